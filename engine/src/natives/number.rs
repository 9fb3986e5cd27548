//! `stdlib/number.flow`. A whole number stays one where it can.

use crossdock_compiler::decimal::Rounding;
use crossdock_compiler::typed::Dec;

use super::{Cx, Native, Raise, args};
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[
    Native { name: "number.to_text", call: to_text },
    Native { name: "number.round", call: round },
    Native { name: "number.floor", call: |_, args| whole(args, Rounding::Floor) },
    Native { name: "number.ceil", call: |_, args| whole(args, Rounding::Ceil) },
    Native { name: "number.abs", call: abs },
    Native { name: "number.min", call: |_, args| Ok(if args::dec(args, 1)? < args::dec(args, 0)? { args::any(args, 1) } else { args::any(args, 0) }) },
    Native { name: "number.max", call: |_, args| Ok(if args::dec(args, 1)? > args::dec(args, 0)? { args::any(args, 1) } else { args::any(args, 0) }) },
    Native { name: "number.to_int", call: to_int },
    Native { name: "number.to_decimal", call: |_, args| args::dec(args, 0).map(Slot::Dec) },
];

fn to_text(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::dec(args, 0)?.to_string();
    Ok(cx.new_text(&text))
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
