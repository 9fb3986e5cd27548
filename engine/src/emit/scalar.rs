//! Slots that hold one value.

use crossdock_compiler::typed::{DatePart, Dec};

use super::digits::{decimal, whole};
use super::escape::{escape, needs_escape};
use crate::dates;
use crate::plan::{BoolForm, DateForm, Shape};
use crate::slot::Slot;
use crate::view::View;

/// Writes the value as its shape says. A slot that does not hold such a value (the checker sees to it that each does) is null.
pub(super) fn write(shape: &Shape, slot: Slot, view: View<'_>, out: &mut Vec<u8>) {
    match (shape, slot) {
        (Shape::Text { .. }, Slot::Text(_)) => text(slot, view, out),
        (Shape::Int { quoted: false, .. }, Slot::Int(number)) => whole(number, out),
        (Shape::Int { quoted, .. }, Slot::Int(_) | Slot::Dec(_)) => number(slot, None, None, *quoted, out),
        (Shape::Decimal { limits, implied, quoted }, Slot::Int(_) | Slot::Dec(_)) => {
            number(slot, limits.map(|(_, scale)| scale), *implied, *quoted, out);
        }
        (Shape::Bool(form), Slot::Bool(truth)) => bool(form, truth, out),
        (Shape::Json, Slot::Json(json)) => out.extend_from_slice(view.bytes(json)),
        (Shape::Enum(codes), Slot::Enum(index)) => match codes.codes.get(index as usize) {
            Some(code) => quoted(out, |out| escape(code.as_bytes(), out)),
            None => null(out),
        },
        (Shape::Date(format), Slot::Date(date)) => dated(out, |out| dates::write_date(date, parts(format), out)),
        (Shape::Time(format), Slot::Time(time)) => dated(out, |out| dates::write_time(time, parts(format), out)),
        (Shape::Timestamp(format, zone), Slot::Timestamp(instant)) => {
            let zone = zone.as_ref().map(|zone| &zone.zone);
            dated(out, |out| dates::write_timestamp(instant, parts(format), zone, out));
        }
        (Shape::Duration, Slot::Duration(nanos)) => quoted(out, |out| dates::write_duration(nanos, out)),
        _ => null(out),
    }
}

pub(super) fn text(slot: Slot, view: View<'_>, out: &mut Vec<u8>) {
    let Slot::Text(text) = slot else { return null(out) };
    out.push(b'"');
    let bytes = view.bytes(text);
    if text.clean {
        out.extend_from_slice(bytes);
    } else {
        escape(bytes, out);
    }
    out.push(b'"');
}

fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

/// The content in quotes; it needs no escapes, or has them.
fn quoted(out: &mut Vec<u8>, content: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    content(out);
    out.push(b'"');
}

/// A format may have characters that need an escape, though hardly ever.
fn dated(out: &mut Vec<u8>, content: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    let start = out.len();
    content(out);
    if out.get(start..).is_some_and(needs_escape) {
        let plain = out.split_off(start);
        escape(&plain, out);
    }
    out.push(b'"');
}

fn bool(form: &BoolForm, truth: bool, out: &mut Vec<u8>) {
    let plain = if truth { "true" } else { "false" };
    match form {
        BoolForm::Plain => out.extend_from_slice(plain.as_bytes()),
        BoolForm::Quoted => quoted(out, |out| out.extend_from_slice(plain.as_bytes())),
        BoolForm::Words { yes, no } => quoted(out, |out| escape(if truth { yes } else { no }.as_bytes(), out)),
    }
}

/// `scale` is the type's; what does not fit it exactly is written in full rather than rounded.
fn number(slot: Slot, scale: Option<u8>, implied: Option<u8>, in_quotes: bool, out: &mut Vec<u8>) {
    let number = match slot {
        Slot::Int(whole) if scale.is_none() && implied.is_none() => Dec::from(whole),
        Slot::Int(whole) => Dec::from(whole),
        Slot::Dec(number) => number,
        _ => return null(out),
    };
    let scaled = scale.and_then(|scale| number.rescale(scale)).unwrap_or(number);
    let shown = implied.map_or(scaled, |implied| shifted(scaled, implied));
    if in_quotes {
        quoted(out, |out| decimal(shown, out));
    } else {
        decimal(shown, out);
    }
}

/// Ten to that power times the number.
fn shifted(number: Dec, power: u8) -> Dec {
    let number = number.rescale(power).unwrap_or(number);
    match number.scale.checked_sub(power) {
        Some(scale) => Dec { mantissa: number.mantissa, scale },
        // Too long for as many zeros: not a number that the type lets through.
        None => number,
    }
}

fn parts(format: &DateForm) -> Option<impl Iterator<Item = DatePart>> {
    format.as_ref().map(|parts| parts.iter().cloned())
}
