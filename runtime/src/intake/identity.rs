//! What an event is called, what makes it the same as another, and behind which others it waits.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use crossdock_engine::{Event, Flows, Identity, Inlet};
use sha2::{Digest as _, Sha256};

use crate::store::NewEvent;

/// The event that came in at `inlet`, ready for the journal.
pub fn identified(flows: &dyn Flows, inlet: &Inlet, payload: Vec<u8>, headers: Vec<(String, String)>, at_ms: i64) -> NewEvent {
    let id = new_id(at_ms);
    let received = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let keys = flows.keys(&Event { id: &id, system: &inlet.system, name: &inlet.event, payload: &payload, headers: &headers, received });
    let (kind, values) = match keys.identity(&payload) {
        Identity::Key(values) => ("key", values.into_owned()),
        Identity::Payload(payload) => ("payload", vec![hex(&Sha256::digest(&payload))]),
    };
    let dedup = digest([kind, &inlet.system, &inlet.event].into_iter().chain(values.iter().map(String::as_str)));
    let lane = match &keys.order {
        Some(values) => digest(["lane", &inlet.system].into_iter().chain(values.iter().map(String::as_str))),
        None => id.clone(),
    };
    let mut search: Vec<String> = keys.once.into_iter().chain(keys.order).flatten().collect();
    search.sort();
    search.dedup();
    NewEvent { id, system: inlet.system.clone(), name: inlet.event.clone(), payload, headers, at_ms, dedup, lane, keys: search }
}

/// Sorts by time, and is not given twice: milliseconds, a count, and chance that differs between processes.
fn new_id(at_ms: i64) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut chance = RandomState::new().build_hasher();
    chance.write_u64(count);
    chance.write_u32(std::process::id());
    format!("{at_ms:012x}{:016x}", chance.finish())
}

/// Lengths keep `ab, c` apart from `a, bc`.
fn digest<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let written = write!(text, "{byte:02x}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_differ_and_grow_with_time() {
        let ids: HashSet<String> = (0..10_000).map(|_| new_id(1_700_000_000_000)).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(new_id(1_700_000_000_000) < new_id(1_700_000_000_001));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
