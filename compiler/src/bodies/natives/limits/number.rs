//! `stdlib/number.flow`: ranges of whole numbers, digits of decimal ones.

use super::{Args, Refined, between, lengths_between, list_of};
use crate::bodies::fit::{as_decimal, decimal_limits, int_digits};
use crate::typed::{Const, Dec, DecimalType, ExprKind, IntType, Type};

pub(super) fn refine(name: &str, args: &Args<'_>, declared: &Type) -> Option<Refined> {
    let number = args.ty(0)?;
    let own = as_decimal(number);
    Some(match name {
        "round" => round(number, args),
        "floor" => whole(number, (1, 0)),
        "ceil" => whole(number, (0, 1)),
        // What has a fraction is a misfit.
        "to_int" => Refined { fails: !is_whole(number), ..whole(number, (0, 0)) },
        "to_decimal" => Refined::sure(Type::Decimal(own)),
        "abs" => abs(number)?,
        "percent" => Refined::may_fail(with_limits(product(own, as_decimal(args.ty(1)?), 2))),
        "min" | "max" | "clamp" => Refined { ty: joined_range(name, args).unwrap_or_else(|| declared.clone()), fails: true },
        "up_to_multiple" => multiple(args, true)?,
        "down_to_multiple" => multiple(args, false)?,
        "mod" => modulo(args)?,
        "split" => split(args)?,
        "allocate" => Refined::may_fail(list_of(args.list(1)?.min, args.list(1)?.max, parts(args, 2))),
        "trim_zeros" => Refined::sure(number.clone()),
        "to_text" => Refined::sure(written(number)),
        "format" => Refined::may_fail(lengths_between(1, Some(60 + args.literal(1)?.chars().count() as u32))),
        _ => return None,
    })
}

fn written(number: &Type) -> Type {
    let (min, max) = crate::bodies::ranges::written(number);
    lengths_between(min, max)
}

fn with_limits(limits: Option<(u8, u8)>) -> Type {
    Type::Decimal(DecimalType { limits })
}

/// To fewer digits there may be one more before the point: 9.99 is rounded to 10.0.
fn round(number: &Type, args: &Args<'_>) -> Refined {
    let Some(scale) = args.exact(1).and_then(|scale| u8::try_from(scale).ok()) else { return Refined::may_fail(Type::Decimal(DecimalType::default())) };
    let limits = match number {
        Type::Int(int) => decimal_limits(int_digits(int) as u8, scale),
        Type::Decimal(of @ DecimalType { limits: Some((_, own)) }) => decimal_limits(of.whole_digits() + u8::from(scale < *own), scale),
        _ => None,
    };
    Refined { fails: limits.is_none(), ty: with_limits(limits.or(Some((38, scale)))) }
}

/// No digits behind the point, and not too many before it.
fn is_whole(number: &Type) -> bool {
    as_decimal(number).limits.is_some_and(|(digits, scale)| scale == 0 && digits <= MOST_WHOLE) || matches!(number, Type::Int(_))
}

/// So many digits before the point whole numbers of 64 bits hold, however they are rounded.
const MOST_WHOLE: u8 = 17;

/// The whole number at a decimal, which may lie so far beyond those that its digits show, below and above: 9.5 is between 9 and 10.
fn whole(number: &Type, (below, above): (i64, i64)) -> Refined {
    match number {
        Type::Int(int) => Refined::sure(Type::Int(*int)),
        _ => match as_decimal(number).limits.map(|(digits, scale)| (digits.saturating_sub(scale), scale > 0)) {
            Some((digits, has_fraction)) if digits <= MOST_WHOLE => {
                let most = 10_i64.pow(digits.into()) - 1;
                let (below, above) = if has_fraction { (below, above) } else { (0, 0) };
                Refined::sure(between(-most - below, most + above))
            }
            _ => Refined::may_fail(Type::Int(IntType::default())),
        },
    }
}

fn abs(number: &Type) -> Option<Refined> {
    Some(match number {
        Type::Int(int) if int.min > i64::MIN => {
            let (low, high) = (int.min.abs(), int.max.abs());
            let least = if int.min <= 0 && int.max >= 0 { 0 } else { low.min(high) };
            Refined::sure(between(least, low.max(high)))
        }
        Type::Int(_) => Refined::may_fail(between(0, i64::MAX)),
        Type::Decimal(_) => Refined::sure(number.clone()),
        _ => return None,
    })
}

/// `min` and `max` of whole numbers have a narrower range than both together.
fn joined_range(name: &str, args: &Args<'_>) -> Option<Type> {
    let (a, b) = (args.int(0)?, args.int(1)?);
    Some(match name {
        "min" => between(a.min.min(b.min), a.max.min(b.max)),
        "max" => between(a.min.max(b.min), a.max.max(b.max)),
        _ => {
            let c = args.int(2)?;
            between(a.min.max(b.min).min(c.min), a.max.max(b.max).min(c.max))
        }
    })
}

/// The remainder is never negative, and below what is divided by.
fn modulo(args: &Args<'_>) -> Option<Refined> {
    let by = args.int(1)?;
    let most = by.min.unsigned_abs().max(by.max.unsigned_abs());
    let ty = between(0, i64::try_from(most.saturating_sub(1)).unwrap_or(i64::MAX));
    Some(Refined { ty, fails: by.min <= 0 && by.max >= 0 })
}

/// Less than one step away from the number, with the digits that the step has.
fn multiple(args: &Args<'_>, up: bool) -> Option<Refined> {
    let (number, of) = (args.ty(0)?, args.ty(1)?);
    let counts = !may_be_below_one(args);
    if let (Type::Int(number), Type::Int(of)) = (number, of) {
        let step = of.max.max(1) - 1;
        let range = if up { Some(number.min).zip(number.max.checked_add(step)) } else { number.min.checked_sub(step).zip(Some(number.max)) };
        return Some(match range {
            Some((min, max)) => Refined { ty: between(min, max), fails: !counts },
            None => Refined::may_fail(Type::Int(IntType::default())),
        });
    }
    let (number, of) = (as_decimal(number).limits, as_decimal(of).limits);
    let limits = number.zip(of).and_then(|((digits, scale), (step, step_scale))| decimal_limits((digits - scale.min(digits)).max(step - step_scale.min(step)) + 1, step_scale));
    Some(Refined { ty: with_limits(limits), fails: !counts || limits.is_none() })
}

/// Whether what multiples are made of may be none or less.
fn may_be_below_one(args: &Args<'_>) -> bool {
    match (args.args.get(1).map(|of| &*of.kind), args.ty(1)) {
        (Some(ExprKind::Const(Const::Decimal(of))), _) => *of <= Dec::ZERO,
        (_, Some(Type::Int(of))) => of.min <= 0,
        _ => true,
    }
}

fn split(args: &Args<'_>) -> Option<Refined> {
    let (least, most) = args.count(1);
    Some(Refined::may_fail(list_of(least, Some(most).filter(|most| *most < u32::MAX), parts(args, 2))))
}

/// Parts have the digits that are asked for.
fn parts(args: &Args<'_>, digits: usize) -> Type {
    let scale = args.exact(digits).and_then(|scale| u8::try_from(scale).ok());
    with_limits(scale.map(|scale| (38, scale)))
}

fn product(a: DecimalType, b: DecimalType, more: u8) -> Option<(u8, u8)> {
    let ((a, a_scale), (b, b_scale)) = a.limits.zip(b.limits)?;
    let whole = (a - a_scale.min(a)).checked_add(b - b_scale.min(b))?;
    decimal_limits(whole, a_scale.checked_add(b_scale)?.checked_add(more)?)
}
