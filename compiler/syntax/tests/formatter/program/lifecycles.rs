//! Lifecycles.

use super::Writer;

impl Writer {
    pub(super) fn lifecycle(&mut self) {
        self.put("lifecycle");
        self.word("Order");
        self.words(&["by", "number"]);
        self.block(1, None, |writer| match writer.random.below(5) {
            0 => writer.within(),
            1 => {
                writer.put("final ");
                writer.states();
            }
            _ => {
                writer.states();
                writer.sign("->");
                writer.gap();
                writer.states();
                writer.words(&["by", "erp"]);
            }
        });
    }

    fn states(&mut self) {
        self.some(1, "|", |writer| {
            let state = writer.pick(&["captured", "released", "on_hold", "größe"]);
            writer.put(state);
        });
    }

    fn within(&mut self) {
        self.put("within 4h from ");
        self.states();
        self.word("to");
        self.gap();
        self.states();
        if self.random.one_in(2) {
            self.words(&["else", "alert", "\"pick is late\"", "then", "notify", "\"desk\""]);
        }
    }
}
