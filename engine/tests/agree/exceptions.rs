//! Where JSON leaves room, or serde_json and the engine are meant to differ: as the reference of the language has it, under "What is JSON".

use super::oracle::{Passing, judged};

const FIELDS: [&str; 2] = ["order", "v"];

fn told(payload: &str) -> String {
    Passing::new(&FIELDS).pass(payload.as_bytes()).unwrap_err()
}

fn taken(payload: &str) -> String {
    let out = Passing::new(&FIELDS).pass(payload.as_bytes()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&out).unwrap().to_string()
}

#[test]
fn a_declared_key_stands_once() {
    assert!(told(r#"{"order":1,"order":1}"#).contains("twice"));
    assert!(told(r#"{"order":null,"v":[],"order":1}"#).contains("twice"));
    assert!(told(r#"{"order":1,"\u006frder":1}"#).contains("twice"));
}

#[test]
fn keys_that_nothing_declares_may_stand_twice() {
    assert_eq!(taken(r#"{"x":1,"v":2,"x":[3]}"#), r#"{"v":2}"#);
    assert_eq!(taken(r#"{"x":{"v":1,"v":2},"v":3}"#), r#"{"v":3}"#);
}

#[test]
fn an_escaped_key_is_the_key() {
    assert_eq!(taken(r#"{"\u006fr\u0064er":"\u0041"}"#), r#"{"order":"A"}"#);
}

#[test]
fn nesting_is_128_deep_and_no_deeper() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for key in ["v", "skipped"] {
            let nested = |depth: usize| format!("{{\"{key}\":{}0{}}}", open.repeat(depth), close.repeat(depth));
            let mut passing = Passing::new(&FIELDS);
            // The object around them is one of the 128; serde_json stops one earlier.
            passing.agree(nested(126).as_bytes());
            assert!(judged(nested(127).as_bytes()).is_none());
            assert!(passing.pass(nested(128).as_bytes()).unwrap_err().contains("128"), "{key}");
            assert!(passing.pass(nested(1_000_000).as_bytes()).unwrap_err().contains("128"), "{key}");
        }
        let skipped = format!("{{\"skipped\":{}0{}}}", open.repeat(127), close.repeat(127));
        assert!(Passing::new(&FIELDS).pass(skipped.as_bytes()).is_ok());
    }
}

#[test]
fn half_a_surrogate_pair_is_refused_wherever_it_stands() {
    for half in ["\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\ud83d", "\\ude00\\ud83d", "\\uD800\\u0041"] {
        for payload in [format!(r#"{{"v":"{half}"}}"#), format!(r#"{{"skipped":["{half}"]}}"#), format!(r#"{{"{half}":1}}"#)] {
            assert!(told(&payload).contains("surrogate"), "{payload}: {}", told(&payload));
        }
    }
    assert_eq!(taken(r#"{"v":"\ud83d\ude00"}"#), r#"{"v":"😀"}"#);
}

#[test]
fn a_byte_order_mark_is_refused_by_its_name() {
    assert!(told("\u{feff}{}").contains("byte order mark"));
}

#[test]
fn nothing_is_no_message() {
    for payload in ["", " ", "\n\t\r "] {
        assert!(Passing::new(&FIELDS).pass(payload.as_bytes()).is_err());
    }
}

#[test]
fn a_number_is_never_too_large_to_be_handed_on() {
    for number in ["1e400", "-1E+999", "123456789012345678901234567890.5", "0.000000000000000000000000000000000000000000001", "-0", "1.0"] {
        let out = Passing::new(&FIELDS).pass(format!("{{\"v\":{number}}}").as_bytes()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"v\":{number}}}"));
    }
}
