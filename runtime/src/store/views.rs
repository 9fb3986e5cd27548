//! What people and tools are shown: traces, the exception queue, the audit.

use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use super::{Reader, StoreError, parked};

type Result<T> = std::result::Result<T, StoreError>;

/// Everything that happened to one key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trace {
    pub key: String,
    pub events: Vec<EventView>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EventView {
    pub id: String,
    pub sequence: i64,
    pub system: String,
    pub name: String,
    pub status: String,
    pub generation: Option<String>,
    pub history: Vec<Entry>,
}

/// One line of history; `id` grows with time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub id: i64,
    pub event: String,
    /// UTC, in the form of RFC 3339.
    pub at: String,
    pub what: String,
    pub detail: String,
}

/// A line of the exception queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParkedView {
    pub id: String,
    pub event: String,
    pub flow: String,
    /// The target, where a send is parked.
    pub system: Option<String>,
    pub desk: Option<String>,
    pub since: String,
    /// Name, path and words of each failure.
    pub failures: Vec<crossdock_engine::Failure>,
    /// Events of the same key that wait behind it.
    pub waiting: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParkedDetail {
    #[serde(flatten)]
    pub parked: ParkedView,
    pub payload: String,
    pub history: Vec<Entry>,
}

/// Whether all that was accepted is accounted for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub accepted: i64,
    pub done: i64,
    pub parked: i64,
    pub pending: i64,
    pub discarded: i64,
    pub holds: bool,
    /// What does not hold, in words.
    pub problems: Vec<String>,
}

impl Reader<'_> {
    /// The event of that id, and all that have the key.
    pub fn trace(&self, key: &str) -> Result<Trace> {
        let sql = "SELECT id, sequence, system, name, status, generation FROM events WHERE id = ?1 OR id IN (SELECT event FROM keys WHERE value = ?1) ORDER BY sequence LIMIT 1000";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([key], |row| {
            Ok(EventView { id: row.get(0)?, sequence: row.get(1)?, system: row.get(2)?, name: row.get(3)?, status: row.get(4)?, generation: row.get(5)?, history: Vec::new() })
        })?;
        let mut events = rows.collect::<std::result::Result<Vec<EventView>, _>>()?;
        for event in &mut events {
            event.history = self.history_of(&event.id)?;
        }
        Ok(Trace { key: key.to_owned(), events })
    }

    pub fn history_of(&self, event: &str) -> Result<Vec<Entry>> {
        self.entries("SELECT id, event, at, what, detail FROM history WHERE event = ?1 ORDER BY id LIMIT 10000", [event.to_owned()])
    }

    /// The history of all events behind an entry, for those who follow it.
    pub fn history_after(&self, id: i64) -> Result<Vec<Entry>> {
        self.entries("SELECT id, event, at, what, detail FROM history WHERE id > ?1 ORDER BY id LIMIT 1000", [id])
    }

    fn entries(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Entry>> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map(params, |row| Ok(Entry { id: row.get(0)?, event: row.get(1)?, at: instant(row.get(2)?), what: row.get(3)?, detail: row.get(4)? }))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    pub fn parked(&self) -> Result<Vec<ParkedView>> {
        let sql = "SELECT 'w' || id, event, flow, NULL, desk, changed, detail FROM work WHERE state = 'parked'
                   UNION ALL SELECT 's' || id, event, flow, system, desk, changed, failure FROM sends WHERE state = 'parked' ORDER BY 6";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let failures: Option<String> = row.get(6)?;
            let view = ParkedView {
                id: row.get(0)?,
                event: row.get(1)?,
                flow: row.get(2)?,
                system: row.get(3)?,
                desk: row.get(4)?,
                since: instant(row.get(5)?),
                failures: Vec::new(),
                waiting: 0,
            };
            Ok((view, failures))
        })?;
        rows.map(|row| {
            let (mut view, failures) = row?;
            view.failures = failures.map_or_else(|| Ok(Vec::new()), |json| read_failures(&json))?;
            view.waiting = self.waiting_behind(&view.event)?;
            Ok(view)
        })
        .collect()
    }

    fn waiting_behind(&self, event: &str) -> Result<i64> {
        // Said twice, so that SQLite sees that the index of open events will do.
        let open = "b.status IN ('pending', 'parked') AND b.status = 'pending'";
        let sql = format!("SELECT count(*) FROM events a JOIN events b ON b.lane = a.lane AND b.sequence > a.sequence AND {open} WHERE a.id = ?1");
        Ok(self.connection.query_row(&sql, [event], |row| row.get(0))?)
    }

    pub fn parked_detail(&self, id: &str) -> Result<Option<ParkedDetail>> {
        let Some(parked) = self.parked()?.into_iter().find(|parked| parked.id == id) else { return Ok(None) };
        let payload: Option<Vec<u8>> = match parked::row(id) {
            Some(("sends", row)) => self.connection.query_row("SELECT body FROM sends WHERE id = ?1", [row], |row| row.get(0)).optional()?,
            _ => self.connection.query_row("SELECT payload FROM events WHERE id = ?1", [&parked.event], |row| row.get(0)).optional()?,
        };
        let history = self.history_of(&parked.event)?;
        Ok(Some(ParkedDetail { payload: String::from_utf8_lossy(&payload.unwrap_or_default()).into_owned(), history, parked }))
    }

    /// Counts twice: the counter that acceptance keeps against the events there are, and each event's status against its parts. All of it at
    /// one moment: an event that moves on between two counts would be in neither.
    pub fn audit(&self) -> Result<Audit> {
        let _moment = self.connection.unchecked_transaction()?;
        let one = |sql: &str| -> Result<i64> { Ok(self.connection.query_row(sql, [], |row| row.get(0))?) };
        let status = |name: &str| one(&format!("SELECT count(*) FROM events WHERE status = '{name}'"));
        let mut audit = Audit {
            accepted: one("SELECT value FROM counters WHERE name = 'accepted'")?,
            done: status("done")?,
            parked: status("parked")?,
            pending: status("pending")?,
            discarded: status("discarded")?,
            ..Audit::default()
        };
        let accounted = audit.done + audit.parked + audit.pending + audit.discarded;
        if audit.accepted != accounted {
            audit.problems.push(format!("{} events were accepted, {accounted} are accounted for", audit.accepted));
        }
        let parts = "(SELECT event, state FROM work UNION ALL SELECT event, state FROM sends)";
        for (sql, problem) in [
            (
                format!("SELECT count(*) FROM events WHERE status IN ('done', 'discarded') AND id IN (SELECT event FROM {parts} WHERE state IN ('pending', 'parked'))"),
                "events are at their end although something of them is not",
            ),
            (
                format!("SELECT count(*) FROM events WHERE status = 'parked' AND id NOT IN (SELECT event FROM {parts} WHERE state = 'parked')"),
                "events are parked although nothing of them is",
            ),
            ("SELECT count(*) FROM events WHERE status != 'pending' AND decided = 0".to_owned(), "events were never decided although they are not pending"),
        ] {
            let found = one(&sql)?;
            if found > 0 {
                audit.problems.push(format!("{found} {problem}"));
            }
        }
        audit.holds = audit.problems.is_empty();
        Ok(audit)
    }
}

/// A send keeps one failure, a flow's work a list.
fn read_failures(json: &str) -> Result<Vec<crossdock_engine::Failure>> {
    if json.starts_with('[') { Ok(serde_json::from_str(json)?) } else { Ok(vec![serde_json::from_str(json)?]) }
}

/// UTC, in the form of RFC 3339.
pub(super) fn instant(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |at| format!("{at:.3}"))
}
