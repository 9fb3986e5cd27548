//! What texts are besides text: dates, numbers in quotes, codes. Only what every text shows counts.

use std::collections::BTreeMap;

use crate::model::{Forms, Shape, Type};

/// Most different texts that are remembered: of more, none is a code.
const DISTINCT_MAX: usize = 16;
/// Before so many texts were seen, nothing is taken for a closed list of codes.
const CODES_SEEN_MIN: usize = 20;
/// How often each code must have been seen.
const CODE_SEEN_MIN: usize = 3;
const CODE_LENGTH_MAX: usize = 40;

#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub count: usize,
    blanks: usize,
    dates: usize,
    timestamps: usize,
    /// Dates with a time and no offset.
    local_times: usize,
    /// With two decimals or more, as money is.
    decimals: usize,
    truths: usize,
    /// How often each was seen, blanks aside; none where there are too many.
    distinct: Option<BTreeMap<String, usize>>,
    too_many: bool,
}

impl Texts {
    pub fn add(&mut self, text: &str) {
        self.count += 1;
        if text.is_empty() {
            self.blanks += 1;
            return;
        }
        self.dates += usize::from(is_date(text));
        self.timestamps += usize::from(is_timestamp(text));
        self.local_times += usize::from(is_local_time(text));
        self.decimals += usize::from(is_decimal(text));
        self.truths += usize::from(matches!(text, "true" | "false"));
        self.remember(text, 1);
    }

    fn remember(&mut self, text: &str, times: usize) {
        if self.too_many {
            return;
        }
        let distinct = self.distinct.get_or_insert_default();
        *distinct.entry(text.to_owned()).or_default() += times;
        if distinct.len() > DISTINCT_MAX || text.len() > CODE_LENGTH_MAX {
            self.too_many = true;
            self.distinct = None;
        }
    }

    pub fn merge(&mut self, other: &Texts) {
        self.count += other.count;
        self.blanks += other.blanks;
        self.dates += other.dates;
        self.timestamps += other.timestamps;
        self.local_times += other.local_times;
        self.decimals += other.decimals;
        self.truths += other.truths;
        self.too_many |= other.too_many;
        for (text, times) in other.distinct.iter().flatten() {
            self.remember(text, *times);
        }
        if self.too_many {
            self.distinct = None;
        }
    }

    /// The type of all of them; blanks are missing values where a blank could not be one.
    pub fn shape(&self) -> Shape {
        let filled = self.count - self.blanks;
        if filled == 0 {
            return Shape::of(Type::TEXT);
        }
        let blank = self.blanks > 0;
        let is = |count: usize| count == filled;
        let with = |ty: Type, forms: Forms| Shape { optional: blank, forms: Forms { blank_is_missing: blank, ..forms }, ..Shape::of(ty) };
        if is(self.dates) {
            with(Type::Date, Forms::default())
        } else if is(self.timestamps) {
            with(Type::Timestamp, Forms::default())
        } else if is(self.decimals) {
            with(Type::DECIMAL, Forms { as_text: true, ..Forms::default() })
        } else if is(self.truths) {
            with(Type::Bool, Forms { as_text: true, ..Forms::default() })
        } else if let Some(yes_no) = self.yes_no() {
            with(Type::Bool, Forms { yes_no: Some(yes_no), ..Forms::default() })
        } else if is(self.local_times) {
            Shape::of(Type::TEXT).noting("a time without a zone: if you know the zone, write timestamp zone \"…\"")
        } else {
            Shape::of(Type::TEXT)
        }
    }

    /// Both words were seen, and nothing else.
    fn yes_no(&self) -> Option<(&'static str, &'static str)> {
        let seen = self.distinct.as_ref()?;
        let pairs = [("Y", "N"), ("yes", "no"), ("YES", "NO"), ("Yes", "No")];
        pairs.into_iter().find(|(yes, no)| seen.len() == 2 && seen.contains_key(*yes) && seen.contains_key(*no))
    }

