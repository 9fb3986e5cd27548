//! Events that are one of several records: the fields they share as keys, and the rules of each.

use super::run;

const PROGRAM: &str = r#"
enum Event by "type" { picked: Picked at "PICK", short: Short at "SHORT" }
record Picked as json { id: text(1..10), order_no: text(1..20), qty: int, most: int, always qty <= most }
record Short as json { id: text(1..10), order_no: text(1..20), missing: int }
enum Told by "kind" { done: Done at "D", open: Open at "O" }
record Done as json { id: text(1..10), qty: int, always qty > 0 }
record Open as json { id: text(1..10), missing: int }
contract Wms v1 { sends event : Event on POST "/events" once by id in order by order_no }
contract Erp v1 { accepts told : Told by POST "/told/{id}" once by id }
system wms : Wms v1
system erp : Erp v1
policy all { unreachable | timeout | busy => retry 3 times from 1min to 1min then park, refused | invalid => park, duplicate => done }
map to_done(p: Picked) -> Done { id = p.id, qty = p.qty }
map to_open(s: Short) -> Open { id = s.id, missing = s.missing }
fn to_told(event: Event) -> Told {
  match event {
    picked(p) => done(to_done(p)),
    short(s)  => open(to_open(s))
  }
}
flow tell on wms.event(event) {
  send erp.told(to_told(event))
  on failure use all
}
"#;

const SAMPLES: [(&str, &str); 5] = [
    ("picked.json", r#"{"type":"PICK","id":"1","order_no":"7","qty":2,"most":3}"#),
    ("short.json", r#"{"type":"SHORT","id":"1","order_no":"7","missing":1}"#),
    ("other.json", r#"{"type":"SHORT","id":"2","order_no":"7","missing":1}"#),
    ("much.json", r#"{"type":"PICK","id":"3","order_no":"7","qty":9,"most":3}"#),
    ("nothing.json", r#"{"type":"PICK","id":"4","order_no":"7","qty":0,"most":3}"#),
];

fn it(lines: &str) -> (Vec<String>, String) {
    run(PROGRAM, &SAMPLES, lines)
}

fn passes(lines: &str) -> String {
    let (differences, snapshot) = it(lines);
    assert_eq!(differences, Vec::<String>::new());
    snapshot
}

#[test]
fn the_same_key_is_the_same_event_whatever_it_carries() {
    passes("given wms.event from \"picked.json\"\ngiven wms.event from \"picked.json\"\nexpect sent erp.told 1 times { done { qty = 2 } }");
    passes("given wms.event from \"picked.json\"\ngiven wms.event from \"other.json\"\nexpect sent erp.told 2 times");
    let (differences, _) = it("given wms.event from \"picked.json\"\ngiven wms.event from \"short.json\"\nexpect sent erp.told 1 times");
    assert_eq!(differences, Vec::<String>::new(), "`once by` looks at the key alone");
}

#[test]
fn a_rule_of_a_variant_holds_for_what_comes_and_for_what_is_sent() {
    let come = passes("given wms.event from \"much.json\"\nexpect failed invalid\nexpect not sent erp.told\nexpect snapshot");
    assert!(come.contains("qty <= most"), "{come}");
    let sent = passes("given wms.event from \"nothing.json\"\nexpect failed invalid\nexpect not sent erp.told\nexpect snapshot");
    assert!(sent.contains("qty > 0"), "{sent}");
}
