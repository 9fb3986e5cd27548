//! The web-shop example: lineage, mapping sheets, site and spreadsheets.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::{Checked, check};
use crossdock_report::{Kind, Page, Samples, csv_of_answers, csv_of_mappings, csv_of_records, csv_of_tables, lineage, sheets, site, workbook};

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
    let of_release = "`Release.order_no`, `Release.priority`, `Release.service`, `Release.ship_to`, `Release.lines`, `Release.note`";
    assert_eq!(error("Release"), format!("`Release` is a record; lineage follows one field of it: {of_release}"));
    assert_eq!(error("wms"), "`wms` is a system; lineage follows one field of it: `wms.release.order_no`");
    assert_eq!(error("wms.release"), format!("`wms.release` is a message; lineage follows one field of it: {}", of_release.replace("Release", "wms.release")));
    assert_eq!(error("to_release"), "`to_release` is a map, and lineage follows fields: write a record and a field of it");
    assert_eq!(error("Release.order_no.city"), "`Release.order_no` holds `text(1..22)`, so there is no `city` in it");
    assert_eq!(error("wms.relese.order_no"), "`wms` has no message and no field `relese`; did you mean `release`?");
    assert_eq!(error("ordrNo"), "no field, record or system is called `ordrNo`, in maps or on the wire; did you mean `orderNo`?");
    // Whatever it is that was meant, in capitals or not.
    assert_eq!(error("ORDERNUM"), "no field, record or system is called `ORDERNUM`, in maps or on the wire; did you mean `order_no`?");
    assert_eq!(error("Relese"), "no field, record or system is called `Relese`, in maps or on the wire; did you mean `Release`?");
    assert!(error("city").starts_with("several fields are called `city`; say which one: "), "{}", error("city"));
    assert_eq!(error(""), "write a record and a field of it: `Release.order_no`");
    assert_eq!(error(".."), error(""));
}

/// By a system or contract and its message, by the name on the wire, or by itself.
#[test]
fn fields_are_found_by_all_their_names() {
    let checked = web_shop();
    let found = |text: &str| lineage(&checked, text).unwrap().text().lines().next().unwrap().split(' ').next().unwrap().to_owned();
    for name in ["Release.order_no", "Release.orderNo", "wms.release.order_no", "wms.release.orderNo", "Wms.orderNo", "wms.order_no", "orderNo"] {
        assert_eq!(found(name), "Release.order_no", "{name}");
    }
    let everything = self::checked(EVERYTHING);
    let found = |text: &str| lineage(&everything, text).unwrap().text().lines().next().unwrap().split(' ').next().unwrap().to_owned();
    assert_eq!((found("wms_east.release.site"), found("Wms.release.zone")), ("Wms.release.site".to_owned(), "Wms.release.Release.zone".to_owned()));
    let dot = lineage(&checked, "orderNo").unwrap().dot();
    assert!(dot.contains("\"Order.number\" -> \"Release.order_no\" [label=\"map release.to_release\"];"), "{dot}");
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
    // Addresses stand at two places in the shop's message, and one map reads both.
    assert!(city.origins.iter().any(|origin| origin.to_string() == "shop sends order_created: ShopifyAddress.city"), "{:?}", city.origins);
    let sku = release.rows.iter().find(|row| row.target == "lines.sku").unwrap();
    assert!(sku.origins.iter().any(|origin| origin.to_string() == "shop sends order_created: line_items.sku"), "{:?}", sku.origins);
}

fn pages(checked: &Checked, title: &str) -> Vec<Page> {
    site(checked, &sheets(checked), &Samples::default(), title)
}

#[test]
fn the_site_escapes_what_it_shows_and_has_no_scripts() {
    let checked =
        checked("## <script>alert(1)</script> & \"more\"\nrecord R as json {\n  ## <img src=x>\n  a : text at \"</td><b>\"\n}\nmap m(r: R) -> R {\n  a = \"<i>{r.a}</i>\"\n}\n");
    let all: String = pages(&checked, "<T>").into_iter().map(|page| page.text).collect();
    assert!(all.contains("&lt;script&gt;alert(1)") && all.contains("&lt;img src=x&gt;") && all.contains("&lt;/td&gt;&lt;b&gt;") && all.contains("<title>&lt;T&gt;</title>"));
    assert!(!all.contains("<img") && !all.contains("<script") && !all.contains("http://") && !all.contains("https://"));
}

