//! Records that contain themselves: a message must have a shape that ends.

use crossdock_syntax::Span;
use rustc_hash::FxHashSet;

use super::problem::{Link, Problem};
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::typed::{RecordId, Type};

/// Reports each circle once, and cuts it (the field becomes an error) so that later phases may walk down types.
pub(in crate::declare) fn refuse_circles(ctx: &mut Context<'_>) {
    let mut done: FxHashSet<RecordId> = FxHashSet::default();
    for index in 0..ctx.project.records.len() {
        walk(ctx, RecordId(index as u32), &mut done);
    }
}

/// Depth first, without recursion: the chain of open records, each with the next field to look at.
fn walk(ctx: &mut Context<'_>, root: RecordId, done: &mut FxHashSet<RecordId>) {
    let mut open: Vec<(RecordId, usize)> = if done.contains(&root) { Vec::new() } else { vec![(root, 0)] };
    while let Some((at, next)) = open.last_mut() {
        let (record, field) = (*at, *next);
        *next += 1;
        let Some(ty) = ctx.project.records.get(record.index()).and_then(|found| found.fields.get(field)).map(|field| &field.ty) else {
            done.insert(record);
            open.pop();
            continue;
        };
        let Some(inner) = record_within(ty).filter(|inner| !done.contains(inner)) else { continue };
        match open.iter().position(|(id, _)| *id == inner) {
            Some(start) => cut(ctx, open.get(start..).unwrap_or(&[]), record, field),
            None => open.push((inner, 0)),
        }
    }
}

fn cut(ctx: &mut Context<'_>, circle: &[(RecordId, usize)], record: RecordId, field: usize) {
    let links: Vec<Link> = circle.iter().filter_map(|(id, next)| link(ctx, *id, next.checked_sub(1)?)).collect();
    ctx.report(Problem::Circle { links }.diagnostic());
    if let Some(field) = ctx.project.records.get_mut(record.index()).and_then(|record| record.fields.get_mut(field)) {
        field.ty = Type::Error;
    }
}

fn link(ctx: &Context<'_>, record: RecordId, field: usize) -> Option<Link> {
    let record = ctx.project.records.get(record.index())?;
    let field = record.fields.get(field)?;
    let span: Span = field.span;
    Some(Link { file: record.decl.place.file, span, record: record.decl.name.clone(), field: field.name.clone() })
}

pub(super) fn record_within(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::Optional(of) | Type::MapOf(of) => record_within(of),
        Type::List(list) => record_within(&list.of),
        _ => None,
    }
}
