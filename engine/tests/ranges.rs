//! What the checker knows of a result is true: random expressions, run on random payloads, give values of the type that was inferred for them, and
//! raise nothing that was not foreseen.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::typed::{BUILT_IN_FAILURES, Function, Type};
use crossdock_compiler::{Checked, check};
use crossdock_engine::{Program, Worker};

const HEAD: &str = "
unit kg
unit g  = 0.001 kg
unit lb = 0.45359237 kg
unit each
record In as json {
  s: text(..8), t: text(2), u: text(1..3), w: text, os: text(1..4)?,
  n: int(-5..99), m: int(0..1000000), k: int(1..7), on: int(-3..3)?,
  d: decimal(5,2), e: decimal(8,3), h: decimal(2,2), od: decimal(3,1)?,
  q: decimal(6,2)[kg], c: int(0..20)[each],
  ts: list(..4) of text(..5), ns: list(1..3) of int(-9..9), ds: list(..3) of decimal(4,1), cs: list(..3) of int(0..20)[each]
}
record T as json { x: text }
record N as json { x: int }
record D as json { x: decimal }
";

/// Writes programs and payloads by chance, the same in each run.
struct Writer {
    state: u64,
}

impl Writer {
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[(self.next() % of.len() as u64) as usize]
    }

    fn number(&mut self, to: u32) -> u32 {
        (self.next() % (u64::from(to) + 1)) as u32
    }

    fn text(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.s", "i.t", "i.u", "i.w", "\"ab\"", "\"ß-1\"", "\"\"", "\" İ \""]).to_owned();
        }
        let d = depth - 1;
        let k = self.number(9);
        match self.number(18) {
            0 => format!("{}.trim()", self.text(d)),
            1 => format!("{}.upper()", self.text(d)),
            2 => format!("{}.lower()", self.text(d)),
            3 => format!("{}.truncate({k})", self.text(d)),
            4 => format!("{}.drop({k})", self.text(d)),
            5 => format!("{}.pad_left({k}, \"x\")", self.text(d)),
            6 => format!("{}.pad_right(i.k, \" \")", self.text(d)),
            7 => format!("{}.before(\"-\")", self.text(d)),
            8 => format!("{}.after(\"-\")", self.text(d)),
            9 => format!("{}.replace(\"a\", \"bcd\")", self.text(d)),
            10 => format!("{}.replace(\"ab\", \"{}\")", self.text(d), self.one(&["", "x", "ß"])),
            11 => format!("{}.digits()", self.text(d)),
            12 => format!("\"{{{}}}-{{{}}}\"", self.text(d), self.int(d)),
            13 => format!("\"{{{}}} {{{}}}\"", self.decimal(d), self.one(&["i.q", "i.c", "i.k", "i.h"])),
            14 => format!("(if {} then {} else {})", self.condition(d), self.text(d), self.text(d)),
            // Every arm can be taken: one that cannot is an error of its own.
            15 => format!("(match (i.m - {k}) {{ ..0 => {}, 1..9 => {}, otherwise => {} }})", self.text(d), self.text(d), self.text(d)),
            16 => format!("(i.os else {})", self.text(d)),
            17 => format!("(i.ts.{} else {})", self.one(&["first()", "last()", "at(1)"]), self.text(d)),
            _ => format!("{}.{}", self.one(&["i.ts.join(\", \")", "i.n.to_text()", "i.d.to_text()", "i.h.to_text()", "i.m.to_text()"]), self.one(&["trim()", "upper()"])),
        }
    }

    fn int(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.n", "i.m", "i.k", "0", "7", "100", "-3"]).to_owned();
        }
        let d = depth - 1;
        match self.number(15) {
            0 => format!("({} + {})", self.int(d), self.int(d)),
            1 => format!("({} - {})", self.int(d), self.int(d)),
            2 => format!("({} * {})", self.int(d), self.int(d)),
            3 => format!("{}.length()", self.text(d)),
            4 => format!("{}.count()", self.one(&["i.ts", "i.ns", "i.s.split(\"-\")"])),
            5 => format!("{}.{}()", self.one(&["i.ns", "[i.n, i.k, -2]"]), self.one(&["sum", "max", "min", "first"])),
            6 => format!("({}).min({})", self.int(d), self.int(d)),
            7 => format!("({}).max({})", self.int(d), self.int(d)),
            8 => format!("({}).abs()", self.int(d)),
            9 => format!("({}).{}()", self.decimal(d), self.one(&["floor", "ceil"])),
            10 => format!("(if {} then {} else {})", self.condition(d), self.int(d), self.int(d)),
            11 => format!("(match i.w.drop({}) {{ \"\" => {}, otherwise => {} }})", self.number(9), self.int(d), self.int(d)),
            12 => format!("(i.on else {})", self.int(d)),
            13 => format!("(-({}))", self.int(d)),
            14 => "i.cs.sum().number(each)".to_owned(),
            _ => format!("i.ts.sum(t -> t.length() * {})", self.int(0)),
        }
    }

    fn decimal(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.d", "i.e", "i.h", "1.5", "0.05", "100.00", "-2.25"]).to_owned();
        }
        let d = depth - 1;
        let k = self.number(4);
        match self.number(14) {
            0 => format!("({} + {})", self.decimal(d), self.decimal(d)),
            1 => format!("({} - {})", self.decimal(d), self.decimal(d)),
            2 => format!("({} * {})", self.decimal(d), self.decimal(d)),
            3 => format!("({} * {})", self.decimal(d), self.int(d)),
            4 => format!("({} / {}).round({k})", self.decimal(d), self.int(d)),
            5 => format!("({} / {}).round({k}, half_even)", self.decimal(d), self.decimal(d)),
            6 => format!("({}).round({k})", self.decimal(d)),
            7 => format!("({}).abs()", self.decimal(d)),
            8 => format!("i.ds.{}", self.one(&["sum()", "sum(x -> x * 10)"])),
            9 => format!("({}).{}({})", self.decimal(d), self.one(&["min", "max"]), self.decimal(d)),
            10 => format!("(if {} then {} else {})", self.condition(d), self.decimal(d), self.decimal(d)),
            11 => format!("({}).to_decimal()", self.int(d)),
            12 => format!("i.q.{}", self.one(&["in(g).number(g)", "in(lb).round(3).number(lb)", "number(kg)"])),
            13 => format!("(i.od else {})", self.decimal(d)),
            _ => format!("(-({}))", self.decimal(d)),
        }
    }

    fn condition(&mut self, depth: u32) -> String {
        let d = depth.saturating_sub(1);
        let k = self.number(9);
        let op = self.one(&["<", "<=", ">", ">=", "=", "!="]);
        match self.number(if depth == 0 { 8 } else { 12 }) {
            0 => format!("i.{} {op} {k}", self.one(&["n", "m", "k"])),
            1 => format!("{k} {op} i.{}", self.one(&["n", "m", "k"])),
            2 => format!("i.{}.length() {op} {k}", self.one(&["s", "t", "u", "w"])),
            3 => format!("i.os {} none", self.one(&["=", "!="])),
            4 => format!("i.on {} {k}", self.one(&["=", "!="])),
            5 => "i.ts.is_empty()".to_owned(),
            6 => format!("i.n in [{k}, 3]"),
            7 => format!("i.s {} i.u", self.one(&["=", "!="])),
            8 => "i.w.is_blank()".to_owned(),
            9 => format!("not ({})", self.condition(d)),
            10 => format!("({}) and ({})", self.condition(d), self.condition(d)),
            11 => format!("({}) or ({})", self.condition(d), self.condition(d)),
            _ => format!("{} {op} {}", self.int(d), self.int(d)),
        }
    }

    fn some_text(&mut self, from: u32, to: u32) -> String {
        let length = from + self.number(to - from);
        (0..length).map(|_| self.one(&["a", "b", "ß", "İ", "ﬃ", "-", " ", "7", "0", "Z"])).collect()
    }

    fn number_in(&mut self, from: i64, to: i64) -> i64 {
        match self.number(3) {
            0 => from,
            1 => to,
            _ => from + (self.next() % ((to - from) as u64 + 1)) as i64,
        }
    }

    fn decimal_of(&mut self, digits: u32, scale: u32) -> String {
        let limit = 10i64.pow(digits) - 1;
        let value = self.number_in(-limit, limit);
        let sign = if value < 0 { "-" } else { "" };
        let (unit, size) = (10i64.pow(scale), value.abs());
        format!("{sign}{}.{:0width$}", size / unit, size % unit, width = scale as usize)
    }

    fn payload(&mut self) -> String {
        let json = |text: String| serde_json::to_string(&text).unwrap();
        let mut members = vec![
            format!("\"s\":{}", json(self.some_text(0, 8))),
            format!("\"t\":{}", json(self.some_text(2, 2))),
            format!("\"u\":{}", json(self.some_text(1, 3))),
            format!("\"w\":{}", json(self.some_text(0, 40))),
            format!("\"n\":{}", self.number_in(-5, 99)),
            format!("\"m\":{}", self.number_in(0, 1_000_000)),
            format!("\"k\":{}", self.number_in(1, 7)),
            format!("\"d\":{}", self.decimal_of(5, 2)),
            format!("\"e\":{}", self.decimal_of(8, 3)),
            format!("\"h\":{}", self.decimal_of(2, 2)),
            format!("\"q\":{}", self.decimal_of(6, 2)),
            format!("\"c\":{}", self.number_in(0, 20)),
        ];
        let lists: [Vec<String>; 4] = [
            (0..self.number(4)).map(|_| json(self.some_text(0, 5))).collect(),
            (0..=self.number(2)).map(|_| self.number_in(-9, 9).to_string()).collect(),
            (0..self.number(3)).map(|_| self.decimal_of(4, 1)).collect(),
            (0..self.number(3)).map(|_| self.number_in(0, 20).to_string()).collect(),
        ];
        members.extend(["ts", "ns", "ds", "cs"].iter().zip(lists).map(|(name, list)| format!("\"{name}\":[{}]", list.join(","))));
        if self.number(1) == 0 {
            members.push(format!("\"os\":{}", json(self.some_text(1, 4))));
            members.push(format!("\"on\":{}", self.number_in(-3, 3)));
            members.push(format!("\"od\":{}", self.decimal_of(3, 1)));
        }
        format!("{{{}}}", members.join(","))
    }
}

