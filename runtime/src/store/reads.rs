//! What the runtime reads to go on with its work.

use rusqlite::{OptionalExtension as _, Row};

use super::{KeptSend, Reader, StoreError};

type Result<T> = std::result::Result<T, StoreError>;

/// An event as it is processed.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    pub id: String,
    pub system: String,
    pub name: String,
    pub payload: Vec<u8>,
    pub headers: Vec<(String, String)>,
    pub received_ms: i64,
    pub decided: bool,
    pub status: String,
}

/// A send that is still to be delivered.
#[derive(Clone, Debug)]
pub struct PendingSend {
    pub id: i64,
    pub kept: KeptSend,
    pub attempts: u32,
    pub next_at_ms: Option<i64>,
}

impl Reader<'_> {
    /// Id, lane and status of every event that is not at its end, in the order of acceptance.
    pub fn open_events(&self) -> Result<Vec<(String, String, String)>> {
        let mut statement = self.connection.prepare("SELECT id, lane, status FROM events WHERE status IN ('pending', 'parked') ORDER BY sequence")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    pub fn event(&self, id: &str) -> Result<Option<StoredEvent>> {
        let sql = "SELECT id, system, name, payload, headers, received, decided, status FROM events WHERE id = ?1";
        let found = self.connection.query_row(sql, [id], |row| Ok((event(row)?, row.get::<_, String>(4)?))).optional()?;
        let Some((mut event, headers)) = found else { return Ok(None) };
        event.headers = serde_json::from_str(&headers)?;
        Ok(Some(event))
    }

    /// Attempts and next time of each flow's work on the event that waits to be decided again.
    pub fn waiting_work(&self, event: &str) -> Result<Vec<(String, u32, Option<i64>)>> {
        let mut statement = self.connection.prepare("SELECT flow, attempts, next_at FROM work WHERE event = ?1 AND state = 'pending'")?;
        let rows = statement.query_map([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    pub fn pending_sends(&self, event: &str) -> Result<Vec<PendingSend>> {
        let mut statement = self.connection.prepare("SELECT id, kept, body, attempts, next_at FROM sends WHERE event = ?1 AND state = 'pending' ORDER BY flow, ordinal")?;
        let rows = statement.query_map([event], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
        rows.map(|row| {
            let (id, kept, body, attempts, next_at_ms) = row?;
            let mut kept: KeptSend = serde_json::from_str(&kept)?;
            kept.send.body = body;
            Ok(PendingSend { id, kept, attempts, next_at_ms })
        })
        .collect()
    }
}

fn event(row: &Row<'_>) -> rusqlite::Result<StoredEvent> {
    Ok(StoredEvent {
        id: row.get(0)?,
        system: row.get(1)?,
        name: row.get(2)?,
        payload: row.get(3)?,
        headers: Vec::new(),
        received_ms: row.get(5)?,
        decided: row.get(6)?,
        status: row.get(7)?,
    })
}
