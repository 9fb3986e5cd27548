//! Arithmetic on slots: exact, and a `misfit` where the result has no place.

use crossdock_compiler::decimal::{DivideError, Overflow};
use crossdock_compiler::typed::{BinaryOp, UnaryOp};

use super::compare::number;
use crate::dates;
use crate::natives::{self, Raise};
use crate::slot::Slot;

pub(super) fn unary(op: UnaryOp, value: Slot) -> Result<Slot, Raise> {
    match (op, value) {
        (UnaryOp::Not, Slot::Bool(value)) => Ok(Slot::Bool(!value)),
        (UnaryOp::Minus, Slot::Int(value)) => value.checked_neg().map(Slot::Int).ok_or_else(too_long),
        (UnaryOp::Minus, Slot::Dec(value)) => Ok(Slot::Dec(value.neg())),
        (_, other) => Ok(other),
    }
}

pub(super) fn binary(op: BinaryOp, left: Slot, right: Slot) -> Result<Slot, Raise> {
    match (left, right) {
        (Slot::Int(a), Slot::Int(b)) => whole(op, a, b).map(Slot::Int).ok_or_else(too_long),
        (Slot::Duration(a), Slot::Duration(b)) => whole(op, a, b).map(Slot::Duration).ok_or_else(too_long),
        (Slot::Timestamp(at), Slot::Duration(nanos)) => {
            let length = jiff::SignedDuration::from_nanos(nanos);
            let moved = if op == BinaryOp::Subtract { at.checked_sub(length) } else { at.checked_add(length) };
            moved.ok().and_then(dates::written).map(Slot::Timestamp).ok_or_else(|| misfit("The instant lies outside of the calendar."))
        }
        _ => match (number(left), number(right)) {
            (Some(a), Some(b)) => {
                let result = match op {
                    BinaryOp::Add => a.checked_add(b),
                    BinaryOp::Subtract => a.checked_sub(b),
                    _ => a.checked_mul(b),
                };
                result.map(Slot::Dec).map_err(|Overflow| too_long())
            }
            _ => Ok(Slot::Missing),
        },
    }
}

pub(super) fn divide(left: Slot, right: Slot, digits: Slot, rounding: Slot) -> Result<Slot, Raise> {
    let (Some(left), Some(right), Slot::Int(digits)) = (number(left), number(right), digits) else { return Ok(Slot::Missing) };
    left.div_round(right, u8::try_from(digits).unwrap_or(u8::MAX), natives::rounding(rounding)).map(Slot::Dec).map_err(|error| match error {
        DivideError::ByZero => Raise { failure: "invalid", message: format!("{left} cannot be divided by nothing.") },
        DivideError::Overflow(_) => too_long(),
    })
}

fn whole(op: BinaryOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Subtract => a.checked_sub(b),
        _ => a.checked_mul(b),
    }
}

fn too_long() -> Raise {
    misfit("The result has more digits than a number can have.")
}

fn misfit(message: &str) -> Raise {
    Raise { failure: "misfit", message: message.to_owned() }
}
