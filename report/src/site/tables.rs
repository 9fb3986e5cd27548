//! Code tables and routing tables, row by row.

use crossdock_compiler::show;
use crossdock_compiler::typed::{Decl, Routes, Table};

use super::Page;
use super::book::{Book, Cells, cells, code, list, table};
use super::html::escaped;
use super::maps::link;
use crate::rows;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    let codes = book.project().tables.iter().filter(|table| book.is_own(&table.decl)).map(|table| book.item("table", "Tables", &table.decl, &code_table(book, table)));
    let routes = book.project().routes.iter().filter(|routes| book.is_own(&routes.decl)).map(|routes| book.item("table", "Tables", &routes.decl, &routing_table(book, routes)));
    codes.chain(routes).collect()
}

fn code_table(book: &Book<'_>, item: &Table) -> String {
    let both = if item.both { "both ways" } else { "one way" };
    let missing = if item.total { "every value has a row" } else { "a value without a row is <code>unmapped</code>" };
    let rows: Vec<Cells> = rows::of_codes(book.project(), item).iter().map(|row| cells(None, "", &row.iter().map(|cell| code(cell)).collect::<Vec<_>>())).collect();
    format!(
        "<dl><dt>From<dd>{}<dt>To<dd>{}<dt>Read<dd>{both}; {missing}{}</dl>{}{}",
        book.ty(&item.from),
        book.ty(&item.to),
        used_by(book, &item.decl),
        table("Rows", &["Input", "Result"], &rows),
        book.written(&item.decl)
    )
}

fn routing_table(book: &Book<'_>, item: &Routes) -> String {
    let params = item.params.iter().map(|(name, ty)| format!("{}: {}", escaped(name), book.ty(ty)));
    let missing = if item.total { "every case has a row" } else { "a case without a row is <code>unmapped</code>" };
    let heads: Vec<&str> = std::iter::once("").chain(item.params.iter().map(|(name, _)| name.as_str())).chain(["result"]).collect();
    let row = |(at, row): (usize, Vec<String>)| cells(None, "", &[vec![(at + 1).to_string()], row.iter().map(|cell| code(cell)).collect()].concat());
    let rows: Vec<Cells> = rows::of_routes(book.checked, item).into_iter().enumerate().map(row).collect();
    format!(
        "<dl><dt>Inputs<dd>{}<dt>Gives<dd>{}<dt>Read<dd>from the top: the first row that fits; {missing}</dl>{}{}",
        list(params),
        book.ty(&item.result),
        table("Rows", &heads, &rows),
        book.written(&item.decl)
    )
}

fn used_by(book: &Book<'_>, decl: &Decl) -> String {
    let uses = |sheet: &&crate::mapping::MapSheet| sheet.rows.iter().any(|row| row.through.contains(&decl.name));
    let links = list(book.sheets.iter().filter(uses).map(link));
    if links.is_empty() { links } else { format!("<dt>Used by<dd>{links}") }
}

/// `text(2) -> Service`
pub(super) fn signature(book: &Book<'_>, item: &Table) -> String {
    format!("{} {} {}", show::ty(book.project(), &item.from), if item.both { "<->" } else { "->" }, show::ty(book.project(), &item.to))
}

pub(super) fn routes_signature(book: &Book<'_>, item: &Routes) -> String {
    let params: Vec<String> = item.params.iter().map(|(name, _)| name.clone()).collect();
    format!("({}) -> {}", params.join(", "), show::ty(book.project(), &item.result))
}
