//! The exception queue's commands.

use crossdock_engine::{Failure, Send};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::decided::clash;
use super::writes::{history, settle};
use super::{KeptSend, Reply, StoreError};

type Result<T> = std::result::Result<T, StoreError>;

/// `w3` or `s4`, as table and row.
pub(super) fn row(parked: &str) -> Option<(&'static str, i64)> {
    let table = match parked.chars().next()? {
        'w' => "work",
        's' => "sends",
        _ => return None,
    };
    Some((table, parked.get(1..)?.parse().ok()?))
}

fn event_of(tx: &Transaction<'_>, parked: &str) -> Result<Option<(&'static str, i64, String)>> {
    let Some((table, id)) = row(parked) else { return Ok(None) };
    let event = tx.query_row(&format!("SELECT event FROM {table} WHERE id = ?1 AND state = 'parked'"), [id], |row| row.get(0)).optional()?;
    Ok(event.map(|event| (table, id, event)))
}

pub(super) fn retry(tx: &Transaction<'_>, parked: &str, at_ms: i64) -> Result<Reply> {
    let Some((table, id, event)) = event_of(tx, parked)? else { return Ok(Reply::NotThere) };
    if let Some(clash) = clash_of(tx, table, id, &event)? {
        return Ok(Reply::StaysParked(format!("{parked} stays parked: {}", clash.message)));
    }
    tx.execute(&format!("UPDATE {table} SET state = 'pending', attempts = 0, next_at = NULL, changed = ?2 WHERE id = ?1"), params![id, at_ms])?;
    if table == "work" {
        tx.execute("UPDATE events SET decided = 0 WHERE id = ?1", [&event])?;
    }
    history(tx, &event, at_ms, "retried", &format!("{parked} is tried again"))?;
    settle(tx, &event)
}

/// What a parked send would be taken for, if it went out now.
fn clash_of(tx: &Transaction<'_>, table: &str, id: i64, event: &str) -> Result<Option<Failure>> {
    if table != "sends" {
        return Ok(None);
    }
    let (kept, body): (String, Vec<u8>) = tx.query_row("SELECT kept, body FROM sends WHERE id = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let kept: KeptSend = serde_json::from_str(&kept)?;
    clash(tx, event, &Send { body, ..kept.send })
}

pub(super) fn edit(tx: &Transaction<'_>, parked: &str, payload: &[u8], at_ms: i64) -> Result<Reply> {
    let Some((table, id, event)) = event_of(tx, parked)? else { return Ok(Reply::NotThere) };
    let before: Vec<u8> = if table == "work" {
        let before = tx.query_row("SELECT payload FROM events WHERE id = ?1", [&event], |row| row.get(0))?;
        tx.execute("UPDATE events SET payload = ?2 WHERE id = ?1", params![event, payload])?;
        before
    } else {
        let before = tx.query_row("SELECT body FROM sends WHERE id = ?1", [id], |row| row.get(0))?;
        tx.execute("UPDATE sends SET body = ?2 WHERE id = ?1", params![id, payload])?;
        before
    };
    history(tx, &event, at_ms, "edited", &format!("{parked} was: {}", String::from_utf8_lossy(&before)))?;
    settle(tx, &event)
}

pub(super) fn discard(tx: &Transaction<'_>, parked: &str, why: &str, at_ms: i64) -> Result<Reply> {
    let Some((table, id, event)) = event_of(tx, parked)? else { return Ok(Reply::NotThere) };
    tx.execute(&format!("UPDATE {table} SET state = 'discarded', changed = ?2 WHERE id = ?1"), params![id, at_ms])?;
    history(tx, &event, at_ms, "discarded", &format!("{parked}: {why}"))?;
    settle(tx, &event)
}
