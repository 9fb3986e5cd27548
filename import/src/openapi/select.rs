//! `--only`: tags and schemas by name.

use super::operations::Operation;
use super::schemas;
use crate::error::Error;
use crate::names;
use crate::tree::Tree;

/// Most names that an error lists.
const LISTED_MAX: usize = 20;

/// Empty means all.
pub(super) struct Selection<'o> {
    only: &'o [String],
}

impl<'o> Selection<'o> {
    /// A name that chooses nothing is a mistake.
    pub fn new(document: &Tree, operations: &[Operation<'_>], only: &'o [String]) -> Result<Selection<'o>, Error> {
        for name in only {
            let one = Selection { only: std::slice::from_ref(name) };
            let found = operations.iter().any(|operation| one.has_operation(operation)) || schemas(document).any(|(_, schema, _)| one.has_schema(schema));
            if !found {
                let mut tags: Vec<&str> = operations.iter().filter_map(|operation| operation.tag.as_deref()).collect();
                tags.dedup();
                let schemas: Vec<&str> = schemas(document).map(|(_, name, _)| name).collect();
                return Err(Error::Unknown { name: name.clone(), tags: listed(&tags), schemas: listed(&schemas) });
            }
        }
        Ok(Selection { only })
    }

    pub fn has_operation(&self, operation: &Operation<'_>) -> bool {
        let has = |tag: &String| self.only.iter().any(|only| only.eq_ignore_ascii_case(tag));
        self.only.is_empty() || operation.tag.as_ref().is_some_and(has)
    }

    pub fn has_schema(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name || names::pascal(only) == names::pascal(name))
    }
}

fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(LISTED_MAX).copied().collect::<Vec<_>>().join(", ");
    if names.is_empty() {
        "(none)".to_owned()
    } else if names.len() > LISTED_MAX {
        format!("{shown} and {} more", names.len() - LISTED_MAX)
    } else {
        shown
    }
}
