//! `stdlib/map.flow`.

use super::{Cx, Native, Raise, args};
use crate::slot::{List, Slot};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "map.get", call: |cx, args| Ok(value(cx, args)?.unwrap_or(Slot::Missing)) },
    Native { name: "map.has", call: |cx, args| Ok(Slot::Bool(value(cx, args)?.is_some())) },
    Native { name: "map.keys", call: |cx, args| column(cx, args, |[key, _]| *key) },
    Native { name: "map.values", call: |cx, args| column(cx, args, |[_, value]| *value) },
    Native { name: "map.count", call: |_, args| Ok(Slot::Int(args::list(args, 0)?.len.into())) },
    Native { name: "map.is_empty", call: |_, args| Ok(Slot::Bool(args::list(args, 0)?.len == 0)) },
];

/// Keys and values take turns.
fn entries<'c>(cx: &'c Cx<'_>, map: List) -> &'c [[Slot; 2]] {
    let end = map.start + map.len * 2;
    let (entries, _) = cx.memory.slots.get(map.start as usize..end as usize).unwrap_or_default().as_chunks::<2>();
    entries
}

fn value(cx: &Cx<'_>, args: &[Slot]) -> Result<Option<Slot>, Raise> {
    let (map, key) = (args::list(args, 0)?, cx.text(args::text(args, 1)?));
    let found = entries(cx, map).iter().find(|[known, _]| matches!(known, Slot::Text(known) if cx.text(*known) == key));
    Ok(found.map(|[_, value]| *value))
}

fn column(cx: &mut Cx<'_>, args: &[Slot], pick: impl Fn(&[Slot; 2]) -> Slot) -> Result<Slot, Raise> {
    let slots: Vec<Slot> = entries(cx, args::list(args, 0)?).iter().map(pick).collect();
    Ok(cx.new_list(slots))
}
