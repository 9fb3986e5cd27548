//! Flows that decide about events.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use crossdock_compiler::typed::{ContractId, Flow, PolicyId};

use super::Common;
use super::keys::KeyUnit;
use super::lifecycle;
use super::policy::{Facts, policy};
use super::question::{Documents, question};
use super::send::Outlet;
use crate::decision::{Decision, Event, Known, Move, Outcome, Send};
use crate::decode::decode;
use crate::failure::Failure;
use crate::interpret::{Answers, Decided, Env, Interpreter, Question, Stop};
use crate::ir::Code;
use crate::lower::{self, Later, Lowered, Shared};
use crate::plan::DecodePlan;
use crate::slot::{Memory, Slot};
use crate::view::View;

pub(super) struct FlowUnit {
    /// `release.release_order`
    pub name: String,
    pub code: Code,
    common: Arc<Common>,
    systems: Vec<String>,
    event: String,
    decode: DecodePlan,
    outlets: Vec<Outlet>,
    questions: Vec<Question>,
    pub later: Vec<Later>,
    moves: Vec<Move>,
    pub policy: Option<PolicyId>,
}

/// A flow on its way to being a unit.
pub(super) struct Parts {
    flow: Flow,
    lowered: Lowered,
}

pub(super) fn lower(shared: &mut Shared<'_>, flow: &Flow) -> Parts {
    Parts { lowered: lower::flow(shared, flow), flow: flow.clone() }
}

/// No policy answers it, so it is parked.
fn crashed() -> Failure {
    let message = "Crossdock itself failed on this event. Please report it, with the event's payload.";
    Failure { name: "crashed".to_owned(), message: message.to_owned(), path: None, source: None }
}

fn too_large() -> Failure {
    let message = "The event and the answers to its look-ups are more than 4 GB.";
    Failure { name: "invalid".to_owned(), message: message.to_owned(), path: None, source: None }
}

impl FlowUnit {
    pub fn new(common: &Arc<Common>, parts: Parts) -> FlowUnit {
        let project = &common.project;
        let Parts { flow, lowered } = parts;
        let sends = project.contracts.get(flow.contract.index()).and_then(|contract| contract.sends.get(flow.event as usize));
        let record = sends.map_or(crossdock_compiler::typed::RecordId(u32::MAX), |sends| sends.record);
        let outlet = |(contract, message): &(ContractId, u32)| Outlet::new(project, &lowered.layouts, *contract, *message);
        FlowUnit {
            name: format!("{}.{}", flow.decl.module, flow.decl.name),
            systems: flow.systems.iter().filter_map(|id| project.systems.get(id.index())).map(|system| system.decl.name.clone()).collect(),
            event: sends.map_or_else(String::new, |sends| sends.name.clone()),
            decode: DecodePlan::new(project, &lowered.layouts, record),
            outlets: lowered.sends.iter().map(outlet).collect(),
            questions: lowered.look_ups.iter().map(|(contract, at)| question(project, &lowered.layouts, *contract, *at)).collect(),
            later: lowered.later,
            moves: lowered.moves.iter().filter_map(|step| lifecycle::step(project, step)).collect(),
            policy: flow.policy,
            code: lowered.code,
            common: common.clone(),
        }
    }

    pub fn is_for(&self, event: &Event<'_>) -> bool {
        self.event == event.name && self.systems.iter().any(|system| system == event.system)
    }

    /// `keys` read what people know the event by.
    pub fn decide(&self, event: &Event<'_>, known: &Known, keys: Option<&KeyUnit>) -> Decision {
        // A defect of ours must not take other events down with this one: it is parked, and the panic is in the log.
        let mut moves = Vec::new();
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| self.outcome(event, known, &mut moves))).unwrap_or_else(|_| Outcome::Failed(vec![crashed()]));
        let facts = Facts { flow: &self.name, event, keys };
        Decision { flow: self.name.clone(), outcome, policy: policy(&self.common.project, self.policy, &facts), moves }
    }

    fn outcome(&self, event: &Event<'_>, known: &Known, moves: &mut Vec<Move>) -> Outcome {
        let mut memory = Memory::default();
        let Some(documents) = Documents::new(event.payload, &known.answers) else { return Outcome::Failed(vec![too_large()]) };
        let record = match decode(&self.decode, event.payload, &mut memory) {
            Ok(record) => record,
            Err(failures) => return Outcome::Failed(failures),
        };
        let answers = Answers { questions: &self.questions, recorded: &known.answers, places: documents.answers };
        let payload = &*documents.bytes;
        let env = Env { project: &self.common.project, constants: &self.common.constants, payload, received: event.received, answers: &answers };
        let mut interpreter = Interpreter::new(env, &self.code, &mut memory);
        match interpreter.run(&[record]) {
            Ok(_) => {
                let decided = interpreter.sends;
                moves.extend(interpreter.moves.into_iter().filter_map(|(place, key)| Some(Move { key, ..self.moves.get(place)?.clone() })));
                Outcome::Sends(
                    decided
                        .iter()
                        .enumerate()
                        .filter_map(|(at, one)| self.send(event, View { payload, memory: &memory, constants: &self.common.constants.text }, at as u32, one))
                        .collect(),
                )
            }
            Err(Stop::Skipped { because }) => Outcome::Skipped { because },
            Err(Stop::Asks(look_ups)) => Outcome::Asks(look_ups),
            Err(Stop::Failed(raised)) => Outcome::Failed(raised.into_iter().map(Failure::from).collect()),
        }
    }

    fn send(&self, event: &Event<'_>, view: View<'_>, ordinal: u32, decided: &Decided) -> Option<Send> {
        let Slot::System(system) = decided.system else { return None };
        let system = &self.common.project.systems.get(system as usize)?.decl.name;
        let site = format!("{}#{}", self.name, decided.place);
        Some(self.outlets.get(decided.place)?.send(&self.common.project, view, decided.value, system, event.id, &site, ordinal))
    }
}
