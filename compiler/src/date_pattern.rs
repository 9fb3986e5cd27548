//! `format "YYYYMMDD"`: how a date, time or timestamp is written, letter by letter.

use crate::typed::DatePart;

/// The parts that a pattern is made of, longest first where one begins like another.
const PARTS: [(&str, DatePart); 9] = [
    ("YYYY", DatePart::Year4),
    ("YY", DatePart::Year2),
    ("MM", DatePart::Month2),
    ("DD", DatePart::Day2),
    ("hh", DatePart::Hour2),
    ("mm", DatePart::Minute2),
    ("SSS", DatePart::Millis3),
    ("ss", DatePart::Second2),
    ("ZZ", DatePart::Offset),
];

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is no part of a date or time")]
    Letters(String),
    #[error("the {0} stands in it twice")]
    Twice(&'static str),
    #[error("the {0} is missing")]
    Missing(&'static str),
    #[error("a {0} has no {1}")]
    NotOf(&'static str, &'static str),
}

/// What is written in the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Date,
    Time,
    Timestamp,
}

/// Reads a pattern and proves that a value of that kind can be read back from it, but for the zone of a timestamp.
pub fn parse(pattern: &str, of: Of) -> Result<Vec<DatePart>, Error> {
    let parts = parts(pattern)?;
    for part in DETAILS {
        let count = parts.iter().filter(|found| detail(found) == Some(part)).count();
        match (count, of.takes(part)) {
            (1.., Taken::Never) => return Err(Error::NotOf(of.name(), part.name())),
            (2.., _) => return Err(Error::Twice(part.name())),
            (0, Taken::Always) => return Err(Error::Missing(part.name())),
            _ => {}
        }
    }
    finer_needs_coarser(&parts)?;
    Ok(parts)
}

/// Reads a pattern that is only written: it may leave out what it likes, but has nothing that a value of that kind does not know.
pub fn parse_written(pattern: &str, of: Of) -> Result<Vec<DatePart>, Error> {
    let parts = parts(pattern)?;
    match parts.iter().filter_map(detail).find(|detail| matches!(of.takes(*detail), Taken::Never)) {
        Some(detail) => Err(Error::NotOf(of.name(), detail.name())),
        None if parts.iter().all(|part| matches!(part, DatePart::Literal(_))) => Err(Error::Missing(of.name())),
        None => Ok(parts),
    }
}

/// The pattern that was probably meant, of those that are fine: letters in the wrong case are what goes wrong most.
pub fn mended(pattern: &str, is_fine: impl Fn(&str) -> bool) -> Option<String> {
    let years_and_days = pattern.replace('y', "Y").replace('d', "D");
    let hours = years_and_days.replace('H', "h");
    let months = hours.replacen("mm", "MM", 1);
    let candidates = [years_and_days, hours, months.clone(), months.replace('S', "s")];
    candidates.into_iter().find(|candidate| candidate != pattern && is_fine(candidate))
}

/// Reads a pattern without asking what it is for.
pub fn parts(pattern: &str) -> Result<Vec<DatePart>, Error> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        if let Some((letters, part)) = PARTS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            parts.push(part.clone());
            rest = rest.get(letters.len()..).unwrap_or("");
        } else if "YyMDdHhmSsZ".contains(next) {
            return Err(Error::Letters(rest.chars().take_while(|c| *c == next).collect()));
        } else {
            parts.push(DatePart::Literal(next));
            rest = rest.get(next.len_utf8()..).unwrap_or("");
        }
    }
    Ok(parts)
}

/// What a part says; the year may be said with two or four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millis,
    Offset,
}

const DETAILS: [Detail; 8] = [Detail::Year, Detail::Month, Detail::Day, Detail::Hour, Detail::Minute, Detail::Second, Detail::Millis, Detail::Offset];

enum Taken {
    Always,
    Maybe,
    Never,
}

