//! Enums whose variants carry records: what can be wrong with them, with values of them, and with a `match` on them.

use super::says;

says! {
    codes_and_names: r#"
enum Event by "type" { picked: Picked at "P", short: Short at "P", ping at "picked", picked: Short }
record Picked as json { order_no: text }
record Short as json { order_no: text }
"#;
    what_they_carry: r#"
enum Event by "type" { a: text, b: list of Picked, c: Picked?, d: Inner, e: Pickd, f: Picked }
enum Inner by "kind" { x: Picked }
enum Plain { a, b }
enum Plains by "type" { p: Plain, q: json }
record Picked as json { order_no: text }
"#;
    at_the_tag: r#"
enum Event by "meta"."type" { a: A, b: B, c: C, d: D }
record A as json { kind: text at "meta"."type" }
record B as json { meta: Meta }
record C as json { id: text at "meta"."type"."id" }
record D as json { id: text at "meta"."id" }
record Meta as json { type: text }
"#;
    circles: r#"
enum Event by "type" { picked: Picked, ping }
record Picked as json { cause: Event? }
"#;
    values: r#"
enum Event by "type" { picked: Picked, short: Short, ping }
record Picked as json { order_no: text }
record Short as json { order_no: text(..5) }
record In as json { order_no: text, pick: Picked }
record Out as json { event: Event, other: Event?, more: list of Event }
fn a(i: In) -> Event { picked }
fn b(i: In) -> Event { ping(i.pick) }
fn c(i: In) -> Event { picked(i.pick, i.pick) }
fn d(i: In) -> Event { short(i.pick) }
fn e(i: In) -> Event { pickd(i.pick) }
fn f(i: In) -> text { let e = picked(i.pick) "x" }
fn g(i: In) -> text { if i.pick = ping then "a" else picked(i.pick) }
fn h(i: In) -> Event { if i.order_no = "" then none else ping }
fn j(i: In) -> Event { i.pick }
map k(i: In) -> Out { event = pong, other { }, more = [ping, picked(i.pick), Picked] }
"#;
    blocks: r#"
enum Event by "type" { picked: Picked, short: Short, ping }
record Picked as json { order_no: text, qty: int, note: text? }
record Short as json { order_no: text }
record In as json { order_no: text, pick: Picked }
map a(i: In) -> Event { picked { order_no = i.order_no } }
map b(i: In) -> Event { picked = i.pick }
map c(i: In) -> Event { order_no = i.order_no, ..i.pick }
map d(i: In) -> Event { ping { }, short { order_no = "" } }
map e(i: In) -> Event { ping { order_no = i.order_no } }
map f(i: In) -> Event { let n = i.order_no }
map g(i: In) -> Event { shorts { order_no = i.order_no } }
"#;
    matches: r#"
enum Event by "type" { picked: Picked, short: Short, ping }
record Picked as json { order_no: text, qty: int(0..9) }
record Short as json { order_no: text, note: text? }
fn a(e: Event) -> int { match e { picked { qty = 0 } => 1, short(s) where s.order_no = "" => 2 } }
fn b(e: Event) -> int { match e { picked(p) => 1, short => 2, picked { qty = 1 } => 3, ping => 4, otherwise => 5 } }
fn c(e: Event) -> int { match e { picked(p) | short(p) => 1, pong => 2, ping(x) => 3, picked { quantity = 1 } => 4, { order_no = x } => 5, not picked(x) => 6, otherwise => 7 } }
fn d(e: Event?) -> int { match e { picked => 1, short { note = none } => 2 } }
fn f(e: Event, x: Event) -> int { match (e, x) { (picked, picked { qty = 1..9 }) => 1, (short, _) => 2, (ping, ping) => 3 } }
fn g(e: Event) -> text { e.qty }
fn h(e: Event) -> text { e.order_no }
fn i(e: Event) -> text { e.picked.order_no }
fn j(e: Event) -> int { match e { picked p => p.qty, short s => 0, ping => 0 } }
"#;
    where_only_single_values_stand: r#"
enum Event by "type" { picked: Picked, ping }
record Picked as json { order_no: text }
record In as json { event: Event, more: list of Event }
table codes : Event -> text { picked -> "P", ping -> "X" }
table routes(event: Event) -> text {
  event  => result
  picked => "P"
}
failure bad(event: Event) "{event}"
fn a(i: In) -> text { "{i.event}" }
fn b(i: In) -> text { i.event.code() }
fn c(i: In) -> bool { i.event = ping }
fn d(i: In) -> int { i.more.distinct().count() }
fn e(i: In) -> text { i.event.type }
"#;
    contracts: r#"
enum Event by "type" { picked: Picked, short: Short }
record Picked as json { order_no: text, qty: int }
record Short as json { order_no: text, reason: text }
enum Inside by "type" { a: Canonical }
record Canonical { order_no: text }
contract Wms v1 {
  sends event : Event on POST "/events" once by order_no in order by qty
  sends other : Event on POST "/others" once by type
  sends inside : Inside on POST "/inside"
  accepts echo : Event by POST "/echo/{order_no}/{reason}" once by picked
}
"#;
}

/// How a variant's code stands, and what says that variants are told apart.
#[test]
fn forms() {
    let codes = |text: String| super::codes(&text);
    let records = "record P as json { n: text }\n";
    assert_eq!(codes(format!("{records}enum E by \"t\" {{ a: P at \"A\", b }}")), Vec::<&str>::new());
    assert_eq!(codes(format!("{records}enum E by \"t\" {{ a: P \"A\", b \"B\" }}")), ["E0710", "E0710"]);
    assert_eq!(codes("enum E as text { a at \"A\" }".to_owned()), ["E0710"]);
    assert_eq!(codes("enum E { a at \"A\" }".to_owned()), ["E0381"]);
    assert_eq!(codes(format!("{records}enum E {{ a: P, b: P }}")), ["E0711"]);
    assert_eq!(codes("enum E by \"t\" { }".to_owned()), ["E0382"]);
}
