//! First lines of items, and what stands in enums, tables, policies and contracts.

use super::{Place, Recogniser, habit, insertion, removal, type_word};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[
    head_words,
    moves,
    braceless,
    no_inheritance,
    two_results,
    sign_before_brace,
    list_without_braces,
    other_brackets,
    wire_of_record,
    types_only,
    typed_parameters,
    forgotten_parentheses,
    result_first,
    body_by_sign,
    result_missing,
    message_sign,
    version,
    entry_words,
    entry_path,
    system_address,
    policy_words,
    row_words,
    two_sources,
];

const CODE: &str = "E0121";

fn is_head(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::only_enum_head
            | Rule::only_record_head
            | Rule::only_table_head
            | Rule::only_fn_head
            | Rule::only_map_head
            | Rule::only_policy_head
            | Rule::only_contract_head
            | Rule::only_flow_head
            | Rule::only_test_head
            | Rule::one_record
            | Rule::one_enum
            | Rule::one_map
            | Rule::one_fn
    )
}

fn needless(place: &Place<'_>, at: usize, message: impl Into<String>) -> Problem {
    habit(CODE, place.span(at), message, "not needed").mended(format!("remove `{}`", place.text(at)), vec![removal(place.span(at))])
}

/// `record Item = {`, `enum Status: {`, `map … = {`. The brace is the token behind the head.
fn sign_before_brace(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let before_brace = place.source.text_of(at + 1) == "{" && at + 1 >= place.piece.end.min(at + 1);
    (is_head(place.rule) && before_brace && matches!(place.text(at), "=" | ":" | "=>" | "->" | "is" | "begin" | "do" | "with"))
        .then(|| needless(place, at, format!("no `{}` stands before the braces", place.text(at))))
}

/// No braces at all: lines below a head, perhaps behind a colon, perhaps with an `end`.
fn braceless(place: &Place<'_>) -> Option<Problem> {
    let whole = matches!(place.rule, Rule::one_record | Rule::one_map | Rule::one_flow | Rule::one_test | Rule::one_policy | Rule::one_contract | Rule::one_table);
    let line = (place.piece.start + 1..place.piece.end).find(|at| place.source.starts_line(*at))?;
    if !whole || place.find(place.piece.start, "{").is_some() || place.found + 1 < line || place.found > line || matches!(place.text(line - 1), "(" | "[") {
        return None;
    }
    let last = place.piece.end - 1;
    let head = match place.text(line - 1) {
        ":" | "begin" | "is" | "do" | "=" => (place.span(line - 1), " {".to_owned()),
        _ => insertion(place.span(line - 1).end, " {"),
    };
    let tail = match place.word(last).as_str() {
        "end" | "ende" => (place.span(last), "}".to_owned()),
        _ => insertion(place.span(last).end, "\n}"),
    };
    let word = place.text(place.piece.start);
    let problem = habit(CODE, place.span(line - 1).after(), format!("what belongs to this `{word}` stands in braces"), "`{` should stand here");
    Some(problem.mended("write the braces", vec![head, tail]))
}

/// `enum Status as int`, `unit dozen of 12 each`, `map m(…) -> Release overrides n`
fn head_words(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let (message, right) = match (place.rule, place.word(at).as_str()) {
        (Rule::only_enum_head | Rule::one_enum, "int" | "string" | "char" | "varchar" | "code" | "number" | "json") if place.text(place.before()) == "as" => {
            ("the codes of an enum are texts, in quotes", "text")
        }
        (Rule::one_unit, "of" | "is" | ":" | "are" | "equals") => ("what a unit is made of is said by `=`", "="),
        (Rule::only_map_head | Rule::one_map, "overrides" | "overriding" | "inherits" | "based" | "like" | "from" | "override") if place.is_word(at + 1) => {
            ("a map that names only what differs `extends` the other one", "extends")
        }
        _ => return None,
    };
    Some(habit(CODE, place.span(at), message, format!("write `{right}`")).replaced(right))
}

