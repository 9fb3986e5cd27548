//! No two fields at one place of the wire.

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{EdiPlace, Field};

/// Reports fields of which one stands where another does, or inside it.
pub(super) fn refuse_shared(ctx: &Context<'_>, file: FileId, item: &ast::Record, fields: &[Field]) {
    refuse_shared_among(ctx, file, fields, |field| place_of(item, field));
}

/// The same; `place` is where the field says so.
pub(super) fn refuse_shared_among(ctx: &Context<'_>, file: FileId, fields: &[Field], place: impl Fn(&Field) -> Span) {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| key(a).cmp(&key(b)).then(a.span.cmp(&b.span)));
    // Sorted, a path that begins like another stands somewhere behind it, with only its like between: the last one that is no part of another is enough.
    let mut outer: Option<&Field> = None;
    for field in sorted {
        match outer.filter(|outer| is_within(field, outer)) {
            Some(other) => report(ctx, file, field, other, &place),
            None => outer = Some(field),
        }
    }
}

/// Elements and loops come among themselves; keys of JSON among theirs.
fn key(field: &Field) -> (Option<&EdiPlace>, &[String]) {
    (field.wire.edi.as_ref(), &field.wire.path)
}

fn is_within(field: &Field, outer: &Field) -> bool {
    match (&field.wire.edi, &outer.wire.edi) {
        (None, None) => field.wire.path.starts_with(&outer.wire.path),
        (inner, outer) => inner == outer,
    }
}

fn report(ctx: &Context<'_>, file: FileId, field: &Field, other: &Field, at: impl Fn(&Field) -> Span) {
    let same = key(field) == key(other) || field.wire.edi.is_some();
    let (first, second) = if field.span < other.span { (field, other) } else { (other, field) };
    let keys = || other.wire.path.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(".");
    let place = other.wire.edi.as_ref().map_or_else(keys, ToString::to_string);
    let problem = Problem::SamePlace { file, place, same, first: at(first), second: at(second) };
    ctx.report(problem.diagnostic());
}

/// The field's `at`, or its name where it has none.
fn place_of(item: &ast::Record, field: &Field) -> Span {
    let tree = item.fields.iter().find(|tree| tree.name.span == field.span);
    let at = tree.and_then(|tree| tree.wire.iter().find(|form| matches!(form.kind, ast::WireKind::At(_))));
    at.map_or(field.span, |at| at.span)
}
