//! `stdlib/date.flow`.

use jiff::ToSpan;
use jiff::tz::TimeZone;

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
    Native { name: "date.weekday", call: |_, args| Ok(Slot::Int(args::date(args, 0)?.weekday().to_monday_one_offset().into())) },
];

/// The checker has looked a literal's zone up.
fn zone(cx: &Cx<'_>, name: Text) -> Result<TimeZone, Raise> {
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
    later.map(Slot::Date).map_err(|_| Raise::misfit(format!("{days} days from {date} is outside of the years -9999 to 9999.")))
}

fn days_until(_: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, to) = (args::date(args, 0)?, args::date(args, 1)?);
    let span = from.until(to).map_err(|error| Raise::misfit(error.to_string()))?;
    Ok(Slot::Int(span.get_days().into()))
}
