//! Random valid programs: the grammar walked at random, with random blanks, line breaks and comments wherever they may stand.
//!
//! Here is the layout; each kind of item has its file.

mod contracts;
mod expressions;
mod flows;
mod lifecycles;
mod lists;
mod maps;
mod patterns;
mod policies;
mod tables;
mod tests;
mod types;
mod wires;

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

const NAMES: [&str; 14] = ["a", "order", "line", "ship_to", "number", "größe", "at", "text", "sku", "x1", "_y", "total", "数量", "e\u{301}tat"];

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
        self.pick(&["\"\"", "\"GND\"", "\"a  b\"", "\"\\\"q\\\" \\\\\"", "\"\\{x\\}\"", "\"ä # no comment\"", "\"// 'x'\"", "\"運送\"", "\"cafe\u{301}\""])
    }

    fn number(&mut self) -> &'static str {
        self.pick(&["0", "7", "12.50", "999999"])
    }

    fn words(&mut self, words: &[&str]) {
        words.iter().for_each(|word| self.word(word));
    }

    /// `a, b, c`, each by `one`; every comma may have anything around it.
    fn some(&mut self, least: usize, separator: &str, mut one: impl FnMut(&mut Writer)) {
        for at in 0..least + self.random.below(3) {
            if at > 0 {
                self.sign(separator);
                self.gap();
            }
            one(self);
        }
    }

    fn item(&mut self, depth: usize) {
        if self.random.one_in(4) {
            self.put("## documentation\n");
        }
        match self.random.below(19) {
            0 => self.use_(),
            1 => self.enum_(),
            2 | 3 => self.record(depth),
            4 => self.table(),
            5 => self.routes(),
            6 => self.fn_(depth),
            7 => self.native(),
            8 | 9 => self.map(depth),
            10 => self.units(),
            11 => self.failure(),
            12 => self.policy(depth),
            13 => self.contract(),
            14 => self.lifecycle(),
            15 | 16 => self.flow(depth),
            17 => self.other_wire(),
            _ => self.test(depth),
        }
    }
}
