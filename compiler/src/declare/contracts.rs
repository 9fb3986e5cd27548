//! `contract`: what a kind of system sends and accepts, where, and by which keys.

mod accepts;
pub(super) mod keys;
mod look_ups;
mod paths;
mod problem;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, EntryKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Unique;
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{ContractId, Format, RecordId, Sends, Type};
pub(crate) use keys::is_key;
use problem::Problem;

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Contract, id: ContractId) {
    let mut unique = Unique::new(file, "messages");
    let (mut sends, mut accepts, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &item.entries {
        match &entry.kind {
            EntryKind::Sends(tree) => {
                if unique.admits(ctx, &tree.name) {
                    sends.extend(sends_entry(ctx, file, entry, tree));
                }
            }
            EntryKind::Accepts(tree) => {
                if unique.admits(ctx, &tree.name) {
                    accepts.extend(accepts::entry(ctx, file, &item.name.text, entry, tree));
                }
            }
            EntryKind::Answers(tree) => {
                if unique.admits(ctx, &tree.name) {
                    answers.extend(look_ups::entry(ctx, file, entry, tree));
                }
            }
            // Of whom, is known when all are.
            EntryKind::Owns(_) | EntryKind::Error => {}
        }
    }
    refuse_shared_addresses(ctx, file, item);
    let known: FxHashSet<String> =
        sends.iter().map(|sends| &sends.name).chain(accepts.iter().map(|accepts| &accepts.name)).chain(answers.iter().map(|answers| &answers.name)).cloned().collect();
    let broken = unique.names().filter(|name| !known.contains(*name)).map(|name| (id, name.to_owned()));
    ctx.broken_messages.extend(broken);
    if let Some(contract) = ctx.project.contracts.get_mut(id.index()) {
        contract.sends = sends;
        contract.accepts = accepts;
        contract.answers = answers;
    }
}

/// A message without a record is left out: it was reported, see [`Context::broken_messages`].
fn sends_entry(ctx: &Context<'_>, file: FileId, entry: &ast::Entry, tree: &ast::Sends) -> Option<Sends> {
    method(ctx, file, &tree.method, &["POST", "PUT", "PATCH"], "sends");
    let path = paths::plain(ctx, file, &tree.path);
    let awaits = tree.awaits.as_ref().and_then(|awaits| message_record(ctx, file, awaits));
    let record = message_record(ctx, file, &tree.ty)?;
    Some(Sends {
        name: tree.name.text.clone(),
        docs: entry.docs.clone(),
        span: tree.name.span,
        record,
        method: tree.method.text.clone(),
        path,
        awaits,
        once_by: keys::parts(ctx, file, record, &tree.once_by),
        in_order_by: keys::parts(ctx, file, record, &tree.in_order_by),
    })
}

/// A body, of a message or of what comes back: a record, or a list of one; and the record.
fn body_type(ctx: &Context<'_>, file: FileId, ty: &ast::TypeExpr) -> Option<(Type, RecordId)> {
    match ctx.resolve_type(file, ty) {
        Type::List(list) => {
            let ast::TypeKind::List { of, .. } = &ty.kind else { return None };
            let record = message_record(ctx, file, of)?;
            Some((Type::List(list), record))
        }
        _ => message_record(ctx, file, ty).map(|record| (Type::Record(record), record)),
    }
}

fn method(ctx: &Context<'_>, file: FileId, method: &ast::Name, known: &'static [&'static str], what: &'static str) {
    if !known.contains(&method.text.as_str()) {
        ctx.report(Problem::Method { file, method: method.clone(), known, what }.diagnostic());
    }
}

/// The record that a message is; it must have a wire.
fn message_record(ctx: &Context<'_>, file: FileId, ty: &ast::TypeExpr) -> Option<RecordId> {
    match ctx.resolve_type(file, ty) {
        Type::Record(id) => {
            let record = ctx.project.records.get(id.index())?;
            if record.format.is_none() {
                let place = record.decl.place;
                let problem = Problem::Canonical { file, span: ty.span, record: record.decl.name.clone(), at: (place.file, place.span) };
                ctx.report(problem.diagnostic());
            }
            if let Some(Format::Edi(edi)) = &record.format {
                let place = record.decl.place;
                ctx.report(Problem::NotCarried { file, span: ty.span, record: record.decl.name.clone(), format: edi.syntax.name(), at: (place.file, place.span) }.diagnostic());
            }
            Some(id)
        }
        Type::Error => None,
        other => {
            ctx.report(Problem::NoRecord { file, span: ty.span, is: ctx.show(&other) }.diagnostic());
            None
        }
    }
}

/// What comes in at one address must be one message.
fn refuse_shared_addresses(ctx: &Context<'_>, file: FileId, item: &ast::Contract) {
    let mut seen: FxHashMap<(&str, &str), Span> = FxHashMap::default();
    for entry in &item.entries {
        let EntryKind::Sends(tree) = &entry.kind else { continue };
        let address = (tree.method.text.as_str(), tree.path.text.as_str());
        match seen.get(&address) {
            Some(first) => ctx.report(Problem::SameAddress { file, second: tree.path.span, first: *first }.diagnostic()),
            None => {
                seen.insert(address, tree.path.span);
            }
        }
    }
}
