//! `crossdock lineage`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Shows where a field comes from and where it goes, through maps, functions, tables and flows
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock lineage Release.order_no\n  crossdock lineage Release.ship_to.city --project examples/web-shop\n  crossdock lineage wms.release.orderNo --format json\n  crossdock lineage orderNo --format dot | dot -Tsvg > order_no.svg"
)]
pub struct Args {
    /// A record and a field of it; a system, its message and a field; or a field alone. Names on the wire are known, too
    #[arg(value_name = "FIELD")]
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
    /// A graph, for Graphviz
    Dot,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some((_, checked)) = project::open_sound(&args.project, terminal)? else { return Ok(Exit::CannotRun) };
    match crossdock_report::lineage(&checked, &args.field) {
        Ok(report) => {
            terminal.out(&match args.format {
                Format::Text => report.text(),
                Format::Json => report.json(),
                Format::Dot => report.dot(),
            })?;
            Ok(Exit::Clean)
        }
        Err(error) => anyhow::bail!("{error}"),
    }
}
