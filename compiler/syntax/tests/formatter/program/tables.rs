//! Code tables and routing tables.

use super::Writer;

impl Writer {
    pub(super) fn table(&mut self) {
        self.put("table");
        self.word("codes");
        self.sign(":");
        self.word("text");
        let arrow = self.pick(&["->", "<->"]);
        self.sign(arrow);
        self.word("int");
        let otherwise = self.random.one_in(2);
        self.block(1, None, |writer| {
            writer.some(1, ",", |writer| {
                let code = writer.string();
                writer.put(code);
            });
            writer.beside(arrow);
            let to = writer.pick(&["1", "-2", "x", "\"1\"", "yes"]);
            writer.beside(to);
        });
        if otherwise {
            self.reopen();
            self.put("otherwise");
            self.beside(arrow);
            self.put(" 1\n}");
        }
    }

    pub(super) fn routes(&mut self) {
        self.put("table");
        self.word("warehouse_for");
        self.params();
        self.sign("->");
        self.type_();
        if self.random.one_in(5) {
            return self.words(&["from", "\"codes/priority.csv\""]);
        }
        let columns = 1 + self.random.below(3);
        let otherwise = self.random.one_in(2);
        self.sign("{");
        self.line_end();
        self.columns(columns, |writer| {
            let name = writer.pick(&["region", "hazmat", "größe"]);
            writer.put(name);
        });
        self.put("warehouse");
        for _ in 0..1 + self.random.below(4) {
            self.line_end();
            self.columns(columns, Writer::cell);
            let result = self.pick(&["wms_east", "\"x\"", "5 kg", "none", "2026-11-23", "14:00"]);
            self.put(result);
        }
        if otherwise {
            self.line_end();
            self.put("otherwise");
            self.beside("=>");
            self.beside("wms");
        }
        self.line_end();
        self.put("}");
    }

    /// `a | b => ` on one line.
    fn columns(&mut self, count: usize, mut one: impl FnMut(&mut Writer)) {
        for at in 0..count {
            if at > 0 {
                self.beside("|");
                self.beside("");
            }
            one(self);
        }
        self.beside("=>");
        self.beside("");
    }

    fn cell(&mut self) {
        if self.random.one_in(5) {
            self.put("not ");
        }
        for at in 0..1 + self.random.below(2) {
            if at > 0 {
                self.put(",");
                self.beside("");
            }
            let cell = self.pick(&["east", "\"AK\"", "1..9", "..5 kg", "<= 500 kg", "> 10", "none", "_", "[\"A\", \"B\"]", "2026-01-01..", "< 14:00", "yes", "4h"]);
            self.put(cell);
        }
    }

    /// Takes the last brace away again.
    fn reopen(&mut self) {
        self.out.truncate(self.out.rfind('}').unwrap());
    }
}
