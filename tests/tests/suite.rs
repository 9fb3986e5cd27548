//! Every program of the language suite does what its comments say.
#![allow(clippy::unwrap_used)]

use crossdock_tests::{binary, suite};

#[test]
fn programs_do_what_they_say() {
    let programs = suite::programs(&binary::repository().join("tests/suite"));
    assert!(programs.len() >= 14, "the suite is there");
    let complaints: Vec<String> = programs.iter().flat_map(|path| suite::run(path)).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}
