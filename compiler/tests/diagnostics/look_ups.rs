//! Look-ups of contracts and flows, and what tests say about the world around.

use super::says;

/// Everything but the flow's look-ups.
macro_rules! with_flow {
    ($contract:literal, $body:literal, $rest:literal) => {
        concat!(
            r#"
record Order as json { number: text(1..20), customer: text(1..10), lines: list of Line }
record Line as json { item: text(1..10) }
record Customer as json { id: text(1..10), credit: bool }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Erp v1 {
  accepts note : Customer by POST "/notes" once by id
"#,
            $contract,
            r#"
}
system shop : Shop v1
system erp  : Erp v1
policy standard {
  unreachable | timeout | busy | refused | invalid => park
  duplicate                                        => done
}
flow release on shop.order_created(order) {
"#,
            $body,
            r#"
  on failure use standard
}
"#,
            $rest
        )
    };
}

const CUSTOMER: &str = "  answers customer(id: text(1..10)) : Customer by GET \"/customers/{id}\"";

says! {
    what_a_look_up_can_fail_with_has_an_answer: with_flow!("  answers customer(id: text(1..10)) : Customer by GET \"/customers/{id}\"", "  let customer = erp.customer(order.customer)\n  send erp.note(customer)", "");
    a_look_up_in_a_map: with_flow!("  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"", "  send erp.note(note(order))", "map note(order: Order) -> Customer {\n  let c = erp.customer(order.customer)\n  id     = order.number\n  credit = c.credit else no\n}");
    a_look_up_that_is_not_there: with_flow!("  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"", "  let customer = erp.custmer(order.customer)\n  let other = erp.stock(order.customer)", "");
    a_message_asked_and_a_look_up_sent: with_flow!("  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"", "  let customer = erp.note(order.customer)\n  send erp.customer(order)", "");
    too_few_and_wrong_arguments: with_flow!("  answers customer(id: text(1..10), site: int) : Customer? by GET \"/customers/{id}/{site}\"", "  let a = erp.customer(order.customer)\n  let b = erp.customer(order.customer, \"north\")", "");
    an_optional_answer_needs_its_else: with_flow!("  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"", "  let customer = erp.customer(order.customer)\n  check customer.credit else fail invalid\n  send erp.note(customer)", "");
    addresses_that_do_not_ask: with_flow!(
        "  answers a(id: text(1..10)) : Customer by GET \"/customers\"
  answers b(id: text(1..10)) : Customer by GET \"/customers/{idd}\"
  answers c : Customer by GET \"/customers/{id}\"
  answers d(order: Order) : Customer by GET \"/customers/{order}\"
  answers e(id: text?) : Customer by GET \"/customers/{id}\"
  answers f(id: text) : Customer by POST \"/customers/{id}\"
  answers g(id: text) : Customer by GET \"customers/{id}\"
  answers h(id: text) : Customer by GET \"/customers/{id\"
  answers i(id: text) : text by GET \"/customers/{id}\"
  answers j(id: text) : Customer by GET \"/customers/{id}\" cached 10m
  answers k(id: text) : Customer by GET \"/customers/{id}\" cached 10
  answers a(id: text) : Customer by GET \"/customers/{id}\"",
        "  send erp.note(order.customer)", "");
    questions_that_are_records: with_flow!(
        "  answers a(order: Order) : list of Customer by GET \"/customers\"
  answers b(order: Order, line: Line) : list of Customer by POST \"/customers\"
  answers c(order: Order) : list of Customer by POST \"/customers/{order}\"
  answers d(order: Order, id: text) : Customer by POST \"/customers\"
  answers e(order: Order) : list of text by POST \"/customers\"
  accepts f : list of Customer by POST \"/customers\" answers text",
        "  let found = erp.a(order)\n  send erp.note(found)", "");
    answers_that_do_not_come: with_flow!(
        "  accepts label : Customer by POST \"/labels\" answers Line once by id\n  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"",
        "  let customer = erp.customer(order.customer) else fail invalid
  let noted = send erp.note(customer)
  let asked = erp.label(customer)
  let sent = send erp.customer(order.customer)
  let label = send erp.label(customer)
  send erp.note(label)",
        r#"
test "it" {
  given erp.label answers [{ item = "a" }]
  given erp.label answers not_found
  given erp.label answers { items = "a" }
  given erp.label answers accepted
  expect nothing sent
}
"#);
    lists_in_tests: with_flow!("  answers a(order: Order) : list of Customer by POST \"/customers\"", "  let found = erp.a(order)\n  send erp.note(found.first else fail invalid)", r#"
test "it" {
  given erp.a answers { credit = yes }
  given erp.a answers [{ credits = yes }]
  given erp.a(1) answers []
  given erp.a answers from "samples/a.json" with { credit = no }
  expect nothing sent
}
"#);
    tests_that_script_what_cannot_be: with_flow!("  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\"", "  let customer = erp.customer(order.customer)", r#"
test "it" {
  given erp.custmer answers not_found
  given erp.customer answers nothing
  given erp.customer answers not_fuond
  given erp.customer("a", "b") answers { credit = yes }
  given erp.customer(7) answers { credits = yes }
  given erp.note answers { credit = yes }
  given erp.note answers not_found
  given erp.note("a") answers refused 0 times
  given erp is unreachible
  given 9 later
  given 0h later
  given 2 weeks later
  given erp
  expect customer(1) = none
}
"#);
}

#[test]
fn a_whole_program_has_no_problem() {
    let page = super::report(&[(
        "main.flow",
        with_flow!(
            "  answers customer(id: text(1..10)) : Customer? by GET \"/customers/{id}\" cached 10min",
            "  let customer = erp.customer(order.customer)\n  skip when customer = none because \"nobody\"",
            ""
        ),
    )]);
    assert!(page.trim_end().ends_with("----- diagnostics") && page.contains(&CUSTOMER[..20]), "{page}");
}
