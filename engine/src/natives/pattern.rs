//! `stdlib/pattern.flow`: regular expressions, in time that grows with the text and no faster.

use std::cell::RefCell;
use std::collections::HashMap;

use crossdock_compiler::limits;
use regex::Regex;

use super::{Cx, Native, Raise, args, text};
use crate::slot::{Slot, Text};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "pattern.matches", call: matches },
    Native { name: "pattern.capture", call: capture },
    Native { name: "pattern.captures", call: captures },
    Native { name: "pattern.capture_all", call: capture_all },
    Native { name: "pattern.replace_pattern", call: replace_pattern },
];

thread_local! {
    /// Patterns are literals of the program, so that there are few.
    static PATTERNS: RefCell<HashMap<(String, bool), Option<Regex>>> = RefCell::default();
}

/// A program that goes on loading new generations must not fill memory with the patterns of the old.
const MOST_PATTERNS: usize = 1000;

/// The checker has read the pattern, so that there is one. `whole`: all of the text has to match it.
fn with_pattern<T>(pattern: &str, whole: bool, run: impl FnOnce(&Regex) -> T) -> Option<T> {
    PATTERNS.with_borrow_mut(|known| {
        if known.len() >= MOST_PATTERNS {
            known.clear();
        }
        let read = || if whole { crossdock_compiler::pattern::whole(pattern) } else { Regex::new(pattern) };
        known.entry((pattern.to_owned(), whole)).or_insert_with(|| read().ok()).as_ref().map(run)
    })
}

/// All of the text.
fn matches(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, pattern) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let matches = with_pattern(pattern, true, |pattern| pattern.is_match(text));
    Ok(Slot::Bool(matches.unwrap_or(false)))
}

/// The groups of the first match: the whole match where the pattern has none.
fn groups<'t>(text: Text, whole: &'t str, pattern: &str) -> Vec<Slot> {
    let found = with_pattern(pattern, false, |pattern| {
        let found = pattern.captures(whole)?;
        let first = usize::from(found.len() > 1);
        let group = |at: usize| text::within(text, whole, found.get(at).map_or("", |group: regex::Match<'t>| group.as_str()));
        Some((first..found.len()).map(group).collect())
    });
    found.flatten().unwrap_or_default()
}

fn capture(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let groups = groups(text, cx.text(text), cx.text(args::text(args, 1)?));
    Ok(groups.first().copied().unwrap_or(Slot::Missing))
}

fn captures(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let groups = groups(text, cx.text(text), cx.text(args::text(args, 1)?));
    Ok(cx.new_list(groups))
}

fn capture_all(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, pattern) = (cx.text(text), cx.text(args::text(args, 1)?));
    let found = with_pattern(pattern, false, |pattern| {
        let group = usize::from(pattern.captures_len() > 1);
        pattern.captures_iter(whole).map(|found| text::within(text, whole, found.get(group).map_or("", |part| part.as_str()))).collect::<Vec<Slot>>()
    });
    Ok(cx.new_list(found.unwrap_or_default()))
}

fn replace_pattern(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, pattern, by) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?), cx.text(args::text(args, 2)?));
    // What stands in for a match may have all of the text in it, several times: `$0$0`.
    let each = if by.contains('$') { by.len().saturating_mul(text.len()) } else { by.len() };
    let made = with_pattern(pattern, false, |pattern| pattern.find_iter(text).count().saturating_mul(each));
    if each > limits::TEXT.most || (made > Some(limits::TEXT.most) && !by.contains('$')) {
        return Err(Raise::too_much());
    }
    let replaced = with_pattern(pattern, false, |pattern| pattern.replace_all(text, by).into_owned());
    let replaced = replaced.unwrap_or_else(|| text.to_owned());
    Ok(cx.new_text(&replaced))
}
