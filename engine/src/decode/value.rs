//! One value of any shape.

use std::sync::Arc;

use super::path::Path;
use super::scan::Token;
use super::string::unescape;
use super::{Decoder, Stop};
use crate::dates::{self, Local, Misread};
use crate::plan::{BoolForm, Codes, DateForm, Pattern, Shape, Value, ZoneForm};
use crate::slot::{Origin, Slot, Text};

impl<'p> Decoder<'p> {
    /// The next value; missing where it is null, and where it failed.
    pub(super) fn value(&mut self, value: &Value, path: &Path<'_>) -> Result<Slot, Stop> {
        if self.nothing(value)? {
            if !value.optional {
                self.fail_missing(path, &value.shape)?;
            }
            return Ok(Slot::Missing);
        }
        let start = self.scan.pos;
        let shape = &value.shape;
        match (shape, self.scan.peek()) {
            (Shape::Json, _) => self.json(),
            (Shape::Record(object), b'{') => self.record(*object, path),
            (Shape::List(list), b'[') => self.list(list, shape, path),
            (Shape::Map(map), b'{' | b'[') => self.map(map, shape, path),
            (Shape::Bool(BoolForm::Plain), b't' | b'f') => Ok(Slot::Bool(self.truth()?)),
            (Shape::Int { quoted: false, .. } | Shape::Decimal { quoted: false, .. }, b'-' | b'0'..=b'9') => {
                self.scan.number()?;
                let digits = self.scan.slice(start, self.scan.pos);
                self.checked(number(shape, digits), path, shape, start)
            }
            (_, b'"') if shape.is_quoted() => {
                let token = self.scan.string()?;
                self.quoted(token, path, shape, start)
            }
            _ => self.wrong_kind(path, shape).map(|()| Slot::Missing),
        }
    }

