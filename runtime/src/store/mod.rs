//! The journal and all that follows from it, on disk.
//!
//! Writes are commands. A batch of them is one transaction that is on disk when [`Store::commit`] returns: that is what an acknowledgement
//! waits for. What an event stands at is kept beside what its parts stand at, so that the audit can compare the two.

mod decided;
mod parked;
mod reads;
mod schema;
mod views;
mod writes;

use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crossdock_engine::{Decision, Failure, Policy, Send};
use crossdock_project::in_words;
use rusqlite::Connection;

pub use reads::{PendingSend, StoredEvent};
pub use views::{Audit, Entry, EventView, ParkedDetail, ParkedView, Trace};

/// What is to be written.
#[derive(Clone, Debug)]
pub enum Command {
    Accept(NewEvent),
    /// What the flows decided about an event: all of it, or nothing.
    Decide {
        event: String,
        decisions: Vec<Decided>,
        generation: String,
        at_ms: i64,
    },
    /// How an attempt to deliver a send ended.
    Attempt {
        send: i64,
        at_ms: i64,
        result: AttemptResult,
    },
    /// A parked entry is to be tried again; `w3` is a flow's work, `s4` a send.
    Retry {
        parked: String,
        at_ms: i64,
    },
    /// The payload of a parked event, or the body of a parked send, is corrected.
    Edit {
        parked: String,
        payload: Vec<u8>,
        at_ms: i64,
    },
    Discard {
        parked: String,
        why: String,
        at_ms: i64,
    },
}

/// An event that came in.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: String,
    pub system: String,
    pub name: String,
    pub payload: Vec<u8>,
    pub headers: Vec<(String, String)>,
    pub at_ms: i64,
    /// Two events with the same are one.
    pub dedup: String,
    /// Events with the same are processed in the order of acceptance.
    pub lane: String,
    /// Values that a search finds it by.
    pub keys: Vec<String>,
}

/// What one flow decided, and what follows from it.
#[derive(Clone, Debug)]
pub struct Decided {
    pub decision: Decision,
    /// For a decision that failed.
    pub failed: Option<Failed>,
}

#[derive(Clone, Debug)]
pub struct Failed {
    pub attempts: u32,
    pub next: crate::core::Next,
    /// Desks that are alerted.
    pub alert: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum AttemptResult {
    Delivered { status: u16 },
    Failed { failure: Failure, next: crate::core::Next, alert: Vec<String> },
}

/// What a command gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Accepted {
        event: String,
        sequence: i64,
        duplicate: bool,
    },
    /// The event that it was about, and how that stands now.
    Changed {
        event: String,
        status: String,
    },
    /// There is nothing of that name to change.
    NotThere,
    /// What is parked stays so, for this reason.
    StaysParked(String),
}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store {path} is in use by another process; ask that one through its API, or stop it first")]
    InUse { path: String },
    #[error("the store {path} was written by a newer version (schema {found}, this one knows {known})")]
    TooNew { path: String, found: i64, known: i64 },
    #[error("the store {path} cannot be opened: {why}")]
    Open { path: String, why: String },
    #[error("the store {path} cannot be written, so nothing could be accepted; its file and folder must belong to whoever runs this")]
    ReadOnly { path: String },
    #[error("the store: {0}")]
    Sqlite(rusqlite::Error),
    #[error("the store's lock file cannot be written: {0}")]
    Announce(String),
    #[error("the store holds what cannot be read: {0}")]
    Damaged(#[from] serde_json::Error),
    #[error("the store's writer has stopped")]
    Stopped,
    /// Not the store's fault, but what was to be written in it did not come about.
    #[error("Crossdock itself failed, please report it: {0}")]
    Crashed(String),
}

/// Without a cause of its own, which would say the same once more.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        StoreError::Sqlite(error)
    }
}

/// SQLite in one file, with one writer. A lock file beside it keeps a second process out.
pub struct Store {
    connection: Connection,
    lock: File,
}

impl Store {
    /// Opens or makes the store, and takes it for this process alone.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        let lock = lock(path)?;
        let connection = connect(path).map_err(|error| StoreError::Open { path: path.display().to_string(), why: error.to_string() })?;
        schema::migrate(&connection, path)?;
        Ok(Store { connection, lock })
    }

    /// Whoever accepts events has to find out before the first one.
    pub fn must_be_writable(&self, path: &Path) -> Result<(), StoreError> {
        if self.connection.is_readonly("main")? { Err(StoreError::ReadOnly { path: path.display().to_string() }) } else { Ok(()) }
    }

    /// Carries out all commands in one transaction, in order. When it returns, they are on disk; when it fails, none of them happened.
    pub fn commit(&mut self, commands: &[Command]) -> Result<Vec<Reply>, StoreError> {
        let transaction = self.connection.transaction()?;
        let replies = commands.iter().map(|command| writes::apply(&transaction, command)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(replies)
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader { connection: &self.connection }
    }

    /// Tells other processes where to ask while this one holds the store.
    pub fn announce(&mut self, address: &str) -> Result<(), StoreError> {
        let write = |lock: &mut File| lock.set_len(0).and_then(|()| lock.write_all(address.as_bytes())).and_then(|()| lock.flush());
        write(&mut self.lock).map_err(|error| StoreError::Announce(in_words(&error)))
    }

    /// What the process that holds the store has announced.
    pub fn holder(path: &Path) -> Option<String> {
        std::fs::read_to_string(lock_path(path)).ok().filter(|address| !address.is_empty())
    }
}

/// A second connection that only reads, for a store that is open.
pub struct ReadStore {
    connection: Connection,
}

impl ReadStore {
    pub fn open(path: &Path) -> Result<ReadStore, StoreError> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "query_only", "ON")?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        Ok(ReadStore { connection })
    }

    pub fn reader(&self) -> Reader<'_> {
        Reader { connection: &self.connection }
    }
}

/// What can be asked of a store.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    connection: &'c Connection,
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    Ok(connection)
}

fn lock_path(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = lock_path(path);
    let open = |error| StoreError::Open { path: path.display().to_string(), why: format!("its lock file {} cannot be taken: {}", lock_path.display(), in_words(&error)) };
    let file = File::options().create(true).truncate(false).write(true).open(&lock_path).map_err(open)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.display().to_string() }),
        Err(TryLockError::Error(error)) => Err(open(error)),
    }
}

/// What is kept of a send: all that is needed to deliver it, and its policy. The body stands beside it, as bytes.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct KeptSend {
    pub send: Send,
    pub policy: Policy,
}

#[cfg(test)]
mod tests;
