//! `crossdock demo`, as far as it can be seen without waiting for its end.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

#[test]
fn whoever_stops_it_midway_finds_nothing_left_behind() {
    let place = tempfile::tempdir().unwrap();
    let mut demo = common::command(place.path(), &["demo"]).env("TMPDIR", place.path()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(demo.stdout.take().unwrap()).lines();
    assert!(out.any(|line| line.unwrap().contains("received")), "orders come in");
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1, "the folder of the demo");
    assert!(Command::new("kill").args(["-INT", &demo.id().to_string()]).status().unwrap().success());
    assert!(demo.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}
