//! Code tables: cells, coverage, both directions.

use super::{codes, says};

says! {
    codes_missing: r#"
enum Service { standard, express, next_day }
table carrier : Service -> text(3) {
  standard -> "GND"
}
"#;
    codes_missing_backwards: r#"
enum Service { standard, express }
table carrier : text(3) <-> Service {
  "GND" <-> standard
}
"#;
    bool_missing: r#"
table flag : bool -> text { yes -> "Y" }
"#;
    cells_of_another_type: r#"
enum Service { standard, express }
table a : Service -> text(3) { standard -> "GROUND", express -> 5, overnight -> "1DA" }
table b : text -> int(1..9) { "a" -> 10, "b" -> "c", "{x}" -> 1 }
table c : bool -> bool { yes -> no, no -> maybe }
"#;
    a_key_twice: r#"
table a : text -> text {
  "AK", "HI" -> "far"
  "TX"       -> "near"
  "HI"       -> "near"
}
"#;
    both_ways: r#"
enum Service { standard, express }
table a : Service <-> text { standard <-> "GND", express <-> "GND" }
table b : text <-> text { "a", "b" <-> "c", otherwise <-> "d" }
table c : text <-> text { "a" -> "b" }
"#;
    otherwise_in_the_wrong_place: r#"
table a : text -> text {
  otherwise -> "x"
  "a"       -> "y"
}
enum E { p, q }
table b : E -> int { p -> 1, q -> 2, otherwise -> 3 }
"#;
    not_a_code: r#"
table a : date -> text { }
table b : text? -> text { }
"#;
}

#[test]
fn one_broken_cell_hides_no_other_problem_and_invents_none() {
    let text = "enum E { p, q }\ntable t : E -> int { p -> \"x\" }\n";
    assert_eq!(codes(text), ["E0451"]);
}
