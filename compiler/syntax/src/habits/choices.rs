//! `if`, `match` and `for` of other languages.

use super::{Place, Recogniser, habit, insertion, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[
    capitals,
    choice_alone,
    braces,
    colons,
    unless,
    ternary,
    returned,
    value_first,
    case_when,
    else_if,
    ended,
    comma_before_else,
    if_without_else,
    arm_arrow,
    arm_pattern,
    compared_in_words,
    match_with,
    switch,
    each,
    for_parentheses,
    group_behind,
    for_filter,
    for_colon,
    loop_alone,
];

const CODE: &str = "E0118";

const KEYWORDS: &[&str] = &[
    "if",
    "then",
    "else",
    "match",
    "for",
    "in",
    "where",
    "and",
    "or",
    "not",
    "none",
    "yes",
    "no",
    "fail",
    "otherwise",
    "let",
    "numbered",
    "send",
    "check",
    "skip",
    "when",
    "because",
    "on",
];

/// `If … Then … Else`, `AND`
fn capitals(place: &Place<'_>) -> Option<Problem> {
    let capital = |at: usize| {
        let called = place.text(at + 1) == "(" && place.touches(at + 1);
        place.is_word(at) && !called && place.text(at) != place.word(at) && KEYWORDS.contains(&place.word(at).as_str()) && place.text(at.wrapping_sub(1)) != "."
    };
    let first = [place.found, place.before()].into_iter().find(|at| capital(*at))?;
    let all: Vec<usize> = (place.piece.start..place.piece.end).filter(|at| capital(*at)).collect();
    let span = place.span(all.first().copied().unwrap_or(first));
    let edits = all.iter().map(|at| (place.span(*at), place.word(*at))).collect();
    let (found, right) = (place.text(first), place.word(first));
    Some(habit(CODE, span, format!("keywords are written in small letters: `{right}`, not `{found}`"), "in small letters").mended("write the keywords in small letters", edits))
}

/// `if (c) { a } else { b }`
fn braces(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let start = (place.piece.start..at).rev().find(|n| matches!(place.text(*n), "if" | "then"))?;
    if place.text(at) != "{" || place.text(start) != "if" || place.word(at - 1) == "in" {
        return None;
    }
    let mut edits = Vec::new();
    let (mut open, mut is_else) = (at, false);
    loop {
        let close = place.partner(open)?;
        edits.push((place.span(open), if is_else { String::new() } else { "then".to_owned() }));
        edits.push(removal(place.span(close)));
        if is_else || place.text(close + 1) != "else" {
            break;
        }
        is_else = place.text(close + 2) == "{";
        open = place.find(close + 2, "{")?;
    }
    Some(habit(CODE, place.to(start, at), "a choice is written with words, without braces", "`if … then … else …`").mended("write `if … then … else …`", edits))
}

/// `if (c) { a = 1 } else { a = 2 }` as a line of a map: it sets a field, and the choice is its value.
fn choice_alone(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    if place.rule != Rule::only_stmt || place.text(start) != "if" || matches!(place.text(start + 1), "=" | ":") {
        return None;
    }
    let problem = habit(CODE, place.span(start), "a line of a map sets a field, and a choice is the value of one", "no field before it")
        .helped("Write for example `priority = if order.gift then 1 else 5`, a line for each field.");
    Some(match one_line_choice(place, start) {
        Some(right) => problem.mended(format!("write `{right}`"), vec![(place.to(start, place.piece.end - 1), right)]),
        None => problem,
    })
}

/// `a = if c then 1 else 2`, where each branch sets the same field and nothing else.
fn one_line_choice(place: &Place<'_>, start: usize) -> Option<String> {
    let mut right = String::new();
    let mut field = "";
    let mut at = start;
    loop {
        let open = place.find(at, "{").or_else(|| place.find(at, "then"))?;
        let close = if place.text(open) == "{" { place.partner(open)? } else { return None };
        let (target, value) = (place.text(open + 1), place.slice(open + 3, close - 1));
        let sets = place.text(open + 2) == "=" && close > open + 3 && (open + 3..close).all(|n| place.text(n) != "=");
        if !sets || (!field.is_empty() && field != target) {
            return None;
        }
        field = target;
        match place.text(at) {
            "if" => right.push_str(&format!("if {} then {value} else ", place.slice(at + 1, open - 1))),
            _ => return (close + 1 >= place.piece.end).then(|| format!("{field} = {right}{value}")),
        }
        at = close + 1;
        if place.text(at) != "else" {
            return None;
        }
        at += usize::from(place.text(at + 1) == "if");
    }
}

/// `if c: a else: b`
fn colons(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let start = (place.piece.start..at).rev().find(|n| matches!(place.text(*n), "if" | "then"))?;
    if place.text(at) != ":" || place.text(start) != "if" {
        return None;
    }
    let gap = Span { start: place.span(at - 1).end, end: place.span(at).end };
    let mut edits = vec![(gap, " then".to_owned())];
    edits.extend((at..place.piece.end).filter(|n| place.text(*n) == "else" && place.text(n + 1) == ":").map(|n| removal(place.span(n + 1))));
    Some(habit(CODE, place.span(at), "what holds then is said by `then`, not `:`", "write `then`").mended("write `then`", edits))
}

/// `unless c then …`
fn unless(place: &Place<'_>) -> Option<Problem> {
    let at = place.before();
    let end = place.operand_end(place.found)?;
    (place.word(at) == "unless" && place.in_expression()).then(|| {
        let right = format!("if not {}", place.slice(place.found, end));
        habit(CODE, place.to(at, end), "“unless” is written `if not`", format!("write `{right}`")).replaced(right)
    })
}

/// `c ? a : b`
fn ternary(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let colon = place.find(at + 1, ":").filter(|colon| place.text(at) == "?" && *colon > at + 1 && place.in_expression())?;
    let start = place.value_start();
    let edits = vec![insertion(place.span(start).start, "if "), (place.span(at), "then".to_owned()), (place.span(colon), "else".to_owned())];
    Some(habit(CODE, place.span(at), "a choice is written `if … then … else …`", "a choice").mended("write `if … then … else …`", edits))
}

/// `a if c else b`
fn value_first(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.text(at) != "if" || !place.in_expression() || matches!(place.rule, Rule::only_for_head) {
        return None;
    }
    let value = place.operand_start(place.before())?;
    let otherwise = place.find(at, "else")?;
    let right = format!("if {} then {} else", place.slice(at + 1, otherwise - 1), place.slice(value, at - 1));
    Some(
        habit(CODE, place.span(at), "the condition comes first: `if … then … else …`", "behind the value")
            .mended(format!("write `{right} …`"), vec![(place.to(value, otherwise), right)]),
    )
}

/// `case when c then a else b end`
fn case_when(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.word(at) != "when" || place.word(place.before()) != "case" {
        return None;
    }
    let mut edits = vec![(place.to(at - 1, at), "if".to_owned())];
    edits.extend((at + 1..place.piece.end).filter_map(|n| match place.word(n).as_str() {
        "when" => Some((place.span(n), "else if".to_owned())),
        "end" => Some(removal(place.span(n))),
        _ => None,
    }));
    Some(habit(CODE, place.to(at - 1, at), "a choice is written `if … then … else …`", "a choice").mended("write `if … then … else …`", edits))
}

/// `return x`
fn returned(place: &Place<'_>) -> Option<Problem> {
    let at = [place.before(), place.found].into_iter().find(|at| matches!(place.word(*at).as_str(), "return" | "returns"))?;
    let span = Span { start: place.span(at).start, end: place.span(at + 1).start };
    let value = place.is_word(at + 1) || place.operand_end(at + 1).is_some();
    (place.in_expression() && value)
        .then(|| habit(CODE, place.span(at), "the last expression is the result; no word says so", "not needed").mended("remove `return`", vec![removal(span)]))
}

/// `elif`, `elseif`
fn else_if(place: &Place<'_>) -> Option<Problem> {
    let found = matches!(place.word(place.found).as_str(), "elif" | "elseif" | "elsif" | "elsf");
    found.then(|| {
        habit(CODE, place.span(place.found), format!("a further condition is written `else if`, not `{}`", place.text(place.found)), "write `else if`").replaced("else if")
    })
}

/// `… end`, `… endif`
fn ended(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let last = at + usize::from(place.word(at) == "end" && matches!(place.word(at + 1).as_str(), "if" | "for" | "case"));
    if !matches!(place.word(at).as_str(), "end" | "endif" | "fi" | "ende") || last + 1 != place.piece.end || !place.behind_operand() {
        return None;
    }
    Some(
        habit(CODE, place.to(at, last), "a choice ends with its last value; no word says so", "not needed")
            .mended(format!("remove `{}`", place.slice(at, last)), vec![removal(place.to(at, last))]),
    )
}

fn comma_before_else(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let needless = matches!(place.text(at), "," | ";") && matches!(place.text(at + 1), "else" | "then");
    needless.then(|| {
        habit(CODE, place.span(at), format!("no `{}` stands before `{}`", place.text(at), place.text(at + 1)), "one too many").mended("remove it", vec![removal(place.span(at))])
    })
}

/// The piece ends, and an `if` in it has no `else`.
fn if_without_else(place: &Place<'_>) -> Option<Problem> {
    let count = |word: &str| (place.piece.start..place.piece.end).filter(|at| place.text(*at) == word).count();
    if place.found < place.piece.end || count("then") == 0 || count("if") <= count("else") {
        return None;
    }
    let start = place.find(place.piece.start, "if")?;
    let end = place.span(place.piece.end - 1).end;
    let problem = habit(CODE, place.span(start), "this `if` does not say what holds otherwise", "no `else` behind it");
    Some(
        problem
            .helped("Every choice gives a value: `if … then … else …`. Where nothing is to stand, write `else none`.")
            .mended("add `else none`", vec![insertion(end, " else none")]),
    )
}

/// `"open" = "a"` among the arms of a match.
fn arm_arrow(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let arm = matches!(place.rule, Rule::only_arm | Rule::only_policy_arm) && (place.text(at) == "=" || place.word(at) == "then" && place.find(place.piece.start, "=>").is_none());
    arm.then(|| habit(CODE, place.span(at), format!("the arrow of an arm is written `=>`, not `{}`", place.text(at)), "write `=>`").replaced("=>"))
}

/// `"a" or "b" =>`, `"a", "b" =>`, `0-5 =>`, `* =>`, `* | 0-5 =>`
fn arm_pattern(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.rule, Rule::only_arm | Rule::only_policy_arm | Rule::only_row | Rule::only_route) {
        return None;
    }
    let arrow = (place.piece.start..place.piece.end).find(|n| matches!(place.text(*n), "=>" | "->" | "<->" | ":"))?;
    if at >= arrow {
        return None;
    }
    let span = place.span(at);
    let (message, right) = match place.text(at) {
        "*" if place.rule == Rule::only_route => ("any value is written `_`", "_"),
        "*" if place.rule == Rule::only_policy_arm => {
            let help = "A policy names each failure that it answers, so that none is answered by accident; where answers are missing, the flow that needs them says which.";
            return Some(habit(CODE, span, "a policy has no answer to all others", "no failure").helped(help));
        }
        "*" if at == place.piece.start => ("all other values are written `otherwise`", "otherwise"),
        "or" | "and" | "/" | "&" if place.rule == Rule::only_route => ("several values in a cell are parted by `,`", ","),
        "or" | "," | "and" | "/" | "&" if place.rule != Rule::only_row => ("alternatives are parted by `|`", "|"),
        "-" if matches!(place.rule, Rule::only_arm | Rule::only_route) => ("a range is written with two points: `0..5`", ".."),
        "or" | "|" if place.rule != Rule::only_route && at > place.piece.start && !matches!(place.text(arrow - 1), "|") => ("several codes in a row are parted by `,`", ","),
        _ => return None,
    };
    let edits = (at..arrow).filter(|n| place.text(*n) == place.text(at)).map(|n| (place.span(n), right.to_owned())).collect();
    let title = format!("write `{right}`");
    Some(habit(CODE, span, message, title.clone()).mended(title, edits))
}

