//! OpenAPI 3 and Swagger 2: schemas to records, operations to a contract.

mod operations;
mod select;

use rustc_hash::FxHashSet;

use crate::cycles;
use crate::error::Error;
use crate::model::{Access, Contract, Entry, EntryKind, Group, ItemId, ItemKind, Model, Type};
use crate::names;
use crate::schema::{Lowering, Place};
use crate::tree::Tree;
use operations::{Direction, Operation};
use select::Selection;

pub(crate) fn model(document: &Tree, only: &[String]) -> Result<Model, Error> {
    refuse_others(document)?;
    let operations = operations::all(document)?;
    let selection = Selection::new(document, &operations, only)?;
    let mut lowering = Lowering::new(document);
    for (pointer, name, schema) in schemas(document).filter(|(_, name, _)| selection.has_schema(name)) {
        lowering.at(&pointer, schema, &Place::named(name))?;
    }
    let mut chosen = Vec::new();
    for operation in operations.into_iter().filter(|operation| selection.has_operation(operation)) {
        chosen.push(Lowered::new(&mut lowering, operation)?);
    }
    lowering.finish()?;
    let mut model = lowering.model;
    cycles::cut(&mut model);
    relax_one_sided(&mut model, &chosen);
    model.head.push(head(document));
    model.contract = contract(document, &model, chosen);
    if model.items.is_empty() && model.contract.is_none() { Err(Error::Empty("neither a schema nor an operation with a body")) } else { Ok(model) }
}

fn refuse_others(document: &Tree) -> Result<(), Error> {
    let version = document.get("openapi").or_else(|| document.get("swagger")).and_then(Tree::written);
    let why = match version.as_deref() {
        Some(version) if version.starts_with('3') && document.get("openapi").is_some() => return Ok(()),
        Some(version) if version.starts_with('2') && document.get("swagger").is_some() => return Ok(()),
        Some(version) => format!("its version is {version}, and 3 and 2 are known"),
        None => "it has neither `openapi: 3…` nor `swagger: 2.0` at its top".to_owned(),
    };
    Err(Error::Kind { wanted: "OpenAPI document", why })
}

/// All that have a name: their place, name, and what stands there.
pub(crate) fn schemas(document: &Tree) -> impl Iterator<Item = (String, &str, &Tree)> {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let new = document.get("components").into_iter().flat_map(|components| components.members("schemas"));
    let new = new.map(move |(name, schema)| (format!("/components/schemas/{}", escaped(name)), name, schema));
    new.chain(document.members("definitions").map(move |(name, schema)| (format!("/definitions/{}", escaped(name)), name, schema)))
}

fn head(document: &Tree) -> String {
    let of = |key| document.get("info").and_then(|info| info.get(key)).and_then(Tree::written);
    format!("{}, version {}, as `crossdock import openapi` read it.", of("title").unwrap_or_else(|| "An API".to_owned()), of("version").unwrap_or_default())
}

const NO_RECORD: &str = "is left out: what it takes is no object with declared fields";

/// An operation whose bodies are in the model.
struct Lowered<'d> {
    operation: Operation<'d>,
    /// The record that goes in, or why there is none.
    message: Result<ItemId, String>,
    /// What comes back.
    answer: Option<Type>,
    /// What has to stand in the address, and what may.
    params: Vec<(String, Type)>,
    left_out: Vec<String>,
}

impl<'d> Lowered<'d> {
    fn new(lowering: &mut Lowering<'d>, operation: Operation<'d>) -> Result<Lowered<'d>, Error> {
        let mut body = |schema: Option<&Tree>, end: &str| {
            let place = Place::field(None, &format!("{}_{end}", operation.name));
            schema.map(|schema| lowering.shape(schema, &place)).transpose()
        };
        let request = body(operation.request, "request")?;
        let answer = body(operation.answer, "answer")?.map(|shape| shape.ty);
        let message = match request.map(|shape| shape.ty) {
            Some(Type::Item(id)) if lowering.model.is_record(id) => Ok(id),
            Some(_) => Err(NO_RECORD.to_owned()),
            None => Err(operation.no_body.to_owned()),
        };
        let (mut params, mut left_out) = (Vec::new(), Vec::new());
        for parameter in &operation.parameters {
            if parameter.required {
                let ty = lowering.shape(parameter.schema, &Place::field(None, parameter.name))?.ty;
                params.push((parameter.name.to_owned(), if is_scalar(&lowering.model, &ty) { ty } else { Type::TEXT }));
            } else {
                left_out.push(parameter.name.to_owned());
            }
        }
        Ok(Lowered { operation, message, answer, params, left_out })
    }

    /// A look-up, where what comes back is a record.
    fn answers(&mut self, model: &Model) -> Option<(EntryKind, String)> {
        let Some(Type::Item(record)) = self.answer else { return None };
        if self.operation.method != "GET" || model.fields(record).is_empty() {
            return None;
        }
        let in_query = self.operation.parameters.iter().filter(|parameter| parameter.required && !parameter.in_path);
        let query: Vec<String> = in_query.map(|parameter| format!("{0}={{{0}}}", parameter.name)).collect();
        let all_known = holes(&self.operation.path).all(|hole| self.params.iter().any(|(name, _)| name == hole));
        let path = if query.is_empty() { self.operation.path.clone() } else { format!("{}?{}", self.operation.path, query.join("&")) };
        self.params.retain(|(name, _)| path.contains(&format!("{{{name}}}")));
        let kind = EntryKind::Answers { record, params: std::mem::take(&mut self.params), left_out: std::mem::take(&mut self.left_out) };
        all_known.then_some((kind, path))
    }

    fn entry(mut self, model: &Model) -> Entry {
        let answers = self.answers(model);
        let Operation { name, docs, method, path, direction, .. } = self.operation;
        if let Some((kind, path)) = answers.filter(|(_, path)| is_plain_path(path.replacen('?', "", 1).as_str())) {
            return Entry { name, docs, method, path, kind };
        }
        let kind = match self.message {
            Err(why) => EntryKind::Unsaid(why),
            Ok(record) if model.fields(record).is_empty() => EntryKind::Unsaid(NO_RECORD.to_owned()),
            Ok(record) => match (direction, missing_hole(model, record, &path)) {
                (Direction::ToUs, _) => EntryKind::Sends(record),
                (Direction::ToPartner, Some(hole)) => EntryKind::Unsaid(format!("is left out: its address needs {hole}, which is no required field of what it takes")),
                (Direction::ToPartner, None) => EntryKind::Accepts(record),
            },
        };
        let kind = if is_plain_path(&path) { kind } else { EntryKind::Unsaid("is left out: no address can be written like this".to_owned()) };
        Entry { name, docs, method, path, kind }
    }
}

