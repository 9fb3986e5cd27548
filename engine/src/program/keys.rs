//! What tells events apart and keeps them in order: read from the payload without deciding anything.

use std::sync::Arc;

use crossdock_compiler::typed::{EnumId, KeyPart, Project, RecordId, Sends, Type};

use super::Common;
use crate::decision::{Event, Inlet, Keys};
use crate::decode::decode;
use crate::interpret::display;
use crate::lower::Needs;
use crate::plan::DecodePlan;
use crate::slot::{Layouts, Memory, Slot};
use crate::view::View;

/// One event of one system.
pub(super) struct KeyUnit {
    common: Arc<Common>,
    inlet: Inlet,
    decode: DecodePlan,
    once_by: Vec<Part>,
    in_order_by: Vec<Part>,
}

enum Part {
    Header(String),
    /// Slots from the record inwards, and the enum of the last if it is one.
    Field(Vec<u32>, Option<EnumId>),
}

/// A unit for each event that a system of the project sends.
pub(super) fn all(common: &Arc<Common>) -> Vec<KeyUnit> {
    let project = &common.project;
    let systems = project.systems.iter().filter_map(|system| Some((system, project.contracts.get(system.contract.index())?)));
    systems.flat_map(|(system, contract)| contract.sends.iter().map(|sends| KeyUnit::new(common, &system.decl.name, sends))).collect()
}

impl KeyUnit {
    fn new(common: &Arc<Common>, system: &str, sends: &Sends) -> KeyUnit {
        let project = &common.project;
        let mut needs = Needs::default();
        for part in sends.once_by.iter().chain(&sends.in_order_by) {
            if let KeyPart::Field(path) = part {
                along(project, sends.record, path, |record, field| needs.field(record, field));
            }
        }
        let layouts = needs.layouts(project);
        let parts = |keys: &[KeyPart]| keys.iter().map(|key| part(project, &layouts, sends.record, key)).collect();
        KeyUnit {
            inlet: Inlet { system: system.to_owned(), event: sends.name.clone(), method: sends.method.clone(), path: sends.path.clone(), awaits: sends.awaits.is_some() },
            decode: DecodePlan::new(project, &layouts, sends.record),
            once_by: parts(&sends.once_by),
            in_order_by: parts(&sends.in_order_by),
            common: common.clone(),
        }
    }

    pub fn inlet(&self) -> Inlet {
        self.inlet.clone()
    }

    pub fn is_for(&self, event: &Event<'_>) -> bool {
        self.inlet.system == event.system && self.inlet.event == event.name
    }

    pub fn keys(&self, event: &Event<'_>) -> Keys {
        let mut memory = Memory::default();
        let record = decode(&self.decode, event.payload, &mut memory).ok();
        let values = |parts: &[Part]| if parts.is_empty() { None } else { parts.iter().map(|part| self.value(part, event, record, &memory)).collect() };
        Keys { once: values(&self.once_by), order: values(&self.in_order_by) }
    }

    fn value(&self, part: &Part, event: &Event<'_>, record: Option<Slot>, memory: &Memory) -> Option<String> {
        match part {
            Part::Header(name) => event.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
            Part::Field(slots, of) => {
                let view = View { payload: event.payload, memory, constants: &self.common.constants.text };
                text_of(view, &self.common.project, record?, slots, *of)
            }
        }
    }
}

fn part(project: &Project, layouts: &Layouts, record: RecordId, key: &KeyPart) -> Part {
    match key {
        KeyPart::Header(name) => Part::Header(name.clone()),
        KeyPart::Field(path) => {
            let (slots, of) = slots(project, layouts, record, path);
            Part::Field(slots, of)
        }
    }
}

/// Visits the fields of a path, each with the record it is a field of; gives the last one's type.
fn along(project: &Project, record: RecordId, path: &[u32], mut visit: impl FnMut(RecordId, u32)) -> Option<Type> {
    let mut ty = Type::Record(record);
    for field in path {
        let id = crate::lower::record_of(&ty)?;
        visit(id, *field);
        ty = project.records.get(id.index())?.fields.get(*field as usize)?.ty.clone();
    }
    Some(ty)
}

/// The slots down to a field, and the enum of its values if it is one.
pub(super) fn slots(project: &Project, layouts: &Layouts, record: RecordId, path: &[u32]) -> (Vec<u32>, Option<EnumId>) {
    let mut slots = Vec::new();
    let ty = along(project, record, path, |record, field| {
        let slot = layouts.records.get(&record).and_then(|layout| layout.slots.get(field as usize).copied().flatten());
        slots.push(slot.unwrap_or(u32::MAX));
    });
    let of = match ty {
        Some(Type::Enum(id)) => Some(id),
        Some(Type::Optional(inner)) => {
            if let Type::Enum(id) = *inner {
                Some(id)
            } else {
                None
            }
        }
        _ => None,
    };
    (slots, of)
}

/// The value down there as text; none where it is missing.
pub(super) fn text_of(view: View<'_>, project: &Project, record: Slot, slots: &[u32], of: Option<EnumId>) -> Option<String> {
    let slot = slots.iter().fold(record, |slot, step| view.slot_of(slot, *step));
    if slot == Slot::Missing {
        return None;
    }
    let mut text = String::new();
    display(view, project, slot, of, &mut text);
    Some(text)
}

/// The value down there as addresses have it: variants by their codes, `true` and `false`.
pub(super) fn address_of(view: View<'_>, project: &Project, record: Slot, slots: &[u32], of: Option<EnumId>) -> Option<String> {
    match slots.iter().fold(record, |slot, step| view.slot_of(slot, *step)) {
        Slot::Bool(value) => Some(value.to_string()),
        Slot::Enum(variant) => Some(project.enums.get(of?.index())?.variants.get(variant as usize)?.code.clone()),
        _ => text_of(view, project, record, slots, of),
    }
}
