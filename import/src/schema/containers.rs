//! Objects, lists and maps.

use super::{Lowering, Place, scalar};
use crate::error::Error;
use crate::model::{Forms, Shape, Type};
use crate::names;
use crate::tree::Tree;

impl Lowering<'_> {
    /// A record where fields are declared, else a map where its values are.
    pub(super) fn object(&mut self, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        if schema.members("properties").next().is_some() {
            return Ok(self.record(schema, place, Vec::new()));
        }
        let patterns = schema.members("patternProperties").map(|(_, of)| of).next();
        match schema.get("additionalProperties").filter(|of| of.object().is_some_and(|of| !of.is_empty())).or(patterns) {
            Some(of) => self.map(of, place),
            None => Ok(Shape::json("an object without declared fields")),
        }
    }

    fn map(&mut self, of: &Tree, place: &Place) -> Result<Shape, Error> {
        let of = self.shape(of, &Place::field(place.parent, &place.field))?;
        Ok(contained(of, |of| Type::Map(Box::new(of)), "a map whose values may be null"))
    }

    pub(super) fn array(&mut self, schema: &Tree, place: &Place) -> Result<Shape, Error> {
        let (min, max) = scalar::lengths(schema, "minItems", "maxItems");
        let list = |of| Type::List { min, max, of: Box::new(of) };
        let shape = match schema.get("items") {
            Some(items @ (Tree::Object(_) | Tree::Bool(_))) if schema.get("prefixItems").is_none() => {
                let of = self.shape(items, &Place::field(place.parent, &names::singular(&place.field)))?;
                contained(of, list, "a list whose elements may be null")
            }
            None if schema.get("prefixItems").is_none() => Shape::of(list(Type::Json)).noting("of anything"),
            _ => Shape::json("a list whose elements differ by position"),
        };
        Ok(if schema.says("uniqueItems") { shape.noting("each once") } else { shape })
    }
}

/// A list or map of something. What is missing, or written in a form of its own, cannot stand in one.
pub(crate) fn contained(of: Shape, make: impl FnOnce(Type) -> Type, nulls: &str) -> Shape {
    if of.optional {
        return Shape::json(nulls);
    }
    let has_form = of.forms != Forms::default();
    let ty = if has_form { Type::TEXT } else { of.ty };
    let shape = Shape { notes: of.notes, ..Shape::of(make(ty)) };
    if has_form { shape.noting("numbers, in quotes") } else { shape }
}
