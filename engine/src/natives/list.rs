//! `stdlib/list.flow`.

use std::cmp::Ordering;

use crossdock_compiler::limits;
use crossdock_compiler::typed::Dec;

use super::{Cx, Native, Raise, args};
use crate::interpret::compare::{equal, order};
use crate::slot::{List, Slot};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "list.count", call: count },
    Native { name: "list.is_empty", call: |_, args| Ok(Slot::Bool(args::list(args, 0)?.len == 0)) },
    Native { name: "list.first", call: |cx, args| Ok(element(cx, args::list(args, 0)?, 0)) },
    Native { name: "list.last", call: last },
    Native { name: "list.at", call: at },
    Native { name: "list.sum", call: sum },
    Native { name: "list.min", call: |cx, args| extreme(cx, args, Ordering::Less) },
    Native { name: "list.max", call: |cx, args| extreme(cx, args, Ordering::Greater) },
    Native { name: "list.any", call: |cx, args| Ok(Slot::Bool(position(cx, args, true)?.is_some())) },
    Native { name: "list.all", call: |cx, args| Ok(Slot::Bool(position(cx, args, false)?.is_none())) },
    Native { name: "list.find", call: find },
    Native { name: "list.distinct", call: distinct },
    Native { name: "list.sort_by", call: sort_by },
    Native { name: "list.reverse", call: reverse },
    Native { name: "list.join", call: join },
    Native { name: "list.contains", call: contains },
    Native { name: "list.filter", call: filter },
    Native { name: "list.map", call: |_, args| Ok(Slot::List(args::list(args, 1)?)) },
    Native { name: "list.min_by", call: |cx, args| extreme(cx, args, Ordering::Less) },
    Native { name: "list.max_by", call: |cx, args| extreme(cx, args, Ordering::Greater) },
    Native { name: "list.average", call: average },
    Native { name: "list.sort", call: sort_by },
    Native { name: "list.distinct_by", call: distinct },
    Native { name: "list.duplicates", call: duplicates },
    Native { name: "list.except", call: except },
    Native { name: "list.append", call: append },
    Native { name: "list.take", call: |_, args| range(args, |len, count| 0..len.min(count)) },
    Native { name: "list.take_last", call: |_, args| range(args, |len, count| len.saturating_sub(count)..len) },
    Native { name: "list.drop", call: |_, args| range(args, |len, count| len.min(count)..len) },
    Native { name: "list.chunks", call: chunks },
    Native { name: "list.flatten", call: flatten },
    Native { name: "list.index_of", call: index_of },
    Native { name: "list.present", call: present },
    Native { name: "list.only", call: only },
    Native { name: "list.intersect", call: intersect },
    Native { name: "list.index_by", call: index_by },
];

/// Missing beyond the end.
fn element(cx: &Cx<'_>, list: List, index: u32) -> Slot {
    if index >= list.len {
        return Slot::Missing;
    }
    let at = list.start + index * list.stride;
    if list.records { Slot::Record(at) } else { cx.memory.slots.get(at as usize).copied().unwrap_or(Slot::Missing) }
}

pub(super) fn elements<'c>(cx: &'c Cx<'_>, list: List) -> impl Iterator<Item = Slot> + Clone + 'c {
    (0..list.len).map(move |index| element(cx, list, index))
}

/// What a function gave for each element; the elements themselves where there is none.
fn results(args: &[Slot]) -> Result<List, Raise> {
    args::list(args, args.len().saturating_sub(1).min(1))
}

fn count(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let results = results(args)?;
    let count = if args.len() > 1 { elements(cx, results).filter(|holds| *holds == Slot::Bool(true)).count() as i64 } else { results.len.into() };
    Ok(Slot::Int(count))
}

fn last(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    Ok(list.len.checked_sub(1).map_or(Slot::Missing, |index| element(cx, list, index)))
}

fn at(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    Ok(u32::try_from(args::int(args, 1)?).map_or(Slot::Missing, |index| element(cx, list, index)))
}

/// Whole numbers have a whole sum; nothing has the sum 0.
fn sum(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    elements(cx, results(args)?).try_fold(Slot::Int(0), plus)
}

fn plus(sum: Slot, number: Slot) -> Result<Slot, Raise> {
    if let (Slot::Int(sum), Slot::Int(number)) = (sum, number) {
        return sum.checked_add(number).map(Slot::Int).ok_or_else(|| Raise::misfit("The sum is beyond the whole numbers of 64 bits."));
    }
    let pair = [sum, number];
    let total: Result<Dec, _> = args::dec(&pair, 0)?.checked_add(args::dec(&pair, 1)?);
    total.map(Slot::Dec).map_err(|error| Raise::misfit(format!("A sum does not fit: {error}.")))
}