/// `before 14:00 =>`, `from 08:00 to 12:00 =>`, `over 500 kg |`
fn compared_in_words(place: &Place<'_>) -> Option<Problem> {
    let (at, word) = (place.found, place.before());
    let begins = word == place.piece.start || matches!(place.text(word.wrapping_sub(1)), "|" | "," | "(" | "=");
    let literal = |at: usize| place.kind(at).is_some_and(crate::token::TokenKind::is_literal);
    if !matches!(place.rule, Rule::only_arm | Rule::only_route) || !begins || !literal(at) {
        return None;
    }
    let sign = match place.word(word).as_str() {
        "before" | "under" | "below" | "less" => "<",
        "after" | "over" | "above" | "more" => ">",
        "until" | "till" | "to" => "<=",
        "from" | "since" | "between" => ">=",
        _ => return None,
    };
    let is_range = sign == ">=" && matches!(place.word(at + 1).as_str(), "to" | "until" | "till" | "and") && literal(at + 2);
    let (last, right) = if is_range { (at + 2, format!("{}..{}", place.text(at), place.text(at + 2))) } else { (at, format!("{sign} {}", place.text(at))) };
    let message = format!("a {} is written `{right}`", if is_range { "range" } else { "comparison" });
    Some(habit(CODE, place.to(word, last), message, format!("write `{right}`")).replaced(right))
}

