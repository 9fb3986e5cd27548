//! `stdlib/date.flow`.

use crossdock_compiler::typed::{Clock, Dec};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Unit};

use super::{Cx, Native, Raise, args};
use crate::dates;
use crate::plan::quoted;
use crate::slot::{Slot, Text};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "date.now", call: |cx, _| Ok(Slot::Timestamp(cx.received)) },
    Native { name: "date.to_date", call: |cx, args| Ok(Slot::Date(local(cx, args)?.date())) },
    Native { name: "date.to_time", call: |cx, args| Ok(Slot::Time(local(cx, args)?.time())) },
    Native { name: "date.format", call: format },
    Native { name: "date.add_days", call: add_days },
    Native { name: "date.days_until", call: days_until },
    Native { name: "date.year", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.year().into())) },
    Native { name: "date.month", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.month().into())) },
    Native { name: "date.day", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.day().into())) },
    Native { name: "date.add_weeks", call: |_, args| later(args, "weeks", |span, count| span.try_weeks(count)) },
    Native { name: "date.add_months", call: |_, args| later(args, "months", |span, count| span.try_months(count)) },
    Native { name: "date.add_years", call: |_, args| later(args, "years", |span, count| span.try_years(count)) },
    Native { name: "date.add_business_days", call: add_business_days },
    Native { name: "date.business_days_until", call: business_days_until },
    Native { name: "date.is_business_day", call: |cx, args| Ok(Slot::Bool(is_business_day(args::date(args, 0)?, &holidays(cx, args, 1)))) },
    Native { name: "date.months_until", call: |_, args| Ok(Slot::Int(span_until(args, Unit::Month)?.get_months().into())) },
    Native { name: "date.years_until", call: |_, args| Ok(Slot::Int(span_until(args, Unit::Year)?.get_years().into())) },
    Native { name: "date.quarter", call: |_, args| Ok(Slot::Int((i64::from(args::date(args, 0)?.month()) + 2) / 3)) },
    Native { name: "date.week", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.iso_week_date().week().into())) },
    Native { name: "date.week_year", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.iso_week_date().year().into())) },
    Native { name: "date.day_of_year", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.day_of_year().into())) },
    Native { name: "date.days_in_month", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.days_in_month().into())) },
    Native { name: "date.start_of_week", call: |_, args| shifted(args, |weekday| -weekday) },
    Native { name: "date.end_of_week", call: |_, args| shifted(args, |weekday| 6 - weekday) },
    Native { name: "date.start_of_month", call: |_, args| Ok(Slot::Date(args::date(args, 0)?.first_of_month())) },
    Native { name: "date.end_of_month", call: |_, args| Ok(Slot::Date(args::date(args, 0)?.last_of_month())) },
    Native { name: "date.start_of_quarter", call: |_, args| Ok(Slot::Date(in_quarter(args::date(args, 0)?, 0).first_of_month())) },
    Native { name: "date.end_of_quarter", call: |_, args| Ok(Slot::Date(in_quarter(args::date(args, 0)?, 2).last_of_month())) },
    Native { name: "date.start_of_year", call: |_, args| Ok(Slot::Date(args::date(args, 0)?.first_of_year())) },
    Native { name: "date.end_of_year", call: |_, args| Ok(Slot::Date(args::date(args, 0)?.last_of_year())) },
    Native { name: "date.at", call: at },
    Native { name: "date.start_of_day", call: start_of_day },
    Native { name: "date.hour", call: |_, args| Ok(Slot::Int(args::time(args, 0)?.hour().into())) },
    Native { name: "date.minute", call: |_, args| Ok(Slot::Int(args::time(args, 0)?.minute().into())) },
    Native { name: "date.second", call: |_, args| Ok(Slot::Int(args::time(args, 0)?.second().into())) },
    Native { name: "date.until", call: |_, args| between(args::timestamp(args, 0)?, args::timestamp(args, 1)?) },
    Native { name: "date.age", call: |cx, args| between(args::timestamp(args, 0)?, cx.received) },
    Native { name: "date.to_epoch", call: to_epoch },
    Native { name: "date.to_timestamp", call: from_epoch },
    Native { name: "date.whole_days", call: |_, args| Ok(Slot::Int(args::duration(args, 0)? / (24 * HOUR))) },
    Native { name: "date.whole_hours", call: |_, args| Ok(Slot::Int(args::duration(args, 0)? / HOUR)) },
    Native { name: "date.whole_minutes", call: |_, args| Ok(Slot::Int(args::duration(args, 0)? / (HOUR / 60))) },
    Native { name: "date.seconds", call: |_, args| Ok(Slot::Dec(Dec { mantissa: args::duration(args, 0)?.into(), scale: 9 })) },
    Native { name: "date.times", call: times },
    Native { name: "date.to_text", call: duration_text },
    Native { name: "date.weekday", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.weekday().to_monday_one_offset().into())) },
];

