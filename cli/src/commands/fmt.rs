//! `crossdock fmt`

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use crossdock_compiler::diagnostic::render;
use crossdock_compiler::syntax;

use crate::exit::Exit;
use crate::project;
use crate::terminal::{Style, Terminal};

/// Gives .flow files their one form; without files, the project around here
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock fmt\n  crossdock fmt --check examples/web-shop\n  crossdock fmt - < release.flow                # from stdin to stdout")]
pub struct Args {
    /// Changes nothing; names the files that would change, exit code 1 if there are any
    #[arg(long)]
    check: bool,
    /// Files or folders; `-` is stdin
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
}

/// What became of one file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fine,
    Changed,
    Broken,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    if args.files.iter().any(|file| file == Path::new("-")) {
        return stdin(args.check, terminal);
    }
    let mut fates = Vec::new();
    for file in files(&args.files)? {
        fates.push(one(&file, args.check, terminal)?);
    }
    let count = |wanted: Fate| fates.iter().filter(|fate| **fate == wanted).count();
    let verb = if args.check { "would change" } else { "changed" };
    terminal.say(&format!("{} looked at, {} {verb}", project::plural(fates.len(), "file"), count(Fate::Changed)));
    Ok(Exit::problems(count(Fate::Broken) > 0 || (args.check && count(Fate::Changed) > 0)))
}

/// The files meant: those named, and all of a project for a folder.
fn files(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let here = [PathBuf::from(".")];
    let mut files = Vec::new();
    for path in if named.is_empty() { &here[..] } else { named } {
        if path.is_dir() {
            let project = project::open(path)?;
            files.extend(project.paths().into_iter().map(|below| project.root().join(below)));
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn one(file: &Path, check: bool, terminal: &Terminal) -> anyhow::Result<Fate> {
    let shown = shown(file);
    let text = std::fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    let Some(formatted) = formatted(&shown, &text, terminal) else { return Ok(Fate::Broken) };
    if formatted == text {
        return Ok(Fate::Fine);
    }
    terminal.out(&format!("{shown}\n"))?;
    if !check {
        write(file, &formatted).with_context(|| format!("{shown} cannot be written"))?;
    }
    Ok(Fate::Changed)
}

fn stdin(check: bool, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("stdin cannot be read as UTF-8 text")?;
    let Some(formatted) = formatted("stdin", &text, terminal) else { return Ok(Exit::Problems) };
    if check {
        return Ok(Exit::problems(formatted != text));
    }
    terminal.out(&formatted)?;
    Ok(Exit::Clean)
}

/// None if the file is not well-formed, which is then told.
fn formatted(path: &str, text: &str, terminal: &Terminal) -> Option<String> {
    if let Ok(formatted) = syntax::format(text) {
        return Some(formatted);
    }
    let checked = crossdock_compiler::check(&vec![(path.to_owned(), text.into())]);
    let of_form: Vec<_> = checked.problems.iter().filter(|problem| problem.code.starts_with("E01")).cloned().collect();
    terminal.say(render::human(&checked.sources, &of_form, terminal.human_err()).trim_end());
    terminal.say(&terminal.err_paint(Style::Bad, &format!("{path} is left as it is")));
    None
}

/// Whole or not at all: written beside the file, then put in its place with the same permissions.
fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let file = file.canonicalize()?;
    let folder = file.parent().context("it has no folder")?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(text.as_bytes())?;
    fresh.as_file().set_permissions(std::fs::metadata(&file)?.permissions())?;
    fresh.persist(&file)?;
    Ok(())
}

fn shown(file: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    file.strip_prefix(&here).unwrap_or(file).display().to_string()
}
