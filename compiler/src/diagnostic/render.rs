//! Diagnostics as text: for people, for machines, for pull requests.

mod excerpt;
mod github;
mod human;
mod json;

use serde::Serialize;

pub use github::{github, github_note};
pub use human::{Human, human};
pub use json::json;

use crossdock_syntax::Span;
use crossdock_syntax::line_index::Columns;

use crate::diagnostic::Diagnostic;
use crate::sources::{FileId, Sources};

/// A place as people count it: lines and characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// Both ends of a span; the end is the first character behind it.
pub fn positions(sources: &Sources, file: FileId, span: Span) -> (Position, Position) {
    (position(sources, file, span.start), position(sources, file, span.end))
}

/// How many lines are named; the others are counted.
const LINES_NAMED: usize = 5;

/// `The same in lines 12 and 14.`
fn again(sources: &Sources, problem: &Diagnostic) -> Option<String> {
    let first = problem.labels.first()?;
    let line = |span: &Span| position(sources, first.file, span.start).line;
    let mut lines: Vec<u32> = problem.again.iter().map(line).collect();
    lines.dedup();
    if lines == [line(&first.span)] {
        return Some("The same once more in this line.".to_owned());
    }
    let more = lines.len().saturating_sub(LINES_NAMED);
    let mut words: Vec<String> = lines.iter().take(LINES_NAMED).map(u32::to_string).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    let last = words.pop()?;
    Some(match words.as_slice() {
        [] => format!("The same in line {last}."),
        most => format!("The same in lines {} and {last}.", most.join(", ")),
    })
}

/// What stands below the headline: the help, and where else the same is wrong.
fn below(sources: &Sources, problem: &Diagnostic) -> Option<String> {
    let parts: Vec<String> = problem.help.clone().into_iter().chain(again(sources, problem)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn position(sources: &Sources, file: FileId, offset: u32) -> Position {
    let source = sources.get(file);
    let place = source.lines.line_column(&source.text, offset as usize, Columns::Characters);
    Position { line: place.line + 1, column: place.column + 1 }
}
