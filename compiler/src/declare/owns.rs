//! `owns`: which fields of entities a contract's systems are the record for.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, EntryKind, Owned as Tree};
use rustc_hash::FxHashMap;

use super::Declared;
use crate::Mention;
use crate::context::{Context, Def, Want};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{ContractId, Owned, RecordId};

#[derive(Clone, Debug)]
enum Problem {
    NoEntity { file: FileId, name: ast::Name, is: &'static str },
    Message { file: FileId, name: ast::Name, at: (FileId, Span) },
    NoField { file: FileId, name: ast::Name, record: String, known: Vec<String>, near: Option<String>, at: (FileId, Span) },
    TwoOwners { what: String, second: (FileId, Span, String), first: (FileId, Span, String) },
}

/// What all contracts own, when records are known; no field has two owners.
pub(super) fn declare_all(ctx: &mut Context<'_>, declared: &[Declared<'_>]) {
    let mut owners: FxHashMap<(RecordId, u32), (ContractId, FileId, Span)> = FxHashMap::default();
    for item in declared {
        let (ast::ItemKind::Contract(tree), Def::Contract(id)) = (&item.item.kind, item.def) else { continue };
        let owned: Vec<Owned> = tree.entries.iter().flat_map(owned_in).filter_map(|tree| owned(ctx, item.file, tree)).collect();
        for one in &owned {
            let (first, file, span) = *owners.entry((one.record, one.field)).or_insert((id, item.file, one.span));
            if !is_same(ctx, first, id) || (first == id && span != one.span) {
                report_two(ctx, *one, (id, item.file), (first, file, span));
            }
        }
        if let Some(contract) = ctx.project.contracts.get_mut(id.index()) {
            contract.owns = owned;
        }
    }
}

fn owned_in(entry: &ast::Entry) -> &[Tree] {
    match &entry.kind {
        EntryKind::Owns(owned) => owned,
        EntryKind::Sends(_) | EntryKind::Accepts(_) | EntryKind::Answers(_) | EntryKind::Error => &[],
    }
}

/// Versions of a contract are one owner.
pub(crate) fn is_same(ctx: &Context<'_>, one: ContractId, other: ContractId) -> bool {
    let decl = |id: ContractId| ctx.project.contracts.get(id.index()).map(|contract| (contract.decl.name.as_str(), contract.decl.place.file));
    one == other || decl(one) == decl(other)
}

fn owned(ctx: &Context<'_>, file: FileId, tree: &Tree) -> Option<Owned> {
    let id = match ctx.expect(file, &tree.entity, Want::Type, &[])? {
        Def::Record(id) => id,
        other => {
            ctx.report(Problem::NoEntity { file, name: tree.entity.clone(), is: other.a_kind() }.diagnostic());
            return None;
        }
    };
    let record = ctx.project.records.get(id.index())?;
    let at = (record.decl.place.file, record.decl.place.span);
    if record.format.is_some() {
        ctx.report(Problem::Message { file, name: tree.entity.clone(), at }.diagnostic());
        return None;
    }
    let Some(field) = record.fields.iter().position(|field| field.name == tree.field.text) else {
        if !ctx.is_damaged(Def::Record(id)) {
            let known: Vec<String> = record.fields.iter().map(|field| field.name.clone()).collect();
            let near = nearest(&tree.field.text, known.iter().map(String::as_str)).map(str::to_owned);
            ctx.report(Problem::NoField { file, name: tree.field.clone(), record: record.decl.name.clone(), known, near, at }.diagnostic());
        }
        return None;
    };
    let found = record.fields.get(field)?;
    let title = format!("{}.{} : {}", record.decl.name, found.name, ctx.show(&found.ty));
    ctx.mention(file, Mention { span: tree.field.span, title, docs: found.docs.clone(), target: Some((at.0, found.span)) });
    Some(Owned { record: id, field: field as u32, span: tree.span })
}

fn report_two(ctx: &Context<'_>, owned: Owned, second: (ContractId, FileId), first: (ContractId, FileId, Span)) {
    let name = |id: ContractId| ctx.project.contracts.get(id.index()).map_or_else(String::new, |contract| contract.decl.name.clone());
    let what = ctx.text(second.1, owned.span).to_owned();
    let problem = Problem::TwoOwners { what, second: (second.1, owned.span, name(second.0)), first: (first.1, first.2, name(first.0)) };
    ctx.report(problem.diagnostic());
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoEntity { file, name, is } => Diagnostic::error("E0665", format!("Systems own fields of records, and `{}` is {is}.", name.text))
                .at(*file, name.span, "no record")
                .help("Name a field: `owns Shipment.status`."),
            Problem::Message { file, name, at } => {
                Diagnostic::error("E0665", format!("`{}` is a message on the wire. What is owned are the fields of what it is about.", name.text))
                    .at(*file, name.span, "a message")
                    .at(at.0, at.1, "declared with a wire")
                    .help("Own the field of the record without `as json`, the canonical one that every system's messages are mapped to.")
            }
            Problem::NoField { file, name, record, known, near, at } => {
                let diagnostic = Diagnostic::error("E0665", format!("`{record}` has no field `{}`.", name.text)).at(*file, name.span, "no such field").at(at.0, at.1, "the record");
                match near {
                    Some(near) => {
                        diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: name.span, text: near.clone() }])
                    }
                    None => diagnostic.help(format!("Its fields are: {}.", known.join(", "))),
                }
            }
            Problem::TwoOwners { what, second, first } if second.2 == first.2 => Diagnostic::error("E0666", format!("`{}` owns `{what}` twice.", second.2))
                .at(second.0, second.1, "again")
                .at(first.0, first.1, "the first time")
                .help("Remove one of them."),
            Problem::TwoOwners { what, second, first } => Diagnostic::error("E0666", format!("`{what}` has two owners: `{}` and `{}`.", first.2, second.2))
                .at(second.0, second.1, format!("`{}` owns it", second.2))
                .at(first.0, first.1, format!("`{}` owns it", first.2))
                .help("One system is the record for each field: leave it to the one that everybody believes."),
        }
    }
}
