//! Exact decimal numbers: never binary floating point, never rounded unless asked.
//!
//! `+` and `-` keep the larger scale, `*` adds scales, `/` is always rounded to a scale that is asked for. A result is exact or there is
//! none: where it has more than 38 digits, trailing zeros behind the point are given up first, then [`Overflow`] is told.
//!
//! ```
//! use crossdock_compiler::typed::Dec;
//! let price: Dec = "12.50".parse().unwrap();
//! assert_eq!(price.checked_mul(Dec::from(3)).unwrap().to_string(), "37.50");
//! ```

mod parse;
#[cfg(test)]
mod tests;
mod wide;

use std::cmp::Ordering;
use std::fmt;

pub use parse::ParseDecError;
use wide::{Signed, Wide};

/// Digits that a number may have in all, and behind the point.
pub const MAX_DIGITS: u8 = 38;

/// Every mantissa is below it.
const LIMIT: u128 = 10u128.pow(MAX_DIGITS as u32);

/// `mantissa / 10^scale`. At most 38 digits; equality and order are by value (`1.50 = 1.5`), the scale is kept for display.
///
/// Packed, because values of the engine hold one: they are half as large without the alignment of 128 bits.
#[derive(Clone, Copy, Debug)]
#[repr(Rust, packed)]
pub struct Dec {
    pub mantissa: i128,
    pub scale: u8,
}

/// The exact result has more than 38 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the result has more than 38 digits")]
pub struct Overflow;

/// Why there is no quotient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DivideError {
    #[error("division by nothing")]
    ByZero,
    #[error(transparent)]
    Overflow(#[from] Overflow),
}

/// What becomes of the digits that have no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half away from zero: 2.5 to 3, -2.5 to -3.
    HalfUp,
    /// Half to the even neighbour: 2.5 to 2, 3.5 to 4.
    HalfEven,
    /// Half towards zero: 2.5 to 2, 2.51 to 3.
    HalfDown,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards minus infinity.
    Floor,
    /// Towards plus infinity.
    Ceil,
}

impl Dec {
    pub const ZERO: Dec = Dec { mantissa: 0, scale: 0 };

    /// The same value without trailing zeros behind the point.
    pub fn normal(self) -> Dec {
        let Dec { mut mantissa, mut scale } = self;
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Dec { mantissa, scale }
    }

    /// Digits in all that writing the value takes, zeros before the point aside: 2 for `1.50` and `0.05`, 3 for `120`, 0 for `0.0`.
    pub fn digits(self) -> u8 {
        let normal = self.normal();
        let written = normal.mantissa.unsigned_abs().checked_ilog10().map_or(0, |log| log as u8 + 1);
        written.max(normal.scale)
    }

    /// Whether the value can be written with at most `digits` digits in all, `scale` of them behind the point: `decimal(12,2)`.
    #[inline]
    pub fn fits(self, digits: u8, scale: u8) -> bool {
        self.rescale(scale).is_some_and(|dec| dec.mantissa.unsigned_abs() < power(digits).unsigned_abs())
    }

    /// The same value with that scale; none where digits would be lost or do not fit.
    #[inline]
    pub fn rescale(self, scale: u8) -> Option<Dec> {
        if scale > MAX_DIGITS {
            return None;
        }
        let mantissa = match scale.checked_sub(self.scale) {
            Some(0) => self.mantissa,
            Some(more) => self.mantissa.checked_mul(power(more))?,
            None => {
                let unit = power(self.scale - scale);
                (self.mantissa % unit == 0).then_some(self.mantissa / unit)?
            }
        };
        (mantissa.unsigned_abs() < LIMIT).then_some(Dec { mantissa, scale })
    }

    /// The nearest value with that scale.
    pub fn round(self, scale: u8, rounding: Rounding) -> Result<Dec, Overflow> {
        match self.rescale(scale) {
            Some(exact) => Ok(exact),
            None if scale >= self.scale => Err(Overflow),
            None => {
                let value = Signed::from(self.mantissa);
                let mantissa = value.divide(Wide::from(power(self.scale - scale).unsigned_abs()), rounding);
                fitting(mantissa, scale.into())
            }
        }
    }

    #[inline]
    pub fn checked_add(self, other: Dec) -> Result<Dec, Overflow> {
        let scale = self.scale.max(other.scale);
        if let (Some(a), Some(b)) = (self.rescale(scale), other.rescale(scale))
            && let Some(mantissa) = a.mantissa.checked_add(b.mantissa)
            && mantissa.unsigned_abs() < LIMIT
        {
            return Ok(Dec { mantissa, scale });
        }
        let (a, b) = (self.at_scale(scale), other.at_scale(scale));
        fitting(a.plus(b), scale.into())
    }

    pub fn checked_sub(self, other: Dec) -> Result<Dec, Overflow> {
        self.checked_add(other.neg())
    }

