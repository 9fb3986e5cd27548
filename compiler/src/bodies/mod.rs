//! The bodies of fns, maps, flows and tests: every expression typed, every failure known, every target complete.
//!
//! [`check`] goes through the bodies with callees before callers, so that what a call may raise is known where it stands.

mod answered;
mod block;
mod choice;
mod coverage;
mod expr;
mod fit;
mod flow;
mod habits;
mod lists;
mod look_ups;
mod loops;
mod names;
mod natives;
mod numbers;
mod policy;
mod problem;
mod reads;
mod stubs;
mod test;
mod units;

use std::collections::BTreeMap;

use crossdock_syntax::{Span, ast};

use crate::Mention;
use crate::context::{Body, BodyOf, Context};
use crate::diagnostic::Fact as _;
use crate::sources::FileId;
use crate::typed::{self, Expr, ExprKind, FailureId, FunctionId, FunctionKind, Local, LocalId, Type};
use problem::Problem;
use reads::Reads;

/// Checks all bodies of the context and puts what they become into its project.
pub(crate) fn check(ctx: &mut Context<'_>) {
    let mut reads = Reads::default();
    for body in ctx.bodies.clone() {
        match (body.of, &body.item.kind) {
            (BodyOf::Function(id), ast::ItemKind::Fn(item)) => function(ctx, &mut reads, body, id, &item.params, |checker, result| checker.fn_body(item, result)),
            (BodyOf::Function(id), ast::ItemKind::Map(item)) => function(ctx, &mut reads, body, id, &item.params, |checker, result| checker.map_body(item, result)),
            (BodyOf::Policy(id), ast::ItemKind::Policy(item)) => policy::check(ctx, &mut reads, body, item, id),
            (BodyOf::Flow, ast::ItemKind::Flow(item)) => flow::check(ctx, &mut reads, body, item),
            (BodyOf::Test, ast::ItemKind::Test(item)) => test::check(ctx, body, item),
            _ => {}
        }
    }
    coverage::unread_fields(ctx, &reads);
    coverage::unraised_failures(ctx, &reads);
}

fn function(ctx: &mut Context<'_>, reads: &mut Reads, body: Body<'_>, id: FunctionId, params: &[ast::Param], build: impl FnOnce(&mut Checker<'_, '_>, &Type) -> FunctionKind) {
    let Some(declared) = ctx.project.functions.get(id.index()).cloned() else { return };
    let mut checker = Checker::new(ctx, body.file, reads);
    for (param, local) in params.iter().zip(declared.locals) {
        checker.bind(&param.name, local.ty);
    }
    let kind = build(&mut checker, &declared.result);
    let (locals, failures) = (checker.locals, checker.failures);
    if let Some(function) = ctx.project.functions.get_mut(id.index()) {
        function.kind = kind;
        function.locals = locals;
        function.failures = failures.into_keys().collect();
    }
}

/// Checks one body.
pub(crate) struct Checker<'c, 'a> {
    ctx: &'c Context<'a>,
    file: FileId,
    locals: Vec<Local>,
    /// What is visible, innermost last.
    scope: Vec<(String, LocalId)>,
    /// What may be raised, each with a place that raises it.
    failures: BTreeMap<FailureId, Span>,
    reads: &'c mut Reads,
    /// Only a flow may ask other systems.
    in_flow: bool,
}

impl<'c, 'a> Checker<'c, 'a> {
    fn new(ctx: &'c Context<'a>, file: FileId, reads: &'c mut Reads) -> Checker<'c, 'a> {
        Checker { ctx, file, locals: Vec::new(), scope: Vec::new(), failures: BTreeMap::new(), reads, in_flow: false }
    }

    fn fn_body(&mut self, item: &ast::Fn, result: &Type) -> FunctionKind {
        let Some(body) = &item.body else { return FunctionKind::Native };
        let lets: Vec<(LocalId, Expr)> = body.lets.iter().map(|binding| self.let_(binding)).collect();
        let value = self.assigned(&body.value, result, None);
        let wrap = |body: Expr, (local, value): (LocalId, Expr)| Expr { ty: body.ty.clone(), span: body.span, kind: Box::new(ExprKind::Let { local, value, body }) };
        FunctionKind::Fn(lets.into_iter().rev().fold(value, wrap))
    }

    fn map_body(&mut self, item: &ast::Map, result: &Type) -> FunctionKind {
        FunctionKind::Map(self.block(&item.body, result, item.name.span))
    }

    fn let_(&mut self, binding: &ast::Let) -> (LocalId, Expr) {
        let value = self.infer(&binding.value, None);
        let local = self.bind(&binding.name, value.ty.clone());
        (local, value)
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }

    fn raise(&mut self, failure: FailureId, span: Span) {
        self.failures.entry(failure).or_insert(span);
    }

    fn raise_built_in(&mut self, name: &str, span: Span) {
        if let Some(at) = typed::BUILT_IN_FAILURES.iter().position(|known| *known == name) {
            self.raise(FailureId(at as u32), span);
        }
    }

    /// A new name, visible from here to the end of the scope. Names do not hide each other.
    fn bind(&mut self, name: &ast::Name, ty: Type) -> LocalId {
        self.refuse_hiding(name);
        let id = LocalId(self.locals.len() as u32);
        self.mention_local(name.span, &name.text, &ty, name.span);
        self.locals.push(Local { name: name.text.clone(), ty, span: name.span });
        self.scope.push((name.text.clone(), id));
        id
    }

    fn refuse_hiding(&self, name: &ast::Name) {
        if let Some((_, first)) = self.scope.iter().find(|(known, _)| *known == name.text) {
            let first = self.local(*first).map_or(name.span, |local| local.span);
            self.report(Problem::Hides { file: self.file, name: name.clone(), first });
        }
    }

    /// The name leads to a local that is there already, from here to the end of the scope.
    fn name_again(&mut self, name: &ast::Name, id: LocalId) {
        self.refuse_hiding(name);
        if let Some(local) = self.local(id).cloned() {
            self.mention_local(name.span, &name.text, &local.ty, name.span);
        }
        self.scope.push((name.text.clone(), id));
    }

    /// A local that no name leads to.
    fn hidden_local(&mut self, ty: Type, span: Span) -> LocalId {
        self.locals.push(Local { name: String::new(), ty, span });
        LocalId(self.locals.len() as u32 - 1)
    }

    /// Runs with names of its own, which are forgotten after it.
    fn scoped<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let visible = self.scope.len();
        let result = inner(self);
        self.scope.truncate(visible);
        result
    }

    fn local(&self, id: LocalId) -> Option<&Local> {
        self.locals.get(id.index())
    }

    fn mention_local(&self, span: Span, name: &str, ty: &Type, declared: Span) {
        let title = format!("{name} : {}", self.ctx.show(ty));
        // `problem` in a policy is declared nowhere.
        let target = (self.ctx.text(self.file, declared) == name).then_some((self.file, declared));
        self.ctx.mention(self.file, Mention { span, title, docs: None, target });
    }

    fn error(&self, span: Span) -> Expr {
        Expr { ty: Type::Error, span, kind: Box::new(ExprKind::None) }
    }
}

/// The type without its `?`.
fn present(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) => inner,
        other => other,
    }
}

fn optional(ty: Type) -> Type {
    match ty {
        Type::Optional(_) | Type::Error | Type::Never | Type::None => ty,
        other => Type::Optional(Box::new(other)),
    }
}

fn is_optional(ty: &Type) -> bool {
    matches!(ty, Type::Optional(_) | Type::None)
}
