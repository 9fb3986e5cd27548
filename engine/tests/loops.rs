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
    apply_of(PROGRAM, map, payload)
}

fn apply_of(program: &str, map: &str, payload: &str) -> Result<String, String> {
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), std::sync::Arc::from(program))]);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let program = Program::new(&checked);
    let mut out = Vec::new();
    match program.map(map).unwrap().apply(payload.as_bytes(), &mut Default::default(), &mut out) {
        Ok(()) => Ok(String::from_utf8(out).unwrap()),
        Err(failures) => Err(failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
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

const WITHIN: &str = "record In as json { xs: list of X, names: list of Name }
record X as json { id: text, ys: list of int, zs: list of int }
record Name as json { id: text, letters: list of int }
record Out as json { n: int }
fn nested(i: In) -> int { (for x in i.xs, y in x.ys { y }).count() }
fn siblings(i: In) -> int { (for x in i.xs, y in x.ys, z in x.zs { z }).count() }
fn twice(i: In) -> int { (for x in i.xs, y in x.ys, again in x.ys { again }).count() }
fn partners(i: In) -> int { (for x in i.xs join name in i.names on name.id = x.id else skip, letter in name.letters { letter }).count() }
map to_nested(i: In) -> Out { n = nested(i) }
map to_siblings(i: In) -> Out { n = siblings(i) }
map to_twice(i: In) -> Out { n = twice(i) }
map to_partners(i: In) -> Out { n = partners(i) }
";

/// Whether a `for` multiplies lists is decided once: what the checker says it may raise is what it raises.
#[test]
fn lists_within_one_element_are_multiplied_and_those_within_each_other_are_not() {
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), std::sync::Arc::from(WITHIN))]);
    let may_fail = |name: &str| {
        checked
            .project
            .functions
            .iter()
            .find(|function| function.decl.name == name)
            .is_some_and(|function| function.failures.iter().any(|failure| crossdock_compiler::typed::BUILT_IN_FAILURES.get(failure.index()) == Some(&"misfit")))
    };
    assert_eq!(["nested", "siblings", "twice", "partners"].map(may_fail), [false, true, true, true]);
    let ones = |count: usize| vec!["1"; count].join(",");
    let x = |count: usize| format!("{{\"id\":\"a\",\"ys\":[{0}],\"zs\":[{0}]}}", ones(count));
    let one = format!("{{\"xs\":[{}],\"names\":[]}}", x(1_001));
    assert_eq!(apply_of(WITHIN, "to_nested", &one).unwrap(), "{\"n\":1001}");
    for map in ["to_siblings", "to_twice"] {
        let told = apply_of(WITHIN, map, &one).unwrap_err();
        assert!(told.starts_with("misfit: The lists of this `for` make more than 1000000 rows."), "{told}");
    }
    let shared = format!("{{\"xs\":[{}],\"names\":[{{\"id\":\"a\",\"letters\":[{}]}}]}}", vec![x(0); 1_001].join(","), ones(1_000));
    assert!(apply_of(WITHIN, "to_partners", &shared).is_err());
}

#[test]
fn each_element_whose_lists_do_not_pair_is_named() {
    let program = "record In as json { orders: list of Order }
record Order as json { id: text, xs: list of int, ys: list of int }
record Out as json { sums: list of list of int }
failure unpaired(id: text) \"Order {id} has picks without lines.\"
map m(i: In) -> Out { sums = for o in i.orders { (for x in o.xs zip y in o.ys else fail unpaired(o.id) { x + y }) } }
";
    let payload = r#"{"orders":[{"id":"a","xs":[1],"ys":[2]},{"id":"b","xs":[1],"ys":[]},{"id":"c","xs":[],"ys":[1,2]}]}"#;
    let told = apply_of(program, "m", payload).unwrap_err();
    assert_eq!(told.matches("has picks without lines").count(), 2, "{told}");
    assert!(told.contains("orders[1]") && told.contains("orders[2]"), "{told}");
}

/// What a small message asks for is refused before it is all there.
#[test]
fn the_text_and_the_lists_of_one_message_have_an_end() {
    let program = "record In as json { xs: list of text, s: text }
record Out as json { made: list of text }
map repeated(i: In) -> Out { made = for x in i.xs { x.repeat(1000000) } }
map joined(i: In) -> Out { made = [i.xs.map(x -> i.s).join(i.s)] }
map replaced(i: In) -> Out { made = [i.s.replace(\"a\", i.s)] }
";
    let (xs, s) = (vec!["\"abcdefghijklmnop\""; 20].join(","), "a".repeat(20_000));
    let repeated = format!("{{\"xs\":[{xs}],\"s\":\"\"}}");
    let long = format!("{{\"xs\":[{}],\"s\":\"{s}\"}}", vec!["\"\""; 10_000].join(","));
    for (map, payload) in [("repeated", &repeated), ("joined", &long), ("replaced", &long)] {
        let told = apply_of(program, map, payload).unwrap_err();
        assert!(told.starts_with("invalid") && told.contains("The message makes more than 256 MB of text"), "{map}: {told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
