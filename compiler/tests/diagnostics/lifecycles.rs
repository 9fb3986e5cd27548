//! Lifecycles, the flows that move along them, and who owns what.

use super::says;

says! {
    heads_of_lifecycles: r#"
enum Kind { a, b }
record Order { number: text(1..20), note: text?, lines: list of text }
record Bill { number: text }
record Item { number: text }
contract Erp v1 { }
system erp : Erp
lifecycle Kind by number { a -> b by erp }
lifecycle Oder by number { a -> b by erp }
lifecycle Order by nummber { a -> b by erp }
lifecycle Order by number { a -> c by erp }
lifecycle Bill by number { }
lifecycle Item by number { a -> b by epr | Erp }
"#;
    states_and_ways: r#"
record Order { number: text(1..20), state: text? }
record Parcel { id: text? }
contract Erp v1 { }
system erp : Erp
lifecycle Order by number {
  captured -> released | on_hold   by erp
  on_hold  -> released | cancelled by erp
  released -> shipped              by erp
  shiped   -> invoiced             by erp
  waiting  -> queued               by erp
  queued   -> waiting              by erp
  final invoiced | cancelled | captured | canceled
  within 4h from released to shipped else alert "pick is late" then notify "it"
  within 0s from released to shipped
  within 3fortnights from released to shipped
  within 4h from invoiced to captured
  within 4h from releasd to shipped else park then retry 3 times from 1s to 2s then park
}
lifecycle Parcel by id {
  packed  -> sent    by erp
  sent    -> packed  by erp
}
"#;
    a_broken_line_hides_no_other: r#"
record Order { number: text(1..20) }
contract Erp v1 { }
system erp : Erp
lifecycle Order by number {
  captured -> released by erp
  released shipped by erp
  released => invoiced by erp
  within 4h of released to shipped
  final inoiced
}
"#;
    moves_of_flows: r#"
record Order { number: text(1..20) }
record Item { number: text(1..20) }
record Sale as json { number: text(1..20), lines: int }
record Pick as json { order_no: text(1..40) }
contract Erp v1 { sends sold : Sale on POST "/sales" once by number }
contract Wms v1 { sends picked : Pick on POST "/picks" once by order_no }
system erp      : Erp
system wms_east : Wms
system wms_west : Wms
lifecycle Order by number {
  captured -> released             by erp
  released -> shipped              by Wms
  released -> short                by wms_east
  short    -> cancelled            by erp
  within 4h from released to shipped
}
policy standard { invalid | illegal_move => park }
flow sold on erp.sold(sale) {
  advance Order(sale.number) to released
  advance Order(sale.number) to cancelled
  advance Order(sale.lines) to released
  advance Order(sale.number) to captured
  advance Order(sale.number) to relesed
  advance Item(sale.number) to released
  advance Oder(sale.number) to released
  on failure use standard
}
flow picked on Wms.picked(pick) {
  advance Order(pick.order_no) to shipped
  advance Order("{pick.order_no}") to short
  advance Order(pick.order_no) to cancelled
  on failure use standard
}
test "it" {
  given Order("1") is shiped
  given Order(1) is shipped
  given wms_east.picked from "a.json"
  expect Order("1") is short
}
"#;
    what_is_owned: r#"
record Shipment { number: text, status: text }
record Wire as json { number: text }
enum Kind { a, b }
contract Wms v1 { owns Shipment.status, Shipment.statuss, Wire.number, Kind.a, Shipmet.status, Shipment.status }
contract Wms v2 { owns Shipment.status }
contract Erp v1 { owns Shipment.number, Shipment.status }
"#;
}

