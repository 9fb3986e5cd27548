//! Operators of other languages, and in words.

use super::{Place, Recogniser, habit, removal};
use crate::problem::Problem;
use crate::source::SourceText;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[
    phrase,
    negated_method,
    braced_list,
    lambda_forms,
    comparison,
    signs,
    trailing_point,
    function_without_dot,
    nothing_else,
    between,
    method,
    conversion,
    range_in_words,
    range_in_parentheses,
    doubled_plus,
    list_in_parentheses,
    element,
    arithmetic,
    leftover_sign,
    path_separator,
    doubled_quotes,
    prefixed_text,
    arrow_between,
    braced_value,
    wire_path,
    words_as_text,
];

const CODE: &str = "E0114";

/// `is`, `is not null`, `equals`, `gt`, `und`
fn comparison(place: &Place<'_>) -> Option<Problem> {
    if !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let at = place.found;
    let (mut last, right) = match place.word(at).as_str() {
        "is" | "ist" if matches!(place.word(at + 1).as_str(), "not" | "nicht") => (at + 1, "!="),
        "is" | "ist" if matches!(place.word(at + 1).as_str(), "equal" | "gleich") => (at + 1, "="),
        "is" | "ist" | "equals" | "equal" | "eq" | "gleich" => (at, "="),
        "ne" | "neq" | "isnt" | "ungleich" => (at, "!="),
        "gt" => (at, ">"),
        "lt" => (at, "<"),
        "ge" | "gte" => (at, ">="),
        "le" | "lte" => (at, "<="),
        "und" => (at, "and"),
        "oder" => (at, "or"),
        _ => return None,
    };
    last += usize::from(place.word(last + 1) == "to");
    let nothing = matches!(place.word(last + 1).as_str(), "null" | "nil" | "none" | "empty" | "blank" | "missing" | "leer" | "undefined");
    let (last, right) = if nothing { (last + 1, format!("{right} none")) } else { (last, right.to_owned()) };
    let found = place.slice(at, last);
    Some(habit(CODE, place.to(at, last), format!("this is written `{right}`, not `{found}`"), format!("write `{right}`")).replaced(right))
}

/// `=>` and `=<` for `>=` and `<=`: the grammar stops at the first or the second sign.
fn signs(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let (first, last, right) = match (place.text(at), place.text(at.wrapping_sub(1))) {
        ("=>", _) if condition_is_open(place) => (at, at, ">="),
        ("<", "=") => (at - 1, at, "<="),
        (">", "=") => (at - 1, at, ">="),
        _ => return None,
    };
    let found = place.slice(first, last);
    Some(habit(CODE, place.to(first, last), format!("this is written `{right}`, not `{found}`"), format!("write `{right}`")).replaced(right))
}

/// `5.`
fn trailing_point(place: &Place<'_>) -> Option<Problem> {
    let point = place.before();
    if place.text(point) != "." || !place.is_number(point.wrapping_sub(1)) {
        return None;
    }
    Some(habit("E0117", place.span(point), "a number does not end with its point", "one too many").mended("remove it", vec![removal(place.span(point))]))
}

/// `upper order.status`
fn function_without_dot(place: &Place<'_>) -> Option<Problem> {
    let name = place.before();
    let known = [
        "upper",
        "lower",
        "trim",
        "length",
        "count",
        "sum",
        "round",
        "floor",
        "ceil",
        "abs",
        "first",
        "last",
        "digits",
        "is_blank",
        "is_empty",
        "to_text",
        "to_int",
        "to_decimal",
        "distinct",
    ];
    if !place.in_expression() || !known.contains(&place.word(name).as_str()) || place.text(name.wrapping_sub(1)) == "." {
        return None;
    }
    let end = place.operand_end(place.found)?;
    let right = format!("{}.{}()", place.slice(place.found, end), place.word(name));
    Some(habit(CODE, place.to(name, end), "functions stand behind a dot", format!("write `{right}`")).replaced(right))
}

/// An `if`, `where`, `check` or `skip when` stands before, and nothing that ends its condition.
fn condition_is_open(place: &Place<'_>) -> bool {
    let opener = (place.piece.start..place.found).rev().find(|at| matches!(place.text(*at), "if" | "where" | "check" | "when" | "then" | "else"));
    opener.is_some_and(|at| !matches!(place.text(at), "then" | "else"))
}

