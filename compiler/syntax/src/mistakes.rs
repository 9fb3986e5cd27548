//! What people write who know other languages, and near misses of keywords.

use crate::problem::{Problem, SyntaxProblem};
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};

/// The problem of a token that is broken, or that is written otherwise in Flow.
pub(crate) fn lexical(token: Token, text: &str) -> Option<Problem> {
    let found = token.span.text(text);
    let problem = match token.kind {
        TokenKind::UnclosedString => SyntaxProblem::UnclosedString,
        TokenKind::Unknown => SyntaxProblem::UnknownCharacter { characters: shortened(found) },
        TokenKind::ForeignBlank => SyntaxProblem::Blank,
        TokenKind::ForeignString => SyntaxProblem::Quotes { right: requoted(found) },
        TokenKind::ForeignComment => return Some(foreign_comment(token.span)),
        TokenKind::ForeignSign => {
            let (right, what) = foreign_sign(found);
            SyntaxProblem::WrittenOtherwise { found: found.to_owned(), right: right.to_owned(), what }
        }
        _ => return None,
    };
    Some(problem.at(token.span))
}

/// The same for the code within a text's hole, which the file's tokens do not show.
pub(crate) fn lexical_in_hole(hole: &str, base: usize) -> Vec<Problem> {
    let inner = tokens(hole).into_iter().filter(|token| token.kind.is_foreign());
    inner.filter_map(|token| lexical(token, hole)).map(|problem| moved(problem, base as u32)).collect()
}

fn moved(mut problem: Problem, by: u32) -> Problem {
    let shift = |span: &mut Span| *span = Span { start: span.start + by, end: span.end + by };
    problem.labels.iter_mut().for_each(|(span, _)| shift(span));
    problem.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|(span, _)| shift(span));
    problem
}

/// Only its two strokes are wrong.
fn foreign_comment(span: Span) -> Problem {
    let strokes = Span { start: span.start, end: span.start + 2 };
    SyntaxProblem::WrittenOtherwise { found: "//".to_owned(), right: "#".to_owned(), what: "a comment" }.at(strokes)
}

/// How Flow writes it, and what it is.
fn foreign_sign(found: &str) -> (&'static str, &'static str) {
    match found {
        "==" | "===" => ("=", "a comparison"),
        "!==" | "<>" | "≠" => ("!=", "“is not”"),
        "≤" => ("<=", "“at most”"),
        "≥" => (">=", "“at least”"),
        "&&" => ("and", "“and”"),
        "||" => ("or", "“or”"),
        "!" => ("not", "“not”"),
        "×" => ("*", "multiplication"),
        "÷" => ("/", "division"),
        "–" | "−" => ("-", "a minus sign"),
        "→" => ("->", "an arrow"),
        "⇒" => ("=>", "an arrow"),
        "↔" => ("<->", "an arrow"),
        _ => ("", "a statement"),
    }
}

/// The text within other quotes as Flow writes it.
fn requoted(found: &str) -> String {
    let mut characters = found.chars();
    characters.next();
    characters.next_back();
    let mut out = String::from('"');
    for character in characters {
        if matches!(character, '"' | '\\' | '{' | '}') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
    out
}

/// `true`, `false` and `null` where a value should stand.
pub(crate) fn foreign_constant(word: &str) -> Option<(&'static str, SyntaxProblem)> {
    let (right, what) = match word {
        "true" => ("yes", "“true”"),
        "false" => ("no", "“false”"),
        "null" | "nil" => ("none", "“nothing”"),
        _ => return None,
    };
    Some((right, SyntaxProblem::WrittenOtherwise { found: word.to_owned(), right: right.to_owned(), what }))
}

/// The word with which an item begins, for one that other languages use or that is nearly it.
pub(crate) fn item_word(found: &str, words: &[&'static str]) -> Option<&'static str> {
    let known = match found {
        "import" | "include" | "require" => "use",
        "struct" | "class" | "type" | "object" | "entity" | "message" => "record",
        "function" | "func" | "def" => "fn",
        "mapping" | "transform" => "map",
        "error" | "exception" => "failure",
        "interface" | "service" => "contract",
        _ => return nearest(found, words),
    };
    Some(known)
}

/// The candidate that differs in at most two letters (one, for short words; none for words of two letters).
pub(crate) fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3 | 4 => 1,
        _ => 2,
    };
    let worded = candidates.iter().filter(|candidate| candidate.starts_with(|first: char| first.is_alphabetic()));
    let near = worded.map(|candidate| (distance(word, candidate), *candidate)).filter(|(distance, _)| (1..=allowed).contains(distance));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Letters to insert, remove, replace or swap with a neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(32).collect(), b.chars().take(32).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let above = &rows[i];
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(24) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
