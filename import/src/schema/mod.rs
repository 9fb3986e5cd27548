//! JSON Schema, in all the dialects that partners use, to the model.
//!
//! Records are made at once and filled later, from a queue: schemas may refer to each other in circles and in chains of any length.

mod choice;
mod containers;
mod enums;
mod heirs;
mod merge;
mod pattern;
mod refs;
mod scalar;
mod variants;

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::model::{Access, Field, Item, ItemId, ItemKind, Model, Shape, Type, Variant};
use crate::names;
use crate::tree::{Object, Tree};
pub(crate) use containers::contained;
use merge::{Merger, is_structural};
pub(crate) use refs::follow;

/// Deepest nesting of what is no record: aliases of aliases, lists of lists.
const DEPTH_MAX: usize = 60;
/// Inline objects of one name that are compared before a further one is taken for another.
const COMPARED_MAX: usize = 32;

/// Where a schema stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// What the document calls it.
    pub given: Option<String>,
    /// Else the record around it, and the field.
    pub parent: Option<ItemId>,
    pub field: String,
}

impl Place {
    pub fn named(name: &str) -> Place {
        Place { given: Some(name.to_owned()), parent: None, field: name.to_owned() }
    }

    pub fn field(parent: Option<ItemId>, field: &str) -> Place {
        Place { given: None, parent, field: field.to_owned() }
    }
}

enum Known {
    /// Being looked at.
    Open,
    Is(Shape),
}

pub(crate) struct Lowering<'d> {
    document: &'d Tree,
    pub model: Model,
    merger: Merger<'d>,
    heirs: heirs::Heirs,
    /// What stands at a place of the document, by its path.
    known: FxHashMap<String, Known>,
    /// Enums that have no name of their own: alike, they are one.
    enums: FxHashMap<(String, Vec<Variant>), ItemId>,
    /// Records that have no name of their own, by the field's.
    inline: FxHashMap<String, Vec<(Object, ItemId)>>,
    queue: VecDeque<(ItemId, Object)>,
    depth: usize,
}

impl<'d> Lowering<'d> {
    pub fn new(document: &'d Tree) -> Lowering<'d> {
        Lowering {
            document,
            model: Model::default(),
            merger: Merger::new(document),
            heirs: heirs::Heirs::of(document),
            known: FxHashMap::default(),
            enums: FxHashMap::default(),
            inline: FxHashMap::default(),
            queue: VecDeque::new(),
            depth: 0,
        }
    }

    /// What a reference leads to.
    pub fn reference(&mut self, reference: &str) -> Result<Shape, Error> {
        let target = refs::follow(self.document, reference)?;
        let name = if target.pointer.is_empty() { "root".to_owned() } else { target.name() };
        self.at(&target.pointer, target.tree, &Place::named(&name))
    }

    /// The schema at a place that others may refer to.
    pub fn at(&mut self, pointer: &str, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        match self.known.get(pointer) {
            Some(Known::Is(shape)) => return Ok(shape.clone()),
            Some(Known::Open) => return Ok(Shape::json("refers to itself without an end")),
            None => {}
        }
        self.known.insert(pointer.to_owned(), Known::Open);
        let mut shape = match self.inherited(pointer, schema, place)? {
            Some(shape) => shape,
            None => self.shape(schema, place)?,
        };
        if shape.ty.item().is_some() {
            // It stands above the item itself.
            shape.docs = None;
        }
        self.known.insert(pointer.to_owned(), Known::Is(shape.clone()));
        Ok(shape)
    }

    /// Fills all records that were begun.
    pub fn finish(&mut self) -> Result<(), Error> {
        while let Some((id, schema)) = self.queue.pop_front() {
            let fields = self.fields(id, &Tree::Object(schema))?;
            self.model.set_fields(id, fields);
        }
        Ok(())
    }

    /// What one schema says, its remarks included.
    pub fn shape(&mut self, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Error::Depth(DEPTH_MAX));
        }
        let shape = match schema {
            Tree::Object(_) => self.combined(schema, place),
            Tree::Bool(true) => Ok(Shape::json("anything")),
            Tree::Bool(false) => Ok(Shape::json("nothing may stand here")),
            Tree::Null | Tree::Number(_) | Tree::Text(_) | Tree::List(_) => {
                Err(Error::Kind { wanted: "schema", why: format!("at `{}` stands something that is neither an object nor true or false", place.field) })
            }
        };
        self.depth -= 1;
        Ok(remarked(shape?, schema, place))
    }

    fn combined(&mut self, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        let beside = |key: &str| !matches!(key, "$ref" | "allOf" | "type" | "additionalProperties") && merge::is_structural_word(key);
        let own = !schema.object().is_some_and(|object| object.keys().any(|key| beside(key)));
        let parts: Vec<&Tree> = schema.items("allOf").iter().filter(|part| is_structural(part)).collect();
        match (schema.text("$ref"), parts.as_slice()) {
            (None, []) if schema.get("allOf").is_none() => self.plain(schema, place),
            (Some(reference), []) if own => self.reference(reference),
            (None, [one]) if own => self.shape(one, place),
            _ => {
                let whole = Tree::Object(self.merger.whole(schema)?);
                self.plain(&whole, place)
            }
        }
    }

    /// Without `$ref` and `allOf`.
    fn plain(&mut self, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        if let Some(values) = enums::values(schema) {
            return Ok(self.enumeration(schema, &values, place));
        }
        if let Some((word, alternatives)) = choice::alternatives(schema) {
            return self.choice(schema, word, alternatives, place);
        }
        match kinds(schema).as_slice() {
            [] => Ok(if is_structural(schema) { Shape::json("no type is declared") } else { Shape::json("anything") }),
            ["object"] => self.object(schema, place),
            ["array"] => self.array(schema, place),
            ["string"] => Ok(scalar::text(schema)),
            ["integer"] => Ok(scalar::int(schema)),
            ["number"] => Ok(scalar::number(schema)),
            ["boolean"] => Ok(Shape::of(Type::Bool)),
            ["file"] => Ok(Shape::json("a file")),
            ["integer", "number"] | ["number", "integer"] => Ok(scalar::number(schema)),
            [one] => Ok(Shape::json(format!("of a type called {one}"))),
            several => Ok(Shape::json(several.join(" or "))),
        }
    }

    /// A record, to be filled later.
    fn record(&mut self, schema: &Tree, place: &Place, notes: Vec<String>) -> Shape {
        let schema = schema.object().cloned().unwrap_or_default();
        if let Some(known) = self.known_inline(&schema, place) {
            return known;
        }
        let places = vec![(place.parent, place.field.clone())];
        let item = Item { given: place.given.clone(), places, docs: item_docs(&schema, place), notes, kind: ItemKind::Record(Vec::new()) };
        let id = self.model.add(item);
        self.keep_inline(schema.clone(), id, place);
        self.queue.push_back((id, schema));
        Shape::of(Type::Item(id))
    }

    /// What was made of the same schema, which has no name of its own, in a field of the same name.
    fn known_inline(&mut self, schema: &Object, place: &Place) -> Option<Shape> {
        let mut alike = self.inline.get(&place.field).into_iter().flatten().take(COMPARED_MAX).filter(|(known, _)| place.given.is_none() && known == schema);
        let known = alike.next().map(|(_, id)| *id)?;
        self.found_again(known, place);
        Some(Shape::of(Type::Item(known)))
    }

    fn keep_inline(&mut self, schema: Object, id: ItemId, place: &Place) {
        if place.given.is_none() {
            self.inline.entry(place.field.clone()).or_default().push((schema, id));
        }
    }

    /// An item without a name of its own stands here, too.
    fn found_again(&mut self, id: ItemId, place: &Place) {
        if let Some(item) = self.model.items.get_mut(id.0) {
            item.places.push((place.parent, place.field.clone()));
        }
    }

    fn fields(&mut self, id: ItemId, schema: &Tree) -> Result<Vec<Field>, Error> {
        let required: rustc_hash::FxHashSet<&str> = schema.items("required").iter().filter_map(Tree::as_text).collect();
        let mut fields = Vec::new();
        for (key, property) in schema.members("properties") {
            let mut shape = self.shape(property, &Place::field(Some(id), key))?;
            // Swagger 1 and some drafts say it at the field itself.
            let is_required = required.contains(key) || property.says("required");
            shape.forms.or_null = shape.optional && is_required;
            shape.optional |= !is_required;
            fields.push(Field { key: key.to_owned(), shape });
        }
        Ok(fields)
    }
}

