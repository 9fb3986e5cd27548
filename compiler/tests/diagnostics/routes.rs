//! Routing tables: headers, cells, results, gaps and dead rows.

use super::{codes, says};

says! {
    versions_of_a_contract: r#"
record Order as json { number: text(1..20) }
contract Wms v1 { accepts release : Order by POST "/v1/releases" once by number }
contract Wms v2 { accepts release : Order by POST "/v2/releases" once by number }
system old : Wms v1
system new : Wms v2
table of_any(hot: bool) -> Wms {
  hot => wms
  _   => new
}
table of_no_such(hot: bool) -> Wms v3 {
  hot => wms
  _   => new
}
table mixed(hot: bool) -> Wms v2? {
  hot => wms
  yes => new
  no  => old
}
table of_no_contract(hot: bool) -> Order v2 {
  hot => n
  _   => new
}
fn same(wms: Wms v2, other: Wms v1) -> Wms v2 { wms }
"#;
    gap: r#"
enum Region { east, west, north }
table depot(region: Region, hazmat: bool, weight: decimal(9,3)) -> text {
  region | hazmat | weight => depot
  east   | _      | <= 500 => "A"
  west   | no     | _      => "B"
  north  | _      | _      => "C"
}
"#;
    gaps_of_every_kind: r#"
table a(day: date) -> int { day => n
  < 2026-01-01 => 1
  > 2026-01-01 => 2 }
table b(code: text(2)?) -> int { code => n
  "AK" => 1
  not ["AK", none] => 2 }
table c(wait: duration) -> int { wait => n
  < 4h => 1
  > 4h => 2 }
table d(price: decimal, count: int(0..9)) -> int { price | count => n
  <= 1.5 | _    => 1
  _      | 0..4 => 2
  > 1.5  | 6..9 => 3 }
table e(vip: bool) -> int { vip => n }
"#;
    dead_rows: r#"
enum Region { east, west, north }
table a(region: Region, count: int(1..9)) -> int {
  region      | count => n
  east, west  | <= 5  => 1
  east        | > 5   => 2
  east        | _     => 3
  west        | 1..3  => 4
  _           | > 9   => 5
  otherwise           => 6
  north       | 1     => 7
}
"#;
    headers: r#"
table a(one: bool, two: bool) -> int {
  yes | _ => 1
  no  | _ => 2
}
table b(one: bool, two: bool) -> int {
  two | one => n
  yes | _   => 1
  no  | _   => 2
}
table c() -> int { n => n }
table d(one: bool) -> int {
  "x" => 1
}
"#;
    cells: r#"
enum Region { east, west }
table a(region: Region, code: text(2), count: int(1..9), flag: bool) -> text {
  region | code   | count | flag => n
  eats   | AK     | 1     | yes  => "a"
  _      | "USA"  | 10    | ja   => "b"
  "east" | > "AK" | 9..1  | none => "c"
  _      | _      | 1.5   | 1    => d
  _      | _      => "e"
  otherwise => 5
}
"#;
    results: r#"
record Release as json { order_no: text }
contract Wms v1 { accepts release : Release by POST "/releases" once by order_no }
contract Wms v2 { accepts release : Release by POST "/releases" once by order_no }
system wms_a : Wms v1
system wms_b : Wms v2
table a(flag: bool) -> Wms v1 {
  flag => system
  yes  => wms_a
  no   => wms_b
}
table b(flag: bool) -> Wms v1 {
  flag => system
  yes  => wms_c
  no   => "wms_a"
}
table c(flag: bool) -> int {
  flag => n
  yes  => none
  no   => 1
}
table d(release: Release) -> list of text { release => n
  _ => "x" }
"#;
    units: r#"
unit kg
unit lb = 0.45359237 kg
table a(weight: decimal(9,3)[kg], price: decimal(9,2)) -> decimal[kg] {
  weight  | price     => n
  <= 5    | _         => 1 kg
  <= 5 lb | < 5 USD   => 1
  > 5 kg  | _         => 1 lb
}
table b(weight: decimal(9,3)[kg]?, wait: duration) -> int[lb] {
  weight       | wait    => n
  1..5 kg      | _       => 1 lb
  < 1 kg, none | < 5 kg  => 2 lb
}
table c(weight: decimal(9,3)[kg]) -> int { weight => n
  1..5 kg => 1 }
"#;
    called_wrongly: r#"
enum Region { east, west }
table depot(region: Region, hazmat: bool) -> text {
  region | hazmat => depot
  _      | _      => "A"
}
fn a(region: Region) -> text { depot(region) }
fn b(region: Region?) -> text { depot(region, yes) }
fn c(region: text) -> text { region.depot(yes) }
"#;
}

#[test]
fn one_broken_cell_hides_no_other_problem_and_invents_none() {
    let text = "table t(a: bool, b: bool) -> int {\n  a | b => n\n  yes | maybe => 1\n  no | _ => \"x\"\n}\n";
    assert_eq!(codes(text), ["E0356", "E0451"]);
}

#[test]
fn a_broken_row_hides_no_other_row() {
    let text = "table t(a: bool) -> int {\n  a => n\n  yes => => 1\n  maybe => 2\n}\nfn f() -> int { t(5) }\n";
    assert_eq!(codes(text), ["E0101", "E0356", "E0342"]);
}

/// Ten thousand rows are checked in a moment, in the language as in a spreadsheet.
#[test]
fn many_rows_are_checked_in_a_moment() {
    let mut text = "enum Service { a, b, c }\ntable t(service: Service, code: text(5), weight: decimal(9,2)) -> int {\n  service | code | weight => n\n".to_owned();
    for row in 0..10_000 {
        let service = ["a", "b", "c"][row % 3];
        let weight = if row % 5 == 0 { "_".to_owned() } else { format!("<= {row}.5") };
        text.push_str(&format!("  {service} | \"{row:05}\" | {weight} => {row}\n"));
    }
    text.push_str("  otherwise => -1\n}\n");
    let start = std::time::Instant::now();
    assert_eq!(codes(&text), Vec::<&str>::new());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
