//! From what a person types to a place: a record's field, a field of a message, a name on the wire.

use std::collections::BTreeSet;

use super::Place;
use crate::resolve::nearest;
use crate::typed::{Contract, Decl, Field, FunctionKind, Project, RecordId};

/// Most places that are offered.
const OFFERED_MAX: usize = 12;

/// Why a text names no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadPlaceError {
    #[error("write a record and a field of it: `Release.order_no`")]
    NoField,
    #[error("`{name}` is a {kind}; lineage follows one field of it{}", listed(": ", .fields))]
    Whole { name: String, kind: &'static str, fields: Vec<String> },
    #[error("`{name}` is a {kind}, and lineage follows fields: write a record and a field of it")]
    OtherItem { name: String, kind: &'static str },
    #[error("`{field}` holds `{ty}`, so there is no `{inner}` in it")]
    NoRecordThere { field: String, ty: String, inner: String },
    #[error("there is no record `{name}`{}", hint(.near))]
    NoRecord { name: String, near: Option<String> },
    #[error("several records are called `{name}`; say which one: {}", listed("", .which))]
    Several { name: String, which: Vec<String> },
    #[error("`{record}` has no field `{field}`{}", hint(.near))]
    NoSuchField { record: String, field: String, near: Option<String> },
    #[error("`{of}` has no message and no field `{name}`{}", hint(.near))]
    NoMessage { of: String, name: String, near: Option<String> },
    #[error("no field, record or system is called `{name}`, in maps or on the wire{}", hint(.near))]
    Nothing { name: String, near: Option<String> },
    #[error("several fields are called `{name}`; say which one: {}", listed("", .which))]
    SeveralFields { name: String, which: Vec<String> },
}

fn hint(near: &Option<String>) -> String {
    near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The first of them, behind some words; nothing where there are none.
fn listed(words: &str, names: &[String]) -> String {
    let more = names.len().saturating_sub(OFFERED_MAX);
    let shown = names.iter().take(OFFERED_MAX).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (names.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!("{words}{shown}"),
        (false, more) => format!("{words}{shown} and {more} more"),
    }
}

impl Place {
    /// `Release.ship_to.city`, `canonical.order.Release.…` where several records have that name, `shop.order_created.email` by a system or
    /// contract and its message, `shop.email` where only one of its messages has it, or a field alone. Fields go by their names in maps, and
    /// by those on the wire.
    pub fn read(project: &Project, text: &str) -> Result<Place, ReadPlaceError> {
        let parts: Vec<&str> = text.split('.').map(str::trim).filter(|part| !part.is_empty()).collect();
        let Some((first, rest)) = parts.split_first() else { return Err(ReadPlaceError::NoField) };
        if let Some(contracts) = spoken_by(project, first) {
            return in_messages(project, first, &contracts, rest);
        }
        match parts.iter().position(|part| project.records.iter().any(|record| record.decl.name == *part)) {
            Some(at) => {
                let (module, fields) = (parts.get(..at).unwrap_or(&[]).join("."), parts.get(at + 1..).unwrap_or(&[]));
                let record = record(project, &module, parts.get(at).copied().unwrap_or_default())?;
                if fields.is_empty() { Err(whole(project, record)) } else { follow(project, Place::record(record), fields) }
            }
            None if rest.is_empty() => alone(project, first),
            None => Err(no_record(project, &parts)),
        }
    }
}

/// The contract of that name, or of the system of that name.
fn spoken_by<'p>(project: &'p Project, name: &str) -> Option<Vec<&'p Contract>> {
    let of_system = project.systems.iter().filter(|system| system.decl.name == name).filter_map(|system| project.contracts.get(system.contract.index()));
    let found: Vec<&Contract> = project.contracts.iter().filter(|contract| contract.decl.name == name).chain(of_system).collect();
    (!found.is_empty()).then_some(found)
}

/// All messages and look-ups, with their records.
fn messages(contract: &Contract) -> impl Iterator<Item = (&str, RecordId)> {
    let sends = contract.sends.iter().map(|one| (one.name.as_str(), one.record));
    let accepts = contract.accepts.iter().map(|one| (one.name.as_str(), one.record));
    sends.chain(accepts).chain(contract.answers.iter().map(|one| (one.name.as_str(), one.record)))
}

fn whole(project: &Project, id: RecordId) -> ReadPlaceError {
    let Some(record) = project.records.get(id.index()) else { return ReadPlaceError::NoField };
    let name = &record.decl.name;
    let kind = if record.tagged.is_some() { "enum of records" } else { "record" };
    ReadPlaceError::Whole { name: name.clone(), kind, fields: record.fields.iter().map(|field| format!("{name}.{}", field.name)).collect() }
}

