//! Two units in one place: named, with the conversion that would fit.

use crossdock_syntax::Span;

use super::super::habits::is_enclosed;
use super::super::{Checker, present};
use super::problem::no_factor;
use crate::diagnostic::{Diagnostic, Edit};
use crate::sources::FileId;
use crate::typed::{BinaryOp, Const, Dec, Expr, ExprKind, Type, Units};
use crate::units::{Conversion, Ratio};

/// Where the units meet.
#[derive(Clone, Debug)]
pub(in super::super) enum Clash {
    /// Assigned or passed; `field` names the place for people.
    Place { field: Option<String>, needs: Type },
    /// Added, subtracted or compared with what stands on the left.
    Sides(BinaryOp, Expr),
    /// Branches of a choice or elements of a list; the first one's place.
    Branches(Span),
    /// `.number(kg)`
    Number(Units),
}

/// How to mend it.
enum Mend {
    /// `.in(kg)`
    Convert { unit: String, exact: bool },
    /// `line.weight.in(kg)`, instead of a multiplication with the factor.
    Instead { written: String, exact: bool },
    /// A literal without its unit.
    Literal(String),
    /// `.as(kg)`
    Say(String),
    /// `.number(kg)`
    Drop(String),
    /// In words only.
    Words(String),
}

impl Checker<'_, '_> {
    /// The value's unit is not `wanted` (for some clashes that is told by the clash itself).
    pub(in super::super) fn report_clash(&self, clash: Clash, value: &Expr, wanted: Option<&Units>) {
        let has = value.ty.unit();
        let wanted = match &clash {
            Clash::Place { needs, .. } => needs.unit(),
            Clash::Number(unit) => unit.clone(),
            Clash::Sides(..) | Clash::Branches(_) => wanted.cloned().unwrap_or_default(),
        };
        let (value_at, mend) = self.mend_of(value, &has, &wanted, &clash);
        let code = if has.is_none() || wanted.is_none() { "E0301" } else { "E0300" };
        let (is, needs) = (self.in_words(&has), self.in_words(&wanted));
        let diagnostic = labelled(Diagnostic::error(code, message(&clash, &is, &needs)), self.file, &clash, value.span, &is, &needs);
        self.ctx.report(mended(diagnostic, self.file, value_at, &mend));
    }

    /// Of two sides the one is converted that needs no rounding.
    fn mend_of<'v>(&self, value: &'v Expr, has: &Units, wanted: &Units, clash: &'v Clash) -> (&'v Expr, Mend) {
        if let (Clash::Sides(_, left), true) = (clash, wanted.is_none()) {
            return (left, self.mend(left, wanted, has, clash));
        }
        let mend = self.mend(value, has, wanted, clash);
        if let (Clash::Sides(_, left), Mend::Convert { exact: false, .. }) = (clash, &mend)
            && let other @ Mend::Convert { exact: true, .. } = self.mend(left, wanted, has, clash)
        {
            return (left, other);
        }
        (value, mend)
    }

    fn mend(&self, value: &Expr, has: &Units, wanted: &Units, clash: &Clash) -> Mend {
        let unit = |units: &Units| self.ctx.show_units(units);
        if has.is_none() {
            let literal = matches!(&*value.kind, ExprKind::Const(Const::Int(_) | Const::Decimal(_))) && wanted.single().is_some();
            return match clash {
                Clash::Number(_) => Mend::Words("It is a plain number already.".to_owned()),
                _ if literal => Mend::Literal(unit(wanted)),
                _ => Mend::Say(unit(wanted)),
            };
        }
        if wanted.is_none() {
            return match clash {
                Clash::Branches(_) => Mend::Words(format!("Give both a unit with `.as({0})`, or take it away with `.number({0})`.", unit(has))),
                _ => Mend::Drop(unit(has)),
            };
        }
        match has.conversion(wanted, &self.ctx.project.units) {
            Conversion::Factor(factor) if let Some(quantity) = converted_by_hand(value, factor) => {
                let text = self.text_of(quantity.span);
                let base = if is_loose(quantity) && !is_enclosed(text) { format!("({text})") } else { text.to_owned() };
                let exact = factor.exact().is_some();
                Mend::Instead { written: format!("{base}.in({}){}", unit(wanted), if exact { "" } else { ".round(2)" }), exact }
            }
            Conversion::Factor(factor) => Mend::Convert { unit: unit(wanted), exact: factor.exact().is_some() },
            other => Mend::Words(no_factor(&unit(has), &unit(wanted), self.is_money(has) && self.is_money(wanted), other == Conversion::TooLong)),
        }
    }

    fn in_words(&self, units: &Units) -> String {
        if units.is_none() { "a plain number".to_owned() } else { format!("in {}", self.ctx.show_units(units)) }
    }

    /// Two numbers that no common type holds because of their units.
    pub(in super::super) fn units_differ(&self, a: &Type, b: &Type) -> bool {
        let is_number = |ty: &Type| matches!(present(ty).number(), Type::Int(_) | Type::Decimal(_));
        is_number(a) && is_number(b) && a.unit() != b.unit()
    }
}

