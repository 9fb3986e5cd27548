//! What belongs to the language but not to this version of it: known, and refused with a clear word.

use crate::build::Rule;
use crate::problem::SyntaxProblem;
use crate::source::SourceText;
use crate::split::Piece;

/// Keywords of items.
pub(crate) const ITEMS: &[&str] = &["ledger", "reconcile"];

/// First words of statements and of entries of a contract.
pub(crate) const STATEMENTS: &[&str] = &["at"];

/// Whether a piece that stops at the token `found` is of a later version; with the token that shows it.
pub(crate) fn found(source: &SourceText<'_>, piece: Piece, rule: Rule, found: usize) -> Option<(SyntaxProblem, usize)> {
    let first = source.text_of(piece.start);
    if matches!(rule, Rule::only_entry | Rule::only_flow_stmt) && STATEMENTS.contains(&first) {
        return Some((word(first), piece.start));
    }
    let before = source.text_of(found.saturating_sub(1));
    (before == "clearable").then(|| (word(before), found.saturating_sub(1)))
}

fn word(word: &str) -> SyntaxProblem {
    SyntaxProblem::NotYet { what: format!("`{word}`") }
}
