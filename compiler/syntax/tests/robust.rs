//! Whatever stands in a file, the parser answers: every prefix, every deleted byte, every inserted one of the usual suspects. What is broken is
//! said to be, and what is not broken is not hurt.
#![allow(clippy::unwrap_used)]

use crossdock_syntax::ast::{Item, ItemKind};
use crossdock_syntax::{Parse, format, parse, tokens};
use proptest::prelude::*;

const PROGRAM: &str = include_str!("tour.flow");

/// Parses, and checks what must hold for any text.
fn check(text: &str) -> Parse {
    let joined: String = tokens(text).iter().map(|token| token.span.text(text)).collect();
    assert_eq!(joined, text, "tokens lose nothing");
    let parse = parse(text);
    for problem in &parse.problems {
        assert!(!problem.labels.is_empty());
        let edits = problem.fix.iter().flat_map(|fix| &fix.edits);
        for (span, _) in problem.labels.iter().chain(edits) {
            assert!(text.get(span.range()).is_some(), "{span:?} is no place in {text:?}");
        }
    }
    if parse.problems.is_empty() {
        assert!(!format!("{:?}", parse.file).contains("Error"), "broken in silence: {text}");
    }
    parse
}

fn mutated(at: usize, delete: usize, insert: &str) -> Option<String> {
    let (before, after) = (PROGRAM.get(..at)?, PROGRAM.get(at + delete..)?);
    Some(format!("{before}{insert}{after}"))
}

