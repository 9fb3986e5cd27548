//! Policies as the runtime gets them: by the failures' names.

use crossdock_compiler::typed::{self, Project};

use crate::decision::{Answer, End, Policy, Retry};

/// A flow without a policy meets no failure that is not answered on the spot, so the empty policy will do.
pub(super) fn policy(project: &Project, id: Option<typed::PolicyId>) -> Policy {
    let Some(policy) = id.and_then(|id| project.policies.get(id.index())) else { return Policy::default() };
    let named = policy.answers.iter().filter_map(|(failure, answer)| Some((project.failures.get(failure.index())?.decl.name.clone(), converted(answer))));
    Policy { name: policy.decl.name.clone(), answers: named.collect() }
}

fn converted(answer: &typed::Answer) -> Answer {
    Answer {
        retry: answer.retry.map(|retry| Retry { times: retry.times, from_ms: retry.from_ms, to_ms: retry.to_ms }),
        notify: answer.notify.clone(),
        end: match &answer.end {
            typed::End::Park { desk } => End::Park { desk: desk.clone() },
            typed::End::Done => End::Done,
        },
    }
}
