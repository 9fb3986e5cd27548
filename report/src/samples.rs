//! What fields hold in the samples that a project's tests name: one value each, as it stands there.

use std::collections::BTreeMap;

use crossdock_compiler::Checked;
use crossdock_compiler::typed::{Field, Project, RecordId, TestStep, Type};
use serde_json::value::RawValue;

/// Longest value that is shown, in characters.
const SHOWN_MAX: usize = 60;
const DEPTH_MAX: usize = 32;

/// By record and field.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    values: BTreeMap<(RecordId, u32), String>,
}

impl Samples {
    /// Reads each sample once, by its path from the project's root; what cannot be read shows nothing.
    pub fn new(checked: &Checked, read: impl Fn(&str) -> Option<Vec<u8>>) -> Samples {
        let mut samples = Samples::default();
        let project = &checked.project;
        let mut documents: BTreeMap<&str, RecordId> = BTreeMap::new();
        for (test, step) in project.tests.iter().flat_map(|test| test.steps.iter().map(move |step| (test, step))) {
            let (record, file) = match step {
                TestStep::Given(given) => {
                    let contract = project.systems.get(given.system.index()).and_then(|system| project.contracts.get(system.contract.index()));
                    (contract.and_then(|contract| contract.sends.get(given.event as usize)).map(|sends| sends.record), &given.file)
                }
                TestStep::Value(given) => (Some(given.record), &given.file),
                _ => continue,
            };
            documents.extend(test.documents(file.as_ref()).iter().filter_map(|file| Some((file.as_str(), record?))));
        }
        for (path, record) in documents {
            if let Some(document) = read(path).and_then(|bytes| serde_json::from_slice::<Box<RawValue>>(&bytes).ok()) {
                samples.look(project, record, document.get(), 0);
            }
        }
        samples
    }

    pub(crate) fn of(&self, record: RecordId, field: u32) -> &str {
        self.values.get(&(record, field)).map_or("", String::as_str)
    }

    fn look(&mut self, project: &Project, id: RecordId, document: &str, depth: usize) {
        let fields = project.records.get(id.index()).map_or(&[][..], |record| &record.fields);
        for (at, field) in (0_u32..).zip(fields).take_while(|_| depth < DEPTH_MAX) {
            if let Some(value) = found(field, document) {
                self.value(project, (id, at), &field.ty, value.get(), depth);
            }
        }
    }

    /// Numbers are shown as they are written, so the document is looked at as text.
    fn value(&mut self, project: &Project, place: (RecordId, u32), ty: &Type, value: &str, depth: usize) {
        match ty {
            _ if value == "null" => {}
            Type::Optional(of) => self.value(project, place, of, value, depth),
            Type::Record(id) => self.look(project, *id, value, depth + 1),
            Type::List(list) => {
                let elements = serde_json::from_str::<Vec<Box<RawValue>>>(value).unwrap_or_default();
                elements.iter().for_each(|element| self.value(project, place, &list.of, element.get(), depth + 1));
            }
            Type::MapOf(of) => members(value).values().for_each(|member| self.value(project, place, of, member.get(), depth + 1)),
            _ => drop(self.values.entry(place).or_insert_with(|| shown(value))),
        }
    }
}

fn members(json: &str) -> BTreeMap<String, Box<RawValue>> {
    serde_json::from_str(json).unwrap_or_default()
}

fn found(field: &Field, document: &str) -> Option<Box<RawValue>> {
    let (last, outer) = field.wire.path.split_last()?;
    let mut at = document.to_owned();
    for key in outer {
        at = members(&at).remove(key)?.get().to_owned();
    }
    members(&at).remove(last)
}

fn shown(json: &str) -> String {
    let text = serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
