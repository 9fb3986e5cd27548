//! Flows and their statements.

use super::Writer;

impl Writer {
    pub(super) fn flow(&mut self, depth: usize) {
        self.put("flow");
        self.word("release");
        match self.random.below(4) {
            0 => {
                self.words(&["at", "\"02:00 America/New_York\""]);
                if self.random.one_in(2) {
                    self.words(&["skipped", "later", "repeated", "first"]);
                }
            }
            1 => self.words(&["every", "15min", "missed", "omitted"]),
            _ => self.words(&["on", "shop.order_created(order)"]),
        }
        self.block(0, None, |writer| writer.flow_stmt(depth));
    }

    fn flow_stmt(&mut self, depth: usize) {
        match self.random.below(11) {
            0 => self.let_(depth),
            1 => {
                self.put("skip");
                self.word("when");
                self.gap();
                self.operand(depth);
                self.words(&["because", "\"{order.number} is refunded\""]);
            }
            2 => {
                self.put("check");
                self.gap();
                self.condition(depth);
                self.words(&["else", "fail", "on_hold(order.number)"]);
            }
            3 => self.send(depth),
            4 if depth > 0 => {
                self.for_head(depth);
                self.block(1, None, |writer| writer.flow_stmt(depth - 1));
            }
            10 if depth > 0 => self.flow_match(depth - 1),
            5 => self.collect(depth),
            6 => {
                self.put("answer ");
                self.operand(depth);
            }
            7 => self.put("priority high"),
            8 => {
                self.put("advance");
                self.word("Order(");
                self.expr(depth);
                self.sign(")");
                self.words(&["to", "released"]);
            }
            _ => self.put("on failure use standard"),
        }
    }

    fn flow_match(&mut self, depth: usize) {
        self.put("match");
        self.word("event");
        self.block(1, None, |writer| {
            writer.put("picked(pick)");
            writer.beside("=>");
            writer.block(0, None, |writer| writer.flow_stmt(depth));
        });
    }

    fn send(&mut self, depth: usize) {
        if self.random.one_in(4) {
            self.words(&["let", "label", "=", "send", "wms.label("]);
            self.expr(depth);
            return self.sign(")");
        }
        self.put("send");
        self.word("wms.release(");
        self.expr(depth);
        self.sign(")");
        if self.random.one_in(3) {
            self.words(&["undo", "wms.cancel("]);
            self.expr(depth);
            self.sign(")");
        }
    }

    fn collect(&mut self, depth: usize) {
        self.put("collect picks by ");
        self.some(1, ",", |writer| writer.put("pick.order_no"));
        if self.random.one_in(2) {
            self.word("until");
            self.gap();
            self.condition(depth);
            self.word("or");
        }
        self.words(&["after", "8h"]);
    }
}
