//! Limits and patterns.

use super::{codes, says};

says! {
    limits_that_are_none: r#"
record A {
  a: text(5..2)
  b: text(1,2)
  c: int(5)
  d: int(9..1)
  e: decimal(2,5)
  f: decimal(39,2)
  g: date(3)
  h: list(3..1) of int
}
"#;
    a_pattern_that_cannot_be_read: r#"
record A { code: text matching "[A-Z" }
"#;
    a_pattern_on_a_number: r#"
record A { code: int matching "[0-9]+" }
"#;
}

#[test]
fn all_types_there_are() {
    let text = r#"
enum E { a }
record B { x: int }
record A {
  a: text, b: text(2), c: text(1..22), d: text(..35), e: text(1..), f: text matching "[A-Z]{2}", g: int, h: int(1..9), i: int(0..), j: decimal
  k: decimal(12,2), l: bool, m: date, n: time, o: timestamp, p: duration, q: json, r: text?, s: list of B, t: list(1..99) of B, u: map of text to text, v: E?, w: B?
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
}
