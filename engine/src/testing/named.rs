//! Places of a message as the project calls them, with what stands on the wire where that is otherwise.

use crossdock_compiler::typed::{Field, Project, Record, RecordId, Type};

use super::compare::Step;

/// `lines, element 2, qty (on the wire: lines, element 2, quantityOrdered)`: a field of a record, and steps further in.
pub(super) fn named(project: &Project, record: RecordId, path: &[u32], further: &[Step]) -> String {
    let mut way = Way { project, names: Vec::new(), keys: Vec::new() };
    let ty = path.iter().try_fold(Type::Record(record), |ty, at| way.field(&ty, *at));
    let mut words = Words { names: vec![way.names.join(".")], keys: vec![way.keys.join(".")] };
    words.go(project, ty, further);
    let (names, keys) = (words.names.join(", "), words.keys.join(", "));
    if names == keys { names } else { format!("{names} (on the wire: {keys})") }
}

struct Way<'p> {
    project: &'p Project,
    names: Vec<String>,
    keys: Vec<String>,
}

impl Way<'_> {
    /// One field further in. What is sent beside parameters has no name of its own.
    fn field(&mut self, ty: &Type, at: u32) -> Option<Type> {
        let record = record(self.project, ty)?;
        let field = record.fields.get(at as usize)?;
        let is_body = record.implied && matches!(field.ty, Type::Record(_));
        if !is_body {
            // Which variant it is has no name in the project.
            let is_tag = record.tagged.as_ref().is_some_and(|tagged| tagged.tag == at);
            self.names.push(if is_tag { "variant".to_owned() } else { field.name.clone() });
            self.keys.extend(field.wire.path.iter().cloned());
        }
        Some(field.ty.clone())
    }
}

struct Words {
    names: Vec<String>,
    keys: Vec<String>,
}

impl Words {
    fn go(&mut self, project: &Project, mut ty: Option<Type>, steps: &[Step]) {
        let mut steps = steps;
        while let Some((first, rest)) = steps.split_first() {
            let field = ty.as_ref().and_then(|ty| record(project, ty)).and_then(|record| field_at(project, record, steps));
            let taken = field.map_or(1, |field| field.wire.path.len());
            let keys = steps.iter().take(taken).map(ToString::to_string).collect::<Vec<_>>().join(".");
            self.names.push(field.map_or_else(|| keys.clone(), |field| field.name.clone()));
            self.keys.push(keys);
            ty = field.map(|field| field.ty.clone()).or_else(|| element(ty.as_ref()?, first));
            steps = steps.get(taken..).unwrap_or(rest);
        }
    }
}

/// What stands in a list or a map.
fn element(ty: &Type, step: &Step) -> Option<Type> {
    match (ty, step) {
        (Type::Optional(of), _) => element(of, step),
        (Type::List(list), Step::Element(_)) => Some(list.of.clone()),
        (Type::MapOf(of), Step::Key(_)) => Some((**of).clone()),
        _ => None,
    }
}

fn record<'p>(project: &'p Project, ty: &Type) -> Option<&'p Record> {
    project.records.get(crate::lower::record_of(ty)?.index())
}

/// The field whose keys come next, of the record or of what one of its variants carries.
fn field_at<'p>(project: &'p Project, record: &'p Record, steps: &[Step]) -> Option<&'p Field> {
    let is_next = |field: &&Field| {
        let keys = &field.wire.path;
        !keys.is_empty() && keys.len() <= steps.len() && keys.iter().zip(steps).all(|(key, step)| matches!(step, Step::Key(found) if found == key))
    };
    let parts = record.fields.iter().filter(|field| field.wire.path.is_empty()).filter_map(|field| self::record(project, &field.ty));
    record.fields.iter().find(is_next).or_else(|| parts.flat_map(|part| &part.fields).find(is_next))
}
