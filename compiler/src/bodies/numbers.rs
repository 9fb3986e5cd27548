//! Numbers, arithmetic and comparison.

use crossdock_syntax::ast::{BinaryOp, UnaryOp};
use crossdock_syntax::{Span, ast};

use super::expr::constant;
use super::fit::join;
use super::problem::Problem;
use super::ranges;
use super::units::Clash;
use super::{Checker, is_optional, present};
use crate::diagnostic::{Diagnostic, Edit};
use crate::typed::{Const, Dec, DecimalType, Expr, ExprKind, IntType, Type};

impl Checker<'_, '_> {
    pub(super) fn number(&mut self, number: &ast::Number, span: Span) -> Expr {
        if let Ok(value) = number.text.parse::<i64>() {
            return constant(Const::Int(value), Type::Int(IntType { min: value, max: value }), span);
        }
        match number.text.parse::<Dec>() {
            Ok(value) => constant(Const::Decimal(value), Type::Decimal(literal_type(value)), span),
            Err(_) => {
                self.report(Problem::NumberTooLong { file: self.file, span });
                self.error(span)
            }
        }
    }

    /// A length of time, or a number of a declared unit.
    pub(super) fn quantity(&mut self, number: &ast::Number, unit: &ast::Name, span: Span) -> Expr {
        if let (Ok(weeks), "week" | "weeks" | "wochen") = (number.text.parse::<i64>(), unit.text.to_lowercase().as_str())
            && self.ctx.lookup(self.file, &unit.text).is_none()
        {
            let right = format!("{}d", weeks.saturating_mul(7));
            let said = Diagnostic::error("E0110", "Weeks are counted in days.").at(self.file, span, format!("write `{right}`"));
            self.ctx.report(said.fix(format!("write `{right}`"), vec![Edit { file: self.file, span, text: right }]));
            return self.error(span);
        }
        match crate::duration::nanos(&number.text, &unit.text) {
            Ok(nanos) => constant(Const::Duration(nanos), Type::Duration, span),
            Err(crate::duration::Error::Unit(_)) => self.measured(number, unit, span),
            Err(crate::duration::Error::Size) => {
                self.report(Problem::DurationSize { file: self.file, span });
                self.error(span)
            }
        }
    }

    pub(super) fn unary(&mut self, op: UnaryOp, value: &ast::Expr, span: Span) -> Expr {
        if op == UnaryOp::Not {
            let value = self.condition(value);
            return Expr { ty: Type::Bool, span, kind: Box::new(ExprKind::Unary { op, value }) };
        }
        if let ast::ExprKind::Number(number) = &*value.kind {
            let negative = ast::Number { text: format!("-{}", number.text), span };
            return self.number(&negative, span);
        }
        let value = self.operand(value, None);
        let ty = match value.ty.number() {
            Type::Int(int) => self.int_range(int.min.checked_neg().zip(int.max.checked_neg()).map(|(max, min)| (min, max)), span),
            Type::Decimal(decimal) => Type::Decimal(*decimal),
            Type::Error => Type::Error,
            other => {
                self.report(Problem::Operand { file: self.file, span: value.span, op: "-", is: self.ctx.show(other) });
                Type::Error
            }
        };
        let ty = ty.with_unit(&value.ty.unit());
        if let Some(negative) = negative(&value.kind) {
            return constant(negative, ty, span);
        }
        Expr { ty, span, kind: Box::new(ExprKind::Unary { op, value }) }
    }

    /// A value that is there: operators do not work on what may be missing.
    pub(super) fn operand(&mut self, expr: &ast::Expr, want: Option<&Type>) -> Expr {
        let value = self.infer(expr, want);
        if is_optional(&value.ty) {
            self.must_be_there(&value);
            return self.error(value.span);
        }
        value
    }

