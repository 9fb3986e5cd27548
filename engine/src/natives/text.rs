//! `stdlib/text.flow`. Parts of a text are ranges of it; only what changes is written anew.

use std::cell::RefCell;
use std::collections::HashMap;

use crossdock_compiler::typed::{Dec, IntType};

use super::{Cx, Native, Raise, args};
use crate::dates;
use crate::plan::{Pattern, quoted};
use crate::slot::{Slot, Text};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "text.trim", call: |cx, args| part(cx, args, str::trim) },
    Native { name: "text.upper", call: |cx, args| changed(cx, args, |text| text.chars().any(|c| c.to_uppercase().ne([c])), str::to_uppercase) },
    Native { name: "text.lower", call: |cx, args| changed(cx, args, |text| text.chars().any(|c| c.to_lowercase().ne([c])), str::to_lowercase) },
    Native { name: "text.length", call: |cx, args| Ok(Slot::Int(cx.text(args::text(args, 0)?).chars().count() as i64)) },
    Native { name: "text.truncate", call: |cx, args| split_at(cx, args, |(before, _)| before) },
    Native { name: "text.drop", call: |cx, args| split_at(cx, args, |(_, after)| after) },
    Native { name: "text.starts_with", call: |cx, args| test(cx, args, |text, other| text.starts_with(other)) },
    Native { name: "text.ends_with", call: |cx, args| test(cx, args, |text, other| text.ends_with(other)) },
    Native { name: "text.contains", call: |cx, args| test(cx, args, |text, other| text.contains(other)) },
    Native { name: "text.replace", call: replace },
    Native { name: "text.split", call: split },
    Native { name: "text.pad_left", call: |cx, args| pad(cx, args, |text, padding| padding + text) },
    Native { name: "text.pad_right", call: |cx, args| pad(cx, args, |text, padding| text.to_owned() + &padding) },
    Native { name: "text.before", call: |cx, args| split_by(cx, args, |text, found| found.map_or(text, |(before, _)| before)) },
    Native { name: "text.after", call: |cx, args| split_by(cx, args, |_, found| found.map_or("", |(_, after)| after)) },
    Native { name: "text.is_blank", call: |cx, args| Ok(Slot::Bool(cx.text(args::text(args, 0)?).trim().is_empty())) },
    Native { name: "text.digits", call: digits },
    Native { name: "text.matches", call: matches },
    Native { name: "text.to_int", call: to_int },
    Native { name: "text.to_decimal", call: to_decimal },
    Native { name: "text.to_date", call: to_date },
    Native { name: "text.to_timestamp", call: to_timestamp },
];

/// Most characters that a text is filled up to.
const MOST_PADDED: usize = 1_000_000;

/// A slice of the text itself, which stays where it stands.
fn part(cx: &mut Cx<'_>, args: &[Slot], cut: impl FnOnce(&str) -> &str) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    Ok(within(text, cx.text(text), cut(cx.text(text))))
}

/// `part`, a slice of `whole`, which is the text of `text`. A slice from elsewhere is an empty one.
fn within(text: Text, whole: &str, part: &str) -> Slot {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if offset > whole.len() || part.is_empty() {
        return Slot::Text(Text { len: 0, ..text });
    }
    Slot::Text(Text { start: text.start + offset as u32, len: part.len() as u32, ..text })
}

/// The text itself unless there is something to change.
fn changed(cx: &mut Cx<'_>, args: &[Slot], needed: impl FnOnce(&str) -> bool, change: impl FnOnce(&str) -> String) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    if !needed(cx.text(text)) {
        return Ok(Slot::Text(text));
    }
    let changed = change(cx.text(text));
    Ok(cx.new_text(&changed))
}

/// At a count of characters.
fn split_at(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce((&'t str, &'t str)) -> &'t str) -> Result<Slot, Raise> {
    let count = args::count(args, 1)?;
    part(cx, args, |text| {
        let at = if text.len() <= count { text.len() } else { text.char_indices().nth(count).map_or(text.len(), |(at, _)| at) };
        pick(text.split_at(at))
    })
}

