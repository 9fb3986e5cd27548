//! Splitting, collecting, schedules, replies and undo, as tests of a project see them.

use super::run;

const PROGRAM: &str = r#"
record Order as json { number: text(1..20), lines: list of Line }
record Line as json { item: text(1..10), qty: int(1..99), warehouse: text }
record Part as json { order: text(1..20), items: list of text }
record Pick as json { id: text(1..10), order_no: text(1..20), qty: int, ordered_qty: int, note: text }
record Done as json { order_no: text(1..20), qty: int, picks: int, notes: list of text, last: text }
record RateRequest as json { id: text(1..10), weight: decimal(8,2) }
record RateReply as json { id: text(1..10), price: decimal(10,2) }
record Report as json { at: timestamp }

contract Shop v1 {
  sends order_created : Order on POST "/orders" once by number
  sends rates : RateRequest on POST "/rates" awaits RateReply once by id
  accepts report : Report by POST "/reports"
}
contract Wms v1 {
  sends pick : Pick on POST "/picks" once by id in order by order_no
  accepts release : Part by POST "/releases/{order}"
  accepts cancel  : Part by POST "/cancels/{order}"
  accepts done    : Done by POST "/done" once by order_no
}
system shop     : Shop v1
system wms_east : Wms v1
system wms_west : Wms v1
system audit    : Wms v1

failure too_heavy(weight: decimal) "{weight} kg is too heavy."
failure odd(item: text) "{item} is odd."

policy standard {
  unreachable | timeout | busy => retry 2 times from 2s to 5min then undo then park to "it"
  refused                      => undo then park to "desk"
  invalid | misfit             => park
  too_heavy | odd              => park
  duplicate                    => done
}

fn wms(warehouse: text) -> Wms { if warehouse = "east" then wms_east else wms_west }
fn total(picks: list of Pick) -> int { picks.sum(p -> p.qty) }

map to_part(order: Order, lines: list of Line) -> Part {
  order = order.number
  items = lines.item
}
map to_done(picks: list of Pick, last: Pick) -> Done {
  order_no = last.order_no
  qty      = picks.total()
  picks    = picks.count()
  notes    = picks.note
  last     = last.note
}
map to_reply(r: RateRequest) -> RateReply {
  id    = r.id
  price = (r.weight * 1.5).round(2)
}
map report() -> Report { at = now() }

flow split on shop.order_created(order) {
  priority high
  for (target, lines) in order.lines by line -> wms(line.warehouse) {
    for line in lines { check line.item != "odd" else fail odd("{line.item} of {line.warehouse}") }
    send target.release(to_part(order, lines)) undo target.cancel(to_part(order, lines))
  }
  on failure use standard
}

flow done on wms_east.pick(pick) {
  skip when pick.qty = 0 because "nothing"
  collect picks by pick.order_no until picks.total() = pick.ordered_qty or after 8h
  check picks.total() <= pick.ordered_qty else fail odd(pick.order_no)
  send wms_east.done(to_done(picks, pick))
  on failure use standard
}

flow rates on shop.rates(request) {
  check request.weight < 100 else fail too_heavy(request.weight)
  answer to_reply(request)
  on failure use standard
}

flow nightly at "02:30 America/New_York" skipped later {
  send shop.report(report())
  on failure use standard
}
"#;

const ORDER: &str = r#"{"number":"1","lines":[{"item":"a","qty":1,"warehouse":"east"},{"item":"b","qty":2,"warehouse":"west"},{"item":"c","qty":3,"warehouse":"east"}]}"#;
const PICK: &str = r#"{"id":"1","order_no":"7","qty":2,"ordered_qty":5,"note":"\u00fcber"}"#;
const RATE: &str = r#"{"id":"r","weight":12.35}"#;

fn it(lines: &str) -> (Vec<String>, String) {
    run(PROGRAM, &[("order.json", ORDER), ("pick.json", PICK), ("rate.json", RATE)], lines)
}

