//! `test` items, run in memory: what is given, what comes of it, what is expected.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_engine::testing::{Outcome, Suite};

/// Every form that a value may have on the wire, and a flow that reads and sends them.
const PROGRAM: &str = r#"enum Kind as text { good "G", bad "B" }
record Line as json { sku: text(1..5), price: decimal(30,10) }
record In as json {
  id    : text(1..5)
  n     : int(1..9)
  quoted: decimal(5,2) as text
  cents : decimal(5,2) implied 2
  kind  : Kind at "x"."kind"
  flag  : bool yes "Y" no "N"
  day   : date format "YYYYMMDD"
  note  : text? at "x"."note"
  lines : list(1..2) of Line
}
record Out as json { id: text(1..5), n: int at "head"."n", quoted: decimal(5,2) as text, cents: decimal(5,2), kind: Kind, flag: bool, day: date, note: text?, lines: list of Line, at: timestamp }
contract A v1 {
  sends asked  : In on POST "/asked"  once by id
  sends unread : In on POST "/unread" once by id
}
contract B v1 { accepts told : Out by POST "/told/{id}" once by id }
system a : A v1
system b : B v1
failure too_bad "That is too bad."
policy all { unreachable | timeout | busy | refused | invalid | too_bad => park, duplicate => done }
map tell(in_: In) -> Out { ..in_  at = now() }
flow go on a.asked(in_) {
  skip when in_.n = 9 because "nine"
  check in_.n != 8 else fail too_bad()
  send b.told(tell(in_))
  on failure use all
}
fn double(n: int) -> int { n * 2 }
fn cut(text_: text) -> text { text_.truncate(2) }
map line(n: int) -> Line { sku = "s{n}", price = 1.5 }
"#;

const SAMPLE: &str = r#"{"id":"1","n":2,"quoted":"2.20","cents":330,"x":{"kind":"G"},"flag":"Y","day":"20260101","lines":[{"sku":"q","price":123456789012345.0000000002}]}"#;

fn outcomes(tests: &str) -> Vec<Outcome> {
    let files = vec![("main.flow".to_owned(), Arc::from(format!("{PROGRAM}{tests}")))];
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let samples = |path: &str| match path {
        "in.json" => Ok(SAMPLE.as_bytes().to_vec()),
        "list.json" => Ok(b"[1]".to_vec()),
        "broken.json" => Ok(b"{".to_vec()),
        other => Err(format!("{other} cannot be read")),
    };
    Suite::new(&checked, &samples).run(|_| true)
}

/// The differences of a test of these lines; lines count from that of the `test`, which is 0.
fn differences(lines: &str) -> Vec<(usize, String)> {
    let outcome = outcomes(&format!("test \"it\" {{\n{lines}\n}}\n")).remove(0);
    assert_eq!((outcome.name.as_str(), outcome.file.as_str()), ("it", "main.flow"));
    outcome.differences.into_iter().map(|difference| (difference.line - outcome.line, difference.text)).collect()
}

fn given(with: &str, expect: &str) -> Vec<(usize, String)> {
    differences(&format!("given a.asked from \"in.json\" with {{ {with} }}\n{expect}"))
}

fn passes(with: &str, expect: &str) {
    assert_eq!(given(with, expect), [], "with {with}: {expect}");
}

/// The one difference begins so.
fn differs(found: &[(usize, String)], line: usize, text: &str) {
    assert!(matches!(found, [(at, found)] if *at == line && found.starts_with(text)), "{found:?}");
}

#[test]
fn a_changed_field_is_written_as_the_wire_has_it() {
    passes("quoted = 7, cents = 1.5", "expect sent b.told { quoted = 7.00, cents = 1.5 }");
    passes("kind = bad, flag = no, day = 2026-02-03", "expect sent b.told { kind = bad, flag = no, day = 2026-02-03 }");
    passes("note = \"\\\"ü\\\"\"", "expect sent b.told { note = \"\\\"ü\\\"\" }");
    passes("note = none", "expect sent b.told { note = none }");
    passes("lines = for n in [1, 2] { line(n) }", "expect sent b.told { lines = for n in [1, 2] { line(n) } }");
}

