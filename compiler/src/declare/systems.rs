//! `system`: which contract it fulfils.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use crate::context::{Context, Def, Want};
use crate::diagnostic::{Diagnostic, Fact};
use crate::resolve::contracts;
use crate::sources::FileId;
use crate::typed::{ContractId, SystemId};

/// Two systems of one name.
#[derive(Clone, Debug)]
struct Twins {
    name: String,
    second: (FileId, Span),
    first: (FileId, Span),
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
    contracts::version_of(ctx, file, &item.contract, found, item.version.as_ref())
}

/// Systems are known by name to `crossdock.toml` and to senders, so a name means one in the whole project.
pub(super) fn refuse_twins(ctx: &Context<'_>) {
    let mut seen: FxHashMap<&str, (FileId, Span)> = FxHashMap::default();
    for system in &ctx.project.systems {
        let here = (system.decl.place.file, system.decl.place.span);
        match seen.get(system.decl.name.as_str()) {
            Some(first) if first.0 != here.0 => {
                ctx.report(Twins { name: system.decl.name.clone(), second: here, first: *first }.diagnostic());
            }
            Some(_) => {}
            None => {
                seen.insert(&system.decl.name, here);
            }
        }
    }
}

impl Fact for Twins {
    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("E0612", format!("Two systems of this project are called `{}`.", self.name))
            .at(self.second.0, self.second.1, "the second")
            .at(self.first.0, self.first.1, "the first")
            .help("`crossdock.toml` and addresses know a system by its name alone: rename one of them.")
    }
}
