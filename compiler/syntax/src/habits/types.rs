//! Types and wire forms, written otherwise.

use super::{Place, Recogniser, habit, insertion, removal, type_word};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[
    mark_behind_name,
    wire_forms,
    type_forms,
    sheet_row,
    type_first,
    optional_name,
    lists,
    list_word,
    map_type,
    optional_word,
    obligation,
    default,
    unit_alone,
    limits,
    limit_brackets,
    choice_of_texts,
    record_within,
    wire_words,
    unquoted,
    separators,
];

const CODE: &str = "E0119";

/// Rules whose pieces hold types.
fn in_type(place: &Place<'_>) -> bool {
    matches!(place.rule, Rule::only_field | Rule::only_fn_head | Rule::only_map_head | Rule::only_table_head | Rule::one_fn | Rule::one_failure | Rule::only_entry)
}

/// `sku  text  20  mandatory`, pasted from a sheet.
fn sheet_row(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let kind = type_word(place.text(at + 1))?;
    if place.rule != Rule::only_field || !place.is_word(at) || !place.is_number(at + 2) {
        return None;
    }
    let limits = match kind {
        "text" => format!("(..{})", place.text(at + 2)),
        _ => String::new(),
    };
    let optional = place.word(at + 3).starts_with("opt") || matches!(place.word(at + 3).as_str(), "no" | "o" | "n" | "c" | "kann");
    let right = format!("{} : {kind}{limits}{}", place.text(at), if optional { "?" } else { "" });
    let span = place.to(at, place.piece.end - 1);
    Some(habit(CODE, span, "a field is written `name : type`, its length behind the type", format!("write `{right}`")).replaced(right))
}

/// `text(1..20) sku`
fn type_first(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let last = place.piece.end - 1 - usize::from(matches!(place.text(place.piece.end - 1), "," | ";"));
    let kind = type_word(place.text(at)).filter(|_| type_word(place.text(at + 1)).is_none())?;
    if place.rule != Rule::only_field || last == at || !place.is_word(last) || (at..last).any(|n| place.text(n) == ":") || type_word(place.text(last)).is_some() {
        return None;
    }
    let limits = if last > at + 1 { place.slice(at + 1, last - 1) } else { "" };
    let right = format!("{} : {kind}{limits}", place.text(last));
    Some(habit(CODE, place.to(at, last), "the name comes first, then its type", format!("write `{right}`")).replaced(right))
}

/// `sku* : text`
fn mark_behind_name(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 1;
    let mark = place.rule == Rule::only_field && matches!(place.text(at), "*" | "!" | "+") && place.text(at + 1) == ":";
    mark.then(|| {
        habit(CODE, place.span(at), "a field has to be there unless its type ends with `?`; it needs no mark", "not needed").mended("remove it", vec![removal(place.span(at))])
    })
}

/// Wire forms without their words, or with signs between: `date "YYYY-MM-DD"`, `bool "Y"/"N"`, `at = "x"`, `at("x")`, `-> "x"`, `key orderNo`.
fn wire_forms(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let before = place.before();
    if place.rule != Rule::only_field {
        return None;
    }
    let written = |span: Span, right: &str| Some(habit(CODE, span, format!("this is written `{right}`"), format!("write `{right}`")).replaced(right));
    let word = matches!(place.text(before), "at" | "format" | "zone" | "matching");
    match place.text(at) {
        "=" | ":" if word && place.is_string(at + 1) => {
            let span = place.span(at);
            Some(habit(CODE, span, format!("no sign stands behind `{}`", place.text(before)), "not needed").mended("remove it", vec![(span, " ".to_owned())]))
        }
        "(" if word && place.is_string(at + 1) && place.text(at + 2) == ")" => written(place.to(at, at + 2), &format!(" {}", place.text(at + 1))),
        "->" | "=>" | "@" if place.is_string(at + 1) && !word => written(place.to(at, at + 1), &format!("at {}", place.text(at + 1))),
        _ if matches!(place.word(at).as_str(), "key" | "named" | "called" | "path") && place.is_word(at + 1) && at + 2 >= place.piece.end => {
            written(place.to(at, at + 1), &format!("at \"{}\"", place.text(at + 1)))
        }
        _ if place.is_string(at) && matches!(place.text(before), "date" | "time" | "timestamp") => written(place.span(at), &format!("format {}", place.text(at))),
        _ if place.is_string(at) && place.text(before) == "as" => written(place.to(before, at), &format!("format {}", place.text(at))),
        _ if place.is_string(at) && place.text(before) == "bool" && place.is_string(at + 2) => {
            written(place.to(at, at + 2), &format!("yes {} no {}", place.text(at), place.text(at + 2)))
        }
        _ if place.is_string(at) && matches!(place.text(before), "text" | "int" | "decimal" | ")" | "?") && at + 1 >= place.piece.end => {
            written(place.span(at), &format!("at {}", place.text(at)))
        }
        "-" if place.is_word(at + 1) && place.find(place.piece.start, ":").is_some_and(|colon| colon < at) => {
            let span = place.span(at);
            Some(habit(CODE, span, "text for people begins with `#`", "a comment?").mended("write `#`", vec![(span, "#".to_owned())]))
        }
        _ => None,
    }
}

