//! The tour of the language: all kinds of item in one project, which compiles without a warning, formats to itself and runs.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use crossdock_compiler::syntax::ast::ItemKind;
use crossdock_compiler::syntax::{format, parse};
use crossdock_compiler::{Files, check};
use crossdock_engine::testing::Suite;
use crossdock_project::Project;
use crossdock_tests::binary::repository;

fn tour() -> Project {
    Project::open(&repository().join("examples/tour")).unwrap()
}

/// The keyword of an item; none for what could not be read.
fn kind(item: &ItemKind) -> &'static str {
    match item {
        ItemKind::Use(_) => "use",
        ItemKind::Enum(_) => "enum",
        ItemKind::Record(_) => "record",
        ItemKind::Table(_) | ItemKind::Routes(_) => "table",
        ItemKind::Fn(_) => "fn",
        ItemKind::Map(_) => "map",
        ItemKind::Unit(_) => "unit",
        ItemKind::Failure(_) => "failure",
        ItemKind::Policy(_) => "policy",
        ItemKind::Contract(_) => "contract",
        ItemKind::System(_) => "system",
        ItemKind::Lifecycle(_) => "lifecycle",
        ItemKind::Flow(_) => "flow",
        ItemKind::Test(_) => "test",
        ItemKind::Error(_) => panic!("an item that could not be read"),
    }
}

#[test]
fn all_fourteen_kinds_of_item_occur() {
    let kinds: BTreeSet<&str> = tour().flow_files().iter().flat_map(|(_, text)| parse(text).file.items).map(|item| kind(&item.kind)).collect();
    assert_eq!(kinds.len(), 14, "{kinds:?}");
}

#[test]
fn it_compiles_without_a_warning() {
    let checked = check(&tour());
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
}

#[test]
fn it_formats_to_itself() {
    for (path, text) in tour().flow_files() {
        assert_eq!(format(&text).unwrap(), *text, "{path}");
    }
}

/// Snapshots are compared by `crossdock test`; here each must be there.
#[test]
fn its_tests_pass() {
    let project = tour();
    let checked = check(&project);
    let samples = |path: &str| project.read_sample(path).map_err(|error| error.to_string());
    let outcomes = Suite::new(&checked, &samples).run(|_| true);
    assert!(outcomes.len() >= 17, "{} tests", outcomes.len());
    for outcome in outcomes {
        assert!(outcome.differences.is_empty(), "{outcome:#?}");
    }
}

/// `docs/tour.md` shows parts of the files as they stand: a block names its file behind `flow`.
#[test]
fn the_page_shows_it_as_it_is() {
    let page = std::fs::read_to_string(repository().join("docs/tour.md")).unwrap();
    let project = tour();
    let blocks: Vec<&str> = page.split("```flow ").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 10, "{} blocks", blocks.len());
    for block in blocks {
        let (path, part) = block.split_once('\n').unwrap();
        assert!(project.text(path).unwrap().contains(part), "{path} has no\n{part}");
    }
}
