//! What a flow decided to send, made ready for the wire.

use std::fmt::Write as _;

use crossdock_compiler::typed::{Accepts, ContractId, EnumId, KeyPart, PathPart, Project, Wire};
use sha2::{Digest as _, Sha256};

use super::keys::{address_of, slots, text_of};
use crate::address::{Piece, filled};
use crate::decision::Send;
use crate::emit::{emit, emit_value};
use crate::plan::{EmitPlan, Shape};
use crate::slot::{Layouts, Slot};
use crate::view::View;

/// One message that a contract accepts, as one flow sends it.
pub(super) struct Outlet {
    message: String,
    method: String,
    path: Vec<Part>,
    once_by: Vec<(Vec<u32>, Option<EnumId>)>,
    body: Body,
    /// All of what is sent, where the body alone is not.
    whole: Option<EmitPlan>,
}

enum Body {
    Nothing,
    Record(EmitPlan),
    /// In a slot of the record; a list has a shape of its own.
    Part(u32, EmitPlan, Shape),
}

enum Part {
    Literal(String),
    Field(Vec<u32>, Option<EnumId>),
}

impl Outlet {
    pub fn new(project: &Project, layouts: &Layouts, contract: ContractId, message: u32) -> Outlet {
        let accepts = project.contracts.get(contract.index()).and_then(|contract| contract.accepts.get(message as usize));
        let Some(accepts) = accepts else {
            return Outlet { message: String::new(), method: String::new(), path: Vec::new(), once_by: Vec::new(), body: Body::Nothing, whole: None };
        };
        let path = accepts.path.iter().map(|part| match part {
            PathPart::Literal(text) => Part::Literal(text.clone()),
            PathPart::Field(path) => {
                let (slots, of) = slots(project, layouts, accepts.record, path);
                Part::Field(slots, of)
            }
        });
        let once_by = accepts.once_by.iter().filter_map(|key| match key {
            KeyPart::Field(path) => Some(slots(project, layouts, accepts.record, path)),
            KeyPart::Header(_) => None,
        });
        Outlet {
            message: accepts.name.clone(),
            method: accepts.method.clone(),
            path: path.collect(),
            once_by: once_by.collect(),
            body: body(project, layouts, accepts),
            whole: (!accepts.is_its_body()).then(|| EmitPlan::new(project, layouts, accepts.record)),
        }
    }

    #[allow(clippy::too_many_arguments)]
    pub fn send(&self, project: &Project, view: View<'_>, record: Slot, system: &str, event: &str, site: &str, ordinal: u32) -> Send {
        let text = |slots: &[u32], of: Option<EnumId>| text_of(view, project, record, slots, of).unwrap_or_default();
        let keys: Vec<String> = self.once_by.iter().map(|(slots, of)| text(slots, *of)).collect();
        let pieces = self.path.iter().map(|part| match part {
            Part::Literal(literal) => Piece::Literal(literal),
            Part::Field(slots, of) => Piece::Value(address_of(view, project, record, slots, *of)),
        });
        let path = filled(pieces);
        let (mut body, mut whole) = (Vec::new(), Vec::new());
        match &self.body {
            Body::Nothing => {}
            Body::Record(plan) => emit(plan, record, view, &mut body),
            Body::Part(slot, plan, shape) => emit_value(plan, shape, view.slot_of(record, *slot), view, &mut body),
        }
        if let Some(plan) = &self.whole {
            emit(plan, record, view, &mut whole);
        }
        let idempotency_key = if keys.is_empty() {
            digest(["event", event, site, &ordinal.to_string()])
        } else {
            digest(["key", system, &self.message].into_iter().chain(keys.iter().map(String::as_str)))
        };
        Send {
            ordinal,
            system: system.to_owned(),
            message: self.message.clone(),
            method: self.method.clone(),
            path,
            content_type: "application/json".to_owned(),
            body,
            whole,
            idempotency_key,
            keys,
            undo: None,
        }
    }
}

fn body(project: &Project, layouts: &Layouts, accepts: &Accepts) -> Body {
    match (&accepts.body, accepts.body_field()) {
        (Some(body), Some(field)) => {
            let slot = layouts.records.get(&accepts.record).and_then(|layout| layout.slots.get(field as usize).copied().flatten());
            let (plan, shape) = EmitPlan::of_value(project, layouts, body, &Wire::default());
            Body::Part(slot.unwrap_or(u32::MAX), plan, shape)
        }
        (Some(_), None) => Body::Record(EmitPlan::new(project, layouts, accepts.record)),
        (None, _) => Body::Nothing,
    }
}

/// 32 hex digits over the parts; lengths keep `ab, c` apart from `a, bc`.
fn digest<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut text = String::new();
    for byte in hash.finalize().iter().take(16) {
        let written = write!(text, "{byte:02x}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    text
}
