//! Waiting for something to become true, bounded.

use std::time::{Duration, Instant};

/// Asks every 20 ms until `ask` gives a value; panics with `what` after `limit`.
pub async fn until<T>(what: &str, limit: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = ask().await {
            return value;
        }
        assert!(start.elapsed() < limit, "gave up after {limit:?} waiting for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