    pub(super) fn binary(&mut self, op: BinaryOp, op_span: Span, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let written = (left, right);
        if self.name_with_sign(op, op_span, left, right, span) {
            return self.error(span);
        }
        if let (BinaryOp::In | BinaryOp::NotIn, ast::ExprKind::Range { min, max }) = (op, &*right.kind) {
            return self.within(op, op_span, left, (min, max), span);
        }
        if op == BinaryOp::Add && self.text_chain(left, right, op_span, span) {
            return self.error(span);
        }
        if op == BinaryOp::Divide && self.two_units(left, right, span) {
            return self.error(span);
        }
        if op == BinaryOp::Or && self.or_for_else(op_span, left, right) {
            return self.error(span);
        }
        let (left, right) = match op {
            BinaryOp::And | BinaryOp::Or if self.half_comparison(if op == BinaryOp::Or { "or" } else { "and" }, left, right) => (self.condition(left), self.error(right.span)),
            BinaryOp::And | BinaryOp::Or => {
                let left = self.condition(left);
                let known = self.learn(&left, op == BinaryOp::And);
                (left, self.knowing(known, |checker| checker.condition(right)))
            }
            BinaryOp::Equal | BinaryOp::NotEqual => self.both(left, right),
            BinaryOp::In | BinaryOp::NotIn => self.member(op, left, right),
            _ => (self.operand(left, None), self.operand(right, None)),
        };
        let ty = match op {
            BinaryOp::And | BinaryOp::Or => Type::Bool,
            BinaryOp::Equal | BinaryOp::NotEqual => self.equality(&left, &right, op_span),
            BinaryOp::In | BinaryOp::NotIn => Type::Bool,
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => self.order(op, &left, &right, op_span),
            BinaryOp::Divide => {
                let text = self.text_of(span);
                let right = if text.starts_with('(') && text.ends_with(')') { format!("{text}.round(2)") } else { format!("({text}).round(2)") };
                self.report(Problem::DivisionUnrounded { file: self.file, span, right, whole: false });
                Type::Error
            }
            BinaryOp::Add if self.adds_texts(&left, &right) => {
                let kind = ast::ExprKind::Binary { op, op_span, left: written.0.clone(), right: written.1.clone() };
                let whole = ast::Expr { span, kind: Box::new(kind) };
                let right = crossdock_syntax::one_text(&self.ctx.sources.get(self.file).text, &whole);
                self.report(Problem::TextSum { file: self.file, span: op_span, whole: span, right });
                Type::Error
            }
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply => self.arithmetic(op, &left, &right, span),
        };
        Expr { ty, span, kind: Box::new(ExprKind::Binary { op, left, right }) }
    }

    /// `packs = qty / 12`: where a whole number is wanted, rounding to digits is of no use. Reported.
    pub(super) fn division_into_int(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span, want: Option<&Type>) -> bool {
        let into_int = want.is_some_and(|want| matches!(present(want), Type::Int(_)));
        if !into_int || matches!(&*left.kind, ast::ExprKind::Quantity { .. }) {
            return false;
        }
        let sides = [self.operand(left, None), self.operand(right, None)];
        let right = if sides.iter().all(|side| matches!(side.ty, Type::Int(_))) {
            // A sum on this side of a division has its parentheses already.
            let by = self.text_of(right.span);
            let by = if matches!(&*right.kind, ast::ExprKind::Binary { .. }) && super::habits::is_enclosed(by) { by.to_owned() } else { format!("({by})") };
            format!("{}.div{by}", self.as_base(left))
        } else {
            format!("({}).round(0).to_int()", self.text_of(span))
        };
        self.report(Problem::DivisionUnrounded { file: self.file, span, right, whole: true });
        true
    }

    /// `(a / b)`, allowed only where `.round(n)` follows at once.
    pub(super) fn division(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let (left, right) = (self.operand(left, None), self.operand(right, None));
        for side in [&left, &right] {
            self.numeric(side, "/");
        }
        let unit = self.unit_of_result(BinaryOp::Divide, &left, &right).unwrap_or_default();
        if ranges::may_be_zero(&right) {
            self.raise_built_in("invalid", span);
        }
        let limits = ranges::quotient(&left.ty, &right.ty);
        Expr { ty: Type::Decimal(DecimalType { limits }).with_unit(&unit), span, kind: Box::new(ExprKind::Binary { op: BinaryOp::Divide, left, right }) }
    }

    /// Both sides of a comparison; a bare variant takes its enum from the other side.
    pub(super) fn both(&mut self, left: &ast::Expr, right: &ast::Expr) -> (Expr, Expr) {
        if self.is_bare_variant(left) && !self.is_bare_variant(right) {
            let right = self.infer(right, None);
            return (self.infer(left, Some(&right.ty.clone())), right);
        }
        let left = self.infer(left, None);
        let right = self.infer(right, Some(&left.ty));
        (left, right)
    }

    fn member(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr) -> (Expr, Expr) {
        let written = right;
        let left = self.operand(left, None);
        let list = Type::List(Box::new(crate::typed::ListType { min: 0, max: None, of: left.ty.clone() }));
        let right = self.operand(right, Some(&list));
        match &right.ty {
            Type::List(list) => drop(self.comparable(&left, &list.of, right.span)),
            Type::Error => {}
            _ if self.member_otherwise(op, &left, &right, written) => {}
            other => self.report(Problem::NotAList { file: self.file, span: right.span, is: self.ctx.show(other) }),
        }
        (left, right)
    }

