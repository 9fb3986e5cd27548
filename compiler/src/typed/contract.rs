//! Contracts and the systems that keep them.

use crossdock_syntax::Span;

use super::{ContractId, Decl, RecordId, Type};

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
    /// All that is sent. Where there are parameters, or no body, it is [implied](super::Record::implied): the parameters, then the body.
    pub record: RecordId,
    /// The first so many fields of the record stand in the address only.
    pub params: u32,
    /// What is written into the body.
    pub body: Option<RecordId>,
    pub method: String,
    /// Literals and fields of the record, which are percent-encoded into it; behind a `?` what is missing is left out with its name.
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

impl Accepts {
    /// Where the body stands in an implied record.
    pub fn body_field(&self) -> Option<u32> {
        self.body.filter(|body| *body != self.record).map(|_| self.params)
    }
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
