//! 256-bit whole numbers: room for the product of two mantissas and for a dividend before it is divided.

use std::cmp::Ordering;

use super::Rounding;

/// `high * 2^128 + low`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Wide {
        Wide { high: 0, low }
    }
}

const HALF: u128 = u64::MAX as u128;

impl Wide {
    const ZERO: Wide = Wide { high: 0, low: 0 };

    pub fn is_zero(self) -> bool {
        self == Wide::ZERO
    }

    /// The value if 128 bits hold it.
    pub fn small(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    /// Never overflows: schoolbook multiplication on 64-bit halves.
    pub fn product(a: u128, b: u128) -> Wide {
        if let Some(low) = a.checked_mul(b) {
            return Wide { high: 0, low };
        }
        let (a1, a0, b1, b0) = (a >> 64, a & HALF, b >> 64, b & HALF);
        let (bottom, left, right) = (a0 * b0, a1 * b0, a0 * b1);
        let middle = (bottom >> 64) + (left & HALF) + (right & HALF);
        Wide { high: a1 * b1 + (left >> 64) + (right >> 64) + (middle >> 64), low: (middle << 64) | (bottom & HALF) }
    }

    fn times(self, factor: u128) -> Option<Wide> {
        let low = Wide::product(self.low, factor);
        let high = self.high.checked_mul(factor)?.checked_add(low.high)?;
        Some(Wide { high, low: low.low })
    }

    /// Times ten to that power; none beyond 256 bits.
    pub fn shifted(self, mut power: u32) -> Option<Wide> {
        let mut value = self;
        while power > 0 && !value.is_zero() {
            let step = power.min(38);
            value = value.times(10u128.pow(step))?;
            power -= step;
        }
        Some(value)
    }

    /// The caller has seen to it that it fits: mantissas leave room.
    fn plus(self, other: Wide) -> Wide {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide { high: self.high.wrapping_add(other.high).wrapping_add(carry.into()), low }
    }

    /// `other` is no larger.
    fn minus(self, other: Wide) -> Wide {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Wide { high: self.high.wrapping_sub(other.high).wrapping_sub(borrow.into()), low }
    }

    fn bit(self, index: u32) -> bool {
        let half = if index < 128 { self.low } else { self.high };
        half >> (index % 128) & 1 == 1
    }

    fn bits(self) -> u32 {
        if self.high == 0 { 128 - self.low.leading_zeros() } else { 256 - self.high.leading_zeros() }
    }

    /// Quotient and remainder. `by` is not zero and below 2^255.
    pub fn divide(self, by: Wide) -> (Wide, Wide) {
        if let (Some(above), Some(below)) = (self.small(), by.small()) {
            return (Wide::from(above / below), Wide::from(above % below));
        }
        let (mut quotient, mut rest) = (Wide::ZERO, Wide::ZERO);
        for index in (0..self.bits()).rev() {
            rest = rest.plus(rest);
            rest.low |= u128::from(self.bit(index));
            quotient = quotient.plus(quotient);
            if rest >= by {
                rest = rest.minus(by);
                quotient.low |= 1;
            }
        }
        (quotient, rest)
    }
}

/// A sign and a size. Zero may have either sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signed {
    pub negative: bool,
    pub size: Wide,
}

impl From<i128> for Signed {
    fn from(value: i128) -> Signed {
        Signed { negative: value < 0, size: value.unsigned_abs().into() }
    }
}

impl Signed {
    pub fn plus(self, other: Signed) -> Signed {
        if self.negative == other.negative {
            return Signed { negative: self.negative, size: self.size.plus(other.size) };
        }
        if self.size >= other.size {
            return Signed { negative: self.negative, size: self.size.minus(other.size) };
        }
        Signed { negative: other.negative, size: other.size.minus(self.size) }
    }

    pub fn compare(self, other: Signed) -> Ordering {
        let (a, b) = (self.is_below_zero(), other.is_below_zero());
        match (a, b) {
            (false, false) => self.size.cmp(&other.size),
            (true, true) => other.size.cmp(&self.size),
            _ => b.cmp(&a),
        }
    }

    fn is_below_zero(self) -> bool {
        self.negative && !self.size.is_zero()
    }

    pub fn divide(self, by: Wide, rounding: Rounding) -> Signed {
        let (quotient, rest) = self.size.divide(by);
        let half = rest.cmp(&by.minus(rest));
        let away = match rounding {
            Rounding::HalfUp => half != Ordering::Less,
            Rounding::HalfEven => half == Ordering::Greater || half == Ordering::Equal && quotient.bit(0),
            Rounding::HalfDown => half == Ordering::Greater,
            Rounding::Up => !rest.is_zero(),
            Rounding::Down => false,
            Rounding::Floor => self.negative && !rest.is_zero(),
            Rounding::Ceil => !self.negative && !rest.is_zero(),
        };
        let size = if away { quotient.plus(Wide::from(1)) } else { quotient };
        Signed { negative: self.negative, size }
    }
}
