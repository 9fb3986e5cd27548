//! `crossdock new`: what it makes is sound, tested and laid out.
#![allow(clippy::unwrap_used)]

mod common;

use common::{command, crossdock, told};

#[test]
fn a_new_project_is_clean_and_green() {
    let folder = tempfile::tempdir().unwrap();
    let made = crossdock(folder.path(), &["new", "shop"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("crossdock test"), "it says what to try next: {}", made.err);
    for arguments in [&["check", "--strict", "shop"][..], &["fmt", "--check", "shop"], &["test", "shop"]] {
        let run = told(command(folder.path(), arguments).env("CI", "true").output().unwrap());
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
    }
    let applied = crossdock(folder.path(), &["apply", "to_release", "shop/samples/order-1001.json", "--project", "shop"]);
    assert!(applied.out.starts_with(r#"{"orderNo":"1001","#), "{}{}", applied.out, applied.err);
}

#[test]
fn a_folder_that_is_in_use_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    common::write(folder.path(), "shop/notes.txt", "mine");
    let run = crossdock(folder.path(), &["new", "shop"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not empty"), "{}", run.err);
    assert_eq!(std::fs::read_dir(folder.path().join("shop")).unwrap().count(), 1);
}

/// What it says to try next is copied into a shell.
#[test]
fn a_folder_with_a_name_of_several_words() {
    let folder = tempfile::tempdir().unwrap();
    let made = crossdock(folder.path(), &["new", "Großer Laden"]);
    assert!(made.code == 0 && made.err.contains("cd 'Großer Laden' && crossdock check"), "{}", made.err);
    assert_eq!(crossdock(folder.path(), &["check", "Großer Laden"]).code, 0);
}
