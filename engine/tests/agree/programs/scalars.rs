//! Expressions by chance, each with what it means.

use std::rc::Rc;

use serde_json::Value;

use super::chance::Chance;
use super::decimal::Decimal;
use super::{Given, Misfit};

/// An expression, and its value for a message and one of its lines.
pub struct Made<T> {
    pub source: String,
    pub eval: Eval<T>,
}

type Eval<T> = Rc<dyn Fn(&Value, &Value) -> Given<T>>;

pub type Whole = Made<i64>;
pub type Text = Made<String>;
pub type Fraction = Made<Decimal>;
pub type Condition = Made<bool>;

/// Where an expression stands: only within a line can it speak of one.
#[derive(Clone, Copy, PartialEq)]
pub enum Scope {
    Root,
    Line,
}

/// Functions of texts, and what they do.
type Change = fn(&str) -> String;
const CHANGES: [(&str, Change); 3] = [("trim", |text| text.trim().to_owned()), ("upper", str::to_uppercase), ("lower", str::to_lowercase)];

fn made<T>(source: impl Into<String>, eval: impl Fn(&Value, &Value) -> Given<T> + 'static) -> Made<T> {
    Made { source: source.into(), eval: Rc::new(eval) }
}

fn field<'v>(root: &'v Value, line: &'v Value, path: &str) -> &'v Value {
    match path.split_once('.') {
        Some(("i", name)) => &root[name],
        Some((_, name)) => &line[name],
        None => &Value::Null,
    }
}

