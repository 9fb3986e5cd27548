//! `qty in 1..9`: both ends are within.

use crossdock_syntax::ast::BinaryOp;
use crossdock_syntax::{Span, ast};

use super::Checker;
use super::problem::Problem;
use crate::typed::{Expr, ExprKind, Type, UnaryOp};

impl Checker<'_, '_> {
    /// Two comparisons, so that what they say about the value is known as of any. What is no path is worked out once, as a local.
    pub(super) fn within(&mut self, op: BinaryOp, op_span: Span, left: &ast::Expr, (min, max): (&ast::Expr, &ast::Expr), span: Span) -> Expr {
        let value = self.operand(left, None);
        let written = [max, min];
        let (min, max) = (self.end_of(min, max), self.operand(max, None));
        if written.into_iter().zip([&max, &min]).any(|(written, end)| self.has_other_unit(&value, written, end)) {
            return self.error(span);
        }
        if value.ty == Type::Error || min.ty == Type::Error || max.ty == Type::Error {
            return self.error(span);
        }
        let is_path = super::known::Path::of(&value).is_some_and(|path| path.is_place());
        let local = (!is_path).then(|| self.hidden_local(value.ty.clone(), value.span));
        let held = match local {
            Some(local) => Expr { kind: Box::new(ExprKind::Local(local)), ..value.clone() },
            None => value.clone(),
        };
        self.refuse_backwards(&min, &max, span);
        let whole = self.both_ends(held, (min, max), op_span, span);
        let whole = match local {
            Some(local) => bool_of(span, ExprKind::Let { local, value, body: whole }),
            None => whole,
        };
        if op == BinaryOp::NotIn { bool_of(span, ExprKind::Unary { op: UnaryOp::Not, value: whole }) } else { whole }
    }

    /// An end in another unit than the value is reported as in a pattern: nothing is converted.
    fn has_other_unit(&self, value: &Expr, written: &ast::Expr, end: &Expr) -> bool {
        if !self.units_differ(&value.ty, &end.ty) {
            return false;
        }
        let number = match &*written.kind {
            ast::ExprKind::Number(number) | ast::ExprKind::Quantity { number, .. } => number.span,
            _ => written.span,
        };
        let shown = |ty: &Type| if ty.unit().is_none() { String::new() } else { format!(" {}", self.ctx.show_units(&ty.unit())) };
        self.tell(&crate::patterns::Problem::OtherUnit { file: self.file, span: written.span, unit: shown(&value.ty), found: shown(&end.ty), number });
        true
    }

    /// `1` of `1..5 kg` has its unit, too.
    fn end_of(&mut self, min: &ast::Expr, max: &ast::Expr) -> Expr {
        let with_unit = crate::patterns::read::with_unit_of(min, max);
        self.operand(with_unit.as_ref().unwrap_or(min), None)
    }

    fn both_ends(&mut self, value: Expr, (min, max): (Expr, Expr), op_span: Span, span: Span) -> Expr {
        // What is no number is told once.
        let ordered = self.order(BinaryOp::GreaterEqual, &value, &min, op_span) == Type::Bool && self.orders(&value, op_span);
        if !ordered {
            return self.error(span);
        }
        let above = bool_of(span, ExprKind::Binary { op: BinaryOp::GreaterEqual, left: value.clone(), right: min });
        let below = bool_of(span, ExprKind::Binary { op: BinaryOp::LessEqual, left: value, right: max });
        bool_of(span, ExprKind::Binary { op: BinaryOp::And, left: above, right: below })
    }

    fn refuse_backwards(&self, min: &Expr, max: &Expr, span: Span) {
        let number = |end: &Expr| if let ExprKind::Const(value) = &*end.kind { crate::patterns::space::number(value) } else { None };
        if number(min).zip(number(max)).is_some_and(|(min, max)| min > max) {
            self.tell(&crate::patterns::Problem::Backwards { file: self.file, span });
        }
    }

    fn orders(&self, value: &Expr, at: Span) -> bool {
        let ordered = matches!(value.ty.number(), Type::Int(_) | Type::Decimal(_) | Type::Date | Type::Time | Type::Timestamp | Type::Duration);
        if !ordered {
            self.report(Problem::NoOrder { file: self.file, span: at, op: "in", is: self.ctx.show(&value.ty) });
        }
        ordered
    }
}

fn bool_of(span: Span, kind: ExprKind) -> Expr {
    Expr { ty: Type::Bool, span, kind: Box::new(kind) }
}
