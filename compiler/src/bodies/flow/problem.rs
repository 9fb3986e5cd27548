//! What can be wrong with the parts of a flow that are more than mapping and sending.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// Stands within a `for` or `match`.
    TopOnly {
        file: FileId,
        span: Span,
        what: &'static str,
        within: &'static str,
    },
    CollectNowhere {
        file: FileId,
        span: Span,
        why: &'static str,
        other: Option<(Span, &'static str)>,
    },
    CollectKey {
        file: FileId,
        span: Span,
        is: String,
        missing: bool,
    },
    CollectTime {
        file: FileId,
        span: Span,
        why: String,
    },
    Priority {
        file: FileId,
        level: ast::Name,
        near: Option<&'static str>,
    },
    PriorityTwice {
        file: FileId,
        span: Span,
        first: Span,
    },
    AnswerUnasked {
        file: FileId,
        span: Span,
        event: Option<(FileId, Span)>,
    },
    AnswerTwice {
        file: FileId,
        span: Span,
        first: Span,
    },
    NoAnswer {
        file: FileId,
        flow: ast::Name,
        event: (FileId, Span),
        record: String,
    },
    SkipsAnswer {
        file: FileId,
        span: Span,
        answer: Option<Span>,
        event: (FileId, Span),
    },
    TwoAnswer {
        file: FileId,
        flow: ast::Name,
        first: (FileId, Span),
    },
    Time {
        file: FileId,
        span: Span,
        why: String,
    },
    Zone {
        file: FileId,
        span: Span,
        zone: String,
        near: Option<String>,
        edit: Span,
    },
    Every {
        file: FileId,
        span: Span,
        why: String,
    },
    /// What happens when the clock skips or repeats the time.
    Unsaid {
        file: FileId,
        span: Span,
        case: &'static str,
        day: String,
        time: String,
        zone: String,
        choices: &'static [&'static str],
    },
    Rule {
        file: FileId,
        rule: ast::Name,
        case: &'static str,
        choices: &'static [&'static str],
        near: Option<&'static str>,
    },
    RuleTwice {
        file: FileId,
        span: Span,
        first: Span,
    },
    RuleForNothing {
        file: FileId,
        span: Span,
        case: &'static str,
        remove: Span,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::TopOnly { file, span, what, within } => {
                let diagnostic = Diagnostic::error("E0690", format!("`{what}` is about the whole flow, so it cannot stand within a `{within}`.")).at(
                    *file,
                    *span,
                    format!("within a `{within}`"),
                );
                match *within {
                    "for" => diagnostic.help("Write it before or behind the `for`. Rows that do not count are left out with `where`."),
                    _ => diagnostic.help("Write it before or behind the `match`; what depends on the case is a value: `answer match event { … }`."),
                }
            }
            Problem::CollectNowhere { file, span, why, other } => {
                let diagnostic = Diagnostic::error("E0691", format!("There is nothing to collect here: {why}.")).at(*file, *span, "collects");
                match other {
                    Some((other, label)) => diagnostic.at(*file, *other, *label),
                    None => diagnostic,
                }
            }
            Problem::CollectKey { file, span, is, missing } => {
                let message = if *missing {
                    format!("Events are collected by a value that is always there, and this is `{is}`.")
                } else {
                    format!("Events are collected by single values, and this is `{is}`.")
                };
                Diagnostic::error("E0692", message)
                    .at(*file, *span, format!("this is {is}"))
                    .help("Name what the events have in common, such as the order's number: `collect picks by pick.order_no …`.")
            }
            Problem::CollectTime { file, span, why } => Diagnostic::error("E0692", format!("This does not say how long to wait: {why}."))
                .at(*file, *span, "how long?")
                .help("Write a number with its unit: `or after 8h`. Without an end nothing would ever be sent for an event that never comes."),
            Problem::Priority { file, level, near } => {
                let diagnostic = Diagnostic::error("E0693", format!("There is no priority `{}`.", level.text)).at(*file, level.span, "unknown priority");
                let diagnostic = diagnostic.help("It is `high`, `normal` or `low`; a flow that says nothing has `normal`.");
                match near {
                    Some(near) => diagnostic.fix(format!("write `{near}`"), vec![Edit { file: *file, span: level.span, text: (*near).to_owned() }]),
                    None => diagnostic,
                }
            }
            Problem::PriorityTwice { file, span, first } => {
                Diagnostic::error("E0693", "A flow has one priority.").at(*file, *span, "the second").at(*file, *first, "the first").help("Keep one of them.")
            }
            Problem::AnswerUnasked { file, span, event } => {
                let diagnostic = Diagnostic::error("E0694", "Nobody waits for an answer here.").at(*file, *span, "answers");
                match event {
                    Some((file, span)) => diagnostic
                        .at(*file, *span, "awaits nothing")
                        .help("Add `awaits` and a record to the event in the contract: `sends rates : RateRequest on POST \"/rates\" awaits RateReply`."),
                    None => diagnostic.help("A schedule has no sender; `send` the message to a system."),
                }
            }
            Problem::AnswerTwice { file, span, first } => {
                Diagnostic::error("E0694", "A request is answered once.").at(*file, *span, "the second answer").at(*file, *first, "the first").help("Keep one of them.")
            }
            Problem::NoAnswer { file, flow, event, record } => Diagnostic::error("E0694", format!("The sender waits for a `{record}`, and flow `{}` does not answer.", flow.text))
                .at(*file, flow.span, "no `answer`")
                .at(event.0, event.1, "awaits an answer")
                .help("Write `answer` and what is to be answered: `answer to_reply(request)`."),
            Problem::SkipsAnswer { file, span, answer, event } => {
                let diagnostic = Diagnostic::error("E0694", "The sender waits for an answer, and a flow that skips here would give none.")
                    .at(*file, *span, "skips")
                    .at(event.0, event.1, "awaits an answer")
                    .help("Answer first and skip behind it, or stop with `check … else fail …`: a failure is an answer, too.");
                answer.map_or(diagnostic.clone(), |answer| diagnostic.at(*file, answer, "the answer"))
            }
            Problem::TwoAnswer { file, flow, first } => Diagnostic::error("E0695", "Two flows would answer this event, and its sender waits for one answer.")
                .at(*file, flow.span, "the second flow")
                .at(first.0, first.1, "the first")
                .help("Let one flow answer, and start the other by an event that awaits nothing."),
            Problem::Time { file, span, why } => Diagnostic::error("E0696", format!("This is no time of day with its zone: {why}."))
                .at(*file, *span, "when?")
                .help("Write hours, minutes and the zone whose clock counts: `at \"02:00 America/New_York\"`."),
            Problem::Zone { file, span, zone, near, edit } => {
                let diagnostic = Diagnostic::error("E0379", format!("There is no time zone \"{zone}\".")).at(*file, *span, "unknown zone");
                match near {
                    Some(near) => diagnostic.help(format!("Did you mean \"{near}\"?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: *edit, text: near.clone() }]),
                    None => diagnostic.help("Zones are named by region and city, such as \"America/New_York\", or \"UTC\"."),
                }
            }
            Problem::Every { file, span, why } => Diagnostic::error("E0696", format!("This is no time between two runs: {why}."))
                .at(*file, *span, "how often?")
                .help("Write a number with its unit: `every 15min`, `every 2h`."),
            Problem::Unsaid { file, span, case, day, time, zone, choices } => unsaid(*file, *span, case, day, time, zone, choices),
            Problem::Rule { file, rule, case, choices, near } => {
                let diagnostic =
                    Diagnostic::error("E0698", format!("`{case}` does not know `{}`.", rule.text)).at(*file, rule.span, "unknown").help(format!("It is {}.", choices.join(", ")));
                match near {
                    Some(near) => diagnostic.fix(format!("write `{near}`"), vec![Edit { file: *file, span: rule.span, text: (*near).to_owned() }]),
                    None => diagnostic,
                }
            }
            Problem::RuleTwice { file, span, first } => {
                Diagnostic::error("E0698", "This is said twice.").at(*file, *span, "the second").at(*file, *first, "the first").help("Keep one of them.")
            }
            Problem::RuleForNothing { file, span, case, remove } => Diagnostic::warning("W0690", format!("No clock of this zone is ever set so that the time is {case}."))
                .at(*file, *span, "never happens")
                .fix("remove it", vec![Edit { file: *file, span: *remove, text: String::new() }]),
        }
    }
}

fn unsaid(file: FileId, span: Span, case: &'static str, day: &str, time: &str, zone: &str, choices: &[&str]) -> Diagnostic {
    let (message, help) = match case {
        "skipped" => (
            format!("On {day} there is no {time} in {zone}: the clock is set forward over it."),
            "Say what happens on such a day: `skipped later` runs as soon as the clock goes on, `skipped omitted` not at all.",
        ),
        _ => (
            format!("On {day} it is {time} twice in {zone}: the clock is set back over it."),
            "Say what happens on such a day: `repeated first`, `repeated last` or `repeated twice`.",
        ),
    };
    let choice = choices.first().copied().unwrap_or_default();
    Diagnostic::error("E0697", message)
        .at(file, span, "at a time that daylight saving changes")
        .help(help)
        .fix(format!("write `{case} {choice}`"), vec![Edit { file, span: span.after(), text: format!(" {case} {choice}") }])
}
