//! `lineage` and `doc`.
#![allow(clippy::unwrap_used)]

mod common;

use common::{crossdock, project, read};

const FLOW: &str = "record In as json { id: text(1..9) }\nrecord Out as json { number: text(1..9) }\nmap to_out(from: In) -> Out { number = from.id }\n";

#[test]
fn lineage_is_text_or_json() {
    let folder = project(&[("a.flow", FLOW)]);
    let run = crossdock(folder.path(), &["lineage", "Out.number"]);
    assert!(run.code == 0 && run.out.contains("map a.to_out: from.id    a.flow:3\n    In.id : text(1..9)"), "{}{}", run.out, run.err);
    let run = crossdock(folder.path(), &["lineage", "In.id", "--format", "json"]);
    assert!(run.code == 0 && run.out.contains("\"field\": \"Out.number\""), "{}", run.out);
    let run = crossdock(folder.path(), &["lineage", "Out.numbr"]);
    assert!(run.code == 2 && run.err.contains("did you mean `number`?"), "{}", run.err);
}

#[test]
fn doc_writes_a_site_and_spreadsheets() {
    let folder = project(&[("a.flow", FLOW)]);
    let run = crossdock(folder.path(), &["doc", "--out", "site", "--title", "Orders & more"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let page = read(folder.path(), "site/index.html");
    assert!(page.contains("<title>Orders &amp; more</title>") && page.contains("<a href=\"map-a.to_out.html\">to_out</a>"), "{page}");
    assert!(read(folder.path(), "site/map-a.to_out.html").contains("record-a.In.html#field-id"));
    assert!(read(folder.path(), "site/mappings.csv").contains("a.to_out,number,,text(1..9),yes,from.id,In.id"));
    assert!(std::fs::read(folder.path().join("site/mappings.xlsx")).unwrap().starts_with(b"PK"));
    std::fs::write(folder.path().join("b.flow"), "enum A { x, x }").unwrap();
    assert_eq!(crossdock(folder.path(), &["doc", "--out", "site"]).code, 2);
}

const SHOP: &str = "record In as json { id: text(1..9) }\ncontract Shop v1 { sends placed : In on POST \"/placed\" once by id }\nsystem shop : Shop v1\nmap to_in(from: In) -> In { id = from.id }\n";

/// A test names a sample, which has to be there in the revision, too.
const TEST: &str = "use a.{shop}\ntest \"t\" {\n  given shop.placed from \"samples/2.json\"\n  expect failed invalid\n}\n";

fn git(folder: &std::path::Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    let done = std::process::Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn diff_compares_folders_and_revisions() {
    let folder = project(&[("shop/a.flow", SHOP), ("shop/crossdock.toml", ""), ("samples/1.json", "{\"id\": \"123456\"}"), ("shop/samples/2.json", "{}"), ("shop/b.flow", TEST)]);
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "first"]] {
        git(folder.path(), arguments);
    }
    std::fs::write(folder.path().join("shop/a.flow"), SHOP.replace("text(1..9)", "text(1..5)").replace("= from.id", "= from.id.upper()")).unwrap();
    let run = crossdock(folder.path(), &["diff", "HEAD:shop", "shop", "--fail-on", "breaking", "--samples", "to_in=samples/*.json"]);
    assert!(run.code == 1 && run.out.contains("contract Shop v1  BREAKING") && run.out.contains("id = from.id.upper(), was from.id"), "{}{}", run.out, run.err);
    assert!(run.out.contains("1 of 1 samples come out otherwise") && run.out.contains("(map to_in)"), "{}", run.out);
    let run = crossdock(folder.path(), &["diff", "shop", "shop", "--fail-on", "any"]);
    assert_eq!((run.code, run.out.as_str()), (0, "nothing changed\n"), "{}", run.err);
    let run = crossdock(folder.path(), &["diff", "HEAD:shop", "shop", "--format", "json"]);
    assert!(run.code == 0 && run.out.contains("\"breaking\": true"), "{}", run.out);
    assert_eq!(crossdock(folder.path(), &["diff", "nowhere", "shop"]).code, 2);
    assert_eq!(crossdock(folder.path(), &["diff", "NOREV:shop", "shop"]).code, 2);
}
