//! Expressions to instructions; each gives the register that holds its value.

use std::sync::Arc;

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{BinaryOp, BuildStep, EnumId, Expr, ExprKind, Fail, FailureId, FunctionId, LocalId, MessagePart as TypedPart, RecordId, TextPart, Type};

use super::{Body, Lowering, fit, record_of};
use crate::ir::{Blame, Check, FailureText, Inst, MessagePart, NativeRef, Part, Reg, Site};
use crate::natives;
use crate::slot::Slot;

/// One side of a choice: still to be worked out, or there already.
enum Branch<'e> {
    Expr(&'e Expr),
    /// Of an `if`: its condition, and whether it is the one behind `then`.
    Side(&'e Expr, Span, bool),
    /// Behind `else`.
    Fallback(&'e Expr),
    Reg(Reg),
}

impl Body {
    pub(super) fn expr(&mut self, lowering: &mut Lowering<'_, '_>, expr: &Expr) -> Reg {
        match &*expr.kind {
            ExprKind::Const(value) => {
                let value = lowering.shared.constants.slot(value);
                self.constant(value)
            }
            ExprKind::None => self.constant(Slot::Missing),
            ExprKind::System(system) => self.constant(Slot::System(system.0)),
            ExprKind::Text(parts) => self.text(lowering, parts),
            ExprKind::Local(local) => self.local(*local),
            ExprKind::Field { base, field } => self.field(lowering, base, *field),
            ExprKind::Call { function, args } => self.call(lowering, *function, args),
            ExprKind::Native { function, args } => self.native(lowering, *function, args, expr),
            ExprKind::Table { table, reverse, key } => {
                let site = self.site(lowering, expr.span, key);
                let (table, reverse, key) = (*table, *reverse, self.expr(lowering, key));
                self.mark_row(lowering, table, reverse, key);
                self.to(|to| Inst::Table { to, table, reverse, key, site })
            }
            ExprKind::LookUp { system, contract, look_up, args } => self.look_up(lowering, system, (*contract, *look_up), args, (&expr.ty, expr.span)),
            ExprKind::Route { routes, args } => self.route(lowering, *routes, args, expr.span),
            ExprKind::Unary { op, value } => {
                let site = self.site(lowering, expr.span, value);
                let (op, value) = (*op, self.expr(lowering, value));
                self.to(|to| Inst::Unary { to, op, value, site })
            }
            ExprKind::Binary { op, left, right } => self.binary(lowering, *op, left, right, expr.span),
            ExprKind::If { condition, then, otherwise } => {
                let place = condition.span;
                let condition = self.expr(lowering, condition);
                self.choose(lowering, condition, Branch::Side(then, place, true), Branch::Side(otherwise, place, false))
            }
            ExprKind::Match { subjects, arms } => self.match_(lowering, subjects, arms),
            ExprKind::For(item) => self.for_(lowering, item, expr.span),
            ExprKind::Build { record, steps } => self.build(lowering, (*record, expr.span), steps),
            ExprKind::Let { local, value, body } => {
                self.let_(lowering, *local, value);
                self.expr(lowering, body)
            }
            ExprKind::Through { value, local, body } => {
                self.let_(lowering, *local, value);
                let value = self.local(*local);
                let missing = self.to(|to| Inst::IsMissing { to, value });
                self.choose(lowering, missing, Branch::Reg(value), Branch::Expr(body))
            }
            ExprKind::Else { value, fallback } => {
                let value = self.expr(lowering, value);
                let missing = self.to(|to| Inst::IsMissing { to, value });
                self.choose(lowering, missing, Branch::Fallback(fallback), Branch::Reg(value))
            }
            ExprKind::On { value, failure, fallback } => self.on(lowering, value, *failure, fallback),
            ExprKind::Fail(fail) => {
                self.fail(lowering, fail, expr.span);
                self.constant(Slot::Missing)
            }
            // A lambda stands only as a native's argument, and is lowered there.
            ExprKind::Lambda { .. } => self.constant(Slot::Missing),
            ExprKind::List(elements) => {
                let elements: Vec<Reg> = elements.iter().map(|element| self.expr(lowering, element)).collect();
                self.to(|to| Inst::List { to, elements })
            }
            ExprKind::Fit { value, to } => self.fit(lowering, value, to, None),
            ExprKind::Reunit { value } => self.expr(lowering, value),
            ExprKind::Elsewhere { file, value } => self.in_file(*file, |body| body.expr(lowering, value)),
        }
    }

    /// An instruction into a new register.
    pub(super) fn to(&mut self, inst: impl FnOnce(Reg) -> Inst) -> Reg {
        let to = self.register();
        self.push(inst(to));
        to
    }

    /// One value or the other, each worked out only if it is the one.
    fn choose(&mut self, lowering: &mut Lowering<'_, '_>, condition: Reg, then: Branch<'_>, otherwise: Branch<'_>) -> Reg {
        let to = self.register();
        let mut side = |branch: Branch<'_>| {
            let (block, ()) = self.block(|body| {
                let from = match branch {
                    Branch::Expr(expr) => body.expr(lowering, expr),
                    Branch::Side(expr, condition, then) => {
                        body.mark_side(lowering, condition, then);
                        body.expr(lowering, expr)
                    }
                    Branch::Fallback(expr) => {
                        body.mark_fallback(lowering, expr);
                        body.expr(lowering, expr)
                    }
                    Branch::Reg(reg) => reg,
                };
                body.push(Inst::Copy { to, from });
            });
            block
        };
        let (then, otherwise) = (side(then), side(otherwise));
        self.push(Inst::If { condition, then, otherwise });
        to
    }

    pub(super) fn site(&self, lowering: &Lowering<'_, '_>, span: Span, about: &Expr) -> Site {
        Site { source: self.source(lowering, span), blame: self.blame(lowering.shared.project, about) }
    }

    fn local(&mut self, local: LocalId) -> Reg {
        match self.locals.get(&local) {
            Some(reg) => *reg,
            None => self.constant(Slot::Missing),
        }
    }

    pub(super) fn let_(&mut self, lowering: &mut Lowering<'_, '_>, local: LocalId, value: &Expr) {
        let blame = self.blame(lowering.shared.project, value);
        let reg = self.expr(lowering, value);
        self.locals.insert(local, reg);
        self.set_origin(local, blame);
    }

    fn text(&mut self, lowering: &mut Lowering<'_, '_>, parts: &[TextPart]) -> Reg {
        let parts = parts
            .iter()
            .map(|part| match part {
                TextPart::Literal(text) => Part::Literal(Slot::Text(lowering.shared.constants.literal(text))),
                TextPart::Hole(hole) => self.part(lowering, hole),
            })
            .collect();
        self.to(|to| Inst::Concat { to, parts })
    }

    /// A value on its way into a text.
    pub(super) fn part(&mut self, lowering: &mut Lowering<'_, '_>, value: &Expr) -> Part {
        let of = if let Type::Enum(id) = value.ty { Some(id) } else { None };
        Part::Value { reg: self.expr(lowering, value), of }
    }

    fn field(&mut self, lowering: &mut Lowering<'_, '_>, base: &Expr, field: u32) -> Reg {
        let of = record_of(&base.ty);
        let slot = of.and_then(|record| lowering.slot(record, field));
        let base = self.expr(lowering, base);
        match slot {
            Some(slot) => {
                let read = self.to(|to| Inst::Field { to, base, slot });
                if let Some(record) = of {
                    self.mark_source(lowering, record, field, read);
                }
                read
            }
            None => self.constant(Slot::Missing),
        }
    }

    fn call(&mut self, lowering: &mut Lowering<'_, '_>, function: FunctionId, args: &[Expr]) -> Reg {
        let blame = args.first().map_or(Blame::Nobody, |first| self.blame(lowering.shared.project, first));
        let args = args.iter().map(|arg| self.expr(lowering, arg)).collect();
        let function = lowering.function(function, false);
        self.to(|to| Inst::Call { to, function, args, blame })
    }

    fn native(&mut self, lowering: &mut Lowering<'_, '_>, function: FunctionId, args: &[Expr], expr: &Expr) -> Reg {
        if let [receiver, digits, rounding @ ..] = args
            && let ExprKind::Binary { op: BinaryOp::Divide, left, right } = &*receiver.kind
        {
            return self.divide(lowering, left, right, digits, rounding.first(), expr.span);
        }
        let Some(declared) = lowering.shared.project.functions.get(function.index()) else { return self.constant(Slot::Missing) };
        let full = format!("{}.{}", declared.decl.module, declared.decl.name);
        let site = args.first().map_or_else(|| Site { source: self.source(lowering, expr.span), blame: Blame::Nobody }, |first| self.site(lowering, expr.span, first));
        let variant_of = args.first().and_then(|first| if let Type::Enum(id) = first.ty { Some(id) } else { None });
        let mut args = self.native_args(lowering, &full, args);
        if let ("enum.name" | "enum.code", Some(id)) = (full.as_str(), variant_of) {
            args.push(self.variants(lowering, id, full == "enum.code"));
        }
        match natives::find(&full) {
            Some(native) => self.to(|to| Inst::Native { to, native: NativeRef(native), args, site }),
            None => self.constant(Slot::Missing),
        }
    }

    /// The names or codes of an enum, in order: a variant alone does not know them.
    fn variants(&mut self, lowering: &mut Lowering<'_, '_>, id: EnumId, codes: bool) -> Reg {
        let variants = lowering.shared.project.enums.get(id.index()).map(|item| item.variants.as_slice()).unwrap_or_default();
        let texts = variants.iter().map(|variant| if codes { &variant.code } else { &variant.name });
        let literals: Vec<Slot> = texts.map(|text| Slot::Text(lowering.shared.constants.literal(text))).collect();
        let elements = literals.into_iter().map(|literal| self.constant(literal)).collect();
        self.to(|to| Inst::List { to, elements })
    }

    /// A lambda's results, one an element, take its place; a sum needs nothing but these.
    fn native_args(&mut self, lowering: &mut Lowering<'_, '_>, full: &str, args: &[Expr]) -> Vec<Reg> {
        let mut regs: Vec<Reg> = Vec::new();
        for (at, arg) in args.iter().enumerate() {
            match (&*arg.kind, args.first()) {
                (ExprKind::Lambda { param, body }, Some(list)) if at > 0 => {
                    let list_reg = regs.first().copied().unwrap_or(Reg(0));
                    regs.push(self.each(lowering, *param, (list, list_reg), body));
                }
                _ => regs.push(self.expr(lowering, arg)),
            }
        }
        if full == "list.sum" && regs.len() > 1 {
            regs.remove(0);
        }
        regs
    }

    fn divide(&mut self, lowering: &mut Lowering<'_, '_>, left: &Expr, right: &Expr, digits: &Expr, rounding: Option<&Expr>, span: Span) -> Reg {
        let site = self.site(lowering, span, right);
        let (left, right, digits) = (self.expr(lowering, left), self.expr(lowering, right), self.expr(lowering, digits));
        let rounding = match rounding {
            Some(rounding) => self.expr(lowering, rounding),
            None => self.constant(Slot::Missing),
        };
        self.to(|to| Inst::Divide { to, left, right, digits, rounding, site })
    }

    fn binary(&mut self, lowering: &mut Lowering<'_, '_>, op: BinaryOp, left: &Expr, right: &Expr, span: Span) -> Reg {
        let site = self.site(lowering, span, left);
        let left = self.expr(lowering, left);
        match op {
            BinaryOp::And => self.choose(lowering, left, Branch::Expr(right), Branch::Reg(left)),
            BinaryOp::Or => self.choose(lowering, left, Branch::Reg(left), Branch::Expr(right)),
            _ => {
                let right = self.expr(lowering, right);
                self.to(|to| Inst::Binary { to, op, left, right, site })
            }
        }
    }

    /// A record from its parts. In one that the compiler puts in, as from one wire to another, these have no place of their own: no line of a map sets them.
    fn build(&mut self, lowering: &mut Lowering<'_, '_>, (record, span): (RecordId, Span), steps: &[BuildStep]) -> Reg {
        let size = lowering.size(record);
        let built = self.to(|to| Inst::Record { to, size });
        for step in steps {
            match step {
                BuildStep::Let(local, value) => self.let_(lowering, *local, value),
                BuildStep::Rules(rules) => self.look_at_built(lowering, built, record, rules),
                BuildStep::Set(field, value) => {
                    let from = self.set_value(lowering, record, *field, value);
                    if value.span != span {
                        self.mark_target(lowering, record, *field, value, from);
                    }
                    if let Some(slot) = lowering.slot(record, *field) {
                        self.push(Inst::Store { record: built, slot, from });
                    }
                }
            }
        }
        built
    }

    /// A check on the way into a field says which field it was.
    fn set_value(&mut self, lowering: &mut Lowering<'_, '_>, record: RecordId, field: u32, value: &Expr) -> Reg {
        if let ExprKind::Elsewhere { file, value } = &*value.kind {
            return self.in_file(*file, |body| body.set_value(lowering, record, field, value));
        }
        let ExprKind::Fit { value: inner, to } = &*value.kind else { return self.expr(lowering, value) };
        let place = lowering.shared.project.records.get(record.index()).and_then(|record| Some(format!("{}.{}", record.decl.name, record.fields.get(field as usize)?.name)));
        self.fit(lowering, inner, to, place)
    }

    fn fit(&mut self, lowering: &mut Lowering<'_, '_>, value: &Expr, to: &Type, place: Option<String>) -> Reg {
        let site = self.site(lowering, value.span, value);
        let check: Arc<Check> = fit::check(lowering.shared.project, to, place);
        let from = self.expr(lowering, value);
        self.to(|to| Inst::Fit { to, from, check, site })
    }

    fn on(&mut self, lowering: &mut Lowering<'_, '_>, value: &Expr, failure: FailureId, fallback: &Expr) -> Reg {
        let to = self.register();
        let (body, ()) = self.block(|inner| {
            let from = inner.expr(lowering, value);
            inner.push(Inst::Copy { to, from });
        });
        let (handler, ()) = self.block(|inner| {
            inner.mark_fallback(lowering, fallback);
            let from = inner.expr(lowering, fallback);
            inner.push(Inst::Copy { to, from });
        });
        let failure = lowering.shared.project.failures.get(failure.index()).map_or_else(String::new, |failure| failure.decl.name.clone());
        self.push(Inst::Try { body, failure, handler });
        to
    }

    pub(super) fn fail(&mut self, lowering: &mut Lowering<'_, '_>, fail: &Fail, span: Span) {
        let args = fail.args.iter().map(|arg| self.part(lowering, arg)).collect();
        let site = Site { source: self.source(lowering, span), blame: Blame::Nobody };
        let Some(declared) = lowering.shared.project.failures.get(fail.failure.index()) else { return };
        let parts = declared.message.iter().map(|part| match part {
            TypedPart::Literal(text) => MessagePart::Literal(text.clone()),
            TypedPart::Param(param) => MessagePart::Param(*param as usize),
        });
        let failure = Arc::new(FailureText { name: declared.decl.name.clone(), parts: parts.collect() });
        self.push(Inst::Raise { failure, args, site });
    }
}
