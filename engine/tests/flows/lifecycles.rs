//! Lifecycles in virtual time: moves that can be made, moves that cannot, and limits.

use super::run;

const PROGRAM: &str = r#"
record Order { number: text(1..20) }
record Sale as json { number: text(1..20) }
record Pick as json { order_no: text(1..20), short: bool }
record Note as json { number: text(1..20) }
contract Erp v1 {
  sends   sold      : Sale on POST "/sales"  once by number
  sends   cancelled : Sale on POST "/cancel" once by number
  accepts note      : Note by POST "/notes"  once by number
}
contract Wms v1 { sends picked : Pick on POST "/picks" once by order_no }
system erp : Erp
system wms : Wms
lifecycle Order by number {
  captured        -> released  by erp
  released        -> packed    by Wms
  packed          -> shipped   by Wms
  released | held -> cancelled by erp
  released        -> held      by erp
  held            -> released  by erp
  within 4h from released to shipped else alert "pick is late" then notify "desk"
  within 2d from packed to shipped
}
policy standard {
  unreachable | timeout | busy | refused | invalid => park
  duplicate                                        => done
  illegal_move                                     => park to "order-desk"
  late                                             => retry 1 times from 1h to 1h then park then alert "supervisor"
}
map to_note(sale: Sale) -> Note { number = sale.number }
flow sell on erp.sold(sale) {
  send erp.note(to_note(sale))
  advance Order(sale.number) to released
  on failure use standard
}
flow cancel on erp.cancelled(sale) {
  advance Order(sale.number) to cancelled
  on failure use standard
}
flow pick on wms.picked(pick) {
  skip when pick.short because "short"
  advance Order(pick.order_no) to packed
  on failure use standard
}
"#;

const SAMPLES: [(&str, &str); 2] = [("sale.json", r#"{"number":"7"}"#), ("pick.json", r#"{"order_no":"7","short":false}"#)];

fn differences(lines: &str) -> Vec<String> {
    run(PROGRAM, &SAMPLES, lines).0
}

#[test]
fn moves_lead_from_state_to_state() {
    assert_eq!(
        differences(
            "given erp.sold from \"sale.json\"\nexpect Order(\"7\") is released\nexpect Order(\"8\") is captured\ngiven wms.picked from \"pick.json\"\nexpect Order(\"7\") is packed"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_move_that_cannot_be_made_sends_nothing() {
    let lines = "given Order(\"7\") is shipped\ngiven erp.sold from \"sale.json\"\nexpect failed illegal_move\nexpect parked to \"order-desk\"\nexpect not sent erp.note\nexpect Order(\"7\") is shipped";
    assert_eq!(differences(lines), Vec::<String>::new());
    let told = differences("given wms.picked from \"pick.json\"\nexpect Order(\"7\") is packed");
    let expected = "Order 7 is captured, not packed. What happened:\n  main.pick fails with illegal_move: Order 7 is captured, and cannot become packed from there.\n  main.pick is parked at \"order-desk\"";
    assert_eq!(told, [expected]);
}

#[test]
fn the_same_move_twice_is_told_as_such() {
    let told = differences("given Order(\"7\") is packed\ngiven wms.picked from \"pick.json\"\nexpect skipped");
    assert!(told[0].contains("illegal_move: Order 7 is packed already."), "{told:?}");
}

#[test]
fn a_missed_limit_is_told_and_one_that_is_kept_is_not() {
    let sold = "given erp.sold from \"sale.json\"\n";
    let alerted = "expect alerted \"pick is late\"\nexpect notified \"desk\"";
    assert_eq!(differences(&format!("{sold}given 4h later\n{alerted}")), Vec::<String>::new());
    assert_eq!(differences(&format!("{sold}given 3h later\n{alerted}")).len(), 2);
    // On the way it is late all the same; where it can no longer come, it is not.
    assert_eq!(differences(&format!("{sold}given wms.picked from \"pick.json\"\ngiven 5h later\n{alerted}")), Vec::<String>::new());
    assert_eq!(differences(&format!("{sold}given erp.cancelled from \"sale.json\"\ngiven 5h later\n{alerted}")).len(), 2);
    assert_eq!(differences(&format!("{sold}given Order(\"7\") is shipped\ngiven 5h later\n{alerted}")).len(), 2);
}

#[test]
fn without_an_answer_of_its_own_it_is_a_failure_of_the_flow() {
    let lines = "given Order(\"7\") is released\ngiven wms.picked from \"pick.json\"\ngiven 48h later\n";
    assert_eq!(differences(&format!("{lines}expect alerted \"supervisor\"")).len(), 1, "it is tried once more");
    assert_eq!(differences(&format!("{lines}given 1h later\nexpect alerted \"supervisor\"\nexpect parked")), Vec::<String>::new());
}

#[test]
fn a_snapshot_shows_moves_and_limits() {
    let (_, snapshot) = run(PROGRAM, &SAMPLES, "given erp.sold from \"sale.json\"\ngiven 5h later\nexpect snapshot");
    let expected = "main.sell sends erp.note\n\nPOST /notes to erp.note\n{\n  \"number\": \"7\"\n}\n\nOrder 7 goes from captured to released\n\n--- 4h later\n\nlate: Order 7 is released, and should be shipped by now. It notifies \"desk\" and alerts \"pick is late\".\n";
    assert_eq!(snapshot, expected);
}
