//! The web-shop example: lineage, mapping sheets, site and spreadsheets.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::{Checked, check};
use crossdock_report::{Kind, csv_of_mappings, csv_of_tables, lineage, sheets, site, workbook};

fn web_shop() -> Checked {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/web-shop");
    let mut files: Vec<(String, Arc<str>)> = Vec::new();
    for folder in ["", "partners/"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "flow") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.push((format!("{folder}{name}"), std::fs::read_to_string(&path).unwrap().into()));
            }
        }
    }
    let checked = check(&files);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    checked
}

fn checked(text: &str) -> Checked {
    let checked = check(&vec![("a.flow".to_owned(), text.into())]);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    checked
}

#[test]
fn a_field_is_followed_from_the_shop_to_the_warehouse() {
    let checked = web_shop();
    insta::assert_snapshot!(lineage(&checked, "Release.ship_to.city").unwrap().text());
    let json = lineage(&checked, "Release.order_no").unwrap().json();
    assert!(json.contains("\"shop sends order_created\"") && json.contains("\"wms accepts release, from flow orders.release_order\""), "{json}");
}

#[test]
fn what_is_no_field_is_told() {
    let checked = web_shop();
    let error = |text: &str| lineage(&checked, text).err().unwrap().to_string();
    assert_eq!(error("Release.ordr_no"), "`Release` has no field `ordr_no`; did you mean `order_no`?");
    assert_eq!(error("Relase.order_no"), "there is no record `Relase`; did you mean `Release`?");
    assert_eq!(error("Release"), "write a record and a field of it: `Release.order_no`");
}

const SMALL: &str = r#"
record In as json { id: text(1..9), kind: text, lines: list of InLine, note: text?, qty: int }
record InLine as json { sku: text(1..9), qty: int(0..9) }
record Out as json { id: text(1..9), flag: bool, lines: list of OutLine, total: int, label: text, rest: text?, code: Code }
record OutLine as json { sku: text(1..9), amount: int, parent: text(1..9) }
enum Code as text { a "A", b "B" }
table code_of : text -> Code {
  "x"       -> a
  otherwise -> b
}
fn doubled(n: int) -> int { n * 2 }
map to_line(line: InLine, parent: text(1..9)) -> OutLine {
  sku    = line.sku
  amount = doubled(line.qty)
  parent = parent
}
map to_out(in_: In) -> Out {
  let big = in_.qty > 5
  id    = in_.id
  # Only large ones.
  flag  = big and in_.kind = "x"
  lines = for line in in_.lines where line.qty > 0 { to_line(line, in_.id) }
  total = in_.lines.sum(line -> line.qty)
  label = match in_.kind { "x" => "{in_.id}!", otherwise => "none" }  # as on the shelf
  code  = code_of(in_.kind)
  rest  = none
}
"#;

/// Through lists, lambdas, `match`, tables, functions and parameters of other maps.
#[test]
fn every_way_of_making_a_value_is_followed() {
    let checked = checked(SMALL);
    let mut told = String::new();
    for sheet in sheets(&checked) {
        told.push_str(&format!("{}\n", sheet.name));
        for row in &sheet.rows {
            let (from, by, through) = (row.sources.join(" "), row.deciders.join(" "), row.through.join(" "));
            told.push_str(&format!("  {:?} {} = {} | from {from} | by {by} | through {through} | {}\n", row.kind, row.target, row.rule, row.notes));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn the_sheet_has_every_field_of_the_target() {
    let checked = web_shop();
    let sheets = sheets(&checked);
    let release = sheets.iter().find(|sheet| sheet.name == "release.to_release").unwrap();
    let fields: Vec<&str> = release.rows.iter().filter(|row| row.kind != Kind::Name).map(|row| row.target.as_str()).collect();
    for wanted in ["order_no", "ship_to.name", "ship_to.city", "lines", "lines.sku", "note"] {
        assert!(fields.contains(&wanted), "{wanted} of {fields:?}");
    }
    let city = release.rows.iter().find(|row| row.target == "ship_to.city").unwrap();
    assert_eq!((city.rule.as_str(), city.sources.as_slice()), ("address.city.truncate(30)", &["Order.ship_to.city".to_owned()][..]));
    assert!(city.origins.iter().any(|origin| origin == "shop sends order_created: shipping_address.city"), "{:?}", city.origins);
}

#[test]
fn the_site_needs_nothing_else_and_escapes_what_it_shows() {
    let checked =
        checked("## <script>alert(1)</script> & \"more\"\nrecord R as json {\n  ## <img src=x>\n  a : text at \"</td><b>\"\n}\nmap m(r: R) -> R {\n  a = \"<i>{r.a}</i>\"\n}\n");
    let page = site(&checked, &sheets(&checked), "<T>");
    assert!(page.contains("&lt;script&gt;alert(1)") && page.contains("&lt;img src=x&gt;") && page.contains("&lt;/td&gt;&lt;b&gt;") && page.contains("<title>&lt;T&gt;</title>"));
    assert!(!page.contains("<img") && !page.contains("<script>alert") && !page.contains("http://") && !page.contains("https://"));
    let page = site(&web_shop(), &sheets(&web_shop()), "Web shop");
    let body = page.split("<script>").next().unwrap();
    for anchor in body.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(page.contains(&format!("id=\"{anchor}\"")) || page.contains(&format!("id={anchor} ")), "a link leads nowhere: {anchor}");
    }
}

#[test]
fn spreadsheets_hold_the_same() {
    let checked = web_shop();
    let sheets = sheets(&checked);
    let csv = csv_of_mappings(&sheets);
    assert!(csv.contains("release.to_release,order_no,orderNo,text(1..22),yes,order.number,Order.number,"), "{csv}");
    insta::assert_snapshot!(csv_of_tables(&checked));
    let bytes = workbook(&checked, &sheets, "Web shop").unwrap();
    assert!(bytes.starts_with(b"PK") && bytes.len() > 5_000);
    assert_eq!(bytes, workbook(&checked, &sheets, "Web shop").unwrap());
}
