//! What slots that no payload gave are written as.

use crossdock_compiler::typed::*;
use crossdock_engine::slot::{List, Origin, Slot, Text};

use crate::builder::*;

/// A record of these fields with these slots; `text` is the memory's.
fn written(fields: Vec<Field>, slots: &[Slot], text: &str) -> String {
    let project = project(vec![fields]);
    let mut wired = Wired::new(&project);
    wired.memory.slots = slots.to_vec();
    wired.memory.text = text.to_owned();
    String::from_utf8(wired.write(Slot::Record(0), b"")).unwrap()
}

fn dec(text: &str) -> Slot {
    Slot::Dec(text.parse().unwrap())
}

#[test]
fn numbers_take_the_scale_of_their_type() {
    let fields = vec![field("a", decimal(12, 2)), field("b", decimal(12, 2)), field("c", int()), field("d", Type::Decimal(DecimalType { limits: None }))];
    assert_eq!(written(fields, &[dec("1.5"), Slot::Int(3), dec("7"), dec("1.500")], ""), r#"{"a":1.50,"b":3.00,"c":7,"d":1.500}"#);
}

#[test]
fn implied_points_are_left_out() {
    let implied = |name| wired(name, decimal(12, 2), |wire| wire.implied = Some(2));
    assert_eq!(written(vec![implied("a"), implied("b"), implied("c")], &[dec("12.5"), Slot::Int(3), dec("-0.01")], ""), r#"{"a":1250,"b":300,"c":-1}"#);
}

#[test]
fn text_is_escaped_where_it_must_be() {
    let content = "a\"b\\c\nd\te\u{1}f\u{7f}é😀/";
    let text_slot = Slot::Text(Text { start: 0, len: content.len() as u32, origin: Origin::Memory, clean: false });
    assert_eq!(written(vec![field("k\"", text())], &[text_slot], content), "{\"k\\\"\":\"a\\\"b\\\\c\\nd\\te\\u0001f\u{7f}é😀/\"}");
}

#[test]
fn nested_objects_stand_where_their_first_field_does() {
    let fields = || {
        vec![
            at("a", optional(int()), &["x", "a"]),
            field("b", optional(int())),
            at("c", optional(int()), &["x", "y", "c"]),
            wired("d", optional(int()), |wire| {
                wire.path = vec!["n".to_owned(), "d".to_owned()];
                wire.or_null = true;
            }),
        ]
    };
    let n = Slot::Int;
    assert_eq!(written(fields(), &[n(1), n(2), n(3), n(4)], ""), r#"{"x":{"a":1,"y":{"c":3}},"b":2,"n":{"d":4}}"#);
    assert_eq!(written(fields(), &[Slot::Missing, n(2), n(3), n(4)], ""), r#"{"x":{"y":{"c":3}},"b":2,"n":{"d":4}}"#);
    assert_eq!(written(fields(), &[Slot::Missing; 4], ""), r#"{"n":{"d":null}}"#);
}

#[test]
fn fields_without_a_slot_are_missing() {
    let project = project(vec![vec![field("a", optional(int())), wired("b", optional(int()), |wire| wire.or_null = true), field("c", int())]]);
    let mut wired = Wired::with(&project, &only(&project, |_, name| name == "c"));
    wired.memory.slots = vec![Slot::Int(1)];
    assert_eq!(wired.write(Slot::Record(0), b""), br#"{"b":null,"c":1}"#);
}

#[test]
fn a_slot_of_another_kind_is_null_not_a_panic() {
    let list_slot = Slot::List(List { start: 90, len: 2, stride: 1, records: false });
    let fields = vec![field("a", text()), field("b", list(int())), field("c", Type::Enum(EnumId(0))), field("d", int())];
    assert_eq!(written(fields, &[Slot::Int(1), list_slot, Slot::Enum(9)], ""), r#"{"a":null,"b":[null,null],"c":null}"#);
    let wired = Wired::new(&project(vec![vec![]]));
    assert_eq!(wired.write(Slot::Missing, b""), b"null");
}
