//! `fn` and `map`: parameters and result. Bodies come later, when all declarations are known.

use crossdock_syntax::{Span, ast};

use crate::context::Context;
use crate::diagnostic::{Diagnostic, Fact};
use crate::resolve::NameProblem;
use crate::sources::FileId;
use crate::typed::{FunctionId, Local, Type};

#[derive(Clone, Debug)]
enum Problem {
    ResultNoRecord { file: FileId, map: String, span: Span, is: String },
}

pub(super) fn declare_fn(ctx: &mut Context<'_>, file: FileId, item: &ast::Fn, id: FunctionId) {
    let params = super::params(ctx, file, &item.params);
    let result = ctx.resolve_type(file, &item.result);
    complete(ctx, id, params, result);
    if ctx.native(&item.name.text).contains(&id) {
        declare_method(ctx, file, item, id);
    }
}

/// Overloads of a method differ in their receiver or in the count of arguments.
fn declare_method(ctx: &mut Context<'_>, file: FileId, item: &ast::Fn, id: FunctionId) {
    let signature = crate::signature::signature(ctx, file, item);
    let same =
        |other: &&FunctionId| ctx.signatures.get(other).is_some_and(|known| known.params.len() == signature.params.len() && known.params.first() == signature.params.first());
    let twin = ctx.native(&item.name.text).iter().find(same).and_then(|id| ctx.project.functions.get(id.index()));
    if let Some(twin) = twin {
        let first = (twin.decl.place.file, twin.decl.place.span);
        ctx.report(NameProblem::Twice { what: "methods", name: item.name.clone(), file, first }.diagnostic());
    }
    ctx.signatures.insert(id, signature);
}

pub(super) fn declare_map(ctx: &mut Context<'_>, file: FileId, item: &ast::Map, id: FunctionId) {
    let params = super::params(ctx, file, &item.params);
    let result = match ctx.resolve_type(file, &item.result) {
        fine @ (Type::Record(_) | Type::Error) => fine,
        other => {
            let problem = Problem::ResultNoRecord { file, map: item.name.text.clone(), span: item.result.span, is: ctx.show(&other) };
            ctx.report(problem.diagnostic());
            Type::Error
        }
    };
    complete(ctx, id, params, result);
}

fn complete(ctx: &mut Context<'_>, id: FunctionId, params: Vec<Local>, result: Type) {
    if let Some(function) = ctx.project.functions.get_mut(id.index()) {
        function.params = params.len();
        function.locals = params;
        function.result = result;
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::ResultNoRecord { file, map, span, is } => Diagnostic::error("E0383", format!("A map makes one record; the result of `{map}` is `{is}`."))
                .at(*file, *span, "no record")
                .help("Name a record here, or make it a `fn`, which may have any result."),
        }
    }
}
