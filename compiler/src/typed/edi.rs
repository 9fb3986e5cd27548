//! Messages of segments and elements: which one, and where a field stands in it.

use std::fmt;

/// `x12 "940" version "004010"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edi {
    pub syntax: EdiSyntax,
    /// The transaction set (`940`), or the type of message (`ORDERS`).
    pub message: String,
    /// As the group's header has it: `004010`, `D96A`.
    pub version: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdiSyntax {
    X12,
    Edifact,
}

impl EdiSyntax {
    /// As it is written behind `as`.
    pub fn name(self) -> &'static str {
        match self {
            EdiSyntax::X12 => "x12",
            EdiSyntax::Edifact => "edifact",
        }
    }
}

/// `W05-02`, `LIN-03-01`: elements and components count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Element {
    pub segment: String,
    pub element: u8,
    pub component: Option<u8>,
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.segment, self.element)?;
        self.component.map_or(Ok(()), |component| write!(f, "-{component:02}"))
    }
}

/// Where a field stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdiPlace {
    /// An element of a segment of the loop that its record is in.
    Element(Element, Option<Only>),
    /// The loop that begins with this segment; for a list each of them.
    Loop(String, Option<Only>),
}

/// `where N1-01 = "ST"`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Only {
    pub place: Element,
    pub value: String,
}

impl fmt::Display for EdiPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let only = match self {
            EdiPlace::Element(place, only) => {
                write!(f, "{place}")?;
                only
            }
            EdiPlace::Loop(segment, only) => {
                write!(f, "loop {segment}")?;
                only
            }
        };
        only.as_ref().map_or(Ok(()), |only| write!(f, " where {} = {:?}", only.place, only.value))
    }
}
