//! What policies do about messages that are not taken, in virtual time.

use super::run;

const PROGRAM: &str = r#"
use crossdock.{Problem}
record Sale as json { number: text(1..20) }
record Note as json { number: text(1..20) }
record Ticket as json { title: text, text: text, order: text }
contract Erp v1 {
  sends   sold : Sale on POST "/sales" once by number
  accepts note : Note by POST "/notes" once by number
}
contract Desk v1 { accepts ticket : Ticket by POST "/tickets" once by order }
system erp  : Erp
system desk : Desk
failure erp_down(order: text) "The ERP does not answer, so order {order} waits."
map to_note(sale: Sale) -> Note { number = sale.number }
map to_ticket(problem: Problem) -> Ticket { title = problem.failure, text = problem.message, order = problem.key }
policy standard {
  unreachable | timeout | busy => retry 2 times from 1min to 1h then fail as erp_down(problem.key)
  erp_down                     => send desk.ticket(to_ticket(problem)) then alert "boss" then park to "it"
  refused                      => skip because "{problem.system} does not want {problem.key}"
  invalid                      => park
  duplicate                    => done
}
flow sell on erp.sold(sale) {
  send erp.note(to_note(sale))
  on failure use standard
}
"#;

const SAMPLES: [(&str, &str); 1] = [("sale.json", r#"{"number":"7"}"#)];

#[test]
fn it_is_tried_again_and_then_it_is_another_failure() {
    let down = "given erp is unreachable\ngiven erp.sold from \"sale.json\"\n";
    let told =
        "expect alerted \"boss\"\nexpect parked to \"it\"\nexpect sent desk.ticket { title = \"erp_down\", text = \"The ERP does not answer, so order 7 waits.\", order = \"7\" }";
    assert_eq!(run(PROGRAM, &SAMPLES, &format!("{down}given 3min later\n{told}")).0, Vec::<String>::new());
    assert_eq!(run(PROGRAM, &SAMPLES, &format!("{down}given 2min later\n{told}")).0.len(), 3, "the second pause is not over");
}

#[test]
fn failures_of_messages_and_what_they_are_turned_into_can_be_expected() {
    let down = "given erp is unreachable\ngiven erp.sold from \"sale.json\"\nexpect failed unreachable\n";
    let (differences, snapshot) = run(PROGRAM, &SAMPLES, &format!("{down}given 3min later\nexpect failed erp_down\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    assert!(snapshot.contains("\nunreachable fails as erp_down: The ERP does not answer, so order 7 waits.\n"), "{snapshot}");
    let (early, _) = run(PROGRAM, &SAMPLES, &format!("{down}given 2min later\nexpect failed erp_down"));
    assert!(matches!(early.as_slice(), [text] if text.starts_with("It did not fail with erp_down.")), "{early:?}");
}

#[test]
fn a_skip_says_why() {
    let (differences, snapshot) = run(PROGRAM, &SAMPLES, "given erp is refused\ngiven erp.sold from \"sale.json\"\nexpect snapshot");
    assert_eq!(differences, Vec::<String>::new());
    assert!(snapshot.ends_with("It is skipped: erp does not want 7.\n"), "{snapshot}");
}

const FAILED: &str = "given erp.note answers busy\ngiven erp.sold from \"sale.json\"\ngiven 3min later\nexpect alerted \"boss\"\nexpect sent desk.ticket 1 times\n";

#[test]
fn what_a_policy_sends_is_delivered_by_itself() {
    let (differences, snapshot) = run(PROGRAM, &SAMPLES, &format!("given desk is unreachable\n{FAILED}given desk is reachable\ngiven 1min later\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    insta::assert_snapshot!(snapshot);
}

#[test]
fn what_a_policy_cannot_send_is_for_people() {
    let (differences, snapshot) = run(PROGRAM, &SAMPLES, &format!("given desk is unreachable\n{FAILED}given 1h later\nexpect parked to \"it\"\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    assert!(snapshot.ends_with("--- 2m later\n\ndesk.ticket meets unreachable: desk cannot be reached. It is parked at \"it\".\n"), "{snapshot}");
    let refused = "given desk.ticket answers refused\n";
    assert_eq!(run(PROGRAM, &SAMPLES, &format!("{refused}{FAILED}expect parked to \"nobody\"")).0.len(), 1);
    assert_eq!(run(PROGRAM, &SAMPLES, &format!("{refused}{FAILED}expect parked")).0, Vec::<String>::new());
}