/// `text length 20`, `ref(Address)`, `enum(open, closed)`
fn type_forms(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let open = (place.piece.start..at).rev().find(|n| place.text(*n) == "(");
    if !in_type(place) {
        return None;
    }
    if matches!(place.word(at).as_str(), "length" | "len" | "size" | "max" | "maxlength") && place.is_number(at + 1) && type_word(place.text(at - 1)).is_some() {
        let gap = Span { start: place.span(at - 1).end, end: place.span(at + 1).end };
        let right = format!("(..{})", place.text(at + 1));
        return Some(habit(CODE, place.to(at, at + 1), "limits stand in parentheses", format!("write `{right}`")).mended(format!("write `{right}`"), vec![(gap, right)]));
    }
    let open = open.filter(|open| *open + 1 == at && place.is_word(at))?;
    match place.word(open - 1).as_str() {
        "ref" | "reference" | "record" | "object" | "type" if place.text(at + 1) == ")" => {
            Some(habit(CODE, place.to(open - 1, at + 1), "another record is meant by its name alone", format!("write `{}`", place.text(at))).replaced(place.text(at)))
        }
        "enum" | "choice" | "oneof" => Some(
            habit(CODE, place.span(open - 1), "the values that a field may have are an item of their own", "an enum")
                .helped("Declare `enum Status { open, closed }` beside the record, and write `status : Status` here."),
        ),
        "text" | "int" if place.word(at).starts_with("max") && place.text(at + 1) == "=" && place.is_number(at + 2) => upper(place, at, at + 2),
        _ => None,
    }
}

/// `sku? : text`
fn optional_name(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    if place.rule != Rule::only_field || place.text(at + 1) != "?" || place.text(at + 2) != ":" {
        return None;
    }
    let last = type_end(place, at + 3);
    let edits = vec![removal(place.span(at + 1)), insertion(place.span(last).end, "?")];
    Some(habit(CODE, place.span(at + 1), "that a field may be missing is said behind its type", "write it behind the type").mended("write `?` behind the type", edits))
}

/// The last token of the type that begins here.
fn type_end(place: &Place<'_>, start: usize) -> usize {
    let mut last = start;
    while matches!(place.text(last), "list" | "of" | "map") || matches!(place.text(last + 1), "of" | "to") {
        last += 1;
    }
    if place.text(last + 1) == "(" { place.partner(last + 1).unwrap_or(last) } else { last }
}

/// `list<text>`, `text[]`, `[text]`
fn lists(place: &Place<'_>) -> Option<Problem> {
    // Within `[…]` a unit was expected, and the grammar stops behind the bracket.
    let at = if place.text(place.before()) == "[" { place.before() } else { place.found };
    if !in_type(place) || at == place.piece.start {
        return None;
    }
    if place.text(at) == "<" && matches!(place.word(at - 1).as_str(), "list" | "array" | "set" | "collection" | "ienumerable" | "seq") {
        let close = place.find(at, ">")?;
        let edits = vec![(place.to(at - 1, at), "list of ".to_owned()), removal(place.span(close))];
        return Some(list_problem(place, place.to(at - 1, close), place.slice(at + 1, close - 1), edits));
    }
    if place.text(at) == "[" && place.text(at + 1) == "]" && place.is_word(at - 1) {
        let edits = vec![insertion(place.span(at - 1).start, "list of "), removal(place.to(at, at + 1))];
        return Some(list_problem(place, place.to(at - 1, at + 1), place.text(at - 1), edits));
    }
    let opens_type = place.text(at) == "[" && matches!(place.text(at.wrapping_sub(1)), ":" | "->");
    let close = if opens_type || place.text(at - 1) == "list" { place.partner(at)? } else { return None };
    let edits = match opens_type {
        true => vec![(place.span(at), "list of ".to_owned()), removal(place.span(close))],
        false => vec![(place.span(at), " of ".to_owned()), removal(place.span(close))],
    };
    (place.text(at) == "[" && close > at + 1).then(|| list_problem(place, place.to(at, close), place.slice(at + 1, close - 1), edits))
}

