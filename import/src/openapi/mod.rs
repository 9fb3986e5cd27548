//! OpenAPI 3 and Swagger 2: schemas to records, operations to a contract.

mod operations;
mod select;

use rustc_hash::FxHashSet;

use crate::cycles;
use crate::error::Error;
use crate::model::{Access, Contract, Entry, EntryKind, Group, ItemId, ItemKind, Model, Param, Type};
use crate::names;
use crate::schema::{Lowering, Place};
use crate::tags;
use crate::tree::Tree;
use operations::{Direction, Operation, Request};
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
    tags::settle(&mut model, chosen.iter().flat_map(Lowered::items));
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

const NO_RECORD: &str = "is left out: what it takes is no object with declared fields, nor a list of such";
const NO_ANSWER: &str = "is left out: what it answers is no object with declared fields, nor a list of such";

/// An operation whose bodies are in the model.
struct Lowered<'d> {
    operation: Operation<'d>,
    /// What goes in, if anything does, or why it cannot be said.
    message: Result<Option<Type>, String>,
    /// What comes back.
    answer: Option<Type>,
    /// What stands in the address.
    params: Vec<Param>,
    left_out: Vec<String>,
}

impl<'d> Lowered<'d> {
    fn new(lowering: &mut Lowering<'d>, operation: Operation<'d>) -> Result<Lowered<'d>, Error> {
        let mut body = |schema: &'d Tree, end: &str| lowering.shape(schema, &Place::field(None, &format!("{}_{end}", operation.name)));
        let message = match operation.request {
            Request::Nothing => Ok(None),
            Request::Json(schema) => Ok(Some(body(schema, "request")?.ty)),
            Request::Other(kind) => Err(format!("is left out: what it takes is {kind}, not JSON")),
        };
        let answer = operation.answer.map(|schema| body(schema, "answer")).transpose()?.map(|shape| shape.ty);
        let message = match message {
            Ok(Some(ty)) if body_record(&lowering.model, &ty).is_some() => Ok(Some(ty)),
            Ok(Some(_)) => Err(NO_RECORD.to_owned()),
            Ok(None) => Ok(None),
            Err(why) => Err(why),
        };
        let (mut params, mut left_out) = (Vec::new(), Vec::new());
        for parameter in &operation.parameters {
            let ty = lowering.shape(parameter.schema, &Place::field(None, parameter.name))?.ty;
            let (key, optional) = (parameter.name.to_owned(), !parameter.required);
            match is_scalar(&lowering.model, &ty) {
                true if parameter.in_path || is_query_key(&key) => params.push(Param { key, ty, optional }),
                false if parameter.required => params.push(Param { key, ty: Type::TEXT, optional }),
                _ => left_out.push(key),
            }
        }
        Ok(Lowered { operation, message, answer, params, left_out })
    }

    /// What goes in and what comes back.
    fn items(&self) -> impl Iterator<Item = ItemId> {
        self.message.iter().flatten().chain(&self.answer).filter_map(Type::item)
    }

    /// The address with its query, and the parameters in the order in which one gives them: those last that may be left out.
    fn address(&mut self) -> (String, Vec<Param>) {
        let path = self.operation.path.clone();
        let mut params = std::mem::take(&mut self.params);
        let is_in_path = |param: &Param| self.operation.parameters.iter().any(|known| known.in_path && known.name == param.key);
        params.retain(|param| !is_in_path(param) || holes(&path).any(|hole| hole == param.key));
        params.sort_by_key(|param| (!is_in_path(param), param.optional));
        let query: Vec<String> = params.iter().filter(|param| !is_in_path(param)).map(|param| format!("{0}={{{0}}}", param.key)).collect();
        (if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }, params)
    }

    fn entry(mut self, model: &Model) -> Entry {
        let (address, params) = self.address();
        let kind = if is_plain_path(address.replacen('?', "", 1).as_str()) {
            self.kind(model, params)
        } else {
            EntryKind::Unsaid("is left out: no address can be written like this".to_owned())
        };
        let Operation { name, docs, method, path, direction, .. } = self.operation;
        let path = if direction == Direction::ToUs || matches!(kind, EntryKind::Unsaid(_)) { path } else { address };
        Entry { name, docs, method, path, kind }
    }

    fn kind(&mut self, model: &Model, params: Vec<Param>) -> EntryKind {
        let left_out = std::mem::take(&mut self.left_out);
        if self.operation.method == "GET" && self.operation.direction == Direction::ToPartner {
            return match (self.answer(model), unfilled(model, None, &params, &self.operation.path)) {
                (Some(ty), None) => EntryKind::Answers { ty, params, left_out },
                (None, _) => EntryKind::Unsaid(NO_ANSWER.to_owned()),
                (Some(_), Some(hole)) => EntryKind::Unsaid(format!("is left out: its address needs {hole}, which is declared nowhere")),
            };
        }
        let body = match &self.message {
            Err(why) => return EntryKind::Unsaid(why.clone()),
            Ok(Some(ty)) if body_record(model, ty).is_none_or(|record| model.is_empty(record)) => return EntryKind::Unsaid(NO_RECORD.to_owned()),
            Ok(body) => body.clone(),
        };
        let record = body.as_ref().and_then(|body| if let Type::Item(id) = body { Some(*id) } else { None });
        match (self.operation.direction, record, unfilled(model, record, &params, &self.operation.path)) {
            (Direction::ToUs, Some(record), _) => EntryKind::Sends(record),
            (Direction::ToUs, None, _) if body.is_some() => EntryKind::Unsaid("is left out: it brings a list, and an event is one record".to_owned()),
            (Direction::ToUs, None, _) => EntryKind::Unsaid("is left out: it brings no body".to_owned()),
            (Direction::ToPartner, _, Some(hole)) => EntryKind::Unsaid(format!("is left out: its address needs {hole}, which is declared nowhere")),
            (Direction::ToPartner, _, None) => EntryKind::Accepts { body, answer: self.answer(model), params, left_out },
        }
    }

    /// What comes back, where that is something to go on with.
    fn answer(&self, model: &Model) -> Option<Type> {
        self.answer.clone().filter(|answer| body_record(model, answer).is_some_and(|record| !model.is_empty(record)))
    }
}

