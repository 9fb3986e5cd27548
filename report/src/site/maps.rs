//! Mappings: a row for each field, as the spreadsheet has it, linked to where its sources are declared and its target goes.

use super::Page;
use super::book::{Book, Cells, cells, list};
use super::html::{anchor, escaped, prose, source};
use crate::mapping::{Kind, MapSheet, Row};

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    book.sheets.iter().filter_map(|sheet| Some(book.item("map", "Mappings", &book.project().functions.get(sheet.id.index())?.decl, &page(book, sheet)))).collect()
}

pub(super) fn link(sheet: &MapSheet) -> String {
    format!("<a href=\"{}.html\">{}</a>", anchor("map", &sheet.name), escaped(sheet.name.rsplit('.').next().unwrap_or(&sheet.name)))
}

fn page(book: &Book<'_>, sheet: &MapSheet) -> String {
    let function = book.project().functions.get(sheet.id.index());
    let target = function.map(|function| book.ty(&function.result)).unwrap_or_default();
    let params = function.map_or(&[][..], |function| &function.locals).iter().take(sheet.params.len()).map(|local| format!("{}: {}", escaped(&local.name), book.ty(&local.ty)));
    let failures = sheet.failures.iter().map(|name| format!("<code>{}</code>", escaped(name)));
    let mut facts = format!("<dt>From<dd>{}<dt>Makes<dd>{target}", list(params));
    if let Some(base) = &sheet.extends {
        let own = sheet.rows.iter().filter(|row| !row.inherited && row.kind == Kind::Field).count();
        facts.push_str(&format!("<dt>Extends<dd>{}: {own} of its fields are set otherwise, or besides; they are marked", base_link(book, base)));
    }
    let extending: Vec<String> = book.sheets.iter().filter(|other| other.extends.as_ref() == Some(&sheet.name)).map(link).collect();
    if !extending.is_empty() {
        facts.push_str(&format!("<dt>Extended by<dd>{}", list(extending)));
    }
    if !sheet.failures.is_empty() {
        facts.push_str(&format!("<dt>May raise<dd>{}", list(failures)));
    }
    let rows: Vec<Cells> = sheet.rows.iter().enumerate().map(|(at, row)| self::row(book, sheet, at, row)).collect();
    let written = function.map(|function| book.written(&function.decl)).unwrap_or_default();
    format!("<dl>{facts}</dl>{}{written}", super::book::table("Fields", &["Target", "Type", "Rule", "Source", "Comes from", "Notes"], &rows))
}

fn base_link(book: &Book<'_>, name: &str) -> String {
    book.sheets.iter().find(|sheet| sheet.name == name).map_or_else(|| escaped(name), link)
}

fn row(book: &Book<'_>, sheet: &MapSheet, at: usize, row: &Row) -> Cells {
    let class = match row.kind {
        Kind::Field if sheet.extends.is_some() && !row.inherited => "own",
        Kind::Field => "",
        Kind::Name => "name",
        Kind::Unset | Kind::Ignored => "unset",
    };
    let through = row.through.iter().map(|name| format!("through {}", through_link(book, name)));
    let came = row.origins.iter().map(|came| format!("{} <code>{}</code>", book.contract_link(came.contract, &came.message, &came.from), escaped(&came.path)));
    cells(Some(&format!("row-{at}")), class, &[target(book, row), ty(book, row), rule(row), list(sources(book, row).into_iter().chain(through)), list(came), prose(&row.notes)])
}

fn target(book: &Book<'_>, row: &Row) -> String {
    let name = match row.kind {
        Kind::Name => format!("<small>let</small> {}", escaped(&row.target)),
        Kind::Ignored => "<em>ignored</em>".to_owned(),
        Kind::Field | Kind::Unset => {
            let field = row.place.as_ref().and_then(|place| place.steps.last()).and_then(|(record, _)| Some((*record, row.place.as_ref()?.last(book.project())?)));
            field.map_or_else(|| escaped(&row.target), |(record, field)| book.record_link(record, Some(&field.name), &row.target))
        }
    };
    let wire = if row.wire.is_empty() { String::new() } else { format!(" <small>on the wire <code>{}</code></small>", escaped(&row.wire)) };
    format!("{name}{wire}")
}

fn ty(book: &Book<'_>, row: &Row) -> String {
    let field = row.place.as_ref().and_then(|place| place.last(book.project()));
    let required = if row.required && matches!(row.kind, Kind::Field | Kind::Unset) { " <small>required</small>" } else { "" };
    field.map(|field| format!("{}{required}", book.ty(&field.ty))).unwrap_or_default()
}

fn rule(row: &Row) -> String {
    match row.kind {
        Kind::Unset => "<em>not set</em>".to_owned(),
        Kind::Ignored => "<em>left out on purpose</em>".to_owned(),
        Kind::Field | Kind::Name => format!("<code>{}</code>", source(&row.rule)),
    }
}

fn sources(book: &Book<'_>, row: &Row) -> Vec<String> {
    if row.kind == Kind::Ignored {
        return row.sources.iter().map(|path| format!("<code>{}</code>", escaped(path))).collect();
    }
    let place = |place: &crossdock_compiler::lineage::Place| {
        let last = place.steps.last().and_then(|(record, _)| Some((*record, place.last(book.project())?)));
        let (record, field) = last.map_or((place.root, None), |(record, field)| (record, Some(field.name.as_str())));
        book.record_link(record, field, &book.view.place(place))
    };
    let from = row.value.from.iter().map(place);
    from.chain(row.value.by.difference(&row.value.from).map(|by| format!("decided by {}", place(by)))).collect()
}

fn through_link(book: &Book<'_>, name: &str) -> String {
    let project = book.project();
    let table = project.tables.iter().map(|table| &table.decl).find(|decl| decl.name == name && book.is_own(decl));
    let map = book.sheets.iter().find(|sheet| sheet.name.rsplit('.').next() == Some(name));
    match (table, map) {
        (Some(decl), _) => book.link("table", decl, name),
        (None, Some(map)) => link(map),
        (None, None) => format!("<code>{}</code>", escaped(name)),
    }
}
