//! Differences of two versions: who has to follow, which fields are reached, what comes out otherwise.
#![allow(clippy::unwrap_used)]

use crossdock_compiler::{Checked, check};
use crossdock_report::{Diff, Sample, SampleError};

const OLD: &str = r#"
record Order as json { number: text(1..20), status: Status, weight: decimal(8,2), note: text?, gift: bool?, name: text }
enum Status as text { open "O", closed "C", lost "L" }
record Release as json { order_no: text(1..20), level: Level, note: text(..80)?, qty: int(1..9), zone: text }
enum Level as text { low "L", high "H" }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Wms v1 {
  accepts release : Release by POST "/releases" once by order_no
  accepts cancel  : Release by DELETE "/releases/{order_no}"
}
system shop : Shop v1
system wms  : Wms v1
table zone_of : text -> text {
  "DE"      -> "near"
  "AT"      -> "near"
  otherwise -> "far"
}
fn pieces(order: Order) -> int(1..9) { 1 }
policy standard { unreachable | timeout | busy | refused | invalid | misfit => park, duplicate => done }
map to_release(order: Order) -> Release {
  order_no = order.number
  level    = if order.gift else no then high else low
  note     = order.note.truncate(80)
  qty      = order.pieces()
  zone     = zone_of(order.name)
}
flow release on shop.order_created(order) {
  skip when order.status = lost because "lost"
  send wms.release(to_release(order))
  on failure use standard
}
"#;

fn checked(text: &str) -> Checked {
    let checked = check(&vec![("shop.flow".to_owned(), text.into())]);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    checked
}

