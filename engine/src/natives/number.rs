//! `stdlib/number.flow`. A whole number stays one where it can.

use std::fmt::Write as _;

use crossdock_compiler::decimal::Rounding;
use crossdock_compiler::number_form;
use crossdock_compiler::typed::Dec;

use super::{Cx, Native, Raise, args};
use crate::numbers;
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[
    Native { name: "number.to_text", call: to_text },
    Native { name: "number.round", call: round },
    Native { name: "number.floor", call: |_, args| whole(args, Rounding::Floor) },
    Native { name: "number.ceil", call: |_, args| whole(args, Rounding::Ceil) },
    Native { name: "number.abs", call: abs },
    Native { name: "number.min", call: |_, args| Ok(if args::dec(args, 1)? < args::dec(args, 0)? { args::any(args, 1) } else { args::any(args, 0) }) },
    Native { name: "number.max", call: |_, args| Ok(if args::dec(args, 1)? > args::dec(args, 0)? { args::any(args, 1) } else { args::any(args, 0) }) },
    Native { name: "number.clamp", call: clamp },
    Native { name: "number.mod", call: |_, args| divided(args, i64::checked_rem_euclid) },
    Native { name: "number.div", call: |_, args| divided(args, floor_division) },
    Native { name: "number.percent", call: percent },
    Native { name: "number.split", call: split },
    Native { name: "number.allocate", call: allocate },
    Native { name: "number.is_whole", call: |_, args| Ok(Slot::Bool(args::dec(args, 0)?.rescale(0).is_some())) },
    Native { name: "number.trim_zeros", call: trim_zeros },
    Native { name: "number.format", call: format_number },
    Native { name: "number.to_int", call: to_int },
    Native { name: "number.up_to_multiple", call: |_, args| multiple(args, Rounding::Ceil) },
    Native { name: "number.down_to_multiple", call: |_, args| multiple(args, Rounding::Floor) },
    Native { name: "number.to_decimal", call: |_, args| args::dec(args, 0).map(Slot::Dec) },
];

fn to_text(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let number = args::dec(args, 0)?;
    Ok(cx.written(|out| match number.to_int() {
        Some(whole) if number.scale == 0 => write!(out, "{whole}"),
        _ => write!(out, "{number}"),
    }))
}

fn round(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let number = args::dec(args, 0)?;
    let scale = u8::try_from(args::int(args, 1)?).unwrap_or(u8::MAX);
    let rounded = number.round(scale, args::rounding(args::any(args, 2)));
    rounded.map(Slot::Dec).map_err(|_| Raise::misfit(format!("{number} with {scale} digits behind the point has more than 38 digits.")))
}

fn beyond(number: Dec) -> Raise {
    Raise::misfit(format!("{number} is beyond the whole numbers of 64 bits."))
}

fn whole(args: &[Slot], rounding: Rounding) -> Result<Slot, Raise> {
    let number = args::dec(args, 0)?;
    let whole = number.round(0, rounding).ok().and_then(Dec::to_int);
    whole.map(Slot::Int).ok_or_else(|| beyond(number))
}

/// Of whole numbers a whole one.
fn multiple(args: &[Slot], rounding: Rounding) -> Result<Slot, Raise> {
    let (number, of) = (args::dec(args, 0)?, args::dec(args, 1)?);
    if of <= Dec::ZERO {
        return Err(Raise::invalid(format!("There are no multiples of {of} to go by.")));
    }
    let times = number.div_round(of, 0, rounding).map_err(|_| beyond_digits(number))?;
    let multiple = times.checked_mul(of).map_err(|_| beyond_digits(number))?;
    match (args::any(args, 0), args::any(args, 1)) {
        (Slot::Int(_), Slot::Int(_)) => multiple.to_int().map(Slot::Int).ok_or_else(|| beyond(multiple)),
        _ => Ok(Slot::Dec(multiple)),
    }
}

fn beyond_digits(number: Dec) -> Raise {
    Raise::misfit(format!("A multiple near {number} has more digits than a number can have."))
}

fn abs(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    match args::any(args, 0) {
        Slot::Int(int) => int.checked_abs().map(Slot::Int).ok_or_else(|| beyond(Dec::from(int).neg())),
        _ => Ok(Slot::Dec(args::dec(args, 0)?.abs())),
    }
}

fn to_int(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let number = args::dec(args, 0)?;
    match number.to_int() {
        Some(int) => Ok(Slot::Int(int)),
        None if number.rescale(0).is_none() => Err(Raise::misfit(format!("{number} is not a whole number."))),
        None => Err(beyond(number)),
    }
}

/// The limits are taken one after the other, so that the upper one holds where they contradict each other.
fn clamp(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let at_least = if args::dec(args, 0)? < args::dec(args, 1)? { args::any(args, 1) } else { args::any(args, 0) };
    let most = args::dec(args, 2)?;
    Ok(if args::dec(&[at_least], 0)? > most { args::any(args, 2) } else { at_least })
}

