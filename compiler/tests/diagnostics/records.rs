//! Fields and wire forms.

use super::{codes, says};

says! {
    forms_on_types_they_do_not_fit: r#"
record A as json {
  a: text        blank is missing
  b: text?       format "YYYYMMDD"
  c: date        zone "UTC"
  d: int         implied 2
  e: text        yes "Y" no "N"
  f: date        as text
  g: text        at "g" or null
  h: list of int by key, value
}
"#;
    a_canonical_record_has_no_wire: r#"
record Order { number: text at "no" }
"#;
    one_place_for_two_fields: r#"
record A as json {
  a : text at "number"
  b : text at "number"
  c : text at "ship"."to"
  d : text at "ship"
  e : text at "a"
}
"#;
    forms_said_twice_or_against_each_other: r#"
record A as json {
  a : text at "x" at "y"
  b : bool as text yes "Y" no "N"
  c : bool yes "Y" no "Y"
  d : timestamp format "YYYY-MM-DDThh:mm:ssZZ" zone "UTC"
  e : map of text to text by key, key
}
"#;
    patterns_of_dates: r#"
record A as json {
  a : date format "yyyy-MM-DD"
  b : date format "YYYYMM"
  c : time format "HH:mm"
  d : timestamp format "YYYY-MM-DD hh:mm:ss"
  e : timestamp zone "Europe/Berlinn"
}
"#;
    implied_digits: r#"
record A as json {
  a : decimal(12,2) implied 3
  b : decimal implied 40
}
"#;
    records_that_contain_themselves: "
record Node { name: text, children: list of Node }
record A { b: B }
record B { a: A? }
";
    what_a_field_cannot_be: r#"
record R as json { a: text }
contract Wms v1 { accepts release : R by POST "/orders" }
record A { wms: Wms }
"#;
    no_fields_and_no_format: "
record A { }
record B as xml { a: text }
";
}

#[test]
fn every_form_has_its_place() {
    let text = r#"
record A as json {
  a : text?                at "x"."y" or null blank is missing
  b : decimal(12,2)        as text
  c : timestamp            at "date" zone "UTC"
  d : timestamp            format "DD.MM.YYYY hh:mm" zone "Europe/Berlin"
  e : timestamp            format "YYYY-MM-DDThh:mm:ss.SSSZZ"
  f : date?                format "YYYYMMDD" blank is missing
  g : bool                 yes "Y" no "N"
  h : decimal(12,2)        implied 2
  i : map of text to text  by key, value
  j : time                 format "hhmm"
  k : int?                 as text
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
}
