//! How a place in a spreadsheet is told: `B7`, as the spreadsheet program calls it, at the table that names the file.

use crossdock_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::scan;
use crate::diagnostic::Diagnostic;
use crate::sources::{FileId, Sources};

/// Problems of one spreadsheet that are shown; a column of another kind has one in every row.
const SHOWN_MAX: usize = 20;

/// A spreadsheet: its own id, the file that names it, and where.
pub(crate) struct Named {
    pub sheet: FileId,
    pub home: FileId,
    pub span: Span,
}

/// Shows at the tables which cell each problem is about, and leaves out what nobody would read. The problems are sorted by place.
pub(crate) fn place(sources: &Sources, named: &[Named], problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let by_sheet: FxHashMap<FileId, &Named> = named.iter().map(|named| (named.sheet, named)).collect();
    let mut cells: FxHashMap<FileId, Vec<scan::Record>> = FxHashMap::default();
    let mut told: FxHashSet<(String, String, Span)> = FxHashSet::default();
    let mut counts: FxHashMap<FileId, usize> = FxHashMap::default();
    let mut shown: Vec<Diagnostic> = Vec::new();
    for mut problem in problems {
        let Some((label, named)) = problem.labels.first().and_then(|label| Some((label.clone(), *by_sheet.get(&label.file)?))) else {
            shown.push(problem);
            continue;
        };
        // Two tables of one file find the same mistakes in it.
        if !told.insert((problem.message.clone(), sources.get(label.file).path.clone(), label.span)) {
            continue;
        }
        let count = counts.entry(label.file).or_default();
        *count += 1;
        if *count > SHOWN_MAX {
            continue;
        }
        if !problem.labels.iter().any(|label| label.file == named.home && label.span == named.span) {
            let records = cells.entry(label.file).or_insert_with(|| scan::records(&sources.get(label.file).text).unwrap_or_default());
            problem = problem.at(named.home, named.span, address(records, label.span));
        }
        shown.push(problem);
    }
    counts.into_iter().filter(|(_, count)| *count > SHOWN_MAX).for_each(|(sheet, count)| tell_the_rest(&mut shown, sheet, count - SHOWN_MAX));
    shown
}

fn tell_the_rest(shown: &mut [Diagnostic], sheet: FileId, count: usize) {
    let last = shown.iter_mut().rev().find(|problem| problem.labels.first().is_some_and(|label| label.file == sheet));
    if let Some(last) = last {
        let help = last.help.take().map_or(String::new(), |help| format!("{help} "));
        last.help = Some(format!("{help}There are {count} more problems in this spreadsheet."));
    }
}

/// `cell B7 of this spreadsheet`, or its row where it is about more than one cell.
fn address(records: &[scan::Record], span: Span) -> String {
    let Some((row, record)) = records.iter().enumerate().rev().find(|(_, record)| record.span.start <= span.start) else { return "in this spreadsheet".to_owned() };
    let cell = record.cells.iter().position(|cell| cell.span.start <= span.start && span.end <= cell.span.end);
    match cell.filter(|_| record.cells.len() > 1) {
        Some(column) => format!("cell {}{} of this spreadsheet", letters(column), row + 1),
        None => format!("row {} of this spreadsheet", row + 1),
    }
}

/// `A`, `Z`, `AA`
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break letters.iter().rev().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(super::letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
