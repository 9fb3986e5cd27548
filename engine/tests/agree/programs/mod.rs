//! Random programs on random payloads: what the engine gives is what a simple evaluator of document trees gives, and where one of them fails the other does.

mod chance;
mod decimal;
mod scalars;

use std::fmt::Write as _;
use std::sync::Arc;

use crossdock_compiler::{Checked, check};
use crossdock_engine::{Program, Worker};
use serde_json::{Map, Value};

use self::chance::Chance;
use self::decimal::Decimal;
use self::scalars::{Condition, Fraction, Scope, Text, Whole};
use super::thorough;

type Engine = fn(&Checked) -> Program;

/// The ways to run a program that have to agree.
const ENGINES: [(&str, Engine); 1] = [("interpreter", Program::new)];

const RECORDS: &str = "
record Line as json { sku: text(..8), qty: int(0..1000), price: decimal(9,2), tag: text(1..4)? }
record In as json {
  s: text(..8), t: text(2..4), n: int(-50..99), k: int(-50..50), m: int(0..1000000), on: int(0..9)?, os: text(1..4)?, d: decimal(7,2), b: bool,
  lines: list(..5) of Line
}
record Pick as json { sku: text, qty: int, cost: decimal, first: bool }
record Out as json { a: int, b: text, c: decimal, e: bool, picks: list of Pick }
table code : text -> text { \"ab\" -> \"AB1\", \"-\", \" \" -> \"dash\", \"77\" -> \"\", otherwise -> \"?\" }
";

/// A map and what it means.
struct Mapped {
    whole: Whole,
    text: Text,
    fraction: Fraction,
    condition: Condition,
    taken: Condition,
    sku: Text,
    qty: Whole,
    cost: Fraction,
    first: Condition,
}

/// What is computed does not fit.
pub struct Misfit {
    /// Not where only the simple arithmetic of this test has no room: the engine may still have an exact result.
    sure: bool,
}

impl Misfit {
    const SURE: Misfit = Misfit { sure: true };
    const PERHAPS: Misfit = Misfit { sure: false };
}

type Given<T> = Result<T, Misfit>;

impl Mapped {
    fn new(chance: &mut Chance) -> Mapped {
        let (root, line) = (Scope::Root, Scope::Line);
        Mapped {
            whole: chance.whole(root, 4),
            text: chance.text(root, 3),
            fraction: chance.fraction(root, 2),
            condition: chance.condition(root, 2),
            taken: chance.condition(line, 2),
            sku: chance.text(line, 2),
            qty: chance.whole(line, 2),
            cost: chance.fraction(line, 2),
            first: chance.condition(line, 1),
        }
    }

    fn source(&self, name: &str) -> String {
        let Mapped { whole, text, fraction, condition, taken, sku, qty, cost, first } = self;
        format!(
            "map {name}(i: In) -> Out {{\n  a = {}\n  b = {}\n  c = {}\n  e = {}\n  picks = for line in i.lines where {} {{ sku = {}, qty = {}, cost = {}, first = {} }}\n}}\n",
            whole.source, text.source, fraction.source, condition.source, taken.source, sku.source, qty.source, cost.source, first.source
        )
    }

    fn meaning(&self, root: &Value) -> Given<Map<String, Value>> {
        let line = &Value::Null;
        let mut out = Map::new();
        out.insert("a".into(), (self.whole.eval)(root, line)?.into());
        out.insert("b".into(), (self.text.eval)(root, line)?.into());
        out.insert("c".into(), (self.fraction.eval)(root, line)?.normal().into());
        out.insert("e".into(), (self.condition.eval)(root, line)?.into());
        let mut picks = Vec::new();
        for line in root["lines"].as_array().unwrap() {
            if (self.taken.eval)(root, line)? {
                picks.push(self.pick(root, line)?);
            }
        }
        out.insert("picks".into(), picks.into());
        Ok(out)
    }

    fn pick(&self, root: &Value, line: &Value) -> Given<Value> {
        let mut pick = Map::new();
        pick.insert("sku".into(), (self.sku.eval)(root, line)?.into());
        pick.insert("qty".into(), (self.qty.eval)(root, line)?.into());
        pick.insert("cost".into(), (self.cost.eval)(root, line)?.normal().into());
        pick.insert("first".into(), (self.first.eval)(root, line)?.into());
        Ok(pick.into())
    }
}

/// Decimals in their shortest form, as texts: a float would not do. The message is taken apart as text for that, since serde_json reads floats.
fn normal(out: &[u8]) -> Map<String, Value> {
    #[derive(serde::Deserialize, serde::Serialize)]
    struct Out<'a> {
        a: i64,
        b: String,
        #[serde(borrow)]
        c: &'a serde_json::value::RawValue,
        e: bool,
        #[serde(borrow)]
        picks: Vec<Pick<'a>>,
    }
    #[derive(serde::Deserialize, serde::Serialize)]
    struct Pick<'a> {
        sku: String,
        qty: i64,
        #[serde(borrow)]
        cost: &'a serde_json::value::RawValue,
        first: bool,
    }
    let out: Out<'_> = serde_json::from_slice(out).unwrap();
    let shortest = |raw: &serde_json::value::RawValue| Value::from(Decimal::of(raw.get()).normal());
    let picks: Vec<Value> = out.picks.iter().map(|pick| serde_json::json!({ "sku": pick.sku, "qty": pick.qty, "cost": shortest(pick.cost), "first": pick.first })).collect();
    let Value::Object(members) = serde_json::json!({ "a": out.a, "b": out.b, "c": shortest(out.c), "e": out.e, "picks": picks }) else { unreachable!() };
    members
}