/// Every link, on every page of a project with all kinds of items.
#[test]
fn links_lead_somewhere() {
    for checked in [web_shop(), checked(EVERYTHING)] {
        let pages = pages(&checked, "Web shop");
        for page in &pages {
            for link in page.text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
                if [".xlsx", ".csv"].iter().any(|ending| file.ends_with(ending)) {
                    continue;
                }
                let file = if file.is_empty() { &page.file } else { file };
                let target = pages.iter().find(|page| page.file == file).unwrap_or_else(|| panic!("{}: {link} leads nowhere", page.file));
                let has = fragment.is_empty() || target.text.contains(&format!("id=\"{fragment}\"")) || target.text.contains(&format!("id={fragment}>"));
                assert!(has, "{}: {link}: no such place", page.file);
            }
        }
    }
}

/// An item of each kind.
const EVERYTHING: &str = r#"
unit crate = 25 kg
unit kg
enum Site { east, west }
record Parcel { number: text(1..20), state: text }
## What the shop sends.
record Order as json {
  number : text(1..20)
  site   : Site
  day    : date format "DD.MM.YYYY"
  note   : text?
  extra  : text?
  always number != "" because "An order has a number."
}
record Release as json { order_no: text(1..20), note: text?, zone: text }
record Stock as json { on_hand: int }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number in order by site }
contract Wms v2 {
  owns Parcel.state
  accepts release(site: Site) : Release by PUT "/{site}/releases" once by order_no
  accepts cancel(number: text(1..20)) by DELETE "/releases/{number}"
  answers stock(number: text(1..20)) : Stock? by GET "/stock/{number}" cached 10min
}
system shop     : Shop
system wms_east : Wms
system wms_west : Wms
failure no_stock(number: text) "Order {number}: there is no stock."
table zone_of : Site -> text {
  east -> "near"
  west -> "far"
}
table warehouse_for(site: Site, gift: bool) -> Wms {
  site | gift => warehouse
  east | _    => wms_east
  otherwise   => wms_west
}
lifecycle Parcel by number {
  new      -> released          by shop
  released -> shipped | new     by Wms
  within 4h from released to shipped else alert "late"
}
policy standard {
  unreachable | timeout | busy    => retry 3 times from 1s to 1min then park to "it"
  refused | invalid | no_stock    => notify "desk" then park to "desk"
  illegal_move                    => skip because "too late"
  duplicate                       => done
}
map to_release(order: Order) -> Release {
  order_no = order.number
  note     = order.note
  zone     = zone_of(order.site)
  ignore order.extra, order.day "not for the warehouse"
}
map to_release_acme(order: Order) -> Release extends to_release { note = none }
flow release on shop.order_created(order) {
  let wms = warehouse_for(order.site, no)
  let stock = wms.stock(order.number)
  let on_hand = stock.on_hand else 0
  check on_hand > 0 else fail no_stock(order.number)
  send wms.release(order.site, to_release(order)) undo wms.cancel(order.number)
  advance Parcel(order.number) to released
  on failure use standard
}
flow nightly at "02:00 America/New_York" skipped later {
  send wms_east.cancel("0")
  on failure use standard
}
test "a" {
  given shop.order_created from "samples/order.json"
  expect sent wms_east.release
}
"#;