/// Moves of a lifecycle: `new -> a, b`, `a -> b -> c`
fn moves(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_life {
        return None;
    }
    match place.text(at) {
        "," | "/" | "or" => {
            let edits = (at..place.piece.end).filter(|n| place.text(*n) == place.text(at)).map(|n| (place.span(n), " |".to_owned())).collect();
            Some(habit(CODE, place.span(at), "several states are parted by `|`", "write `|`").mended("write `|`", edits))
        }
        "->" | "=>" => {
            Some(habit(CODE, place.span(at), "a line of a lifecycle is one move", "a second move").helped("Write a line for each: `a -> b by wms`, and below it `b -> c by wms`."))
        }
        _ => None,
    }
}

/// `enum Status: open, closed`
fn list_without_braces(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let open = matches!(place.text(at), ":" | "=" | "(" | "[" | "is") || place.is_word(at);
    if !matches!(place.rule, Rule::one_enum) || !open || at + 1 >= place.piece.end || place.find(at, "{").is_some() {
        return None;
    }
    let last = place.piece.end - 1;
    let mut edits = vec![(place.span(at), "{".to_owned())];
    if matches!(place.text(last), ")" | "]") {
        edits.push((place.span(last), "}".to_owned()));
    } else {
        edits.push(insertion(place.span(last).end, " }"));
    }
    Some(habit(CODE, place.span(at), "the values of an enum stand in braces", "write `{ … }`").mended("write the braces", edits))
}

/// `record Item as json ( … )`
fn other_brackets(place: &Place<'_>) -> Option<Problem> {
    let last = place.piece.end - 1;
    // Behind a type `[` opens a unit.
    let table = place.rule == Rule::one_table && place.text(place.before()) == "[" && place.source.starts_line(place.found) && place.partner(place.before()) == Some(last);
    let at = if table { place.before() } else { place.found };
    let braced = table
        || matches!(
            place.rule,
            Rule::one_record | Rule::only_record_head | Rule::one_enum | Rule::only_enum_head | Rule::one_policy | Rule::one_contract | Rule::one_flow | Rule::one_test
        );
    if !braced || !matches!(place.text(at), "(" | "[") || at < place.piece.start + 2 {
        return None;
    }
    let edits = vec![(place.span(at), "{".to_owned()), (place.span(place.partner(at)?), "}".to_owned())];
    Some(habit(CODE, place.span(at), format!("this stands in braces, not behind `{}`", place.text(at)), "write `{`").mended("write `{ … }`", edits))
}

/// `table carrier : text -> text from "carriers.csv" { … }`
fn two_sources(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let both = matches!(place.rule, Rule::only_table_head | Rule::only_routes_head) && place.text(at) == "from" && place.is_string(at + 1);
    both.then(|| {
        let gap = Span { start: place.span(at - 1).end, end: place.span(at + 1).end };
        habit(CODE, place.to(at, at + 1), "a table has its rows in a spreadsheet or in braces, not in both", "and rows below")
            .helped("Delete the rows with their braces if the spreadsheet has them, or else this.")
            .mended(format!("remove `from {}`", place.text(at + 1)), vec![removal(gap)])
    })
}

/// `record Item extends Base`
fn no_inheritance(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let record = matches!(place.rule, Rule::only_record_head | Rule::one_record) && matches!(place.word(at).as_str(), "extends" | "inherits" | "from" | "of" | "implements");
    record.then(|| {
        habit(CODE, place.to(at, (at + 1).min(place.piece.end - 1)), "a record stands by itself: it has the fields that it names", "not possible")
            .helped("Write the fields of the other one here, too, or a field that holds it: `base : Base`.")
    })
}

/// `record Item: json`
fn wire_of_record(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let record = matches!(place.rule, Rule::only_record_head | Rule::one_record);
    if record && matches!(place.text(at), ":" | "in" | "is" | "=" | "->") && place.is_word(at + 1) && !place.source.starts_line(at + 1) {
        let gap = Span { start: place.span(at - 1).end, end: place.span(at).end };
        let lower = place.word(at + 1);
        return Some(
            habit(CODE, place.span(at), "how a record is written on the wire is said by `as`", "write `as`")
                .mended(format!("write `as {lower}`"), vec![(gap, " as".to_owned()), (place.span(at + 1), lower)]),
        );
    }
    None
}

