//! Events that wait to become one.

use crossdock_compiler::syntax::Span;
use jiff::{SignedDuration, Timestamp};

use super::super::Run;
use super::{Deciding, Stuck, What, Work, World};
use crate::decision::{Collected, Collecting};

/// Events of one flow with the same keys.
pub(in crate::testing) struct Collection {
    pub flow: String,
    pub name: String,
    keys: Vec<String>,
    events: Vec<Vec<u8>>,
    /// Tells it from one that was closed before.
    number: usize,
    /// The decision about the last event, to be made again when the time is over.
    last: Option<Deciding>,
}

impl World {
    /// The event joins those with its keys, or is the first of them.
    pub(super) fn join(&mut self, deciding: &Deciding, collecting: &Collecting) -> Collected {
        let event = deciding.about.event.payload.clone();
        let same = |collection: &&mut Collection| collection.flow == deciding.about.flow && collection.keys == collecting.keys;
        if let Some(collection) = self.collections.iter_mut().find(same) {
            collection.events.push(event);
            return Collected { events: collection.events.clone(), over: false };
        }
        self.collected += 1;
        let (number, flow, name) = (self.collected, deciding.about.flow.clone(), collecting.name.clone());
        self.collections.push(Collection { flow, name, keys: collecting.keys.clone(), events: vec![event.clone()], number, last: None });
        self.wait(SignedDuration::from_millis(collecting.after_ms), Work::RunsOut(number));
        Collected { events: vec![event], over: false }
    }

    /// It goes on collecting; the decision about its last event is kept for the end of the time.
    pub(super) fn keep(&mut self, deciding: Deciding, collecting: &Collecting) {
        let same = |collection: &&mut Collection| collection.flow == deciding.about.flow && collection.keys == collecting.keys;
        if let Some(collection) = self.collections.iter_mut().find(same) {
            collection.last = Some(deciding);
        }
    }

    /// What was decided about all of the events closes their collection.
    pub(super) fn close(&mut self, deciding: &Deciding) {
        if let Some(collected) = &deciding.known.collected {
            self.collections.retain(|collection| collection.flow != deciding.about.flow || collection.events != collected.events);
        }
    }
}

impl Run<'_, '_> {
    /// The time of a collection is over: its flow goes on with what has come.
    pub(super) fn runs_out(&mut self, number: usize, due: Timestamp, span: Span) -> Result<(), Stuck> {
        let Some(at) = self.world.collections.iter().position(|collection| collection.number == number) else { return Ok(()) };
        let collection = self.world.collections.remove(at);
        self.bench.collected(&collection.flow);
        self.world.happened(What::Over { flow: collection.flow, name: collection.name, count: collection.events.len() });
        let Some(mut deciding) = collection.last else { return Ok(()) };
        deciding.about.received = due;
        deciding.known.collected = Some(Collected { events: collection.events, over: true });
        self.decide_until_known(deciding, None, span)
    }
}
