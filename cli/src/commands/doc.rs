//! `crossdock doc`

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use crossdock_report::Samples;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Writes the project as a site and as spreadsheets: every mapping with target, source, rule and notes, to read and to sign off
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock doc --out docs\n  crossdock doc examples/web-shop --out site --title \"Web shop\"\n\nIn DIR: index.html and a page for each item, without scripts; mappings.xlsx, and as CSV mappings, answers, tables, records"
)]
pub struct Args {
    /// The project's folder, or one within it
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// The folder to write to; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What the project is called; without it, as its folder
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some((project, checked)) = project::open_sound(&args.dir, terminal)? else { return Ok(Exit::CannotRun) };
    let folder = project.root().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = args.title.clone().unwrap_or(folder);
    let sheets = crossdock_report::sheets(&checked);
    let samples = Samples::new(&checked, |path| std::fs::read(project.root().join(path)).ok());
    std::fs::create_dir_all(&args.out).with_context(|| format!("{} cannot be made", args.out.display()))?;
    let pages = crossdock_report::site(&checked, &sheets, &samples, &title);
    for page in &pages {
        write(&args.out, &page.file, page.text.as_bytes())?;
    }
    write(&args.out, "mappings.xlsx", &crossdock_report::workbook(&checked, &sheets, &samples, &title)?)?;
    write(&args.out, "mappings.csv", crossdock_report::csv_of_mappings(&sheets).as_bytes())?;
    write(&args.out, "answers.csv", crossdock_report::csv_of_answers(&checked).as_bytes())?;
    write(&args.out, "tables.csv", crossdock_report::csv_of_tables(&checked).as_bytes())?;
    write(&args.out, "records.csv", crossdock_report::csv_of_records(&checked, &samples).as_bytes())?;
    terminal.say(&format!("{}: {} on {}, in mappings.xlsx and CSV", args.out.display(), project::plural(sheets.len(), "map"), project::plural(pages.len(), "page")));
    Ok(Exit::Clean)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(name);
    std::fs::write(&file, bytes).with_context(|| format!("{} cannot be written", file.display()))
}
