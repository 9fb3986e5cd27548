//! What to say about a piece that does not parse.

use super::Parser;
use crate::build::Rule;
use crate::expected::{Expected, expected};
use crate::habits;
use crate::later;
use crate::mistakes::{nearest, shortened};
use crate::problem::{Fix, Problem, SyntaxProblem};
use crate::span::Span;
use crate::split::Piece;
use crate::token::{TokenKind, tokens};

const RESERVED: &[&str] = &["if", "then", "else", "match", "for", "let", "and", "or", "not", "none", "in", "where", "yes", "no", "fail"];

impl Parser<'_> {
    /// Says what is wrong with a piece that does not parse by the rule. Silent where that is said already: a broken token, a wrong bracket.
    pub(super) fn complain(&mut self, at: Piece, rule: Rule) {
        if self.is_hurt(at) {
            return;
        }
        let span = at.span(self.source);
        let expected = expected(rule, span.text(self.source.text));
        let stopped = span.start as usize + expected.offset;
        let found = self.source.at_or_after(stopped);
        if self.source.kind(found).is_some_and(TokenKind::is_foreign) && found < at.end {
            return;
        }
        if let Some(problem) = habits::recognised(self.source, at, rule, found) {
            self.problems.push(problem);
            return;
        }
        let problem = match later::found(self.source, at, rule, found) {
            Some((problem, shown)) => problem.at(self.source.span_of(shown)),
            None => self.unexpected(at, found, stopped, &expected),
        };
        let problem = self.verified(at, rule, spaced(problem, self.source.text), &expected);
        self.problems.push(if rule == Rule::only_rule { with_example(problem) } else { problem });
    }

    /// A word to insert that does not make the piece whole is a guess, and leaves it worse than it was: then what may stand here is said alone.
    fn verified(&self, at: Piece, rule: Rule, problem: Problem, expected: &Expected) -> Problem {
        let span = at.span(self.source);
        let Some(fix) = problem.fix.as_ref().filter(|_| matches!(problem.code, "E0101" | "E0113")) else { return problem };
        let mut text = span.text(self.source.text).to_owned();
        let mut edits: Vec<&(Span, String)> = fix.edits.iter().filter(|(edit, _)| span.start <= edit.start && edit.end <= span.end).collect();
        edits.sort_by_key(|(edit, _)| std::cmp::Reverse(*edit));
        edits.iter().for_each(|(edit, right)| text.replace_range((edit.start - span.start) as usize..(edit.end - span.start) as usize, right));
        let whole = crate::expected::parses(rule, &text);
        let found = problem.labels.first().map(|(found, _)| *found).unwrap_or_default();
        match whole || edits.is_empty() || found.start < span.start {
            true => problem,
            false => SyntaxProblem::Unexpected { expected: expected.all(), found: shortened(found.text(self.source.text)) }.at(found),
        }
    }

    /// Something is missing at the end of a block.
    pub(super) fn incomplete(&mut self, end: usize, what: &str) {
        let after = end.saturating_sub(1);
        let problem = SyntaxProblem::Incomplete { expected: vec![what.to_owned()], after: shortened(self.source.text_of(after)) };
        self.problems.push(problem.at(self.source.span_of(after).after()));
    }

    fn unexpected(&self, at: Piece, found: usize, stopped: usize, expected: &Expected) -> Problem {
        let (span, text) = (self.source.span_of(found), self.source.text_of(found));
        if let Some(word) = self.reserved(at, found, stopped, expected) {
            return SyntaxProblem::NotAName { word: self.source.text_of(word).to_owned() }.at(self.source.span_of(word));
        }
        if found >= at.end {
            let after = shortened(self.source.text_of(at.end.saturating_sub(1)));
            return SyntaxProblem::Incomplete { expected: expected.all(), after }.at(at.span(self.source).after());
        }
        if self.source.kind(found) == Some(TokenKind::String) && stopped > span.start as usize {
            return self.in_text(span, stopped, expected);
        }
        let candidates: Vec<&str> = expected.meant.iter().map(String::as_str).collect();
        if let Some(meant) = nearest(text, &candidates).filter(|_| self.source.is_word(found)) {
            return SyntaxProblem::Misspelt { found: text.to_owned(), meant: meant.to_owned() }.at(span);
        }
        self.at_token(found, expected).at(span)
    }

    /// A reserved word that stands for a name: the grammar stops at it, or right behind it.
    fn reserved(&self, at: Piece, found: usize, stopped: usize, expected: &Expected) -> Option<usize> {
        let before = found.checked_sub(1).filter(|before| *before > at.start && self.source.span_of(*before).end as usize == stopped);
        let stands_for_name = if expected.wants("a name") { Some(found) } else { before.filter(|_| expected.is_complete()) };
        stands_for_name.filter(|word| *word < at.end && RESERVED.contains(&self.source.text_of(*word)))
    }

    fn at_token(&self, found: usize, expected: &Expected) -> SyntaxProblem {
        let text = shortened(self.source.text_of(found));
        let missing = |word: &String, replaces| SyntaxProblem::MissingWord { word: word.clone(), found: text.clone(), replaces };
        let begins = self.source.kind(found).is_some_and(|kind| kind == TokenKind::Word || kind.is_literal() || kind.opens());
        match (expected.words.as_slice(), expected.kinds.as_slice()) {
            ([], []) => SyntaxProblem::Leftover { found: text },
            ([word], []) if is_other_form(&text, word) => missing(word, true),
            ([word], []) if begins => missing(word, false),
            // `name value`, `a b`: what else than a sign was forgotten.
            ([sign, _], []) if begins && sign == "=" => missing(sign, false),
            ([sign, closing], []) if begins && sign == "," && matches!(closing.as_str(), ")" | "]" | "}") => missing(sign, false),
            ([closing, sign], []) if begins && sign == "," && matches!(closing.as_str(), ")" | "]" | "}") => missing(sign, false),
            _ => SyntaxProblem::Unexpected { expected: expected.all(), found: text },
        }
    }

    /// Where a piece stops within a text: in one of its holes, or at a brace or backslash of its own.
    fn in_text(&self, string: Span, stopped: usize, expected: &Expected) -> Problem {
        let rest = self.source.text.get(stopped..string.end as usize).unwrap_or("");
        let before = self.source.text.get(string.start as usize..stopped).unwrap_or("");
        let found = tokens(rest).into_iter().find(|token| !token.kind.is_trivia());
        let place = found.map_or(Span::new(stopped, stopped), |token| Span::new(stopped + token.span.start as usize, stopped + token.span.end as usize));
        let text = place.text(self.source.text);
        if before.ends_with('\\') {
            let escape = format!("\\{}", rest.chars().next().unwrap_or(' '));
            return SyntaxProblem::NoSuchEscape { escape: escape.clone() }.at(Span::new(stopped - 1, stopped - 1 + escape.len()));
        }
        if place.end >= string.end || rest.len() <= 1 {
            let brace = string.start as usize + before.rfind('{').unwrap_or(0);
            return self.unclosed_hole(string, brace);
        }
        if let Some(problem) = braces_of_templates(string, stopped, self.source.text) {
            return problem;
        }
        if text.starts_with('}') && !expected.wants("a value") {
            return SyntaxProblem::StrayInText.at(Span::new(stopped, stopped + 1));
        }
        SyntaxProblem::Unexpected { expected: expected.all(), found: shortened(text) }.at(place)
    }
}

