//! Commands, one function each.

use crossdock_engine::{Failure, Outcome, Send};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{AttemptResult, Command, Decided, KeptSend, NewEvent, Reply, StoreError, parked};
use crate::core::{Next, Parts, Status};

type Result<T> = std::result::Result<T, StoreError>;

pub(super) fn apply(tx: &Transaction<'_>, command: &Command) -> Result<Reply> {
    match command {
        Command::Accept(event) => accept(tx, event),
        Command::Decide { event, decisions, generation, at_ms } => decide(tx, event, decisions, generation, *at_ms),
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

fn decide(tx: &Transaction<'_>, event: &str, decisions: &[Decided], generation: &str, at_ms: i64) -> Result<Reply> {
    let mut again = false;
    for decided in decisions {
        // What a flow has decided stays decided, and what is parked waits for a person; the rest is decided, or decided anew.
        let settled = tx
            .query_row("SELECT 1 FROM work WHERE event = ?1 AND flow = ?2 AND state IN ('done', 'skipped', 'discarded', 'parked')", [event, &decided.decision.flow], |_| Ok(()))
            .optional()?;
        if settled.is_none() {
            again |= work(tx, event, decided, at_ms)?;
        }
    }
    give_up_on_flows_that_are_gone(tx, event, decisions, at_ms)?;
    tx.execute("UPDATE events SET decided = ?2, generation = ?3 WHERE id = ?1", params![event, !again, generation])?;
    if decisions.is_empty() {
        history(tx, event, at_ms, "ignored", "no flow answers this event")?;
    }
    settle(tx, event)
}

/// Work that waits to be decided again, by a flow that the live generation no longer has, is for people to look at.
fn give_up_on_flows_that_are_gone(tx: &Transaction<'_>, event: &str, decisions: &[Decided], at_ms: i64) -> Result<()> {
    let mut statement = tx.prepare_cached("SELECT id, flow FROM work WHERE event = ?1 AND state = 'pending'")?;
    let waiting = statement.query_map([event], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (id, flow) in waiting.into_iter().filter(|(_, flow)| decisions.iter().all(|decided| decided.decision.flow != *flow)) {
        let failure = Failure { name: "gone".to_owned(), message: format!("No flow of the live generation is called {flow} and answers this event."), path: None, source: None };
        history(tx, event, at_ms, "parked", &format!("{flow}: {failure}"))?;
        tx.execute("UPDATE work SET state = 'parked', detail = ?2, next_at = NULL, changed = ?3 WHERE id = ?1", params![id, serde_json::to_string(&[failure])?, at_ms])?;
    }
    Ok(())
}

/// Gives whether it is to be decided again later.
fn work(tx: &Transaction<'_>, event: &str, decided: &Decided, at_ms: i64) -> Result<bool> {
    let flow = &decided.decision.flow;
    let (mut state, mut attempts, mut next_at, mut desk_name) = ("done", 0, None, None);
    let detail = match &decided.decision.outcome {
        Outcome::Sends(sends) => {
            for send in sends {
                keep_send(tx, event, decided, send, at_ms)?;
            }
            let messages: Vec<String> = sends.iter().map(|send| format!("{}.{}", send.system, send.message)).collect();
            history(tx, event, at_ms, "decided", &format!("{flow} sends {}", if messages.is_empty() { "nothing".to_owned() } else { messages.join(", ") }))?;
            String::new()
        }
        Outcome::Skipped { because } => {
            state = "skipped";
            history(tx, event, at_ms, "skipped", &format!("{flow}: {because}"))?;
            because.clone()
        }
        // No generation whose flows ask or collect becomes live; should one get here all the same, people see it.
        Outcome::Asks(_) | Outcome::Collecting(_) => {
            state = "parked";
            let message = "Flows neither ask nor collect in production yet.".to_owned();
            history(tx, event, at_ms, "parked", &format!("{flow}: {message}"))?;
            serde_json::to_string(&[Failure { name: "unreachable".to_owned(), message, path: None, source: None }])?
        }
        Outcome::Failed(failures) => {
            if let Some(failed) = &decided.failed {
                attempts = failed.attempts;
                (state, next_at, desk_name) = state_of(&failed.next);
            }
            let what = if matches!(state, "parked" | "skipped") { state } else { "failed" };
            history(tx, event, at_ms, what, &format!("{flow}: {}{}", listed(failures), decided.failed.as_ref().map_or_else(String::new, |failed| reason(&failed.next))))?;
            for desk in decided.failed.iter().flat_map(|failed| &failed.alert) {
                history(tx, event, at_ms, "alert", &format!("{desk}: {}", listed(failures)))?;
            }
            serde_json::to_string(failures)?
        }
    };
    tx.execute(
        "INSERT INTO work (event, flow, state, detail, attempts, next_at, desk, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (event, flow) DO UPDATE SET state = ?3, detail = ?4, attempts = ?5, next_at = ?6, desk = ?7, changed = ?8",
        params![event, flow, state, detail, attempts, next_at, desk_name, at_ms],
    )?;
    Ok(state == "pending")
}

/// The send waits to be delivered, or is parked where it would be taken for another one.
fn keep_send(tx: &Transaction<'_>, event: &str, decided: &Decided, send: &Send, at_ms: i64) -> Result<()> {
    let clash = clash(tx, event, send)?;
    let (state, failure) = if clash.is_some() { ("parked", clash) } else { ("pending", None) };
    if let Some(failure) = &failure {
        history(tx, event, at_ms, "parked", &format!("{}.{}: {failure}", send.system, send.message))?;
    }
    let kept = KeptSend { send: Send { body: Vec::new(), ..send.clone() }, policy: decided.decision.policy.clone() };
    let failure = failure.as_ref().map(serde_json::to_string).transpose()?;
    tx.execute(
        "INSERT INTO sends (event, flow, ordinal, system, message, key, body, kept, state, failure, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![event, decided.decision.flow, send.ordinal, send.system, send.message, send.idempotency_key, send.body, serde_json::to_string(&kept)?, state, failure, at_ms],
    )?;
    keys(tx, event, &send.keys)
}

/// Another event sent something else under the same key. The system would take the two for one, and one of them would be lost.
pub(super) fn clash(tx: &Transaction<'_>, event: &str, send: &Send) -> Result<Option<Failure>> {
    let sql = "SELECT event FROM sends WHERE key = ?1 AND system = ?2 AND event != ?3 AND (body != ?4 OR kept ->> '$.send.path' != ?5) AND state != 'discarded' LIMIT 1";
    let other: Option<String> = tx.query_row(sql, params![send.idempotency_key, send.system, event, send.body, send.path], |row| row.get(0)).optional()?;
    Ok(other.map(|other| Failure {
        name: "duplicate".to_owned(),
        message: format!("Event {other} sent {} another {} under {}, and would be taken for this one.", send.system, send.message, send.keys.join(", ")),
        path: None,
        source: None,
    }))
}

fn state_of(next: &Next) -> (&'static str, Option<i64>, Option<String>) {
    match next {
        Next::Again { at_ms } => ("pending", Some(*at_ms), None),
        Next::Park { desk } => ("parked", None, desk.clone()),
        Next::Skip { .. } => ("skipped", None, None),
        Next::Done => ("done", None, None),
    }
}

/// What the policy gives as the reason to skip, where it says something of its own.
fn reason(next: &Next) -> String {
    match next {
        Next::Skip { because } => format!("; skipped: {because}"),
        Next::Again { .. } | Next::Park { .. } | Next::Done => String::new(),
    }
}

fn listed(failures: &[Failure]) -> String {
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

fn keys(tx: &Transaction<'_>, event: &str, keys: &[String]) -> Result<()> {
    for key in keys {
        tx.execute("INSERT OR IGNORE INTO keys VALUES (?1, ?2)", [key, event])?;
    }
    Ok(())
}

pub(super) fn history(tx: &Transaction<'_>, event: &str, at_ms: i64, what: &str, detail: &str) -> Result<()> {
    tx.execute("INSERT INTO history (event, at, what, detail) VALUES (?1, ?2, ?3, ?4)", params![event, at_ms, what, detail])?;
    Ok(())
}
