//! The syntax tree of one file, as the person wrote it: names unresolved, types unchecked.
//!
//! Every node keeps its span in the file. What could not be parsed is an `Error` node, always together with
//! at least one problem in [`crate::Parse::problems`]; later phases pass over error nodes in silence.

use crate::span::Span;

/// A name as written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A string literal without holes, unescaped, with its place (quotes included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Str {
    pub text: String,
    pub span: Span,
}

/// A number as written (`12.50`, `-3`), kept as text so that nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// From the item's keyword to its last token; the documentation above is not part of it.
    pub span: Span,
    /// The `##` lines above, without the marks, joined by newlines.
    pub docs: Option<String>,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    Use(Use),
    Enum(Enum),
    Record(Record),
    Table(Table),
    Routes(Routes),
    Fn(Fn),
    Map(Map),
    Unit(Unit),
    Failure(Failure),
    Policy(Policy),
    Contract(Contract),
    System(System),
    Lifecycle(Lifecycle),
    Flow(Flow),
    Test(Test),
    /// An item whose header could not be read; the name, if one was found, still counts as declared.
    Error(Option<Name>),
}

/// `use canonical.{Order, Address}` or `use policies.standard` (one name: the last).
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The module path, without the imported names.
    pub path: Vec<Name>,
    pub names: Vec<Name>,
}

/// `enum Service as text { standard, on_hold "on-hold" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    pub name: Name,
    /// `as text`: the wire codes are declared here.
    pub as_text: bool,
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub docs: Option<String>,
    pub name: Name,
    /// The code on the wire, where it is not the name itself.
    pub code: Option<Str>,
}

/// `record Release as json strict { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub name: Name,
    /// `as json`; a record without one is canonical and has no wire of its own.
    pub format: Option<Name>,
    /// `strict`: input members that are not declared are `invalid`.
    pub strict: Option<Span>,
    pub fields: Vec<Field>,
    pub rules: Vec<Rule>,
}

/// `always lines.sum(line -> line.qty) = total_qty because "…"`: what holds for every such record.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub span: Span,
    /// Without `because`.
    pub text: Span,
    pub kind: RuleKind,
    pub because: Option<Str>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// `always expression`
    Always(Expr),
    /// `when promised then carrier required`
    When { condition: Expr, then: Demand },
}

/// What a rule asks for where its condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    Holds(Expr),
    /// `carrier, tracking required`
    Required(Vec<Name>),
    /// `notes missing`
    Missing(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub span: Span,
    pub docs: Option<String>,
    pub name: Name,
    pub ty: TypeExpr,
    pub wire: Vec<Wire>,
}

/// One wire form behind a field's type.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    pub span: Span,
    pub kind: WireKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum WireKind {
    /// `at "a"."b"`, keys outermost first.
    At(Vec<Str>),
    /// `or null`: a missing value is written as null rather than left out.
    OrNull,
    /// `as text`: a number or bool in quotes.
    AsText,
    /// `format "YYYYMMDD"`
    Format(Str),
    /// `zone "UTC"`: the zone of a timestamp written without one.
    Zone(Str),
    /// `blank is missing`
    BlankIsMissing,
    /// `yes "Y" no "N"`
    YesNo { yes: Str, no: Str },
    /// `implied 2`: decimals written without a point.
    Implied(Number),
    /// `by key, value`: a map of text written as a list of pairs.
    By { key: Name, value: Name },
}

#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    pub span: Span,
    pub kind: TypeKind,
    /// `T?`
    pub optional: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `text(1..22)`, `decimal(12,2)[USD]`, `Order`: a scalar or a declared name; limits as written.
    Named {
        name: Name,
        limits: Vec<Limit>,
        /// `[kg]`
        unit: Option<UnitExpr>,
        matching: Option<Str>,
    },
    /// `list(1..99) of T`
    List {
        limits: Vec<Limit>,
        of: Box<TypeExpr>,
    },
    /// `map of text to T`
    MapOf(Box<TypeExpr>),
    /// `T -> S`, what a native takes as `x -> …`.
    Function(Box<TypeExpr>, Box<TypeExpr>),
    Error,
}

