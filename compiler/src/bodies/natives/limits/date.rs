//! `stdlib/date.flow`: how long written dates are, and which texts are always well-formed.

use super::{Args, Refined, lengths_between};
use crate::typed::Type;

pub(super) fn refine(name: &str, args: &Args<'_>) -> Option<Refined> {
    match (name, args.ty(0)?) {
        ("format", Type::Date | Type::Time | Type::Timestamp) => Some(Refined::sure(formatted(args.literal(1)?))),
        _ => None,
    }
}

/// A written date is as long as its form, but for offsets and for years before the year 0.
fn formatted(form: &str) -> Type {
    let length = form.chars().count() as u32;
    let exact = !form.contains('Z') && !form.contains('Y');
    if exact { lengths_between(length, Some(length)) } else { lengths_between(0, Some(length + 6)) }
}