/// Nanoseconds.
const HOUR: i64 = 3_600_000_000_000;

/// The checker has looked a literal's zone up.
pub(super) fn zone(cx: &Cx<'_>, name: Text) -> Result<TimeZone, Raise> {
    let name = cx.text(name);
    TimeZone::get(name).map_err(|_| Raise::invalid(format!("There is no time zone {}.", quoted(name))))
}

fn local(cx: &Cx<'_>, args: &[Slot]) -> Result<jiff::civil::DateTime, Raise> {
    let zone = zone(cx, args::text(args, 1)?)?;
    Ok(zone.to_datetime(args::timestamp(args, 0)?))
}

fn format(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let parts = Some(dates::parts(cx.text(args::text(args, 1)?)));
    let mut out = String::new();
    match args::any(args, 0) {
        Slot::Date(date) => dates::write_date(date, parts, &mut out),
        Slot::Time(time) => dates::write_time(time, parts, &mut out),
        Slot::Timestamp(instant) => {
            let zone = zone(cx, args::text(args, 2)?)?;
            dates::write_timestamp(instant, parts, Some(&zone), &mut out);
        }
        _ => return Err(args::unexpected(0, "a date, time or timestamp")),
    }
    Ok(cx.new_text(&out))
}

fn add_days(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (date, days) = (args::date(args, 0)?, args::int(args, 1)?);
    let later = 0.days().try_days(days).and_then(|span| date.checked_add(span));
    day(later).ok_or_else(|| outside(&format!("{days} days"), date))
}

fn days_until(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, to) = (args::date(args, 0)?, args::date(args, 1)?);
    let span = from.until(to).map_err(|error| Raise::misfit(error.to_string()))?;
    Ok(Slot::Int(span.get_days().into()))
}

fn day(date: Result<Date, jiff::Error>) -> Option<Slot> {
    date.ok().and_then(dates::written_day).map(Slot::Date)
}

fn outside(what: &str, date: Date) -> Raise {
    Raise::misfit(format!("{what} from {date} is outside of the years 0 to 9999."))
}

fn later(args: &[Slot], unit: &str, span: impl FnOnce(Span, i64) -> Result<Span, jiff::Error>) -> Result<Slot, Raise> {
    let (date, count) = (args::date(args, 0)?, args::int(args, 1)?);
    let later = span(Span::new(), count).and_then(|span| date.checked_add(span));
    day(later).ok_or_else(|| outside(&format!("{count} {unit}"), date))
}

/// The dates of a list; none where there is no list.
fn holidays(cx: &Cx<'_>, args: &[Slot], at: usize) -> Vec<Date> {
    let Slot::List(list) = args::any(args, at) else { return Vec::new() };
    super::list::elements(cx, list).filter_map(|day| if let Slot::Date(day) = day { Some(day) } else { None }).collect()
}

fn is_business_day(date: Date, holidays: &[Date]) -> bool {
    date.weekday().to_monday_zero_offset() < 5 && !holidays.contains(&date)
}

/// Most business days that are counted.
const MOST_BUSINESS_DAYS: i64 = 100_000;

fn add_business_days(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (date, days) = (args::date(args, 0)?, args::int(args, 1)?.clamp(-MOST_BUSINESS_DAYS, MOST_BUSINESS_DAYS));
    let mut holidays = holidays(cx, args, 2);
    holidays.retain(|day| is_business_day(*day, &[]));
    let (mut day, mut left) = (date, days.abs());
    while left > 0 {
        let next = if days < 0 { day.yesterday() } else { day.tomorrow() };
        day = next.ok().and_then(dates::written_day).ok_or_else(|| outside(&format!("{days} business days"), date))?;
        left -= i64::from(is_business_day(day, &holidays));
    }
    Ok(Slot::Date(day))
}

