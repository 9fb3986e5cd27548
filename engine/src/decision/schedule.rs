//! When flows run by themselves: plain data, and a pure function from one moment to the next run.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// More days than a time of day can be skipped in a row.
const MOST_DAYS: usize = 400;

/// No two runs of every day lie further apart, even where a day's clock skips the time and a zone skips a day.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(24 * 8);

/// A flow that a clock starts. Its event has the flow's name, no system and no payload; it was received when the run was due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub flow: String,
    pub when: When,
    pub missed: Missed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    /// Once a day by the clock of a zone.
    At { hour: i8, minute: i8, zone: String, skipped: Skipped, repeated: Repeated },
    /// At whole multiples since 1970, in UTC.
    Every { nanos: i64 },
}

/// On a day whose clock skips the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Skipped {
    /// As soon as the clock goes on.
    Later,
    Omitted,
}

/// On a day whose clock has the time twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repeated {
    First,
    Last,
    Twice,
}

/// What becomes of runs whose time came while nothing ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missed {
    /// One run for all of them.
    Once,
    All,
    Omitted,
}

impl Schedule {
    /// The first run after that moment; none where the calendar ends.
    pub fn next_after(&self, moment: Timestamp) -> Option<Timestamp> {
        match &self.when {
            When::Every { nanos } => {
                let nanos = i128::from((*nanos).max(1));
                let next = (moment.as_nanosecond().div_euclid(nanos) + 1).checked_mul(nanos)?;
                Timestamp::from_nanosecond(next).ok()
            }
            When::At { hour, minute, zone, skipped, repeated } => {
                let time = Time::new(*hour, *minute, 0, 0).ok()?;
                // The checker has looked the zone up.
                let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
                let first = zone.to_datetime(moment).date().yesterday().ok()?;
                let days = first.series(jiff::Span::new().days(1)).take(MOST_DAYS);
                days.flat_map(|day| runs(&zone, day, time, *skipped, *repeated)).find(|run| *run > moment)
            }
        }
    }

    /// The runs that make up for those that nothing ran for, in their order: `first` was the first of them, `now` is when it goes on.
    pub fn made_up(&self, first: Timestamp, now: Timestamp) -> impl Iterator<Item = Timestamp> {
        let begin = match self.missed {
            Missed::Omitted => None,
            Missed::All => Some(first),
            Missed::Once => Some(self.last_of(first, now)),
        };
        std::iter::successors(begin, |run| self.next_after(*run)).take_while(move |run| *run <= now)
    }

    /// The last run up to now, where `first` is one.
    fn last_of(&self, first: Timestamp, now: Timestamp) -> Timestamp {
        match &self.when {
            When::Every { nanos } => {
                let nanos = i128::from((*nanos).max(1));
                Timestamp::from_nanosecond(now.as_nanosecond().div_euclid(nanos) * nanos).unwrap_or(first)
            }
            When::At { .. } => {
                let recent = now.saturating_sub(LONGEST_GAP).map_or(first, |recent| recent.max(first));
                let begin = if recent == first { Some(first) } else { self.next_after(recent) };
                std::iter::successors(begin, |run| self.next_after(*run)).take_while(|run| *run <= now).last().unwrap_or(first)
            }
        }
    }
}

/// The runs of one day, in their order.
fn runs(zone: &TimeZone, day: Date, time: Time, skipped: Skipped, repeated: Repeated) -> Vec<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(day.to_datetime(time));
    let both = || (ambiguous.earlier().ok(), ambiguous.later().ok());
    let runs = match (ambiguous.offset(), skipped, repeated) {
        (AmbiguousOffset::Unambiguous { .. }, ..) => vec![ambiguous.compatible().ok()],
        (AmbiguousOffset::Gap { .. }, Skipped::Omitted, _) => Vec::new(),
        (AmbiguousOffset::Gap { .. }, Skipped::Later, _) => vec![both().1.and_then(|behind| set_forward(zone, behind))],
        (AmbiguousOffset::Fold { .. }, _, Repeated::First) => vec![both().0],
        (AmbiguousOffset::Fold { .. }, _, Repeated::Last) => vec![both().1],
        (AmbiguousOffset::Fold { .. }, _, Repeated::Twice) => vec![both().0, both().1],
    };
    runs.into_iter().flatten().collect()
}

