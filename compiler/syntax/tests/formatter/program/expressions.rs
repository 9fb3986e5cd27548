//! Expressions.

use super::Writer;

impl Writer {
    /// An expression; no line break stands before its first token, which may follow `name =`.
    pub(super) fn expr(&mut self, depth: usize) {
        if depth == 0 || self.random.one_in(3) {
            return self.operand(depth);
        }
        self.operand(depth - 1);
        let sign = self.pick(&["+", "-", "*", "/", "and", "or", "<", ">=", "!=", "in", "not in"]);
        self.word(sign);
        self.gap();
        self.operand(depth - 1);
    }

    pub(super) fn operand(&mut self, depth: usize) {
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
            3 => {
                let moment = self.pick(&["2026-11-23", "14:00", "14:00:30.5", "2026-11-23T10:00:00+01:00"]);
                self.put(moment);
            }
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
                self.condition(depth - 1);
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
}
