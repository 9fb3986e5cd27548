//! Single values: what type, format and limits say, in our types.

use super::pattern;
use crate::model::{Shape, Type};
use crate::tree::Tree;

/// What a list or text can be limited to.
pub(crate) fn length(schema: &Tree, key: &str) -> Option<u32> {
    whole_number(schema.get(key)?)?.try_into().ok()
}

/// Both ends of a length; those that contradict each other are left out.
pub(crate) fn lengths(schema: &Tree, min: &str, max: &str) -> (u32, Option<u32>) {
    let (min, max) = (length(schema, min).unwrap_or(0), length(schema, max));
    if max.is_some_and(|max| max < min) { (0, None) } else { (min, max) }
}

pub(crate) fn text(schema: &Tree) -> Shape {
    let shape = match schema.text("format").unwrap_or_default() {
        "date" => return Shape::of(Type::Date),
        "date-time" => return Shape::of(Type::Timestamp),
        "duration" => return Shape::of(Type::Duration),
        // With an offset, which our times do not have.
        "time" => Shape::of(Type::TEXT).noting("a time of day"),
        "decimal" | "number" | "money" => return as_text(Type::DECIMAL),
        "int32" | "int64" => return as_text(Type::INT),
        "" => Shape::of(Type::TEXT),
        other => Shape::of(Type::TEXT).noting(other.to_owned()),
    };
    let (min, max) = lengths(schema, "minLength", "maxLength");
    let given = schema.text("pattern");
    let pattern = given.and_then(pattern::whole);
    let shape = match given.filter(|_| pattern.is_none()) {
        Some(unsaid) => shape.noting(format!("matches {unsaid}, which cannot be said here")),
        None => shape,
    };
    Shape { ty: Type::Text { min, max, pattern }, ..shape }
}

fn as_text(ty: Type) -> Shape {
    let mut shape = Shape::of(ty);
    shape.forms.as_text = true;
    shape
}

pub(crate) fn int(schema: &Tree) -> Shape {
    let range = Range::of(schema);
    if let Some(beyond) = range.beyond_int() {
        let shape = Shape::of(Type::Decimal(Some((38, 0))));
        return shape.noting(format!("a whole number as large as {beyond}"));
    }
    let exclusive = |limit: &Limit, step: i64| limit.whole().map(|whole| if limit.exclusive { whole.saturating_add(step) } else { whole });
    let min = range.min.as_ref().and_then(|limit| exclusive(limit, 1));
    let max = range.max.as_ref().and_then(|limit| exclusive(limit, -1));
    let shape = match (min, max) {
        (Some(min), Some(max)) if min > max => Shape::of(Type::INT),
        _ => Shape::of(Type::Int { min, max }),
    };
    match schema.get("multipleOf").and_then(Tree::written).filter(|of| of != "1") {
        Some(of) => shape.noting(format!("a multiple of {of}")),
        None => shape,
    }
}

pub(crate) fn number(schema: &Tree) -> Shape {
    let step = schema.get("multipleOf").and_then(Tree::written);
    match step.as_deref().map(decimals_of) {
        Some(Some(0)) => int(schema),
        Some(Some(behind)) => ranged(schema, Shape::of(Type::Decimal(Some((38, behind))))),
        Some(None) => ranged(schema, Shape::of(Type::DECIMAL).noting(format!("a multiple of {}", step.unwrap_or_default()))),
        None => ranged(schema, Shape::of(Type::DECIMAL)),
    }
}

/// A decimal's range is no part of our types: it is told.
fn ranged(schema: &Tree, shape: Shape) -> Shape {
    let Range { min, max } = Range::of(schema);
    let word = |limit: &Limit, plain: &str, exclusive: &str| format!("{} {}", if limit.exclusive { exclusive } else { plain }, limit.written);
    let min = min.map(|limit| word(&limit, "at least", "more than"));
    let max = max.map(|limit| word(&limit, "at most", "less than"));
    let parts: Vec<String> = min.into_iter().chain(max).collect();
    if parts.is_empty() { shape } else { shape.noting(parts.join(", ")) }
}

/// `0.01` has two decimals; none for steps that are no power of ten.
fn decimals_of(step: &str) -> Option<u8> {
    if step == "1" || step == "1.0" {
        return Some(0);
    }
    let zeros = step.strip_prefix("0.")?.strip_suffix('1')?;
    zeros.bytes().all(|byte| byte == b'0').then(|| u8::try_from(zeros.len() + 1).ok().filter(|behind| *behind <= 38)).flatten()
}

struct Limit {
    written: String,
    exclusive: bool,
}

impl Limit {
    fn whole(&self) -> Option<i64> {
        whole_number(&Tree::Number(self.written.clone()))
    }

    /// Whole, but beyond 64 bits.
    fn is_beyond(&self) -> bool {
        self.whole().is_none() && self.written.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit())
    }
}

struct Range {
    min: Option<Limit>,
    max: Option<Limit>,
}

impl Range {
    /// `exclusiveMinimum` is a bool beside `minimum` in the older drafts, and a number of its own in the newer ones.
    fn of(schema: &Tree) -> Range {
        let limit = |plain: &str, exclusive: &str| match (schema.get(plain), schema.get(exclusive)) {
            (_, Some(Tree::Number(written))) => Some(Limit { written: written.clone(), exclusive: true }),
            (Some(Tree::Number(written)), flag) => Some(Limit { written: written.clone(), exclusive: flag == Some(&Tree::Bool(true)) }),
            _ => None,
        };
        Range { min: limit("minimum", "exclusiveMinimum"), max: limit("maximum", "exclusiveMaximum") }
    }

    fn beyond_int(&self) -> Option<&str> {
        let limits = [&self.max, &self.min].into_iter().flatten();
        limits.filter(|limit| limit.is_beyond()).map(|limit| limit.written.as_str()).next()
    }
}

/// `5`, `5.0`, `5e0`: exactly, or not at all.
fn whole_number(tree: &Tree) -> Option<i64> {
    let Tree::Number(written) = tree else { return None };
    crossdock_compiler::decimal::Dec::parse(written.as_bytes()).ok()?.to_int()
}
