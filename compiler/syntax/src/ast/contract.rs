//! Contracts and the systems that keep them.

use crate::span::Span;

use super::{Expr, Name, Param, Str, TypeExpr};

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

/// `accepts release : Release by POST "/orders/{order_no}" once by order_no`, or `accepts cancel(order_no: text) by DELETE "/orders/{order_no}"`
#[derive(Clone, Debug, PartialEq)]
pub struct Accepts {
    pub name: Name,
    /// What stands in the address only.
    pub params: Vec<Param>,
    /// The body, if there is one.
    pub ty: Option<TypeExpr>,
    pub method: Name,
    /// Holes name parameters, or fields of the record sent.
    pub path: Str,
    /// What comes back: `answers Label`.
    pub answer: Option<TypeExpr>,
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

/// `system wms_east : Wms v2`
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    pub name: Name,
    pub contract: Name,
    pub version: Option<Name>,
}
