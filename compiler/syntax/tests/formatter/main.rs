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

fn check(text: &str) -> Result<(), TestCaseError> {
    let problems = parse(text).problems;
    prop_assert!(problems.is_empty(), "not valid: {problems:#?}\n{text}");
    let once = format(text).map_err(|problems| TestCaseError::fail(format!("{problems:#?}")))?;
    prop_assert!(parse(&once).problems.is_empty(), "valid before, and not after: {:#?}\n{text}\nbecame\n{once}", parse(&once).problems);
    prop_assert_eq!(comments(&once), comments(text), "a comment is lost\n{}\nbecame\n{}", text, once);
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
    let all: String = (0..400).map(|seed| program(seed, 3, 3)).collect();
    let forms = [
        "use ",
        "enum ",
        "record ",
        "table ",
        "fn ",
        "map ",
        "failure ",
        "policy ",
        "contract ",
        "system ",
        "flow ",
        "test ",
        "strict",
        "matching",
        "implied",
        "or null",
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
    ];
    let missing: Vec<&str> = forms.into_iter().filter(|form| !all.contains(form)).collect();
    assert!(missing.is_empty(), "never written: {missing:?}");
}
