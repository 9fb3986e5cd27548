//! Where a table's columns stand in a spreadsheet.
//!
//! `columns "Land", "Dienst"` behind the file names their headings. Without it the inputs of a routing table are found by their own names, and
//! the two sides of a code table, which have no names, are the only two columns.

use crossdock_syntax::ast;

use super::scan::Cell;
use super::{Problem, Sheet};
use crate::context::Context;
use crate::resolve::nearest;
use crate::typed::Type;

impl Sheet<'_, '_> {
    /// The inputs in the order of the signature, and then the result: the column called `result`, or the only one that is no input.
    pub(super) fn routing_columns(&self, inputs: &[(String, Type)]) -> Option<Vec<usize>> {
        self.no_heading_twice()?;
        if !self.from.columns.is_empty() {
            return self.named_columns(inputs.len() + 1);
        }
        let names = || inputs.iter().map(|(name, _)| name.as_str());
        let missing: Vec<&str> = names().filter(|name| self.place(name).is_none()).collect();
        let places: Vec<usize> = names().filter_map(|name| self.place(name)).collect();
        let others: Vec<usize> = self.headings().map(|(at, _)| at).filter(|at| !places.contains(at)).collect();
        let result = self.place("result").or(if others.len() == 1 { others.first().copied() } else { None });
        if let (true, Some(result)) = (missing.is_empty(), result) {
            return Some(places.into_iter().chain([result]).collect());
        }
        self.header_is_wrong(names().map(str::to_owned).collect(), &missing, &others);
        None
    }

    fn header_is_wrong(&self, columns: Vec<String>, missing: &[&str], others: &[usize]) {
        let headings: Vec<&Cell> = others.iter().filter_map(|at| self.header.cells.get(*at)).collect();
        let near = missing.iter().find_map(|name| {
            let heading = nearest(name, headings.iter().map(|cell| cell.text.trim()))?;
            headings.iter().find(|cell| cell.text.trim() == heading).map(|cell| (cell.span, (*name).to_owned()))
        });
        self.report(Problem::Header { file: self.file, span: self.header.span, missing: missing.iter().map(|name| (*name).to_owned()).collect(), columns, near });
    }

    /// Both sides of a code table.
    pub(super) fn code_columns(&self, from: &Type, to: &Type) -> Option<Vec<usize>> {
        self.no_heading_twice()?;
        if !self.from.columns.is_empty() {
            return self.named_columns(2);
        }
        let headings: Vec<(usize, &Cell)> = self.headings().collect();
        let [(left, first), (right, second)] = headings.as_slice() else {
            let insert = self.from.path.span.after();
            let headings = headings.iter().map(|(_, cell)| cell.text.trim().to_owned()).collect();
            self.report(Problem::WhichColumns { at: (self.home, self.from.path.span), insert, header: (self.file, self.header.span), headings });
            return None;
        };
        let says_much = |ty: &Type| matches!(ty, Type::Enum(_) | Type::Bool | Type::Int(_));
        if (says_much(from) || says_much(to)) && self.fits(first, from) && self.fits(second, to) {
            self.report(Problem::NoHeader { file: self.file, span: self.header.span });
            return None;
        }
        if self.records.first().is_some_and(|record| self.is_turned_round(record.cells.get(*left), record.cells.get(*right), from, to)) {
            let quoted = |cell: &Cell| format!("{:?}", cell.text.trim());
            let columns = format!(" columns {}, {}", quoted(second), quoted(first));
            self.report(Problem::TurnedRound { at: (self.home, self.from.path.span), insert: self.from.path.span.after(), columns, header: (self.file, self.header.span) });
            return None;
        }
        Some(vec![*left, *right])
    }

    fn is_turned_round(&self, left: Option<&Cell>, right: Option<&Cell>, from: &Type, to: &Type) -> bool {
        let Some((left, right)) = left.zip(right) else { return false };
        let as_declared = self.fits(left, from) || self.fits(right, to);
        !as_declared && self.fits(left, to) && self.fits(right, from)
    }

    fn fits(&self, cell: &Cell, ty: &Type) -> bool {
        is_code(self.ctx, cell.text.trim(), ty)
    }

    /// By the headings that the table names.
    fn named_columns(&self, wanted: usize) -> Option<Vec<usize>> {
        let named = &self.from.columns;
        if named.len() != wanted {
            self.report(Problem::ColumnCount { at: (self.home, self.from.span), named: named.len(), wanted });
            return None;
        }
        let places: Vec<Option<usize>> = named.iter().map(|column| self.named_column(column)).collect();
        places.into_iter().collect()
    }

    fn named_column(&self, column: &ast::Str) -> Option<usize> {
        let found = self.place(column.text.trim());
        if found.is_none() {
            let known: Vec<String> = self.headings().map(|(_, cell)| cell.text.trim().to_owned()).collect();
            let same = known.iter().find(|heading| heading.eq_ignore_ascii_case(column.text.trim())).map(String::as_str);
            let near = same.or_else(|| nearest(&column.text, known.iter().map(String::as_str))).map(str::to_owned);
            self.report(Problem::NoHeading { at: (self.home, column.span), heading: column.text.clone(), near, known, header: (self.file, self.header.span) });
        }
        found
    }

    /// A heading that stands twice says nothing of which is meant.
    fn no_heading_twice(&self) -> Option<()> {
        for (at, cell) in self.headings() {
            let heading = cell.text.trim();
            let is_used = self.from.columns.is_empty() || self.from.columns.iter().any(|column| column.text.trim() == heading);
            if let Some((_, first)) = self.headings().take_while(|(before, _)| *before < at).find(|(_, other)| other.text.trim() == heading && is_used) {
                self.report(Problem::HeadingTwice { file: self.file, heading: heading.to_owned(), second: cell.span, first: first.span });
                return None;
            }
        }
        Some(())
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.header.cells.iter().position(|cell| cell.text.trim() == name)
    }

    /// Columns without a heading are none.
    fn headings(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.header.cells.iter().enumerate().filter(|(_, cell)| !cell.text.trim().is_empty())
    }
}

/// Whether it is a code of the type, or looks like one.
fn is_code(ctx: &Context<'_>, text: &str, ty: &Type) -> bool {
    match ty {
        Type::Enum(id) => ctx.project.enums.get(id.index()).is_some_and(|found| found.variants.iter().any(|variant| variant.name == text)),
        Type::Bool => matches!(text, "yes" | "no"),
        Type::Int(int) => text.parse::<i64>().is_ok_and(|value| (int.min..=int.max).contains(&value)),
        Type::Text(text_type) => crate::patterns::read::misfit(text_type, text).is_none(),
        _ => false,
    }
}
