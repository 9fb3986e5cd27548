//! `at "02:00 America/New_York"` and `every 15min`: when a flow runs by itself, and what that means where the clock is changed.

use crossdock_syntax::{Span, ast};
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::super::Checker;
use super::problem::Problem;
use crate::duration;
use crate::resolve::nearest;
use crate::typed::{Missed, Repeated, Schedule, Skipped, When};

/// The years whose changes of the clock are looked at: the compiler has no clock of its own, and rules change.
const YEARS: (i16, i16) = (2026, 2046);

const SKIPPED: [&str; 2] = ["later", "omitted"];
const REPEATED: [&str; 3] = ["first", "last", "twice"];
const MISSED: [&str; 3] = ["once", "all", "omitted"];

/// The rules behind a schedule, each with its place.
#[derive(Default)]
struct Rules {
    skipped: Option<(usize, Span)>,
    repeated: Option<(usize, Span)>,
    missed: Option<(usize, Span)>,
}

impl Checker<'_, '_> {
    pub(super) fn schedule_at(&mut self, text: &ast::Str, rules: &[ast::ScheduleRule]) -> Option<Schedule> {
        let rules = self.rules(rules);
        let (time, name) = self.time_and_zone(text)?;
        let zone = TimeZone::get(&name).ok()?;
        let (skipped, repeated) = changes(&zone, time);
        let shown = format!("{:02}:{:02}", time.hour(), time.minute());
        for (case, day, rule, choices) in [("skipped", skipped, rules.skipped, &SKIPPED[..]), ("repeated", repeated, rules.repeated, &REPEATED[..])] {
            match (day, rule) {
                (Some(day), None) => {
                    self.tell_flow(Problem::Unsaid { file: self.file, span: text.span, case, day: day.to_string(), time: shown.clone(), zone: name.clone(), choices });
                }
                (None, Some((_, span))) => self.tell_flow(Problem::RuleForNothing { file: self.file, span, case, remove: self.with_blank(span) }),
                _ => {}
            }
        }
        let skipped = [Skipped::Later, Skipped::Omitted].get(rules.skipped.map_or(0, |(at, _)| at)).copied().unwrap_or_default();
        let repeated = [Repeated::First, Repeated::Last, Repeated::Twice].get(rules.repeated.map_or(0, |(at, _)| at)).copied().unwrap_or_default();
        Some(Schedule { when: When::At { time, zone: name, skipped, repeated }, missed: rules.missed() })
    }

    pub(super) fn schedule_every(&mut self, every: &ast::Expr, rules: &[ast::ScheduleRule]) -> Option<Schedule> {
        let rules = self.rules(rules);
        for (case, rule) in [("skipped", rules.skipped), ("repeated", rules.repeated)] {
            if let Some((_, span)) = rule {
                self.tell_flow(Problem::RuleForNothing { file: self.file, span, case, remove: self.with_blank(span) });
            }
        }
        let ast::ExprKind::Quantity { number, unit } = &*every.kind else { return None };
        let why = match duration::nanos(&number.text, &unit.text) {
            Ok(nanos) if nanos >= 1_000_000_000 => return Some(Schedule { when: When::Every { nanos }, missed: rules.missed() }),
            Ok(_) => "a second is the least".to_owned(),
            Err(error) => error.to_string(),
        };
        self.tell_flow(Problem::Every { file: self.file, span: every.span, why });
        None
    }

    /// With the blank before it, so that nothing is left behind.
    fn with_blank(&self, span: Span) -> Span {
        let before = Span { start: span.start.saturating_sub(1), end: span.start };
        if self.ctx.text(self.file, before) == " " { Span { start: before.start, end: span.end } } else { span }
    }

    /// `02:00 America/New_York`
    fn time_and_zone(&self, text: &ast::Str) -> Option<(Time, String)> {
        let wrong = |why: &str| self.tell_flow(Problem::Time { file: self.file, span: text.span, why: why.to_owned() });
        let Some((time, zone)) = text.text.trim().split_once(' ') else {
            wrong(if text.text.contains(':') { "the zone is missing" } else { "it has no hours and minutes" });
            return None;
        };
        let zone = zone.trim();
        let Some(time) = clock(time) else {
            wrong("hours are written from 00 to 23, minutes from 00 to 59");
            return None;
        };
        if TimeZone::get(zone).is_err() {
            let near = crate::declare::near_zone(zone);
            let start = text.span.start + self.ctx.text(self.file, text.span).find(zone).unwrap_or(0) as u32;
            let edit = Span { start, end: start + zone.len() as u32 };
            self.tell_flow(Problem::Zone { file: self.file, span: text.span, zone: zone.to_owned(), near, edit });
            return None;
        }
        Some((time, zone.to_owned()))
    }

