//! Text to date, time, instant, duration.

use crossdock_compiler::typed::{Clock, DatePart};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SpanRelativeTo, Timestamp};

/// Why a text is no date, time or instant of the wanted form; completes "…, but".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    #[error("it is not written that way")]
    Form,
    #[error("the calendar has no such day or the clock no such time")]
    NoSuchDay,
    #[error("it has a time of day, which a date cannot keep")]
    TimeOfDay,
    #[error("it has no offset from UTC, and no zone is declared")]
    NoOffset,
    #[error("the clock skips that time in the declared zone")]
    Skipped,
    #[error("the clock shows that time twice in the declared zone")]
    Twice,
}

/// What was read; what the format does not have stays at its start.
#[derive(Clone, Copy, Debug)]
struct Reading {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
    nanos: i32,
    offset: Option<Offset>,
}

impl Reading {
    const START: Reading = Reading { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanos: 0, offset: None };

    fn date(&self) -> Result<Date, Misread> {
        Date::new(self.year, self.month, self.day).map_err(|_| Misread::NoSuchDay)
    }

    fn time(&self) -> Result<Time, Misread> {
        Time::new(self.hour, self.minute, self.second, self.nanos).map_err(|_| Misread::NoSuchDay)
    }
}

/// No format is `2026-11-23`. Two-digit years 00 to 69 are of this century.
pub fn read_date(text: &str, format: Option<impl Iterator<Item = DatePart>>) -> Result<Date, Misread> {
    let reading = match format {
        Some(parts) => by_format(text, parts)?,
        None => {
            let mut cursor = Cursor(text.as_bytes());
            let reading = cursor.iso_date(Reading::START).ok_or(Misread::Form)?;
            cursor.end(reading)?
        }
    };
    if reading.time()? != Time::midnight() {
        return Err(Misread::TimeOfDay);
    }
    reading.date()
}

/// No format is `10:00`, `10:00:00` or `10:00:00.123`.
pub fn read_time(text: &str, format: Option<impl Iterator<Item = DatePart>>) -> Result<Time, Misread> {
    let reading = match format {
        Some(parts) => by_format(text, parts)?,
        None => {
            let mut cursor = Cursor(text.as_bytes());
            let reading = cursor.iso_time(Reading::START).ok_or(Misread::Form)?;
            cursor.end(reading)?
        }
    };
    reading.time()
}

/// No format is RFC 3339. An offset in the text counts; without one the local time of the zone is meant. A format without either
/// means UTC.
pub fn read_timestamp(text: &str, format: Option<impl Iterator<Item = DatePart>>, zone: Option<Local<'_>>) -> Result<Timestamp, Misread> {
    let formatted = format.is_some();
    let reading = match format {
        Some(parts) => by_format(text, parts)?,
        None => iso_timestamp(text)?,
    };
    let local = DateTime::from_parts(reading.date()?, reading.time()?);
    let instant = match (reading.offset, zone) {
        (Some(offset), _) => offset.to_timestamp(local).map_err(|_| Misread::NoSuchDay),
        (None, Some(zone)) => zone.instant(local),
        (None, None) if formatted => Offset::UTC.to_timestamp(local).map_err(|_| Misread::NoSuchDay),
        (None, None) => Err(Misread::NoOffset),
    };
    super::written(instant?).ok_or(Misread::NoSuchDay)
}

/// What the clocks of a zone mean by a local time.
#[derive(Clone, Copy, Debug)]
pub struct Local<'z> {
    pub zone: &'z TimeZone,
    /// The reading that counts where the clocks skip or repeat the time; without one it is refused.
    pub clock: Option<Clock>,
}

impl Local<'_> {
    /// A time that is skipped is read by the clocks as they went before and as they go behind: the earlier reading is the latter.
    pub fn instant(self, local: DateTime) -> Result<Timestamp, Misread> {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        let instant = match (ambiguous.offset(), self.clock) {
            (_, Some(Clock::Earlier)) => ambiguous.earlier(),
            (_, Some(Clock::Later)) => ambiguous.later(),
            (AmbiguousOffset::Unambiguous { .. }, None) => ambiguous.unambiguous(),
            (AmbiguousOffset::Gap { .. }, None) => return Err(Misread::Skipped),
            (AmbiguousOffset::Fold { .. }, None) => return Err(Misread::Twice),
        };
        instant.map_err(|_| Misread::NoSuchDay)
    }
}

