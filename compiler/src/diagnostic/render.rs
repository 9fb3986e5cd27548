//! Diagnostics as text: for people, for machines, for pull requests.

mod github;
mod human;
mod json;

use serde::Serialize;

pub use github::github;
pub use human::{Human, human};
pub use json::json;

use crossdock_syntax::Span;
use crossdock_syntax::line_index::Columns;

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

fn position(sources: &Sources, file: FileId, offset: u32) -> Position {
    let source = sources.get(file);
    let place = source.lines.line_column(&source.text, offset as usize, Columns::Characters);
    Position { line: place.line + 1, column: place.column + 1 }
}
