//! A place in a record: the record, and the fields from there inwards. Elements of lists and maps stand where the list does.

use crate::typed::{Field, Project, RecordId, Type};

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub root: RecordId,
    /// Each field with the record that it is of.
    pub steps: Vec<(RecordId, u32)>,
}

impl Place {
    pub fn record(root: RecordId) -> Place {
        Place { root, steps: Vec::new() }
    }

    pub fn field(&self, record: RecordId, field: u32) -> Place {
        let mut steps = self.steps.clone();
        steps.push((record, field));
        Place { root: self.root, steps }
    }

    /// The same place, further in.
    pub fn join(&self, rest: &[(RecordId, u32)]) -> Place {
        Place { root: self.root, steps: self.steps.iter().chain(rest).copied().collect() }
    }

    /// `Release.ship_to.city`
    pub fn show(&self, project: &Project) -> String {
        let name = project.records.get(self.root.index()).map_or("", |record| &record.decl.name);
        let fields = self.steps.iter().filter_map(|(record, field)| Some(project.records.get(record.index())?.fields.get(*field as usize)?.name.as_str()));
        std::iter::once(name).chain(fields).collect::<Vec<_>>().join(".")
    }

    /// The path without the record.
    pub fn path(&self, project: &Project) -> String {
        self.show(project).split_once('.').map(|(_, path)| path.to_owned()).unwrap_or_default()
    }

    /// The last field; none for a whole record.
    pub fn last<'p>(&self, project: &'p Project) -> Option<&'p Field> {
        let (record, field) = self.steps.last()?;
        project.records.get(record.index())?.fields.get(*field as usize)
    }

    /// The record that stands there, or the one that its lists and maps are of.
    pub fn inner_record(&self, project: &Project) -> Option<RecordId> {
        match self.last(project) {
            Some(field) => record_in(&field.ty),
            None => Some(self.root),
        }
    }
}

/// The record that a value of the type is, or is made of.
pub fn record_in(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::Optional(of) | Type::MapOf(of) => record_in(of),
        Type::List(list) => record_in(&list.of),
        _ => None,
    }
}