/// `map Order -> Release {`
fn types_only(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 1;
    let from = at + usize::from(place.text(at) == "from");
    if !matches!(place.rule, Rule::only_map_head | Rule::one_map) || !matches!(place.text(from + 1), "->" | "to" | "into") || !place.is_word(from + 2) {
        return None;
    }
    let to = place.text(from + 2);
    let right = format!("to_{}({}: {}) -> {to}", snake(to), snake(place.text(from)), place.text(from));
    Some(habit(CODE, place.to(at, from + 2), "a map has a name, and a name for what comes in", format!("write `{right}`")).replaced(right))
}

/// `OrderLine` → `order_line`
pub(super) fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, character) in name.chars().enumerate() {
        if character.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(character.to_lowercase());
    }
    out
}

/// `(Order order)`, `(Order)`, `(order)`
fn typed_parameters(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let before = place.before();
    if !matches!(place.rule, Rule::only_fn_head | Rule::only_map_head | Rule::one_failure | Rule::one_fn | Rule::one_map) || !place.is_word(before) {
        return None;
    }
    let is_type = |at: usize| place.text(at).starts_with(char::is_uppercase) || type_word(place.text(at)).is_some();
    if place.is_word(at) && is_type(before) && !is_type(at) && matches!(place.text(before.wrapping_sub(1)), "(" | ",") {
        let right = format!("{}: {}", place.text(at), type_word(place.text(before)).unwrap_or(place.text(before)));
        return Some(habit(CODE, place.to(before, at), "the name comes first, then its type", format!("write `{right}`")).replaced(right));
    }
    if !matches!(place.text(at), ")" | ",") || !matches!(place.text(before.wrapping_sub(1)), "(" | ",") {
        return None;
    }
    if place.text(before).starts_with(char::is_uppercase) {
        let right = format!("{}: {}", snake(place.text(before)), place.text(before));
        return Some(habit(CODE, place.span(before), "what comes in needs a name, too", format!("write `{right}`")).replaced(right));
    }
    let problem =
        habit(CODE, place.span(before), format!("`{}` needs a type", place.text(before)), "without a type").helped("Write the type behind a colon: `(order: Order, qty: int)`.");
    let Some(record) = record_called(place, place.text(before)) else { return Some(problem) };
    let right = format!("{}: {record}", place.text(before));
    Some(problem.mended(format!("write `{right}`"), vec![(place.span(before), right)]))
}

/// `map to_release order: Order -> Release`
fn forgotten_parentheses(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.rule, Rule::only_fn_head | Rule::only_map_head) || at != place.piece.start + 2 || !place.is_word(at) || place.text(at + 1) != ":" {
        return None;
    }
    let arrow = place.find(at, "->")?;
    let gap = Span { start: place.span(at - 1).end, end: place.span(at).start };
    let edits = vec![(gap, "(".to_owned()), insertion(place.span(arrow - 1).end, ")")];
    Some(habit(CODE, place.to(at, arrow - 1), "what comes in stands in parentheses", "write `(…)`").mended("write `(…)`", edits))
}

/// `fn int twice(n: int) {`
fn result_first(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start + 1;
    let kind = type_word(place.text(at))?;
    if !matches!(place.rule, Rule::only_fn_head) || !place.is_word(at + 1) || place.text(at + 2) != "(" {
        return None;
    }
    let close = place.partner(at + 2)?;
    let edits = vec![removal(Span { start: place.span(at).start, end: place.span(at + 1).start }), insertion(place.span(close).end, format!(" -> {kind}"))];
    Some(
        habit(CODE, place.span(at), "what a function gives is said behind its parentheses", format!("write `-> {kind}` behind them"))
            .mended(format!("write `-> {kind}` behind them"), edits),
    )
}

/// `fn twice(n: int) -> int = n * 2`
fn body_by_sign(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::one_fn || !matches!(place.text(at), "=" | ":" | "=>" | "return") || at + 1 >= place.piece.end {
        return None;
    }
    let edits = vec![(place.span(at), "{".to_owned()), insertion(place.span(place.piece.end - 1).end, " }")];
    Some(habit(CODE, place.span(at), "what a function gives stands in braces", "write `{ … }`").mended("write the braces", edits))
}

