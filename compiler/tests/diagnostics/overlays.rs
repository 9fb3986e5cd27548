//! Maps that extend others, what a map ignores, and what a spread cannot carry over.

use crate::says;

says! {
    an_override_that_changes_nothing: r#"
record Order { number: text, gift: bool }
record Release { order_no: text, priority: int, note: text? }
map to_release(order: Order) -> Release {
  order_no = order.number
  priority = if order.gift then 1 else 5
  note     = none
}
map to_acme(order: Order) -> Release extends to_release {
  priority = if  order.gift then 1 else 5   # as ever
  note = none
}
"#;
    a_field_that_is_not_there: r#"
record Order { number: text }
record Release { order_no: text, ship_to: Address }
record Address { city: text }
map to_release(order: Order) -> Release {
  order_no = order.number
  ship_to { city = "x" }
}
map to_acme(order: Order) -> Release extends to_release {
  priority = 1
  ship_to { citi = "y" }
}
"#;
    another_signature: r#"
record Order { number: text }
record Release { order_no: text }
record Label { order_no: text }
map to_release(order: Order) -> Release { order_no = order.number }
map to_acme(order: Order, express: bool) -> Release extends to_release { order_no = "A" }
map to_label(order: Order) -> Label extends to_release { order_no = "A" }
"#;
    what_is_extended: r#"
record Order { number: text }
record Release { order_no: text }
fn number(order: Order) -> text { order.number }
map to_release(order: Order) -> Release { order_no = order.number }
map to_acme(order: Order) -> Release extends to_relase { order_no = "A" }
map to_bolt(order: Order) -> Release extends number { order_no = "A" }
"#;
    maps_that_extend_each_other: r#"
record Order { number: text }
record Release { order_no: text }
map a(order: Order) -> Release extends b { order_no = "A" }
map b(order: Order) -> Release extends a { order_no = "B" }
"#;
    what_cannot_be_merged: r#"
record Order { number: text, vip: bool, lines: list of Line }
record Line { sku: text }
record Release { order_no: text, to: Address, lines: list of Line, more: list of text }
record Address { city: text }
map here() -> Address { city = "x" }
map to_release(order: Order) -> Release {
  order_no = order.number
  to       = if order.vip then here() else here()
  lines    = order.lines
  more     = for line in order.lines { line.sku }
}
map to_acme(order: Order) -> Release extends to_release {
  ..order
  to { city = "y" }
  lines { sku = "z" }
  more { sku = "z" }
}
"#;
    a_mistake_in_the_base_is_told_once: r#"
record Order { number: text }
record Release { order_no: text, priority: int }
map to_release(order: Order) -> Release {
  order_no = order.numbr
}
map to_acme(order: Order) -> Release extends to_release { priority = 1 }
map to_bolt(order: Order) -> Release extends to_acme { order_no = order.nummer }
"#;
    a_let_that_would_change_what_is_inherited: r#"
enum Status { open, closed }
record Order { number: text, status: Status }
record Release { order_no: text, open: bool }
map to_release(order: Order) -> Release {
  let number = order.number
  order_no = number
  open     = order.status = open
}
map to_acme(order: Order) -> Release extends to_release {
  let open = 1
  let number = 2
  order_no = "{open}{number}"
}
"#;
    types_in_an_overlay: r#"
record Order { number: text }
record Release { order_no: text(..5), ship_by: date? }
map to_release(order: Order) -> Release { order_no = "1", ship_by = none }
map to_acme(order: Order) -> Release extends to_release {
  order_no = 5
  ship_by  = order.number
}
"#;
    ignored: r#"
record Order { number: text, note: text?, tags: list of text, lines: list of Line }
record Line { sku: text, color: text }
record Release { order_no: text, note: text?, hint: text? }
map to_release(order: Order) -> Release {
  order_no = order.number
  ignore note, order.tags, order.lines.color "nobody asks for them"
  ignore hnit "misspelt"
  ignore order.line.sku "misspelt, too"
  ignore order_no "required"
  ignore ordr.note "unknown"
}
map twice(order: Order) -> Release {
  order_no = order.number
  hint     = order.note
  note     = none
  ignore hint "set"
  ignore order.note "read"
}
"#;
    a_spread_and_types_that_do_not_go_together: r#"
record Order { number: int, city: text?, ship_to: Address, note: text? }
record Address { street: text }
record ReleaseAddress { street: text }
record Release { number: text, city: text, ship_to: ReleaseAddress, note: text? }
map to_release(order: Order) -> Release { ..order }
"#;
}

