//! What policies did about failures, against what is expected.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::AnswerKind;

use super::Run;
use crate::decision::{Decision, Ending, Outcome, Settled};

impl Run<'_, '_> {
    /// One of the failures so far was answered so.
    pub(super) fn answered(&mut self, answer: AnswerKind, desk: Option<&str>, span: Span) {
        if !self.world.settled.iter().any(|one| was(one, answer, desk)) {
            let text = format!("{} {}", missing(answer, desk), self.what_happened());
            self.differs(span, text);
        }
    }

    /// All of it failed, and the policy has skipped that.
    pub(super) fn is_skipped(&self, decision: &Decision) -> bool {
        let settled = settled(decision);
        !settled.is_empty() && settled.iter().all(|one| matches!(one.ending, Ending::Skip { .. }) && self.world.settled.contains(one))
    }
}

/// How the failures of a decision end.
pub(super) fn settled(decision: &Decision) -> Vec<Settled> {
    match &decision.outcome {
        Outcome::Failed(failures) => failures.iter().map(|failure| decision.policy.settle(failure)).collect(),
        Outcome::Sends(_) | Outcome::Skipped { .. } | Outcome::Asks(_) | Outcome::Exchange(_) | Outcome::Collecting(_) => Vec::new(),
    }
}

/// Whether a failure ended in the way that is asked for.
pub(super) fn was(settled: &Settled, answer: AnswerKind, desk: Option<&str>) -> bool {
    let among = |desks: &[String]| desks.iter().any(|told| desk.is_none_or(|desk| desk == told));
    match answer {
        AnswerKind::Parked => matches!(&settled.ending, Ending::Park { desk: parked } if desk.is_none() || parked.as_deref() == desk),
        AnswerKind::Notified => among(&settled.notify),
        AnswerKind::Alerted => among(&settled.alert),
    }
}

fn missing(answer: AnswerKind, desk: Option<&str>) -> String {
    match (answer, desk) {
        (AnswerKind::Parked, None) => "Nothing was parked.".to_owned(),
        (AnswerKind::Parked, Some(desk)) => format!("Nothing was parked to {desk:?}."),
        (AnswerKind::Notified, desk) => format!("{:?} was not notified.", desk.unwrap_or_default()),
        (AnswerKind::Alerted, desk) => format!("{:?} was not alerted.", desk.unwrap_or_default()),
    }
}
