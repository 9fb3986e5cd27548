//! Shapes that a field tells apart, with a `discriminator` or without: an enum whose variants carry records.

use rustc_hash::FxHashSet;

use super::{Lowering, Place, choice, enums, item_docs, refs};
use crate::error::Error;
use crate::model::{Carrier, Item, ItemKind, Shape, Type};
use crate::names;
use crate::tree::{Object, Tree};

/// The field, and the codes of each shape.
pub(super) struct Told {
    tag: String,
    codes: Vec<Vec<String>>,
}

/// A choice, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Choice<'c> {
    pub schema: &'c Tree,
    /// What stands beside the shapes.
    pub base: &'c Object,
    pub shapes: &'c [&'c Tree],
    /// The shapes, each made one schema.
    pub wholes: &'c [Object],
}

impl Lowering<'_> {
    /// The enum; where a `discriminator` is declared and there is none, why; nothing where no field tells the shapes apart.
    pub(super) fn variants(&mut self, choice: Choice<'_>, place: &Place) -> Result<Result<Shape, Option<String>>, Error> {
        if let Some(known) = choice.schema.object().and_then(|schema| self.known_inline(schema, place)) {
            return Ok(Ok(known));
        }
        match self.told_apart(choice)? {
            Ok(told) => self.carriers(choice, told, place),
            Err(why) => Ok(Err(why)),
        }
    }

    pub(super) fn told_apart(&mut self, choice: Choice<'_>) -> Result<Result<Told, Option<String>>, Error> {
        let declared = choice.base.get("discriminator").and_then(|word| word.text("propertyName"));
        match (declared, refused(choice, declared)) {
            (Some(tag), Some(why)) => Ok(Err(Some(format!("the discriminator {tag:?} is not carried over: {why}")))),
            (None, Some(_)) => Ok(Err(None)),
            (Some(tag), None) => {
                let codes = self.codes_by(choice, tag, true)?;
                Ok(codes.ok_or_else(|| Some(format!("the discriminator {tag:?} is not carried over: nothing says which code is whose"))))
            }
            (None, None) => self.found(choice),
        }
    }

    /// The first field that has codes of its own in every shape.
    fn found(&mut self, choice: Choice<'_>) -> Result<Result<Told, Option<String>>, Error> {
        let keys = choice.wholes.first().and_then(|whole| whole.get("properties")).and_then(Tree::object).into_iter().flatten().map(|(key, _)| key);
        for key in keys.filter(|key| refused(choice, Some(key)).is_none() && is_required(choice, key)) {
            if let Some(told) = self.codes_by(choice, key, false)? {
                return Ok(Ok(told));
            }
        }
        Ok(Err(None))
    }

    fn codes_by(&mut self, choice: Choice<'_>, tag: &str, declared: bool) -> Result<Option<Told>, Error> {
        let mut codes = Vec::with_capacity(choice.shapes.len());
        for (shape, whole) in choice.shapes.iter().zip(choice.wholes) {
            let mapped = mapped(choice.base, shape);
            let of_shape = if mapped.is_empty() { self.own_codes(shape, whole, tag, declared)? } else { mapped };
            if of_shape.is_empty() {
                return Ok(None);
            }
            codes.push(of_shape);
        }
        let mut seen = FxHashSet::default();
        let each_once = codes.iter().flatten().all(|code| seen.insert(code.clone()));
        Ok(each_once.then(|| Told { tag: tag.to_owned(), codes }))
    }

    /// What the shape itself says of the field; with a `discriminator`, else the shape's name.
    fn own_codes(&mut self, shape: &Tree, whole: &Object, tag: &str, declared: bool) -> Result<Vec<String>, Error> {
        let property = whole.get("properties").and_then(|properties| properties.get(tag));
        let property = property.map(|property| self.merger.whole(property)).transpose()?.map(Tree::Object);
        let values = property.as_ref().and_then(enums::values).unwrap_or_default();
        let own: Vec<String> = values.iter().filter_map(|value| value.as_text().map(str::to_owned)).collect();
        if own.len() < values.len() {
            return Ok(Vec::new());
        }
        Ok(match shape.text("$ref").map(refs::last_part).filter(|_| declared) {
            Some(name) if own.is_empty() => vec![name],
            Some(name) if own.len() > 1 => code_called(&own, &name).map_or(own, |code| vec![code]),
            _ => own,
        })
    }

    pub(super) fn carriers(&mut self, choice: Choice<'_>, told: Told, place: &Place) -> Result<Result<Shape, Option<String>>, Error> {
        let schema = choice.schema.object().cloned().unwrap_or_default();
        let kind = ItemKind::Tagged { tag: told.tag, variants: Vec::new() };
        let id = self.model.add(Item { given: place.given.clone(), places: vec![(place.parent, place.field.clone())], docs: item_docs(&schema, place), notes: Vec::new(), kind });
        let mut carriers = Vec::new();
        for (shape, codes) in choice.shapes.iter().zip(told.codes) {
            let field = codes.first().cloned().unwrap_or_default();
            let Type::Item(record) = self.shape(shape, &Place::field(Some(id), &field))?.ty else {
                self.model.set_kind(id, ItemKind::Enum(Vec::new()));
                return Ok(Err(Some("one of its shapes refers to itself without an end".to_owned())));
            };
            carriers.extend(codes.into_iter().map(|code| Carrier { code, record }));
        }
        if let Some(Item { kind: ItemKind::Tagged { variants, .. }, .. }) = self.model.items.get_mut(id.0) {
            *variants = carriers;
        }
        self.keep_inline(schema, id, place);
        Ok(Ok(Shape::of(Type::Item(id))))
    }
}

