//! Quantities: literals, `.in(kg)`, `.as(kg)`, `.number(kg)`, and what units do in arithmetic. Reported where they clash.

mod clash;
mod problem;

use crossdock_syntax::{Span, ast};

pub(super) use clash::Clash;
use problem::Problem;

use super::expr::constant;
use super::{Checker, present};
use crate::context::Def;
use crate::diagnostic::Fact as _;
use crate::typed::{BinaryOp, Const, DecimalType, Expr, ExprKind, Type, Units};
use crate::units::{Conversion, Ratio};

impl Checker<'_, '_> {
    /// `500 kg`
    pub(super) fn measured(&mut self, number: &ast::Number, unit: &ast::Name, span: Span) -> Expr {
        let value = self.number(number, span);
        match self.ctx.unit(self.file, unit) {
            Some(unit) => Expr { ty: value.ty.with_unit(&Units::of(unit)), ..value },
            None => self.error(span),
        }
    }

    /// `1.5 USD/each`: a number is written with one unit. Reports it.
    pub(super) fn two_units(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span) -> bool {
        let (ast::ExprKind::Quantity { number, unit }, ast::ExprKind::Name(by)) = (&*left.kind, &*right.kind) else { return false };
        if !matches!(self.ctx.lookup(self.file, &by.text), Some(Def::Unit(_))) && crate::units::currency(&by.text).is_none() {
            return false;
        }
        if [unit, by].map(|name| self.ctx.unit(self.file, name)).iter().all(Option::is_some) {
            self.report_unit(&Problem::TwoUnits { file: self.file, span, number: number.text.clone(), unit: format!("{}/{}", unit.text, by.text) });
        }
        true
    }

