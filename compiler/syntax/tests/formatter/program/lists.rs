//! `for`, with all that may stand in its head.

use super::Writer;

impl Writer {
    pub(super) fn for_(&mut self, depth: usize) {
        self.for_head(depth);
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

    pub(super) fn for_head(&mut self, depth: usize) {
        self.put("for");
        if self.random.one_in(4) {
            self.grouped(depth);
        } else {
            self.words(&["line", "in", "order.lines"]);
            for _ in 0..self.random.below(3) {
                self.along(depth);
            }
        }
        let first = self.random.below(3);
        for clause in (0..self.random.below(4)).map(|at| first + at) {
            self.clause(clause % 3, depth);
        }
    }

    fn grouped(&mut self, depth: usize) {
        self.word("(day,");
        self.sign("lines");
        self.sign(")");
        self.words(&["in", "order.lines", "by"]);
        self.gap();
        self.some(1, ",", |writer| {
            if writer.random.one_in(2) {
                writer.put("line");
                writer.sign("->");
                writer.gap();
            }
            writer.condition(depth - 1);
        });
    }

    /// Another list that comes along.
    fn along(&mut self, depth: usize) {
        match self.random.below(3) {
            0 => {
                self.sign(",");
                self.words(&["pick", "in", "order.picks"]);
                if self.random.one_in(2) {
                    self.words(&["on", "pick.sku", "=", "line.sku"]);
                }
            }
            1 => {
                self.words(&["join", "item", "in", "order.items", "on"]);
                self.gap();
                self.condition(depth - 1);
                self.unmatched();
            }
            _ => {
                self.words(&["zip", "pick", "in", "order.picks"]);
                self.unmatched();
            }
        }
    }

    fn unmatched(&mut self) {
        match self.random.below(4) {
            0 => self.words(&["else", "fail", "unknown_item(line.sku)"]),
            1 => self.words(&["else", "skip"]),
            2 => self.words(&["else", "none"]),
            _ => {}
        }
    }

    /// Each stands at most once, in any order.
    fn clause(&mut self, clause: usize, depth: usize) {
        match clause {
            0 => self.words(&["numbered", "n"]),
            1 => {
                self.word("where");
                self.gap();
                self.condition(depth - 1);
            }
            _ => {
                self.words(&["sort", "by"]);
                self.gap();
                self.some(1, ",", |writer| {
                    writer.condition(depth - 1);
                    if writer.random.one_in(2) {
                        writer.word("descending");
                    }
                });
            }
        }
    }
}
