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

#[test]
fn parameters_and_bodies_are_resolved() {
    let text = r#"
record R as json { number: text, note: text? }
contract Wms v1 {
  accepts a(site: text, flag: bool?) : R by PUT "/{site}/{number}?flag={flag}&note={note}" once by site, number
  accepts b(number: text) by DELETE "/b/{number}"
  accepts c by POST "/c"
  accepts d() : R by POST "/d"
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
    let checked = super::checked(&[("main.flow", text)]);
    let accepts = &checked.project.contracts.first().unwrap().accepts;
    let shape: Vec<_> = accepts.iter().map(|one| (one.params, one.body.is_some(), one.body_field())).collect();
    assert_eq!(shape, [(2, true, Some(2)), (1, false, None), (0, false, None), (0, true, None)]);
}

#[test]
fn parameters_that_cannot_be() {
    let contract = |entry: &str| format!("record R as json {{ number: text, lines: list of text }}\ncontract Wms v1 {{\n  {entry}\n}}\n");
    for (entry, wanted) in [
        ("accepts a(site: text) : R by PUT \"/a\"", "E0681"),
        ("accepts a(site: text) by PUT \"/a/{sit}\"", "E0681"),
        ("accepts a by PUT \"/a/{site}\"", "E0681"),
        ("accepts a(site: text) : R by PUT \"/a/{site}/{numbr}\"", "E0604"),
        ("accepts a(site: text?) by PUT \"/a/{site}\"", "E0607"),
        ("accepts a(site: list of text) by PUT \"/a/{site}\"", "E0681"),
        ("accepts a(site: text) by PUT \"/a?x={site}?y=1\"", "E0603"),
    ] {
        assert_eq!(codes(&contract(entry)), [wanted], "{entry}");
    }
}

says! {
    arguments_of_a_message: r#"
record Order as json { number: text(1..20) }
record R as json { number: text }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Wms v1 {
  accepts release(site: text) : R by PUT "/{site}"
  accepts cancel(number: text(1..5), why: text?) by DELETE "/{number}?why={why}"
}
system shop : Shop
system wms  : Wms
policy standard { unreachable | timeout | busy | refused | invalid | misfit => park, duplicate => done }
map to_r(order: Order) -> R { number = order.number }
flow f on shop.order_created(order) {
  send wms.release(to_r(order))
  send wms.cancel()
  send wms.cancel(5)
  send wms.cancel(order.number)
  on failure use standard
}
"#;
}
