//! What people write who know other languages, and near misses of keywords.

mod numbers;

use crate::problem::{Problem, SyntaxProblem};
use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};

/// The problem of a token that is broken, or that is written otherwise in Flow.
pub(crate) fn lexical(token: Token, text: &str) -> Option<Problem> {
    let found = token.span.text(text);
    let problem = match token.kind {
        TokenKind::UnclosedString => return Some(unclosed(token.span, found)),
        TokenKind::Unknown => SyntaxProblem::UnknownCharacter { characters: shortened(found) },
        TokenKind::ForeignBlank => SyntaxProblem::Blank { invisible: found.chars().all(is_invisible) },
        TokenKind::ForeignNumber => return Some(numbers::written_otherwise(found, token.span, text)),
        TokenKind::ForeignString => SyntaxProblem::Quotes { right: requoted(found) },
        TokenKind::ForeignComment => return Some(foreign_comment(token.span, found)),
        TokenKind::ForeignSign => {
            let (right, what) = foreign_sign(found);
            SyntaxProblem::WrittenOtherwise { found: found.to_owned(), right: right.to_owned(), what }
        }
        _ => return None,
    };
    Some(problem.at(token.span))
}

/// The quote goes behind the last word, before brackets and commas that end the line.
fn unclosed(span: Span, found: &str) -> Problem {
    let fix = match found.find(['”', '“', '″']) {
        Some(at) => {
            let at = span.start + at as u32;
            (Span { start: at, end: at + 3 }, "\"".to_owned())
        }
        None => {
            let inner = found.trim_end().trim_end_matches([',', ';', ')', ']', '}']).trim_end();
            let end = span.start + inner.len().max(1) as u32;
            (Span { start: end, end }, "\"".to_owned())
        }
    };
    let fix = crate::problem::Fix { title: "write the closing quote".to_owned(), edits: vec![fix] };
    // A lonely quote at the end may just as well close what another one should have opened.
    let certain = found.trim_end().len() > 1;
    Problem { fix: certain.then_some(fix), ..SyntaxProblem::UnclosedString.at(span) }
}

/// `GND"`: a quote at the end of a line that only closes a text, which nothing opens.
pub(crate) fn closes_nothing(quote: Span, text: &str) -> Option<Problem> {
    let line = text.get(..quote.start as usize)?.lines().next_back()?;
    if line.contains('"') || !line.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ')' | '.' | '!' | '?' | '%')) {
        return None;
    }
    let value = line.rfind(['=', ':', '(', ',', '{', '>']).map_or(line, |at| line.get(at + 1..).unwrap_or("")).trim_start();
    let start = quote.start - value.len() as u32;
    let quote = Span { start: quote.start, end: quote.start + 1 };
    let (title, edit) = match value.contains(['.', '(']) {
        true => ("remove it", (quote, String::new())),
        false => ("write the opening quote", (Span { start, end: start }, "\"".to_owned())),
    };
    let fix = crate::problem::Fix { title: title.to_owned(), edits: vec![edit] };
    let help = "A text has a quote on either side: write the other one where the text begins, or remove this one.";
    let message = "this quote has no other one before it on its line".to_owned();
    Some(Problem { message, labels: vec![(quote, "a quote alone".to_owned())], help: Some(help.to_owned()), fix: Some(fix), ..SyntaxProblem::UnclosedString.at(quote) })
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

/// Only its strokes are wrong; each line of a block gets a sign of its own.
fn foreign_comment(span: Span, found: &str) -> Problem {
    let (opening, closing) = match found {
        _ if found.starts_with("/*") => ("/*", "*/"),
        _ if found.starts_with("<!--") => ("<!--", "-->"),
        _ if found.starts_with("--") => ("--", ""),
        _ => ("//", ""),
    };
    let strokes = Span { start: span.start, end: span.start + opening.len() as u32 };
    let problem = SyntaxProblem::WrittenOtherwise { found: opening.to_owned(), right: "#".to_owned(), what: "a comment" }.at(strokes);
    if closing.is_empty() {
        return problem;
    }
    let inner = found.strip_prefix(opening).and_then(|rest| rest.strip_suffix(closing)).unwrap_or("");
    let lines: Vec<String> = inner.trim_end().split('\n').map(|line| format!("#{}", line.trim_end())).collect();
    let fix = crate::problem::Fix { title: "write `#`".to_owned(), edits: vec![(span, lines.join("\n"))] };
    Problem { fix: Some(fix), ..problem }
}

/// Characters that nobody sees.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
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
        "–" | "—" | "−" => ("-", "a minus sign"),
        "..." | "…" => ("..", "a range"),
        "：" => (":", "a colon"),
        "，" => (",", "a comma"),
        "；" => (",", "a comma"),
        "＝" => ("=", "an equals sign"),
        "（" => ("(", "a parenthesis"),
        "）" => (")", "a parenthesis"),
        "｛" => ("{", "a brace"),
        "｝" => ("}", "a brace"),
        "［" => ("[", "a bracket"),
        "］" => ("]", "a bracket"),
        "＂" => ("\"", "a quote"),
        "→" => ("->", "an arrow"),
        "⇒" => ("=>", "an arrow"),
        "↔" => ("<->", "an arrow"),
        _ => ("", "a statement"),
    }
}

/// The text within other quotes as Flow writes it.
fn requoted(found: &str) -> String {
    if let Some(inner) = found.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).filter(|inner| inner.contains("${")) {
        return format!("\"{}\"", inner.replace("${", "{").replace('"', "\\\""));
    }
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

/// The name of a type, here or elsewhere, or of a declared one.
pub(crate) fn is_type(name: &str) -> bool {
    crate::habits::type_word(name).is_some() || name.starts_with(char::is_uppercase)
}

/// The word with which an item begins, for one that other languages use or that is nearly it.
pub(crate) fn item_word(found: &str, words: &[&'static str]) -> Option<&'static str> {
    let known = match found.to_lowercase().as_str() {
        "import" | "include" | "require" | "verwende" | "benutze" | "utiliser" => "use",
        "struct" | "class" | "type" | "interface" | "object" | "entity" | "message" | "schema" | "document" | "structure" | "datensatz" | "satz" | "enregistrement" => "record",
        "function" | "func" | "fun" | "def" | "sub" | "proc" | "formula" | "funktion" | "fonction" => "fn",
        "mapping" | "transform" | "transformation" | "convert" | "abbildung" | "zuordnung" | "umsetzung" => "map",
        "error" | "exception" | "fault" | "fehler" | "erreur" => "failure",
        "service" | "api" | "protocol" | "vertrag" | "contrat" => "contract",
        "codes" | "codelist" | "lookup" | "dictionary" | "translation" | "tabelle" => "table",
        "enumeration" | "choices" | "values" | "aufzählung" => "enum",
        "pipeline" | "process" | "workflow" | "integration" | "route" | "ablauf" | "fluss" | "flux" => "flow",
        "scenario" | "testcase" | "spec" | "prüfung" => "test",
        "partner" | "endpoint" | "connection" | "système" => "system",
        "einheit" => "unit",
        "richtlinie" | "politique" => "policy",
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
    let small = word.to_lowercase();
    let near = worded.filter(|candidate| **candidate != word).map(|candidate| (distance(&small, candidate), *candidate)).filter(|(distance, _)| *distance <= allowed);
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
