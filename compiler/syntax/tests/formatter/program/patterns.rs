//! `match` and its patterns.

use super::Writer;

impl Writer {
    pub(super) fn match_(&mut self, depth: usize) {
        self.put("match");
        self.gap();
        let subject = self.pick(&["order.service", "(a, b)", "(order.service, order.gift)"]);
        self.put(subject);
        // Arms have commas even at the end of their lines.
        self.block(1, Some(", "), |writer| {
            writer.some(1, "|", |writer| writer.pattern(2));
            if writer.random.one_in(4) {
                writer.word("where");
                writer.gap();
                writer.condition(depth - 1);
            }
            writer.sign("=>");
            writer.gap();
            if writer.random.one_in(6) {
                writer.put("fail too_heavy(1)");
            } else {
                writer.operand(depth - 1);
            }
        });
    }

    fn pattern(&mut self, depth: usize) {
        match self.random.below(if depth > 0 { 7 } else { 3 }) {
            3 => {
                self.put("{ ");
                self.some(1, ",", |writer| {
                    writer.put("qty =");
                    writer.gap();
                    writer.pattern(depth - 1);
                });
                self.sign("}");
            }
            4 => {
                self.put("(");
                self.pattern(depth - 1);
                self.sign(",");
                self.gap();
                self.pattern(depth - 1);
                self.sign(")");
            }
            5 => self.put("[\"A\", \"B\"]"),
            6 => {
                let pattern = self.pick(&["picked(p)", "picked (_)", "short { qty = 0, sku = s }"]);
                self.put(pattern);
            }
            _ => {
                let pattern = self.pick(&[
                    "express",
                    "\"a\"",
                    "1..9",
                    "..3",
                    "2..",
                    "none",
                    "yes",
                    "_",
                    "<= 5 kg",
                    "not east",
                    "2026-01-01",
                    "-3",
                    "500 kg",
                    "< 14:00",
                    "08:00..16:30:15",
                    "2026-01-01T10:00Z",
                ]);
                self.put(pattern);
            }
        }
    }
}
