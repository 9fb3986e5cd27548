//! Codes, failures and units.

use std::collections::BTreeMap;

use crossdock_compiler::show;
use crossdock_compiler::typed::{Enum, Failure, Field, MessagePart, Record, RecordId, Type, Variant};

use super::book::{Book, Cells, cells, code, full, list, table};
use super::html::{anchor, escaped, prose};
use super::{Page, flows, records};

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    let enums = book.project().enums.iter().filter(|item| book.is_own(&item.decl)).map(|item| book.item("enum", "Codes", &item.decl, &codes(book, item)));
    enums.chain(failures(book)).chain(units(book)).collect()
}

fn codes(book: &Book<'_>, item: &Enum) -> String {
    if let Some((id, record)) = item.record.and_then(|id| Some((id, book.project().records.get(id.index())?))) {
        return variants(book, item, id, record);
    }
    let row = |variant: &crossdock_compiler::typed::Variant| cells(None, "", &[escaped(&variant.name), code(&variant.code), prose(variant.docs.as_deref().unwrap_or_default())]);
    let rows: Vec<Cells> = item.variants.iter().map(row).collect();
    format!("{}{}", table("Values", &["Name", "On the wire", "Notes"], &rows), book.written(&item.decl))
}

/// Of variants that carry records: what tells them apart, each of them, and what all have in common.
fn variants(book: &Book<'_>, item: &Enum, id: RecordId, record: &Record) -> String {
    let tag = record.tagged.as_ref().map_or(0, |tagged| tagged.tag);
    let row = |(at, variant): (u32, &Variant)| {
        let carried = record.part(at);
        let [set, read] = carried.map_or_else(Default::default, |(field, _)| records::uses(book, (id, field)));
        let carries = carried.map_or_else(|| "nothing".to_owned(), |(_, part)| book.ty(&Type::Record(part)));
        let notes = prose(variant.docs.as_deref().unwrap_or_default());
        cells(Some(&anchor("field", &variant.name)), "", &[escaped(&variant.name), code(&format!("\"{}\"", variant.code)), carries, set, read, notes])
    };
    let rows: Vec<Cells> = (0_u32..).zip(&item.variants).map(row).collect();
    let common = |(at, field): (u32, &Field)| {
        let [set, read] = records::uses(book, (id, at));
        cells(Some(&anchor("field", &field.name)), "", &[escaped(&field.name), book.ty(&field.ty), set, read, prose(field.docs.as_deref().unwrap_or_default())])
    };
    let commons: Vec<Cells> = (0_u32..).zip(record.open_fields()).map(common).collect();
    let name = record.fields.get(tag as usize).map_or("", |field| field.name.as_str());
    format!(
        "<dl><dt id=\"{}\">Told apart by<dd>the field {}</dl>{}{}{}",
        anchor("field", name),
        code(&show::tag_place(record).unwrap_or_default()),
        table("Variants", &["Name", "Code", "Carries", "Set by", "Read by", "Notes"], &rows),
        table("What all of them have", &["Field", "Type", "Set by", "Read by", "Notes"], &commons),
        book.written(&item.decl)
    )
}

/// One page for all of them, which are short.
fn failures(book: &Book<'_>) -> Option<Page> {
    let own: Vec<(usize, &Failure)> = book.project().failures.iter().enumerate().filter(|(_, failure)| book.is_own(&failure.decl)).collect();
    let rows: Vec<Cells> = own.iter().map(|(at, failure)| failure_row(book, *at, failure)).collect();
    let main = format!("<h1>Failures</h1>{}", table("Failures of this project", &["Failure", "Says", "Can be met by", "Notes"], &rows));
    (!own.is_empty()).then(|| Page { file: "failures.html".to_owned(), text: book.framed("Failures", Some(("Failures", "all")), &main) })
}

fn failure_row(book: &Book<'_>, at: usize, failure: &Failure) -> Cells {
    let params: Vec<String> = failure.params.iter().map(|(name, ty)| format!("{name}: {}", show::ty(book.project(), ty))).collect();
    let says: String = failure
        .message
        .iter()
        .map(|part| match part {
            MessagePart::Literal(text) => text.clone(),
            MessagePart::Param(at) => format!("{{{}}}", failure.params.get(*at as usize).map_or("", |(name, _)| name.as_str())),
        })
        .collect();
    let meeting = flows::own(book).filter(|(_, flow)| flow.failures.iter().any(|id| id.index() == at));
    let name = if params.is_empty() { failure.decl.name.clone() } else { format!("{}({})", failure.decl.name, params.join(", ")) };
    cells(
        Some(&anchor("failure", &full(&failure.decl))),
        "",
        &[code(&name), escaped(&says), list(meeting.map(|(_, flow)| book.link("flow", &flow.decl, &flow.decl.name))), prose(failure.decl.docs.as_deref().unwrap_or_default())],
    )
}

fn units(book: &Book<'_>) -> Option<Page> {
    let rows = own_units(book);
    let main = format!(
        "<h1>Units</h1>{}",
        table("Units of this project", &["Unit", "Is"], &rows.iter().map(|(name, size)| cells(None, "", &[escaped(name), code(size)])).collect::<Vec<_>>())
    );
    (!rows.is_empty()).then(|| Page { file: "units.html".to_owned(), text: book.framed("Units", Some(("Units", "all")), &main) })
}

/// Each unit that the project's own files declare, once.
pub(super) fn own_units(book: &Book<'_>) -> BTreeMap<String, String> {
    let own = book.project().units.iter().filter(|unit| !unit.currency && book.is_own(&unit.decl));
    own.map(|unit| (unit.decl.name.clone(), show::unit_size(book.project(), unit).unwrap_or_else(|| "itself".to_owned()))).collect()
}
