//! What all pages share: their frame, and which page an item is on.

use std::collections::{BTreeMap, BTreeSet};

use crossdock_compiler::lineage::record_in;
use crossdock_compiler::typed::{Contract, ContractId, Decl, EnumId, Project, Record, RecordId, Type};
use crossdock_compiler::{Checked, show};

use super::Page;
use super::html::{anchor, escaped, prose};
use crate::lineage::View;
use crate::mapping::{MapSheet, Row};
use crate::samples::Samples;
use crate::source as code;

const STYLE: &str = include_str!("style.css");

/// A field of a record.
pub(super) type FieldAt = (RecordId, u32);

pub(super) struct Book<'c> {
    pub checked: &'c Checked,
    pub view: View<'c>,
    pub sheets: &'c [MapSheet],
    pub samples: &'c Samples,
    pub title: &'c str,
    /// The rows of maps that set a field, and those that read it.
    pub setters: BTreeMap<FieldAt, Vec<(usize, usize)>>,
    pub readers: BTreeMap<FieldAt, Vec<(usize, usize)>>,
    /// Records of the library that something here uses.
    used: BTreeSet<RecordId>,
}

impl<'c> Book<'c> {
    pub fn new(checked: &'c Checked, sheets: &'c [MapSheet], samples: &'c Samples, title: &'c str) -> Book<'c> {
        let mut book = Book { checked, view: View::new(checked), sheets, samples, title, setters: BTreeMap::new(), readers: BTreeMap::new(), used: BTreeSet::new() };
        for (sheet, map) in sheets.iter().enumerate() {
            for (at, row) in map.rows.iter().enumerate() {
                book.note(row, (sheet, at));
            }
        }
        book.used.extend(used_by_contracts(checked));
        book
    }

    fn note(&mut self, row: &Row, at: (usize, usize)) {
        let set = row.place.iter().filter(|_| row.kind == crate::mapping::Kind::Field).flat_map(|place| place.steps.last());
        set.for_each(|field| self.setters.entry(*field).or_default().push(at));
        for place in row.value.from.union(&row.value.by) {
            self.used.extend(place.steps.iter().map(|(record, _)| *record).chain([place.root]));
            place.steps.last().into_iter().for_each(|field| self.readers.entry(*field).or_default().push(at));
        }
        self.used.extend(row.place.iter().flat_map(|place| place.steps.iter().map(|(record, _)| *record)));
    }

    pub fn project(&self) -> &'c Project {
        &self.checked.project
    }

    pub fn is_own(&self, decl: &Decl) -> bool {
        !decl.module.is_empty() && !self.checked.sources.get(decl.place.file).library
    }

    /// Whether a record has a page.
    pub fn has_record(&self, id: RecordId) -> bool {
        self.project().records.get(id.index()).is_some_and(|record| !record.implied && (self.is_own(&record.decl) || self.used.contains(&id)))
    }

    pub fn contracts(&self) -> impl Iterator<Item = (ContractId, &'c Contract)> {
        let project = self.project();
        let is_spoken = move |id: ContractId| project.systems.iter().any(|system| system.contract == id);
        let all = project.contracts.iter().enumerate().map(|(at, contract)| (ContractId(at as u32), contract));
        all.filter(move |(id, contract)| self.is_own(&contract.decl) || is_spoken(*id))
    }

    /// Every link of the site is made here or in [`Book::contract_link`].
    pub fn link(&self, kind: &str, decl: &Decl, text: &str) -> String {
        format!("<a href=\"{}\">{}</a>", href(kind, decl), escaped(text))
    }

    pub fn contract_link(&self, id: ContractId, message: &str, text: &str) -> String {
        match self.contracts().find(|(known, _)| *known == id) {
            Some((_, contract)) => format!("<a href=\"{}#{}\">{}</a>", href("contract", &contract.decl), anchor("message", message), escaped(text)),
            None => escaped(text),
        }
    }

    /// A record, or one field of it.
    pub fn record_link(&self, id: RecordId, field: Option<&str>, text: &str) -> String {
        let Some(record) = self.project().records.get(id.index()).filter(|_| self.has_record(id)) else { return escaped(text) };
        let kind = match record.tagged {
            Some(_) if !self.is_own(&record.decl) => return escaped(text),
            Some(_) => "enum",
            None => "record",
        };
        let fragment = field.map(|field| format!("#{}", anchor("field", field))).unwrap_or_default();
        format!("<a href=\"{}{fragment}\">{}</a>", href(kind, &record.decl), escaped(text))
    }

    /// A type, leading to the record or the codes that it is made of.
    pub fn ty(&self, ty: &Type) -> String {
        let text = show::ty(self.project(), ty);
        if let Some(record) = record_in(ty) {
            return format!("<code>{}</code>", self.record_link(record, None, &text));
        }
        let own = enum_in(ty).and_then(|id| self.project().enums.get(id.index())).filter(|item| self.is_own(&item.decl));
        match own {
            Some(item) => format!("<code>{}</code>", self.link("enum", &item.decl, &text)),
            None => format!("<code>{}</code>", escaped(&text)),
        }
    }

    /// A row of a map: `to_release: ship_to.city`.
    pub fn row_link(&self, (sheet, row): (usize, usize)) -> String {
        let Some((map, found)) = self.sheets.get(sheet).and_then(|map| Some((map, map.rows.get(row)?))) else { return String::new() };
        let short = map.name.rsplit('.').next().unwrap_or(&map.name);
        format!("<a href=\"{}.html#row-{row}\">{}: {}</a>", anchor("map", &map.name), escaped(short), escaped(&found.target))
    }

    /// The page of an item: what it is called, where it stands, what it says, and what is told about it.
    pub fn item(&self, kind: &'static str, of: &str, decl: &Decl, inner: &str) -> Page {
        let place = code::place(self.checked, decl.place.file, decl.place.span);
        let docs = prose(decl.docs.as_deref().unwrap_or_default());
        let main = format!("<h1><small>{kind}</small> {}</h1><p class=place>{} in {}</p>{docs}{inner}", escaped(&decl.name), escaped(&full(decl)), escaped(&place));
        let file = format!("{}.html", anchor(kind, &full(decl)));
        Page { text: self.framed(&decl.name, Some((of, &decl.name)), &main), file }
    }

    /// The item as it is written.
    pub fn written(&self, decl: &Decl) -> String {
        format!("<details><summary>As it is written</summary><pre class=flow>{}</pre></details>", super::html::source(&self.view.trees.item(self.checked, decl.place)))
    }

    /// `of` is the chapter of the index that the page belongs to, and its name there.
    pub fn framed(&self, name: &str, of: Option<(&str, &str)>, main: &str) -> String {
        let title = escaped(self.title);
        let (head, way) = match of {
            Some((chapter, short)) => {
                let id = chapter.to_lowercase().replace(' ', "-");
                (format!("{} – {title}", escaped(name)), format!("<li><a href=\"index.html#{id}\">{}</a><li aria-current=page>{}", escaped(chapter), escaped(short)))
            }
            None => (title.clone(), String::new()),
        };
        format!(
            "<!doctype html>\n<html lang=en>\n<head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">\
             <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>{head}</title><style>{STYLE}</style></head>\n\
             <body><a class=skip href=\"#main\">To the content</a><nav aria-label=\"Where you are\"><ol><li><a href=\"index.html\">{title}</a>{way}</ol></nav>\n<main id=main>{main}</main></body>\n</html>\n"
        )
    }
}

