//! The checked program: every name resolved, every expression typed, every failure known.
//!
//! This is what the checker hands to the engine. It exists only for projects without errors; nothing in it refers back to
//! syntax except spans, which failures at run time point at. Ids are indexes into the vectors of [`Project`].

mod contract;
mod edi;
mod expr;
mod flow;
mod lifecycle;
mod policy;
mod table;
mod test;
mod types;
mod walk;

use crossdock_syntax::Span;
pub use crossdock_syntax::ast::{AnswerKind, BinaryOp, Clock, UnaryOp};

pub use contract::*;
pub use edi::*;
pub use expr::*;
pub use flow::*;
pub use lifecycle::*;
pub use policy::*;
pub use table::*;
pub use test::*;
pub use types::*;

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

impl Project {
    /// The record whose shape it has: itself, but for one on another wire.
    pub fn shape_of(&self, record: RecordId) -> RecordId {
        self.records.get(record.index()).and_then(|record| record.like).unwrap_or(record)
    }

    /// Where its rules stand: with its shape.
    pub fn file_of_rules(&self, record: &Record) -> FileId {
        let shape = record.like.and_then(|shape| self.records.get(shape.index()));
        shape.unwrap_or(record).decl.place.file
    }
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
