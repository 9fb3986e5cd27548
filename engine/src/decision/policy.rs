//! How failures are answered, as plain data: kept with every send, so that it ends as it was decided.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The answers of a policy, by the failure's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub name: String,
    pub answers: BTreeMap<String, Answer>,
}

/// What happens when a failure is met: retry first, if it says so; then people are told; then the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub retry: Option<Retry>,
    /// Desks to tell, in the log.
    pub notify: Vec<String>,
    /// Desks to tell at once: the log has it as an error.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alert: Vec<String>,
    /// What the flow has sent besides is taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undo: bool,
    pub end: End,
}

/// Back-off that doubles from `from_ms` and is capped at `to_ms`; the runtime adds jitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    pub times: u32,
    pub from_ms: u64,
    pub to_ms: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// Into the exception queue, of a desk if named.
    Park { desk: Option<String> },
    /// Nothing more to do: it counts as done.
    Done,
    /// Nothing more to do, for this reason.
    Skip { because: Words },
    /// It is this failure from here on; the policy answers that, too, and never in a circle.
    FailAs { failure: String, message: Words },
}

/// A text about a failure that is not met yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(pub Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    Text(String),
    /// The failure's name.
    Failure,
    /// Its sentence.
    Message,
    /// Its place in the payload, or else a text.
    Path {
        otherwise: String,
    },
}

impl Words {
    pub fn about(&self, failure: &Failure) -> String {
        let word = |word: &Word| match word {
            Word::Text(text) => text.clone(),
            Word::Failure => failure.name.clone(),
            Word::Message => failure.message.clone(),
            Word::Path { otherwise } => failure.path.clone().unwrap_or_else(|| otherwise.clone()),
        };
        self.0.iter().map(word).collect()
    }
}

/// How a failure ends for which trying again has not helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What it counts as in the end.
    pub failure: Failure,
    pub notify: Vec<String>,
    pub alert: Vec<String>,
    pub undo: bool,
    pub ending: Ending,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Park { desk: Option<String> },
    Done,
    Skip { because: String },
}

impl Policy {
    /// The failure and what it is turned into, each with its answer; the last has none where the policy does not answer it, which a checked
    /// program does not have.
    pub fn chain(&self, failure: &Failure) -> Vec<(Failure, Option<&Answer>)> {
        let mut chain = vec![(failure.clone(), self.answers.get(&failure.name))];
        while let Some((from, Some(Answer { end: End::FailAs { failure: name, message }, .. }))) = chain.last() {
            // There are no circles; but what is read from a store is not to be trusted with our time.
            if chain.len() > self.answers.len() {
                break;
            }
            let next = Failure { name: name.clone(), message: message.about(from), ..from.clone() };
            let answer = self.answers.get(name);
            chain.push((next, answer));
        }
        chain
    }

    /// What the policy says when trying again has not helped. A failure without an answer is parked: people see it.
    pub fn settle(&self, failure: &Failure) -> Settled {
        let mut settled = Settled { failure: failure.clone(), notify: Vec::new(), alert: Vec::new(), undo: false, ending: Ending::Park { desk: None } };
        for (failure, answer) in self.chain(failure) {
            if let Some(answer) = answer {
                settled.notify.extend(answer.notify.iter().cloned());
                settled.alert.extend(answer.alert.iter().cloned());
                settled.undo |= answer.undo;
                settled.ending = answer.end.ending(&failure);
            }
            settled.failure = failure;
        }
        settled
    }
}

impl End {
    fn ending(&self, failure: &Failure) -> Ending {
        match self {
            End::Park { desk } => Ending::Park { desk: desk.clone() },
            End::Done => Ending::Done,
            End::Skip { because } => Ending::Skip { because: because.about(failure) },
            End::FailAs { .. } => Ending::Park { desk: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(end: End) -> Answer {
        Answer { retry: None, notify: vec!["n".to_owned()], alert: vec!["a".to_owned()], undo: false, end }
    }

    fn failure(name: &str) -> Failure {
        Failure { name: name.to_owned(), message: format!("{name}!"), path: None, source: None }
    }

    fn policy(answers: impl IntoIterator<Item = (&'static str, End)>) -> Policy {
        Policy { name: "p".to_owned(), answers: answers.into_iter().map(|(name, end)| (name.to_owned(), answer(end))).collect() }
    }

    #[test]
    fn a_failure_goes_on_as_another_with_words_of_its_own() {
        let message = Words(vec![Word::Failure, Word::Text(": ".to_owned()), Word::Message, Word::Path { otherwise: "?".to_owned() }]);
        let because = Words(vec![Word::Message]);
        let policy = policy([("timeout", End::FailAs { failure: "down".to_owned(), message }), ("down", End::Skip { because })]);
        let settled = policy.settle(&failure("timeout"));
        assert_eq!(settled.ending, Ending::Skip { because: "timeout: timeout!?".to_owned() });
        assert_eq!((settled.failure.name.as_str(), settled.notify.len(), settled.alert.len()), ("down", 2, 2));
    }

    #[test]
    fn what_nobody_answers_is_parked() {
        assert_eq!(policy([]).settle(&failure("odd")).ending, Ending::Park { desk: None });
    }

    #[test]
    fn a_circle_ends_all_the_same() {
        let to = |name: &str| End::FailAs { failure: name.to_owned(), message: Words::default() };
        let policy = policy([("a", to("b")), ("b", to("a"))]);
        assert_eq!(policy.settle(&failure("a")).ending, Ending::Park { desk: None });
    }
}
