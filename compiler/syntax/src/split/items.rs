//! Items, and brackets without partners.

use super::nesting::Nesting;
use super::statements::{begins_line_of_body, is_lost_statement, sets_at_line_start};
use super::{Brackets, Piece};
use crate::habits;
use crate::mistakes;
use crate::problem::{Problem, SyntaxProblem};
use crate::source::SourceText;
use crate::token::TokenKind;

/// The words that items begin with.
pub(crate) const WORDS: &[&str] =
    &["use", "enum", "record", "table", "fn", "native", "map", "failure", "policy", "contract", "system", "flow", "test", "unit", "lifecycle", "ledger", "reconcile"];
const BRACED: &[&str] = &["enum", "record", "table", "map", "policy", "contract", "lifecycle", "flow", "test"];

/// One item.
#[derive(Debug)]
pub(crate) struct ItemPiece {
    pub piece: Piece,
    /// Only its name counts: it is not understood as a whole, and that is reported.
    pub hopeless: bool,
    /// The last token of a head whose `{` is missing; that is reported.
    pub unopened: Option<usize>,
}

/// The items of a file, its wrong brackets, and what is wrong so far: text between items, and those brackets.
pub(crate) fn items(source: &SourceText<'_>) -> (Vec<ItemPiece>, Brackets, Vec<Problem>) {
    let mut cutter = Cutter { source, brackets: Brackets::default(), problems: Vec::new() };
    let mut items = Vec::new();
    let mut at = 0;
    while at < source.significant.len() {
        if starts_item(source, at) || cutter.misspelt(at) {
            let item = cutter.item(at);
            at = item.piece.end;
            items.push(item);
        } else {
            let start = at;
            at = cutter.outside(start);
            if source.is_word(start) {
                items.push(ItemPiece { piece: Piece { start, end: at }, hopeless: true, unopened: None });
            }
        }
    }
    (items, cutter.brackets, cutter.problems)
}

fn starts_item(source: &SourceText<'_>, at: usize) -> bool {
    let next = source.kind(at + 1);
    source.is_word(at)
        && WORDS.contains(&source.text_of(at))
        && (matches!(next, Some(TokenKind::Word | TokenKind::String | TokenKind::UnclosedString | TokenKind::ForeignString)) || source.starts_line(at))
}

/// An item keyword in the first column with what only an item has behind it: whatever is open was forgotten.
fn begins_surely(source: &SourceText<'_>, at: usize) -> bool {
    if !source.in_first_column(at) || !starts_item(source, at) {
        return false;
    }
    let after_name = source.text_of(at + 2);
    match source.text_of(at) {
        "test" => source.kind(at + 1) == Some(TokenKind::String) && after_name == "{",
        "use" => source.is_word(at + 1) && matches!(after_name, "." | ""),
        "unit" => source.is_word(at + 1) && (after_name == "=" || source.starts_line(at + 2)),
        "native" => source.text_of(at + 1) == "fn",
        "record" if after_name == "=" => source.is_word(at + 1) && source.is_word(at + 3) && source.text_of(at + 4) == "as",
        _ => source.is_word(at + 1) && (matches!(after_name, "{" | ":" | "(" | "as" | "on" | "by" | "at" | "every" | "strict") || after_name.starts_with(['v', '"'])),
    }
}

/// What stands behind the name is what stands there in an item, so that a heading is not taken for one.
/// What stands here could be a keyword, to go by what follows: a name, and then a sign that only an item has there.
pub(crate) fn looks_like_item(source: &SourceText<'_>, at: usize) -> bool {
    let next = source.text_of(at + 2);
    let version = next.strip_prefix('v').is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()));
    matches!(next, "{" | "(" | ":" | "as" | "on" | "strict" | "=" | "->" | "[" | "." | "-" | "by" | "extends") || next.starts_with('"') || version || source.starts_line(at + 2)
}

/// How an item goes on behind one of its brackets.
enum Goes {
    On,
    /// It ends behind this token.
    Ends,
}

struct Cutter<'s> {
    source: &'s SourceText<'s>,
    brackets: Brackets,
    problems: Vec<Problem>,
}

