//! `map to_acme(order: Order) -> Release extends to_release { … }`: a map together with what it inherits.
//!
//! Both are merged as syntax: each statement of the whole map says which map it is from ([`Stmt::From`]), and is checked in that map's file.
//! So what a statement means does not depend on who extends it.

mod merge;
mod problem;

use crossdock_syntax::ast::{self, Block, Stmt};

use crate::context::{BodyOf, Context, Def, Want};
use crate::diagnostic::Fact as _;
use crate::sources::FileId;
use crate::typed::{FunctionId, Local, Type};
use merge::{Merge, Origin};
use problem::Problem;

/// Puts the whole map into [`Context::overlays`], or reports why there is none.
pub(super) fn merge(ctx: &mut Context<'_>, file: FileId, item: &ast::Map, id: FunctionId) {
    let Some(name) = &item.extends else { return };
    let Some((base_id, base)) = base(ctx, file, name) else { return };
    if !same_signature(ctx, file, item, id, base_id) {
        return;
    }
    let (base_file, base_item) = base;
    // The base of a map that extends another is whole already; one that could not be merged was reported.
    let inherited = match (ctx.overlays.get(&base_id), &base_item.extends) {
        (Some(whole), _) => whole.stmts.clone(),
        (None, Some(_)) => return,
        (None, None) => Origin { file: base_file, map: base_item.name.text.clone() }.own(&base_item.body.stmts),
    };
    let origin = Origin { file, map: item.name.text.clone() };
    let mut merging = Merge::new(ctx, origin, base_item.params.iter().map(|param| param.name.text.as_str()).collect());
    let stmts = merging.whole(inherited, &item.body);
    let problems = merging.problems;
    problems.iter().for_each(|problem| ctx.report(problem.diagnostic()));
    ctx.overlays.insert(id, Block { span: item.body.span, stmts });
}

/// Instead of a map whose base is not known: nothing is said of it.
pub(super) fn unknown(item: &ast::Map) -> Block {
    Block { span: item.body.span, stmts: vec![Stmt::Error(item.body.span)] }
}

type Base<'a> = (FileId, &'a ast::Map);

fn base<'a>(ctx: &Context<'a>, file: FileId, name: &ast::Name) -> Option<(FunctionId, Base<'a>)> {
    let def = ctx.expect(file, name, Want::Callable, &[])?;
    let map = match def {
        Def::Function(id) => ctx.bodies.iter().find(|body| body.of == BodyOf::Function(id)).and_then(|body| match &body.item.kind {
            ast::ItemKind::Map(item) => Some((id, (body.file, item))),
            _ => None,
        }),
        _ => None,
    };
    if map.is_none() {
        ctx.report(Problem::NoMap { file, name: name.clone() }.diagnostic());
    }
    map
}

/// The same parameters, by name and type, and the same result.
fn same_signature(ctx: &Context<'_>, file: FileId, item: &ast::Map, id: FunctionId, base: FunctionId) -> bool {
    let (Some(own), Some(inherited)) = (ctx.project.functions.get(id.index()), ctx.project.functions.get(base.index())) else { return false };
    let params = |function: &crate::typed::Function| -> Vec<(String, Type)> {
        function.locals.iter().take(function.params).map(|Local { name, ty, .. }| (name.clone(), ty.clone())).collect()
    };
    let (a, b) = (params(own), params(inherited));
    let broken = |ty: &Type| matches!(ty, Type::Error);
    if broken(&own.result) || broken(&inherited.result) || a.iter().chain(&b).any(|(_, ty)| broken(ty)) {
        return false;
    }
    let same = a == b && own.result == inherited.result;
    if !same {
        let shown: Vec<String> = b.iter().map(|(name, ty)| format!("{name}: {}", ctx.show(ty))).collect();
        let head = format!("({}) -> {}", shown.join(", "), ctx.show(&inherited.result));
        let begin = item.name.span.end;
        let span = crossdock_syntax::Span { start: begin, end: item.result.span.end };
        let declared = (inherited.decl.place.file, inherited.decl.place.span);
        ctx.report(Problem::Signature { file, span, name: item.name.text.clone(), base: inherited.decl.name.clone(), declared, head }.diagnostic());
    }
    same
}
