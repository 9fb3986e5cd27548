//! `crossdock run`, as far as it can be seen without a partner.
#![allow(clippy::unwrap_used)]

mod common;

use common::{crossdock, project};

const ASKS: &str = r#"record Order as json { number: text(1..20) }
record Customer as json { id: text(1..20) }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Erp v1 {
  accepts note : Customer by POST "/notes" once by id
  answers customer(id: text(1..20)) : Customer by GET "/customers/{id}"
}
system shop : Shop v1
system erp  : Erp v1
policy standard {
  unreachable | timeout | busy | refused | invalid | not_found => park
  duplicate                                                    => done
}
flow take on shop.order_created(order) {
  let customer = erp.customer(order.number)
  send erp.note(customer)
  on failure use standard
}
"#;

#[test]
fn what_production_cannot_do_yet_is_refused_with_its_place() {
    let folder = project(&[("flows/a.flow", ASKS)]);
    let run = crossdock(folder.path(), &["run"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("production cannot yet") && run.err.contains("flows/a.flow:15: look-ups"), "{}", run.err);
}

#[test]
fn what_policies_cannot_do_yet_is_refused_as_well() {
    let text = r#"record Order as json { number: text(1..20) }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
system shop : Shop
failure odd() "Odd."
policy standard {
  invalid => park
  odd     => undo then park
}
flow look on shop.order_created(order) {
  check order.number != "1" else fail odd()
  on failure use standard
}
"#;
    let folder = project(&[("a.flow", text)]);
    assert_eq!(crossdock(folder.path(), &["check"]).code, 0);
    let run = crossdock(folder.path(), &["run"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("a.flow:7: `undo` in a policy"), "{}", run.err);
    assert!(!folder.path().join("crossdock.db").exists());
}
