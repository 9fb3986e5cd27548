//! `oneOf` and `anyOf`: values that come in several shapes.

use rustc_hash::FxHashSet;

use super::variants::Choice;
use super::{Lowering, Place, enums, kinds, merge};
use crate::error::Error;
use crate::model::{Shape, Type};
use crate::names;
use crate::tree::{Object, Tree};

/// The shapes, null aside, and the word they stand behind.
pub(super) fn alternatives(schema: &Tree) -> Option<(&'static str, &[Tree])> {
    ["oneOf", "anyOf"].into_iter().find_map(|word| Some((word, schema.get(word)?.list()?))).filter(|(_, list)| !list.is_empty())
}

impl Lowering<'_> {
    pub(super) fn choice(&mut self, schema: &Tree, word: &str, alternatives: &[Tree], place: &Place) -> Result<Shape, Error> {
        let present: Vec<&Tree> = alternatives.iter().filter(|one| !is_null(one)).collect();
        let mut base = schema.object().cloned().unwrap_or_default();
        base.shift_remove(word);
        let mut shape = match present.as_slice() {
            [] => Shape::json("always null"),
            [one] if !merge::is_structural(&Tree::Object(base.clone())) => self.shape(one, place)?,
            several => self.several(schema, base, several, place)?,
        };
        shape.optional |= present.len() < alternatives.len();
        Ok(shape)
    }

    fn several(&mut self, schema: &Tree, base: Object, alternatives: &[&Tree], place: &Place) -> Result<Shape, Error> {
        let mut wholes = Vec::new();
        for one in alternatives {
            wholes.push(self.merger.whole(one)?);
        }
        let is_optional = wholes.iter().any(|whole| super::is_nullable(&Tree::Object(whole.clone())));
        let why = match self.variants(Choice { schema, base: &base, shapes: alternatives, wholes: &wholes }, place)? {
            Ok(mut shape) => {
                shape.optional |= is_optional;
                return Ok(shape);
            }
            Err(why) => why,
        };
        let called = alternatives.iter().filter_map(|one| called(one)).collect::<Vec<_>>().join(", ");
        let has_fields = base.contains_key("properties");
        let mut shape = if has_fields || wholes.iter().all(is_object) {
            self.fields_of_all(base, &wholes, &called, place)
        } else if let Some(values) = all_codes(&wholes) {
            let schema = Tree::Object(Object::from([("enum".to_owned(), Tree::List(values))]));
            self.plain(&schema, place)?
        } else {
            self.same_kind(&wholes, &called)?
        };
        shape.optional |= is_optional;
        shape.notes.splice(0..0, why);
        Ok(shape)
    }

    /// Objects: one record with the fields of all. Only what all of them require is required.
    fn fields_of_all(&mut self, mut base: Object, wholes: &[Object], called: &str, place: &Place) -> Shape {
        let mut properties = base.get("properties").and_then(Tree::object).cloned().unwrap_or_default();
        let own: FxHashSet<String> = properties.keys().cloned().collect();
        for whole in wholes {
            for (name, schema) in whole.get("properties").and_then(Tree::object).into_iter().flatten() {
                either(&mut properties, name, schema);
            }
        }
        let mut required: Vec<Tree> = base.get("required").and_then(Tree::list).unwrap_or(&[]).to_vec();
        required.extend(required_by_all(wholes));
        let note = if called.is_empty() { "One of several shapes".to_owned() } else { format!("One of {called}") };
        let is_wider = properties.len() > own.len();
        base.insert("properties".to_owned(), Tree::Object(properties));
        base.insert("required".to_owned(), Tree::List(required));
        let notes = if is_wider { vec![format!("{note}; what not all of them have is optional here.")] } else { Vec::new() };
        self.record(&Tree::Object(base), place, notes)
    }

    /// Single values of one type stay that, without their limits; all else is passed through.
    fn same_kind(&mut self, wholes: &[Object], called: &str) -> Result<Shape, Error> {
        let mut found: FxHashSet<&str> = FxHashSet::default();
        let trees: Vec<Tree> = wholes.iter().cloned().map(Tree::Object).collect();
        for tree in &trees {
            let is_plain = tree.get("oneOf").is_none() && tree.get("anyOf").is_none();
            let kinds = if is_plain { kinds(tree) } else { Vec::new() };
            found.extend(if kinds.is_empty() { vec!["anything"] } else { kinds });
        }
        let mut found: Vec<&str> = found.into_iter().collect();
        found.sort_unstable();
        Ok(match found.as_slice() {
            ["string"] => Shape::of(Type::TEXT),
            ["integer"] => Shape::of(Type::INT),
            ["number"] | ["integer", "number"] => Shape::of(Type::DECIMAL),
            ["boolean"] => Shape::of(Type::Bool),
            _ if called.is_empty() => Shape::json(format!("one of: {}", found.join(", "))),
            _ => Shape::json(format!("one of {called}")),
        })
    }
}

fn is_null(schema: &Tree) -> bool {
    schema.text("type") == Some("null") || schema.get("enum") == Some(&Tree::List(vec![Tree::Null])) || schema.get("const") == Some(&Tree::Null)
}

/// What people call an alternative.
fn called(schema: &Tree) -> Option<String> {
    let name = schema.text("$ref").and_then(|reference| reference.rsplit('/').next()).or_else(|| schema.text("title"))?;
    Some(names::pascal(name))
}

/// An object, or only a word about which of its fields are there.
pub(super) fn is_object(whole: &Object) -> bool {
    let tree = Tree::Object(whole.clone());
    kinds(&tree) == ["object"] && enums::values(&tree).is_none() && alternatives(&tree).is_none() && (whole.contains_key("properties") || whole.contains_key("required"))
}

fn all_codes(wholes: &[Object]) -> Option<Vec<Tree>> {
    let mut all = Vec::new();
    for whole in wholes {
        let tree = Tree::Object(whole.clone());
        all.extend(enums::values(&tree)?.into_iter().cloned());
    }
    all.iter().all(|value| matches!(value, Tree::Text(_) | Tree::Null)).then_some(all)
}

/// The field is this, or what it is in another shape.
fn either(properties: &mut Object, name: &str, schema: &Tree) {
    match properties.get_mut(name) {
        None => drop(properties.insert(name.to_owned(), schema.clone())),
        Some(known) if known == schema => {}
        Some(Tree::Object(known)) if known.contains_key("anyOf") && known.len() == 1 => {
            if let Some(Tree::List(list)) = known.get_mut("anyOf")
                && !list.contains(schema)
            {
                list.push(schema.clone());
            }
        }
        Some(known) => {
            let both = Tree::List(vec![known.clone(), schema.clone()]);
            *known = Tree::Object(Object::from([("anyOf".to_owned(), both)]));
        }
    }
}

fn required_by_all(wholes: &[Object]) -> Vec<Tree> {
    let of = |whole: &Object| whole.get("required").and_then(Tree::list).unwrap_or(&[]).to_vec();
    let first = wholes.first().map(of).unwrap_or_default();
    first.into_iter().filter(|name| wholes.iter().all(|whole| of(whole).contains(name))).collect()
}
