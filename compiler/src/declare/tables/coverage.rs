//! All values that a type has, where they can be counted.

use crate::typed::{Const, Project, Type};

/// None where there are too many to list.
pub(super) fn all(project: &Project, ty: &Type) -> Option<Vec<Const>> {
    match ty {
        Type::Bool => Some(vec![Const::Bool(true), Const::Bool(false)]),
        Type::Enum(id) => {
            let count = project.enums.get(id.index())?.variants.len() as u32;
            Some((0..count).map(|variant| Const::Enum(*id, variant)).collect())
        }
        _ => None,
    }
}
