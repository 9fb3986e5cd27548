//! Random records: what is written is what was read; and whatever is sent, nothing panics.

use crossdock_compiler::typed::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::builder::*;

/// An order with a field of each kind.
fn order() -> Project {
    let parts = |format| Some(crossdock_engine::dates::parts(format).collect());
    let order = vec![
        field("number", text_of(1, 20)),
        field("status", Type::Enum(EnumId(0))),
        wired("total", decimal(20, 2), |wire| wire.as_text = true),
        at("weight", optional(Type::Decimal(DecimalType { limits: None })), &["measures", "weight"]),
        at("count", int(), &["measures", "count"]),
        wired("gift", Type::Bool, |wire| wire.yes_no = Some(("Y".to_owned(), "N".to_owned()))),
        wired("day", optional(Type::Date), |wire| wire.format = parts("YYYYMMDD")),
        field("at", Type::Timestamp),
        field("extra", optional(Type::Json)),
        field("lines", list(record(1))),
        field("tags", map_of(text())),
    ];
    let line = vec![field("sku", text()), wired("qty", decimal(9, 3), |wire| wire.implied = Some(3)), field("notes", list(optional(text()))), field("part", optional(record(1)))];
    project(vec![order, line])
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![r#"[ -~éß€😀\n\t\u{1}"\\]{0,12}"#, "[a-z]{0,30}"]
}

fn any_line() -> impl Strategy<Value = Value> {
    let leaf = (any_text(), -1_000_000i64..1_000_000, prop::collection::vec(prop::option::of(any_text()), 0..3));
    let leaf = leaf.prop_map(|(sku, qty, notes)| json!({"sku": sku, "qty": qty, "notes": notes}));
    leaf.prop_recursive(3, 4, 1, |inner| (any_text(), inner).prop_map(|(sku, part)| json!({"sku": sku, "qty": 5, "notes": [], "part": part})))
}

prop_compose! {
    fn any_order()(
        number in "[A-Zé0-9]{1,20}",
        status in prop::sample::select(vec!["on-hold", "done", "\"odd\"\n"]),
        cents in -10_000_000i64..10_000_000,
        count: i64,
        gift in prop::sample::select(vec!["Y", "N"]),
        day in prop::option::of("20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])"),
        at in "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{0,8}[1-9])?Z",
        extra in prop::option::of(any_line()),
        lines in prop::collection::vec(any_line(), 0..4),
        tags in prop::collection::btree_map(any_text(), any_text(), 0..20),
    ) -> Value {
        let mut order = json!({
            "number": number, "status": status, "total": Dec { mantissa: cents.into(), scale: 2 }.to_string(),
            "measures": {"count": count}, "gift": gift, "at": at, "lines": lines, "tags": tags,
        });
        let members = order.as_object_mut().unwrap();
        members.extend(day.map(|day| ("day".to_owned(), json!(day))));
        members.extend(extra.map(|extra| ("extra".to_owned(), extra)));
        order
    }
}

/// The same value on another wire: members shuffled, unknown ones added, missing ones null, blanks and escapes strewn in.
fn strewn(value: &Value, seed: &mut u64, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|_| roll(seed, 1000));
            out.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                string(key, seed, out);
                out.push_str([":", " :\t"][roll(seed, 2)]);
                strewn(member, seed, out);
            }
            out.push_str(["\n}", "}"][roll(seed, 2)]);
        }
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { " " });
                strewn(element, seed, out);
            }
            out.push(']');
        }
        Value::String(text) => string(text, seed, out),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
    }
}

fn string(text: &str, seed: &mut u64, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if c.is_control() || c == '"' || c == '\\' || roll(seed, 9) == 0 {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out.push('"');
}

fn roll(seed: &mut u64, sides: u64) -> usize {
    *seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    ((*seed >> 33) % sides) as usize
}

/// What is nowhere declared, and null for what is missing.
fn with_noise(order: &Value) -> Value {
    let mut noisy = order.clone();
    let members = noisy.as_object_mut().unwrap();
    for key in ["day", "extra"] {
        members.entry(key).or_insert(Value::Null);
    }
    members.insert("unknown".to_owned(), json!({"number": ["deep", {"total": 1}]}));
    noisy
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_is_written_is_what_was_read(order_value in any_order(), seed: u64) {
        let mut wired = Wired::new(&order());
        let mut payload = String::new();
        strewn(&with_noise(&order_value), &mut { seed }, &mut payload);
        let written = wired.pass(payload.as_bytes()).unwrap();
        let back: Value = serde_json::from_slice(&written).unwrap();
        prop_assert_eq!(&back, &order_value);
        prop_assert_eq!(wired.pass(&written).unwrap(), written);
    }

    #[test]
    fn fewer_slots_read_the_same(order_value in any_order(), seed: u64, mask: u16) {
        let project = order();
        let layouts = only(&project, |id, name| id == 1 || mask >> (name.len() % 16) & 1 == 1);
        let mut wired = Wired::with(&project, &layouts);
        let mut payload = String::new();
        strewn(&order_value, &mut { seed }, &mut payload);
        let back: Map<String, Value> = serde_json::from_slice(&wired.pass(payload.as_bytes()).unwrap()).unwrap();
        for (key, value) in &back {
            prop_assert_eq!(Some(value), order_value.get(key));
        }
    }

    /// A few bytes changed at random: no panic, and what is still accepted is still read and written alike.
    #[test]
    fn mutated_orders_never_panic(order_value in any_order(), seed: u64, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut payload = String::new();
        strewn(&with_noise(&order_value), &mut { seed }, &mut payload);
        let mut payload = payload.into_bytes();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        let mut wired = Wired::new(&order());
        if let Ok(written) = wired.pass(&payload) {
            prop_assert_eq!(wired.pass(&written).unwrap(), written);
        }
    }
}

#[test]
fn no_truncation_or_mutation_of_an_order_panics() {
    let payload = br#"{"number":"A\u00e91","status":"done","total":"12.50","measures":{"weight":1.5e1,"count":3},"gift":"Y","day":"20261123","at":"2026-11-23T10:00:00.5+01:00","extra":[{}],"lines":[{"sku":"x","qty":1500,"notes":["a",null],"part":{"sku":"y","qty":1,"notes":[]}}],"tags":{"a":"b"}}"#;
    let mut wired = Wired::new(&order());
    let whole = wired.pass(payload).unwrap();
    assert_eq!(wired.pass(&whole).unwrap(), whole);
    for at in 0..payload.len() {
        assert!(wired.pass(&payload[..at]).is_err());
        for byte in 0..=255 {
            let mut payload = payload.to_vec();
            payload[at] = byte;
            if let Ok(written) = wired.pass(&payload) {
                assert_eq!(wired.pass(&written).unwrap(), written);
            }
        }
    }
}
