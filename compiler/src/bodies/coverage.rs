//! Warnings about what comes in on a wire and is never looked at, and about failures that are declared and never raised.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashSet;

use super::problem::{Ignoring, Problem};
use super::reads::Reads;
use crate::context::{BodyOf, Context};
use crate::diagnostic::Fact as _;
use crate::typed::{BUILT_IN_FAILURES, FailureId, FunctionKind, KeyPart, Project, RecordId, Start, Type};

/// One warning for each record of the project that comes in on a wire and has fields that nothing reads. A record within a field that nothing
/// reads, and a message that no flow takes, are not looked into: a partner's whole description may stand in the project.
pub(super) fn unread_fields(ctx: &Context<'_>, reads: &Reads) {
    let keys = keys(&ctx.project);
    let mut incoming = incoming(&ctx.project, &|id, field| reads.has(id, field) || keys.contains(&(id, field)));
    incoming.sort();
    let mut whole = FxHashSet::default();
    reads.all_of().for_each(|id| within(&ctx.project, &Type::Record(id), &|_, _| true, &mut whole));
    for id in incoming {
        let Some(record) = ctx.project.records.get(id.index()) else { continue };
        if record.format.is_none() || record.tagged.is_some() || ctx.is_library(record.decl.place.file) || whole.contains(&id) {
            continue;
        }
        let unread = record.fields.iter().enumerate().filter(|(at, _)| !reads.has(id, *at as u32) && !keys.contains(&(id, *at as u32)));
        let unread: Vec<(String, Span)> = unread.map(|(_, field)| (field.name.clone(), field.span)).collect();
        if !unread.is_empty() {
            let ignore = ignoring(ctx, id, &unread);
            let of = (record.fields.len(), record.decl.place.span);
            ctx.report(Problem::Unread { file: record.decl.place.file, record: record.decl.name.clone(), of, fields: unread, ignore }.diagnostic());
        }
    }
}

/// One warning for each failure of the project that no `fail` names: whoever reads the policies would think that it happens.
pub(super) fn unraised_failures(ctx: &Context<'_>, reads: &Reads) {
    let declared = ctx.project.failures.iter().enumerate().skip(BUILT_IN_FAILURES.len());
    for (index, failure) in declared {
        let (id, place) = (FailureId(index as u32), failure.decl.place);
        if reads.is_raised(id) || ctx.is_library(place.file) {
            continue;
        }
        let answering = ctx.project.policies.iter().filter(|policy| policy.answers.iter().any(|(answered, _)| *answered == id));
        let answers = answering.map(|policy| (policy.decl.place.file, policy.decl.place.span)).take(3).collect();
        ctx.report(Problem::NeverRaised { file: place.file, name: failure.decl.name.clone(), span: place.span, answers }.diagnostic());
    }
}

/// The line with which the first map that takes such a record could say that it ignores them.
fn ignoring(ctx: &Context<'_>, id: RecordId, unread: &[(String, Span)]) -> Option<Ignoring> {
    ctx.bodies.iter().filter(|body| !ctx.is_library(body.file)).find_map(|body| {
        let (BodyOf::Function(function), ast::ItemKind::Map(map)) = (body.of, &body.item.kind) else { return None };
        let function = ctx.project.functions.get(function.index())?;
        let params = function.locals.iter().take(function.params);
        let path = params.into_iter().find_map(|param| Some(format!("{}{}", param.name, path_to(&ctx.project, &param.ty, id, PATH_LENGTH)?)))?;
        let paths: Vec<String> = unread.iter().map(|(name, _)| format!("{path}.{name}")).collect();
        let (at, indent) = super::block::insertion(&ctx.sources.get(body.file).text, &map.body);
        Some(Ignoring { file: body.file, at, map: map.name.text.clone(), line: format!("\n{indent}ignore {} \"not needed\"", paths.join(", ")) })
    })
}

/// Fields from a record to another one within it; farther ones are not looked for.
const PATH_LENGTH: usize = 4;

fn path_to(project: &Project, ty: &Type, id: RecordId, longest: usize) -> Option<String> {
    let from = match ty {
        Type::Record(from) => *from,
        Type::Optional(inner) | Type::MapOf(inner) => return path_to(project, inner, id, longest),
        Type::List(list) => return path_to(project, &list.of, id, longest),
        _ => return None,
    };
    if from == id {
        return Some(String::new());
    }
    let fields = project.records.get(from.index()).filter(|_| longest > 0)?.open_fields().iter();
    fields.into_iter().find_map(|field| Some(format!(".{}{}", field.name, path_to(project, &field.ty, id, longest - 1)?)))
}

/// Whether something reads the field of the record.
type IsRead<'r> = &'r dyn Fn(RecordId, u32) -> bool;

/// Records that maps take, or flows by an event, and those within fields that something reads.
fn incoming(project: &Project, is_read: IsRead<'_>) -> Vec<RecordId> {
    let maps = project.functions.iter().filter(|function| matches!(function.kind, FunctionKind::Map(_)));
    let params = maps.flat_map(|map| map.locals.iter().take(map.params)).map(|local| local.ty.clone());
    let events = project.flows.iter().filter(|flow| matches!(flow.start, Start::Event { .. })).filter_map(|flow| flow.locals.first()).map(|event| event.ty.clone());
    let mut found = FxHashSet::default();
    for ty in params.chain(events) {
        within(project, &ty, is_read, &mut found);
    }
    found.into_iter().collect()
}

fn within(project: &Project, ty: &Type, is_read: IsRead<'_>, found: &mut FxHashSet<RecordId>) {
    match ty {
        Type::Record(id) => {
            if found.insert(*id)
                && let Some(record) = project.records.get(id.index())
            {
                let read = record.fields.iter().zip(0_u32..).filter(|(_, at)| is_read(*id, *at));
                read.for_each(|(field, _)| within(project, &field.ty, is_read, found));
            }
        }
        Type::Optional(inner) | Type::MapOf(inner) => within(project, inner, is_read, found),
        Type::List(list) => within(project, &list.of, is_read, found),
        _ => {}
    }
}

/// The fields that contracts take keys from.
fn keys(project: &Project) -> FxHashSet<(RecordId, u32)> {
    let mut found = FxHashSet::default();
    for sends in project.contracts.iter().flat_map(|contract| &contract.sends) {
        for part in sends.once_by.iter().chain(&sends.in_order_by) {
            let KeyPart::Field(path) = part else { continue };
            let mut record = Some(sends.record);
            for field in path {
                let Some(id) = record else { break };
                found.insert((id, *field));
                found.extend(project.records.get(id.index()).iter().flat_map(|record| record.sources_of(*field)));
                let ty = project.records.get(id.index()).and_then(|record| record.fields.get(*field as usize)).map(|field| super::present(&field.ty));
                record = if let Some(Type::Record(inner)) = ty { Some(*inner) } else { None };
            }
        }
    }
    found
}
