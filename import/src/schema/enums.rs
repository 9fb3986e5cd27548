//! `enum` and `const`.

use indexmap::IndexMap;

use super::{Lowering, Place, description, kinds};
use crate::model::{Item, ItemKind, Shape, Type, Variant};
use crate::tree::Tree;

/// The values that a schema lists.
pub(super) fn values(schema: &Tree) -> Option<Vec<&Tree>> {
    match (schema.get("enum"), schema.get("const")) {
        (Some(Tree::List(values)), _) if !values.is_empty() => Some(values.iter().collect()),
        (_, Some(value)) => Some(vec![value]),
        _ => None,
    }
}

impl Lowering<'_> {
    pub(super) fn enumeration(&mut self, schema: &Tree, values: &[&Tree], place: &Place) -> Shape {
        let present: Vec<&Tree> = values.iter().copied().filter(|value| **value != Tree::Null).collect();
        let mut shape = self.listed(schema, &present, place);
        shape.optional = present.len() < values.len();
        shape
    }

    fn listed(&mut self, schema: &Tree, values: &[&Tree], place: &Place) -> Shape {
        let all = |is: fn(&Tree) -> bool| values.iter().all(|value| is(value));
        if values.is_empty() {
            return Shape::json("always null");
        }
        if all(|value| matches!(value, Tree::Text(_))) || (kinds(schema) == ["string"] && all(|value| value.written().is_some())) {
            return self.codes(schema, values, place);
        }
        if all(|value| matches!(value, Tree::Bool(_))) {
            return Shape::of(Type::Bool);
        }
        let written: Vec<String> = values.iter().filter_map(|value| value.written()).collect();
        if all(|value| matches!(value, Tree::Number(_))) {
            let whole = written.iter().all(|number| number.parse::<i64>().is_ok());
            return Shape::of(if whole { Type::INT } else { Type::DECIMAL }).noting(format!("one of {}", written.join(", ")));
        }
        Shape::json("values of several types")
    }

    fn codes(&mut self, schema: &Tree, values: &[&Tree], place: &Place) -> Shape {
        let docs = variant_docs(schema);
        let codes: IndexMap<String, ()> = values.iter().filter_map(|value| value.written()).map(|code| (code, ())).collect();
        let variants: Vec<Variant> = codes.into_keys().map(|code| Variant { docs: docs.get(&code).cloned(), code }).collect();
        let key = (place.field.clone(), variants.clone());
        if let Some(known) = self.enums.get(&key).copied().filter(|_| place.given.is_none()) {
            self.found_again(known, place);
            return Shape::of(Type::Item(known));
        }
        let docs = place.given.as_ref().and_then(|_| description(schema, place));
        let item = Item { given: place.given.clone(), places: vec![(place.parent, place.field.clone())], docs, notes: Vec::new(), kind: ItemKind::Enum(variants) };
        let id = self.model.add(item);
        if place.given.is_none() {
            self.enums.insert(key, id);
        }
        Shape::of(Type::Item(id))
    }
}

/// What the extensions of several makers tell about single values.
fn variant_docs(schema: &Tree) -> IndexMap<String, String> {
    let mut docs = IndexMap::new();
    for row in schema.items("x-docgen-enum-table-extension") {
        if let (Some(value), Some(text)) = (row.get("value").and_then(Tree::written), row.text("description")) {
            docs.insert(value, text.to_owned());
        }
    }
    let named = ["x-enumDescriptions", "x-enum-descriptions"].into_iter().flat_map(|key| schema.members(key));
    docs.extend(named.filter_map(|(value, text)| Some((value.to_owned(), text.as_text()?.to_owned()))));
    let listed = schema.items("enum").iter().zip(schema.items("x-enum-descriptions"));
    docs.extend(listed.filter_map(|(value, text)| Some((value.written()?, text.as_text()?.to_owned()))));
    docs.retain(|_, text| !text.trim().is_empty());
    docs
}
