//! `crossdock trace`

use std::path::PathBuf;

use crossdock_runtime::store::{Entry, EventView};

use crate::desk;
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};

/// Characters of an entry that are shown.
const DETAIL_MAX: usize = 600;

/// Everything that happened to one order, by any of its numbers or the event's id, in order
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock trace 1001\n  crossdock trace 5544332211001 --json\n\nIt asks the running runtime, or the store if none is running.")]
pub struct Args {
    /// A value of `once by` or `in order by`, or an event's id
    #[arg(value_name = "KEY")]
    key: String,
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let trace = desk::with(&args.project, async |desk| Ok(desk.trace(&args.key).await?))?;
    if args.json {
        terminal.out(&format!("{}\n", serde_json::to_string(&trace)?))?;
    } else {
        terminal.out(&trace.events.iter().map(|event| told(event, terminal)).collect::<Vec<_>>().join("\n"))?;
    }
    if trace.events.is_empty() {
        terminal.error(&format!("no event is known under `{}`; search for a value of the contract's `once by` or `in order by`, or an event's id", args.key));
    }
    Ok(Exit::problems(trace.events.is_empty()))
}

fn told(event: &EventView, terminal: &Terminal) -> String {
    let generation = event.generation.as_ref().map_or_else(String::new, |id| format!(", generation {id}"));
    let head = format!("{} {}.{} is {}{generation}\n", terminal.paint(Style::Name, &event.id), event.system, event.name, terminal.paint(style(&event.status), &event.status));
    event.history.iter().fold(head, |text, entry| text + &entry_line(entry, terminal))
}

/// `  2026-01-15T12:00:00.123Z  delivered  wms.release answered 201`
pub fn entry_line(entry: &Entry, terminal: &Terminal) -> String {
    let (time, what) = (terminal.paint(Style::Faint, &entry.at), terminal.paint(style(&entry.what), &format!("{:9}", entry.what)));
    format!("  {time}  {what}  {}\n", shortened(&entry.detail))
}

/// On one line. A payload that somebody replaced stands in the history whole; `--json` shows it so.
fn shortened(detail: &str) -> String {
    let line = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(DETAIL_MAX) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn style(what: &str) -> Style {
    match what {
        "done" | "delivered" => Style::Good,
        "parked" | "failed" | "discarded" => Style::Bad,
        "retry" | "retried" | "duplicate" | "skipped" | "ignored" | "pending" => Style::Warn,
        _ => Style::Strong,
    }
}
