//! Whether a lifecycle as a whole makes sense: every state is reached, and every way comes to an end.

use super::problem::Problem;
use super::{FileId, Lifecycle};
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::resolve::nearest;

/// `finals`: the states declared to be ends, if any are.
pub(super) fn check(ctx: &Context<'_>, file: FileId, lifecycle: &Lifecycle, finals: Option<&[u32]>) {
    let misspelt = unreachable(ctx, file, lifecycle);
    dead_ends(ctx, file, lifecycle, finals, &misspelt);
}

/// Reports the states that no way leads to; gives the names that they are likely meant to be.
fn unreachable(ctx: &Context<'_>, file: FileId, lifecycle: &Lifecycle) -> Vec<String> {
    let reached = lifecycle.reachable([0]);
    let known: Vec<&str> = reached.iter().filter_map(|at| name(lifecycle, *at)).collect();
    let mut meant = Vec::new();
    for at in causes(lifecycle, &reached) {
        let Some(state) = lifecycle.states.get(at as usize) else { continue };
        let near = nearest(&state.name, known.iter().copied()).map(str::to_owned);
        meant.extend(near.clone());
        let first = name(lifecycle, 0).unwrap_or_default().to_owned();
        ctx.report(Problem::Unreachable { file, span: state.span, state: state.name.clone(), near, first }.diagnostic());
    }
    meant
}

/// Of the states that are not reached, those that mending would reach all others by: first those that nothing leads to, then of each circle one.
fn causes(lifecycle: &Lifecycle, reached: &[u32]) -> Vec<u32> {
    let mut covered = reached.to_vec();
    let all = 0..lifecycle.states.len() as u32;
    let begins = |state: u32| !lifecycle.moves.iter().any(|step| step.to == state && step.from != state);
    let mut causes = Vec::new();
    for state in all.clone().filter(|state| begins(*state)).chain(all.clone()) {
        if !covered.contains(&state) {
            covered.extend(lifecycle.reachable([state]));
            causes.push(state);
        }
    }
    causes.sort_unstable();
    causes
}

fn name(lifecycle: &Lifecycle, state: u32) -> Option<&str> {
    lifecycle.states.get(state as usize).map(|state| state.name.as_str())
}

/// Without `final`, a state that nothing leaves is an end. What another state was misspelt for has its way on, and that is said.
fn dead_ends(ctx: &Context<'_>, file: FileId, lifecycle: &Lifecycle, finals: Option<&[u32]>, misspelt: &[String]) {
    let all = 0..lifecycle.states.len() as u32;
    let stays = |state: u32| !lifecycle.moves.iter().any(|step| step.from == state && step.to != state);
    let ends: Vec<u32> = finals.map_or_else(|| all.clone().filter(|state| stays(*state)).collect(), <[u32]>::to_vec);
    let leading = lifecycle.leading_to(ends.iter().copied());
    let dead: Vec<u32> = all.filter(|state| !leading.contains(state)).collect();
    let stuck: Vec<u32> = dead.iter().copied().filter(|state| stays(*state)).collect();
    // Where none of them is stuck by itself, they lead to each other.
    let (shown, others) = match (stuck.as_slice(), dead.first()) {
        ([], Some(first)) => (vec![*first], dead.iter().filter_map(|at| name(lifecycle, *at)).map(str::to_owned).collect()),
        _ => (stuck, Vec::new()),
    };
    for found in shown.iter().filter_map(|at| lifecycle.states.get(*at as usize)).filter(|state| !misspelt.contains(&state.name)) {
        ctx.report(Problem::DeadEnd { file, span: found.span, state: found.name.clone(), others: others.clone(), declared: finals.is_some() }.diagnostic());
    }
}
