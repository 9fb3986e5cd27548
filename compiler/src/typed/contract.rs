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
    /// What is written into the body: a record, or a list of one.
    pub body: Option<Type>,
    /// What comes back: a record, or a list of one.
    pub answer: Option<Type>,
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
    /// Scalars, and at most one record: the [body](Answers::body).
    pub params: Vec<(String, Type)>,
    /// The parameter that is sent as the body of a POST; without one it is a GET.
    pub body: Option<u32>,
    /// What comes back, or what the list is of that comes back.
    pub record: RecordId,
    /// A record, or a list of it.
    pub ty: Type,
    /// What is not found is missing; else it raises `not_found`.
    pub optional: bool,
    /// Path and query.
    pub path: Vec<LookUpPart>,
    /// For how long an answer may be used again for other events.
    pub cached_ms: Option<u64>,
}

impl Answers {
    /// What the look-up gives.
    pub fn result(&self) -> Type {
        if self.optional { Type::Optional(Box::new(self.ty.clone())) } else { self.ty.clone() }
    }

    pub fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }
}

impl Accepts {
    /// The record that comes back, or what the list is of.
    pub fn answered_record(&self) -> Option<RecordId> {
        self.answer.as_ref().and_then(crate::lineage::record_in)
    }

    /// Where the body stands in an implied record.
    pub fn body_field(&self) -> Option<u32> {
        (self.body.is_some() && !self.is_its_body()).then_some(self.params)
    }

    /// The body alone is all that is sent.
    pub fn is_its_body(&self) -> bool {
        self.body == Some(Type::Record(self.record))
    }

    /// The record that the body is, if it is one.
    pub fn body_record(&self) -> Option<RecordId> {
        if let Some(Type::Record(id)) = self.body { Some(id) } else { None }
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