fn message(clash: &Clash, is: &str, needs: &str) -> String {
    match clash {
        Clash::Place { field: Some(field), .. } => format!("`{field}` is {needs}, and this is {is}."),
        Clash::Place { field: None, .. } => format!("This is {is}, and what is needed here is {needs}."),
        Clash::Sides(op, ..) => format!("`{}` needs the same unit on both sides: the left one is {needs}, the right one {is}.", super::super::numbers::sign(*op)),
        Clash::Branches(_) => format!("All values here need the same unit: the first is {needs}, this one {is}."),
        Clash::Number(_) => format!("`.number(…)` names the unit that a value has, and this is {is}."),
    }
}

fn labelled(diagnostic: Diagnostic, file: FileId, clash: &Clash, span: Span, is: &str, needs: &str) -> Diagnostic {
    let diagnostic = diagnostic.at(file, span, is);
    match clash {
        Clash::Sides(_, left) => diagnostic.at(file, left.span, needs),
        Clash::Branches(first) => diagnostic.at(file, *first, needs),
        Clash::Place { .. } | Clash::Number(_) => diagnostic,
    }
}

fn mended(diagnostic: Diagnostic, file: FileId, value: &Expr, mend: &Mend) -> Diagnostic {
    let behind = |text: &str| behind(file, value, text);
    match mend {
        Mend::Convert { unit, exact: true } => {
            diagnostic.help(format!("`.in({unit})` converts what is in another unit.")).fix(format!("insert `.in({unit})`"), behind(&format!(".in({unit})")))
        }
        Mend::Convert { unit, exact: false } => diagnostic
            .help(format!("`.in({unit})` converts it, and has to be rounded: `.in({unit}).round(2)`, to as many digits as are wanted."))
            .fix(format!("insert `.in({unit}).round(2)`"), behind(&format!(".in({unit}).round(2)"))),
        Mend::Instead { written, exact } => diagnostic
            .help(format!(
                "The unit knows its factor: `{written}` converts, and says so{}. A multiplication by hand stays in the unit it had.",
                if *exact { "" } else { ", to as many digits as are wanted" }
            ))
            .fix(format!("write `{written}`"), vec![Edit { file, span: value.span, text: written.clone() }]),
        Mend::Literal(unit) => {
            diagnostic.help("Write the unit behind the number.").fix(format!("write it in {unit}"), vec![Edit { file, span: value.span.after(), text: format!(" {unit}") }])
        }
        Mend::Say(unit) => diagnostic.help(format!("If it is a number of {unit}, say so: `.as({unit})`.")).fix(format!("insert `.as({unit})`"), behind(&format!(".as({unit})"))),
        Mend::Drop(unit) => diagnostic
            .help(format!("`.number({unit})` gives it without its unit; where another one is wanted, convert first: `.in(…).number(…)`."))
            .fix(format!("insert `.number({unit})`"), behind(&format!(".number({unit})"))),
        Mend::Words(words) => diagnostic.help(words.clone()),
    }
}

/// A method call behind the expression, which is put in parentheses where it has to be.
fn behind(file: FileId, value: &Expr, call: &str) -> Vec<Edit> {
    let start = Span { start: value.span.start, end: value.span.start };
    let after = Edit { file, span: value.span.after(), text: call.to_owned() };
    if !is_loose(value) {
        return vec![after];
    }
    vec![Edit { file, span: start, text: "(".to_owned() }, Edit { text: format!("){call}"), ..after }]
}

/// The quantity that is multiplied with a number near the factor, which is how a conversion is written where there are no units.
fn converted_by_hand(value: &Expr, factor: Ratio) -> Option<&Expr> {
    match &*value.kind {
        ExprKind::Fit { value, .. } => converted_by_hand(value, factor),
        ExprKind::Binary { op: BinaryOp::Multiply, left, right } => {
            let is_factor = |side: &Expr| literal(side).and_then(Ratio::from_dec).is_some_and(|number| number.is_near(factor));
            [(left, right), (right, left)].into_iter().find(|(_, by)| is_factor(by)).map(|(quantity, _)| quantity)
        }
        _ => None,
    }
}

fn literal(value: &Expr) -> Option<Dec> {
    match &*value.kind {
        ExprKind::Fit { value, .. } => literal(value),
        ExprKind::Const(Const::Int(number)) => Some(Dec { mantissa: i128::from(*number), scale: 0 }),
        ExprKind::Const(Const::Decimal(number)) => Some(*number),
        _ => None,
    }
}

/// A dot behind it would belong to its last part only.
fn is_loose(value: &Expr) -> bool {
    match &*value.kind {
        ExprKind::Fit { value, .. } => is_loose(value),
        kind => matches!(
            kind,
            ExprKind::Binary { .. } | ExprKind::Unary { .. } | ExprKind::If { .. } | ExprKind::Match { .. } | ExprKind::For { .. } | ExprKind::Else { .. } | ExprKind::On { .. }
        ),
    }
}
