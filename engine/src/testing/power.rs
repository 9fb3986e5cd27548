//! Why an expectation does not hold: the value of each part of its condition, so that nobody has to run it again by hand.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Expr, FileId};

use super::Run;
use crate::lower::{children, is_literal, is_unrounded};
use crate::notes::{LINES_MAX, Line, laid_out};

impl Run<'_, '_> {
    /// The condition and its parts, outermost first, each with its value.
    pub(super) fn why_not(&mut self, condition: &Expr) -> String {
        format!("It does not hold:{}", self.parts_of(condition))
    }

    /// The expression and its parts, each on a line with its value; nothing where there are none.
    pub(super) fn parts_of(&mut self, expr: &Expr) -> String {
        let mut lines = Vec::new();
        self.parts(self.file, expr, 0, &mut lines);
        laid_out(&lines, 2)
    }

    fn parts(&mut self, file: FileId, expr: &Expr, depth: usize, lines: &mut Vec<Line>) {
        if lines.len() > LINES_MAX || is_literal(expr) {
            return;
        }
        let text = self.source_of(file, expr);
        // What stands there twice has one value: `qty in 1..9` compares with both ends.
        let same = lines.iter().any(|known| known.text == text);
        let hidden = same || is_unrounded(expr);
        if !hidden {
            let value = self.evaluator.value(file, expr).map_or_else(|why| why, |value| value.shown());
            lines.push(Line::new(depth, &text, &value));
        }
        let inner = if hidden { depth } else { depth + 1 };
        children(expr).into_iter().for_each(|child| self.parts(file, child, inner, lines));
    }

    /// The expression as it is written, on one line.
    pub(super) fn source_of(&self, file: FileId, expr: &Expr) -> String {
        self.written_in(file, expr.span)
    }

    /// What the test says there, on one line.
    pub(super) fn written(&self, span: Span) -> String {
        self.written_in(self.file, span)
    }

    fn written_in(&self, file: FileId, span: Span) -> String {
        let source = self.bench.checked.sources.get(file);
        span.text(&source.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
