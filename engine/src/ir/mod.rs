//! The program of one unit, ready to run: instructions on registers.
//!
//! Structured rather than jumping: a block is a list of instructions, some of which hold blocks. That prints well, interprets well, and a
//! code generator can flatten it. Registers hold [`Slot`]s; what their types are is known to the one who lowered the program.

mod print;
mod rules;
mod test;

use std::sync::Arc;

use crossdock_compiler::typed::{BinaryOp, EnumId, RoutesId, TableId, UnaryOp};
pub use test::Test;

use crate::coverage::Flag;
use crate::lower::TableIndex;
use crate::notes::Notes;
pub use rules::{Rule, RulePart, Shown};

use crate::natives::Native;
use crate::plan::Pattern;
use crate::slot::Slot;

/// A register of the running function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reg(pub u32);

/// Index into [`Code::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionIndex(pub u32);

/// The code of one unit: an entry and all that it calls.
#[derive(Clone, Debug, Default)]
pub struct Code {
    pub functions: Vec<Function>,
    pub entry: usize,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    /// The parameters are the first registers.
    pub params: u32,
    pub registers: u32,
    pub body: Block,
    pub result: Reg,
}

pub type Block = Vec<Inst>;

#[derive(Clone, Debug)]
pub enum Inst {
    Const {
        to: Reg,
        value: Slot,
    },
    Copy {
        to: Reg,
        from: Reg,
    },
    /// A slot of a record; missing where the record is.
    Field {
        to: Reg,
        base: Reg,
        slot: u32,
    },
    /// A new record of so many missing slots.
    Record {
        to: Reg,
        size: u32,
    },
    Store {
        record: Reg,
        slot: u32,
        from: Reg,
    },
    List {
        to: Reg,
        elements: Vec<Reg>,
    },
    /// A function of this unit. What it raises about its first argument is about `blame`.
    Call {
        to: Reg,
        function: FunctionIndex,
        args: Vec<Reg>,
        blame: Blame,
    },
    Native {
        to: Reg,
        native: NativeRef,
        args: Vec<Reg>,
        site: Site,
    },
    Table {
        to: Reg,
        table: TableId,
        reverse: bool,
        key: Reg,
        site: Site,
    },
    /// A look-up; `place` is the index of its contract and question in the unit.
    Ask {
        to: Reg,
        system: Reg,
        place: usize,
        /// What stands in the address.
        args: Vec<Part>,
        /// The record that is sent along.
        body: Option<Reg>,
        site: Site,
    },
    /// A message, and what comes back: `place` is its index among the unit's sends, `reply` that of the answer.
    Exchange {
        to: Reg,
        system: Reg,
        place: usize,
        value: Reg,
        reply: usize,
        site: Site,
    },
    Concat {
        to: Reg,
        parts: Vec<Part>,
    },
    Unary {
        to: Reg,
        op: UnaryOp,
        value: Reg,
        site: Site,
    },
    /// Arithmetic and comparison; `and` and `or` are [`Inst::If`].
    Binary {
        to: Reg,
        op: BinaryOp,
        left: Reg,
        right: Reg,
        site: Site,
    },
    /// The quotient, rounded to so many digits; how is a variant of the library's `Rounding`, or missing.
    Divide {
        to: Reg,
        left: Reg,
        right: Reg,
        digits: Reg,
        rounding: Reg,
        site: Site,
    },
    IsMissing {
        to: Reg,
        value: Reg,
    },
    Test {
        to: Reg,
        value: Reg,
        test: Test,
    },
    /// A routing table: the first row that fits.
    Route {
        to: Reg,
        table: RoutesId,
        args: Vec<Reg>,
        site: Site,
    },
    If {
        condition: Reg,
        then: Block,
        otherwise: Block,
    },
    For(Box<For>),
    /// Runs the body; where it raises that failure, the handler instead.
    Try {
        body: Block,
        failure: String,
        handler: Block,
    },
    /// All that do not hold are raised together.
    Rules {
        parts: Vec<RulePart>,
    },
    Fit {
        to: Reg,
        from: Reg,
        check: Arc<Check>,
        site: Site,
    },
    /// A failure that the source declares or names.
    Raise {
        failure: Arc<FailureText>,
        args: Vec<Part>,
        site: Site,
    },
    /// A point that tests reached; only where their coverage is measured.
    Mark {
        flag: Flag,
    },
    /// The same, if a value is there.
    MarkPresent {
        value: Reg,
        flag: Flag,
    },
    /// The same for the row of a table that fits the key.
    MarkRow {
        key: Reg,
        rows: Arc<MarkedRows>,
    },
    /// The same for the first row of a routing table that fits.
    MarkRoute {
        table: RoutesId,
        args: Vec<Reg>,
        flags: Vec<Flag>,
    },
    /// Why a condition did not hold; only for tests.
    Note(Box<Note>),
    /// `skip`: ends the decision.
    Skip {
        because: Reg,
    },
    /// A decided send; `place` is the index of its contract and message in the unit.
    Send {
        system: Reg,
        place: usize,
        value: Reg,
        /// What takes it back: system, place and record.
        undo: Option<(Reg, usize, Reg)>,
    },
    /// A move of a lifecycle; `place` is its index in the unit.
    Advance {
        place: usize,
        key: Part,
    },
    /// Goes on with all the events that have these keys, or stops to wait for more.
    Collect(Box<Collect>),
    /// The reply to the event's sender.
    Reply {
        value: Reg,
    },
}

