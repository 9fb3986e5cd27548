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

#[test]
fn what_is_wrong_is_said_once() {
    let said = |toml: &str, arguments: &[&str], code: i32| {
        let folder = project(&[("a.flow", ""), ("samples/x.json", "{}"), ("crossdock.toml", toml)]);
        let run = crossdock(folder.path(), arguments);
        assert_eq!(run.code, code, "{}", run.err);
        run.err
    };
    for (toml, arguments, part) in [
        ("[runtime]\napi-token = \"hunter2\"", &["run"][..], "a secret does not stand in the configuration"),
        ("[runtime]\napi-token = \"env:NO_SUCH_VARIABLE\"", &["run"], "NO_SUCH_VARIABLE"),
        ("[runtime]\nstore = \"samples\"", &["run"], "cannot be opened"),
        ("[runtime]\nstore = \"a/b/c.db\"", &["run"], "there is no such file or folder"),
        ("[runtime]\nlisten = \"192.0.2.1:1\"\napi-token = \"env:PATH\"", &["run"], "this machine has no such address"),
        ("", &["check", "nowhere"], "there is no such file or folder"),
        ("", &["fmt", "nowhere.flow"], "nowhere.flow cannot be read: there is no such file or folder"),
    ] {
        let err = said(toml, arguments, 2);
        assert!(err.matches(part).count() == 1 && !err.contains("os error"), "{err}");
        assert!(!err.contains("hunter2"), "{err}");
    }
}

#[test]
fn a_port_that_is_taken_says_so_and_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = crossdock(project(&[("a.flow", "")]).path(), &["run", "--listen", &address]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains(&format!("{address} cannot be listened on: something listens there already")) && run.err.contains("--listen"), "{}", run.err);
}
