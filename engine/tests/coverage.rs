//! What tests of a project are told not to reach.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_engine::coverage::{Kind, Point};
use crossdock_engine::testing::Suite;

const PROGRAM: &str = r#"
record In as json { id: text(1..5), kind: text, size: int, lines: list of Line, items: list of Item, notes: list of text, to: Place }
record Line as json { sku: text }
record Item as json { sku: text, name: text }
record Out as json { id: text(1..5), kind: text, names: list of text, pairs: list of text, lines: list of WireLine, to: WirePlace }
record Place as json { city: text? }
record WireLine = Line as json { sku at "code" }
record WirePlace = Place as json { city at "town" }
contract A v1 { sends came : In on POST "/in" once by id }
contract B v1 {
  accepts told   : Out by POST "/told" once by id
  accepts cancel : Gone by POST "/cancel" once by id
}
contract C v1 {
  accepts filed  : Gone by POST "/filed" once by id
  accepts cancel : Gone by POST "/cancel" once by id
}
record Gone as json { id: text(1..5) }
system a : A v1
system b : B v1
system c : C v1
failure unequal "The lists are not equal."
policy all { unreachable | timeout | busy => retry 1 times from 1min to 1min then undo then park, refused => undo then park, invalid | misfit | unequal => park, duplicate => done }

fn kind(code: text, size: int) -> text {
  match code {
    "A" | "B" => "letter",
    "1" | "2" where size > 5 => "large",
    otherwise => "other"
  }
}
map gone(i: In) -> Gone { id = i.id }
map tell(i: In) -> Out {
  ..i
  kind  = kind(i.kind, i.size)
  names = for line in i.lines join item in i.items on item.sku = line.sku else skip { item.name }
  pairs = for line in i.lines zip note in i.notes else fail unequal() { "{line.sku}{note}" }
}
flow go on a.came(i) {
  send b.told(tell(i)) undo b.cancel(gone(i))
  send c.filed(gone(i)) undo c.cancel(gone(i))
  on failure use all
}
"#;

const SAMPLE: &str = r#"{"id":"1","kind":"B","size":1,"lines":[{"sku":"x"}],"items":[{"sku":"x","name":"n"}],"notes":["!"],"to":{}}"#;

/// All points of one test of these lines.
fn points(lines: &str) -> Vec<Point> {
    let program = format!("{PROGRAM}test \"it\" {{\n{lines}\n}}\n");
    let checked = crossdock_compiler::check(&vec![("main.flow".to_owned(), Arc::from(program))]);
    assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
    let samples = |_: &str| Ok(SAMPLE.as_bytes().to_vec());
    let mut suite = Suite::with_coverage(&checked, &samples);
    let outcomes = suite.run(|_| true);
    assert!(outcomes.iter().all(|outcome| outcome.differences.is_empty()), "{:?}", outcomes.first().map(|outcome| &outcome.differences));
    suite.coverage()
}

/// The points of a kind, those that were reached with a `+`.
fn told(points: &[Point], kind: Kind) -> Vec<String> {
    points.iter().filter(|point| point.kind == kind).map(|point| format!("{}{}", if point.reached { "+ " } else { "" }, point.what)).collect()
}

#[test]
fn each_alternative_of_an_arm_is_a_point() {
    let arms = |given: &str| told(&points(&format!("given a.came from \"in.json\" with {{ {given} }}")), Kind::MatchArm);
    assert_eq!(
        arms("kind = \"B\""),
        [
            "\"A\" of \"A\" | \"B\" => \"letter\"",
            "+ \"B\" of \"A\" | \"B\" => \"letter\"",
            "\"1\" of \"1\" | \"2\" where size > 5 => \"large\"",
            "\"2\" of \"1\" | \"2\" where size > 5 => \"large\"",
            "otherwise => \"other\"",
        ]
    );
    assert!(arms("kind = \"A\"").contains(&"+ \"A\" of \"A\" | \"B\" => \"letter\"".to_owned()));
    let small = arms("kind = \"1\", size = 5");
    assert_eq!(small.iter().filter(|arm| arm.starts_with('+')).collect::<Vec<_>>(), ["+ otherwise => \"other\""], "a condition that does not hold takes no alternative");
    let large = arms("kind = \"2\", size = 6");
    assert_eq!(large.iter().filter(|arm| arm.starts_with('+')).collect::<Vec<_>>(), ["+ \"2\" of \"1\" | \"2\" where size > 5 => \"large\""]);
}

#[test]
fn joins_and_zips_match_or_do_not() {
    let partners = |given: &str| {
        let failed = if given == "notes = []" { "\nexpect failed unequal" } else { "" };
        told(&points(&format!("given a.came from \"in.json\" with {{ {given} }}{failed}")), Kind::Partner)
    };
    let (join, zip) = ("join item in i.items on item.sku = line.sku else skip", "zip note in i.notes else fail unequal()");
    let all = |reached: [bool; 4]| {
        let what = [format!("{join} matches"), format!("{join} matches nothing"), format!("{zip} matches"), format!("{zip} matches nothing")];
        what.into_iter().zip(reached).map(|(what, reached)| if reached { format!("+ {what}") } else { what }).collect::<Vec<_>>()
    };
    assert_eq!(partners("size = 1"), all([true, false, true, false]));
    assert_eq!(partners("items = []"), all([false, true, true, false]));
    assert_eq!(partners("notes = []"), all([true, false, false, true]));
    assert_eq!(partners("lines = [], notes = []"), all([false, false, false, false]));
}

#[test]
fn what_the_compiler_converts_is_no_line_of_a_map() {
    let fields = told(&points("given a.came from \"in.json\""), Kind::TargetField);
    assert_eq!(fields, ["+ Gone.id", "+ Out.id", "+ Out.lines", "+ Out.to", "+ Out.kind", "+ Out.names", "+ Out.pairs"]);
}

#[test]
fn what_is_taken_back_is_told_by_its_own_message() {
    let undone = |given: &str| {
        let told = told(&points(&format!("given {given}\ngiven a.came from \"in.json\"\ngiven 1h later")), Kind::FlowStep);
        told.into_iter().filter(|step| step.contains("undo ") && !step.contains("send ")).collect::<Vec<_>>()
    };
    assert_eq!(undone("c.filed answers refused"), ["+ undo b.cancel(gone(i))", "undo c.cancel(gone(i))"]);
    assert_eq!(undone("b is busy"), ["undo b.cancel(gone(i))", "+ undo c.cancel(gone(i))"]);
}
