//! Inheritance: a base with a `discriminator`, and schemas that say `allOf: [base, …]`. What is declared to be the base is one of these.

use rustc_hash::{FxHashMap, FxHashSet};

use super::variants::Choice;
use super::{Lowering, Place, choice, refs, remarked};
use crate::error::Error;
use crate::model::Shape;
use crate::tree::{Object, Tree};

/// Which schemas of a document build on which, told by their places.
pub(super) struct Heirs {
    /// Right above each other, in the order of the document.
    children: FxHashMap<String, Vec<String>>,
    /// Schemas that stand somewhere for a value of their own, rather than only below others.
    meant: FxHashSet<String>,
}

impl Heirs {
    pub fn of(document: &Tree) -> Heirs {
        let mut heirs = Heirs { children: FxHashMap::default(), meant: FxHashSet::default() };
        let named = schemas(document);
        for (pointer, schema) in &named {
            for base in bases(document, schema) {
                heirs.children.entry(base).or_default().push(pointer.clone());
            }
        }
        let below = named.iter().filter(|(_, schema)| is_more(schema)).flat_map(|(_, schema)| schema.items("allOf")).map(std::ptr::from_ref).collect();
        heirs.refer(document, document, &below);
        heirs
    }

    /// Notes all that is referred to, `below` aside.
    fn refer(&mut self, document: &Tree, tree: &Tree, below: &FxHashSet<*const Tree>) {
        if below.contains(&std::ptr::from_ref(tree)) && refs::alone(tree).is_some() {
            return;
        }
        match tree {
            Tree::Object(object) => {
                self.meant.extend(tree.text("$ref").and_then(|reference| refs::follow(document, reference).ok()).map(|target| target.pointer));
                object.values().for_each(|value| self.refer(document, value, below));
            }
            Tree::List(list) => list.iter().for_each(|value| self.refer(document, value, below)),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => {}
        }
    }

    /// All below a base, however deep, in the order of the document.
    fn below(&self, base: &str) -> Vec<String> {
        let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
        let mut open: Vec<&String> = self.children.get(base).into_iter().flatten().rev().collect();
        while let Some(heir) = open.pop() {
            if heir != base && seen.insert(heir) {
                found.push(heir.clone());
                open.extend(self.children.get(heir).into_iter().flatten().rev());
            }
        }
        found
    }
}

impl Lowering<'_> {
    /// The enum of its heirs where a base stands there that something is declared to be; of all else nothing.
    pub(super) fn inherited(&mut self, pointer: &str, schema: &Tree, place: &Place) -> Result<Option<Shape>, Error> {
        let Some(base) = discriminator(schema).filter(|_| choice::alternatives(schema).is_none()) else { return Ok(None) };
        if !pointer.is_empty() && !self.heirs.meant.contains(pointer) {
            return Ok(None);
        }
        let family = self.family(pointer, &base);
        if family.is_empty() {
            return Ok(None);
        }
        let shapes: Vec<Tree> = family.iter().map(|pointer| reference(pointer)).collect();
        let mut wholes = Vec::with_capacity(shapes.len());
        for shape in &shapes {
            wholes.push(self.merger.whole(shape)?);
        }
        let choice = Choice { schema, base: &base, shapes: &shapes.iter().collect::<Vec<_>>(), wholes: &wholes };
        let why = match self.told_apart(choice)? {
            Ok(told) => {
                // A base among its own heirs is a record there.
                let carried: Vec<Tree> = family.iter().zip(shapes.iter().zip(&wholes)).map(|(heir, (shape, whole))| self.carried(heir, pointer, shape, whole)).collect();
                let choice = Choice { shapes: &carried.iter().collect::<Vec<_>>(), ..choice };
                match self.carriers(choice, told, place)? {
                    Ok(shape) => return Ok(Some(remarked(shape, schema, place))),
                    Err(why) => why,
                }
            }
            Err(why) => why,
        };
        let mut shape = self.shape(schema, place)?;
        shape.notes.splice(0..0, why);
        Ok(Some(shape))
    }

    /// The places of those that a value may be: those of the mapping, if there is one, else all below the base that are no bases themselves.
    fn family(&self, pointer: &str, base: &Object) -> Vec<String> {
        let mapping = base.get("discriminator").into_iter().flat_map(|word| word.members("mapping"));
        let mapped: Vec<String> = mapping.filter_map(|(_, target)| self.pointer_of(target.as_text()?, pointer)).collect();
        let is_base = |heir: &String| self.heirs.children.contains_key(heir) && self.tree_at(heir).is_some_and(|tree| discriminator(tree).is_some());
        let all = if mapped.is_empty() { self.heirs.below(pointer).into_iter().filter(|heir| !is_base(heir)).collect() } else { mapped };
        let mut seen = FxHashSet::default();
        all.into_iter().filter(|heir| seen.insert(heir.clone())).collect()
    }

    /// A target of a mapping: a reference, or the name of a schema that stands beside.
    fn pointer_of(&self, target: &str, beside: &str) -> Option<String> {
        if target.contains(['#', '/']) {
            return refs::follow(self.document, target).ok().map(|target| target.pointer);
        }
        let folder = beside.rsplit_once('/').map_or("", |(folder, _)| folder);
        let pointer = format!("{folder}/{}", escaped(target));
        self.tree_at(&pointer).is_some().then_some(pointer)
    }

    fn tree_at(&self, pointer: &str) -> Option<&Tree> {
        refs::follow(self.document, &hash(pointer)).ok().map(|target| target.tree)
    }

    fn carried(&self, heir: &str, base: &str, shape: &Tree, whole: &Object) -> Tree {
        let is_base = heir == base || self.tree_at(heir).is_some_and(|tree| discriminator(tree).is_some());
        if !is_base {
            return shape.clone();
        }
        let mut whole = whole.clone();
        whole.shift_remove("discriminator");
        Tree::Object(whole)
    }
}

/// What a schema itself says of the field that tells its heirs apart, as OpenAPI 3 writes it; Swagger 2 has the name alone.
fn discriminator(schema: &Tree) -> Option<Object> {
    let word = match schema.get("discriminator")? {
        Tree::Text(name) => Tree::Object(Object::from([("propertyName".to_owned(), Tree::Text(name.clone()))])),
        other => other.clone(),
    };
    word.text("propertyName")?;
    Some(Object::from([("discriminator".to_owned(), word)]))
}

/// The schemas with names, by their places.
fn schemas(document: &Tree) -> Vec<(String, &Tree)> {
    let components = document.get("components").and_then(|components| components.get("schemas"));
    let folders = [("components/schemas", components), ("definitions", document.get("definitions")), ("$defs", document.get("$defs"))];
    let members = folders.into_iter().flat_map(|(folder, tree)| tree.and_then(Tree::object).into_iter().flatten().map(move |(name, schema)| (folder, name, schema)));
    members.map(|(folder, name, schema)| (format!("/{folder}/{}", escaped(name)), schema)).collect()
}

/// Whether a schema adds something to its base, a remark at least; else it is another name for it.
fn is_more(schema: &Tree) -> bool {
    schema.items("allOf").len() > 1 || schema.object().is_some_and(|object| object.len() > 1)
}

fn bases(document: &Tree, schema: &Tree) -> Vec<String> {
    let references = schema.items("allOf").iter().filter_map(|part| part.text("$ref"));
    references.filter_map(|reference| refs::follow(document, reference).ok()).map(|target| target.pointer).collect()
}

fn reference(pointer: &str) -> Tree {
    Tree::Object(Object::from([("$ref".to_owned(), Tree::Text(hash(pointer)))]))
}

fn hash(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
