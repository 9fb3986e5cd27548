//! Keys are looked up: what goes through long lists ends in the time of their lengths added, not multiplied.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crossdock_engine::Program;

const PROGRAM: &str = "record In as json { lines: list of Line, items: list of Item }
record Line as json { sku: text, qty: int }
record Item as json { sku: text, name: text }
record Out as json { joined: list of text, matched: list of int, groups: list of int, all: list of int }
map m(i: In) -> Out {
  joined  = for line in i.lines join item in i.items on item.sku = line.sku else skip { item.name }
  matched = for item in i.items, line in i.lines on line.sku = item.sku { line.qty }
  groups  = for (sku, lines) in i.lines by line.sku sort by sku descending { lines.sum(line -> line.qty) }
  all     = []
}
map product(i: In) -> Out {
  joined  = []
  matched = []
  groups  = []
  all     = for line in i.lines, item in i.items { line.qty }
}
";

fn payload(elements: usize) -> String {
    let (mut lines, mut items) = (String::new(), String::new());
    for at in 0..elements {
        let comma = if at == 0 { "" } else { "," };
        write!(lines, "{comma}{{\"sku\":\"{}\",\"qty\":1}}", at / 2).unwrap();
        write!(items, "{comma}{{\"sku\":\"{at}\",\"name\":\"n{at}\"}}").unwrap();
    }
    format!("{{\"lines\":[{lines}],\"items\":[{items}]}}")
}

fn apply(map: &str, payload: &str) -> Result<String, String> {
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), std::sync::Arc::from(PROGRAM))]);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let program = Program::new(&checked);
    let mut out = Vec::new();
    match program.map(map).unwrap().apply(payload.as_bytes(), &mut Default::default(), &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(failures) => Err(failures.iter().map(ToString::to_string).collect()),
    }
}

#[test]
fn joins_and_groups_of_long_lists_end_soon() {
    let elements = 20_000;
    let payload = payload(elements);
    let begun = Instant::now();
    let out = apply("m", &payload).unwrap();
    // Compared element by element this would be 800 million comparisons, minutes of them.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert_eq!(out.matches("\"n").count(), elements);
    assert!(out.contains(&format!("\"groups\":[{}]", vec!["2"; elements / 2].join(","))));
}

#[test]
fn lists_are_not_multiplied_without_end() {
    assert_eq!(apply("product", &payload(3)).unwrap().matches('1').count(), 9);
    let told = apply("product", &payload(1_100)).unwrap_err();
    assert!(told.starts_with("misfit: The lists of this `for` make more than 1000000 rows."), "{told}");
}
