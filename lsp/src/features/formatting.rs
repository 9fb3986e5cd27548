//! The formatter's changes as small edits, so that cursors and marks in untouched lines stay where they are.

use crossdock_compiler::syntax::{self, Span};
use similar::{Algorithm, DiffOp, TextDiff};

/// Replacements of whole lines, ascending; empty where the text is already as it should be, or not well-formed: diagnostics say why.
pub(crate) fn edits(text: &str) -> Vec<(Span, String)> {
    let Ok(formatted) = syntax::format(text) else { return Vec::new() };
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(text, &formatted);
    let old = offsets(diff.old_slices());
    let new = offsets(diff.new_slices());
    let edit = |op: &DiffOp| {
        let (from, to) = (cut(&old, op.old_range()), cut(&new, op.new_range()));
        (from, to.text(&formatted).to_owned())
    };
    diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(edit).collect()
}

/// The offset of each line's start, and of the end.
fn offsets(lines: &[&str]) -> Vec<usize> {
    let ends = lines.iter().scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

fn cut(offsets: &[usize], lines: std::ops::Range<usize>) -> Span {
    let at = |line: usize| offsets.get(line).copied().unwrap_or_default();
    Span::new(at(lines.start), at(lines.end))
}
