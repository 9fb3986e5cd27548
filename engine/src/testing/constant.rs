//! The values of expressions that stand in tests: no event, and no locals but what is `given` by name.

use std::ops::Range;
use std::sync::Arc;

use crossdock_compiler::Checked;
use crossdock_compiler::typed::{Expr, FileId, LocalId, RecordId, Type, Wire};

use super::RECEIVED;
use crate::coverage::Points;
use crate::decode::decode_at;
use crate::emit::emit_value;
use crate::failure::Failure;
use crate::interpret::{Answers, Env, Interpreter, Stop, display, with_unit};
use crate::lower::{self, Constants, Shared};
use crate::plan::{DecodePlan, EmitPlan};
use crate::slot::{Layouts, Memory, Slot};
use crate::view::View;

/// Works out expressions, one after the other.
pub(super) struct Evaluator<'a> {
    checked: &'a Checked,
    constants: Constants,
    points: Option<Arc<Points>>,
    given: Vec<GivenRecord>,
    /// The documents of all of them, one behind the other.
    documents: Vec<u8>,
}

/// A record that expressions know by a local.
struct GivenRecord {
    local: LocalId,
    name: String,
    record: RecordId,
    /// Of its document.
    place: Range<usize>,
}

/// A value with all that it points into.
pub(super) struct Value<'e> {
    pub slot: Slot,
    ty: Type,
    checked: &'e Checked,
    constants: &'e Constants,
    documents: &'e [u8],
    layouts: Layouts,
    memory: Memory,
}

impl<'a> Evaluator<'a> {
    pub fn new(checked: &'a Checked, points: Option<Arc<Points>>) -> Evaluator<'a> {
        Evaluator { checked, constants: Constants::of(&checked.project), points, given: Vec::new(), documents: Vec::new() }
    }

    /// For another test, which knows nothing of this one's.
    pub fn forget(&mut self) {
        self.given.clear();
        self.documents.clear();
    }

    /// From now on the local is this document.
    pub fn give(&mut self, local: LocalId, name: &str, record: RecordId, document: &[u8]) {
        let start = self.documents.len();
        self.documents.extend_from_slice(document);
        self.given.push(GivenRecord { local, name: name.to_owned(), record, place: start..self.documents.len() });
    }

    /// The value, or what went wrong on the way to it.
    pub fn value(&mut self, file: FileId, expr: &Expr) -> Result<Value<'_>, String> {
        let project = &self.checked.project;
        let mut shared = Shared { project, sources: &self.checked.sources, constants: &mut self.constants, points: self.points.as_deref(), notes: None };
        let used: Vec<&GivenRecord> = self.given.iter().filter(|given| expr.reads_any(&[given.local])).collect();
        let params: Vec<(LocalId, RecordId)> = used.iter().map(|given| (given.local, given.record)).collect();
        let lowered = lower::constant(&mut shared, file, expr, &params);
        let mut memory = Memory::default();
        let mut records = Vec::with_capacity(used.len());
        for given in used {
            let (bytes, base) = (self.documents.get(given.place.clone()).unwrap_or_default(), given.place.start as u32);
            let record = decode_at(&DecodePlan::new(project, &lowered.layouts, given.record), bytes, base, &mut memory);
            records.push(record.map_err(|failures| format!("{} is not as declared: {}", given.name, told(failures.into_iter())))?);
        }
        let documents = self.documents.as_slice();
        let env = Env { project, constants: &self.constants, payload: documents, received: RECEIVED, answers: &Answers::default(), events: None };
        match Interpreter::new(env, &lowered.code, &mut memory).run(&records) {
            Ok(slot) => Ok(Value { slot, ty: expr.ty.clone(), checked: self.checked, constants: &self.constants, documents, layouts: lowered.layouts, memory }),
            Err(Stop::Skipped { because }) => Err(because),
            Err(Stop::Asks(_) | Stop::Exchange(..) | Stop::Collecting(_)) => Err("Only a flow asks, sends and collects.".to_owned()),
            Err(Stop::Failed(raised)) => Err(told(raised.into_iter().map(Failure::from))),
        }
    }
}

fn told(failures: impl Iterator<Item = Failure>) -> String {
    failures.map(|failure| failure.to_string()).collect::<Vec<_>>().join("; ")
}

impl Value<'_> {
    /// As it stands on the wire in a field of that type and form; none if it is missing.
    pub fn json(&self, ty: &Type, wire: &Wire) -> Option<String> {
        if self.slot == Slot::Missing {
            return None;
        }
        let (plan, shape) = EmitPlan::of_value(&self.checked.project, &self.layouts, ty, wire);
        let mut out = Vec::new();
        emit_value(&plan, &shape, self.slot, self.view(), &mut out);
        String::from_utf8(out).ok()
    }

    /// As it stands in an address; none if it is missing.
    pub fn in_address(&self) -> Option<String> {
        let ty = if let Type::Optional(inner) = &self.ty { inner } else { &self.ty };
        match (self.slot, ty) {
            (Slot::Missing, _) => None,
            (Slot::Enum(variant), Type::Enum(id)) => {
                let item = self.checked.project.enums.get(id.index())?;
                item.variants.get(variant as usize).map(|variant| variant.code.clone())
            }
            (slot, _) => {
                let mut text = String::new();
                display(self.view(), &self.checked.project, slot, None, &mut text);
                Some(text)
            }
        }
    }

    /// For people.
    pub fn shown(&self) -> String {
        let mut text = String::new();
        let of = match &self.ty {
            Type::Enum(id) => Some(*id),
            Type::Optional(inner) => {
                if let Type::Enum(id) = **inner {
                    Some(id)
                } else {
                    None
                }
            }
            _ => None,
        };
        display(self.view(), &self.checked.project, self.slot, of, &mut text);
        match self.slot {
            Slot::Missing => "none".to_owned(),
            Slot::Text(_) => format!("{text:?}"),
            Slot::Record(_) | Slot::List(_) => self.json(&self.ty, &Wire::default()).unwrap_or_default(),
            _ => with_unit(text, &lower::shown_unit(&self.checked.project, &self.ty)),
        }
    }

    fn view(&self) -> View<'_> {
        View { payload: self.documents, memory: &self.memory, constants: &self.constants.text }
    }
}
