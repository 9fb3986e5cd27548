//! The problems of a project, by the file that each one blames first.

use crossdock_compiler::{Checked, Diagnostic, FileId};

pub(crate) fn of_file(checked: &Checked, file: FileId) -> Vec<&Diagnostic> {
    checked.problems.iter().filter(|problem| blamed(problem) == Some(file)).collect()
}

/// Problems that blame no place at all.
pub(crate) fn of_no_file(checked: &Checked) -> Vec<&Diagnostic> {
    checked.problems.iter().filter(|problem| blamed(problem).is_none()).collect()
}

fn blamed(problem: &Diagnostic) -> Option<FileId> {
    problem.labels.first().map(|label| label.file)
}
