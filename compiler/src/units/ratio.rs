//! Exact fractions: what one unit is worth in another.

use crate::typed::Dec;

/// A positive fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    above: u128,
    below: u128,
}

/// Above and below the line a fraction has no more digits than a number of the language.
const LIMIT: u128 = 10u128.pow(38);

impl Ratio {
    pub const ONE: Ratio = Ratio { above: 1, below: 1 };

    /// None for nothing, and where a part has more than 38 digits.
    fn new(above: u128, below: u128) -> Option<Ratio> {
        let common = common_divisor(above, below);
        if above == 0 || below == 0 {
            return None;
        }
        let ratio = Ratio { above: above / common, below: below / common };
        (ratio.above < LIMIT && ratio.below < LIMIT).then_some(ratio)
    }

    /// None for what is not above zero.
    pub fn from_dec(value: Dec) -> Option<Ratio> {
        let value = value.normal();
        Ratio::new(u128::try_from(value.mantissa).ok()?, 10u128.checked_pow(value.scale.into())?)
    }

    pub fn times(self, other: Ratio) -> Option<Ratio> {
        // Crosswise first, so that only what is really long overflows.
        let (a, b) = (Ratio::new(self.above, other.below)?, Ratio::new(other.above, self.below)?);
        Ratio::new(a.above.checked_mul(b.above)?, a.below.checked_mul(b.below)?)
    }

    pub fn per(self, other: Ratio) -> Option<Ratio> {
        self.times(Ratio { above: other.below, below: other.above })
    }

    /// Within one hundredth of the other: a factor that somebody rounded.
    pub fn is_near(self, other: Ratio) -> bool {
        self.per(other).is_some_and(|share| share.above.abs_diff(share.below) <= share.below / 100)
    }

    /// The number that it is, if that ends.
    pub fn exact(self) -> Option<Dec> {
        let (mut rest, mut twos, mut fives) = (self.below, 0u32, 0u32);
        while rest.is_multiple_of(2) {
            rest /= 2;
            twos += 1;
        }
        while rest.is_multiple_of(5) {
            rest /= 5;
            fives += 1;
        }
        let scale = twos.max(fives);
        let mantissa = self.above.checked_mul(10u128.checked_pow(scale)? / self.below).filter(|_| rest == 1)?;
        let mantissa = i128::try_from(mantissa).ok().filter(|mantissa| mantissa.unsigned_abs() < LIMIT)?;
        Some(Dec { mantissa, scale: u8::try_from(scale).ok().filter(|scale| *scale <= 38)? })
    }

    /// Both sides of the line as numbers.
    pub fn parts(self) -> (Dec, Dec) {
        let whole = |value: u128| Dec { mantissa: i128::try_from(value).unwrap_or(i128::MAX), scale: 0 };
        (whole(self.above), whole(self.below))
    }

    /// Digits before the point that the number has at most.
    pub fn whole_digits(self) -> u8 {
        let whole = self.above / self.below;
        whole.checked_ilog10().map_or(0, |log| log as u8 + 1)
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
