//! Payload bytes to slots, in one walk by the plan; no document tree stands in between.
//!
//! Every byte is checked: UTF-8, the JSON grammar (of what is skipped too), and that what is read satisfies its type. Where JSON leaves
//! room, this reader decides:
//! - A key that the record declares may stand once in its object, however it is escaped, read or not. Keys of a map likewise. Other
//!   objects' keys are not compared.
//! - Absent and `null` are both missing.
//! - Numbers are exact. `12.0` and `1.2e1` are the whole number 12; `12.5` is none. A decimal keeps the digits that it came with, or
//!   has as many behind the point as its type says.
//! - Half of a surrogate pair (`"\ud83d"`) is invalid everywhere; so is a byte order mark.
//! - Nesting is at most 128 deep.

mod list;
mod number;
mod object;
mod path;
mod plainly;
mod report;
mod scan;
mod string;
mod template;
#[cfg(test)]
mod tests;
mod trail;
mod value;

use crossdock_compiler::limits;

use crate::Failure;
use crate::plan::DecodePlan;
use crate::slot::{Memory, Slot};
pub(crate) use number::int;
use path::Path;
pub(crate) use path::step;
use scan::{Fault, Scanner};
pub(crate) use trail::Learned;

/// Failures that are collected before the rest of the payload is left unread.
const MOST_FAILURES: usize = 20;

/// Reads a payload: the record, its slots in memory. Failures are all named `invalid`: values that do not satisfy their types are
/// collected (20 at most); what is no JSON at all is the only failure then.
pub fn decode(plan: &DecodePlan, payload: &[u8], memory: &mut Memory) -> Result<Slot, Vec<Failure>> {
    decode_at(plan, payload, 0, memory)
}

/// The same for a document that stands among others in one buffer, from byte `base` on: its texts are ranges of the buffer.
pub(crate) fn decode_at(plan: &DecodePlan, payload: &[u8], base: u32, memory: &mut Memory) -> Result<Slot, Vec<Failure>> {
    // A field has its place in each record that is there, be it absent, so that few bytes could ask for much memory.
    decode_within(limits::VALUES.most, plan, (payload, base), memory)
}

fn decode_within(most: usize, plan: &DecodePlan, (payload, base): (&[u8], u32), memory: &mut Memory) -> Result<Slot, Vec<Failure>> {
    let text = report::checked_text(payload).map_err(|failure| vec![failure])?;
    memory.scratch.clear();
    let mut decoder = Decoder { most, plan, text, base, scan: Scanner::new(payload), memory, learned: plan.learned.take(), failures: Vec::new() };
    let result = decoder.whole();
    let Decoder { failures, learned, .. } = decoder;
    plan.learned.put_back(learned);
    memory.scratch.clear();
    match result {
        Err(Stop::Full) => Err(vec![report::full(most)]),
        Err(Stop::Grammar(fault)) => Err(vec![report::grammar(payload, fault)]),
        Ok(record) if failures.is_empty() => Ok(record),
        Ok(_) | Err(Stop::Enough) => Err(failures),
    }
}

/// Why reading ends early.
#[derive(Clone, Copy, Debug)]
enum Stop {
    Grammar(Fault),
    /// There are failures enough.
    Enough,
    /// There are more values than a message may hold.
    Full,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Grammar(fault)
    }
}

struct Decoder<'p> {
    /// Slots that all values together may take.
    most: usize,
    plan: &'p DecodePlan,
    /// The payload.
    text: &'p str,
    /// Where the payload begins in the buffer that texts are ranges of.
    base: u32,
    scan: Scanner<'p>,
    memory: &'p mut Memory,
    /// What payloads of this plan looked like.
    learned: Learned,
    failures: Vec<Failure>,
}

impl Decoder<'_> {
    fn whole(&mut self) -> Result<Slot, Stop> {
        let plan = self.plan;
        self.scan.blanks();
        let record = self.value(&plan.root, &Path::Root)?;
        self.scan.end()?;
        Ok(record)
    }

    /// Asked before so many slots more are taken.
    fn room(&self, more: usize) -> Result<(), Stop> {
        let taken = self.memory.slots.len().saturating_add(self.memory.scratch.len());
        if taken.saturating_add(more) > self.most { Err(Stop::Full) } else { Ok(()) }
    }
}