/// `is greater than`, `less than or equal to`, `not equal to`, `does not equal`
fn phrase(place: &Place<'_>) -> Option<Problem> {
    let not_before = place.word(place.before()) == "not";
    let start = place.found - usize::from(not_before);
    if !place.in_expression() || start <= place.piece.start || place.operand_start(start - 1).is_none() {
        return None;
    }
    let word = |at: usize| place.word(at);
    let mut at = start + usize::from(matches!(word(start).as_str(), "is" | "does" | "do" | "ist"));
    let not = word(at) == "not";
    at += usize::from(not);
    let sign = match word(at).as_str() {
        "greater" | "more" | "larger" | "bigger" | "higher" | "above" | "over" | "größer" | "after" => ">",
        "less" | "fewer" | "smaller" | "lower" | "below" | "under" | "kleiner" | "before" => "<",
        "equal" | "equals" | "same" if not => "!=",
        _ => return None,
    };
    let mut sign = match (sign, not) {
        (">", true) => "<=",
        ("<", true) => ">=",
        (sign, _) => sign,
    };
    at += usize::from(matches!(word(at + 1).as_str(), "than" | "als" | "to" | "as"));
    if matches!(word(at + 1).as_str(), "or" | "oder") && matches!(word(at + 2).as_str(), "equal" | "equals" | "gleich") {
        sign = if sign == ">" { ">=" } else { "<=" };
        at += 2 + usize::from(word(at + 3) == "to");
    }
    place.operand_end(at + 1)?;
    let found = place.slice(start, at);
    Some(habit(CODE, place.to(start, at), format!("this is written `{sign}`, not `{found}`"), format!("write `{sign}`")).replaced(sign))
}

/// `x not contains "a"`, `x does not start with "a"`
fn negated_method(place: &Place<'_>) -> Option<Problem> {
    let not = [place.found, place.before(), place.found + 1].into_iter().find(|at| place.word(*at) == "not")?;
    let start = not - usize::from(matches!(place.word(not.wrapping_sub(1)).as_str(), "does" | "do"));
    let name = match place.word(not + 1).as_str() {
        "contains" | "contain" | "includes" | "include" | "have" => "contains",
        "start" | "starts" | "begin" | "begins" | "startswith" => "starts_with",
        "end" | "ends" | "endswith" => "ends_with",
        "match" | "matches" => "matches",
        _ => return None,
    };
    let last = not + 1 + usize::from(place.word(not + 2) == "with");
    let (subject, end) = (place.operand_start(start.checked_sub(1)?)?, place.operand_end(last + 1)?);
    let right = format!("not {}.{name}({})", place.slice(subject, start - 1), place.slice(last + 1, end));
    Some(called(place, place.to(subject, end), place.slice(start, last), &right))
}

/// `x in {"a", "b"}`
fn braced_list(place: &Place<'_>) -> Option<Problem> {
    let open = [place.found, place.before()].into_iter().find(|at| place.text(*at) == "{" && place.word(at.wrapping_sub(1)) == "in")?;
    let close = place.partner(open)?;
    let block = place.is_word(open + 1) && matches!(place.text(open + 2), "=" | "{" | ":");
    let edits = vec![(place.span(open), "[".to_owned()), (place.span(close), "]".to_owned())];
    (!block).then(|| habit(CODE, place.to(open, close), "a list of values stands in square brackets", "write `[…]`").mended("write `[…]`", edits))
}

/// `(line) => line.qty`, `line: Line -> line.qty`, `lambda line: line.qty`
fn lambda_forms(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let message = "a function on the elements of a list is written `line -> line.qty`";
    let arrow = matches!(place.text(at), "=>" | "->");
    if arrow && place.text(at - 1) == ")" && at >= 4 && place.text(at - 3) == "(" && place.is_word(at - 2) {
        let right = format!("{} ->", place.text(at - 2));
        return Some(habit(CODE, place.to(at - 3, at), message, format!("write `{right}`")).replaced(right));
    }
    let colon = [at, at + 1].into_iter().find(|at| place.text(*at) == ":").filter(|colon| place.is_word(colon.wrapping_sub(1)))?;
    if matches!(place.word(colon.wrapping_sub(2)).as_str(), "lambda" | "fn" | "function") {
        let right = format!("{} ->", place.text(colon - 1));
        return Some(habit(CODE, place.to(colon - 2, colon), message, format!("write `{right}`")).replaced(right));
    }
    let typed = place.in_expression() && place.is_word(colon + 1) && matches!(place.text(colon + 2), "->" | "=>") && matches!(place.text(colon.wrapping_sub(2)), "(" | ",");
    typed.then(|| {
        let right = format!("{} ->", place.text(colon - 1));
        habit(CODE, place.to(colon - 1, colon + 2), message, format!("write `{right}`")).replaced(right)
    })
}

