//! The three ways in which diagnostics are written.

use crossdock_compiler::check;
use crossdock_compiler::diagnostic::render::{Human, github, human, json};

fn checked(text: &str) -> crossdock_compiler::Checked {
    check(&vec![("orders/ship:ping, now.flow".to_owned(), text.into())])
}

const TWO_LABELS: &str = "# Größe\nenum Service { standard, standard }\n";

#[test]
fn people_see_both_places() {
    let checked = checked(TWO_LABELS);
    insta::assert_snapshot!(human(&checked.sources, &checked.problems, Human::default()));
}

#[test]
fn ascii_and_color_are_choices() {
    let checked = checked(TWO_LABELS);
    let ascii = human(&checked.sources, &checked.problems, Human { unicode: false, ..Human::default() });
    assert!(!ascii.contains('│') && ascii.contains("E0202"), "{ascii}");
    let color = human(&checked.sources, &checked.problems, Human { color: true, ..Human::default() });
    assert!(color.contains("\u{1b}["), "{color}");
}

#[test]
fn machines_read_one_object_a_line() {
    let checked = checked(TWO_LABELS);
    insta::assert_snapshot!(json(&checked.sources, &checked.problems));
}

#[test]
fn pull_requests_show_it_in_the_margin() {
    let checked = checked(TWO_LABELS);
    insta::assert_snapshot!(github(&checked.sources, &checked.problems, "shop/"));
}

#[test]
fn an_empty_file_and_a_missing_end_can_be_drawn() {
    for text in ["record", "record A {", "\u{feff}", "table t : int -> int {"] {
        let checked = checked(text);
        let drawn = human(&checked.sources, &checked.problems, Human::default());
        assert!(!drawn.contains("Failed to read"), "{drawn}");
    }
}
