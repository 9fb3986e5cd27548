//! Sets of values of one column.

use crate::decimal::{Dec, Rounding};

/// The values that a column can hold, apart from missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Domain {
    /// `0..n`: the variants of an enum, `no` and `yes`; or 1 for what patterns cannot look into.
    Few(u32),
    /// Numbers, days, lengths of time.
    Line(Line),
    /// Texts. There is always another one.
    Texts,
}

/// Both ends inclusive; with a scale only the values of that many digits behind the point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Line {
    pub min: Option<Dec>,
    pub max: Option<Dec>,
    pub scale: Option<u8>,
}

/// A place between values: just before one, or just behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub value: Dec,
    pub after: bool,
}

/// What one pattern takes of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Set {
    /// Missing, too.
    All,
    Missing,
    /// All but missing.
    Present,
    One(u32),
    Text(String),
    /// From one cut to the other; none is without end.
    Range(Option<Cut>, Option<Cut>),
    Not(Box<Set>),
    Union(Vec<Set>),
}

impl Cut {
    pub fn before(value: Dec) -> Cut {
        Cut { value, after: false }
    }

    pub fn after(value: Dec) -> Cut {
        Cut { value, after: true }
    }
}

impl Line {
    /// The cut in the one way in which cuts of this line are written, so that equal ones are equal: before a value that there is.
    pub fn normal(&self, cut: Cut) -> Cut {
        self.scale.and_then(|scale| on_grid(cut, scale)).map_or(cut, Cut::before)
    }

    pub fn start(&self) -> Option<Cut> {
        self.min.map(|min| self.normal(Cut::before(min)))
    }

    pub fn end(&self) -> Option<Cut> {
        self.max.map(|max| self.normal(Cut::after(max)))
    }
}

/// The first value of that scale behind the cut.
fn on_grid(cut: Cut, scale: u8) -> Option<Dec> {
    let at_least = cut.value.round(scale, Rounding::Ceil).ok()?;
    if cut.after && at_least == cut.value {
        return at_least.checked_add(Dec { mantissa: 1, scale }).ok();
    }
    Some(at_least)
}