fn passes(lines: &str) -> String {
    let (differences, snapshot) = it(&format!("{lines}\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    snapshot
}

#[test]
fn an_order_is_split_by_warehouse() {
    insta::assert_snapshot!(passes(
        "given shop.order_created from \"order.json\"\nexpect sent wms_east.release 1 times { items = [\"a\", \"c\"] }\nexpect sent wms_west.release 1 times { items = [\"b\"] }"
    ));
}

#[test]
fn every_odd_line_is_named_and_nothing_sent() {
    let odd = ORDER.replace("\"a\"", "\"odd\"").replace("\"b\"", "\"odd\"");
    let (differences, _) = run(PROGRAM, &[("order.json", odd.as_str())], "given shop.order_created from \"order.json\"\nexpect failed odd\nexpect sent wms_east.release");
    let text = differences.concat();
    assert!(text.contains("odd of east is odd") && text.contains("odd of west is odd"), "{text}");
}

#[test]
fn what_was_taken_is_taken_back_when_a_sibling_is_refused() {
    insta::assert_snapshot!(passes(
        "given wms_west.release answers refused\ngiven shop.order_created from \"order.json\"\nexpect undone wms_east.release\nexpect sent wms_east.cancel { items = [\"a\", \"c\"] }\nexpect parked to \"desk\""
    ));
}

#[test]
fn what_cannot_be_taken_back_is_parked() {
    insta::assert_snapshot!(passes("given wms_west.release answers refused\ngiven wms_east.cancel answers busy\ngiven shop.order_created from \"order.json\"\ngiven 1h later"));
}

#[test]
fn what_was_not_sent_yet_is_not_sent_at_all() {
    let snapshot = passes("given wms_east.release answers refused\ngiven shop.order_created from \"order.json\"\nexpect not sent wms_west.cancel");
    assert!(
        snapshot.trim_end().ends_with("wms_east.release meets refused: wms_east refused release. It is parked at \"desk\".\n\nwms_west.release is not sent any more."),
        "{snapshot}"
    );
}

#[test]
fn what_still_waits_is_not_sent_any_more() {
    insta::assert_snapshot!(passes(
        "given wms_east is busy\ngiven wms_west.release answers refused\ngiven shop.order_created from \"order.json\"\ngiven wms_east is reachable\ngiven 1h later"
    ));
}

#[test]
fn events_become_one_when_they_are_enough() {
    insta::assert_snapshot!(passes(
        "given wms_east.pick from \"pick.json\"\nexpect collecting\nexpect not sent wms_east.done\ngiven 1h later\n\
         given wms_east.pick from \"pick.json\" with { id = \"2\", order_no = \"8\" }\n\
         given wms_east.pick from \"pick.json\" with { id = \"3\", qty = 0 }\n\
         given wms_east.pick from \"pick.json\" with { id = \"4\", qty = 3, note = \"last\" }\n\
         expect sent wms_east.done 1 times { qty = 5, picks = 2, notes = [\"über\", \"last\"], last = \"last\" }\nexpect collecting"
    ));
}

#[test]
fn events_become_one_when_the_time_is_over() {
    insta::assert_snapshot!(passes(
        "given wms_east.pick from \"pick.json\"\ngiven 1h later\ngiven wms_east.pick from \"pick.json\" with { id = \"2\", qty = 1 }\ngiven 6h later\nexpect collecting\ngiven 61min later\nexpect not collecting\nexpect sent wms_east.done { qty = 3, picks = 2 }"
    ));
}

#[test]
fn a_collection_that_failed_is_closed_and_another_may_begin() {
    let (differences, _) = it(
        "given wms_east.pick from \"pick.json\"\ngiven wms_east.pick from \"pick.json\" with { id = \"2\", qty = 9 }\nexpect collecting\ngiven 9h later\nexpect failed odd\nexpect not collecting\ngiven wms_east.pick from \"pick.json\" with { id = \"3\", qty = 5 }\nexpect sent wms_east.done",
    );
    assert_eq!(differences, Vec::<String>::new());
}

#[test]
fn a_request_is_answered() {
    insta::assert_snapshot!(passes("given shop.rates from \"rate.json\"\nexpect answered { id = \"r\", price = 18.53 }"));
}

#[test]
fn wrong_expectations_say_what_came() {
    let differs = |lines: &str, text: &str| {
        let (differences, _) = it(lines);
        assert!(differences.iter().any(|difference| difference.contains(text)), "{differences:?}");
    };
    differs("given shop.rates from \"rate.json\"\nexpect answered { price = 18 }", "price: expected 18.00, but 18.53 was sent");
    differs("given shop.rates from \"rate.json\" with { weight = 100 }\nexpect failed too_heavy\nexpect answered { price = 18 }", "The sender was not answered");
    differs("given shop.order_created from \"order.json\"\nexpect sent wms_east.release 2 times", "wms_east.release was sent once, not 2 times");
    differs("given shop.order_created from \"order.json\"\nexpect undone wms_east.release", "wms_east.release was not undone");
    differs("given shop.order_created from \"order.json\"\nexpect collecting", "Nothing is being collected");
    differs("given wms_east.pick from \"pick.json\"\nexpect not collecting", "still collects picks");
}

#[test]
fn a_clock_starts_a_flow() {
    let snapshot = passes(
        "given it is \"2026-03-07 01:00 America/New_York\"\ngiven 1d later\nexpect sent shop.report 1 times\ngiven 1d later\nexpect sent shop.report 2 times\ngiven 1d later\nexpect sent shop.report 3 times",
    );
    assert!(snapshot.contains("2026-03-07T07:30:00Z") && snapshot.contains("2026-03-08T07:00:00Z") && snapshot.contains("2026-03-09T06:30:00Z"), "{snapshot}");
}

/// What follows from a standstill of so long, from one in the morning on.
fn stopped(rule: &str, lines: &str) -> (Vec<String>, String) {
    let program = PROGRAM.replace("skipped later {", &format!("skipped later {rule} {{"));
    run(&program, &[("order.json", ORDER), ("pick.json", PICK)], &format!("given it is \"2026-03-06 01:00 America/New_York\"\n{lines}\nexpect snapshot"))
}

#[test]
fn missed_runs_are_made_up_for_as_declared() {
    let at = |snapshot: &str| -> Vec<String> { snapshot.lines().filter_map(|line| line.trim().strip_prefix("\"at\": ").map(str::to_owned)).collect() };
    let runs = |rule: &str| {
        let (differences, snapshot) = stopped(rule, "given stopped for 60h\ngiven 1d later");
        assert_eq!(differences, Vec::<String>::new());
        at(&snapshot)
    };
    let (friday, saturday, sunday, monday) = ("\"2026-03-06T07:30:00Z\"", "\"2026-03-07T07:30:00Z\"", "\"2026-03-08T07:00:00Z\"", "\"2026-03-09T06:30:00Z\"");
    assert_eq!(runs(""), [sunday, monday]);
    assert_eq!(runs("missed once"), [sunday, monday]);
    assert_eq!(runs("missed all"), [friday, saturday, sunday, monday]);
    assert_eq!(runs("missed omitted"), [monday]);
}

#[test]
fn what_was_due_while_nothing_ran_is_done_when_it_goes_on() {
    let (differences, snapshot) = stopped(
        "missed omitted",
        "given wms_east.pick from \"pick.json\"\ngiven stopped for 7h\nexpect collecting\ngiven stopped for 3h\nexpect not collecting\nexpect sent wms_east.done { picks = 1 }",
    );
    assert_eq!(differences, Vec::<String>::new());
    insta::assert_snapshot!(snapshot);
}

#[test]
fn more_missed_runs_than_anyone_would_read_are_told() {
    let program = PROGRAM.replace("at \"02:30 America/New_York\" skipped later", "every 1s missed all");
    let (differences, _) = run(&program, &[], "given stopped for 400d\nexpect nothing sent");
    assert_eq!(differences, ["More than 10000 things happen in this time."]);
}
