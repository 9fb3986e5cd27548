//! The field that tells variants apart belongs to their enum: the records that they carry have none.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Field, Item, ItemId, ItemKind, Model, Type};

/// Takes the field out of what variants carry. A record that is used elsewhere, too, keeps it there, and the variants carry a copy without it.
/// `roots` are used by messages.
pub(crate) fn settle(model: &mut Model, roots: impl IntoIterator<Item = ItemId>) {
    let uses = Uses::of(model, roots);
    let mut without = FxHashMap::default();
    let mut taken = Vec::new();
    for at in 0..model.items.len() {
        let Some(Item { kind: ItemKind::Tagged { tag, variants }, .. }) = model.items.get(at) else { continue };
        let (tag, mut variants) = (tag.clone(), variants.clone());
        for variant in &mut variants {
            let key = (variant.record, tag.clone());
            variant.record = *without.entry(key).or_insert_with(|| stripped(model, &uses, variant.record, &tag, &mut taken));
        }
        model.set_kind(ItemId(at), ItemKind::Tagged { tag, variants });
    }
    drop_unused(model, &taken);
}

struct Uses {
    /// Held by fields and messages.
    plain: FxHashSet<ItemId>,
    /// The fields that tell it apart in enums.
    tags: FxHashMap<ItemId, BTreeSet<String>>,
}

impl Uses {
    fn of(model: &Model, roots: impl IntoIterator<Item = ItemId>) -> Uses {
        let mut uses = Uses { plain: roots.into_iter().collect(), tags: FxHashMap::default() };
        for item in &model.items {
            match &item.kind {
                ItemKind::Enum(_) => {}
                ItemKind::Record(fields) => uses.plain.extend(fields.iter().filter_map(|field| field.shape.ty.item())),
                ItemKind::Tagged { tag, variants } => {
                    for variant in variants {
                        uses.tags.entry(variant.record).or_default().insert(tag.clone());
                    }
                }
            }
        }
        uses
    }

    fn only_by(&self, record: ItemId, tag: &str) -> bool {
        !self.plain.contains(&record) && self.tags.get(&record).is_some_and(|tags| tags.iter().all(|other| other == tag))
    }
}

/// The record without the field: itself, or a copy.
fn stripped(model: &mut Model, uses: &Uses, record: ItemId, tag: &str, taken: &mut Vec<Type>) -> ItemId {
    let (gone, kept): (Vec<Field>, Vec<Field>) = model.fields(record).iter().cloned().partition(|field| field.key == tag);
    if gone.is_empty() {
        return record;
    }
    if uses.only_by(record, tag) {
        taken.extend(gone.into_iter().map(|field| field.shape.ty));
        model.set_fields(record, kept);
        return record;
    }
    let Some(mut copy) = model.item(record).cloned() else { return record };
    copy.given = copy.given.map(|given| format!("{given} by {tag}"));
    copy.kind = ItemKind::Record(kept);
    model.add(copy)
}

/// Codes that only the field had are the variants' own now.
fn drop_unused(model: &mut Model, taken: &[Type]) {
    let used: FxHashSet<ItemId> = (0..model.items.len()).flat_map(|at| model.fields(ItemId(at))).filter_map(|field| field.shape.ty.item()).collect();
    for id in taken.iter().filter_map(Type::item).filter(|id| !used.contains(id)) {
        if model.item(id).is_some_and(|item| item.given.is_none() && matches!(item.kind, ItemKind::Enum(_))) {
            model.set_kind(id, ItemKind::Enum(Vec::new()));
        }
    }
}
