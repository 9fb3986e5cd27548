//! Values while a message is worked on: typed slots, never a document tree.
//!
//! A record is a run of slots in [`Memory::slots`], one for each field that the unit reads or sets (see [`Layouts`]); a list is a run of
//! equal strides. Text is a range of the payload where it could stay there, else of [`Memory::text`]. All of it is forgotten at once
//! when the message is done, and the buffers are used again.

use std::collections::HashMap;

use crossdock_compiler::limits;
use crossdock_compiler::typed::{Dec, RecordId};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slot {
    Missing,
    Bool(bool),
    Int(i64),
    Dec(Dec),
    Text(Text),
    /// Index of the variant.
    Enum(u32),
    Date(jiff::civil::Date),
    Time(jiff::civil::Time),
    Timestamp(jiff::Timestamp),
    /// Nanoseconds.
    Duration(i64),
    /// A JSON value as it stood in the payload.
    Json(Text),
    /// Index of its first slot.
    Record(u32),
    List(List),
    /// Index of the system.
    System(u32),
}

/// A run of UTF-8, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub start: u32,
    pub len: u32,
    pub origin: Origin,
    /// Known to need no escapes in JSON.
    pub clean: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Payload,
    Memory,
    /// A literal of the program ([`Memory`] does not hold it): range of the unit's constants.
    Constant,
}

/// `len` elements from slot `start`, each `stride` slots long. With `records` an element is the record at its first slot; a map of text
/// has stride 2 (key, value) and no records; else an element is the one slot, which may hold a record that stands elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    pub start: u32,
    pub len: u32,
    pub stride: u32,
    pub records: bool,
}

/// The working memory of one message; cleared and used again.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub slots: Vec<Slot>,
    pub text: String,
    /// The decoder's stack: records and lists that are not complete yet. Empty outside of it.
    pub scratch: Vec<Slot>,
    /// Buffers of the interpreter while it does not run.
    pub(crate) spare: Spare,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Spare {
    pub registers: Vec<Slot>,
    pub results: Vec<Slot>,
}

impl Memory {
    /// More was made than one message may; looked at after each instruction, none of which makes more than twice as much.
    pub fn is_full(&self) -> bool {
        self.text.len() > limits::TEXT.most || self.slots.len() > limits::VALUES.most
    }

    /// Puts text into memory.
    pub fn add_text(&mut self, text: &str) -> Slot {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Slot::Text(Text { start, len: text.len() as u32, origin: Origin::Memory, clean: false })
    }

    pub fn clear(&mut self) {
        self.slots.clear();
        self.text.clear();
        self.scratch.clear();
    }

    /// A list of some of the elements, in that order. Records stay where they are.
    pub fn selection(&mut self, list: List, order: impl IntoIterator<Item = u32>) -> Slot {
        let start = self.slots.len() as u32;
        if list.stride > 1 && !list.records {
            return self.runs(list, order);
        }
        for index in order {
            let at = list.start + index * list.stride;
            let slot = if list.records { Slot::Record(at) } else { self.slots.get(at as usize).copied().unwrap_or(Slot::Missing) };
            self.slots.push(slot);
        }
        Slot::List(List { start, len: self.slots.len() as u32 - start, stride: 1, records: false })
    }

    /// The same of a map, whose elements are pairs.
    fn runs(&mut self, list: List, order: impl IntoIterator<Item = u32>) -> Slot {
        let start = self.slots.len();
        for index in order {
            let from = (list.start + index * list.stride) as usize;
            let run = from..from + list.stride as usize;
            if run.end <= start {
                self.slots.extend_from_within(run);
            }
        }
        let len = (self.slots.len() - start) as u32 / list.stride;
        Slot::List(List { start: start as u32, len, ..list })
    }
}

/// Which slot each field of each record has in a unit. A field that the unit neither reads nor sets has none, and is not decoded.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    pub records: HashMap<RecordId, Layout>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// By field index.
    pub slots: Vec<Option<u32>>,
    /// Slots of one record.
    pub size: u32,
}
