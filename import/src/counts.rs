//! How much of a document was understood.

use std::fmt;

use crate::model::{EntryKind, ItemKind, Model, Type};

/// What was written, and what the language cannot say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub records: usize,
    pub enums: usize,
    pub fields: usize,
    /// Of the fields, those that became `json` or hold it, each with the reason behind it.
    pub as_json: usize,
    pub operations: usize,
    /// Of the operations, those that stand as comments, each with the reason.
    pub left_out: usize,
}

impl Counts {
    pub(crate) fn of(model: &Model) -> Counts {
        let mut counts = Counts::default();
        for item in &model.items {
            match &item.kind {
                ItemKind::Enum(variants) => counts.enums += usize::from(!variants.is_empty()),
                ItemKind::Tagged { variants, .. } => counts.enums += usize::from(!variants.is_empty()),
                ItemKind::Record(fields) => {
                    counts.records += usize::from(!fields.is_empty());
                    counts.fields += fields.len();
                    counts.as_json += fields.iter().filter(|field| is_json(&field.shape.ty)).count();
                }
            }
        }
        let entries = || model.contract.iter().flat_map(|contract| &contract.groups).flat_map(|group| &group.entries);
        Counts { operations: entries().count(), left_out: entries().filter(|entry| matches!(entry.kind, EntryKind::Unsaid(_))).count(), ..counts }
    }
}

fn is_json(ty: &Type) -> bool {
    match ty {
        Type::Json => true,
        Type::List { of, .. } | Type::Map(of) => is_json(of),
        Type::Text { .. } | Type::Int { .. } | Type::Decimal(_) | Type::Bool | Type::Date | Type::Timestamp | Type::Duration | Type::Item(_) => false,
    }
}

/// `57 records and 12 enums; 604 of 612 fields exactly, 8 as json; 95 of 97 operations`
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        write!(
            f,
            "{} and {}; {} of {} exactly, {} as json",
            plural(self.records, "record"),
            plural(self.enums, "enum"),
            self.fields - self.as_json,
            plural(self.fields, "field"),
            self.as_json
        )?;
        match self.operations {
            0 => Ok(()),
            all => write!(f, "; {} of {}", all - self.left_out, plural(all, "operation")),
        }
    }
}
