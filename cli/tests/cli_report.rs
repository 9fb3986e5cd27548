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
    assert!(page.contains("<title>Orders &amp; more</title>") && page.contains("id=\"map-a.to_out\""), "{page}");
    assert!(read(folder.path(), "site/mappings.csv").contains("a.to_out,number,,text(1..9),yes,from.id,In.id"));
    assert!(std::fs::read(folder.path().join("site/mappings.xlsx")).unwrap().starts_with(b"PK"));
    std::fs::write(folder.path().join("b.flow"), "enum A { x, x }").unwrap();
    assert_eq!(crossdock(folder.path(), &["doc", "--out", "site"]).code, 2);
}
