//! Flows that decide about events.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use crossdock_compiler::typed::{ContractId, Flow};

use super::Common;
use super::policy::policy;
use super::send::Outlet;
use crate::decision::{Decision, Event, Outcome, Policy, Send};
use crate::decode::decode;
use crate::failure::Failure;
use crate::interpret::{Decided, Env, Interpreter, Stop};
use crate::ir::Code;
use crate::lower::{self, Lowered, Shared};
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
    policy: Policy,
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
            policy: policy(project, flow.policy),
            code: lowered.code,
            common: common.clone(),
        }
    }

    pub fn is_for(&self, event: &Event<'_>) -> bool {
        self.event == event.name && self.systems.iter().any(|system| system == event.system)
    }

    pub fn decide(&self, event: &Event<'_>) -> Decision {
        // A defect of ours must not take other events down with this one: it is parked, and the panic is in the log.
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| self.outcome(event))).unwrap_or_else(|_| Outcome::Failed(vec![crashed()]));
        Decision { flow: self.name.clone(), outcome, policy: self.policy.clone() }
    }

    fn outcome(&self, event: &Event<'_>) -> Outcome {
        let mut memory = Memory::default();
        let record = match decode(&self.decode, event.payload, &mut memory) {
            Ok(record) => record,
            Err(failures) => return Outcome::Failed(failures),
        };
        let env = Env { project: &self.common.project, constants: &self.common.constants, payload: event.payload, received: event.received };
        let mut interpreter = Interpreter::new(env, &self.code, &mut memory);
        match interpreter.run(&[record]) {
            Ok(_) => {
                let decided = interpreter.sends;
                Outcome::Sends(decided.iter().enumerate().filter_map(|(at, one)| self.send(event, &memory, at as u32, one)).collect())
            }
            Err(Stop::Skipped { because }) => Outcome::Skipped { because },
            Err(Stop::Failed(raised)) => Outcome::Failed(raised.into_iter().map(Failure::from).collect()),
        }
    }

    fn send(&self, event: &Event<'_>, memory: &Memory, ordinal: u32, decided: &Decided) -> Option<Send> {
        let Slot::System(system) = decided.system else { return None };
        let system = &self.common.project.systems.get(system as usize)?.decl.name;
        let view = View { payload: event.payload, memory, constants: &self.common.constants.text };
        let site = format!("{}#{}", self.name, decided.place);
        Some(self.outlets.get(decided.place)?.send(&self.common.project, view, decided.value, system, event.id, &site, ordinal))
    }
}