/// `map to_release(order: Order) {`
fn result_missing(place: &Place<'_>) -> Option<Problem> {
    let last = place.piece.end.checked_sub(1)?;
    let missing = matches!(place.rule, Rule::only_fn_head | Rule::only_map_head) && place.found >= place.piece.end && place.text(last) == ")";
    let what = if place.rule == Rule::only_map_head { "map" } else { "fn" };
    missing.then(|| {
        let example = if what == "map" { "-> Release" } else { "-> text" };
        habit(CODE, place.span(last).after(), format!("this {what} does not say what it makes"), "no result behind this")
            .helped(format!("Write the result's type behind the parentheses: `{example}`."))
    })
}

/// `-> Release, Order`
fn two_results(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let arrow = place.find(place.piece.start, "->").filter(|arrow| *arrow < at)?;
    let several =
        matches!(place.rule, Rule::only_fn_head | Rule::only_map_head) && matches!(place.text(at), "," | "|" | "and" | "&") && place.is_word(at + 1) && place.is_word(arrow + 1);
    several.then(|| {
        let span = place.to(at, place.piece.end - 1);
        habit(CODE, span, format!("what is made is one value of one type, `{}`", place.text(arrow + 1)), "a second result")
            .helped("Write a second map for the other one, or a record that holds both.")
            .mended("remove it", vec![removal(span)])
    })
}

/// `failure held = "On hold."`
fn message_sign(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let sign = place.rule == Rule::one_failure && matches!(place.text(at), "=" | ":" | "->" | "=>" | "{") && place.is_string(at + 1);
    sign.then(|| needless(place, at, "the message of a failure follows its name without a sign"))
}

/// `contract Shop`, `contract Shop 1`, `version 1`, `v1.2`
fn version(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.rule, Rule::only_contract_head | Rule::one_contract | Rule::one_system) {
        return None;
    }
    let message = "the version of a contract is written `v1`";
    if at >= place.piece.end && place.is_word(at - 1) && place.rule != Rule::one_system {
        return Some(habit(CODE, place.span(at - 1).after(), message, "no version behind this").mended("insert `v1`", vec![insertion(place.span(at - 1).end, " v1")]));
    }
    let major = |at: usize| place.text(at).split('.').next().unwrap_or("1");
    if place.is_number(at) {
        return Some(habit(CODE, place.span(at), message, format!("write `v{}`", major(at))).replaced(format!("v{}", major(at))));
    }
    if matches!(place.word(at).as_str(), "version" | "v" | "ver") && place.is_number(at + 1) {
        let right = format!("v{}", major(at + 1));
        return Some(habit(CODE, place.to(at, at + 1), message, format!("write `{right}`")).replaced(right));
    }
    if place.text(at) == "." && place.is_number(at + 1) {
        let span = place.to(at, at + 1);
        return Some(
            habit(CODE, span, "a contract's version is one number", "one number is enough")
                .helped("A change that partners need not follow is no new version.")
                .mended("remove it", vec![removal(span)]),
        );
    }
    None
}

/// `receives`, `emits`, `once per`
fn entry_words(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_entry {
        return None;
    }
    let right = match (place.word(at).as_str(), at == place.piece.start) {
        ("receives" | "receive" | "gets" | "takes" | "consumes" | "hears" | "accept" | "subscribes", true) => "accepts",
        ("emits" | "publishes" | "produces" | "emit" | "publish" | "raises", true) => "sends",
        ("per" | "for" | "with" | "on", false) if matches!(place.text(at - 1), "once" | "order") => "by",
        ("unique" | "distinct", false) => "once",
        ("ordered" | "sorted", false) => "in order",
        ("via" | "at" | "over" | "with" | "using" | "through", false) if place.is_word(at + 1) => {
            if place.text(place.piece.start) == "sends" {
                "on"
            } else {
                "by"
            }
        }
        _ => return None,
    };
    Some(habit(CODE, place.span(at), format!("this is written `{right}`, not `{}`", place.text(at)), format!("write `{right}`")).replaced(right))
}