/// One entry between the parentheses behind a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// `2`
    One(Number),
    /// `1..22`, `..35`, `1..`
    Range { span: Span, min: Option<Number>, max: Option<Number> },
}

/// `table carrier_service : Service <-> text(3) { standard <-> "GND" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: Name,
    pub from: TypeExpr,
    pub to: TypeExpr,
    pub arrow: Arrow,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// `->`
    Forward,
    /// `<->`
    Both,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub span: Span,
    /// Several codes may share a row; `otherwise` is an empty list.
    pub from: Vec<Expr>,
    /// The span of `otherwise`, where the row has it.
    pub otherwise: Option<Span>,
    pub arrow: Arrow,
    pub to: Expr,
}

/// `table warehouse_for(region: Region, hazmat: bool) -> Wms { region | hazmat => warehouse … }`: the first row that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// The first row, which names the columns.
    pub header: Option<RouteHeader>,
    pub rows: Vec<Route>,
    /// `from "codes/priority.csv"`: the rows are kept there.
    pub from_file: Option<Str>,
}

/// `region | hazmat => warehouse`
#[derive(Clone, Debug, PartialEq)]
pub struct RouteHeader {
    pub span: Span,
    pub columns: Vec<Name>,
    pub result: Name,
}

/// `east | no => wms_east`
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub span: Span,
    pub cells: RouteCells,
    pub result: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RouteCells {
    /// One pattern for each column.
    Cells(Vec<Pattern>),
    /// `otherwise`, in the place of all cells.
    Otherwise(Span),
    Error,
}

/// `fn gross(line: OrderLine) -> decimal(12,2) { let … expression }`, or `native fn …` without a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Fn {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// What a native may raise. What a fn with a body may raise shows in its body.
    pub raises: Vec<Name>,
    /// `None` for a native, which the engine implements.
    pub body: Option<FnBody>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FnBody {
    pub lets: Vec<Let>,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub name: Name,
    pub ty: TypeExpr,
}

/// `map to_release(order: Order) -> Release { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// `extends to_release`: the body names only what differs from that map.
    pub extends: Option<Name>,
    pub body: Block,
}

/// The fields of a record being built: the body of a map, of a nested target, of a `for`, of `with` and `expect sent`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Braces included.
    pub span: Span,
    pub stmts: Vec<Stmt>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    Let(Let),
    /// `name = expression`
    Set {
        target: Name,
        value: Expr,
    },
    /// `ship_to { … }`
    Nest {
        target: Name,
        block: Block,
    },
    /// `..order except note, tags`
    Spread {
        span: Span,
        source: Expr,
        except: Vec<Name>,
    },
    /// `ignore order.note, order.tags "not for the warehouse"`
    Ignore {
        span: Span,
        /// A field of the target, or a path from a name in scope.
        paths: Vec<Vec<Name>>,
        because: Str,
    },
    /// A statement of another map: nobody writes it, it comes of merging a map with the one that it extends.
    From {
        /// Of the compiler's files.
        file: u32,
        map: String,
        stmt: Box<Stmt>,
    },
    Error(Span),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    pub span: Span,
    pub name: Name,
    pub value: Expr,
}

/// `unit kg`, `unit lb = 0.45359237 kg`
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub name: Name,
    pub size: Option<UnitSize>,
}

/// How much of other units: `0.45359237 kg`, `1200/3937 m`.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSize {
    pub span: Span,
    pub number: Number,
    pub divisor: Option<Number>,
    pub of: UnitExpr,
}

/// `USD/each`: units multiplied and divided, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitExpr {
    pub span: Span,
    pub parts: Vec<UnitPart>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UnitPart {
    pub name: Name,
    /// Behind a `/`.
    pub divides: bool,
}

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
        value: Expr,
    },
    /// `fail as order_problem(problem.key)`
    FailAs(FailCall),
    Error,
}