/// `replace("a" -> "b")`
fn arrow_between(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let between = matches!(place.text(at), "->" | "=>" | ":") && place.is_string(at.wrapping_sub(1)) && place.operand_end(at + 1).is_some() && place.in_expression();
    (between && (place.piece.start..at).any(|open| place.text(open) == "("))
        .then(|| habit(CODE, place.span(at), "what a function is given is parted by commas", "write `,`").replaced(","))
}

/// `order_no = {order.number}`, `{{order.number}}`
fn braced_value(place: &Place<'_>) -> Option<Problem> {
    let open = place.value_start();
    let inner = (open..place.piece.end).find(|at| place.text(*at) != "{")?;
    if place.text(open) != "{" || place.found > inner + 1 || matches!(place.text(inner + 1), "=" | ":" | "{") {
        return None;
    }
    let last = place.operand_end(inner)?;
    let close = (last + 1..place.piece.end).take_while(|at| place.text(*at) == "}").last()?;
    let right = place.slice(inner, last);
    Some(habit(CODE, place.to(open, close), "a value stands without braces; only holes in a text have them", format!("write `{right}`")).replaced(right))
}

/// `order_no = /Order/Number`
fn wire_path(place: &Place<'_>) -> Option<Problem> {
    let at = place.value_start();
    (place.found == at && matches!(place.text(at), "/" | "\\" | ".") && place.is_word(at + 1) && place.in_expression()).then(|| {
        let last = (at..place.piece.end).take_while(|n| *n == at || place.touches(*n)).last().unwrap_or(at);
        habit(CODE, place.to(at, last), "a value is got by the name of what came in and its fields", "a path")
            .helped("Write for example `order.number`; where a field stands on the wire is said in its record.")
    })
}

/// `order_no = fixed value`: words and nothing else.
fn words_as_text(place: &Place<'_>) -> Option<Problem> {
    let (start, end) = (place.value_start(), place.piece.end - usize::from(matches!(place.text(place.piece.end - 1), "," | ";")));
    let words = end > start + 1 && (start..end).all(|at| place.is_word(at) || place.is_number(at)) && place.is_word(start) && !place.source.starts_line(end - 1);
    (words && place.rule == crate::build::Rule::only_stmt && start > place.piece.start).then(|| {
        let right = format!("\"{}\"", place.slice(start, end - 1));
        habit(CODE, place.to(start, end - 1), "a text stands in quotes", format!("write `{right}`")).replaced(right)
    })
}

/// `x ?? y`, `x default y`
fn nothing_else(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let first = match place.word(at).as_str() {
        "?" if place.text(at + 1) == "?" && place.touches(at + 1) => at + 1,
        "?" if place.text(at + 1) == ":" && place.touches(at + 1) => at + 1,
        "|" if place.is_string(at + 1) && !matches!(place.rule, crate::build::Rule::only_arm) => at,
        "default" | "orelse" | "ifnull" | "sonst" => at,
        _ => return None,
    };
    if !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let found = place.slice(at, first);
    Some(habit(CODE, place.to(at, first), format!("what holds when a value is missing is written `else`, not `{found}`"), "write `else`").replaced("else"))
}

/// `x between a and b`
fn between(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.word(at).as_str(), "between" | "zwischen") || !place.in_expression() {
        return None;
    }
    let subject = place.operand_start(place.before())?;
    let low = place.operand_end(at + 1)?;
    let high = place.operand_end(low + 2).filter(|_| matches!(place.word(low + 1).as_str(), "and" | "und"))?;
    let (value, low, high) = (place.slice(subject, at - 1), place.slice(at + 1, low), place.slice(low + 2, high));
    let span = place.to(subject, place.operand_end(place.operand_end(at + 1)? + 2)?);
    let literal = |end: &str| end.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let (message, right) = match literal(low) && literal(high) {
        true => ("“between” is a range behind `in`", format!("{value} in {low}..{high}")),
        false => ("“between” is written with two comparisons", format!("{value} >= {low} and {value} <= {high}")),
    };
    Some(habit(CODE, span, message, format!("write `{right}`")).replaced(right))
}