fn whole_of(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What both of two become by an operation that may not fit.
fn both<T: 'static, U: 'static, R>(source: String, one: Made<T>, other: Made<U>, operate: impl Fn(T, U) -> Given<R> + 'static) -> Made<R> {
    made(source, move |root, line| operate((one.eval)(root, line)?, (other.eval)(root, line)?))
}

impl Chance {
    fn choice<T: 'static>(&mut self, scope: Scope, depth: u64, one: Made<T>, other: Made<T>) -> Made<T> {
        let condition = self.condition(scope, depth);
        let source = format!("(if {} then {} else {})", condition.source, one.source, other.source);
        made(source, move |root, line| if (condition.eval)(root, line)? { (one.eval)(root, line) } else { (other.eval)(root, line) })
    }

    pub fn whole(&mut self, scope: Scope, depth: u64) -> Whole {
        if depth == 0 || self.below(5) == 0 {
            return self.simple_whole(scope);
        }
        let d = depth - 1;
        match self.below(10) {
            0 | 1 => self.sum_or_difference(scope, d),
            2 | 3 => {
                let (one, other) = (self.whole(scope, d), self.whole(scope, d));
                both(format!("({} * {})", one.source, other.source), one, other, |one, other| one.checked_mul(other).ok_or(Misfit::SURE))
            }
            4 => {
                let (one, other) = (self.whole(scope, d), self.whole(scope, d));
                both(format!("({}).min({})", one.source, other.source), one, other, |one, other| Ok(one.min(other)))
            }
            5 => {
                let text = self.text(scope, d);
                made(format!("{}.length()", text.source), move |root, line| Ok((text.eval)(root, line)?.chars().count() as i64))
            }
            6 => {
                let (one, other) = (self.whole(scope, d), self.whole(scope, d));
                self.choice(scope, d, one, other)
            }
            7 => {
                let other = self.whole(scope, d);
                let source = format!("(i.on else {})", other.source);
                made(source, move |root, line| root["on"].as_i64().map_or_else(|| (other.eval)(root, line), Ok))
            }
            8 => self.sum_of_lines(),
            _ => self.match_of_ranges(scope),
        }
    }

    fn simple_whole(&mut self, scope: Scope) -> Whole {
        let fields: &[&str] = if scope == Scope::Line { &["i.n", "i.m", "line.qty"] } else { &["i.n", "i.m"] };
        match self.below(3) {
            0 => {
                let literal = self.one(&[0, 7, 100, -3]);
                made(literal.to_string(), move |_, _| Ok(literal))
            }
            _ => {
                let path = self.one(fields).to_owned();
                made(path.clone(), move |root, line| Ok(whole_of(field(root, line, &path))))
            }
        }
    }

    fn sum_or_difference(&mut self, scope: Scope, depth: u64) -> Whole {
        let (one, other) = (self.whole(scope, depth), self.whole(scope, depth));
        match self.below(2) {
            0 => both(format!("({} + {})", one.source, other.source), one, other, |one, other| one.checked_add(other).ok_or(Misfit::SURE)),
            _ => both(format!("({} - {})", one.source, other.source), one, other, |one, other| one.checked_sub(other).ok_or(Misfit::SURE)),
        }
    }

    fn sum_of_lines(&mut self) -> Whole {
        let factor = self.one(&[1, 3, -2]);
        made(format!("i.lines.sum(x -> x.qty * {factor})"), move |root, _| Ok(root["lines"].as_array().unwrap().iter().map(|line| whole_of(&line["qty"]) * factor).sum()))
    }

    /// Every arm can be taken: the field is looked at nowhere else, and the arms have no `match` of their own.
    fn match_of_ranges(&mut self, scope: Scope) -> Whole {
        let (low, middle, high) = (self.simple_whole(scope), self.simple_whole(scope), self.simple_whole(scope));
        let end = self.below(20) as i64;
        let source = format!("(match i.k {{ ..-1 => {}, 0..{end} => {}, otherwise => {} }})", low.source, middle.source, high.source);
        made(source, move |root, line| match whole_of(&root["k"]) {
            ..=-1 => (low.eval)(root, line),
            k if k <= end => (middle.eval)(root, line),
            _ => (high.eval)(root, line),
        })
    }

    pub fn text(&mut self, scope: Scope, depth: u64) -> Text {
        if depth == 0 || self.below(5) == 0 {
            return self.simple_text(scope);
        }
        let d = depth - 1;
        match self.below(9) {
            0 => self.changed(scope, d),
            1 => self.cut(scope, d),
            2 => {
                let (one, other) = (self.text(scope, d), self.whole(scope, d));
                both(format!("\"{{{}}}-{{({})}}\"", one.source, other.source), one, other, |one, other| Ok(format!("{one}-{other}")))
            }
            3 => {
                let (one, other) = (self.text(scope, d), self.text(scope, d));
                self.choice(scope, d, one, other)
            }
            4 => {
                let other = self.text(scope, d);
                made(format!("(i.os else {})", other.source), move |root, line| root["os"].as_str().map_or_else(|| (other.eval)(root, line), |text| Ok(text.to_owned())))
            }
            5 => {
                let text = self.text(scope, d);
                made(format!("code({})", text.source), move |root, line| {
                    Ok(match (text.eval)(root, line)?.as_str() {
                        "ab" => "AB1",
                        "-" | " " => "dash",
                        "77" => "",
                        _ => "?",
                    }
                    .to_owned())
                })
            }
            6 => {
                made("i.lines.map(x -> x.sku).join(\"+\")", |root, _| Ok(root["lines"].as_array().unwrap().iter().map(|line| text_of(&line["sku"])).collect::<Vec<_>>().join("+")))
            }
            7 if scope == Scope::Line => {
                let other = self.text(scope, d);
                made(format!("(line.tag else {})", other.source), move |root, line| line["tag"].as_str().map_or_else(|| (other.eval)(root, line), |text| Ok(text.to_owned())))
            }
            _ => {
                let text = self.text(scope, d);
                made(format!("{}.replace(\"a\", \"bc\")", text.source), move |root, line| Ok((text.eval)(root, line)?.replace('a', "bc")))
            }
        }
    }

    fn simple_text(&mut self, scope: Scope) -> Text {
        let fields: &[&str] = if scope == Scope::Line { &["i.s", "i.t", "line.sku"] } else { &["i.s", "i.t"] };
        match self.below(3) {
            0 => {
                let literal = self.one(&["ab", "ß-1", "", " x "]);
                made(format!("\"{literal}\""), move |_, _| Ok(literal.to_owned()))
            }
            _ => {
                let path = self.one(fields).to_owned();
                made(path.clone(), move |root, line| Ok(text_of(field(root, line, &path))))
            }
        }
    }

    fn changed(&mut self, scope: Scope, depth: u64) -> Text {
        let text = self.text(scope, depth);
        let (name, change) = self.one(&CHANGES);
        made(format!("{}.{name}()", text.source), move |root, line| Ok(change(&(text.eval)(root, line)?)))
    }

    fn cut(&mut self, scope: Scope, depth: u64) -> Text {
        let text = self.text(scope, depth);
        let count = self.below(6) as usize;
        match self.below(2) {
            0 => made(format!("{}.truncate({count})", text.source), move |root, line| Ok((text.eval)(root, line)?.chars().take(count).collect())),
            _ => made(format!("{}.drop({count})", text.source), move |root, line| Ok((text.eval)(root, line)?.chars().skip(count).collect())),
        }
    }

    pub fn fraction(&mut self, scope: Scope, depth: u64) -> Fraction {
        if depth == 0 || self.below(5) == 0 {
            return self.simple_fraction(scope);
        }
        let d = depth - 1;
        let (one, other) = (self.fraction(scope, d), self.fraction(scope, d));
        match self.below(6) {
            0 => both(format!("({} + {})", one.source, other.source), one, other, Decimal::add),
            1 => both(format!("({} - {})", one.source, other.source), one, other, |one, other| one.add(other.negated())),
            2 => both(format!("({} * {})", one.source, other.source), one, other, Decimal::times),
            3 => {
                let other = self.simple_whole(scope);
                both(format!("({} * {})", one.source, other.source), one, other, |one, other| one.times(Decimal::whole(other)))
            }
            4 => {
                let digits = self.below(4) as u32;
                made(format!("({}).round({digits})", one.source), move |root, line| Ok((one.eval)(root, line)?.rounded(digits)))
            }
            _ => self.choice(scope, d, one, other),
        }
    }

    fn simple_fraction(&mut self, scope: Scope) -> Fraction {
        match self.below(4) {
            0 => {
                let literal = self.one(&["1.5", "0.05", "100.00", "-2.25"]);
                made(literal, move |_, _| Ok(Decimal::of(literal)))
            }
            1 => made("i.lines.sum(x -> x.price * x.qty)", |root, _| {
                root["lines"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .try_fold(Decimal::of("0.00"), |sum, line| sum.add(Decimal::of(&text_of(&line["price"])).times(Decimal::whole(whole_of(&line["qty"])))?))
            }),
            _ => {
                let path = if scope == Scope::Line { self.one(&["i.d", "line.price"]) } else { "i.d" };
                made(path, move |root, line| Ok(Decimal::of(&text_of(field(root, line, path)))))
            }
        }
    }

    pub fn condition(&mut self, scope: Scope, depth: u64) -> Condition {
        let d = depth.saturating_sub(1);
        match self.below(if depth == 0 { 4 } else { 9 }) {
            0 => {
                let (path, limit) = (self.one(&["i.n", "i.m"]), self.below(90) as i64 + 1);
                made(format!("{path} < {limit}"), move |root, line| Ok(whole_of(field(root, line, path)) < limit))
            }
            1 => made("i.b", |root, _| Ok(root["b"] == true)),
            2 => made("i.os = none", |root, _| Ok(root["os"].is_null())),
            3 => {
                let path = if scope == Scope::Line { "line.sku" } else { "i.s" };
                made(format!("{path} != i.t"), move |root, line| Ok(field(root, line, path) != &root["t"]))
            }
            4 => {
                let condition = self.condition(scope, d);
                made(format!("not ({})", condition.source), move |root, line| Ok(!(condition.eval)(root, line)?))
            }
            // What stands behind is looked at only where it matters.
            5 => {
                let (one, other) = (self.condition(scope, d), self.condition(scope, d));
                made(format!("({}) and ({})", one.source, other.source), move |root, line| Ok((one.eval)(root, line)? && (other.eval)(root, line)?))
            }
            6 => {
                let (one, other) = (self.condition(scope, d), self.condition(scope, d));
                made(format!("({}) or ({})", one.source, other.source), move |root, line| Ok((one.eval)(root, line)? || (other.eval)(root, line)?))
            }
            7 => {
                let (one, other) = (self.fraction(scope, d.min(1)), self.fraction(scope, d.min(1)));
                both(format!("{} < {}", one.source, other.source), one, other, Decimal::less)
            }
            _ => {
                let (one, other) = (self.whole(scope, d), self.whole(scope, d));
                both(format!("{} <= {}", one.source, other.source), one, other, |one, other| Ok(one <= other))
            }
        }
    }
}
