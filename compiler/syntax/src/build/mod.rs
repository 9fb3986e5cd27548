//! What pest matched, to the AST. The only place that knows [`pest::iterators::Pair`].
//!
//! Each function takes a pair of the rule it is named after and trusts the grammar: a child that the grammar promises is there, and where it is not after
//! all, an error node stands in its place.

pub(crate) mod expr;
mod item;
mod lifecycle;
mod lists;
mod other_wire;
mod pattern;
mod routes;
mod rules;
mod stmt;
mod units;

use std::collections::BTreeSet;

use pest::Parser as _;
use pest::iterators::Pair;

use crate::ast::{Arrow, Expr, ExprKind, Name, Number, Str};
use crate::parse::complain::spaced;
use crate::problem::{Problem, SyntaxProblem};
use crate::source::SourceText;
use crate::span::Span;

#[derive(pest_derive::Parser)]
#[grammar = "flow.pest"]
pub(crate) struct Grammar;

/// The builder of one piece.
pub(crate) struct Builder<'s> {
    source: &'s SourceText<'s>,
    /// Where the piece begins in the file; pest counts from there.
    base: usize,
    pub problems: Vec<Problem>,
    /// A statement stops too early and the grammar read on into the next one.
    runs_on: bool,
    /// Of the table whose rows are built.
    row_arrow: Arrow,
}

pub(crate) type Node<'s> = Pair<'s, Rule>;

/// Parses a piece by a rule that covers all of it, and builds from the one pair within. None where it does not parse.
pub(crate) fn piece<'s, T>(source: &'s SourceText<'s>, rule: Rule, span: Span, build: impl FnOnce(&mut Builder<'s>, Node<'s>) -> T) -> Option<(T, Vec<Problem>)> {
    let inner = Grammar::parse(rule, span.text(source.text)).ok()?.next()?.into_inner().next()?;
    let mut builder = Builder { source, base: span.start as usize, problems: Vec::new(), runs_on: false, row_arrow: Arrow::Forward };
    let built = build(&mut builder, inner);
    (!builder.runs_on).then_some((built, builder.problems))
}

/// A cell that stands in no file of ours.
pub(crate) fn cell(text: &str, span: Span) -> Option<crate::ast::Pattern> {
    let source = SourceText::new(text);
    let whole = Span::new(0, text.len());
    let (mut pattern, problems) = piece(&source, Rule::only_pattern, whole, Builder::route_cell)?;
    pattern::place(&mut pattern, span);
    problems.is_empty().then_some(pattern)
}

/// Where a piece stops that does not parse.
pub(crate) struct Attempts {
    /// Bytes from the start of the piece.
    pub offset: usize,
    /// What pest tried there, as it names it.
    pub tokens: BTreeSet<String>,
    /// Among them an `else` without which the piece is not whole.
    pub wants_else: bool,
}

/// Pest writes its attempts down only where `set_error_detail` asks for it.
pub(crate) fn failed_attempts(rule: Rule, text: &str) -> Option<Attempts> {
    pest::set_error_detail(true);
    let parsed = Grammar::parse(rule, text);
    pest::set_error_detail(false);
    let error = parsed.err()?;
    let attempts = error.parse_attempts()?;
    Some(Attempts {
        offset: attempts.max_position,
        tokens: attempts.expected_tokens().iter().map(ToString::to_string).collect(),
        wants_else: attempts.call_stacks().iter().any(|stack| stack.deepest.get_rule() == Some(&Rule::kw_else)),
    })
}

impl<'s> Builder<'s> {
    /// The pair's place in the file, without the blanks and comments that pest may count at its end.
    fn span(&self, node: &Node<'s>) -> Span {
        let (start, end) = (self.base + node.as_span().start(), self.base + node.as_span().end());
        self.source.trimmed(start, end)
    }

    fn docs(&self, span: Span) -> Option<String> {
        self.source.docs_above(span.start as usize)
    }

    fn name(&self, node: &Node<'s>) -> Name {
        Name { text: node.as_str().trim_end().to_owned(), span: self.span(node) }
    }

