//! Whether a value passes a test, and which row of a routing table fits.

use crossdock_compiler::typed::BinaryOp;
use crossdock_compiler::{Value, day_number, time_number, timestamp_number};

use super::{Interpreter, Run, compare, display, raised};
use crate::coverage::Flag;
use crate::ir::{Reg, Site, Test};
use crate::lower::RouteTable;
use crate::natives::Raise;
use crate::slot::Slot;
use crate::view::View;

pub(crate) fn passes(view: View<'_>, value: Slot, test: &Test) -> bool {
    match test {
        Test::Anything => true,
        Test::Missing => value == Slot::Missing,
        Test::Present => value != Slot::Missing,
        Test::Is(constant) => compare::equal(view, value, *constant),
        Test::Between { min, max } => {
            let above = min.is_none_or(|(min, inclusive)| compare::ordered(view, if inclusive { BinaryOp::GreaterEqual } else { BinaryOp::Greater }, value, min));
            above && max.is_none_or(|(max, inclusive)| compare::ordered(view, if inclusive { BinaryOp::LessEqual } else { BinaryOp::Less }, value, max))
        }
        Test::AnyOf(of) => of.iter().any(|test| passes(view, value, test)),
        Test::Not(of) => !passes(view, value, of),
    }
}

impl RouteTable {
    /// The first row that fits.
    pub fn first(&self, view: View<'_>, values: &[Slot]) -> Option<usize> {
        let fits = |(tests, _): &(Vec<Test>, Slot)| tests.iter().zip(values).all(|(test, value)| passes(view, *value, test));
        let Some(decisions) = &self.decisions else { return self.rows.iter().position(fits) };
        let value = |input: usize| values.get(input).map_or(Value::Missing, |slot| value(view, *slot));
        decisions.first(value, |row| self.rows.get(row).is_some_and(fits))
    }
}

/// What a column holds, as decisions look at it.
fn value(view: View<'_>, slot: Slot) -> Value<'_> {
    match slot {
        Slot::Bool(value) => Value::One(u32::from(value)),
        Slot::Enum(variant) | Slot::System(variant) => Value::One(variant),
        Slot::Int(value) | Slot::Duration(value) => Value::Number(value.into()),
        Slot::Dec(value) => Value::Number(value),
        Slot::Date(date) => Value::Number(day_number(date).into()),
        Slot::Time(time) => Value::Number(time_number(time)),
        Slot::Timestamp(at) => Value::Number(timestamp_number(at)),
        Slot::Text(text) => Value::Text(view.text(text)),
        Slot::Missing => Value::Missing,
        // There is nothing to tell about these but that they are there.
        Slot::Json(_) | Slot::Record(_) | Slot::List(_) => Value::One(0),
    }
}

impl Interpreter<'_> {
    /// The result of the first row that fits.
    pub(super) fn route(&self, table: usize, args: &[Reg], site: &Site) -> Run<Slot> {
        let Some(table) = self.env.constants.routes.get(table) else { return Ok(Slot::Missing) };
        let view = self.view();
        let values: Vec<Slot> = args.iter().map(|arg| self.get(*arg)).collect();
        if let Some((_, result)) = table.first(view, &values).and_then(|row| table.rows.get(row)) {
            return Ok(*result);
        }
        let case = table.columns.iter().zip(&values).map(|((name, of), value)| {
            let mut shown = String::new();
            display(view, self.env.project, *value, *of, &mut shown);
            format!("{name} = {}", if *value == Slot::Missing { "none" } else { &shown })
        });
        let message = format!("Table `{}` has no row for {}.", table.name, case.collect::<Vec<_>>().join(", "));
        Err(raised(Raise { failure: "unmapped", message }, site))
    }

    pub(super) fn mark_route(&self, table: usize, args: &[Reg], flags: &[Flag]) {
        let values: Vec<Slot> = args.iter().map(|arg| self.get(*arg)).collect();
        let row = self.env.constants.routes.get(table).and_then(|table| table.first(self.view(), &values));
        if let Some(flag) = row.and_then(|row| flags.get(row)) {
            flag.set();
        }
    }
}

#[cfg(test)]
mod tests;