fn whole_message(project: &Project, of: &str, message: &str, record: RecordId) -> ReadPlaceError {
    let fields = project.records.get(record.index()).map_or(&[][..], |record| &record.fields);
    let fields = fields.iter().map(|field| format!("{of}.{message}.{}", field.name)).collect();
    ReadPlaceError::Whole { name: format!("{of}.{message}"), kind: "message", fields }
}

/// Its messages are offered, each with its first field.
fn whole_contract(project: &Project, of: &str, contracts: &[&Contract]) -> ReadPlaceError {
    let kind = if project.systems.iter().any(|system| system.decl.name == of) { "system" } else { "contract" };
    let first = |record: RecordId| project.records.get(record.index())?.fields.first().map(|field| field.name.as_str());
    let messages = contracts.iter().flat_map(|contract| messages(contract));
    let fields = messages.filter_map(|(name, record)| Some(format!("{of}.{name}.{}", first(record)?))).collect();
    ReadPlaceError::Whole { name: of.to_owned(), kind, fields }
}

fn in_messages(project: &Project, of: &str, contracts: &[&Contract], rest: &[&str]) -> Result<Place, ReadPlaceError> {
    let Some((name, fields)) = rest.split_first() else { return Err(whole_contract(project, of, contracts)) };
    let all: Vec<(&str, RecordId)> = contracts.iter().flat_map(|contract| messages(contract)).collect();
    if let Some((_, record)) = all.iter().find(|(message, _)| message == name) {
        return if fields.is_empty() { Err(whole_message(project, of, name, *record)) } else { in_record(project, *record, fields) };
    }
    let found: BTreeSet<Place> = all.iter().filter_map(|(_, record)| in_record(project, *record, rest).ok()).collect();
    one_of(project, name, found).unwrap_or_else(|| {
        let fields = all.iter().filter_map(|(_, record)| project.records.get(record.index())).flat_map(|record| &record.fields).map(|field| field.name.as_str());
        let near = nearest(name, all.iter().map(|(message, _)| *message).chain(fields)).map(str::to_owned);
        Err(ReadPlaceError::NoMessage { of: of.to_owned(), name: (*name).to_owned(), near })
    })
}

/// A field of a message; of one with parameters, a field of its body, too.
fn in_record(project: &Project, id: RecordId, fields: &[&str]) -> Result<Place, ReadPlaceError> {
    let place = Place::record(id);
    let direct = follow(project, place.clone(), fields);
    let record = project.records.get(id.index()).filter(|record| record.implied && direct.is_err());
    let body = record.and_then(|record| record.fields.iter().rposition(|field| super::record_in(&field.ty).is_some()));
    match body {
        Some(at) => follow(project, place.field(id, at as u32), fields),
        None => direct,
    }
}

fn follow(project: &Project, mut place: Place, fields: &[&str]) -> Result<Place, ReadPlaceError> {
    let mut rest = fields;
    while !rest.is_empty() {
        let inner = place.inner_record(project);
        let known = inner.and_then(|id| project.records.get(id.index())).map_or(&[][..], |record| &record.fields);
        let by_name = known.iter().position(|field| rest.first() == Some(&field.name.as_str())).map(|at| (at, 1));
        let by_wire = || known.iter().enumerate().find(|(_, field)| is_at(field, rest)).map(|(at, field)| (at, field.wire.path.len()));
        match (inner, by_name.or_else(by_wire)) {
            (Some(record), Some((at, taken))) => {
                place = place.field(record, at as u32);
                rest = rest.get(taken..).unwrap_or(&[]);
            }
            (None, _) => return Err(no_record_there(project, &place, rest.first().copied().unwrap_or_default())),
            (Some(_), None) => return Err(no_such_field(project, &place, rest.first().copied().unwrap_or_default(), known)),
        }
    }
    Ok(place)
}

/// Whether the names begin with the field's keys on the wire.
fn is_at(field: &Field, names: &[&str]) -> bool {
    names.len() >= field.wire.path.len() && field.wire.path.iter().zip(names).all(|(key, name)| key == name)
}

fn no_record_there(project: &Project, place: &Place, inner: &str) -> ReadPlaceError {
    let ty = place.last(project).map_or_else(String::new, |field| crate::show::ty(project, &field.ty));
    ReadPlaceError::NoRecordThere { field: place.show(project), ty, inner: inner.to_owned() }
}