#[test]
fn a_changed_field_may_break_its_limits() {
    passes("n = 10", "expect failed invalid at \"n\"");
    passes("id = \"123456\"", "expect failed invalid at \"id\"");
    passes("quoted = 1.234", "expect failed invalid at \"quoted\"");
    passes("cents = 100000", "expect failed invalid at \"cents\"");
    passes("kind = none", "expect failed invalid at \"x.kind\"");
    passes("lines = for n in [1, 2, 3] { line(n) }", "expect failed invalid at \"lines\"");
}

/// Three events, which are sent on in the order in which they come.
fn three(expect: &str) -> Vec<(usize, String)> {
    let given: String = ["1", "2", "3"].map(|n| format!("given a.asked from \"in.json\" with {{ id = \"{n}\", n = {n} }}\n")).concat();
    differences(&format!("{given}{expect}"))
}

#[test]
fn the_order_of_messages_is_looked_at() {
    let passes = |expect: &str| assert_eq!(three(expect), [], "{expect}");
    passes("expect sent b.told { n = 1 } then b.told { n = 2 } then b.told { n = 3 }");
    passes("expect sent b.told { n = 1 }\n  then b.told { n = 3 }");
    passes("expect sent b.told then b.told then b.told");
    passes("expect sent b.told 3 times { kind = good }");
    passes("expect sent b.told { n = 1 } then b.told 1 times { n = 2 }");
    let found = three("expect sent b.told { n = 2 } then b.told { n = 1 }\nexpect sent b.told { n = 3 }");
    let [(4, text)] = found.as_slice() else { panic!("{found:?}") };
    let (said, orders) = text.split_once('\n').unwrap();
    assert_eq!(said, "Of b.told none is left behind the one before it.");
    assert!(orders.starts_with("Expected in this order:\n  b.told { n = 2 }\n  b.told { n = 1 }\nSent in this order:\n  b.told {\"id\":\"1\","), "{orders}");
}

#[test]
fn what_is_not_sent_at_all_is_not_out_of_order() {
    differs(&three("expect sent b.told { n = 4 } then b.told { n = 1 }"), 4, "n (on the wire: head.n): expected 4, but 1 was sent.");
    differs(&three("expect sent b.told { n = 1 }\nthen b.told 2 times"), 5, "b.told was sent 3 times, not 2 times.");
    differs(&three("expect sent b.told { n = 1 } then b.told 3 times"), 4, "Of b.told none is left");
    differs(&three("expect sent b.told then b.told then b.told then b.told"), 4, "Of b.told none is left");
}

#[test]
fn every_outcome_can_be_expected() {
    passes("n = 9", "expect skipped\nexpect not sent b.told");
    passes("n = 8", "expect failed too_bad\nexpect not sent b.told");
    passes("n = 3", "expect sent b.told { n = 3, id = \"1\" }");
    assert_eq!(differences("expect double(2) = 4"), []);
    assert_eq!(differences("expect cut(\"abc\") = \"ab\"\nexpect line(1).sku = \"s1\""), []);
}

/// A flow whose failures are answered in every way.
const ANSWERED: &str = r#"use crossdock.{Problem}
record Ask as json { id: text(1..5), n: int }
record Ticket as json { title: text, text: text, order: text, at: timestamp, where_: text }
contract A v1 { sends asked : Ask on POST "/asked" once by id }
contract Desk v1 { accepts ticket : Ticket by POST "/tickets/{order}" once by order }
system a    : A v1
system desk : Desk v1
failure parked(id: text) "{id} is parked."
failure odd(id: text) "{id} is odd."
failure told(id: text) "{id} is told."
failure sent(id: text) "{id} is sent."
failure gone(id: text) "{id} is gone."
map to_ticket(problem: Problem) -> Ticket {
  title  = "{problem.failure} in {problem.flow} for {problem.system}.{problem.event}"
  text   = problem.message
  order  = problem.key
  at     = problem.at
  where_ = problem.path else "nowhere"
}
policy all {
  invalid => park
  parked  => park to "it" then notify "desk"
  odd     => fail as told("odd {problem.key}: {problem.message}")
  told    => alert "boss" then skip because "{problem.message}"
  sent    => send desk.ticket(to_ticket(problem)) then done
  gone    => skip
}
flow go on a.asked(ask) {
  check ask.n != 1 else fail parked(ask.id)
  check ask.n != 2 else fail odd(ask.id)
  check ask.n != 3 else fail told(ask.id)
  check ask.n != 4 else fail sent(ask.id)
  check ask.n != 5 else fail gone(ask.id)
  on failure use all
}
"#;

