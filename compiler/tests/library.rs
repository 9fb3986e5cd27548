//! What ships is right: the standard library and the mappings check clean, as projects of their own.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::{Checked, check};

/// Checks the folder beside this crate as a project; a folder that is not there is an empty project.
fn check_folder(name: &str) -> Checked {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut files = Vec::new();
    read(&root, "", &mut files);
    check(&files)
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<(String, Arc<str>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
        } else if name.ends_with(".flow") {
            files.push((path, std::fs::read_to_string(entry.path()).unwrap().into()));
        }
    }
}

fn assert_clean(checked: &Checked) {
    assert!(checked.problems.is_empty(), "{}", human(&checked.sources, &checked.problems, Human::default()));
}

#[test]
fn the_standard_library_is_clean() {
    let checked = check_folder("stdlib");
    assert_clean(&checked);
    assert!(checked.sources.iter().all(|(_, source)| !source.library), "checked as a project, the library stands for itself");
}

#[test]
fn the_mappings_are_clean() {
    assert_clean(&check_folder("mappings"));
}

#[test]
fn natives_are_known_in_a_project_that_uses_nothing() {
    let checked = check(&vec![("main.flow".to_owned(), "fn tidy(name: text) -> text { name.trim() }\n".into())]);
    assert_clean(&checked);
}

/// A project may have a file named like one of the library's without taking its functions away.
#[test]
fn a_file_of_the_same_name_hides_no_natives() {
    let checked = check(&vec![("text.flow".to_owned(), "fn tidy(name: text) -> text { name.trim() }\n".into())]);
    assert_clean(&checked);
}

#[test]
fn what_is_not_used_is_not_loaded() {
    let checked = check(&vec![("main.flow".to_owned(), "enum E { a }\n".into())]);
    assert!(checked.sources.iter().filter(|(_, source)| source.library).all(|(_, source)| !source.path.contains('/')));
}
