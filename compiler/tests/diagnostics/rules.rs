//! Rules of records.

use crate::says;

says! {
    names_and_types: r#"
enum Status { open, shipped }
record Order {
  status  : Status
  qty     : int
  carrier : text?
  always quantity > 0
  always qty
  always carrier > "a"
  when status = shiped then carrier required
  when qty then carrier required
  when carrier then qty required
  when carrier then qty missing
  when carrier then carier required
  when carrier then carrier = "UPS"
}
"#;
    a_lambda_that_hides_a_field: r#"
record Line { qty: int }
record Order {
  line  : int
  lines : list of Line
  always lines.sum(line -> line.qty) = line
}
"#;
    words_are_missing: r#"
record Order {
  promised : date?
  carrier  : text?
  when promised carrier required
  always
  note : text?
  when promised then
}
"#;
    what_always_holds_or_never: r#"
record Line {
  qty   : int(1..9)
  uom   : text?
  kind  : text
  always qty > 0
  when kind = "A" then uom required because "Goods have a unit."
}
map line(n: int(1..9)) -> Line { qty = n, kind = "A", uom = none }
map other(n: int(1..9)) -> Line { qty = n, kind = "B", uom = none }
"#;
    a_rule_that_builds: r#"
record Order {
  number : text
  always twice(number) != "x"
}
record Label { text: text }
map label(text: text) -> Label { text = text }
fn twice(text: text) -> text { label(text).text }
"#;
}

/// A map that may break a rule may be `invalid`, and so may the flow that uses it.
#[test]
fn a_rule_that_is_not_proven_is_a_failure() {
    let source = |state: &str| {
        format!(
            "record In {{ country: text, state: text? }}\nrecord Address {{ country: text, state: text?\n  when country = \"US\" then state required\n}}\n\
             map address(i: In) -> Address {{ country = i.country, state = {state} }}\n"
        )
    };
    let raised = |state: &str| {
        let found = crate::checked(&[("main.flow", &source(state))]);
        assert!(!found.has_errors(), "{:?}", found.problems);
        let map = found.project.functions.iter().find(|function| function.decl.name == "address").unwrap();
        map.failures.iter().map(|id| found.project.failures[id.index()].decl.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(raised("i.state"), ["invalid"]);
    assert_eq!(raised("i.state else \"NY\""), Vec::<String>::new());
}
