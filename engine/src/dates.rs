//! Dates, times and instants as text, by ISO 8601 or by a declared format.
//!
//! Without a format a date is `2026-11-23`, a time `10:00:00` (seconds may be left out on input, fractions given), an instant
//! `2026-11-23T10:00:00Z`. What the calendar or the zone does not have is refused, never moved to a neighbour.

mod read;
#[cfg(test)]
mod tests;
mod write;

use crossdock_compiler::typed::DatePart;
use jiff::Timestamp;
use jiff::civil::Date;
pub use read::{Local, Misread, read_date, read_duration, read_time, read_timestamp};
pub use write::{Sink, write_date, write_duration, write_time, write_timestamp};

/// Years are written with four digits, so that what is written can be read again. In no zone is the date of such an instant before the year 0.
pub const EARLIEST: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// The instant, if the calendar that can be written has it.
pub fn written(instant: Timestamp) -> Option<Timestamp> {
    (instant >= EARLIEST).then_some(instant)
}

/// The day, if the calendar that can be written has it.
pub fn written_day(date: Date) -> Option<Date> {
    (date.year() >= 0).then_some(date)
}

/// The parts of a format as it is written in the language: `YYYY-MM-DDThh:mm:ss`.
pub fn parts(format: &str) -> impl Iterator<Item = DatePart> + Clone {
    let mut rest = format;
    std::iter::from_fn(move || {
        for (letters, part) in LETTERS {
            if let Some(after) = rest.strip_prefix(letters) {
                rest = after;
                return Some(part.clone());
            }
        }
        let mut chars = rest.chars();
        let literal = chars.next()?;
        rest = chars.as_str();
        Some(DatePart::Literal(literal))
    })
}

/// The longest first where one begins another.
const LETTERS: &[(&str, DatePart)] = &[
    ("YYYY", DatePart::Year4),
    ("YY", DatePart::Year2),
    ("MM", DatePart::Month2),
    ("DD", DatePart::Day2),
    ("hh", DatePart::Hour2),
    ("mm", DatePart::Minute2),
    ("ss", DatePart::Second2),
    ("SSS", DatePart::Millis3),
    ("ZZ", DatePart::Offset),
];

/// The format as it is written in the language.
pub fn letters(format: &[DatePart]) -> String {
    let mut out = String::new();
    for part in format {
        match (part, LETTERS.iter().find(|(_, known)| known == part)) {
            (DatePart::Literal(literal), _) => out.push(*literal),
            (_, Some((letters, _))) => out.push_str(letters),
            (_, None) => {}
        }
    }
    out
}
