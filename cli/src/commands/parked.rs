//! `crossdock parked`

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use crossdock_runtime::desk::{Desk, DeskError};
use crossdock_runtime::store::{ParkedDetail, ParkedView};

use super::trace::entry_line;
use crate::desk;
use crate::exit::Exit;
use crate::project::plural;
use crate::terminal::{Style, Terminal};

/// The exception queue: what waits for a person, and what to do about it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  crossdock parked                                  what waits
  crossdock parked show w3                          one of them, with its payload and history
  crossdock parked edit w3 --with corrected.json    correct the payload
  crossdock parked retry w3 s4                      try again
  crossdock parked discard w3 --why \"test order\"    give up on it

Ids that begin with w stand for a flow that could not decide, with s for a message that could not be sent.
It asks the running runtime, or the store if none is running.")]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// The project's folder
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// As JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// What is parked
    List,
    /// One entry, with its payload and history
    Show {
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Puts a corrected payload in its place; then `retry` takes it
    Edit {
        #[arg(value_name = "ID")]
        id: String,
        /// The corrected payload; - is stdin
        #[arg(long, value_name = "FILE")]
        with: PathBuf,
    },
    /// Tries again
    Retry {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    /// Gives up on it
    Discard {
        #[arg(value_name = "ID")]
        id: String,
        /// The reason, for those who look for the order later
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    desk::with(&args.project, async |desk| match args.action.as_ref().unwrap_or(&Action::List) {
        Action::List => list(desk, args.json, terminal).await,
        Action::Show { id } => show(desk, id, args.json, terminal).await,
        Action::Edit { id, with } => edit(desk, id, with, terminal).await,
        Action::Retry { ids } => retry(desk, ids, terminal).await,
        Action::Discard { id, why } => discard(desk, id, why, terminal).await,
    })
}

async fn list(desk: &mut Desk, json: bool, terminal: &Terminal) -> anyhow::Result<Exit> {
    let parked = desk.parked().await?;
    if json {
        terminal.out(&format!("{}\n", serde_json::to_string(&parked)?))?;
        return Ok(Exit::Clean);
    }
    parked.iter().try_for_each(|entry| terminal.out(&summary(entry, terminal)))?;
    terminal.say(&if parked.is_empty() { "nothing is parked".to_owned() } else { format!("{} parked; `crossdock parked show ID` tells more", parked.len()) });
    Ok(Exit::Clean)
}

/// `w3  order-desk  2026-01-15T12:00:00Z  orders.take_order` and each failure on a line of its own.
fn summary(entry: &ParkedView, terminal: &Terminal) -> String {
    let at = entry.system.as_ref().map_or_else(|| entry.flow.clone(), |system| format!("{} to {system}", entry.flow));
    let waiting = if entry.waiting > 0 { format!(", {} behind it", plural(entry.waiting as usize, "event")) } else { String::new() };
    let desk = entry.desk.as_deref().unwrap_or("-");
    let head = format!("{}  {desk}  {}  {at}{waiting}\n", terminal.paint(Style::Name, &entry.id), terminal.paint(Style::Faint, &entry.since));
    entry.failures.iter().fold(head, |text, failure| text + &format!("    {}\n", terminal.paint(Style::Bad, &failure.to_string())))
}

async fn show(desk: &mut Desk, id: &str, json: bool, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some(detail) = found(desk.show(id).await, terminal)? else { return Ok(Exit::Problems) };
    let text = if json { format!("{}\n", serde_json::to_string(&detail)?) } else { told(&detail, terminal) };
    terminal.out(&text)?;
    Ok(Exit::Clean)
}

fn told(detail: &ParkedDetail, terminal: &Terminal) -> String {
    let source = detail.parked.failures.iter().find_map(|failure| failure.source.clone());
    let raised = source.map_or_else(String::new, |source| format!("    raised at {source}\n"));
    let history: String = detail.history.iter().map(|entry| entry_line(entry, terminal)).collect();
    let head = format!("{}{raised}    event {}\n\n{history}", summary(&detail.parked, terminal), detail.parked.event);
    format!("{head}\n{}\n", pretty(&detail.payload))
}

/// JSON in lines, whatever else as it is.
fn pretty(payload: &str) -> String {
    let parsed: Option<serde_json::Value> = serde_json::from_str(payload).ok();
    parsed.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| payload.to_owned())
}

async fn edit(desk: &mut Desk, id: &str, with: &Path, terminal: &Terminal) -> anyhow::Result<Exit> {
    let payload = read(with)?;
    let Some(()) = found(desk.edit(id, payload).await, terminal)? else { return Ok(Exit::Problems) };
    terminal.say(&format!("{id} has the new payload; `crossdock parked retry {id}` tries it"));
    Ok(Exit::Clean)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut payload = Vec::new();
        std::io::stdin().read_to_end(&mut payload)?;
        return Ok(payload);
    }
    std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

async fn retry(desk: &mut Desk, ids: &[String], terminal: &Terminal) -> anyhow::Result<Exit> {
    let when = if desk.is_at_rest() { " when `crossdock run` starts" } else { "" };
    let mut any_left = false;
    for id in ids {
        match found(desk.retry(id).await, terminal)? {
            Some(()) => terminal.say(&format!("{id} is tried again{when}")),
            None => any_left = true,
        }
    }
    Ok(Exit::problems(any_left))
}

async fn discard(desk: &mut Desk, id: &str, why: &str, terminal: &Terminal) -> anyhow::Result<Exit> {
    if why.trim().is_empty() {
        anyhow::bail!("say why with --why, for those who look for the order later");
    }
    let Some(()) = found(desk.discard(id, why).await, terminal)? else { return Ok(Exit::Problems) };
    terminal.say(&format!("{id} is discarded"));
    Ok(Exit::Clean)
}

/// None, after telling it, where nothing is parked under the id, or it has to stay so.
fn found<T>(result: Result<T, DeskError>, terminal: &Terminal) -> anyhow::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error @ (DeskError::NothingParked(_) | DeskError::StaysParked(_))) => {
            terminal.error(&error.to_string());
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