/// `POST /orders`, `on "/orders"`
fn entry_path(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_entry {
        return None;
    }
    if place.is_string(at) && matches!(place.text(place.before()), "on" | "by") {
        return Some(
            habit(CODE, place.span(at), "before the path stands a method", "no method before it")
                .helped("`POST` for something new, `PUT` or `PATCH` for a change, `DELETE` to take it away.")
                .mended("insert `POST`", vec![insertion(place.span(at).start, "POST ")]),
        );
    }
    if place.text(at) != "/" {
        return None;
    }
    let last = (at..place.piece.end).take_while(|n| *n == at || place.touches(*n)).last()?;
    let right = format!("\"{}\"", place.slice(at, last));
    Some(habit(CODE, place.to(at, last), "a path stands in quotes", format!("write `{right}`")).replaced(right))
}

/// `system shop : Shop v1 at "https://…"`
fn system_address(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let address = (at..place.piece.end).any(|n| place.is_string(n));
    (place.rule == Rule::one_system && address && at > place.piece.start + 3).then(|| {
        let span = place.to(at, place.piece.end - 1);
        habit(CODE, span, "the address of a system does not stand here", "not here")
            .helped("Addresses, credentials and time limits stand in `crossdock.toml`, under the system's name.")
            .mended("remove it", vec![removal(span)])
    })
}

/// Answers of a policy.
fn policy_words(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::only_policy_arm {
        return None;
    }
    let span = place.span(at);
    let written = |span: Span, found: &str, right: &str| {
        let word = right.trim();
        Some(habit(CODE, span, format!("this is written `{word}`, not `{found}`"), format!("write `{word}`")).replaced(right))
    };
    match place.word(at).as_str() {
        "x" if place.is_number(at.wrapping_sub(1)) => written(span, "x", " times"),
        "and" | "," | ";" | "&" | "+" | "afterwards" if place.find(place.piece.start, "=>").is_some_and(|arrow| arrow < at) && place.is_word(at + 1) => {
            written(span, place.text(at), " then")
        }
        "parked" | "queue" | "hold" => written(span, place.text(at), "park"),
        "ignore" | "skip" | "drop" | "discard" | "nothing" | "continue" | "ok" => written(span, place.text(at), "done"),
        "mail" | "email" | "sms" | "slack" if place.is_string(at + 1) => Some(habit(CODE, span, "Crossdock sends no mail and calls nobody by itself", "not a step").helped(
            "`notify \"desk\"` writes a line in the log, `alert \"desk\"` an error; a system that sends mail is told by a message of its own: `send desk.ticket(to_ticket(problem))`.",
        )),
        "park" | "done" | "notify" | "alert" | "undo" | "send" if place.text(place.before()) == "," => written(place.span(place.before()), ",", " then"),
        "forever" | "always" | "endlessly" if place.text(place.before()) == "retry" => {
            Some(habit(CODE, span, "a `retry` ends: what does not help in a day is for people", "how often?").helped("Write how often: `retry 1000 times from 2s to 1h then park`."))
        }
        _ if place.is_number(at) && at == place.piece.start => Some(
            habit(CODE, span, "what an answer says is known by names here, not by numbers", "a number")
                .helped("Write `refused` for 400 and the like, `duplicate` for 409, `busy` for 429 and 503, `not_found` for 404 to a look-up, `timeout` and `unreachable`."),
        ),
        "alert" | "warn" | "inform" if place.is_string(at + 1) => written(span, place.text(at), "notify"),
        "every" | "each" | "after" | "wait" if place.is_number(at + 1) => {
            let pause = place.slice(at + 1, at + 2);
            written(place.to(at, at + 2), place.slice(at, at + 2), &format!("from {pause} to {pause}"))
        }
        "then" | "" if place.text(at.wrapping_sub(1)) == "retry" => {
            let after = place.span(at - 1).end;
            Some(
                habit(CODE, place.span(at - 1).after(), "a `retry` says how often, and how long to wait between the tries", "how often?")
                    .mended("write `10 times from 2s to 5min`", vec![insertion(after, " 10 times from 2s to 5min")]),
            )
        }
        "then" | "" if place.text(at.wrapping_sub(1)) == "times" => {
            let after = place.span(at - 1).end;
            Some(
                habit(CODE, place.span(at - 1).after(), "a `retry` says how long to wait between the tries", "from how long to how long?")
                    .mended("write `from 2s to 5min`", vec![insertion(after, " from 2s to 5min")]),
            )
        }
        _ if matches!(place.text(place.before()), "to" | "notify") && place.is_word(at) => {
            let last = (at..place.piece.end).take_while(|n| *n == at || place.touches(*n)).last()?;
            let right = format!("\"{}\"", place.slice(at, last));
            Some(habit(CODE, place.to(at, last), "the name of a desk stands in quotes", format!("write `{right}`")).replaced(right))
        }
        _ => None,
    }
}

