//! `stdlib/map.flow`.

use super::{Cx, Native, Raise, args};
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[Native { name: "map.get", call: get }];

/// Keys and values take turns.
fn get(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (map, key) = (args::list(args, 0)?, cx.text(args::text(args, 1)?));
    let end = map.start + map.len * 2;
    let entries = cx.memory.slots.get(map.start as usize..end as usize).unwrap_or_default();
    let (entries, _) = entries.as_chunks::<2>();
    let found = entries.iter().find(|[known, _]| matches!(known, Slot::Text(known) if cx.text(*known) == key));
    Ok(found.map_or(Slot::Missing, |[_, value]| *value))
}