fn divided(args: &[Slot], divide: impl FnOnce(i64, i64) -> Option<i64>) -> Result<Slot, Raise> {
    let (number, by) = (args::int(args, 0)?, args::int(args, 1)?);
    if by == 0 {
        return Err(Raise::invalid(format!("{number} cannot be divided by nothing.")));
    }
    divide(number, by).map(Slot::Int).ok_or_else(|| beyond(Dec::from(number).neg()))
}

/// So that the remainder that belongs to it is never negative.
fn floor_division(number: i64, by: i64) -> Option<i64> {
    number.checked_div_euclid(by)
}

fn percent(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (number, percent) = (args::dec(args, 0)?, args::dec(args, 1)?);
    let hundredth = Dec { mantissa: 1, scale: 2 };
    let part = number.checked_mul(percent).and_then(|part| part.checked_mul(hundredth));
    part.map(Slot::Dec).map_err(|_| Raise::misfit(format!("{percent} percent of {number} has more than 38 digits.")))
}

/// The number in units of its last digit.
fn in_last_digits(number: Dec, digits: u8) -> Result<i128, Raise> {
    let fitted = number.rescale(digits).ok_or_else(|| Raise::misfit(format!("{number} cannot be parted: it does not fit with {digits} digits behind the point.")))?;
    Ok(fitted.mantissa)
}

fn as_parts(cx: &mut Cx<'_>, parts: Vec<i128>, scale: u8) -> Slot {
    cx.new_list(parts.into_iter().map(|mantissa| Slot::Dec(Dec { mantissa, scale })))
}

fn digits_of(args: &[Slot], at: usize) -> Result<u8, Raise> {
    Ok(u8::try_from(args::int(args, at)?).unwrap_or(u8::MAX))
}

/// Most parts that a number is split into.
const MOST_PARTS: usize = 10_000;

fn split(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (number, digits) = (args::dec(args, 0)?, digits_of(args, 2)?);
    let count = args::count(args, 1)?.clamp(1, MOST_PARTS);
    let whole = in_last_digits(number, digits)?;
    let (each, rest) = (whole / count as i128, whole % count as i128);
    let parts = (0..count).map(|at| each + if (at as u128) < rest.unsigned_abs() { rest.signum() } else { 0 });
    Ok(as_parts(cx, parts.collect(), digits))
}

/// The largest remainders get what is left; of equal ones the first.
fn allocate(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (number, digits) = (args::dec(args, 0)?, digits_of(args, 2)?);
    let weights = weights(cx, args)?;
    let total = weights.iter().try_fold(Dec::ZERO, |total, weight| total.checked_add(*weight)).map_err(|_| too_long())?;
    if weights.iter().any(|weight| *weight < Dec::ZERO) || total == Dec::ZERO {
        return Err(Raise::invalid("Weights are not below 0, and not all of them are 0."));
    }
    let whole = in_last_digits(number, digits)?;
    let mut shares = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        let exact = Dec { mantissa: whole.abs(), scale: 0 }.checked_mul(*weight).map_err(|_| too_long())?;
        let share = exact.div_round(total, 0, Rounding::Down).map_err(|_| too_long())?;
        let taken = share.checked_mul(total).map_err(|_| too_long())?;
        shares.push((share.mantissa, exact.checked_sub(taken).map_err(|_| too_long())?, at));
    }
    let left = whole.abs() - shares.iter().map(|(share, ..)| share).sum::<i128>();
    shares.sort_by(|a, b| b.1.cmp(&a.1).then(a.2.cmp(&b.2)));
    for (at, share) in shares.iter_mut().enumerate() {
        share.0 += i128::from((at as i128) < left);
    }
    shares.sort_by_key(|share| share.2);
    Ok(as_parts(cx, shares.into_iter().map(|(share, ..)| share * whole.signum()).collect(), digits))
}

fn weights(cx: &Cx<'_>, args: &[Slot]) -> Result<Vec<Dec>, Raise> {
    super::list::elements(cx, args::list(args, 1)?).map(|weight| args::dec(&[weight], 0)).collect()
}

fn too_long() -> Raise {
    Raise::misfit("The parts have more than 38 digits.")
}

fn trim_zeros(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    Ok(match args::any(args, 0) {
        Slot::Dec(dec) => Slot::Dec(dec.normal()),
        other => other,
    })
}

fn format_number(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (number, form) = (args::dec(args, 0)?, cx.text(args::text(args, 1)?));
    let written = number_form::parse(form).and_then(|form| numbers::write(number, form));
    match written {
        Some(text) => Ok(cx.new_text(&text)),
        None => Err(Raise::misfit(format!("{number} has more decimals than the form {form}."))),
    }
}
