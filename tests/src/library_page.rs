//! `docs/stdlib.md`, made from the sources of the library: every function with its documentation and its first example, every enum, table and record.

use std::fmt::Write as _;
use std::path::Path;

use crossdock_compiler::syntax::ast::{Item, ItemKind};
use crossdock_compiler::syntax::parse;

use crate::binary::repository;

/// The modules whose functions stand behind a dot, in the order of the page.
const METHODS: [&str; 11] = ["text", "pattern", "encoding", "number", "date", "list", "map", "enum", "hash", "json", "units"];

const HEAD: &str = "# The library

What stands behind a dot, by the kind of value it works on, and what is brought in with `use`. This page is made from the sources in
[`stdlib/`](../stdlib), where all of the documentation and all examples stand; the examples run as tests (`crossdock test stdlib`).

In signatures `T` and `U` stand for any type, `S` and `K` for a single value (a text, number, date …), `N` for a number, be it with a unit, which the result
then has, too, `P` for a number without one, `E` for an enum, and `T -> S` for a function like `line -> line.sku`. `raises` names what may go wrong.
";

/// The whole page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for module in METHODS {
        section(&mut page, module);
    }
    for folder in ["codes", "canonical"] {
        let mut modules = modules_in(folder);
        modules.sort();
        for module in modules {
            section(&mut page, &module);
        }
    }
    page.push_str(TAIL);
    page
}

const TAIL: &str = "
## Mappings

Ready-made contracts and maps for systems that many houses have, such as `use shopify.order.{Shop, to_order}`. See [`mappings/`](../mappings).
";

/// `codes/country` and so on.
fn modules_in(folder: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(repository().join("stdlib").join(folder)) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter_map(|name| Some(format!("{folder}/{}", name.strip_suffix(".flow")?))).collect()
}

fn section(page: &mut String, module: &str) {
    let path = repository().join("stdlib").join(format!("{module}.flow"));
    let text = text_of(&path);
    let about: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
    let title = module.replace('/', ".");
    // Writing into a string cannot fail.
    let _ = write!(page, "\n## {title}\n\n{}\n\n", about.join(" "));
    let items = parse(&text).file.items;
    let functions: Vec<String> = items.iter().filter_map(|item| function(item, &text)).collect();
    if !functions.is_empty() {
        page.push_str("| function | gives | example |\n|---|---|---|\n");
        page.extend(functions);
        page.push('\n');
    }
    let others: Vec<String> = items.iter().filter_map(declaration).collect();
    if !others.is_empty() {
        page.push_str("| declares | is |\n|---|---|\n");
        page.extend(others);
        page.push('\n');
    }
    let end = page.trim_end().len();
    page.truncate(end + 1);
}

fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn function(item: &Item, text: &str) -> Option<String> {
    let ItemKind::Fn(_) = &item.kind else { return None };
    let head = text.get(item.span.start as usize..)?.lines().next()?;
    let head = head.split(" {").next()?.trim_start_matches("native ").trim_start_matches("fn ");
    let (words, examples) = documentation(item);
    let example = examples.first().map(|example| format!("`{}`", cell(example))).unwrap_or_default();
    Some(format!("| `{}` | {} | {example} |\n", cell(head), cell(&words)))
}

fn declaration(item: &Item) -> Option<String> {
    let (kind, name) = match &item.kind {
        ItemKind::Enum(item) => ("enum", &item.name),
        ItemKind::Record(item) => ("record", &item.name),
        ItemKind::Table(item) => ("table", &item.name),
        ItemKind::Map(item) => ("map", &item.name),
        ItemKind::Failure(item) => ("failure", &item.name),
        ItemKind::Unit(item) => ("unit", &item.name),
        _ => return None,
    };
    let (words, _) = documentation(item);
    Some(format!("| {kind} `{}` | {} |\n", name.text, cell(&words)))
}

/// The words of a comment, and the lines between its fences.
fn documentation(item: &Item) -> (String, Vec<String>) {
    let (mut words, mut examples, mut fenced) = (Vec::new(), Vec::new(), false);
    for line in item.docs.as_deref().unwrap_or_default().lines().map(str::trim) {
        match line {
            "```" => fenced = !fenced,
            example if fenced => examples.push(example.to_owned()),
            other => words.push(other),
        }
    }
    (words.join(" "), examples)
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
