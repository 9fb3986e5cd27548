//! Tests: what is given and what is expected.

use crate::span::Span;

use super::{Block, Expr, Name, Number, Str};

/// `test "name" { given … expect … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    pub name: Str,
    pub stmts: Vec<TestStmt>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TestStmt {
    /// `given shop.order_created from "samples/a.json" with { status = paid }`
    Given {
        span: Span,
        source: Name,
        event: Name,
        from: Str,
        with: Option<Block>,
    },
    /// `given order: Order from "samples/a.json" with { status = paid }`: a value that the lines below know by this name.
    GivenValue {
        span: Span,
        name: Name,
        record: Name,
        from: Str,
        with: Option<Block>,
    },
    /// `given erp.customer("C1") answers { credit = ok }`
    GivenAnswer(GivenAnswer),
    /// `given wms_east is unreachable`
    GivenSystem {
        span: Span,
        system: Name,
        state: Name,
    },
    /// `given it is "2026-03-08 01:00 America/New_York"`
    GivenNow {
        span: Span,
        time: Str,
    },
    /// `given 9h later`
    GivenLater {
        span: Span,
        by: Expr,
    },
    /// `given stopped for 9h`: time passes, and nothing runs meanwhile.
    GivenStopped {
        span: Span,
        by: Expr,
    },
    /// `expect sent wms.cancel then wms.release { priority = 1 }`: in this order.
    ExpectSent {
        span: Span,
        sent: Vec<Sent>,
    },
    /// `expect answered { total = 12.50 }`
    ExpectReply {
        span: Span,
        block: Block,
    },
    /// `expect undone wms.release`
    ExpectUndone {
        span: Span,
        system: Name,
        message: Name,
    },
    /// `expect asked erp.customer("C1") 2 times`, `expect not asked erp.customer`
    ExpectAsked {
        span: Span,
        system: Name,
        look_up: Name,
        /// With these arguments; without parentheses with any.
        args: Option<Vec<Expr>>,
        not: bool,
        /// So often, exactly.
        times: Option<Number>,
    },
    /// `expect collecting`, `expect not collecting`
    ExpectCollecting {
        span: Span,
        open: bool,
    },
    /// `expect not sent wms.release`
    ExpectNotSent {
        span: Span,
        system: Name,
        message: Name,
    },
    /// `expect nothing sent`
    ExpectNothingSent {
        span: Span,
    },
    /// `expect failed invalid`, `expect failed invalid at "lines"`
    ExpectFailed {
        span: Span,
        failure: Name,
        at: Option<Str>,
    },
    /// `expect skipped`
    ExpectSkipped {
        span: Span,
    },
    /// `expect snapshot`, `expect snapshot of to_release(order)`
    ExpectSnapshot {
        span: Span,
        of: Option<Expr>,
    },
    /// `expect parked to "order-desk"`, `expect notified "it"`, `expect alerted "supervisor"`: what the policy did about a failure.
    ExpectAnswer {
        span: Span,
        answer: AnswerKind,
        desk: Option<Str>,
    },
    /// `given Order("1001") is released`
    GivenState(StateOf),
    /// `expect Order("1001") is shipped`
    ExpectState(StateOf),
    /// `expect gross(line) = 3`: any expression that is `yes`.
    Expect {
        span: Span,
        condition: Expr,
    },
    Error(Span),
}

/// One message of an `expect sent`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub span: Span,
    pub system: Name,
    pub message: Name,
    /// So often, exactly.
    pub times: Option<Number>,
    pub block: Option<Block>,
}

/// How a system answers a look-up or a message in a test.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer {
    pub span: Span,
    pub system: Name,
    /// Of the look-up or message.
    pub name: Name,
    /// Only to these arguments; without parentheses to all.
    pub args: Option<Vec<Expr>>,
    pub answer: Answer,
    /// Only so many times, then as before.
    pub times: Option<Number>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `from "samples/customer.json" with { … }`
    Sample {
        from: Str,
        with: Option<Block>,
    },
    Block(Block),
    /// `[{ … }, { … }]`
    List {
        span: Span,
        blocks: Vec<Block>,
    },
    /// `not_found`
    Failure(Name),
}

/// The state of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct StateOf {
    pub span: Span,
    pub entity: Name,
    pub key: Expr,
    pub state: Name,
}

/// A step of a policy's answer that a test can expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    Parked,
    Notified,
    Alerted,
}
