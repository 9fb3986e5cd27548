//! Look-ups: asked once, recorded, answered by tests.

use std::sync::Arc;

use crossdock_engine::{Flows as _, Program};

use super::run;

const PROGRAM: &str = r#"
enum Site as text { east "E", west "W" }
record Line as json { item: text(1..10), qty: int }
record Order as json { number: text(1..20), site: Site, customer: text?, lines: list of Line }
record Customer as json { id: text(1..10), name: text(1..60), credit: bool }
record Item as json { item: text(1..10), name: text(1..60), weight: decimal(8,3) }
record Stock as json { on_hand: int }
record Release as json { order_no: text(1..20), buyer: text(1..60), on_hand: int, weight: decimal(12,3), names: list of text }

contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Erp v1 {
  answers customer(id: text(1..10)) : Customer by GET "/customers/{id}"
  answers item(item: text(1..10))   : Item     by GET "/items/{item}" cached 10min
}
contract Wms v1 {
  accepts release : Release by POST "/releases" once by order_no
  answers stock(item: text(1..10), site: Site, lot: text?) : Stock? by GET "/stock/{item}?site={site}&lot={lot}"
}
system shop : Shop v1
system erp  : Erp v1
system wms_east : Wms v1
system wms_west : Wms v1

failure on_hold(order: text) "Order {order} is on hold."
failure unknown_item(item: text) "Item {item} is not in the master."

policy standard {
  unreachable | timeout | busy           => retry 3 times from 2s to 5min then park to "it"
  refused | invalid | not_found | misfit => park to "desk"
  on_hold | unknown_item                 => park to "orders"
  duplicate                              => done
}

table warehouse : Site -> text { east -> "e", west -> "w" }

fn size(items: list of Item) -> decimal { items.sum(item -> item.weight) }

map to_release(order: Order, customer: Customer, items: list of Item, stock: Stock?) -> Release {
  order_no = order.number
  buyer    = customer.name
  on_hand  = stock.on_hand else 0
  weight   = items.size()
  names    = items.name
}

flow release on shop.order_created(order) {
  skip when order.lines.is_empty() because "nothing to ship"
  let customer = erp.customer(order.customer else fail on_hold(order.number))
  let items = for line in order.lines { erp.item(line.item) on not_found fail unknown_item(line.item) }
  check customer.credit else fail on_hold(order.number)
  let stock = wms_east.stock(order.lines.item.join(""), order.site, none)
  send wms_east.release(to_release(order, customer, items, stock))
  on failure use standard
}
"#;

const ORDER: &str = r#"{"number":"1","site":"W","customer":"C 1","lines":[{"item":"A","qty":1},{"item":"B\u00e9","qty":2},{"item":"A","qty":3}]}"#;
const KNOWN: &str = "given erp.customer answers { id = \"C 1\", name = \"Zoë \\\"Z\\\"\", credit = yes }\ngiven wms_east.stock answers { on_hand = 7 }\n";
const ITEMS: &str = "given erp.item(\"A\") answers { item = \"A\", name = \"Apple\", weight = 1.5 }\ngiven erp.item answers { item = \"B\", name = \"Pear\", weight = 2 }\n";
const GIVEN: &str = "given shop.order_created from \"order.json\"\n";