/// `x contains "a"`, `x starts with "a"`, `x like "a%"`: functions behind a dot.
fn method(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let with = usize::from(place.word(at + 1) == "with");
    let (last, name) = match place.word(at).as_str() {
        "contains" | "includes" | "has" => (at, "contains"),
        "startswith" => (at, "starts_with"),
        "starts" | "begins" => (at + with, "starts_with"),
        "endswith" => (at, "ends_with"),
        "ends" => (at + with, "ends_with"),
        "matches" => (at, "matches"),
        "like" => return like(place),
        _ => return None,
    };
    let end = place.operand_end(last + 1)?;
    let subject = place.operand_start(place.before())?;
    let right = format!("{}.{name}({})", place.slice(subject, at - 1), place.slice(last + 1, end));
    Some(called(place, place.to(subject, end), place.slice(at, last), &right))
}

fn called(_: &Place<'_>, span: Span, found: &str, right: &str) -> Problem {
    habit(CODE, span, format!("`{found}` is no operator: functions stand behind a dot"), format!("write `{right}`")).replaced(right)
}

/// `x like "%a%"`
fn like(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let pattern = place.text(at + 1);
    let inner = pattern.strip_prefix('"')?.strip_suffix('"')?;
    let (starts, ends) = (inner.starts_with(['%', '*']), inner.ends_with(['%', '*']));
    let inner = inner.trim_matches(['%', '*']);
    let subject = place.operand_start(place.before())?;
    let value = place.slice(subject, at - 1);
    let right = match (starts, ends) {
        (true, true) => format!("{value}.contains(\"{inner}\")"),
        (true, false) => format!("{value}.ends_with(\"{inner}\")"),
        (false, true) => format!("{value}.starts_with(\"{inner}\")"),
        (false, false) => format!("{value} = \"{inner}\""),
    };
    Some(called(place, place.to(subject, at + 1), "like", &right))
}

/// `x as text`
fn conversion(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.word(at) != "as" || !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let kind = super::type_word(place.text(at + 1))?;
    let right = if kind == "date" { ".to_date(\"YYYY-MM-DD\")".to_owned() } else { format!(".to_{kind}()") };
    let cast = place.operand_start(at - 1).and_then(|start| start.checked_sub(2)).filter(|call| place.word(*call) == "cast" && place.text(at + 2) == ")");
    if let Some(call) = cast {
        let right = format!("{}{right}", place.slice(call + 2, at - 1));
        return Some(habit(CODE, place.to(call, at + 2), "a value is converted by a function behind a dot", format!("write `{right}`")).replaced(right));
    }
    let span = Span { start: place.span(at - 1).end, end: place.span(at + 1).end };
    Some(habit(CODE, span, "a value is converted by a function behind a dot", format!("write `{right}`")).replaced(right))
}

/// `x in 1 to 9`
fn range_in_words(place: &Place<'_>) -> Option<Problem> {
    let word = [place.found, place.before()].into_iter().find(|at| matches!(place.word(*at).as_str(), "to" | "bis" | "until" | "through" | "and"))?;
    let ends = place.is_number(word.wrapping_sub(1)) && place.is_number(word + 1) && place.text(word.wrapping_sub(2)) == "in";
    (ends && place.in_expression()).then(|| {
        let right = format!("{}..{}", place.text(word - 1), place.text(word + 1));
        habit(CODE, place.to(word - 1, word + 1), "a range is written with two points", format!("write `{right}`")).replaced(right)
    })
}

/// `x in (1..9)`, `x in [1..9]`
fn range_in_parentheses(place: &Place<'_>) -> Option<Problem> {
    let points = place.found;
    let open = points.checked_sub(2)?;
    let close = place.partner(open)?;
    let range = place.text(points) == ".." && matches!(place.text(open), "(" | "[") && place.text(open.wrapping_sub(1)) == "in" && close == points + 2;
    (range && place.in_expression()).then(|| {
        let right = place.slice(open + 1, close - 1);
        habit(CODE, place.to(open, close), "a range stands behind `in` without brackets", format!("write `{right}`")).replaced(right)
    })
}

