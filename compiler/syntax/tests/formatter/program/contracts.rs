//! Contracts and systems.

use super::Writer;

impl Writer {
    pub(super) fn contract(&mut self) {
        self.put("contract");
        self.word("Wms");
        self.word("v2");
        self.block(1, None, |writer| {
            if writer.random.one_in(3) {
                writer.put("## documentation\n");
            }
            match writer.random.below(5) {
                0 | 1 => writer.sends(),
                2 => writer.accepts(),
                3 => writer.answers(),
                _ => writer.owns(),
            }
        });
        for _ in 0..1 + self.random.below(2) {
            self.put("\nsystem");
            let name = self.pick(&["wms", "wms_east", "größe"]);
            self.beside(name);
            self.beside(":");
            self.beside("Wms");
            if self.random.one_in(2) {
                self.beside("v2");
            }
        }
    }

    fn sends(&mut self) {
        self.put("sends");
        self.beside("picked");
        self.sign(":");
        self.words(&["Order", "on", "POST", "\"/picks\""]);
        if self.random.one_in(3) {
            self.words(&["awaits", "Price"]);
        }
        if self.random.one_in(2) {
            self.words(&["once", "by", "id"]);
            self.sign(",");
            self.words(&["header", "\"X-Id\""]);
        }
        if self.random.one_in(2) {
            self.words(&["in", "order", "by", "order.no"]);
        }
    }

    fn accepts(&mut self) {
        self.put("accepts");
        self.beside("release");
        self.sign(":");
        self.words(&["Order", "by", "PUT", "\"/o/{no}\""]);
        if self.random.one_in(3) {
            let list = self.random.one_in(2);
            self.words(if list { &["answers", "list", "of", "Label"] } else { &["answers", "Label"] });
        }
        if self.random.one_in(2) {
            self.words(&["once", "by", "no"]);
        }
    }

    fn answers(&mut self) {
        self.put("answers");
        self.beside("stock");
        if self.random.one_in(2) {
            self.params();
        }
        self.sign(":");
        self.type_();
        self.words(&["by", "GET", "\"/stock?sku={sku}\""]);
        if self.random.one_in(2) {
            self.words(&["cached", "10min"]);
        }
    }

    fn owns(&mut self) {
        self.put("owns ");
        self.some(1, ",", |writer| writer.put("Shipment.status"));
    }
}
