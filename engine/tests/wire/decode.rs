//! What is accepted, what is refused, and how it is told.

use crossdock_compiler::typed::*;
use crossdock_engine::slot::{List, Origin, Slot};

use crate::builder::*;

fn ok(ty: Type, values: &[(&str, &str)]) {
    for (value, written) in values {
        assert_eq!(one(ty.clone(), |_| (), value), Ok((*written).to_owned()), "{value}");
    }
}

fn refused(ty: Type, values: &[(&str, &str)]) {
    for (value, told) in values {
        assert_eq!(one(ty.clone(), |_| (), value), Err(format!("at v: {told}")), "{value}");
    }
}

#[test]
fn ints_are_whole_however_they_are_written() {
    ok(int(), &[("12", "12"), ("12.0", "12"), ("1.2e1", "12"), ("-0", "0"), ("9223372036854775807", "9223372036854775807"), ("0e400", "0")]);
    refused(
        int(),
        &[
            ("12.5", "Expected a whole number of at most 64 bits, but found 12.5."),
            ("9223372036854775808", "Expected a whole number of at most 64 bits, but found 9223372036854775808."),
            ("1e400", "Expected a whole number of at most 64 bits, but found 1e400."),
            ("null", "It is missing; a whole number of at most 64 bits is required."),
            ("\"12\"", "Expected a whole number of at most 64 bits, but found \"12\". It stands in quotes: if it always does, declare the field `as text`."),
            ("{\"a\": [1]}", "Expected a whole number of at most 64 bits, but found an object."),
        ],
    );
    let small = Type::Int(IntType { min: 1, max: 9 });
    ok(small.clone(), &[("1", "1"), ("9", "9")]);
    refused(small, &[("0", "Expected a whole number from 1 to 9, but found 0."), ("10", "Expected a whole number from 1 to 9, but found 10.")]);
}

