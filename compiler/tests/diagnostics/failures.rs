//! Failures and the policies that answer them.

use super::{codes, says};

says! {
    messages_name_parameters: r#"
failure on_hold(order: text) "Order {ordr} is on hold."
failure no_item() "Item {item} is not known."
failure sum(a: int) "{a + 1}"
"#;
    parameters_that_cannot_be_written: r#"
record Order { number: text }
failure bad(order: Order, note: text?) "Order {order} {note}"
"#;
    a_parameter_twice: r#"
failure bad(order: text, order: text) "Order {order}."
"#;
    policies: r#"
policy standard {
  unreachable | timeout => retry 10 times from 5min to 2s then park
  timeout               => park
  busy                  => notify "desk"
  refused               => park then retry 3 times from 1s to 2s
  duplicate             => done then park
  late                  => retry 0 times from 1s to 2 then park
  invalid               => retry 3 times from 1s to 2fortnights then park
  unmaped               => park
}
"#;
    steps_in_the_wrong_order: r#"
failure down() "Down."
policy standard {
  timeout   => park then undo
  busy      => fail as down() then alert "boss"
  down      => skip then done
  refused   => undo then undo then park
  late      => alert "boss"
  misfit    => park then alert "boss" then notify "it"
}
"#;
    failures_turned_into_others: r#"
failure down(order: text) "{order} waits."
failure slow(order: text) "{order} waits, too."
policy standard {
  timeout => fail as down(problem.key)
  busy    => fail as slow(problem.key, "x")
  refused => fail as dwon(problem.key)
  late    => fail as slow(problem.path)
  misfit  => fail as late
  invalid => fail as missing
}
policy circles {
  down    => fail as slow("{problem.failure}")
  slow    => fail as down("1")
  timeout => fail as slow("{problem.message}")
  busy    => fail as busy
}
"#;
    what_a_policy_says_is_known: r#"
use crossdock.{Problem}
record Ticket as json { title: text(1..80), at: timestamp }
contract Desk v1 { accepts ticket : Ticket by POST "/tickets" }
system desk : Desk
map to_ticket(problem: Problem) -> Ticket {
  title = problem.message
  at    = problem.at
}
policy standard {
  timeout => send desk.ticket(to_ticket(problem)) then park
  busy    => send desk.tickets(to_ticket(problem)) then park
  refused => send dsek.ticket(to_ticket(problem)) then park
  invalid => skip because "{problem.mesage}"
  misfit  => skip because "{problem.message.upper()}"
  late    => skip because "{problem.path}"
  missing => skip because "{problem.path else "nowhere"}: {problem.failure}"
}
"#;
}

#[test]
fn missing_answers_are_added_with_their_use() {
    let flow = r#"
use policies.{standard}
record Order as json { number: text(1..20), phone: text? }
contract Shop v1 {
  sends order_created : Order on POST "/orders" once by number
  accepts order : Order by POST "/orders" once by number
}
system shop : Shop
failure no_phone() "No phone."
flow release on shop.order_created(order) {
  check order.phone != none else fail no_phone()
  send shop.order(order)
  on failure use standard
}
"#;
    let policies = "policy standard {\n  refused => park\n}\n";
    let checked = super::checked(&[("main.flow", flow), ("policies.flow", policies)]);
    let fix = checked.problems.iter().find(|problem| problem.code == "E0510").and_then(|problem| problem.fix.clone()).unwrap();
    let mut mended = policies.to_owned();
    let mut edits = fix.edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    edits.iter().for_each(|edit| mended.replace_range(edit.span.range(), &edit.text));
    let expected = "use main.{no_phone}\npolicy standard {\n  refused => park\n  unreachable | timeout | busy => retry 10 times from 2s to 5min then park\n  invalid | no_phone => park\n  duplicate => done\n}\n";
    assert_eq!(mended, expected);
    assert!(!super::checked(&[("main.flow", flow), ("policies.flow", &mended)]).has_errors());
}

#[test]
fn answers_in_order() {
    let text = r#"
failure on_hold(order: text) "Order {order} is on hold."
policy standard {
  unreachable | timeout | busy => retry 10 times from 2s to 5min then notify "it" then park to "desk"
  refused                      => park to "desk" then notify "it"
  duplicate                    => done
  on_hold                      => park
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
    let checked = super::checked(&[("main.flow", text)]);
    let policy = checked.project.policies.first().unwrap();
    assert_eq!(policy.answers.len(), 6);
    assert!(policy.answers.is_sorted_by_key(|(failure, _)| *failure));
    assert_eq!(policy.answers.first().unwrap().1.retry.unwrap().to_ms, 300_000);
}

/// A `misfit` without an answer shows both ends: the step that leaves the value too wide, and the limit where it is declared.
#[test]
fn a_misfit_shows_where_it_is_too_wide() {
    let text = r#"record Order as json { number: text(1..20), name: text(..60) }
record Release as json { order_no: text(1..20), name: text(..35) }
contract Shop v1 {
  sends order_created : Order on POST "/orders" once by number
  accepts release : Release by POST "/releases" once by order_no
}
system shop : Shop
map to_release(order: Order) -> Release {
  order_no = order.number
  name     = if order.name = "" then "?" else order.name.truncate(40)
}
policy standard { unreachable | timeout | busy | refused | invalid => park, duplicate => done }
flow release on shop.order_created(order) {
  send shop.release(to_release(order))
  on failure use standard
}
"#;
    let checked = super::checked(&[("main.flow", text)]);
    let [problem] = checked.problems.as_slice() else { panic!("{:#?}", checked.problems) };
    let labels: Vec<(&str, &str)> = problem.labels.iter().map(|label| (label.span.text(text), label.text.as_str())).collect();
    assert_eq!(problem.code, "E0510");
    assert!(labels.contains(&(".truncate(40)", "`.truncate(40)` gives text(1..40), `Release.name` takes text(..35)")), "{labels:?}");
    assert!(labels.iter().any(|(at, said)| at.starts_with("name") && *said == "`Release.name` takes text(..35)"), "{labels:?}");
    assert!(problem.help.as_deref().is_some_and(|help| help.contains(".truncate(35)")));
}
