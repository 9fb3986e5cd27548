//! Exact numbers of the simplest kind.

use super::{Given, Misfit};

/// `mantissa` / 10^`scale`
#[derive(Clone, Copy)]
pub struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    /// Of a number in plain digits.
    pub fn of(text: &str) -> Decimal {
        let scale = text.split_once('.').map_or(0, |(_, behind)| behind.len());
        Decimal { mantissa: text.replace('.', "").parse().unwrap(), scale: scale as u32 }
    }

    pub fn whole(whole: i64) -> Decimal {
        Decimal { mantissa: whole.into(), scale: 0 }
    }

    /// In the shortest form.
    pub fn normal(self) -> String {
        let Decimal { mut mantissa, mut scale } = self;
        while scale > 0 && mantissa % 10 == 0 {
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        format!("{mantissa}e-{scale}")
    }

    fn with_scale(self, scale: u32) -> Given<i128> {
        10i128.checked_pow(scale - self.scale).and_then(|factor| self.mantissa.checked_mul(factor)).ok_or(Misfit::PERHAPS)
    }

    fn aligned(self, other: Decimal) -> Given<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        Ok((self.with_scale(scale)?, other.with_scale(scale)?, scale))
    }

    pub fn add(self, other: Decimal) -> Given<Decimal> {
        let (one, other, scale) = self.aligned(other)?;
        Ok(Decimal { mantissa: one.checked_add(other).ok_or(Misfit::PERHAPS)?, scale })
    }

    pub fn negated(self) -> Decimal {
        Decimal { mantissa: -self.mantissa, ..self }
    }

    pub fn times(self, other: Decimal) -> Given<Decimal> {
        Ok(Decimal { mantissa: self.mantissa.checked_mul(other.mantissa).ok_or(Misfit::PERHAPS)?, scale: self.scale + other.scale })
    }

    pub fn less(self, other: Decimal) -> Given<bool> {
        self.aligned(other).map(|(one, other, _)| one < other)
    }

    /// Half of a unit goes away from zero.
    pub fn rounded(self, digits: u32) -> Decimal {
        if self.scale <= digits {
            return self;
        }
        let unit = 10i128.pow(self.scale - digits);
        let (quotient, rest) = (self.mantissa / unit, self.mantissa % unit);
        let up = if rest.abs() * 2 >= unit { rest.signum() } else { 0 };
        Decimal { mantissa: quotient + up, scale: digits }
    }
}