#[test]
fn decimals_are_exact() {
    ok(decimal(12, 2), &[("12.5", "12.50"), ("12.500", "12.50"), ("1e3", "1000.00"), ("-0.01", "-0.01"), ("9999999999.99", "9999999999.99")]);
    let told = "Expected a number of at most 12 digits, 2 of them behind the point, but found";
    refused(decimal(12, 2), &[("12.505", &format!("{told} 12.505.")), ("10000000000", &format!("{told} 10000000000."))]);
    let any = Type::Decimal(DecimalType { limits: None });
    ok(any.clone(), &[("0.10", "0.10"), ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678")]);
    refused(any, &[("1e38", "Expected a number of at most 38 digits, but found 1e38.")]);
}

#[test]
fn numbers_in_quotes_and_with_implied_points() {
    let quoted = |value| one(decimal(12, 2), |wire| wire.as_text = true, value);
    assert_eq!(quoted("\"29.35\""), Ok("\"29.35\"".to_owned()));
    assert_eq!(quoted("\"0029.3\""), Ok("\"29.30\"".to_owned()));
    for value in ["\"29.35 \"", "\"\"", "\"abc\"", "\"29,35\""] {
        assert!(quoted(value).is_err(), "{value}");
    }
    assert!(quoted("29.35").unwrap_err().ends_with("It stands without quotes: if it always does, leave `as text` out."));
    let implied = |value| one(decimal(12, 2), |wire| wire.implied = Some(2), value);
    assert_eq!(implied("1250"), Ok("1250".to_owned()));
    assert_eq!(implied("5"), Ok("5".to_owned()));
    assert!(implied("12.5").unwrap_err().contains("written without the point (2 digits stand behind it)"));
}

#[test]
fn text_is_counted_in_characters() {
    ok(text_of(2, 3), &[("\"ab\"", "\"ab\""), ("\"äöü\"", "\"äöü\""), ("\"\\ud83d\\ude00\\u00e9\"", "\"😀é\""), ("\"a\\nb\"", "\"a\\nb\"")]);
    refused(
        text_of(2, 3),
        &[
            ("\"a\"", "Expected text of 2 to 3 characters, but found \"a\"."),
            ("\"😀\"", "Expected text of 2 to 3 characters, but found \"😀\"."),
            ("\"abcd\"", "Expected text of 2 to 3 characters, but found \"abcd\"."),
            ("12", "Expected text of 2 to 3 characters, but found 12. It is a number: if it always is, declare the field as int or decimal."),
        ],
    );
    let long = format!("\"{}\"", "x".repeat(100));
    refused(text_of(1, 20), &[(&long, &format!("Expected text of 1 to 20 characters, but found \"{}….", "x".repeat(58)))]);
    let pattern = Type::Text(TextType { min: 0, max: None, pattern: Some("[A-Z]{2}|é".into()) });
    ok(pattern.clone(), &[("\"AB\"", "\"AB\""), ("\"\\u00e9\"", "\"é\"")]);
    refused(pattern, &[("\"ABC\"", "Expected text matching \"[A-Z]{2}|é\", but found \"ABC\".")]);
}

#[test]
fn bools_in_their_forms() {
    ok(Type::Bool, &[("true", "true"), ("false", "false")]);
    refused(Type::Bool, &[("1", "Expected true or false, but found 1."), ("\"true\"", "Expected true or false, but found \"true\".")]);
    let words = |value| one(Type::Bool, |wire| wire.yes_no = Some(("Y".to_owned(), "N".to_owned())), value);
    assert_eq!(words("\"Y\""), Ok("\"Y\"".to_owned()));
    assert_eq!(words("\"N\""), Ok("\"N\"".to_owned()));
    assert_eq!(words("true"), Err("at v: Expected \"Y\" or \"N\", but found true.".to_owned()));
    assert_eq!(one(Type::Bool, |wire| wire.as_text = true, "\"false\""), Ok("\"false\"".to_owned()));
}

#[test]
fn dates_times_and_instants() {
    ok(Type::Date, &[("\"2026-11-23\"", "\"2026-11-23\"")]);
    refused(
        Type::Date,
        &[
            ("\"2026-02-30\"", "Expected a date like \"2026-11-23\", but found \"2026-02-30\": the calendar has no such day or the clock no such time."),
            ("20261123", "Expected a date like \"2026-11-23\", but found 20261123."),
        ],
    );
    ok(Type::Time, &[("\"10:00\"", "\"10:00:00\"")]);
    ok(Type::Timestamp, &[("\"2026-11-23T10:00:00+01:00\"", "\"2026-11-23T09:00:00Z\"")]);
    ok(Type::Duration, &[("\"PT4H\"", "\"PT4H\"")]);
    let parts: Vec<DatePart> = crossdock_engine::dates::parts("DD\\MM\"YYYY").collect();
    assert_eq!(one(Type::Date, |wire| wire.format = Some(parts), "\"23\\\\11\\\"2026\""), Ok("\"23\\\\11\\\"2026\"".to_owned()));
    let zoned = |value| one(Type::Timestamp, |wire| wire.zone = Some("Europe/Berlin".to_owned()), value);
    assert_eq!(zoned("\"2026-11-23T10:00:00\""), Ok("\"2026-11-23T10:00:00\"".to_owned()));
    assert!(zoned("\"2026-10-25T02:30:00\"").unwrap_err().ends_with("the clock shows that time twice in the declared zone."));
}

#[test]
fn enums_by_their_codes() {
    let status = Type::Enum(EnumId(0));
    ok(status.clone(), &[("\"on-hold\"", "\"on-hold\""), ("\"d\\u006fne\"", "\"done\""), ("\"\\\"odd\\\"\\n\"", "\"\\\"odd\\\"\\n\"")]);
    refused(status, &[("\"on_hold\"", "Expected \"on-hold\", \"done\" or \"\\\"odd\\\"\\n\", but found \"on_hold\".")]);
}

#[test]
fn missing_is_absent_or_null() {
    let fields = || vec![field("a", optional(int())), wired("b", optional(text()), |wire| wire.or_null = true), field("c", text())];
    assert_eq!(pass(fields(), r#"{"c": ""}"#), Ok(r#"{"b":null,"c":""}"#.to_owned()));
    assert_eq!(pass(fields(), r#"{"a": null, "b": null, "c": "x"}"#), Ok(r#"{"b":null,"c":"x"}"#.to_owned()));
    assert_eq!(pass(fields(), "{}"), Err(vec!["at c: It is missing; text is required.".to_owned()]));
    let blank = |ty, value| one(ty, |wire| wire.blank_is_missing = true, value);
    assert_eq!(blank(optional(text_of(1, 9)), "\"\""), Ok("{}".to_owned()));
    assert_eq!(blank(optional(Type::Date), "\"\""), Ok("{}".to_owned()));
    assert_eq!(blank(optional(text()), "\" \""), Ok("\" \"".to_owned()));
    assert_eq!(blank(text(), "\"\""), Err("at v: It is missing; text is required.".to_owned()));
}

#[test]
fn nested_keys_are_read_into_one_record() {
    let fields = || vec![at("a", int(), &["x", "a"]), at("b", optional(text()), &["x", "y", "b"]), at("c", optional(int()), &["z", "c"])];
    assert_eq!(pass(fields(), r#"{"x": {"y": {"b": "t"}, "a": 1}, "z": null}"#), Ok(r#"{"x":{"a":1,"y":{"b":"t"}}}"#.to_owned()));
    assert_eq!(pass(fields(), r#"{"x": {}}"#), Err(vec!["at x.a: It is missing; a whole number of at most 64 bits is required.".to_owned()]));
    assert_eq!(pass(fields(), r#"{"z": {"c": "q"}}"#).unwrap_err().len(), 2);
    assert_eq!(pass(fields(), r#"{"x": [1], "z": 7}"#), Err(vec!["at x: Expected an object, but found a list.".to_owned(), "at z: Expected an object, but found 7.".to_owned()]));
}

#[test]
fn one_key_may_feed_several_fields() {
    let fields = vec![at("whole", Type::Json, &["x"]), at("part", int(), &["x", "n"]), at("again", Type::Json, &["x", "n"])];
    let project = project(vec![fields]);
    let mut wired = Wired::new(&project);
    let payload = br#"{"x": {"n": 5}}"#;
    let record = wired.read(payload).unwrap();
    assert_eq!(record, Slot::Record(0));
    assert_eq!(wired.memory.slots.get(1), Some(&Slot::Int(5)));
    assert!(matches!(wired.memory.slots.first(), Some(Slot::Json(json)) if json.start == 6 && json.len == 8));
}

#[test]
fn keys_may_be_escaped_but_stand_once() {
    let fields = || vec![field("order", int()), field("unread", optional(int()))];
    assert_eq!(pass(fields(), r#"{"\u006frder": 1}"#), Ok(r#"{"order":1}"#.to_owned()));
    let told = "at order: The key stands twice in its object, so its value is in doubt.";
    assert_eq!(pass(fields(), r#"{"order": 1, "\u006frder": 1}"#), Err(vec![told.to_owned()]));
    let project = project(vec![fields()]);
    let mut wired = Wired::with(&project, &only(&project, |_, name| name == "order"));
    assert_eq!(wired.pass(br#"{"unread": "not even an int", "order": 1}"#), Ok(br#"{"order":1}"#.to_vec()));
    assert!(wired.pass(br#"{"unread": 1, "order": 1, "unread": 2}"#).unwrap_err().concat().starts_with("at unread: The key stands twice"));
    assert_eq!(wired.pass(br#"{"other": 1, "order": 1, "other": 2}"#), Ok(br#"{"order":1}"#.to_vec()));
}

#[test]
fn strict_records_know_all_their_keys() {
    let mut project = project(vec![vec![field("a", int()), at("b", optional(int()), &["n", "b"])]]);
    project.records[0].strict = true;
    let mut wired = Wired::with(&project, &only(&project, |_, name| name == "a"));
    assert!(wired.pass(br#"{"a": 1, "n": {"b": 2}}"#).is_ok());
    let failures = wired.pass(br#"{"a": 1, "extra key": {}, "n": {"c": 2}}"#).unwrap_err();
    let told = "The record is strict and declares no such field.";
    assert_eq!(failures, [format!("at [\"extra key\"]: {told}"), format!("at n.c: {told}")]);
}

#[test]
fn lists_of_scalars_records_and_lists() {
    let lines = vec![field("sku", text()), field("tags", list(text())), field("sub", list(record(1)))];
    let project = project(vec![vec![field("lines", list_of(1, Some(3), record(1))), field("grid", optional(list(list(optional(int())))))], lines]);
    let mut wired = Wired::new(&project);
    let payload = br#"{"grid":[[1,null],[],[3]],"lines":[{"sku":"a","tags":["x","y"],"sub":[{"sku":"s","tags":[],"sub":[]}]},{"sku":"b","tags":[],"sub":[]}]}"#;
    let written = wired.pass(payload).unwrap();
    let expected = r#"{"lines":[{"sku":"a","tags":["x","y"],"sub":[{"sku":"s","tags":[],"sub":[]}]},{"sku":"b","tags":[],"sub":[]}],"grid":[[1,null],[],[3]]}"#;
    assert_eq!(String::from_utf8(written).unwrap(), expected);
    let failures = wired.pass(br#"{"lines":[{"sku":"a","tags":["x",1],"sub":[{"tags":7,"sub":[]}]},null,3]}"#).unwrap_err();
    let paths: Vec<_> = failures.iter().map(|told| told.split(": ").next().unwrap()).collect();
    assert_eq!(paths, ["at lines[0].tags[1]", "at lines[0].sub[0].tags", "at lines[0].sub[0].sku", "at lines[1]", "at lines[2]"]);
    assert_eq!(wired.pass(br#"{"lines":[]}"#).unwrap_err(), ["at lines: Expected a list of 1 to 3 elements, but found 0 elements."]);
}

#[test]
fn elements_stand_in_equal_strides() {
    let project = project(vec![vec![field("lines", list(record(1)))], vec![field("n", int()), field("m", list(record(2)))], vec![field("k", int())]]);
    let mut wired = Wired::new(&project);
    let record = wired.read(br#"{"lines":[{"n":1,"m":[{"k":5},{"k":6}]},{"n":2,"m":[]},{"m":[],"n":3}]}"#).unwrap();
    let Slot::Record(start) = record else { panic!() };
    let Some(Slot::List(lines)) = wired.memory.slots.get(start as usize).copied() else { panic!() };
    assert_eq!((lines.len, lines.stride, lines.records), (3, 2, true));
    let ns: Vec<_> = (0..3).map(|index| wired.memory.slots[(lines.start + index * 2) as usize]).collect();
    assert_eq!(ns, [Slot::Int(1), Slot::Int(2), Slot::Int(3)]);
    let Slot::List(List { start, len: 2, .. }) = wired.memory.slots[lines.start as usize + 1] else { panic!() };
    assert_eq!(wired.memory.slots[start as usize + 1], Slot::Int(6));
}

#[test]
fn records_without_slots_are_counted_all_the_same() {
    let project = project(vec![vec![field("lines", list(record(1)))], vec![field("n", int())]]);
    let mut wired = Wired::with(&project, &only(&project, |id, _| id == 0));
    wired.read(br#"{"lines":[{"n":"whatever"},{}]}"#).unwrap();
    assert!(matches!(wired.memory.slots.first(), Some(Slot::List(List { len: 2, stride: 0, records: true, .. }))));
}

#[test]
fn maps_as_objects_and_as_pairs() {
    let object = |value: &str| one(map_of(int()), |_| (), value);
    assert_eq!(object(r#"{"a": 1, "\u0062": 2}"#), Ok(r#"{"a":1,"b":2}"#.to_owned()));
    assert_eq!(object(r#"{"a": 1, "\u0061": 2}"#), Err("at v: The key \"a\" stands twice, but a map has one value a key.".to_owned()));
    assert_eq!(object(r#"{"a": "x"}"#), Err("at v.a: Expected a whole number of at most 64 bits, but found \"x\".".to_owned()));
    let many: String = (0..40).map(|n| format!("\"k{n}\":{n},")).collect();
    assert!(object(&format!("{{{many}\"z\":1}}")).is_ok());
    assert!(object(&format!("{{{many}\"k7\":1}}")).unwrap_err().contains("\"k7\" stands twice"));
    let pairs = |value| one(map_of(text()), |wire| wire.by = Some(("key".to_owned(), "value".to_owned())), value);
    assert_eq!(pairs(r#"[{"value": "1", "id": 9, "key": "a"}]"#), Ok(r#"[{"key":"a","value":"1"}]"#.to_owned()));
    assert_eq!(pairs(r#"[{"key": "a"}]"#), Err("at v[0].value: It is missing; text is required.".to_owned()));
    assert_eq!(pairs(r#"[{"value": "a"}, 5]"#), Err("at v[0].key: It is missing; text is required. | at v[1]: Expected an object, but found 5.".to_owned()));
    assert!(pairs(r#"[{"key": "a", "value": "x"}, {"key": "a", "value": "x"}]"#).is_err());
    assert_eq!(pairs("{}"), Err("at v: Expected a list of pairs, but found an object.".to_owned()));
    let records = project(vec![vec![field("m", map_of(record(1)))], vec![field("n", int())]]);
    assert_eq!(Wired::new(&records).pass(br#"{"m":{"a":{"n":1},"b":{"n":2}}}"#), Ok(br#"{"m":{"a":{"n":1},"b":{"n":2}}}"#.to_vec()));
}

#[test]
fn text_stays_in_the_payload_where_it_can() {
    let project = project(vec![vec![field("a", text()), field("b", text())]]);
    let mut wired = Wired::new(&project);
    wired.read(br#"{"a": "plain", "b": "es\"caped"}"#).unwrap();
    assert!(matches!(wired.memory.slots.first(), Some(Slot::Text(text)) if text.origin == Origin::Payload && text.clean));
    assert!(matches!(wired.memory.slots.get(1), Some(Slot::Text(text)) if text.origin == Origin::Memory && !text.clean));
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let told = |payload: &[u8]| Wired::new(&project(vec![vec![field("a", optional(int()))]])).pass(payload).unwrap_err().concat();
    let json = |rest: &str| format!("The payload is not valid JSON: expected {rest}.");
    assert_eq!(told(b""), "The payload is empty, but JSON is expected.");
    assert_eq!(told(b" \n"), json("a value, but found its end at byte 2 (line 2, column 1)"));
    assert_eq!(told(b"{\"a\": 1"), json("a comma or }, but found its end at byte 7 (line 1, column 8)"));
    assert_eq!(told(b"{\"a\": 1}x"), json("the end of the payload, but found 'x' at byte 8 (line 1, column 9)"));
    assert_eq!(told("{\n \"é\": 01}".as_bytes()), json("a number without leading zeros, but found '1' at byte 10 (line 2, column 8)"));
    assert_eq!(told(b"{\"a\": \"\\ud800\"}"), json("the second half of a surrogate pair (\\uDC00 to \\uDFFF), but found '\"' at byte 13 (line 1, column 14)"));
    assert_eq!(told(b"{'a': 1}"), json("a key in double quotes, but found '\\'' at byte 1 (line 1, column 2)"));
    assert_eq!(told(b"\xEF\xBB\xBF{}"), "The payload begins with a byte order mark (EF BB BF), which JSON does not allow: have it sent as UTF-8 without BOM.");
    assert_eq!(told(b"\xFF\xFE{\0"), "The payload is UTF-16, but JSON must be UTF-8: have it sent as UTF-8 without BOM.");
    assert_eq!(told(b"{\"x\": \"\xC3\"}"), "The payload is not UTF-8: byte C3 at byte 7 (line 1, column 8) begins no character.");
    assert_eq!(told(b"[]"), "Expected an object, but found a list.");
    assert_eq!(told(b"null"), "It is missing; an object is required.");
}

#[test]
fn nesting_ends_at_128() {
    let nested = |depth: usize| format!("{{\"v\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(pass(vec![], &nested(127)).is_ok());
    assert!(pass(vec![], &nested(128)).unwrap_err().concat().contains("expected no deeper nesting than 128"));
    assert!(pass(vec![field("v", Type::Json)], &nested(127)).is_ok());
    let recursive = || project(vec![vec![field("v", optional(record(0)))]]);
    let chain = |depth: usize| format!("{}{}", "{\"v\":".repeat(depth) + "{}", "}".repeat(depth));
    assert!(Wired::new(&recursive()).pass(chain(127).as_bytes()).is_ok());
    assert!(Wired::new(&recursive()).pass(chain(128).as_bytes()).is_err());
}

#[test]
fn failures_are_collected_but_not_without_end() {
    let many: Vec<String> = (0..50).map(|n| format!("\"{n}\"")).collect();
    let failures = pass(vec![field("v", list(int()))], &format!("{{\"v\": [{}]}}", many.join(","))).unwrap_err();
    assert_eq!(failures.len(), 20);
    assert!(failures.last().unwrap().starts_with("at v[19]: "));
}

#[test]
fn records_of_many_fields_are_checked_too() {
    let fields: Vec<Field> = (0..300).map(|n| field(&format!("field_{n}"), int())).collect();
    let member = |n: usize| format!("\"field_{n}\":{n}");
    let members: Vec<String> = (0..300).rev().map(member).collect();
    assert!(pass(fields.clone(), &format!("{{{}}}", members.join(","))).is_ok());
    let failures = pass(fields, &format!("{{{},{}}}", members[..299].join(","), member(250))).unwrap_err();
    let paths: Vec<_> = failures.iter().map(|told| told.split(": ").next().unwrap()).collect();
    assert_eq!(paths, ["at field_250", "at field_0"]);
}
