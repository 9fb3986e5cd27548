//! The model as Flow source, in the language's one layout.

mod docs;
mod literal;

use crossdock_compiler::syntax;

use crate::error::Error;
use crate::model::{Carrier, Contract, Entry, EntryKind, Field, Forms, Item, ItemId, ItemKind, Model, Param, Shape, Type, Variant};
use crate::names::{self, Unique};
use crate::naming;
use docs::{documentation, remark};
use literal::literal;

/// Longest enum that stands on one line.
const LINE_MAX: usize = 110;
/// Longest message or look-up that does.
const ENTRY_MAX: usize = 140;

/// The file's text.
pub(crate) fn write(model: &Model) -> Result<String, Error> {
    let mut writer = Writer { names: naming::name_all(model), fields: Vec::new(), model, out: String::new() };
    writer.fields = (0..model.items.len()).map(|at| field_names(model.fields(ItemId(at)))).collect();
    writer.file();
    match syntax::format(&writer.out) {
        Ok(text) => Ok(text),
        Err(problems) => Err(Error::Defect(problems.into_iter().next().map(|problem| problem.message).unwrap_or_default())),
    }
}

fn field_names(fields: &[Field]) -> Vec<String> {
    let mut unique = Unique::default();
    fields.iter().map(|field| unique.take(&names::snake(&field.key, "field"))).collect()
}

struct Writer<'m> {
    model: &'m Model,
    /// Of the items, by their numbers.
    names: Vec<String>,
    /// Of each item's fields.
    fields: Vec<Vec<String>>,
    out: String,
}

