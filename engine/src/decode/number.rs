//! Digits to numbers, exactly.

use crossdock_compiler::typed::{Dec, IntType};

use crate::slot::Slot;

/// Digits that always fit 64 bits.
const SHORT: usize = 18;

/// A whole number, however it is written (`12`, `12.0`, `1.2e1`), in range.
pub(crate) fn int(digits: &[u8], range: IntType) -> Option<Slot> {
    let number = match short(digits) {
        Some(number) => number,
        None => Dec::parse(digits).ok()?.to_int()?,
    };
    (range.min..=range.max).contains(&number).then_some(Slot::Int(number))
}

fn short(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.is_empty() || digits.len() > SHORT {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        number = number * 10 + i64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(if digits.len() < text.len() { -number } else { number })
}

/// A decimal within its limits; with the scale of the limits, else with the scale that it is written with.
pub(super) fn decimal(digits: &[u8], limits: Option<(u8, u8)>, implied: Option<u8>) -> Option<Slot> {
    let mut number = Dec::parse(digits).ok()?;
    if let Some(implied) = implied {
        let whole = number.rescale(0)?;
        number = Dec { mantissa: whole.mantissa, scale: implied };
    }
    match limits {
        None => Some(Slot::Dec(number)),
        Some((most, scale)) => number.fits(most, scale).then(|| number.rescale(scale)).flatten().map(Slot::Dec),
    }
}
