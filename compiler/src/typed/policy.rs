//! Failures and the policies that answer them.

use crossdock_syntax::Span;

use super::{ContractId, Decl, Expr, FailureId, Local, SystemId, Type};

#[derive(Clone, Debug)]
pub struct Failure {
    pub decl: Decl,
    pub params: Vec<(String, Type)>,
    /// Built-in failures have an empty message: the engine words them where they are raised.
    pub message: Vec<MessagePart>,
}

#[derive(Clone, Debug)]
pub enum MessagePart {
    Literal(String),
    /// Index of the parameter.
    Param(u32),
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub decl: Decl,
    /// The first is `problem`, what is known about the failure.
    pub locals: Vec<Local>,
    /// One answer a failure, ascending by failure.
    pub answers: Vec<(FailureId, Answer)>,
}

/// Trying again comes first; then people and systems are told and what was sent is undone; then the end.
#[derive(Clone, Debug)]
pub struct Answer {
    pub retry: Option<Retry>,
    pub notify: Vec<String>,
    pub alert: Vec<String>,
    /// The place of `undo`.
    pub undo: Option<Span>,
    pub sends: Vec<PolicySend>,
    pub end: End,
}

/// `send desk.ticket(to_ticket(problem))` in a policy; the same as [`FlowStep::Send`], and it cannot fail.
#[derive(Clone, Debug)]
pub struct PolicySend {
    pub system: SystemId,
    pub contract: ContractId,
    pub message: u32,
    pub value: Expr,
    pub span: Span,
}

/// A text about a failure that is known only when it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemPart {
    Literal(String),
    Field(ProblemField),
    /// `problem.path`, or another text where no place is to blame.
    Path {
        otherwise: String,
    },
}

/// A field of the library's record `Problem` that is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemField {
    Failure,
    Message,
    Flow,
    System,
    Event,
    Key,
    At,
}

#[derive(Clone, Copy, Debug)]
pub struct Retry {
    pub times: u32,
    pub from_ms: u64,
    pub to_ms: u64,
}

#[derive(Clone, Debug)]
pub enum End {
    Park {
        desk: Option<String>,
    },
    Done,
    /// Done, with a reason: that of the failure itself where none is given.
    Skip {
        because: Vec<ProblemPart>,
    },
    /// It counts as this failure from here on, with this message.
    FailAs {
        failure: FailureId,
        message: Vec<ProblemPart>,
        /// Of the step, for what is said about it.
        span: Span,
    },
}
