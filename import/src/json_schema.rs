//! A JSON Schema of its own: its root, and what it defines.

use crate::cycles;
use crate::error::Error;
use crate::model::{ItemId, Model, Shape, Type};
use crate::names;
use crate::schema::{Lowering, Place};
use crate::tags;
use crate::tree::Tree;

/// `name` is what the root is called where it has no title.
pub(crate) fn model(document: &Tree, name: &str, only: &[String]) -> Result<Model, Error> {
    if document.object().is_none() {
        return Err(Error::Kind { wanted: "JSON Schema", why: "its top is no object".to_owned() });
    }
    if document.get("openapi").or_else(|| document.get("swagger")).is_some() {
        return Err(Error::Kind { wanted: "JSON Schema", why: "it describes an API; use `crossdock import openapi`".to_owned() });
    }
    let name = document.text("title").map_or_else(|| names::pascal(name), names::pascal);
    let wanted = |called: &str| only.is_empty() || only.iter().any(|only| names::pascal(only) == names::pascal(called));
    let mut lowering = Lowering::new(document);
    let mut root = None;
    if wanted(&name) {
        root = Some(lowering.at("", document, &Place::named(&name))?);
    }
    for (pointer, called, schema) in definitions(document).filter(|(_, called, _)| wanted(called)) {
        lowering.at(&pointer, schema, &Place::named(called))?;
    }
    lowering.finish()?;
    let mut model = lowering.model;
    tags::settle(&mut model, root.as_ref().and_then(|root| root.ty.item()));
    cycles::cut(&mut model);
    model.head.push(format!("{name}, as `crossdock import json-schema` read it."));
    model.head.extend(root.as_ref().and_then(|root| root_remark(&model, root)));
    if (0..model.items.len()).all(|at| model.is_empty(ItemId(at))) { Err(nothing(document, only)) } else { Ok(model) }
}

fn definitions(document: &Tree) -> impl Iterator<Item = (String, &str, &Tree)> {
    let of = |key: &'static str| document.members(key).map(move |(name, schema)| (format!("/{key}/{}", name.replace('~', "~0").replace('/', "~1")), name, schema));
    of("$defs").chain(of("definitions"))
}

/// A message is one object; what else the root may be is told.
fn root_remark(model: &Model, root: &Shape) -> Option<String> {
    match &root.ty {
        Type::List { of, .. } if of.item().is_some() => Some("The whole is a list of these records; a message of Crossdock is one of them.".to_owned()),
        Type::Item(id) if model.is_record(*id) => None,
        _ => None,
    }
}

fn nothing(document: &Tree, only: &[String]) -> Error {
    let names: Vec<&str> = definitions(document).map(|(_, name, _)| name).take(20).collect();
    match only {
        [name, ..] => Error::Unknown { name: name.clone(), tags: "(none)".to_owned(), schemas: names.join(", ") },
        [] => Error::Empty("no object with declared fields, and no list of codes"),
    }
}