/// What the partner fills in by itself is not for us to send, and what it never tells cannot be read: such fields are optional where the
/// record goes the other way.
fn relax_one_sided(model: &mut Model, chosen: &[Lowered<'_>]) {
    let to = |direction: Direction| chosen.iter().filter(move |one| one.operation.direction == direction).filter_map(|one| one.message.clone().ok());
    let answers = chosen.iter().filter_map(|one| one.answer.as_ref()?.item());
    let sent: FxHashSet<ItemId> = model.reachable(to(Direction::ToPartner));
    let read: FxHashSet<ItemId> = model.reachable(answers.chain(to(Direction::ToUs)));
    for (at, item) in model.items.iter_mut().enumerate() {
        let ItemKind::Record(fields) = &mut item.kind else { continue };
        for field in fields.iter_mut().filter(|field| !field.shape.optional) {
            let note = match field.shape.access {
                Access::ReadOnly if sent.contains(&ItemId(at)) => "the partner fills it in",
                Access::WriteOnly if read.contains(&ItemId(at)) => "the partner never tells it",
                Access::ReadOnly | Access::WriteOnly | Access::Both => continue,
            };
            field.shape.optional = true;
            field.shape = field.shape.clone().noting(note);
        }
    }
}

/// The first hole of a path that no required single value of the record fills.
fn missing_hole(model: &Model, record: ItemId, path: &str) -> Option<String> {
    let fills = |hole: &str| {
        let field = model.fields(record).iter().find(|field| field.key == hole && !field.shape.optional);
        field.is_some_and(|field| is_scalar(model, &field.shape.ty))
    };
    holes(path).find(|hole| !fills(hole)).map(str::to_owned)
}

/// What can stand in an address.
fn is_scalar(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Text { .. } | Type::Int { .. } | Type::Decimal(_) | Type::Bool | Type::Date | Type::Timestamp => true,
        Type::Item(id) => !model.is_record(*id),
        Type::Duration | Type::Json | Type::List { .. } | Type::Map(_) => false,
    }
}

fn holes(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(hole, _)| hole)
}

fn is_plain_path(path: &str) -> bool {
    path.starts_with('/') && path.chars().all(|character| character.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%{}".contains(character))
}

fn contract(document: &Tree, model: &Model, chosen: Vec<Lowered<'_>>) -> Option<Contract> {
    let mut groups: Vec<Group> = Vec::new();
    for lowered in chosen {
        let tag = lowered.operation.tag.clone();
        let entry = lowered.entry(model);
        match groups.iter_mut().find(|group| group.tag == tag) {
            Some(group) => group.entries.push(entry),
            None => groups.push(Group { tag, entries: vec![entry] }),
        }
    }
    if groups.is_empty() {
        return None;
    }
    let info = document.get("info");
    let given: FxHashSet<String> = model.items.iter().filter_map(|item| item.given.as_deref()).map(names::pascal).collect();
    let name = contract_name(info.and_then(|info| info.text("title")).unwrap_or("Partner"));
    let name = if given.contains(&name) { format!("{name}Api") } else { name };
    let version = info.and_then(|info| info.get("version")).and_then(Tree::written).unwrap_or_default();
    let digits: String = version.trim_start_matches(['v', 'V']).chars().take_while(char::is_ascii_digit).take(4).collect();
    Some(Contract { name, version: digits.parse().unwrap_or(1), docs: info.and_then(|info| info.text("description")).map(first_paragraph), groups })
}

fn first_paragraph(text: &str) -> String {
    text.trim().lines().take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// `Selling Partner API for Orders` is `SellingPartnerOrders`.
fn contract_name(title: &str) -> String {
    let words = names::words(title).into_iter().filter(|word| !matches!(word.as_str(), "api" | "apis" | "rest" | "openapi" | "swagger" | "specification" | "for" | "the" | "of"));
    let name = names::pascal(&words.collect::<Vec<_>>().join("_"));
    if name == "Item" { "Partner".to_owned() } else { name }
}
