//! What systems send and accept: records, addresses, keys.

use super::{codes, says};

says! {
    messages_are_records_of_a_wire: r#"
enum E { a }
record Own { number: text }
contract Shop v1 {
  sends   a : E   on POST "/a"
  sends   b : Own on POST "/b"
  accepts c : Non by POST "/c"
}
"#;
    methods_and_paths: r#"
record R as json { number: text, note: text? }
contract Shop v1 {
  sends   a : R on GET "/a"
  sends   c : R on POST "c"
  sends   d : R on POST "/d/{number}"
  accepts e : R by PUT "/e/{number"
  accepts f : R by PUT "/f/{note}"
  accepts g : R by PUT "/g/{numbr}"
  sends   h : R on PUT "/i"
  sends   i : R on PUT "/i"
}
"#;
    keys_lead_to_single_values: r#"
record Line as json { sku: text }
record R as json { number: text, lines: list of Line, first: Line }
contract Shop v1 {
  sends   a : R on POST "/a" once by nummer
  sends   b : R on POST "/b" once by lines
  sends   c : R on POST "/c" in order by lines.sku
  sends   d : R on POST "/d" in order by number.sku
  accepts e : R by POST "/e" once by header "X-Id"
  accepts f : R by POST "/f" once by first
}
"#;
    one_message_twice: r#"
record R as json { number: text }
contract Shop v1 {
  sends   order : R on POST "/a"
  accepts order : R by POST "/b"
}
"#;
}

#[test]
fn keys_and_holes_are_resolved() {
    let text = r#"
record Customer as json { id: int }
record R as json { number: text, customer: Customer, done: date? }
contract Shop v1 {
  sends   a : R on POST "/a" once by header "X-Event-Id" in order by customer.id
  accepts b : R by DELETE "/b/{number}/{customer.id}" once by number, customer.id
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
    let checked = super::checked(&[("main.flow", text)]);
    let contract = checked.project.contracts.first().unwrap();
    assert_eq!(contract.accepts.first().unwrap().path.len(), 4);
    assert_eq!(contract.accepts.first().unwrap().once_by.len(), 2);
}
