//! Values as keys of groups and joins: equal keys are equal bytes.

use std::collections::HashMap;

use crate::slot::Slot;
use crate::view::View;

/// The elements of a list by their keys.
pub(super) type Index = HashMap<Vec<u8>, Vec<u32>>;

/// Several values as one key. Whole and decimal numbers are equal by value, as `=` compares them.
pub(super) fn key(view: View<'_>, slots: impl Iterator<Item = Slot>) -> Vec<u8> {
    let mut out = Vec::new();
    slots.for_each(|slot| write(view, slot, &mut out));
    out
}

/// A kind, then a content whose length that kind gives or that says how long it is.
fn write(view: View<'_>, slot: Slot, out: &mut Vec<u8>) {
    match slot {
        Slot::Missing => out.push(0),
        Slot::Bool(value) => out.extend([1, u8::from(value)]),
        Slot::Int(value) => number(value.into(), out),
        Slot::Dec(value) => number(value, out),
        Slot::Text(text) | Slot::Json(text) => {
            out.push(3);
            out.extend(text.len.to_be_bytes());
            out.extend(view.bytes(text));
        }
        Slot::Enum(value) => tagged(4, &value.to_be_bytes(), out),
        Slot::System(value) => tagged(5, &value.to_be_bytes(), out),
        Slot::Date(date) => tagged(6, &[date.year().to_be_bytes().as_slice(), &[date.month().cast_unsigned(), date.day().cast_unsigned()]].concat(), out),
        Slot::Time(time) => tagged(7, &(time - jiff::civil::Time::midnight()).get_nanoseconds().to_be_bytes(), out),
        Slot::Timestamp(instant) => tagged(8, &instant.as_nanosecond().to_be_bytes(), out),
        Slot::Duration(nanos) => tagged(9, &nanos.to_be_bytes(), out),
        // The checker lets none of these be a key; each is equal to itself alone.
        Slot::Record(start) => tagged(10, &start.to_be_bytes(), out),
        Slot::List(list) => tagged(11, &[list.start.to_be_bytes(), list.len.to_be_bytes()].concat(), out),
    }
}

fn number(value: crossdock_compiler::typed::Dec, out: &mut Vec<u8>) {
    let value = value.normal();
    tagged(2, &value.mantissa.to_be_bytes(), out);
    out.push(value.scale);
}

fn tagged(kind: u8, content: &[u8], out: &mut Vec<u8>) {
    out.push(kind);
    out.extend(content);
}
