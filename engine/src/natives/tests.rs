#![allow(clippy::unwrap_used)]

use crossdock_compiler::typed::Dec;
use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;

/// Memory and arguments for calls of natives.
#[derive(Default)]
struct Desk {
    memory: Memory,
}

impl Desk {
    fn cx(&mut self) -> Cx<'_> {
        Cx { payload: "päyload".as_bytes(), memory: &mut self.memory, constants: "constant", received: "2026-11-23T10:00:00Z".parse().unwrap() }
    }

    fn text(&mut self, text: &str) -> Slot {
        self.cx().new_text(text)
    }

    fn list(&mut self, slots: &[Slot]) -> Slot {
        self.cx().new_list(slots.iter().copied())
    }

    fn texts(&mut self, texts: &[&str]) -> Slot {
        let slots: Vec<Slot> = texts.iter().map(|text| self.text(text)).collect();
        self.list(&slots)
    }

    fn call(&mut self, name: &str, args: &[Slot]) -> Result<Slot, Raise> {
        (find(name).unwrap().call)(&mut self.cx(), args)
    }

    /// The result as a person would write it, or the failure's name.
    fn show(&mut self, name: &str, args: &[Slot]) -> String {
        match self.call(name, args) {
            Ok(slot) => self.shown(slot),
            Err(raise) => {
                assert!(raise.message.ends_with('.'), "{}", raise.message);
                raise.failure.to_owned()
            }
        }
    }

    fn shown(&mut self, slot: Slot) -> String {
        match slot {
            Slot::Missing => "none".to_owned(),
            Slot::Bool(truth) => if truth { "yes" } else { "no" }.to_owned(),
            Slot::Int(int) => int.to_string(),
            Slot::Dec(dec) => dec.to_string(),
            Slot::Text(text) => format!("{:?}", self.cx().text(text)),
            Slot::Date(date) => date.to_string(),
            Slot::Time(time) => time.to_string(),
            Slot::Timestamp(instant) => instant.to_string(),
            Slot::List(list) if list.records => format!("{} records", list.len),
            Slot::List(list) => {
                let slots: Vec<Slot> = self.memory.slots[list.start as usize..(list.start + list.len) as usize].to_vec();
                let shown: Vec<String> = slots.into_iter().map(|slot| self.shown(slot)).collect();
                format!("[{}]", shown.join(", "))
            }
            _ => format!("{slot:?}"),
        }
    }

    /// A native of texts, and whole numbers among the arguments.
    fn on_text(&mut self, name: &str, args: &[&str]) -> String {
        let slots: Vec<Slot> = args.iter().map(|arg| arg.strip_prefix('#').map_or_else(|| self.text(arg), |int| Slot::Int(int.parse().unwrap()))).collect();
        self.show(name, &slots)
    }
}