/// `match x with { … }`
fn match_with(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let needless = matches!(place.word(at).as_str(), "with" | "of" | "begin" | "do") && place.text(at + 1) == "{" && place.find(place.piece.start, "match").is_some();
    needless.then(|| {
        habit(CODE, place.span(at), format!("no `{}` stands before the arms of a `match`", place.text(at)), "not needed").mended("remove it", vec![removal(place.span(at))])
    })
}

fn switch(place: &Place<'_>) -> Option<Problem> {
    let at = (place.piece.start..=place.found).rev().find(|at| matches!(place.word(*at).as_str(), "switch" | "case" | "select"))?;
    let near = place.found - at <= 12 && place.in_expression() && place.text(place.found) == "{";
    near.then(|| {
        habit(CODE, place.span(at), format!("a choice among values is written `match`, not `{}`", place.text(at)), "write `match`")
            .helped("Write `match value { \"a\" => 1, \"b\" => 2, otherwise => 3 }`.")
    })
}

/// `for each line in`, `foreach line in`
fn each(place: &Place<'_>) -> Option<Problem> {
    let at = place.before();
    match place.word(at).as_str() {
        "each" | "every" | "all" if place.text(at.wrapping_sub(1)) == "for" => {
            let span = Span { start: place.span(at).start, end: place.span(at + 1).start };
            Some(habit(CODE, place.span(at), format!("a `for` needs no `{}`", place.text(at)), "not needed").mended("remove it", vec![removal(span)]))
        }
        "foreach" => Some(habit(CODE, place.span(at), format!("this is written `for`, not `{}`", place.text(at)), "write `for`").replaced("for")),
        _ => None,
    }
}

