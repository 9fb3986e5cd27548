//! As workflow commands, which show in the margin of a pull request.

use std::fmt::Write;

use super::{below, positions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::sources::Sources;

/// One `::error …` or `::warning …` a line. `root` is the project's folder as seen from the repository, `""` or ending with `/`.
pub fn github(sources: &Sources, problems: &[Diagnostic], root: &str) -> String {
    let mut out = String::new();
    for problem in problems {
        let command = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let message = data(&whole_message(sources, problem));
        let place = place(sources, problem, root);
        let _ = writeln!(out, "::{command} {place}title={}::{message}", problem.code);
    }
    out
}

/// The same for something that is no diagnostic: a test that fails.
pub fn github_note(file: &str, line: usize, title: &str, text: &str) -> String {
    format!("::error file={},line={line},title={}::{}\n", property(file), property(title), data(text))
}

fn place(sources: &Sources, problem: &Diagnostic, root: &str) -> String {
    let Some(label) = problem.labels.first() else { return String::new() };
    let (start, end) = positions(sources, label.file, label.span);
    let file = property(&format!("{root}{}", sources.get(label.file).path));
    format!("file={file},line={},col={},endLine={},endColumn={},", start.line, start.column, end.line, end.column)
}

fn whole_message(sources: &Sources, problem: &Diagnostic) -> String {
    match below(sources, problem) {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    }
}

/// What a command's text must not hold is written as `%` and hexadecimal.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
