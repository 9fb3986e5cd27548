//! Where in the payload a value comes from, as far as the program's text shows it: what a failure's path says.

use crossdock_compiler::typed::{Expr, ExprKind, LocalId, Project, RecordId};

use super::{Body, record_of};
use crate::ir::Blame;

impl Body {
    /// The place of an expression that is a path of fields, or is made from one.
    pub(super) fn blame(&self, project: &Project, expr: &Expr) -> Blame {
        match &*expr.kind {
            ExprKind::Local(local) => self.origin(*local),
            ExprKind::Field { base, field } => match record_of(&base.ty) {
                Some(record) => self.blame(project, base).of_field(project, record, *field),
                None => Blame::Nobody,
            },
            ExprKind::Native { args, .. } => args.first().map_or(Blame::Nobody, |receiver| self.blame(project, receiver)),
            ExprKind::Fit { value, .. }
            | ExprKind::Reunit { value }
            | ExprKind::Elsewhere { value, .. }
            | ExprKind::Else { value, .. }
            | ExprKind::On { value, .. }
            | ExprKind::Unary { value, .. }
            | ExprKind::Through { value, .. } => self.blame(project, value),
            ExprKind::Table { key, .. } => self.blame(project, key),
            ExprKind::For(item) => item.clauses.first().map_or(Blame::Nobody, |clause| self.blame(project, &clause.list)),
            ExprKind::Route { args, .. } => args.first().map_or(Blame::Nobody, |first| self.blame(project, first)),
            _ => Blame::Nobody,
        }
    }

    /// Told from here: loops that were entered since the local was bound are left again on the way to it.
    fn origin(&self, local: LocalId) -> Blame {
        match self.origins.get(&local) {
            Some((depth, Blame::Within { up, path })) => Blame::Within { up: up + self.depth - depth, path: path.clone() },
            Some((_, blame)) => blame.clone(),
            None => Blame::Nobody,
        }
    }

    pub(super) fn set_origin(&mut self, local: LocalId, blame: Blame) {
        self.origins.insert(local, (self.depth, blame));
    }
}

impl Blame {
    /// The element of the loop around, or the function's argument.
    pub(crate) fn here() -> Blame {
        Blame::Within { up: 0, path: String::new() }
    }

    /// A field of the record.
    pub(crate) fn of_field(self, project: &Project, record: RecordId, field: u32) -> Blame {
        match project.records.get(record.index()).and_then(|record| record.fields.get(field as usize)) {
            // What a variant carries has no place of its own: it stands where the variant does.
            Some(field) => field.wire.path.iter().fold(self, |blame, key| blame.within(key)),
            None => Blame::Nobody,
        }
    }

    /// A key further in.
    pub(crate) fn within(self, key: &str) -> Blame {
        match self {
            Blame::Nobody => Blame::Nobody,
            Blame::Payload(path) => Blame::Payload(joined(&path, key)),
            Blame::Within { up, path } => Blame::Within { up, path: joined(&path, key) },
        }
    }
}

/// `lines` and `qty` to `lines.qty`; an index joins without a point.
pub(crate) fn joined(path: &str, key: &str) -> String {
    match (path.is_empty(), key.is_empty() || key.starts_with('[')) {
        (true, _) => key.to_owned(),
        (false, true) => format!("{path}{key}"),
        (false, false) => format!("{path}.{key}"),
    }
}
