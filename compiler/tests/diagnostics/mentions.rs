//! What the editor knows about a name: title, documentation, and where it is declared.

use super::checked;

const TEXT: &str = r#"
## How fast.
enum Service as text {
  standard
  ## By air.
  express "X"
}
record Line as json { sku: text(1..20) }
record Order as json {
  ## As the shop counts them.
  number  : text
  service : Service
  lines   : list of Line
}
table carrier : Service -> text(3) { standard -> "GND", express -> "2DA" }
failure on_hold(order: text) "{order}"
policy standard_answers { on_hold | timeout => park }
contract Shop v3 { sends created : Order on POST "/orders" once by number }
system shop : Shop
"#;

/// Each mention as: the text it stands on, its title, its documentation, the text of its target.
fn mentions() -> Vec<String> {
    let checked = checked(&[("main.flow", TEXT)]);
    let text = |file, span: crossdock_compiler::syntax::Span| span.text(&checked.sources.get(file).text).to_owned();
    let project = checked.mentions.iter().filter(|(file, _)| !checked.sources.get(*file).library);
    project
        .map(|(file, mention)| {
            let target = mention.target.map_or("nowhere".to_owned(), |(file, span)| format!("{}@{}", text(file, span), span.start));
            let docs = mention.docs.clone().unwrap_or_default();
            format!("{}@{}: {} | {docs} | {target}", text(*file, mention.span), mention.span.start, mention.title)
        })
        .collect()
}

#[test]
fn names_know_what_they_mean() {
    insta::assert_snapshot!(mentions().join("\n"));
}

#[test]
fn a_record_tells_its_rules() {
    let found = checked(&[(
        "main.flow",
        "## An order.\nrecord Order { n: int, note: text?\n  always n > 0   because \"x\"\n  when note then n > 1 }\nfn n(order: Order) -> int { order.n }\n",
    )]);
    let docs: Vec<&str> = found.mentions.iter().filter(|(_, mention)| mention.title == "record Order").filter_map(|(_, mention)| mention.docs.as_deref()).collect();
    let told = "An order.\n\n`always n > 0 because \"x\"`\n\n`when note then n > 1`";
    assert_eq!(docs, [told, told]);
}

#[test]
fn targets_carry_the_name_itself() {
    let checked = checked(&[("main.flow", TEXT)]);
    for (file, mention) in &checked.mentions {
        let here = mention.span.text(&checked.sources.get(*file).text);
        if let Some((target, span)) = mention.target {
            assert_eq!(span.text(&checked.sources.get(target).text), here, "{mention:?}");
        }
    }
}

/// Pointing at a field that is set tells why the value fits, or which step leaves it too wide.
#[test]
fn a_narrowing_shows_its_proof() {
    let found = checked(&[(
        "main.flow",
        "record In as json { name: text(..60), qty: int(0..5000), w: decimal(8,3) }\nrecord Out as json { a: text(..35), b: text(..35), c: int(1..99), d: int(1..99), e: int(..50000), f: decimal(9,3), g: text }\n\
        map out(i: In) -> Out {\n  a = i.name.truncate(35).trim()\n  b = i.name.truncate(40)\n  c = if i.qty in 1..99 then i.qty else 1\n  d = match i.qty { 0 => 1, otherwise => i.qty }\n  e = i.qty * 10\n  f = i.w\n  g = i.name\n}\n",
    )]);
    assert!(!found.has_errors());
    let proofs = found.mentions.iter().filter(|(_, mention)| mention.title.starts_with("Out.")).map(|(_, mention)| mention.docs.clone().unwrap_or_default()).skip(7);
    let told = [
        "Always fits: text(..35), since `.truncate(35)`.",
        "May be a `misfit`: `.truncate(40)` gives text(..40).",
        "Always fits: int(1..99), in each of its branches.",
        "May be a `misfit`: `i.qty` gives int(1..5000).",
        "Always fits: int(0..50000), from the ranges of its parts.",
        "Always fits: decimal(8,3).",
        "",
    ];
    assert_eq!(proofs.collect::<Vec<_>>(), told);
}