    fn rules(&self, rules: &[ast::ScheduleRule]) -> Rules {
        let mut found = Rules::default();
        for rule in rules {
            let (case, choices, place): (_, &'static [&'static str], _) = match rule.case {
                ast::ScheduleCase::Skipped => ("skipped", &SKIPPED, &mut found.skipped),
                ast::ScheduleCase::Repeated => ("repeated", &REPEATED, &mut found.repeated),
                ast::ScheduleCase::Missed => ("missed", &MISSED, &mut found.missed),
            };
            if let Some((_, first)) = place {
                self.tell_flow(Problem::RuleTwice { file: self.file, span: rule.span, first: *first });
                continue;
            }
            let at = choices.iter().position(|choice| *choice == rule.rule.text);
            if at.is_none() {
                let near = nearest(&rule.rule.text, choices.iter().copied()).and_then(|near| choices.iter().copied().find(|choice| *choice == near));
                self.tell_flow(Problem::Rule { file: self.file, rule: rule.rule.clone(), case, choices, near });
            }
            // What was meant is not known, but something was said.
            *place = Some((at.unwrap_or(0), rule.span));
        }
        found
    }
}

impl Rules {
    fn missed(&self) -> Missed {
        [Missed::Once, Missed::All, Missed::Omitted].get(self.missed.map_or(0, |(at, _)| at)).copied().unwrap_or_default()
    }
}

/// `02:00`
fn clock(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |digits: &str| (digits.len() <= 2 && !digits.is_empty()).then(|| digits.parse::<i8>().ok()).flatten();
    Time::new(two(hours)?, two(minutes).filter(|_| minutes.len() == 2)?, 0, 0).ok()
}

/// The first days on which the zone's clock skips the time, and has it twice.
fn changes(zone: &TimeZone, time: Time) -> (Option<Date>, Option<Date>) {
    let (mut skipped, mut repeated) = (None, None);
    let Ok(from) = jiff::civil::date(YEARS.0, 1, 1).to_zoned(TimeZone::UTC) else { return (None, None) };
    for change in zone.following(from.timestamp()).take_while(|change| change.timestamp().to_zoned(TimeZone::UTC).year() < YEARS.1) {
        let day = zone.to_datetime(change.timestamp()).date();
        for day in [day.yesterday().ok(), Some(day), day.tomorrow().ok()].into_iter().flatten() {
            match zone.to_ambiguous_timestamp(day.to_datetime(time)).offset() {
                AmbiguousOffset::Gap { .. } => drop(skipped.get_or_insert(day)),
                AmbiguousOffset::Fold { .. } => drop(repeated.get_or_insert(day)),
                AmbiguousOffset::Unambiguous { .. } => {}
            }
        }
    }
    (skipped, repeated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &str, hour: i8, minute: i8) -> (Option<String>, Option<String>) {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let (skipped, repeated) = changes(&zone, jiff::civil::time(hour, minute, 0, 0));
        (skipped.map(|day| day.to_string()), repeated.map(|day| day.to_string()))
    }

    #[test]
    fn the_clock_is_changed_at_these_times() {
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(at("America/New_York", 2, 0), (day("2026-03-08"), None));
        assert_eq!(at("America/New_York", 1, 30), (None, day("2026-11-01")));
        assert_eq!(at("America/New_York", 3, 0), (None, None));
        assert_eq!(at("Europe/Berlin", 2, 30), (day("2026-03-29"), day("2026-10-25")));
        assert_eq!(at("UTC", 2, 30), (None, None));
        assert_eq!(at("Asia/Tokyo", 2, 30), (None, None));
    }

    #[test]
    fn times_are_read() {
        assert_eq!(clock("02:00"), Some(jiff::civil::time(2, 0, 0, 0)));
        assert_eq!(clock("2:05"), Some(jiff::civil::time(2, 5, 0, 0)));
        for wrong in ["24:00", "2", "02:5", "02:60", ":", "-1:00"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }
}
