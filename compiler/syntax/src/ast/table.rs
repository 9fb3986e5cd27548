//! Code tables and routing tables.

use crate::span::Span;

use super::{Expr, Name, Param, Pattern, Str, TypeExpr};

/// `table carrier_service : Service <-> text(3) { standard <-> "GND" }`
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    pub name: Name,
    pub from: TypeExpr,
    pub to: TypeExpr,
    pub arrow: Arrow,
    pub rows: Vec<Row>,
    /// The rows are kept there.
    pub from_file: Option<FromFile>,
}

/// `from "codes/countries.csv" columns "alpha-2", "alpha-3"`
#[derive(Clone, Debug, PartialEq)]
pub struct FromFile {
    pub span: Span,
    pub path: Str,
    /// The headings of the columns, in the order of the signature, the result last; empty where they are found without.
    pub columns: Vec<Str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// `->`
    Forward,
    /// `<->`
    Both,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub span: Span,
    /// Several codes may share a row; `otherwise` is an empty list.
    pub from: Vec<Expr>,
    /// The span of `otherwise`, where the row has it.
    pub otherwise: Option<Span>,
    pub arrow: Arrow,
    pub to: Expr,
}

/// `table warehouse_for(region: Region, hazmat: bool) -> Wms { region | hazmat => warehouse … }`: the first row that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// The first row, which names the columns.
    pub header: Option<RouteHeader>,
    pub rows: Vec<Route>,
    /// The rows are kept there.
    pub from_file: Option<FromFile>,
}

/// `region | hazmat => warehouse`
#[derive(Clone, Debug, PartialEq)]
pub struct RouteHeader {
    pub span: Span,
    pub columns: Vec<Name>,
    pub result: Name,
}

/// `east | no => wms_east`
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub span: Span,
    pub cells: RouteCells,
    pub result: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RouteCells {
    /// One pattern for each column.
    Cells(Vec<Pattern>),
    /// `otherwise`, in the place of all cells.
    Otherwise(Span),
    Error,
}
