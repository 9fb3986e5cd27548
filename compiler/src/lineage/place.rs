//! A place in a record: the record, and the fields from there inwards. Elements of lists and maps stand where the list does.

use crate::resolve::nearest;
use crate::typed::{Field, Project, RecordId, Type};

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub root: RecordId,
    /// Each field with the record that it is of.
    pub steps: Vec<(RecordId, u32)>,
}

/// Why a text names no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadPlaceError {
    #[error("write a record and a field of it: `Release.order_no`")]
    NoField,
    #[error("there is no record `{name}`{}", hint(.near))]
    NoRecord { name: String, near: Option<String> },
    #[error("several records are called `{name}`; say which one: {}", .which.join(", "))]
    Several { name: String, which: Vec<String> },
    #[error("`{record}` has no field `{field}`{}", hint(.near))]
    NoSuchField { record: String, field: String, near: Option<String> },
}

fn hint(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
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

    /// `Release.ship_to.city`, or `canonical.order.Release.…` where several records have that name, as [`Place::show`] is read.
    pub fn read(project: &Project, text: &str) -> Result<Place, ReadPlaceError> {
        let parts: Vec<&str> = text.split('.').collect();
        let at = parts.iter().position(|part| project.records.iter().any(|record| record.decl.name == *part));
        let Some(at) = at else {
            let name = (*parts.iter().find(|part| part.starts_with(char::is_uppercase)).or(parts.first()).unwrap_or(&text)).to_owned();
            let near = nearest(&name, project.records.iter().map(|record| record.decl.name.as_str())).map(str::to_owned);
            return Err(ReadPlaceError::NoRecord { name, near });
        };
        let (module, name, fields) = (parts.get(..at).unwrap_or(&[]).join("."), *parts.get(at).unwrap_or(&""), parts.get(at + 1..).unwrap_or(&[]));
        let mut place = Place::record(record(project, &module, name)?);
        if fields.is_empty() {
            return Err(ReadPlaceError::NoField);
        }
        for field in fields {
            place = place.named(project, field)?;
        }
        Ok(place)
    }

    fn named(&self, project: &Project, field: &str) -> Result<Place, ReadPlaceError> {
        let inner = self.inner_record(project);
        let record = inner.and_then(|id| project.records.get(id.index()));
        let fields = record.map_or(&[][..], |record| &record.fields);
        match (inner, fields.iter().position(|known| known.name == field)) {
            (Some(record), Some(at)) => Ok(self.field(record, at as u32)),
            _ => Err(ReadPlaceError::NoSuchField {
                record: record.map_or_else(|| self.show(project), |record| record.decl.name.clone()),
                field: field.to_owned(),
                near: nearest(field, fields.iter().map(|field| field.name.as_str())).map(str::to_owned),
            }),
        }
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

fn record(project: &Project, module: &str, name: &str) -> Result<RecordId, ReadPlaceError> {
    let fits = |record: &crate::typed::Record| {
        record.decl.name == name
            && (record.decl.module == module || record.decl.module.ends_with(&format!(".{module}")) || record.decl.module.starts_with(&format!("{module}.")) || module.is_empty())
    };
    let found: Vec<usize> = project.records.iter().enumerate().filter(|(_, record)| fits(record)).map(|(at, _)| at).collect();
    match found.as_slice() {
        [one] => Ok(RecordId(*one as u32)),
        [] => Err(ReadPlaceError::NoRecord { name: format!("{module}.{name}"), near: Some(name.to_owned()) }),
        several => {
            let which = several.iter().filter_map(|at| project.records.get(*at)).map(|record| format!("{}.{name}", record.decl.module)).collect();
            Err(ReadPlaceError::Several { name: name.to_owned(), which })
        }
    }
}
