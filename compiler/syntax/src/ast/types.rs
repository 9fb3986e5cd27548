//! Enums, records and the types of their fields, with how they stand on the wire.

use crate::span::Span;

use super::{Element, Expr, Name, Number, Only, OtherWire, Str, UnitExpr};

/// `enum Service as text { standard, on_hold "on-hold" }`, `enum Event by "type" { picked: Picked at "PICK" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    pub name: Name,
    /// `as text`: the wire codes are declared here.
    pub as_text: bool,
    /// `by "meta"."type"`: the variants are objects, told apart by the text at this place; keys outermost first. Empty where they are texts.
    pub tag: Vec<Str>,
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub docs: Option<String>,
    pub name: Name,
    /// What it carries: `picked: Picked`.
    pub record: Option<TypeExpr>,
    /// The `at` before its code.
    pub at: Option<Span>,
    /// The code on the wire, where it is not the name itself.
    pub code: Option<Str>,
}

/// `record Release as json strict { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub name: Name,
    /// `as json`; a record without one is canonical and has no wire of its own.
    pub format: Option<Name>,
    /// `= Release`: the shape is another record's, and what stands in the braces are places.
    pub other: Option<OtherWire>,
    /// `strict`: input members that are not declared are `invalid`.
    pub strict: Option<Span>,
    pub fields: Vec<Field>,
    pub rules: Vec<Rule>,
}

/// `always lines.sum(line -> line.qty) = total_qty because "…"`: what holds for every such record.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub span: Span,
    /// Without `because`.
    pub text: Span,
    pub kind: RuleKind,
    pub because: Option<Str>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// `always expression`
    Always(Expr),
    /// `when promised then carrier required`
    When { condition: Expr, then: Demand },
}

/// What a rule asks for where its condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    Holds(Expr),
    /// `carrier, tracking required`
    Required(Vec<Name>),
    /// `notes missing`
    Missing(Vec<Name>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub span: Span,
    pub docs: Option<String>,
    pub name: Name,
    pub ty: TypeExpr,
    pub wire: Vec<Wire>,
}

/// One wire form behind a field's type.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    pub span: Span,
    pub kind: WireKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum WireKind {
    /// `at "a"."b"`, keys outermost first.
    At(Vec<Str>),
    /// `at W05-02 where W05-01 = "N"`
    Element { place: Element, only: Option<Only> },
    /// `at loop N1 where N1-01 = "ST"`: what is within stands there, or a list has an element for each of them.
    Loop { segment: Name, only: Option<Only> },
    /// `or null`: a missing value is written as null rather than left out.
    OrNull,
    /// `as text`: a number or bool in quotes.
    AsText,
    /// `format "YYYYMMDD"`
    Format(Str),
    /// `zone "UTC"`: the zone of a timestamp written without one.
    Zone { zone: Str, clock: Option<Clock> },
    /// `blank is missing`
    BlankIsMissing,
    /// `yes "Y" no "N"`
    YesNo { yes: Str, no: Str },
    /// `implied 2`: decimals written without a point.
    Implied(Number),
    /// `by key, value`: a map of text written as a list of pairs.
    By { key: Name, value: Name },
}

/// Which of the two readings is meant of a local time that the clock skips or repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Earlier,
    Later,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    pub span: Span,
    pub kind: TypeKind,
    /// `T?`
    pub optional: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `text(1..22)`, `decimal(12,2)[USD]`, `Order`: a scalar or a declared name; limits as written.
    Named {
        name: Name,
        /// `v2`, of a contract.
        version: Option<Name>,
        limits: Vec<Limit>,
        /// `[kg]`
        unit: Option<UnitExpr>,
        matching: Option<Str>,
    },
    /// `list(1..99) of T`
    List {
        limits: Vec<Limit>,
        of: Box<TypeExpr>,
    },
    /// `map of text to T`
    MapOf(Box<TypeExpr>),
    /// `T -> S`, what a native takes as `x -> …`.
    Function(Box<TypeExpr>, Box<TypeExpr>),
    Error,
}

/// One entry between the parentheses behind a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// `2`
    One(Number),
    /// `1..22`, `..35`, `1..`
    Range { span: Span, min: Option<Number>, max: Option<Number> },
}