fn list_problem(_: &Place<'_>, span: Span, of: &str, edits: Vec<(Span, String)>) -> Problem {
    let right = format!("list of {of}");
    habit(CODE, span, "a list is written with words", format!("write `{right}`")).mended(format!("write `{right}`"), edits)
}

/// `array of text`, `lists of text`
fn list_word(place: &Place<'_>) -> Option<Problem> {
    let at = place.before();
    let known = matches!(place.word(at).as_str(), "array" | "arrays" | "list" | "lists" | "set" | "sequence" | "collection" | "liste");
    (in_type(place) && known && place.text(place.found) == "of" && place.text(at) != "list")
        .then(|| habit(CODE, place.span(at), format!("this is written `list of …`, not `{} of …`", place.text(at)), "write `list`").replaced("list"))
}

/// `map<text, text>`
fn map_type(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !in_type(place) || place.text(at) != "<" || !matches!(place.word(at - 1).as_str(), "map" | "dict" | "dictionary" | "hashmap") {
        return None;
    }
    let (comma, close) = (place.find(at, ",")?, place.find(at, ">")?);
    let of = type_word(place.text(comma + 1)).unwrap_or(place.text(comma + 1));
    let right = format!("map of text to {of}");
    Some(habit(CODE, place.to(at - 1, close), "a map is written with words", format!("write `{right}`")).replaced(right))
}

/// `optional text`, `nullable text`
fn optional_word(place: &Place<'_>) -> Option<Problem> {
    let at = place.before();
    let known = matches!(place.word(at).as_str(), "optional" | "nullable" | "maybe" | "option");
    if !in_type(place) || !known || !place.is_word(place.found) {
        return None;
    }
    let last = type_end(place, place.found);
    let edits = vec![removal(Span { start: place.span(at).start, end: place.span(place.found).start }), insertion(place.span(last).end, "?")];
    Some(
        habit(CODE, place.span(at), format!("that a value may be missing is said by `?` behind its type, not by `{}`", place.text(at)), "write `?` behind the type")
            .mended("write `?` behind the type", edits),
    )
}

/// `text required`, `text not null`, `text | null`, `text optional`
fn obligation(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !in_type(place) {
        return None;
    }
    let null = |at: usize| matches!(place.word(at).as_str(), "null" | "none" | "nil" | "nothing" | "undefined" | "missing");
    let (last, optional) = match place.word(at).as_str() {
        "required" | "mandatory" | "pflicht" | "always" => (at, false),
        "not" if null(at + 1) => (at + 1, false),
        "optional" | "nullable" | "null" | "kann" => (at, true),
        "|" | "or" if null(at + 1) => (at + 1, true),
        _ => return None,
    };
    let span = Span { start: place.span(at - 1).end, end: place.span(last).end };
    let found = place.slice(at, last);
    let problem = |message: String, title: &str, right: &str| habit(CODE, place.to(at, last), message, title).mended(title, vec![(span, right.to_owned())]);
    Some(match optional {
        true => problem(format!("that a value may be missing is said by `?` behind its type, not by `{found}`"), "write `?`", "?"),
        false => problem(format!("a field has to be there unless its type ends with `?`; it needs no `{found}`"), "remove it", ""),
    })
}

/// `text = "x"`, `text default "x"`
fn default(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !in_type(place)
        || at == place.piece.start + 1
        || !matches!(place.word(at).as_str(), "=" | "default" | "else" | ":=")
        || place.rule == Rule::one_failure
        || place.text(at + 1) == "{"
    {
        return None;
    }
    let last = place.operand_end(at + 1)?;
    let span = Span { start: place.span(at - 1).end, end: place.span(last).end };
    if !matches!(place.rule, Rule::only_field | Rule::one_record) {
        return Some(
            habit(CODE, place.to(at, last), "a parameter has no default", "a default")
                .helped("Who calls the function gives every value; where one may be missing, its type has a `?`, and the function says what then holds: `qty else 1`.")
                .mended("remove it", vec![removal(span)]),
        );
    }
    let optional = if place.text(at - 1) == "?" { "" } else { "?" };
    Some(
        habit(CODE, place.to(at, last), "a field has no default", "a default")
            .helped(format!("What holds when it is missing is said where it is read: `order.{} else {}`.", place.text(place.piece.start), place.slice(at + 1, last)))
            .mended("make the field optional", vec![(span, optional.to_owned())]),
    )
}