impl Of {
    fn takes(self, detail: Detail) -> Taken {
        match (self, detail) {
            (Of::Date | Of::Timestamp, Detail::Year | Detail::Month | Detail::Day) => Taken::Always,
            (Of::Time | Of::Timestamp, Detail::Hour | Detail::Minute) => Taken::Always,
            (Of::Time | Of::Timestamp, Detail::Second | Detail::Millis) | (Of::Timestamp, Detail::Offset) => Taken::Maybe,
            (Of::Date, _) | (Of::Time, _) => Taken::Never,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Of::Date => "date",
            Of::Time => "time",
            Of::Timestamp => "timestamp",
        }
    }
}

impl Detail {
    fn name(self) -> &'static str {
        match self {
            Detail::Year => "year",
            Detail::Month => "month",
            Detail::Day => "day",
            Detail::Hour => "hour",
            Detail::Minute => "minute",
            Detail::Second => "second",
            Detail::Millis => "fraction of a second",
            Detail::Offset => "offset",
        }
    }
}

fn detail(part: &DatePart) -> Option<Detail> {
    match part {
        DatePart::Year4 | DatePart::Year2 => Some(Detail::Year),
        DatePart::Month2 => Some(Detail::Month),
        DatePart::Day2 => Some(Detail::Day),
        DatePart::Hour2 => Some(Detail::Hour),
        DatePart::Minute2 => Some(Detail::Minute),
        DatePart::Second2 => Some(Detail::Second),
        DatePart::Millis3 => Some(Detail::Millis),
        DatePart::Offset => Some(Detail::Offset),
        DatePart::Literal(_) => None,
    }
}

fn finer_needs_coarser(parts: &[DatePart]) -> Result<(), Error> {
    if parts.contains(&DatePart::Millis3) && !parts.contains(&DatePart::Second2) { Err(Error::Missing("second")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_letter_by_letter() {
        let parts = parse("YYYY-MM-DDThh:mm:ss.SSSZZ", Of::Timestamp).unwrap_or_default();
        assert_eq!(parts.len(), 14);
        assert_eq!(parts.first(), Some(&DatePart::Year4));
        assert_eq!(parts.last(), Some(&DatePart::Offset));
        assert_eq!(parse("YYYYMMDD", Of::Date).map(|parts| parts.len()), Ok(3));
    }

    #[test]
    fn other_dialects_are_mended() {
        assert_eq!(mended("yyyy-MM-dd", |form| parse(form, Of::Date).is_ok()).as_deref(), Some("YYYY-MM-DD"));
        assert_eq!(mended("yyyy-mm-dd", |form| parse(form, Of::Date).is_ok()).as_deref(), Some("YYYY-MM-DD"));
        assert_eq!(mended("yyyyMMddHHmmss", |form| parse(form, Of::Timestamp).is_ok()).as_deref(), Some("YYYYMMDDhhmmss"));
        assert_eq!(mended("HH:mm", |form| parse(form, Of::Time).is_ok()).as_deref(), Some("hh:mm"));
        assert_eq!(mended("%Y", |form| parse(form, Of::Date).is_ok()), None);
    }

    #[test]
    fn what_cannot_be_read_back_is_refused() {
        assert_eq!(parse("YYYYMM", Of::Date), Err(Error::Missing("day")));
        assert_eq!(parse("yyyy-MM-DD", Of::Date), Err(Error::Letters("yyyy".to_owned())));
        assert_eq!(parse("hh:mm", Of::Date), Err(Error::Missing("year")));
        assert_eq!(parse("YYYYMMDD hh", Of::Date), Err(Error::NotOf("date", "hour")));
        assert_eq!(parse("HH:mm", Of::Time), Err(Error::Letters("HH".to_owned())));
        assert_eq!(parse("hh:mm:mm", Of::Time), Err(Error::Twice("minute")));
        assert_eq!(parse("hh:mm.SSS", Of::Time), Err(Error::Missing("second")));
    }
}
