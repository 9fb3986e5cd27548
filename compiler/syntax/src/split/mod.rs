//! A file's tokens to pieces: items, and the statements of an item.
//!
//! By keyword and bracket depth alone, so that a broken piece never hides the others. Positions count tokens that are not trivia.

mod brackets;
mod items;
mod nesting;
mod statements;

pub(crate) use brackets::Brackets;
pub(crate) use items::{ItemPiece, WORDS, is_lonely_word, items, looks_like_item};
pub(crate) use statements::{Body, block, goes_on_with_answer, statements};

use crate::source::SourceText;
use crate::span::Span;

/// A run of tokens, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
}

impl Piece {
    pub fn span(self, source: &SourceText<'_>) -> Span {
        let first = source.span_of(self.start);
        if self.end <= self.start {
            return Span { start: first.start, end: first.start };
        }
        first.to(source.span_of(self.end - 1))
    }
}

#[cfg(test)]
mod tests;
