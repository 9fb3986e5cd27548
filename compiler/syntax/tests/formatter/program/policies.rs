//! Failures, policies, and the steps of their answers.

use super::Writer;

impl Writer {
    /// Failures stand one below the other, so that they have columns.
    pub(super) fn failure(&mut self) {
        for at in 0..1 + self.random.below(3) {
            if at > 0 {
                self.line_end();
            }
            self.put("failure");
            self.beside("on_hold");
            if self.random.one_in(2) {
                self.put("(order : text )");
            }
            self.beside("\"Order is on hold.\"");
        }
    }

    pub(super) fn policy(&mut self, depth: usize) {
        self.put("policy");
        self.word("standard");
        self.block(1, Some(","), |writer| {
            writer.put("unreachable");
            for _ in 0..writer.random.below(3) {
                writer.sign("|");
                writer.sign("timeout");
            }
            writer.sign("=>");
            if writer.random.one_in(3) {
                writer.words(&["retry", "10", "times", "from", "2s", "to", "5min", "then"]);
            }
            writer.some_steps(depth);
        });
    }

    /// Steps, joined by `then`.
    pub(super) fn some_steps(&mut self, depth: usize) {
        for at in 0..1 + self.random.below(3) {
            if at > 0 {
                self.word("then");
            }
            self.step(depth);
        }
    }

    fn step(&mut self, depth: usize) {
        match self.random.below(8) {
            0 => self.words(&["park", "to", "\"desk\""]),
            1 => self.word("done"),
            2 => self.words(&["notify", "\"desk\""]),
            3 => self.words(&["alert", "\"supervisor\""]),
            4 => self.word("undo"),
            5 => self.words(&["skip", "because", "\"{problem.key} is late\""]),
            6 => {
                self.word("send");
                self.word("desk.ticket(");
                self.expr(depth);
                self.sign(")");
            }
            _ => {
                self.words(&["fail", "as", "wms_down("]);
                self.expr(depth);
                self.sign(")");
            }
        }
    }
}
