//! Lifecycles.

use crate::span::Span;

use super::{Expr, Name, Step};

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