#[test]
fn every_kind_of_item_is_told_of() {
    let checked = checked(EVERYTHING);
    let samples = Samples::new(&checked, |path| (path == "samples/order.json").then(|| br#"{"number":"=1+1","site":"east","day":"24.12.2026","note":1.50}"#.to_vec()));
    let pages = site(&checked, &sheets(&checked), &samples, "All of it");
    let page = |file: &str| pages.iter().find(|page| page.file == file).unwrap_or_else(|| panic!("no {file}")).text.split("<main").nth(1).unwrap().to_owned();
    let files: Vec<&str> = pages.iter().map(|page| page.file.as_str()).collect();
    insta::assert_snapshot!(files.join("\n"));
    for file in ["lifecycle-a.Parcel.html", "policy-a.standard.html", "contract-a.Wms.html", "flow-a.release.html", "map-a.to_release_acme.html", "table-a.warehouse_for.html"] {
        insta::assert_snapshot!(file, page(file).replace("<tr", "\n<tr").replace("<dt", "\n<dt"));
    }
    let order = page("record-a.Order.html");
    for wanted in ["24.12.2026", "=1+1", "DD.MM.YYYY", "always number", "An order has a number.", "map-a.to_release.html#row-0"] {
        assert!(order.contains(wanted), "{wanted}: {order}");
    }
    assert!(page("map-a.to_release.html").contains("not for the warehouse"));
    let csv = csv_of_records(&checked, &samples);
    assert!(csv.contains(",'=1+1,") && csv_of_answers(&checked).contains("no_stock,\"notify \"\"desk\"\" then park to \"\"desk\"\"\""), "{csv}");
}

#[test]
fn spreadsheets_hold_the_same() {
    let checked = web_shop();
    let sheets = sheets(&checked);
    let csv = csv_of_mappings(&sheets);
    assert!(csv.contains("release.to_release,order_no,orderNo,text(1..22),yes,order.number,Order.number,"), "{csv}");
    insta::assert_snapshot!(csv_of_tables(&checked));
    let bytes = workbook(&checked, &sheets, &Samples::default(), "Web shop").unwrap();
    assert!(bytes.starts_with(b"PK") && bytes.len() > 5_000);
    assert_eq!(bytes, workbook(&checked, &sheets, &Samples::default(), "Web shop").unwrap());
}

const VARIANTS: &str = r#"
## What the warehouse tells us.
enum Event by "type" {
  ## Lines were taken off the shelf.
  picked : Picked at "PICK"
  short  : Short  at "SHORT"
  ping
}
record Picked as json { order_no: text(1..20), qty: int }
record Short  as json { order_no: text(1..20), missing: int }
enum Notice by "meta"."kind" { shipped: Shipped at "S", trouble: Trouble at "T" }
record Shipped as json { order: text(1..20), pieces: int }
record Trouble as json { order: text(1..20), text: text }
record Report as json { last: Notice }
map to_shipped(p: Picked) -> Shipped { order = p.order_no, pieces = p.qty }
map to_report(event: Event) -> Report {
  last = match event {
    picked(p)                    => shipped(to_shipped(p)),
    short(s) where s.missing > 9 => trouble(to_trouble(s)),
    otherwise                    => trouble(nothing())
  }
}
map to_trouble(s: Short) -> Trouble { order = s.order_no, text = "{s.missing} missing" }
map nothing() -> Trouble { order = "-", text = "nothing" }
fn order_of(notice: Notice) -> text { notice.order }
"#;

/// An enum whose variants carry records has one page with all about it; what is set for one of them says so.
#[test]
fn variants_that_carry_records() {
    let checked = checked(VARIANTS);
    let maps = sheets(&checked);
    let pages = site(&checked, &maps, &Samples::default(), "Variants");
    let page = |file: &str| pages.iter().find(|page| page.file == file).map(|page| page.text.split("<main id=main>").nth(1).unwrap().to_owned());
    assert_eq!(page("record-a.Event.html"), None);
    insta::assert_snapshot!("enum-a.Event.html", page("enum-a.Event.html").unwrap());
    insta::assert_snapshot!("map-a.to_report.html", page("map-a.to_report.html").unwrap());
    let rows: Vec<&str> = ["Report", "Event", "Notice"].into_iter().filter(|name| pages.iter().any(|page| page.text.contains(&format!(">{name}<")))).collect();
    assert_eq!(rows, ["Report", "Event", "Notice"]);
    let records: String =
        csv_of_records(&checked, &Samples::default()).lines().filter(|line| line.starts_with("a.Event") || line.starts_with("a.Notice")).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!("records_of_variants", records);
    insta::assert_snapshot!("lineage_of_a_variant", lineage(&checked, "Picked.qty").unwrap().text());
}