fn answered(n: u32, expect: &str) -> Vec<String> {
    let test = format!("{ANSWERED}test \"it\" {{\n  given a.asked from \"a.json\" with {{ n = {n} }}\n{expect}\n}}\n");
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), Arc::from(test))]);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let samples = |_: &str| Ok(br#"{"id":"7","n":0}"#.to_vec());
    Suite::new(&checked, &samples).run(|_| true).remove(0).differences.into_iter().map(|difference| difference.text).collect()
}

#[test]
fn what_the_policy_does_can_be_expected() {
    for (n, expect) in [
        (1, "expect parked"),
        (1, "expect parked to \"it\""),
        (1, "expect notified \"desk\""),
        (2, "expect alerted \"boss\"\nexpect skipped"),
        (3, "expect alerted \"boss\"\nexpect failed told"),
        (4, "expect failed sent\nexpect sent desk.ticket { title = \"sent in main.go for a.asked\", text = \"7 is sent.\", order = \"7\", where_ = \"nowhere\" }"),
        (5, "expect skipped"),
    ] {
        assert_eq!(answered(n, expect), Vec::<String>::new(), "{n}: {expect}");
    }
}

#[test]
fn what_the_policy_does_instead_is_told() {
    let told = "Nothing was parked to \"ti\". What happened:\n  main.go fails with parked: 7 is parked.\n  main.go is parked at \"it\"\n  parked notifies \"desk\"\n  check ask.n != 1 does not hold:\n    ask.n  1";
    assert_eq!(answered(1, "expect parked to \"ti\""), [told]);
    let odd = answered(2, "expect parked").remove(0);
    assert!(odd.contains("\n  main.go is skipped: odd 7: 7 is odd. is told.\n  odd fails as told: odd 7: 7 is odd. is told.\n  told alerts \"boss\""), "{odd}");
    assert!(answered(4, "expect skipped").remove(0).contains("\n  sent sends desk.ticket"));
    assert_eq!(answered(0, "expect alerted \"boss\""), ["\"boss\" was not alerted. What happened:\n  main.go sends nothing"]);
}

#[test]
fn it_is_always_the_same_time() {
    passes("n = 3", "expect sent b.told { at = \"2026-01-15T12:00:00Z\".to_timestamp() }");
}

#[test]
fn what_differs_is_told_with_its_line() {
    let sent = "expect sent b.told { id = \"1\"\nn = 3\nkind = bad }";
    let found = given("flag = no", sent);
    assert_eq!(found, [(3, "n (on the wire: head.n): expected 3, but 2 was sent.".to_owned()), (4, "kind: expected \"B\", but \"G\" was sent.".to_owned())]);
    differs(&given("n = 9", "expect sent b.told"), 2, "b.told was not sent. What happened:\n  main.go skips: nine");
    differs(&given("n = 3", "expect not sent b.told"), 2, "b.told was sent. What happened:\n  main.go sends b.told");
    differs(&given("n = 3", "expect failed too_bad"), 2, "It did not fail with too_bad. What happened:");
    differs(&given("n = 10", "expect failed invalid at \"id\""), 2, "It did not fail with invalid at id. What happened:\n  main.go fails with invalid at n");
    differs(&given("n = 3", "expect skipped"), 2, "It was not skipped.");
}

