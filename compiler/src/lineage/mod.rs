//! Where the value of each field comes from, and where it goes: through maps, functions, tables and flows, from system to system.
//!
//! The typed program is walked once: each place of a record that a map sets is an [`Edge`] from the places that its value is made of. Records that
//! are the same type are taken for the same thing, wherever they are made and read; calls connect through the types of their parameters.

mod find;
mod follow;
mod place;
mod trace;

use std::collections::BTreeSet;

use crossdock_syntax::Span;

use crate::sources::FileId;
use crate::typed::{ContractId, FunctionId, Project, RecordId, SystemId, TableId};
pub use find::ReadPlaceError;
pub use follow::{Hop, Origin, Outlet, Step, Use};
pub use place::{Place, record_in};

/// All lineage of a project.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    /// In the order of the source.
    pub edges: Vec<Edge>,
    /// What flows read to decide, rather than to send.
    pub reads: Vec<Read>,
    /// `let`s of maps, in the order of the source.
    pub bindings: Vec<Binding>,
    pub sends: Vec<Sent>,
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// A fn or map.
    Function(FunctionId),
    /// Index into the project's flows.
    Flow(usize),
}

/// One place of a record being set.
#[derive(Clone, Debug)]
pub struct Edge {
    pub owner: Owner,
    pub target: Place,
    pub value: Value,
    pub file: FileId,
    /// The rule: the expression that is set.
    pub span: Span,
    /// It came by `..`, with others.
    pub spread: bool,
    /// The arms of `match` that it stands in, from the outside inwards: only then it is set so.
    pub when: Vec<(FileId, Span)>,
}

/// A name for a value, within a map.
#[derive(Clone, Debug)]
pub struct Binding {
    pub owner: Owner,
    pub name: String,
    pub value: Value,
    pub file: FileId,
    pub span: Span,
}

/// What a value is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value {
    /// Places whose content is in it, as it is or changed.
    pub from: BTreeSet<Place>,
    /// Places that decide which value it is, without being in it: conditions, what `match` looks at, filters.
    pub by: BTreeSet<Place>,
    /// Tables that it went through.
    pub tables: BTreeSet<TableId>,
    /// Functions that it went through.
    pub functions: BTreeSet<FunctionId>,
}

/// A flow reading something to decide: `skip when`, `check`, the choice of a system.
#[derive(Clone, Debug)]
pub struct Read {
    pub flow: usize,
    pub value: Value,
    pub file: FileId,
    pub span: Span,
}

/// A flow sending a record.
#[derive(Clone, Debug)]
pub struct Sent {
    pub flow: usize,
    pub contract: ContractId,
    /// Index into the contract's `accepts`.
    pub message: u32,
    /// Where the flow names one system; else any of the contract.
    pub system: Option<SystemId>,
    pub record: RecordId,
}

impl Lineage {
    pub fn new(project: &Project) -> Lineage {
        trace::trace(project)
    }
}

impl Value {
    /// Both are in it.
    pub fn join(&mut self, other: Value) {
        self.from.extend(other.from);
        self.by.extend(other.by);
        self.tables.extend(other.tables);
        self.functions.extend(other.functions);
    }

    /// The other one decides about it.
    pub fn decided_by(&mut self, other: Value) {
        self.by.extend(other.from);
        self.by.extend(other.by);
        self.tables.extend(other.tables);
        self.functions.extend(other.functions);
    }

    pub fn is_constant(&self) -> bool {
        self.from.is_empty() && self.by.is_empty()
    }
}
