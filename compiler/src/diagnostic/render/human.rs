//! For people: the lines concerned, with the places underlined, the help and the fix.

use std::fmt::{self, Write};
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use super::{below, positions};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::sources::{FileId, Sources};

/// How it should look.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    pub color: bool,
    /// Box drawing characters; else ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for Human {
    fn default() -> Human {
        Human { color: false, unicode: true, width: 110 }
    }
}

/// All of them, one after the other, an empty line between.
pub fn human(sources: &Sources, problems: &[Diagnostic], look: Human) -> String {
    let mut out = String::new();
    for problem in problems {
        one(&mut out, sources, problem, look);
        out.push('\n');
    }
    out
}

fn one(out: &mut String, sources: &Sources, problem: &Diagnostic, look: Human) {
    let start = out.len();
    if handler(look).render_report(out, &Report::new(sources, problem)).is_err() {
        out.truncate(start);
        plain(out, sources, problem);
    }
}

fn handler(look: Human) -> GraphicalReportHandler {
    let theme = match (look.color, look.unicode) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::ascii(),
        (false, true) => GraphicalTheme::unicode_nocolor(),
        (false, false) => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme).with_width(look.width).with_links(false).with_context_lines(1).with_wrap_lines(true).with_break_words(false)
}

/// Should the drawing fail: the same in one line.
fn plain(out: &mut String, sources: &Sources, problem: &Diagnostic) {
    if let Some(label) = problem.labels.first() {
        let (start, _) = positions(sources, label.file, label.span);
        let _ = write!(out, "{}:{}:{}: ", sources.get(label.file).path, start.line, start.column);
    }
    let _ = writeln!(out, "{}: {}", problem.code, problem.message);
}

/// A diagnostic as the drawing library wants it: one file each, so labels in further files become reports within the report.
struct Report<'d> {
    code: Option<&'static str>,
    message: &'d str,
    severity: miette::Severity,
    source: Option<NamedSource<Text>>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
    others: Vec<Report<'d>>,
}

impl<'d> Report<'d> {
    fn new(sources: &Sources, problem: &'d Diagnostic) -> Report<'d> {
        let main = problem.labels.first().map(|label| label.file);
        let mut others: Vec<FileId> = problem.labels.iter().map(|label| label.file).filter(|file| Some(*file) != main).collect();
        others.dedup();
        Report {
            code: Some(problem.code),
            message: &problem.message,
            severity: severity(problem.severity),
            source: main.map(|file| source(sources, file)),
            labels: main.map(|file| labels_with_cause(sources, file, &problem.labels)).unwrap_or_default(),
            help: help(sources, problem),
            others: others.into_iter().map(|file| Report::other(sources, file, problem)).collect(),
        }
    }

    fn other(sources: &Sources, file: FileId, problem: &'d Diagnostic) -> Report<'d> {
        Report {
            code: None,
            message: "the other place is in another file",
            severity: miette::Severity::Advice,
            source: Some(source(sources, file)),
            labels: labels(sources, file, &problem.labels),
            help: None,
            others: Vec::new(),
        }
    }
}

fn source(sources: &Sources, file: FileId) -> NamedSource<Text> {
    let source = sources.get(file);
    let name = if source.library { format!("library: {}", source.path) } else { source.path.clone() };
    NamedSource::new(name, Text(source.text.clone()))
}

fn labels(sources: &Sources, file: FileId, labels: &[Label]) -> Vec<LabeledSpan> {
    let len = sources.get(file).text.len();
    let here = labels.iter().filter(|label| label.file == file);
    here.map(|label| {
        let start = (label.span.start as usize).min(len);
        let end = (label.span.end as usize).clamp(start, len);
        let text = (!label.text.is_empty()).then(|| label.text.clone());
        LabeledSpan::new(text, start, end - start)
    })
    .collect()
}

/// The first label is the cause, so the drawing's headline names its place.
fn labels_with_cause(sources: &Sources, file: FileId, all: &[Label]) -> Vec<LabeledSpan> {
    let mut labels = labels(sources, file, all);
    if let Some(cause) = labels.first_mut() {
        *cause = LabeledSpan::new_primary_with_span(cause.label().map(str::to_owned), *cause.inner());
    }
    labels
}

fn help(sources: &Sources, problem: &Diagnostic) -> Option<String> {
    let fix = problem.fix.as_ref().map(|fix| format!("The editor can {}.", fix.title));
    let parts: Vec<String> = below(sources, problem).into_iter().chain(fix).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}

/// A shared text as a source.
struct Text(Arc<str>);

impl SourceCode for Text {
    fn read_span<'a>(&'a self, span: &miette::SourceSpan, before: usize, after: usize) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        self.0.as_bytes().read_span(span, before, after)
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(self.others.iter().map(|other| other as &dyn miette::Diagnostic)))
    }
}