/// `order.first ++ " " ++ order.last`
fn doubled_plus(place: &Place<'_>) -> Option<Problem> {
    let second = place.found;
    let pair = |at: usize| place.text(at) == "+" && place.text(at + 1) == "+" && place.touches(at + 1);
    let mut start = second.checked_sub(2).and_then(|last| place.operand_start(last)).filter(|_| pair(second - 1))?;
    while let Some(earlier) = start.checked_sub(3).filter(|last| pair(last + 1)).and_then(|last| place.operand_start(last)) {
        start = earlier;
    }
    let mut text = String::new();
    let mut at = start;
    let last = loop {
        let end = place.operand_end(at)?;
        match place.is_string(at) && end == at {
            true => text.push_str(place.text(at).trim_matches('"')),
            false => text.push_str(&format!("{{{}}}", place.slice(at, end))),
        }
        if !pair(end + 1) {
            break end;
        }
        at = end + 3;
    };
    let right = format!("\"{text}\"");
    Some(habit(CODE, place.to(start, last), "texts are put together in one text with holes, not with `++`", format!("write `{right}`")).replaced(right))
}

/// `x in ("a", "b")`
fn list_in_parentheses(place: &Place<'_>) -> Option<Problem> {
    let open = (place.piece.start..place.found).rev().find(|at| place.text(*at) == "(")?;
    if place.text(place.found) != "," || place.text(open.checked_sub(1)?) != "in" {
        return None;
    }
    let close = place.partner(open)?;
    let edits = vec![(place.span(open), "[".to_owned()), (place.span(close), "]".to_owned())];
    Some(habit(CODE, place.to(open, close), "a list of values stands in square brackets", "write `[…]`").mended("write `[…]`", edits))
}

/// `list[0]`, `order["status"]`, `name.truncate[3]`
fn element(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.text(at) != "[" || !place.in_expression() || !place.behind_operand() {
        return None;
    }
    let close = place.partner(at)?;
    let span = place.to(at, close);
    let inner = place.text(at + 1);
    if close != at + 2 {
        let table = place.operand_start(at - 1) == Some(at - 1);
        let edits = vec![(place.span(at), "(".to_owned()), (place.span(close), ")".to_owned())];
        return table.then(|| habit(CODE, span, "a table is read as a function is called", "write `(…)`").mended("write `(…)`", edits));
    }
    if let Some(key) = inner.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let right = format!(".{}", super::as_name(key));
        return Some(habit(CODE, span, "a field stands behind a dot", format!("write `{right}`")).replaced(right));
    }
    let path_ends_in_function = at >= 2 && place.text(at - 2) == "." && !place.text(at - 1).ends_with('s');
    if path_ends_in_function {
        let right = format!("({inner})");
        return Some(habit(CODE, span, "what a function is given stands in round parentheses", format!("write `{right}`")).replaced(right));
    }
    let position = inner.parse::<u64>().ok()?;
    let right = if position == 0 { ".first()".to_owned() } else { format!(".at({position})") };
    Some(habit(CODE, span, "an element of a list is got by a function", format!("write `{right}`")).replaced(right))
}

/// `10 x 2`, `+5`, `a mod b`
fn arithmetic(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let code = place.text(place.before());
    let currency = code.len() == 3 && code.chars().all(|letter| letter.is_ascii_uppercase()) && place.text(place.before().wrapping_sub(1)) != ".";
    match place.text(at) {
        _ if place.is_number(at) && place.in_expression() && currency => {
            let right = format!("{} {code}", place.text(at));
            Some(habit("E0117", place.to(at - 1, at), "the number comes first, then its currency", format!("write `{right}`")).replaced(right))
        }
        "x" | "X" if place.behind_operand() && place.operand_end(at + 1).is_some() => Some(habit(CODE, place.span(at), "“times” is written `*`", "write `*`").replaced("*")),
        "+" if place.is_number(at + 1) && !place.behind_operand() => {
            Some(habit("E0117", place.span(at), "a number needs no plus sign", "remove it").mended("remove it", vec![removal(place.span(at))]))
        }
        "mod" | "modulo" | "MOD" | "Mod" if place.in_expression() && place.behind_operand() => {
            let (start, end) = (place.operand_start(at - 1)?, place.operand_end(at + 1)?);
            let right = format!("{}.mod({})", place.slice(start, at - 1), place.slice(at + 1, end));
            Some(called(place, place.to(start, end), place.text(at), &right))
        }
        "=" if matches!(place.text(at.wrapping_sub(1)), "=" | ":") => {
            let span = place.span(at);
            Some(habit("E0116", span, "one `=` is enough", "one too many").mended("remove it", vec![removal(span)]))
        }
        _ => None,
    }
}