/// Whole weeks have five each; what is left of the last one is counted.
fn business_days_until(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, to) = (args::date(args, 0)?, args::date(args, 1)?);
    if from == to {
        return Ok(Slot::Int(0));
    }
    // The day that is counted from does not count, whichever way.
    let (first, last) = if to < from { (to, from.yesterday().unwrap_or(from)) } else { (from.tomorrow().unwrap_or(from), to) };
    let days = i64::from((last - first).get_days()) + 1;
    let weekday = i64::from(first.weekday().to_monday_zero_offset());
    let rest = (0..days % 7).filter(|day| (weekday + day) % 7 < 5).count() as i64;
    let mut holidays = holidays(cx, args, 2);
    holidays.retain(|day| is_business_day(*day, &[]) && (first..=last).contains(day));
    holidays.sort_unstable();
    holidays.dedup();
    let count = days / 7 * 5 + rest - holidays.len() as i64;
    Ok(Slot::Int(if to < from { -count } else { count }))
}

fn span_until(args: &[Slot], largest: Unit) -> Result<Span, Raise> {
    let (from, to) = (args::date(args, 0)?, args::date(args, 1)?);
    from.until((largest, to)).map_err(|error| Raise::misfit(error.to_string()))
}

/// So many days from it, by its distance from Monday.
fn shifted(args: &[Slot], days: impl FnOnce(i64) -> i64) -> Result<Slot, Raise> {
    let date = args::date(args, 0)?;
    let shift = days(date.weekday().to_monday_zero_offset().into());
    day(date.checked_add(shift.days())).ok_or_else(|| outside(&format!("{shift} days"), date))
}

/// The first day of the first, second or third month of its quarter.
fn in_quarter(date: Date, month: i8) -> Date {
    let first = (date.month() - 1) / 3 * 3 + 1;
    date.first_of_month().with().month(first + month).build().unwrap_or(date)
}

/// The reading that an argument of the library's `Clock` chooses, in its order.
pub(super) fn clock(args: &[Slot], at: usize) -> Option<Clock> {
    match args::any(args, at) {
        Slot::Enum(0) => Some(Clock::Earlier),
        Slot::Enum(_) => Some(Clock::Later),
        _ => None,
    }
}

/// The fourth argument chooses between the two readings of an hour that is skipped or repeated.
fn at(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (local, zone) = (args::date(args, 0)?.to_datetime(args::time(args, 1)?), zone(cx, args::text(args, 2)?)?);
    let instant = dates::Local { zone: &zone, clock: clock(args, 3) }.instant(local).and_then(|instant| dates::written(instant).ok_or(dates::Misread::NoSuchDay));
    instant.map(Slot::Timestamp).map_err(|reason| {
        let name = args::text(args, 2).map(|zone| cx.text(zone)).unwrap_or_default();
        let verb = match reason {
            dates::Misread::Skipped => "skip",
            dates::Misread::Twice => "repeat",
            _ => return Raise::invalid(format!("{local} is outside of the calendar.")),
        };
        Raise::invalid(format!("The clocks of {name} {verb} {local}: say which reading is meant, `earlier` or `later`."))
    })
}

/// Where midnight is skipped, the first instant that there is.
fn start_of_day(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (date, zone) = (args::date(args, 0)?, zone(cx, args::text(args, 1)?)?);
    let start = date.to_zoned(zone).and_then(|day| day.start_of_day());
    start.ok().and_then(|start| dates::written(start.timestamp())).map(Slot::Timestamp).ok_or_else(|| Raise::invalid(format!("{date} is outside of the calendar.")))
}

fn between(from: Timestamp, to: Timestamp) -> Result<Slot, Raise> {
    let nanos = to.as_nanosecond() - from.as_nanosecond();
    i64::try_from(nanos).map(Slot::Duration).map_err(|_| Raise::misfit(format!("From {from} to {to} it is longer than 292 years.")))
}

fn to_epoch(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let instant = args::timestamp(args, 0)?;
    Ok(Slot::Int(if args::any(args, 1) == Slot::Enum(1) { instant.as_millisecond() } else { instant.as_second() }))
}

fn from_epoch(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let count = args::int(args, 0)?;
    let instant = if args::any(args, 1) == Slot::Enum(1) { Timestamp::from_millisecond(count) } else { Timestamp::from_second(count) };
    instant.ok().and_then(dates::written).map(Slot::Timestamp).ok_or_else(|| Raise::misfit(format!("{count} is outside of the calendar.")))
}

fn times(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (duration, count) = (args::duration(args, 0)?, args::int(args, 1)?);
    duration.checked_mul(count).map(Slot::Duration).ok_or_else(|| Raise::misfit("The length of time is longer than 292 years."))
}

fn duration_text(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let mut text = String::new();
    dates::write_duration(args::duration(args, 0)?, &mut text);
    Ok(cx.new_text(&text))
}
