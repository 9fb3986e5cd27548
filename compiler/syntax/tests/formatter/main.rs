//! The formatter on random programs with random layout: it keeps the meaning and every comment, and formatting again changes nothing.
#![allow(clippy::unwrap_used)]

mod program;

use crossdock_syntax::{TokenKind, format, parse, tokens};
use program::program;
use proptest::prelude::*;

/// The trees of a file without the places of their parts.
fn meaning(text: &str) -> String {
    let debug = format!("{:#?}", parse(text).file);
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn comments(text: &str) -> Vec<String> {
    let all = tokens(text).into_iter().filter(|token| matches!(token.kind, TokenKind::Comment | TokenKind::Docs));
    all.map(|token| token.span.text(text).trim_end().to_owned()).collect()
}

/// The tokens of each line that has any, comments included: who stands beside whom.
fn lines(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![Vec::new()];
    for token in tokens(text) {
        let written = token.span.text(text);
        match lines.last_mut() {
            Some(line) if !written.trim().is_empty() => line.push(written.trim_end().to_owned()),
            _ => {}
        }
        if written.contains('\n') {
            lines.push(Vec::new());
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let problems = parse(text).problems;
    prop_assert!(problems.is_empty(), "not valid: {problems:#?}\n{text}");
    let once = format(text).map_err(|problems| TestCaseError::fail(format!("{problems:#?}")))?;
    prop_assert!(parse(&once).problems.is_empty(), "valid before, and not after: {:#?}\n{text}\nbecame\n{once}", parse(&once).problems);
    prop_assert_eq!(comments(&once), comments(text), "a comment is lost\n{}\nbecame\n{}", text, once);
    prop_assert!(lines(&once) == lines(text), "not all stands beside what it stood beside\n{text}\nbecame\n{once}");
    prop_assert!(meaning(&once) == meaning(text), "{text}\nmeans something else formatted:\n{once}");
    let twice = format(&once).map_err(|problems| TestCaseError::fail(format!("{problems:#?}\n{once}")))?;
    prop_assert!(twice == once, "formatting again changes\n{once}\nto\n{twice}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn random_programs(seed in any::<u64>(), items in 1_usize..5, depth in 1_usize..5) {
        check(&program(seed, items, depth))?;
    }
}

/// The generator reaches every form: each of these is somewhere in what it writes.
#[test]
fn the_generator_writes_everything() {
    // However they are laid out.
    let all: String = (0..800).map(|seed| program(seed, 3, 3)).collect();
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    let forms = [
        "use ",
        "unit ",
        "enum ",
        "by \"meta\"",
        "picked(p)",
        "record ",
        "table ",
        "fn ",
        "native ",
        "map ",
        "failure ",
        "policy ",
        "contract ",
        "system ",
        "lifecycle ",
        "flow ",
        "test ",
        "strict",
        "matching",
        "implied",
        "as x12",
        "at loop",
        "where G62-01",
        "08:00..16:30:15",
        "2026-01-01T10:00Z",
        "or null",
        "by key",
        "otherwise",
        "numbered",
        "where",
        "match",
        "then",
        "else",
        "except",
        "let ",
        "->",
        "<->",
        "=>",
        "retry",
        "once",
        "skip",
        "check",
        "send",
        "given",
        "expect",
        "#",
        "..",
        "[",
        "not ",
        "in ",
        "always",
        "when ",
        "because",
        "required",
        "missing",
        "extends",
        "ignore ",
        "join",
        "zip",
        "sort",
        "descending",
        "for (",
        "on pick.sku",
        "else skip",
        "else none",
        "from \"codes/priority.csv\"",
        "raises",
        "notify",
        "alert",
        "undo",
        "fail as",
        "skip because",
        "awaits",
        "owns",
        "answers",
        "cached",
        "within",
        "final",
        "every",
        "skipped later",
        "missed omitted",
        "collect",
        "until",
        "after 8h",
        "answer ",
        "priority",
        "advance",
        "times",
        "later",
        "it is",
        "unreachable",
        "answered",
        "undone",
        "nothing sent",
        "collecting",
        "parked to",
        "notified",
        "alerted",
        "is shipped",
        "運送",
        "数量",
        "<= 500 kg",
        "{ qty =",
        "|",
    ];
    let missing: Vec<&str> = forms.into_iter().filter(|form| !all.contains(form)).collect();
    assert!(missing.is_empty(), "never written: {missing:?}");
}
