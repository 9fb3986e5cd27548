//! Policies as the runtime gets them: by the failures' names, and with all that is known about the event already written out.

use crossdock_compiler::Sources;
use crossdock_compiler::typed::{self, End as Typed, PolicyId, ProblemField, ProblemPart, Project};

use super::keys::KeyUnit;
use crate::decision::{Answer, End, Event, Policy, Retry, Word, Words};
use crate::lower::{Later, source_of};

/// What a policy may say about the event that a failure is about.
pub(super) struct Facts<'a> {
    pub flow: &'a str,
    pub event: &'a Event<'a>,
    pub keys: Option<&'a KeyUnit>,
}

impl Facts<'_> {
    fn field(&self, field: ProblemField) -> Word {
        Word::Text(match field {
            ProblemField::Failure => return Word::Failure,
            ProblemField::Message => return Word::Message,
            ProblemField::Flow => self.flow.to_owned(),
            ProblemField::System => self.event.system.to_owned(),
            ProblemField::Event => self.event.name.to_owned(),
            ProblemField::Key => self.key(),
            ProblemField::At => self.event.received.to_string(),
        })
    }

    /// What people know the event by.
    pub fn key(&self) -> String {
        let once = self.keys.and_then(|keys| keys.keys(self.event).once);
        once.map_or_else(|| self.event.id.to_owned(), |values| values.join(", "))
    }
}

/// A flow without a policy meets no failure that is not answered on the spot, so the empty policy will do.
pub(super) fn policy(project: &Project, id: Option<PolicyId>, facts: &Facts<'_>) -> Policy {
    let Some(policy) = id.and_then(|id| project.policies.get(id.index())) else { return Policy::default() };
    let named = policy.answers.iter().filter_map(|(failure, answer)| Some((name_of(project, *failure)?, converted(project, answer, facts))));
    Policy { name: policy.decl.name.clone(), answers: named.collect() }
}

fn name_of(project: &Project, failure: typed::FailureId) -> Option<String> {
    Some(project.failures.get(failure.index())?.decl.name.clone())
}

fn converted(project: &Project, answer: &typed::Answer, facts: &Facts<'_>) -> Answer {
    Answer {
        retry: answer.retry.map(|retry| Retry { times: retry.times, from_ms: retry.from_ms, to_ms: retry.to_ms }),
        notify: answer.notify.clone(),
        alert: answer.alert.clone(),
        undo: answer.undo.is_some(),
        end: match &answer.end {
            Typed::Park { desk } => End::Park { desk: desk.clone() },
            Typed::Done => End::Done,
            Typed::Skip { because } if because.is_empty() => End::Skip { because: Words(vec![Word::Message]) },
            Typed::Skip { because } => End::Skip { because: words(because, facts) },
            Typed::FailAs { failure, message, .. } => End::FailAs { failure: name_of(project, *failure).unwrap_or_default(), message: words(message, facts) },
        },
    }
}

fn words(parts: &[ProblemPart], facts: &Facts<'_>) -> Words {
    let word = |part: &ProblemPart| match part {
        ProblemPart::Literal(text) => Word::Text(text.clone()),
        ProblemPart::Field(field) => facts.field(*field),
        ProblemPart::Path { otherwise } => Word::Path { otherwise: otherwise.clone() },
    };
    Words(parts.iter().map(word).collect())
}

/// What the answers of policies in use would do that production does not do yet.
pub(super) fn later(project: &Project, sources: &Sources) -> Vec<Later> {
    let used = project.policies.iter().enumerate().filter(|(at, _)| project.flows.iter().any(|flow| flow.policy.is_some_and(|policy| policy.index() == *at)));
    let mut found: Vec<Later> = Vec::new();
    for (_, policy) in used {
        let file = policy.decl.place.file;
        for (_, answer) in &policy.answers {
            found.extend(answer.undo.map(|span| Later { what: "`undo` in a policy", source: source_of(sources, file, span) }));
            found.extend(answer.sends.iter().map(|send| Later { what: "`send` in a policy", source: source_of(sources, file, send.span) }));
        }
    }
    found.sort_by(|a, b| a.source.cmp(&b.source));
    // An arm may answer several failures.
    found.dedup();
    found
}
