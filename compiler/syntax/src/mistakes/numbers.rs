//! Numbers, dates and amounts as a spreadsheet shows them.

use crate::problem::{Fix, Problem};
use crate::span::Span;

const CODE: &str = "E0117";

/// The problem of a token of that kind.
pub(super) fn written_otherwise(found: &str, span: Span, text: &str) -> Problem {
    let (message, right, help) = facts(found);
    let right = right.map(|right| match currency(found).filter(|code| counts_in(text, code)) {
        Some(code) => format!("{right} {code}"),
        None => right,
    });
    let label = right.as_ref().map_or_else(|| "here".to_owned(), |right| format!("write `{right}`"));
    let fix = right.map(|right| Fix { title: format!("write `{right}`"), edits: vec![(span, right)] });
    Problem { code: CODE, message: message.to_owned(), labels: vec![(span, label)], help: help.map(str::to_owned), fix }
}

/// The code that the sign most often stands for.
fn currency(found: &str) -> Option<&'static str> {
    let signs = [('€', "EUR"), ('$', "USD"), ('£', "GBP"), ('¥', "JPY")];
    signs.iter().find(|(sign, _)| found.contains(*sign)).map(|(_, code)| *code)
}

/// Whether amounts of this file have that currency for a unit: `decimal[EUR]`, `decimal[EUR/each]`, `5 EUR`.
fn counts_in(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| text.get(..at).is_some_and(|before| before.ends_with(['[', ' ', '/'])))
}

fn facts(found: &str) -> (&'static str, Option<String>, Option<&'static str>) {
    if let Some(date) = date(found) {
        return ("a date is written year-month-day", Some(date), american(found));
    }
    if found.contains(':') && found.contains('-') {
        return ("an instant has a `T` between day and time, and its offset behind them", Some(moment(found)), Some("The offset is `Z` for UTC, or as `+01:00`."));
    }
    if found.contains(':') {
        return ("a time of day has 24 hours, each of two digits", clock(found), None);
    }
    if found.contains('%') {
        return ("a percentage is written as a decimal", hundredth(found), Some("19 % of a price is `price * 0.19`."));
    }
    if found.contains(['€', '$', '£', '¥']) {
        let help = "The currency stands behind it by its code, where it is declared as a unit: `5 EUR`.";
        return ("an amount is written without the sign of its currency", Some(plain(found)), Some(help));
    }
    if found.contains(['e', 'E']) {
        return ("a number is written out in full", None, Some("Write all its digits: `1000`, not `1e3`."));
    }
    if let Some(digits) = found.strip_prefix('.') {
        return ("a number has a digit before its point", Some(format!("0.{digits}")), None);
    }
    ("a number has a point before its decimals, and nothing between its thousands", Some(plain(found)), None)
}

/// `23.11.2026`, `11/23/2026`, `2026/11/23`; a year of two digits is of this century.
fn date(found: &str) -> Option<String> {
    let sign = found.chars().find(|c| !c.is_ascii_digit()).filter(|sign| matches!(sign, '.' | '/'))?;
    let parts: Vec<&str> = found.split(sign).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = match (first.len(), sign) {
        (4, _) => (*first, *second, *third),
        (1 | 2, '/') if second.parse::<u8>().is_ok_and(|number| number <= 12) && first.parse::<u8>().is_ok_and(|number| number > 12) => (*third, *second, *first),
        (1 | 2, '/') => (*third, *first, *second),
        (1 | 2, _) if matches!(third.len(), 2 | 4) => (*third, *second, *first),
        _ => return None,
    };
    let century = if year.len() == 2 { "20" } else { "" };
    Some(format!("{century}{year}-{month:0>2}-{day:0>2}"))
}

/// With strokes nobody knows which of two small numbers is the month.
fn american(found: &str) -> Option<&'static str> {
    let small = |part: &str| part.len() < 3 && part.parse::<u8>().is_ok_and(|number| number <= 12);
    let mut parts = found.split('/');
    let both = parts.next().is_some_and(small) && parts.next().is_some_and(small);
    both.then_some("With strokes the first number is taken for the month.")
}

/// `2026-11-23 10:00+0100` as `2026-11-23T10:00+01:00`; without an offset it is taken for UTC.
fn moment(found: &str) -> String {
    let (date, time) = found.split_at(10.min(found.len()));
    let time = time.trim_start_matches(['T', ' ']);
    let (clock, offset) = time.find(['Z', '+', '-']).map_or((time, "Z"), |at| time.split_at(at));
    let offset = match offset.split_at_checked(3) {
        Some((hours, minutes)) if minutes.len() == 2 => format!("{hours}:{minutes}"),
        _ => offset.to_owned(),
    };
    format!("{date}T{clock}{offset}")
}

/// `9:30`, `2:00 pm`, `12:15am`
fn clock(found: &str) -> Option<String> {
    let digits = found.trim_end_matches(|c: char| !c.is_ascii_digit());
    let half = found.get(digits.len()..)?.trim_start().to_lowercase();
    let (hour, rest) = digits.split_once(':')?;
    let hour: u8 = hour.parse().ok()?;
    let hour = match half.chars().next() {
        Some('a') if hour == 12 => 0,
        Some('p') if hour < 12 => hour + 12,
        _ => hour,
    };
    Some(format!("{hour:02}:{rest}"))
}

/// Without thousands and signs, with a point before the decimals.
fn plain(found: &str) -> String {
    let digits: String = found.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let last = digits.rfind(['.', ',']);
    let parts = digits.matches(['.', ',']).count();
    let same = digits.matches('.').count() == parts || digits.matches(',').count() == parts;
    let thousands_only = parts > 1 && same;
    let keep = |at: usize, c: char| match c {
        '.' | ',' => (!thousands_only && Some(at) == last).then_some('.'),
        digit => Some(digit),
    };
    digits.char_indices().filter_map(|(at, c)| keep(at, c)).collect()
}

/// 19 → 0.19
fn hundredth(found: &str) -> Option<String> {
    let number = plain(found);
    let (whole, behind) = number.split_once('.').unwrap_or((&number, ""));
    let padded = format!("{whole:0>3}");
    let (whole, cents) = padded.split_at_checked(padded.len() - 2)?;
    let decimals = format!("{cents}{behind}");
    let decimals = decimals.trim_end_matches('0');
    Some(if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") })
}
