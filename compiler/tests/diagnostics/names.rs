//! Unknown, doubled, circular and reserved names.

use super::{codes, says};

says! {
    unknown_type_with_a_near_one: "
enum Service { standard, express }
record Order { service: Servise }
";
    unknown_type_without: "
record Order { service: Xyz }
";
    library_has_it: "
policy p { invalid | misfitt => park }
";
    two_items_of_one_name: "
enum Service { standard }
record Service { name: text }
";
    two_fields_of_one_name: "
record Order { number: text, total: int, number: int }
";
    two_tests_of_one_name: r#"
test "goes first" { expect 1 = 1 }
test "goes first" { expect 2 = 2 }
"#;
    another_kind_of_thing: r#"
table codes : text -> text { "a" -> "b" }
record Order { code: codes }
"#;
    calls_itself: "
fn again(n: int) -> int { again(n) }
";
    a_circle_of_three: "
fn a(n: int) -> int { b(n) }
fn b(n: int) -> int { n.c() }
fn c(n: int) -> int { a(n) + 1 }
";
    a_built_in_name: "
failure timeout(order: text) \"{order}\"
record date { day: int }
";
    native_in_a_project: "
native fn shout(value: text) -> text
";
}

#[test]
fn an_item_that_cannot_be_read_still_counts_as_declared() {
    let codes = codes("record Address { street text }\nrecord Order { to: Address }\n");
    assert!(codes.iter().all(|code| code.starts_with("E01")), "{codes:?}");
}

#[test]
fn items_may_stand_in_any_order() {
    assert_eq!(codes("record Order { service: Service }\nenum Service { standard }\n"), Vec::<&str>::new());
}
