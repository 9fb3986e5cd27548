#![allow(clippy::unwrap_used)]

use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

use crossdock_compiler::typed::Clock;

use super::*;

type NoFormat = std::iter::Empty<DatePart>;
const ISO: Option<NoFormat> = None;

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn formats_are_read_by_their_letters_and_shown_again() {
    for format in ["YYYYMMDD", "YY.MM.DD hh:mm:ss.SSSZZ", "DD/MM/YYYY um hh Uhr", "", "YMD"] {
        assert_eq!(letters(&parts(format).collect::<Vec<_>>()), format);
    }
}

#[test]
fn dates_by_iso_and_by_format() {
    assert_eq!(read_date("2026-11-23", ISO), Ok(date(2026, 11, 23)));
    assert_eq!(read_date("20261123", Some(parts("YYYYMMDD"))), Ok(date(2026, 11, 23)));
    assert_eq!(read_date("23.11.69", Some(parts("DD.MM.YY"))), Ok(date(2069, 11, 23)));
    assert_eq!(read_date("23.11.70", Some(parts("DD.MM.YY"))), Ok(date(1970, 11, 23)));
    assert_eq!(read_date("2026年11月23日", Some(parts("YYYY年MM月DD日"))), Ok(date(2026, 11, 23)));
    for text in ["", "2026-11-2", "2026-11-23 ", "2026-11-23T00:00:00", "20261123", "२०२६-११-२३", "+2026-11-23"] {
        assert_eq!(read_date(text, ISO), Err(Misread::Form), "{text}");
    }
    assert_eq!(read_date("2026-02-29", ISO), Err(Misread::NoSuchDay));
    assert_eq!(read_date("2026-11-23 10:00", Some(parts("YYYY-MM-DD hh:mm"))), Err(Misread::TimeOfDay));
    let mut out = String::new();
    write_date(date(2026, 1, 2), Some(parts("DD.MM.YY")), &mut out);
    write_date(date(987, 1, 2), ISO, &mut out);
    assert_eq!(out, "02.01.260987-01-02");
}

#[test]
fn times_with_and_without_seconds_and_fractions() {
    assert_eq!(read_time("10:05", ISO), Ok(time(10, 5, 0, 0)));
    assert_eq!(read_time("10:05:09.25", ISO), Ok(time(10, 5, 9, 250_000_000)));
    assert_eq!(read_time("10:05:09.1234567890", ISO), Ok(time(10, 5, 9, 123_456_789)));
    for text in ["24:00", "10:60", "10:00:60"] {
        assert_eq!(read_time(text, ISO), Err(Misread::NoSuchDay), "{text}");
    }
    for text in ["10", "10:5", "10:05:09.", "10:05:09.0000000001", "10:05Z"] {
        assert_eq!(read_time(text, ISO), Err(Misread::Form), "{text}");
    }
    let mut out = String::new();
    write_time(time(1, 2, 3, 40_000_000), ISO, &mut out);
    write_time(time(1, 2, 3, 40_000_000), Some(parts(" hhmm")), &mut out);
    assert_eq!(out, "01:02:03.04 0102");
}

#[test]
fn instants_with_offsets() {
    for text in ["2026-11-23T10:00:00Z", "2026-11-23t11:00:00+01:00", "2026-11-23 05:00:00-0500", "2026-11-23T12:00+02", "2026-11-23T10:00:00.000z"] {
        assert_eq!(read_timestamp(text, ISO, None), Ok(instant("2026-11-23T10:00:00Z")), "{text}");
    }
    assert_eq!(read_timestamp("2026-11-23T10:00:00", ISO, None), Err(Misread::NoOffset));
    assert_eq!(read_timestamp("2026-11-23T10:00:00+1", ISO, None), Err(Misread::Form));
    assert_eq!(read_timestamp("2026-11-23T10:00:00+24:00", ISO, None), Err(Misread::Form));
    assert_eq!(read_timestamp("9999-12-31T23:59:59-10:00", ISO, None), Err(Misread::NoSuchDay));
    let mut out = String::new();
    write_timestamp(instant("2026-11-23T11:00:00.5+01:00"), ISO, None, &mut out);
    assert_eq!(out, "2026-11-23T10:00:00.5Z");
}