/// The older version with replacements, each of which must be found.
fn edited(edits: &[(&str, &str)]) -> Checked {
    let text = edits.iter().fold(OLD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    checked(&text)
}

fn told(edits: &[(&str, &str)]) -> Diff {
    Diff::new(&checked(OLD), &edited(edits))
}

#[test]
fn layout_and_remarks_are_no_change() {
    let diff = told(&[("fn pieces(order: Order) -> int(1..9) { 1 }", "# All of it.\nfn pieces(order: Order)\n  -> int(1..9) {\n    1\n  }")]);
    assert!(diff.is_empty() && diff.text() == "nothing changed\n", "{}", diff.text());
}

/// What comes in may become wider, what goes out narrower; the other way round somebody has to follow.
#[test]
fn what_partners_have_to_follow() {
    let breaking = |from: &str, to: &str| told(&[(from, to)]).is_breaking();
    for (from, to) in [
        ("number: text(1..20), status", "number: text(1..10), status"),
        ("gift: bool?", "gift: bool?, extra: int"),
        ("lost \"L\" }", "lost \"X\" }"),
        ("weight: decimal(8,2)", "weight: decimal(8,2) as text"),
        ("name: text }", "name: text at \"Name\" }"),
        ("order_no: text(1..20), level", "order_no: text(1..40), level"),
        ("low \"L\", high \"H\" }", "low \"L\", high \"H\", top \"T\" }"),
        ("POST \"/releases\"", "PUT \"/releases\""),
        ("once by number", "once by name"),
        ("  accepts cancel  : Release by DELETE \"/releases/{order_no}\"\n", ""),
    ] {
        assert!(breaking(from, to), "{from} to {to}");
    }
    for (from, to) in [
        ("number: text(1..20), status", "number: text(1..20), extra: int?, status"),
        ("closed \"C\",", "closed \"C\", held \"D\","),
        ("weight: decimal(8,2), ", ""),
        ("qty: int(1..9), zone", "qty: int(1..9), more: text?, zone"),
        ("fn pieces(order: Order) -> int(1..9) { 1 }", "fn pieces(order: Order) -> int(1..9) { 2 }"),
    ] {
        let diff = told(&[(from, to)]);
        assert!(!diff.is_breaking() && !diff.is_empty(), "{from} to {to}: {}", diff.text());
    }
}

#[test]
fn everything_that_changed_is_told_with_what_it_reaches() {
    let diff = told(&[
        ("number: text(1..20), status", "number: text(1..12), status"),
        ("\"AT\"      -> \"near\"", "\"AT\"      -> \"middle\"\n  \"CH\"      -> \"near\""),
        ("note     = order.note.truncate(80)", "note     = order.note.upper().truncate(80)"),
        ("-> int(1..9) { 1 }", "-> int(1..9) { 2 }"),
        ("skip when order.status = lost because \"lost\"", "skip when order.status = closed because \"closed\""),
    ]);
    insta::assert_snapshot!(diff.text());
    insta::assert_snapshot!(diff.json());
}

#[test]
fn samples_show_what_comes_out_otherwise() {
    let (old, new) = (checked(OLD), edited(&[("-> int(1..9) { 1 }", "-> int(1..9) { 2 }"), ("status = lost because", "status = closed because")]));
    let order = |status: &str| format!(r#"{{"number":"1","status":"{status}","weight":1.00,"name":"DE"}}"#).into_bytes();
    let sample = |name: &str, status: &str| Sample { of: None, name: name.to_owned(), payload: order(status) };
    let mut diff = Diff::new(&old, &new);
    diff.run(&old, &new, &[sample("open.json", "O"), sample("closed.json", "C"), Sample { payload: b"{}".to_vec(), ..sample("broken.json", "O") }]).unwrap();
    insta::assert_snapshot!(diff.text().split("\n\n").last().unwrap());
    let by_map = Sample { of: Some("to_release".to_owned()), ..sample("open.json", "O") };
    diff.run(&old, &new, &[by_map]).unwrap();
    assert_eq!(diff.outputs.unwrap().changes.iter().map(|change| change.lines.join("; ")).collect::<Vec<_>>(), ["qty: 1 -> 2"]);
    let unknown = Sample { of: Some("shop.nothing".to_owned()), ..sample("open.json", "O") };
    let error = Diff::new(&old, &new).run(&old, &new, &[unknown]).unwrap_err();
    assert_eq!(error, SampleError::Unknown { name: "shop.nothing".to_owned(), events: "shop.order_created".to_owned() });
}

/// One change of each kind that counts, with what it is to partners.
#[test]
fn every_kind_of_change_is_told() {
    let old = r#"
unit box = 10 each
unit each
record Order as json {
  number : text(1..20)
  qty    : int
  always qty > 0
}
record Release as json { order_no: text(1..20) }
record Stock as json { on_hand: int }
record Parcel { number: text, state: text }
enum Inner as text { a "A", b "B" }
contract Shop v1 { sends order_created : Order on POST "/orders" once by number }
contract Wms v1 {
  owns Parcel.state
  accepts release : Release by POST "/releases" once by order_no
  accepts cancel(number: text(1..20)) by DELETE "/releases/{number}"
  answers stock(number: text(1..20)) : Stock? by GET "/stock/{number}" cached 10min
}
system shop : Shop
system wms  : Wms
table route(qty: int, gift: bool) -> text {
  qty   | gift => zone
  <= 10 | yes  => "a"
  <= 20 | _    => "b"
  otherwise    => "c"
}
lifecycle Parcel by number {
  new -> released by shop
  released -> shipped by Wms
  within 4h from released to shipped else alert "late"
}
policy standard { unreachable | timeout | busy | refused | invalid | illegal_move => park, duplicate => done }
map to_release(order: Order) -> Release { order_no = order.number }
flow release on shop.order_created(order) {
  let stock = wms.stock(order.number)
  send wms.release(to_release(order))
  advance Parcel(order.number) to released
  on failure use standard
}
flow nightly at "04:00 Europe/Berlin" {
  send wms.cancel("1")
  on failure use standard
}
"#;
    let mut all = String::new();
    for (from, to, breaking) in [
        ("always qty > 0", "always qty > 1", true),
        ("  always qty > 0\n", "", false),
        ("cancel(number: text(1..20))", "cancel(number: text(1..30))", true),
        ("cancel(number: text(1..20))", "cancel(number: text(1..5))", false),
        ("stock(number: text(1..20))", "stock(number: text)", true),
        ("cached 10min", "cached 5min", false),
        ("accepts release : Release", "accepts release(site: text) : Release", true),
        ("POST \"/releases\" once", "POST \"/releases?v=2\" once", true),
        ("owns Parcel.state", "owns Parcel.number", false),
        ("box = 10 each", "box = 12 each", false),
        ("a \"A\", b \"B\"", "a \"A\", b \"X\"", false),
        ("released -> shipped by Wms", "released -> shipped | new by Wms", false),
        ("within 4h", "within 5h", false),
        ("else alert \"late\"\n", "else alert \"late\"\n  within 8h from released to shipped else alert \"very late\"\n", false),
        ("  <= 10 | yes  => \"a\"\n  <= 20 | _    => \"b\"", "  <= 20 | _    => \"b\"\n  <= 10 | no   => \"a\"", false),
        ("duplicate => done", "duplicate => park", false),
        ("\"04:00 Europe/Berlin\"", "\"05:00 Europe/Berlin\"", false),
    ] {
        assert!(old.contains(from), "{from}");
        let text = old.replacen(from, to, 1).replace("wms.release(to_release", if to.contains("site") { "wms.release(\"e\", to_release" } else { "wms.release(to_release" });
        let text = if to.contains("site") { text.replace("POST \"/releases\"", "POST \"/releases/{site}\"") } else { text };
        let (before, after) = (checked(old), unchecked(&text));
        let diff = Diff::new(&before, &after);
        assert_eq!(diff.is_breaking(), breaking, "{from} to {to}: {}", diff.text());
        all.push_str(&format!("{from}  =>  {to}\n{}\n", diff.text()));
        mirrored(&before, &after);
    }
    insta::assert_snapshot!(all);
    let diff = Diff::new(&checked(old), &checked(&old.replace("always qty > 0", "always qty > 1")));
    insta::assert_snapshot!(format!("{}\n{}", diff.markdown(), diff.github()));
}

/// Warnings aside, such as a row that is never reached.
fn unchecked(text: &str) -> Checked {
    check(&vec![("shop.flow".to_owned(), text.into())])
}

/// What came one way has gone the other way, and what changed has changed.
fn mirrored(a: &Checked, b: &Checked) {
    let told = |diff: &Diff, flip: bool| -> std::collections::BTreeSet<(String, String)> {
        let how = |how: crossdock_report::How| match (how, flip) {
            (crossdock_report::How::Added, false) | (crossdock_report::How::Removed, true) => "added",
            (crossdock_report::How::Removed, false) | (crossdock_report::How::Added, true) => "removed",
            (crossdock_report::How::Changed, _) => "changed",
        };
        // A contract is called by the version that it has now.
        let name = |change: &crossdock_report::Change| change.name.split(" v").next().unwrap_or_default().to_owned();
        diff.changes.iter().map(|change| (format!("{} {}", change.kind, name(change)), how(change.how).to_owned())).collect()
    };
    assert_eq!(told(&Diff::new(a, b), false), told(&Diff::new(b, a), true));
}

/// Of all shipped projects, and of each with the other.
#[test]
fn nothing_differs_from_itself() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut projects = Vec::new();
    for folder in ["examples", "mappings"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "snapshots") {
                projects.push(all_files(&path));
            }
        }
    }
    let projects: Vec<Checked> = projects.iter().map(|files| check(files)).collect();
    assert!(projects.len() > 1);
    for (at, project) in projects.iter().enumerate() {
        let diff = Diff::new(project, project);
        assert!(diff.is_empty(), "{}", diff.text());
        mirrored(project, projects.get((at + 1) % projects.len()).unwrap());
    }
}

