//! The head of a `for` and what is made of each element, written otherwise.

use super::{Place, Recogniser, habit, insertion, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[counted, direction, grouped, limited, part_behind, list_of_blocks];

const CODE: &str = "E0118";

/// The `for` whose head the grammar stops in.
fn head(place: &Place<'_>) -> Option<usize> {
    let start = (place.piece.start..=place.found).rev().find(|at| place.text(*at) == "for")?;
    let opened = (start..place.found).any(|at| place.text(at) == "{");
    (!opened).then_some(start)
}

/// `for line, i in order.lines`
fn counted(place: &Place<'_>) -> Option<Problem> {
    let (start, at) = (head(place)?, place.found);
    let second = place.text(at) == "," && at == start + 2 && place.is_word(at + 1) && place.text(at + 2) == "in";
    let brace = place.find(at, "{").filter(|_| second)?;
    let name = place.text(at + 1);
    let edits = vec![removal(place.to(at, at + 1)), insertion(place.span(brace).start, format!("numbered {name} "))];
    Some(
        habit(CODE, place.to(at, at + 1), "the elements are counted by `numbered`, before the braces", format!("write `numbered {name}`"))
            .helped("It counts from 1.")
            .mended(format!("write `numbered {name}`"), edits),
    )
}

/// `sort by line.qty desc`
fn direction(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    head(place)?;
    let span = place.span(at);
    match place.word(at).as_str() {
        "desc" | "down" | "downwards" | "reverse" => {
            Some(habit(CODE, span, format!("this is written `descending`, not `{}`", place.text(at)), "write `descending`").replaced("descending"))
        }
        "asc" | "ascending" | "up" => Some(habit(CODE, span, "lists are sorted upwards unless `descending` says otherwise", "not needed").mended("remove it", vec![removal(span)])),
        _ => None,
    }
}

/// `for line in order.lines group by line.sku`
fn grouped(place: &Place<'_>) -> Option<Problem> {
    let (start, at) = (head(place)?, place.found);
    let by = at + usize::from(place.word(at) == "group");
    if place.text(by) != "by" || !place.is_word(start + 1) || place.text(by.wrapping_sub(1)) == "sort" {
        return None;
    }
    let key = place.text(place.operand_end(by + 1)?);
    let list = place.slice(start + 3, at - 1);
    Some(
        habit(CODE, place.to(at, by), "a group has a name for its key and one for the elements that have it", "no such names")
            .helped(format!("Write `for ({key}, lines) in {list} by {}`: then `{key}` is the key, and `lines` are its elements.", place.slice(by + 1, place.operand_end(by + 1)?))),
    )
}

/// `for line in order.lines limit 10`
fn limited(place: &Place<'_>) -> Option<Problem> {
    let (start, at) = (head(place)?, place.found);
    if !matches!(place.word(at).as_str(), "limit" | "top" | "first" | "take" | "max") || !place.is_number(at + 1) {
        return None;
    }
    let count = place.text(at + 1);
    let problem = habit(CODE, place.to(at, at + 1), "so many elements of a list are taken by `.take`", format!("write `.take({count})` behind the list"));
    let plain = (start..at).all(|n| !matches!(place.text(n), "where" | "sort" | "by" | "join" | "zip" | "on"));
    let gap = Span { start: place.span(at - 1).end, end: place.span(at + 1).end };
    Some(if plain { problem.mended(format!("write `.take({count})`"), vec![(gap, format!(".take({count})"))]) } else { problem })
}

/// `… { … } where line.qty > 0`: behind the braces.
fn part_behind(place: &Place<'_>) -> Option<Problem> {
    let at = [place.found, place.found.wrapping_sub(1)].into_iter().find(|at| matches!(place.text(*at), "where" | "sort" | "numbered"))?;
    let part = place.text(at);
    let behind = matches!(place.rule, Rule::only_stmt | Rule::one_map) && at > 0 && place.source.text_of(at - 1) == "}";
    (behind && !matches!(place.text(at + 1), "=" | ":" | "{")).then(|| {
        habit(CODE, place.span(at), format!("`{part}` stands before the braces of a `for`"), "behind them")
            .helped("Write `lines = for line in order.lines where line.qty > 0 { … }`.")
    })
}

/// `lines = [{ sku = "A" }]`, `[Pick { … }]`
fn list_of_blocks(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let open = [at.checked_sub(1)?, at.wrapping_sub(2)].into_iter().find(|open| place.text(*open) == "[")?;
    if place.text(at) != "{" || (open + 2 == at && !place.is_word(at - 1)) || !place.in_expression() {
        return None;
    }
    let help = match place.rule {
        Rule::only_test_stmt => {
            "In a test single fields are looked at; what stands in a list is looked at by `expect snapshot`, or by a function: `expect to_release(order).lines.count() = 2`."
        }
        _ => "Make each element by a map, `[to_pick(line)]`; or the whole list from another one, `lines = for line in order.lines { … }`.",
    };
    Some(habit(CODE, place.span(at), "a record cannot be written out within a list", "a block").helped(help))
}
