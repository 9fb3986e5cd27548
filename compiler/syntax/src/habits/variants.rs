//! Enums whose variants carry records, written otherwise.

use super::heads::snake;
use super::{Place, Recogniser, as_name, habit, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] =
    &[tag, wire_and_tag, code_first, type_by_sign, type_in_parentheses, type_in_quotes, record_within, code_by_sign, code_unquoted, qualified_pattern];

/// "Written otherwise in Flow"
const CODE: &str = "E0110";

fn in_variant(place: &Place<'_>) -> bool {
    place.rule == Rule::only_variant && place.is_word(place.piece.start)
}

fn is_type(place: &Place<'_>, at: usize) -> bool {
    place.is_word(at) && place.text(at).starts_with(char::is_uppercase)
}

/// Words between quotes are left as they are.
fn quoted(text: &str) -> String {
    if text.starts_with('"') { text.to_owned() } else { format!("\"{text}\"") }
}

/// `enum Event by type`, `enum Event by meta.kind`
fn tag(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.rule, Rule::only_enum_head | Rule::one_enum) || place.text(at.wrapping_sub(1)) != "by" || !place.is_word(at) {
        return None;
    }
    let last = place.operand_end(at)?;
    let right = place.slice(at, last).split('.').map(quoted).collect::<Vec<_>>().join(".");
    Some(habit(CODE, place.to(at, last), "the field that tells variants apart is a place on the wire: it stands in quotes", format!("write `{right}`")).replaced(right))
}

/// `enum Event as text by "type"`
fn wire_and_tag(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let written = matches!(place.rule, Rule::only_enum_head | Rule::one_enum) && place.text(at) == "by" && place.is_string(at + 1) && place.text(at.wrapping_sub(2)) == "as";
    written.then(|| {
        let (found, gap) = (place.slice(at - 2, at - 1), Span { start: place.span(at - 2).start, end: place.span(at).start });
        habit(CODE, place.to(at - 2, at - 1), format!("an enum told apart by a field is an object on the wire, so it is not written `{found}`"), "not needed")
            .mended("remove it", vec![removal(gap)])
    })
}

/// `"PICK" => picked: Picked`, `"PICK" -> Picked`
fn code_first(place: &Place<'_>) -> Option<Problem> {
    let (code, name) = (place.piece.start, place.piece.start + 2);
    if place.rule != Rule::only_variant || !place.is_string(code) || !matches!(place.text(code + 1), "=>" | "->" | ":" | "=") || !place.is_word(name) {
        return None;
    }
    let (last, right) = match place.text(name + 1) {
        ":" if place.is_word(name + 2) => (name + 2, format!("{}: {} at {}", place.text(name), place.text(name + 2), place.text(code))),
        _ if is_type(place, name) => (name, format!("{}: {} at {}", snake(place.text(name)), place.text(name), place.text(code))),
        _ => (name, format!("{} {}", place.text(name), place.text(code))),
    };
    Some(habit(CODE, place.to(code, last), "the name comes first, then its code", format!("write `{right}`")).replaced(right))
}

/// `short = Short at "SHORT"`, `short -> Short`
fn type_by_sign(place: &Place<'_>) -> Option<Problem> {
    let sign = place.piece.start + 1;
    if !in_variant(place) || !matches!(place.text(sign), "=" | "->" | "=>" | "as" | "of") || !is_type(place, sign + 1) {
        return None;
    }
    let gap = Span { start: place.span(sign - 1).end, end: place.span(sign).end };
    let found = place.text(sign);
    Some(habit(CODE, place.span(sign), format!("the record that a variant carries stands behind `:`, not `{found}`"), "write `:`").mended("write `:`", vec![(gap, ":".to_owned())]))
}

/// `picked(Picked)`
fn type_in_parentheses(place: &Place<'_>) -> Option<Problem> {
    let open = place.piece.start + 1;
    if !in_variant(place) || !matches!(place.text(open), "(" | "[" | "<") || !is_type(place, open + 1) || !matches!(place.text(open + 2), ")" | "]" | ">") {
        return None;
    }
    let right = format!("{}: {}", place.text(open - 1), place.text(open + 1));
    Some(habit(CODE, place.to(open - 1, open + 2), "the record that a variant carries stands behind `:`", format!("write `{right}`")).replaced(right))
}

/// `picked: "Picked" at "PICK"`
fn type_in_quotes(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 2;
    if !in_variant(place) || place.text(at - 1) != ":" || !place.is_string(at) || place.text(at + 1) != "at" {
        return None;
    }
    let right = as_name(place.text(at));
    Some(habit(CODE, place.span(at), "a record is named without quotes", format!("write `{right}`")).replaced(right))
}

/// `picked { order_no: text }`, `picked: { order_no: text }`
fn record_within(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    let open = start + 1 + usize::from(place.text(start + 1) == ":");
    if !in_variant(place) || place.text(open) != "{" {
        return None;
    }
    let mut letters = place.text(start).chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Some(
        habit(CODE, place.span(open), "what a variant carries is a record with a declaration of its own", "a record within")
            .helped(format!("Declare `record {name} as json {{ … }}` beside this enum, and write `{}: {name}` here.", place.text(start))),
    )
}

/// `picked: Picked = "PICK"`, `picked: Picked as PICK`
fn code_by_sign(place: &Place<'_>) -> Option<Problem> {
    let sign = place.piece.start + 3;
    let code = sign + 1;
    let carries = in_variant(place) && place.text(sign - 2) == ":" && is_type(place, sign - 1);
    if !carries || !matches!(place.text(sign), "=" | ":" | "->" | "=>" | "as" | "is" | "by" | "code") || !(place.is_string(code) || place.is_word(code) || place.is_number(code)) {
        return None;
    }
    let right = format!("at {}", quoted(place.text(code)));
    let span = place.to(sign, code);
    let blank = if place.touches(sign) { " " } else { "" };
    let edit = (span, format!("{blank}{right}"));
    Some(habit(CODE, span, "which code a variant has is said by `at`", format!("write `{right}`")).mended(format!("write `{right}`"), vec![edit]))
}

/// `picked: Picked at PICK`
fn code_unquoted(place: &Place<'_>) -> Option<Problem> {
    let code = place.found;
    // Where only a text can follow, the grammar stops before `at` or behind it.
    let code = code + usize::from(place.text(code) == "at");
    if !in_variant(place) || place.text(code.wrapping_sub(1)) != "at" || !(place.is_word(code) || place.is_number(code)) {
        return None;
    }
    let mut last = code;
    while place.text(last + 1) == "-" && place.touches(last + 1) && place.touches(last + 2) {
        last += 2;
    }
    let right = quoted(place.slice(code, last));
    Some(habit(CODE, place.to(code, last), "a code on the wire stands in quotes", format!("write `{right}`")).replaced(right))
}

/// `Event.picked(p) => …`
fn qualified_pattern(place: &Place<'_>) -> Option<Problem> {
    let point = place.found;
    let arm = place.rule == Rule::only_arm && place.text(point) == "." && is_type(place, point.wrapping_sub(1)) && place.is_word(point + 1);
    arm.then(|| {
        let span = place.to(point - 1, point);
        habit(CODE, span, format!("in a `match` a variant stands by its name alone: `{}`", place.text(point + 1)), "not needed")
            .mended(format!("remove `{}`", place.slice(point - 1, point)), vec![removal(span)])
    })
}
