//! The bodies of fns, maps, flows and tests: every expression typed, every failure known, every target complete.
//!
//! [`check`] goes through the bodies with callees before callers, so that what a call may raise is known where it stands.

mod advance;
mod alike;
mod answered;
mod block;
mod choice;
mod coverage;
mod expr;
mod fit;
mod flow;
mod habits;
mod ignore;
mod known;
mod lists;
mod look_ups;
mod loops;
mod matching;
mod names;
mod narrowed;
mod narrowing;
mod natives;
mod numbers;
mod overlays;
mod owned;
mod policy;
mod problem;
mod ranges;
mod reads;
mod rules;
mod spread;
mod stubs;
mod test;
mod units;
mod variants;
mod within;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crossdock_syntax::{Span, ast};

use crate::Mention;
use crate::context::{Body, BodyOf, Context};
use crate::sources::FileId;
use crate::typed::{self, Expr, ExprKind, FailureId, FunctionId, FunctionKind, Local, LocalId, RecordId, Type};
use ignore::Ignored;
pub(crate) use narrowing::Narrowing;
pub(crate) use problem::Problem;
use reads::Reads;

/// Checks all bodies of the context and puts what they become into its project.
pub(crate) fn check(ctx: &mut Context<'_>) {
    let mut reads = Reads::default();
    rules::check(ctx, &mut reads);
    for body in ctx.bodies.clone() {
        match (body.of, &body.item.kind) {
            (BodyOf::Function(id), ast::ItemKind::Fn(item)) => function(ctx, &mut reads, body, id, &item.params, |checker, result| checker.fn_body(item, result)),
            (BodyOf::Function(id), ast::ItemKind::Map(item)) => {
                if item.extends.is_some() {
                    overlays::merge(ctx, body.file, item, id);
                }
                // What could not be merged says nothing about what it lacks.
                let whole = ctx.overlays.get(&id).cloned().unwrap_or_else(|| if item.extends.is_some() { overlays::unknown(item) } else { item.body.clone() });
                function(ctx, &mut reads, body, id, &item.params, |checker, result| checker.map_body(item, &whole, result));
            }
            (BodyOf::Policy(id), ast::ItemKind::Policy(item)) => policy::check(ctx, &mut reads, body, item, id),
            (BodyOf::Flow, ast::ItemKind::Flow(item)) => flow::check(ctx, &mut reads, body, item),
            (BodyOf::Test, ast::ItemKind::Test(item)) => test::check(ctx, body, item),
            _ => {}
        }
    }
    owned::check(ctx);
    rules::refuse_building(ctx);
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
    let result = result(&declared.result, &kind);
    let (locals, failures) = (checker.locals, checker.failures);
    if let Some(narrowing) = checker.narrowing {
        ctx.narrowings.get_mut().insert(id, narrowing);
    }
    if let Some(function) = ctx.project.functions.get_mut(id.index()) {
        function.kind = kind;
        function.result = result;
        function.locals = locals;
        function.failures = failures.into_keys().collect();
    }
}

