//! Statements of flows and tests, and `use`.

use super::{Place, Recogniser, habit, insertion, removal};
use crate::build::Rule;
use crate::problem::Problem;
use crate::span::Span;

pub(super) const ALL: &[Recogniser] = &[without_let, event, send, conditions, raised, failure_text, on_failure, given, expected, module];

const CODE: &str = "E0121";

fn in_flow(place: &Place<'_>) -> bool {
    place.rule == Rule::only_flow_stmt
}

fn in_test(place: &Place<'_>) -> bool {
    place.rule == Rule::only_test_stmt
}

/// `release = to_release(order)`
fn without_let(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    let sets = in_flow(place) && place.is_word(start) && place.text(start + 1) == "=" && place.found == start;
    sets.then(|| {
        habit(CODE, place.span(start), "a value gets a name by `let`", format!("write `let {}`", place.text(start)))
            .mended("insert `let`", vec![insertion(place.span(start).start, "let ")])
    })
}

/// The first line of a flow.
fn event(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !matches!(place.rule, Rule::only_flow_head | Rule::one_flow) {
        return None;
    }
    if at == place.piece.start + 2 && matches!(place.word(at).as_str(), "when" | "for" | "from" | "handles" | "upon" | "=" | ":") && place.is_word(at + 1) {
        return Some(habit(CODE, place.span(at), format!("what a flow answers is said by `on`, not `{}`", place.text(at)), "write `on`").replaced("on"));
    }
    if place.text(at) == ":" && place.is_word(at + 1) && place.text(at.wrapping_sub(2)) == "(" {
        let span = Span { start: place.span(at).start, end: place.span(at + 1).end };
        return Some(habit(CODE, span, "the type of an event is known from its contract", "not needed").mended("remove it", vec![removal(span)]));
    }
    if place.text(at) == "(" && place.text(at.wrapping_sub(2)) == "on" {
        return Some(
            habit(CODE, place.span(at - 1), "this does not say which system the event comes from", "no system before it")
                .helped("Write the system, or the contract for all of its systems: `on shop.order_created(order)`."),
        );
    }
    let unnamed = at >= place.piece.end && place.text(at.wrapping_sub(2)) == ".";
    unnamed.then(|| {
        let after = place.span(at - 1).after();
        habit(CODE, after, "what the event brings needs a name", "no name behind this").mended("write `(event)`", vec![(after, "(event)".to_owned())])
    })
}

/// `send order to wms.release`, `send wms.release order`, `wms.release(order)`
fn send(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    if !in_flow(place) {
        return None;
    }
    let end = place.piece.end - usize::from(matches!(place.text(place.piece.end - 1), "," | ";"));
    let message = |at: usize| place.is_word(at) && place.text(at + 1) == "." && place.is_word(at + 2);
    if place.text(start) == "send" {
        let value = place.operand_end(start + 1)?;
        if matches!(place.word(value + 1).as_str(), "to" | "->" | "via") && message(value + 2) && value + 5 == end {
            let right = format!("send {}({})", place.slice(value + 2, value + 4), place.slice(start + 1, value));
            return Some(habit(CODE, place.to(start, end - 1), "where a message goes comes first, what is sent in parentheses", format!("write `{right}`")).replaced(right));
        }
        if matches!(place.word(value + 1).as_str(), "to" | "->" | "via") && place.is_word(value + 2) && value + 3 == end {
            let (system, sent) = (place.text(value + 2), place.slice(start + 1, value));
            return Some(
                habit(CODE, place.to(value + 1, end - 1), "where a message goes comes first, what is sent in parentheses", "which of its messages?")
                    .helped(format!("Write the message of `{system}`'s contract: `send {system}.release({sent})`.")),
            );
        }
        if let Some(at) = (value + 1..end).find(|at| matches!(place.word(*at).as_str(), "if" | "when" | "unless" | "where")).filter(|at| *at == value + 1) {
            return Some(
                habit(CODE, place.span(at), "what a flow decides has said itself before it sends", "not behind a message")
                    .helped("Write `skip when … because \"…\"` above, if nothing is to happen then; or two flows on the same event, each of which skips what is the other's."),
            );
        }
        if message(start + 1) && value == start + 3 && place.found == start + 4 && place.text(start + 4) == "{" {
            return Some(
                habit(CODE, place.span(start + 4), "what is sent is one value in parentheses", "a block")
                    .helped("Make it in a map, and send what the map gives: `send wms.release(to_release(order))`."),
            );
        }
        if message(start + 1) && place.text(start + 4) == "(" && place.text(start + 5) == "{" && place.found == start + 5 {
            let (message, set) = (place.slice(start + 1, start + 3), place.slice(start + 5, end - 2));
            let name = place.text(start + 3);
            return Some(habit(CODE, place.to(start + 5, end - 2), "a record is made by a map, and cannot be written where it is sent", "a record in braces").helped(format!(
                "Write a map, `map to_{name}(…) -> … {set}`, whose result is the record that `{name}` takes, and send what it gives: `send {message}(to_{name}(…))`."
            )));
        }
        if message(start + 1) && value == start + 3 && place.operand_end(start + 4).is_some_and(|last| last + 1 == end) {
            let gap = place.gap(start + 3, start + 4);
            let edits = vec![(gap, "(".to_owned()), insertion(place.span(end - 1).end, ")")];
            return Some(habit(CODE, place.to(start + 4, end - 1), "what is sent stands in parentheses", "write `(…)`").mended("write `(…)`", edits));
        }
        return None;
    }
    if message(start) && place.text(start + 3) == "(" {
        return Some(
            habit(CODE, place.to(start, start + 2), "a message is sent by `send`", "no `send` before it")
                .mended("insert `send`", vec![insertion(place.span(start).start, "send ")]),
        );
    }
    if message(start) && place.text(start + 3) == "=" && place.operand_end(start + 4).is_some_and(|last| last + 1 == end) {
        let right = format!("send {}({})", place.slice(start, start + 2), place.slice(start + 4, end - 1));
        return Some(habit(CODE, place.to(start, end - 1), "a message is sent by `send`", format!("write `{right}`")).replaced(right));
    }
    None
}