/// Why the value is not of the type, if it is not.
fn outside(ty: &Type, value: &str) -> Option<String> {
    let fits = match ty {
        Type::Text(text) => {
            let length = serde_json::from_str::<String>(value).unwrap().chars().count() as u32;
            length >= text.min && text.max.is_none_or(|max| length <= max)
        }
        Type::Int(int) => (int.min..=int.max).contains(&value.parse::<i64>().unwrap()),
        Type::Decimal(decimal) => decimal.limits.is_none_or(|(digits, scale)| {
            let (whole, fraction) = value.trim_start_matches('-').split_once('.').unwrap_or((value.trim_start_matches('-'), ""));
            let whole = whole.trim_start_matches('0').len();
            whole <= usize::from(digits - scale) && fraction.len() <= usize::from(scale)
        }),
        other => return Some(format!("{other:?} is another kind of type")),
    };
    (!fits).then(|| format!("{value} is no {ty:?}"))
}

fn function<'c>(checked: &'c Checked, name: &str) -> &'c Function {
    checked.project.functions.iter().find(|function| function.decl.name == name).unwrap()
}

/// Each as a fn without limits, whose result then has those that were inferred, and a map that calls it.
fn program(expressions: &[(char, String)]) -> String {
    let mut text = HEAD.to_owned();
    for (at, (kind, expression)) in expressions.iter().enumerate() {
        let ty = match kind {
            'T' => "text",
            'N' => "int",
            _ => "decimal",
        };
        text.push_str(&format!("fn f{at}(i: In) -> {ty} {{ {expression} }}\nmap m{at}(i: In) -> {kind} {{ x = f{at}(i) }}\n"));
    }
    text
}