/// The moment at which the clock went on, just before this one.
fn set_forward(zone: &TimeZone, behind: Timestamp) -> Option<Timestamp> {
    let just_after = behind.checked_add(SignedDuration::from_nanos(1)).ok()?;
    zone.preceding(just_after).next().map(|change| change.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn next(when: When, after: &str) -> String {
        let schedule = Schedule { flow: String::new(), when, missed: Missed::Once };
        schedule.next_after(after.parse().unwrap()).unwrap().to_string()
    }

    fn at(hour: i8, minute: i8, skipped: Skipped, repeated: Repeated, after: &str) -> String {
        next(When::At { hour, minute, zone: "America/New_York".to_owned(), skipped, repeated }, after)
    }

    #[test]
    fn every_day_once_by_the_clock_of_the_zone() {
        let usual = |after| at(4, 0, Skipped::Later, Repeated::First, after);
        assert_eq!(usual("2026-01-15T12:00:00Z"), "2026-01-16T09:00:00Z");
        assert_eq!(usual("2026-01-16T08:59:59.999Z"), "2026-01-16T09:00:00Z");
        assert_eq!(usual("2026-01-16T09:00:00Z"), "2026-01-17T09:00:00Z");
        assert_eq!(usual("2026-07-01T12:00:00Z"), "2026-07-02T08:00:00Z", "the same hour in summer");
    }

    #[test]
    fn a_skipped_time_comes_later_or_not() {
        let gap = |skipped| at(2, 30, skipped, Repeated::First, "2026-03-08T00:00:00Z");
        assert_eq!(gap(Skipped::Later), "2026-03-08T07:00:00Z", "when the clock goes to 03:00");
        assert_eq!(gap(Skipped::Omitted), "2026-03-09T06:30:00Z");
    }

    #[test]
    fn a_repeated_time_comes_as_declared() {
        let fold = |repeated, after| at(1, 30, Skipped::Later, repeated, after);
        let (night, between) = ("2026-11-01T00:00:00Z", "2026-11-01T05:30:00Z");
        assert_eq!(fold(Repeated::First, night), "2026-11-01T05:30:00Z");
        assert_eq!(fold(Repeated::First, between), "2026-11-02T06:30:00Z");
        assert_eq!(fold(Repeated::Last, night), "2026-11-01T06:30:00Z");
        assert_eq!(fold(Repeated::Twice, night), "2026-11-01T05:30:00Z");
        assert_eq!(fold(Repeated::Twice, between), "2026-11-01T06:30:00Z");
    }

    #[test]
    fn what_was_missed_is_made_up_for_as_declared() {
        let made_up = |when: &When, missed, first: &str, now: &str| {
            let schedule = Schedule { flow: String::new(), when: when.clone(), missed };
            let runs: Vec<String> = schedule.made_up(first.parse().unwrap(), now.parse().unwrap()).map(|run| run.to_string()).collect();
            runs.join(" ")
        };
        let nightly = When::At { hour: 4, minute: 0, zone: "America/New_York".to_owned(), skipped: Skipped::Later, repeated: Repeated::First };
        let (first, now) = ("2026-01-16T09:00:00Z", "2026-01-18T12:00:00Z");
        assert_eq!(made_up(&nightly, Missed::Omitted, first, now), "");
        assert_eq!(made_up(&nightly, Missed::Once, first, now), "2026-01-18T09:00:00Z");
        assert_eq!(made_up(&nightly, Missed::All, first, now), "2026-01-16T09:00:00Z 2026-01-17T09:00:00Z 2026-01-18T09:00:00Z");
        assert_eq!(made_up(&nightly, Missed::Once, first, "2026-07-18T08:00:00Z"), "2026-07-18T08:00:00Z", "after half a year, and just then");
        let hourly = When::Every { nanos: 3_600_000_000_000 };
        assert_eq!(made_up(&hourly, Missed::Once, "2026-01-16T09:00:00Z", "2026-01-16T12:59:00Z"), "2026-01-16T12:00:00Z");
        assert_eq!(made_up(&hourly, Missed::All, "2026-01-16T09:00:00Z", "2026-01-16T09:00:00Z"), "2026-01-16T09:00:00Z");
    }

    #[test]
    fn multiples_are_counted_from_midnight() {
        let every = |minutes: i64, after| next(When::Every { nanos: minutes * 60_000_000_000 }, after);
        assert_eq!(every(15, "2026-01-15T12:00:00Z"), "2026-01-15T12:15:00Z");
        assert_eq!(every(15, "2026-01-15T12:14:59Z"), "2026-01-15T12:15:00Z");
        assert_eq!(every(360, "2026-01-15T12:00:00Z"), "2026-01-15T18:00:00Z");
        assert_eq!(every(1, "1969-12-31T23:58:30Z"), "1969-12-31T23:59:00Z");
    }
}