/// `skip if …`, `skip when …` without a reason, `check … or fail …`
fn conditions(place: &Place<'_>) -> Option<Problem> {
    let (start, at) = (place.piece.start, place.found);
    if !in_flow(place) {
        return None;
    }
    let last = place.piece.end - 1;
    match place.text(start) {
        "skip" if matches!(place.word(start + 1).as_str(), "if" | "where" | "for") => {
            let span = place.span(start + 1);
            Some(habit(CODE, span, format!("when a flow skips is said by `when`, not `{}`", place.text(start + 1)), "write `when`").replaced("when"))
        }
        "skip" if at > last && place.find(start, "because").is_none() && place.text(start + 1) == "when" => {
            let after = place.span(last).after();
            Some(
                habit(CODE, after, "a `skip` says why, for the people who look at it", "no reason behind this")
                    .helped("Write the reason behind it, in your words: `because \"cancelled in the shop\"`."),
            )
        }
        "check" if place.find(start, "fail").is_none() && at > last => Some(
            habit(CODE, place.span(last).after(), "a `check` says how it fails", "no `else fail …` behind this")
                .helped("Declare what can go wrong, `failure on_hold(order: text) \"Order {order} is on hold.\"`, and write `else fail on_hold(order.number)`."),
        ),
        "check" if place.is_string(at) && place.text(place.before()) == "else" => Some(
            habit(CODE, place.span(at), "behind `else` stands how the flow fails, not a text", "a text")
                .helped(format!("Declare what can go wrong, `failure not_fulfilled {}`, and write `else fail not_fulfilled`.", place.text(at))),
        ),
        "check" => {
            let fail = place.find(start, "fail")?;
            let joined = matches!(place.word(fail - 1).as_str(), "or" | "otherwise" | "then" | "," | "|" | "||" | "=>" | "->");
            joined.then(|| habit(CODE, place.span(fail - 1), format!("how a `check` fails is said by `else`, not `{}`", place.text(fail - 1)), "write `else`").replaced("else"))
        }
        "if" => {
            Some(habit(CODE, place.span(start), "a flow has no `if` among its steps", "not a step").helped(
                "Write `skip when … because \"…\"` to do nothing, or `check … else fail …` to stop; a value is chosen within an expression: `let desk = if … then … else …`.",
            ))
        }
        "collect" if matches!(place.word(at).as_str(), "for" | "within" | "during" | "in") => {
            Some(habit(CODE, place.span(at), format!("how long events are collected is said by `after`, not `{}`", place.text(at)), "write `after`").replaced("after"))
        }
        "collect" if at > last && place.find(start, "after").is_none() => Some(
            habit(CODE, place.span(last).after(), "a `collect` says when it ends, even if something never comes", "no `after` behind this")
                .helped("Write how long to wait at most: `until … or after 8h`, or `after 8h` alone."),
        ),
        "advance" if matches!(place.text(start + 2), "to" | "=" | "->") => {
            Some(habit(CODE, place.span(start + 1), format!("this does not say which `{}` moves on", place.text(start + 1)), "which one?").helped(format!(
                "Write its key in parentheses: `advance {}(order.number) to {}`.",
                place.text(start + 1),
                place.text(start + 3)
            )))
        }
        "wait" | "sleep" | "delay" | "pause" => Some(
            habit(CODE, place.span(start), format!("a flow has no `{}` among its steps", place.text(start)), "not a step")
                .helped("A flow decides at once. Events are awaited by `collect … after 8h`, and what does not get through is tried again by its policy."),
        ),
        "log" | "print" | "trace" | "debug" | "console" | "echo" => Some(
            habit(CODE, place.span(start), format!("a flow has no `{}` among its steps", place.text(start)), "not a step")
                .helped("What happened to an event is kept by itself: `crossdock trace` shows it. People are told by the `notify` and `alert` of a policy."),
        ),
        "when" => Some(
            habit(CODE, place.span(start), "a flow has no `when` among its steps", "not a step")
                .helped("Write `skip when … because \"…\"` to do nothing, or `check … else fail …` to stop."),
        ),
        "switch" | "case" => {
            let span = place.span(start);
            Some(habit(CODE, span, format!("steps are chosen by `match`, not `{}`", place.text(start)), "write `match`").replaced("match"))
        }
        "match" if matches!(place.text(at.wrapping_sub(1)), "=>" | "->" | ":") && place.text(at) != "{" => Some(
            habit(CODE, place.span(at), "what an arm does stands in braces", "no `{` before it")
                .helped("Write `{ … }` around the steps of each arm, and `{}` where nothing is done: `shipped => { send shop.shipped(to_shipped(order)) }`."),
        ),
        _ => None,
    }
}

