//! Messages that are sent for their answers: when, in which order, and under which key.

use std::sync::Arc;

use crossdock_engine::{Decision, Event, Exchanged, Failure, Flows as _, Known, Outcome, Program, Reply, Send};

const PROGRAM: &str = r#"
record Order as json { number: text(1..20), cartons: list of Carton }
record Carton as json { id: text(1..20), weight: int }
record Request as json { carton: text(1..20) }
record Label as json { tracking: text(1..40) }
record Shipped as json { carton: text, tracking: text }
record Rate as json { carrier: text(1..10), amount: int }
contract Shop v1 {
  sends packed : Order on POST "/packed" once by number
  accepts shipped : Shipped by POST "/shipped"
}
contract Ups v1 {
  answers rates(request: Request, site: text?) : list of Rate by POST "/rates?site={site}" cached 10min
  accepts label : Request by POST "/labels" answers Label
  accepts check : list of Request by POST "/checks" answers list of Label
}
system shop : Shop v1
system ups  : Ups v1
failure too_heavy(carton: text) "Carton {carton} is too heavy."
policy standard { unreachable | timeout | busy | refused | invalid | misfit | not_found | too_heavy => park, duplicate => done }
flow ship on shop.packed(order) {
  for carton in order.cartons {
    check carton.weight < 10 else fail too_heavy(carton.id)
    let label = send ups.label(request(carton))
    send shop.shipped(shipped(carton, label))
  }
  on failure use standard
}
flow check on shop.packed(order) {
  let rates = ups.rates(request(order.cartons.first else fail too_heavy("")))
  skip when rates.is_empty() because "no rates"
  let checks = send ups.check(for carton in order.cartons { request(carton) })
  send shop.shipped(first(order, checks, rates))
  on failure use standard
}
map request(carton: Carton) -> Request { carton = carton.id }
map shipped(carton: Carton, label: Label) -> Shipped { carton = carton.id, tracking = label.tracking }
map first(order: Order, checks: list of Label, rates: list of Rate) -> Shipped {
  carton   = "{rates.sum(rate -> rate.amount)}"
  tracking = checks.tracking.join("+")
}
"#;

fn program() -> Program {
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), Arc::<str>::from(PROGRAM))]);
    assert!(!checked.has_errors(), "{:?}", checked.problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>());
    Program::new(&checked)
}

fn decided(payload: &str, flow: &str, known: &Known) -> Decision {
    let event = Event { id: "e1", system: "shop", name: "packed", payload: payload.as_bytes(), headers: &[], received: jiff::Timestamp::UNIX_EPOCH };
    program().decide_again(&event, flow, known).unwrap()
}

fn exchange(decision: &Decision) -> &Send {
    let Outcome::Exchange(send) = &decision.outcome else { panic!("{:?}", decision.outcome) };
    send
}

fn found(ordinal: u32, json: &str) -> Exchanged {
    Exchanged { ordinal, reply: Reply::Found(json.as_bytes().to_vec()) }
}

const TWO: &str = r#"{"number":"1","cartons":[{"id":"A","weight":1},{"id":"B","weight":2}]}"#;

#[test]
fn each_is_answered_before_the_next_is_sent() {
    let mut known = Known::default();
    let first = decided(TWO, "main.ship", &known);
    assert_eq!((exchange(&first).ordinal, exchange(&first).body.as_slice()), (0, br#"{"carton":"A"}"#.as_slice()));
    known.exchanged.push(found(0, r#"{"tracking":"1Z"}"#));
    let second = decided(TWO, "main.ship", &known);
    assert_eq!((exchange(&second).ordinal, exchange(&second).body.as_slice()), (1, br#"{"carton":"B"}"#.as_slice()));
    assert_ne!(exchange(&first).idempotency_key, exchange(&second).idempotency_key);
    known.exchanged.push(found(1, r#"{"tracking":"2Z"}"#));
    let Outcome::Sends(sends) = decided(TWO, "main.ship", &known).outcome else { panic!() };
    assert_eq!(sends.iter().map(|send| String::from_utf8_lossy(&send.body)).collect::<Vec<_>>(), [r#"{"carton":"A","tracking":"1Z"}"#, r#"{"carton":"B","tracking":"2Z"}"#]);
}

#[test]
fn what_failed_is_sent_again_under_its_key() {
    let first = exchange(&decided(TWO, "main.ship", &Known::default())).clone();
    let busy = Failure { name: "busy".to_owned(), message: "ups is busy.".to_owned(), path: None, source: None };
    let mut known = Known { exchanged: vec![Exchanged { ordinal: 0, reply: Reply::Failed(busy) }], ..Known::default() };
    let Outcome::Failed(failures) = decided(TWO, "main.ship", &known).outcome else { panic!() };
    assert_eq!((failures.len(), failures[0].name.as_str()), (1, "busy"));
    known.forget_failures();
    assert_eq!(exchange(&decided(TWO, "main.ship", &known)), &first);
}

#[test]
fn nothing_is_sent_where_a_row_below_fails() {
    let heavy = TWO.replace("\"weight\":2", "\"weight\":20");
    let Outcome::Failed(failures) = decided(&heavy, "main.ship", &Known::default()).outcome else { panic!() };
    assert_eq!(failures[0].name, "too_heavy");
}

#[test]
fn an_answer_that_is_not_as_declared_is_invalid() {
    let known = Known { exchanged: vec![found(0, r#"{"tracking":7}"#)], ..Known::default() };
    let Outcome::Failed(failures) = decided(TWO, "main.ship", &known).outcome else { panic!() };
    assert_eq!(failures[0].name, "invalid");
    assert!(failures[0].message.contains("What was sent is done") && failures[0].message.contains("tracking"), "{}", failures[0].message);
}

#[test]
fn a_record_is_asked_by_post_and_lists_come_back() {
    let mut known = Known::default();
    let Outcome::Asks(asked) = decided(TWO, "main.check", &known).outcome else { panic!() };
    assert_eq!((asked[0].method(), asked[0].path.as_str(), asked[0].body.as_deref(), asked[0].cached_ms), ("POST", "/rates", Some(r#"{"carton":"A"}"#), Some(600_000)));
    known.answers.push(crossdock_engine::Recorded { look_up: asked[0].clone(), reply: Reply::Found(br#"[{"carrier":"a","amount":1},{"carrier":"b","amount":2}]"#.to_vec()) });
    let check = decided(TWO, "main.check", &known);
    assert_eq!(exchange(&check).body.as_slice(), br#"[{"carton":"A"},{"carton":"B"}]"#);
    known.exchanged.push(found(0, r#"[{"tracking":"x"},{"tracking":"y"}]"#));
    let Outcome::Sends(sends) = decided(TWO, "main.check", &known).outcome else { panic!() };
    assert_eq!(String::from_utf8_lossy(&sends[0].body), r#"{"carton":"3","tracking":"x+y"}"#);
}