/// The tree of an item without the places of its parts.
fn without_spans(item: &Item) -> String {
    let debug = format!("{:?}", item.kind);
    let mut parts = debug.split("Span {");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn head(item: &Item) -> String {
    without_spans(item).chars().take(60).collect()
}

/// The items of the unharmed program, the last of them that begin and end before a place, and those that begin behind it.
struct Whole {
    items: Vec<Item>,
    heads: Vec<String>,
    trees: Vec<String>,
}

impl Whole {
    fn new() -> Whole {
        let items = parse(PROGRAM).file.items;
        Whole { heads: items.iter().map(head).collect(), trees: items.iter().map(without_spans).collect(), items }
    }

    /// How many items, besides the one on whose lines something was changed, are not as they were.
    fn hurt(&self, parse: &Parse, at: usize, deleted: usize) -> usize {
        let line_start = PROGRAM[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = PROGRAM[at + deleted..].find('\n').map_or(PROGRAM.len(), |newline| at + deleted + newline);
        let before = self.items.iter().filter(|item| (item.span.end as usize) < line_start).count();
        let after = self.items.iter().filter(|item| item.span.start as usize > line_end).count();
        let found = &parse.file.items;
        let hurt_before = self.items.iter().take(before).zip(found).filter(|(one, other)| one.kind != other.kind).count() + before.saturating_sub(found.len());
        let behind = |n: usize| (n < found.len().saturating_sub(before)).then(|| &found[found.len() - 1 - n]);
        let hurt_after = (0..after).filter(|n| behind(*n).map(head).as_ref() != Some(&self.heads[self.heads.len() - 1 - n])).count();
        let nearest = after.checked_sub(1).is_some_and(|n| behind(n).map(without_spans).as_ref() != Some(&self.trees[self.trees.len() - 1 - n]));
        hurt_before + hurt_after.max(usize::from(nearest))
    }
}

#[test]
fn every_prefix() {
    for (at, _) in PROGRAM.char_indices() {
        let problems = check(&PROGRAM[..at]).problems;
        assert!(problems.len() <= 2, "at {at}: {problems:#?}");
    }
}

#[test]
fn every_deleted_character() {
    let whole = Whole::new();
    for (at, character) in PROGRAM.char_indices() {
        let parse = check(&mutated(at, character.len_utf8(), "").unwrap());
        assert_eq!(whole.hurt(&parse, at, character.len_utf8()), 0, "at {at} `{}`: {:#?}", &PROGRAM[at..(at + 40).min(PROGRAM.len())], parse.problems);
        assert!(parse.problems.len() <= 4, "at {at}: {:#?}", parse.problems);
    }
}

/// Each suspect at every fourth place, each at others.
#[test]
fn every_inserted_suspect() {
    let whole = Whole::new();
    let suspects = ["{", "}", "(", ")", "[", "]", ";", "\"", "#", ".", "1", "\n", "é", "if ", "map ", "=", "|", ",", "\\", "\0", "//", "'", "“"];
    for (n, insert) in suspects.into_iter().enumerate() {
        for (at, _) in PROGRAM.char_indices().skip(n % 4).step_by(4) {
            let parse = check(&mutated(at, 0, insert).unwrap());
            // `map ` at the start of a line is a map's first word, and what stands there belongs to it.
            let own = if insert == "map " && (at == 0 || PROGRAM.as_bytes()[at - 1] == b'\n') { 1 } else { 0 };
            let hurt = whole.hurt(&parse, at, 0);
            assert!(hurt <= own, "`{insert}` at {at} `{}`: {hurt} hurt {:#?}", &PROGRAM[at..(at + 40).min(PROGRAM.len())], parse.problems);
            assert!(parse.problems.len() <= 6, "`{insert}` at {at}: {:#?}", parse.problems);
        }
    }
}

/// What stands in the library alone, and forms that the program above has none of.
const MORE: &str = r#"## Doc.
native fn sort_by(value: list of T, key: T -> S, direction: Direction) -> list of T? raises invalid | misfit
native fn now() -> timestamp
native fn form(value: text, form: form) -> text
record R as json strict {
  a : timestamp?  at "x"."y" format "DD.MM.YYYY" zone "Europe/Berlin" earlier  or null
  b : text(2) matching "[A-Z]{2}\d"
}
fn f(qty: int, w: decimal[kg]) -> bool { qty in 1..9 and w not in 1..5 kg or "{qty}{2,3}".matches("[0-9]{2}") }
"#;

#[test]
fn the_library_s_own_forms() {
    let whole = check(MORE);
    assert!(whole.problems.is_empty(), "{:#?}", whole.problems);
    assert_eq!(whole.file.items.len(), 5);
    for (at, character) in MORE.char_indices() {
        check(&MORE[..at]);
        check(&format!("{}{}", &MORE[..at], &MORE[at + character.len_utf8()..]));
        for insert in ["{", "}", "\"", "|", "->", "raises ", "native ", "..", "\n", "1"] {
            check(&format!("{}{insert}{}", &MORE[..at], &MORE[at..]));
        }
    }
    let once = format(MORE).unwrap();
    assert_eq!(format(&once).unwrap(), once);
    let trees = |text: &str| parse(text).file.items.iter().map(without_spans).collect::<Vec<_>>();
    assert_eq!(trees(&once), trees(MORE));
}

#[test]
fn a_lot_of_one_thing() {
    let units = [
        "(", "{", "[", "a ", "\"", "\"x\" ", "# c\n", "## d\n", "1", "-", "map ", "é", "not ", "x.", "if ", "\"{", "\"{a\"b", "a+", "a else ", "match ", "f(", "\"{f(", "; ", "'",
        "// ", "}", "@",
    ];
    for unit in units {
        check(&unit.repeat(100_000 / unit.len()));
        check(&format!("fn f(x: int) -> int {{ {} }}", unit.repeat(2_000)));
        check(&format!("map m(x: A) -> B {{\n  y = {}\n}}\nenum A {{ a }}", unit.repeat(2_000)));
        check(&format!("map m(x: A) -> B {{\n{}\n}}", format!("  y = {unit}\n").repeat(300)));
    }
    let nested = format!("fn f(x: int) -> int {{ {}1{} }}", "(".repeat(150), ")".repeat(150));
    assert!(check(&nested).problems.is_empty());
}

#[test]
fn ten_megabytes_of_one_thing() {
    for unit in ["a", " ", "#", "\"", "(", "1", "é", "=", "\n", "@"] {
        let text = unit.repeat(10_000_000 / unit.len());
        assert_eq!(tokens(&text).iter().map(|token| token.span.range().len()).sum::<usize>(), text.len());
    }
}

/// The grammar must not try the inner of a broken nest again and again.
#[test]
fn broken_nests_do_not_take_exponentially_long() {
    let nests = [
        ("x = for a in b { ", " }"),
        ("x = match a { b => ", " }"),
        ("x { ", " }"),
        ("x = f(", ")"),
        ("x = if a then ", " else c"),
        ("x = \"{", "}\""),
        ("x = [", "]"),
        ("x = l.map(y -> ", ")"),
    ];
    for (open, close) in nests {
        for inner in ["x = +", "1", "x = 1", ""] {
            check(&format!("map m(a: A) -> B {{ {}{inner}{} }}", open.repeat(60), close.repeat(60)));
            let expression = open.trim_start_matches("x = ");
            check(&format!("map m(a: A) -> B {{ x = {}{inner}{} }}", expression.repeat(60), close.repeat(60)));
        }
    }
}

#[test]
fn a_broken_item_leaves_its_name() {
    let parse = check("record R as json {\n  a : text\n  b text(\n  c : int\n}\nrekord S { a: text }\nledger L by x { a -> b by c }\n");
    let kinds: Vec<&ItemKind> = parse.file.items.iter().map(|item| &item.kind).collect();
    let [ItemKind::Record(record), ItemKind::Error(Some(misspelt)), ItemKind::Error(Some(later))] = kinds.as_slice() else { panic!("{kinds:#?}") };
    let names: Vec<&str> = record.fields.iter().map(|field| field.name.text.as_str()).collect();
    assert_eq!((names, misspelt.text.as_str(), later.text.as_str()), (vec!["a", "b", "c"], "S", "L"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn words_in_any_order(words in prop::collection::vec(prop::sample::select(vec![
        "map", "record", "flow", "test", "table", "a", "b", "{", "}", "(", ")", "=", ":", "->", "=>", "\"t\"", "1", "2026-01-01", "match", "for", "in", "if", "then", "else",
        "..", "let", "on", "failure", "send", "expect", "\n", "as", "json", "text", "#x\n", "otherwise", "|", ",", ".", "native", "fn", "use", "policy", "retry", "5min", "lifecycle", "advance", "owns", "within", "final", "alert", "undo",
        "raises", "zone", "earlier", "1..9", "\"{2}\"", "\"{", "}\"", "==", ";", "'q'", "\\", "contract", "v1", "sends",
    ]), 0..40)) {
        check(&words.join(" "));
    }

    /// What still parses after a mutation formats to something that means the same, and formatting that again changes nothing.
    #[test]
    fn formatting_keeps_the_meaning(at in 0..PROGRAM.len(), blank in prop::sample::select(vec![" ", "\n", "\n\n\n", "  # c\n", "\t", "\n## d\n"])) {
        let Some(text) = mutated(at, 0, blank) else { return Ok(()) };
        let Ok(once) = format(&text) else { return Ok(()) };
        let again = format(&once).map_err(|problems| TestCaseError::fail(format!("{problems:?}\n{once}")))?;
        prop_assert_eq!(&again, &once);
        let trees = |text: &str| parse(text).file.items.iter().map(without_spans).collect::<Vec<_>>();
        prop_assert!(trees(&once) == trees(&text), "{text}\nmeans something else formatted:\n{once}");
        let comments = |text: &str| tokens(text).into_iter().map(|token| token.span.text(text).trim_end().to_owned()).filter(|token| !token.is_empty()).collect::<Vec<_>>();
        prop_assert_eq!(comments(&once), comments(&text));
    }
}
