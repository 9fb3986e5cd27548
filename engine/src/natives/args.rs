//! Arguments by their place.

use crossdock_compiler::decimal::Rounding;
use crossdock_compiler::typed::Dec;

use super::Raise;
use crate::slot::{List, Slot, Text};

/// What never happens in a checked program.
pub(super) fn unexpected(at: usize, wanted: &str) -> Raise {
    Raise::invalid(format!("Argument {} of a function of the standard library is not {wanted}.", at + 1))
}

pub(super) fn any(args: &[Slot], at: usize) -> Slot {
    args.get(at).copied().unwrap_or(Slot::Missing)
}

pub(super) fn text(args: &[Slot], at: usize) -> Result<Text, Raise> {
    match any(args, at) {
        Slot::Text(text) => Ok(text),
        _ => Err(unexpected(at, "a text")),
    }
}

pub(super) fn int(args: &[Slot], at: usize) -> Result<i64, Raise> {
    match any(args, at) {
        Slot::Int(int) => Ok(int),
        _ => Err(unexpected(at, "a whole number")),
    }
}

/// A whole number of things; none is as good as fewer than none.
pub(super) fn count(args: &[Slot], at: usize) -> Result<usize, Raise> {
    Ok(usize::try_from(int(args, at)?).unwrap_or(0))
}

pub(super) fn dec(args: &[Slot], at: usize) -> Result<Dec, Raise> {
    match any(args, at) {
        Slot::Int(int) => Ok(int.into()),
        Slot::Dec(dec) => Ok(dec),
        _ => Err(unexpected(at, "a number")),
    }
}

/// How digits without a place are rounded: a variant of the library's `Rounding`, in its order.
pub(crate) fn rounding(slot: Slot) -> Rounding {
    match slot {
        Slot::Enum(1) => Rounding::HalfEven,
        Slot::Enum(2) => Rounding::HalfDown,
        Slot::Enum(3) => Rounding::Up,
        Slot::Enum(4) => Rounding::Down,
        Slot::Enum(5) => Rounding::Ceil,
        Slot::Enum(6) => Rounding::Floor,
        _ => Rounding::HalfUp,
    }
}

pub(super) fn list(args: &[Slot], at: usize) -> Result<List, Raise> {
    match any(args, at) {
        Slot::List(list) => Ok(list),
        _ => Err(unexpected(at, "a list")),
    }
}

pub(super) fn date(args: &[Slot], at: usize) -> Result<jiff::civil::Date, Raise> {
    match any(args, at) {
        Slot::Date(date) => Ok(date),
        _ => Err(unexpected(at, "a date")),
    }
}

pub(super) fn time(args: &[Slot], at: usize) -> Result<jiff::civil::Time, Raise> {
    match any(args, at) {
        Slot::Time(time) => Ok(time),
        _ => Err(unexpected(at, "a time of day")),
    }
}

/// Nanoseconds.
pub(super) fn duration(args: &[Slot], at: usize) -> Result<i64, Raise> {
    match any(args, at) {
        Slot::Duration(nanos) => Ok(nanos),
        _ => Err(unexpected(at, "a length of time")),
    }
}

pub(super) fn timestamp(args: &[Slot], at: usize) -> Result<jiff::Timestamp, Raise> {
    match any(args, at) {
        Slot::Timestamp(instant) => Ok(instant),
        _ => Err(unexpected(at, "a timestamp")),
    }
}
