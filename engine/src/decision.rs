//! What a flow decides about an event: plain data between the engine, which decides, and the runtime, which delivers.
//!
//! A decision is self-contained: a send carries its bytes, its address within the system and its policy's answers, so that it can
//! be finished after a restart or a reload exactly as the generation that decided it would have.

mod lifecycle;
mod policy;
pub mod schedule;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use lifecycle::{Limit, LimitAnswer, Move};
pub use policy::{Answer, End, Ending, Policy, Retry, Settled, Word, Words};

use crate::failure::Failure;

/// An event as it came in.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The event's id, given by the runtime; part of the idempotency keys of what it causes.
    pub id: &'a str,
    /// The system that sent it.
    pub system: &'a str,
    /// The contract's name for it: `order_created`.
    pub name: &'a str,
    pub payload: &'a [u8],
    /// Header names in lower case.
    pub headers: &'a [(String, String)],
    /// When it was received; what `now()` means for it, in every replay.
    pub received: jiff::Timestamp,
}

/// What tells an event from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// The values of `once by`; none where the contract has none or the payload does not hold them.
    pub once: Option<Vec<String>>,
    /// The values of `in order by`; likewise.
    pub order: Option<Vec<String>>,
}

/// Two events of the same name from the same system are one if they have the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity<'e> {
    /// The values of `once by`, whatever else the payload holds.
    Key(Cow<'e, [String]>),
    /// All of it.
    Payload(Cow<'e, [u8]>),
}

impl Keys {
    pub fn identity<'e>(&'e self, payload: &'e [u8]) -> Identity<'e> {
        self.once.as_deref().map_or(Identity::Payload(Cow::Borrowed(payload)), |key| Identity::Key(Cow::Borrowed(key)))
    }
}

impl Identity<'_> {
    pub fn into_owned(self) -> Identity<'static> {
        match self {
            Identity::Key(key) => Identity::Key(Cow::Owned(key.into_owned())),
            Identity::Payload(payload) => Identity::Payload(Cow::Owned(payload.into_owned())),
        }
    }
}

/// A place where a system may send an event to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inlet {
    pub system: String,
    pub event: String,
    /// `POST`, `PUT` …
    pub method: String,
    /// The contract's path, `/orders`.
    pub path: String,
    /// The sender waits for a reply.
    #[serde(default)]
    pub awaits: bool,
}

/// What one flow decided about one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub flow: String,
    pub outcome: Outcome,
    /// What the event's sender waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Vec<u8>>,
    #[serde(default)]
    pub priority: Priority,
    /// How this flow answers failures, of its own and of its sends.
    pub policy: Policy,
    /// Moves of lifecycles, in order; they commit together with the sends, or nothing does. Empty where nothing is sent, either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
}

/// Which work goes first where not all can be done at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Priority {
    High,
    #[default]
    Normal,
    Low,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All of these commit together; an empty list is done.
    Sends(Vec<Send>),
    /// `skip when … because …`
    Skipped { because: String },
    /// Nothing may be sent. Failures in a `for` are collected, so there may be several; never empty.
    Failed(Vec<Failure>),
    /// It cannot be decided before these are answered: whoever asked records the answers and has it decided again ([`Known`]).
    Asks(Vec<LookUp>),
    /// It cannot go on before this message is sent and answered. Whoever is told so sends it under its idempotency key, be it again after a
    /// failure, records the answer, and has it decided again ([`Known::exchanged`]). No other message of the decision is sent before.
    Exchange(Box<Send>),
    /// The event is one of several that become one. Whoever asked keeps them by the flow and these keys, adds this one, and has it decided again
    /// with all of them ([`Known::collected`]); where the answer is the same again, it waits for the next, or for the end of the time.
    Collecting(Collecting),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collecting {
    /// What the flow calls the list.
    pub name: String,
    /// What the events have in common.
    pub keys: Vec<String>,
    /// How long it waits, from the first event on.
    pub after_ms: i64,
}

/// Events that wait to become one, in the order in which they came; the last is the one that is decided about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collected {
    /// The payloads.
    pub events: Vec<Vec<u8>>,
    /// The time has run out: it goes on with what has come.
    pub over: bool,
}