    /// Takes null, and blank text where that means missing.
    fn nothing(&mut self, value: &Value) -> Result<bool, Stop> {
        match self.scan.peek() {
            b'n' => self.scan.literal("null")?,
            b'"' if value.blank_is_missing && self.scan.slice(self.scan.pos, self.scan.pos + 2) == b"\"\"" => self.scan.pos += 2,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn json(&mut self) -> Result<Slot, Stop> {
        let start = self.scan.pos;
        self.scan.skip()?;
        let len = (self.scan.pos - start) as u32;
        Ok(Slot::Json(Text { start: self.base + start as u32, len, origin: Origin::Payload, clean: false }))
    }

    fn truth(&mut self) -> Result<bool, Stop> {
        let truth = self.scan.peek() == b't';
        self.scan.literal(if truth { "true" } else { "false" })?;
        Ok(truth)
    }

    fn quoted(&mut self, token: Token, path: &Path<'_>, shape: &Shape, start: usize) -> Result<Slot, Stop> {
        let text = self.content(token);
        let content = self.str(text);
        let slot = match shape {
            Shape::Text { min, max, pattern } => fits(content, *min, *max, pattern.as_ref()).then_some(Slot::Text(text)),
            Shape::Enum(codes) => variant(codes, content),
            Shape::Bool(form) => truth(form, content),
            Shape::Int { .. } | Shape::Decimal { .. } => number(shape, content.as_bytes()),
            Shape::Duration => dates::read_duration(content).map(Slot::Duration),
            Shape::Date(format) => return self.dated(dates::read_date(content, parts(format)).map(Slot::Date), path, shape, start),
            Shape::Time(format) => return self.dated(dates::read_time(content, parts(format)).map(Slot::Time), path, shape, start),
            Shape::Timestamp(format, zone) => return self.dated(instant(content, format, zone), path, shape, start),
            Shape::Json | Shape::Record(_) | Shape::List(_) | Shape::Map(_) => None,
        };
        self.checked(slot, path, shape, start)
    }

    fn checked(&mut self, slot: Option<Slot>, path: &Path<'_>, shape: &Shape, start: usize) -> Result<Slot, Stop> {
        match slot {
            Some(slot) => Ok(slot),
            None => self.fail_value(path, shape, start, "").map(|()| Slot::Missing),
        }
    }

    fn dated(&mut self, slot: Result<Slot, Misread>, path: &Path<'_>, shape: &Shape, start: usize) -> Result<Slot, Stop> {
        let why = match slot {
            Ok(slot) => return Ok(slot),
            Err(Misread::Form) => String::new(),
            Err(reason) => format!(": {reason}"),
        };
        self.fail_value(path, shape, start, &why).map(|()| Slot::Missing)
    }

    /// A string's content: where it stands, or unescaped into memory.
    pub(super) fn content(&mut self, token: Token) -> Text {
        if !token.escaped {
            return Text { start: self.base + token.start as u32, len: (token.end - token.start) as u32, origin: Origin::Payload, clean: true };
        }
        let start = self.memory.text.len();
        unescape(self.text.get(token.start..token.end).unwrap_or_default(), &mut self.memory.text);
        let len = (self.memory.text.len() - start) as u32;
        Text { start: start as u32, len, origin: Origin::Memory, clean: false }
    }

    pub(super) fn str(&self, text: Text) -> &str {
        let (all, base) = if text.origin == Origin::Payload { (self.text, self.base) } else { (self.memory.text.as_str(), 0) };
        let start = (text.start - base) as usize;
        all.get(start..start + text.len as usize).unwrap_or_default()
    }
}

impl Shape {
    /// Stands in quotes on the wire.
    fn is_quoted(&self) -> bool {
        match self {
            Shape::Int { quoted, .. } | Shape::Decimal { quoted, .. } => *quoted,
            Shape::Bool(form) => !matches!(form, BoolForm::Plain),
            Shape::Text { .. } | Shape::Date(_) | Shape::Time(_) | Shape::Timestamp(..) | Shape::Duration | Shape::Enum(_) => true,
            Shape::Json | Shape::Record(_) | Shape::List(_) | Shape::Map(_) => false,
        }
    }
}

fn number(shape: &Shape, digits: &[u8]) -> Option<Slot> {
    match shape {
        Shape::Int { range, .. } => super::number::int(digits, *range),
        Shape::Decimal { limits, implied, .. } => super::number::decimal(digits, *limits, *implied),
        _ => None,
    }
}

fn fits(text: &str, min: u32, max: Option<u32>, pattern: Option<&Arc<Pattern>>) -> bool {
    let (bytes, min) = (text.len(), min as usize);
    let max = max.map_or(usize::MAX, |max| max as usize);
    // A character has one to four bytes, so that mostly none need be counted.
    let sure = bytes <= max && (min == 0 || min == 1 && bytes > 0 || bytes / 4 >= min);
    let fits = sure || (min..=max).contains(&text.chars().count());
    fits && pattern.is_none_or(|pattern| pattern.matches(text))
}

fn variant(codes: &Codes, text: &str) -> Option<Slot> {
    codes.keys.find(text.as_bytes(), usize::MAX).map(|index| Slot::Enum(index as u32))
}

fn truth(form: &BoolForm, text: &str) -> Option<Slot> {
    let (yes, no) = match form {
        BoolForm::Words { yes, no } => (yes.as_str(), no.as_str()),
        BoolForm::Plain | BoolForm::Quoted => ("true", "false"),
    };
    if text == yes {
        return Some(Slot::Bool(true));
    }
    (text == no).then_some(Slot::Bool(false))
}

fn instant(text: &str, format: &DateForm, zone: &Option<ZoneForm>) -> Result<Slot, Misread> {
    let zone = zone.as_ref().map(|zone| Local { zone: &zone.zone, clock: zone.clock });
    dates::read_timestamp(text, parts(format), zone).map(Slot::Timestamp)
}

fn parts(format: &DateForm) -> Option<impl Iterator<Item = crossdock_compiler::typed::DatePart>> {
    format.as_ref().map(|parts| parts.iter().cloned())
}