    /// The codes, if what was seen is clearly a closed list of them: few, often, and written as programs write codes.
    pub fn codes(&self) -> Option<Vec<String>> {
        let seen = self.distinct.as_ref().filter(|seen| seen.len() > 1 && self.blanks == 0 && self.count >= CODES_SEEN_MIN)?;
        let clear = seen.iter().all(|(text, times)| *times >= CODE_SEEN_MIN && is_code(text));
        clear.then(|| seen.keys().cloned().collect())
    }
}

/// `2026-11-23`, and the calendar has that day.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10 && bytes.iter().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() });
    let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    shape && is_day(part(0, 4), part(5, 7), part(8, 10))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// RFC 3339, with an offset.
fn is_timestamp(text: &str) -> bool {
    let Some(rest) = text.get(10..).filter(|_| text.get(..10).is_some_and(is_date)) else { return false };
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else { return false };
    if let Some(time) = rest.strip_suffix(['Z', 'z']) {
        return is_time(time);
    }
    let Some(sign) = rest.rfind(['+', '-']) else { return false };
    let (time, offset) = rest.split_at(sign);
    let digits = offset.get(1..).unwrap_or_default();
    is_time(time) && digits.len() == 5 && is_clock(&format!("{digits}:00"))
}

fn is_local_time(text: &str) -> bool {
    text.get(..10).is_some_and(is_date) && text.get(10..).and_then(|rest| rest.strip_prefix(['T', ' '])).is_some_and(is_time)
}

/// `12:00:00`, with or without a fraction.
fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    is_clock(clock) && (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_clock(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split(':').map(|part| if part.len() == 2 { part.parse().ok() } else { None }).collect();
    matches!(parts.as_slice(), [Some(0..=23), Some(0..=59), Some(0..=59)])
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = unsigned.split_once('.') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0')) && fraction.len() >= 2 && whole.len() + fraction.len() <= 30
}

/// `in_progress`, `on-hold`, `NEXT_DAY`: no name, no country, no currency.
fn is_code(text: &str) -> bool {
    let parts = |of: fn(char) -> bool| text.chars().all(|character| of(character) || matches!(character, '_' | '-'));
    let small = parts(|character| character.is_ascii_lowercase()) && text.len() > 1;
    let large = parts(|character| character.is_ascii_uppercase()) && text.len() > 3;
    small || large
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(texts: &[&str]) -> Shape {
        let mut seen = Texts::default();
        texts.iter().for_each(|text| seen.add(text));
        seen.shape()
    }

    #[test]
    fn only_what_every_text_shows_counts() {
        assert_eq!(shape(&["2026-11-23", "2024-02-29"]).ty, Type::Date);
        assert_eq!(shape(&["2026-11-23", "2026-02-29"]).ty, Type::TEXT);
        assert_eq!(shape(&["2008-01-10T11:00:00-05:00", "2026-01-01T00:00:00.123Z"]).ty, Type::Timestamp);
        assert_eq!(shape(&["2008-01-10T11:00:00"]).ty, Type::TEXT);
        assert_eq!(shape(&["195.67", "0.00"]).ty, Type::DECIMAL);
        assert_eq!(shape(&["195.67", "0"]).ty, Type::TEXT);
        assert_eq!(shape(&["1.0", "1.1"]).ty, Type::TEXT);
        assert_eq!(shape(&["00123"]).ty, Type::TEXT);
        assert_eq!(shape(&["Y", "N", "Y"]).forms.yes_no, Some(("Y", "N")));
        assert_eq!(shape(&["Y"]).ty, Type::TEXT);
    }

    #[test]
    fn a_blank_date_is_a_missing_one() {
        let shape = shape(&["2026-11-23", ""]);
        assert!(shape.optional && shape.forms.blank_is_missing);
    }

    #[test]
    fn codes_must_be_few_and_often_seen() {
        let codes = |texts: &[&str], times: usize| {
            let mut seen = Texts::default();
            (0..times).for_each(|_| texts.iter().for_each(|text| seen.add(text)));
            seen.codes()
        };
        assert_eq!(codes(&["open", "on_hold"], 10).map(|codes| codes.len()), Some(2));
        assert_eq!(codes(&["open", "on_hold"], 2), None);
        assert_eq!(codes(&["USD", "CAD"], 30), None);
        assert_eq!(codes(&["Berlin", "Ottawa"], 30), None);
        assert_eq!(codes(&["open"], 30), None);
    }
}
