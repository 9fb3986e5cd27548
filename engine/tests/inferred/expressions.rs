//! Random expressions of texts, whole numbers and decimals.

use super::writer::Writer;

impl Writer {
    pub fn text(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.s", "i.t", "i.u", "i.w", "\"ab\"", "\"ß-1\"", "\"\"", "\" İ \""]).to_owned();
        }
        let d = depth - 1;
        let k = self.number(9);
        match self.number(20) {
            19 => self.equal_list(),
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
            18 => format!("(match i.mt {{ none => {}, \"\" | \"ab\" => {}, otherwise => i.mt }})", self.text(0), self.text(0)),
            17 => format!("(i.ts.{} else {})", self.one(&["first()", "last()", "at(1)"]), self.text(d)),
            _ => format!("{}.{}", self.one(&["i.ts.join(\", \")", "i.n.to_text()", "i.d.to_text()", "i.h.to_text()", "i.m.to_text()"]), self.one(&["trim()", "upper()"])),
        }
    }

    pub fn int(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.n", "i.m", "i.k", "0", "7", "100", "-3"]).to_owned();
        }
        let d = depth - 1;
        match self.number(19) {
            18 => self.bare_whole(),
            15 => self.whole_match(),
            16 => format!("(if i.m {} {k}..90 then i.m else {})", self.one(&["in", "not in"]), self.int(0), k = self.number(9)),
            17 => format!("(match i.mo {{ none | 0 => {}, 5..9 => i.mo, otherwise => i.mo }})", self.int(0)),
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

    pub fn decimal(&mut self, depth: u32) -> String {
        if depth == 0 || self.number(4) == 0 {
            return self.one(&["i.d", "i.e", "i.h", "1.5", "0.05", "100.00", "-2.25"]).to_owned();
        }
        let d = depth - 1;
        let k = self.number(4);
        match self.number(18) {
            17 => self.bare_decimal(),
            14 => format!("(match i.md {{ {}..9.5 => i.md, {} => i.md, otherwise => {} }})", self.one(&["-3", "0.05"]), self.one(&["< -100", "9.51..99"]), self.decimal(0)),
            15 => format!("(match i.mq {{ 0..{k} kg => i.mq.number(kg), otherwise => {} }})", self.decimal(0)),
            16 => self.between(),
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

    /// What an arm leaves is known in those below it; the fields are matched nowhere else, so that every arm can be taken.
    fn whole_match(&mut self) -> String {
        let (k, low) = (self.number(9), self.one(&["..-9", "< -7", "-50..-10", "-50 | -49"]));
        let name = format!("n{}", self.next());
        match self.number(2) {
            0 => format!("(match i.mi {{ {low} => {}, {k}..20 => i.mi, otherwise => i.mi }})", self.int(0)),
            1 => format!("(match i.mi {{ > 20 => i.mi, {low} => i.mi, {name} => {name} }})"),
            _ => format!("(match i.mi {{ not 50 where i.mi {} {k} => i.mi, {low} => {}, x{name} => -x{name} }})", self.one(&["<", ">=", "!="]), self.int(0)),
        }
    }

    /// Equal lists have the same numbers, however these are written.
    fn equal_list(&mut self) -> String {
        let (op, list) = (self.one(&["=", "!="]), self.one(&["[1.5]", "[0.1, 2]", "[]", "[1.5, 7]"]));
        let same = "(i.dl.map(x -> x.to_text()).last() else \"\")";
        let (then, otherwise) = if op == "=" { (same, "\"ab\"") } else { ("\"ab\"", same) };
        format!("(if i.dl {op} {list} then {then} else {otherwise})")
    }

    /// What is asked of a number without its unit, or with one, says nothing of the unit of the value.
    fn bare_whole(&mut self) -> String {
        let (k, op) = (self.number(9), self.one(&["<", "<=", ">", ">=", "="]));
        match self.number(3) {
            0 => format!("(if i.c.number(each) {op} {k} then i.c else {k} each).number(each)"),
            1 => format!("(if i.m.as(kg) {op} {k} kg then i.m else {k})"),
            2 => format!("(match i.c.number(each) {{ 0..{k} => i.c, otherwise => i.c + {k} each }}).number(each)"),
            _ => format!("(if i.c.number(each).as(kg) {op} {k} kg then i.c + i.c else {k} each).number(each)"),
        }
    }

    fn bare_decimal(&mut self) -> String {
        let (k, op) = (self.number(9), self.one(&["<", "<=", ">", ">="]));
        match self.number(3) {
            0 => format!("(if i.q.number(kg) > -{k} and i.q.number(kg) {op} 9.5 then i.q else {k} kg).number(kg)"),
            1 => format!("(if i.q.number(kg) in 0..{k} then i.q + i.q else 0.5 kg).number(kg)"),
            2 => format!("(if i.d.as(lb) > -1 lb and i.d.as(lb) {op} {k} lb then i.d else {k})"),
            _ => format!("(match i.q.number(kg) {{ 0..9.5 => i.q, otherwise => {k} kg }}).number(kg)"),
        }
    }

    fn between(&mut self) -> String {
        let field = self.one(&["i.d", "i.e"]);
        match self.number(3) {
            0 => format!("(if {field} in -0.5..{} then {field} else {})", self.number(30), self.decimal(0)),
            1 => format!("(if {field} > -10 and {field} <= 9.99 then {field} else {})", self.decimal(0)),
            2 => format!("(if {field} <= 0 or 100 < {field} then {} else {field})", self.decimal(0)),
            _ => format!("(if not ({field} not in 0..{}) then {field} else {})", self.number(9), self.decimal(0)),
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
}
