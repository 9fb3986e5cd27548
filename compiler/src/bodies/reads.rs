//! Which fields of which records anything reads, over the whole project: what nothing reads is worth a warning.

use rustc_hash::FxHashSet;

use crate::typed::{RecordId, Type};

#[derive(Debug, Default)]
pub(crate) struct Reads {
    fields: FxHashSet<(RecordId, u32)>,
    whole: FxHashSet<RecordId>,
}

impl Reads {
    pub fn field(&mut self, record: RecordId, field: u32) {
        self.fields.insert((record, field));
    }

    /// The value goes on as it is, so all of it counts as read.
    pub fn whole(&mut self, ty: &Type) {
        match ty {
            Type::Record(record) => drop(self.whole.insert(*record)),
            Type::Optional(inner) | Type::MapOf(inner) => self.whole(inner),
            Type::List(list) => self.whole(&list.of),
            _ => {}
        }
    }

    pub fn is_whole(&self, record: RecordId) -> bool {
        self.whole.contains(&record)
    }

    pub fn has(&self, record: RecordId, field: u32) -> bool {
        self.fields.contains(&(record, field))
    }
}