/// `throw held(…)`
fn raised(place: &Place<'_>) -> Option<Problem> {
    let at = place.piece.start;
    let found = matches!(place.word(at).as_str(), "throw" | "raise" | "fail" | "error" | "abort" | "return" | "stop" | "exit");
    (in_flow(place) && found).then(|| {
        habit(CODE, place.span(at), format!("a flow has no step `{}`", place.text(at)), "not a step")
            .helped("A flow fails by `check condition else fail some_failure(…)`, and does nothing by `skip when condition because \"…\"`.")
    })
}

/// `fail "on hold"`
fn failure_text(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    (place.is_string(at) && place.text(place.before()) == "fail").then(|| {
        habit(CODE, place.span(at), "behind `fail` stands the name of a failure, not its text", "a text")
            .helped("Declare it once, so that a policy can answer it: `failure on_hold \"The order is on hold.\"`, and then `fail on_hold`.")
    })
}

/// `on error use …`, `on failure use policy …`, `on failure park`
fn on_failure(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if !in_flow(place) || place.text(place.piece.start) != "on" {
        return None;
    }
    let span = place.span(at);
    match (place.word(at).as_str(), place.text(place.before())) {
        ("error" | "fail" | "failures" | "errors" | "exception" | "failed", "on") => {
            Some(habit(CODE, span, format!("this is written `on failure`, not `on {}`", place.text(at)), "write `failure`").replaced("failure"))
        }
        ("policy", "use") | (_, "policy") => {
            let policy = place.find(place.piece.start, "policy")?;
            let edit = removal(Span { start: place.span(policy).start, end: place.span(policy + 1).start });
            Some(habit(CODE, place.span(policy), "the name of the policy follows at once", "not needed").mended("remove `policy`", vec![edit]))
        }
        ("park" | "retry" | "done" | "notify" | "=>" | "then" | "fail" | "{", "failure") => {
            Some(habit(CODE, span, "what is done about failures stands in a policy", "not here").helped("Declare a `policy standard { … }`, and write `on failure use standard`."))
        }
        _ => None,
    }
}

/// `given "order.json"`, `given shop.order_created = "…"`
fn given(place: &Place<'_>) -> Option<Problem> {
    let (start, at) = (place.piece.start, place.found);
    if !in_test(place) {
        return None;
    }
    match place.word(start).as_str() {
        "given" if place.is_string(start + 1) => Some(
            habit(CODE, place.span(start + 1), "which event is given comes first, then the file", "no event before it")
                .helped("Write `given system.event from \"samples/order.json\"`."),
        ),
        "given" if place.text(at) == "{" && place.text(start + 2) == "." => Some(
            habit(CODE, place.span(at), "an event is given by a document of the project", "no document before this")
                .helped(format!("Write `{} from \"samples/order.json\" with {{ … }}`: in the braces stands what is different in it.", place.slice(start, start + 3))),
        ),
        "given" if matches!(place.text(at), "=" | ":" | "in" | "with" | "as" | "is") && place.is_string(at + 1) => {
            Some(habit(CODE, place.span(at), "what is given comes `from` a file", "write `from`").replaced("from"))
        }
        "when" | "and" | "provided" | "input" | "giving" if place.text(start + 2) == "." => {
            Some(habit(CODE, place.span(start), format!("what comes in is said by `given`, not `{}`", place.text(start)), "write `given`").replaced("given"))
        }
        "assert" | "then" | "should" | "verify" | "expects" | "ensure" | "check" | "require" => {
            Some(habit(CODE, place.span(start), format!("what should happen is said by `expect`, not `{}`", place.text(start)), "write `expect`").replaced("expect"))
        }
        _ => None,
    }
}

