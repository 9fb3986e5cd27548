//! The functions that `stdlib/*.flow` declares as `native fn`, one file for each of its files.
//!
//! The checker has seen to the arguments' types; a native that is given others all the same raises rather than panics. A function of
//! an element (`x -> …`) never arrives here: in its place stands the list of what it gave, one result an element.

mod args;
mod date;
mod encoding;
mod enums;
mod hash;
mod json;
mod list;
mod map;
mod number;
mod pattern;
#[cfg(test)]
mod tests;
mod text;

pub use encoding::escape_html;

pub(crate) use args::rounding;

use crossdock_compiler::limits;

use crate::slot::{List, Memory, Origin, Slot, Text};
use crate::view::View;

/// A native function under its full name, `text.trim`: file and name.
#[derive(Debug)]
pub struct Native {
    pub name: &'static str,
    pub call: Call,
}

/// The receiver is the first argument.
pub type Call = fn(&mut Cx<'_>, &[Slot]) -> Result<Slot, Raise>;

/// What a native works with.
pub struct Cx<'a> {
    pub payload: &'a [u8],
    pub memory: &'a mut Memory,
    pub constants: &'a str,
    /// When the event was received: what `now()` gives.
    pub received: jiff::Timestamp,
}

/// A failure that a native raises; path and source are the caller's to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raise {
    /// `invalid`, `misfit` …
    pub failure: &'static str,
    pub message: String,
}

impl Raise {
    pub fn invalid(message: impl Into<String>) -> Raise {
        Raise { failure: "invalid", message: message.into() }
    }

    /// More than the memory of one message holds.
    pub fn too_much() -> Raise {
        let (text, values) = (limits::TEXT.most >> 20, limits::VALUES.most >> 20);
        Raise { failure: limits::TEXT.failure, message: format!("The message makes more than {text} MB of text, or more than {values} million values.") }
    }

    pub fn misfit(message: impl Into<String>) -> Raise {
        Raise { failure: "misfit", message: message.into() }
    }
}

impl Cx<'_> {
    pub fn view(&self) -> View<'_> {
        View { payload: self.payload, memory: self.memory, constants: self.constants }
    }

    pub fn text(&self, text: Text) -> &str {
        self.view().text(text)
    }

    /// Puts text into memory.
    pub fn new_text(&mut self, text: &str) -> Slot {
        self.memory.add_text(text)
    }

    /// The same text at the end of memory.
    pub fn copied(&mut self, text: Text) -> Text {
        let start = self.memory.text.len();
        let range = text.start as usize..text.start as usize + text.len as usize;
        match text.origin {
            Origin::Payload => self.memory.text.push_str(std::str::from_utf8(self.payload.get(range).unwrap_or_default()).unwrap_or_default()),
            Origin::Memory => self.memory.text.extend_from_within(range),
            Origin::Constant => self.memory.text.push_str(self.constants.get(range).unwrap_or_default()),
        }
        Text { start: start as u32, origin: Origin::Memory, ..text }
    }

    /// Puts text into memory that is written there.
    pub fn written(&mut self, write: impl FnOnce(&mut String) -> std::fmt::Result) -> Slot {
        let start = self.memory.text.len();
        let written = write(&mut self.memory.text);
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        let len = (self.memory.text.len() - start) as u32;
        Slot::Text(Text { start: start as u32, len, origin: Origin::Memory, clean: false })
    }

    /// Puts a list of single slots into memory.
    pub fn new_list(&mut self, slots: impl IntoIterator<Item = Slot>) -> Slot {
        let start = self.memory.slots.len();
        self.memory.slots.extend(slots);
        let len = (self.memory.slots.len() - start) as u32;
        Slot::List(List { start: start as u32, len, stride: 1, records: false })
    }
}

/// The native of that full name.
pub fn find(name: &str) -> Option<&'static Native> {
    all().find(|native| native.name == name)
}

/// Every native.
pub fn all() -> impl Iterator<Item = &'static Native> {
    let of_texts = [text::NATIVES, pattern::NATIVES, encoding::NATIVES, hash::NATIVES, json::NATIVES];
    of_texts.into_iter().chain([number::NATIVES, date::NATIVES, list::NATIVES, map::NATIVES, enums::NATIVES]).flatten()
}
