//! The order of the house: which package may depend on which, tested on the real dependency graph.
#![allow(clippy::unwrap_used)]

use std::process::Command;

use crossdock_tests::binary::repository;

/// Every package that `package` is built on, its own tests aside.
fn dependencies(package: &str) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo).args(["tree", "--offline", "-e", "normal", "--prefix", "none", "--format", "{p}", "-p", package]).current_dir(repository()).output().unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8(tree.stdout).unwrap().lines().skip(1).filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn never(package: &str, forbidden: &[&str]) {
    let found = dependencies(package);
    assert!(!found.is_empty());
    for name in forbidden {
        assert!(!found.iter().any(|found| found == name || found.starts_with(&format!("{name}-"))), "{package} must never depend on {name}");
    }
}

#[test]
fn dependencies_point_one_way() {
    never("crossdock-syntax", &["crossdock", "tokio", "cranelift", "miette"]);
    never("crossdock-compiler", &["crossdock-engine", "crossdock-runtime", "crossdock-lsp", "tokio", "cranelift", "reqwest", "rusqlite"]);
    never("crossdock-engine", &["crossdock-runtime", "crossdock-lsp", "tokio", "reqwest", "rusqlite"]);
    never("crossdock-import", &["crossdock-engine", "crossdock-runtime", "crossdock-lsp", "crossdock-project", "tokio", "reqwest", "rusqlite"]);
    never("crossdock-report", &["crossdock-runtime", "crossdock-lsp", "crossdock-project", "tokio", "reqwest", "rusqlite"]);
    never("crossdock-lsp", &["crossdock-runtime", "tokio", "cranelift", "rusqlite"]);
    never("crossdock-runtime", &["crossdock-lsp", "crossdock-cli"]);
}

/// The compiler reads no disk: files come through `Files`.
#[test]
fn the_compiler_reads_no_disk() {
    for folder in ["compiler/src", "compiler/syntax/src", "engine/src", "import/src", "report/src"] {
        let found = Command::new("grep")
            .args(["-rnE", "std::(fs|net|process|env)::|std::time::SystemTime|Instant::now", folder, "--include=*.rs"])
            .current_dir(repository())
            .output()
            .unwrap();
        let lines = String::from_utf8(found.stdout).unwrap();
        let offending: Vec<&str> = lines.lines().filter(|line| !line.contains("tests")).collect();
        assert!(offending.is_empty(), "I/O in {folder}: {offending:#?}");
    }
}
