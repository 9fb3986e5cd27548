//! Which brackets have no partner, and where the text goes on as if they had.

use std::collections::{BTreeMap, BTreeSet};

use super::Piece;
use crate::source::SourceText;

/// The brackets of a file that are wrong; all others come in pairs.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    /// Opening brackets without a partner.
    unclosed: BTreeSet<usize>,
    /// How many of these count as closed before a token.
    noticed: BTreeMap<usize, usize>,
    /// Closing brackets that count as if they were not there.
    stray: BTreeSet<usize>,
    /// Lines whose block has no head: nobody knows what they say.
    headless: Vec<Piece>,
}

impl Brackets {
    /// The bracket counts as closed just before the token `noticed`.
    pub fn add_unclosed(&mut self, opener: usize, noticed: usize) {
        if self.unclosed.insert(opener) {
            *self.noticed.entry(noticed).or_default() += 1;
        }
    }

    pub fn add_stray(&mut self, at: usize) {
        self.stray.insert(at);
    }

    pub fn add_headless(&mut self, lines: Piece) {
        self.headless.push(lines);
    }

    pub fn is_headless(&self, piece: Piece) -> bool {
        self.headless.iter().any(|lines| lines.start <= piece.start && piece.end <= lines.end)
    }

    pub fn is_stray(&self, at: usize) -> bool {
        self.stray.contains(&at)
    }

    /// Whether a bracket of the piece is wrong.
    pub fn any_in(&self, piece: Piece) -> bool {
        piece.start < piece.end && [&self.unclosed, &self.stray].iter().any(|wrong| wrong.range(piece.start..piece.end).next().is_some())
    }

    /// Follows the nesting, token by token.
    pub fn depth<'s>(&'s self, source: &'s SourceText<'s>) -> Depth<'s> {
        Depth { source, brackets: self, depth: 0 }
    }
}

pub(crate) struct Depth<'s> {
    source: &'s SourceText<'s>,
    brackets: &'s Brackets,
    depth: usize,
}

impl Depth<'_> {
    /// The nesting that a token stands in; the brackets themselves stand outside of what they enclose.
    pub fn at(&mut self, at: usize) -> usize {
        self.depth = self.depth.saturating_sub(self.brackets.noticed.get(&at).copied().unwrap_or(0));
        let Some(kind) = self.source.kind(at) else { return self.depth };
        if kind.opens() {
            self.depth += 1;
            return self.depth - 1;
        }
        if kind.closes() && !self.brackets.is_stray(at) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.depth
    }
}
