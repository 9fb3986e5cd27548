//! One mistake is reported once: what is said of several places of a file in the same words becomes one problem that knows all of them.

use crossdock_syntax::Span;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::sources::FileId;

/// Codes whose words name the whole mistake, so that equal words mean the same mistake made again: a sign, a habit, a name.
const SAME: [&str; 14] = ["E0106", "E0108", "E0110", "E0114", "E0117", "E0118", "E0120", "E0201", "E0328", "E0340", "E0345", "E0403", "E0620", "E0715"];

/// The first of each keeps the others' places and fixes. Expects them in the order of their places.
pub(crate) fn once(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    for problem in problems {
        let again = place(&problem).filter(|_| SAME.contains(&problem.code));
        let first = again.and_then(|(file, _)| kept.iter_mut().find(|first| is_same(first, &problem, file)));
        match (first, again) {
            (Some(first), Some((_, span))) => join(first, problem, span),
            _ => kept.push(problem),
        }
    }
    kept
}

fn place(problem: &Diagnostic) -> Option<(FileId, Span)> {
    problem.labels.first().map(|label| (label.file, label.span))
}

fn is_same(first: &Diagnostic, problem: &Diagnostic, file: FileId) -> bool {
    (first.code, &first.message) == (problem.code, &problem.message) && place(first).is_some_and(|(of, _)| of == file) && first.fix.is_some() == problem.fix.is_some()
}

fn join(first: &mut Diagnostic, problem: Diagnostic, span: Span) {
    first.again.push(span);
    let Some((fix, other)) = first.fix.as_mut().zip(problem.fix) else { return };
    let (title, count) = (std::mem::take(&mut fix.title), fix.edits.len());
    let same = title == other.title;
    add(fix, other);
    fix.title = match title {
        // One line mends all of them, such as a `use`.
        title if fix.edits.len() == count || title.ends_with(ALL) => title,
        title if same => format!("{title}{ALL}"),
        _ => format!("mend it{ALL}"),
    };
    first.other_fixes.clear();
}

const ALL: &str = " in all places";

/// Edits that touch those that are there already would undo them.
fn add(fix: &mut Fix, other: Fix) {
    let clashes = |edit: &Edit| fix.edits.iter().any(|known| known.file == edit.file && known.span.start < edit.span.end && edit.span.start < known.span.end);
    if other.edits.iter().all(|edit| fix.edits.contains(edit)) || other.edits.iter().any(clashes) {
        return;
    }
    fix.edits.extend(other.edits);
}