#[test]
fn instants_in_a_zone_are_never_guessed() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let read = |text| read_timestamp(text, ISO, Some(Local { zone: &berlin, clock: None }));
    assert_eq!(read("2026-11-23T10:00:00"), Ok(instant("2026-11-23T09:00:00Z")));
    assert_eq!(read("2026-03-29T02:30:00"), Err(Misread::Skipped));
    assert_eq!(read("2026-10-25T02:30:00"), Err(Misread::Twice));
    assert_eq!(read("2026-10-25T02:30:00+02:00"), Ok(instant("2026-10-25T00:30:00Z")));
    let mut out = String::new();
    write_timestamp(instant("2026-07-01T10:00:00Z"), ISO, Some(&berlin), &mut out);
    write_timestamp(instant("2026-07-01T10:00:00Z"), Some(parts(" YYYYMMDDhhmmss.SSSZZ")), Some(&berlin), &mut out);
    write_timestamp(instant("2026-07-01T10:00:00Z"), Some(parts(" hhZZ")), None, &mut out);
    assert_eq!(out, "2026-07-01T12:00:00 20260701120000.000+02:00 10Z");
}

/// Before 1893 the clocks of Berlin were 53 minutes and 28 seconds ahead.
#[test]
fn offsets_of_old_times_have_seconds() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let mut out = String::new();
    write_timestamp(instant("1890-01-01T00:00:00Z"), Some(parts("YYYY-MM-DDThh:mm:ssZZ")), Some(&berlin), &mut out);
    assert_eq!(out, "1890-01-01T00:53:28+00:53:28");
    assert_eq!(read_timestamp(&out, ISO, None), Ok(instant("1890-01-01T00:00:00Z")));
    assert_eq!(read_timestamp("1890-01-01T00:53:28+00:53:60", ISO, None), Err(Misread::Form));
}

#[test]
fn durations_by_iso() {
    const HOUR: i64 = 3_600_000_000_000;
    for (text, nanos) in [("PT4H", 4 * HOUR), ("P1D", 24 * HOUR), ("-PT30M", -HOUR / 2), ("PT0.5S", 500_000_000)] {
        assert_eq!(read_duration(text), Some(nanos), "{text}");
    }
    for text in ["", "P", "4h", "P1M", "P1Y", "PT", "PT300000000H"] {
        assert_eq!(read_duration(text), None, "{text}");
    }
    let mut out = String::new();
    write_duration(4 * HOUR + HOUR / 2, &mut out);
    assert_eq!(out, "PT4H30M");
}

/// The local time as each choice reads it, and without one.
#[track_caller]
fn readings(zone: &str, local: &str, none: Misread, earlier: &str, later: &str) {
    let zone = TimeZone::get(zone).unwrap();
    let read = |clock| read_timestamp(local, ISO, Some(Local { zone: &zone, clock }));
    assert_eq!(read(None), Err(none), "{local}");
    assert_eq!(read(Some(Clock::Earlier)), Ok(instant(earlier)), "{local}");
    assert_eq!(read(Some(Clock::Later)), Ok(instant(later)), "{local}");
}

#[test]
fn clocks_that_are_set_are_read_as_it_is_said() {
    readings("Europe/Berlin", "2026-03-29T02:30:00", Misread::Skipped, "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z");
    readings("Europe/Berlin", "2026-10-25T02:30:00", Misread::Twice, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
    readings("America/New_York", "2026-11-01T01:15:00", Misread::Twice, "2026-11-01T05:15:00Z", "2026-11-01T06:15:00Z");
    readings("America/Sao_Paulo", "2018-11-04T00:00:00", Misread::Skipped, "2018-11-04T02:00:00Z", "2018-11-04T03:00:00Z");
    // Lord Howe moves its clocks by half an hour.
    readings("Australia/Lord_Howe", "2026-10-04T02:15:00", Misread::Skipped, "2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z");
    readings("Australia/Lord_Howe", "2026-04-05T01:45:00", Misread::Twice, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z");
    // Apia went over the date line: it had no 30 December 2011.
    readings("Pacific/Apia", "2011-12-30T12:00:00", Misread::Skipped, "2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z");
}

#[test]
fn a_choice_changes_no_time_that_there_is_once() {
    let (apia, lord_howe) = (TimeZone::get("Pacific/Apia").unwrap(), TimeZone::get("Australia/Lord_Howe").unwrap());
    for clock in [None, Some(Clock::Earlier), Some(Clock::Later)] {
        let read = |zone, text| read_timestamp(text, ISO, Some(Local { zone, clock }));
        assert_eq!(read(&apia, "2011-12-29T23:59:59"), Ok(instant("2011-12-30T09:59:59Z")));
        assert_eq!(read(&apia, "2011-12-31T00:00:00"), Ok(instant("2011-12-30T10:00:00Z")));
        assert_eq!(read(&lord_howe, "2026-07-01T12:00:00"), Ok(instant("2026-07-01T01:30:00Z")));
    }
}
