//! A contract's name means its one version, or the one that is named behind it: `Wms v2`.

use crossdock_syntax::{Span, ast};

use super::version;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::ContractId;

#[derive(Clone, Debug)]
enum Problem {
    UnknownVersion { file: FileId, span: Span, contract: String, known: Vec<u32> },
    WhichVersion { file: FileId, name: ast::Name, known: Vec<u32> },
    NoContract { file: FileId, span: Span, name: String },
}

/// The version that is meant; none where that is reported. `found` is one of them.
pub(crate) fn version_of(ctx: &Context<'_>, file: FileId, name: &ast::Name, found: ContractId, wanted: Option<&ast::Name>) -> Option<ContractId> {
    let versions = versions(ctx, found);
    let known: Vec<u32> = versions.iter().map(|(number, _)| *number).collect();
    match (wanted, versions.as_slice()) {
        (None, [(_, only)]) => Some(*only),
        (None, _) => {
            ctx.report(Problem::WhichVersion { file, name: name.clone(), known }.diagnostic());
            None
        }
        (Some(wanted), _) => {
            let number = version(wanted);
            let fitting = versions.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
            if fitting.is_none() {
                ctx.report(Problem::UnknownVersion { file, span: wanted.span, contract: name.text.clone(), known }.diagnostic());
            }
            fitting
        }
    }
}

/// Reports a version behind what is no contract.
pub(crate) fn refuse_version(ctx: &Context<'_>, file: FileId, name: &ast::Name, version: Option<&ast::Name>) {
    if let Some(version) = version {
        ctx.report(Problem::NoContract { file, span: name.span.to(version.span), name: name.text.clone() }.diagnostic());
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
            Problem::WhichVersion { file, name, known } => Diagnostic::error("E0611", format!("Contract `{}` has several versions; say which one is meant.", name.text))
                .at(*file, name.span, "which version?")
                .help(format!("Known: {}. Write it behind the name: `{} v{}`.", listed(known), name.text, known.last().unwrap_or(&1))),
            Problem::NoContract { file, span, name } => Diagnostic::error("E0610", format!("Only contracts have versions, and `{name}` is none."))
                .at(*file, *span, "no contract")
                .fix("remove the version", vec![Edit { file: *file, span: *span, text: name.clone() }]),
        }
    }
}

fn listed(versions: &[u32]) -> String {
    versions.iter().map(|number| format!("v{number}")).collect::<Vec<_>>().join(", ")
}
