//! Expressions, patterns and `for`.

use crate::span::Span;

use super::{Block, FailCall, Name, Number};

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub span: Span,
    pub kind: Box<ExprKind>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"Order {order.number}"`
    Text(Vec<TextPart>),
    /// `12`, `12.50`
    Number(Number),
    /// `5min`, `500 kg`: a number and a unit's name on one line.
    Quantity {
        number: Number,
        unit: Name,
    },
    /// `yes`, `no`
    Bool(bool),
    /// `2026-11-23`, kept as written.
    Date(String),
    /// `14:00`, kept as written.
    Time(String),
    /// `2026-11-23T10:00Z`, kept as written.
    Timestamp(String),
    /// `none`
    None,
    /// A parameter, a `let`, a variant of an enum, a system.
    Name(Name),
    /// `order.ship_to`
    Field {
        base: Expr,
        name: Name,
    },
    /// `to_release(order)`
    Call {
        callee: Name,
        args: Vec<Expr>,
    },
    /// `name.truncate(35)`; also `table.reverse(code)`
    Method {
        base: Expr,
        name: Name,
        args: Vec<Expr>,
    },
    Unary {
        op: UnaryOp,
        value: Expr,
    },
    Binary {
        op: BinaryOp,
        op_span: Span,
        left: Expr,
        right: Expr,
    },
    /// `if c then a else b`
    If {
        condition: Expr,
        then: Fallback,
        otherwise: Fallback,
    },
    Match(Match),
    For(For),
    /// `value else fallback`, `value else fail no_phone`
    Else {
        value: Expr,
        fallback: Fallback,
    },
    /// `value on unmapped => fallback`, `value on unmapped fail unknown_item(x)`
    On {
        value: Expr,
        failure: Name,
        fallback: Fallback,
    },
    /// `line -> line.price`
    Lambda {
        param: Name,
        body: Expr,
    },
    /// `[a, b]`
    List(Vec<Expr>),
    /// `(a, b)`, only as what a `match` looks at.
    Tuple(Vec<Expr>),
    /// `?`, as the result of an arm or in a cell of a table.
    Undecided,
    /// `1..9`; only behind `in`.
    Range {
        min: Expr,
        max: Expr,
    },
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TextPart {
    /// Unescaped.
    Literal(String),
    Hole(Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Fallback {
    Value(Expr),
    Fail(FailCall),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Not,
    Minus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// `match order.service { next_day => 1, express => 3, otherwise => 5 }`
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub subject: Expr,
    pub arms: Vec<Arm>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub span: Span,
    pub patterns: Vec<Pattern>,
    /// `where condition`
    pub guard: Option<Expr>,
    pub value: Fallback,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub span: Span,
    pub kind: PatternKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PatternKind {
    /// A variant's name; or, for a value that is no enum, a name for it.
    Name(Name),
    /// `picked(p)`, `picked { qty = 0 }`; what stands within is a name, [`PatternKind::Otherwise`] or [`PatternKind::Record`].
    Variant {
        name: Name,
        inner: Box<Pattern>,
    },
    /// A text, number, quantity, bool or date literal.
    Literal(Expr),
    /// `1..9`, `2026-01-01..`; the ends are literals.
    Range {
        min: Option<Expr>,
        max: Option<Expr>,
    },
    /// `<= 500 kg`; `op` is one of the four comparisons.
    Compare {
        op: BinaryOp,
        bound: Expr,
    },
    /// `["AK", "HI"]`, in a cell of a table also without brackets; `a | b` within another pattern.
    AnyOf(Vec<Pattern>),
    /// `not east`
    Not(Box<Pattern>),
    /// `{ qty = 0, sku = s }`
    Record(Vec<FieldPattern>),
    /// `(a, b)`
    Tuple(Vec<Pattern>),
    None,
    /// `_` or `otherwise`
    Otherwise,
    Error,
}

/// `qty = 0` within a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPattern {
    pub name: Name,
    pub pattern: Pattern,
}

/// `for line in order.lines numbered n where line.kind = goods { … }`; the body may also be an expression in braces.
#[derive(Clone, Debug, PartialEq)]
pub struct For {
    pub head: ForHead,
    pub body: ForBody,
}

/// What a `for` goes through, in which order, and under which names.
#[derive(Clone, Debug, PartialEq)]
pub struct ForHead {
    /// Each element; with `group` the list of those that belong together.
    pub binding: Name,
    pub list: Expr,
    /// `for (warehouse, lines) in order.lines by line.warehouse`
    pub group: Option<Group>,
    /// What comes along with each element.
    pub clauses: Vec<Clause>,
    pub filter: Option<Expr>,
    pub sort: Vec<SortKey>,
    pub numbered: Option<Name>,
}

/// The names and the expressions of a group's keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Parentheses and `by` included.
    pub span: Span,
    pub names: Vec<Name>,
    /// An expression about an element, or `line -> …`.
    pub keys: Vec<Expr>,
}

/// One more list that a `for` goes through.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub span: Span,
    pub kind: ClauseKind,
    pub binding: Name,
    pub list: Expr,
    /// `on item.sku = line.sku`
    pub on: Option<Expr>,
    pub unmatched: Option<Unmatched>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// `, line in order.lines`: each of these, too
    Nested,
    /// `join item in items on item.sku = line.sku else fail unknown_item(line.sku)`: the one that fits
    Join,
    /// `zip pick in picks else fail lengths_differ`: the one at the same position
    Zip,
}

/// What holds where a `join` or `zip` finds no partner.
#[derive(Clone, Debug, PartialEq)]
pub enum Unmatched {
    Fail(FailCall),
    /// `else skip`: the element is left out.
    Skip(Span),
    /// `else none`: the partner is missing.
    None(Span),
}

/// `sort by line.sku, line.qty descending`
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    pub value: Expr,
    pub descending: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ForBody {
    /// Fields of a record.
    Block(Block),
    /// One expression an element.
    Value(Expr),
}
