//! What the flows decided about an event, kept as one: its sends, or why there are none, and how each flow's work stands then.

use crossdock_engine::{Failure, Outcome, Send};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::writes::{history, keys, listed, reason, settle, state_of};
use super::{Decided, KeptSend, Reply, StoreError};

type Result<T> = std::result::Result<T, StoreError>;

/// How a flow's work on an event stands.
#[derive(Default)]
struct Work {
    state: &'static str,
    /// Why, where it is not done: the words of a skip, or failures as JSON.
    detail: String,
    attempts: u32,
    next_at: Option<i64>,
    desk: Option<String>,
}

pub(super) fn decide(tx: &Transaction<'_>, event: &str, decisions: &[Decided], generation: &str, at_ms: i64) -> Result<Reply> {
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
    let Work { state, detail, attempts, next_at, desk } = match &decided.decision.outcome {
        Outcome::Sends(sends) => sent(tx, event, decided, sends, at_ms)?,
        Outcome::Skipped { because } => skipped(tx, event, decided, because, at_ms)?,
        Outcome::Asks(_) | Outcome::Exchange(_) | Outcome::Collecting(_) => not_yet(tx, event, decided, at_ms)?,
        Outcome::Failed(failures) => failed(tx, event, decided, failures, at_ms)?,
    };
    tx.execute(
        "INSERT INTO work (event, flow, state, detail, attempts, next_at, desk, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (event, flow) DO UPDATE SET state = ?3, detail = ?4, attempts = ?5, next_at = ?6, desk = ?7, changed = ?8",
        params![event, decided.decision.flow, state, detail, attempts, next_at, desk, at_ms],
    )?;
    Ok(state == "pending")
}

fn sent(tx: &Transaction<'_>, event: &str, decided: &Decided, sends: &[Send], at_ms: i64) -> Result<Work> {
    for send in sends {
        keep_send(tx, event, decided, send, at_ms)?;
    }
    let messages: Vec<String> = sends.iter().map(|send| format!("{}.{}", send.system, send.message)).collect();
    let what = if messages.is_empty() { "nothing".to_owned() } else { messages.join(", ") };
    history(tx, event, at_ms, "decided", &format!("{} sends {what}", decided.decision.flow))?;
    Ok(Work { state: "done", ..Work::default() })
}

fn skipped(tx: &Transaction<'_>, event: &str, decided: &Decided, because: &str, at_ms: i64) -> Result<Work> {
    history(tx, event, at_ms, "skipped", &format!("{}: {because}", decided.decision.flow))?;
    Ok(Work { state: "skipped", detail: because.to_owned(), ..Work::default() })
}

/// No generation whose flows ask or collect becomes live; should one get here all the same, people see it.
fn not_yet(tx: &Transaction<'_>, event: &str, decided: &Decided, at_ms: i64) -> Result<Work> {
    let message = "Flows neither ask nor collect in production yet.".to_owned();
    history(tx, event, at_ms, "parked", &format!("{}: {message}", decided.decision.flow))?;
    let detail = serde_json::to_string(&[Failure { name: "unreachable".to_owned(), message, path: None, source: None }])?;
    Ok(Work { state: "parked", detail, ..Work::default() })
}

fn failed(tx: &Transaction<'_>, event: &str, decided: &Decided, failures: &[Failure], at_ms: i64) -> Result<Work> {
    let (state, next_at, desk) = decided.failed.as_ref().map_or(("done", None, None), |failed| state_of(&failed.next));
    let what = if matches!(state, "parked" | "skipped") { state } else { "failed" };
    let why = decided.failed.as_ref().map_or_else(String::new, |failed| reason(&failed.next));
    history(tx, event, at_ms, what, &format!("{}: {}{why}", decided.decision.flow, listed(failures)))?;
    for desk in decided.failed.iter().flat_map(|failed| &failed.alert) {
        history(tx, event, at_ms, "alert", &format!("{desk}: {}", listed(failures)))?;
    }
    let attempts = decided.failed.as_ref().map_or(0, |failed| failed.attempts);
    Ok(Work { state, detail: serde_json::to_string(failures)?, attempts, next_at, desk })
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
