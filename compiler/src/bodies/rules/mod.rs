//! Rules of records: `always …`, `when … then …`. They are typed once, before all bodies, so that what builds a record knows what has to hold.

mod problem;
pub(super) mod prove;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, BinaryOp, Demand, RuleKind};
use rustc_hash::FxHashSet;

use super::expr::constant;
use super::reads::Reads;
use super::{Checker, is_optional, present};
use crate::context::{Context, Def};
use crate::diagnostic::Fact as _;
use crate::sources::FileId;
use crate::typed::{BuildStep, Const, Expr, ExprKind, FunctionId, FunctionKind, Local, LocalId, Project, Record, RecordId, Rule, Type, UnaryOp};
use problem::Problem;

/// The record that a rule is about is its first local.
const RECORD: LocalId = LocalId(0);
/// More values than a person would compare.
const MOST_SHOWN: usize = 8;

/// Where a rule is checked: its record, and the fields that are known to be there.
pub(super) struct About {
    record: RecordId,
    there: Vec<u32>,
}

/// Types the rules of all records.
pub(super) fn check(ctx: &mut Context<'_>, reads: &mut Reads) {
    let files = ctx.files;
    for (file, tree) in files {
        for item in &tree.items {
            let ast::ItemKind::Record(record) = &item.kind else { continue };
            let Some(Def::Record(id)) = ctx.names.own(*file, &record.name.text).map(|entry| entry.def) else { continue };
            if !record.rules.is_empty() {
                of_record(ctx, reads, *file, record, id);
            }
        }
    }
    of_other_wires(ctx, reads);
}

/// A shape's rules hold on its other wires, too. What is wrong with them is told of the shape alone.
fn of_other_wires(ctx: &mut Context<'_>, reads: &mut Reads) {
    let files = ctx.files;
    let others: Vec<(RecordId, RecordId)> = ctx.project.records.iter().enumerate().filter_map(|(at, record)| Some((RecordId(at as u32), record.like?))).collect();
    for (id, shape) in others {
        let Some(place) = ctx.project.records.get(shape.index()).map(|record| record.decl.place) else { continue };
        let items = files.get(place.file.0 as usize).map_or(&[][..], |(_, tree)| tree.items.as_slice());
        let tree = items.iter().find_map(|item| match &item.kind {
            ast::ItemKind::Record(record) if record.name.span == place.span && !record.rules.is_empty() => Some(record),
            _ => None,
        });
        if let Some(tree) = tree {
            ctx.in_silence(|ctx| of_record(ctx, reads, place.file, tree, id));
        }
    }
}

fn of_record(ctx: &mut Context<'_>, reads: &mut Reads, file: FileId, item: &ast::Record, id: RecordId) {
    let mut checker = Checker::new(ctx, file, reads);
    checker.locals.push(Local { name: String::new(), ty: Type::Record(id), span: item.name.span });
    checker.about = Some(About { record: id, there: Vec::new() });
    let rules: Vec<Rule> = item.rules.iter().map(|rule| checker.rule(rule)).collect();
    let locals = checker.locals;
    if let Some(record) = ctx.project.records.get_mut(id.index()) {
        record.rules = rules;
        record.rule_locals = locals;
    }
    if let Some(record) = ctx.project.records.get(id.index()) {
        for rule in record.rules.iter().filter(|rule| prove::by_type(rule) == Some(true)) {
            ctx.report(Problem::AlwaysHolds { file, span: rule.span }.diagnostic());
        }
    }
}

/// A rule only looks: what it calls must not build records, or the two could go in a circle.
pub(super) fn refuse_building(ctx: &Context<'_>) {
    for record in ctx.project.records.iter().filter(|record| record.like.is_none()) {
        for rule in &record.rules {
            let mut called = Vec::new();
            rule.parts().for_each(|part| part.walk(&mut |expr| called.extend(callee(expr))));
            for (id, span) in called {
                if builds(&ctx.project, id) {
                    let name = ctx.project.functions.get(id.index()).map_or_else(String::new, |function| function.decl.name.clone());
                    ctx.report(Problem::Builds { file: record.decl.place.file, span, name }.diagnostic());
                }
            }
        }
    }
}

fn callee(expr: &Expr) -> Option<(FunctionId, Span)> {
    if let ExprKind::Call { function, .. } = &*expr.kind { Some((*function, expr.span)) } else { None }
}

/// Whether the function or one that it calls, however far down, builds a record.
fn builds(project: &Project, id: FunctionId) -> bool {
    let (mut seen, mut open, mut found) = (FxHashSet::default(), vec![id], false);
    while let Some(id) = open.pop().filter(|_| !found) {
        let body = match project.functions.get(id.index()).map(|function| &function.kind) {
            Some(FunctionKind::Fn(body) | FunctionKind::Map(body)) if seen.insert(id) => body,
            _ => continue,
        };
        body.walk(&mut |expr| {
            found |= matches!(&*expr.kind, ExprKind::Build { .. });
            open.extend(callee(expr).map(|(id, _)| id));
        });
    }
    found
}

