//! Enums whose variants carry records: told apart by a field, wherever it stands in its object.

use std::sync::{Arc, OnceLock};

use crossdock_compiler::check;
use crossdock_compiler::typed::{Project, RecordId};
use crossdock_engine::slot::{Layouts, Slot};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::builder::*;

const EVENTS: &str = r#"
record Root as json { event: Event, others: list of Event, last: Event? }
enum Event by "meta"."type" { picked: Picked at "PICK", short: Short at "S\"é", again: Picked, ping }
record Picked as json { order: text(1..20), id: int at "meta"."id", lines: list of Line, next: Inner? }
record Short as json strict { order: text(1..20), id: int at "meta"."id", missing: int(0..), note: text? }
record Line as json { sku: text, qty: int(1..) }
enum Inner by "kind" { a: A, b }
record A as json { text: text }
"#;

fn events() -> &'static Project {
    static PROJECT: OnceLock<Project> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let checked = check(&vec![("main.flow".to_owned(), Arc::from(EVENTS))]);
        assert!(!checked.has_errors(), "{:?}", checked.problems);
        checked.project
    })
}

/// Reads and writes an `Event`, all of it or only what is wanted.
fn event_of(wanted: impl Fn(usize, &str) -> bool) -> (Wired, Layouts) {
    let project = events();
    let root = project.enums.iter().find(|item| item.decl.name == "Event").unwrap().record.unwrap();
    let layouts = only(project, wanted);
    (Wired::of(project, &layouts, root), layouts)
}

fn passed(payload: &str) -> Result<String, Vec<String>> {
    event_of(|_, _| true).0.pass(payload.as_bytes()).map(|out| String::from_utf8(out).unwrap())
}