/// A result that is declared without limits has those of what the body gives.
fn result(declared: &Type, kind: &FunctionKind) -> Type {
    let FunctionKind::Fn(body) = kind else { return declared.clone() };
    let unlimited = match present(declared).number() {
        Type::Text(text) => *text == typed::TextType::default(),
        Type::Int(int) => *int == typed::IntType::default(),
        Type::Decimal(decimal) => decimal.limits.is_none(),
        _ => false,
    };
    let narrower = unlimited && !matches!(body.ty, Type::Never | Type::Error | Type::None) && fit::fit(&body.ty, declared) == fit::Fit::Proven;
    match (narrower, is_optional(declared)) {
        (false, _) => declared.clone(),
        (true, true) => optional(body.ty.clone()),
        (true, false) => body.ty.clone(),
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
    /// The item that is checked: its file and name. Parts of a map may come from others, which it extends.
    own: (FileId, String),
    /// Locals that are bound in another file than the item's.
    foreign: FxHashMap<LocalId, FileId>,
    /// What stands here was checked where it belongs.
    quiet: bool,
    /// Fields that are read, with a place; and those that the item says it ignores.
    seen: FxHashMap<(RecordId, u32), Span>,
    ignored: Vec<Ignored>,
    /// Of a flow: whose event it answers.
    systems: Vec<typed::SystemId>,
    /// The record whose rule this is.
    about: Option<rules::About>,
    /// What conditions say about values, the latest last.
    known: Vec<known::Known>,
    /// The first value that may be a `misfit` because of its place, and where the field is declared that is being set.
    narrowing: Option<Narrowing>,
    limit: Option<(FileId, Span)>,
}

impl<'c, 'a> Checker<'c, 'a> {
    fn new(ctx: &'c Context<'a>, file: FileId, reads: &'c mut Reads) -> Checker<'c, 'a> {
        Checker {
            ctx,
            file,
            locals: Vec::new(),
            scope: Vec::new(),
            failures: BTreeMap::new(),
            reads,
            in_flow: false,
            own: (file, String::new()),
            foreign: FxHashMap::default(),
            quiet: false,
            seen: FxHashMap::default(),
            ignored: Vec::new(),
            systems: Vec::new(),
            about: None,
            known: Vec::new(),
            narrowing: None,
            limit: None,
        }
    }

    fn fn_body(&mut self, item: &ast::Fn, result: &Type) -> FunctionKind {
        let Some(body) = &item.body else { return FunctionKind::Native };
        let lets: Vec<(LocalId, Expr)> = body.lets.iter().map(|binding| self.let_(binding)).collect();
        let value = self.assigned(&body.value, result, None);
        let wrap = |body: Expr, (local, value): (LocalId, Expr)| Expr { ty: body.ty.clone(), span: body.span, kind: Box::new(ExprKind::Let { local, value, body }) };
        FunctionKind::Fn(lets.into_iter().rev().fold(value, wrap))
    }

    /// `whole` is the body together with what it inherits.
    fn map_body(&mut self, item: &ast::Map, whole: &ast::Block, result: &Type) -> FunctionKind {
        self.own.1.clone_from(&item.name.text);
        let body = self.block(whole, result, item.name.span);
        self.ignored_but_read();
        FunctionKind::Map(body)
    }

    fn let_(&mut self, binding: &ast::Let) -> (LocalId, Expr) {
        let value = self.infer(&binding.value, None);
        let local = self.bind(&binding.name, value.ty.clone());
        (local, value)
    }

    fn report(&self, problem: Problem) {
        self.tell(&problem);
    }

    fn tell(&self, fact: &impl crate::diagnostic::Fact) {
        if !self.quiet {
            self.ctx.report(fact.diagnostic());
        }
    }

    fn is_own(&self, file: FileId, item: &str) -> bool {
        self.own.0 == file && self.own.1 == item
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
        if self.file != self.own.0 {
            self.foreign.insert(id, self.file);
        }
        self.locals.push(Local { name: name.text.clone(), ty, span: name.span });
        self.mention_local(name, id);
        self.scope.push((name.text.clone(), id));
        id
    }

    fn refuse_hiding(&self, name: &ast::Name) {
        if let Some((_, first)) = self.scope.iter().find(|(known, _)| *known == name.text) {
            let first = (self.file_of(*first), self.local(*first).map_or(name.span, |local| local.span));
            self.report(Problem::Hides { file: self.file, name: name.clone(), first });
        } else if let Some(first) = self.place_of_rule_field(&name.text) {
            self.report(Problem::Hides { file: self.file, name: name.clone(), first });
        }
    }

    /// The name leads to a local that is there already, from here to the end of the scope.
    fn name_again(&mut self, name: &ast::Name, id: LocalId) {
        self.refuse_hiding(name);
        self.mention_local(name, id);
        self.scope.push((name.text.clone(), id));
    }

    /// A local that no name leads to.
    fn hidden_local(&mut self, ty: Type, span: Span) -> LocalId {
        self.locals.push(Local { name: String::new(), ty, span });
        LocalId(self.locals.len() as u32 - 1)
    }

    /// Runs with names of its own, which are forgotten after it.
    fn scoped<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let (visible, known) = (self.scope.len(), self.known.len());
        let result = inner(self);
        self.scope.truncate(visible);
        self.known.truncate(known);
        result
    }

    fn local(&self, id: LocalId) -> Option<&Local> {
        self.locals.get(id.index())
    }

    /// The file in which a local is bound.
    fn file_of(&self, id: LocalId) -> FileId {
        self.foreign.get(&id).copied().unwrap_or(self.own.0)
    }

    fn mention_local(&self, name: &ast::Name, id: LocalId) {
        let Some(local) = self.local(id) else { return };
        let title = format!("{} : {}", name.text, self.ctx.show(&local.ty));
        // `problem` in a policy is declared nowhere; the element of a group is where it is first named.
        let declared = self.ctx.text(self.file_of(id), local.span) == local.name;
        let target = declared.then_some((self.file_of(id), local.span));
        self.ctx.mention(self.file, Mention { span: name.span, title, docs: None, target });
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
