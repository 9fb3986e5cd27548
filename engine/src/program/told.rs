//! Messages that policies send about failures: a map of what is known about the failure.

use std::sync::Arc;

use crossdock_compiler::typed::{ContractId, PolicyId, PolicySend, Project, RecordId, Type};
use serde::Serialize;

use super::Common;
use super::policy::Facts;
use super::send::Outlet;
use crate::decision::Send;
use crate::decode::decode;
use crate::failure::Failure;
use crate::interpret::{Answers, Env, Interpreter};
use crate::ir::Code;
use crate::lower::{self, Lowered, Shared};
use crate::plan::DecodePlan;
use crate::slot::Memory;
use crate::view::View;

/// One `send` in the answer to one failure.
pub(super) struct ToldUnit {
    policy: PolicyId,
    failure: String,
    system: String,
    code: Code,
    decode: DecodePlan,
    outlet: Outlet,
}

/// A unit on its way.
pub(super) struct Parts {
    policy: PolicyId,
    failure: String,
    system: String,
    message: (ContractId, u32),
    problem: RecordId,
    lowered: Lowered,
}

/// The library's record `Problem`, as JSON by its fields' names.
#[derive(Serialize)]
struct Problem<'a> {
    failure: &'a str,
    message: &'a str,
    path: Option<&'a str>,
    flow: &'a str,
    system: &'a str,
    event: &'a str,
    key: String,
    at: String,
}

/// The sends of all policies.
pub(super) fn lower(shared: &mut Shared<'_>) -> Vec<Parts> {
    let project = shared.project;
    let mut parts = Vec::new();
    for (at, policy) in project.policies.iter().enumerate() {
        let Some(Type::Record(problem)) = policy.locals.first().map(|local| local.ty.clone()) else { continue };
        for (failure, answer) in &policy.answers {
            let Some(failure) = project.failures.get(failure.index()) else { continue };
            for send in &answer.sends {
                let lowered = lower::told(shared, policy, send);
                let (system, message) = (system_of(project, send), (send.contract, send.message));
                parts.push(Parts { policy: PolicyId(at as u32), failure: failure.decl.name.clone(), system, message, problem, lowered });
            }
        }
    }
    parts
}

fn system_of(project: &Project, send: &PolicySend) -> String {
    project.systems.get(send.system.index()).map_or_else(String::new, |system| system.decl.name.clone())
}

impl ToldUnit {
    pub fn new(common: &Arc<Common>, parts: Parts) -> ToldUnit {
        let Parts { policy, failure, system, message: (contract, message), problem, lowered } = parts;
        ToldUnit {
            policy,
            failure,
            system,
            decode: DecodePlan::new(&common.project, &lowered.layouts, problem),
            outlet: Outlet::new(&common.project, &lowered.layouts, contract, message),
            code: lowered.code,
        }
    }

    pub fn is_for(&self, policy: Option<PolicyId>, failure: &str) -> bool {
        Some(self.policy) == policy && self.failure == failure
    }

    /// None where the failure's words cannot be read back, which JSON does not have.
    pub fn send(&self, common: &Common, facts: &Facts<'_>, failure: &Failure, ordinal: u32) -> Option<Send> {
        let event = facts.event;
        let problem = Problem {
            failure: &failure.name,
            message: &failure.message,
            path: failure.path.as_deref(),
            flow: facts.flow,
            system: event.system,
            event: event.name,
            key: facts.key(),
            at: event.received.to_string(),
        };
        let payload = serde_json::to_vec(&problem).ok()?;
        let mut memory = Memory::default();
        let record = decode(&self.decode, &payload, &mut memory).ok()?;
        let env = Env { project: &common.project, constants: &common.constants, payload: &payload, received: event.received, answers: &Answers::default(), events: None };
        let value = Interpreter::new(env, &self.code, &mut memory).run(&[record]).ok()?;
        let view = View { payload: &payload, memory: &memory, constants: &common.constants.text };
        let site = format!("{}!{}", facts.flow, failure.name);
        Some(self.outlet.send(&common.project, view, value, &self.system, event.id, &site, ordinal))
    }
}

/// Systems that policies send to.
pub(super) fn targets(project: &Project) -> impl Iterator<Item = String> {
    let sends = project.policies.iter().flat_map(|policy| &policy.answers).flat_map(|(_, answer)| &answer.sends);
    sends.map(|send| system_of(project, send))
}