/// The first element whose result goes before (or after) all others.
fn extreme(cx: &mut Cx<'_>, args: &[Slot], wanted: Ordering) -> Result<Slot, Raise> {
    let (list, results) = (args::list(args, 0)?, results(args)?);
    let mut best: Option<(u32, Slot)> = None;
    for (index, slot) in (0..).zip(elements(cx, results)) {
        if best.is_none_or(|(_, best)| order(cx.view(), slot, best) == Some(wanted)) {
            best = Some((index, slot));
        }
    }
    Ok(best.map_or(Slot::Missing, |(index, _)| element(cx, list, index)))
}

/// The first element whose result is that.
fn position(cx: &Cx<'_>, args: &[Slot], wanted: bool) -> Result<Option<u32>, Raise> {
    Ok((0..).zip(elements(cx, results(args)?)).find(|(_, slot)| *slot == Slot::Bool(wanted)).map(|(index, _)| index))
}

fn find(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    Ok(position(cx, args, true)?.map_or(Slot::Missing, |index| element(cx, list, index)))
}

/// The first of equal elements stays. Sorting brings equal ones together.
fn distinct(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let slots: Vec<Slot> = elements(cx, results(args)?).collect();
    let view = cx.view();
    let slot = |index: u32| slots.get(index as usize).copied().unwrap_or(Slot::Missing);
    let mut sorted: Vec<u32> = (0..list.len).collect();
    sorted.sort_by(|a, b| order_with_missing(view, slot(*a), slot(*b)));
    sorted.dedup_by(|later, earlier| equal(view, slot(*later), slot(*earlier)));
    sorted.sort_unstable();
    Ok(cx.memory.selection(list, sorted))
}

/// Equal results keep their order, in both directions; missing ones go first.
fn sort_by(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let keys: Vec<Slot> = elements(cx, results(args)?).collect();
    let key = |index: u32| keys.get(index as usize).copied().unwrap_or(Slot::Missing);
    let mut sorted: Vec<u32> = (0..list.len).collect();
    let descending = args::any(args, 2) == Slot::Enum(1);
    sorted.sort_by(|a, b| {
        let order = order_with_missing(cx.view(), key(*a), key(*b));
        if descending { order.reverse() } else { order }
    });
    Ok(cx.memory.selection(list, sorted))
}

fn order_with_missing(view: crate::view::View<'_>, a: Slot, b: Slot) -> Ordering {
    match (a, b) {
        (Slot::Missing, Slot::Missing) => Ordering::Equal,
        (Slot::Missing, _) => Ordering::Less,
        (_, Slot::Missing) => Ordering::Greater,
        _ => order(view, a, b).unwrap_or(Ordering::Equal),
    }
}

fn reverse(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let order: Vec<u32> = (0..list.len).rev().collect();
    Ok(cx.memory.selection(list, order))
}

/// Missing texts are left out, with their separators.
fn join(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let separator = cx.text(args::text(args, 1)?);
    let mut out = String::new();
    let mut first = true;
    for slot in elements(cx, args::list(args, 0)?) {
        if let Slot::Text(text) = slot {
            out.push_str(if first { "" } else { separator });
            out.push_str(cx.text(text));
            first = false;
            if out.len() > limits::TEXT.most {
                break;
            }
        }
    }
    Ok(cx.new_text(&out))
}

fn contains(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let wanted = args::any(args, 1);
    Ok(Slot::Bool(elements(cx, args::list(args, 0)?).any(|slot| equal(cx.view(), slot, wanted))))
}

fn filter(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (list, results) = (args::list(args, 0)?, results(args)?);
    let start = cx.memory.slots.len() as u32;
    for index in 0..list.len {
        if matches!(element(cx, results, index), Slot::Bool(true)) {
            let chosen = element(cx, list, index);
            cx.memory.slots.push(chosen);
        }
    }
    Ok(Slot::List(List { start, len: cx.memory.slots.len() as u32 - start, stride: 1, records: false }))
}

/// Missing where there is nothing to take the mean of.
fn average(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let digits = u8::try_from(args::int(args, 1)?).unwrap_or(u8::MAX);
    if list.len == 0 {
        return Ok(Slot::Missing);
    }
    let total = elements(cx, list).try_fold(Slot::Dec(Dec::ZERO), plus)?;
    let mean = args::dec(&[total], 0)?.div_round(i64::from(list.len).into(), digits, args::rounding(args::any(args, 2)));
    mean.map(Slot::Dec).map_err(|error| Raise::misfit(format!("An average does not fit: {error}.")))
}