/// What all of these have in common.
const OWNED: &str = r#"
enum State { open, shipped }
record Shipment { number: text(1..20), status: text?, state: State, cartons: int }
record Sale as json { number: text(1..20), state: text, code: text(1) }
record Pick as json { order_no: text(1..20), state: text, cartons: int }
record Note as json { number: text(1..20), text: text, cartons: int }
contract Erp v1 {
  sends   sold : Sale on POST "/sales" once by number
  accepts note : Note by POST "/notes" once by number
}
contract Wms v1 {
  owns Shipment.status, Shipment.state, Shipment.cartons
  sends   picked : Pick on POST "/picks" once by order_no
  answers pick(number: text(1..20)) : Pick by GET "/picks/{number}"
}
system erp : Erp
system wms : Wms
policy standard { unreachable | timeout | busy | refused | invalid | not_found => park, duplicate => done }
map to_note(shipment: Shipment) -> Note {
  number  = shipment.number
  text    = shipment.status else "{shipment.state}"
  cartons = shipment.cartons
}
"#;

/// The codes and the sources that the first labels stand on.
fn owned(text: &str) -> Vec<(&'static str, String)> {
    let checked = super::checked(&[("main.flow", &format!("{OWNED}{text}"))]);
    let label = |problem: &crossdock_compiler::Diagnostic| problem.labels.first().map(|label| label.span.text(&checked.sources.get(label.file).text).to_owned()).unwrap();
    checked.problems.iter().filter(|problem| problem.is_error()).map(|problem| (problem.code, label(problem))).collect()
}

#[test]
fn a_system_says_what_it_owns() {
    let text = r#"
map of_pick(pick: Pick) -> Shipment { number = pick.order_no, status = pick.state.upper(), state = shipped, cartons = pick.cartons }
flow picked on wms.picked(pick) {
  send erp.note(to_note(of_pick(pick)))
  on failure use standard
}
"#;
    assert_eq!(owned(text), []);
}

#[test]
fn another_one_does_not() {
    let text = r#"
map of_sale(sale: Sale) -> Shipment { number = sale.number, status = sale.state, state = shipped, cartons = if sale.code = "A" then 1 else 2 }
flow sold on erp.sold(sale) {
  send erp.note(to_note(of_sale(sale)))
  on failure use standard
}
"#;
    assert_eq!(owned(text), [("E0667", "sale.state".to_owned()), ("E0667", "shipped".to_owned()), ("E0667", "if sale.code = \"A\" then 1 else 2".to_owned())]);
}

#[test]
fn what_it_has_asked_the_owner_for_it_may_pass_on() {
    let text = r#"
map of_both(sale: Sale, pick: Pick) -> Shipment {
  number  = sale.number
  status  = if sale.code = "A" then pick.state else none
  state   = match pick.state { "S" => shipped, otherwise => open }
  cartons = pick.cartons
}
map again(shipment: Shipment) -> Shipment { ..shipment except status  status = shipment.status }
flow sold on erp.sold(sale) {
  let pick = wms.pick(sale.number)
  send erp.note(to_note(again(of_both(sale, pick))))
  on failure use standard
}
"#;
    assert_eq!(owned(text), []);
}

#[test]
fn what_is_mixed_is_not_the_owners() {
    let text = r#"
map of_both(sale: Sale, pick: Pick) -> Shipment {
  number  = sale.number
  status  = "{pick.state} {sale.code}"
  state   = match sale.state { "S" => shipped, otherwise => open }
  cartons = pick.cartons
}
flow sold on erp.sold(sale) {
  let pick = wms.pick(sale.number)
  let shipment = of_both(sale, pick)
  send erp.note(to_note(shipment))
  on failure use standard
}
"#;
    let found = owned(text);
    assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["E0667", "E0667"]);
    assert!(found[0].1.starts_with("\"{pick.state}") && found[1].1.starts_with("match sale.state"), "{found:?}");
}

#[test]
fn each_place_is_told_once_and_shows_the_owner() {
    let text = r#"
map of_sale(sale: Sale) -> Shipment { number = sale.number, status = none, state = open, cartons = 0 }
flow sold on erp.sold(sale) {
  send erp.note(to_note(of_sale(sale)))
  send erp.note(to_note(of_sale(sale)))
  on failure use standard
}
"#;
    let page = super::report(&[("main.flow", format!("{OWNED}{text}").trim_start())]);
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(page) });
}
