//! What is said about units.

crate::says! {
    units_that_do_not_go_together: r#"
unit kg
unit lb   = 0.45359237 kg
unit each
record Item { weight: decimal(8,3)[lb], pieces: int[each], price: decimal(9,2)[USD/each], note: decimal }
record Out { weight: decimal(8,3)[kg], total: decimal(12,2)[EUR], plain: decimal, count: int[each], heavy: bool }
map to_out(item: Item) -> Out {
  weight = item.weight
  total  = item.price * item.pieces
  plain  = item.weight + item.weight
  count  = 5
  heavy  = item.weight > 500 kg or item.weight > 20 or item.note > 3 kg
}
"#;
    units_in_choices_lists_and_patterns: r#"
unit kg
unit each
fn a(yes_: bool, w: decimal[kg]?) -> decimal[kg] { if yes_ then w else 0 else 3 USD }
fn b(w: decimal[kg]) -> bool { w in [1 kg, 2] }
fn c(w: decimal[kg]) -> text { match w { 1 => "a", 2 each => "b", 3 kg => "c", otherwise => "d" } }
fn d(w: list of decimal[kg]) -> decimal[USD] { w.sum() }
fn e(w: decimal[kg]?) -> decimal[kg] { w }
fn f(w: decimal[kg]) -> text { w.to_text() }
"#;
    conversions: r#"
unit kg
unit lb    = 0.45359237 kg
unit each
unit dozen = 12 each
fn a(n: int[each]) -> decimal[dozen] { n.in(dozen) }
fn b(n: int[each]) -> decimal[kg] { n.in(kg) }
fn c(n: decimal[USD]) -> decimal[EUR] { n.in(EUR) }
fn d(n: decimal) -> decimal[kg] { n.in(kg) }
fn e(n: decimal[lb]) -> decimal[kg] { n.as(kg) }
fn f(n: decimal[lb]) -> decimal { n.number(kg) }
fn g(n: decimal[lb]) -> decimal[lb] { n.in(lb) }
fn h(n: decimal[lb]) -> decimal { n.number() }
fn i(n: decimal[lbs]) -> decimal { n.number(lsb) }
fn j(n: text) -> decimal[kg] { n.as(kg) }
"#;
    declarations: r#"
unit min
unit kg
unit lb = 0.45359237 kg
unit stone = 14 lb
unit kg = 1000 stone
unit a = 2 b
unit b = 3 a
unit EUR = 1.08 USD
unit USD
unit nothing = 0 kg
unit long = 0.0000000000000000000000000000000000000000001 kg
record R { a: text[kg], b: int[each], c: date[USD/kg] }
"#;
    broken_declarations: r#"
unit lb = kg
unit kg 2
unit = 3 kg
unit each
record R { a: decimal[], b: decimal[each, b: int }
"#;
}
