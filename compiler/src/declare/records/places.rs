//! No two fields at one place of the wire.

use crossdock_syntax::{Span, ast};

use super::problem::Problem;
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::Field;

/// Reports fields of which one stands where another does, or inside it.
pub(super) fn refuse_shared(ctx: &Context<'_>, file: FileId, item: &ast::Record, fields: &[Field]) {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| a.wire.path.cmp(&b.wire.path).then(a.span.cmp(&b.span)));
    // Sorted, a path that begins like another stands somewhere behind it, with only its like between: the last one that is no part of another is enough.
    let mut outer: Option<&Field> = None;
    for field in sorted {
        match outer.filter(|outer| field.wire.path.starts_with(&outer.wire.path)) {
            Some(other) => report(ctx, file, item, field, other),
            None => outer = Some(field),
        }
    }
}

fn report(ctx: &Context<'_>, file: FileId, item: &ast::Record, field: &Field, other: &Field) {
    let same = field.wire.path == other.wire.path;
    let (first, second) = if field.span < other.span { (field, other) } else { (other, field) };
    let place = other.wire.path.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(".");
    let problem = Problem::SamePlace { file, place, same, first: place_of(item, first), second: place_of(item, second) };
    ctx.report(problem.diagnostic());
}

/// The field's `at`, or its name where it has none.
fn place_of(item: &ast::Record, field: &Field) -> Span {
    let tree = item.fields.iter().find(|tree| tree.name.span == field.span);
    let at = tree.and_then(|tree| tree.wire.iter().find(|form| matches!(form.kind, ast::WireKind::At(_))));
    at.map_or(field.span, |at| at.span)
}
