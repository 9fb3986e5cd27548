//! `record Release940 = Release as x12 "940" …`: the same shape on another wire.

use super::Writer;

impl Writer {
    pub(super) fn other_wire(&mut self) {
        self.put("record");
        self.words(&["Release940", "=", "Release", "as"]);
        let head: &[&str] = match self.random.below(4) {
            0 => &["json"],
            1 => &["edifact", "\"ORDERS\""],
            _ => &["x12", "\"940\"", "version", "\"004010\""],
        };
        self.words(head);
        self.places(2);
    }

    fn places(&mut self, depth: usize) {
        self.block(0, Some(","), |writer| match writer.random.below(7) {
            0 => writer.left_out(),
            1 | 2 if depth > 0 => writer.record_within(depth),
            _ => {
                let name = writer.name();
                writer.put(name);
                for _ in 0..=writer.random.below(2) {
                    writer.place();
                }
            }
        });
    }

    /// A record or list: by the loop where it stands, or spread over the segments around.
    fn record_within(&mut self, depth: usize) {
        let name = self.name();
        self.put(name);
        match self.random.below(4) {
            0 => {}
            1 => {
                self.words(&["at", "\"a\""]);
                self.sign(".");
                self.sign("\"b\"");
            }
            _ => {
                self.words(&["at", "loop"]);
                let segment = self.pick(&["N1", "LX", "LIN"]);
                self.word(segment);
                self.only();
            }
        }
        self.places(depth - 1);
    }

    fn place(&mut self) {
        match self.random.below(6) {
            0 => self.words(&["format", "\"YYMMDD\""]),
            1 => self.words(&["implied", "2"]),
            2 => self.words(&["or", "null"]),
            3 => self.words(&["at", "\"order\""]),
            _ => {
                self.word("at");
                self.element();
                self.only();
            }
        }
    }

    /// Only the segments of which that holds.
    fn only(&mut self) {
        if self.random.one_in(3) {
            self.word("where");
            self.element();
            self.sign("=");
            let value = self.string();
            self.sign(value);
        }
    }

    fn element(&mut self) {
        let element = self.pick(&["W05-02", "LIN-03-01", "G62-01", "N1 - 02", "BGM-C002-1001", "DTM-01"]);
        self.word(element);
    }

    fn left_out(&mut self) {
        self.put("ignore ");
        self.some(1, ",", |writer| {
            let field = writer.pick(&["note", "größe", "carrier"]);
            writer.put(field);
        });
        self.word("\"the guide has no place for it\"");
    }
}