    fn number(&self, node: &Node<'s>) -> Number {
        Number { text: node.as_str().trim_end().to_owned(), span: self.span(node) }
    }

    fn string(&mut self, node: Node<'s>) -> Str {
        let span = self.span(&node);
        let text = node.into_inner().map(|part| self.literal(&part)).collect();
        Str { text, span }
    }

    /// A run of characters, or one escape.
    fn literal(&mut self, part: &Node<'s>) -> String {
        let text = part.as_str();
        let Some(escaped) = text.strip_prefix('\\').filter(|_| part.as_rule() == Rule::escape) else { return text.to_owned() };
        match escaped.chars().next() {
            Some('n') => "\n".to_owned(),
            Some('t') => "\t".to_owned(),
            Some('r') => "\r".to_owned(),
            Some('u') => self.unicode(escaped, part),
            _ => escaped.to_owned(),
        }
    }

    /// `u{1F600}`
    fn unicode(&mut self, escaped: &str, part: &Node<'s>) -> String {
        let digits = escaped.trim_start_matches("u{").trim_end_matches('}');
        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
            Some(character) => character.to_string(),
            None => {
                let problem = SyntaxProblem::NoSuchCharacter { digits: digits.to_owned() };
                self.problems.push(problem.at(self.span(part)));
                String::new()
            }
        }
    }

    fn broken(&self, span: Span) -> Expr {
        Expr { span, kind: Box::new(ExprKind::Error) }
    }

    /// A form of another language in this place, which the rule `foreign_…` took for the right one.
    fn written_otherwise(&mut self, node: &Node<'s>, right: &str, what: &'static str) {
        let problem = SyntaxProblem::WrittenOtherwise { found: node.as_str().to_owned(), right: right.to_owned(), what };
        let span = self.span(node);
        self.problems.push(spaced(problem.at(span), self.source.text));
    }

    /// Siblings that stand on one line need commas between them.
    fn commas(&mut self, siblings: &[Node<'s>], between: &'static str) {
        for pair in siblings.windows(2) {
            let [above, below] = pair else { continue };
            let (above, start) = (self.span(above), self.base + below.as_span().start());
            let gap = self.source.text.get(above.end as usize..start).unwrap_or(",");
            if !gap.contains([',', ';', '\n']) {
                self.problems.push(SyntaxProblem::MissingComma { between }.at(above.after()));
            }
        }
    }

    /// A name for what the grammar promised and did not give.
    fn nobody(&self) -> Name {
        Name { text: String::new(), span: Span::new(self.base, self.base) }
    }
}

/// The children of a pair, taken one after the other by rule; keywords are passed over.
struct Children<'s> {
    pairs: std::iter::Peekable<pest::iterators::Pairs<'s, Rule>>,
}

impl<'s> Children<'s> {
    fn of(node: Node<'s>) -> Children<'s> {
        Children { pairs: node.into_inner().peekable() }
    }

    /// The next child of one of these rules, keywords before it passed over; none where something else comes first.
    fn next(&mut self, rules: &[Rule]) -> Option<Node<'s>> {
        while let Some(pair) = self.pairs.peek() {
            if rules.contains(&pair.as_rule()) {
                return self.pairs.next();
            }
            if !is_passed_over(pair.as_rule()) {
                return None;
            }
            self.pairs.next();
        }
        None
    }

    fn next_of_any(&mut self) -> Option<Node<'s>> {
        self.pairs.next()
    }

    /// All that follow of these rules.
    fn all(&mut self, rules: &[Rule]) -> Vec<Node<'s>> {
        std::iter::from_fn(|| self.next(rules)).collect()
    }
}

/// Keywords, which the grammar defines in one row, and separators.
fn is_passed_over(rule: Rule) -> bool {
    (Rule::kw_use..=Rule::kw_and).contains(&rule) || rule == Rule::comma
}

const NAMES: &[Rule] = &[Rule::name, Rule::ident];
const EXPRESSIONS: &[Rule] = &[Rule::expr, Rule::expr_bare, Rule::expr_tight];