    /// Two texts, or a text written out and what could stand in a hole.
    fn adds_texts(&self, left: &Expr, right: &Expr) -> bool {
        let text = |side: &Expr| matches!(side.ty, Type::Text(_));
        let literal = |side: &Expr| matches!(&*side.kind, ExprKind::Const(Const::Text(_)) | ExprKind::Text(_));
        let holds = |side: &Expr| matches!(side.ty, Type::Int(_) | Type::Decimal(_) | Type::Enum(_) | Type::Date | Type::Bool);
        text(left) && text(right) || literal(left) && holds(right) || holds(left) && literal(right)
    }

    fn equality(&mut self, left: &Expr, right: &Expr, op_span: Span) -> Type {
        if let (Type::List(_), ExprKind::List(items)) = (&left.ty, &*right.kind)
            && items.is_empty()
            && !are_equal_kinds_of_lists(&left.ty, &right.ty)
        {
            let not = if self.text_of(op_span).trim() == "!=" { "not " } else { "" };
            let (span, mended) = (left.span.to(right.span), format!("{not}{}.is_empty()", self.text_of(left.span)));
            let said = Diagnostic::error("E0354", "Whether a list has no elements is asked by a function.").at(self.file, span, format!("write `{mended}`"));
            self.ctx.report(said.fix(format!("write `{mended}`"), vec![Edit { file: self.file, span, text: mended }]));
            return Type::Bool;
        }
        if !are_equal_kinds_of_lists(&left.ty, &right.ty) {
            self.comparable_values(BinaryOp::Equal, left, right, op_span);
        }
        Type::Bool
    }

    /// Values of one kind can be compared; numbers with numbers.
    fn comparable_values(&self, op: BinaryOp, left: &Expr, right: &Expr, op_span: Span) -> bool {
        if self.units_differ(&left.ty, &right.ty) {
            self.report_clash(Clash::Sides(op, left.clone()), right, Some(&left.ty.unit()));
            return false;
        }
        let mend = self.literal_as(right, &left.ty).map(|text| (right.span, text)).or_else(|| self.literal_as(left, &right.ty).map(|text| (left.span, text)));
        self.of_one_kind(left, &right.ty, op_span, mend)
    }

    pub(super) fn comparable(&self, left: &Expr, right: &Type, at: Span) -> bool {
        if self.units_differ(&left.ty, right) {
            self.report_clash(Clash::Place { field: None, needs: right.clone() }, left, None);
            return false;
        }
        self.of_one_kind(left, right, at, None)
    }

    /// `mend`: how a literal of the other kind would be written.
    fn of_one_kind(&self, left: &Expr, right: &Type, at: Span, mend: Option<(Span, String)>) -> bool {
        let (a, b) = (present(&left.ty), present(right));
        let scalar = !matches!(a, Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Json | Type::Lambda(_)) || matches!(b, Type::None | Type::Error);
        let fits = scalar && (matches!(a, Type::None | Type::Error | Type::Never) || matches!(b, Type::None | Type::Error | Type::Never) || join(a, b).is_some());
        if !fits {
            self.report(Problem::NotComparable { file: self.file, left: self.ctx.show(a), right: self.ctx.show(b), places: (left.span, at), mend });
        }
        fits
    }

    pub(super) fn order(&mut self, op: BinaryOp, left: &Expr, right: &Expr, op_span: Span) -> Type {
        let lists = are_equal_kinds_of_lists(&left.ty, &right.ty);
        if !lists && !self.comparable_values(op, left, right, op_span) {
            return Type::Bool;
        }
        if lists || matches!(left.ty, Type::Bool | Type::Enum(_) | Type::System(_)) {
            self.report(Problem::NoOrder { file: self.file, span: op_span, op: sign(op), is: self.ctx.show(&left.ty) });
        }
        Type::Bool
    }

    fn numeric(&self, value: &Expr, op: &'static str) -> bool {
        let numeric = matches!(value.ty.number(), Type::Int(_) | Type::Decimal(_) | Type::Error | Type::Never);
        if !numeric {
            self.report(Problem::Operand { file: self.file, span: value.span, op, is: self.ctx.show(&value.ty) });
        }
        numeric
    }

