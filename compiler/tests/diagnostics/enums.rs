//! Variants and their codes.

use super::says;

says! {
    a_code_twice: r#"
enum Status as text { held "H", on_hold "H" }
"#;
    a_code_that_is_another_variants_name: r#"
enum Status as text { held, on_hold "held" }
"#;
    codes_without_as_text: r#"
enum Status { held "H", done "D" }
"#;
    no_variants: "
enum Status { }
";
    a_variant_twice: "
enum Status { held, done, held }
";
}