/// The record that a body is, or that it is a list of.
fn body_record(model: &Model, ty: &Type) -> Option<ItemId> {
    let item = match ty {
        Type::Item(id) => *id,
        Type::List { of, .. } => {
            if let Type::Item(id) = **of {
                id
            } else {
                return None;
            }
        }
        _ => return None,
    };
    model.is_record(item).then_some(item)
}

/// What can stand before the `=` of a query as it is.
fn is_query_key(key: &str) -> bool {
    key.chars().all(|character| character.is_ascii_alphanumeric() || "-._~".contains(character))
}

/// What the partner fills in by itself is not for us to send, and what it never tells cannot be read: such fields are optional where the
/// record goes the other way.
fn relax_one_sided(model: &mut Model, chosen: &[Lowered<'_>]) {
    let to = |direction: Direction| chosen.iter().filter(move |one| one.operation.direction == direction).filter_map(|one| one.message.as_ref().ok()?.as_ref()?.item());
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

/// The first hole of a path that no parameter and no required single value of the record fills.
fn unfilled(model: &Model, record: Option<ItemId>, params: &[Param], path: &str) -> Option<String> {
    let is_field = |hole: &str| {
        let mut fields = record.map_or(&[][..], |record| model.fields(record)).iter();
        fields.any(|field| field.key == hole && !field.shape.optional && is_scalar(model, &field.shape.ty))
    };
    holes(path).find(|hole| !params.iter().any(|param| param.key == *hole) && !is_field(hole)).map(str::to_owned)
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
