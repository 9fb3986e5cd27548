//! Random valid programs: the grammar walked at random, with random blanks, line breaks and comments wherever they may stand.

/// A program of so many items, its expressions so deep. The same numbers give the same program.
pub fn program(seed: u64, items: usize, depth: usize) -> String {
    let mut writer = Writer { out: String::new(), random: Random(seed ^ 0x9E37_79B9_7F4A_7C15), comments: 0 };
    for _ in 0..items {
        writer.between_items();
        writer.item(depth);
    }
    writer.line_end();
    writer.out
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % count as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

struct Writer {
    out: String,
    random: Random,
    comments: usize,
}

const NAMES: [&str; 12] = ["a", "order", "line", "ship_to", "number", "größe", "at", "text", "sku", "x1", "_y", "total"];
const TYPES: [&str; 9] = ["int", "bool", "date", "timestamp", "json", "Order", "text(1..20)", "decimal(12,2)", "text"];

impl Writer {
    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.random.below(from.len())]
    }

    /// Tokens as they are.
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A token that may stand at once behind the one before, or anywhere behind it.
    fn sign(&mut self, text: &str) {
        if !self.random.one_in(3) {
            self.gap();
        }
        self.put(text);
    }

    /// A token that something has to part from the one before.
    fn word(&mut self, text: &str) {
        self.gap();
        self.put(text);
    }

    /// The same on the line of the one before.
    fn beside(&mut self, text: &str) {
        let blank = self.pick(&[" ", "  ", "\t"]);
        self.put(blank);
        self.put(text);
    }

    fn comment(&mut self) {
        self.comments += 1;
        let mark = self.pick(&["#", "# ", "#   ", "##", "## "]);
        let comment = format!("{mark}c{} {{ \" ( if =>", self.comments);
        self.put(&comment);
    }

    /// At least one blank, perhaps with line breaks and comments.
    fn gap(&mut self) {
        match self.random.below(14) {
            0 => self.put("\n"),
            1 => self.put("\n\n\n    "),
            2 => self.put("\r\n\t"),
            3 => {
                self.put("  ");
                self.comment();
                self.put("\n");
            }
            4 => {
                self.put("\n ");
                self.comment();
                self.put("\n\n");
            }
            5 => self.put("\t"),
            6 => self.put("   "),
            _ => self.put(" "),
        }
    }

    /// The end of a line, perhaps with comments.
    fn line_end(&mut self) {
        if self.random.one_in(4) {
            self.put("  ");
            self.comment();
        }
        let breaks = self.pick(&["\n", "\n", "\n\n", "\r\n", "\n   ", "\n\n\n\n"]);
        self.put(breaks);
        if self.random.one_in(6) {
            self.comment();
            self.put("\n");
        }
    }

    fn between_items(&mut self) {
        if !self.out.is_empty() {
            self.line_end();
        }
    }

    /// `{`, entries each on lines of their own or with separators, `}`
    fn block(&mut self, least: usize, separator: Option<&str>, mut entry: impl FnMut(&mut Writer)) {
        self.sign("{");
        let count = least + self.random.below(4);
        for at in 0..count {
            if at > 0 && separator.is_some() && self.random.one_in(3) {
                self.put(separator.unwrap_or(""));
                self.put(" ");
            } else if at > 0 && (separator == Some(", ") || separator == Some(",") && self.random.one_in(2)) {
                self.put(",");
                self.line_end();
            } else {
                self.line_end();
            }
            entry(self);
        }
        self.line_end();
        self.put("}");
    }

    fn name(&mut self) -> &'static str {
        self.pick(&NAMES)
    }

    fn string(&mut self) -> &'static str {
        self.pick(&["\"\"", "\"GND\"", "\"a  b\"", "\"\\\"q\\\" \\\\\"", "\"\\{x\\}\"", "\"ä # no comment\"", "\"// 'x'\""])
    }

    fn number(&mut self) -> &'static str {
        self.pick(&["0", "7", "12.50", "999999"])
    }

    fn item(&mut self, depth: usize) {
        if self.random.one_in(4) {
            self.put("## documentation\n");
        }
        match self.random.below(12) {
            0 => self.use_(),
            1 => self.enum_(),
            2 => self.record(),
            3 => self.table(),
            4 => self.fn_(depth),
            5 | 6 => self.map(depth),
            7 => self.failure(),
            8 => self.policy(),
            9 => self.contract(),
            10 => self.flow(depth),
            _ => self.test(depth),
        }
    }

    fn use_(&mut self) {
        self.put("use");
        self.beside("partners.erp");
        if self.random.one_in(2) {
            self.put(".{");
            self.put("Order,");
            self.beside("Line");
            self.beside("}");
        }
    }

    fn enum_(&mut self) {
        self.put("enum");
        self.word("Status");
        let codes = self.random.one_in(2);
        if codes {
            self.word("as");
            self.word("text");
        }
        self.block(1, Some(","), |writer| {
            let name = writer.name();
            writer.put(name);
            if codes && writer.random.one_in(2) {
                let code = writer.string();
                writer.beside(code);
            }
        });
    }

    fn record(&mut self) {
        self.put("record");
        self.word("Order");
        if self.random.one_in(2) {
            self.word("as");
            self.word("json");
        }
        if self.random.one_in(3) {
            self.word("strict");
        }
        self.block(1, Some(","), Writer::field);
    }

    fn field(&mut self) {
        let name = self.name();
        self.put(name);
        self.sign(":");
        self.type_();
        for _ in 0..self.random.below(3) {
            self.wire();
        }
    }

    fn type_(&mut self) {
        match self.random.below(6) {
            0 => {
                self.word("list");
                self.sign("(1..99)");
                self.word("of");
                self.word("Order");
            }
            1 => {
                self.beside("map");
                self.word("of");
                self.word("text");
                self.word("to");
                self.word("int");
            }
            2 => {
                self.word("text");
                self.word("matching");
                self.word("\"[A-Z]{2}\"");
            }
            _ => {
                let ty = self.pick(&TYPES);
                self.sign(ty);
            }
        }
        if self.random.one_in(4) {
            self.sign("?");
        }
    }

    fn wire(&mut self) {
        match self.random.below(8) {
            0 => {
                self.word("at");
                self.word("\"a\"");
                self.sign(".");
                self.sign("\"b\"");
            }
            1 => self.words(&["or", "null"]),
            2 => self.words(&["as", "text"]),
            3 => self.words(&["format", "\"YYYY\""]),
            4 => self.words(&["zone", "\"UTC\""]),
            5 => self.words(&["blank", "is", "missing"]),
            6 => self.words(&["yes", "\"Y\"", "no", "\"N\""]),
            _ => self.words(&["implied", "2"]),
        }
    }

    fn words(&mut self, words: &[&str]) {
        words.iter().for_each(|word| self.word(word));
    }

    fn table(&mut self) {
        self.put("table");
        self.word("codes");
        self.sign(":");
        self.word("text");
        let arrow = self.pick(&["->", "<->"]);
        self.sign(arrow);
        self.word("int");
        let otherwise = self.random.one_in(2);
        self.block(1, None, |writer| {
            let code = writer.string();
            writer.put(code);
            if writer.random.one_in(3) {
                writer.put(", \"HI\"");
            }
            writer.beside(arrow);
            let to = writer.pick(&["1", "-2", "x", "\"1\"", "yes"]);
            writer.beside(to);
        });
        if otherwise {
            self.out.truncate(self.out.rfind('}').unwrap());
            self.put("otherwise");
            self.beside(arrow);
            self.put(" 1\n}");
        }
    }

    fn params(&mut self) {
        self.put("(");
        for at in 0..self.random.below(3) {
            if at > 0 {
                self.sign(",");
            }
            let name = self.pick(&["a", "order", "größe"]);
            self.sign(name);
            self.sign(":");
            self.type_();
        }
        self.sign(")");
    }

    fn fn_(&mut self, depth: usize) {
        self.put("fn");
        self.word("gross");
        self.params();
        self.sign("->");
        self.type_();
        self.sign("{");
        for _ in 0..self.random.below(3) {
            self.line_end();
            self.let_(depth);
        }
        self.line_end();
        // A sign or a parenthesis would go on with the line above.
        self.put("f(");
        self.expr(depth);
        self.sign(")");
        self.line_end();
        self.put("}");
    }

    fn let_(&mut self, depth: usize) {
        self.put("let");
        self.beside("d");
        self.beside("=");
        self.beside("");
        self.expr(depth);
    }

    fn map(&mut self, depth: usize) {
        self.put("map");
        self.word("to_release");
        self.params();
        self.sign("->");
        self.word("Release");
        self.block(0, None, |writer| writer.stmt(depth));
    }

    fn stmt(&mut self, depth: usize) {
        match self.random.below(6) {
            0 => self.let_(depth),
            1 => {
                self.put("..");
                self.put("order");
                if self.random.one_in(2) {
                    self.words(&["except", "note"]);
                    self.sign(",");
                    self.sign("tags");
                }
            }
            2 if depth > 0 => {
                let name = self.name();
                self.put(name);
                self.put(" ");
                self.out.truncate(self.out.trim_end().len());
                self.put(" {");
                for _ in 0..self.random.below(3) {
                    self.line_end();
                    self.stmt(depth - 1);
                }
                self.line_end();
                self.put("}");
            }
            _ => {
                let name = self.name();
                self.put(name);
                self.beside("=");
                self.beside("");
                self.expr(depth);
            }
        }
    }

    fn failure(&mut self) {
        self.put("failure");
        self.beside("on_hold");
        if self.random.one_in(2) {
            self.put("(order : text )");
        }
        self.beside("\"Order is on hold.\"");
    }

    fn policy(&mut self) {
        self.put("policy");
        self.word("standard");
        self.block(1, Some(","), |writer| {
            writer.put("unreachable");
            if writer.random.one_in(2) {
                writer.sign("|");
                writer.sign("timeout");
            }
            writer.sign("=>");
            match writer.random.below(4) {
                0 => {
                    writer.words(&["retry", "10", "times", "from", "2s", "to", "5min"]);
                    writer.words(&["then", "park"]);
                }
                1 => writer.words(&["park", "to", "\"desk\"", "then", "notify", "\"desk\""]),
                2 => writer.word("done"),
                _ => writer.word("park"),
            }
        });
    }

    fn contract(&mut self) {
        self.put("contract");
        self.word("Wms");
        self.word("v2");
        self.block(1, None, |writer| {
            if writer.random.one_in(3) {
                writer.put("## documentation\n");
            }
            if writer.random.one_in(2) {
                writer.put("sends");
                writer.beside("picked");
                writer.sign(":");
                writer.words(&["Order", "on", "POST", "\"/picks\""]);
                if writer.random.one_in(2) {
                    writer.words(&["once", "by", "id"]);
                    writer.sign(",");
                    writer.words(&["header", "\"X-Id\""]);
                }
                if writer.random.one_in(2) {
                    writer.words(&["in", "order", "by", "order.no"]);
                }
            } else {
                writer.put("accepts");
                writer.beside("release");
                writer.sign(":");
                writer.words(&["Order", "by", "PUT", "\"/o/{no}\""]);
            }
        });
        self.put("\nsystem");
        self.beside("wms");
        self.beside(":");
        self.beside("Wms");
    }

    fn flow(&mut self, depth: usize) {
        self.put("flow");
        self.words(&["release", "on", "shop.order_created(order)"]);
        self.block(0, None, |writer| match writer.random.below(5) {
            0 => writer.let_(depth),
            1 => {
                writer.put("skip");
                writer.word("when");
                writer.gap();
                writer.operand(depth);
                writer.words(&["because", "\"refunded\""]);
            }
            2 => {
                writer.put("check");
                writer.gap();
                writer.operand_without_else(depth);
                writer.words(&["else", "fail", "on_hold(order.number)"]);
            }
            3 => {
                writer.put("send");
                writer.word("wms.release(");
                writer.expr(depth);
                writer.sign(")");
            }
            _ => writer.put("on failure use standard"),
        });
    }

    fn test(&mut self, depth: usize) {
        self.put("test");
        self.word("\"a name # of a test\"");
        self.block(0, None, |writer| match writer.random.below(5) {
            0 => {
                writer.put("given");
                writer.words(&["erp.order_released", "from", "\"a.json\""]);
                if writer.random.one_in(2) {
                    writer.word("with");
                    writer.block(0, None, |writer| {
                        writer.put("service =");
                        writer.beside("express");
                    });
                }
            }
            1 => {
                writer.put("expect");
                writer.words(&["sent", "wms.release"]);
            }
            2 => {
                writer.put("expect");
                writer.words(&["not", "sent", "wms.release"]);
            }
            3 => writer.put("expect snapshot"),
            _ => {
                writer.put("expect");
                writer.gap();
                writer.operand(depth);
            }
        });
    }

    /// An expression; no line break stands before its first token, which may follow `name =`.
    fn expr(&mut self, depth: usize) {
        if depth == 0 || self.random.one_in(3) {
            return self.operand(depth);
        }
        self.operand(depth - 1);
        let sign = self.pick(&["+", "-", "*", "/", "and", "or", "<", ">=", "!=", "in", "not in"]);
        self.word(sign);
        self.gap();
        self.operand(depth - 1);
    }

    fn operand_without_else(&mut self, depth: usize) {
        self.put("(");
        self.expr(depth);
        self.sign(")");
    }

    fn operand(&mut self, depth: usize) {
        let forms = if depth == 0 { 7 } else { 16 };
        match self.random.below(forms) {
            0 => {
                let name = self.pick(&["order", "line", "x", "größe"]);
                self.put(name);
            }
            1 => {
                let number = self.number();
                self.put(number);
            }
            2 => {
                let text = self.string();
                self.put(text);
            }
            3 => self.put("2026-11-23"),
            4 => {
                let word = self.pick(&["yes", "no", "none"]);
                self.put(word);
            }
            5 => {
                let quantity = self.pick(&["5min", "500 kg", "2 h"]);
                self.put(quantity);
            }
            6 => {
                self.put("order");
                self.sign(".");
                self.put("ship_to");
            }
            7 => {
                self.put("name");
                self.sign(".");
                self.put("truncate(");
                self.expr(depth - 1);
                self.sign(")");
            }
            8 => {
                self.put("f(");
                self.expr(depth - 1);
                self.sign(",");
                self.gap();
                self.expr(depth - 1);
                self.sign(")");
            }
            9 => {
                self.put("if");
                self.gap();
                self.operand(depth - 1);
                self.word("then");
                self.gap();
                self.operand_without_else(depth - 1);
                self.word("else");
                self.gap();
                self.operand(depth - 1);
            }
            10 => self.match_(depth),
            11 => self.for_(depth),
            12 => {
                self.put("(");
                self.expr(depth - 1);
                self.sign(")");
                if self.random.one_in(2) {
                    self.words(&["else", "\"x\""]);
                } else {
                    self.words(&["on", "unmapped", "=>", "1"]);
                }
            }
            13 => {
                let sign = self.pick(&["not ", "-"]);
                self.put(sign);
                self.operand(depth - 1);
            }
            14 => {
                self.put("[");
                self.expr(depth - 1);
                self.sign(",");
                self.gap();
                self.expr(depth - 1);
                self.sign("]");
            }
            _ => {
                self.put("lines.sum(l");
                self.sign("->");
                self.gap();
                self.expr(depth - 1);
                self.sign(")");
            }
        }
    }

    fn match_(&mut self, depth: usize) {
        self.put("match");
        self.gap();
        self.put("order.service");
        // Arms have commas even at the end of their lines.
        self.block(1, Some(", "), |writer| {
            let pattern = writer.pick(&["express", "\"a\"", "1..9", "..3", "none", "yes | no", "otherwise"]);
            writer.put(pattern);
            writer.sign("=>");
            writer.gap();
            writer.operand(depth - 1);
        });
    }

    fn for_(&mut self, depth: usize) {
        self.put("for");
        self.words(&["line", "in", "order.lines"]);
        if self.random.one_in(3) {
            self.words(&["numbered", "n"]);
        }
        if self.random.one_in(3) {
            self.word("where");
            self.gap();
            self.operand_without_else(depth - 1);
        }
        if self.random.one_in(2) {
            self.block(1, None, |writer| writer.stmt(depth - 1));
        } else {
            self.sign("{");
            self.gap();
            self.put("(");
            self.expr(depth - 1);
            self.sign(")");
            self.sign("}");
        }
    }
}
