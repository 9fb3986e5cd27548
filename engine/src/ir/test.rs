//! What a value is tested for, by an arm of a `match` or a cell of a routing table.

use std::fmt::{Display, Formatter, Result};

use crate::slot::Slot;

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Anything,
    Missing,
    Present,
    Is(Slot),
    /// Each end with whether it is within.
    Between {
        min: Option<(Slot, bool)>,
        max: Option<(Slot, bool)>,
    },
    AnyOf(Vec<Test>),
    Not(Box<Test>),
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Test::Anything => f.write_str("anything"),
            Test::Missing => f.write_str("missing"),
            Test::Present => f.write_str("present"),
            Test::Is(value) => write!(f, "{value:?}"),
            Test::Between { min, max } => {
                let end =
                    |end: &Option<(Slot, bool)>| end.as_ref().map_or_else(String::new, |(value, inclusive)| format!("{value:?}{}", if *inclusive { "" } else { " excluded" }));
                write!(f, "{}..{}", end(min), end(max))
            }
            Test::AnyOf(of) => write!(f, "[{}]", of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
            Test::Not(of) => write!(f, "not {of}"),
        }
    }
}
