//! Functions, maps and the blocks that set fields.

use super::Writer;

impl Writer {
    pub(super) fn params(&mut self) {
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

    pub(super) fn fn_(&mut self, depth: usize) {
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

    /// Only the library has them; they stand on one line.
    pub(super) fn native(&mut self) {
        let head = self.pick(&["native fn sort_by(list: list of T, key: T -> S) -> list of T", "native   fn one()->int", "native fn largest( list : list of T )  -> T?"]);
        self.put(head);
        if self.random.one_in(2) {
            self.beside("raises");
            self.beside("misfit|  invalid");
        }
    }

    pub(super) fn let_(&mut self, depth: usize) {
        self.put("let");
        self.beside("d");
        self.beside("=");
        self.beside("");
        self.expr(depth);
    }

    pub(super) fn map(&mut self, depth: usize) {
        self.put("map");
        self.word("to_release");
        self.params();
        self.sign("->");
        self.word("Release");
        if self.random.one_in(4) {
            self.words(&["extends", "to_other"]);
        }
        self.block(0, None, |writer| writer.stmt(depth));
    }

    pub(super) fn stmt(&mut self, depth: usize) {
        match self.random.below(8) {
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
            2 => self.ignore(),
            3 if depth > 0 => {
                let name = self.name();
                self.put(name);
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

    fn ignore(&mut self) {
        self.put("ignore ");
        self.some(1, ",", |writer| {
            let path = writer.pick(&["note", "order.note", "order.lines.color"]);
            writer.put(path);
        });
        self.word("\"not for the warehouse\"");
    }
}
