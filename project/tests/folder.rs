//! Projects in real folders, with what real folders hold.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use crossdock_compiler::Files as _;
use crossdock_project::{Error, FILE_BYTES_MAX, Project};
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn paths(root: &Path) -> Vec<String> {
    Project::open(root).unwrap().flow_files().into_iter().map(|(path, _)| path).collect()
}

#[test]
fn finds_the_root_above_and_the_files_below() {
    let folder = folder(&[
        ("crossdock.toml", ""),
        ("main.flow", "# a"),
        ("partners/erp.flow", "# b"),
        (".git/x.flow", ""),
        ("target/y.flow", ""),
        ("node_modules/z.flow", ""),
        ("notes.txt", ""),
    ]);
    assert_eq!(paths(&folder.path().join("partners")), ["main.flow", "partners/erp.flow"]);
}

#[test]
fn a_project_within_another_is_not_part_of_it() {
    let folder = folder(&[("crossdock.toml", ""), ("main.flow", ""), ("shops/a.flow", ""), ("shops/acme/crossdock.toml", ""), ("shops/acme/b.flow", "")]);
    assert_eq!(paths(folder.path()), ["main.flow", "shops/a.flow"]);
    assert_eq!(paths(&folder.path().join("shops/acme")), ["b.flow"]);
}

/// As in a home folder, or `/`, where somebody forgot to go to the project first.
#[test]
fn a_folder_that_is_no_project_and_cannot_be_read_says_that_it_is_none() {
    let deep = folder(&[(&format!("{}x.flow", "d/".repeat(70)), "")]);
    let error = Project::open(deep.path()).unwrap_err().to_string();
    assert!(error.contains("is no project") && error.contains("crossdock.toml") && error.contains("deep"), "{error}");
    fs::write(deep.path().join("crossdock.toml"), "").unwrap();
    let error = Project::open(deep.path()).unwrap_err().to_string();
    assert!(!error.contains("is no project"), "{error}");
}

#[test]
fn without_a_configuration_the_folder_itself_is_the_root() {
    let folder = folder(&[("a/x.flow", ""), ("b/y.flow", "")]);
    assert_eq!(paths(&folder.path().join("a")), ["x.flow"]);
}

#[test]
fn says_which_file_is_not_utf8_and_where() {
    let folder = folder(&[]);
    fs::write(folder.path().join("bad.flow"), b"# one\n# two \xff\n").unwrap();
    let error = Project::open(folder.path()).unwrap_err();
    assert!(matches!(&error, Error::NotUtf8 { path, line: 2 } if path == "bad.flow"), "{error}");
    let (project, problems) = Project::open_as_far_as_possible(folder.path()).unwrap();
    assert_eq!((project.flow_files().len(), problems.len()), (0, 1));
}

#[test]
fn refuses_a_file_beyond_the_limit() {
    let folder = folder(&[("big.flow", &"#".repeat(FILE_BYTES_MAX as usize + 1))]);
    assert!(matches!(Project::open(folder.path()), Err(Error::TooLarge { .. })));
}

#[test]
fn says_that_a_folder_is_not_there_or_none() {
    let folder = folder(&[("x.flow", "")]);
    assert_eq!(Project::open(Path::new("/no/such/place")).unwrap_err().to_string(), "/no/such/place cannot be read: there is no such file or folder");
    assert!(matches!(Project::open(&folder.path().join("x.flow")), Err(Error::NotAFolder { .. })));
}

#[test]
fn samples_stay_below_the_root() {
    let outside = folder(&[("secret.json", "1")]);
    let folder = folder(&[("crossdock.toml", ""), ("samples/order.json", "{}")]);
    let project = Project::open(folder.path()).unwrap();
    assert_eq!(project.read_sample("samples/order.json").unwrap(), b"{}");
    assert!(project.exists("samples/order.json") && !project.exists("samples/none.json") && !project.exists("samples"));
    let absolute = outside.path().join("secret.json");
    for path in ["../secret.json", "samples/../../secret.json", absolute.to_str().unwrap()] {
        assert!(matches!(project.read_sample(path), Err(Error::OutsideRoot { .. })), "{path}");
        assert!(!project.exists(path));
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_within_the_root() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("x.flow", ""), ("secret.json", "1")]);
    let folder = folder(&[("main.flow", "")]);
    symlink(outside.path().join("x.flow"), folder.path().join("out.flow")).unwrap();
    symlink(outside.path().join("secret.json"), folder.path().join("secret.json")).unwrap();
    symlink(folder.path(), folder.path().join("circle")).unwrap();
    symlink(folder.path().join("main.flow"), folder.path().join("same.flow")).unwrap();
    assert_eq!(paths(folder.path()), ["main.flow", "same.flow"]);
    assert!(matches!(Project::open(folder.path()).unwrap().read_sample("secret.json"), Err(Error::OutsideRoot { .. })));
}

#[test]
fn the_hash_follows_contents_names_tables_and_configuration() {
    let folder = folder(&[("crossdock.toml", "a"), ("main.flow", "x"), ("codes.csv", "1")]);
    let hash = || Project::open(folder.path()).unwrap().content_hash().to_owned();
    let mut seen = vec![hash()];
    assert_eq!(seen[0].len(), 64);
    fs::write(folder.path().join("main.flow"), "x").unwrap();
    assert_eq!(hash(), seen[0], "the same content again");
    for (file, text) in [("main.flow", "y"), ("codes.csv", "2"), ("crossdock.toml", "b"), ("other.flow", "")] {
        fs::write(folder.path().join(file), text).unwrap();
        assert!(!seen.contains(&hash()), "{file}");
        seen.push(hash());
    }
}

#[test]
fn buffers_lie_over_files() {
    let folder = folder(&[("main.flow", "on disk")]);
    let mut project = Project::open(folder.path()).unwrap();
    project.overlay("main.flow", Some("edited".into()));
    project.overlay("new.flow", Some("new".into()));
    let texts: Vec<String> = project.flow_files().iter().map(|(_, text)| text.to_string()).collect();
    assert_eq!(texts, ["edited", "new"]);
    project.overlay("main.flow", None);
    project.overlay("new.flow", None);
    assert_eq!(project.text("main.flow").unwrap().as_ref(), "on disk");
    assert_eq!(project.paths(), ["main.flow"]);
}