/// A question to a system, which changes nothing there. System, name, arguments and body tell one from another: within one decision each is asked once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUp {
    pub system: String,
    /// The contract's name for it: `stock`.
    pub name: String,
    /// What stands in the address, as text; none where it is missing.
    pub args: Vec<Option<String>>,
    /// Path and query below the system's base URL, holes filled and percent-encoded.
    pub path: String,
    /// JSON, which a POST carries; without it the look-up is a GET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// For how long an answer may be used again for other events.
    pub cached_ms: Option<u64>,
}

impl LookUp {
    pub fn is(&self, other: &LookUp) -> bool {
        self.system == other.system && self.name == other.name && self.args == other.args && self.body == other.body
    }

    pub fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }
}

impl std::fmt::Display for LookUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let args = self.args.iter().map(|arg| arg.as_ref().map_or_else(|| "none".to_owned(), |arg| format!("{arg:?}")));
        let args: Vec<String> = args.chain(self.body.clone()).collect();
        write!(f, "{}.{}({})", self.system, self.name, args.join(", "))
    }
}

/// What a look-up was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    Found(Vec<u8>),
    /// `not_found`, `unreachable`, `timeout`, `busy` or `refused`.
    Failed(Failure),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub look_up: LookUp,
    pub reply: Reply,
}

/// A message whose answer a flow goes on with, and that answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchanged {
    /// Counts the exchanges of one decision from 0, as [`Send::ordinal`] of the message does.
    pub ordinal: u32,
    /// `not_found` is none of its failures.
    pub reply: Reply,
}

/// What is recorded about one flow's decision, besides the event itself. The same event and the same of this give the same decision, in every replay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub answers: Vec<Recorded>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanged: Vec<Exchanged>,
    /// Of a flow that collects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected: Option<Collected>,
}

impl Known {
    /// For another try at a decision that failed: what was not answered is asked again, and sent again under its key.
    pub fn forget_failures(&mut self) {
        self.exchanged.retain(|exchanged| matches!(exchanged.reply, Reply::Found(_)));
        self.answers.retain(|recorded| matches!(recorded.reply, Reply::Found(_)));
    }
}

/// One message to one system, ready for the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Send {
    /// Counts the sends of one decision from 0.
    pub ordinal: u32,
    pub system: String,
    /// The contract's name for it: `release`.
    pub message: String,
    pub method: String,
    /// The path below the system's base URL, holes filled and percent-encoded.
    pub path: String,
    pub content_type: String,
    /// Empty where the address says all.
    pub body: Vec<u8>,
    /// Parameters and body as one JSON object, where the body alone is not all; for tests and comparisons, not for the wire.
    #[serde(skip)]
    pub whole: Vec<u8>,
    /// Stable over retries, restarts and replays; goes out as `Idempotency-Key`.
    pub idempotency_key: String,
    /// The values of the contract's `once by`, for search.
    pub keys: Vec<String>,
    /// What takes it back once it was taken, where a policy says `undo` about another send of the same decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Box<Send>>,
}

impl Send {
    /// All that is sent, as JSON: the body, with the parameters of the address where there are any.
    pub fn said(&self) -> &[u8] {
        if self.whole.is_empty() { &self.body } else { &self.whole }
    }
}

/// What the runtime needs of a compiled project. [`crate::Program`] is the one that counts; tests have their own.
pub trait Flows: std::marker::Send + Sync {
    /// Every place where an event may come in.
    fn inlets(&self) -> Vec<Inlet>;
    /// The flows that a clock starts.
    fn schedules(&self) -> Vec<schedule::Schedule>;
    /// Every system that the project declares: what the configuration may speak of.
    fn systems(&self) -> Vec<String>;
    /// The systems that are sent messages or asked, which must have a `url` in the configuration.
    fn targets(&self) -> Vec<String>;
    /// The event's keys, read from payload and headers; never fails: what cannot be read is none.
    fn keys(&self, event: &Event<'_>) -> Keys;
    /// What each flow on this event decides, in the order of the source. Pure: the same event gives the same decisions.
    fn decide(&self, event: &Event<'_>) -> Vec<Decision>;
    /// What one of these flows decides, with what is known by now. None where no flow of that name is for the event.
    fn decide_again(&self, event: &Event<'_>, flow: &str, known: &Known) -> Option<Decision>;
}
