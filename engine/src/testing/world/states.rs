//! Where entities stand in their lifecycles, and the limits on how long they may take.

use crossdock_compiler::typed::StateOf;
use jiff::SignedDuration;

use super::super::Run;
use super::{About, Overdue, Then, What, Work, World};
use crate::decision::{Decision, Ending, LimitAnswer, Move, Outcome, Policy, Settled};
use crate::program::lifecycle::entity;

impl World {
    /// The entity is in this state, whatever led there; no limit counts any more.
    pub(in crate::testing) fn put(&mut self, entity: &str, key: &str, state: String) {
        self.waiting.retain(|waiting| !matches!(&waiting.what, Work::Limit(overdue) if overdue.is_about(entity, key)));
        self.states.insert((entity.to_owned(), key.to_owned()), state);
    }

    fn standing<'w>(&'w self, step: &'w Move) -> &'w str {
        self.states.get(&(step.entity.clone(), step.key.clone())).unwrap_or(&step.first)
    }

    /// Makes the move; gives the state that it came from.
    fn advance(&mut self, step: &Move) -> String {
        let from = self.standing(step).to_owned();
        // A limit is kept where the entity has come to where it should be, and begins anew where it comes back.
        let ends = |overdue: &Overdue| overdue.is_about(&step.entity, &step.key) && (overdue.limit.until.contains(&step.to) || overdue.step.to == step.to);
        self.waiting.retain(|waiting| !matches!(&waiting.what, Work::Limit(overdue) if ends(overdue)));
        self.states.insert((step.entity.clone(), step.key.clone()), step.to.clone());
        from
    }
}

impl Overdue {
    fn is_about(&self, entity: &str, key: &str) -> bool {
        self.step.entity == entity && self.step.key == key
    }
}

impl Run<'_, '_> {
    /// Record, key and state.
    pub(in crate::testing) fn state_of(&mut self, about: &StateOf) -> Result<(String, String, String), String> {
        let project = &self.bench.checked.project;
        let lifecycle = project.lifecycles.get(about.lifecycle as usize).ok_or("the lifecycle is not known")?;
        let state = lifecycle.states.get(about.state as usize).ok_or("the state is not known")?;
        let key = self.evaluator.value(self.file, &about.key)?.in_address().unwrap_or_default();
        Ok((entity(project, lifecycle), key, state.name.clone()))
    }

    pub(in crate::testing) fn is_in_state(&mut self, about: &StateOf) {
        let project = &self.bench.checked.project;
        let first = project.lifecycles.get(about.lifecycle as usize).and_then(|lifecycle| lifecycle.states.first()).map_or("", |state| &state.name);
        let text = match self.state_of(about) {
            Ok((entity, key, wanted)) => {
                let state = self.world.states.get(&(entity.clone(), key.clone())).map_or(first, String::as_str);
                if state == wanted {
                    return;
                }
                format!("{entity} {key} is {state}, not {wanted}. {}", self.what_happened())
            }
            Err(why) => format!("It cannot be worked out: {why}"),
        };
        self.differs(about.span, text);
    }

    /// The decision as it is; or its failure, where a move cannot be made: then nothing of it commits.
    pub(super) fn with_legal_moves(&self, mut decision: Decision) -> Decision {
        let mut states = self.world.states.clone();
        let refusal = decision.moves.iter().find_map(|step| {
            let state = states.entry((step.entity.clone(), step.key.clone())).or_insert_with(|| step.first.clone());
            let refusal = step.refusal(state);
            state.clone_from(&step.to);
            refusal
        });
        if let Some(failure) = refusal {
            decision.outcome = Outcome::Failed(vec![failure]);
            decision.moves.clear();
        }
        decision
    }

    pub(super) fn make_moves(&mut self, about: &About, policy: &Policy, moves: Vec<Move>) {
        for step in moves {
            let from = self.world.advance(&step);
            self.bench.moved(&step, &from);
            self.world.happened(What::Moved { step: step.clone(), from });
            for limit in step.limits.clone() {
                let pause = SignedDuration::from_nanos(limit.nanos);
                let overdue = Overdue { about: about.clone(), policy: policy.clone(), step: step.clone(), limit, attempts: 0 };
                self.world.wait(pause, Work::Limit(Box::new(overdue)));
            }
        }
    }

    /// The limit is over, and the entity has not come to where it should be. Where it no longer can, that is another matter.
    pub(super) fn overdue(&mut self, mut overdue: Box<Overdue>) {
        let state = self.world.standing(&overdue.step).to_owned();
        if !overdue.limit.open.contains(&state) {
            return;
        }
        self.bench.ran_out(&overdue.step, &overdue.limit);
        let failure = overdue.step.late(&overdue.limit, &state);
        match overdue.limit.answer.clone() {
            LimitAnswer::Tell { notify, alert } => {
                self.world.met.push(failure.clone());
                self.world.settled.push(Settled { failure: failure.clone(), notify: notify.clone(), alert: alert.clone(), undo: false, ending: Ending::Done });
                self.world.happened(What::Late { failure, notify, alert });
            }
            LimitAnswer::Late => {
                overdue.attempts += 1;
                let what = format!("{} {}", overdue.step.entity, overdue.step.key);
                let then = self.failed_for(&overdue.about, true, &what, &overdue.policy, vec![failure], overdue.attempts);
                if let Then::Again { pause } = then {
                    self.world.wait(pause, Work::Limit(overdue));
                }
            }
        }
    }
}
