//! Date, time, instant, duration to text.

use crossdock_compiler::typed::DatePart;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Where text is written to: a payload or a text.
pub trait Sink {
    fn put(&mut self, text: &str);

    /// At least that many digits.
    fn digits(&mut self, number: u32, width: usize) {
        let mut buffer = [b'0'; 10];
        let (mut rest, mut at) = (number, buffer.len());
        while rest > 0 || buffer.len() - at < width {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.put(std::str::from_utf8(&buffer[at..]).unwrap_or_default());
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

pub fn write_date(date: Date, format: Option<impl Iterator<Item = DatePart>>, out: &mut impl Sink) {
    let moment = Moment { local: date.to_datetime(Time::midnight()), offset: Offset::UTC };
    match format {
        Some(parts) => moment.by_format(parts, out),
        None => moment.iso_date(out),
    }
}

/// No format is `10:00:00`, with a fraction if there is one.
pub fn write_time(time: Time, format: Option<impl Iterator<Item = DatePart>>, out: &mut impl Sink) {
    let moment = Moment { local: DateTime::from_parts(Date::constant(1970, 1, 1), time), offset: Offset::UTC };
    match format {
        Some(parts) => moment.by_format(parts, out),
        None => moment.iso_time(out),
    }
}

/// In the zone's local time, else in UTC. No format is RFC 3339 in UTC or, with a zone, its local time without an offset.
pub fn write_timestamp(instant: Timestamp, format: Option<impl Iterator<Item = DatePart>>, zone: Option<&TimeZone>, out: &mut impl Sink) {
    let offset = zone.map_or(Offset::UTC, |zone| zone.to_offset(instant));
    let moment = Moment { local: offset.to_datetime(instant), offset };
    match format {
        Some(parts) => moment.by_format(parts, out),
        None => {
            moment.iso_date(out);
            out.put("T");
            moment.iso_time(out);
            if zone.is_none() {
                out.put("Z");
            }
        }
    }
}

/// ISO 8601: `PT4H30M`.
pub fn write_duration(nanos: i64, out: &mut impl Sink) {
    out.put(&SignedDuration::from_nanos(nanos).to_string());
}

/// A local date and time and how far it is from UTC.
struct Moment {
    local: DateTime,
    offset: Offset,
}

impl Moment {
    fn by_format(&self, parts: impl Iterator<Item = DatePart>, out: &mut impl Sink) {
        for part in parts {
            self.part(&part, out);
        }
    }

    fn part(&self, part: &DatePart, out: &mut impl Sink) {
        let local = self.local;
        match part {
            DatePart::Year4 => self.year(out),
            DatePart::Year2 => out.digits(u32::from(local.year().unsigned_abs() % 100), 2),
            DatePart::Month2 => two(local.month(), out),
            DatePart::Day2 => two(local.day(), out),
            DatePart::Hour2 => two(local.hour(), out),
            DatePart::Minute2 => two(local.minute(), out),
            DatePart::Second2 => two(local.second(), out),
            DatePart::Millis3 => out.digits(local.subsec_nanosecond().unsigned_abs() / 1_000_000, 3),
            DatePart::Offset => self.offset(out),
            DatePart::Literal(literal) => out.put(literal.encode_utf8(&mut [0; 4])),
        }
    }

    fn year(&self, out: &mut impl Sink) {
        if self.local.year() < 0 {
            out.put("-");
        }
        out.digits(self.local.year().unsigned_abs().into(), 4);
    }

    fn iso_date(&self, out: &mut impl Sink) {
        self.year(out);
        out.put("-");
        two(self.local.month(), out);
        out.put("-");
        two(self.local.day(), out);
    }

    fn iso_time(&self, out: &mut impl Sink) {
        two(self.local.hour(), out);
        out.put(":");
        two(self.local.minute(), out);
        out.put(":");
        two(self.local.second(), out);
        let (mut nanos, mut width) = (self.local.subsec_nanosecond().unsigned_abs(), 9);
        if nanos == 0 {
            return;
        }
        while nanos % 10 == 0 {
            nanos /= 10;
            width -= 1;
        }
        out.put(".");
        out.digits(nanos, width);
    }

    fn offset(&self, out: &mut impl Sink) {
        let seconds = self.offset.seconds();
        if seconds == 0 {
            return out.put("Z");
        }
        out.put(if seconds < 0 { "-" } else { "+" });
        let seconds = seconds.unsigned_abs();
        out.digits(seconds / 3600, 2);
        out.put(":");
        out.digits(seconds / 60 % 60, 2);
        // Before there was standard time, clocks showed that of the place.
        if !seconds.is_multiple_of(60) {
            out.put(":");
            out.digits(seconds % 60, 2);
        }
    }
}

fn two(number: i8, out: &mut impl Sink) {
    out.digits(u32::from(number.unsigned_abs()), 2);
}
