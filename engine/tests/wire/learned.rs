//! What a decoder has learned from other payloads changes nothing in what it says about this one.

use proptest::prelude::*;

use crate::builder::*;

/// An order of a sender who keeps to an order of keys, where much is never read and some of it never changes.
fn order(number: u32, lines: &[u32], gap: &str, odd: u32) -> String {
    let lines: Vec<String> = lines.iter().map(|of| line(*of, gap)).collect();
    let extra = match odd % 5 {
        0 => "null".to_owned(),
        1 => format!("\"n{odd}\""),
        2 => format!("{{\"a\":{{\"amount\":\"{odd}.50\",\"of\":\"USD\"}},\"b\":[{odd},true]}}"),
        3 => "[]".to_owned(),
        _ => format!("[{{\"id\":{odd}}},{{\"id\":1}}]"),
    };
    let (id, lines) = (u64::from(number) * 77_777_777, lines.join(","));
    format!(
        "{{\"id\":{id},{gap}\"closed\":null,\"tags\":{{\"a\":[1,2,{{}}]}},{gap}\"number\":\"N{number}\",\"extra\":{extra},\"gone\":false,\"lines\":[{lines}],{gap}\"to\":{{\"x\":1,\"city\":\"C{odd}\"}},\"end\":\"é\"}}"
    )
}

fn line(of: u32, gap: &str) -> String {
    let unit = if of.is_multiple_of(3) { ",\"unit\":\"box\"" } else { "" };
    format!("{{\"sku\":\"S-{of}\",{gap}\"name\":\"{}\",\"price\":\"{of}.00\",\"set\":{{\"amount\":\"{of}.0\",\"per\":{of}}}{unit},\"old\":-{of}.5e1}}", of % 7)
}

fn project_of_orders() -> crossdock_compiler::typed::Project {
    let order = vec![field("number", text_of(1, 8)), at("city", optional(text()), &["to", "city"]), field("gone", optional(bool())), field("lines", list(record(1)))];
    let line = vec![field("sku", text()), wired("price", decimal(9, 2), |wire| wire.as_text = true), field("unit", optional(text())), field("old", optional(decimal(12, 3)))];
    project(vec![order, line])
}

fn bool() -> crossdock_compiler::typed::Type {
    crossdock_compiler::typed::Type::Bool
}

fn reader() -> Wired {
    Wired::new(&project_of_orders())
}

/// A reader that has met a good number of orders.
fn experienced() -> Wired {
    let mut reader = reader();
    for at in 0..40u32 {
        let gap = ["", " ", "\n  "][at as usize / 3 % 3];
        let lines: Vec<u32> = (0..at % 5).map(|line| line * 31 + at).collect();
        assert!(reader.read(order(at, &lines, gap, at * 13).as_bytes()).is_ok());
    }
    reader
}

#[test]
fn every_mutation_and_truncation_is_told_as_by_a_reader_that_knows_nothing() {
    let mut old = experienced();
    let payload = order(7, &[3, 4], "", 2).into_bytes();
    for at in 0..payload.len() {
        let cut = payload.get(..at).unwrap();
        assert_eq!(old.pass(cut), reader().pass(cut), "cut at {at}");
        for byte in (0..=255).step_by(3).chain(*b"\"\\{}[]:,01nt- \n") {
            let mut payload = payload.clone();
            payload[at] = byte;
            assert_eq!(old.pass(&payload), reader().pass(&payload), "{byte} at {at}");
        }
    }
}

#[test]
fn what_is_learned_in_a_shallow_place_holds_in_a_deep_one() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let mut old = experienced();
    for depth in [1, 30, 40, 100, 126, 127, 128] {
        for rounds in 0..3 {
            let payload = format!("{{\"number\":\"{rounds}\",\"deep\":{},\"lines\":[]}}", nested(depth));
            assert_eq!(old.pass(payload.as_bytes()), reader().pass(payload.as_bytes()), "{depth} deep");
        }
    }
}

#[test]
fn a_key_that_comes_again_is_told_wherever_the_way_is_known() {
    let mut old = experienced();
    let twice = r#"{"number":"1","number":"2","lines":[{"sku":"a","price":"1.00","sku":"b"}],"gone":true,"gone":true}"#;
    for _ in 0..3 {
        assert_eq!(old.pass(twice.as_bytes()), reader().pass(twice.as_bytes()));
        assert!(old.pass(twice.as_bytes()).is_err());
    }
}

#[derive(Clone, Debug)]
enum Change {
    Byte(u8),
    Insert(Vec<u8>),
    Remove(usize),
    /// A part of the payload again.
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Byte),
        prop::collection::vec(prop::sample::select(b"\"\\{}[]:,0e.-ntf \n\xC3".to_vec()), 1..4).prop_map(Change::Insert),
        (1usize..60).prop_map(Change::Remove),
        (1usize..90).prop_map(Change::Repeat),
    ]
}

fn changed(mut payload: Vec<u8>, at: prop::sample::Index, change: Change) -> Vec<u8> {
    let at = at.index(payload.len());
    let end = |count: usize| (at + count).min(payload.len());
    match change {
        Change::Byte(byte) => payload[at] = byte,
        Change::Insert(bytes) => drop(payload.splice(at..at, bytes)),
        Change::Remove(count) => drop(payload.drain(at..end(count))),
        Change::Repeat(count) => {
            let again = payload[at..end(count)].to_vec();
            drop(payload.splice(at..at, again));
        }
    }
    payload
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Several senders in turn, broken payloads among theirs: what was learned of them makes no difference either.
    #[test]
    fn whatever_came_before_the_next_is_read_as_if_nothing_had(
        orders in prop::collection::vec((0u32..200, prop::collection::vec(0u32..50, 0..4), prop::sample::select(vec!["", " ", "\r\n\t"]), 0u32..40), 1..30),
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 30),
    ) {
        let mut old = reader();
        for ((number, lines, gap, odd), (at, change)) in orders.into_iter().zip(changes) {
            let payload = order(number, &lines, gap, odd).into_bytes();
            prop_assert_eq!(old.pass(&payload), reader().pass(&payload));
            let payload = changed(payload, at, change);
            prop_assert_eq!(old.pass(&payload), reader().pass(&payload));
        }
    }
}