impl Checker<'_, '_> {
    fn rule(&mut self, rule: &ast::Rule) -> Rule {
        let (when, then, at) = match &rule.kind {
            RuleKind::Always(holds) => (None, self.condition(holds), None),
            RuleKind::When { condition, then } => {
                let when = self.premise(condition);
                let there = self.named_there(condition);
                if let Some(about) = &mut self.about {
                    about.there = there;
                }
                let then = self.demand(then, rule.span);
                if let Some(about) = &mut self.about {
                    about.there.clear();
                }
                (Some(when), then.0, then.1)
            }
        };
        let text = self.ctx.text(self.file, rule.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shows = self.shown(when.iter().chain([&then]));
        Rule { span: rule.span, text, because: rule.because.as_ref().map(|because| because.text.clone()), when, then, at, shows }
    }

    /// A condition; a field that may be missing holds where it is there.
    fn premise(&mut self, condition: &ast::Expr) -> Expr {
        if let ast::ExprKind::Binary { op: BinaryOp::And, left, right, .. } = &*condition.kind {
            let (left, right) = (self.premise(left), self.premise(right));
            return Expr { ty: Type::Bool, span: condition.span, kind: Box::new(ExprKind::Binary { op: BinaryOp::And, left, right }) };
        }
        let value = self.infer(condition, Some(&Type::Bool));
        if is_path(condition) && is_optional(&value.ty) && !matches!(present(&value.ty), Type::Bool) {
            return is_there(value, true);
        }
        self.fitted(value, &Type::Bool, None)
    }

    /// The fields that the premise says are there.
    fn named_there(&self, condition: &ast::Expr) -> Vec<u32> {
        match &*condition.kind {
            ast::ExprKind::Binary { op: BinaryOp::And, left, right, .. } => [left, right].into_iter().flat_map(|side| self.named_there(side)).collect(),
            ast::ExprKind::Binary { op: BinaryOp::NotEqual, left, right, .. } if matches!(&*right.kind, ast::ExprKind::None) => self.named_there(left),
            ast::ExprKind::Name(name) => self.field_of_rule(&name.text).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// What has to hold, and the field that it is about.
    fn demand(&mut self, demand: &Demand, span: Span) -> (Expr, Option<u32>) {
        match demand {
            Demand::Holds(holds) => (self.condition(holds), None),
            Demand::Required(names) => self.all_there(names, true, span),
            Demand::Missing(names) => self.all_there(names, false, span),
        }
    }

    fn all_there(&mut self, names: &[ast::Name], there: bool, span: Span) -> (Expr, Option<u32>) {
        let all: Vec<Expr> = names.iter().map(|name| self.there(name, there)).collect();
        let at = if let [only] = names { self.field_of_rule(&only.text) } else { None };
        let and = |left: Expr, right: Expr| Expr { ty: Type::Bool, span: left.span.to(right.span), kind: Box::new(ExprKind::Binary { op: BinaryOp::And, left, right }) };
        (all.into_iter().reduce(and).unwrap_or_else(|| constant(Const::Bool(true), Type::Bool, span)), at)
    }

    fn there(&mut self, name: &ast::Name, there: bool) -> Expr {
        let Some(value) = self.field_in_rule(name) else {
            drop(self.name(name, None, false));
            return constant(Const::Bool(true), Type::Bool, name.span);
        };
        if !is_optional(&value.ty) && !matches!(value.ty, Type::Error) {
            self.tell(&Problem::NeverMissing { file: self.file, name: name.clone(), ty: self.ctx.show(&value.ty), there });
        }
        is_there(value, there)
    }

    /// What is built here keeps the rules of its record: proven, refuted, or to be looked at when it is built.
    pub(super) fn rules_of_built(&mut self, record: &Record, steps: &mut Vec<BuildStep>, at: Span) {
        let mut open = Vec::new();
        for (index, rule) in record.rules.iter().enumerate() {
            match prove::by_steps(rule, steps) {
                Some(true) => {}
                Some(false) => {
                    let declared = (self.ctx.project.file_of_rules(record), rule.span);
                    let mut lines = self.lines_of_rule(rule, steps);
                    let last = lines.pop().unwrap_or((self.file, at));
                    self.tell(&Problem::Broken { last, others: lines, record: record.decl.name.clone(), rule: declared, because: rule.because.clone() });
                }
                None => open.push(index as u32),
            }
        }
        if !open.is_empty() {
            self.raise_built_in("invalid", at);
            steps.push(BuildStep::Rules(open));
        }
    }

    /// Where the fields are set that the rule reads.
    fn lines_of_rule(&self, rule: &Rule, steps: &[BuildStep]) -> Vec<(FileId, Span)> {
        let mut read = FxHashSet::default();
        rule.parts().for_each(|part| {
            part.walk(&mut |expr| {
                if let ExprKind::Field { base, field } = &*expr.kind
                    && matches!(&*base.kind, ExprKind::Local(RECORD))
                {
                    read.insert(*field);
                }
            });
        });
        let place = |step: &BuildStep| match step {
            BuildStep::Set(field, value) if read.contains(field) => Some(match &*value.kind {
                ExprKind::Elsewhere { file, value } => (*file, value.span),
                _ => (self.file, value.span),
            }),
            BuildStep::Set(..) | BuildStep::Let(..) | BuildStep::Rules(_) => None,
        };
        steps.iter().filter_map(place).collect()
    }

    pub(super) fn field_of_rule(&self, name: &str) -> Option<u32> {
        let record = self.ctx.project.records.get(self.about.as_ref()?.record.index())?;
        record.fields.iter().position(|field| field.name == name).map(|at| at as u32)
    }

    pub(super) fn place_of_rule_field(&self, name: &str) -> Option<(FileId, Span)> {
        let record = self.ctx.project.records.get(self.about.as_ref()?.record.index())?;
        record.fields.iter().find(|field| field.name == name).map(|field| (record.decl.place.file, field.span))
    }

    /// In a rule the fields of its record go by their names.
    pub(super) fn field_in_rule(&mut self, name: &ast::Name) -> Option<Expr> {
        let field = self.field_of_rule(&name.text)?;
        let About { record, there } = self.about.as_ref()?;
        let (id, known) = (*record, there.contains(&field));
        let base = Expr { ty: Type::Record(id), span: name.span, kind: Box::new(ExprKind::Local(RECORD)) };
        let mut value = self.read_field(base, id, field, name, name.span);
        if known {
            value.ty = present(&value.ty).clone();
        }
        Some(value)
    }

    pub(super) fn fields_of_rule(&self) -> Vec<String> {
        let record = self.about.as_ref().and_then(|about| self.ctx.project.records.get(about.record.index()));
        record.map_or_else(Vec::new, |record| record.fields.iter().map(|field| field.name.clone()).collect())
    }

    /// The values that a person would ask for: the sides of comparisons, and what they are made of.
    fn shown<'e>(&self, parts: impl Iterator<Item = &'e Expr>) -> Vec<(String, Expr)> {
        let mut shown: Vec<(String, Expr)> = Vec::new();
        for part in parts {
            self.show_in(part, &mut shown);
        }
        shown.truncate(MOST_SHOWN);
        shown
    }

    fn show_in(&self, expr: &Expr, shown: &mut Vec<(String, Expr)>) {
        match &*expr.kind {
            ExprKind::Const(_) | ExprKind::None | ExprKind::List(_) | ExprKind::System(_) => return,
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, left, right } | ExprKind::Binary { left, right, .. } if matches!(expr.ty, Type::Bool) => {
                return [left, right].into_iter().for_each(|side| self.show_in(side, shown));
            }
            ExprKind::Unary { op: UnaryOp::Not, value } | ExprKind::Fit { value, .. } | ExprKind::Reunit { value } | ExprKind::Else { value, .. } => {
                return self.show_in(value, shown);
            }
            ExprKind::If { condition, then, otherwise } => return [condition, then, otherwise].into_iter().for_each(|side| self.show_in(side, shown)),
            _ => {}
        }
        let text = self.ctx.text(self.file, expr.span).split_whitespace().collect::<Vec<_>>().join(" ");
        if matches!(expr.ty, Type::Error | Type::Record(_)) || shown.iter().any(|(known, _)| *known == text) {
            return;
        }
        shown.push((text, expr.clone()));
        if let ExprKind::Binary { left, right, .. } = &*expr.kind {
            [left, right].into_iter().for_each(|side| self.show_in(side, shown));
        }
    }
}

fn is_path(expr: &ast::Expr) -> bool {
    match &*expr.kind {
        ast::ExprKind::Name(_) => true,
        ast::ExprKind::Field { base, .. } => is_path(base),
        _ => false,
    }
}

fn is_there(value: Expr, there: bool) -> Expr {
    let span = value.span;
    let none = Expr { ty: Type::None, span, kind: Box::new(ExprKind::None) };
    let op = if there { BinaryOp::NotEqual } else { BinaryOp::Equal };
    Expr { ty: Type::Bool, span, kind: Box::new(ExprKind::Binary { op, left: value, right: none }) }
}
