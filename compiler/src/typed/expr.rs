//! Functions, maps and their expressions.

use crossdock_syntax::Span;

use super::{BinaryOp, Const, ContractId, Decl, FailureId, FileId, FunctionId, LocalId, RecordId, RoutesId, SystemId, TableId, Type, UnaryOp};

#[derive(Clone, Debug)]
pub struct Local {
    pub name: String,
    pub ty: Type,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub decl: Decl,
    pub kind: FunctionKind,
    /// The first locals are the parameters, in order.
    pub params: usize,
    pub locals: Vec<Local>,
    pub result: Type,
    /// What it may raise, ascending.
    pub failures: Vec<FailureId>,
}

#[derive(Clone, Debug)]
pub enum FunctionKind {
    Fn(Expr),
    /// The body is a [`ExprKind::Build`].
    Map(Expr),
    /// Declared in the standard library as `native fn`; the engine has it under this name, `text.trim`: module and name.
    Native,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub ty: Type,
    pub span: Span,
    pub kind: Box<ExprKind>,
}

/// The file of every span within is the file of the item it stands in ([`Decl::place`]).
#[derive(Clone, Debug)]
pub enum ExprKind {
    Const(Const),
    /// `none`
    None,
    System(SystemId),
    /// `"Order {order.number}"`; holes are text, int, decimal, bool (`yes`/`no`), enum (its name), date or timestamp (ISO 8601).
    Text(Vec<TextPart>),
    Local(LocalId),
    /// A field of a record. Where the base is optional and missing, so is the result.
    Field {
        base: Expr,
        field: u32,
    },
    /// A fn or map with a body.
    Call {
        function: FunctionId,
        args: Vec<Expr>,
    },
    /// A native of the standard library; lambdas stand as arguments of kind [`ExprKind::Lambda`].
    Native {
        function: FunctionId,
        args: Vec<Expr>,
    },
    /// Raises `unmapped` unless total in that direction.
    Table {
        table: TableId,
        reverse: bool,
        key: Expr,
    },
    /// Asks a system; only in flows. `look_up` is an index into the contract's `answers`.
    LookUp {
        system: Expr,
        contract: ContractId,
        look_up: u32,
        args: Vec<Expr>,
    },
    /// One argument for each column. Raises `unmapped` unless total.
    Route {
        routes: RoutesId,
        args: Vec<Expr>,
    },
    Unary {
        op: UnaryOp,
        value: Expr,
    },
    /// Operand types say which operation is meant; int and decimal may mix. `and` and `or` stop early. `=` also compares with missing.
    /// A division's result is always rounded at once: it stands only inside the native `round`.
    Binary {
        op: BinaryOp,
        left: Expr,
        right: Expr,
    },
    If {
        condition: Expr,
        then: Expr,
        otherwise: Expr,
    },
    /// The first arm that fits; the checker has proven that one does.
    /// Several subjects are a tuple, and then so are the patterns ([`Pattern::Tuple`], or [`Pattern::Otherwise`]).
    Match {
        subjects: Vec<Expr>,
        arms: Vec<Arm>,
    },
    /// A list: the body for each row that the filter lets through. Failures in it are collected, then raised together.
    /// Paths over a list (`order.lines.sku`) are this too.
    For(For),
    /// A record: lets and fields in the order written. Fields not set are optional ones: missing.
    Build {
        record: RecordId,
        steps: Vec<BuildStep>,
    },
    /// `let`s before a value, in a fn.
    Let {
        local: LocalId,
        value: Expr,
        body: Expr,
    },
    /// What comes behind a dot on a value that may be missing: where it is, so is the result; else the body, with the value as `local`.
    Through {
        value: Expr,
        local: LocalId,
        body: Expr,
    },
    /// The value, or where it is missing the fallback.
    Else {
        value: Expr,
        fallback: Expr,
    },
    /// The value, or where it raises that failure the fallback.
    On {
        value: Expr,
        failure: FailureId,
        fallback: Expr,
    },
    Fail(Fail),
    /// `line -> line.qty`; only as a native's argument.
    Lambda {
        param: LocalId,
        body: Expr,
    },
    List(Vec<Expr>),
    /// What stands in another file than the item: part of a map that this one extends. Spans within are of that file.
    Elsewhere {
        file: FileId,
        value: Expr,
    },
    /// The value where it fits `to` (length, range, digits, scale, pattern, list length), else `misfit`. Put in by the checker where it
    /// could not prove that it fits. The result has type `to`.
    Fit {
        value: Expr,
        to: Type,
    },
    /// The same number with another unit, or with none, as the type says: `.as(kg)`, `.number(kg)`. Nothing happens when it runs; but what is
    /// known of the number here does not change the unit of the value itself.
    Reunit {
        value: Expr,
    },
}