    pub(super) fn arithmetic(&mut self, op: BinaryOp, left: &Expr, right: &Expr, span: Span) -> Type {
        if let (Type::Date | Type::Timestamp | Type::Duration, Type::Duration) = (&left.ty, &right.ty)
            && op != BinaryOp::Multiply
            && !matches!(left.ty, Type::Date)
        {
            self.raise_built_in("misfit", span);
            return left.ty.clone();
        }
        if matches!((&left.ty, &right.ty), (Type::Error, _) | (_, Type::Error)) {
            return Type::Error;
        }
        if let (Type::Date, Some(days)) = (&left.ty, whole_days(right)) {
            let days = if op == BinaryOp::Subtract { -days } else { days };
            let mended = format!("{}.add_days({days})", self.text_of(left.span));
            let said = Diagnostic::error("E0343", "Days are counted on from a date by a function.").at(self.file, span, format!("write `{mended}`"));
            self.ctx.report(said.fix(format!("write `{mended}`"), vec![Edit { file: self.file, span, text: mended }]));
            return Type::Error;
        }
        if !(self.numeric(left, sign(op)) && self.numeric(right, sign(op))) {
            return Type::Error;
        }
        let Some(unit) = self.unit_of_result(op, left, right) else { return Type::Error };
        let number = match (left.ty.number(), right.ty.number()) {
            (Type::Int(a), Type::Int(b)) => self.int_range(int_result(op, *a, *b), span),
            (Type::Error | Type::Never, _) | (_, Type::Error | Type::Never) => Type::Error,
            _ => self.decimal_range(ranges::decimal_result(op, left, right), span),
        };
        number.with_unit(&unit)
    }

    /// The range of a whole result; one that may leave 64 bits is a `misfit` when it does.
    fn int_range(&mut self, bounds: Option<(i64, i64)>, span: Span) -> Type {
        match bounds {
            Some((min, max)) => Type::Int(IntType { min, max }),
            None => {
                self.raise_built_in("misfit", span);
                Type::Int(IntType::default())
            }
        }
    }

    /// The same for decimals and 38 digits.
    fn decimal_range(&mut self, limits: Option<(u8, u8)>, span: Span) -> Type {
        if limits.is_none() {
            self.raise_built_in("misfit", span);
        }
        Type::Decimal(DecimalType { limits })
    }
}

/// `3`, `3d`: what is added to a date, if it is a number of days.
fn whole_days(value: &Expr) -> Option<i64> {
    const DAY: i64 = 86_400_000_000_000;
    match &*value.kind {
        ExprKind::Const(Const::Int(days)) => Some(*days),
        ExprKind::Const(Const::Duration(nanos)) if nanos % DAY == 0 => Some(nanos / DAY),
        _ => None,
    }
}

/// Lists of single values, which are equal element by element.
fn are_equal_kinds_of_lists(a: &Type, b: &Type) -> bool {
    let (Type::List(a), Type::List(b)) = (present(a), present(b)) else { return false };
    let (a, b) = (present(&a.of), present(&b.of));
    let single = |ty: &Type| !matches!(ty, Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Json | Type::Lambda(_));
    single(a) && single(b) && join(a, b).is_some() || are_equal_kinds_of_lists(a, b)
}

/// The smallest decimal type that holds a literal.
pub(super) fn literal_type(value: Dec) -> DecimalType {
    let digits = value.mantissa.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1) as u8;
    DecimalType { limits: Some((digits.max(value.scale), value.scale)) }
}

/// A whole number, however long, as a constant.
pub(super) fn whole_literal(value: Dec, span: Span) -> Expr {
    match value.to_int() {
        Some(whole) => constant(Const::Int(whole), Type::Int(IntType { min: whole, max: whole }), span),
        None => constant(Const::Decimal(value), Type::Decimal(literal_type(value)), span),
    }
}

/// A number with the other sign, known when compiling.
fn negative(kind: &ExprKind) -> Option<Const> {
    match kind {
        ExprKind::Const(Const::Int(value)) => value.checked_neg().map(Const::Int),
        ExprKind::Const(Const::Decimal(value)) => Some(Const::Decimal(value.neg())),
        _ => None,
    }
}

fn int_result(op: BinaryOp, a: IntType, b: IntType) -> Option<(i64, i64)> {
    match op {
        BinaryOp::Add => a.min.checked_add(b.min).zip(a.max.checked_add(b.max)),
        BinaryOp::Subtract => a.min.checked_sub(b.max).zip(a.max.checked_sub(b.min)),
        _ => {
            let corners = [(a.min, b.min), (a.min, b.max), (a.max, b.min), (a.max, b.max)].map(|(a, b)| a.checked_mul(b));
            let corners = corners.into_iter().collect::<Option<Vec<i64>>>()?;
            corners.iter().min().copied().zip(corners.iter().max().copied())
        }
    }
}

pub(super) fn sign(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "or",
        BinaryOp::And => "and",
        BinaryOp::Equal => "=",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::In => "in",
        BinaryOp::NotIn => "not in",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
    }
}
