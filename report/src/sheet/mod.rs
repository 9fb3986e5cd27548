//! The mappings as spreadsheets: an Excel workbook, and CSV.

mod csv;
mod workbook;

use crossdock_compiler::Checked;
use crossdock_compiler::show;
use crossdock_compiler::typed::{Decl, Field, Record, Type};

use crate::mapping::{Kind, MapSheet, Row};
use crate::samples::Samples;
use crate::{rows, source, words};
pub use workbook::{SheetError, workbook};

/// A sheet: what it is called, its columns with their widths in characters, and its rows.
pub(crate) struct Table {
    /// At most 31 characters, as Excel demands.
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

pub fn csv_of_records(checked: &Checked, samples: &Samples) -> String {
    csv::csv(&records(checked, samples))
}

pub fn csv_of_answers(checked: &Checked) -> String {
    csv::csv(&answers(checked))
}

pub(crate) fn mappings(sheets: &[MapSheet]) -> Table {
    let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().map(move |row| mapping_row(sheet, row)));
    Table {
        name: "Mappings",
        columns: vec![
            ("Map", 22),
            ("Target", 24),
            ("On the wire", 15),
            ("Type", 18),
            ("Required", 10),
            ("Rule", 40),
            ("Source", 28),
            ("Decided by", 22),
            ("Through", 16),
            ("Comes from", 40),
            ("Inherited from", 18),
            ("Notes", 40),
            ("Place", 18),
            ("Checked by", 14),
        ],
        rows: rows.collect(),
    }
}

fn mapping_row(sheet: &MapSheet, row: &Row) -> Vec<String> {
    let required = match (row.kind, row.required) {
        (Kind::Name | Kind::Ignored, _) => "",
        (_, true) => "yes",
        (_, false) => "no",
    };
    let (target, rule) = match row.kind {
        Kind::Field | Kind::Ignored => (row.target.clone(), row.rule.clone()),
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
        row.origins.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        if row.inherited { sheet.extends.clone().unwrap_or_default() } else { String::new() },
        row.notes.clone(),
        row.line.clone(),
        String::new(),
    ]
}

fn is_own(checked: &Checked, decl: &Decl) -> bool {
    !decl.module.is_empty() && !checked.sources.get(decl.place.file).library
}

fn full(decl: &Decl) -> String {
    format!("{}.{}", decl.module, decl.name)
}

/// Rows of code and routing tables.
pub(crate) fn tables(checked: &Checked) -> Table {
    let mut all = Vec::new();
    let mut add = |decl: &Decl, input: String, result: String| all.push(vec![full(decl), input, result, source::summary(decl.docs.as_deref())]);
    for table in checked.project.tables.iter().filter(|table| is_own(checked, &table.decl)) {
        for row in rows::of_codes(&checked.project, table) {
            add(&table.decl, row.first().cloned().unwrap_or_default(), row.last().cloned().unwrap_or_default());
        }
    }
    for routes in checked.project.routes.iter().filter(|routes| is_own(checked, &routes.decl)) {
        for mut row in rows::of_routes(checked, routes) {
            let result = row.pop().unwrap_or_default();
            add(&routes.decl, row.join(" | "), result);
        }
    }
    Table { name: "Tables", columns: vec![("Table", 28), ("Input", 44), ("Result", 28), ("Notes", 60)], rows: all }
}

pub(crate) fn records(checked: &Checked, samples: &Samples) -> Table {
    let own = checked.project.records.iter().enumerate().filter(|(_, record)| !record.implied && is_own(checked, &record.decl));
    let mut rows = Vec::new();
    for (id, record) in own {
        for (at, field) in (0_u32..).zip(&record.fields) {
            let (required, on_wire, written) = standing(checked, record, at, field);
            rows.push(vec![
                full(&record.decl),
                field.name.clone(),
                on_wire,
                show::ty(&checked.project, &field.ty),
                written,
                required.to_owned(),
                samples.of(crossdock_compiler::typed::RecordId(id as u32), at).to_owned(),
                source::summary(field.docs.as_deref()),
                source::place(checked, record.decl.place.file, field.span),
            ]);
        }
    }
    let columns = vec![("Record", 28), ("Field", 26), ("On the wire", 28), ("Type", 26), ("Written", 22), ("Required", 10), ("Sample", 26), ("Notes", 56), ("Place", 24)];
    Table { name: "Records", columns, rows }
}

