//! Rows of a table that are kept as a spreadsheet: CSV text to the rows that the language itself would have, each at its place.
//!
//! A spreadsheet has no rules of its own: what is read here goes through the checks of every table. See [`scan`] for the form of the file,
//! [`columns`] for where a table's columns stand in it, [`cells`] for what a cell can say, and [`places`] for how a place in it is told.

mod cells;
mod columns;
mod load;
pub(crate) mod places;
mod problem;
mod scan;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, Arrow, Route, RouteCells, Row};

use crate::context::Context;
use crate::diagnostic::{Edit, Fact};
use crate::sources::FileId;
use crate::typed::Type;
pub(crate) use load::load;
pub(crate) use problem::Problem;
use scan::{Cell, Record};

/// Rows, the header aside.
const ROWS_MAX: usize = 100_000;

/// A table's own reading of a file: two tables of one file have one each.
pub(crate) struct Sheet<'c, 'a> {
    ctx: &'c Context<'a>,
    /// The file with the table, and where it names the spreadsheet.
    home: FileId,
    from: &'c ast::FromFile,
    pub file: FileId,
    header: Record,
    records: Vec<Record>,
    /// Where the table's columns stand, in the order of the signature.
    places: Vec<usize>,
}

impl<'c, 'a> Sheet<'c, 'a> {
    /// None where the file could not be read, which is reported.
    pub fn open(ctx: &'c Context<'a>, home: FileId, from: &'c ast::FromFile, table: &str) -> Option<Sheet<'c, 'a>> {
        let file = match ctx.spreadsheets.get(&(home, from.span))? {
            Ok(file) => *file,
            Err(problem) => {
                ctx.report(problem.diagnostic());
                return None;
            }
        };
        let text = &ctx.sources.get(file).text;
        let target = Some((file, first_line(text)));
        ctx.mention(home, crate::Mention { span: from.path.span, title: format!("the rows of `{table}`"), docs: None, target });
        match rows_of(text, file) {
            Ok((header, records)) => Some(Sheet { ctx, home, from, file, header, records, places: Vec::new() }),
            Err(problem) => {
                ctx.report(problem.diagnostic());
                None
            }
        }
    }

    /// The rows of a routing table, and whether all of them could be read.
    pub fn routes(&mut self, params: &[(String, Type)], result: &Type) -> (Vec<Route>, bool) {
        let Some(places) = self.routing_columns(params) else { return (Vec::new(), false) };
        self.places = places;
        self.each(|record| self.route(&self.cells(record, false)?, record.span, params, result))
    }

    /// The rows of a code table.
    pub fn codes(&mut self, from: &Type, to: &Type, arrow: Arrow) -> (Vec<Row>, bool) {
        let Some(places) = self.code_columns(from, to) else { return (Vec::new(), false) };
        self.places = places;
        self.each(|record| {
            let cells = self.cells(record, true)?;
            let [left, right] = cells.as_slice() else { return None };
            self.code(left, right, record.span, from, to, arrow)
        })
    }

    /// Puts rows below the last one; each has a cell for each column of the signature.
    pub fn append(&self, rows: &[Vec<String>]) -> Edit {
        let text = &self.ctx.sources.get(self.file).text;
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let last = self.records.last().unwrap_or(&self.header);
        Edit { file: self.file, span: last.span.after(), text: rows.iter().map(|row| format!("{line_end}{}", self.line(row, scan::separator_of(text)))).collect() }
    }

    fn line(&self, row: &[String], separator: char) -> String {
        let mut cells = vec![String::new(); self.header.cells.len()];
        for (place, cell) in self.places.iter().zip(row) {
            let needs_quotes = cell.contains([separator, '"']);
            if let Some(at) = cells.get_mut(*place) {
                *at = if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
            }
        }
        cells.join(&separator.to_string())
    }

    fn each<T>(&self, read: impl Fn(&Record) -> Option<T>) -> (Vec<T>, bool) {
        let rows: Vec<T> = self.records.iter().filter_map(read).collect();
        let whole = rows.len() == self.records.len();
        (rows, whole)
    }

    /// The table's cells of a row, in the order of the signature.
    fn cells<'r>(&self, record: &'r Record, codes: bool) -> Option<Vec<&'r Cell>> {
        if let Some(beyond) = record.cells.iter().skip(self.header.cells.len()).find(|cell| !cell.text.trim().is_empty()) {
            self.report(Problem::Long { file: self.file, span: beyond.span, cells: record.cells.len(), header: self.header.cells.len() });
            return None;
        }
        let cells: Option<Vec<&Cell>> = self.places.iter().map(|at| record.cells.get(*at)).collect();
        if cells.is_none() {
            let wanted = self.places.iter().max().map_or(0, |last| last + 1);
            self.report(Problem::Short { file: self.file, span: record.span, cells: record.cells.len(), wanted, codes });
        }
        cells
    }

    fn route(&self, cells: &[&Cell], span: Span, params: &[(String, Type)], result: &Type) -> Option<Route> {
        let (last, inputs) = cells.split_last()?;
        let is_otherwise = inputs.first().is_some_and(|first| first.text.trim() == "otherwise") && inputs.iter().skip(1).all(|cell| matches!(cell.text.trim(), "" | "*" | "_"));
        let cells = if is_otherwise {
            inputs.first().map(|first| RouteCells::Otherwise(first.span))
        } else {
            let read: Vec<_> = inputs.iter().zip(params).map(|(cell, (_, ty))| self.pattern(cell, ty)).collect();
            read.into_iter().collect::<Option<Vec<_>>>().map(RouteCells::Cells)
        };
        let result = self.value(last, result);
        Some(Route { span, cells: cells?, result: result? })
    }

    fn code(&self, left: &Cell, right: &Cell, span: Span, from: &Type, to: &Type, arrow: Arrow) -> Option<Row> {
        let otherwise = matches!(left.text.trim(), "otherwise" | "*" | "_").then_some(left.span);
        let key = if otherwise.is_some() { Some(Vec::new()) } else { self.value(left, from).map(|key| vec![key]) };
        let to = self.value(right, to);
        Some(Row { span, from: key?, otherwise, arrow, to: to? })
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// The first row, and the others that are not empty.
fn rows_of(text: &str, file: FileId) -> Result<(Record, Vec<Record>), Problem> {
    let records = scan::records(text).map_err(|quote| Problem::OpenQuote { file, span: quote })?;
    let mut records = records.into_iter().filter(|record| !record.is_blank());
    let header = records.next().unwrap_or_else(|| Record { span: first_line(text), cells: Vec::new() });
    let records: Vec<Record> = records.collect();
    match records.get(ROWS_MAX) {
        Some(beyond) => Err(Problem::TooManyRows { file, span: beyond.span, rows_max: ROWS_MAX }),
        None => Ok((header, records)),
    }
}

/// The whole first line, for what concerns the file.
fn first_line(text: &str) -> Span {
    Span::new(0, text.lines().next().unwrap_or("").len())
}
