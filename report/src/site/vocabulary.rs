//! Codes, failures and units.

use std::collections::BTreeMap;

use crossdock_compiler::show;
use crossdock_compiler::typed::{Enum, Failure, MessagePart};

use super::Page;
use super::book::{Book, Cells, cells, code, full, list, table};
use super::flows;
use super::html::{anchor, escaped, prose};

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    let enums = book.project().enums.iter().filter(|item| book.is_own(&item.decl)).map(|item| book.item("enum", "Codes", &item.decl, &codes(book, item)));
    enums.chain(failures(book)).chain(units(book)).collect()
}

fn codes(book: &Book<'_>, item: &Enum) -> String {
    let row = |variant: &crossdock_compiler::typed::Variant| cells(None, "", &[escaped(&variant.name), code(&variant.code), prose(variant.docs.as_deref().unwrap_or_default())]);
    let rows: Vec<Cells> = item.variants.iter().map(row).collect();
    format!("{}{}", table("Values", &["Name", "On the wire", "Notes"], &rows), book.written(&item.decl))
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
