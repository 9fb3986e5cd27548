//! `crossdock audit`

use std::path::PathBuf;

use crossdock_runtime::store::Audit;

use crate::desk;
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};

/// Proves that all that was accepted is accounted for; exit code 1 if it is not
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock audit --project examples/web-shop\n\nIt asks the running runtime, or the store if none is running.")]
pub struct Args {
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let audit = desk::with(&args.project, async |desk| Ok(desk.audit().await?))?;
    let text = if args.json { serde_json::to_string(&audit)? } else { line(&audit, terminal) };
    terminal.out(&format!("{text}\n"))?;
    audit.problems.iter().for_each(|problem| terminal.error(problem));
    Ok(Exit::problems(!audit.holds))
}

/// `accepted 12 = done 11 + parked 1 + pending 0 + discarded 0: holds`
pub fn line(audit: &Audit, terminal: &Terminal) -> String {
    let Audit { accepted, done, parked, pending, discarded, .. } = audit;
    let verdict = if audit.holds { terminal.paint(Style::Good, "holds") } else { terminal.paint(Style::Bad, "does not hold") };
    format!("accepted {accepted} = done {done} + parked {parked} + pending {pending} + discarded {discarded}: {verdict}")
}
