//! Tests: what is given and what is expected.

use crossdock_syntax::Span;

use super::{AnswerKind, Expr, FailureId, LocalId, Place, RecordId, SystemId};

#[derive(Clone, Debug)]
pub struct Test {
    pub name: String,
    pub place: Place,
    /// In the order written, which is the order in time.
    pub steps: Vec<TestStep>,
    /// Where one of them names its sample by a pattern: the files. The test runs once with each.
    pub samples: Vec<String>,
}

impl Test {
    /// The documents that a `given` of this test reads, whose file this is; one in each run.
    pub fn documents<'t>(&'t self, file: Option<&'t String>) -> &'t [String] {
        file.map_or(self.samples.as_slice(), std::slice::from_ref)
    }

    pub fn expects(&self) -> impl Iterator<Item = &Expect> {
        self.steps.iter().filter_map(|step| if let TestStep::Expect(expect) = step { Some(expect) } else { None })
    }
}

#[derive(Clone, Debug)]
pub enum TestStep {
    Given(Given),
    Value(GivenValue),
    Answer(GivenAnswer),
    /// From now on the system is in this state.
    State {
        system: SystemId,
        state: SystemState,
        span: Span,
    },
    /// The time is this, when nothing has happened yet.
    Now {
        at: jiff::Timestamp,
        span: Span,
    },
    /// Time passes.
    Later {
        nanos: i64,
        span: Span,
    },
    /// Time passes, and nothing runs meanwhile: what was due is done late.
    Stopped {
        nanos: i64,
        span: Span,
    },
    /// An entity is in this state from now on, however it came there.
    EntityState(StateOf),
    Expect(Expect),
}

/// The state of one entity; indexes into the project's lifecycles, and into its states.
#[derive(Clone, Debug)]
pub struct StateOf {
    pub lifecycle: u32,
    /// Without locals.
    pub key: Expr,
    pub state: u32,
    pub span: Span,
}

/// How a system answers a look-up or a message from now on.
#[derive(Clone, Debug)]
pub struct GivenAnswer {
    pub system: SystemId,
    pub to: AnswerTo,
    /// Only to these arguments, constant expressions; none is any.
    pub args: Option<Vec<Expr>>,
    pub answer: Answered,
    /// Only so many times.
    pub times: Option<u32>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerTo {
    /// Index into the contract's `answers`.
    LookUp(u32),
    /// Index into the contract's `accepts`.
    Message(u32),
}

#[derive(Clone, Debug)]
pub enum Answered {
    /// A document of the project, if one is named, with these fields.
    Record {
        file: Option<String>,
        with: Vec<FieldValue>,
    },
    /// A list of records with these fields.
    List {
        record: RecordId,
        of: Vec<Vec<FieldValue>>,
    },
    Failure(FailureId),
    /// A message is taken.
    Accepted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemState {
    Reachable,
    /// It answers nothing but this failure.
    Failing(FailureId),
}

#[derive(Clone, Debug)]
pub struct Given {
    pub system: SystemId,
    pub event: u32,
    /// Relative to the project's root; none where it is each of the test's [`samples`](Test::samples) in turn.
    pub file: Option<String>,
    pub with: Vec<FieldValue>,
    pub span: Span,
}

/// A record that the expressions behind it know by a local.
#[derive(Clone, Debug)]
pub struct GivenValue {
    pub local: LocalId,
    pub name: String,
    pub record: RecordId,
    /// As in [`Given`].
    pub file: Option<String>,
    pub with: Vec<FieldValue>,
    pub span: Span,
}

/// One field, however deep, and the constant expression it is given or compared with.
#[derive(Clone, Debug)]
pub struct FieldValue {
    /// Field indexes from the record inwards.
    pub path: Vec<u32>,
    /// Without locals other than those of [`GivenValue`]s above. [`ExprKind::None`] is missing.
    pub value: Expr,
    pub span: Span,
}

/// A message that is expected.
#[derive(Clone, Debug)]
pub struct Sent {
    pub system: SystemId,
    pub message: u32,
    /// So often exactly; else once at least.
    pub times: Option<u32>,
    pub fields: Vec<FieldValue>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Expect {
    /// In this order, where there are several.
    Sent {
        sent: Vec<Sent>,
        span: Span,
    },
    /// A reply to the sender.
    Replied {
        record: RecordId,
        fields: Vec<FieldValue>,
        span: Span,
    },
    /// A message was taken, and taken back.
    Undone {
        system: SystemId,
        message: u32,
        span: Span,
    },
    /// A system was asked. `times`: so often exactly, also never; else once at least.
    Asked {
        system: SystemId,
        /// Index into the contract's `answers`.
        look_up: u32,
        /// With these arguments, constant expressions; none is any.
        args: Option<Vec<Expr>>,
        times: Option<u32>,
        span: Span,
    },
    /// Whether a collection is open.
    Collecting {
        open: bool,
        span: Span,
    },
    NotSent {
        system: SystemId,
        message: u32,
        span: Span,
    },
    /// No message at all.
    NothingSent {
        span: Span,
    },
    Failed {
        failure: FailureId,
        at: Option<String>,
        span: Span,
    },
    Skipped {
        span: Span,
    },
    /// Of all that was decided, or of this value.
    Snapshot {
        of: Option<Expr>,
        span: Span,
    },
    /// The entity is in this state.
    State(StateOf),
    /// What the policy did about a failure.
    Answered {
        answer: AnswerKind,
        desk: Option<String>,
        span: Span,
    },
    Holds {
        condition: Expr,
        span: Span,
    },
}
