//! The moves that a flow may make, ready but for their keys.

use crossdock_compiler::typed::{self, Project};

use crate::decision::{Limit, LimitAnswer, Move};

/// A step of a flow: its lifecycle, the state that it leads to, and those that it may come from.
pub(crate) type Step = (u32, u32, Vec<u32>);

/// Without its key.
pub(super) fn step(project: &Project, (lifecycle, to, from): &Step) -> Option<Move> {
    let lifecycle = project.lifecycles.get(*lifecycle as usize)?;
    let name = |state: &u32| lifecycle.states.get(*state as usize).map_or_else(String::new, |state| state.name.clone());
    Some(Move {
        entity: entity(project, lifecycle),
        key: String::new(),
        first: name(&0),
        from: from.iter().map(name).collect(),
        to: name(to),
        limits: lifecycle.limits.iter().filter(|limit| limit.from.contains(to)).map(|limit| converted(lifecycle, limit, name)).collect(),
    })
}

pub(crate) fn entity(project: &Project, lifecycle: &typed::Lifecycle) -> String {
    project.records.get(lifecycle.record.index()).map_or_else(String::new, |record| record.decl.name.clone())
}

fn converted(lifecycle: &typed::Lifecycle, limit: &typed::TimeLimit, name: impl Fn(&u32) -> String) -> Limit {
    let answer = match &limit.answer {
        Some(tell) => LimitAnswer::Tell { notify: tell.notify.clone(), alert: tell.alert.clone() },
        None => LimitAnswer::Late,
    };
    let open = lifecycle.leading_to(limit.to.iter().copied()).into_iter().filter(|state| !limit.to.contains(state));
    Limit { nanos: limit.nanos, until: limit.to.iter().map(&name).collect(), open: open.map(|state| name(&state)).collect(), answer }
}
