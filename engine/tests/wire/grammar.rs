//! The grammar against serde_json: the same texts are JSON, whether read or skipped.

use crossdock_compiler::typed::Type;
use proptest::prelude::*;
use serde::de::IgnoredAny;

use crate::builder::*;

/// Whether serde_json takes it for an object. Its numbers are floats, so that it refuses large ones as values, though not their grammar;
/// when it skips, it does not look into escapes. So both are asked.
fn is_object(payload: &[u8]) -> bool {
    let grammar = std::str::from_utf8(payload).is_ok() && serde_json::from_slice::<IgnoredAny>(payload).is_ok();
    let value = match serde_json::from_slice::<serde_json::Value>(payload) {
        Ok(value) => value.is_object(),
        Err(error) => error.to_string().contains("number out of range"),
    };
    grammar && value
}

/// Reads nothing; and reads a field as it stands.
fn readers() -> [Wired; 2] {
    [Wired::new(&project(vec![vec![]])), Wired::new(&project(vec![vec![field("v", optional(Type::Json))]]))]
}

const SAMPLES: [&str; 4] = [
    r#"{"order":"1001","lines":[{"sku":"A-1","qty":2,"price":19.99},{"sku":"B\u00e9\n","qty":-0.5e+3}],"gift":true,"note":null,"x":{}}"#,
    "{ \"a\" : [ ] , \"b\" : [ 1 , 2 ] ,\n\t\"c\" : { \"d\" : \"\\ud83d\\ude00\" }\r }",
    r#"{"v":[[[{"k":{"k":[false,0,-1,1e5,"\\\"\/\b"]}}]]],"é":"😀"}"#,
    r#"{"v":"0123456789abcdefghijklmnopqrstuvwxyz","w":0.10}"#,
];

fn agree(readers: &mut [Wired], payload: &[u8]) {
    // Keys that stand twice are the one thing in which we are stricter on purpose.
    for (index, reader) in readers.iter_mut().enumerate() {
        let ours = reader.read(payload);
        let twice = ours.as_ref().is_err_and(|told| told.concat().contains("stands twice"));
        assert!(twice || ours.is_ok() == is_object(payload), "reader {index}: {:?}: {ours:?}", String::from_utf8_lossy(payload));
    }
}

#[test]
fn every_truncation_is_refused() {
    let mut readers = readers();
    for sample in SAMPLES {
        agree(&mut readers, sample.as_bytes());
        for end in 0..sample.len() {
            agree(&mut readers, sample.as_bytes().get(..end).unwrap());
            assert!(readers.iter_mut().all(|reader| reader.read(&sample.as_bytes()[..end]).is_err()));
        }
    }
}

#[test]
fn every_mutation_of_a_byte_is_judged_as_serde_json_does() {
    let mut readers = readers();
    for sample in SAMPLES {
        for at in 0..sample.len() {
            for byte in 0..=255 {
                let mut payload = sample.as_bytes().to_vec();
                payload[at] = byte;
                agree(&mut readers, &payload);
            }
            let mut payload = sample.as_bytes().to_vec();
            payload.remove(at);
            agree(&mut readers, &payload);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn pieces_of_json_in_any_order(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..14)) {
        agree(&mut readers(), pieces.concat().as_bytes());
        agree(&mut readers(), format!("{{\"v\":{}}}", pieces.concat()).as_bytes());
    }

    #[test]
    fn any_number(number in "-?[0-9]{0,3}[.]?[0-9]{0,3}[eE]?[-+]?[0-9]{0,3}") {
        agree(&mut readers(), format!("{{\"v\":{number}}}").as_bytes());
    }

    #[test]
    fn any_string(content in r#"([a-zé😀 \t"]|\\["\\/bfnrtux]|\\u[dD][89a-fA-F][0-9a-f]{2}|\\u00[0-9a-f]{2}){0,12}"#) {
        agree(&mut readers(), format!("{{\"v\":\"{content}\"}}").as_bytes());
        agree(&mut readers(), format!("{{\"{content}\":1}}").as_bytes());
    }

    #[test]
    fn any_bytes(payload in prop::collection::vec(any::<u8>(), 0..40)) {
        agree(&mut readers(), &payload);
    }
}

const PIECES: [&str; 24] =
    ["{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"\"", "1", "-2.5", "0", "true", "false", "null", " ", "\n", "{}", "[]", "\"a\":", "\"v\":1", "tru", "\\", "\""];
