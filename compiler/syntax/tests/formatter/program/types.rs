//! What stands at the top of a file: `use`, units, enums, records and the types of their fields.

use super::Writer;

const TYPES: [&str; 12] =
    ["int", "bool", "date", "timestamp", "json", "Order", "text(1..20)", "decimal(12,2)", "text", "decimal[kg]", "int(0..)[each/case]", "decimal(9,2)[USD/each]"];

impl Writer {
    pub(super) fn use_(&mut self) {
        self.put("use");
        self.beside("partners.erp");
        if self.random.one_in(2) {
            self.put(".{");
            self.put("Order,");
            self.beside("Line");
            self.beside("}");
        }
    }

    /// Units stand one below the other, so that they have columns.
    pub(super) fn units(&mut self) {
        self.put("unit kg");
        for _ in 0..self.random.below(3) {
            self.line_end();
            self.put("unit");
            let name = self.pick(&["drum", "foot", "größe"]);
            self.beside(name);
            self.beside("=");
            let size = self.pick(&["25 kg", "1200/3937 m", "0.45359237  kg", "1 kg*m/s", "12 each"]);
            self.beside(size);
        }
    }

    pub(super) fn enum_(&mut self) {
        self.put("enum");
        self.word("Status");
        if self.random.one_in(3) {
            return self.told_apart();
        }
        let codes = self.random.one_in(2);
        if codes {
            self.words(&["as", "text"]);
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

    /// `by "meta"."type" { picked: Picked at "PICK" }`
    fn told_apart(&mut self) {
        self.words(&["by", "\"meta\""]);
        if self.random.one_in(3) {
            self.sign(".");
            self.sign("\"type\"");
        }
        self.block(1, Some(","), |writer| {
            // Behind a variant on the line before, `at` would begin its code.
            let name = Some(writer.name()).filter(|name| *name != "at").unwrap_or("sku");
            writer.put(name);
            if !writer.random.one_in(3) {
                writer.sign(":");
                writer.word("Order");
            }
            if writer.random.one_in(2) {
                let code = writer.string();
                writer.beside("at");
                writer.word(code);
            }
        });
    }

    pub(super) fn record(&mut self, depth: usize) {
        self.put("record");
        self.word("Order");
        if self.random.one_in(2) {
            self.words(&["as", "json"]);
        }
        if self.random.one_in(3) {
            self.word("strict");
        }
        self.block(1, None, |writer| if writer.random.one_in(3) { writer.rule(depth) } else { writer.field() });
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

    pub(super) fn type_(&mut self) {
        match self.random.below(6) {
            0 => {
                self.word("list");
                self.sign("(1..99)");
                self.words(&["of", "Order"]);
            }
            1 => {
                self.beside("map");
                self.words(&["of", "text", "to", "int"]);
            }
            2 => self.words(&["text", "matching", "\"[A-Z]{2}\""]),
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
        match self.random.below(9) {
            0 => {
                self.words(&["at", "\"a\""]);
                self.sign(".");
                self.sign("\"b\"");
            }
            1 => self.words(&["or", "null"]),
            2 => self.words(&["as", "text"]),
            3 => self.words(&["format", "\"YYYY\""]),
            4 => self.words(&["zone", "\"UTC\""]),
            5 => self.words(&["blank", "is", "missing"]),
            6 => self.words(&["yes", "\"Y\"", "no", "\"N\""]),
            7 => {
                self.words(&["by", "key"]);
                self.sign(",");
                self.word("value");
            }
            _ => self.words(&["implied", "2"]),
        }
    }

    /// What always holds, or under a condition.
    fn rule(&mut self, depth: usize) {
        if self.random.one_in(2) {
            self.put("always ");
            self.condition(depth);
        } else {
            self.put("when ");
            self.condition(depth);
            self.word("then");
            self.gap();
            if self.random.one_in(2) {
                self.condition(depth);
            } else {
                self.some(1, ",", |writer| {
                    let field = writer.pick(&["carrier", "tracking", "größe"]);
                    writer.put(field);
                });
                let demand = self.pick(&["required", "missing"]);
                self.word(demand);
            }
        }
        if self.random.one_in(3) {
            self.words(&["because", "\"It does not add up.\""]);
        }
    }

    /// Something in parentheses, so that what follows cannot go on with it.
    pub(super) fn condition(&mut self, depth: usize) {
        self.put("(");
        self.expr(depth);
        self.sign(")");
    }
}