impl Parser<'_> {
    /// A path behind the brace was meant for a hole that goes to the end of the text.
    fn unclosed_hole(&self, string: Span, brace: usize) -> Problem {
        let problem = SyntaxProblem::UnclosedHole.at(Span::new(brace, brace + 1));
        let end = (string.end as usize).saturating_sub(1);
        let inner = self.source.text.get(brace + 1..end).unwrap_or("");
        let path = !inner.is_empty() && inner.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '(' | ')'));
        if !path {
            return problem;
        }
        let fix = Fix { title: "write `}` behind it".to_owned(), edits: vec![(Span::new(end, end), "}".to_owned())] };
        Problem { fix: Some(fix), ..problem }
    }
}

/// Rules of records are rare, so that most people do not know by heart how one is written.
fn with_example(problem: Problem) -> Problem {
    let example = "A rule is written `when promised then carrier required`, or `always qty > 0`.";
    Problem { help: problem.help.or_else(|| Some(example.to_owned())), ..problem }
}

/// `{{order.number}}`, `{}`: holes as other tools write them.
fn braces_of_templates(string: Span, stopped: usize, text: &str) -> Option<Problem> {
    let span = |from: usize, to: usize| Span::new(from, to);
    let before = stopped.checked_sub(1).filter(|before| text.get(*before..stopped) == Some("{"))?;
    let rest = text.get(stopped..string.end as usize)?;
    if rest.starts_with('}') {
        let fix = Fix { title: "write `\\{\\}`".to_owned(), edits: vec![(span(before, stopped + 1), "\\{\\}".to_owned())] };
        let help = "In the braces stands the value to fill in: `{order.number}`. A brace that belongs to the text itself is written `\\{`.";
        let problem = SyntaxProblem::UnclosedHole.at(span(before, stopped + 1));
        return Some(Problem { message: "this hole is empty".to_owned(), help: Some(help.to_owned()), fix: Some(fix), ..problem });
    }
    let close = rest.strip_prefix('{').and_then(|rest| rest.find("}}")).map(|at| stopped + 1 + at)?;
    let inner = text.get(stopped + 1..close)?.trim();
    let right = format!("{{{inner}}}");
    let fix = Fix { title: format!("write `{right}`"), edits: vec![(span(before, close + 2), right)] };
    let problem = SyntaxProblem::UnclosedHole.at(span(before, close + 2));
    Some(Problem { message: "a hole in a text is written with single braces".to_owned(), help: None, fix: Some(fix), ..problem })
}

/// A sign that takes another one's place gets a blank before it, where the other had none.
pub(crate) fn spaced(mut problem: Problem, text: &str) -> Problem {
    for (span, right) in problem.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        let behind_word = text.get(..span.start as usize).and_then(|before| before.chars().next_back()).is_some_and(|c| !c.is_whitespace());
        if behind_word && matches!(right.as_str(), "=" | "=>" | "->" | "<->") {
            right.insert(0, ' ');
        }
    }
    problem
}

/// Whether one is written where the other is right: signs of one kind, prepositions.
fn is_other_form(found: &str, right: &str) -> bool {
    const KINDS: &[&[&str]] = &[&[":", "=", "=>", "->"], &["->", "=>", "<->"], &[",", "|"], &["on", "by", "to", "of", "in", "from", "at", "as", "with"], &["then", "else"]];
    KINDS.iter().any(|kind| kind.contains(&found) && kind.contains(&right))
}
