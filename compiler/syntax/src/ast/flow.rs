//! Flows and their statements.

use crate::span::Span;

use super::{Expr, ForHead, Let, Match, Name, Str};

/// `flow release_order on erp.order_released(order) { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub name: Name,
    pub start: FlowStart,
    pub stmts: Vec<FlowStmt>,
    /// Braces included.
    pub body: Span,
}

/// What sets a flow going.
#[derive(Clone, Debug, PartialEq)]
pub enum FlowStart {
    /// `on erp.order_released(order)`; the source is a system, or the contract whose every system may send it.
    Event {
        source: Name,
        event: Name,
        binding: Name,
    },
    /// `at "02:00 America/New_York" skipped later`
    At {
        time: Str,
        rules: Vec<ScheduleRule>,
    },
    /// `every 15min`
    Every {
        every: Expr,
        rules: Vec<ScheduleRule>,
    },
    Error,
}

/// `skipped later`, `repeated first`, `missed omitted`
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduleRule {
    pub span: Span,
    pub case: ScheduleCase,
    pub rule: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleCase {
    Skipped,
    Repeated,
    Missed,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FlowStmt {
    Let(Let),
    /// `check condition else fail failure(…)`
    Check {
        span: Span,
        condition: Expr,
        failure: FailCall,
    },
    /// `skip when condition because "reason"`
    Skip {
        span: Span,
        condition: Expr,
        because: Expr,
    },
    /// `send wms.release(expression)`, perhaps with `undo wms.cancel(expression)`, or `let label = send ups.create_label(expression)`
    Send {
        span: Span,
        /// What the answer is called.
        answer: Option<Name>,
        system: Name,
        message: Name,
        args: Vec<Expr>,
        undo: Option<Undo>,
    },
    /// `for line in order.lines { send wms.pick(to_pick(line)) }`
    For {
        span: Span,
        head: ForHead,
        stmts: Vec<FlowStmt>,
    },
    /// `match event { picked(pick) => { send … }, ping => {} }`
    Match {
        span: Span,
        /// Its arms give nothing.
        head: Match,
        /// What is done, by arm.
        bodies: Vec<Vec<FlowStmt>>,
    },
    Collect(Collect),
    /// `answer to_reply(order)`
    Answer {
        span: Span,
        value: Expr,
    },
    /// `priority high`
    Priority {
        span: Span,
        level: Name,
    },
    /// `advance Order(pick.order_no) to shipped`
    Advance {
        span: Span,
        entity: Name,
        key: Expr,
        to: Name,
    },
    /// `on failure use standard`
    OnFailure {
        span: Span,
        policy: Name,
    },
    Error(Span),
}

/// `undo wms.cancel(to_cancel(order))`: what takes a send back.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    pub span: Span,
    pub system: Name,
    pub message: Name,
    pub args: Vec<Expr>,
}

/// `collect picks by pick.order_no until picks.sum(p -> p.qty) = pick.ordered_qty or after 8h`
#[derive(Clone, Debug, PartialEq)]
pub struct Collect {
    pub span: Span,
    pub binding: Name,
    pub by: Vec<Expr>,
    pub until: Option<Expr>,
    /// A quantity.
    pub after: Expr,
}

/// `fail unknown_item(line.item)`
#[derive(Clone, Debug, PartialEq)]
pub struct FailCall {
    pub span: Span,
    pub failure: Name,
    pub args: Vec<Expr>,
}