/// Rows of a table as they come from a spreadsheet, or another language.
fn row_words(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    if place.rule != Rule::only_row {
        return if place.rule == Rule::only_table_head { table_words(place) } else { None };
    }
    let arrow = arrow_of_table(place);
    let end = place.piece.end - usize::from(matches!(place.text(place.piece.end - 1), "," | ";"));
    let edge = usize::from(place.text(start) == "|");
    let (first, last) = (start + edge, end - 1 - usize::from(edge == 1 && place.text(end - 1) == "|"));
    let split = (first + 1..=last).take_while(|at| place.touches(*at)).count() + first + 1;
    let code = |from: usize, to: usize| if from == to { place.text(from).to_owned() } else { format!("\"{}\"", place.slice(from, to)) };
    let signs = (first..=last).any(|at| matches!(place.text(at), "," | "|" | ";"));
    if !signs && split <= last && last > first + 1 && (split + 1..=last).all(|at| place.touches(at)) {
        let right = format!("{} {arrow} {}", code(first, split - 1), code(split, last));
        return Some(habit(CODE, place.to(start, end - 1), format!("the two sides of a row are parted by `{arrow}`"), format!("write `{right}`")).replaced(right));
    }
    let parted = last == first + 2 && matches!(place.text(first + 1), "," | "|" | ";" | "to" | "is" | ">" | "-");
    let bare = last == first + 1 && place.kind(first).is_some() && place.kind(last).is_some() && !place.touches(last);
    if !parted && !bare {
        return None;
    }
    let cell = |at: usize| place.text(at).to_owned();
    let right = format!("{} {arrow} {}", cell(first), cell(last));
    Some(habit(CODE, place.to(start, end - 1), format!("the two sides of a row are parted by `{arrow}`"), format!("write `{right}`")).replaced(right))
}

/// The arrow that the table's own first line has.
fn arrow_of_table(place: &Place<'_>) -> &'static str {
    let before = (0..place.piece.start).rev();
    let head = before.take_while(|at| place.source.text_of(at + 1) != "table").find(|at| place.source.text_of(*at) == "{").unwrap_or(0);
    let both = (0..head).rev().take_while(|at| place.source.text_of(*at) != "table").any(|at| place.source.text_of(at) == "<->");
    if both { "<->" } else { "->" }
}

/// `table carrier : Service to text`, `table carrier {`
fn table_words(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let (from, to) = (place.piece.start + 2, place.piece.start + 4);
    if matches!(place.text(from), "from" | "of" | "maps") && matches!(place.text(to), "to" | "->") && place.is_word(to + 1) {
        let edits = vec![(place.span(from), ":".to_owned()), (place.span(to), "->".to_owned())];
        return Some(habit(CODE, place.span(from), "from what to what a table leads is written `: text -> text`", "write `:`").mended("write `: … -> …`", edits));
    }
    if matches!(place.text(at), "to" | "," | ":" | "=>" | "=") && place.is_word(at + 1) && place.find(place.piece.start, ":").is_some_and(|colon| colon < at) {
        return Some(habit(CODE, place.span(at), "from what to what a table leads is said by `->`", "write `->`").replaced("->"));
    }
    (at >= place.piece.end && place.piece.end == place.piece.start + 2).then(|| {
        habit(CODE, place.span(at - 1).after(), "this table does not say from what to what it leads", "no types behind this")
            .helped("Write them behind a colon: `table carrier : Service -> text(3) { … }`.")
    })
}

/// The record of the file that has the parameter's name, but for its capitals: `Order` for `order`.
fn record_called<'s>(place: &Place<'s>, param: &str) -> Option<&'s str> {
    let names = (0..place.source.significant.len()).filter(|at| place.source.text_of(*at) == "record").map(|at| place.source.text_of(at + 1));
    names.into_iter().find(|name| name.to_lowercase() == param.replace('_', "").to_lowercase())
}
