//! Whole constructs of other languages, and what stands in the wrong kind of item.

use super::{Place, Recogniser, habit};
use crate::build::Rule;
use crate::problem::Problem;

pub(super) const ALL: &[Recogniser] = &[item_within, statement_in_map, case_of, switch, selected, mapped, in_german_or_french, order_by, slice, unquoted];

/// A choice.
const CHOICE: &str = "E0118";

/// `record …` within a map.
fn item_within(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let within = matches!(place.rule, Rule::only_stmt | Rule::only_flow_stmt | Rule::only_test_stmt | Rule::only_field | Rule::only_entry);
    let item = place.text(at);
    let begins = within && crate::split::WORDS.contains(&item) && place.is_word(at + 1) && crate::split::looks_like_item(place.source, at);
    begins.then(|| {
        habit("E0112", place.to(at, at + 1), format!("a `{item}` does not stand within another item"), "not here")
            .helped("Items stand side by side, each with braces of its own: move this one out; or perhaps a `}` is missing above it.")
    })
}

/// `send …` in a map.
fn statement_in_map(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let whose = match place.text(at) {
        "send" | "check" | "skip" | "advance" | "answer" | "collect" => "flow",
        "given" | "expect" => "test",
        _ => return None,
    };
    let other = place.rule == Rule::only_stmt || place.rule == Rule::only_flow_stmt && whose == "test";
    (other && place.is_word(at + 1)).then(|| {
        let help =
            if whose == "flow" { "A map makes a record and does nothing else; a `flow` decides and sends." } else { "What is expected of a map or flow is said in a `test`." };
        habit("E0116", place.span(at), format!("`{}` stands in a `{whose}`, not here", place.text(at)), format!("a line of a {whose}")).helped(help)
    })
}

/// `CASE x WHEN a THEN 1 ELSE 2 END`
fn case_of(place: &Place<'_>) -> Option<Problem> {
    let start = place.value_start();
    if place.word(start) != "case" || place.word(start + 1) == "when" || !place.in_expression() {
        return None;
    }
    let when = (start..place.piece.end).find(|at| place.word(*at) == "when")?;
    let end = (when..place.piece.end).rev().find(|at| place.word(*at) == "end")?;
    let mut right = format!("match {} {{", place.slice(start + 1, when - 1));
    for at in when..end {
        match place.word(at).as_str() {
            "when" if at == when => {}
            "when" => right.push(','),
            "then" => right.push_str(" =>"),
            "else" => right.push_str(", otherwise =>"),
            _ => right.push_str(&spaced(place, at)),
        }
    }
    right.push_str(" }");
    Some(habit(CHOICE, place.to(start, end), "a choice among values is written `match … { … }`", "a choice").replaced(right))
}

/// `switch (x) { case a: 1; default: 2 }`
fn switch(place: &Place<'_>) -> Option<Problem> {
    let start = place.value_start();
    let open = place.find(start, "{").filter(|_| place.word(start) == "switch" && place.in_expression())?;
    let close = place.partner(open)?;
    let inner = |at: &usize| !(*at == start + 1 && place.text(*at) == "(" || *at + 1 == open && place.text(*at) == ")");
    let subject: String = (start + 1..open).filter(inner).map(|at| spaced(place, at)).collect();
    let mut right = format!("match {} {{", subject.trim());
    for at in open + 1..close {
        match place.text(at) {
            "case" => {}
            "default" => right.push_str(" otherwise"),
            ":" => right.push_str(" =>"),
            // `"open"; break;` ends one case as `"open",` does.
            "break" if matches!(place.text(at - 1), ";" | ",") => {}
            "break" => right.push(','),
            ";" | "," if at + 1 == close || matches!(place.text(at - 1), ";" | "," | "break") => {}
            ";" | "," => right.push(','),
            _ => right.push_str(&spaced(place, at)),
        }
    }
    right.push_str(" }");
    Some(habit(CHOICE, place.to(start, close), "a choice among values is written `match`, not `switch`", "a choice").replaced(right))
}

/// The token, behind a blank where there is one in the source.
fn spaced(place: &Place<'_>, at: usize) -> String {
    if place.touches(at) { place.text(at).to_owned() } else { format!(" {}", place.text(at)) }
}

/// `SELECT * FROM order.lines WHERE …`
fn selected(place: &Place<'_>) -> Option<Problem> {
    let start = place.value_start();
    let from = (start..place.piece.end).find(|at| place.word(*at) == "from")?;
    (place.word(start) == "select" && place.in_expression() && start > place.piece.start).then(|| of_list(place, start, from))
}