fn split_by(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce(&'t str, Option<(&'t str, &'t str)>) -> &'t str) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, separator) = (cx.text(text), cx.text(args::text(args, 1)?));
    Ok(within(text, whole, pick(whole, whole.split_once(separator))))
}

fn test(cx: &mut Cx<'_>, args: &[Slot], test: impl FnOnce(&str, &str) -> bool) -> Result<Slot, Raise> {
    Ok(Slot::Bool(test(cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?))))
}

/// Nothing cannot be found, so that it is not replaced.
fn replace(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, to) = (args::text(args, 1)?, args::text(args, 2)?);
    let (from, to) = (cx.text(from).to_owned(), cx.text(to).to_owned());
    changed(cx, args, |text| !from.is_empty() && text.contains(&from), |text| text.replace(&from, &to))
}

/// Without a separator the text is one part.
fn split(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, separator) = (cx.text(text), cx.text(args::text(args, 1)?));
    let parts: Vec<Slot> = match separator {
        "" => vec![Slot::Text(text)],
        _ => whole.split(separator).map(|part| within(text, whole, part)).collect(),
    };
    Ok(cx.new_list(parts))
}

fn pad(cx: &mut Cx<'_>, args: &[Slot], join: impl FnOnce(&str, String) -> String) -> Result<Slot, Raise> {
    let (text, fill) = (args::text(args, 0)?, args::text(args, 2)?);
    let missing = args::count(args, 1)?.saturating_sub(cx.text(text).chars().count());
    if missing > MOST_PADDED {
        return Err(Raise::misfit(format!("A text is filled up to {MOST_PADDED} characters at most.")));
    }
    if missing == 0 || fill.len == 0 {
        return Ok(Slot::Text(text));
    }
    let padding: String = cx.text(fill).chars().cycle().take(missing).collect();
    let padded = join(cx.text(text), padding);
    Ok(cx.new_text(&padded))
}

fn digits(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let others = |text: &str| text.bytes().any(|byte| !byte.is_ascii_digit());
    changed(cx, args, others, |text| text.chars().filter(char::is_ascii_digit).collect())
}

thread_local! {
    /// Patterns are literals of the program, so that there are few.
    static PATTERNS: RefCell<HashMap<String, Pattern>> = RefCell::default();
}

/// A program that goes on loading new generations must not fill memory with the patterns of the old.
const MOST_PATTERNS: usize = 1000;

fn matches(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, pattern) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let matches = PATTERNS.with_borrow_mut(|known| {
        if let Some(pattern) = known.get(pattern) {
            return pattern.matches(text);
        }
        if known.len() >= MOST_PATTERNS {
            known.clear();
        }
        known.entry(pattern.to_owned()).or_insert_with(|| Pattern::new(pattern)).matches(text)
    });
    Ok(Slot::Bool(matches))
}

fn to_int(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    crate::decode::int(text.as_bytes(), IntType::default()).ok_or_else(|| Raise::invalid(format!("The text {} shows no whole number of at most 64 bits.", quoted(text))))
}

fn to_decimal(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    let number: Result<Dec, _> = text.parse();
    number.map(Slot::Dec).map_err(|error| Raise::invalid(format!("The text {} shows no number: {error}.", quoted(text))))
}

fn to_date(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, form) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let date = dates::read_date(text, Some(dates::parts(form)));
    date.map(Slot::Date).map_err(|error| Raise::invalid(format!("The text {} shows no date in the form {form}: {error}.", quoted(text))))
}

fn to_timestamp(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    let instant = dates::read_timestamp(text, None::<std::iter::Empty<_>>, None);
    instant.map(Slot::Timestamp).map_err(|error| Raise::invalid(format!("The text {} shows no timestamp like 2026-11-23T10:00:00Z: {error}.", quoted(text))))
}
