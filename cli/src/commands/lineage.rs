//! `crossdock lineage`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Shows where a field comes from and where it goes, through maps, functions, tables and flows
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock lineage Release.order_no\n  crossdock lineage Release.ship_to.city --project examples/web-shop\n  crossdock lineage shopify.Order.email --format json"
)]
pub struct Args {
    /// A record and a field of it, with the module before them where several records have the name
    #[arg(value_name = "RECORD.FIELD")]
    field: String,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some((_, checked)) = project::open_sound(&args.project, terminal)? else { return Ok(Exit::CannotRun) };
    match crossdock_report::lineage(&checked, &args.field) {
        Ok(report) => {
            terminal.out(&match args.format {
                Format::Text => report.text(),
                Format::Json => report.json(),
            })?;
            Ok(Exit::Clean)
        }
        Err(error) => anyhow::bail!("{error}"),
    }
}