/// ISO 8601, `PT4H30M`: nanoseconds. A day is 24 hours; months and years have no fixed length and are refused.
pub fn read_duration(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with('P') {
        return None;
    }
    let span: jiff::Span = text.parse().ok()?;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    i64::try_from(length.as_nanos()).ok()
}

fn by_format(text: &str, parts: impl Iterator<Item = DatePart>) -> Result<Reading, Misread> {
    let mut cursor = Cursor(text.as_bytes());
    let mut reading = Reading::START;
    for part in parts {
        cursor.part(&part, &mut reading).ok_or(Misread::Form)?;
    }
    cursor.end(reading)
}

fn iso_timestamp(text: &str) -> Result<Reading, Misread> {
    let mut cursor = Cursor(text.as_bytes());
    let reading = cursor.iso_date(Reading::START).ok_or(Misread::Form)?;
    if !(cursor.skip(b'T') || cursor.skip(b't') || cursor.skip(b' ')) {
        return Err(Misread::Form);
    }
    let mut reading = cursor.iso_time(reading).ok_or(Misread::Form)?;
    if !cursor.0.is_empty() {
        reading.offset = Some(cursor.offset().ok_or(Misread::Form)?);
    }
    cursor.end(reading)
}

/// The text that is left.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn end(&self, reading: Reading) -> Result<Reading, Misread> {
        if self.0.is_empty() { Ok(reading) } else { Err(Misread::Form) }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = self.0.get(1..).unwrap_or_default();
        }
        found
    }

    fn digits(&mut self, count: usize) -> Option<i16> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            number = number * 10 + i16::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        }
        self.0 = rest;
        Some(number)
    }

    fn two(&mut self) -> Option<i8> {
        self.digits(2).map(|number| number as i8)
    }

    fn part(&mut self, part: &DatePart, reading: &mut Reading) -> Option<()> {
        match part {
            DatePart::Year4 => reading.year = self.digits(4)?,
            DatePart::Year2 => {
                let short = self.digits(2)?;
                reading.year = if short < 70 { 2000 + short } else { 1900 + short };
            }
            DatePart::Month2 => reading.month = self.two()?,
            DatePart::Day2 => reading.day = self.two()?,
            DatePart::Hour2 => reading.hour = self.two()?,
            DatePart::Minute2 => reading.minute = self.two()?,
            DatePart::Second2 => reading.second = self.two()?,
            DatePart::Millis3 => reading.nanos = i32::from(self.digits(3)?) * 1_000_000,
            DatePart::Offset => reading.offset = Some(self.offset()?),
            DatePart::Literal(literal) => {
                let mut buffer = [0; 4];
                self.0 = self.0.strip_prefix(literal.encode_utf8(&mut buffer).as_bytes())?;
            }
        }
        Some(())
    }

    fn iso_date(&mut self, mut reading: Reading) -> Option<Reading> {
        reading.year = self.digits(4)?;
        self.skip(b'-').then_some(())?;
        reading.month = self.two()?;
        self.skip(b'-').then_some(())?;
        reading.day = self.two()?;
        Some(reading)
    }

    fn iso_time(&mut self, mut reading: Reading) -> Option<Reading> {
        reading.hour = self.two()?;
        self.skip(b':').then_some(())?;
        reading.minute = self.two()?;
        if self.skip(b':') {
            reading.second = self.two()?;
            if self.skip(b'.') {
                reading.nanos = self.fraction()?;
            }
        }
        Some(reading)
    }

    /// One to nine digits: nanoseconds. A tenth digit that is not zero would be lost, so it is refused.
    fn fraction(&mut self) -> Option<i32> {
        let (mut nanos, mut unit) = (0, 100_000_000);
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        for digit in digits {
            let digit = i32::from(digit - b'0');
            (unit > 0 || digit == 0).then_some(())?;
            nanos += digit * unit;
            unit /= 10;
        }
        self.0 = rest;
        (count > 0).then_some(nanos)
    }

    /// `Z`, `+02:00`, `+0200`, `+02`, and `+00:53:28` of the time when each place had its own.
    fn offset(&mut self) -> Option<Offset> {
        if self.skip(b'Z') || self.skip(b'z') {
            return Some(Offset::UTC);
        }
        let sign = if self.skip(b'-') { -1 } else { self.skip(b'+').then_some(1)? };
        let hours = i32::from(self.two()?);
        let minutes = if self.skip(b':') || !self.0.is_empty() { i32::from(self.two()?) } else { 0 };
        let seconds = if self.skip(b':') { i32::from(self.two()?) } else { 0 };
        (hours < 24 && minutes < 60 && seconds < 60).then_some(())?;
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60 + seconds)).ok()
    }
}
