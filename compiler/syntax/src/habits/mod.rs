//! What people write out of habit: the spreadsheet's, another language's, plain English. Where a piece does not parse, these say what was probably
//! meant, and how Flow writes it.
//!
//! A recogniser looks at the tokens around the place where the grammar stops and gives a whole problem, words and fix included; the first that
//! recognises something wins. To add a habit, add a function to the file of its subject and to that file's `ALL`.

mod choices;
mod constructs;
mod flows;
mod heads;
mod lines;
mod loops;
mod names;
mod operators;
mod outside;
mod places;
mod types;
mod variants;

pub(crate) use lines::{binds, dotted, names_result as is_result};
pub(crate) use operators::pattern_in_strokes;
pub(crate) use outside::outside;

use crate::build::Rule;
use crate::problem::{Fix, Problem};
use crate::source::SourceText;
use crate::span::Span;
use crate::split::Piece;
use crate::token::TokenKind;

type Recogniser = fn(&Place<'_>) -> Option<Problem>;

/// What was meant by a piece that stops at the token `found`, if that is a known habit.
pub(crate) fn recognised(source: &SourceText<'_>, piece: Piece, rule: Rule, found: usize) -> Option<Problem> {
    let place = Place { source, piece, rule, found };
    let subjects: [&[Recogniser]; 11] =
        [constructs::ALL, loops::ALL, variants::ALL, places::ALL, names::ALL, heads::ALL, types::ALL, flows::ALL, lines::ALL, choices::ALL, operators::ALL];
    subjects.iter().flat_map(|subject| subject.iter()).find_map(|recognise| recognise(&place))
}

/// A piece of source, and where the grammar stops in it.
pub(crate) struct Place<'s> {
    source: &'s SourceText<'s>,
    piece: Piece,
    rule: Rule,
    found: usize,
}

impl<'s> Place<'s> {
    /// The token's text; empty outside of the piece.
    fn text(&self, at: usize) -> &'s str {
        if (self.piece.start..self.piece.end).contains(&at) { self.source.text_of(at) } else { "" }
    }

    /// In small letters.
    fn word(&self, at: usize) -> String {
        self.text(at).to_lowercase()
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        (self.piece.start..self.piece.end).contains(&at).then(|| self.source.kind(at)).flatten()
    }

    fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word)
    }

    fn is_string(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::String)
    }

    fn is_number(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Number)
    }

    fn span(&self, at: usize) -> Span {
        self.source.span_of(at)
    }

    fn before(&self) -> usize {
        self.found.wrapping_sub(1)
    }

    /// From one token to another, both included.
    fn to(&self, from: usize, to: usize) -> Span {
        self.span(from).to(self.span(to))
    }

    /// The text of such a run.
    fn slice(&self, from: usize, to: usize) -> &'s str {
        self.to(from, to).text(self.source.text)
    }

    /// The blanks between two neighbours.
    fn gap(&self, left: usize, right: usize) -> Span {
        Span { start: self.span(left).end, end: self.span(right).start }
    }

    /// No blank stands between a token and the one before it.
    fn touches(&self, at: usize) -> bool {
        at > self.piece.start && self.gap(at - 1, at).range().is_empty()
    }

    fn find(&self, from: usize, text: &str) -> Option<usize> {
        (from..self.piece.end).find(|at| self.source.text_of(*at) == text)
    }

    /// The bracket that closes the one at `open`.
    fn partner(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        (open..self.piece.end).find(|at| {
            let kind = self.source.kind(*at);
            depth += usize::from(kind.is_some_and(TokenKind::opens));
            depth = depth.saturating_sub(usize::from(kind.is_some_and(TokenKind::closes)));
            depth == 0
        })
    }

    /// The last token of the operand that begins here: a literal, or a path with its calls.
    fn operand_end(&self, start: usize) -> Option<usize> {
        let mut last = match self.kind(start)? {
            literal if literal.is_literal() => start,
            TokenKind::Word => start,
            TokenKind::OpenParen => self.partner(start)?,
            _ => return None,
        };
        loop {
            if self.text(last + 1) == "." && self.is_word(last + 2) {
                last += 2;
            } else if self.text(last + 1) == "(" && self.touches(last + 1) {
                last = self.partner(last + 1)?;
            } else {
                return Some(last);
            }
        }
    }

    /// The first token of the operand that ends here.
    fn operand_start(&self, last: usize) -> Option<usize> {
        let mut first = match self.kind(last)? {
            literal if literal.is_literal() => last,
            TokenKind::Word => last,
            TokenKind::CloseParen => (self.piece.start..last).rev().find(|open| self.text(*open) == "(" && self.partner(*open) == Some(last))?,
            _ => return None,
        };
        loop {
            if self.text(first) == "(" && first > self.piece.start && self.is_word(first - 1) {
                first -= 1;
            } else if first > self.piece.start && self.text(first - 1) == "." {
                first = self.operand_start(first.checked_sub(2)?)?;
            } else {
                return Some(first);
            }
        }
    }

    /// What stands before the place where the grammar stops can be an operand.
    fn behind_operand(&self) -> bool {
        self.found > self.piece.start && self.operand_start(self.before()).is_some()
    }

    /// An expression may stand in pieces of this kind.
    fn in_expression(&self) -> bool {
        matches!(
            self.rule,
            Rule::only_stmt
                | Rule::only_let
                | Rule::only_expr
                | Rule::only_arm
                | Rule::only_flow_stmt
                | Rule::only_test_stmt
                | Rule::only_for_head
                | Rule::only_match_head
                | Rule::one_fn
                | Rule::one_map
                | Rule::one_flow
                | Rule::one_test
        )
    }

    /// Where the value begins that the piece holds: behind the `=` of a line, or at once.
    fn value_start(&self) -> usize {
        let sign = (self.piece.start..self.piece.start + 4).find(|at| matches!(self.text(*at), "=" | "=>"));
        match self.rule {
            Rule::only_stmt | Rule::only_let | Rule::only_arm => sign.map_or(self.piece.start, |sign| sign + 1),
            _ => self.piece.start,
        }
    }
}

