//! Equality and order of values. Missing equals only missing; numbers are equal by value, texts character by character.

use std::cmp::Ordering;

use crossdock_compiler::typed::{BinaryOp, Dec};

use crate::slot::{List, Slot};
use crate::view::View;

pub(crate) fn equal(view: View<'_>, left: Slot, right: Slot) -> bool {
    match (left, right) {
        (Slot::Missing, Slot::Missing) => true,
        (Slot::Missing, _) | (_, Slot::Missing) => false,
        (Slot::List(a), Slot::List(b)) => {
            let at = |list: List, index: u32| view.memory.slots.get((list.start + index * list.stride) as usize).copied().unwrap_or(Slot::Missing);
            a.len == b.len && (0..a.len).all(|index| equal(view, at(a, index), at(b, index)))
        }
        _ => order(view, left, right) == Some(Ordering::Equal),
    }
}

pub(crate) fn ordered(view: View<'_>, op: BinaryOp, left: Slot, right: Slot) -> bool {
    let Some(order) = order(view, left, right) else { return false };
    match op {
        BinaryOp::Less => order.is_lt(),
        BinaryOp::LessEqual => order.is_le(),
        BinaryOp::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// None for values of different kinds, which a checked program never compares.
pub(crate) fn order(view: View<'_>, left: Slot, right: Slot) -> Option<Ordering> {
    Some(match (left, right) {
        (Slot::Bool(a), Slot::Bool(b)) => a.cmp(&b),
        (Slot::Int(a), Slot::Int(b)) => a.cmp(&b),
        (Slot::Int(_) | Slot::Dec(_), Slot::Int(_) | Slot::Dec(_)) => number(left)?.cmp(&number(right)?),
        (Slot::Text(a), Slot::Text(b)) => view.text(a).cmp(view.text(b)),
        (Slot::Enum(a), Slot::Enum(b)) | (Slot::System(a), Slot::System(b)) => a.cmp(&b),
        (Slot::Date(a), Slot::Date(b)) => a.cmp(&b),
        (Slot::Time(a), Slot::Time(b)) => a.cmp(&b),
        (Slot::Timestamp(a), Slot::Timestamp(b)) => a.cmp(&b),
        (Slot::Duration(a), Slot::Duration(b)) => a.cmp(&b),
        _ => return None,
    })
}

/// A whole number is a decimal one without digits behind the point.
pub(crate) fn number(slot: Slot) -> Option<Dec> {
    match slot {
        Slot::Int(value) => Some(Dec::from(value)),
        Slot::Dec(value) => Some(value),
        _ => None,
    }
}