/// What a `for` goes through and what it makes of each row. A row is one element of each clause.
#[derive(Clone, Debug)]
pub struct For {
    /// The first is `Each` or `Group`; a `Zip` stands right behind it, a `Group` alone.
    pub clauses: Vec<Clause>,
    pub filter: Option<Expr>,
    /// Rows whose keys are equal keep their order.
    pub sort: Vec<SortKey>,
    /// There can be as many rows as the lengths of several lists multiplied, which no payload's size limits: beyond a million, `misfit`.
    pub limited: bool,
    /// Counts from 1 the rows that the filter let through, in the order of the result.
    pub number: Option<LocalId>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub kind: ClauseKind,
    pub binding: LocalId,
    pub list: Expr,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// Every element.
    Each,
    /// The elements whose keys are those of the row.
    Matching(Vec<JoinKey>),
    /// The one element whose keys are those of the row; `invalid` where several have them. A missing key fits nothing.
    Join(Vec<JoinKey>, Unmatched),
    /// The element at the position of the first clause's.
    Zip(Unmatched),
    /// The binding is a list of the elements with equal keys, in the order in which these keys first came. `element` is visible in the keys.
    Group { element: LocalId, keys: Vec<(LocalId, Expr)> },
}

/// Both sides of an `on`.
#[derive(Clone, Debug)]
pub struct JoinKey {
    /// About the clause's own element alone.
    pub element: Expr,
    /// About what stands before it.
    pub row: Expr,
}

#[derive(Clone, Debug)]
pub enum Unmatched {
    /// A [`ExprKind::Fail`].
    Fail(Expr),
    /// Nothing comes of the row.
    Skip,
    /// The partner is missing.
    None,
    /// Every row has its partner: both lists are always of one length.
    Never,
}

#[derive(Clone, Debug)]
pub struct SortKey {
    pub value: Expr,
    pub descending: bool,
}

#[derive(Clone, Debug)]
pub enum TextPart {
    Literal(String),
    Hole(Expr),
}

#[derive(Clone, Debug)]
pub enum BuildStep {
    Let(LocalId, Expr),
    /// Field index of the record and its value.
    Set(u32, Expr),
    /// At the end: the rules of the record that are not proven to hold, by their index.
    Rules(Vec<u32>),
}

#[derive(Clone, Debug)]
pub struct Arm {
    pub span: Span,
    /// It fits if one of these does.
    pub patterns: Vec<Pattern>,
    /// Where each of them is written.
    pub places: Vec<Span>,
    /// `where …`: and if this holds.
    pub guard: Option<Expr>,
    pub value: Expr,
}

/// What an arm of a `match` or a cell of a routing table takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    Const(Const),
    /// Numbers, days and lengths of time between two ends.
    Range {
        min: Option<Bound>,
        max: Option<Bound>,
    },
    /// A missing value.
    None,
    /// Anything, missing or not.
    Otherwise,
    /// Any value that is there, under a name.
    Bind(LocalId),
    /// One of these.
    AnyOf(Vec<Pattern>),
    /// Anything else than this.
    Not(Box<Pattern>),
    /// A record of which some fields are looked at.
    Record {
        record: RecordId,
        fields: Vec<(u32, Pattern)>,
    },
    /// One for each value of `match (a, b)`.
    Tuple(Vec<Pattern>),
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    pub value: Const,
    /// The end itself is within.
    pub inclusive: bool,
}

#[derive(Clone, Debug)]
pub struct Fail {
    pub failure: FailureId,
    pub args: Vec<Expr>,
}
