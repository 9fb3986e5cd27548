//! The fixes that diagnostics bring along.

use crossdock_compiler::diagnostic::Fix;
use crossdock_compiler::syntax::Span;
use crossdock_compiler::{Checked, Diagnostic, FileId};

/// The problems with a fix that have a label in the range, touching it is enough.
pub(crate) fn fixes(checked: &Checked, file: FileId, range: Span) -> Vec<(&Diagnostic, &Fix)> {
    let touches = |span: Span| span.start <= range.end && range.start <= span.end;
    let again = |problem: &Diagnostic| problem.labels.first().is_some_and(|label| label.file == file) && problem.again.iter().any(|span| touches(*span));
    let here = |problem: &&Diagnostic| again(problem) || problem.labels.iter().any(|label| label.file == file && touches(label.span));
    checked.problems.iter().filter(here).flat_map(|problem| problem.fixes().map(move |fix| (problem, fix))).collect()
}
