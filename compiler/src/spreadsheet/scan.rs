//! CSV text to cells with their places (RFC 4180).
//!
//! The separator is the one of `;`, tab and `,` that the first line has most of, or what a first line `sep=;` says. Quoted cells, CRLF and the
//! mark that Excel puts at the start are understood.
//!
//! The crate `csv-core` would read cells as well, but takes a quote that is never closed for a cell up to the end of the file, leaves out empty
//! lines, so that rows could not be counted as the spreadsheet counts them, and tells where a cell ends only together with what parts it from
//! the next: around it as much code would be left as this is.

use crossdock_syntax::Span;

/// One row.
#[derive(Debug)]
pub(super) struct Record {
    pub span: Span,
    pub cells: Vec<Cell>,
}

#[derive(Debug)]
pub(super) struct Cell {
    /// Without the quotes around it.
    pub text: String,
    /// With them.
    pub span: Span,
}

impl Record {
    /// Rows of nothing, as spreadsheets leave them at the end.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

/// All rows, the header among them; or the quote that nothing closes.
pub(super) fn records(text: &str) -> Result<Vec<Record>, Span> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let rest = text.get(start..).unwrap_or("");
    let mut scan = match said(rest) {
        Some((separator, length)) => Scan { text, at: start + length, separator },
        None => Scan { text, at: start, separator: separator(rest) },
    };
    let mut records = Vec::new();
    while scan.at < text.len() {
        records.push(scan.record()?);
    }
    Ok(records)
}

/// What parts the cells of the file.
pub(super) fn separator_of(text: &str) -> char {
    let text = text.trim_start_matches('\u{FEFF}');
    char::from(said(text).map_or_else(|| separator(text), |(separator, _)| separator))
}

/// `sep=;` in a line of its own, for Excel; with the length of that line.
fn said(text: &str) -> Option<(u8, usize)> {
    let line = text.split_inclusive('\n').next()?;
    match line.trim_end().as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator @ (b',' | b';' | b'\t' | b'|')] => Some((*separator, line.len())),
        _ => None,
    }
}

/// The one that stands most often in the first line, outside of quotes.
fn separator(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or("");
    let outside: String = line.split('"').step_by(2).collect();
    let count = |separator: &u8| outside.bytes().filter(|byte| byte == separator).count();
    [b',', b'\t', b';'].into_iter().max_by_key(count).unwrap_or(b',')
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn record(&mut self) -> Result<Record, Span> {
        let start = self.at;
        let mut cells = vec![self.cell()?];
        while self.peek() == Some(self.separator) {
            self.at += 1;
            cells.push(self.cell()?);
        }
        let span = Span::new(start, self.at);
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        Ok(Record { span, cells })
    }

    fn cell(&mut self) -> Result<Cell, Span> {
        let start = self.at;
        let mut text = if self.peek() == Some(b'"') { self.quoted()? } else { String::new() };
        let rest = self.at;
        while self.peek().is_some_and(|byte| byte != self.separator && !self.ends_line(byte)) {
            self.at += 1;
        }
        text.push_str(self.text.get(rest..self.at).unwrap_or(""));
        Ok(Cell { text, span: Span::new(start, self.at) })
    }

    /// A carriage return alone ends no line.
    fn ends_line(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' && self.text.as_bytes().get(self.at + 1).is_none_or(|next| *next == b'\n')
    }

    /// To behind the closing quote; a quote within is written twice.
    fn quoted(&mut self) -> Result<String, Span> {
        let start = self.at;
        let mut text = String::new();
        loop {
            self.at += 1;
            let from = self.at;
            let length = self.text.get(from..).and_then(|rest| rest.find('"')).ok_or(Span::new(start, start + 1))?;
            text.push_str(self.text.get(from..from + length).unwrap_or(""));
            self.at = from + length + 1;
            if self.peek() != Some(b'"') {
                return Ok(text);
            }
            text.push('"');
        }
    }
}
