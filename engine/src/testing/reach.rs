//! Points that no instruction marks, since it is the world of a test that reaches them: answers of policies, moves and limits of lifecycles,
//! what is taken back, and collections whose time is over.

use crossdock_compiler::typed::{ContractId, FailureId, Flow, FlowStep, Lifecycle, PolicyId, Project};

use super::Bench;
use crate::coverage::{Points, Spot, Step};
use crate::decision::{Limit, Move, Send};
use crate::program::lifecycle::entity;

/// All of them count, reached or not.
pub(super) fn declare(project: &Project, points: &Points) {
    let answers = project.policies.iter().enumerate().flat_map(|(at, policy)| policy.answers.iter().map(move |(failure, _)| (PolicyId(at as u32), *failure)));
    answers.for_each(|(policy, failure)| drop(points.flag(Spot::Answer { policy, failure })));
    for flow in &project.flows {
        flow.all_steps().into_iter().flat_map(|step| of_step(project, flow, step)).for_each(|spot| drop(points.flag(spot)));
    }
}

fn of_step(project: &Project, flow: &Flow, step: &FlowStep) -> Vec<Spot> {
    let file = flow.decl.place.file;
    match step {
        FlowStep::Send { undo: Some(undo), .. } => vec![Spot::Step { file, span: undo.span, what: Step::Undoes }],
        FlowStep::Collect(collect) => vec![Spot::Step { file, span: collect.span, what: Step::RunsOut }],
        FlowStep::Advance { lifecycle, to, from, .. } => {
            let moves = from.iter().map(|from| Spot::Move { lifecycle: *lifecycle, from: *from, to: *to });
            let limits = project.lifecycles.get(*lifecycle as usize).into_iter().flat_map(|declared| declared.limits.iter().enumerate());
            let limits = limits.filter(|(_, limit)| limit.from.contains(to)).map(|(at, _)| Spot::Limit { lifecycle: *lifecycle, limit: at as u32 });
            moves.chain(limits).collect()
        }
        FlowStep::Let(..)
        | FlowStep::Check { .. }
        | FlowStep::Skip { .. }
        | FlowStep::Send { undo: None, .. }
        | FlowStep::For { .. }
        | FlowStep::Match { .. }
        | FlowStep::Answer { .. } => Vec::new(),
    }
}

impl Bench<'_> {
    fn reach(&self, spot: impl FnOnce(&Project) -> Option<Spot>) {
        if let Some(points) = &self.points
            && let Some(spot) = spot(&self.checked.project)
        {
            points.reach(&spot);
        }
    }

    /// The policy of a flow answers a failure.
    pub(super) fn answered(&self, flow: &str, failure: &str) {
        self.reach(|project| {
            let policy = named(project, flow)?.policy?;
            let failure = project.failures.iter().position(|declared| declared.decl.name == failure)?;
            Some(Spot::Answer { policy, failure: FailureId(failure as u32) })
        });
    }

    pub(super) fn moved(&self, step: &Move, from: &str) {
        self.reach(|project| {
            let (at, lifecycle) = lifecycle_of(project, step)?;
            Some(Spot::Move { lifecycle: at, from: lifecycle.state(from)?, to: lifecycle.state(&step.to)? })
        });
    }

    pub(super) fn ran_out(&self, step: &Move, limit: &Limit) {
        self.reach(|project| {
            let (lifecycle, declared) = lifecycle_of(project, step)?;
            let to = declared.state(&step.to)?;
            let until: Vec<u32> = limit.until.iter().filter_map(|state| declared.state(state)).collect();
            let at = declared.limits.iter().position(|found| found.nanos == limit.nanos && found.to == until && found.from.contains(&to))?;
            Some(Spot::Limit { lifecycle, limit: at as u32 })
        });
    }

    /// A flow's message was taken back by another: each statement that sends the one and undoes it by the other.
    pub(super) fn took_back(&self, flow: &str, sent: &Send, by: &Send) {
        let Some(points) = &self.points else { return };
        let project = &self.checked.project;
        let Some(flow) = named(project, flow) else { return };
        for step in flow.all_steps() {
            if let FlowStep::Send { contract, message, undo: Some(undo), .. } = step
                && is(project, sent, (*contract, *message))
                && is(project, by, (undo.contract, undo.message))
            {
                points.reach(&Spot::Step { file: flow.decl.place.file, span: undo.span, what: Step::Undoes });
            }
        }
    }

    /// The time of a flow's collection is over.
    pub(super) fn collected(&self, flow: &str) {
        self.reach(|project| {
            let flow = named(project, flow)?;
            let span = flow.all_steps().into_iter().find_map(|step| if let FlowStep::Collect(collect) = step { Some(collect.span) } else { None })?;
            Some(Spot::Step { file: flow.decl.place.file, span, what: Step::RunsOut })
        });
    }
}

fn named<'p>(project: &'p Project, flow: &str) -> Option<&'p Flow> {
    project.flows.iter().find(|found| flow.strip_prefix(&found.decl.module).and_then(|rest| rest.strip_prefix('.')) == Some(&found.decl.name))
}

fn lifecycle_of<'p>(project: &'p Project, step: &Move) -> Option<(u32, &'p Lifecycle)> {
    project.lifecycles.iter().enumerate().find(|(_, lifecycle)| entity(project, lifecycle) == step.entity).map(|(at, lifecycle)| (at as u32, lifecycle))
}

/// Whether that message of a contract was sent.
fn is(project: &Project, send: &Send, (contract, message): (ContractId, u32)) -> bool {
    let of_contract = project.systems.iter().any(|system| system.contract == contract && system.decl.name == send.system);
    let named = || project.contracts.get(contract.index())?.accepts.get(message as usize).map(|accepts| accepts.name == send.message);
    of_contract && named() == Some(true)
}