/// `decimal kg`, `decimal(8,2) USD`
fn unit_alone(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let open = if place.text(place.before()) == ")" { (place.piece.start..at).rev().find(|n| place.text(*n) == "(")? } else { at };
    let number = matches!(place.text(open.wrapping_sub(1)), "decimal" | "int");
    let wire =
        matches!(place.text(at), "at" | "as" | "or" | "yes" | "no" | "implied" | "format" | "by" | "matching" | "blank" | "zone" | "default" | "null" | "required" | "optional");
    let ends = !place.is_number(at + 1) && !matches!(place.text(at), "with" | "of" | "to" | "up" | "max" | "min");
    if !in_type(place) || !number || !ends || !place.is_word(at) || wire || place.source.starts_line(at) {
        return None;
    }
    let (unit, gap) = (place.text(at), Span { start: place.span(at - 1).end, end: place.span(at).end });
    let problem = habit(CODE, place.span(at), "the unit of a number stands in square brackets", format!("write `[{unit}]`"));
    Some(problem.mended(format!("write `[{unit}]`"), vec![(gap, format!("[{unit}]"))]))
}

/// `text(1-20)`, `text(1 to 20)`, `text(max 20)`
fn limits(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let open = (place.piece.start..=at).rev().find(|n| matches!(place.text(*n), "(" | ")"))?;
    if !in_type(place) || place.text(open) != "(" {
        return None;
    }
    let word = place.word(at);
    let span = place.span(at);
    let between = place.is_number(at.wrapping_sub(1)) && place.is_number(at + 1);
    match word.as_str() {
        "-" | "to" | "bis" | ":" | "/" if between => {
            let gap = Span { start: place.span(at - 1).end, end: place.span(at + 1).start };
            Some(
                habit(CODE, span, format!("limits are written with two points: `{}..{}`", place.text(at - 1), place.text(at + 1)), "write `..`")
                    .mended("write `..`", vec![(gap, "..".to_owned())]),
            )
        }
        "max" | "maximum" | "upto" | "maxlength" | "<=" if place.is_number(at + 1) => upper(place, at, at + 1),
        "<=" | "=" if place.is_number(at + 1) => upper(place, at, at + 1),
        "min" | "minimum" | ">=" if place.is_number(at + 1) => {
            let right = format!("{}..", place.text(at + 1));
            Some(habit(CODE, place.to(at, at + 1), "a lower limit is written with two points behind it", format!("write `{right}`")).replaced(right))
        }
        _ => None,
    }
}

fn upper(place: &Place<'_>, from: usize, number: usize) -> Option<Problem> {
    let right = format!("..{}", place.text(number));
    Some(habit(CODE, place.to(from, number), "an upper limit is written with two points before it", format!("write `{right}`")).replaced(right))
}

/// `text[20]`, `text<20>`
fn limit_brackets(place: &Place<'_>) -> Option<Problem> {
    let at = if place.text(place.before()) == "[" { place.before() } else { place.found };
    let closing = match place.text(at) {
        "[" => "]",
        "<" => ">",
        _ => return None,
    };
    let close = place.find(at, closing).filter(|_| in_type(place) && place.is_number(at + 1) && type_word(place.text(at - 1)).is_some())?;
    let edits = vec![(place.span(at), "(".to_owned()), (place.span(close), ")".to_owned())];
    Some(habit(CODE, place.to(at, close), "limits stand in round parentheses", "write `(…)`").mended("write `(…)`", edits))
}

/// `"open" | "closed"`
fn choice_of_texts(place: &Place<'_>) -> Option<Problem> {
    let texts = in_type(place) && place.is_string(place.found) && matches!(place.text(place.before()), ":" | "->");
    texts.then(|| {
        habit(CODE, place.span(place.found), "a type stands here, not a text", "a text")
            .helped("The values that a field may have are an enum of its own: `enum Status { open, closed }`, and then `status : Status`.")
    })
}