    #[inline]
    pub fn checked_mul(self, other: Dec) -> Result<Dec, Overflow> {
        let scale = self.scale + other.scale;
        if let (Ok(a), Ok(b)) = (i64::try_from(self.mantissa), i64::try_from(other.mantissa))
            && scale <= MAX_DIGITS
        {
            // At most 2^126, which has 38 digits.
            return Ok(Dec { mantissa: i128::from(a) * i128::from(b), scale });
        }
        if scale <= MAX_DIGITS
            && let Some(mantissa) = self.mantissa.checked_mul(other.mantissa)
            && mantissa.unsigned_abs() < LIMIT
        {
            return Ok(Dec { mantissa, scale });
        }
        let product = Signed { negative: (self.mantissa < 0) != (other.mantissa < 0), size: Wide::product(self.mantissa.unsigned_abs(), other.mantissa.unsigned_abs()) };
        fitting(product, scale.into())
    }

    /// The quotient, rounded to that scale at once.
    pub fn div_round(self, other: Dec, scale: u8, rounding: Rounding) -> Result<Dec, DivideError> {
        if other.mantissa == 0 {
            return Err(DivideError::ByZero);
        }
        if scale > MAX_DIGITS {
            return Err(Overflow.into());
        }
        let shift = i32::from(scale) + i32::from(other.scale) - i32::from(self.scale);
        let mut above = Wide::from(self.mantissa.unsigned_abs());
        let mut below = Wide::from(other.mantissa.unsigned_abs());
        if shift < 0 {
            below = below.shifted(shift.unsigned_abs()).ok_or(Overflow)?;
        } else {
            // A dividend beyond 256 bits has a quotient of more than 38 digits.
            above = above.shifted(shift.unsigned_abs()).ok_or(Overflow)?;
        }
        let dividend = Signed { negative: (self.mantissa < 0) != (other.mantissa < 0), size: above };
        let Dec { mantissa, scale: kept } = fitting(dividend.divide(below, rounding), scale.into())?;
        Dec { mantissa, scale: kept }.rescale(scale).ok_or(DivideError::Overflow(Overflow))
    }

    #[expect(clippy::should_implement_trait, reason = "the others are checked and cannot be operators; one form for all")]
    pub fn neg(self) -> Dec {
        Dec { mantissa: -self.mantissa, scale: self.scale }
    }

    pub fn abs(self) -> Dec {
        Dec { mantissa: self.mantissa.abs(), scale: self.scale }
    }

    /// The whole number that it is; none with a fraction or beyond 64 bits.
    pub fn to_int(self) -> Option<i64> {
        let whole = self.rescale(0)?;
        i64::try_from(whole.mantissa).ok()
    }

    /// The mantissa at a scale that is no smaller than its own, however long.
    fn at_scale(self, scale: u8) -> Signed {
        let size = Wide::product(self.mantissa.unsigned_abs(), power(scale - self.scale).unsigned_abs());
        Signed { negative: self.mantissa < 0, size }
    }
}

/// The powers of ten from 0 on.
const POWERS: [i128; MAX_DIGITS as usize + 1] = {
    let mut powers = [1; MAX_DIGITS as usize + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// 10 to that power; at most 38.
#[inline]
fn power(exponent: u8) -> i128 {
    POWERS[usize::from(exponent.min(MAX_DIGITS))]
}

/// The number, if need be without trailing zeros behind the point.
fn fitting(mut value: Signed, mut scale: u32) -> Result<Dec, Overflow> {
    loop {
        let small = value.size.small().filter(|size| *size < LIMIT && scale <= u32::from(MAX_DIGITS));
        if let Some(size) = small.and_then(|size| i128::try_from(size).ok()) {
            let mantissa = if value.negative { -size } else { size };
            return Ok(Dec { mantissa, scale: scale as u8 });
        }
        let (tenth, digit) = value.size.divide(Wide::from(10));
        if scale == 0 || !digit.is_zero() {
            return Err(Overflow);
        }
        value.size = tenth;
        scale -= 1;
    }
}

impl From<i64> for Dec {
    fn from(value: i64) -> Dec {
        Dec { mantissa: value.into(), scale: 0 }
    }
}

impl PartialEq for Dec {
    fn eq(&self, other: &Dec) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Dec {}

impl PartialOrd for Dec {
    fn partial_cmp(&self, other: &Dec) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dec {
    fn cmp(&self, other: &Dec) -> Ordering {
        if self.scale == other.scale {
            return { self.mantissa }.cmp(&{ other.mantissa });
        }
        let scale = self.scale.max(other.scale);
        self.at_scale(scale).compare(other.at_scale(scale))
    }
}

impl std::hash::Hash for Dec {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        let normal = self.normal();
        { normal.mantissa }.hash(state);
        normal.scale.hash(state);
    }
}

/// With as many digits behind the point as the scale says: `12.50`.
impl fmt::Display for Dec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let size = self.mantissa.unsigned_abs();
        if self.scale == 0 {
            return write!(f, "{sign}{size}");
        }
        let unit = power(self.scale).unsigned_abs();
        write!(f, "{sign}{}.{:0width$}", size / unit, size % unit, width = usize::from(self.scale))
    }
}
