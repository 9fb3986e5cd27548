//! Code tables and routing tables.

use crossdock_syntax::Span;

use super::{Dec, Decl, EnumId, Pattern, Place, SystemId, Type};

/// A code table. Keys and values are scalars: text, int, bool, enum.
#[derive(Clone, Debug)]
pub struct Table {
    pub decl: Decl,
    pub from: Type,
    pub to: Type,
    /// Declared with `<->`: may be read backwards.
    pub both: bool,
    pub rows: Vec<(Const, Const)>,
    /// The value of the row `otherwise`.
    pub otherwise: Option<Const>,
    /// The rows cover every possible key: reading it cannot be `unmapped`.
    pub total: bool,
    /// The same backwards.
    pub total_back: bool,
}

/// A routing table: the first row whose cells all fit gives the result.
#[derive(Clone, Debug)]
pub struct Routes {
    pub decl: Decl,
    /// The columns; scalars, some of which may be missing.
    pub params: Vec<(String, Type)>,
    /// A scalar or a system of a contract.
    pub result: Type,
    pub rows: Vec<Route>,
    /// Proven: there is a row for every case. Reading it cannot be `unmapped` then.
    pub total: bool,
}

#[derive(Clone, Debug)]
pub struct Route {
    /// One for each column: constants, ranges and sets of them.
    pub cells: Vec<Pattern>,
    /// Where each of them is written; of `otherwise` the one word.
    pub written: Vec<Span>,
    pub value: RouteValue,
    /// The row, in the `.flow` file or in the spreadsheet.
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RouteValue {
    Const(Const),
    System(SystemId),
    /// `none`
    Missing,
}

/// A scalar known when compiling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Const {
    Text(String),
    Int(i64),
    Decimal(Dec),
    Bool(bool),
    Date(jiff::civil::Date),
    Time(jiff::civil::Time),
    Timestamp(jiff::Timestamp),
    /// Nanoseconds.
    Duration(i64),
    /// Index of the variant.
    Enum(EnumId, u32),
}