/// `for (line in lines) { … }`
fn for_parentheses(place: &Place<'_>) -> Option<Problem> {
    let open = (place.piece.start..=place.found).rev().find(|at| place.text(*at) == "(" && at.checked_sub(1).is_some_and(|before| place.text(before) == "for"))?;
    let close = place.partner(open)?;
    if !place.is_word(open + 1) || !matches!(place.text(open + 2), "in" | "of" | ":") {
        return None;
    }
    let mut edits = vec![removal(place.span(open)), removal(place.span(close))];
    if place.text(open + 2) != "in" {
        edits.push((place.span(open + 2), " in".to_owned()));
    }
    Some(habit(CODE, place.to(open, close), "no parentheses stand around what a `for` goes through", "without `(` and `)`").mended("remove the parentheses", edits))
}

/// `for line in lines if … { … }`, `for line in lines do { … }`
fn for_filter(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    place.find(place.piece.start, "for").filter(|start| *start < at)?;
    match place.word(at).as_str() {
        "if" | "when" | "having" | "with" if place.find(at, "{").is_some() => {
            Some(habit(CODE, place.span(at), format!("which elements are taken is said by `where`, not `{}`", place.text(at)), "write `where`").replaced("where"))
        }
        "do" | ":" | "begin" | "->" | "=>" if place.text(at + 1) == "{" => {
            Some(habit(CODE, place.span(at), format!("no `{}` stands before the braces", place.text(at)), "not needed").mended("remove it", vec![removal(place.span(at))]))
        }
        _ => None,
    }
}