pub(super) fn full(decl: &Decl) -> String {
    format!("{}.{}", decl.module, decl.name)
}

pub(super) fn href(kind: &str, decl: &Decl) -> String {
    format!("{}.html", anchor(kind, &full(decl)))
}

/// A row of a table; cells are markup already, and the first is its name.
pub(super) struct Cells {
    id: Option<String>,
    class: &'static str,
    cells: Vec<String>,
}

pub(super) fn cells(id: Option<&str>, class: &'static str, cells: &[String]) -> Cells {
    Cells { id: id.map(str::to_owned), class, cells: cells.to_vec() }
}

/// A table with a head, without columns that say nothing. Nothing where there are no rows.
pub(super) fn table(caption: &str, heads: &[&str], rows: &[Cells]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let says = |at: &usize| *at == 0 || rows.iter().any(|row| row.cells.get(*at).is_some_and(|cell| !cell.trim().is_empty()));
    let columns: Vec<usize> = (0..heads.len()).filter(says).collect();
    let heads: String = columns.iter().filter_map(|at| heads.get(*at)).map(|head| format!("<th scope=col>{}", escaped(head))).collect();
    let label = escaped(caption);
    let rows: String = rows.iter().map(|row| row.html(&columns)).collect();
    format!("<h2>{label}</h2><div class=scroll role=region tabindex=0 aria-label=\"{label}\"><table><thead><tr>{heads}</thead><tbody>{rows}</tbody></table></div>")
}

impl Cells {
    fn html(&self, columns: &[usize]) -> String {
        let id = self.id.as_ref().map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
        let class = if self.class.is_empty() { String::new() } else { format!(" class={}", self.class) };
        let cell = |at: &usize| {
            let open = if *at == 0 { "<th scope=row>" } else { "<td>" };
            format!("{open}{}", self.cells.get(*at).map_or("", String::as_str))
        };
        format!("<tr{id}{class}>{}", columns.iter().map(cell).collect::<String>())
    }
}

/// A list in a cell.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|item| format!("<li>{item}")).collect();
    if items.is_empty() { String::new() } else { format!("<ul class=cell>{items}</ul>") }
}

pub(super) fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(text)) }
}

fn enum_in(ty: &Type) -> Option<EnumId> {
    match ty {
        Type::Enum(id) => Some(*id),
        Type::Optional(of) | Type::MapOf(of) => enum_in(of),
        Type::List(list) => enum_in(&list.of),
        _ => None,
    }
}

/// Records of messages, however deep.
fn used_by_contracts(checked: &Checked) -> BTreeSet<RecordId> {
    let own = checked.project.systems.iter().map(|system| system.contract).collect::<BTreeSet<_>>();
    let contracts = own.iter().filter_map(|id| checked.project.contracts.get(id.index()));
    let messages = contracts.flat_map(|contract| {
        let sends = contract.sends.iter().flat_map(|sends| [Some(sends.record), sends.awaits]);
        sends
            .chain(contract.accepts.iter().flat_map(|accepts| [Some(accepts.record), accepts.answered_record()]))
            .chain(contract.answers.iter().map(|answers| Some(answers.record)))
    });
    let mut open: Vec<RecordId> = messages.flatten().collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let fields = checked.project.records.get(id.index()).map_or(&[][..], |record: &Record| &record.fields);
            open.extend(fields.iter().filter_map(|field| record_in(&field.ty)));
        }
    }
    seen
}