/// `expect wms.release sent`, `expect wms.release to be sent`, `expect fails invalid`
fn expected(place: &Place<'_>) -> Option<Problem> {
    let start = place.piece.start;
    if !in_test(place) || place.text(start) != "expect" {
        return then_after_given(place);
    }
    if place.text(start + 1) == "not" && matches!(place.word(start + 2).as_str(), "alerted" | "notified" | "parked" | "failed" | "skipped" | "undone" | "answered") {
        let what = place.text(start + 2);
        return Some(
            habit(CODE, place.to(start + 1, start + 2), format!("`not` stands before `sent`, `asked` and `collecting`, not before `{what}`"), "not here")
                .helped("Leave the line out: a failure that no line of the test names fails it anyway."),
        );
    }
    if place.text(place.found) == "with" && place.text(place.found + 1) == "{" {
        let span = Span { start: place.span(place.found).start, end: place.span(place.found + 1).start };
        return Some(
            habit(CODE, place.span(place.found), "what is expected of a message stands in braces right behind it", "not needed").mended("remove `with`", vec![removal(span)]),
        );
    }
    if matches!(place.word(start + 1).as_str(), "fails" | "failure" | "fail" | "error") && place.is_word(start + 2) {
        let span = place.span(start + 1);
        return Some(habit(CODE, span, format!("this is written `failed`, not `{}`", place.text(start + 1)), "write `failed`").replaced("failed"));
    }
    let message = place.is_word(start + 1) && place.text(start + 2) == "." && place.is_word(start + 3);
    let rest: Vec<String> = (start + 4..place.piece.end).map(|at| place.word(at)).collect();
    let sent = message && rest.iter().any(|word| word == "sent");
    let not = rest.iter().any(|word| matches!(word.as_str(), "not" | "never" | "isn"));
    let span = place.to(start, place.piece.end - 1);
    let right = format!("expect {}sent {}", if not { "not " } else { "" }, place.slice(start + 1, start + 3));
    sent.then(|| habit(CODE, span, "what happens comes first, then the message", format!("write `{right}`")).replaced(right))
}

/// A `then …` line is read as the rest of the `given` above it.
fn then_after_given(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    (in_test(place) && matches!(place.word(at).as_str(), "then" | "and" | "assert"))
        .then(|| habit(CODE, place.span(at), format!("what should happen is said by `expect`, not `{}`", place.text(at)), "write `expect`").replaced("expect"))
}

/// `use partners/erp.{Erp}`, `use canonical.*`, `use a.B, a.C`, `use "file"`
fn module(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    if place.rule != Rule::one_use {
        return None;
    }
    let span = place.span(at);
    match place.text(at) {
        "/" | "\\" | ":" | "-" => {
            let edits = (at..place.piece.end).filter(|n| place.text(*n) == place.text(at)).map(|n| (place.span(n), ".".to_owned())).collect();
            Some(habit(CODE, span, "the steps to a module are parted by `.`", "write `.`").mended("write `.`", edits))
        }
        "as" if place.is_word(at + 1) => Some(habit(CODE, place.to(at, at + 1), "a `use` brings a name in as it is", "no other name").helped(
            "A name means the same in every file. Where two are alike, call your own otherwise; or bring the other one in in another file, which has the map that needs it.",
        )),
        "*" => Some(
            habit(CODE, span, "a `use` names what it brings in", "everything")
                .helped("Name the items: `use canonical.{Order, Address}`. So a reader sees where each name comes from."),
        ),
        "," if place.is_word(at + 1) => Some(
            habit(CODE, span, "each `use` names one module", "a second one")
                .mended("write a second `use`", vec![(Span { start: span.start, end: place.span(at + 1).start }, "\nuse ".to_owned())]),
        ),
        text if text.starts_with('"') => {
            let path = text.trim_matches('"').trim_start_matches("./").trim_end_matches(".flow").replace(['/', '\\'], ".");
            Some(habit(CODE, span, "a module is named without quotes and without `.flow`", format!("`{path}`")).helped(format!("Say what you need of it: `use {path}.{{…}}`.")))
        }
        _ => None,
    }
}
