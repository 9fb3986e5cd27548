//! Records: each field with its form on the wire, a sample, the rules that set it and those that read it.

use std::collections::BTreeSet;

use crossdock_compiler::typed::{Field, Record, RecordId, Type};

use super::Page;
use super::book::{Book, Cells, cells, code, list, table};
use super::html::{anchor, escaped, prose};
use crate::words;

/// Most rules that are listed for one field.
const LISTED_MAX: usize = 40;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    shown(book).map(|(id, record)| book.item("record", "Records", &record.decl, &page(book, id, record))).collect()
}

pub(super) fn shown<'b>(book: &'b Book<'_>) -> impl Iterator<Item = (RecordId, &'b Record)> {
    let all = book.project().records.iter().enumerate().map(|(at, record)| (RecordId(at as u32), record));
    // An enum whose variants carry records has its own page.
    all.filter(|(id, record)| record.tagged.is_none() && book.has_record(*id))
}

fn page(book: &Book<'_>, id: RecordId, record: &Record) -> String {
    let kind = match record.format {
        Some(_) if record.strict => "as JSON, without fields that are not declared",
        Some(_) => "as JSON",
        None => "the project's own, on no wire",
    };
    let rows: Vec<Cells> = (0_u32..).zip(&record.fields).map(|(at, field)| row(book, (id, at), field)).collect();
    let rules: Vec<Cells> = record.rules.iter().map(|rule| cells(None, "", &[code(&rule.text), escaped(rule.because.as_deref().unwrap_or_default())])).collect();
    let cycle = book.project().lifecycles.iter().find(|cycle| cycle.record == id).map(|_| format!("<dt>Lifecycle<dd>{}", book.link("lifecycle", &record.decl, "its states")));
    format!(
        "<dl><dt>Written<dd>{kind}{}</dl>{}{}{}",
        cycle.unwrap_or_default(),
        table("Fields", &["Field", "Type", "On the wire", "Sample", "Set by", "Read by", "Owner", "Notes"], &rows),
        table("What always holds", &["Rule", "Because"], &rules),
        book.written(&record.decl)
    )
}

/// The rules that set a field, and those that read it.
pub(super) fn uses(book: &Book<'_>, at: (RecordId, u32)) -> [String; 2] {
    let links = |rows: Option<&Vec<(usize, usize)>>| {
        let mut links: Vec<String> = rows.into_iter().flatten().map(|row| book.row_link(*row)).collect();
        let more = links.len().saturating_sub(LISTED_MAX);
        links.truncate(LISTED_MAX);
        links.extend((more > 0).then(|| format!("and {more} more")));
        links
    };
    [list(links(book.setters.get(&at))), list(links(book.readers.get(&at)).into_iter().chain(flows(book, at)))]
}

fn row(book: &Book<'_>, at: (RecordId, u32), field: &Field) -> Cells {
    let required = if matches!(field.ty, Type::Optional(_)) { "" } else { " <small>required</small>" };
    let [set, read] = uses(book, at);
    cells(
        Some(&anchor("field", &field.name)),
        "",
        &[
            escaped(&field.name),
            format!("{}{required}", book.ty(&field.ty)),
            wire(field),
            code(book.samples.of(at.0, at.1)),
            set,
            read,
            owner(book, at),
            prose(field.docs.as_deref().unwrap_or_default()),
        ],
    )
}

fn wire(field: &Field) -> String {
    let path = field.wire.path.join(".");
    let path = if path == field.name { String::new() } else { code(&path) };
    format!("{path} {}", code(&words::wire_form(&field.wire)))
}

/// Flows that decide by it.
fn flows(book: &Book<'_>, at: (RecordId, u32)) -> BTreeSet<String> {
    let is_it = |place: &crossdock_compiler::lineage::Place| place.steps.last() == Some(&at);
    let reading = book.view.lineage.reads.iter().filter(|read| read.value.from.iter().chain(&read.value.by).any(is_it));
    reading.filter_map(|read| book.project().flows.get(read.flow)).map(|flow| book.link("flow", &flow.decl, &format!("flow {}", flow.decl.name))).collect()
}

fn owner(book: &Book<'_>, at: (RecordId, u32)) -> String {
    let owners = book.contracts().filter(|(_, contract)| contract.owns.iter().any(|owned| (owned.record, owned.field) == at));
    owners.map(|(_, contract)| book.link("contract", &contract.decl, &contract.decl.name)).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

/// `23 fields`
pub(super) fn size(record: &Record) -> String {
    let rules = if record.rules.is_empty() { String::new() } else { format!(", {} rules", record.rules.len()) };
    format!("{} fields{rules}", record.fields.len())
}