/// What the record of a wire has and nothing reads can be ignored, with a line that the editor writes.
#[test]
fn a_field_that_nothing_reads_can_be_ignored() {
    let source = "record Order as json { number: text, lines: list of Line }\nrecord Line as json { sku: text, color: text }\nrecord Release as json { number: text, note: text?, skus: list of text }\n\
        map to_release(order: Order) -> Release {\n  number = order.number\n  skus   = order.lines.sku\n}\n";
    let found = crate::checked(&[("main.flow", source)]);
    let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["W0402", "W0401"]);
    let fixes: Vec<_> = found.problems.iter().flat_map(|problem| problem.fixes()).collect();
    let texts: Vec<&str> = fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.text.trim()).collect();
    assert_eq!(texts, ["ignore order.lines.color \"not needed\"", "note = none", "ignore note \"not needed\""]);
    let mended = source.replacen("\n}\n", &format!("\n  {}\n  {}\n}}\n", texts[0], texts[2]), 1);
    assert_eq!(crate::checked(&[("main.flow", &mended)]).problems, []);
}

/// Each line with the map that it is from; what was replaced is gone.
#[test]
fn the_effective_map_is_shown() {
    let base = "record Order { number: text, lines: list of Line }\nrecord Line { sku: text }\nrecord Release { order_no: text, priority: int, note: text?, to: Address, lines: list of Line }\nrecord Address { city: text, country: text }\n\
        map to_release(order: Order) -> Release {\n  order_no = order.number   # the shop's\n  priority = match order.number {\n    \"1\" => 1,\n    otherwise => 2\n  }\n  ignore note \"none\"\n  to { city = \"Here\", country = \"US\" }\n  lines = for line in order.lines { sku = line.sku }\n}\n";
    let acme = "use base.{Order, Release, to_release}\nmap to_acme(order: Order) -> Release extends to_release {\n  order_no = \"A\"\n  to { city = \"There\" }\n  lines { sku = \"x{line.sku}\" }\n  ignore order.lines.sku \"x\"\n}\n";
    let found = crate::checked(&[("acme.flow", acme), ("base.flow", base)]);
    assert!(!found.has_errors(), "{:?}", found.problems);
    let shown: Vec<String> = (0..found.project.functions.len() as u32).filter_map(|id| found.effective_map(crossdock_compiler::typed::FunctionId(id))).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_circle_of_extends_has_its_own_words() {
    let head = "record A { n: int, m: int }\nrecord B { n: int, m: int }\n";
    let said = |maps: &str| {
        let found = crate::checked(&[("main.flow", &format!("{head}{maps}"))]);
        found
            .problems
            .iter()
            .map(|problem| format!("{} {} {:?}", problem.code, problem.message, problem.labels.iter().map(|label| label.text.as_str()).collect::<Vec<_>>()))
            .collect::<Vec<_>>()
    };
    let circle = said("map a(x: A) -> B extends b { n = 1 }\nmap b(x: A) -> B extends a { n = 2 }\n");
    assert_eq!(circle, ["E0469 `a`, `b` extend each other in a circle. [\"`a` extends `b`\", \"`b` extends `a`\"]"]);
    let own = said("map a(x: A) -> B extends a { n = 1 }\n");
    assert_eq!(own, ["E0469 `a` extends itself. [\"`a` extends `a`\"]"]);
    let mixed = said("map a(x: A) -> B extends b { n = 1 }\nmap b(x: A) -> B { n = a(x).n, m = x.m }\n");
    assert_eq!(mixed, ["E0207 `a`, `b` call each other in a circle. [\"`a` extends `b`\", \"`b` calls `a`\"]"]);
}

/// `color` is read where a line goes on as it is, whichever way it goes.
#[test]
fn what_goes_on_whole_is_read() {
    let codes = |value: &str| -> Vec<&'static str> {
        let source = format!(
            "record Order as json {{ number: text, lines: list of Line, spare: Line? }}\nrecord Line as json {{ sku: text, color: text }}\nrecord Release as json {{ number: text, lines: list of Line }}\n\
             fn same(order: Order) -> list of Line {{ order.lines }}\nfn keep(lines: list of Line) -> list of Line {{ lines.filter(line -> line.sku != \"\") }}\n\
             map to_line(line: Line) -> Line {{ sku = line.sku, color = \"red\" }}\nmap to_release(order: Order) -> Release {{ number = order.number, lines = {value}, ignore order.spare \"none\" }}\n"
        );
        crate::checked(&[("main.flow", &source)]).problems.iter().map(|problem| problem.code).filter(|code| *code != "W0460").collect()
    };
    for whole in [
        "order.lines",
        "same(order)",
        "for line in order.lines { line }",
        "order.lines.filter(line -> line.sku != \"\")",
        "if order.number = \"\" then [] else order.lines",
        "[order.spare else fail invalid]",
    ] {
        assert_eq!(codes(whole), Vec::<&str>::new(), "{whole}");
    }
}

/// What is built anew from some of its fields leaves the others unread.
#[test]
fn what_is_built_anew_is_not_read_whole() {
    let source = "record Order as json { number: text, lines: list of Line }\nrecord Line as json { sku: text, color: text }\nrecord Release as json { number: text, lines: list of Line }\n\
        map to_line(line: Line) -> Line { sku = line.sku, color = \"red\" }\nmap to_release(order: Order) -> Release { number = order.number, lines = for line in order.lines { to_line(line) } }\n";
    let found = crate::checked(&[("main.flow", source)]);
    assert_eq!(found.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["W0402"]);
}
