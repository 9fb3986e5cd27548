//! The checked program: every name resolved, every expression typed, every failure known.
//!
//! This is what the checker hands to the engine. It exists only for projects without errors; nothing in it refers back to
//! syntax except spans, which failures at run time point at. Ids are indexes into the vectors of [`Project`].

mod flow;
mod lifecycle;
mod walk;

use std::sync::Arc;

use crossdock_syntax::Span;
pub use crossdock_syntax::ast::{AnswerKind, BinaryOp, UnaryOp};

pub use self::flow::{Collect, Missed, Priority, Repeated, Schedule, Skipped, Start, Undo, When};
pub use lifecycle::{Lifecycle, LimitAnswer, Move, Mover, State, TimeLimit};

pub use crate::decimal::Dec;
pub use crate::sources::FileId;
pub use crate::units::{Quantity, Unit, Units};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            pub fn index(self) -> usize { self.0 as usize }
        }
    )* };
}

ids!(
    EnumId,
    RecordId,
    TableId,
    /// A routing table.
    RoutesId,
    /// A `fn` or a `map`.
    FunctionId,
    /// The built-in failures come first, in the order of [`BUILT_IN_FAILURES`].
    FailureId,
    PolicyId,
    ContractId,
    SystemId,
    /// The currencies come first, in the order of [`crate::units::CURRENCIES`].
    UnitId,
    /// A parameter, `let`, loop or lambda binding; an index into the `locals` of the function, flow or test it stands in.
    LocalId,
);

/// The failures that need no declaration; [`FailureId`] n is the n-th.
pub const BUILT_IN_FAILURES: [&str; 12] =
    ["invalid", "misfit", "unmapped", "missing", "not_found", "unreachable", "timeout", "busy", "refused", "duplicate", "illegal_move", "late"];

#[derive(Clone, Debug, Default)]
pub struct Project {
    pub units: Vec<Unit>,
    pub enums: Vec<Enum>,
    pub records: Vec<Record>,
    pub tables: Vec<Table>,
    pub routes: Vec<Routes>,
    pub functions: Vec<Function>,
    pub failures: Vec<Failure>,
    pub policies: Vec<Policy>,
    pub contracts: Vec<Contract>,
    pub systems: Vec<System>,
    pub lifecycles: Vec<Lifecycle>,
    pub flows: Vec<Flow>,
    pub tests: Vec<Test>,
}

/// Where an item stands, for messages and for `file:line` at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

/// What every declared thing has.
#[derive(Clone, Debug)]
pub struct Decl {
    pub name: String,
    /// The module it stands in: `canonical`, `partners`.
    pub module: String,
    pub docs: Option<String>,
    /// The name's place.
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Text(TextType),
    Int(IntType),
    Decimal(DecimalType),
    /// An int or a decimal with a unit: `decimal(12,2)[USD]`. At run time it is that number.
    Quantity(Box<Quantity>),
    Bool,
    Date,
    Time,
    Timestamp,
    Duration,
    /// Opaque, passed through.
    Json,
    Enum(EnumId),
    Record(RecordId),
    List(Box<ListType>),
    /// `map of text to T`
    MapOf(Box<Type>),
    /// May be missing. Never nested.
    Optional(Box<Type>),
    /// A system of this contract.
    System(ContractId),
    /// `x -> …` as an argument of a native; from the element's type to the result's.
    Lambda(Box<(Type, Type)>),
    /// The type of `none`: fits every optional.
    None,
    /// Of an expression that always fails.
    Never,
    /// Of what was wrong already; fits everything in silence. Never in a project without errors.
    Error,
}

/// Length in Unicode characters (scalar values), both ends inclusive; `max` none is unbounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextType {
    pub min: u32,
    pub max: Option<u32>,
    /// `matching`: a regular expression that the whole text must match.
    pub pattern: Option<Arc<str>>,
}

/// Both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntType {
    pub min: i64,
    pub max: i64,
}

impl Default for IntType {
    fn default() -> IntType {
        IntType { min: i64::MIN, max: i64::MAX }
    }
}

