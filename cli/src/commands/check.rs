//! `crossdock check`

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use crossdock_compiler::Checked;
use crossdock_compiler::diagnostic::render;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Shows everything that is wrong with a project; exit code 0 clean, 1 errors, 2 could not check
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock check examples/web-shop\n  crossdock check --strict --format github      # in a pull request's checks")]
pub struct Args {
    /// The project's folder, or one within it
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Warnings fail too
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For the margin of a pull request on GitHub
    Github,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = project::open(&args.dir)?;
    let checked = crossdock_compiler::check(&project);
    terminal.out(&rendered(&checked, args.format, project.root(), terminal))?;
    if matches!(args.format, Format::Human) {
        terminal.say(&project::summary(&checked, |style, text| terminal.err_paint(style, text)));
    }
    Ok(Exit::problems(checked.has_errors() || (args.strict && !checked.problems.is_empty())))
}

fn rendered(checked: &Checked, format: Format, root: &Path, terminal: &Terminal) -> String {
    match format {
        Format::Human => render::human(&checked.sources, &checked.problems, terminal.human_out()),
        Format::Json => render::json(&checked.sources, &checked.problems),
        Format::Github => render::github(&checked.sources, &checked.problems, &project::from_here(root)),
    }
}
