//! Commands, one function each, and what they share.

use crossdock_engine::Failure;
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::views::instant;
use super::{AttemptResult, Command, NewEvent, Reply, StoreError, decided, parked};
use crate::core::{Next, Parts, Status};

type Result<T> = std::result::Result<T, StoreError>;

pub(super) fn apply(tx: &Transaction<'_>, command: &Command) -> Result<Reply> {
    match command {
        Command::Accept(event) => accept(tx, event),
        Command::Decide { event, decisions, generation, at_ms } => decided::decide(tx, event, decisions, generation, *at_ms),
        Command::Attempt { send, at_ms, result } => attempt(tx, *send, *at_ms, result),
        Command::Retry { parked, at_ms } => parked::retry(tx, parked, *at_ms),
        Command::Edit { parked, payload, at_ms } => parked::edit(tx, parked, payload, *at_ms),
        Command::Discard { parked, why, at_ms } => parked::discard(tx, parked, why, *at_ms),
    }
}

fn accept(tx: &Transaction<'_>, event: &NewEvent) -> Result<Reply> {
    let known: Option<(String, i64)> = tx.query_row("SELECT id, sequence FROM events WHERE dedup = ?1", [&event.dedup], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some((id, sequence)) = known {
        history(tx, &id, event.at_ms, "duplicate", "the same event came again and changed nothing")?;
        return Ok(Reply::Accepted { event: id, sequence, duplicate: true });
    }
    tx.execute(
        "INSERT INTO events (id, system, name, payload, headers, received, dedup, lane) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![event.id, event.system, event.name, event.payload, serde_json::to_string(&event.headers)?, event.at_ms, event.dedup, event.lane],
    )?;
    let sequence = tx.last_insert_rowid();
    tx.execute("UPDATE counters SET value = value + 1 WHERE name = 'accepted'", [])?;
    keys(tx, &event.id, &event.keys)?;
    history(tx, &event.id, event.at_ms, "received", &format!("{} from {}", event.name, event.system))?;
    Ok(Reply::Accepted { event: event.id.clone(), sequence, duplicate: false })
}

pub(super) fn state_of(next: &Next) -> (&'static str, Option<i64>, Option<String>) {
    match next {
        Next::Again { at_ms } => ("pending", Some(*at_ms), None),
        Next::Park { desk } => ("parked", None, desk.clone()),
        Next::Skip { .. } => ("skipped", None, None),
        Next::Done => ("done", None, None),
    }
}

/// What the policy makes of a failure, as far as people cannot see it from what the entry is.
pub(super) fn reason(next: &Next) -> String {
    match next {
        Next::Skip { because } => format!("; skipped: {because}"),
        Next::Again { at_ms } => format!(" Again at {}.", instant(*at_ms)),
        Next::Park { .. } | Next::Done => String::new(),
    }
}

pub(super) fn listed(failures: &[Failure]) -> String {
    failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn attempt(tx: &Transaction<'_>, send: i64, at_ms: i64, result: &AttemptResult) -> Result<Reply> {
    let found =
        tx.query_row("SELECT event, system, message FROM sends WHERE id = ?1 AND state = 'pending'", [send], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((event, system, message)) = found else { return Ok(Reply::NotThere) };
    let (event, system, message): (String, String, String) = (event, system, message);
    match result {
        AttemptResult::Delivered { status } => {
            tx.execute("UPDATE sends SET state = 'delivered', attempts = attempts + 1, next_at = NULL, failure = NULL, changed = ?2 WHERE id = ?1", params![send, at_ms])?;
            history(tx, &event, at_ms, "delivered", &format!("{system}.{message} answered {status}"))?;
        }
        AttemptResult::Failed { failure, next, alert } => {
            let (state, next_at, desk) = state_of(next);
            tx.execute(
                "UPDATE sends SET state = ?2, attempts = attempts + 1, next_at = ?3, failure = ?4, desk = ?5, changed = ?6 WHERE id = ?1",
                params![send, state, next_at, serde_json::to_string(failure)?, desk, at_ms],
            )?;
            let what = if state == "pending" { "retry" } else { state };
            history(tx, &event, at_ms, what, &format!("{system}.{message}: {failure}{}", reason(next)))?;
            for desk in alert {
                history(tx, &event, at_ms, "alert", &format!("{desk}: {system}.{message}: {failure}"))?;
            }
        }
    }
    settle(tx, &event)
}

/// Brings an event's status in line with its parts.
pub(super) fn settle(tx: &Transaction<'_>, event: &str) -> Result<Reply> {
    let (decided, before): (bool, String) = tx.query_row("SELECT decided, status FROM events WHERE id = ?1", [event], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let count = |state: &str| -> Result<usize> {
        let sql = "SELECT (SELECT count(*) FROM work WHERE event = ?1 AND state = ?2) + (SELECT count(*) FROM sends WHERE event = ?1 AND state = ?2)";
        Ok(tx.query_row(sql, [event, state], |row| row.get::<_, i64>(0))? as usize)
    };
    let status = Status::of(Parts { decided, pending: count("pending")?, parked: count("parked")?, discarded: count("discarded")? });
    if before != status.name() {
        tx.execute("UPDATE events SET status = ?2 WHERE id = ?1", [event, status.name()])?;
    }
    Ok(Reply::Changed { event: event.to_owned(), status: status.name().to_owned() })
}

pub(super) fn keys(tx: &Transaction<'_>, event: &str, keys: &[String]) -> Result<()> {
    for key in keys {
        tx.execute("INSERT OR IGNORE INTO keys VALUES (?1, ?2)", [key, event])?;
    }
    Ok(())
}

pub(super) fn history(tx: &Transaction<'_>, event: &str, at_ms: i64, what: &str, detail: &str) -> Result<()> {
    tx.execute("INSERT INTO history (event, at, what, detail) VALUES (?1, ?2, ?3, ?4)", params![event, at_ms, what, detail])?;
    Ok(())
}