/// `size : { width: int }`, `size { width: int }`
fn record_within(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let within = place.rule == Rule::only_field && place.text(at) == "{" && (at == place.piece.start + 1 || place.text(at - 1) == ":");
    within.then(|| {
        let name: String = place.text(place.piece.start).chars().enumerate().map(|(n, c)| if n == 0 { c.to_ascii_uppercase() } else { c }).collect();
        habit(CODE, place.span(at), "a record within another one has a name and a declaration of its own", "a record within")
            .helped(format!("Declare `record {name} as json {{ … }}` beside this one, and write `{} : {name}` here.", place.text(place.piece.start)))
    })
}

/// `as string`, `named "x"`, `true "Y" false "N"`, `blank as missing`
fn wire_words(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_field {
        return None;
    }
    if at >= place.piece.end && place.text(at.wrapping_sub(2)) == "yes" && place.is_string(at - 1) {
        let after = place.span(at - 1).after();
        return Some(habit(CODE, after, "what stands for `no` is said, too", "no `no` behind this").mended("write `no \"N\"`", vec![(after, " no \"N\"".to_owned())]));
    }
    let right = match (place.word(at).as_str(), place.word(at.wrapping_sub(1)).as_str()) {
        (found, "as") if type_word(found) == Some("text") => "text",
        ("named" | "called" | "name" | "key" | "path" | "json" | "alias" | "from" | "in" | "@", _) if place.is_string(at + 1) => "at",
        ("true" | "ja", _) if place.is_string(at + 1) => "yes",
        ("false" | "nein" | "not", _) if place.is_string(at + 1) => "no",
        ("as" | "means" | "=" | "to", "blank" | "empty") => "is",
        ("null", "is") => "missing",
        ("empty", _) if place.word(at + 2) == "missing" => "blank",
        ("pattern" | "regex" | "like", _) if place.is_string(at + 1) => "matching",
        ("timezone" | "tz", _) if place.is_string(at + 1) => "zone",
        _ => return None,
    };
    let mut edits = vec![(place.span(at), right.to_owned())];
    if right == "yes" {
        edits.extend((at..place.piece.end).filter(|n| matches!(place.word(*n).as_str(), "false" | "nein") && place.is_string(n + 1)).map(|n| (place.span(n), "no".to_owned())));
    }
    let found = place.text(at);
    Some(habit(CODE, place.span(at), format!("this is written `{right}`, not `{found}`"), format!("write `{right}`")).mended(format!("write `{right}`"), edits))
}

/// `at orderNo`, `at order.number`
fn unquoted(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule == Rule::only_field && place.text(at) == "/" && place.text(place.before()) == "matching" {
        let last = (at + 1..place.piece.end).rev().find(|n| place.text(*n) == "/")?;
        let right = format!("\"{}\"", place.slice(at, last).trim_matches('/').replace('\\', "\\\\"));
        return Some(habit(CODE, place.to(at, last), "a pattern is written in quotes", format!("write `{right}`")).replaced(right));
    }
    let word = matches!(place.text(place.before()), "at" | "format" | "zone" | "matching") && place.is_word(at);
    if place.rule != Rule::only_field || !word {
        return None;
    }
    let mut last = at;
    while matches!(place.text(last + 1), "." | "-" | "/") && place.is_word(last + 2) {
        last += 2;
    }
    let parts: Vec<String> = place.slice(at, last).split('.').map(|part| format!("\"{part}\"")).collect();
    let right = if place.text(place.before()) == "at" { parts.join(".") } else { format!("\"{}\"", place.slice(at, last)) };
    Some(habit(CODE, place.to(at, last), format!("what stands behind `{}` is written in quotes", place.text(place.before())), format!("write `{right}`")).replaced(right))
}

/// `at "a"/"b"`, `yes "Y", no "N"`
fn separators(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_field || !place.is_string(at.wrapping_sub(1)) {
        return None;
    }
    match place.text(at) {
        "/" | "," | ">" | "->" if place.is_string(at + 1) => Some(habit(CODE, place.span(at), "the steps of a place on the wire are parted by `.`", "write `.`").replaced(".")),
        "," | "/" | "and" | "|" if place.text(at + 1) == "no" => {
            let span = place.span(at);
            Some(habit(CODE, span, format!("no `{}` stands between `yes` and `no`", place.text(at)), "not needed").mended("remove it", vec![(span, " ".to_owned())]))
        }
        _ => None,
    }
}
