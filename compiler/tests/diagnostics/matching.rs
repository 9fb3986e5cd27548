//! `match`: cases without an arm, arms without a case, patterns that cannot be.

use super::says;

says! {
    gaps: r#"
enum Level { low, mid, high }
record Part { sku: text, count: int(0..99), note: text?, level: Level }
fn a(level: Level, vip: bool) -> int { match (level, vip) { (low, _) => 1, (_, yes) => 2 } }
fn b(n: int(1..20)) -> int { match n { 1..9 => 1, 12 => 2 } }
fn c(t: text?) -> int { match t { "" => 1, x where x = "y" => 2 } }
fn d(p: Part) -> int { match p { { count = 0 } => 1, { level = low | mid } => 2, { note = none } => 3 } }
fn e(l: Level?) -> int { match l { low => 1 } }
fn f(x: decimal) -> int { match x { < 0 => 1, > 0 => 2 } }
fn g(p: Part?) -> int { match p { { sku = s } => 1 } }
"#;
    dead_arms: r#"
enum Level { low, mid, high }
fn a(level: Level) -> int { match level { low | mid => 1, low => 2, high => 3, otherwise => 4 } }
fn b(n: int(1..20)) -> int { match n { 1..9 => 1, 10..20 => 2, 5..15 => 3 } }
fn c(n: int(1..20)) -> int { match n { 21.. => 1, x => x, otherwise => 2 } }
fn d(a: bool, b: bool) -> int { match (a, b) { (yes, _) => 1, (_, yes) => 2, (no, no) => 3, (yes, yes) => 4 } }
fn e(n: int) -> int { match n { x where x > 5 => 1, 7 => 2, x => 3, 8 => 4 } }
"#;
    patterns_that_cannot_be: r#"
enum Level { low, mid, high }
record Part { sku: text, count: int(0..99) }
fn a(level: Level) -> int { match level { loww => 1, 5 => 2, otherwise => 3 } }
fn b(p: Part) -> int { match p { { skuu = s } => 1, { count = "x" } => 2, low => 3, otherwise => 4 } }
fn c(n: int) -> int { match n { none => 1, { a = 1 } => 2, (1, 2) => 3, 9..1 => 4, "{n}" => 5, otherwise => 6 } }
fn d(a: bool, b: bool) -> int { match (a, b) { (yes, _, no) => 1, yes => 2, otherwise => 3 } }
fn e(t: text?) -> text { match t { x | "a" => "b", not y => "c", otherwise => "d" } }
fn f(x: decimal(5,2)) -> int { match x { 1000 => 1, 0.001 => 2, < 4h => 3, otherwise => 4 } }
"#;
}
