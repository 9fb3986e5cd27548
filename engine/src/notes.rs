//! What a person would want to know about a condition that does not hold: the value of each of its parts.
//!
//! Only a program that is lowered with [`Notes`] writes them, for tests; production has none of these instructions.

use std::sync::{Arc, Mutex, PoisonError};

/// More parts than these are not read.
pub(crate) const LINES_MAX: usize = 24;
/// Characters of a part's text.
const TEXT_MAX: usize = 60;
/// Characters of its value.
pub(crate) const VALUE_MAX: usize = 200;

/// Notes so far, each of one or more lines.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    pub(crate) fn add(&self, note: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// All of them, which are gone then.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// All of them, in the order in which they came, each once.
    pub(crate) fn all(&self) -> Vec<String> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        notes.dedup();
        notes
    }
}

/// A part of a condition, how deep it stands in it, and what it comes to.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub depth: usize,
    pub text: String,
    pub value: String,
}

impl Line {
    pub fn new(depth: usize, text: &str, value: &str) -> Line {
        Line { depth, text: shortened(text, TEXT_MAX), value: shortened(value, VALUE_MAX) }
    }
}

/// Each on a line of its own, indented by its depth, the values in one column.
pub(crate) fn laid_out(lines: &[Line], indent: usize) -> String {
    let width = lines.iter().map(|line| line.depth * 2 + line.text.chars().count()).max().unwrap_or(0);
    let shown = lines.iter().take(LINES_MAX).map(|line| {
        let fill = " ".repeat(width.saturating_sub(line.depth * 2 + line.text.chars().count()));
        format!("\n{}{}{fill}  {}", " ".repeat(indent + line.depth * 2), line.text, line.value)
    });
    let more = if lines.len() > LINES_MAX { format!("\n{}…", " ".repeat(indent)) } else { String::new() };
    format!("{}{more}", shown.collect::<String>())
}

pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