#[test]
fn numbers_are_compared_exactly_however_deep() {
    let lines = |price: &str| format!("expect sent b.told {{ lines = for sku in [\"q\"] {{ sku = sku, price = {price} }} }}");
    passes("n = 3", &lines("123456789012345.0000000002"));
    differs(&given("n = 3", &lines("123456789012345.0000000001")), 2, "lines, element 1, price: expected 123456789012345.0000000001, but 123456789012345.0000000002 was sent.");
}

#[test]
fn a_condition_that_does_not_hold_shows_both_sides() {
    assert_eq!(differences("expect double(2) = 5"), [(1, "It does not hold:\n  double(2) = 5  no\n    double(2)    4".to_owned())]);
    assert_eq!(differences("expect cut(\"abc\") = \"abc\""), [(1, "It does not hold:\n  cut(\"abc\") = \"abc\"  no\n    cut(\"abc\")        \"ab\"".to_owned())]);
    assert_eq!(differences("expect not (1 = 1)"), [(1, "It does not hold:\n  not (1 = 1)  no\n    (1 = 1)    yes".to_owned())]);
    differs(&differences("expect (1 / 0).round(2) = 1"), 1, "It cannot be worked out: invalid");
}

#[test]
fn a_failure_that_nobody_named_is_a_difference() {
    differs(&given("n = 8", "expect not sent b.told"), 0, "It failed with too_bad, which no `expect failed` names.");
    passes("n = 8", "expect failed too_bad");
    let no_flow = differences("given a.unread from \"in.json\"\nexpect sent b.told");
    assert_eq!(no_flow, [(2, "b.told was not sent. No flow answers this event.".to_owned())]);
}

#[test]
fn a_sample_that_is_no_use_is_told() {
    let sample = |path: &str, with: &str| differences(&format!("given a.asked from \"{path}\" {with}\nexpect skipped"));
    assert_eq!(sample("gone.json", ""), [(1, "gone.json cannot be read".to_owned())]);
    assert_eq!(sample("list.json", "with { n = 1 }"), [(1, "list.json cannot be changed: it is no JSON object".to_owned())]);
    differs(&sample("broken.json", ""), 2, "It was not skipped. What happened:\n  main.go fails with invalid");
}

#[test]
fn a_snapshot_is_all_that_was_decided() {
    let test = |name: &str, event: &str, with: &str| format!("test \"{name}\" {{\n  given a.{event} from \"in.json\" with {{ {with} }}\n  expect snapshot\n}}\n");
    let tests = [test("sent", "asked", "lines = for n in [1] { line(n) }"), test("failed", "asked", "n = 8"), test("nothing", "unread", "n = 3")].concat();
    let snapshots: Vec<_> = outcomes(&tests).into_iter().map(|outcome| outcome.snapshot.unwrap()).collect();
    let sent = r#"main.go sends b.told

POST /told/1 to b.told
{
  "id": "1",
  "head": {
    "n": 2
  },
  "quoted": "2.20",
  "cents": 3.30,
  "kind": "G",
  "flag": true,
  "day": "2026-01-01",
  "lines": [
    {
      "sku": "s1",
      "price": 1.5000000000
    }
  ],
  "at": "2026-01-15T12:00:00Z"
}
"#;
    assert_eq!(snapshots, [sent, "main.go fails with too_bad: That is too bad.\n", "No flow answers this event.\n"]);
}

#[test]
fn a_test_that_fails_has_no_snapshot_but_still_takes_one() {
    let test = "test \"it\" {\n  given a.asked from \"in.json\"\n  expect skipped\n  expect snapshot\n}\n";
    let files = vec![("main.flow".to_owned(), Arc::from(format!("{PROGRAM}{test}")))];
    let checked = crossdock_compiler::check(&files);
    let samples = |_: &str| Ok(SAMPLE.as_bytes().to_vec());
    let mut suite = Suite::new(&checked, &samples);
    let case = suite.cases().next().unwrap();
    assert!(case.takes_snapshot());
    assert_eq!(suite.run_case(&case).snapshot, None);
}

#[test]
fn a_check_that_does_not_hold_shows_the_values_of_its_parts() {
    let outcomes = outcomes("test \"x\" {\n  given a.asked from \"in.json\" with { n = 8 }\n  expect sent b.told\n}\n");
    let text: String = outcomes.iter().flat_map(|outcome| &outcome.differences).map(|difference| difference.text.as_str()).collect();
    assert!(text.contains("check in_.n != 8 does not hold:\n    in_.n  8"), "{text}");
}

