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