    /// `value.in(kg)`, `value.as(kg)` and `value.number(kg)`; none where the method is another one.
    pub(super) fn unit_method(&mut self, value: &Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Option<Expr> {
        let of_numbers = matches!(present(&value.ty).number(), Type::Int(_) | Type::Decimal(_));
        if !of_numbers || !is_unit_method(name) {
            return None;
        }
        let Some(unit) = self.unit_argument(args, name) else { return Some(self.error(span)) };
        Some(match name.text.as_str() {
            "in" => self.converted(value.clone(), &unit, name, span),
            "as" => self.given_unit(value, &unit, name, span),
            _ => self.without_unit(value, &unit, span),
        })
    }

    /// The one argument, which names a unit.
    fn unit_argument(&mut self, args: &[ast::Expr], method: &ast::Name) -> Option<Units> {
        let tree = match args {
            [arg] => unit_tree(arg, false),
            _ => None,
        };
        match tree {
            Some(parts) if !parts.is_empty() => self.ctx.units(self.file, &ast::UnitExpr { span: method.span, parts }),
            _ => {
                let span = args.first().map_or(method.span, |arg| arg.span);
                self.report_unit(&Problem::NoUnit { file: self.file, span, method: method.text.clone() });
                None
            }
        }
    }

    fn converted(&mut self, value: Expr, unit: &Units, name: &ast::Name, span: Span) -> Expr {
        match self.factor(&value, unit, name, span) {
            Some(factor) if factor.exact().is_none() => {
                let (from, to) = (self.ctx.show_units(&value.ty.unit()), self.ctx.show_units(unit));
                self.report_unit(&Problem::Unrounded { file: self.file, span, from, to });
                self.error(span)
            }
            Some(factor) => self.through(value, span, |checker, value| checker.scaled(value, factor, unit, span)),
            None => self.error(span),
        }
    }

    /// What the value has to be multiplied with; reported where there is nothing.
    fn factor(&mut self, value: &Expr, unit: &Units, name: &ast::Name, span: Span) -> Option<Ratio> {
        let from = value.ty.unit();
        if from.is_none() {
            let edit = self.ctx.show_units(unit);
            self.report_unit(&Problem::NothingToConvert { file: self.file, method: name.clone(), value: value.span, unit: edit });
            return None;
        }
        if from == *unit {
            let remove = Span { start: value.span.end, end: span.end };
            self.report_unit(&Problem::SameUnit { file: self.file, span: remove, unit: self.ctx.show_units(unit) });
        }
        match from.conversion(unit, &self.ctx.project.units) {
            Conversion::Factor(factor) => Some(factor),
            other => {
                let money = self.is_money(&from) && self.is_money(unit);
                let (from, to) = (self.ctx.show_units(&from), self.ctx.show_units(unit));
                self.report_unit(&Problem::NoConversion { file: self.file, span: name.span.to(span), from, to, money, too_long: other == Conversion::TooLong });
                None
            }
        }
    }

    /// The value times an exact factor.
    fn scaled(&mut self, value: Expr, factor: Ratio, unit: &Units, span: Span) -> Expr {
        let Some(exact) = factor.exact().filter(|_| factor != Ratio::ONE) else { return in_unit(value, unit, span) };
        let right = match (exact.to_int(), value.ty.number()) {
            (Some(whole), Type::Int(_)) => constant(Const::Int(whole), Type::Int(crate::typed::IntType { min: whole, max: whole }), span),
            _ => constant(Const::Decimal(exact), Type::Decimal(super::numbers::literal_type(exact)), span),
        };
        let ty = self.arithmetic(BinaryOp::Multiply, &value, &right, span).with_unit(unit);
        Expr { ty, span, kind: Box::new(ExprKind::Binary { op: BinaryOp::Multiply, left: value, right }) }
    }

    /// `value.in(dozen).round(2)` where the factor has no end: a division, rounded at once. None for everything else.
    pub(super) fn rounded_conversion(&mut self, base: &ast::Expr, name: &ast::Name, args: &[ast::Expr], span: Span) -> Option<Expr> {
        let ast::ExprKind::Method { base: inner, name: method, args: units } = &*base.kind else { return None };
        let [unit] = units.as_slice() else { return None };
        if name.text != "round" || method.text != "in" {
            return None;
        }
        let parts = unit_tree(unit, false)?;
        let value = self.infer(inner, None);
        if value.ty.unit().is_none() {
            return Some(self.unit_method(&value, method, units, base.span).unwrap_or_else(|| self.error(base.span)));
        }
        let units = self.ctx.units(self.file, &ast::UnitExpr { span: unit.span, parts });
        let Some(factor) = units.as_ref().and_then(|units| self.factor(&value, units, method, base.span)) else { return Some(self.error(span)) };
        let units = units.unwrap_or_default();
        Some(self.through(value, span, |checker, value| {
            let inner = match factor.exact() {
                Some(_) => checker.scaled(value, factor, &units, base.span),
                None => checker.quotient(value, factor, &units, base.span),
            };
            checker.native_method(inner, name, args, span)
        }))
    }

    /// `value * above / below`, for the rounding that follows at once.
    fn quotient(&mut self, value: Expr, factor: Ratio, unit: &Units, span: Span) -> Expr {
        let (above, below) = factor.parts();
        let (above, below) = (super::numbers::whole_literal(above, span), super::numbers::whole_literal(below, span));
        let digits = super::fit::as_decimal(value.ty.number()).whole_digits().saturating_add(factor.whole_digits());
        let limits = super::fit::decimal_limits(digits, 0);
        let product = self.arithmetic(BinaryOp::Multiply, &value, &above, span);
        let left = Expr { ty: product, span, kind: Box::new(ExprKind::Binary { op: BinaryOp::Multiply, left: value, right: above }) };
        let ty = Type::Decimal(DecimalType { limits }).with_unit(unit);
        Expr { ty, span, kind: Box::new(ExprKind::Binary { op: BinaryOp::Divide, left, right: below }) }
    }

    /// `weight.as(kg)`: the number is that many.
    fn given_unit(&mut self, value: &Expr, unit: &Units, name: &ast::Name, span: Span) -> Expr {
        let has = value.ty.unit();
        if !has.is_none() {
            let (has, wants) = (self.ctx.show_units(&has), self.ctx.show_units(unit));
            self.report_unit(&Problem::HasUnit { file: self.file, method: name.clone(), has, wants });
            return self.error(span);
        }
        in_unit(value.clone(), unit, span)
    }

    /// `weight.number(kg)`: the number of kilograms, which it has to be in.
    fn without_unit(&mut self, value: &Expr, unit: &Units, span: Span) -> Expr {
        let has = value.ty.unit();
        if has != *unit {
            self.report_clash(Clash::Number(unit.clone()), value, None);
            return self.error(span);
        }
        in_unit(value.clone(), &Units::default(), span)
    }

    /// The unit of a sum, product or quotient; none where the sides do not go together, which is reported.
    pub(super) fn unit_of_result(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Option<Units> {
        let (a, b) = (left.ty.unit(), right.ty.unit());
        match op {
            BinaryOp::Multiply => Some(a.times(&b)),
            BinaryOp::Divide => Some(a.per(&b)),
            _ if a == b || matches!(left.ty, Type::Error | Type::Never) || matches!(right.ty, Type::Error | Type::Never) => Some(a),
            _ => {
                self.report_clash(Clash::Sides(op, left.clone()), right, Some(&a));
                None
            }
        }
    }

    /// The method works on plain numbers only.
    pub(super) fn report_plain_numbers(&self, unit: &Units, method: &ast::Name) {
        self.report_unit(&Problem::PlainNumbers { file: self.file, method: method.clone(), unit: self.ctx.show_units(unit) });
    }

    /// All of it is money, of whatever currency.
    fn is_money(&self, units: &Units) -> bool {
        let currency = |unit: &crate::typed::UnitId| self.ctx.project.units.get(unit.index()).is_some_and(|unit| unit.currency);
        units.single().as_ref().is_some_and(currency)
    }

    fn report_unit(&self, problem: &Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// The same number with that unit. A literal just has it; what is read elsewhere keeps its own there.
fn in_unit(value: Expr, unit: &Units, span: Span) -> Expr {
    let ty = value.ty.clone().with_unit(unit);
    let kind = if matches!(*value.kind, ExprKind::Const(_)) { value.kind } else { Box::new(ExprKind::Reunit { value }) };
    Expr { ty, span, kind }
}

/// The methods whose argument is a unit.
pub(super) fn is_unit_method(name: &ast::Name) -> bool {
    matches!(name.text.as_str(), "in" | "as" | "number")
}

/// `USD/each` as an expression; none where it is something else.
fn unit_tree(expr: &ast::Expr, divides: bool) -> Option<Vec<ast::UnitPart>> {
    match &*expr.kind {
        ast::ExprKind::Name(name) => Some(vec![ast::UnitPart { name: name.clone(), divides }]),
        ast::ExprKind::Number(number) if number.text == "1" => Some(Vec::new()),
        ast::ExprKind::Binary { op: op @ (ast::BinaryOp::Multiply | ast::BinaryOp::Divide), left, right, .. } => {
            let mut parts = unit_tree(left, divides)?;
            parts.extend(unit_tree(right, divides != (*op == ast::BinaryOp::Divide))?);
            Some(parts)
        }
        _ => None,
    }
}
