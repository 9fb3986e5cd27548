//! Many events become one: with all of them at hand the run goes on if they are enough, or if the time is over.

use std::ops::Range;

use super::{Interpreter, Raised, Run, Stop};
use crate::decision::Collecting;
use crate::decode::decode_at;
use crate::failure::Failure;
use crate::ir::{Blame, Collect};
use crate::plan::DecodePlan;
use crate::slot::Slot;

/// The events of a collection, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Events<'a> {
    pub decode: &'a DecodePlan,
    /// Where each stands in the payload's buffer.
    pub places: Vec<Range<usize>>,
    /// The time has run out.
    pub over: bool,
}

impl<'a> Interpreter<'a> {
    pub(super) fn collect(&mut self, item: &'a Collect) -> Run {
        let keys = item.keys.iter().map(|key| self.arg(key).unwrap_or_default()).collect();
        let waits = Stop::Collecting(Collecting { name: item.name.clone(), keys, after_ms: item.after_ms });
        let Some(events) = self.env.events else { return Err(waits) };
        let list = self.events(events)?;
        self.set(item.to, list);
        if events.over {
            return Ok(());
        }
        let Some((block, reg)) = &item.until else { return Err(waits) };
        self.block(block)?;
        if self.get(*reg) == Slot::Bool(true) { Ok(()) } else { Err(waits) }
    }

    fn events(&mut self, events: &Events<'_>) -> Run<Slot> {
        let mut records = Vec::with_capacity(events.places.len());
        for place in &events.places {
            let bytes = self.env.payload.get(place.clone()).unwrap_or_default();
            // Each was read when it came; another generation of the project may read it otherwise.
            let record = decode_at(events.decode, bytes, place.start as u32, self.memory).map_err(unreadable)?;
            records.push(record);
        }
        Ok(self.list(&records))
    }
}

fn unreadable(failures: Vec<Failure>) -> Stop {
    let raised =
        failures.into_iter().map(|failure| Raised { name: failure.name, message: failure.message, blame: failure.path.map_or(Blame::Nobody, Blame::Payload), source: "".into() });
    Stop::Failed(raised.collect())
}
