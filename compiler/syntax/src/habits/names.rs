//! Names that no name can be: with blanks, hyphens, quotes, a digit first.

use super::{Place, Recogniser, as_name, habit, insertion, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;
use crate::token::TokenKind;

pub(super) const ALL: &[Recogniser] = &[hash, field_word, variant_code, of_field, of_target, of_item, of_test];

const CODE: &str = "E0115";

/// `item# : text`: what stands behind the `#` is a comment.
fn hash(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if !matches!(place.rule, Rule::only_field | Rule::only_stmt | Rule::only_variant) || place.found < place.piece.end || !place.is_word(at) {
        return None;
    }
    let end = place.span(place.piece.end - 1).end;
    let comment = place.source.tokens.iter().find(|token| token.span.start == end && matches!(token.kind, TokenKind::Comment | TokenKind::Docs))?;
    let span = Span { start: end, end: end + 1 };
    let rest = comment.span.text(place.source.text).trim_start_matches('#');
    rest.contains([':', '=']).then(|| {
        habit(CODE, span, "`#` begins a comment, so it cannot be part of a name", "the rest of the line is a comment")
            .helped("Where the name on the wire has the sign, say so: `item_no : text at \"item#\"`.")
            .mended("write `_no`", vec![(span, "_no".to_owned())])
    })
}

/// `field sku : text`, `feild sku : text`
fn field_word(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let word = place.word(at);
    let known = ["field", "attribute", "property", "column", "element", "member", "var", "let", "private", "public", "required", "optional"];
    let near = known.contains(&word.as_str()) || crate::mistakes::nearest(&word, &["field", "attribute", "column"]).is_some();
    if place.rule != Rule::only_field || !near || !place.is_word(at + 1) || place.text(at + 2) != ":" {
        return None;
    }
    let mut edits = vec![removal(Span { start: place.span(at).start, end: place.span(at + 1).start })];
    let last = place.piece.end - 1 - usize::from(place.text(place.piece.end - 1) == ",");
    if word == "optional" && place.text(last) != "?" {
        edits.push(insertion(place.span(last).end, "?"));
    }
    Some(habit(CODE, place.span(at), format!("a field begins with its name, without `{}`", place.text(at)), "not needed").mended("remove it", edits))
}

/// `"open"`, `open = "O"`, `"O" open`, `open 1` among the variants of an enum.
fn variant_code(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if place.rule != Rule::only_variant {
        return None;
    }
    let alone = place.piece.end - usize::from(matches!(place.text(place.piece.end - 1), "," | ";")) == at + 1;
    if place.is_string(at) && alone {
        let name = as_name(place.text(at));
        return Some(
            habit(CODE, place.span(at), "the values of an enum stand without quotes", format!("write `{name}`"))
                .helped("Where the code on the wire is another one, it follows in quotes: `on_hold \"on-hold\"`.")
                .replaced(name),
        );
    }
    if place.is_number(at) && alone {
        let right = format!("_{0} \"{0}\"", place.text(at));
        return Some(habit(CODE, place.span(at), "a value of an enum has a name; a number is its code", format!("write `{right}`")).replaced(right));
    }
    let code = |at: usize| place.is_string(at) || place.is_number(at);
    if place.is_string(at) && place.is_word(at + 1) {
        let right = format!("{} {}", place.text(at + 1), place.text(at));
        return Some(habit(CODE, place.to(at, at + 1), "the name comes first, then its code", format!("write `{right}`")).replaced(right));
    }
    if place.is_word(at) && matches!(place.text(at + 1), "=" | ":" | "->" | "=>" | "(") && code(at + 2) {
        let quoted = if place.is_number(at + 2) { format!("\"{}\"", place.text(at + 2)) } else { place.text(at + 2).to_owned() };
        let last = if place.text(at + 3) == ")" { at + 3 } else { at + 2 };
        let right = format!(" {quoted}");
        return Some(
            habit(CODE, place.span(at + 1), "a code follows its name without a sign", format!("write `{}{right}`", place.text(at)))
                .mended(format!("write `{}{right}`", place.text(at)), vec![(Span { start: place.span(at).end, end: place.span(last).end }, right)]),
        );
    }
    if place.is_word(at) && place.is_number(at + 1) {
        let right = format!("\"{}\"", place.text(at + 1));
        return Some(habit(CODE, place.span(at + 1), "a code stands in quotes", format!("write `{right}`")).replaced(right));
    }
    if place.is_word(at) && matches!(place.text(at + 1), "|" | "/") {
        return Some(habit(CODE, place.span(at + 1), "the values of an enum are parted by commas", "write `,`").replaced(","));
    }
    let end = (at..place.piece.end).find(|n| place.is_string(*n) || matches!(place.text(*n), "," | ";")).unwrap_or(place.piece.end);
    let mut problem = joined(place, at, end)?;
    if !place.is_string(end)
        && let Some(fix) = &mut problem.fix
    {
        fix.edits.push(insertion(place.span(end - 1).end, format!(" \"{}\"", place.slice(at, end - 1))));
    }
    Some(problem)
}

/// Tokens that stand for one name, by the end that is not part of it.
fn joined(place: &Place<'_>, start: usize, end: usize) -> Option<Problem> {
    let part = |at: usize| {
        matches!(place.kind(at), Some(TokenKind::Word | TokenKind::Number | TokenKind::String | TokenKind::Unknown)) || matches!(place.text(at), "-" | "/" | "." | "#" | "&" | "%")
    };
    let whole = end > start && (start..end).all(part) && !(start + 1..end).any(|at| place.source.starts_line(at));
    let good = end == start + 1 && place.is_word(start);
    let first = place.text(start);
    let reserved = (start..end).any(|at| matches!(place.text(at), "for" | "if" | "match" | "in" | "then" | "else"))
        || (start + 1..end).any(|at| matches!(place.text(at), "extends" | "from" | "to" | "with" | "is" | "of") && !place.touches(at));
    if !whole || good || reserved || matches!(first, "-" | "*") || !(start..end).any(|at| place.is_word(at) || place.is_string(at)) {
        return None;
    }
    let found = place.slice(start, end - 1);
    let name = as_name(found);
    let why = match found {
        _ if found.starts_with('"') => "a name stands without quotes",
        _ if found.starts_with(|first: char| first.is_ascii_digit()) => "a name begins with a letter",
        _ if found.contains('-') => "a name has no hyphens",
        _ if found.contains(char::is_whitespace) => "a name has no blanks",
        _ => "a name consists of letters, digits and `_`",
    };
    Some(habit(CODE, place.to(start, end - 1), why, format!("write `{name}`")).replaced(name))
}

/// `item-number : text`: also says where it stands on the wire.
fn of_field(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    if place.rule != Rule::only_field {
        return None;
    }
    let colon = place.find(start, ":")?;
    // A number and a point are those of a list.
    if place.is_number(start) && place.source.starts_line(start) && (place.text(start).ends_with('.') || place.text(start + 1) == ".") {
        return None;
    }
    let mut problem = joined(place, start, colon)?;
    let places = (colon..place.piece.end).any(|at| place.text(at) == "at");
    let last = place.piece.end - 1 - usize::from(matches!(place.text(place.piece.end - 1), "," | ";"));
    let found = place.slice(start, colon - 1);
    if let Some(fix) = &mut problem.fix {
        // In JSON the type stands in quotes, too.
        if place.is_string(colon + 1) {
            fix.edits.push((place.span(colon + 1), place.text(colon + 1).trim_matches('"').to_owned()));
        } else if !places && !found.starts_with('"') {
            fix.edits.push(insertion(place.span(last).end, format!(" at \"{found}\"")));
        }
    }
    if !places && !found.starts_with('"') {
        problem.help = Some(format!("The name on the wire may be anything: `at \"{found}\"` says it."));
    }
    Some(problem)
}

/// `order no = …`, `order-no = …`
fn of_target(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start + usize::from(place.text(place.piece.start) == "let");
    if !matches!(place.rule, Rule::only_stmt | Rule::only_let) {
        return None;
    }
    let sign = (start..place.piece.end).find(|at| matches!(place.text(*at), "=" | "{" | ":"))?;
    let quoted = place.is_string(start) && sign == start + 1;
    let known = ["var", "set", "const", "dim", "for", "val", "put", "assign", "move", "map", "copy"];
    if quoted || known.contains(&place.word(start).as_str()) || place.is_word(start) && place.text(start + 1) == "." {
        return None;
    }
    joined(place, start, sign)
}

/// `map to-release(`, `record "Item"`, `record Sales Order as json`
fn of_item(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start + 1;
    let heads = [
        Rule::only_enum_head,
        Rule::only_record_head,
        Rule::only_table_head,
        Rule::only_fn_head,
        Rule::only_map_head,
        Rule::only_policy_head,
        Rule::only_flow_head,
        Rule::one_system,
        Rule::one_failure,
        Rule::one_record,
        Rule::one_map,
        Rule::one_fn,
    ];
    if !heads.contains(&place.rule) {
        return None;
    }
    let ends = |at: &usize| {
        let text = place.text(*at);
        let event = place.rule == Rule::only_flow_head && matches!(text, "when" | "for" | "from" | "handles" | "upon");
        event
            || matches!(text, ":" | "(" | "{" | "=" | "->" | "[")
            || (*at > start && matches!(text, "as" | "on" | "at" | "every" | "strict"))
            || (*at > start && text == "by" && place.rule == Rule::only_enum_head)
            || (*at > start && place.is_string(*at))
    };
    let end = (start..place.piece.end).find(ends).unwrap_or(place.piece.end);
    if place.text(start) == place.text(place.piece.start) && place.is_word(start + 1) {
        let edit = removal(Span { start: place.span(start).start, end: place.span(start + 1).start });
        return Some(habit(CODE, place.span(start), format!("`{}` stands here twice", place.text(start)), "once is enough").mended("remove it", vec![edit]));
    }
    // `fn int twice(…)` names a type first, and `map to order: Order` forgets a parenthesis.
    if super::type_word(place.text(start)).is_some() || (place.is_word(start) && place.text(end) == ":" && matches!(place.rule, Rule::only_fn_head | Rule::only_map_head)) {
        return None;
    }
    if place.rule == Rule::one_system && place.is_word(start) && place.is_word(start + 1) {
        return None;
    }
    if place.is_word(start) && matches!(place.word(end - 1).as_str(), "when" | "for" | "is" | "begin") {
        return None;
    }
    joined(place, start, end)
}

/// `test an_order_is_released {`
fn of_test(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start + 1;
    if !matches!(place.rule, Rule::only_test_head | Rule::one_test) || place.is_string(start) {
        return None;
    }
    let end = place.find(start, "{").unwrap_or(place.piece.end);
    if end == start {
        let edit = insertion(place.span(place.piece.start).end, " \"what it shows\"");
        return Some(habit(CODE, place.span(place.piece.start), "a test has a name, in quotes", "no name behind this").mended("give it a name", vec![edit]));
    }
    let found = place.slice(start, end - 1);
    let right = format!("\"{}\"", found.trim_end_matches(" :").replace('_', " ").replace('"', ""));
    Some(habit(CODE, place.to(start, end - 1), "the name of a test stands in quotes, and may be a sentence", format!("write `{right}`")).replaced(right))
}
