//! `match` as a statement: the steps of the case that is at hand.

use super::outcomes;

const PROGRAM: &str = r#"
record Picked as json { order_no: text(1..20), qty: int }
record Short as json { order_no: text(1..20), reason: text }
enum Event by "type" { picked: Picked at "PICK", short: Short at "SHORT", ping at "PING", old at "OLD" }
record Message as json { id: text(1..20), event: Event at "data" }
record Problem as json { order_no: text(1..20), why: text }
contract Wms v1 { sends told : Message on POST "/events" once by id }
contract Erp v1 {
  accepts shipment : Picked  by POST "/shipments" once by order_no
  accepts problem  : Problem by POST "/problems"  once by order_no
}
system wms : Wms v1
system erp : Erp v1
policy standard { unreachable | timeout | busy | refused | invalid => park, duplicate => done }
flow tell on wms.told(message) {
  match message.event {
    picked(pick) where pick.qty = 0 => { send erp.problem(nothing(pick)) }
    picked(pick)                    => { send erp.shipment(pick) }
    short(short)                    => {
      let problem = to_problem(short)
      send erp.problem(problem)
    }
    old  => { skip when yes because "old" }
    ping => {}
  }
  on failure use standard
}
map nothing(pick: Picked) -> Problem { order_no = pick.order_no, why = "nothing was picked" }
map to_problem(short: Short) -> Problem { order_no = short.order_no, why = short.reason }

test "picked" {
  given wms.told from "picked.json"
  expect sent erp.shipment 1 times { qty = 2 }
  expect not sent erp.problem
}
test "nothing" {
  given wms.told from "nothing.json"
  expect sent erp.problem { why = "nothing was picked" }
  expect not sent erp.shipment
}
test "short" {
  given wms.told from "short.json"
  expect sent erp.problem 1 times { order_no = "1001", why = "broken" }
}
test "a case without steps" {
  given wms.told from "ping.json"
  expect nothing sent
}
test "a case that skips" {
  given wms.told from "old.json"
  expect skipped
}
"#;

#[test]
fn each_case_has_its_steps() {
    let event = |data: &str| format!(r#"{{"id":"1","data":{data}}}"#);
    let samples = [
        ("picked.json", event(r#"{"type":"PICK","order_no":"1001","qty":2}"#)),
        ("nothing.json", event(r#"{"type":"PICK","order_no":"1001","qty":0}"#)),
        ("short.json", event(r#"{"type":"SHORT","order_no":"1001","reason":"broken"}"#)),
        ("ping.json", event(r#"{"type":"PING"}"#)),
        ("old.json", event(r#"{"type":"OLD"}"#)),
    ];
    let samples: Vec<(&str, &str)> = samples.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let outcomes = outcomes(PROGRAM, &samples);
    assert_eq!(outcomes.len(), 5);
    for outcome in outcomes {
        assert_eq!(outcome.differences, [], "{}", outcome.name);
    }
}
