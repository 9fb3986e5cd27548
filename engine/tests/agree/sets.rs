//! The payloads that the engine is measured on, broken in all ways at one place; and JSON by chance.

use proptest::prelude::*;
use serde_json::Value;

use super::oracle::Passing;
use super::payloads::sets;
use super::thorough;

const PICK: [&str; 4] = ["event_id", "lines", "order", "unknown"];
const ORDER: [&str; 6] = ["id", "name", "note", "line_items", "shipping_address", "tags"];

/// What is put in the place of a byte, besides all others where it is to be thorough.
const BYTES: &[u8] = b"\"\\{}[],: 0-e.nu\n\0\x1f\x7f\x80\xc3\xed\xff";

/// The first messages of each set, in steps of so many bytes: `large` has too many of them for each.
fn for_each_message(mut check: impl FnMut(&mut Passing, &[u8], usize)) {
    for set in sets() {
        let (mut passing, step) = match (set.name, thorough()) {
            ("pick", _) => (Passing::new(&PICK), 1),
            ("large", false) => (Passing::new(&ORDER), 40_009),
            ("large", true) => (Passing::new(&ORDER), 401),
            (_, false) => (Passing::new(&ORDER), 37),
            (_, true) => (Passing::new(&ORDER), 1),
        };
        check(&mut passing, &set.messages[0], step);
    }
}

#[test]
fn what_is_handed_on_is_what_serde_json_reads() {
    for set in sets() {
        let fields: &'static [&'static str] = if set.mapping == "pick" { &PICK } else { &ORDER };
        let mut passing = Passing::new(fields);
        set.messages.iter().take(if thorough() { usize::MAX } else { 40 }).for_each(|message| passing.agree(message));
    }
}

#[test]
fn a_byte_that_is_another_is_judged_as_serde_json_does() {
    for_each_message(|passing, message, step| {
        let mut broken = message.to_vec();
        for at in (0..message.len()).step_by(step) {
            let bytes: Vec<u8> = if thorough() { (0..=255).collect() } else { BYTES.to_vec() };
            for byte in bytes {
                broken[at] = byte;
                passing.agree(&broken);
            }
            broken[at] = message[at];
        }
    });
}

#[test]
fn a_byte_more_or_less_is_judged_as_serde_json_does() {
    for_each_message(|passing, message, step| {
        for at in (0..message.len()).step_by(step) {
            let less = [&message[..at], &message[at + 1..]].concat();
            passing.agree(&less);
            let twice = [&message[..=at], &message[at..]].concat();
            passing.agree(&twice);
        }
    });
}

#[test]
fn every_truncation_is_refused() {
    for_each_message(|passing, message, step| {
        for at in (0..message.len()).step_by(step) {
            assert!(passing.pass(&message[..at]).is_err());
            passing.agree(&message[..at]);
        }
    });
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-d]|order|lines|note|id|\\PC{0,3}", inner, 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if thorough() { 200_000 } else { 1_000 })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn json_by_chance(value in any_value()) {
        let mut passing = Passing::new(&PICK);
        passing.agree(value.to_string().as_bytes());
        passing.agree(serde_json::to_string_pretty(&value).unwrap().as_bytes());
        passing.agree(format!("{{\"lines\":{value},\"unknown\":[{value}],\"passed over\":{value}}}").as_bytes());
    }

    #[test]
    fn bytes_by_chance(before in prop::collection::vec(any::<u8>(), 0..12), after in prop::collection::vec(any::<u8>(), 0..12)) {
        let mut passing = Passing::new(&PICK);
        passing.agree(&[before.as_slice(), &after].concat());
        passing.agree(&[b"{\"lines\":[\"".as_slice(), &before, b"\", ", &after, b"]}"].concat());
        passing.agree(&[b"{\"skipped\":[\"".as_slice(), &before, b"\", ", &after, b"]}"].concat());
    }
}
