//! What is said about bodies: the message, both places, the help.

/// Like `says!`, with the warnings about coverage, too.
macro_rules! says_all {
    ($($name:ident: $text:expr;)*) => { $(
        #[test]
        fn $name() {
            let page = crate::whole_report(&[("main.flow", $text.trim_start())]);
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
        }
    )* };
}

says_all! {
    what_is_forgotten: r#"
record Order { number: text, city: text, note: text? }
record Release { number: text, city: text, weight: decimal, note: text? }
map to_release(order: Order) -> Release {
  number = order.number
}
"#;
    a_value_that_may_be_missing: r#"
record Order { phone: text? }
record Release { phone: text }
map to_release(order: Order) -> Release {
  phone = order.phone
}
"#;
    through_a_missing_value: r#"
record Order { phone: text? }
record Release { phone: text }
map to_release(order: Order) -> Release {
  phone = order.phone.trim().upper()
}
"#;
    a_misspelt_field_and_method: r#"
record Order { number: text }
record Release { number: text, shout: text }
map to_release(order: Order) -> Release {
  number = order.nubmer
  shout  = order.number.uper()
}
"#;
    an_arm_is_missing: r#"
enum Service { standard, express, next_day }
fn days(service: Service) -> int { match service { standard => 5, express => 2 } }
"#;
    a_misspelt_variant_is_one_mistake: r#"
enum Service { standard, express }
fn days(service: Service) -> int { match service { standrad => 5, express => 2 } }
"#;
    a_misspelt_target_is_one_mistake: r#"
record Order { number: text, city: text }
record Release { number: text, city: text }
map to_release(order: Order) -> Release {
  nubmer = order.number
  city   = order.city
}
"#;
    a_misspelt_key_of_a_table_is_one_mistake: r#"
enum Service { standard, express }
record Order as json { service: Service }
contract Shop v1 { sends order : Order on POST "/orders" }
system shop : Shop v1
table code : Service <-> text(3) { standrad <-> "GND", express <-> "2DA" }
policy standard { invalid => park }
flow take on shop.order(order) {
  check code(order.service) != "XXX" else fail invalid
  on failure use standard
}
"#;
    numbers_texts_and_dates_stay_apart: r#"
record In { n: int, t: text, d: date, m: timestamp }
record Out { n: int, t: text, d: date, s: text }
map m(i: In) -> Out {
  n = i.t
  t = i.n
  d = i.m
  s = i.t + i.n
}
"#;
    a_division_without_rounding: r#"
fn share(total: decimal(12,2), lines: int) -> decimal(12,2) { total / lines }
"#;
    a_failure_without_an_answer: r#"
record Order as json { number: text(1..30) }
record Release as json { number: text(1..20) }
contract Shop v1 { sends placed : Order on POST "/orders" once by number }
contract Wms v1 { accepts release : Release by POST "/releases" once by number }
system shop : Shop v1
system wms  : Wms v1
policy standard {
  unreachable | timeout => retry 3 times from 1s to 1min then park
  invalid => park
}
map to_release(order: Order) -> Release { number = order.number }
flow release on shop.placed(order) {
  send wms.release(to_release(order))
  on failure use standard
}
"#;
    a_policy_with_an_unknown_failure_is_one_mistake: r#"
record Order as json { number: text(1..20) }
contract Shop v1 { sends placed : Order on POST "/orders" once by number }
system shop : Shop v1
failure expired "It is expired."
policy standard { invalid => park, expird => park }
flow f on shop.placed(order) {
  check order.number != "0" else fail expired
  on failure use standard
}
"#;
    a_field_that_nothing_reads: r#"
record Order as json { number: text(1..20), gift: bool }
record Release as json { number: text(1..20) }
map to_release(order: Order) -> Release { number = order.number }
"#;
    a_partners_whole_description_of_which_little_is_read: r#"
record Order as json { number: text(1..20), a: text, b: text, c: text, d: text, e: text, f: text, g: text, h: text, i: text, customer: Customer, ship_to: Address }
record Customer as json { id: int, name: text }
record Address as json { city: text, zip: text }
record Refund as json { id: text, reason: text }
contract Shop v1 {
  sends placed   : Order  on POST "/orders"  once by number
  sends refunded : Refund on POST "/refunds" once by id
}
record Release as json { number: text(1..20), city: text }
map to_release(order: Order) -> Release { number = order.number, city = order.ship_to.city }
"#;
    lists_and_records_that_are_compared: r#"
record Order { number: text, lines: list of Line, tags: list of text, raw: json }
record Line { sku: text }
fn a(order: Order, other: Order) -> bool { order = other }
fn b(order: Order, other: Order) -> bool { order.lines != other.lines }
fn c(order: Order) -> bool { order.tags = [1] }
fn d(order: Order) -> bool { order.tags < order.tags }
fn e(order: Order) -> bool { order.raw = order.raw }
fn f(order: Order) -> bool { order.tags = order.tags and order.tags != [] and [order.tags] = [["a"]] and [1, 2.5] = [1] }
"#;
    a_message_that_the_contract_does_not_have: r#"
record Order as json { number: text(1..20) }
contract Shop v1 { sends placed : Order on POST "/orders" once by number }
system shop : Shop v1
policy p { invalid => park }
flow f on shop.order_placed(order) {
  check order.number != "" else fail invalid
  on failure use p
}
"#;
}