/// `lines.map((line, n) => …)`, `lines map (line) -> …`, `[line.sku for line in lines]`
fn mapped(place: &Place<'_>) -> Option<Problem> {
    if !place.in_expression() {
        return None;
    }
    let start = place.value_start();
    let comprehension = place.text(start) == "[" && (start..place.piece.end).any(|at| place.text(at) == "for");
    let goes = |at: &usize| matches!(place.word(*at).as_str(), "map" | "foreach" | "flatmap" | "select" | "mapobject" | "filtermap");
    let called = (start..place.found.min(place.piece.end)).rev().find(goes).filter(|at| *at > start && place.text(*at - 1) == "." && place.text(at + 1) == "(");
    let infix = Some(place.found).filter(goes).filter(|_| place.behind_operand() && place.text(place.found + 1) == "(");
    let at = called.or(infix);
    (comprehension || at.is_some()).then(|| of_list(place, at.unwrap_or(start), at.unwrap_or(start)))
}

fn of_list(place: &Place<'_>, from: usize, to: usize) -> Problem {
    habit("E0114", place.to(from, to), "a list is made from another one by `for`", "of another language")
        .helped("Write `lines = for line in order.lines where line.qty > 0 { sku = line.sku }`; `numbered n` counts the elements from 1.")
}

/// `wenn … dann … sonst …`, `si … alors … sinon …`
fn in_german_or_french(place: &Place<'_>) -> Option<Problem> {
    let right = |at: usize| {
        Some(match place.word(at).as_str() {
            "wenn" | "falls" | "si" => "if",
            "dann" | "alors" => "then",
            "sonst" | "sinon" => "else",
            "und" | "et" => "and",
            "oder" | "ou" => "or",
            "nicht" | "pas" => "not",
            _ => return None,
        })
    };
    let start = place.value_start();
    let choice = place.in_expression() && right(start) == Some("if") && (start..place.piece.end).any(|at| right(at) == Some("then"));
    let edits = (start..place.piece.end).filter(|at| place.text(at - usize::from(*at > start)) != ".").filter_map(|at| Some((place.span(at), right(at)?.to_owned())));
    choice.then(|| {
        habit(CHOICE, place.span(start), "the words of the language are English: `if … then … else …`", "write `if`").mended("write `if … then … else …`", edits.collect())
    })
}

/// `for line in lines order by line.sku`
fn order_by(place: &Place<'_>) -> Option<Problem> {
    let at = [place.found, place.found.wrapping_sub(1)].into_iter().find(|at| matches!(place.word(*at).as_str(), "order" | "ordered" | "sorted") && place.word(*at + 1) == "by")?;
    let in_for = (place.piece.start..at).any(|at| place.text(at) == "for");
    in_for.then(|| habit(CHOICE, place.to(at, at + 1), format!("this is written `sort by`, not `{}`", place.slice(at, at + 1)), "write `sort by`").replaced("sort by"))
}

/// `name[:35]`, `name[2:]`
fn slice(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.text(at) != "[" || !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let close = place.partner(at)?;
    let right = match ((at + 1..close).map(|at| place.text(at)).collect::<Vec<_>>().as_slice(), close - at) {
        ([":", count], _) if place.is_number(at + 2) => format!(".truncate({count})"),
        ([from, ":"], _) if place.is_number(at + 1) => format!(".drop({from})"),
        ([from, ":", to], _) if place.is_number(at + 1) && place.is_number(at + 3) => {
            let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
            format!(".drop({from}).truncate({})", to.checked_sub(from)?)
        }
        _ => return None,
    };
    Some(habit("E0114", place.to(at, close), "a part of a text is got by a function", format!("write `{right}`")).replaced(right))
}

/// `because cancelled in the shop`, `from samples/order.json`
fn unquoted(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !place.is_word(at) {
        return None;
    }
    let last = match place.text(place.before()) {
        "because" => (at..place.piece.end).take_while(|n| place.is_word(*n) || place.is_number(*n)).last()?,
        "from" if place.rule == Rule::only_test_stmt => (at..place.piece.end).take_while(|n| *n == at || place.touches(*n)).last()?,
        _ => return None,
    };
    let right = format!("\"{}\"", place.slice(at, last));
    Some(habit("E0114", place.to(at, last), "a text stands in quotes", format!("write `{right}`")).replaced(right))
}
