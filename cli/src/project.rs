//! A project, opened and checked, for commands that need one.

use std::path::Path;

use crossdock_compiler::diagnostic::render;
use crossdock_compiler::{Checked, Files, Severity};
use crossdock_project::Project;

use crate::terminal::{Style, Terminal};

/// Opens the project that `dir` is, or is in. A folder without anything to compile is a mistake worth telling.
pub fn open(dir: &Path) -> anyhow::Result<Project> {
    let project = Project::open(dir)?;
    if project.paths().is_empty() {
        anyhow::bail!("there is no .flow file in {}; `crossdock new DIR` makes a project to start from", project.root().display());
    }
    Ok(project)
}

/// A project for a command that runs it: with errors there is nothing to run, and they are told on stderr.
pub fn open_sound(dir: &Path, terminal: &Terminal) -> anyhow::Result<Option<(Project, Checked)>> {
    let project = open(dir)?;
    Ok(sound(&project, terminal).map(|checked| (project, checked)))
}

/// The files, checked; none, after telling the errors on stderr, if there are any.
pub fn sound(files: &dyn Files, terminal: &Terminal) -> Option<Checked> {
    let checked = crossdock_compiler::check(files);
    if !checked.has_errors() {
        return Some(checked);
    }
    let errors: Vec<_> = checked.problems.iter().filter(|problem| problem.is_error()).cloned().collect();
    terminal.say(render::human(&checked.sources, &errors, terminal.human_err()).trim_end());
    terminal.say(&format!("\n{}: nothing was run", summary(&checked, |style, text| terminal.err_paint(style, text))));
    None
}

/// `2 errors, 1 warning in 5 files`
pub fn summary(checked: &Checked, paint: impl Fn(Style, &str) -> String) -> String {
    let count = |severity| checked.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let files = plural(checked.sources.iter().filter(|(_, source)| !source.library).count(), "file");
    match (errors, warnings) {
        (0, 0) => format!("{} in {files}", paint(Style::Good, "no problems")),
        (0, _) => format!("{} in {files}", paint(Style::Warn, &plural(warnings, "warning"))),
        (_, 0) => format!("{} in {files}", paint(Style::Bad, &plural(errors, "error"))),
        _ => format!("{}, {} in {files}", paint(Style::Bad, &plural(errors, "error")), paint(Style::Warn, &plural(warnings, "warning"))),
    }
}

pub fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The project's folder as seen from the current one, which in a workflow is the repository: `""` or ending with `/`.
pub fn from_here(root: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    match root.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => String::new(),
        Ok(below) => format!("{}/", below.to_string_lossy().replace('\\', "/")),
        Err(_) => String::new(),
    }
}
