//! Maps that extend maps of other files: what fails is told by the file and line in which it stands.
#![allow(clippy::unwrap_used)]

use crossdock_engine::Program;

const BASE: &str = "record Order as json { number: text, city: text, lines: list of Line }
record Line as json { sku: text }
record Release as json { order_no: text(..3), city: text(..3), lines: list of Pick }
record Pick as json { sku: text(..3), uom: text(..2) }
enum Unit { each, case }
map to_release(order: Order) -> Release {
  order_no = order.number
  city     = order.city
  lines = for line in order.lines {
    sku = line.sku
    uom = each_of(line)
  }
}
fn each_of(line: Line) -> text { line.sku }
";
const ACME: &str = "use base.{Order, Release, to_release}
map to_acme(order: Order) -> Release extends to_release {
  order_no = order.number.drop(1)
  lines {
    uom = line.sku.drop(2)
  }
}
";

fn told(map: &str, payload: &str) -> Vec<String> {
    let files: Vec<(String, std::sync::Arc<str>)> = vec![("acme.flow".to_owned(), ACME.into()), ("base.flow".to_owned(), BASE.into())];
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let program = Program::new(&checked);
    let mut out = Vec::new();
    match program.map(map).unwrap().apply(payload.as_bytes(), &mut Default::default(), &mut out) {
        Ok(()) => vec![String::from_utf8(out).unwrap()],
        Err(failures) => failures.into_iter().map(|failure| format!("{} {}", failure.path.unwrap_or_default(), failure.source.unwrap_or_default())).collect(),
    }
}

#[test]
fn each_line_is_told_by_its_own_place() {
    assert_eq!(told("to_acme", r#"{"number": "1234", "city": "c", "lines": [{"sku": "abc"}]}"#), [r#"{"order_no":"234","city":"c","lines":[{"sku":"abc","uom":"c"}]}"#]);
    assert_eq!(told("to_acme", r#"{"number": "12345", "city": "c", "lines": []}"#), ["number acme.flow:3"]);
    assert_eq!(told("to_acme", r#"{"number": "1", "city": "cccc", "lines": []}"#), ["city base.flow:8"]);
    assert_eq!(told("to_acme", r#"{"number": "1", "city": "c", "lines": [{"sku": "abcd"}, {"sku": "abc"}]}"#), ["lines[0].sku base.flow:10"]);
    assert_eq!(told("to_release", r#"{"number": "1", "city": "c", "lines": [{"sku": "abc"}]}"#), ["lines[0] base.flow:11"]);
}
