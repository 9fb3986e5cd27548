//! The parts of flows that are more than mapping and sending: `for`, `undo`, `collect`, `answer`, `priority`, schedules.

use super::says;

macro_rules! program {
    ($flows:literal) => {
        concat!(
            r#"
record Order as json { number: text(1..20), of: int, note: text?, lines: list of Line }
record Line as json { item: text(1..10), qty: int, site: text }
record Release as json { number: text(1..5) }
record Reply as json { number: text(1..20) }
contract Shop v1 {
  sends order_created : Order on POST "/orders" once by number
  sends quote : Order on POST "/quotes" awaits Reply
  accepts note : Reply by POST "/notes"
}
contract Wms v1 {
  accepts release : Release by POST "/releases"
  accepts cancel  : Release by POST "/cancels"
}
system shop : Shop v1
system wms  : Wms v1
policy all { unreachable | timeout | busy | refused | invalid | misfit => park, duplicate => done }
map to_release(line: Line) -> Release { number = line.item }
map to_reply(order: Order) -> Reply { number = order.number }
"#,
            $flows
        )
    };
}

says! {
    what_stands_within_a_for: program!(r#"
flow a on shop.order_created(order) {
  for line in order.lines {
    skip when line.qty = 0 because "nothing"
    priority high
    collect lines by line.item after 1h
    on failure use all
    send wms.relase(to_release(line)) undo wms.cancl(to_release(line))
    let line = 3
  }
  for order in order.line { send wms.release(to_release(line)) }
  for line in order.number { }
}
"#);
    a_broken_statement_in_a_for_hides_no_other: program!(r#"
flow a on shop.order_created(order) {
  for (site, lines) in order.lines by line.site {
    let first = lines.first(
    check lines.count() > else fail invalid
    send wms.release(to_relase(first))
    sned wms.cancel(to_release(first))
  }
  send wms.release(to_release(order.lines.first else fail invalid))
  on failure use all
}
"#);
    collecting_what_cannot_be: program!(r#"
flow a on shop.order_created(order) {
  collect orders by order.note, order.lines until orders.count() or after 0s
  collect more by order.number until more.count() = 2
  collect again by order.number after 8 hours
  send shop.note(to_reply(orders))
  on failure use all
}
flow b on shop.quote(quote) {
  collect quotes by quote.number after 1h
  answer to_reply(quote)
  on failure use all
}
flow c every 1h {
  collect events by 1 after 1h
  on failure use all
}
"#);
    answers_and_priorities: program!(r#"
flow a on shop.order_created(order) {
  priority hihg
  priority low
  priority high
  answer to_reply(order)
  on failure use all
}
flow b on shop.quote(quote) {
  skip when quote.of = 0 because "nothing"
  answer quote
  answer to_reply(quote)
  on failure use all
}
flow c on Shop.quote(quote) { on failure use all }
flow d every 15min {
  answer now()
  on failure use all
}
"#);
    schedules_that_are_not_clear: program!(r#"
flow a at "02:00 America/New_York" { on failure use all }
flow b at "01:30 America/New_York" skipped later { on failure use all }
flow c at "02:30 Europe/Berln" { on failure use all }
flow d at "02:30 Berlin" { on failure use all }
flow e at "25:00 UTC" { on failure use all }
flow f at "noon" { on failure use all }
flow g at "12:00" { on failure use all }
flow h every 15 { on failure use all }
flow i every 10m { on failure use all }
flow j every 5ms skipped later { on failure use all }
flow k at "02:30 Europe/Berlin" skipped latter repeated twice missed once missed all { on failure use all }
flow l at "02:30 UTC" missed omitted { on failure use all }
flow m at 2am { on failure use all }
flow n every day { on failure use all }
"#);
    tests_about_time_and_answers: program!(r#"
flow a on shop.order_created(order) { on failure use all }
flow b on shop.quote(quote) {
  answer to_reply(quote)
  on failure use all
}
test "it" {
  given it is "tomorrow"
  given it is "2026-02-30 01:00 UTC"
  given it is "2026-02-03 01:00 Mars/Olympus"
  given shop.order_created from "a.json"
  given it is "2026-02-03 01:00 UTC"
  expect answered { number = "1" }
  expect sent wms.release 0 times
  expect undone wms.relese
  expect collecting 
  given stopped for 0h
  given stopped for 9 hours
  expect asked wms.stock
  expect asked shop.note 0 times
  given order: Ordr from "a.json"
  given line: Shop from "a.json"
  given mine: Order from "a.json" with { numbr = "1" }
  given mine: Order from "a.json"
  expect mine.of = "1"
  expect snapshot of mine.non
}
test "that" {
  given shop.quote from "a.json"
  expect answered { numbr = "1" }
}
"#);
    what_undo_can_fail_with_needs_no_answer: program!(r#"
policy little { invalid | misfit => park }
flow a on shop.order_created(order) {
  send wms.release(to_release(order.lines.first else fail invalid)) undo wms.cancel(to_release(order.lines.first else fail invalid))
  on failure use little
}
"#);
}
