//! A file to its AST. A good item is one parse; of a broken one the head and each statement are parsed by themselves.

pub(crate) mod complain;
mod parts;

use crate::ast::{File, Item, ItemKind, Name};
use crate::build::{Builder, Node, Rule, piece};
use crate::conflicts::first_versions;
use crate::habits;
use crate::later;
use crate::mistakes;
use crate::problem::{Fix, Problem, SyntaxProblem};
use crate::source::SourceText;
use crate::span::Span;
use crate::split::{self, Brackets, ItemPiece, Piece};
use crate::token::{Token, TokenKind};

/// A file as far as it could be understood, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    pub file: File,
    /// In the order of their places.
    pub problems: Vec<Problem>,
}

/// "A text is not closed"
const UNCLOSED_TEXT: &str = "E0104";

/// Parses a file. Never fails: what is broken is an error node with a problem, everything else is there.
pub fn parse(text: &str) -> Parse {
    let Some((clean, conflicts)) = first_versions(text) else { return parse_text(text) };
    let mut parse = parse_text(&clean);
    parse.problems.extend(conflicts);
    parse.problems.sort_by_key(|problem| problem.labels.first().map(|(span, _)| *span));
    parse
}

fn parse_text(text: &str) -> Parse {
    let source = SourceText::new(text);
    let (pieces, brackets, problems) = split::items(&source);
    let mut parser = Parser { source: &source, brackets: &brackets, problems };
    parser.foreign_trivia();
    let items = pieces.into_iter().map(|item| parser.item(&item)).collect();
    let mut problems = parser.problems;
    problems.sort_by_key(|problem| problem.labels.first().map(|(span, _)| *span));
    only_the_open_text(text, &mut problems);
    Parse { file: File { items }, problems }
}

/// Where the quotes of a line do not pair, text was read as code and code as text: nothing else on that line is worth telling.
fn only_the_open_text(text: &str, problems: &mut Vec<Problem>) {
    only_the_opening_quote(text, problems);
    let line = |problem: &Problem| {
        let (span, _) = problem.labels.first()?;
        text.get(..span.start as usize).map(|before| before.matches('\n').count())
    };
    let open: Vec<Option<usize>> = problems.iter().filter(|problem| problem.code == UNCLOSED_TEXT).map(line).collect();
    if !open.is_empty() {
        problems.retain(|problem| problem.code == UNCLOSED_TEXT || !open.contains(&line(problem)));
    }
}

/// A text over several lines has two lonely quotes, and the second one only closes it.
fn only_the_opening_quote(text: &str, problems: &mut Vec<Problem>) {
    let closes = |span: Span| {
        let rest = text.get(span.start as usize + 1..).unwrap_or("").lines().next().unwrap_or("");
        rest.trim().trim_start_matches(['}', ')', ']', ',', ';', '.']).trim().is_empty()
    };
    let mut open: Option<usize> = None;
    let (mut closing, mut lonely) = (Vec::new(), Vec::new());
    for (at, problem) in problems.iter().enumerate().filter(|(_, problem)| problem.code == UNCLOSED_TEXT) {
        match (open, problem.labels.first()) {
            (Some(opening), Some((span, _))) if closes(*span) => closing.push((opening, at, *span)),
            (None, Some((span, _))) if closes(*span) && mistakes::closes_nothing(*span, text).is_some() => lonely.push(at),
            _ => open = Some(at),
        }
        open = open.filter(|_| !closing.iter().any(|(_, second, _)| *second == at));
    }
    for at in lonely {
        let found = problems.get(at).and_then(|problem| problem.labels.first()).and_then(|(span, _)| mistakes::closes_nothing(*span, text));
        if let Some((problem, found)) = problems.get_mut(at).zip(found) {
            *problem = found;
        }
    }
    for (opening, second, quote) in closing.into_iter().rev() {
        problems.remove(second);
        if let Some(problem) = problems.get_mut(opening) {
            problem.fix = on_one_line(text, problem, quote);
        }
    }
}

/// Each line break within the text becomes `\n`.
fn on_one_line(text: &str, problem: &Problem, quote: Span) -> Option<Fix> {
    let (opening, _) = problem.labels.first()?;
    let between = Span { start: opening.end, end: quote.start };
    let lines: Vec<&str> = between.text(text).split('\n').map(str::trim).collect();
    Some(Fix { title: "write it on one line".to_owned(), edits: vec![(between, lines.join("\\n"))] })
}

struct Parser<'s> {
    source: &'s SourceText<'s>,
    brackets: &'s Brackets,
    problems: Vec<Problem>,
}

type Build<'s, T> = fn(&mut Builder<'s>, Node<'s>) -> T;