fn dec(text: &str) -> Slot {
    Slot::Dec(text.parse::<Dec>().unwrap())
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = all().map(|native| native.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(find("text.nothing").is_none());
}

#[test]
fn text_natives() {
    let mut desk = Desk::default();
    for (name, args, result) in [
        ("trim", &["\u{a0} two words \n"][..], "\"two words\""),
        ("trim", &[" \t "], "\"\""),
        ("upper", &["Straße 1é"], "\"STRASSE 1É\""),
        ("upper", &["ABC-1"], "\"ABC-1\""),
        ("lower", &["SKU-Ä1İ"], "\"sku-ä1i\\u{307}\""),
        ("length", &["Zoë😀"], "4"),
        ("length", &[""], "0"),
        ("truncate", &["äöü😀x", "#4"], "\"äöü😀\""),
        ("truncate", &["short", "#9"], "\"short\""),
        ("truncate", &["short", "#0"], "\"\""),
        ("truncate", &["short", "#-1"], "\"\""),
        ("drop", &["äöü", "#1"], "\"öü\""),
        ("drop", &["ab", "#5"], "\"\""),
        ("drop", &["ab", "#-5"], "\"ab\""),
        ("starts_with", &["SKU-1", "SKU-"], "yes"),
        ("ends_with", &["order.json", ".xml"], "no"),
        ("contains", &["imported, vip", "vip"], "yes"),
        ("replace", &["1.234.567", ".", ""], "\"1234567\""),
        ("replace", &["aaa", "aa", "b"], "\"ba\""),
        ("replace", &["abc", "", "-"], "\"abc\""),
        ("split", &["a,b,,ç", ","], "[\"a\", \"b\", \"\", \"ç\"]"),
        ("split", &["", ","], "[\"\"]"),
        ("split", &["abc", ""], "[\"abc\"]"),
        ("pad_left", &["42", "#6", "0"], "\"000042\""),
        ("pad_left", &["é", "#3", "·"], "\"··é\""),
        ("pad_left", &["1234567", "#6", "0"], "\"1234567\""),
        ("pad_left", &["1", "#999999999", "0"], "misfit"),
        ("pad_right", &["DE", "#4", " "], "\"DE  \""),
        ("before", &["DE-4711-A", "-"], "\"DE\""),
        ("before", &["4711", "-"], "\"4711\""),
        ("after", &["DE-4711-A", "-"], "\"4711-A\""),
        ("after", &["DE-", "-"], "\"\""),
        ("after", &["4711", "-"], "\"\""),
        ("is_blank", &[" \t\u{a0}"], "yes"),
        ("is_blank", &[" x"], "no"),
        ("digits", &["+1 (502) 459-2181 ٣"], "\"15024592181\""),
        ("to_int", &["0042"], "42"),
        ("to_int", &["-7"], "-7"),
        ("to_int", &["12.5"], "invalid"),
        ("to_int", &[" 1"], "invalid"),
        ("to_int", &["9223372036854775808"], "invalid"),
        ("to_decimal", &["29.350"], "29.350"),
        ("to_decimal", &["29,35"], "invalid"),
        ("to_decimal", &["1e99"], "invalid"),
        ("to_date", &["23.11.2026", "DD.MM.YYYY"], "2026-11-23"),
        ("to_date", &["31.11.2026", "DD.MM.YYYY"], "invalid"),
        ("to_timestamp", &["2026-11-23T10:00:00-05:00"], "2026-11-23T15:00:00Z"),
        ("to_timestamp", &["2026-11-23T10:00:00"], "invalid"),
    ] {
        assert_eq!(desk.on_text(&format!("text.{name}"), args), result, "{name} {args:?}");
    }
}

#[test]
fn patterns() {
    let mut desk = Desk::default();
    for (name, args, result) in [
        ("matches", &["DE123", "[A-Z]{2}[0-9]+"][..], "yes"),
        ("matches", &["x DE123", "[A-Z]{2}[0-9]+"], "no"),
        ("matches", &["b", "a|b|c"], "yes"),
        ("matches", &["b\n", "b"], "no"),
        ("capture", &["PO:4711/DE", "PO:([0-9]+)/([A-Z]+)"], "\"4711\""),
        ("capture", &["4711", "x"], "none"),
        ("captures", &["PO:4711/DE", "PO:([0-9]+)/([A-Z]+)(x)?"], "[\"4711\", \"DE\", \"\"]"),
        ("captures", &["4711", "x"], "[]"),
        ("replace_pattern", &["Doe, Jane", "(.+), (.+)", "$2 $1"], "\"Jane Doe\""),
    ] {
        assert_eq!(desk.on_text(&format!("pattern.{name}"), args), result, "{name} {args:?}");
    }
}

#[test]
fn parts_of_a_text_stay_where_it_stands() {
    let mut desk = Desk::default();
    let payload = Slot::Text(Text { start: 0, len: 8, origin: Origin::Payload, clean: true });
    let constant = Slot::Text(Text { start: 2, len: 6, origin: Origin::Constant, clean: true });
    assert_eq!(desk.call("text.drop", &[payload, Slot::Int(2)]), Ok(Slot::Text(Text { start: 3, len: 5, origin: Origin::Payload, clean: true })));
    let separator = desk.text("t");
    assert_eq!(desk.call("text.after", &[constant, separator]), Ok(Slot::Text(Text { start: 5, len: 3, origin: Origin::Constant, clean: true })));
    assert_eq!(desk.memory.text, "t");
}

#[test]
fn number_natives() {
    let mut desk = Desk::default();
    let [half_away, half_even, half_down, up, down, ceiling, floor] = [0, 1, 2, 3, 4, 5, 6].map(Slot::Enum);
    let most = Slot::Int(i64::MAX);
    for (name, args, result) in [
        ("to_text", &[dec("1234.50")][..], "\"1234.50\""),
        ("to_text", &[Slot::Int(-3)], "\"-3\""),
        ("round", &[dec("2.345"), Slot::Int(2), half_away], "2.35"),
        ("round", &[dec("2.345"), Slot::Int(2), half_even], "2.34"),
        ("round", &[dec("-2.5"), Slot::Int(0), half_down], "-2"),
        ("round", &[dec("-2.51"), Slot::Int(0), half_down], "-3"),
        ("round", &[dec("-2.1"), Slot::Int(0), up], "-3"),
        ("round", &[dec("-2.9"), Slot::Int(0), down], "-2"),
        ("round", &[dec("-2.9"), Slot::Int(0), ceiling], "-2"),
        ("round", &[dec("-2.1"), Slot::Int(0), floor], "-3"),
        ("round", &[dec("-2.5"), Slot::Int(0)], "-3"),
        ("round", &[Slot::Int(3), Slot::Int(2)], "3.00"),
        ("round", &[dec("1e37"), Slot::Int(2)], "misfit"),
        ("floor", &[dec("-2.1")], "-3"),
        ("ceil", &[dec("2.1")], "3"),
        ("ceil", &[dec("9223372036854775807.1")], "misfit"),
        ("floor", &[most], "9223372036854775807"),
        ("abs", &[Slot::Int(-3)], "3"),
        ("abs", &[dec("-3.50")], "3.50"),
        ("abs", &[Slot::Int(i64::MIN)], "misfit"),
        ("min", &[Slot::Int(3), dec("2.5")], "2.5"),
        ("max", &[Slot::Int(3), dec("2.5")], "3"),
        ("to_int", &[dec("12.00")], "12"),
        ("to_int", &[dec("12.01")], "misfit"),
        ("to_int", &[dec("1e30")], "misfit"),
        ("to_decimal", &[Slot::Int(3)], "3"),
    ] {
        assert_eq!(desk.show(&format!("number.{name}"), args), result, "{name} {args:?}");
    }
}

#[test]
fn date_natives() {
    let mut desk = Desk::default();
    let day = Slot::Date(date(2026, 11, 23));
    let instant = Slot::Timestamp("2026-11-23T02:00:00Z".parse().unwrap());
    let [new_york, utc, nowhere] = ["America/New_York", "UTC", "Mars/Olympus"].map(|zone| desk.text(zone));
    let [german, american, offset] = ["DD.MM.YYYY", "MM/DD/YY hhmm", "hh:mmZZ"].map(|form| desk.text(form));
    for (name, args, result) in [
        ("now", &[][..], "2026-11-23T10:00:00Z"),
        ("to_date", &[instant, new_york], "2026-11-22"),
        ("to_date", &[instant, utc], "2026-11-23"),
        ("to_time", &[instant, new_york], "21:00:00"),
        ("to_date", &[instant, nowhere], "invalid"),
        ("format", &[day, german], "\"23.11.2026\""),
        ("format", &[Slot::Time(time(7, 5, 0, 0)), offset], "\"07:05Z\""),
        ("format", &[instant, american, new_york], "\"11/22/26 2100\""),
        ("format", &[instant, offset, new_york], "\"21:00-05:00\""),
        ("add_days", &[Slot::Date(date(2026, 2, 27)), Slot::Int(2)], "2026-03-01"),
        ("add_days", &[day, Slot::Int(-23)], "2026-10-31"),
        ("add_days", &[day, Slot::Int(i64::MAX)], "misfit"),
        ("add_days", &[day, Slot::Int(4_000_000)], "misfit"),
        ("days_until", &[Slot::Date(date(2026, 2, 27)), Slot::Date(date(2026, 3, 1))], "2"),
        ("days_until", &[Slot::Date(date(9999, 12, 31)), Slot::Date(date(-9999, 1, 1))], "-7304483"),
        ("year", &[day], "2026"),
        ("month", &[day], "11"),
        ("day", &[day], "23"),
        ("weekday", &[day], "1"),
        ("weekday", &[Slot::Date(date(2026, 11, 29))], "7"),
    ] {
        assert_eq!(desk.show(&format!("date.{name}"), args), result, "{name} {args:?}");
    }
}

#[test]
fn list_natives() {
    let mut desk = Desk::default();
    let list = desk.list(&[Slot::Int(3), Slot::Int(1), Slot::Int(2)]);
    let mixed = desk.list(&[Slot::Int(1), Slot::Int(2), dec("3.5")]);
    let none = desk.list(&[]);
    let words = desk.texts(&["b", "a", "b", "é"]);
    let lengths = desk.list(&[Slot::Int(2), Slot::Int(1), Slot::Int(2), Slot::Missing]);
    let holds = desk.list(&[Slot::Bool(false), Slot::Bool(true), Slot::Bool(true)]);
    let huge = desk.list(&[Slot::Int(i64::MAX), Slot::Int(1)]);
    let [comma, a, z] = [", ", "a", "z"].map(|text| desk.text(text));
    for (name, args, result) in [
        ("count", &[list][..], "3"),
        ("is_empty", &[none], "yes"),
        ("first", &[list], "3"),
        ("first", &[none], "none"),
        ("last", &[list], "2"),
        ("last", &[none], "none"),
        ("at", &[list, Slot::Int(1)], "1"),
        ("at", &[list, Slot::Int(3)], "none"),
        ("at", &[list, Slot::Int(-1)], "none"),
        ("sum", &[list], "6"),
        ("sum", &[mixed], "6.5"),
        ("sum", &[none], "0"),
        ("sum", &[huge], "misfit"),
        ("min", &[mixed], "1"),
        ("max", &[mixed], "3.5"),
        ("max", &[words], "\"é\""),
        ("min", &[none], "none"),
        ("any", &[list, holds], "yes"),
        ("all", &[list, holds], "no"),
        ("all", &[none, none], "yes"),
        ("find", &[list, holds], "1"),
        ("find", &[none, none], "none"),
        ("distinct", &[words], "[\"b\", \"a\", \"é\"]"),
        ("sort_by", &[words, lengths], "[\"é\", \"a\", \"b\", \"b\"]"),
        ("reverse", &[list], "[2, 1, 3]"),
        ("join", &[words, comma], "\"b, a, b, é\""),
        ("join", &[none, comma], "\"\""),
        ("contains", &[words, a], "yes"),
        ("contains", &[words, z], "no"),
        ("contains", &[mixed, Slot::Int(2)], "yes"),
    ] {
        assert_eq!(desk.show(&format!("list.{name}"), args), result, "{name} {args:?}");
    }
}

#[test]
fn records_that_are_chosen_stay_where_they_are() {
    let mut desk = Desk::default();
    desk.memory.slots = (0..6).map(Slot::Int).collect();
    let list = List { start: 0, len: 3, stride: 2, records: true };
    assert_eq!(desk.call("list.last", &[Slot::List(list)]), Ok(Slot::Record(4)));
    let Ok(Slot::List(reversed)) = desk.call("list.reverse", &[Slot::List(list)]) else { panic!() };
    assert_eq!(reversed, List { start: 6, len: 3, stride: 1, records: false });
    assert_eq!(desk.memory.slots[6..], [4, 2, 0].map(Slot::Record));
}

#[test]
fn maps_enums_and_hashes() {
    let mut desk = Desk::default();
    let (key, other) = (desk.text("k"), desk.text("x"));
    let start = desk.memory.slots.len() as u32;
    desk.memory.slots.extend([other, Slot::Int(1), key, Slot::Int(2)]);
    let map = Slot::List(List { start, len: 2, stride: 2, records: false });
    let wanted = desk.text("k");
    assert_eq!(desk.show("map.get", &[map, wanted]), "2");
    let unknown = desk.text("unknown");
    assert_eq!(desk.show("map.get", &[map, unknown]), "none");
    let codes = desk.texts(&["GND", "2DA"]);
    assert_eq!(desk.show("enum.code", &[Slot::Enum(1), codes]), "\"2DA\"");
    assert_eq!(desk.show("enum.name", &[Slot::Enum(2), codes]), "invalid");
    assert_eq!(desk.on_text("hash.sha256", &["abc"]), "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
}

/// Whatever a native is given, it answers.
#[test]
fn wrong_arguments_never_panic() {
    let mut desk = Desk::default();
    let (text, list) = (desk.text("é"), desk.list(&[Slot::Int(1), Slot::Missing]));
    let kinds = [
        Slot::Missing,
        Slot::Bool(true),
        Slot::Int(i64::MIN),
        Slot::Int(40),
        dec("-99999999999999999999999999999999999999"),
        text,
        list,
        Slot::Record(900),
        Slot::Date(date(9999, 12, 31)),
        Slot::Timestamp(jiff::Timestamp::MAX),
        Slot::List(List { start: 900, len: 3, stride: 2, records: false }),
    ];
    for native in all() {
        let _ = (native.call)(&mut desk.cx(), &[]);
        for a in kinds {
            for b in kinds {
                for c in kinds {
                    let _ = (native.call)(&mut desk.cx(), &[a, b, c]);
                }
                let _ = (native.call)(&mut desk.cx(), &[a, b]);
            }
            let _ = (native.call)(&mut desk.cx(), &[a]);
        }
    }
}

proptest! {
    #[test]
    fn truncate_and_drop_part_a_text(text in ".{0,20}", count in 0i64..25) {
        let mut desk = Desk::default();
        let whole = desk.text(&text);
        let (before, after) = (desk.call("text.truncate", &[whole, Slot::Int(count)]).unwrap(), desk.call("text.drop", &[whole, Slot::Int(count)]).unwrap());
        let (Slot::Text(before), Slot::Text(after)) = (before, after) else { panic!() };
        let (before, after) = (desk.cx().text(before).to_owned(), desk.cx().text(after).to_owned());
        prop_assert_eq!(before.chars().count(), text.chars().count().min(count as usize));
        prop_assert_eq!(before + &after, text);
    }

    #[test]
    fn split_and_join_are_inverse(text in "[a-c,é]{0,12}", separator in "[,é]{1,2}") {
        let mut desk = Desk::default();
        let (whole, separator) = (desk.text(&text), desk.text(&separator));
        let parts = desk.call("text.split", &[whole, separator]).unwrap();
        let joined = desk.call("list.join", &[parts, separator]).unwrap();
        prop_assert_eq!(desk.shown(joined), format!("{text:?}"));
    }
}
