//! `check`, `fmt`, `explain`, `dump`, and what all commands share.
#![allow(clippy::unwrap_used)]

mod common;

use common::{crossdock, crossdock_with, project, read};

const SOUND: &str = "record Order as json {\n  number : text(1..20)\n}\n";
const BROKEN: &str = "record Order as json {\n  number : text(1..20)\n  ship_to : Nowhere\n}\n";

#[test]
fn exit_codes_say_clean_wrong_or_cannot() {
    let (sound, broken, empty) = (project(&[("a.flow", SOUND)]), project(&[("a.flow", BROKEN)]), project(&[]));
    assert_eq!(crossdock(sound.path(), &["check"]).code, 0);
    let run = crossdock(broken.path(), &["check"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("Nowhere") && run.out.contains("a.flow:3:13") && run.err.contains("1 error"), "{}{}", run.out, run.err);
    let run = crossdock(empty.path(), &["check"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("no .flow file"), "{}", run.err);
    for wrong in [&["check", "no/such/folder"][..], &["check", "--nonsense"], &["nonsense"], &[]] {
        let run = crossdock(sound.path(), wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}: {}", run.err);
    }
}

#[test]
fn formats_for_machines_have_nothing_else_on_stdout() {
    let folder = project(&[("shop/a.flow", BROKEN)]);
    let run = crossdock(folder.path(), &["check", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!((&line["file"], &line["line"]), (&"shop/a.flow".into(), &3.into()));
    let run = crossdock(folder.path().parent().unwrap(), &["check", "--format", "github", folder.path().to_str().unwrap()]);
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    assert!(run.out.starts_with(&format!("::error file={name}/shop/a.flow,line=3,")), "{}", run.out);
    assert_eq!(run.err, "");
}

#[test]
fn colours_only_where_wanted() {
    let folder = project(&[("a.flow", BROKEN)]);
    assert!(!crossdock(folder.path(), &["check"]).out.contains('\u{1b}'));
    assert!(crossdock(folder.path(), &["check", "--color", "always"]).out.contains('\u{1b}'));
    assert!(!crossdock(folder.path(), &["--color", "never", "check"]).out.contains('\u{1b}'));
}

#[test]
fn a_file_that_is_not_text_is_told() {
    let folder = project(&[]);
    std::fs::write(folder.path().join("a.flow"), b"\n\xff").unwrap();
    let run = crossdock(folder.path(), &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("a.flow, line 2"), "{}", run.err);
}

#[test]
fn fmt_changes_files_or_only_tells() {
    let ugly = "record   Order as json {\n number : text(1..20)\n}\n";
    let folder = project(&[("a.flow", ugly), ("b.flow", SOUND)]);
    let run = crossdock(folder.path(), &["fmt", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (1, "a.flow\n"));
    assert_eq!(read(folder.path(), "a.flow"), ugly);
    let run = crossdock(folder.path(), &["fmt"]);
    assert_eq!((run.code, run.out.as_str()), (0, "a.flow\n"), "{}", run.err);
    assert_eq!(read(folder.path(), "a.flow"), SOUND);
    assert_eq!(crossdock(folder.path(), &["fmt", "--check", "a.flow", "b.flow"]).code, 0);
    let run = crossdock_with(folder.path(), &["fmt", "-"], ugly.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (0, SOUND));
}

#[test]
fn fmt_leaves_a_broken_file_alone_and_does_the_others() {
    let ugly = "record   Order as json {\n number : text(1..20)\n}\n";
    let folder = project(&[("a.flow", "record Order {"), ("b.flow", ugly)]);
    let run = crossdock(folder.path(), &["fmt"]);
    assert_eq!((run.code, run.out.as_str()), (1, "b.flow\n"));
    assert!(run.err.contains("a.flow") && run.err.contains("E01"), "{}", run.err);
    assert_eq!(read(folder.path(), "a.flow"), "record Order {");
    assert_eq!(read(folder.path(), "b.flow"), SOUND);
}

#[test]
fn explain_lists_and_tells() {
    let folder = project(&[]);
    let list = crossdock(folder.path(), &["explain"]);
    assert_eq!(list.code, 0);
    let code = list.out.split_whitespace().next().expect("there are codes");
    let page = crossdock(folder.path(), &["explain", &code.to_lowercase()]);
    assert_eq!(page.code, 0);
    assert!(page.out.contains(code) && !page.out.contains("```"), "{}", page.out);
    assert_eq!(crossdock(folder.path(), &["explain", "E9999"]).code, 2);
}

#[test]
fn dump_shows_phases() {
    let folder = project(&[("shop/a.flow", SOUND), ("b.flow", "enum Kind { goods, fee }\n")]);
    for what in ["shop/a.flow", "Order", "shop.a.Order"] {
        for phase in ["--ast", "--types"] {
            let run = crossdock(folder.path(), &["dump", phase, what]);
            assert_eq!(run.code, 0, "{phase} {what}: {}", run.err);
            assert!(run.out.contains("Order") && !run.out.contains("goods"), "{phase} {what}: {}", run.out);
        }
    }
    assert!(crossdock(folder.path(), &["dump", "--ast"]).out.contains("goods"));
    assert_eq!(crossdock(folder.path(), &["dump", "--ast", "Nothing"]).code, 2);
    assert_eq!(crossdock(folder.path(), &["dump"]).code, 2);
    let maps = "record A { n: int, m: int }\nmap base(a: A) -> A { n = a.n, m = a.m }\nmap more(a: A) -> A extends base { m = a.m + 1 on misfit => 0 }\n";
    let folder = project(&[("maps.flow", maps)]);
    let run = crossdock(folder.path(), &["dump", "--map", "more"]);
    assert!(run.out.contains("n = a.n                     # base, maps.flow:2\n  m = a.m + 1 on misfit => 0  # more, maps.flow:3"), "{}{}", run.out, run.err);
}