/// Each of the elements that stand there more than once, where it stands first.
fn duplicates(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let slots: Vec<Slot> = elements(cx, list).collect();
    let slot = |index: &u32| slots.get(*index as usize).copied().unwrap_or(Slot::Missing);
    let mut sorted: Vec<u32> = (0..list.len).collect();
    sorted.sort_by(|a, b| order_with_missing(cx.view(), slot(a), slot(b)));
    let repeated = sorted.chunk_by(|a, b| equal(cx.view(), slot(a), slot(b))).filter(|same| same.len() > 1);
    let mut first: Vec<u32> = repeated.filter_map(|same| same.first().copied()).collect();
    first.sort_unstable();
    Ok(cx.memory.selection(list, first))
}

fn except(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    among(cx, args, false)
}

fn intersect(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let both = among(cx, args, true)?;
    distinct(cx, &[both])
}

/// The elements that stand in the other list, or that do not.
fn among(cx: &mut Cx<'_>, args: &[Slot], wanted: bool) -> Result<Slot, Raise> {
    let (list, other) = (args::list(args, 0)?, args::list(args, 1)?);
    let mut others: Vec<Slot> = elements(cx, other).collect();
    let view = cx.view();
    others.sort_by(|a, b| order_with_missing(view, *a, *b));
    let is_other = |slot: &Slot| others.binary_search_by(|other| order_with_missing(view, *other, *slot)).is_ok();
    let kept: Vec<u32> = (0..list.len).zip(elements(cx, list)).filter(|(_, slot)| is_other(slot) == wanted).map(|(index, _)| index).collect();
    Ok(cx.memory.selection(list, kept))
}

fn present(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let kept: Vec<u32> = (0..list.len).zip(elements(cx, list)).filter(|(_, slot)| *slot != Slot::Missing).map(|(index, _)| index).collect();
    Ok(cx.memory.selection(list, kept))
}

fn only(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    match list.len {
        1 => Ok(element(cx, list, 0)),
        0 => Err(Raise::invalid("The list has no element, and one is wanted.")),
        many => Err(Raise::invalid(format!("The list has {many} elements, and only one is wanted."))),
    }
}

/// A map is a list in which keys and values take turns.
fn index_by(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (list, keys) = (args::list(args, 0)?, args::list(args, 1)?);
    let mut seen = rustc_hash::FxHashSet::default();
    let mut entries = Vec::with_capacity(list.len as usize * 2);
    for (key, value) in elements(cx, keys).zip(elements(cx, list)) {
        let Slot::Text(text) = key else { return Err(args::unexpected(1, "a text for each element")) };
        if !seen.insert(cx.text(text)) {
            return Err(Raise::invalid(format!("Two elements have the key {}.", crate::plan::quoted(cx.text(text)))));
        }
        entries.extend([key, value]);
    }
    let start = cx.memory.slots.len() as u32;
    cx.memory.slots.extend(entries);
    Ok(Slot::List(List { start, len: list.len, stride: 2, records: false }))
}

/// Of lists that are laid out in different ways, the elements themselves stand in the result.
fn append(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (list, other) = (args::list(args, 0)?, args::list(args, 1)?);
    let all: Vec<Slot> = elements(cx, list).chain(elements(cx, other)).collect();
    Ok(cx.new_list(all))
}

fn range(args: &[Slot], pick: impl FnOnce(u32, u32) -> std::ops::Range<u32>) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let count = u32::try_from(args::count(args, 1)?).unwrap_or(u32::MAX);
    Ok(Slot::List(part(list, pick(list.len, count))))
}

/// Elements that stand next to each other need not be copied.
fn part(list: List, range: std::ops::Range<u32>) -> List {
    List { start: list.start + range.start * list.stride, len: range.end - range.start, ..list }
}

fn chunks(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let list = args::list(args, 0)?;
    let size = u32::try_from(args::count(args, 1)?).unwrap_or(u32::MAX).max(1);
    let starts = (0..list.len).step_by(size as usize);
    let chunks: Vec<Slot> = starts.map(|start| Slot::List(part(list, start..list.len.min(start.saturating_add(size))))).collect();
    Ok(cx.new_list(chunks))
}

fn flatten(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let mut all = Vec::new();
    for inner in elements(cx, args::list(args, 0)?) {
        all.extend(elements(cx, args::list(&[inner], 0)?));
        if all.len() > limits::VALUES.most {
            break;
        }
    }
    Ok(cx.new_list(all))
}

fn index_of(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let wanted = args::any(args, 1);
    let index = elements(cx, args::list(args, 0)?).position(|slot| equal(cx.view(), slot, wanted));
    Ok(index.map_or(Slot::Missing, |index| Slot::Int(index as i64)))
}
