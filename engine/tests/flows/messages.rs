//! Messages: taken, refused, tried again in virtual time, parked.

use super::run;

const PROGRAM: &str = r#"
record Order as json { number: text(1..20) }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Wms v1 { accepts release : Order by POST "/releases" once by number }
system shop : Shop v1
system wms  : Wms v1
policy standard {
  unreachable | timeout | busy => retry 2 times from 2s to 3s then park to "it"
  refused | invalid            => park
  duplicate                    => done
}
flow release on shop.order_created(order) {
  send wms.release(order)
  on failure use standard
}
"#;

fn snapshot(lines: &str) -> String {
    let (differences, snapshot) = run(PROGRAM, &[("order.json", r#"{"number":"1"}"#)], &format!("{lines}\nexpect snapshot"));
    assert_eq!(differences, Vec::<String>::new());
    snapshot
}

#[test]
fn a_message_is_tried_again_and_parked_in_the_end() {
    insta::assert_snapshot!(snapshot("given wms is unreachable\ngiven shop.order_created from \"order.json\"\ngiven 1h later"));
}

#[test]
fn a_message_is_taken_at_the_second_try() {
    insta::assert_snapshot!(snapshot("given wms.release answers busy 1 times\ngiven shop.order_created from \"order.json\"\ngiven 2s later"));
}

#[test]
fn each_answer_has_its_end() {
    insta::assert_snapshot!(snapshot(
        "given wms.release answers refused 1 times\ngiven wms.release answers duplicate 1 times\ngiven shop.order_created from \"order.json\"\ngiven shop.order_created from \"order.json\" with { number = \"2\" }"
    ));
}
