//! Flows that decide about events.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use crossdock_compiler::typed::{ContractId, Flow, PolicyId};

use super::Common;
use super::documents::Documents;
use super::keys::KeyUnit;
use super::lifecycle;
use super::policy::{Facts, policy};
use super::question::{answered, question};
use super::send::Outlet;
use super::starts::{Starts, priority, starts};
use crate::decision::{Decision, Event, Known, Move, Outcome, Priority, Send};
use crate::decode::decode;
use crate::emit::emit;
use crate::failure::Failure;
use crate::interpret::{Answers, Decided, Env, Events, Interpreter, Question, Stop};
use crate::ir::Code;
use crate::lower::{self, Later, Lowered, Shared};
use crate::plan::{DecodePlan, EmitPlan};
use crate::slot::{Memory, Slot};
use crate::view::View;

pub(super) struct FlowUnit {
    /// `release.release_order`
    pub name: String,
    pub code: Code,
    common: Arc<Common>,
    pub starts: Starts,
    decode: DecodePlan,
    /// Of what the sender waits for.
    reply: Option<EmitPlan>,
    priority: Priority,
    outlets: Vec<Outlet>,
    questions: Vec<Question>,
    /// Of what comes back from messages.
    replies: Vec<DecodePlan>,
    pub later: Vec<Later>,
    moves: Vec<Move>,
    pub policy: Option<PolicyId>,
}

/// What follows from an event.
struct Made {
    outcome: Outcome,
    /// What the sender is answered.
    reply: Option<Vec<u8>>,
    moves: Vec<Move>,
}

impl From<Outcome> for Made {
    fn from(outcome: Outcome) -> Made {
        Made { outcome, reply: None, moves: Vec::new() }
    }
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
        let sends = super::starts::sends(project, &flow.start);
        let record = sends.map_or(crossdock_compiler::typed::RecordId(u32::MAX), |sends| sends.record);
        let outlet = |(contract, message): &(ContractId, u32)| Outlet::new(project, &lowered.layouts, *contract, *message);
        FlowUnit {
            name: format!("{}.{}", flow.decl.module, flow.decl.name),
            starts: starts(project, &flow),
            decode: DecodePlan::new(project, &lowered.layouts, record),
            reply: sends.and_then(|sends| sends.awaits).map(|record| EmitPlan::new(project, &lowered.layouts, record)),
            priority: priority(flow.priority),
            outlets: lowered.sends.iter().map(outlet).collect(),
            questions: lowered.look_ups.iter().map(|(contract, at)| question(project, &lowered.layouts, *contract, *at)).collect(),
            replies: lowered.replies.iter().map(|ty| answered(project, &lowered.layouts, Some(ty))).collect(),
            later: lowered.later,
            moves: lowered.moves.iter().filter_map(|step| lifecycle::step(project, step)).collect(),
            policy: flow.policy,
            code: lowered.code,
            common: common.clone(),
        }
    }

    pub fn is_for(&self, event: &Event<'_>) -> bool {
        match &self.starts {
            Starts::Event { systems, event: name } => name == event.name && systems.iter().any(|system| system == event.system),
            Starts::Schedule(_) => event.system.is_empty() && event.name == self.name,
        }
    }

    /// `keys` read what people know the event by.
    pub fn decide(&self, event: &Event<'_>, known: &Known, keys: Option<&KeyUnit>) -> Decision {
        // A defect of ours must not take other events down with this one: it is parked, and the panic is in the log.
        let decided = std::panic::catch_unwind(AssertUnwindSafe(|| self.made(event, known)));
        let Made { outcome, reply, moves } = decided.unwrap_or_else(|_| Made::from(Outcome::Failed(vec![crashed()])));
        let facts = Facts { flow: &self.name, event, keys };
        Decision { flow: self.name.clone(), outcome, reply, priority: self.priority, policy: policy(&self.common.project, self.policy, &facts), moves }
    }

    fn made(&self, event: &Event<'_>, known: &Known) -> Made {
        let mut memory = Memory::default();
        let Some(documents) = Documents::new(event.payload, known) else { return Outcome::Failed(vec![too_large()]).into() };
        let args = match &self.starts {
            Starts::Schedule(_) => Vec::new(),
            Starts::Event { .. } => match decode(&self.decode, event.payload, &mut memory) {
                Ok(record) => vec![record],
                Err(failures) => return Outcome::Failed(failures).into(),
            },
        };
        let answers = Answers {
            questions: &self.questions,
            recorded: &known.answers,
            places: documents.answers,
            replies: &self.replies,
            exchanged: &known.exchanged,
            exchanged_places: documents.exchanged,
        };
        let events = known.collected.as_ref().map(|collected| Events { decode: &self.decode, places: documents.events, over: collected.over });
        let payload = &*documents.bytes;
        let env = Env { project: &self.common.project, constants: &self.common.constants, payload, received: event.received, answers: &answers, events: events.as_ref() };
        let mut interpreter = Interpreter::new(env, &self.code, &mut memory);
        let ended = interpreter.run(&args);
        let (decided, reply, moves) = (interpreter.sends, interpreter.reply, interpreter.moves);
        let view = View { payload, memory: &memory, constants: &self.common.constants.text };
        let outcome = match ended {
            Ok(_) => Outcome::Sends(decided.iter().enumerate().filter_map(|(at, one)| self.send(event, view, at as u32, one)).collect()),
            Err(Stop::Skipped { because }) => Outcome::Skipped { because },
            Err(Stop::Asks(look_ups)) => return Outcome::Asks(look_ups).into(),
            Err(Stop::Exchange(ordinal, one)) => {
                return self.send(event, view, ordinal, &one).map_or_else(|| Outcome::Failed(vec![crashed()]), |send| Outcome::Exchange(Box::new(send))).into();
            }
            Err(Stop::Collecting(collecting)) => return Outcome::Collecting(collecting).into(),
            Err(Stop::Failed(raised)) => return Outcome::Failed(raised.into_iter().map(Failure::from).collect()).into(),
        };
        let moves = match &outcome {
            Outcome::Sends(_) => moves.into_iter().filter_map(|(place, key)| Some(Move { key, ..self.moves.get(place)?.clone() })).collect(),
            _ => Vec::new(),
        };
        Made { outcome, reply: reply.and_then(|reply| self.reply(view, reply)), moves }
    }

    fn reply(&self, view: View<'_>, reply: Slot) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        emit(self.reply.as_ref()?, reply, view, &mut bytes);
        Some(bytes)
    }

    fn send(&self, event: &Event<'_>, view: View<'_>, ordinal: u32, decided: &Decided) -> Option<Send> {
        let mut send = self.message(event, view, ordinal, (decided.system, decided.place, decided.value))?;
        send.undo = decided.undo.and_then(|undo| self.message(event, view, ordinal, undo)).map(Box::new);
        Some(send)
    }

    fn message(&self, event: &Event<'_>, view: View<'_>, ordinal: u32, (system, place, value): (Slot, usize, Slot)) -> Option<Send> {
        let Slot::System(system) = system else { return None };
        let system = &self.common.project.systems.get(system as usize)?.decl.name;
        let site = format!("{}#{place}", self.name);
        Some(self.outlets.get(place)?.send(&self.common.project, view, value, system, event.id, &site, ordinal))
    }
}