fn all_files(root: &std::path::Path) -> Vec<(String, std::sync::Arc<str>)> {
    let (mut files, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "flow" || extension == "csv") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap().into()));
            }
        }
    }
    files.sort();
    files
}

/// Columns stand in an order of their own, under headings of their own, and a cell may hold the sign between them.
#[test]
fn rows_of_a_spreadsheet_go_by_their_cells() {
    const TABLE: &str = r#"table plant_of(country: text(2), heavy: bool) -> text(4) from "plants.csv" columns "Country code", "Heavy?", "Plant""#;
    let version = |plants: &str| {
        let checked = check(&vec![("shop.flow".to_owned(), TABLE.into()), ("plants.csv".to_owned(), plants.into())]);
        assert!(!checked.has_errors(), "{:?}", checked.problems);
        checked
    };
    let old = version("Plant,Note,Heavy?,Country code\n1000,,no,\"US, CA\"\n1200,,*,MX\n1300,,,otherwise\n");
    let new = version("Plant,Note,Heavy?,Country code\n1001,,no,\"US, CA\"\n1200,far,*,MX\n1400,,,otherwise\n");
    let told = Diff::new(&old, &new).text();
    assert!(told.contains(r#"US, CA | no is "1001", was "1000""#), "{told}");
    assert!(told.contains(r#"otherwise |  is "1400", was "1300""#), "{told}");
    assert!(!told.contains("MX"), "{told}");
}

const VARIANTS: &str = r#"
enum Event by "type" { picked: Picked at "PICK", short: Short at "SHORT", ping }
record Picked as json { order_no: text(1..20), qty: int(0..9) }
record Short as json { order_no: text(1..20), missing: int(0..9) }
contract Wms v1 {
  sends event : Event on POST "/events" once by header "id"
  accepts told : Event by POST "/told"
}
"#;

/// What partners are told of variants, by their names and codes; nothing of how they are kept.
#[test]
fn variants_that_carry_records() {
    let points = |edits: &[(&str, &str)]| -> Vec<String> {
        let text = edits.iter().fold(VARIANTS.to_owned(), |text, (from, to)| text.replace(from, to));
        let diff = Diff::new(&checked(VARIANTS), &checked(&text));
        let contract = diff.changes.iter().filter(|change| change.kind == "contract");
        contract.flat_map(|change| &change.points).map(|point| format!("{:?} {}", point.impact, point.what)).collect()
    };
    assert_eq!(
        points(&[(", ping", ", ping, lost: Short at \"LOST\"")]),
        ["Compatible sends event: is also \"LOST\"", "Breaking accepts told: is also \"LOST\": the partner may get what it does not know"]
    );
    let gone = ["Breaking sends event: is no longer \"SHORT\": values that were taken are invalid from now on", "Compatible accepts told: is no longer \"SHORT\""];
    assert_eq!(points(&[(" short: Short at \"SHORT\",", "")]), gone);
    let renamed = [
        "Compatible sends event: `missed` is called so in maps, was `short`; on the wire it is the same",
        "Compatible accepts told: `missed` is called so in maps, was `short`; on the wire it is the same",
    ];
    assert_eq!(points(&[("short: Short", "missed: Short")]), renamed);
    let code = points(&[("\"PICK\"", "\"PICKED\"")]);
    assert!(code.len() == 4 && code.iter().filter(|point| point.starts_with("Breaking")).count() == 2, "{code:?}");
    assert_eq!(
        points(&[("by \"type\"", "by \"kind\"")]),
        ["Breaking sends event: is told apart by \"kind\", was by \"type\"", "Breaking accepts told: is told apart by \"kind\", was by \"type\""]
    );
    assert!(points(&[("qty: int(0..9)", "qty: int(0..5)")])[0].starts_with("Breaking sends event: `picked.qty` is `int(0..5)`, was `int(0..9)`"));
    assert!(points(&[("ping }", "ping: Short }")])[0].starts_with("Breaking sends event: `ping` is a variant that carries `Short`, was one with nothing"));
}