/// `for (store, lines) in order.lines where … by line -> line.store`
fn group_behind(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let start = (place.piece.start..at).rev().find(|n| place.text(*n) == "for").filter(|start| place.text(start + 1) == "(")?;
    let ended = place.find(at, "{").unwrap_or(place.piece.end);
    let by = (at..ended).find(|n| place.text(*n) == "by" && place.text(n - 1) != "sort")?;
    if !matches!(place.text(at), "where" | "sort" | "numbered") || (start..at).any(|n| place.text(n) == "by") {
        return None;
    }
    let last = (by..ended).find(|n| n > &by && matches!(place.text(*n), "where" | "sort" | "numbered")).unwrap_or(ended) - 1;
    let keys = place.slice(by, last);
    if let Some(filtered) = filtered_before(place, at, by) {
        return Some(filtered);
    }
    let edits = vec![insertion(place.span(at).start, format!("{keys} ")), removal(Span { start: place.span(by - 1).end, end: place.span(last).end })];
    let (word, problem) = (place.text(at), habit(CODE, place.span(by), format!("`by` stands before `{}`", place.text(at)), "what the groups are made by"));
    Some(problem.helped(format!("What stands behind it is about each group: there `{word}` sees the keys and the list.")).mended(format!("write `{keys}` before `{word}`"), edits))
}

/// `… in order.lines where line.qty > 0 by line -> line.store`: the condition is about each element, so it chooses among them before they are grouped.
fn filtered_before(place: &Place<'_>, at: usize, by: usize) -> Option<Problem> {
    let base = |from: usize, to: usize| (from..to).find(|n| place.is_word(*n) && place.text(n + 1) == "." && place.text(n - 1) != ".");
    let element = if place.text(by + 2) == "->" { by + 1 } else { base(by + 1, place.piece.end)? };
    let names_it = (at + 1..by).any(|n| place.text(n) == place.text(element) && place.text(n - 1) != ".");
    if place.text(at) != "where" || !names_it {
        return None;
    }
    let span = Span { start: place.span(at - 1).end, end: place.span(by - 1).end };
    let right = format!(".filter({} -> {})", place.text(element), place.slice(at + 1, by - 1));
    let problem = habit(CODE, place.span(at), "before `by` elements are chosen by `.filter`", format!("write `{right}`"));
    Some(problem.helped("Behind `by` the rows are groups: there `where` chooses among these.").mended(format!("write `{right}`"), vec![(span, right)]))
}

/// `for line in lines:`
fn for_colon(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    place.find(place.piece.start, "for").filter(|start| *start < at)?;
    let ends_line = at + 1 == place.piece.end || place.source.starts_line(at + 1);
    (matches!(place.text(at), ":" | "do") && ends_line).then(|| {
        let gap = Span { start: place.span(at - 1).end, end: place.span(at).end };
        let edits = vec![(gap, " {".to_owned()), insertion(place.span(place.piece.end - 1).end, "\n  }")];
        habit(CODE, place.span(at), "what is made of each element stands in braces, not behind a colon", "write `{ … }`").mended("write the braces", edits)
    })
}

/// `for line in lines { … }` as a line of a map.
fn loop_alone(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    (place.rule == Rule::only_stmt && place.text(at) == "for").then(|| {
        habit(CODE, place.span(at), "a `for` gives a list, and this line does not say which field gets it", "no field before it")
            .helped("Write `lines = for line in order.lines { … }`; in the braces stand the fields of one element.")
    })
}
