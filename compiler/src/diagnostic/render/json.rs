//! As JSON, one object a line. The keys are stable: programs read them.

use serde::Serialize;

use super::{Position, positions};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::sources::{FileId, Sources};
use crossdock_syntax::Span;

#[derive(Serialize)]
struct Line<'d> {
    file: Option<&'d str>,
    line: Option<u32>,
    column: Option<u32>,
    end: Option<Position>,
    code: &'d str,
    severity: &'static str,
    message: &'d str,
    labels: Vec<Label<'d>>,
    /// Where else the same is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    again: Vec<Place<'d>>,
    help: Option<&'d str>,
    fix: Option<FixLine<'d>>,
}

#[derive(Serialize)]
struct Place<'d> {
    file: &'d str,
    line: u32,
    column: u32,
    end: Position,
}

#[derive(Serialize)]
struct Label<'d> {
    #[serde(flatten)]
    place: Place<'d>,
    text: &'d str,
}

#[derive(Serialize)]
struct FixLine<'d> {
    title: &'d str,
    edits: Vec<Label<'d>>,
}

/// One object a line; `line` and `column` count characters from 1, an edit's `text` replaces its place.
pub fn json(sources: &Sources, problems: &[Diagnostic]) -> String {
    let lines = problems.iter().filter_map(|problem| serde_json::to_string(&line(sources, problem)).ok());
    lines.map(|line| line + "\n").collect()
}

fn line<'d>(sources: &'d Sources, problem: &'d Diagnostic) -> Line<'d> {
    let first = problem.labels.first().map(|label| place(sources, label.file, label.span));
    let labels = problem.labels.iter().map(|label| Label { place: place(sources, label.file, label.span), text: &label.text });
    Line {
        file: first.as_ref().map(|place| place.file),
        line: first.as_ref().map(|place| place.line),
        column: first.as_ref().map(|place| place.column),
        end: first.as_ref().map(|place| place.end),
        code: problem.code,
        severity: severity(problem.severity),
        message: &problem.message,
        labels: labels.collect(),
        again: problem.labels.first().map(|label| problem.again.iter().map(|span| place(sources, label.file, *span)).collect()).unwrap_or_default(),
        help: problem.help.as_deref(),
        fix: problem.fix.as_ref().map(|found| fix(sources, found)),
    }
}

fn fix<'d>(sources: &'d Sources, fix: &'d Fix) -> FixLine<'d> {
    let edits = fix.edits.iter().map(|edit| Label { place: place(sources, edit.file, edit.span), text: &edit.text });
    FixLine { title: &fix.title, edits: edits.collect() }
}

fn place(sources: &Sources, file: FileId, span: Span) -> Place<'_> {
    let (start, end) = positions(sources, file, span);
    Place { file: &sources.get(file).path, line: start.line, column: start.column, end }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
