//! The mappings as spreadsheets: an Excel workbook, and CSV.

mod csv;
mod workbook;

use crossdock_compiler::Checked;
use crossdock_compiler::show;
use crossdock_compiler::typed::Type;

use crate::mapping::{Kind, MapSheet, Row};
use crate::source;
pub use workbook::{SheetError, workbook};

/// A sheet: what it is called, its columns with their widths in characters, and its rows.
pub(crate) struct Table {
    pub name: &'static str,
    pub columns: Vec<(&'static str, u16)>,
    pub rows: Vec<Vec<String>>,
}

pub fn csv_of_mappings(sheets: &[MapSheet]) -> String {
    csv::csv(&mappings(sheets))
}

pub fn csv_of_tables(checked: &Checked) -> String {
    csv::csv(&tables(checked))
}

pub fn csv_of_records(checked: &Checked) -> String {
    csv::csv(&records(checked))
}

pub(crate) fn mappings(sheets: &[MapSheet]) -> Table {
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| mapping_row(sheet, row)));
    Table {
        name: "Mappings",
        columns: vec![
            ("Map", 24),
            ("Target", 28),
            ("On the wire", 18),
            ("Type", 18),
            ("Required", 10),
            ("Rule", 48),
            ("Source", 32),
            ("Decided by", 26),
            ("Through", 20),
            ("Comes from", 44),
            ("Notes", 48),
            ("Place", 22),
            ("Checked by", 14),
        ],
        rows: rows.collect(),
    }
}

fn mapping_row(sheet: &MapSheet, row: &Row) -> Vec<String> {
    let required = match (row.kind, row.required) {
        (Kind::Name, _) => "",
        (_, true) => "yes",
        (_, false) => "no",
    };
    let (target, rule) = match row.kind {
        Kind::Field => (row.target.clone(), row.rule.clone()),
        Kind::Name => (format!("let {}", row.target), row.rule.clone()),
        Kind::Unset => (row.target.clone(), "(not set)".to_owned()),
    };
    let lines = |parts: &[String]| parts.join("\n");
    vec![
        sheet.name.clone(),
        target,
        row.wire.clone(),
        row.ty.clone(),
        required.to_owned(),
        rule,
        lines(&row.sources),
        lines(&row.deciders),
        lines(&row.through),
        lines(&row.origins),
        row.notes.clone(),
        row.place.clone(),
        String::new(),
    ]
}

/// Rows of code and routing tables, cell by cell, as they are written.
pub(crate) fn tables(checked: &Checked) -> Table {
    let own = checked.project.tables.iter().filter(|table| !checked.sources.get(table.decl.place.file).library);
    let mut rows = Vec::new();
    for table in own {
        let text = source::item(checked, table.decl.place);
        let name = format!("{}.{}", table.decl.module, table.decl.name);
        for (input, result) in table_rows(&text) {
            rows.push(vec![name.clone(), input, result, source::summary(table.decl.docs.as_deref())]);
        }
    }
    Table { name: "Tables", columns: vec![("Table", 28), ("Input", 44), ("Result", 28), ("Notes", 60)], rows }
}

/// What stands before and behind the arrow of each line.
pub(crate) fn table_rows(text: &str) -> Vec<(String, String)> {
    let body = text.split_once('{').map_or("", |(_, body)| body).trim_end().trim_end_matches('}');
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let split = |line: &str| ["<->", "->", "=>"].iter().find_map(|arrow| line.split_once(arrow)).map(|(input, result)| (input.trim().to_owned(), plain(result)));
    lines.filter_map(split).collect()
}

/// Without the remark behind it.
fn plain(cell: &str) -> String {
    let end = cell.find('#').filter(|at| cell.get(..*at).is_some_and(|before| before.matches('"').count() % 2 == 0)).unwrap_or(cell.len());
    cell.get(..end).unwrap_or(cell).trim().trim_end_matches(',').to_owned()
}

pub(crate) fn records(checked: &Checked) -> Table {
    let own = checked.project.records.iter().filter(|record| !checked.sources.get(record.decl.place.file).library);
    let mut rows = Vec::new();
    for record in own {
        for field in &record.fields {
            let required = if matches!(field.ty, Type::Optional(_)) { "no" } else { "yes" };
            rows.push(vec![
                format!("{}.{}", record.decl.module, record.decl.name),
                field.name.clone(),
                field.wire.path.join("."),
                show::ty(&checked.project, &field.ty),
                required.to_owned(),
                source::summary(field.docs.as_deref()),
                source::place(checked, record.decl.place.file, field.span),
            ]);
        }
    }
    Table { name: "Records", columns: vec![("Record", 28), ("Field", 26), ("On the wire", 28), ("Type", 26), ("Required", 10), ("Notes", 60), ("Place", 24)], rows }
}
