//! The event of a test: a sample, with some of its fields changed.

use std::collections::BTreeMap;

use crossdock_compiler::typed::{Field, FieldValue, Given, KeyPart, Project, RecordId, Type};
use serde_json::value::RawValue;

use super::Run;

pub(super) struct GivenEvent {
    pub system: String,
    pub name: String,
    pub payload: Vec<u8>,
    /// Whether the payload tells it from others; else a header does, which tests do not have, or it is a run of a clock: then each is one of its own.
    pub told_by_payload: bool,
}

type Members = BTreeMap<String, Box<RawValue>>;

impl Run<'_, '_> {
    pub(super) fn given(&mut self, given: &Given) -> Result<GivenEvent, String> {
        let project = &self.bench.checked.project;
        let system = project.systems.get(given.system.index()).ok_or("the system is not known")?;
        let sends = project.contracts.get(system.contract.index()).and_then(|contract| contract.sends.get(given.event as usize)).ok_or("the event is not known")?;
        let payload = self.document(given.file.as_deref().or(self.sample), sends.record, &given.with)?;
        let told_by_payload = !sends.once_by.iter().any(|key| matches!(key, KeyPart::Header(_)));
        Ok(GivenEvent { system: system.decl.name.clone(), name: sends.name.clone(), payload, told_by_payload })
    }

    /// A sample, or without one an empty object, with these fields.
    pub(super) fn document(&mut self, file: Option<&str>, record: RecordId, with: &[FieldValue]) -> Result<Vec<u8>, String> {
        let mut payload = file.map_or_else(|| Ok(b"{}".to_vec()), |file| (self.bench.samples)(file))?;
        for one in with {
            payload = self.changed(&payload, record, one).map_err(|why| format!("{} cannot be changed: {why}", file.unwrap_or("it")))?;
        }
        Ok(payload)
    }

    /// The payload with one field set, or taken out.
    fn changed(&mut self, payload: &[u8], record: RecordId, with: &FieldValue) -> Result<Vec<u8>, String> {
        let project = &self.bench.checked.project;
        let (keys, field) = place(project, record, &with.path).ok_or("the field is not known")?;
        let value = self.evaluator.value(self.file, &with.value)?.json(&field.ty, &field.wire);
        let value = value.map(RawValue::from_string).transpose().map_err(|error| error.to_string())?;
        set(payload, &keys, value)
    }
}

/// The keys on the wire that lead to a field, from the record inwards, and the field.
pub(super) fn place<'p>(project: &'p Project, record: RecordId, path: &[u32]) -> Option<(Vec<String>, &'p Field)> {
    let (mut record, mut keys, mut found) = (Some(record), Vec::new(), None);
    for at in path {
        let field = project.records.get(record?.index())?.fields.get(*at as usize)?;
        keys.extend(field.wire.path.iter().cloned());
        record = crate::lower::record_of(&field.ty);
        found = Some(field);
    }
    found.map(|field| (keys, field))
}

/// Puts the value at the end of the keys, making objects on the way; numbers elsewhere stay as they are written.
fn set(json: &[u8], keys: &[String], value: Option<Box<RawValue>>) -> Result<Vec<u8>, String> {
    let mut members: Members = serde_json::from_slice(json).map_err(|_| "it is no JSON object".to_owned())?;
    match (keys, value) {
        ([], _) => {}
        ([key], None) => drop(members.remove(key)),
        ([key], Some(value)) => drop(members.insert(key.clone(), value)),
        ([key, rest @ ..], value) => {
            let inner = members.get(key).map_or("{}", |inner| if inner.get() == "null" { "{}" } else { inner.get() });
            let changed = set(inner.as_bytes(), rest, value).map_err(|_| format!("`{key}` is no JSON object"))?;
            let changed = String::from_utf8(changed).map_err(|error| error.to_string())?;
            members.insert(key.clone(), RawValue::from_string(changed).map_err(|error| error.to_string())?);
        }
    }
    serde_json::to_vec(&members).map_err(|error| error.to_string())
}

/// The value at the end of the keys, as it is written.
pub(super) fn get(json: &str, keys: &[String]) -> Option<String> {
    let Some((key, rest)) = keys.split_first() else { return Some(json.to_owned()) };
    let members: Members = serde_json::from_str(json).ok()?;
    get(members.get(key)?.get(), rest)
}

/// Whether values of the type are numbers, however they are written.
pub(super) fn is_number(ty: &Type) -> bool {
    match ty {
        Type::Int(_) | Type::Decimal(_) | Type::Quantity(_) => true,
        Type::Optional(inner) => is_number(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn keys(path: &str) -> Vec<String> {
        path.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn one_place_changes_and_the_rest_stays_as_it_was_written() {
        let raw = |text: &str| Some(RawValue::from_string(text.to_owned()).unwrap());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(text(set(br#"{"a":1.10,"b":{"c":null}}"#, &keys("b.c"), raw("2.00")).unwrap()), r#"{"a":1.10,"b":{"c":2.00}}"#);
        assert_eq!(text(set(br#"{"a":1,"b":null}"#, &keys("b.c.d"), raw("\"x\"")).unwrap()), r#"{"a":1,"b":{"c":{"d":"x"}}}"#);
        assert_eq!(text(set(br#"{"a":1,"b":2}"#, &keys("b"), None).unwrap()), r#"{"a":1}"#);
        assert_eq!(set(b"[1]", &keys("b"), None), Err("it is no JSON object".to_owned()));
        assert_eq!(set(br#"{"a":1}"#, &keys("a.b"), None), Err("`a` is no JSON object".to_owned()));
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        assert_eq!(get(r#"{"a":{"b":1.10}}"#, &keys("a.b")).as_deref(), Some("1.10"));
        assert_eq!(get(r#"{"a":{"b":1.10}}"#, &keys("a.c")), None);
    }
}
