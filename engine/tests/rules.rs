//! Rules of records that came in, however deep they stand.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crossdock_engine::Program;

const PROGRAM: &str = "record Part as json {
  low: int
  high: int
  always low <= high
}
record Bins as json {
  parts: map of text to Part
}
record Pairs as json {
  parts: map of text to Part by name, range
}
record Many as json {
  parts: map of text to list of Part
}
record Perhaps as json {
  parts: map of text to Part?
}
map bins(bins: Bins) -> Bins { ..bins }
map pairs(pairs: Pairs) -> Pairs { ..pairs }
map many(many: Many) -> Many { ..many }
map perhaps(perhaps: Perhaps) -> Perhaps { ..perhaps }
";

/// What the map gives, or where each failure is.
fn told(map: &str, payload: &str) -> String {
    let files: Vec<(String, Arc<str>)> = vec![("main.flow".to_owned(), PROGRAM.into())];
    let checked = crossdock_compiler::check(&files);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let mut out = Vec::new();
    match Program::new(&checked).map(map).unwrap().apply(payload.as_bytes(), &mut Default::default(), &mut out) {
        Ok(()) => String::from_utf8(out).unwrap(),
        Err(failures) => failures.into_iter().map(|failure| format!("{}: {}", failure.path.unwrap_or_default(), failure.message)).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn records_in_maps_keep_their_rules() {
    let broken = "`always low <= high` does not hold for `Part`: low = 5, high = 1.";
    let payload = r#"{"parts":{"a":{"low":1,"high":2},"b c":{"low":5,"high":1},"d":{"low":5,"high":1}}}"#;
    assert_eq!(told("bins", payload), format!("parts[\"b c\"]: {broken}\nparts.d: {broken}"));
    assert_eq!(told("perhaps", payload), told("bins", payload));
    assert_eq!(told("pairs", r#"{"parts":[{"name":"a","range":{"low":5,"high":1}}]}"#), format!("parts[0].range: {broken}"));
    assert_eq!(told("many", r#"{"parts":{"a":[],"b":[{"low":1,"high":1},{"low":5,"high":1}]}}"#), format!("parts.b[1]: {broken}"));
}

#[test]
fn maps_of_good_records_pass() {
    for (map, payload) in [
        ("bins", r#"{"parts":{"a":{"low":1,"high":2},"b":{"low":2,"high":2}}}"#),
        ("bins", r#"{"parts":{}}"#),
        ("pairs", r#"{"parts":[{"name":"a","range":{"low":1,"high":5}}]}"#),
        ("many", r#"{"parts":{"a":[{"low":1,"high":1}]}}"#),
        ("perhaps", "{}"),
    ] {
        assert_eq!(told(map, payload), payload);
    }
}
