//! `system`: which contract it fulfils.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use crate::context::{Context, Def, Want};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::resolve::version;
use crate::sources::FileId;
use crate::typed::{ContractId, SystemId};

#[derive(Clone, Debug)]
enum Problem {
    UnknownVersion { file: FileId, span: Span, contract: String, known: Vec<u32> },
    WhichVersion { file: FileId, name: ast::Name, known: Vec<u32> },
    Twins { name: String, second: (FileId, Span), first: (FileId, Span) },
}

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::System, id: SystemId) {
    let contract = contract(ctx, file, item);
    if let Some(system) = ctx.project.systems.get_mut(id.index()) {
        system.contract = contract.unwrap_or(ContractId(u32::MAX));
    }
}

/// The contract named, in the version named.
fn contract(ctx: &Context<'_>, file: FileId, item: &ast::System) -> Option<ContractId> {
    let Some(Def::Contract(found)) = ctx.expect(file, &item.contract, Want::Contract, &[]) else { return None };
    let versions = versions(ctx, found);
    let known: Vec<u32> = versions.iter().map(|(number, _)| *number).collect();
    match (&item.version, versions.as_slice()) {
        (None, [(_, only)]) => Some(*only),
        (None, _) => {
            ctx.report(Problem::WhichVersion { file, name: item.contract.clone(), known }.diagnostic());
            None
        }
        (Some(wanted), _) => {
            let number = version(wanted);
            let fitting = versions.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
            if fitting.is_none() {
                ctx.report(Problem::UnknownVersion { file, span: wanted.span, contract: item.contract.text.clone(), known }.diagnostic());
            }
            fitting
        }
    }
}

/// All versions of a contract in its file, lowest first.
fn versions(ctx: &Context<'_>, id: ContractId) -> Vec<(u32, ContractId)> {
    let Some(found) = ctx.project.contracts.get(id.index()) else { return Vec::new() };
    let contracts = ctx.project.contracts.iter().enumerate();
    let same = contracts.filter(|(_, other)| other.decl.name == found.decl.name && other.decl.place.file == found.decl.place.file);
    let mut versions: Vec<(u32, ContractId)> = same.map(|(i, other)| (other.version, ContractId(i as u32))).collect();
    versions.sort_by_key(|(number, id)| (*number, id.0));
    versions.dedup_by_key(|(number, _)| *number);
    versions
}

/// Systems are known by name to `crossdock.toml` and to senders, so a name means one in the whole project.
pub(super) fn refuse_twins(ctx: &Context<'_>) {
    let mut seen: FxHashMap<&str, (FileId, Span)> = FxHashMap::default();
    for system in &ctx.project.systems {
        let here = (system.decl.place.file, system.decl.place.span);
        match seen.get(system.decl.name.as_str()) {
            Some(first) if first.0 != here.0 => {
                ctx.report(Problem::Twins { name: system.decl.name.clone(), second: here, first: *first }.diagnostic());
            }
            Some(_) => {}
            None => {
                seen.insert(&system.decl.name, here);
            }
        }
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::UnknownVersion { file, span, contract, known } => {
                let diagnostic = Diagnostic::error("E0610", format!("Contract `{contract}` has no such version."))
                    .at(*file, *span, "unknown version")
                    .help(format!("Known: {}.", listed(known)));
                match known.as_slice() {
                    [only] => diagnostic.fix(format!("write `v{only}`"), vec![Edit { file: *file, span: *span, text: format!("v{only}") }]),
                    _ => diagnostic,
                }
            }
            Problem::WhichVersion { file, name, known } => Diagnostic::error("E0611", format!("Contract `{}` has several versions; say which one this system speaks.", name.text))
                .at(*file, name.span, "which version?")
                .help(format!("Known: {}. Write it behind the name: `{} v{}`.", listed(known), name.text, known.last().unwrap_or(&1))),
            Problem::Twins { name, second, first } => Diagnostic::error("E0612", format!("Two systems of this project are called `{name}`."))
                .at(second.0, second.1, "the second")
                .at(first.0, first.1, "the first")
                .help("`crossdock.toml` and addresses know a system by its name alone: rename one of them."),
        }
    }
}

fn listed(versions: &[u32]) -> String {
    versions.iter().map(|number| format!("v{number}")).collect::<Vec<_>>().join(", ")
}
