//! `crossdock test`
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, command, crossdock, crossdock_with, project, read, told, write};
use tempfile::TempDir;

const SHOP: &str = r#"
record Order as json { number: text(1..20), total: decimal(9,2) as text, city: text? at "to"."city", tags: list of text }
record Release as json { order_no: text(1..20) at "orderNo", city: text, total: decimal(9,2) }
contract Shop v1 { sends placed : Order on POST "/orders" once by number }
contract Wms v1 { accepts release : Release by POST "/releases" once by order_no }
system shop : Shop v1
system wms  : Wms v1
failure no_city "There is no city."
policy all { unreachable | timeout | busy | refused | invalid | no_city => park, duplicate => done }
map to_release(order: Order) -> Release { order_no = order.number, city = order.city else fail no_city, total = order.total }
flow release on shop.placed(order) {
  skip when "test" in order.tags because "a test"
  send wms.release(to_release(order))
  on failure use all
}
## Twice as much.
## ```
## twice(2) = 4
## ```
fn twice(n: int) -> int { n * 2 }
"#;

fn with_tests(tests: &str) -> TempDir {
    let folder = project(&[("shop.flow", &format!("{SHOP}\n{tests}"))]);
    write(folder.path(), "samples/order.json", r#"{"number":"1001","total":"12.50","to":{"city":"K\u00f6ln"},"tags":[],"more":1.10}"#);
    folder
}

fn ci(folder: &TempDir) -> Run {
    told(command(folder.path(), &["test"]).env("CI", "true").output().unwrap())
}

#[test]
fn what_is_as_expected_passes() {
    let folder = with_tests(
        r#"
test "sent" {
  given shop.placed from "samples/order.json"
  expect sent wms.release { order_no = "1001", city = "Köln", total = 12.5 }
}
test "changed" {
  given shop.placed from "samples/order.json" with { total = 0.10, city = "Ulm" }
  expect sent wms.release { total = 0.1, city = "Ulm" }
}
test "failed" {
  given shop.placed from "samples/order.json" with { city = none }
  expect failed no_city
  expect not sent wms.release
}
test "invalid" {
  given shop.placed from "samples/order.json" with { number = "123456789012345678901" }
  expect failed invalid at "number"
}
test "skipped" {
  given shop.placed from "samples/order.json" with { tags = ["a", "test"] }
  expect skipped
}
test "holds" { expect twice(2) = 4 }
"#,
    );
    let run = crossdock(folder.path(), &["test"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.err.contains("7 passed"), "the example in the documentation counts, too: {}", run.err);
}

#[test]
fn what_is_different_says_what_came_and_where() {
    let folder = with_tests(
        r#"
test "another total" {
  given shop.placed from "samples/order.json"
  expect sent wms.release { total = 13 }
}
test "nothing sent" {
  given shop.placed from "samples/order.json"
  expect not sent wms.release
}
test "no failure" {
  given shop.placed from "samples/order.json"
  expect failed no_city
}
test "not skipped" {
  given shop.placed from "samples/order.json"
  expect skipped
}
test "a failure that nobody expects" {
  given shop.placed from "samples/order.json" with { city = none }
  expect not sent wms.release
}
test "sums" { expect twice(2) = 5 }
"#,
    );
    let run = crossdock(folder.path(), &["test"]);
    assert_eq!(run.code, 1);
    for part in [
        "total: expected 13.00, but 12.50 was sent.",
        "wms.release was sent.",
        "It did not fail with no_city.",
        "It was not skipped.",
        "It failed with no_city, which no `expect failed` names.",
        "twice(2) = 5  no",
        "  twice(2)    4",
        "shop.flow:",
    ] {
        assert!(run.out.contains(part), "{part} is missing in:\n{}", run.out);
    }
    assert!(run.err.contains("1 passed, 6 failed"), "{}", run.err);
}

#[test]
fn snapshots_are_accepted_compared_and_demanded_in_ci() {
    let test = "test \"whole\" {\n  given shop.placed from \"samples/order.json\"\n  expect snapshot\n}\n";
    let folder = with_tests(test);
    assert_eq!(ci(&folder).code, 1, "in CI a missing snapshot fails");
    let first = crossdock(folder.path(), &["test"]);
    assert_eq!(first.code, 0);
    assert!(first.err.contains("1 new snapshot"), "{}", first.err);
    assert!(!folder.path().join("snapshots/shop/whole.snap").exists(), "nobody has accepted it");
    assert!(read(folder.path(), "snapshots/shop/whole.snap.new").contains("assertion_line: "), "it waits for review");
    assert_eq!(crossdock(folder.path(), &["test", "--accept"]).code, 0);
    let approved = read(folder.path(), "snapshots/shop/whole.snap");
    assert!(approved.starts_with("---\nsource: shop.flow\ndescription: whole\n---\n") && approved.contains("\"total\": 12.50"), "{approved}");
    assert!(!folder.path().join("snapshots/shop/whole.snap.new").exists());
    assert_eq!(ci(&folder).code, 0);

    write(folder.path(), "samples/order.json", r#"{"number":"1001","total":"12.51","to":{"city":"Köln"},"tags":[]}"#);
    let differs = ci(&folder);
    assert_eq!(differs.code, 1);
    assert!(differs.out.contains("-   \"total\": 12.50") && differs.out.contains("+   \"total\": 12.51"), "{}", differs.out);

    write(folder.path(), "shop.flow", SHOP);
    let left = crossdock(folder.path(), &["test"]);
    assert!(left.err.contains("snapshots/shop/whole.snap belongs to no test"), "{}", left.err);
    crossdock(folder.path(), &["test", "--accept"]);
    assert!(!folder.path().join("snapshots/shop/whole.snap").exists());
}

#[test]
fn filter_and_junit() {
    let folder = with_tests("test \"one\" { expect twice(1) = 2 }\ntest \"two & three\" { expect twice(1) = 3 }\n");
    let run = crossdock(folder.path(), &["test", "--filter", "ONE", "--junit", "report.xml"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(read(folder.path(), "report.xml").contains("tests=\"1\" failures=\"0\""));
    let run = crossdock(folder.path(), &["test", "--junit", "report.xml"]);
    assert_eq!(run.code, 1);
    let report = read(folder.path(), "report.xml");
    assert!(report.contains("failures=\"1\"") && report.contains("two &amp; three"), "{report}");
    assert!(crossdock(folder.path(), &["test", "--filter", "nothing"]).err.contains("no test has `nothing`"));
}

#[test]
fn a_project_that_does_not_compile_is_told_and_not_run() {
    let folder = with_tests("test \"x\" { expect twice(\"a\") = 2 }\n");
    let run = crossdock(folder.path(), &["test"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("E0342") && run.err.contains("nothing was run"), "{}", run.err);
}

#[test]
fn a_sample_that_cannot_be_changed_says_why() {
    let folder = with_tests("test \"x\" {\n  given shop.placed from \"samples/list.json\" with { number = \"1\" }\n  expect skipped\n}\n");
    write(folder.path(), "samples/list.json", "[1]");
    let run = crossdock(folder.path(), &["test"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("samples/list.json cannot be changed: it is no JSON object"), "{}", run.out);
}

const WHOLE: &str = "test \"whole\" {\n  given shop.placed from \"samples/order.json\"\n  expect sent wms.release { city = \"Köln\" }\n  expect snapshot\n}\n";

/// What a person has approved is theirs, whatever else goes wrong in the test.
#[test]
fn the_snapshot_of_a_failing_test_is_kept() {
    let folder = with_tests(WHOLE);
    assert_eq!(crossdock(folder.path(), &["test", "--accept"]).code, 0);
    write(folder.path(), "shop.flow", &format!("{SHOP}\n{}", WHOLE.replace("Köln", "Bonn")));
    let run = crossdock(folder.path(), &["test", "--accept"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(!run.err.contains("no test"), "{}", run.err);
    assert!(read(folder.path(), "snapshots/shop/whole.snap").contains("\"city\": \"Köln\""));
}

#[test]
fn a_filter_leaves_the_snapshots_of_other_tests_alone() {
    let test = |name: &str, number: &str| format!("test \"{name}\" {{\n  given shop.placed from \"samples/order.json\" with {{ number = \"{number}\" }}\n  expect snapshot\n}}\n");
    let folder = with_tests(&format!("{}{}", test("a b", "1"), test("a-b", "2")));
    assert_eq!(crossdock(folder.path(), &["test", "--accept"]).code, 0);
    let both = || (read(folder.path(), "snapshots/shop/a-b.snap"), read(folder.path(), "snapshots/shop/a-b-2.snap"));
    let before = both();
    assert!(before.0.contains("\"orderNo\": \"1\"") && before.1.contains("\"orderNo\": \"2\""), "{before:?}");
    let run = crossdock(folder.path(), &["test", "--accept", "--filter", "a-b"]);
    assert!(run.code == 0 && !run.out.contains("wrote"), "{}", run.out);
    assert_eq!(both(), before);
}

#[test]
fn colours_are_for_people_and_not_for_the_report() {
    let folder = with_tests(WHOLE);
    crossdock(folder.path(), &["test", "--accept"]);
    write(folder.path(), "samples/order.json", r#"{"number":"1001","total":"1.00","to":{"city":"Köln"},"tags":[]}"#);
    let run = crossdock(folder.path(), &["--color", "always", "test", "--junit", "report.xml"]);
    assert!(run.out.contains("\u{1b}[1;31m  -   \"total\": 12.50\u{1b}[0m"), "{}", run.out);
    let report = read(folder.path(), "report.xml");
    assert!(report.contains("-   &quot;total&quot;: 12.50\n") && !report.contains('\u{fffd}'), "{report}");
}

#[test]
fn an_example_that_is_wrong_is_told_with_its_line_in_the_comment() {
    let folder =
        project(&[("a.flow", "## Half.\n## ```json\n## {\"no\": \"example\"}\n## ```\n## ```\n## half(4) = 3\n## ```\nfn half(n: decimal) -> decimal { (n / 2).round(0) }\n")]);
    let run = crossdock(folder.path(), &["test"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("failed  example of half\n    a.flow:6: It does not hold:\n      half(4) = 3  no\n        half(4)    2\n"), "{}", run.out);
}

#[test]
fn nothing_to_run_is_said_and_what_cannot_run_is_exit_code_2() {
    let folder = project(&[("a.flow", "fn one() -> int { 1 }\n")]);
    let run = crossdock(folder.path(), &["test"]);
    assert!(run.code == 0 && run.err.contains("there are no tests"), "{}", run.err);
    assert_eq!(crossdock(folder.path(), &["test", "elsewhere"]).code, 2);
    let run = crossdock(folder.path(), &["test", "--junit", "no/such/folder.xml"]);
    assert!(run.code == 2 && run.err.contains("no/such/folder.xml cannot be written"), "{}", run.err);
}

/// What stands in the documentation of the standard library is true.
#[test]
fn the_examples_of_the_standard_library_hold() {
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../stdlib");
    let folder = tempfile::tempdir().unwrap();
    let run = crossdock(folder.path(), &["test", library]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.lines().count() >= 50, "all of them: {}", run.out);
}

/// A table of which one row is read, a match of which one arm is taken, and a policy that answers one failure.
const HALF_TESTED: &str = r#"enum Kind { small, large }
record Order as json { number: text(1..20), kind: Kind, note: text? }
record Release as json { order_no: text(1..20), size: text, note: text? }
contract Shop v1 { sends placed : Order on POST "/orders" once by number }
contract Wms v1 { accepts release : Release by POST "/releases" once by order_no }
system shop : Shop v1
system wms : Wms v1
table code : Kind -> text {
  small -> "S"
  large -> "L"
}
policy standard {
  invalid                                => park
  unreachable | timeout | busy | refused => park
  duplicate                              => done
}
flow release on shop.placed(order) {
  skip when order.number = "0" because "a test"
  send wms.release(to_release(order))
  on failure use standard
}
map to_release(order: Order) -> Release {
  order_no = order.number
  size     = match order.kind { small => code(order.kind), large => "XL" }
  note     = order.note
}
test "small" {
  given shop.placed from "small.json"
  expect sent wms.release { size = "S" }
}
"#;

#[test]
fn coverage_tells_what_no_test_reaches() {
    let folder = project(&[("shop.flow", HALF_TESTED), ("small.json", r#"{"number":"1","kind":"small"}"#)]);
    let run = crossdock(folder.path(), &["test", "--coverage", "--coverage-json", "coverage.json", "--coverage-html", "page"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let missed = [
        "    10  table row: code large ",
        "match arm: large => \"XL\"",
        "target field: Release.note",
        "source field: Order.note",
        "flow step: skip when order.number = \"0\"",
        "policy answer: standard on timeout ",
        "`given SYSTEM is timeout`",
        "policy answer: standard on invalid",
    ];
    for part in missed {
        assert!(run.out.contains(part), "{part} is missing in:\n{}", run.out);
    }
    for part in ["code small", "Release.order_no", "Order.kind", "send wms.release"] {
        assert!(!run.out.contains(part), "{part} was reached:\n{}", run.out);
    }
    let read: serde_json::Value = serde_json::from_str(&read(folder.path(), "coverage.json")).unwrap();
    assert_eq!(read["kinds"]["table_row"], serde_json::json!({ "points": 2, "reached": 1 }));
    assert!(std::fs::read_to_string(folder.path().join("page/index.html")).unwrap().contains("table code : Kind -&gt; text {"));

    assert_eq!(crossdock(folder.path(), &["test", "--coverage-min", "90"]).code, 1);
    assert_eq!(crossdock(folder.path(), &["test", "--coverage-min", "10"]).code, 0);
    let more = format!(
        "{HALF_TESTED}test \"large\" {{\n  given shop.placed from \"small.json\" with {{ kind = large, note = \"x\" }}\n  expect sent wms.release\n}}\ntest \"broken\" {{\n  given shop.placed from \"small.json\" with {{ number = \"\" }}\n  expect failed invalid\n}}\n"
    );
    write(folder.path(), "shop.flow", &more);
    let run = crossdock(folder.path(), &["test", "--coverage"]);
    for part in ["match arm", "Release.note", "Order.note", "standard on invalid"] {
        assert!(!run.out.contains(&format!(": {part}")) && !run.out.contains(&format!("{part}\n")), "{part} was reached:\n{}", run.out);
    }
    assert!(run.out.contains("table row: code large"), "the arm for `large` does not read the table:\n{}", run.out);
}

#[test]
fn a_folder_of_samples_is_a_test_for_each() {
    let folder = with_tests("test \"every order\" {\n  given shop.placed from \"samples/orders/*.json\"\n  expect snapshot\n}\n");
    for number in ["1", "2"] {
        write(folder.path(), &format!("samples/orders/{number}.json"), &format!(r#"{{"number":"{number}","total":"1.00","to":{{"city":"Ulm"}},"tags":[]}}"#));
    }
    let run = crossdock(folder.path(), &["test", "--accept"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("every order: 1.json") && run.out.contains("every order: 2.json"), "{}", run.out);
    assert!(read(folder.path(), "snapshots/shop/every-order-2-json.snap").contains("\"orderNo\": \"2\""));
    write(folder.path(), "samples/orders/2.json", r#"{"number":"2","total":"2.00","to":{"city":"Ulm"},"tags":[]}"#);
    let run = crossdock(folder.path(), &["test"]);
    assert!(run.code == 1 && run.err.contains("2 passed, 1 failed"), "{}{}", run.out, run.err);
    std::fs::remove_dir_all(folder.path().join("samples/orders")).unwrap();
    let run = crossdock(folder.path(), &["test"]);
    assert!(run.code == 1 && run.err.contains("samples/orders/*.json"), "a pattern that no file fits is an error: {}", run.err);
}

#[test]
fn nothing_sent_is_about_every_message() {
    let folder = with_tests(
        "test \"skipped\" {\n  given shop.placed from \"samples/order.json\" with { tags = [\"test\"] }\n  expect nothing sent\n}\ntest \"sent\" {\n  given shop.placed from \"samples/order.json\"\n  expect nothing sent\n}\n",
    );
    let run = crossdock(folder.path(), &["test"]);
    assert!(run.out.contains("passed  skipped") && run.out.contains("failed  sent"), "{}", run.out);
    assert!(run.out.contains("wms.release was sent."), "{}", run.out);
}

#[test]
fn snapshots_are_reviewed_one_by_one() {
    let one = |name: &str, city: &str| format!("test \"{name}\" {{\n  given shop.placed from \"samples/order.json\" with {{ city = \"{city}\" }}\n  expect snapshot\n}}\n");
    let folder = with_tests(&[one("first", "Ulm"), one("second", "Bonn"), one("third", "Kiel")].concat());
    let run = crossdock_with(folder.path(), &["test", "--review"], b"what?\na\nr\n");
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains("+   \"city\": \"Ulm\""), "{}", run.err);
    assert!(run.out.contains("wrote snapshots/shop/first.snap") && run.out.contains("second.snap: what came is not what should come"), "{}", run.out);
    let there = |path: &str| folder.path().join("snapshots/shop").join(path).exists();
    assert!(there("first.snap") && !there("first.snap.new") && !there("second.snap") && !there("second.snap.new") && there("third.snap.new"));
    let run = crossdock_with(folder.path(), &["test", "--review"], b"a\na\n");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn in_a_pull_request_differences_stand_beside_their_lines() {
    let folder = with_tests("test \"50%: sums, wrong\" {\n  expect twice(2) = 5\n}\n");
    let run = crossdock(folder.path(), &["test", "--format", "github"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("::error file=shop.flow,line=23,title=50%25%3A sums%2C wrong::It does not hold:%0A  twice(2) = 5"), "{}", run.out);
}

#[test]
fn tests_run_again_when_a_file_changes() {
    use std::io::{BufRead as _, BufReader};
    let folder = with_tests("test \"sums\" { expect twice(2) = 5 }\n");
    let mut child = command(folder.path(), &["test", "--watch"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let out = child.stdout.take().unwrap();
    std::thread::spawn(move || BufReader::new(out).lines().for_each(drop));
    let first: Vec<String> = lines.by_ref().take_while(|line| !line.contains("waiting for the next change")).collect();
    write(folder.path(), "shop.flow", &format!("{SHOP}\ntest \"sums\" {{ expect twice(2) = 4 }}\n"));
    let second: Vec<String> = lines.by_ref().take_while(|line| !line.contains("waiting for the next change")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.iter().any(|line| line.contains("1 failed")), "{first:?}");
    assert!(second.iter().any(|line| line.contains("2 passed")), "{second:?}");
}
