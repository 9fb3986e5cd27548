//! `use`: modules, what they have, and what is not needed.

use super::{checked, report};

const SHOP: (&str, &str) = ("partners/shop.flow", "enum Color { red, green }\nrecord Item { color: Color }\n");

fn with_shop(text: &str) -> String {
    report(&[("main.flow", text), SHOP])
}

fn codes(files: &[(&str, &str)]) -> Vec<&'static str> {
    checked(files).problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_file_and_its_folder_are_modules() {
    for path in ["partners.shop.{Color}", "partners.{Color}", "partners.Color", "partners.shop.Color"] {
        let text = format!("use {path}\nrecord A {{ color: Color }}\n");
        assert_eq!(codes(&[("main.flow", &text), SHOP]), Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn unknown_module() {
    insta::assert_snapshot!(with_shop("use partner.{Color}\nrecord A { color: Color }\n"));
}

#[test]
fn not_in_the_module() {
    insta::assert_snapshot!(with_shop("use partners.shop.{Colour}\n"));
}

#[test]
fn a_module_is_no_item() {
    insta::assert_snapshot!(with_shop("use partners.shop\n"));
}

#[test]
fn a_module_alone() {
    insta::assert_snapshot!(with_shop("use partners\n"));
}

#[test]
fn other_files_are_seen_only_through_use() {
    insta::assert_snapshot!(with_shop("record A { color: Color }\n"));
}

#[test]
fn unused() {
    insta::assert_snapshot!(with_shop("use partners.{Color, Item}\nrecord A { item: Item }\n"));
}

#[test]
fn brought_in_over_an_own_name() {
    insta::assert_snapshot!(with_shop("use partners.Color\nenum Color { blue }\nrecord A { color: Color }\n"));
}

#[test]
fn a_label_in_another_file() {
    insta::assert_snapshot!(with_shop("use partners.Color\ntable t : Color -> int { red -> 1, gren -> 2 }\n"));
}
