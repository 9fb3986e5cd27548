//! For people: the lines concerned, with the places underlined, the help and the fix.

use std::borrow::Cow;
use std::fmt::{self, Write};

use crossdock_syntax::Span;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::excerpt::Excerpt;
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

/// Columns beside a line: its number, and the frame.
const MARGIN: usize = 7;
/// A line is drawn at least so wide.
const COLUMNS_MIN: usize = 40;
/// Characters of a piece of code within a sentence; longer ones are cut in the middle.
const QUOTED_MAX: usize = 110;

impl Human {
    fn columns(&self) -> usize {
        self.width.saturating_sub(MARGIN).max(COLUMNS_MIN)
    }

    fn gap(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
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
    if handler(look).render_report(out, &Report::new(sources, problem, look)).is_err() {
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
    message: Cow<'d, str>,
    severity: miette::Severity,
    source: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
    help: Option<String>,
    others: Vec<Report<'d>>,
}

impl<'d> Report<'d> {
    fn new(sources: &Sources, problem: &'d Diagnostic, look: Human) -> Report<'d> {
        let main = problem.labels.first().map(|label| label.file);
        let mut others: Vec<FileId> = Vec::new();
        for file in problem.labels.iter().map(|label| label.file).filter(|file| Some(*file) != main) {
            if !others.contains(&file) {
                others.push(file);
            }
        }
        let drawn = main.map(|file| drawn(sources, file, &problem.labels, look));
        let (source, mut labels) = drawn.map_or((None, Vec::new()), |(source, labels)| (Some(source), labels));
        // The first label is the cause, so the drawing's headline names its place.
        if let Some(cause) = labels.first_mut() {
            *cause = LabeledSpan::new_primary_with_span(cause.label().map(str::to_owned), *cause.inner());
        }
        Report {
            code: Some(problem.code),
            message: Cow::Borrowed(&problem.message),
            severity: severity(problem.severity),
            source,
            labels,
            help: help(sources, problem, look),
            others: others.into_iter().map(|file| Report::other(sources, file, problem, look)).collect(),
        }
    }

    fn other(sources: &Sources, file: FileId, problem: &'d Diagnostic, look: Human) -> Report<'d> {
        let (source, labels) = drawn(sources, file, &problem.labels, look);
        Report {
            code: None,
            message: Cow::Owned(elsewhere(sources, file, &problem.labels)),
            severity: miette::Severity::Advice,
            source: Some(source),
            labels,
            help: None,
            others: Vec::new(),
        }
    }
}

/// `see erp.flow, line 12`
fn elsewhere(sources: &Sources, file: FileId, labels: &[Label]) -> String {
    let mut lines: Vec<u32> = labels.iter().filter(|label| label.file == file).map(|label| positions(sources, file, label.span).0.line).collect();
    lines.dedup();
    let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
    let lines = match lines.as_slice() {
        [] => String::new(),
        [one] => format!(", line {one}"),
        [most @ .., last] => format!(", lines {} and {last}", most.join(", ")),
    };
    let source = sources.get(file);
    let library = if source.library { " of the library" } else { "" };
    format!("see `{}`{library}{lines}", source.path)
}

/// A file as far as the page is wide, and its labels in it.
fn drawn(sources: &Sources, file: FileId, labels: &[Label], look: Human) -> (Excerpt, Vec<LabeledSpan>) {
    let source = sources.get(file);
    let name = if source.library { format!("library: {}", source.path) } else { source.path.clone() };
    let here: Vec<&Label> = labels.iter().filter(|label| label.file == file).collect();
    let places: Vec<Span> = here.iter().map(|label| label.span).collect();
    let excerpt = Excerpt::new(name, source.text.clone(), &places, look.columns(), look.gap());
    let labels = here.into_iter().map(|label| {
        let (start, len) = excerpt.place(label.span);
        let text = (!label.text.is_empty()).then(|| shortened(&label.text, look));
        LabeledSpan::new(text, start, len)
    });
    let labels = labels.collect();
    (excerpt, labels)
}

/// The sentence with its long pieces of code cut in the middle.
fn shortened(sentence: &str, look: Human) -> String {
    let short = |piece: &str| {
        let characters: Vec<char> = piece.chars().collect();
        let half = (QUOTED_MAX - 1) / 2;
        match (characters.get(..half), characters.get(characters.len().saturating_sub(half)..)) {
            (Some(first), Some(last)) if characters.len() > QUOTED_MAX => format!("{}{}{}", String::from_iter(first), look.gap(), String::from_iter(last)),
            _ => piece.to_owned(),
        }
    };
    sentence.split('`').map(short).collect::<Vec<_>>().join("`")
}

fn help(sources: &Sources, problem: &Diagnostic, look: Human) -> Option<String> {
    let fix = problem.fix.as_ref().map(|fix| format!("The editor can {}.", shortened(&fix.title, look)));
    let parts: Vec<String> = below(sources, problem).into_iter().chain(fix).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
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
