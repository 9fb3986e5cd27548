//! Whether a value of one type may stand where another is needed: proven, to be checked when it comes, or never.

use crossdock_syntax::Span;

use super::problem::Problem;
use super::units::Clash;
use super::{Checker, optional, present};
use crate::typed::{DecimalType, Expr, ExprKind, IntType, ListType, TextType, Type};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Always fits, as it is.
    Proven,
    /// Always fits, but has to be made into the other kind of number.
    Converted,
    /// Fits or not, as the value will be: `misfit`.
    Checked,
    /// Of the right kind, but no value fits.
    Never,
    /// May be missing where a value is needed.
    Missing,
    /// A number with another unit, or with one where there should be none.
    Unit,
    /// Of another kind.
    Other,
}

pub(super) fn fit(value: &Type, target: &Type) -> Fit {
    match (value, target) {
        (Type::Error | Type::Never, _) | (_, Type::Error) => Fit::Proven,
        (Type::None, Type::Optional(_)) => Fit::Proven,
        (Type::None, _) => Fit::Missing,
        (Type::Optional(value), Type::Optional(target)) => fit(value, target),
        (Type::Optional(value), target) => match fit(value, target) {
            wrong @ (Fit::Other | Fit::Unit) => wrong,
            _ => Fit::Missing,
        },
        (value, Type::Optional(target)) => fit(value, target),
        (Type::Quantity(_), Type::Quantity(_) | Type::Int(_) | Type::Decimal(_)) | (Type::Int(_) | Type::Decimal(_), Type::Quantity(_)) => {
            if value.unit() == target.unit() {
                fit(value.number(), target.number())
            } else {
                Fit::Unit
            }
        }
        (Type::Text(value), Type::Text(target)) => fit_text(value, target),
        (Type::Int(value), Type::Int(target)) => fit_int(value, target),
        (Type::Int(value), Type::Decimal(target)) => {
            if int_digits(value) <= target.whole_digits().into() {
                Fit::Converted
            } else {
                Fit::Checked
            }
        }
        (Type::Decimal(value), Type::Decimal(target)) => fit_decimal(value, target),
        (Type::List(value), Type::List(target)) => fit_list(value, target),
        (Type::MapOf(value), Type::MapOf(target)) => {
            if fit(value, target) == Fit::Proven {
                Fit::Proven
            } else {
                Fit::Other
            }
        }
        (value, target) => {
            if value == target {
                Fit::Proven
            } else {
                Fit::Other
            }
        }
    }
}

/// An `else` behind it would belong to its last part.
pub(super) fn needs_parentheses(value: &Expr) -> bool {
    matches!(&*value.kind, ExprKind::If { .. } | ExprKind::Binary { .. } | ExprKind::Unary { .. })
}

fn fit_text(value: &TextType, target: &TextType) -> Fit {
    let longest = value.max.unwrap_or(u32::MAX);
    let most = target.max.unwrap_or(u32::MAX);
    if value.min > most || longest < target.min {
        return Fit::Never;
    }
    let pattern_holds = target.pattern.is_none() || target.pattern == value.pattern;
    if value.min >= target.min && longest <= most && pattern_holds { Fit::Proven } else { Fit::Checked }
}

fn fit_int(value: &IntType, target: &IntType) -> Fit {
    if value.min > target.max || value.max < target.min {
        return Fit::Never;
    }
    if value.min >= target.min && value.max <= target.max { Fit::Proven } else { Fit::Checked }
}

fn fit_decimal(value: &DecimalType, target: &DecimalType) -> Fit {
    match (value.limits, target.limits) {
        (_, None) => Fit::Proven,
        (None, Some(_)) => Fit::Checked,
        (Some((_, scale)), Some((_, most_scale))) => {
            let fits = value.whole_digits() <= target.whole_digits() && scale <= most_scale;
            if fits { Fit::Proven } else { Fit::Checked }
        }
    }
}

fn fit_list(value: &ListType, target: &ListType) -> Fit {
    if fit(&value.of, &target.of) != Fit::Proven {
        return Fit::Other;
    }
    let (longest, most) = (value.max.unwrap_or(u32::MAX), target.max.unwrap_or(u32::MAX));
    if value.min >= target.min && longest <= most { Fit::Proven } else { Fit::Checked }
}

pub(super) fn int_digits(ty: &IntType) -> u32 {
    let digits = |value: i64| value.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    digits(ty.min).max(digits(ty.max))
}

/// The type that holds the values of both; none where they are of different kinds.
pub(super) fn join(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Error, _) | (_, Type::Error) => Some(Type::Error),
        (Type::Never, other) | (other, Type::Never) => Some(other.clone()),
        (Type::None, other) | (other, Type::None) => Some(optional(other.clone())),
        (Type::Optional(_), _) | (_, Type::Optional(_)) => join(present(a), present(b)).map(optional),
        (Type::Text(a), Type::Text(b)) => Some(Type::Text(TextType {
            min: a.min.min(b.min),
            max: a.max.zip(b.max).map(|(a, b)| a.max(b)),
            pattern: a.pattern.clone().filter(|pattern| Some(pattern) == b.pattern.as_ref()),
        })),
        (Type::Int(a), Type::Int(b)) => Some(Type::Int(IntType { min: a.min.min(b.min), max: a.max.max(b.max) })),
        (Type::Int(_) | Type::Decimal(_), Type::Int(_) | Type::Decimal(_)) => Some(Type::Decimal(join_decimals(&as_decimal(a), &as_decimal(b)))),
        (Type::Quantity(_), Type::Quantity(_)) if a.unit() == b.unit() => join(a.number(), b.number()).map(|number| number.with_unit(&a.unit())),
        (Type::List(a), Type::List(b)) => {
            let of = join(&a.of, &b.of)?;
            Some(Type::List(Box::new(ListType { min: a.min.min(b.min), max: a.max.zip(b.max).map(|(a, b)| a.max(b)), of })))
        }
        (a, b) => (a == b).then(|| a.clone()),
    }
}

