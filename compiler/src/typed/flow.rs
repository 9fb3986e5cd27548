//! Flows, what sets them going, and their steps.

use crossdock_syntax::Span;

use super::{Arm, ContractId, Decl, Expr, Fail, FailureId, For, Local, LocalId, PolicyId, SystemId};

#[derive(Clone, Debug)]
pub struct Flow {
    pub decl: Decl,
    pub start: Start,
    /// Of one that an event starts the first is the event's record.
    pub locals: Vec<Local>,
    pub priority: Priority,
    pub steps: Vec<FlowStep>,
    pub policy: Option<PolicyId>,
    /// All that it may meet, its sends included, ascending.
    pub failures: Vec<FailureId>,
}

impl Flow {
    /// All steps, those within a `for` or `match` right behind it.
    pub fn all_steps(&self) -> Vec<&FlowStep> {
        fn add<'s>(steps: &'s [FlowStep], all: &mut Vec<&'s FlowStep>) {
            for step in steps {
                all.push(step);
                match step {
                    FlowStep::For { steps, .. } => add(steps, all),
                    FlowStep::Match { bodies, .. } => bodies.iter().for_each(|steps| add(steps, all)),
                    _ => {}
                }
            }
        }
        let mut all = Vec::new();
        add(&self.steps, &mut all);
        all
    }
}

#[derive(Clone, Debug)]
pub enum FlowStep {
    Let(LocalId, Expr),
    Check {
        condition: Expr,
        fail: Fail,
    },
    Skip {
        condition: Expr,
        because: Expr,
    },
    /// `system` is an expression of type [`Type::System`]; `message` an index into its contract's `accepts`.
    Send {
        system: Expr,
        contract: ContractId,
        message: u32,
        value: Expr,
        /// What comes back, where the flow goes on with it: the message is sent when the flow comes to it, before all that it decides.
        answer: Option<LocalId>,
        undo: Option<Undo>,
        span: Span,
    },
    /// The steps for each row. The `for` itself gives nothing: its body is `none`.
    For {
        rows: For,
        steps: Vec<FlowStep>,
        span: Span,
    },
    /// The steps of the first arm that fits; the arms give nothing.
    Match {
        subjects: Vec<Expr>,
        arms: Vec<Arm>,
        /// By arm.
        bodies: Vec<Vec<FlowStep>>,
    },
    Collect(Collect),
    /// The reply to the event's sender.
    Answer {
        value: Expr,
        span: Span,
    },
    /// `advance Order(key) to state`: an index into the project's lifecycles, and into its states.
    Advance {
        lifecycle: u32,
        key: Expr,
        to: u32,
        /// The states from which this flow's system may make the move.
        from: Vec<u32>,
        span: Span,
    },
}

/// What sets a flow going.
#[derive(Clone, Debug)]
pub enum Start {
    Event {
        /// One, or all of a contract.
        systems: Vec<SystemId>,
        contract: ContractId,
        /// Index into the contract's `sends`.
        event: u32,
    },
    Schedule(Schedule),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub when: When,
    pub missed: Missed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Once a day, by the clock of a zone.
    At { time: jiff::civil::Time, zone: String, skipped: Skipped, repeated: Repeated },
    /// In whole multiples since 1970 in UTC.
    Every { nanos: i64 },
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.when {
            When::At { time, zone, .. } => write!(f, "at {:02}:{:02} {zone}", time.hour(), time.minute()),
            When::Every { nanos } => write!(f, "every {:#}", jiff::SignedDuration::from_nanos(*nanos)),
        }
    }
}

/// On the day whose clock skips the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Skipped {
    /// As soon as the clock goes on.
    #[default]
    Later,
    Omitted,
}

/// On the day whose clock has the time twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeated {
    #[default]
    First,
    Last,
    Twice,
}

/// What becomes of runs whose time came while nothing ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missed {
    /// One run for all of them, when it can.
    #[default]
    Once,
    All,
    Omitted,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    High,
    #[default]
    Normal,
    Low,
}

/// What takes a send back; as [`FlowStep::Send`].
#[derive(Clone, Debug)]
pub struct Undo {
    pub system: Expr,
    pub contract: ContractId,
    pub message: u32,
    pub value: Expr,
    pub span: Span,
}

/// `collect picks by … until … or after …`
#[derive(Clone, Debug)]
pub struct Collect {
    pub name: String,
    /// The list of the events.
    pub binding: LocalId,
    pub by: Vec<Expr>,
    pub until: Option<Expr>,
    pub after_nanos: i64,
    pub span: Span,
}
