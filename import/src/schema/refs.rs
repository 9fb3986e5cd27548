//! `$ref`: from a reference to the place in the document.

use crate::error::Error;
use crate::tree::Tree;

/// Most references that are followed from one to the next.
const HOPS_MAX: usize = 100;

/// A place in the document, told by its path, and what stands there.
#[derive(Clone, Debug)]
pub(crate) struct Target<'d> {
    pub pointer: String,
    pub tree: &'d Tree,
}

impl Target<'_> {
    /// The last part of its path, which is what people call it.
    pub fn name(&self) -> String {
        last_part(&self.pointer)
    }
}

/// What people call the place that a reference leads to.
pub(crate) fn last_part(reference: &str) -> String {
    unescaped(&percent_decoded(reference.rsplit('/').next().unwrap_or_default()))
}

/// Follows a reference, and those that it leads to, until something else stands there.
pub(crate) fn follow<'d>(document: &'d Tree, reference: &str) -> Result<Target<'d>, Error> {
    let mut target = one(document, reference)?;
    for _ in 0..HOPS_MAX {
        match alone(target.tree) {
            Some(next) => target = one(document, next)?,
            None => return Ok(target),
        }
    }
    Err(Error::Circular { reference: reference.to_owned() })
}

/// The reference that a schema is, if it says nothing else.
pub(crate) fn alone(schema: &Tree) -> Option<&str> {
    let object = schema.object()?;
    if object.len() == 1 { schema.text("$ref") } else { None }
}

fn one<'d>(document: &'d Tree, reference: &str) -> Result<Target<'d>, Error> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return by_id(document, reference).ok_or_else(|| Error::Remote { reference: reference.to_owned() });
    };
    let pointer = percent_decoded(pointer);
    let nowhere = || Error::Nowhere { reference: reference.to_owned() };
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return definitions(document).find(|target| target.tree.text("$anchor") == Some(&pointer)).ok_or_else(nowhere);
    }
    let tree = pointer.split('/').skip(1).try_fold(document, |tree, key| step(tree, &unescaped(key))).ok_or_else(nowhere)?;
    Ok(Target { pointer, tree })
}

fn step<'d>(tree: &'d Tree, key: &str) -> Option<&'d Tree> {
    match tree {
        Tree::Object(object) => object.get(key),
        Tree::List(list) => list.get(key.parse::<usize>().ok()?),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => None,
    }
}

/// A schema of the document that says `$id`, by which others may call it.
fn by_id<'d>(document: &'d Tree, reference: &str) -> Option<Target<'d>> {
    if document.text("$id") == Some(reference) {
        return Some(Target { pointer: String::new(), tree: document });
    }
    definitions(document).find(|target| target.tree.text("$id") == Some(reference))
}

fn definitions(document: &Tree) -> impl Iterator<Item = Target<'_>> {
    ["$defs", "definitions"]
        .into_iter()
        .flat_map(move |key| document.members(key).map(move |(name, tree)| Target { pointer: format!("/{key}/{}", name.replace('~', "~0").replace('/', "~1")), tree }))
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
