//! A name for each item: its own where the document gives one, else one from the places that it was found at.

use crate::model::{ItemId, ItemKind, Model};
use crate::names::{self, Unique};

/// The names of all items, by their numbers.
pub(crate) fn name_all(model: &Model) -> Vec<String> {
    let mut unique = Unique::default();
    if let Some(contract) = &model.contract {
        unique.take_type(&contract.name);
    }
    let mut names = vec![String::new(); model.items.len()];
    for (item, name) in model.items.iter().zip(&mut names) {
        if let Some(given) = &item.given {
            *name = unique.take_type(&names::pascal(given));
        }
    }
    for at in 0..model.items.len() {
        if names.get(at).is_some_and(String::is_empty) {
            let name = by_place(model, ItemId(at), &names, &mut unique);
            if let Some(slot) = names.get_mut(at) {
                *slot = name;
            }
        }
    }
    names
}

/// A record is called like the field that holds it, an enum also by what it is of: `BillingAddress`, `OrderStatus`.
fn by_place(model: &Model, id: ItemId, names: &[String], unique: &mut Unique) -> String {
    let Some(item) = model.item(id) else { return String::new() };
    let (parent, field) = match item.places.as_slice() {
        [] => (None, "item"),
        [(parent, field), ..] => (*parent, field.as_str()),
    };
    let own = if item.places.len() > 1 { shared(&item.places) } else { None };
    let own = own.unwrap_or_else(|| names::pascal(field));
    let around = parent.and_then(|parent| names.get(parent.0)).cloned().unwrap_or_default();
    let with_parent = if own.starts_with(&around) { own.clone() } else { format!("{around}{own}") };
    match item.kind {
        ItemKind::Record(_) | ItemKind::Tagged { .. } if !unique.is_taken(&own) => unique.take_type(&own),
        ItemKind::Record(_) | ItemKind::Tagged { .. } if unique.is_taken(&with_parent) => unique.take_type(&format!("{with_parent}Entry")),
        ItemKind::Record(_) | ItemKind::Tagged { .. } | ItemKind::Enum(_) => unique.take_type(&with_parent),
    }
}

/// Words that say nothing by themselves.
const PLAIN: &[&str] = &["to", "from", "by", "id", "set", "list", "info", "data", "item", "value", "type", "details", "detail", "body", "response", "request", "result"];

/// A name for what stands at several places: what their names have in common, else the shortest of them.
fn shared(places: &[(Option<ItemId>, String)]) -> Option<String> {
    match common_end(places) {
        Some(words) if !matches!(words.as_slice(), [word] if PLAIN.contains(&word.as_str())) => Some(names::pascal(&words.join("_"))),
        Some(_) => places.iter().map(|(_, field)| names::pascal(field)).min_by_key(String::len),
        None => None,
    }
}

/// What the names of several places end with alike: `billing_address` and `shipping_address` are addresses.
fn common_end(places: &[(Option<ItemId>, String)]) -> Option<Vec<String>> {
    let mut all = places.iter().map(|(_, field)| names::words(field));
    let mut common = all.next()?;
    for words in all {
        let same = common.iter().rev().zip(words.iter().rev()).take_while(|(a, b)| a == b).count();
        common.drain(..common.len() - same);
    }
    (!common.is_empty()).then_some(common)
}
