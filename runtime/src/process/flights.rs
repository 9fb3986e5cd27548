//! The attempts of one event that are under way: one to each system at a time.

use std::collections::HashMap;

use tokio::task::{Id, JoinSet};

use crate::store::StoreError;

#[derive(Default)]
pub struct Flights {
    attempts: JoinSet<Result<(), StoreError>>,
    /// Where each of them goes.
    systems: HashMap<Id, String>,
}

impl Flights {
    pub fn is_empty(&self) -> bool {
        self.attempts.is_empty()
    }

    pub fn any_to(&self, system: &str) -> bool {
        self.systems.values().any(|flying| flying == system)
    }

    pub fn launch(&mut self, system: String, attempt: impl Future<Output = Result<(), StoreError>> + Send + 'static) {
        let flight = self.attempts.spawn(attempt);
        self.systems.insert(flight.id(), system);
    }

    /// Waits for the next to end; none if none is under way.
    ///
    /// # Errors
    /// Of the store; or it panicked. Then its send is still pending, and is taken up again after a pause.
    pub async fn land(&mut self) -> Option<Result<(), StoreError>> {
        let (flight, result) = match self.attempts.join_next_with_id().await? {
            Ok(landed) => landed,
            Err(crash) => (crash.id(), Err(StoreError::Crashed(crash.to_string()))),
        };
        self.systems.remove(&flight);
        Some(result)
    }
}
