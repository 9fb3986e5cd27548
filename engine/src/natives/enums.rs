//! `stdlib/enum.flow`. A variant does not know its enum, so the unit hands over the texts of all variants as a list.

use super::{Cx, Native, Raise, args};
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[Native { name: "enum.name", call: text }, Native { name: "enum.code", call: text }];

fn text(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let texts = args::list(args, 1)?;
    match args::any(args, 0) {
        Slot::Enum(variant) if variant < texts.len => Ok(cx.memory.slots.get((texts.start + variant) as usize).copied().unwrap_or(Slot::Missing)),
        _ => Err(args::unexpected(0, "a variant of its enum")),
    }
}
