//! Asking the flows, and committing all that they decided as one.

use std::collections::HashMap;

use crossdock_engine::{Decision, Event, Outcome};

use super::Shared;
use crate::clock::now_ms;
use crate::core::{Attempt, consequence_of_all};
use crate::store::{Command, Decided, Failed, StoreError, StoredEvent};

impl Shared {
    pub(super) async fn decide(&self, event: StoredEvent) -> Result<(), StoreError> {
        let _permit = self.permits.acquire().await.map_err(|_| StoreError::Stopped)?;
        let generation = self.generations.live();
        let id = event.id.clone();
        let waiting = self.reads.ask({
            let id = id.clone();
            move |reader| reader.waiting_work(&id)
        });
        let attempts: HashMap<String, u32> = waiting.await?.into_iter().map(|(flow, attempts, _)| (flow, attempts)).collect();
        let flows = generation.flows.clone();
        let decided = tokio::task::spawn_blocking(move || flows.decide(&as_event(&event))).await;
        let decisions = decided.map_err(|crash| StoreError::Crashed(crash.to_string()))?.into_iter().map(|decision| decided_now(&id, decision, &attempts)).collect();
        self.writer.submit(Command::Decide { event: id, decisions, generation: generation.id.clone(), at_ms: now_ms() }).await?;
        Ok(())
    }
}

fn as_event(event: &StoredEvent) -> Event<'_> {
    Event {
        id: &event.id,
        system: &event.system,
        name: &event.name,
        payload: &event.payload,
        headers: &event.headers,
        received: jiff::Timestamp::from_millisecond(event.received_ms).unwrap_or_default(),
    }
}

/// What follows from a decision by its flow's policy.
fn decided_now(event: &str, mut decision: Decision, attempts: &HashMap<String, u32>) -> Decided {
    let Outcome::Failed(failures) = &decision.outcome else { return Decided { decision, failed: None } };
    let number = attempts.get(&decision.flow).copied().unwrap_or(0) + 1;
    let attempt = Attempt { id: event, number, now_ms: now_ms(), retry_after_ms: None };
    let (failures, next, tell) = consequence_of_all(&decision.policy, failures, attempt);
    let words = failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    for desk in &tell.notify {
        tracing::warn!(desk, event, flow = decision.flow, "{words}");
    }
    for desk in &tell.alert {
        tracing::error!(desk, event, flow = decision.flow, "alert: {words}");
    }
    decision.outcome = Outcome::Failed(failures);
    Decided { decision, failed: Some(Failed { attempts: number, next, alert: tell.alert }) }
}