fn no_such_field(project: &Project, place: &Place, field: &str, known: &[Field]) -> ReadPlaceError {
    let record = place.inner_record(project).and_then(|id| project.records.get(id.index()));
    let (names, keys) = (known.iter().map(|field| field.name.as_str()), known.iter().flat_map(|field| &field.wire.path).map(String::as_str));
    ReadPlaceError::NoSuchField {
        record: record.map_or_else(|| place.show(project), |record| record.decl.name.clone()),
        field: field.to_owned(),
        near: nearest(field, names).or_else(|| nearest(field, keys)).map(str::to_owned),
    }
}

/// A field's name, or its last key on the wire, in any record.
fn alone(project: &Project, name: &str) -> Result<Place, ReadPlaceError> {
    let records = || project.records.iter().enumerate().map(|(at, record)| (RecordId(at as u32), record));
    let fields = || records().flat_map(|(id, record)| record.fields.iter().zip(0_u32..).map(move |(field, at)| (Place::record(id).field(id, at), field)));
    let is = |field: &Field| field.name == name || field.wire.path.last().is_some_and(|key| key == name);
    let found = fields().filter(|(_, field)| is(field)).map(|(place, _)| place).collect();
    if let Some(answer) = one_of(project, name, found) {
        return answer;
    }
    if let Some(kind) = item_called(project, name) {
        return Err(ReadPlaceError::OtherItem { name: name.to_owned(), kind });
    }
    let keys = fields().flat_map(|(_, field)| &field.wire.path).map(String::as_str);
    let known = fields().map(|(_, field)| field.name.as_str()).chain(keys).chain(speakers(project)).chain(project.records.iter().map(|record| record.decl.name.as_str()));
    Err(ReadPlaceError::Nothing { name: name.to_owned(), near: nearest(name, known).map(str::to_owned) })
}

fn speakers(project: &Project) -> impl Iterator<Item = &str> {
    project.systems.iter().map(|system| system.decl.name.as_str()).chain(project.contracts.iter().map(|contract| contract.decl.name.as_str()))
}

/// What kind of thing has that name, if it is one without fields.
fn item_called(project: &Project, name: &str) -> Option<&'static str> {
    let kinds: [(&str, Vec<&Decl>); 6] = [
        ("enum", project.enums.iter().map(|item| &item.decl).collect()),
        ("table", project.tables.iter().map(|item| &item.decl).chain(project.routes.iter().map(|item| &item.decl)).collect()),
        ("map", project.functions.iter().filter(|item| matches!(item.kind, FunctionKind::Map(_))).map(|item| &item.decl).collect()),
        ("function", project.functions.iter().filter(|item| !matches!(item.kind, FunctionKind::Map(_))).map(|item| &item.decl).collect()),
        ("flow", project.flows.iter().map(|item| &item.decl).collect()),
        ("policy", project.policies.iter().map(|item| &item.decl).collect()),
    ];
    kinds.into_iter().find(|(_, decls)| decls.iter().any(|decl| decl.name == name)).map(|(kind, _)| kind)
}

fn one_of(project: &Project, name: &str, found: BTreeSet<Place>) -> Option<Result<Place, ReadPlaceError>> {
    match found.len() {
        0 => None,
        1 => found.into_iter().next().map(Ok),
        _ => Some(Err(ReadPlaceError::SeveralFields { name: name.to_owned(), which: found.iter().map(|place| place.show(project)).collect() })),
    }
}

fn no_record(project: &Project, parts: &[&str]) -> ReadPlaceError {
    let name = (*parts.iter().find(|part| part.starts_with(char::is_uppercase)).or(parts.first()).unwrap_or(&"")).to_owned();
    let near = nearest(&name, project.records.iter().map(|record| record.decl.name.as_str()).chain(speakers(project))).map(str::to_owned);
    ReadPlaceError::NoRecord { name, near }
}

fn record(project: &Project, module: &str, name: &str) -> Result<RecordId, ReadPlaceError> {
    let fits = |record: &crate::typed::Record| {
        record.decl.name == name
            && (record.decl.module == module || record.decl.module.ends_with(&format!(".{module}")) || record.decl.module.starts_with(&format!("{module}.")) || module.is_empty())
    };
    let found: Vec<usize> = project.records.iter().enumerate().filter(|(_, record)| fits(record)).map(|(at, _)| at).collect();
    match found.as_slice() {
        [one] => Ok(RecordId(*one as u32)),
        [] => Err(ReadPlaceError::NoRecord {
            name: format!("{module}.{name}"),
            near: project.records.iter().find(|record| record.decl.name == name).map(|record| format!("{}.{name}", record.decl.module)),
        }),
        several => {
            let which = several.iter().filter_map(|at| project.records.get(*at)).map(|record| format!("{}.{name}", record.decl.module)).collect();
            Err(ReadPlaceError::Several { name: name.to_owned(), which })
        }
    }
}