/// Whether a field is required, where it stands and how it is written; what a variant carries stands in the object itself, told by its code.
fn standing(checked: &Checked, record: &Record, at: u32, field: &Field) -> (&'static str, String, String) {
    let required = if matches!(field.ty, Type::Optional(_)) { "no" } else { "yes" };
    let (place, form) = (field.wire.path.join("."), words::wire_form(&field.wire));
    let Some(tagged) = &record.tagged else { return (required, place, form) };
    let of = checked.project.enums.get(tagged.of.index());
    let variant = tagged.parts.iter().position(|part| *part == Some(at)).and_then(|variant| of?.variants.get(variant));
    let codes = || of.into_iter().flat_map(|of| &of.variants).map(|variant| format!("\"{}\"", variant.code)).collect::<Vec<_>>().join(", ");
    match variant {
        Some(variant) => (required, String::new(), format!("where {} is \"{}\"", show::tag_place(record).unwrap_or_default(), variant.code)),
        None if at == tagged.tag => (required, place, format!("tells the variants apart: {}", codes())),
        None => (required, place, form),
    }
}

/// Each failure that a flow can meet, with what its policy does.
pub(crate) fn answers(checked: &Checked) -> Table {
    let project = &checked.project;
    let mut rows = Vec::new();
    for flow in project.flows.iter().filter(|flow| is_own(checked, &flow.decl)) {
        let policy = flow.policy.and_then(|id| project.policies.get(id.index()));
        for id in &flow.failures {
            let Some(failure) = project.failures.get(id.index()) else { continue };
            let answer = policy.and_then(|policy| policy.answers.iter().find(|(known, _)| known == id)).map(|(_, answer)| words::answer(project, answer));
            let policy = policy.map(|policy| full(&policy.decl)).unwrap_or_default();
            rows.push(vec![full(&flow.decl), failure.decl.name.clone(), answer.unwrap_or_default(), policy, source::summary(failure.decl.docs.as_deref())]);
        }
    }
    Table { name: "Answers", columns: vec![("Flow", 28), ("Failure", 20), ("Answer", 64), ("Policy", 24), ("Notes", 48)], rows }
}

/// Messages and look-ups of the systems' contracts.
pub(crate) fn messages(checked: &Checked) -> Table {
    let project = &checked.project;
    let record = |id: crossdock_compiler::typed::RecordId| show::ty(project, &Type::Record(id));
    let mut rows = Vec::new();
    for contract in project.contracts.iter().filter(|contract| is_own(checked, &contract.decl)) {
        let name = format!("{} v{}", contract.decl.name, contract.version);
        let mut add = |verb: &str, message: &str, of: String, address: String, keys: String, docs: &Option<String>| {
            rows.push(vec![name.clone(), verb.to_owned(), message.to_owned(), of, address, keys, source::summary(docs.as_deref())]);
        };
        for one in &contract.sends {
            add("sends", &one.name, record(one.record), format!("{} {}", one.method, one.path), words::keys(project, one.record, &one.once_by), &one.docs);
        }
        for one in &contract.accepts {
            let answer = one.answer.as_ref().map(|answer| format!("answers {}", show::ty(project, answer)));
            let of: Vec<String> = one.body.as_ref().map(|body| show::ty(project, body)).into_iter().chain(answer).collect();
            add("accepts", &one.name, of.join(", "), format!("{} {}", one.method, words::path_of_message(project, one)), words::keys(project, one.record, &one.once_by), &one.docs);
        }
        for one in &contract.answers {
            add("answers", &one.name, show::ty(project, &one.ty), format!("{} {}", one.method(), words::path_of_look_up(one)), String::new(), &one.docs);
        }
    }
    Table { name: "Messages", columns: vec![("Contract", 20), ("Way", 10), ("Message", 26), ("Record", 28), ("Address", 48), ("Once by", 24), ("Notes", 48)], rows }
}
