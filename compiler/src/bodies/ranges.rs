//! Which values a result can have, from those of its parts. Each rule holds for every value that its parts can have; where a result may have no
//! place at all (beyond 64 bits, beyond 38 digits), there is no range, and the operation may be a `misfit`.

use super::fit::{as_decimal, decimal_limits};
use super::numbers::literal_type;
use crate::typed::{BinaryOp, Const, Dec, DecimalType, Expr, ExprKind, IntType, ListType, Type};

/// Characters, from and to; no end is unbounded.
pub(super) type Lengths = (u32, Option<u32>);

/// By how many digits a factor shifts the point at most: 100 by two, though it has three.
fn shift(factor: &Expr) -> Option<u32> {
    let largest = match (&*factor.kind, factor.ty.number()) {
        (ExprKind::Const(Const::Decimal(value)), _) => value.abs().normal(),
        (_, Type::Int(int)) => Dec { mantissa: i128::from(int.min.unsigned_abs().max(int.max.unsigned_abs())), scale: 0 },
        _ => return None,
    };
    let digits = u32::from(literal_type(largest).whole_digits());
    let size = largest.mantissa.unsigned_abs();
    let is_power = largest.scale == 0 && size.checked_ilog10().is_some_and(|log| 10u128.pow(log) == size);
    Some(if is_power { digits - 1 } else { digits })
}

/// The limits of a sum, difference or product of decimals.
pub(super) fn decimal_result(op: BinaryOp, left: &Expr, right: &Expr) -> Option<(u8, u8)> {
    let (a, b) = (as_decimal(&left.ty), as_decimal(&right.ty));
    let ((_, a_scale), (_, b_scale)) = a.limits.zip(b.limits)?;
    match op {
        BinaryOp::Multiply => {
            let (a_whole, b_whole) = (u32::from(a.whole_digits()), u32::from(b.whole_digits()));
            let whole = match (shift(left), shift(right)) {
                (_, Some(digits)) => a_whole + digits,
                (Some(digits), None) => digits + b_whole,
                (None, None) => a_whole + b_whole,
            };
            decimal_limits(u8::try_from(whole).ok()?, a_scale.checked_add(b_scale)?)
        }
        _ => decimal_limits(a.whole_digits().max(b.whole_digits()) + 1, a_scale.max(b_scale)),
    }
}

/// The limits of a quotient before it is rounded; it may have more digits behind the point, but is no larger than what these can hold. Dividing by what is
/// at least one makes nothing larger, and dividing by hundredths makes it larger by a hundred at most.
pub(super) fn quotient(left: &Type, right: &Type) -> Option<(u8, u8)> {
    let (_, finest) = as_decimal(right).limits?;
    let (_, scale) = as_decimal(left).limits?;
    decimal_limits(as_decimal(left).whole_digits().checked_add(finest)?, scale.saturating_sub(finest))
}

/// Whether the number can be zero, as far as its type says.
pub(super) fn may_be_zero(value: &Expr) -> bool {
    match (&*value.kind, value.ty.number()) {
        (ExprKind::Const(Const::Decimal(value)), _) => value.mantissa == 0,
        (_, Type::Int(int)) => int.min <= 0 && int.max >= 0,
        _ => true,
    }
}

/// The sum of a list's elements; none where it may have no place.
pub(super) fn sum(list: &ListType, of: &Type) -> Option<Type> {
    let counts = (i128::from(list.min), i128::from(list.max.unwrap_or(u32::MAX)));
    match of {
        Type::Int(int) => {
            let (min, max) = (i128::from(int.min), i128::from(int.max));
            let least = min * if min < 0 { counts.1 } else { counts.0 };
            let most = max * if max < 0 { counts.0 } else { counts.1 };
            Some(Type::Int(IntType { min: least.try_into().ok()?, max: most.try_into().ok()? }))
        }
        Type::Decimal(own @ DecimalType { limits: Some((_, scale)) }) => {
            // n numbers below ten to some power are together below n times that.
            let more = counts.1.unsigned_abs().saturating_sub(1).checked_ilog10().map_or(0, |log| log as u8 + 1);
            let limits = decimal_limits(own.whole_digits().checked_add(more)?, *scale)?;
            Some(Type::Decimal(DecimalType { limits: Some(limits) }))
        }
        _ => None,
    }
}

/// How a number is written: sign, digits, point.
pub(super) fn written(ty: &Type) -> Lengths {
    match ty {
        Type::Int(int) => {
            let digits = |value: i64| value.unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
            let length = |value: i64| digits(value) + u32::from(value < 0);
            let least = if int.min <= 0 && int.max >= 0 { 1 } else { length(int.min).min(length(int.max)) };
            (least, Some(length(int.min).max(length(int.max))))
        }
        Type::Decimal(own @ DecimalType { limits: Some((_, scale)) }) => {
            let whole = u32::from(own.whole_digits()).max(1);
            let behind = if *scale > 0 { u32::from(*scale) + 1 } else { 0 };
            (1, Some(1 + whole + behind))
        }
        // 38 digits, a sign, a point, and a zero before it.
        _ => (1, Some(41)),
    }
}
