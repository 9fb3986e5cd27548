//! Values on their way into narrower places.

use crossdock_compiler::typed::Dec;

use super::compare::number;
use crate::ir::{Check, CheckKind};
use crate::natives::Raise;
use crate::plan::quoted;
use crate::slot::Slot;
use crate::view::View;

/// The value, as the place needs it; a missing one passes, since the place then is an optional one.
pub(super) fn fit(view: View<'_>, value: Slot, check: &Check) -> Result<Slot, Raise> {
    match (&check.kind, value) {
        (_, Slot::Missing) => Ok(Slot::Missing),
        (CheckKind::Text { min, max, pattern }, Slot::Text(text)) => {
            let text = view.text(text);
            let length = text.chars().count();
            if length < *min as usize || max.is_some_and(|max| length > max as usize) {
                return Err(misfit(check, &format!("{} has {length} characters", quoted(text))));
            }
            if pattern.as_ref().is_some_and(|pattern| !pattern.matches(text)) {
                return Err(misfit(check, &format!("{} does not match", quoted(text))));
            }
            Ok(value)
        }
        (CheckKind::Int { min, max }, Slot::Int(number)) => {
            if (*min..=*max).contains(&number) {
                Ok(value)
            } else {
                Err(misfit(check, &format!("{number} is not in range")))
            }
        }
        (CheckKind::Decimal { limits }, _) => number(value).map_or(Ok(value), |number| decimal(number, *limits, check)),
        (CheckKind::List { min, max }, Slot::List(list)) => {
            let fits = list.len >= *min && max.is_none_or(|max| list.len <= max);
            if fits { Ok(value) } else { Err(misfit(check, &format!("the list has {} elements", list.len))) }
        }
        _ => Ok(value),
    }
}

/// Zeros at the end are no loss, anything else would be.
fn decimal(number: Dec, limits: Option<(u8, u8)>, check: &Check) -> Result<Slot, Raise> {
    let Some((digits, scale)) = limits else { return Ok(Slot::Dec(number)) };
    match number.rescale(scale).filter(|number| number.fits(digits, scale)) {
        Some(fitted) => Ok(Slot::Dec(fitted)),
        None => Err(misfit(check, &format!("{number} does not fit"))),
    }
}

fn misfit(check: &Check, problem: &str) -> Raise {
    let place = check.place.as_deref().map_or_else(|| "this place".to_owned(), |place| format!("`{place}`"));
    Raise { failure: "misfit", message: format!("{problem}; {place} takes {}.", check.expected) }
}
