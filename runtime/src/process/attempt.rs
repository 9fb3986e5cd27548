//! One attempt to deliver one send.

use super::Shared;
use crate::clock::now_ms;
use crate::core::{Attempt, consequence};
use crate::store::{AttemptResult, Command, PendingSend, StoreError};

impl Shared {
    pub(super) async fn attempt(&self, event: &str, pending: PendingSend) -> Result<(), StoreError> {
        let delivered = {
            let _permit = self.permits.acquire().await.map_err(|_| StoreError::Stopped)?;
            let generation = self.generations.live();
            self.deliverer.deliver(&generation.config, &pending.kept.send).await
        };
        let at_ms = now_ms();
        let result = match delivered {
            Ok(status) => AttemptResult::Delivered { status },
            Err(refusal) => {
                let send = &pending.kept.send;
                let attempt = Attempt { id: &send.idempotency_key, number: pending.attempts.saturating_add(1), now_ms: at_ms, retry_after_ms: refusal.retry_after_ms };
                let consequence = consequence(&pending.kept.policy, &refusal.failure, attempt);
                for desk in &consequence.tell.notify {
                    tracing::warn!(desk, event, system = send.system, message = send.message, "{}", consequence.failure);
                }
                for desk in &consequence.tell.alert {
                    tracing::error!(desk, event, system = send.system, message = send.message, "alert: {}", consequence.failure);
                }
                AttemptResult::Failed { failure: consequence.failure, next: consequence.next, alert: consequence.tell.alert }
            }
        };
        self.writer.submit(Command::Attempt { send: pending.id, at_ms, result }).await?;
        Ok(())
    }
}
