//! The tables, and the views that `sqlite3` may rely on.

use std::path::Path;

use rusqlite::Connection;

use super::StoreError;

const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE events (
  sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  system     TEXT NOT NULL,
  name       TEXT NOT NULL,
  payload    BLOB NOT NULL,
  headers    TEXT NOT NULL,
  received   INTEGER NOT NULL,
  dedup      TEXT NOT NULL UNIQUE,
  lane       TEXT NOT NULL,
  generation TEXT,
  decided    INTEGER NOT NULL DEFAULT 0,
  status     TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX events_open ON events(sequence) WHERE status IN ('pending', 'parked');
CREATE TABLE work (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  event    TEXT NOT NULL REFERENCES events(id),
  flow     TEXT NOT NULL,
  state    TEXT NOT NULL,
  detail   TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at  INTEGER,
  desk     TEXT,
  changed  INTEGER NOT NULL,
  UNIQUE (event, flow)
);
CREATE TABLE sends (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  event    TEXT NOT NULL REFERENCES events(id),
  flow     TEXT NOT NULL,
  ordinal  INTEGER NOT NULL,
  system   TEXT NOT NULL,
  message  TEXT NOT NULL,
  key      TEXT NOT NULL,
  body     BLOB NOT NULL,
  kept     TEXT NOT NULL,
  state    TEXT NOT NULL,
  failure  TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at  INTEGER,
  desk     TEXT,
  changed  INTEGER NOT NULL,
  UNIQUE (event, flow, ordinal)
);
CREATE INDEX sends_key ON sends(key);
CREATE INDEX sends_open ON sends(event) WHERE state IN ('pending', 'parked');
CREATE TABLE history (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  event  TEXT NOT NULL REFERENCES events(id),
  at     INTEGER NOT NULL,
  what   TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX history_event ON history(event);
CREATE TABLE keys (value TEXT NOT NULL, event TEXT NOT NULL REFERENCES events(id), PRIMARY KEY (value, event)) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counters VALUES ('accepted', 0);

-- Stable: these views keep their columns from version to version. Times are UTC.
CREATE VIEW crossdock_events AS
  SELECT sequence, id, system, name, datetime(received / 1000, 'unixepoch') AS received, status, generation FROM events;
CREATE VIEW crossdock_sends AS
  SELECT 's' || id AS id, event, flow, system, message, state, attempts, json_extract(failure, '$.message') AS failure FROM sends;
CREATE VIEW crossdock_parked AS
  SELECT 'w' || id AS id, event, flow, NULL AS system, desk, detail AS failures FROM work WHERE state = 'parked'
  UNION ALL SELECT 's' || id, event, flow, system, desk, failure FROM sends WHERE state = 'parked';
CREATE VIEW crossdock_history AS
  SELECT event, datetime(at / 1000, 'unixepoch') AS at, what, detail FROM history;
";

pub(super) fn migrate(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match found {
        0 => Ok(connection.execute_batch(&format!("BEGIN;{TABLES}PRAGMA user_version = {VERSION};COMMIT;"))?),
        VERSION => Ok(()),
        _ => Err(StoreError::TooNew { path: path.display().to_string(), found, known: VERSION }),
    }
}
