//! What decoders learn of payloads, kept with the plan that it is about: gone when the plan is.

use std::sync::{Mutex, PoisonError};

use crate::decode::Learned;

/// As many as threads that ever decoded by the plan at the same time.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Vec<Learned>>);

impl Shelf {
    /// What another message left, or nothing yet.
    pub fn take(&self) -> Learned {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub fn put_back(&self, learned: Learned) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(learned);
    }
}

/// Another plan learns for itself.
impl Clone for Shelf {
    fn clone(&self) -> Shelf {
        Shelf::default()
    }
}