impl<'s> Parser<'s> {
    /// Comments and blanks of another kind, wherever they stand.
    fn foreign_trivia(&mut self) {
        let foreign = self.source.tokens.iter().filter(|token| token.kind.is_trivia() && token.kind.is_foreign());
        self.problems.extend(foreign.filter_map(|token| mistakes::lexical(*token, self.source.text)));
    }

    fn item(&mut self, item: &ItemPiece) -> Item {
        let span = item.piece.span(self.source);
        let docs = self.source.docs_above(span.start as usize);
        Item { span, docs, kind: self.kind(item) }
    }

    fn kind(&mut self, item: &ItemPiece) -> ItemKind {
        let word = self.source.text_of(item.piece.start);
        if item.hopeless {
            return ItemKind::Error(self.name_of(item.piece).filter(|_| split::looks_like_item(self.source, item.piece.start)));
        }
        if later::ITEMS.contains(&word) {
            self.problems.push(SyntaxProblem::NotYet { what: format!("`{word}`") }.at(self.source.span_of(item.piece.start)));
            return ItemKind::Error(self.name_of(item.piece));
        }
        self.lexical(item.piece);
        let whole = if self.is_hurt(item.piece) { None } else { self.whole(item.piece) };
        whole.unwrap_or_else(|| self.in_parts(item, word))
    }

    /// Reports the tokens that are broken or foreign; neighbours that mean nothing are one problem.
    fn lexical(&mut self, at: Piece) {
        let mut before: Option<Token> = None;
        let mut open = Vec::new();
        let mut passed = 0;
        for (n, token) in (at.start..at.end).filter_map(|at| Some((at, self.source.token(at)?))) {
            if let Some(problem) = habits::pattern_in_strokes(self.source, n).filter(|_| token.span.start >= passed) {
                passed = problem.labels.first().map_or(0, |(span, _)| span.end);
                self.problems.push(problem);
            }
            if token.span.start < passed {
                continue;
            }
            if token.kind.opens() {
                open.push(token.kind);
            } else if token.kind.closes() {
                open.pop();
            }
            if let Some(problem) = self.in_context(n, token, before, open.last().copied()) {
                self.problems.push(problem);
                before = Some(token);
                continue;
            }
            let goes_on = before.is_some_and(|before| before.kind == token.kind && token.kind.is_broken() && before.span.end == token.span.start);
            match (mistakes::lexical(token, self.source.text), self.problems.last_mut()) {
                (Some(_), Some(problem)) if goes_on => join(problem, token, self.source.text),
                (Some(problem), _) => self.problems.push(problem),
                (None, _) => {}
            }
            before = Some(token);
        }
    }

    /// A foreign sign that means something else where it stands.
    fn in_context(&self, at: usize, token: Token, before: Option<Token>, inside: Option<TokenKind>) -> Option<Problem> {
        let found = token.span.text(self.source.text);
        let touches = before.is_some_and(|before| before.span.end == token.span.start && (before.kind == TokenKind::Word || before.kind.closes()));
        let next = self.source.significant.get(at).and_then(|at| self.source.tokens.get(at + 1));
        let (right, what) = match found {
            ";" if inside.is_some_and(|inside| inside != TokenKind::OpenBrace) => (",", "what parts two values"),
            "==" | "===" if self.source.starts_line(at.saturating_sub(1)) && before.is_some_and(|before| before.kind == TokenKind::Word) => ("=", "setting a field"),
            "!" if touches => ("", "a value"),
            _ if touches && token.kind == TokenKind::ForeignNumber && found.starts_with('.') => return Some(self.behind_word(at, token)),
            "$" | "@" if token.kind == TokenKind::Unknown && next.is_some_and(|next| next.span.text(self.source.text) == ".") => return self.incoming(at, token),
            "!" if next.is_some_and(|next| !next.kind.is_trivia()) => ("not ", "“not”"),
            _ => return None,
        };
        let problem = SyntaxProblem::WrittenOtherwise { found: found.to_owned(), right: right.trim_end().to_owned(), what }.at(token.span);
        let fix = problem.fix.map(|fix| Fix { edits: vec![(token.span, right.to_owned())], ..fix });
        Some(Problem { fix, ..problem })
    }

