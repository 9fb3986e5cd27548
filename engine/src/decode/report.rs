//! Failures in words.

use super::path::Path;
use super::scan::Fault;
use super::{Decoder, MOST_FAILURES, Stop};
use crate::Failure;
use crate::plan::Shape;

const BOM: &[u8] = b"\xEF\xBB\xBF";

fn invalid(path: Option<String>, message: String) -> Failure {
    Failure { name: "invalid".to_owned(), message, path, source: None }
}

/// The payload as text, or why it is none.
pub(super) fn checked_text(payload: &[u8]) -> Result<&str, Failure> {
    let whole = |message: &str| Err(invalid(None, message.to_owned()));
    if payload.is_empty() {
        return whole("The payload is empty, but JSON is expected.");
    }
    if u32::try_from(payload.len()).is_err() {
        return whole("The payload is larger than 4 GB.");
    }
    if payload.starts_with(BOM) {
        return whole("The payload begins with a byte order mark (EF BB BF), which JSON does not allow: have it sent as UTF-8 without BOM.");
    }
    if payload.starts_with(b"\xFF\xFE") || payload.starts_with(b"\xFE\xFF") {
        return whole("The payload is UTF-16, but JSON must be UTF-8: have it sent as UTF-8 without BOM.");
    }
    // The fast check does not say where.
    simdutf8::basic::from_utf8(payload).or_else(|_| std::str::from_utf8(payload)).map_err(|error| {
        let at = error.valid_up_to();
        let byte = payload.get(at).copied().unwrap_or_default();
        invalid(None, format!("The payload is not UTF-8: byte {byte:02X} at {} begins no character.", place(payload, at)))
    })
}

pub(super) fn grammar(payload: &[u8], fault: Fault) -> Failure {
    let found = match payload.get(fault.at..).map(String::from_utf8_lossy) {
        Some(rest) if !rest.is_empty() => rest.chars().next().map_or(String::new(), |found| format!("{found:?}")),
        _ => "its end".to_owned(),
    };
    let place = place(payload, fault.at);
    invalid(None, format!("The payload is not valid JSON: expected {}, but found {found} at {place}.", fault.expected))
}

pub(super) fn full(most: usize) -> Failure {
    let most = if most < 1 << 20 { most.to_string() } else { format!("{} million", most >> 20) };
    invalid(None, format!("The message holds more than {most} values, where optional fields that are absent count too: have it sent in several messages."))
}

/// `byte 17 (line 2, column 5)`; bytes count from 0, lines and columns from 1.
fn place(payload: &[u8], at: usize) -> String {
    let before = payload.get(..at).unwrap_or(payload);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    format!("byte {at} (line {line}, column {})", String::from_utf8_lossy(last).chars().count() + 1)
}

impl Decoder<'_> {
    /// Keeps a failure; stops when there are enough.
    pub(super) fn fail(&mut self, path: &Path<'_>, message: String) -> Result<(), Stop> {
        self.failures.push(invalid(path.rendered(), message));
        if self.failures.len() == MOST_FAILURES { Err(Stop::Enough) } else { Ok(()) }
    }

    pub(super) fn fail_missing(&mut self, path: &Path<'_>, shape: &Shape) -> Result<(), Stop> {
        self.fail(path, format!("It is missing; {} is required.", shape.describe()))
    }

    /// The value that was read from `start` on is not what the shape wants.
    pub(super) fn fail_value(&mut self, path: &Path<'_>, shape: &Shape, start: usize, why: &str) -> Result<(), Stop> {
        let raw = self.text.get(start..self.scan.pos).unwrap_or_default();
        let found = found(raw);
        let hint = hint(shape, raw);
        self.fail(path, format!("Expected {}, but found {found}{why}.{hint}", shape.describe()))
    }

    /// Skips the next value, whose kind cannot be what the shape wants.
    pub(super) fn wrong_kind(&mut self, path: &Path<'_>, shape: &Shape) -> Result<(), Stop> {
        let start = self.scan.pos;
        self.scan.skip()?;
        self.fail_value(path, shape, start, "")
    }
}

/// What stood there, in at most 60 characters.
fn found(raw: &str) -> String {
    match raw.as_bytes().first() {
        Some(b'{') => "an object".to_owned(),
        Some(b'[') => "a list".to_owned(),
        _ => crate::plan::shortened(raw),
    }
}

/// Quotes too many or too few are a mistake of the declaration more often than of the payload.
fn hint(shape: &Shape, raw: &str) -> &'static str {
    let quoted = raw.starts_with('"');
    let content = raw.trim_matches('"');
    let number = content.parse::<crossdock_compiler::typed::Dec>().is_ok();
    match shape {
        Shape::Int { quoted: false, .. } | Shape::Decimal { quoted: false, .. } if quoted && number => " It stands in quotes: if it always does, declare the field `as text`.",
        Shape::Int { quoted: true, .. } | Shape::Decimal { quoted: true, .. } if !quoted && number => " It stands without quotes: if it always does, leave `as text` out.",
        Shape::Text { .. } if !quoted && number => " It is a number: if it always is, declare the field as int or decimal.",
        _ => "",
    }
}
