//! `apply`: documents in, documents out.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use common::{command, crossdock, crossdock_with, project, write};

const FLOW: &str = r#"
record In as json {
  number : text(1..20)
  lines  : list of Line
}
record Line as json { sku: text(1..20), qty: int(1..999) }
record Out as json {
  order : text(1..20) at "orderNo"
  count : int
}
map to_out(order: In) -> Out {
  order = order.number
  count = order.lines.sum(line -> line.qty)
}
"#;
const GOOD: &str = r#"{"number": "Ä1", "lines": [{"sku": "a", "qty": 1}, {"sku": "b", "qty": 2}]}"#;
const BAD: &str = r#"{"number": "B2", "lines": [{"sku": "a", "qty": 1}, {"sku": "b", "qty": "two"}]}"#;

#[test]
fn files_and_stdin() {
    let folder = project(&[("shop/release.flow", FLOW), ("good.json", GOOD)]);
    let wanted = "{\"orderNo\":\"Ä1\",\"count\":3}\n";
    for map in ["to_out", "shop.release.to_out"] {
        let run = crossdock(folder.path(), &["apply", map, "good.json"]);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, wanted, ""));
    }
    let run = crossdock_with(folder.path().parent().unwrap(), &["apply", "to_out", "--project", folder.path().to_str().unwrap()], GOOD.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (0, wanted));
    let run = crossdock(folder.path(), &["apply", "to_out", "good.json", "good.json"]);
    assert_eq!(run.out, wanted.repeat(2));
}

#[test]
fn a_failure_is_one_line_and_the_other_lines_come() {
    let folder = project(&[("release.flow", FLOW)]);
    let input = format!("{GOOD}\n\n{BAD}\r\n{{\n{GOOD}");
    write(folder.path(), "orders.jsonl", &input);
    let run = crossdock(folder.path(), &["apply", "to_out", "--lines", "orders.jsonl"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2), "{}", run.err);
    let told: Vec<&str> = run.err.lines().collect();
    assert_eq!(told.len(), 2, "{}", run.err);
    assert!(told[0].starts_with("orders.jsonl:3: invalid at lines[1].qty: "), "{}", run.err);
    assert!(told[1].starts_with("orders.jsonl:4: invalid"), "{}", run.err);
    let run = crossdock_with(folder.path(), &["apply", "to_out", "--lines"], input.as_bytes());
    assert!(run.err.starts_with("stdin:3: invalid at"), "{}", run.err);
    write(folder.path(), "bad.json", BAD);
    let run = crossdock(folder.path(), &["apply", "to_out", "bad.json"]);
    assert!(run.code == 1 && run.err.starts_with("bad.json: invalid at lines[1].qty: "), "{}", run.err);
}

#[test]
fn what_cannot_run_is_exit_code_2() {
    let folder = project(&[("release.flow", FLOW)]);
    for wrong in [&["apply", "no_such_map", "x.json"][..], &["apply", "to_out", "missing.json"], &["apply"]] {
        let run = crossdock(folder.path(), wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}: {}", run.err);
    }
    assert!(crossdock(folder.path(), &["apply", "to_ot", "x.json"]).err.contains("release.to_out"));
    write(folder.path(), "broken.flow", "enum A { x, x }");
    let run = crossdock(folder.path(), &["apply", "to_out", "x.json"]);
    assert!(run.code == 2 && run.err.contains("broken.flow"), "{}", run.err);
}

/// Each line is answered before the next is asked for, and memory does not grow with the input.
#[test]
fn lines_stream() {
    let folder = project(&[("release.flow", FLOW)]);
    let mut child = command(folder.path(), &["apply", "to_out", "--lines"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    for _ in 0..3 {
        stdin.write_all(format!("{GOOD}\n").as_bytes()).unwrap();
        let mut answer = [0; 28];
        stdout.read_exact(&mut answer).unwrap();
        assert_eq!(answer.last(), Some(&b'\n'));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let folder = project(&[("release.flow", FLOW)]);
    write(folder.path(), "orders.jsonl", &format!("{GOOD}\n").repeat(20_000));
    let mut child = command(folder.path(), &["apply", "to_out", "--lines", "orders.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let run = common::told(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn dump_shows_the_code() {
    let folder = project(&[("release.flow", FLOW)]);
    for what in [&["dump", "--ir"][..], &["dump", "--ir", "to_out"], &["dump", "--ir", "release.to_out"], &["dump", "--ir", "release.flow"]] {
        let run = crossdock(folder.path(), what);
        assert!(run.code == 0 && run.out.starts_with("map release.to_out"), "{what:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_file_that_cannot_be_read_holds_up_no_other() {
    let folder = project(&[("a.flow", FLOW), ("good.json", GOOD), ("bad.json", BAD)]);
    let run = crossdock(folder.path(), &["apply", "to_out", "nowhere.json", ".", "good.json", "bad.json", "good.json"]);
    assert_eq!((run.code, run.out.lines().count()), (2, 2), "{}", run.err);
    for part in ["nowhere.json cannot be read: there is no such file or folder", ". cannot be read: it is a folder", "bad.json: invalid at lines[1].qty"] {
        assert!(run.err.contains(part), "{}", run.err);
    }
}