/// As the record calls it, and as the wire does where that is otherwise.
#[test]
fn a_difference_is_named_as_the_project_names_it() {
    let program = r#"enum Told by "type" { pick: Pick at "P", ping at "I" }
record Pick as json { order_no: text at "orderNo", ship_to: Address at "shipTo", lines: list of Line, id: text at "meta"."id" }
record Address as json { city: text at "town"."name" }
record Line as json { sku: text, qty: int at "orderQty" }
record In as json { id: text }
contract A v1 { sends asked: In on POST "/asked" once by id }
contract B v1 {
  accepts pick(site: text): Pick by POST "/{site}" once by order_no
  accepts told: Told by POST "/told"
}
"#;
    let rest = r#"system a : A
system b : B
policy all { unreachable | timeout | busy | refused | invalid => park, duplicate => done }
map to_pick(i: In) -> Pick { order_no = i.id, ship_to { city = "Rome" }, lines = for n in [1, 2] { sku = "s{n}", qty = n }, id = "x" }
map to_told(i: In) -> Told { pick { order_no = i.id, ship_to { city = "Rome" }, lines = [], id = "y" } }
flow go on a.asked(i) {
  send b.pick("e", to_pick(i))
  send b.told(to_told(i))
  on failure use all
}
fn line(n: int) -> Line { line_of(n) }
map line_of(n: int) -> Line { sku = "s{n}", qty = 2 }
map address(city: text) -> Address { city = city }
test "it" {
  given a.asked from "in.json" with { id = "1" }
  expect sent b.pick { order_no = "2", ship_to { city = "Oslo" }, lines = for n in [1, 2] { line(n) } }
  expect sent b.pick { ship_to = address("Oslo") }
  expect sent b.told { pick { id = "x", ship_to { city = "Oslo" } } }
  expect sent b.told { ping {} }
}
"#;
    let files = vec![("main.flow".to_owned(), Arc::from(format!("{program}{rest}")))];
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let outcome = Suite::new(&checked, &|_: &str| Ok(b"{}".to_vec())).run(|_| true).remove(0);
    let told: Vec<&str> = outcome.differences.iter().filter_map(|difference| difference.text.lines().next()).collect();
    let wanted = [
        "order_no (on the wire: orderNo): expected \"2\", but \"1\" was sent.",
        "ship_to.city (on the wire: shipTo.town.name): expected \"Oslo\", but \"Rome\" was sent.",
        "lines, element 1, qty (on the wire: lines, element 1, orderQty): expected 2, but 1 was sent.",
        "ship_to, city (on the wire: shipTo, town.name): expected \"Oslo\", but \"Rome\" was sent.",
        "pick.id (on the wire: meta.id): expected \"x\", but \"y\" was sent.",
        "pick.ship_to.city (on the wire: shipTo.town.name): expected \"Oslo\", but \"Rome\" was sent.",
        "variant (on the wire: type): expected \"I\", but \"P\" was sent.",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn where_lists_differ_is_told() {
    let outcomes = outcomes("test \"x\" {\n  given a.asked from \"in.json\"\n  expect sent b.told { lines = [line(1)], n = double(1) + 1 }\n}\n");
    let text: String = outcomes.iter().flat_map(|outcome| &outcome.differences).map(|difference| format!("{}\n", difference.text)).collect();
    assert!(text.contains("lines, element 1, price: expected 1.5000000000, but 123456789012345.0000000002 was sent."), "{text}");
    assert!(text.contains("n (on the wire: head.n): expected 3, but 2 was sent.\n  double(1) + 1  3\n    double(1)    2"), "{text}");
}

#[test]
fn lists_are_equal_element_by_element() {
    let lists = "expect [1, 2] = [1, 2.0]\nexpect [1, 2] != [1, 3]\nexpect [1] != [1, 1]\nexpect [\"a\"] = [\"a\"]\nexpect [good] = [good]\nexpect [[1], []] = [[1], []]\nexpect [[1]] != [[2]]\n\
                 expect (for n in [1, 2] { double(n) }) = [2, 4]\nexpect (for n in [1] { line(n) }).sku = [\"s1\"]";
    assert_eq!(differences(&lists.replace("expect [good] = [good]\n", "")), []);
    differs(&differences("expect (for n in [1, 2] { double(n) }) = [2, 5]"), 1, "It does not hold:");
}

#[test]
fn a_map_is_tested_on_a_sample() {
    let given = "given in_: In from \"in.json\" with { n = 3 }\ngiven other: In from \"in.json\" with { id = \"ü\" }\n";
    assert_eq!(
        differences(&format!(
            "{given}expect tell(in_).n = 3\nexpect tell(other).id = \"ü\"\nexpect tell(in_).quoted = in_.quoted and other.n = 2\nexpect other.lines.sku = [\"q\"]"
        )),
        []
    );
    let found = differences(&format!("{given}expect tell(in_).n = other.n"));
    differs(&found, 3, "It does not hold:");
    assert!(found[0].1.contains("tell(in_).n") && found[0].1.contains("other.n"), "{found:?}");
    differs(&differences("given in_: In from \"in.json\" with { n = 10 }\nexpect tell(in_).n = 1"), 2, "It cannot be worked out: in_ is not as declared: invalid at n");
    differs(&differences("given in_: In from \"none.json\"\nexpect tell(in_).n = 1"), 1, "none.json cannot be read");
}

#[test]
fn a_snapshot_of_a_value_is_reviewed_like_any() {
    let outcome = outcomes("test \"it\" {\ngiven in_: In from \"in.json\"\nexpect snapshot of line(in_.n)\nexpect snapshot of in_.id\n}\n").remove(0);
    assert_eq!(outcome.differences, []);
    assert_eq!(outcome.snapshot.unwrap(), "line(in_.n)\n{\n  \"sku\": \"s2\",\n  \"price\": 1.5000000000\n}\n\nin_.id\n\"1\"\n");
    let both = outcomes("test \"it\" {\ngiven a.asked from \"in.json\"\nexpect snapshot\nexpect snapshot of double(2)\n}\n").remove(0).snapshot.unwrap();
    assert!(both.starts_with("main.go sends b.told\n") && both.ends_with("}\n\ndouble(2)\n4\n"), "{both}");
}

#[test]
fn the_same_event_again_changes_nothing() {
    let again = "given a.asked from \"in.json\" with { n = 3 }\ngiven a.asked from \"in.json\" with { id = \"2\" }\n";
    passes("", &format!("{again}expect sent b.told 2 times\nexpect sent b.told 1 times {{ id = \"2\" }}"));
    let found = given("", &format!("{again}expect sent b.told {{ n = 3 }} then b.told 2 times"));
    assert!(found.iter().all(|(_, text)| !text.contains("3 times")), "{found:?}");
    let found = given("", &format!("{again}expect not sent b.told"));
    assert!(found[0].1.contains("\n  a.asked comes again, by \"1\", and changes nothing, though what it holds differs."), "{found:?}");
    passes("", "given a.asked from \"in.json\" with { id = none }\nexpect failed invalid at \"id\"\nexpect sent b.told 1 times");
}

#[test]
fn parts_have_the_values_that_they_have_where_they_stand() {
    let found = differences("expect (1 / 1000).round(2).ceil() = 1");
    assert!(found[0].1.contains("(1 / 1000).round(2)") && !found[0].1.contains("(1 / 1000)  "), "{found:?}");
    assert!(differences("expect 2 * 3 USD > 7 USD")[0].1.contains("6 USD"), "a quantity is shown with its unit");
}

#[test]
fn too_few_messages_with_these_fields_tell_what_was_sent_instead() {
    differs(
        &given("n = 3", "expect sent b.told 1 times { n = 5 }"),
        2,
        "b.told was sent never with these fields, not once. n (on the wire: head.n): expected 5, but 3 was sent. What happened:",
    );
}
