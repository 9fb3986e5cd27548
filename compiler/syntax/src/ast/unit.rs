//! Units and what they are made of.

use crate::span::Span;

use super::{Name, Number};

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