/// The one of several codes that a schema's name speaks of: `credit_card` of `CreditCardPayment`.
fn code_called(codes: &[String], name: &str) -> Option<String> {
    let words = names::words(name);
    let speaks = |code: &&String| {
        let of = names::words(code);
        !of.is_empty() && (words.starts_with(&of) || words.ends_with(&of))
    };
    if let Some(same) = codes.iter().find(|code| *code == name || names::words(code) == words) {
        return Some(same.clone());
    }
    let mut found = codes.iter().filter(speaks);
    found.next().filter(|_| found.next().is_none()).cloned()
}

/// Why the shapes can be no variants, whatever tells them apart.
fn refused(choice: Choice<'_>, tag: Option<&str>) -> Option<&'static str> {
    let has_fields = |whole: &Object| whole.get("properties").and_then(Tree::object).is_some_and(|properties| !properties.is_empty());
    if !choice.wholes.iter().all(|whole| choice::is_object(whole) && has_fields(whole)) {
        return Some("a shape is no object with declared fields");
    }
    let beside = choice.base.get("properties").and_then(Tree::object).into_iter().flatten().map(|(key, _)| key.as_str());
    let mut beside = beside.filter(|key| tag.is_some_and(|tag| tag != *key));
    beside.next().map(|_| "further fields stand beside the shapes")
}

fn is_required(choice: Choice<'_>, key: &str) -> bool {
    let says = |object: &Object| object.get("required").and_then(Tree::list).is_some_and(|names| names.iter().any(|name| name.as_text() == Some(key)));
    says(choice.base) || choice.wholes.iter().all(says)
}

/// The codes that the discriminator's mapping has for a shape: by its reference, or by its name.
fn mapped(base: &Object, shape: &Tree) -> Vec<String> {
    let Some(reference) = shape.text("$ref") else { return Vec::new() };
    let is_it = |target: &str| target == reference || refs::last_part(target) == refs::last_part(reference);
    let mapping = base.get("discriminator").into_iter().flat_map(|word| word.members("mapping"));
    mapping.filter(|(_, target)| target.as_text().is_some_and(is_it)).map(|(code, _)| code.to_owned()).collect()
}
