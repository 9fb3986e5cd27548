//! What the language cannot say about whole items: records that contain themselves, and records without a field.

use crate::model::{Item, ItemId, ItemKind, Model, Type};

const CIRCLE: &str = "holds its own kind again, which no record can";

/// Cuts every circle at the field that closes it; that field becomes `json`. Records that have no fields, or lost them, become `json` where
/// they are used.
pub(crate) fn cut(model: &mut Model) {
    let mut states = vec![State::Unseen; model.items.len()];
    for root in 0..model.items.len() {
        walk(model, ItemId(root), &mut states);
    }
    open_empty(model);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

/// Depth first, without recursion: the chain of open records, each with the next field to look at.
fn walk(model: &mut Model, root: ItemId, states: &mut [State]) {
    let mut open = Vec::new();
    enter(root, states, &mut open);
    while let Some((record, next)) = open.last_mut() {
        let (at, field) = (*record, *next);
        *next += 1;
        let Some(inner) = held(model, at, field) else {
            if let Some(state) = states.get_mut(at.0) {
                *state = State::Done;
            }
            open.pop();
            continue;
        };
        let Some(inner) = inner else { continue };
        if states.get(inner.0) == Some(&State::Open) && model.fields(at).is_empty() {
            leave_variants(model, states, &mut open);
        } else if states.get(inner.0) == Some(&State::Open) {
            to_json(model, at, field, CIRCLE);
        } else {
            enter(inner, states, &mut open);
        }
    }
}

/// What the field at this number holds, if anything; of an enum whose variants carry records, the variant. None behind the last.
fn held(model: &Model, id: ItemId, at: usize) -> Option<Option<ItemId>> {
    match &model.item(id)?.kind {
        ItemKind::Enum(_) => None,
        ItemKind::Record(fields) => fields.get(at).map(|field| field.shape.ty.item()),
        ItemKind::Tagged { variants, .. } => variants.get(at).map(|variant| Some(variant.record)),
    }
}

/// A variant carries a record around its enum: what can become `json` is the field that holds the enum. By other ways it is looked at anew.
fn leave_variants(model: &mut Model, states: &mut [State], open: &mut Vec<(ItemId, usize)>) {
    let Some((variants, _)) = open.pop() else { return };
    if let Some(state) = states.get_mut(variants.0) {
        *state = State::Unseen;
    }
    if let Some((record, next)) = open.last() {
        to_json(model, *record, next.saturating_sub(1), CIRCLE);
    }
}

fn enter(id: ItemId, states: &mut [State], open: &mut Vec<(ItemId, usize)>) {
    if let Some(state @ State::Unseen) = states.get_mut(id.0) {
        *state = State::Open;
        open.push((id, 0));
    }
}

fn to_json(model: &mut Model, record: ItemId, field: usize, why: &str) {
    let Some(Item { kind: ItemKind::Record(fields), .. }) = model.items.get_mut(record.0) else { return };
    if let Some(field) = fields.get_mut(field) {
        field.shape.ty = field.shape.ty.with_inner(Type::Json);
        field.shape = field.shape.clone().noting(why);
    }
}

fn open_empty(model: &mut Model) {
    let is_empty = |model: &Model, id: ItemId| model.is_record(id) && model.is_empty(id);
    for record in 0..model.items.len() {
        let record = ItemId(record);
        for field in 0..model.fields(record).len() {
            let inner = model.fields(record).get(field).and_then(|field| field.shape.ty.item());
            if inner.is_some_and(|inner| is_empty(model, inner)) {
                to_json(model, record, field, "an object without declared fields");
            }
        }
    }
}
