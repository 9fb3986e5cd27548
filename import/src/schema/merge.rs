//! `allOf`: several schemas that hold at once, made one.

use rustc_hash::FxHashSet;

use super::refs;
use crate::error::Error;
use crate::tree::{Object, Tree};

/// Most schemas that are combined, all in all; some that combine each other many times over would never end.
const STEPS_MAX: usize = 100_000;

/// What a schema says about itself, not about values.
pub(crate) const REMARKS: &[&str] = &[
    "title",
    "description",
    "summary",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "x-nullable",
    "default",
    "externalDocs",
    "xml",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "$defs",
    "definitions",
];

/// Whether it says anything about values.
pub(crate) fn is_structural(schema: &Tree) -> bool {
    schema.object().is_some_and(|object| object.keys().any(|key| is_structural_word(key)))
}

pub(crate) fn is_structural_word(word: &str) -> bool {
    !REMARKS.contains(&word) && !word.starts_with("x-")
}

pub(crate) struct Merger<'d> {
    document: &'d Tree,
    pub steps: usize,
}

impl<'d> Merger<'d> {
    pub fn new(document: &'d Tree) -> Merger<'d> {
        Merger { document, steps: 0 }
    }

    /// One schema without `$ref` and `allOf` at its top that says all that this one says.
    pub fn whole(&mut self, schema: &Tree) -> Result<Object, Error> {
        self.expand(schema, &mut FxHashSet::default())
    }

    fn expand(&mut self, schema: &Tree, open: &mut FxHashSet<String>) -> Result<Object, Error> {
        self.step()?;
        let Some(object) = schema.object() else { return Ok(Object::new()) };
        let mut whole = Object::new();
        if let Some(reference) = schema.text("$ref") {
            let target = refs::follow(self.document, reference)?;
            if !open.insert(target.pointer.clone()) {
                return Err(Error::Circular { reference: reference.to_owned() });
            }
            whole = self.expand(target.tree, open)?;
            open.remove(&target.pointer);
        }
        for part in schema.items("allOf") {
            let part = self.expand(part, open)?;
            self.join(&mut whole, part)?;
        }
        let own = object.iter().filter(|(key, _)| !matches!(key.as_str(), "$ref" | "allOf" | "$defs" | "definitions"));
        self.join(&mut whole, own.map(|(key, value)| (key.clone(), value.clone())).collect())?;
        Ok(whole)
    }

    fn step(&mut self) -> Result<(), Error> {
        self.steps += 1;
        if self.steps > STEPS_MAX { Err(Error::Intertwined(STEPS_MAX)) } else { Ok(()) }
    }

    /// Both hold: fields and what is required add up, of all else the later word counts.
    fn join(&mut self, whole: &mut Object, part: Object) -> Result<(), Error> {
        for (key, value) in part {
            match (whole.get_mut(&key), value) {
                (Some(Tree::Object(known)), Tree::Object(more)) if key == "properties" => self.join_fields(known, more)?,
                (Some(Tree::List(known)), Tree::List(more)) if key == "required" => known.extend(more),
                (_, value) => drop(whole.insert(key, value)),
            }
        }
        Ok(())
    }

    fn join_fields(&mut self, known: &mut Object, more: Object) -> Result<(), Error> {
        for (name, schema) in more {
            self.step()?;
            match known.get_mut(&name) {
                Some(first) if *first != schema => {
                    let both = Tree::List(vec![first.clone(), schema]);
                    *first = Tree::Object(Object::from([("allOf".to_owned(), both)]));
                }
                Some(_) => {}
                None => drop(known.insert(name, schema)),
            }
        }
        Ok(())
    }
}