/// A condition that does not hold, and the parts of which it is made.
#[derive(Clone, Debug)]
pub struct Note {
    pub notes: Notes,
    /// `check order.credit`
    pub head: String,
    pub parts: Vec<NotePart>,
}

#[derive(Clone, Debug)]
pub struct NotePart {
    pub depth: usize,
    pub code: Block,
    pub shown: Shown,
}

#[derive(Clone, Debug)]
pub struct Collect {
    /// What the flow calls the list.
    pub name: String,
    pub to: Reg,
    pub keys: Vec<Part>,
    pub until: Option<(Block, Reg)>,
    pub after_ms: i64,
}

/// The rows of a table in one direction: from a key to the row's number, and the rows' flags.
#[derive(Debug)]
pub struct MarkedRows {
    pub numbers: TableIndex,
    pub flags: Vec<Flag>,
}

/// Goes through the rows of its clauses and makes a list.
#[derive(Clone, Debug)]
pub struct For {
    pub to: Reg,
    pub clauses: Vec<Clause>,
    /// All that the clauses bind: what is kept of a row that waits to be sorted.
    pub bound: Vec<Reg>,
    /// It may make so many rows that they are counted, and too many refused.
    pub limited: bool,
    pub number: Option<Reg>,
    pub filter: Option<(Block, Reg)>,
    /// Works out the keys; those marked go from the largest to the smallest.
    pub sort: Option<(Block, Vec<(Reg, bool)>)>,
    pub body: Block,
    pub value: Reg,
    /// `release.flow:14`
    pub source: Arc<str>,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub kind: ClauseKind,
    /// Works out the list; empty where it does not depend on the clauses before, and is there already.
    pub before: Block,
    pub list: Reg,
    pub binding: Reg,
    /// What the list is called on the wire.
    pub blame: Blame,
    /// Of a `join` or `zip`; only where coverage is measured.
    pub marks: Option<Box<PartnerMarks>>,
}

/// Set where a row has a partner, and where it has none, if that can be.
#[derive(Clone, Debug)]
pub struct PartnerMarks {
    pub matched: Flag,
    pub unmatched: Option<Flag>,
}

#[derive(Clone, Debug)]
pub enum ClauseKind {
    Each,
    /// The values of a map, each told by its key; or, where the map is a list of pairs on the wire, by its index and the key that the value stands under.
    Values {
        under: Option<String>,
    },
    Matching(Box<Keys>),
    Join(Box<Keys>, Unmatched, Site),
    Zip(Unmatched, Site),
    /// The code works out the keys of an element: where each is, and where the body finds it.
    Group {
        element: Reg,
        code: Block,
        keys: Vec<(Reg, Reg)>,
    },
}

/// Code that works out keys, and where they are then.
#[derive(Clone, Debug)]
pub struct Keys {
    pub element: (Block, Vec<Reg>),
    pub row: (Block, Vec<Reg>),
}

#[derive(Clone, Debug)]
pub enum Unmatched {
    /// Raises.
    Fail(Block),
    Skip,
    None,
}

/// A native, found when the program was made.
#[derive(Clone, Copy)]
pub struct NativeRef(pub &'static Native);

impl std::fmt::Debug for NativeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name)
    }
}

/// Where in the payload a value came from, for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Blame {
    /// Nowhere in particular.
    #[default]
    Nobody,
    /// A place of the whole payload; empty for the payload itself.
    Payload(String),
    /// A place within the element of the loop around, or within the function's argument; `up` loops further out.
    Within { up: u32, path: String },
}

/// Where an instruction came from and what it is about.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// `release.flow:14`
    pub source: Arc<str>,
    pub blame: Blame,
}

/// Part of a text being made.
#[derive(Clone, Debug)]
pub enum Part {
    Literal(Slot),
    Value { reg: Reg, of: Option<EnumId> },
}

/// What a value must satisfy to stand in a narrower place.
#[derive(Clone, Debug)]
pub struct Check {
    pub kind: CheckKind,
    /// `Release.order_no`; none where the place has no name.
    pub place: Option<String>,
    /// `text of at most 35 characters`
    pub expected: String,
}

#[derive(Clone, Debug)]
pub enum CheckKind {
    Text {
        min: u32,
        max: Option<u32>,
        pattern: Option<Pattern>,
    },
    Int {
        min: i64,
        max: i64,
    },
    /// Also makes a whole number a decimal one. Digits in all and behind the point.
    Decimal {
        limits: Option<(u8, u8)>,
    },
    List {
        min: u32,
        max: Option<u32>,
    },
    /// Nothing to check.
    Anything,
}

/// A failure's name and words.
#[derive(Clone, Debug)]
pub struct FailureText {
    pub name: String,
    pub parts: Vec<MessagePart>,
}

#[derive(Clone, Debug)]
pub enum MessagePart {
    Literal(String),
    Param(usize),
}