/// The types that a schema allows, null aside; guessed from the other words where it does not say.
pub(crate) fn kinds(schema: &Tree) -> Vec<&str> {
    match schema.get("type") {
        // Some write a comma behind it.
        Some(Tree::Text(kind)) if kind != "null" => return vec![kind.trim_matches(|character: char| !character.is_alphabetic())],
        Some(Tree::List(kinds)) => return kinds.iter().filter_map(Tree::as_text).filter(|kind| *kind != "null").collect(),
        _ => {}
    }
    const BY_WORD: &[(&str, &[&str])] = &[
        ("object", &["properties", "additionalProperties", "patternProperties", "required", "minProperties", "maxProperties"]),
        ("array", &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]),
        ("string", &["minLength", "maxLength", "pattern", "format"]),
        ("number", &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
    ];
    BY_WORD.iter().find(|(_, words)| words.iter().any(|word| schema.get(word).is_some())).map(|(kind, _)| *kind).into_iter().collect()
}

/// Whether a missing value may be written as null.
fn is_nullable(schema: &Tree) -> bool {
    let null = Tree::Text("null".to_owned());
    schema.says("nullable") || schema.says("x-nullable") || schema.get("type") == Some(&null) || schema.items("type").contains(&null)
}

/// The shape with what the schema says beside values.
fn remarked(mut shape: Shape, schema: &Tree, place: &Place) -> Shape {
    shape.optional |= is_nullable(schema);
    let given = place.given.is_some();
    let docs = description(schema, place);
    if docs.is_some() && !(given && shape.ty.item().is_some()) {
        shape.docs = docs;
    }
    if schema.says("readOnly") {
        shape.access = Access::ReadOnly;
    } else if schema.says("writeOnly") {
        shape.access = Access::WriteOnly;
    }
    if schema.says("deprecated") {
        shape = shape.noting("deprecated");
    }
    for word in ["not", "if", "dependentRequired", "dependentSchemas", "contains", "propertyNames"] {
        if schema.get(word).is_some() {
            shape = shape.noting(format!("`{word}` is not carried over"));
        }
    }
    match schema.get("default").and_then(Tree::written) {
        Some(default) if !given => shape.noting(format!("default {default}")),
        _ => shape,
    }
}

fn item_docs(schema: &Object, place: &Place) -> Option<String> {
    if place.given.is_some() { description(&Tree::Object(schema.clone()), place) } else { None }
}

/// Its description; its title, where that says more than its name.
fn description(schema: &Tree, place: &Place) -> Option<String> {
    let name = place.given.as_deref().unwrap_or(&place.field);
    let says_more = |text: &&str| names::words(text) != names::words(name);
    let text = schema.text("description").filter(says_more).or_else(|| schema.text("title").filter(says_more))?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}