impl Writer<'_> {
    fn file(&mut self) {
        for sentence in &self.model.head {
            self.out.push_str(&remark("", sentence));
        }
        if let Some(contract) = &self.model.contract {
            self.contract(contract);
        }
        for id in order(self.model) {
            self.item(id);
        }
    }

    fn item(&mut self, id: ItemId) {
        let Some(item) = self.model.item(id) else { return };
        match &item.kind {
            ItemKind::Record(fields) if !fields.is_empty() => self.record(id, item, fields),
            ItemKind::Enum(variants) if !variants.is_empty() => self.enumeration(id, item, variants),
            ItemKind::Tagged { tag, variants } if !variants.is_empty() => self.tagged(id, item, tag, variants),
            ItemKind::Record(_) | ItemKind::Enum(_) | ItemKind::Tagged { .. } => {}
        }
    }

    fn head(&mut self, item: &Item) {
        self.out.push('\n');
        self.out.push_str(&documentation("", item.docs.as_deref()));
        for note in &item.notes {
            self.out.push_str(&remark("", note));
        }
    }

    fn record(&mut self, id: ItemId, item: &Item, fields: &[Field]) {
        self.head(item);
        self.out.push_str(&format!("record {} as json {{\n", self.name(id)));
        let names = self.fields.get(id.0).cloned().unwrap_or_default();
        for (field, name) in fields.iter().zip(names) {
            self.out.push_str(&documentation("  ", field.shape.docs.as_deref()));
            self.out.push_str(&self.field(field, &name));
        }
        self.out.push_str("}\n");
    }

    fn field(&self, field: &Field, name: &str) -> String {
        let Shape { ty, optional, forms, notes, .. } = &field.shape;
        if field.key.is_empty() {
            return remark("  ", "a field with an empty name stands here, which has no place in the language");
        }
        let mut line = format!("  {name} : {}{}", self.ty(ty), if *optional { "?" } else { "" });
        if name != field.key {
            line.push_str(&format!(" at {}", literal(&field.key)));
        }
        line.push_str(&wire(forms));
        if !notes.is_empty() {
            line.push_str(&format!("  # {}", docs::one_line(&notes.join("; "))));
        }
        line.push('\n');
        line
    }

    fn enumeration(&mut self, id: ItemId, item: &Item, variants: &[Variant]) {
        self.head(item);
        let mut unique = Unique::default();
        let names: Vec<String> = variants.iter().map(|variant| unique.take(&names::snake(&variant.code, if variant.code.is_empty() { "blank" } else { "code" }))).collect();
        let cells: Vec<String> = variants.iter().zip(&names).map(|(variant, name)| cell(variant, name)).collect();
        let line = format!("enum {} as text {{ {} }}", self.name(id), cells.join(", "));
        if line.chars().count() <= LINE_MAX && variants.iter().all(|variant| variant.docs.is_none()) {
            self.out.push_str(&format!("{line}\n"));
            return;
        }
        self.out.push_str(&format!("enum {} as text {{\n", self.name(id)));
        for (variant, cell) in variants.iter().zip(cells) {
            self.out.push_str(&documentation("  ", variant.docs.as_deref()));
            self.out.push_str(&format!("  {cell}\n"));
        }
        self.out.push_str("}\n");
    }

    fn tagged(&mut self, id: ItemId, item: &Item, tag: &str, variants: &[Carrier]) {
        self.head(item);
        self.out.push_str(&format!("enum {} by {} {{\n", self.name(id), literal(tag)));
        let mut unique = Unique::default();
        for Carrier { code, record } in variants {
            let name = unique.take(&names::snake(code, if code.is_empty() { "blank" } else { "code" }));
            let carried = if self.model.is_empty(*record) { String::new() } else { format!(" : {}", self.name(*record)) };
            let at = if name == *code { String::new() } else { format!(" at {}", literal(code)) };
            self.out.push_str(&format!("  {name}{carried}{at}\n"));
        }
        self.out.push_str("}\n");
    }

    fn contract(&mut self, contract: &Contract) {
        self.out.push('\n');
        self.out.push_str(&documentation("", contract.docs.as_deref()));
        self.out.push_str(&format!("contract {} v{} {{\n", contract.name, contract.version));
        let mut unique = Unique::default();
        for (at, group) in contract.groups.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            if let Some(tag) = &group.tag {
                self.out.push_str(&remark("  ", &format!("---- {tag}")));
            }
            for entry in &group.entries {
                self.entry(entry, &mut unique);
            }
        }
        self.out.push_str("}\n");
    }

    fn entry(&mut self, entry: &Entry, unique: &mut Unique) {
        let Entry { docs, method, path, kind, .. } = entry;
        let name = names::snake(&entry.name, "message");
        match kind {
            EntryKind::Unsaid(why) => self.out.push_str(&remark("  ", &format!("{name} ({method} {path}) {why}."))),
            EntryKind::Accepts { body, answer, params, left_out } => {
                self.above(docs.as_deref(), left_out);
                let (params, path) = self.parameters(params, path);
                let path = if let Some(Type::Item(record)) = body { self.filled(&path, *record) } else { path };
                let body = body.as_ref().map(|body| format!(" : {}", self.ty(body))).unwrap_or_default();
                let answer = answer.as_ref().map(|answer| format!(" answers {}", self.ty(answer))).unwrap_or_default();
                self.out.push_str(&entry_text(&format!("accepts {}", unique.take(&name)), &params, &body, &format!("by {method} {}{answer}", literal(&path))));
            }
            EntryKind::Answers { ty, params, left_out } => {
                self.above(docs.as_deref(), left_out);
                let (params, path) = self.parameters(params, path);
                let answer = format!(" : {}", self.ty(ty));
                self.out.push_str(&entry_text(&format!("answers {}", unique.take(&name)), &params, &answer, &format!("by {method} {}", literal(&path))));
            }
            EntryKind::Sends(record) => {
                self.out.push_str(&documentation("  ", docs.as_deref()));
                self.out.push_str(&format!("  sends {} : {} on {method} {}\n", unique.take(&name), self.name(*record), literal(path)));
            }
        }
    }

    fn above(&mut self, docs: Option<&str>, left_out: &[String]) {
        self.out.push_str(&documentation("  ", docs));
        if !left_out.is_empty() {
            self.out.push_str(&remark("  ", &format!("Optional and left out, as an address holds single values: {}.", left_out.join(", "))));
        }
    }

    /// `order_no: text` and `page: int?`, and the path with its holes called so.
    fn parameters(&self, params: &[Param], path: &str) -> (Vec<String>, String) {
        let (mut names, mut path) = (Unique::default(), path.to_owned());
        let mut written = Vec::with_capacity(params.len());
        for Param { key, ty, optional } in params {
            let param = names.take(&names::snake(key, "param"));
            path = path.replace(&format!("{{{key}}}"), &format!("{{{param}}}"));
            written.push(format!("{param}: {}{}", self.ty(ty), if *optional { "?" } else { "" }));
        }
        (written, path)
    }

    /// The path with its holes called like the record's fields.
    fn filled(&self, path: &str, record: ItemId) -> String {
        let (fields, names) = (self.model.fields(record), self.fields.get(record.0).map_or(&[][..], Vec::as_slice));
        fields.iter().zip(names).fold(path.to_owned(), |path, (field, name)| path.replace(&format!("{{{}}}", field.key), &format!("{{{name}}}")))
    }

    fn name(&self, id: ItemId) -> &str {
        self.names.get(id.0).map_or("", String::as_str)
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Text { min, max, pattern } => {
                let pattern = pattern.as_ref().map(|pattern| format!(" matching {}", literal(pattern)));
                format!("text{}{}", lengths(*min, *max), pattern.unwrap_or_default())
            }
            Type::Int { min: None, max: None } => "int".to_owned(),
            Type::Int { min, max } => format!("int({}..{})", shown(*min), shown(*max)),
            Type::Decimal(None) => "decimal".to_owned(),
            Type::Decimal(Some((digits, behind))) => format!("decimal({digits},{behind})"),
            Type::Bool => "bool".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Duration => "duration".to_owned(),
            Type::Json => "json".to_owned(),
            Type::Item(id) => self.name(*id).to_owned(),
            Type::List { min, max, of } => format!("list{} of {}", lengths(*min, *max), self.ty(of)),
            Type::Map(of) => format!("map of text to {}", self.ty(of)),
        }
    }
}

