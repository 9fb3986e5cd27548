//! Declarations: every item but its body. One file a kind.

mod contracts;
mod enums;
mod failures;
mod functions;
pub(crate) mod lifecycles;
pub(crate) mod owns;
mod policies;
mod records;
mod routes;
mod systems;
mod tables;
mod tagged;
mod units;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind, Name};
use rustc_hash::FxHashMap;

use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::resolve::{Declared, NameProblem};
use crate::sources::FileId;
use crate::typed::Local;

pub(crate) use contracts::is_key;
pub(crate) use records::near_zone;

/// Completes the project's entries. Types come first, since the others ask for their shape.
pub(crate) fn declare(ctx: &mut Context<'_>, declared: &[Declared<'_>]) {
    units::declare(ctx, declared);
    for item in declared {
        types(ctx, item);
    }
    for item in declared {
        if let (ItemKind::Enum(tree), Def::Enum(id)) = (&item.item.kind, item.def) {
            tagged::declare(ctx, item.file, tree, id);
        }
    }
    records::refuse_circles(ctx);
    for item in declared {
        other_wires(ctx, item);
    }
    // A shape may hold itself on its other wire.
    records::refuse_circles(ctx);
    records::refuse_within(ctx);
    for item in declared {
        values(ctx, item);
    }
    for item in declared {
        users(ctx, item);
    }
    for item in declared {
        if let (ItemKind::Routes(tree), Def::Routes(id)) = (&item.item.kind, item.def) {
            routes::declare(ctx, item.file, tree, id);
        }
    }
    systems::refuse_twins(ctx);
    owns::declare_all(ctx, declared);
    lifecycles::declare_all(ctx);
}

/// Notes for hover what each item's own name means; at the end, when it is known what functions may raise.
pub(crate) fn mention_own_names(ctx: &Context<'_>, declared: &[Declared<'_>]) {
    for item in declared {
        if let Some(span) = name_span(&item.item.kind) {
            ctx.mention_def(item.file, span, item.def);
        }
    }
}

fn types(ctx: &mut Context<'_>, item: &Declared<'_>) {
    match (&item.item.kind, item.def) {
        (ItemKind::Enum(tree), Def::Enum(id)) => enums::declare(ctx, item.file, tree, id),
        (ItemKind::Record(tree), Def::Record(id)) if tree.other.is_none() => records::declare(ctx, item.file, tree, id),
        _ => {}
    }
}

/// When all shapes are known.
fn other_wires(ctx: &mut Context<'_>, item: &Declared<'_>) {
    if let (ItemKind::Record(tree), Def::Record(id)) = (&item.item.kind, item.def)
        && let Some(other) = &tree.other
    {
        records::declare_other(ctx, item.file, tree, other, id);
    }
}

fn values(ctx: &mut Context<'_>, item: &Declared<'_>) {
    match (&item.item.kind, item.def) {
        (ItemKind::Table(tree), Def::Table(id)) => tables::declare(ctx, item.file, tree, id),
        (ItemKind::Fn(tree), Def::Function(id)) => functions::declare_fn(ctx, item.file, tree, id),
        (ItemKind::Map(tree), Def::Function(id)) => functions::declare_map(ctx, item.file, tree, id),
        (ItemKind::Failure(tree), Def::Failure(id)) => failures::declare(ctx, item.file, tree, id),
        (ItemKind::Contract(tree), Def::Contract(id)) => contracts::declare(ctx, item.file, tree, id),
        _ => {}
    }
}

fn users(ctx: &mut Context<'_>, item: &Declared<'_>) {
    match (&item.item.kind, item.def) {
        (ItemKind::Policy(tree), Def::Policy(id)) => policies::declare(ctx, item.file, tree, id),
        (ItemKind::System(tree), Def::System(id)) => systems::declare(ctx, item.file, tree, id),
        _ => {}
    }
}

fn name_span(kind: &ItemKind) -> Option<Span> {
    match kind {
        ItemKind::Enum(item) => Some(item.name.span),
        ItemKind::Record(item) => Some(item.name.span),
        ItemKind::Table(item) => Some(item.name.span),
        ItemKind::Routes(item) => Some(item.name.span),
        ItemKind::Fn(item) => Some(item.name.span),
        ItemKind::Map(item) => Some(item.name.span),
        ItemKind::Unit(item) => Some(item.name.span),
        ItemKind::Failure(item) => Some(item.name.span),
        ItemKind::Policy(item) => Some(item.name.span),
        ItemKind::Contract(item) => Some(item.name.span),
        ItemKind::System(item) => Some(item.name.span),
        ItemKind::Use(_) | ItemKind::Lifecycle(_) | ItemKind::Flow(_) | ItemKind::Test(_) | ItemKind::Error(_) => None,
    }
}

/// Names within one item that must differ: fields, variants, parameters.
struct Unique<'n> {
    file: FileId,
    what: &'static str,
    seen: FxHashMap<&'n str, Span>,
}

impl<'n> Unique<'n> {
    fn new(file: FileId, what: &'static str) -> Unique<'n> {
        Unique { file, what, seen: FxHashMap::default() }
    }

    fn names(&self) -> impl Iterator<Item = &'n str> {
        self.seen.keys().copied()
    }

    /// Whether the name is new here; reports it if not.
    fn admits(&mut self, ctx: &Context<'_>, name: &'n Name) -> bool {
        if let Some(first) = self.seen.get(name.text.as_str()) {
            let problem = NameProblem::Twice { what: self.what, name: name.clone(), file: self.file, first: (self.file, *first) };
            ctx.report(problem.diagnostic());
            return false;
        }
        self.seen.insert(&name.text, name.span);
        true
    }
}

/// The parameters of a fn, map or failure with their types.
fn params(ctx: &Context<'_>, file: FileId, params: &[ast::Param]) -> Vec<Local> {
    let local = |param: &ast::Param| Local { name: param.name.text.clone(), ty: ctx.resolve_type(file, &param.ty), span: param.name.span };
    params.iter().map(local).collect()
}