fn it(lines: &str) -> (Vec<String>, String) {
    run(PROGRAM, &[("order.json", ORDER), ("customer.json", r#"{"id":"C 1","name":"Sample","credit":true}"#)], lines)
}

#[test]
fn what_is_asked_is_asked_once_and_flows_into_the_message() {
    let (differences, snapshot) = it(&format!("{KNOWN}{ITEMS}{GIVEN}expect sent wms_east.release {{ buyer = \"Zoë \\\"Z\\\"\", on_hand = 7, weight = 5 }}\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    insta::assert_snapshot!(snapshot);
}

#[test]
fn every_unknown_item_is_named_once_each() {
    let (differences, _) = it(&format!("{KNOWN}given erp.item answers not_found\n{GIVEN}expect failed unknown_item\nexpect sent wms_east.release"));
    let text = differences.concat();
    assert!(text.contains("Item A is not in the master") && text.contains("Item Bé is not in the master"), "{text}");
    assert_eq!(text.matches("asks erp.item").count(), 2, "{text}");
}

#[test]
fn a_look_up_without_an_answer_says_which_line_is_missing() {
    let (differences, _) = it(&format!("{KNOWN}given erp.item(\"A\") answers {{ item = \"A\", name = \"A\", weight = 1 }}\n{GIVEN}expect sent wms_east.release"));
    assert_eq!(differences, ["main.release asks erp.item(\"Bé\"), and the test does not say what is answered. Write above this line:\n  given erp.item answers { … }"]);
}

#[test]
fn what_is_not_found_is_missing_where_that_is_declared() {
    let (differences, _) = it(&format!("{KNOWN}{ITEMS}given wms_east.stock answers not_found\n{GIVEN}expect sent wms_east.release {{ on_hand = 0 }}"));
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn an_answer_that_is_not_as_declared_is_invalid() {
    let (differences, _) = it(&format!("{KNOWN}{ITEMS}given erp.customer answers {{ id = \"C 1\", credit = yes }}\n{GIVEN}expect failed invalid\nexpect sent wms_east.release"));
    let text = differences.concat();
    assert!(text.contains("invalid at customer: erp.customer(\"C 1\") answered what it should not: invalid at name"), "{text}");
}

#[test]
fn a_system_that_cannot_be_reached_is_asked_again() {
    let (differences, snapshot) = it(&format!(
        "{KNOWN}{ITEMS}given erp is unreachable\n{GIVEN}expect failed unreachable\ngiven 1s later\ngiven erp is reachable\nexpect failed unreachable\ngiven 1s later\nexpect sent wms_east.release\nexpect snapshot"
    ));
    assert_eq!(differences, Vec::<String>::new());
    insta::assert_snapshot!(snapshot);
}

#[test]
fn answers_come_from_samples_and_run_out() {
    let (differences, _) = it(&format!(
        "{KNOWN}{ITEMS}given erp.customer answers from \"customer.json\" with {{ credit = no }} 1 times\n{GIVEN}expect failed on_hold\n{AGAIN}expect sent wms_east.release {{ buyer = \"Zoë \\\"Z\\\"\" }}"
    ));
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn a_flow_that_skips_asks_nothing() {
    let (differences, _) = it("given shop.order_created from \"order.json\" with { lines = [] }\nexpect skipped");
    assert_eq!(differences, Vec::<String>::new());
}

const AGAIN: &str = "given shop.order_created from \"order.json\" with { number = \"2\" }\n";

#[test]
fn an_answer_serves_other_events_for_its_time() {
    let [third, fourth] = ["3", "4"].map(|number| AGAIN.replace("\"2\"", &format!("\"{number}\"")));
    let (differences, snapshot) = it(&format!(
        "{KNOWN}{ITEMS}{GIVEN}expect asked erp.item 2 times\nexpect asked erp.item(\"A\") 1 times\ngiven erp is unreachable\ngiven 9min later\ngiven erp is reachable\n\
         {AGAIN}expect asked erp.item 2 times\nexpect asked erp.customer 2 times\ngiven 59s later\n{third}expect asked erp.item 2 times\ngiven 1s later\n{fourth}expect asked erp.item 4 times\nexpect snapshot"
    ));
    assert_eq!(differences, Vec::<String>::new());
    let kept = snapshot.matches("main.release knows erp.item(\"A\") from before\n{\n  \"item\": \"A\"").count();
    assert_eq!((kept, snapshot.matches("main.release asks erp.item(\"A\")").count()), (2, 2), "{snapshot}");
}

#[test]
fn what_is_kept_is_answered_even_while_the_system_is_down() {
    let (differences, _) = it(&format!(
        "{KNOWN}{ITEMS}given erp.customer answers {{ id = \"C\", name = \"C\", credit = yes }}\n{GIVEN}given erp.item answers unreachable\n{AGAIN}expect sent wms_east.release 2 times\nexpect asked erp.item 2 times"
    ));
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn failures_are_not_kept() {
    let (differences, _) = it(&format!(
        "{KNOWN}{ITEMS}given erp.item(\"A\") answers not_found 1 times\n{GIVEN}expect failed unknown_item\n{AGAIN}expect asked erp.item(\"A\") 2 times\nexpect asked erp.item(\"Bé\") 1 times\nexpect sent wms_east.release"
    ));
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn what_was_asked_otherwise_is_told() {
    let first = |expect: &str| {
        it(&format!("{KNOWN}{ITEMS}{GIVEN}{expect}")).0.into_iter().map(|text| text.split(" What happened").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(first("expect asked erp.item(\"A\")\nexpect asked wms_east.stock(\"AB\u{e9}A\", west, none) 1 times\nexpect not asked wms_west.stock"), Vec::<String>::new());
    assert_eq!(
        first("expect not asked erp.item\nexpect asked erp.item(\"C\")\nexpect asked erp.item(\"A\") 2 times\nexpect asked wms_west.stock"),
        ["erp.item was asked 2 times.", "erp.item(\"C\") was not asked.", "erp.item(\"A\") was asked once, but 2 times was expected.", "wms_west.stock was not asked."]
    );
}

#[test]
fn a_system_that_is_only_asked_needs_an_address_too() {
    let program = Program::new(&crossdock_compiler::check(&[("main.flow".to_owned(), Arc::from(PROGRAM))].to_vec()));
    assert_eq!(program.targets(), ["erp", "wms_east"]);
}