/// `contract Wms v2 { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    pub name: Name,
    /// The number behind `v`.
    pub version: Name,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub span: Span,
    pub docs: Option<String>,
    pub kind: EntryKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum EntryKind {
    Sends(Sends),
    Accepts(Accepts),
    Answers(Answers),
    /// `owns Shipment.status, Stock.on_hand`
    Owns(Vec<Owned>),
    Error,
}

/// `sends pick_confirmed : PickConfirmed on POST "/picks" once by event_id in order by order_no`
#[derive(Clone, Debug, PartialEq)]
pub struct Sends {
    pub name: Name,
    pub ty: TypeExpr,
    pub method: Name,
    pub path: Str,
    /// What the sender waits for.
    pub awaits: Option<TypeExpr>,
    pub once_by: Vec<KeyPart>,
    pub in_order_by: Vec<KeyPart>,
}

/// `accepts release : Release by POST "/orders/{order_no}" once by order_no`
#[derive(Clone, Debug, PartialEq)]
pub struct Accepts {
    pub name: Name,
    pub ty: TypeExpr,
    pub method: Name,
    /// Holes name fields of the record sent.
    pub path: Str,
    pub once_by: Vec<KeyPart>,
}

/// `answers stock(sku: text) : StockLevel by GET "/stock/{sku}" cached 10min`
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    pub name: Name,
    pub params: Vec<Param>,
    /// With `?` an unknown one is missing, rather than the failure `not_found`.
    pub ty: TypeExpr,
    pub method: Name,
    /// Holes name parameters.
    pub path: Str,
    /// A quantity.
    pub cached: Option<Expr>,
}

/// Part of a key: a path of fields (`customer.id`) or `header "X-Event-Id"`.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyPart {
    Field(Vec<Name>),
    Header(Str),
}

/// `Shipment.status` in `owns`
#[derive(Clone, Debug, PartialEq)]
pub struct Owned {
    pub span: Span,
    pub entity: Name,
    pub field: Name,
}

/// `lifecycle Order by number { captured -> released by erp }`
#[derive(Clone, Debug, PartialEq)]
pub struct Lifecycle {
    /// The record whose states these are.
    pub name: Name,
    /// The field that tells one from another.
    pub key: Vec<Name>,
    pub entries: Vec<Life>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    pub span: Span,
    pub kind: LifeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum LifeKind {
    /// `captured | on_hold -> released | cancelled by erp`
    Moves {
        from: Vec<Name>,
        to: Vec<Name>,
        /// Systems and contracts.
        by: Vec<Name>,
    },
    /// `within 4h from released to shipped else alert "pick is late"`
    Within {
        time: Expr,
        from: Vec<Name>,
        to: Vec<Name>,
        /// Without them it is a failure.
        steps: Option<Vec<Step>>,
    },
    /// `final invoiced | cancelled`
    Final(Vec<Name>),
    Error,
}

/// `system wms_east : Wms v2`
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    pub name: Name,
    pub contract: Name,
    pub version: Option<Name>,
}

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
    /// `send wms.release(expression)`, perhaps with `undo wms.cancel(expression)`
    Send {
        span: Span,
        system: Name,
        message: Name,
        value: Expr,
        undo: Option<Undo>,
    },
    /// `for line in order.lines { send wms.pick(to_pick(line)) }`
    For {
        span: Span,
        head: ForHead,
        stmts: Vec<FlowStmt>,
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
    pub value: Expr,
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
    /// `expect sent wms.release { priority = 1 }`
    ExpectSent {
        span: Span,
        system: Name,
        message: Name,
        /// So often, exactly.
        times: Option<Number>,
        block: Option<Block>,
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
    /// `expect snapshot`
    ExpectSnapshot {
        span: Span,
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
    /// `picked p`, `picked { qty = 0 }`
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
