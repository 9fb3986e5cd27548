//! Which fields of which records anything reads, and which failures anything raises, over the whole project: what nothing does is worth a warning.

use rustc_hash::FxHashSet;

use crate::typed::{Expr, ExprKind, FailureId, Project, RecordId, Type};

#[derive(Debug, Default)]
pub(crate) struct Reads {
    fields: FxHashSet<(RecordId, u32)>,
    whole: FxHashSet<RecordId>,
    raised: FxHashSet<FailureId>,
}

impl Reads {
    pub fn field(&mut self, record: RecordId, field: u32) {
        self.fields.insert((record, field));
    }

    /// The same; a field that all variants of an enum have in common is read of each of them.
    pub fn field_of(&mut self, project: &Project, record: RecordId, field: u32) {
        self.field(record, field);
        let Some(of) = project.records.get(record.index()) else { return };
        of.sources_of(field).for_each(|(record, field)| self.field(record, field));
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

    /// What a value takes from records as it is. What it builds anew reads field by field, and a local is read where it is named.
    pub fn passed_on(&mut self, value: &Expr) {
        match &*value.kind {
            ExprKind::Field { .. } | ExprKind::Native { .. } | ExprKind::LookUp { .. } => self.whole(&value.ty),
            ExprKind::For(item) => self.passed_on(&item.body),
            ExprKind::If { then, otherwise, .. } => [then, otherwise].into_iter().for_each(|side| self.passed_on(side)),
            ExprKind::Match { arms, .. } => arms.iter().for_each(|arm| self.passed_on(&arm.value)),
            ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => [value, fallback].into_iter().for_each(|side| self.passed_on(side)),
            ExprKind::Let { body: value, .. }
            | ExprKind::Through { body: value, .. }
            | ExprKind::Fit { value, .. }
            | ExprKind::Reunit { value }
            | ExprKind::Elsewhere { value, .. } => self.passed_on(value),
            ExprKind::List(elements) => elements.iter().for_each(|element| self.passed_on(element)),
            ExprKind::Const(_)
            | ExprKind::None
            | ExprKind::System(_)
            | ExprKind::Text(_)
            | ExprKind::Local(_)
            | ExprKind::Call { .. }
            | ExprKind::Table { .. }
            | ExprKind::Route { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Build { .. }
            | ExprKind::Fail(_)
            | ExprKind::Lambda { .. } => {}
        }
    }

    /// `fail …` stands somewhere, even where it is answered on the spot.
    pub fn raise(&mut self, failure: FailureId) {
        self.raised.insert(failure);
    }

    pub fn is_raised(&self, failure: FailureId) -> bool {
        self.raised.contains(&failure)
    }

    /// Those that go on as they are, with all that they hold.
    pub fn all_of(&self) -> impl Iterator<Item = RecordId> {
        self.whole.iter().copied()
    }

    pub fn has(&self, record: RecordId, field: u32) -> bool {
        self.fields.contains(&(record, field))
    }
}
