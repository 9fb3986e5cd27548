//! `stdlib/date.flow`: how long written dates are, and which texts are always well-formed.

use super::{Args, Refined, lengths_between};
use crate::date_pattern;
use crate::typed::{DatePart, Type};

pub(super) fn refine(name: &str, args: &Args<'_>) -> Option<Refined> {
    match (name, args.ty(0)?) {
        ("format", Type::Date | Type::Time | Type::Timestamp) => Some(Refined::sure(formatted(args.literal(1)?))),
        _ => None,
    }
}

/// A written date is as long as its form: all years have four digits. An offset is `Z`, `+02:00`, or once had seconds.
fn formatted(form: &str) -> Type {
    let lengths = date_pattern::parts(form).unwrap_or_default().into_iter().map(|part| match part {
        DatePart::Year4 => (4, 4),
        DatePart::Millis3 => (3, 3),
        DatePart::Year2 | DatePart::Month2 | DatePart::Day2 | DatePart::Hour2 | DatePart::Minute2 | DatePart::Second2 => (2, 2),
        DatePart::Offset => (1, 9),
        DatePart::Literal(_) => (1, 1),
    });
    let (min, max) = lengths.fold((0, 0), |(least, most), (min, max)| (least + min, most + max));
    lengths_between(min, Some(max))
}
