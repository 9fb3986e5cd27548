//! Failures and policies.

use crate::span::Span;

use super::{Expr, FailCall, Name, Number, Param, Str};

/// `failure on_credit_hold(order: text) "Order {order} is on credit hold."`
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub name: Name,
    pub params: Vec<Param>,
    /// A text expression whose holes name parameters.
    pub message: Expr,
}

/// `policy standard { unreachable | timeout => retry 10 times from 2s to 5min then park }`
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub name: Name,
    pub arms: Vec<PolicyArm>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PolicyArm {
    pub span: Span,
    pub failures: Vec<Name>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub span: Span,
    pub kind: StepKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `retry 10 times from 2s to 5min`; both times are quantities.
    Retry {
        times: Number,
        from: Expr,
        to: Expr,
    },
    /// `park` or `park to "order-desk"`
    Park {
        desk: Option<Str>,
    },
    Done,
    /// `notify "wms-support"`
    Notify {
        desk: Str,
    },
    /// `alert "supervisor"`
    Alert {
        desk: Str,
    },
    /// `undo`: what was sent is taken back by its compensations.
    Undo,
    /// `skip`, `skip because "{problem.message}"`
    Skip {
        because: Option<Expr>,
    },
    /// `send desk.ticket(to_ticket(problem))`
    Send {
        system: Name,
        message: Name,
        args: Vec<Expr>,
    },
    /// `fail as order_problem(problem.key)`
    FailAs(FailCall),
    Error,
}
