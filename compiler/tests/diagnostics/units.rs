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
    a_comparison_of_the_bare_number_leaves_the_unit: r#"
unit kg
unit lb = 0.45359237 kg
record In { w: int[lb], v: int[kg], p: int, d: decimal(9,2)[lb] }
record Out { w: int?, q: int[kg]?, sum: int[kg], m: int, e: decimal(9,2) }
map to_out(x: In) -> Out {
  w   = if x.w.number(lb) > 5 then x.w else none
  q   = if x.p.as(kg) > 5 kg then x.p else none
  sum = if x.w.number(lb).as(kg) > 5 kg then x.w + x.v else x.v
  m   = match x.w.number(lb) { 1..9 => x.w, _ => 0 }
  e   = if x.d.number(lb) > 1 and x.d.number(lb) < 50 then x.d else 0
}
"#;
    what_is_known_of_the_bare_number_is_known_of_the_quantity: r#"
unit kg
unit lb = 0.45359237 kg
unit pound = 1 lb
record In { w: int[lb], p: int, d: decimal(9,2)[lb] }
record Out { w: int(6..9)[lb], q: int(6..9), m: int(1..9)[lb], e: decimal(4,2)[lb], f: int(..9)[pound] }
map to_out(x: In) -> Out {
  w = if x.w.number(lb) > 5 and x.w < 10 lb then x.w else 6 lb
  q = if x.p.as(kg) > 5 kg and x.p < 10 then x.p else 6
  m = match x.w.number(lb) { 1..9 => x.w, _ => 1 lb }
  e = if x.d.number(lb) > 1 and x.d.number(lb) < 50 then x.d else 0 lb
  f = if x.w.in(pound) < 10 pound then x.w.in(pound) else 0 pound
}
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
