//! Looking into a project's store and mending what is parked: through the API of the process that holds the store, or, at rest, in the
//! store itself.

mod at_rest;
mod live;

use std::path::Path;

use crossdock_project::find_root;

use crate::config::{ConfigError, RuntimeConfig};
use crate::store::{Audit, Entry, ParkedDetail, ParkedView, Store, StoreError, Trace};
use at_rest::AtRest;
use live::Live;

/// Either way, the same questions and the same commands.
pub enum Desk {
    Live(Live),
    AtRest(AtRest),
}

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Project(#[from] crossdock_project::Error),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is no store at {path} yet: nothing has run here; `crossdock run` starts it")]
    NoStore { path: String },
    #[error("the store {path} is in use, and the process that holds it does not say where its API is")]
    NoAddress { path: String },
    #[error("the runtime at {address} holds the store, but does not answer: {why}. If it is about to stop, try again when it has")]
    NoAnswer { address: String, why: String },
    #[error("{0}")]
    Refused(String),
    #[error("nothing is parked as {0}; `crossdock parked` lists what is")]
    NothingParked(String),
    #[error("{0}")]
    StaysParked(String),
}

type Result<T> = std::result::Result<T, DeskError>;

impl Desk {
    /// Of the project that `dir` is, or is in.
    pub fn open(dir: &Path) -> Result<Desk> {
        let root = find_root(dir)?;
        let config = RuntimeConfig::read(&root)?;
        let path = root.join(&config.store);
        if !path.exists() {
            return Err(DeskError::NoStore { path: path.display().to_string() });
        }
        match Store::open(&path) {
            Ok(store) => Ok(Desk::AtRest(AtRest::new(store))),
            Err(StoreError::InUse { path: shown }) => {
                let address = Store::holder(&path).ok_or(DeskError::NoAddress { path: shown })?;
                Ok(Desk::Live(Live::new(&address, config.api_token_of(&root)?)?))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Nobody runs: what is asked for happens at the next start.
    pub fn is_at_rest(&self) -> bool {
        matches!(self, Desk::AtRest(_))
    }

    pub async fn audit(&mut self) -> Result<Audit> {
        match self {
            Desk::Live(live) => live.get("/v1/audit").await,
            Desk::AtRest(store) => store.ask(|reader| reader.audit()),
        }
    }

    pub async fn trace(&mut self, key: &str) -> Result<Trace> {
        match self {
            Desk::Live(live) => live.get(&format!("/v1/trace/{}", live::segment(key))).await,
            Desk::AtRest(store) => store.ask(|reader| reader.trace(key)),
        }
    }

    /// Everything that happened behind an entry of the history; a running runtime waits a while for news.
    pub async fn history_after(&mut self, id: i64) -> Result<Vec<Entry>> {
        match self {
            Desk::Live(live) => live.get(&format!("/v1/history?after={id}")).await,
            Desk::AtRest(store) => store.ask(|reader| reader.history_after(id)),
        }
    }

    pub async fn parked(&mut self) -> Result<Vec<ParkedView>> {
        match self {
            Desk::Live(live) => live.get("/v1/parked").await,
            Desk::AtRest(store) => store.ask(|reader| reader.parked()),
        }
    }

    pub async fn show(&mut self, id: &str) -> Result<ParkedDetail> {
        let found = match self {
            Desk::Live(live) => live.find(&format!("/v1/parked/{}", live::segment(id))).await?,
            Desk::AtRest(store) => store.ask(|reader| reader.parked_detail(id))?,
        };
        found.ok_or_else(|| DeskError::NothingParked(id.to_owned()))
    }

    /// Puts `payload` in the place of what is parked; a retry then takes it.
    pub async fn edit(&mut self, id: &str, payload: Vec<u8>) -> Result<()> {
        match self {
            Desk::Live(live) => live.edit(id, payload).await,
            Desk::AtRest(store) => store.edit(id, payload),
        }
    }

    pub async fn retry(&mut self, id: &str) -> Result<()> {
        match self {
            Desk::Live(live) => live.retry(id).await,
            Desk::AtRest(store) => store.retry(id),
        }
    }

    /// Gives up on it; the reason stays in its history.
    pub async fn discard(&mut self, id: &str, why: &str) -> Result<()> {
        match self {
            Desk::Live(live) => live.discard(id, why).await,
            Desk::AtRest(store) => store.discard(id, why),
        }
    }
}