/// `decimal(12,2)`: 12 digits in all, 2 behind the point. `limits` none: any scale, up to 38 digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecimalType {
    pub limits: Option<(u8, u8)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListType {
    pub min: u32,
    pub max: Option<u32>,
    pub of: Type,
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub decl: Decl,
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: String,
    /// What stands on the wire; the name itself where no code is given.
    pub code: String,
    pub docs: Option<String>,
    /// The name's place, in the enum's file.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub decl: Decl,
    /// `as json`; none for a canonical record, which reads and writes as JSON by its field names where it must (tests, `apply`).
    pub format: Option<Format>,
    pub strict: bool,
    pub fields: Vec<Field>,
    /// What holds for every such record, be it one that came in or one that was built.
    pub rules: Vec<Rule>,
    /// Of all rules; the first is the record itself.
    pub rule_locals: Vec<Local>,
}

/// Fields of the record are fields of its first local. What it raises is `invalid`, whatever it is.
#[derive(Clone, Debug)]
pub struct Rule {
    pub span: Span,
    /// As it is written, without its reason: `when promised then carrier required`.
    pub text: String,
    /// The sentence that says why.
    pub because: Option<String>,
    /// Where this does not hold, nothing is asked for.
    pub when: Option<Expr>,
    pub then: Expr,
    /// The one field that it asks for.
    pub at: Option<u32>,
    /// Values that a person asks for when it does not hold, by their text.
    pub shows: Vec<(String, Expr)>,
}

impl Rule {
    /// All expressions in it.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        self.when.iter().chain([&self.then])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub docs: Option<String>,
    pub ty: Type,
    pub wire: Wire,
    pub span: Span,
}

/// How a field stands on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wire {
    /// Keys from the record's own object inwards; at least one (the field's name where no `at` is given).
    pub path: Vec<String>,
    /// A missing value is written as null rather than left out.
    pub or_null: bool,
    /// A number or bool in quotes.
    pub as_text: bool,
    /// For dates, times and timestamps; none is ISO 8601 (RFC 3339 for timestamps).
    pub format: Option<Vec<DatePart>>,
    /// The IANA zone of a timestamp that is written without an offset.
    pub zone: Option<String>,
    /// `""` on input is missing.
    pub blank_is_missing: bool,
    /// The texts for `yes` and `no`.
    pub yes_no: Option<(String, String)>,
    /// Digits behind a decimal point that is not written.
    pub implied: Option<u8>,
    /// The names of key and value where a map of text is written as a list of pairs.
    pub by: Option<(String, String)>,
}

/// Letters of a `format`: `YYYY MM DD hh mm ss`, `SSS` fractions, `ZZ` an offset (`Z`, `+02:00`); the rest is literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePart {
    Year4,
    Year2,
    Month2,
    Day2,
    Hour2,
    Minute2,
    Second2,
    /// Milliseconds, three digits.
    Millis3,
    Offset,
    Literal(char),
}

/// A code table. Keys and values are scalars: text, int, bool, enum.
#[derive(Clone, Debug)]
pub struct Table {
    pub decl: Decl,
    pub from: Type,
    pub to: Type,
    /// Declared with `<->`: may be read backwards.
    pub both: bool,
    pub rows: Vec<(Const, Const)>,
    /// The value of the row `otherwise`.
    pub otherwise: Option<Const>,
    /// The rows cover every possible key: reading it cannot be `unmapped`.
    pub total: bool,
    /// The same backwards.
    pub total_back: bool,
}

/// A routing table: the first row whose cells all fit gives the result.
#[derive(Clone, Debug)]
pub struct Routes {
    pub decl: Decl,
    /// The columns; scalars, some of which may be missing.
    pub params: Vec<(String, Type)>,
    /// A scalar or a system of a contract.
    pub result: Type,
    pub rows: Vec<Route>,
    /// Proven: there is a row for every case. Reading it cannot be `unmapped` then.
    pub total: bool,
}

#[derive(Clone, Debug)]
pub struct Route {
    /// One for each column: constants, ranges and sets of them.
    pub cells: Vec<Pattern>,
    pub value: RouteValue,
    /// The row, in the `.flow` file or in the spreadsheet.
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RouteValue {
    Const(Const),
    System(SystemId),
    /// `none`
    Missing,
}

/// A scalar known when compiling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Const {
    Text(String),
    Int(i64),
    Decimal(Dec),
    Bool(bool),
    Date(jiff::civil::Date),
    /// Nanoseconds.
    Duration(i64),
    /// Index of the variant.
    Enum(EnumId, u32),
}

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
}

