//! What a unit's slots point into, for reading only.

use crate::slot::{Memory, Origin, Slot, Text};

/// The three places where text may stand: the payload, the working memory, the unit's constants.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub payload: &'a [u8],
    pub memory: &'a Memory,
    /// All text literals of the unit, end to end.
    pub constants: &'a str,
}

impl<'a> View<'a> {
    /// What stands in a record's slot.
    pub fn slot_of(&self, record: Slot, slot: u32) -> Slot {
        let at = if let Slot::Record(start) = record { start.checked_add(slot) } else { None };
        at.and_then(|at| self.memory.slots.get(at as usize)).copied().unwrap_or(Slot::Missing)
    }

    /// The text's bytes; empty if the range lies outside of its origin, which a slot of this unit never does.
    pub fn bytes(&self, text: Text) -> &'a [u8] {
        let all = match text.origin {
            Origin::Payload => self.payload,
            Origin::Memory => self.memory.text.as_bytes(),
            Origin::Constant => self.constants.as_bytes(),
        };
        let start = text.start as usize;
        all.get(start..start + text.len as usize).unwrap_or_default()
    }

    /// The text; a payload's text was checked to be UTF-8 when it was decoded.
    pub fn text(&self, text: Text) -> &'a str {
        let start = text.start as usize;
        let range = start..start + text.len as usize;
        match text.origin {
            Origin::Payload => std::str::from_utf8(self.bytes(text)).unwrap_or_default(),
            Origin::Memory => self.memory.text.get(range).unwrap_or_default(),
            Origin::Constant => self.constants.get(range).unwrap_or_default(),
        }
    }
}