/// On one line, or where that would be long, a line for each parameter and one for the address.
fn entry_text(head: &str, params: &[String], body: &str, address: &str) -> String {
    let list = if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
    let line = format!("  {head}{list}{body} {address}\n");
    if params.is_empty() || line.chars().count() <= ENTRY_MAX {
        return line;
    }
    format!("  {head}(\n    {}\n  ){body}\n    {address}\n", params.join(",\n    "))
}

fn cell(variant: &Variant, name: &str) -> String {
    if variant.code == *name { name.to_owned() } else { format!("{name} {}", literal(&variant.code)) }
}

fn wire(forms: &Forms) -> String {
    let mut out = String::new();
    if forms.as_text {
        out.push_str(" as text");
    }
    if let Some((yes, no)) = forms.yes_no {
        out.push_str(&format!(" yes {} no {}", literal(yes), literal(no)));
    }
    if forms.blank_is_missing {
        out.push_str(" blank is missing");
    }
    if forms.or_null {
        out.push_str(" or null");
    }
    out
}

fn lengths(min: u32, max: Option<u32>) -> String {
    match (min, max) {
        (0, None) => String::new(),
        (min, None) => format!("({min}..)"),
        (min, Some(max)) if min == max => format!("({min})"),
        (0, Some(max)) => format!("(..{max})"),
        (min, Some(max)) => format!("({min}..{max})"),
    }
}

fn shown(limit: Option<i64>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}

/// Items as one reads them: each with what was found within it right behind it.
fn order(model: &Model) -> Vec<ItemId> {
    let mut children: Vec<Vec<ItemId>> = vec![Vec::new(); model.items.len()];
    let mut roots = Vec::new();
    for (at, item) in model.items.iter().enumerate() {
        let parent = item.places.first().and_then(|(parent, _)| *parent).filter(|parent| item.given.is_none() && parent.0 < at);
        match parent.and_then(|parent| children.get_mut(parent.0)) {
            Some(list) => list.push(ItemId(at)),
            None => roots.push(ItemId(at)),
        }
    }
    let mut order = Vec::with_capacity(model.items.len());
    let mut open: Vec<ItemId> = roots.into_iter().rev().collect();
    while let Some(id) = open.pop() {
        order.push(id);
        open.extend(children.get(id.0).into_iter().flatten().rev());
    }
    order
}
