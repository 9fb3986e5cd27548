//! Lines that set a field, written otherwise.

use super::{Place, Recogniser, as_name, habit, insertion, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[
    rule_otherwise,
    ignored_without_reason,
    sheet_row,
    selected,
    xml,
    bullet,
    numbered,
    keys_in_quotes,
    declared_otherwise,
    arrow,
    reversed,
    qualified,
    nested_by_sign,
    variant_by_sign,
    parentheses,
    brackets,
    number_in_two,
];

const CODE: &str = "E0116";

fn in_line(place: &Place<'_>) -> bool {
    place.rule == Rule::only_stmt
}

/// `SELECT …`
fn selected(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let sql = in_line(place) && place.word(at) == "select" && (at..place.piece.end).any(|n| place.word(n) == "from");
    sql.then(|| {
        habit("E0120", place.to(at, place.piece.end - 1), "a map is not written in SQL", "SQL").helped("Each line sets one field of the result: `order_no = order.number`.")
    })
}

/// `| order_no | order.number |`, a row of a sheet.
fn sheet_row(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start + usize::from(place.text(place.piece.start) == "|");
    let end = place.piece.end - usize::from(place.text(place.piece.end - 1) == "|");
    if !in_line(place) || !place.is_word(start) || place.text(start + 1) != "|" || place.operand_end(start + 2).is_none_or(|last| last + 1 != end) {
        return None;
    }
    let right = format!("{} = {}", place.text(start), place.slice(start + 2, end - 1));
    Some(habit(CODE, place.to(place.piece.start, place.piece.end - 1), "a line of a map is written `target = source`", format!("write `{right}`")).replaced(right))
}

/// `ignore order.city`, without a reason.
fn ignored_without_reason(place: &Place<'_>) -> Option<Problem> {
    let (start, last) = (place.piece.start, place.piece.end.checked_sub(1)?);
    let unsaid = matches!(place.rule, Rule::only_stmt | Rule::only_place_line) && place.text(start) == "ignore" && place.is_word(start + 1) && place.found > last;
    unsaid.then(|| {
        habit(CODE, place.span(last).after(), "an `ignore` says why, for the people who read the map", "no reason behind this")
            .helped(format!("Write the reason behind it, in your words: `{} \"not for the warehouse\"`.", place.slice(start, last)))
    })
}

/// `if promised then carrier required`, `check qty > 0` among the fields of a record; `… then carrier is required`
fn rule_otherwise(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    let verb = |at: usize| matches!(place.word(at).as_str(), "is" | "are" | "be") && matches!(place.text(at + 1), "required" | "missing");
    if place.rule == Rule::only_rule && verb(place.found) {
        let span = Span { start: place.span(place.found).start, end: place.span(place.found + 1).start };
        return Some(
            habit("E0121", place.span(place.found), format!("this is written `{}` alone", place.text(place.found + 1)), "not needed").mended("remove it", vec![removal(span)]),
        );
    }
    let right = match place.text(start) {
        "if" | "IF" | "If" if place.find(start, "then").is_some() => "when",
        "check" | "assert" | "ensure" | "require" | "must" if place.text(start + 1) != ":" && place.is_word(start + 1) => "always",
        _ => return None,
    };
    (place.rule == Rule::only_field)
        .then(|| habit("E0121", place.span(start), format!("a rule of a record begins with `{right}`, not `{}`", place.text(start)), format!("write `{right}`")).replaced(right))
}

/// `- order_no = …`
fn bullet(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if !matches!(place.rule, Rule::only_stmt | Rule::only_field | Rule::only_variant) || !matches!(place.text(at), "-" | "*" | "•" | "+") {
        return None;
    }
    let bullets = (at..place.piece.end).filter(|n| place.source.starts_line(*n) && place.text(*n) == place.text(at));
    let edits = bullets.map(|n| removal(Span { start: place.span(n).start, end: place.span(n + 1).start })).collect();
    Some(habit(CODE, place.span(at), "a line needs no mark before it", "not needed").mended("remove it", edits))
}

/// `"order_no": order.number, "total": …`, as in JSON.
fn keys_in_quotes(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start + usize::from(place.text(place.piece.start) == "{");
    if !in_line(place) || !place.is_string(start) || !matches!(place.text(start + 1), ":" | "=") {
        return None;
    }
    let keys = (start..place.piece.end).filter(|n| place.is_string(*n) && matches!(place.text(n + 1), ":" | "="));
    let mut edits: Vec<(Span, String)> = keys.flat_map(|n| [(place.span(n), as_name(place.text(n))), (place.span(n + 1), "=".to_owned())]).collect();
    if start > place.piece.start {
        edits.push(removal(place.span(place.piece.start)));
        edits.extend(place.partner(place.piece.start).map(|close| removal(place.span(close))));
    }
    Some(habit(CODE, place.span(start), "a field's name stands without quotes", format!("write `{}`", as_name(place.text(start)))).mended("write it as Flow does", edits))
}

/// `1. sku : text`
fn numbered(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let counts = place.text(at).trim_end_matches('.').parse::<u16>().is_ok();
    let name = at + 1 + usize::from(matches!(place.text(at + 1), "." | ")"));
    let line = matches!(place.rule, Rule::only_stmt | Rule::only_field | Rule::only_variant) && place.source.starts_line(at) && place.is_word(name);
    if !counts || !line || !(name > at + 1 || place.text(at).ends_with('.')) {
        return None;
    }
    let gap = Span { start: place.span(at).start, end: place.span(name).start };
    Some(habit(CODE, place.to(at, name - 1), "a line needs no number before it", "not needed").mended("remove it", vec![removal(gap)]))
}

/// `<order_no>{order.number}</order_no>`
fn xml(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if let Some(path) = xml_path(place) {
        return Some(path);
    }
    if !in_line(place) || place.text(at) != "<" || !place.is_word(at + 1) || place.text(at + 2) != ">" {
        return None;
    }
    let name = place.text(at + 1);
    let close = (at + 3..place.piece.end).find(|n| place.text(*n) == "<" && place.text(n + 1) == "/" && place.text(n + 2) == name).filter(|close| *close > at + 3);
    let problem = habit("E0120", place.to(at, close.map_or(at + 2, |close| (close + 3).min(place.piece.end - 1))), "a map is not written in XML", "XML");
    let Some(close) = close else { return Some(problem.helped(format!("Each line sets one field of the result: `{name} = order.{name}`."))) };
    let inner = place.slice(at + 3, close - 1).trim_matches(['{', '}', ' ']);
    Some(problem.replaced(format!("{name} = {inner}")))
}

/// `order_no = <xsl:value-of select="order/number"/>`, `<order_no><xsl:value-of select="order/number"/></order_no>`
fn xml_path(place: &Place<'_>) -> Option<Problem> {
    let (start, end) = (place.piece.start, place.piece.end);
    let name = if place.text(start + 1) == "=" { start } else { start + 1 };
    let select = (start..end).find(|at| matches!(place.text(*at), "select" | "value" | "match" | "path") && place.text(at + 1) == "=" && place.is_string(at + 2))?;
    let tag = (start..select).find(|at| place.text(*at) == "<" && place.is_word(at + 1) && place.touches(at + 1))?;
    if !in_line(place) || !place.is_word(name) || tag > start + 3 {
        return None;
    }
    let path = place.text(select + 2).trim_matches('"').trim_start_matches(['/', '.', '$']);
    let plain = !path.is_empty() && path.chars().all(|character| character.is_alphanumeric() || matches!(character, '/' | '_' | '@'));
    let problem = habit("E0120", place.to(start, end - 1), "a map is not written in XML", "XML");
    let right = format!("{} = {}", place.text(name), path.replace("/@", ".").replace('/', "."));
    Some(if plain { problem.replaced(right) } else { problem.helped(format!("Each line sets one field of the result: `{} = order.number`.", place.text(name))) })
}

/// The word gives a value a name in another language.
pub(crate) fn binds(word: &str) -> bool {
    matches!(word, "var" | "const" | "dim" | "val" | "local" | "def" | "auto" | "my" | "variable")
}

/// `var x = …`, `set x = …`
fn declared_otherwise(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if !matches!(place.rule, Rule::only_stmt | Rule::only_flow_stmt | Rule::only_expr) || !place.is_word(at + 1) || !matches!(place.text(at + 2), "=" | ":") {
        return None;
    }
    let span = place.span(at);
    match place.word(at).as_str() {
        word if binds(word) => Some(habit(CODE, span, format!("a value gets a name by `let`, not `{}`", place.text(at)), "write `let`").replaced("let")),
        "set" | "put" | "assign" | "field" | "map" | "copy" | "move" => {
            let edit = removal(Span { start: span.start, end: place.span(at + 1).start });
            Some(habit(CODE, span, format!("a field is set by its name alone, without `{}`", place.text(at)), "not needed").mended("remove it", vec![edit]))
        }
        _ => None,
    }
}

/// The path that the piece begins with, by its last token.
fn left_side(place: &Place<'_>) -> Option<usize> {
    let mut last = place.piece.start;
    if !place.is_word(last) {
        return None;
    }
    while place.text(last + 1) == "." && place.is_word(last + 2) {
        last += 2;
    }
    Some(last)
}

/// The sign behind the left side: its last token, where it means “becomes”.
fn becomes(place: &Place<'_>, left: usize) -> Option<usize> {
    match (place.text(left + 1), place.text(left + 2)) {
        ("<", "-") | (":" | "?" | "+" | "~", "=") => Some(left + 2),
        ("->" | "=>" | "→" | "⇒" | "~", _) => Some(left + 1),
        _ if matches!(place.word(left + 1).as_str(), "to" | "becomes" | "is" | "as" | "into" | "from" | "gets") => Some(left + 1),
        _ => None,
    }
}

/// `order_no -> order.number`, `order_no := …`, `order.number -> order_no`
fn arrow(place: &Place<'_>) -> Option<Problem> {
    let left = left_side(place).filter(|_| in_line(place))?;
    let sign = becomes(place, left)?;
    let span = place.to(left + 1, sign);
    if place.text(sign + 1) == "{" {
        return Some(habit(CODE, span, "a record within is set in braces, without a sign before them", "not needed").mended("remove it", vec![removal(span)]));
    }
    if left > place.piece.start && sign + 2 == place.piece.end && place.is_word(sign + 1) {
        return Some(turned(place, left, sign + 1));
    }
    let found = place.slice(left + 1, sign);
    (left == place.piece.start).then(|| habit(CODE, span, format!("a field is set by `=`, not `{found}`"), "write `=`").replaced("="))
}

/// The target is on the right.
fn turned(place: &Place<'_>, left: usize, target: usize) -> Problem {
    let right = format!("{} = {}", place.text(target), place.slice(place.piece.start, left));
    habit(CODE, place.to(place.piece.start, target), "the field that is set stands on the left", format!("write `{right}`")).replaced(right)
}

/// `order.number = order_no`
fn reversed(place: &Place<'_>) -> Option<Problem> {
    let left = left_side(place).filter(|left| in_line(place) && *left > place.piece.start)?;
    let end = place.piece.end - usize::from(matches!(place.text(place.piece.end - 1), "," | ";"));
    let found = place.text(left + 1) == "=" && left + 3 == end && place.is_word(left + 2) && !is_result(place) && is_source(place);
    found.then(|| turned(place, left, left + 2))
}

/// The first word names what the map is given, or a value within it.
fn is_source(place: &Place<'_>) -> bool {
    let (source, start) = (place.source, place.piece.start);
    let item = (0..start).rev().find(|at| source.starts_line(*at) && matches!(source.text_of(*at), "map" | "fn")).unwrap_or(0);
    (item + 1..start).filter(|at| source.text_of(*at) == source.text_of(start)).any(|at| {
        let before = source.text_of(at - 1);
        matches!(before, "for" | "let" | "in" | "join" | "zip") || matches!(before, "(" | ",") && source.text_of(at + 1) == ":"
    })
}

/// The first word names what the map makes: `root`, `output`, the result's type; or what comes in.
fn is_result(place: &Place<'_>) -> bool {
    names_result(place.source, place.piece.start)
}

pub(crate) fn names_result(source: &crate::source::SourceText<'_>, start: usize) -> bool {
    let first = source.text_of(start).to_lowercase();
    let arrow = (0..start).rev().find(|at| source.text_of(*at) == "->");
    let result = arrow.map(|arrow| source.text_of(arrow + 1).to_lowercase());
    matches!(first.as_str(), "root" | "output" | "out" | "result" | "target" | "this" | "self" | "response" | "dest" | "destination") || Some(&first) == result.as_ref()
}

/// `ship_to.name = …` and the lines below it that go on so; `inner` are they without the record's name.
pub(crate) fn dotted(source: &crate::source::SourceText<'_>, first: crate::split::Piece, inner: &[crate::split::Piece]) -> Problem {
    let record = source.text_of(first.start);
    let indent = " ".repeat(source.indent_of_line(first.start));
    let lines: Vec<String> = inner.iter().map(|line| format!("\n{indent}  {}", line.span(source).text(source.text).trim_end_matches([',', ';']))).collect();
    let whole = source.span_of(first.start).to(inner.last().map_or(first.span(source), |last| last.span(source)));
    habit(CODE, source.span_of(first.start).to(source.span_of(first.start + 2)), "on the left of `=` stands the name of one field", format!("a field within `{record}`"))
        .helped(format!("The fields of a record within are set in its braces: `{record} {{ … }}`."))
        .mended(format!("write `{record} {{ … }}`"), vec![(whole, format!("{record} {{{}\n{indent}}}", lines.concat()))])
}

/// `release.order_no = …`, `ship_to.city = …`
fn qualified(place: &Place<'_>) -> Option<Problem> {
    let left = left_side(place).filter(|left| in_line(place) && *left > place.piece.start)?;
    if !matches!(place.text(left + 1), "=" | ":" | "{") {
        return None;
    }
    let path = place.to(place.piece.start, left);
    if is_result(place) {
        let edit = removal(Span { start: place.span(place.piece.start).start, end: place.span(place.piece.start + 2).start });
        return Some(
            habit(CODE, path, "a field of the result is set by its name alone", format!("write `{}`", place.slice(place.piece.start + 2, left)))
                .mended("write the name alone", vec![edit]),
        );
    }
    let mut edits: Vec<(Span, String)> = (place.piece.start..left).filter(|at| place.text(*at) == ".").map(|at| (place.span(at), " { ".to_owned())).collect();
    let closing = " }".repeat(edits.len());
    let end = place.piece.end - usize::from(place.text(place.piece.end - 1) == ",");
    edits.push(insertion(place.span(end - 1).end, closing));
    if place.text(left + 1) == ":" {
        edits.push((place.span(left + 1), " =".to_owned()));
    }
    let outer = place.text(place.piece.start);
    let problem = habit(CODE, path, "on the left of `=` stands the name of one field", format!("a field within `{outer}`"));
    Some(problem.helped(format!("The fields of a record within are set in its braces: `{outer} {{ … }}`.")).mended(format!("write `{outer} {{ … }}`"), edits))
}

/// `ship_to = { … }`, `ship_to = Address { … }`
fn nested_by_sign(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let sign = place.piece.start + 1;
    let value = place.text(at + 1) == "{" || (place.is_word(at + 1) && !matches!(place.text(at + 2), "=" | ":" | "{"));
    if !in_line(place) || value || place.text(at) != "{" || !place.is_word(place.piece.start) || !matches!(place.text(sign), "=" | ":") || at > sign + 2 {
        return None;
    }
    if at == sign + 2 && !(place.is_word(sign + 1) && place.text(sign + 1).starts_with(char::is_uppercase)) {
        return None;
    }
    let span = place.to(sign, at - 1);
    Some(
        habit(CODE, span, "a record within is set in braces, without a sign before them", format!("write `{} {{ … }}`", place.text(place.piece.start)))
            .mended("remove it", vec![removal(span)]),
    )
}

/// `event = picked { … }`
fn variant_by_sign(place: &Place<'_>) -> Option<Problem> {
    let (target, open) = (place.piece.start, place.piece.start + 3);
    let named = in_line(place) && place.is_word(target) && place.text(target + 1) == "=" && place.is_word(target + 2) && place.text(open) == "{";
    let reserved = matches!(place.word(target + 2).as_str(), "match" | "if" | "for" | "switch" | "case" | "select" | "in" | "not" | "fail");
    if !named || reserved || place.found != open || !matches!(place.text(open + 2), "=" | "{") {
        return None;
    }
    let close = place.partner(open)?;
    let right = format!("{} {{ {} {{ … }} }}", place.text(target), place.text(target + 2));
    let edits = vec![(place.span(target + 1), "{".to_owned()), insertion(place.span(close).end, " }")];
    Some(
        habit(CODE, place.to(target, open), "a record or variant within is set in braces, without a sign before them", format!("write `{right}`"))
            .mended(format!("write `{right}`"), edits),
    )
}

/// `ship_to ( … )`
fn parentheses(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 1;
    if !in_line(place) || place.text(at) != "(" || !matches!(place.text(at + 2), "=" | ":") {
        return None;
    }
    let close = place.partner(at)?;
    let edits = vec![(place.span(at), "{".to_owned()), (place.span(close), "}".to_owned())];
    Some(habit(CODE, place.span(at), "the fields of a record within stand in braces", "write `{`").mended("write `{ … }`", edits))
}

/// `lines[] = …`
fn brackets(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 1;
    if in_line(place) && place.text(at) == "[" && place.is_string(at + 1) && place.text(at + 2) == "]" && place.text(at + 3) == "=" {
        let outer = place.text(place.piece.start);
        let edits = vec![(place.to(at, at + 2), format!(" {{ {}", as_name(place.text(at + 1)))), insertion(place.span(place.piece.end - 1).end, " }")];
        return Some(
            habit(CODE, place.to(at, at + 2), "a field of a record within is set in its braces", format!("a field within `{outer}`"))
                .mended(format!("write `{outer} {{ … }}`"), edits),
        );
    }
    let empty = in_line(place) && place.text(at) == "[" && (place.text(at + 1) == "]" || place.text(at + 2) == "]");
    let close = place.partner(at)?;
    empty.then(|| habit(CODE, place.to(at, close), "a list is set as a whole, by its name alone", "not needed").mended("remove it", vec![removal(place.to(at, close))]))
}

/// `1,5` and `1 000`: one number cut in two.
fn number_in_two(place: &Place<'_>) -> Option<Problem> {
    let first = (place.found.saturating_sub(2)..=place.found).find(|at| place.is_number(*at) && (is_comma(place, *at) || is_thousands(place, *at)))?;
    let mut last = first;
    while is_thousands(place, last) {
        last += 1;
    }
    if is_comma(place, last) {
        last += 2;
    }
    let span = place.to(first, last);
    let right: String = span.text(place.source.text).chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    let message = if place.slice(first, last).contains(',') { "a number has a point before its decimals, not a comma" } else { "a number has no blanks between its digits" };
    // `1,000` is a thousand in one country and one in another.
    if let Some((whole, "000")) = right.split_once('.').filter(|_| last == first + 2) {
        let problem = habit("E0117", span, message, "a thousand, or one?");
        return Some(
            problem
                .helped(format!("Write `{whole}000`, without a sign between the thousands, or `{right}`."))
                .mended(format!("write `{whole}000`"), vec![(span, format!("{whole}000"))]),
        );
    }
    Some(habit("E0117", span, message, format!("write `{right}`")).replaced(right))
}

fn is_comma(place: &Place<'_>, at: usize) -> bool {
    let whole = |at: usize| place.is_number(at) && !place.text(at).contains('.');
    whole(at) && place.text(at + 1) == "," && place.touches(at + 1) && whole(at + 2) && place.touches(at + 2)
}

fn is_thousands(place: &Place<'_>, at: usize) -> bool {
    let digits = |at: usize| place.text(at).split('.').next().map_or(0, str::len);
    place.is_number(at) && place.is_number(at + 1) && !place.source.starts_line(at + 1) && digits(at + 1) == 3 && digits(at) <= 3
}