pub(super) fn as_decimal(ty: &Type) -> DecimalType {
    match ty.number() {
        Type::Int(int) => DecimalType { limits: Some((int_digits(int) as u8, 0)) },
        Type::Decimal(decimal) => *decimal,
        _ => DecimalType::default(),
    }
}

fn join_decimals(a: &DecimalType, b: &DecimalType) -> DecimalType {
    let limits = a.limits.zip(b.limits).and_then(|((_, a_scale), (_, b_scale))| decimal_limits(a.whole_digits().max(b.whole_digits()), a_scale.max(b_scale)));
    DecimalType { limits }
}

/// `decimal(whole + scale, scale)`, or none beyond 38 digits.
pub(super) fn decimal_limits(whole: u8, scale: u8) -> Option<(u8, u8)> {
    let digits = whole.checked_add(scale)?;
    (digits <= 38).then_some((digits.max(1), scale))
}

impl Checker<'_, '_> {
    /// Makes the value stand where `target` is needed. `field` names the place for people: `Release.order_no`.
    pub(super) fn fitted(&mut self, value: Expr, target: &Type, field: Option<&str>) -> Expr {
        match fit(&value.ty, target) {
            Fit::Proven => value,
            Fit::Converted => fit_node(value, target),
            Fit::Checked => {
                self.raise_built_in("misfit", value.span);
                self.narrows(&value, target, field);
                fit_node(value, target)
            }
            Fit::Other if self.is_alike(&value.ty, target) => {
                let reshaped = self.reshaped(value, target);
                self.fitted(reshaped, target, field)
            }
            other => {
                self.report_misfit(&value, target, other, field);
                self.error(value.span)
            }
        }
    }

    fn report_misfit(&self, value: &Expr, target: &Type, fit: Fit, field: Option<&str>) {
        if fit == Fit::Unit {
            return self.report_clash(Clash::Place { field: field.map(str::to_owned), needs: target.clone() }, value, None);
        }
        let (file, span, field) = (self.file, value.span, field.map(str::to_owned));
        let (is, needs) = (self.ctx.show(&value.ty), self.ctx.show(target));
        self.report(match fit {
            Fit::Missing => Problem::MayBeMissing { file, span, ty: is, field, end: self.else_place(span), wrap: needs_parentheses(value) },
            Fit::Never => Problem::NeverFits { file, span, is, needs, field },
            _ => Problem::WrongType { file, span, is, needs, field, hint: self.conversion(&value.ty, target), mend: self.literal_as(value, target) },
        });
    }

    /// Where ` else …` would go, and whether what it belongs to needs parentheses first.
    pub(super) fn else_place(&self, span: Span) -> Span {
        span.after()
    }

    /// What an analyst could write to get from one kind to the other.
    fn conversion(&self, value: &Type, target: &Type) -> Option<String> {
        let table = |from: &Type, to: &Type| {
            let fits = |table: &&crate::typed::Table| fit(from, &table.from) == Fit::Proven && fit(&table.to, to) == Fit::Proven;
            self.ctx.project.tables.iter().find(fits).map(|table| format!("The table `{}` leads from one to the other: `{}(…)`.", table.decl.name, table.decl.name))
        };
        let (value, target) = (present(value), present(target));
        let hint = match (value, target) {
            (Type::Int(_) | Type::Decimal(_), Type::Text(_)) => "Write `.to_text()` behind it.",
            (Type::Text(_), Type::Int(_)) => "Write `.to_int()` behind it; a text that is no whole number is then `invalid`.",
            (Type::Text(_), Type::Decimal(_)) => "Write `.to_decimal()` behind it; a text that is no number is then `invalid`.",
            (Type::Decimal(_), Type::Int(_)) => "Write `.to_int()` (a fraction is then a `misfit`), `.floor()` or `.ceil()` behind it.",
            (Type::Timestamp, Type::Date) => "An instant has a date only in a time zone: write `.to_date(\"America/New_York\")` with the right one.",
            (Type::Timestamp, Type::Text(_)) => "Write `.format(\"YYYYMMDD\", \"Europe/Berlin\")` behind it, with the form and the zone that are wanted.",
            (Type::Date | Type::Time, Type::Text(_)) => "Write `.format(\"YYYYMMDD\")` behind it, with the form that is wanted.",
            (Type::Text(_), Type::Date) => "Write `.to_date(\"YYYY-MM-DD\")` behind it, with the form that it has.",
            (Type::Enum(_), Type::Text(_)) => {
                return Some(table(value, target).unwrap_or_else(|| "Write `.code()` for its code on the wire or `.name()` for its name, or use a table.".to_owned()));
            }
            (Type::List(_), Type::List(_)) => "Go through it with `for x in … { … }` and convert each element.",
            (Type::List(list), target) if fit(&list.of, target) != Fit::Other => "A list does not collapse by itself: take `.first()`, `.at(n)` or `.join(\", \")`.",
            (Type::Record(_), Type::Record(_)) => "A map makes one from the other: `to_…(…)`, or set its fields in a block.",
            _ => return table(value, target),
        };
        Some(hint.to_owned())
    }
}

pub(super) fn fit_node(value: Expr, target: &Type) -> Expr {
    let ty = if super::is_optional(&value.ty) { optional(target.clone()) } else { present(target).clone() };
    Expr { span: value.span, kind: Box::new(ExprKind::Fit { value, to: present(target).clone() }), ty }
}