impl Cutter<'_> {
    /// An item whose first word is nearly a keyword: reported, and taken for an item.
    fn misspelt(&mut self, at: usize) -> bool {
        let source = self.source;
        let named = source.is_word(at + 1) || source.kind(at + 1) == Some(TokenKind::String);
        if !source.is_word(at) || !source.starts_line(at) || !named {
            return false;
        }
        let found = source.text_of(at);
        let Some(meant) = mistakes::item_word(found, WORDS).filter(|_| looks_like_item(source, at)) else { return false };
        self.problems.push(SyntaxProblem::Misspelt { found: found.to_owned(), meant: meant.to_owned() }.at(source.span_of(at)));
        true
    }

    /// Tokens that belong to no item, up to the next one: one problem.
    fn outside(&mut self, start: usize) -> usize {
        let source = self.source;
        let mut end = start + 1;
        while end < source.significant.len() && !(starts_item(source, end) && source.starts_line(end)) {
            end += 1;
        }
        let (found, span) = (source.text_of(start), source.span_of(start));
        let problem = match source.token(start) {
            Some(token) if token.kind.closes() => SyntaxProblem::Stray { bracket: first_char(found) }.at(span),
            Some(token) => habits::outside(source, start, end)
                .or_else(|| mistakes::lexical(token, source.text))
                .unwrap_or_else(|| SyntaxProblem::OutsideItems { found: mistakes::shortened(found) }.at(span)),
            None => return end,
        };
        self.problems.push(problem);
        end
    }

    /// Where the item ends if all its brackets come in pairs and an item or nothing follows: then nothing is to be guessed.
    fn balanced_end(&self, start: usize) -> Option<usize> {
        let source = self.source;
        let (mut open, mut nesting) = (Vec::new(), Nesting::default());
        let mut at = start + 1;
        while let Some(kind) = source.kind(at) {
            if open.is_empty() && self.follows_item(start, at) {
                return Some(at);
            }
            let bracket = source.text_of(at);
            if nesting.pass(source, at).is_err() || (!open.is_empty() && begins_surely(source, at)) || (kind.closes() && open.pop() != Some(bracket)) {
                return None;
            }
            if kind.opens() {
                open.push(partner(bracket));
            }
            at += 1;
            if open.is_empty() && bracket == "}" && source.text_of(start) != "use" {
                return (source.kind(at).is_none() || self.follows_item(start, at)).then_some(at);
            }
        }
        open.is_empty().then_some(at)
    }

    /// Behind an item, outside of brackets: another one begins; or the line of one that has no braces is over.
    fn follows_item(&self, start: usize, at: usize) -> bool {
        let source = self.source;
        let is_unbraced = matches!(source.text_of(start), "use" | "system" | "unit" | "failure" | "native");
        // A unit is one line, unless the next one goes on with a sign.
        let one_line = source.text_of(start) == "unit" && source.is_word(at);
        source.starts_line(at)
            && (one_line || starts_item(source, at) || (is_unbraced && (source.in_first_column(at) || sets_at_line_start(source, at) || is_lost_statement(source, at))))
    }

    /// The item that starts here.
    fn item(&mut self, start: usize) -> ItemPiece {
        let source = self.source;
        let mut item = ItemPiece { piece: Piece { start, end: start }, hopeless: !WORDS.contains(&source.text_of(start)), unopened: None };
        if let Some(end) = self.balanced_end(start) {
            item.piece.end = end;
            return item;
        }
        let (mut open, mut nesting) = (Vec::new(), Nesting::default());
        let mut at = start + 1;
        while let Some(kind) = source.kind(at) {
            if open.is_empty() && self.follows_item(start, at) {
                break;
            }
            if !open.is_empty() && begins_surely(source, at) {
                self.unclosed(&open, at);
                break;
            }
            if let Err(limit) = nesting.pass(source, at) {
                item.hopeless = true;
                self.problems.push(SyntaxProblem::TooDeep { limit }.at(source.span_of(at)));
                at = (at..source.significant.len()).find(|at| begins_surely(source, *at)).unwrap_or(source.significant.len());
                break;
            }
            if kind.opens() {
                open.push(at);
            }
            if kind == TokenKind::CloseBrace && open.is_empty() && self.is_unopened(start, at) {
                item.unopened = Some(self.unopened(start, at));
                at += 1;
                break;
            }
            let goes = if kind.closes() { self.close(&mut open, at, start) } else { Goes::On };
            at += 1;
            if matches!(goes, Goes::Ends) {
                break;
            }
        }
        if source.kind(at).is_none() && !item.hopeless {
            self.unclosed(&open, at);
        }
        item.piece.end = at;
        item
    }

    /// A `}` in the first column, though the item's `{` never came.
    fn is_unopened(&self, start: usize, at: usize) -> bool {
        self.source.in_first_column(at) && BRACED.contains(&self.source.text_of(start)) && (start + 1..at).any(|at| self.source.starts_line(at))
    }

    /// Nothing is opened in the item's first line, and the next one is one of its statements.
    fn lacks_brace(&self, start: usize) -> bool {
        let source = self.source;
        let next_line = (start + 1..source.significant.len()).find(|at| source.starts_line(*at)).unwrap_or(start);
        let opened = (start..next_line).any(|at| source.text_of(at) == "{");
        BRACED.contains(&source.text_of(start)) && !opened && source.text_of(next_line) != "{" && !source.in_first_column(next_line) && begins_line_of_body(source, next_line)
    }

    /// Gives the last token of the item's first line.
    fn unopened(&mut self, start: usize, at: usize) -> usize {
        let next_line = (start + 1..at).find(|at| self.source.starts_line(*at)).unwrap_or(at);
        let item = BRACED.iter().find(|word| **word == self.source.text_of(start)).copied().unwrap_or("item");
        self.problems.push(SyntaxProblem::MissingBrace { item }.at(self.source.span_of(next_line - 1).after()));
        self.brackets.add_stray(at);
        next_line - 1
    }

    /// A closing bracket: of the item, of something within, or of nothing.
    fn close(&mut self, open: &mut Vec<usize>, at: usize, start: usize) -> Goes {
        let bracket = self.source.text_of(at);
        let is_partner = |opener: &usize| partner(self.source.text_of(*opener)) == bracket;
        if bracket == "}" && self.ends_item_early(open, at, start) {
            let inner = open.split_off(1);
            self.unclosed(&inner, at);
        }
        match open.iter().rposition(is_partner) {
            Some(opener) if opener + 1 == open.len() => {}
            // Whatever was opened within and is no brace was forgotten.
            Some(opener) if bracket == "}" => {
                let forgotten = open.split_off(opener + 1);
                self.unclosed(&forgotten, at);
            }
            Some(opener) if !open.iter().skip(opener + 1).any(|inner| self.source.text_of(*inner) == "{") => {
                let forgotten = open.split_off(opener + 1);
                self.unclosed(&forgotten, at);
            }
            _ => return self.unpaired(open, at),
        }
        if bracket == "}" && open.len() == 1 && !self.may_end_item(at, start) && !self.lacks_brace(start) {
            self.stray(at);
            return Goes::On;
        }
        open.pop();
        let ends = open.is_empty() && bracket == "}" && (self.source.in_first_column(at) || !self.lacks_brace(start));
        if ends { Goes::Ends } else { Goes::On }
    }

    /// A closing bracket without an opening one of its kind: of the wrong kind, or one too many.
    fn unpaired(&mut self, open: &mut Vec<usize>, at: usize) -> Goes {
        let found = self.source.text_of(at);
        match open.last() {
            Some(opener) if found != "}" && self.source.text_of(*opener) != "{" => {
                let (opened, right) = (self.source.span_of(*opener), first_char(partner(self.source.text_of(*opener))));
                self.problems.push(SyntaxProblem::WrongPartner { bracket: first_char(found), right, opened }.at(self.source.span_of(at)));
                self.brackets.add_unclosed(*opener, at);
                self.brackets.add_stray(at);
                open.pop();
            }
            _ => self.stray(at),
        }
        Goes::On
    }

    /// In the first column, of an item that began there: the braces within it are not closed.
    fn ends_item_early(&self, open: &[usize], at: usize, start: usize) -> bool {
        open.len() > 1 && self.source.in_first_column(at) && self.source.in_first_column(start) && self.source.text_of(open.first().copied().unwrap_or(at)) == "{"
    }

    /// A `}` ends an item if it stands in the first column, or the item is on one line, or nothing but an item can follow. Elsewhere it is one
    /// too many.
    fn may_end_item(&self, at: usize, start: usize) -> bool {
        let source = self.source;
        let one_line = !(start + 1..=at).any(|at| source.starts_line(at));
        source.in_first_column(at) || one_line || source.kind(at + 1).is_none() || starts_item(source, at + 1)
    }

    /// For a `}` that nothing opened: a word alone on the line above those that are deeper, `ship_to` without its `{`.
    fn unopened_block(&self, at: usize) -> Option<usize> {
        let source = self.source;
        let indent = source.indent_of_line(at);
        let above = (0..at).rev().find(|above| source.starts_line(*above) && source.indent_of_line(*above) <= indent)?;
        (source.text_of(at) == "}" && source.starts_line(at) && is_lonely_word(source, above) && above + 1 < at).then_some(above)
    }

    /// For a `}` that nothing opened: the first of the lines above it that are set further in, which its block had.
    fn headless_block(&self, at: usize) -> Option<usize> {
        let source = self.source;
        let indent = source.indent_of_line(at);
        let lines = (0..at).rev().filter(|above| source.starts_line(*above));
        let first = lines.take_while(|above| source.indent_of_line(*above) > indent).last()?;
        let opened = first.checked_sub(1).and_then(|before| source.kind(before)).is_some_and(TokenKind::opens);
        (source.text_of(at) == "}" && source.starts_line(at) && indent > 0 && !opened && begins_line_of_body(source, first)).then_some(first)
    }

    /// Brackets that were forgotten, outermost first: those within another one are not reported as well.
    fn unclosed(&mut self, open: &[usize], at: usize) {
        let mut reported_until = 0;
        for opener in open {
            let noticed = self.noticed(*opener, at.max(reported_until));
            self.brackets.add_unclosed(*opener, noticed);
            if *opener >= reported_until && !self.is_swallowed(*opener, noticed) {
                let bracket = first_char(self.source.text_of(*opener));
                let end = self.source.span_of(noticed.saturating_sub(1)).after();
                let problem = SyntaxProblem::Unclosed { bracket, noticed: self.source.span_of(noticed), missing: self.missing(*opener, noticed), end };
                self.problems.push(problem.at(self.source.span_of(*opener)));
            }
            reported_until = reported_until.max(noticed);
        }
    }

    /// The closing bracket as it would be written behind the token before `noticed`; empty where it would close nothing, because another one is open.
    fn missing(&self, opener: usize, noticed: usize) -> String {
        let partner = partner(self.source.text_of(opener));
        let inside = |kind: fn(TokenKind) -> bool| (opener + 1..noticed).filter(|at| self.source.kind(*at).is_some_and(kind)).count();
        if inside(TokenKind::opens) > inside(TokenKind::closes) && partner != "}" {
            return String::new();
        }
        match partner {
            "}" if (opener + 1..noticed).any(|at| self.source.starts_line(at)) => format!("\n{}{partner}", " ".repeat(self.source.indent_of_line(opener))),
            "}" => format!(" {partner}"),
            _ => partner.to_owned(),
        }
    }

    /// A text without end may have swallowed the other bracket, and then it is to blame.
    fn is_swallowed(&self, opener: usize, noticed: usize) -> bool {
        (opener..noticed).any(|at| self.source.kind(at) == Some(TokenKind::UnclosedString) && self.source.text_of(at).contains(['}', ')', ']']))
    }

    /// Where a forgotten bracket should have been closed at the latest: where the next statement begins, as the indentation shows.
    fn noticed(&self, opener: usize, at: usize) -> usize {
        let source = self.source;
        let brace = source.text_of(opener) == "{";
        let indent = source.indent_of_line(opener);
        if let Some(end) = self.end_of_limits(opener).or_else(|| self.end_of_params(opener)) {
            return end.min(at);
        }
        let shows = |at: &usize| source.starts_line(*at) && if brace { indent > 0 && source.indent_of_line(*at) <= indent } else { begins_line_of_body(source, *at) };
        (opener + 1..at).find(shows).unwrap_or(at)
    }

    /// `text(1..22`, behind which only a number could go on.
    fn end_of_limits(&self, opener: usize) -> Option<usize> {
        let source = self.source;
        let type_word = source.text_of(opener) == "(" && matches!(source.text_of(opener.checked_sub(1)?), "text" | "int" | "decimal" | "list");
        let declared = matches!(source.text_of(opener.checked_sub(2)?), ":" | "of" | "->" | "<->");
        (type_word && declared)
            .then(|| (opener + 1..source.significant.len()).find(|at| !matches!(source.kind(*at), Some(TokenKind::Number)) && !matches!(source.text_of(*at), ".." | ",")))?
    }

    /// `map to_release(order: Order -> Release {`: within the parameters there is no arrow.
    fn end_of_params(&self, opener: usize) -> Option<usize> {
        let source = self.source;
        let head = opener.checked_sub(2).filter(|start| source.text_of(opener) == "(" && matches!(source.text_of(*start), "map" | "fn" | "table"))?;
        source.starts_line(head).then(|| (opener + 1..source.significant.len()).find(|at| matches!(source.text_of(*at), "->" | "{" | ")")))?
    }

    fn stray(&mut self, at: usize) {
        if let Some(word) = self.unopened_block(at) {
            self.problems.push(SyntaxProblem::MissingBrace { item: "block" }.at(self.source.span_of(word).after()));
            self.brackets.add_stray(at);
            return;
        }
        if let Some(first) = self.headless_block(at) {
            self.problems.push(SyntaxProblem::Headless { first: self.source.span_of(first) }.at(self.source.span_of(at)));
            self.brackets.add_stray(at);
            self.brackets.add_headless(Piece { start: first, end: at });
            return;
        }
        let bracket = first_char(self.source.text_of(at));
        self.problems.push(SyntaxProblem::Stray { bracket }.at(self.source.span_of(at)));
        self.brackets.add_stray(at);
    }
}

/// A name that has its line to itself, above a deeper one.
pub(crate) fn is_lonely_word(source: &SourceText<'_>, at: usize) -> bool {
    source.is_word(at) && source.starts_line(at) && source.starts_line(at + 1) && source.indent_of_line(at + 1) > source.indent_of_line(at)
}

fn first_char(text: &str) -> char {
    text.chars().next().unwrap_or('}')
}

fn partner(opener: &str) -> &'static str {
    match opener {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}