#[derive(Default)]
struct Tally {
    given: usize,
    misfits: usize,
}

fn try_some(chance: &mut Chance, maps: usize, payloads: usize, tally: &mut Tally) {
    let mapped: Vec<Mapped> = (0..maps).map(|_| Mapped::new(chance)).collect();
    let mut source = RECORDS.to_owned();
    mapped.iter().enumerate().for_each(|(at, mapped)| write!(source, "{}", mapped.source(&format!("m{at}"))).unwrap());
    let checked = check(&vec![("main.flow".to_owned(), Arc::from(source.as_str()))]);
    let errors: Vec<String> = checked.problems.iter().filter(|problem| problem.is_error()).map(|problem| problem.message.clone()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{source}");
    let engines = ENGINES.map(|(name, engine)| (name, engine(&checked)));
    let payloads: Vec<(Value, Vec<u8>)> = (0..payloads).map(|_| chance.payload()).collect();
    let mut worker = Worker::default();
    for (at, mapped) in mapped.iter().enumerate() {
        for (value, bytes) in &payloads {
            let meant = mapped.meaning(value);
            for (name, program) in &engines {
                let mut out = Vec::new();
                let given = program.map(&format!("m{at}")).unwrap().apply(bytes, &mut worker, &mut out);
                let context = || format!("{name}\n{}{value}", mapped.source("m"));
                match (&meant, given) {
                    (Ok(meant), Ok(())) => assert_eq!(&normal(&out), meant, "{}", context()),
                    (Err(Misfit { sure: false }), Ok(())) => {}
                    (Err(_), Err(failures)) => assert!(failures.iter().all(|failure| failure.name == "misfit"), "{failures:?}\n{}", context()),
                    (Ok(meant), Err(failures)) => panic!("{failures:?} instead of {meant:?}\n{}", context()),
                    (Err(_), Ok(())) => panic!("{} instead of a misfit\n{}", String::from_utf8_lossy(&out), context()),
                }
            }
            match meant {
                Ok(_) => tally.given += 1,
                Err(misfit) => tally.misfits += usize::from(misfit.sure),
            }
        }
    }
}

/// 100,000 pairs; a hundred times as many where it is to be thorough.
#[test]
fn a_program_means_what_a_simple_evaluator_makes_of_it() {
    let mut chance = Chance::new(0x2026_1124);
    let mut tally = Tally::default();
    for _ in 0..if thorough() { 1_000 } else { 10 } {
        try_some(&mut chance, 100, 100, &mut tally);
    }
    assert!(tally.given > 50_000 && tally.misfits > 50, "little was tried: {} given, {} misfits", tally.given, tally.misfits);
}
