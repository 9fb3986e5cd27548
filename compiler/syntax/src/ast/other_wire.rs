//! The same shape on another wire: `record Release940 = Release as x12 "940" version "004010" { order_no at W05-02 }`.

use crate::span::Span;

use super::{Name, Str, Wire};

/// What stands behind the name of such a record; it has no fields of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherWire {
    /// The record whose shape it has.
    pub shape: Name,
    /// `"940"`, where the format knows several messages.
    pub message: Option<Str>,
    /// `version "004010"`
    pub version: Option<Str>,
    pub places: Vec<PlaceLine>,
}

/// One line between its braces, or between those of a record within.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceLine {
    /// `ship_to at loop N1 where N1-01 = "ST" { name at N1-02 }`
    Field(FieldPlace),
    /// `ignore note, tags "the partner has no place for them"`
    Ignore { span: Span, names: Vec<Name>, because: Str },
}

/// Where a field stands, and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPlace {
    pub span: Span,
    pub name: Name,
    pub wire: Vec<Wire>,
    /// The fields of the record that this one holds.
    pub within: Option<Vec<PlaceLine>>,
}

/// `W05-02`, `LIN-03-01`: segment, element and component, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub text: String,
    pub span: Span,
}

/// `where N1-01 = "ST"`: only the segments or loops of which that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    pub place: Element,
    pub value: Str,
}
