//! Days, times of day and instants, as the language writes them: `2026-11-23`, `14:00`, `2026-11-23T10:00Z`.

use crossdock_syntax::ast::ExprKind;
use jiff::Timestamp;
use jiff::civil::Time;

use crate::typed::{Const, Dec, Type};

/// A literal whose digits are right and which there is not: `2026-02-30`, `25:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoSuch {
    /// `day`
    pub what: &'static str,
    pub text: String,
}

/// The value of such a literal; none for any other.
pub(crate) fn literal(kind: &ExprKind) -> Option<Result<(Const, Type), NoSuch>> {
    let (value, what, text) = match kind {
        ExprKind::Date(text) => (text.parse().ok().map(|date| (Const::Date(date), Type::Date)), "day", text),
        ExprKind::Time(text) => (time(text).map(|time| (Const::Time(time), Type::Time)), "time of day", text),
        ExprKind::Timestamp(text) => (timestamp(text).map(|at| (Const::Timestamp(at), Type::Timestamp)), "instant", text),
        _ => return None,
    };
    Some(value.ok_or_else(|| NoSuch { what, text: text.clone() }))
}

/// `14:00`, `14:00:30.5`. No clock shows a second 60 here.
pub(crate) fn time(text: &str) -> Option<Time> {
    let is_whole = text.len() >= 5 && text.get(6..8).is_none_or(|seconds| seconds < "60");
    text.parse().ok().filter(|_| is_whole)
}

/// With the offset from UTC, or `Z`.
pub(crate) fn timestamp(text: &str) -> Option<Timestamp> {
    let clock = text.get(11..)?;
    time(clock.trim_end_matches('Z').split(['+', '-']).next()?)?;
    text.parse().ok()
}

/// Without the seconds where there are none.
pub(crate) fn written(time: Time) -> String {
    if time.second() == 0 && time.subsec_nanosecond() == 0 { time.strftime("%H:%M").to_string() } else { time.to_string() }
}

/// Where a time of day stands on the line of all: nanoseconds since midnight.
pub fn time_number(time: Time) -> Dec {
    Dec { mantissa: time.duration_since(Time::midnight()).as_nanos(), scale: 0 }
}

/// Nanoseconds since 1970.
pub fn timestamp_number(at: Timestamp) -> Dec {
    Dec { mantissa: at.as_nanosecond(), scale: 0 }
}

/// The time so many nanoseconds after midnight.
pub(crate) fn time_of(number: Dec) -> Option<Time> {
    Time::midnight().checked_add(jiff::SignedDuration::from_nanos(number.to_int()?)).ok()
}

pub(crate) fn timestamp_of(number: Dec) -> Option<Timestamp> {
    Timestamp::from_nanosecond(number.rescale(0)?.mantissa).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_and_what_there_is_not() {
        for (text, is) in [("14:00", Some("14:00")), ("14:00:30.5", Some("14:00:30.5")), ("24:00", None), ("14:60", None), ("14:00:60", None)] {
            assert_eq!(time(text).map(written).as_deref(), is, "{text}");
        }
        for (text, is) in [
            ("2026-11-23T10:00Z", Some("2026-11-23T10:00:00Z")),
            ("2026-11-23T10:00:00.25-05:00", Some("2026-11-23T15:00:00.25Z")),
            ("2026-02-29T10:00Z", None),
            ("2026-11-23T10:00:60Z", None),
            ("2026-11-23T24:00Z", None),
        ] {
            assert_eq!(timestamp(text).map(|at| at.to_string()).as_deref(), is, "{text}");
        }
    }

    #[test]
    fn numbers_lead_back() {
        for at in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
            assert_eq!(timestamp_of(timestamp_number(at)), Some(at));
        }
        for at in [Time::MIN, Time::MAX, Time::constant(14, 0, 0, 1)] {
            assert_eq!(time_of(time_number(at)), Some(at));
        }
    }
}