    /// `order.lines.0`, `v1.2`
    fn behind_word(&self, at: usize, token: Token) -> Problem {
        let found = token.span.text(self.source.text).to_owned();
        let version = self.source.text_of(at.saturating_sub(1)).strip_prefix('v').is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()));
        let index = found.trim_start_matches('.').parse::<u32>().ok().filter(|_| !version);
        let (right, what) = match index {
            Some(0) => (".first".to_owned(), "the first element of a list"),
            Some(index) => (format!(".at({index})"), "an element of a list"),
            None => (String::new(), "what stands before"),
        };
        SyntaxProblem::WrittenOtherwise { found, right, what }.at(token.span)
    }

    /// `$.status`: what came in has a name.
    fn incoming(&self, at: usize, token: Token) -> Option<Problem> {
        let param = (1..at).rev().find(|at| self.source.text_of(at - 1) == "(" && self.source.is_word(*at) && self.source.text_of(at + 1) == ":")?;
        let name = self.source.text_of(param);
        let problem = SyntaxProblem::UnknownCharacter { characters: token.span.text(self.source.text).to_owned() }.at(token.span);
        let fix = Fix { title: format!("write `{name}`"), edits: vec![(token.span, name.to_owned())] };
        Some(Problem { help: Some(format!("What comes in is called `{name}` here.")), fix: Some(fix), ..problem })
    }

    /// Whether something in it is reported that keeps it from being parsed.
    fn is_hurt(&self, at: Piece) -> bool {
        self.brackets.is_headless(at) || self.brackets.any_in(at) || (at.start..at.end).any(|at| self.source.kind(at).is_some_and(|kind| kind.is_broken()))
    }

    /// The item in one go; none where that fails.
    fn whole(&mut self, at: Piece) -> Option<ItemKind> {
        let rule = whole_rule(self.source.text_of(at.start));
        match rule {
            Rule::one_use => self.good(at, rule, Builder::use_).map(ItemKind::Use),
            Rule::one_enum => self.good(at, rule, Builder::enum_).map(ItemKind::Enum),
            Rule::one_record => self.good(at, rule, Builder::record).map(ItemKind::Record),
            Rule::one_table => self.good(at, rule, Builder::any_table),
            Rule::one_map => self.good(at, rule, Builder::map).map(ItemKind::Map),
            Rule::one_unit => self.good(at, rule, Builder::unit_item).map(ItemKind::Unit),
            Rule::one_failure => self.good(at, rule, Builder::failure).map(ItemKind::Failure),
            Rule::one_policy => self.good(at, rule, Builder::policy).map(ItemKind::Policy),
            Rule::one_contract => self.good(at, rule, Builder::contract).map(ItemKind::Contract),
            Rule::one_system => self.good(at, rule, Builder::system).map(ItemKind::System),
            Rule::one_lifecycle => self.good(at, rule, Builder::lifecycle).map(ItemKind::Lifecycle),
            Rule::one_flow => self.good(at, rule, Builder::flow).map(ItemKind::Flow),
            Rule::one_test => self.good(at, rule, Builder::test).map(ItemKind::Test),
            _ => self.good(at, rule, Builder::fn_).map(ItemKind::Fn),
        }
    }

    fn good<T>(&mut self, at: Piece, rule: Rule, build: Build<'s, T>) -> Option<T> {
        let (built, problems) = piece(self.source, rule, at.span(self.source), build)?;
        self.problems.extend(problems);
        Some(built)
    }

    fn name_of(&self, at: Piece) -> Option<Name> {
        // A lifecycle is that of a record, and has no name of its own; what a `use` brings in stands at its end.
        if matches!(self.source.text_of(at.start), "lifecycle" | "use") {
            return None;
        }
        let native = self.source.text_of(at.start) == "native";
        self.name_of_token(at.start + 1 + usize::from(native)).filter(|_| at.end > at.start + 1)
    }

    fn name_of_token(&self, at: usize) -> Option<Name> {
        self.source.is_word(at).then(|| Name { text: self.source.text_of(at).to_owned(), span: self.source.span_of(at) })
    }
}

/// Lengthens the problem of a run of characters without meaning.
fn join(problem: &mut Problem, token: Token, text: &str) {
    let Some((span, _)) = problem.labels.first().cloned() else { return };
    let span = span.to(token.span);
    let characters = mistakes::shortened(span.text(text));
    *problem = SyntaxProblem::UnknownCharacter { characters }.at(span);
}

fn whole_rule(word: &str) -> Rule {
    match word {
        "use" => Rule::one_use,
        "enum" => Rule::one_enum,
        "record" => Rule::one_record,
        "table" => Rule::one_table,
        "map" => Rule::one_map,
        "unit" => Rule::one_unit,
        "failure" => Rule::one_failure,
        "policy" => Rule::one_policy,
        "contract" => Rule::one_contract,
        "system" => Rule::one_system,
        "lifecycle" => Rule::one_lifecycle,
        "flow" => Rule::one_flow,
        "test" => Rule::one_test,
        _ => Rule::one_fn,
    }
}