/// `x | upper`, `!`
fn leftover_sign(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.text(at) != "|"
        || !place.behind_operand()
        || !place.is_word(at + 1)
        || !matches!(place.rule, crate::build::Rule::only_expr | crate::build::Rule::only_stmt | crate::build::Rule::only_let)
    {
        return None;
    }
    let right = format!(".{}()", place.text(at + 1));
    let span = Span { start: place.span(at - 1).end, end: place.span(at + 1).end };
    Some(habit(CODE, span, "functions stand behind a dot", format!("write `{right}`")).replaced(right))
}

/// `order->status`, `order::status`, `order..status`, `order?.status`
fn path_separator(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let text = place.text(at);
    if !place.in_expression() || !place.behind_operand() || !place.touches(at) {
        return None;
    }
    let last = match text {
        "->" | ".." => at,
        ":" if place.text(at + 1) == ":" => at + 1,
        "?" if place.text(at + 1) == "." => at + 1,
        _ => return None,
    };
    if !place.is_word(last + 1) || !place.touches(last + 1) {
        return None;
    }
    let help = if text == "?" { "A step that may be missing needs no sign of its own: the result is then missing, too." } else { "A field stands behind a dot." };
    Some(habit(CODE, place.to(at, last), format!("a part of a record is got by `.`, not `{}`", place.slice(at, last)), "write `.`").helped(help).replaced("."))
}

/// `"the ""big"" one"`: quotes within a text, doubled as in a spreadsheet.
fn doubled_quotes(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !place.is_string(at) || !place.touches(at) || !place.is_string(at - 1) {
        return None;
    }
    let first = (place.piece.start..at).rev().take_while(|n| place.is_string(*n)).last()?;
    let last = (at..place.piece.end).take_while(|n| place.is_string(*n) && place.touches(*n)).last()?;
    let span = place.to(first, last);
    let whole = span.text(place.source.text);
    let inner = whole.get(1..whole.len() - 1)?.replace("\"\"", "\\\"");
    Some(habit(CODE, span, "a quote within a text is written `\\\"`", "doubled quotes").replaced(format!("\"{inner}\"")))
}

/// `/^[A-Z]{2}\d+$/`, from its first stroke on: a pattern as other languages write one. Behind `matching` the type's own habit knows it.
pub(crate) fn pattern_in_strokes(source: &SourceText<'_>, at: usize) -> Option<Problem> {
    let before = at.checked_sub(1).map(|before| source.text_of(before))?;
    if source.text_of(at) != "/" || !matches!(before, "(" | "," | "=" | "~" | "then" | "else" | "in") {
        return None;
    }
    let start = source.span_of(at).start as usize;
    let rest = source.text.get(start + 1..)?.lines().next()?;
    let mut escaped = false;
    let length = rest.find(|character| {
        let ends = character == '/' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    })?;
    let (pattern, behind) = (rest.get(..length)?, rest.get(length + 1..)?);
    let flags = behind.chars().take_while(char::is_ascii_lowercase).count();
    if !pattern.contains(['^', '$', '[', '\\', '*', '+', '?', '|']) {
        return None;
    }
    let span = Span::new(start, start + length + 2 + flags);
    let right = format!("\"{}\"", pattern.replace("\\/", "/").replace('\\', "\\\\").replace('"', "\\\""));
    let mut edits = vec![(span, right.clone())];
    // What takes a text elsewhere and a pattern here has two names.
    if matches!(at.checked_sub(2).map(|called| source.text_of(called)), Some("replace" | "replaceAll" | "replace_all")) {
        edits.push((source.span_of(at - 2), "replace_pattern".to_owned()));
    }
    let problem = habit("E0119", span, "a pattern is written in quotes", format!("write `{right}`")).mended(format!("write `{right}`"), edits);
    Some(problem.helped("A backslash in a text is written twice: `\"\\\\d+\"`. `.matches` compares a whole text with a pattern, `.replace_pattern` replaces what fits."))
}

/// `f"…"`, `$"…"`
fn prefixed_text(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let prefix = at.checked_sub(1)?;
    if !place.is_string(at) || !place.touches(at) || !place.is_word(prefix) || place.text(prefix).len() > 2 {
        return None;
    }
    let span = place.span(prefix);
    Some(habit(CODE, span, "every text may have holes; it needs no letter before it", "one too many").mended("remove it", vec![removal(span)]))
}
