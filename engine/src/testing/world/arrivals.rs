//! The events that came in, told apart as the runtime tells them apart.

use std::collections::HashMap;

use jiff::Timestamp;

use super::super::Run;
use super::super::given::GivenEvent;
use super::What;
use crate::decision::{Flows as _, Identity};

/// The events so far, each with its payload.
#[derive(Default)]
pub(super) struct Arrivals {
    count: usize,
    known: HashMap<(String, Identity<'static>), Vec<u8>>,
}

impl Run<'_, '_> {
    /// The event's id; none if it came before.
    pub(super) fn accept(&mut self, event: &GivenEvent, received: Timestamp) -> Option<String> {
        if event.told_by_payload {
            let identity = self.bench.program.keys(&event.at("", received)).identity(&event.payload).into_owned();
            if let Some(again) = self.world.arrivals.again(event, &identity) {
                self.world.happened(again);
                return None;
            }
            self.world.arrivals.known.insert((event.full_name(), identity), event.payload.clone());
        }
        self.world.arrivals.count += 1;
        Some(format!("test-{}", self.world.arrivals.count))
    }
}

impl Arrivals {
    fn again(&self, event: &GivenEvent, identity: &Identity<'static>) -> Option<What> {
        let first = self.known.get(&(event.full_name(), identity.clone()))?;
        let by = if let Identity::Key(values) = identity { values.to_vec() } else { Vec::new() };
        Some(What::Again { event: event.full_name(), by, changed: *first != event.payload })
    }
}

impl GivenEvent {
    /// `shop.order_created`
    fn full_name(&self) -> String {
        format!("{}.{}", self.system, self.name)
    }
}
