//! The syntax tree of one file, as the person wrote it: names unresolved, types unchecked.
//!
//! Every node keeps its span in the file. What could not be parsed is an `Error` node, always together with
//! at least one problem in [`crate::Parse::problems`]; later phases pass over error nodes in silence.

mod contract;
mod expr;
mod flow;
mod lifecycle;
mod map;
mod other_wire;
mod policy;
mod table;
mod test;
mod types;
mod unit;

pub use contract::*;
pub use expr::*;
pub use flow::*;
pub use lifecycle::*;
pub use map::*;
pub use other_wire::*;
pub use policy::*;
pub use table::*;
pub use test::*;
pub use types::*;
pub use unit::*;

use crate::span::Span;

/// A name as written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A string literal without holes, unescaped, with its place (quotes included).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Str {
    pub text: String,
    pub span: Span,
}

/// A number as written (`12.50`, `-3`), kept as text so that nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// From the item's keyword to its last token; the documentation above is not part of it.
    pub span: Span,
    /// The `##` lines above, without the marks, joined by newlines.
    pub docs: Option<String>,
    pub kind: ItemKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ItemKind {
    Use(Use),
    Enum(Enum),
    Record(Record),
    Table(Table),
    Routes(Routes),
    Fn(Fn),
    Map(Map),
    Unit(Unit),
    Failure(Failure),
    Policy(Policy),
    Contract(Contract),
    System(System),
    Lifecycle(Lifecycle),
    Flow(Flow),
    Test(Test),
    /// An item whose header could not be read; the name, if one was found, still counts as declared.
    Error(Option<Name>),
}

/// `use canonical.{Order, Address}` or `use policies.standard` (one name: the last).
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    /// The module path, without the imported names.
    pub path: Vec<Name>,
    pub names: Vec<Name>,
}