#[test]
fn values_are_of_the_type_that_is_inferred() {
    let mut writer = Writer { state: 0x9E37_79B9_7F4A_7C15 };
    let (mut limited, mut raised, mut sure) = (0, 0, 0);
    for _ in 0..12 {
        let expressions: Vec<(char, String)> = (0..120)
            .map(|at| match at % 3 {
                0 => ('T', writer.text(3)),
                1 => ('N', writer.int(3)),
                _ => ('D', writer.decimal(3)),
            })
            .collect();
        let checked = check(&vec![("main.flow".to_owned(), Arc::from(program(&expressions)))]);
        assert!(!checked.has_errors(), "{}", human(&checked.sources, &checked.problems, Human::default()));
        let units = Program::new(&checked);
        let mut worker = Worker::default();
        let payloads: Vec<String> = (0..12).map(|_| writer.payload()).collect();
        for (at, (kind, expression)) in expressions.iter().enumerate() {
            let declared = function(&checked, &format!("f{at}"));
            let failures: Vec<&str> = declared.failures.iter().filter_map(|failure| BUILT_IN_FAILURES.get(failure.index()).copied()).collect();
            limited += usize::from(!matches!(&declared.result, Type::Decimal(decimal) if decimal.limits.is_none()));
            sure += usize::from(failures.is_empty());
            for payload in &payloads {
                let mut out = Vec::new();
                let context = || format!("{kind}: {expression}\n{payload}\n{:?}", declared.result);
                match units.map(&format!("m{at}")).unwrap().apply(payload.as_bytes(), &mut worker, &mut out) {
                    Ok(()) => {
                        let out = String::from_utf8(out).unwrap();
                        let value = out.trim().strip_prefix("{\"x\":").unwrap().strip_suffix('}').unwrap();
                        assert_eq!(outside(&declared.result, value), None, "{}", context());
                    }
                    Err(found) => {
                        raised += 1;
                        assert!(found.iter().all(|one| failures.contains(&one.name.as_str())), "{found:?} was not foreseen\n{}", context());
                    }
                }
            }
        }
    }
    assert!(limited > 500 && raised > 50 && sure > 500, "little was tried: {limited} with limits, {raised} failures, {sure} that never fail");
}