/// A problem at its place, not yet mended.
fn habit(code: &'static str, span: Span, message: impl Into<String>, label: impl Into<String>) -> Problem {
    Problem { code, message: message.into(), labels: vec![(span, label.into())], help: None, fix: None }
}

impl Problem {
    fn helped(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    fn mended(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Problem {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }

    /// Mended by writing something else in the very place.
    fn replaced(self, right: impl Into<String>) -> Problem {
        let right = right.into();
        let span = self.labels.first().map(|(span, _)| *span).unwrap_or_default();
        self.mended(format!("write `{}`", right.trim()), vec![(span, right)])
    }
}

fn removal(span: Span) -> (Span, String) {
    (span, String::new())
}

fn insertion(offset: u32, text: impl Into<String>) -> (Span, String) {
    (Span { start: offset, end: offset }, text.into())
}

/// The scalar type that another system's type means.
pub fn type_word(found: &str) -> Option<&'static str> {
    Some(match found.to_lowercase().as_str() {
        "text" | "string" | "str" | "varchar" | "varchar2" | "nvarchar" | "char" | "nchar" | "character" | "alphanumeric" | "alphanum" | "clob" | "uuid" | "guid" | "zeichen" => {
            "text"
        }
        "int" | "integer" | "long" | "short" | "bigint" | "smallint" | "tinyint" | "int32" | "int64" | "ganzzahl" | "count" => "int",
        "decimal" | "number" | "numeric" | "float" | "double" | "real" | "money" | "currency" | "amount" | "bigdecimal" | "zahl" => "decimal",
        "bool" | "boolean" | "bit" | "flag" | "yesno" => "bool",
        "date" | "day" | "datum" => "date",
        "time" | "uhrzeit" => "time",
        "timestamp" | "datetime" | "datetime2" | "instant" | "zoneddatetime" | "offsetdatetime" | "timestamptz" => "timestamp",
        "duration" | "interval" | "timespan" => "duration",
        "json" | "object" | "any" | "dict" | "dictionary" | "hashmap" | "jsonb" | "mixed" => "json",
        _ => return None,
    })
}

/// A name as Flow takes it: letters, digits and underscores.
fn as_name(found: &str) -> String {
    let mut name = String::new();
    for character in found.chars() {
        if character.is_alphanumeric() || character == '_' {
            name.push(character);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_').to_owned();
    if name.starts_with(|first: char| first.is_numeric()) { format!("_{name}") } else { name }
}
