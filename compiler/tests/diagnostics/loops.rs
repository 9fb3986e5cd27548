//! Groups, joins, zips and orders: what analysts get wrong in them.

use crate::says;

says! {
    a_join_without_an_answer: r#"
record Item { sku: text, name: text }
record Line { sku: text }
record Order { lines: list of Line, items: list of Item }
fn names(order: Order) -> list of text { for line in order.lines join item in order.items on item.sku = line.sku { item.name } }
"#;
    a_zip_without_an_answer: r#"
record Order { a: list of text, b: list of text }
fn pairs(order: Order) -> list of text { for a in order.a zip b in order.b { "{a} {b}" } }
"#;
    a_join_without_a_key: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn joined(order: Order) -> list of text { for line in order.lines join item in order.lines { item.sku } }
"#;
    a_join_by_something_else: r#"
record Item { sku: text, name: text, from: int }
record Line { sku: text, qty: int }
record Order { lines: list of Line, items: list of Item }
fn names(order: Order) -> list of text {
  for line in order.lines join item in order.items on item.sku = line.sku and item.from < line.qty else skip { item.name }
}
fn same(order: Order) -> list of text {
  for line in order.lines join item in order.items on line.sku = line.sku else skip { item.name }
}
"#;
    keys_of_different_kinds: r#"
record Item { sku: text, name: text }
record Line { no: int }
record Order { lines: list of Line, items: list of Item }
fn names(order: Order) -> list of text { for line in order.lines join item in order.items on item.sku = line.no else skip { item.name } }
"#;
    a_partner_that_may_be_missing: r#"
record Item { sku: text, name: text }
record Line { sku: text }
record Order { lines: list of Line, items: list of Item }
fn names(order: Order) -> list of text { for line in order.lines join item in order.items on item.sku = line.sku else none { "{item.name}" } }
"#;
    a_group_whose_key_is_known_already: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn counts(order: Order, line: Line) -> list of int { for (sku, lines) in order.lines by line.sku { lines.count() } }
"#;
    a_group_whose_element_has_no_name: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn counts(order: Order) -> list of int { for (sku, lines) in order.lines by sku { lines.count() } }
"#;
    a_group_whose_element_has_two_names: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn counts(order: Order) -> list of int { for (sku, qty, lines) in order.lines by line.sku, ln.qty { lines.count() } }
fn texts(order: Order) -> list of int { for (key, lines) in order.lines by "{line.sku}{ln.qty}" { lines.count() } }
"#;
    keys_without_names: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn counts(order: Order) -> list of int { for (sku, lines) in order.lines by line.sku, line.qty { lines.count() } }
"#;
    a_record_is_no_key: r#"
record Address { zip: text }
record Line { to: Address, qty: int? }
record Order { lines: list of Line }
fn counts(order: Order) -> list of int { for (to, lines) in order.lines by line.to { lines.count() } }
fn first(order: Order) -> list of text { for line in order.lines sort by line.to { line.to.zip } }
fn second(order: Order) -> list of text { for line in order.lines sort by line.qty { line.to.zip } }
"#;
    a_zip_behind_another_list: r#"
record Order { a: list of text, b: list of text }
fn pairs(order: Order) -> list of text { for a in order.a, c in order.b zip b in order.b else skip { "{a} {b}{c}" } }
"#;
    what_stands_twice: r#"
record Order { a: list of text }
fn pairs(order: Order) -> list of text { for a in order.a where a = "x" where a = "y" { a } }
"#;
    a_word_is_missing: r#"
record Line { sku: text, qty: int }
record Order { lines: list of Line }
fn counts(order: Order) -> list of int { for (sku, lines) in order.lines { lines.count() } }
fn sorted(order: Order) -> list of text { for line in order.lines sort line.sku { line.sku } }
"#;
}
