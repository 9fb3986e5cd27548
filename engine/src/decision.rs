//! What a flow decides about an event: plain data between the engine, which decides, and the runtime, which delivers.
//!
//! A decision is self-contained: a send carries its bytes, its address within the system and its policy's answers, so that it can
//! be finished after a restart or a reload exactly as the generation that decided it would have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

/// A place where a system may send an event to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inlet {
    pub system: String,
    pub event: String,
    /// `POST`, `PUT` …
    pub method: String,
    /// The contract's path, `/orders`.
    pub path: String,
}

/// What one flow decided about one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub flow: String,
    pub outcome: Outcome,
    /// How this flow answers failures, of its own and of its sends.
    pub policy: Policy,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All of these commit together; an empty list is done.
    Sends(Vec<Send>),
    /// `skip when … because …`
    Skipped { because: String },
    /// Nothing may be sent. Failures in a `for` are collected, so there may be several; never empty.
    Failed(Vec<Failure>),
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
    pub body: Vec<u8>,
    /// Stable over retries, restarts and replays; goes out as `Idempotency-Key`.
    pub idempotency_key: String,
    /// The values of the contract's `once by`, for search.
    pub keys: Vec<String>,
}

/// The answers of a policy, by the failure's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub name: String,
    pub answers: BTreeMap<String, Answer>,
}

/// What happens when a failure is met: retry first, if it says so; then notify; then the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub retry: Option<Retry>,
    /// Desks to tell, in the log.
    pub notify: Vec<String>,
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
}

/// What the runtime needs of a compiled project. [`crate::Program`] is the one that counts; tests have their own.
pub trait Flows: std::marker::Send + Sync {
    /// Every place where an event may come in.
    fn inlets(&self) -> Vec<Inlet>;
    /// The systems that messages are sent to, which must have a `url` in the configuration.
    fn targets(&self) -> Vec<String>;
    /// The event's keys, read from payload and headers; never fails: what cannot be read is none.
    fn keys(&self, event: &Event<'_>) -> Keys;
    /// What each flow on this event decides, in the order of the source. Pure: the same event gives the same decisions.
    fn decide(&self, event: &Event<'_>) -> Vec<Decision>;
}