/// What a `for` goes through and what it makes of each row. A row is one element of each clause.
#[derive(Clone, Debug)]
pub struct For {
    /// The first is `Each` or `Group`; a `Zip` stands right behind it, a `Group` alone.
    pub clauses: Vec<Clause>,
    pub filter: Option<Expr>,
    /// Rows whose keys are equal keep their order.
    pub sort: Vec<SortKey>,
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

#[derive(Clone, Debug)]
pub struct Contract {
    pub decl: Decl,
    pub version: u32,
    pub sends: Vec<Sends>,
    pub accepts: Vec<Accepts>,
    pub answers: Vec<Answers>,
    /// The fields of entities that its systems are the record for.
    pub owns: Vec<Owned>,
}

/// `Shipment.status`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owned {
    pub record: RecordId,
    pub field: u32,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Sends {
    pub name: String,
    pub docs: Option<String>,
    pub span: Span,
    pub record: RecordId,
    pub method: String,
    pub path: String,
    /// What the sender waits for.
    pub awaits: Option<RecordId>,
    pub once_by: Vec<KeyPart>,
    pub in_order_by: Vec<KeyPart>,
}

#[derive(Clone, Debug)]
pub struct Accepts {
    pub name: String,
    pub docs: Option<String>,
    pub span: Span,
    pub record: RecordId,
    pub method: String,
    /// Literals and fields of the record, which are percent-encoded into it.
    pub path: Vec<PathPart>,
    /// Only fields, no headers.
    pub once_by: Vec<KeyPart>,
}

/// A look-up that systems of a contract answer.
#[derive(Clone, Debug)]
pub struct Answers {
    pub name: String,
    pub docs: Option<String>,
    pub span: Span,
    /// Scalars.
    pub params: Vec<(String, Type)>,
    pub record: RecordId,
    /// What is not found is missing; else it raises `not_found`.
    pub optional: bool,
    /// Path and query of a GET.
    pub path: Vec<LookUpPart>,
    /// For how long an answer may be used again for other events.
    pub cached_ms: Option<u64>,
}

#[derive(Clone, Debug)]
pub enum LookUpPart {
    Literal(String),
    /// Index of the parameter, whose value is percent-encoded into the path.
    Param(u32),
}

#[derive(Clone, Debug)]
pub enum PathPart {
    Literal(String),
    /// Field indexes from the record inwards.
    Field(Vec<u32>),
}

#[derive(Clone, Debug)]
pub enum KeyPart {
    /// Field indexes from the record inwards; scalars only.
    Field(Vec<u32>),
    /// In lower case.
    Header(String),
}

#[derive(Clone, Debug)]
pub struct System {
    pub decl: Decl,
    pub contract: ContractId,
}

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
        undo: Option<Undo>,
        span: Span,
    },
    /// The steps for each row. The `for` itself gives nothing: its body is `none`.
    For {
        rows: For,
        steps: Vec<FlowStep>,
        span: Span,
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

#[derive(Clone, Debug)]
pub struct Test {
    pub name: String,
    pub place: Place,
    /// In the order written, which is the order in time.
    pub steps: Vec<TestStep>,
}

impl Test {
    pub fn expects(&self) -> impl Iterator<Item = &Expect> {
        self.steps.iter().filter_map(|step| if let TestStep::Expect(expect) = step { Some(expect) } else { None })
    }
}

#[derive(Clone, Debug)]
pub enum TestStep {
    Given(Given),
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
    /// Relative to the project's root.
    pub file: String,
    pub with: Vec<FieldValue>,
    pub span: Span,
}

/// One field, however deep, and the constant expression it is given or compared with.
#[derive(Clone, Debug)]
pub struct FieldValue {
    /// Field indexes from the record inwards.
    pub path: Vec<u32>,
    /// Without locals. [`ExprKind::None`] is missing.
    pub value: Expr,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Expect {
    /// `times`: so often exactly; else once at least.
    Sent {
        system: SystemId,
        message: u32,
        times: Option<u32>,
        fields: Vec<FieldValue>,
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
    Failed {
        failure: FailureId,
        at: Option<String>,
        span: Span,
    },
    Skipped {
        span: Span,
    },
    Snapshot {
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
