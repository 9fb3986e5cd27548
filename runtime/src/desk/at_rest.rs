//! The store while nobody runs on it.

use super::{DeskError, Result};
use crate::clock::now_ms;
use crate::store::{Command, Reader, Reply, Store, StoreError};

pub struct AtRest {
    store: Store,
}

impl AtRest {
    pub fn new(store: Store) -> AtRest {
        AtRest { store }
    }

    pub fn ask<T>(&self, question: impl FnOnce(Reader<'_>) -> std::result::Result<T, StoreError>) -> Result<T> {
        Ok(question(self.store.reader())?)
    }

    pub fn edit(&mut self, id: &str, payload: Vec<u8>) -> Result<()> {
        self.command(id, Command::Edit { parked: id.to_owned(), payload, at_ms: now_ms() })
    }

    /// The next start takes it up.
    pub fn retry(&mut self, id: &str) -> Result<()> {
        self.command(id, Command::Retry { parked: id.to_owned(), at_ms: now_ms() })
    }

    pub fn discard(&mut self, id: &str, why: &str) -> Result<()> {
        self.command(id, Command::Discard { parked: id.to_owned(), why: why.to_owned(), at_ms: now_ms() })
    }

    fn command(&mut self, id: &str, command: Command) -> Result<()> {
        match self.store.commit(&[command])?.as_slice() {
            [Reply::NotThere] => Err(DeskError::NothingParked(id.to_owned())),
            [Reply::StaysParked(why)] => Err(DeskError::StaysParked(why.clone())),
            _ => Ok(()),
        }
    }
}
