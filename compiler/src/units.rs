//! Units of measure and money, as types know them: products of declared units, and what they are worth in each other.
//!
//! Nothing here exists at run time: a quantity is a plain number there, and a conversion a multiplication.

mod currencies;
mod ratio;

pub use currencies::{CURRENCIES, currency};
pub use ratio::Ratio;

use crate::typed::{Decl, Type, UnitId};

/// A declared unit, or a currency, which needs no declaration; [`UnitId`] n is the n-th of [`CURRENCIES`] first.
#[derive(Clone, Debug)]
pub struct Unit {
    pub decl: Decl,
    pub currency: bool,
    /// The unit that it is: itself, or the first one of that name, which is declared alike.
    pub is: UnitId,
    pub size: Size,
}

/// What a unit is worth in units that are not made of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    pub ratio: Ratio,
    pub of: Units,
}

/// A number with a unit. `number` is an int or a decimal.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    pub number: Type,
    pub unit: Units,
}

/// `USD/each`: powers of units, ascending by unit, none of them zero. Empty for a plain number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Units(Vec<(UnitId, i32)>);

/// What one unit is worth in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    Factor(Ratio),
    /// They measure different things.
    None,
    /// The factor has more digits than can be reckoned with.
    TooLong,
}

impl Units {
    pub fn of(unit: UnitId) -> Units {
        Units(vec![(unit, 1)])
    }

    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The one unit that it is, if it is one.
    pub fn single(&self) -> Option<UnitId> {
        if let [(unit, 1)] = self.0.as_slice() { Some(*unit) } else { None }
    }

    pub fn powers(&self) -> &[(UnitId, i32)] {
        &self.0
    }

    pub fn times(&self, other: &Units) -> Units {
        self.combined(other, 1)
    }

    pub fn per(&self, other: &Units) -> Units {
        self.combined(other, -1)
    }

    fn combined(&self, other: &Units, sign: i32) -> Units {
        let mut powers = self.0.clone();
        for (unit, power) in &other.0 {
            let power = power.saturating_mul(sign);
            match powers.binary_search_by_key(unit, |(unit, _)| *unit) {
                Ok(at) => {
                    if let Some((_, here)) = powers.get_mut(at) {
                        *here = here.saturating_add(power);
                    }
                }
                Err(at) => powers.insert(at, (*unit, power)),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        Units(powers)
    }

    /// In units that are not made of others; none where the factor has too many digits.
    pub fn size(&self, units: &[Unit]) -> Option<Size> {
        let mut size = Size { ratio: Ratio::ONE, of: Units::default() };
        for (unit, power) in &self.0 {
            let own = units.get(unit.index()).map(|unit| unit.size.clone())?;
            for _ in 0..power.unsigned_abs() {
                size = if *power > 0 { size.times(&own)? } else { size.per(&own)? };
            }
        }
        Some(size)
    }

    /// `value * factor` is the value in the other unit.
    pub fn conversion(&self, to: &Units, units: &[Unit]) -> Conversion {
        let (Some(from), Some(to)) = (self.size(units), to.size(units)) else { return Conversion::TooLong };
        if from.of != to.of {
            return Conversion::None;
        }
        from.ratio.per(to.ratio).map_or(Conversion::TooLong, Conversion::Factor)
    }

    /// As it is written: `USD/each`, `kg*m/s`, `1/kg`.
    pub fn show(&self, units: &[Unit]) -> String {
        let mut above: Vec<&str> = Vec::new();
        let mut below = String::new();
        for (unit, power) in &self.0 {
            let name = units.get(unit.index()).map_or("?", |unit| unit.decl.name.as_str());
            for _ in 0..power.unsigned_abs().min(9) {
                if *power > 0 {
                    above.push(name);
                } else {
                    below.push('/');
                    below.push_str(name);
                }
            }
        }
        let above = if above.is_empty() { "1".to_owned() } else { above.join("*") };
        above + &below
    }
}

impl Size {
    pub fn times(&self, other: &Size) -> Option<Size> {
        Some(Size { ratio: self.ratio.times(other.ratio)?, of: self.of.times(&other.of) })
    }

    pub fn per(&self, other: &Size) -> Option<Size> {
        Some(Size { ratio: self.ratio.per(other.ratio)?, of: self.of.per(&other.of) })
    }
}

impl Type {
    /// The same number with that unit; a type that is no number stays as it is.
    pub fn with_unit(self, unit: &Units) -> Type {
        match self {
            Type::Optional(inner) => Type::Optional(Box::new(inner.with_unit(unit))),
            Type::Quantity(quantity) => quantity.number.with_unit(unit),
            number @ (Type::Int(_) | Type::Decimal(_)) if !unit.is_none() => Type::Quantity(Box::new(Quantity { number, unit: unit.clone() })),
            other => other,
        }
    }

    /// The number that a quantity is at run time; of other types the type itself.
    pub fn number(&self) -> &Type {
        match self {
            Type::Quantity(quantity) => &quantity.number,
            other => other,
        }
    }

    /// The unit of a number, none for a plain one. A `?` is looked through.
    pub fn unit(&self) -> Units {
        match self {
            Type::Optional(inner) => inner.unit(),
            Type::Quantity(quantity) => quantity.unit.clone(),
            _ => Units::default(),
        }
    }
}

#[cfg(test)]
mod tests;
