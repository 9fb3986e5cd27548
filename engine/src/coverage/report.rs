//! Points in the words of the source.

use crossdock_compiler::Checked;
use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::line_index::Columns;
use crossdock_compiler::typed::{Const, FileId, Project, TableId};

use super::{Points, Spot, Step, places};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    TargetField,
    SourceField,
    TableRow,
    MatchArm,
    Choice,
    FlowStep,
    PolicyAnswer,
}

impl Kind {
    pub const ALL: [Kind; 7] = [Kind::TargetField, Kind::SourceField, Kind::TableRow, Kind::MatchArm, Kind::Choice, Kind::FlowStep, Kind::PolicyAnswer];

    /// In the plural, for people.
    pub fn words(self) -> &'static str {
        match self {
            Kind::TargetField => "target fields",
            Kind::SourceField => "source fields",
            Kind::TableRow => "table rows",
            Kind::MatchArm => "match arms",
            Kind::Choice => "sides of an if",
            Kind::FlowStep => "steps of flows",
            Kind::PolicyAnswer => "policy answers",
        }
    }

    /// In the singular, for machines.
    pub fn key(self) -> &'static str {
        match self {
            Kind::TargetField => "target_field",
            Kind::SourceField => "source_field",
            Kind::TableRow => "table_row",
            Kind::MatchArm => "match_arm",
            Kind::Choice => "choice",
            Kind::FlowStep => "flow_step",
            Kind::PolicyAnswer => "policy_answer",
        }
    }
}

/// A point of the project's own files, and whether a test has reached it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub file: String,
    /// Counts from 1.
    pub line: usize,
    pub kind: Kind,
    /// `Release.order_no`, `"GND"`, `timeout`
    pub what: String,
    pub reached: bool,
}

/// All points in the order of the source. What the library has is not the project's to test.
pub fn report(checked: &Checked, points: &Points) -> Vec<Point> {
    let mut report: Vec<Point> = points.all().into_iter().filter_map(|(spot, reached)| point(checked, spot, reached)).collect();
    report.sort();
    report.dedup();
    report
}

fn point(checked: &Checked, spot: Spot, reached: bool) -> Option<Point> {
    let project = &checked.project;
    let (kind, file, span, what) = match spot {
        Spot::Target { file, span, record, field } => (Kind::TargetField, file, span, field_name(project, record.index(), field)?),
        Spot::Source { record, field } => {
            let declared = project.records.get(record.index())?;
            (Kind::SourceField, declared.decl.place.file, declared.fields.get(field as usize)?.span, field_name(project, record.index(), field)?)
        }
        Spot::Row { table, row } => row_place(checked, table, row)?,
        Spot::Arm { file, span } => (Kind::MatchArm, file, span, excerpt(checked, file, span)),
        Spot::Side { file, span, then } => (Kind::Choice, file, span, format!("{} {}", if then { "then" } else { "else" }, excerpt(checked, file, span))),
        Spot::Step { file, span, what } => (Kind::FlowStep, file, span, format!("{} {}", step(what), excerpt(checked, file, span))),
        Spot::Answer { policy, failure } => {
            let declared = project.policies.get(policy.index())?;
            let span = places::answer(&checked.sources, project, &declared.decl, failure)?;
            let name = &project.failures.get(failure.index())?.decl.name;
            (Kind::PolicyAnswer, declared.decl.place.file, span, format!("{} on {name}", declared.decl.name))
        }
    };
    let source = checked.sources.get(file);
    let line = source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1;
    (!source.library).then(|| Point { file: source.path.clone(), line, kind, what, reached })
}

fn step(what: Step) -> &'static str {
    match what {
        Step::Fails => "fails",
        Step::Skips => "skips",
        Step::Sends => "sends",
        Step::Moves => "moves",
    }
}

fn field_name(project: &Project, record: usize, field: u32) -> Option<String> {
    let record = project.records.get(record)?;
    Some(format!("{}.{}", record.decl.name, record.fields.get(field as usize)?.name))
}

fn row_place(checked: &Checked, table: TableId, row: u32) -> Option<(Kind, FileId, Span, String)> {
    let declared = checked.project.tables.get(table.index())?;
    let key = declared.rows.get(row as usize).map_or_else(|| "otherwise".to_owned(), |(key, _)| written(&checked.project, key));
    let span = places::rows(&checked.sources, declared).get(row as usize).copied().unwrap_or(declared.decl.place.span);
    Some((Kind::TableRow, declared.decl.place.file, span, format!("{} {key}", declared.decl.name)))
}

fn written(project: &Project, value: &Const) -> String {
    match value {
        Const::Text(text) => format!("{text:?}"),
        Const::Int(number) => number.to_string(),
        Const::Decimal(number) => number.to_string(),
        Const::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        Const::Date(date) => date.to_string(),
        Const::Duration(nanos) => format!("{nanos}ns"),
        Const::Enum(id, variant) => {
            let variant = project.enums.get(id.index()).and_then(|item| item.variants.get(*variant as usize));
            variant.map(|variant| variant.name.clone()).unwrap_or_default()
        }
    }
}

/// The source on one line, not too much of it.
fn excerpt(checked: &Checked, file: FileId, span: Span) -> String {
    let text = span.text(&checked.sources.get(file).text).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(&text)),
        None => text,
    }
}
