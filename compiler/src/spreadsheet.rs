//! Rows of a routing table that are kept as a spreadsheet: CSV text to the rows that the language itself would have, each at its place.
//!
//! The separator is the one of `;`, tab and `,` that the first line has most of. Quoted cells, CRLF and the mark that Excel puts at the start
//! are understood; what is not UTF-8 is refused, since nobody could tell which letters were meant.

mod cells;
mod problem;
mod scan;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{Route, RouteCells};

use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::Type;
pub(crate) use problem::Problem;
use scan::{Cell, Record};

/// The file that names a spreadsheet, and its path.
pub(crate) type Named = (FileId, String);

/// A spreadsheet's own id, and the byte where it stops being UTF-8.
pub(crate) type Loaded = (FileId, Option<usize>);

/// Bytes as text; where they are not UTF-8, as far as they can be shown, and the place of the first byte that is wrong.
pub(crate) fn decoded(bytes: &[u8]) -> (String, Option<usize>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        // Every byte a letter, as old spreadsheets write them, so that the row can be shown.
        Err(error) => (bytes.iter().map(|byte| char::from(*byte)).collect(), Some(error.valid_up_to())),
    }
}

/// The table that the rows are for.
pub(crate) struct Sheet<'c, 'a> {
    pub ctx: &'c Context<'a>,
    pub file: FileId,
    pub params: &'c [(String, Type)],
    pub result: &'c Type,
}

impl Sheet<'_, '_> {
    /// The rows, and whether all of them could be read.
    pub fn rows(&self) -> (Vec<Route>, bool) {
        let text = self.ctx.sources.get(self.file).text.clone();
        let records = match scan::records(&text) {
            Ok(records) => records,
            Err(quote) => {
                self.report(Problem::OpenQuote { file: self.file, span: quote });
                return (Vec::new(), false);
            }
        };
        let mut records = records.into_iter().filter(|record| !record.is_blank());
        let header = records.next().unwrap_or_else(|| Record { span: first_line(&text), cells: Vec::new() });
        let Some(columns) = self.columns(&header) else { return (Vec::new(), false) };
        let rows: Vec<Option<Route>> = records.map(|record| self.row(&record, &columns)).collect();
        let count = rows.len();
        let rows: Vec<Route> = rows.into_iter().flatten().collect();
        let whole = rows.len() == count;
        (rows, whole)
    }

    /// Where the inputs stand, in the order of the signature, and then the result: the column called `result`, or the only one that is no input.
    fn columns(&self, header: &Record) -> Option<Vec<usize>> {
        let place = |name: &str| header.cells.iter().position(|cell| cell.text.trim() == name);
        let mut columns = Vec::new();
        let missing: Vec<String> = self.params.iter().map(|(name, _)| name.clone()).filter(|name| place(name).is_none()).collect();
        columns.extend(self.params.iter().filter_map(|(name, _)| place(name)));
        let others: Vec<usize> = (0..header.cells.len()).filter(|at| !columns.contains(at) && header.cells.get(*at).is_some_and(|cell| !cell.text.trim().is_empty())).collect();
        let result = place("result").or(if others.len() == 1 { others.first().copied() } else { None });
        if let (true, Some(result)) = (missing.is_empty(), result) {
            columns.push(result);
            return Some(columns);
        }
        self.report(Problem::Header { file: self.file, span: header.span, missing, result: result.is_some(), columns: self.params.iter().map(|(name, _)| name.clone()).collect() });
        None
    }

    fn row(&self, record: &Record, columns: &[usize]) -> Option<Route> {
        let (result, inputs) = columns.split_last()?;
        let last = columns.iter().max()?;
        let Some(result) = record.cells.get(*result).filter(|_| record.cells.len() > *last) else {
            self.report(Problem::Short { file: self.file, span: record.span, cells: record.cells.len(), wanted: last + 1 });
            return None;
        };
        let cells: Vec<&Cell> = inputs.iter().filter_map(|at| record.cells.get(*at)).collect();
        let is_otherwise = cells.first().is_some_and(|first| first.text.trim() == "otherwise") && cells.iter().skip(1).all(|cell| matches!(cell.text.trim(), "" | "*" | "_"));
        let cells = if is_otherwise {
            Some(RouteCells::Otherwise(record.span))
        } else {
            let read: Vec<_> = cells.iter().zip(self.params).map(|(cell, (_, ty))| self.pattern(cell, ty)).collect();
            read.into_iter().collect::<Option<Vec<_>>>().map(RouteCells::Cells)
        };
        let result = self.value(result);
        Some(Route { span: record.span, cells: cells?, result: result? })
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// The whole first line, for what concerns the file.
pub(crate) fn first_line(text: &str) -> Span {
    Span::new(0, text.find('\n').unwrap_or(text.len()))
}