#[test]
fn the_tag_may_stand_anywhere_and_is_written_first() {
    let written = r#"{"meta":{"type":"PICK","id":7},"order":"1","lines":[{"sku":"A","qty":2}]}"#;
    assert_eq!(passed(written).unwrap(), written);
    let last = r#" { "lines" : [ { "qty": 2, "sku": "A" } ], "x": {"meta": {"type": "S"}}, "order": "1", "meta": { "id": 7, "type": "PICK" } } "#;
    assert_eq!(passed(last).unwrap(), written);
    assert_eq!(passed(r#"{"x": 1, "meta": {"type": "ping"}}"#).unwrap(), r#"{"meta":{"type":"ping"}}"#);
    assert_eq!(passed(r#"{"order":"1","missing":3,"meta":{"id":1,"type":"S\"é"}}"#).unwrap(), r#"{"meta":{"type":"S\"é","id":1},"order":"1","missing":3}"#);
}

#[test]
fn one_record_in_two_variants_and_an_enum_in_a_record() {
    let written = r#"{"meta":{"type":"again","id":7},"order":"1","lines":[],"next":{"kind":"a","text":"x"}}"#;
    assert_eq!(passed(written).unwrap(), written);
}

#[test]
fn what_is_wrong_with_the_tag() {
    let told = |payload: &str| passed(payload).unwrap_err().join(" | ");
    let known = r#""PICK", "S\"é", "again" or "ping""#;
    assert_eq!(told(r#"{"meta":{"type":"pick"},"order":5}"#), format!("at meta.type: Expected one of {known}, but found \"pick\".").replace("one of ", ""));
    assert_eq!(told(r#"{"order":"1"}"#), format!("at meta.type: It is missing; {known} is required."));
    assert_eq!(told(r#"{"meta":{"type":null}}"#), format!("at meta.type: It is missing; {known} is required."));
    assert_eq!(told(r#"{"meta":{"type":4}}"#), format!("at meta.type: Expected {known}, but found 4."));
    assert_eq!(told(r#"{"meta":[]}"#), "at meta: Expected an object, but found a list.");
    assert_eq!(told(r#"{"meta":{"type":"ping","type":"PICK"}}"#), "at meta.type: The key stands twice in its object, so its value is in doubt.");
    assert!(told(r#"{"meta":{"type":"ping"}"#).contains("not valid JSON"));
    assert!(told("[]").contains("Expected an object"), "{}", told("[]"));
}

#[test]
fn what_is_wrong_with_what_it_carries_is_told_once() {
    let told = |payload: &str| passed(payload).unwrap_err();
    assert_eq!(
        told(r#"{"order":"","meta":{"type":"PICK","id":1},"lines":[{"sku":"A","qty":0}]}"#),
        ["at order: Expected text of 1 to 20 characters, but found \"\".", "at lines[0].qty: Expected a whole number of at least 1, but found 0."]
    );
    assert_eq!(told(r#"{"order":"1","order":"2","missing":1,"meta":{"type":"S\"é","id":1}}"#), ["at order: The key stands twice in its object, so its value is in doubt."]);
    assert_eq!(told(r#"{"order":"1","missing":1,"more":1,"meta":{"type":"S\"é","id":1}}"#), ["at more: The record is strict and declares no such field."]);
}

#[test]
fn only_what_is_read_is_read() {
    let (mut wired, layouts) = event_of(|record, field| record != 4 && (field.starts_with("meta") || ["picked", "short", "again"].contains(&field)));
    assert!(layouts.records.values().any(|layout| layout.slots.iter().all(Option::is_none)));
    let record = wired.read(br#"{"order":5,"lines":0,"meta":{"id":[],"type":"PICK"}}"#).unwrap();
    assert!(matches!(record, Slot::Record(_)));
}

fn any_event() -> impl Strategy<Value = Value> {
    let text = r#"[ -~é😀\n"\\]{1,20}"#;
    let line = (text, 1i64..1000).prop_map(|(sku, qty)| json!({"sku": sku, "qty": qty}));
    let next = prop_oneof![Just(None), text.prop_map(|text| Some(json!({"text": text, "kind": "a"}))), Just(Some(json!({"kind": "b"})))];
    let picked = (prop::sample::select(vec!["PICK", "again"]), text, any::<i64>(), prop::collection::vec(line, 0..4), next).prop_map(|(code, order, id, lines, next)| {
        let mut event = json!({"order": order, "lines": lines, "meta": {"id": id, "type": code}});
        event.as_object_mut().unwrap().extend(next.map(|next| ("next".to_owned(), next)));
        event
    });
    let short = (text, any::<i64>(), 0i64..10, prop::option::of(text)).prop_map(|(order, id, missing, note)| {
        let mut event = json!({"order": order, "missing": missing, "meta": {"id": id, "type": "S\"é"}});
        event.as_object_mut().unwrap().extend(note.map(|note| ("note".to_owned(), json!(note))));
        event
    });
    prop_oneof![picked, short, Just(json!({"meta": {"type": "ping"}}))]
}

proptest! {
    /// Whatever the variants are: what is written is what was read, and reading it again gives the same.
    #[test]
    fn what_is_written_is_what_was_read(event in any_event(), others in prop::collection::vec(any_event(), 0..4), last in prop::option::of(any_event())) {
        let project = events();
        let mut wired = Wired::of(project, &all(project), RecordId(0));
        let mut root = json!({"event": event, "others": others});
        root.as_object_mut().unwrap().extend(last.map(|last| ("last".to_owned(), last)));
        let once = wired.pass(root.to_string().as_bytes()).map_err(|told| TestCaseError::fail(told.join(" ")))?;
        prop_assert_eq!(&serde_json::from_slice::<Value>(&once).unwrap(), &root);
        prop_assert_eq!(wired.pass(&once).unwrap(), once);
    }

    /// Cut anywhere, or with any byte in it: told, never a panic.
    #[test]
    fn broken_payloads(event in any_event(), at in 0usize..200, byte in prop::option::of(any::<u8>())) {
        let mut payload = event.to_string().into_bytes();
        let at = at % payload.len();
        match byte {
            Some(byte) => payload[at] = byte,
            None => payload.truncate(at),
        }
        let (mut wired, _) = event_of(|_, _| true);
        let _ = wired.read(&payload);
    }
}
