//! Tests: what is given and what is expected.

use super::Writer;

impl Writer {
    pub(super) fn test(&mut self, depth: usize) {
        self.put("test");
        self.word("\"a name # of a test\"");
        self.block(0, None, |writer| {
            if writer.random.one_in(2) {
                writer.put("given");
                writer.given(depth);
            } else {
                writer.put("expect");
                writer.expect(depth);
            }
        });
    }

    fn given(&mut self, depth: usize) {
        match self.random.below(9) {
            7 => {
                self.words(&["order", ":", "Order", "from", "\"a.json\""]);
                self.with();
            }
            0 | 1 => {
                self.words(&["erp.order_released", "from", "\"a.json\""]);
                self.with();
            }
            2 => {
                self.word("erp.customer");
                if self.random.one_in(2) {
                    self.put("(");
                    self.expr(depth);
                    self.sign(")");
                }
                self.word("answers");
                match self.random.below(4) {
                    0 => self.word("not_found"),
                    1 => self.fields(),
                    2 => {
                        self.word("[");
                        self.some(1, ",", Writer::fields);
                        self.sign("]");
                    }
                    _ => {
                        self.words(&["from", "\"c.json\""]);
                        self.with();
                    }
                }
                if self.random.one_in(3) {
                    self.words(&["2", "times"]);
                }
            }
            3 => self.words(&["wms", "is", "unreachable"]),
            4 => self.words(&["it", "is", "\"2026-03-08 01:00 America/New_York\""]),
            5 => self.words(&["9h", "later"]),
            6 => self.words(&["stopped", "for", "9h"]),
            _ => self.words(&["Order(\"1001\")", "is", "released"]),
        }
    }

    fn expect(&mut self, depth: usize) {
        match self.random.below(16) {
            0 => {
                self.word("sent");
                self.sent();
                while self.random.one_in(3) {
                    self.word("then");
                    self.sent();
                }
            }
            1 => self.words(&["not", "sent", "wms.release"]),
            2 => self.words(&["failed", "invalid", "at", "\"lines\""]),
            3 => self.word("skipped"),
            4 => {
                self.word("snapshot");
                if self.random.one_in(2) {
                    self.word("of");
                    self.gap();
                    self.expr(depth);
                }
            }
            5 => {
                self.word("answered");
                self.fields();
            }
            6 => self.words(&["undone", "wms.release"]),
            7 => self.words(&["not", "collecting"]),
            8 => self.words(&["parked", "to", "\"desk\""]),
            9 => self.words(&["notified", "\"desk\""]),
            10 => self.words(&["alerted", "\"supervisor\""]),
            12 => self.words(&["nothing", "sent"]),
            13 => self.words(&["not", "asked", "erp.customer"]),
            14 => {
                self.words(&["asked", "erp.customer"]);
                if self.random.one_in(2) {
                    self.put("(");
                    self.expr(depth);
                    self.sign(")");
                }
                if self.random.one_in(3) {
                    self.words(&["2", "times"]);
                }
            }
            11 => self.words(&["Order(\"1001\")", "is", "shipped"]),
            _ => {
                self.gap();
                self.condition(depth);
            }
        }
    }

    fn sent(&mut self) {
        self.word("wms.release");
        if self.random.one_in(3) {
            self.words(&["2", "times"]);
        }
        if self.random.one_in(2) {
            self.fields();
        }
    }

    fn with(&mut self) {
        if self.random.one_in(2) {
            self.word("with");
            self.fields();
        }
    }

    fn fields(&mut self) {
        self.block(0, None, |writer| writer.stmt(1));
    }
}
