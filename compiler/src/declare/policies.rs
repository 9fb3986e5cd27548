//! `policy`: one answer for each failure, made of steps that come to an end. What steps say about the failure is for `bodies/policy.rs`.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ExprKind, Step, StepKind};
use rustc_hash::FxHashMap;

use crate::context::{Context, Def, Want};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::duration;
use crate::show::listed;
use crate::sources::FileId;
use crate::typed::{Answer, End, FailureId, PolicyId, Retry};

/// More tries than this are a mistake: at the longest pause of a policy they would go on for years.
const TIMES_MAX: u32 = 1000;

/// Failures that come from the event itself: the same event meets them again.
const UNCHANGING: [&str; 4] = ["invalid", "misfit", "unmapped", "missing"];

#[derive(Clone, Debug)]
enum Problem {
    /// Of one line all the failures that were answered before, each with its first place.
    Twice {
        file: FileId,
        again: Again,
    },
    NoEnd {
        file: FileId,
        span: Span,
    },
    BehindEnd {
        file: FileId,
        span: Span,
        end: Span,
        step: &'static str,
    },
    BehindFailAs {
        file: FileId,
        span: Span,
        end: Span,
    },
    UndoTwice {
        file: FileId,
        span: Span,
        first: Span,
    },
    RetryNotFirst {
        file: FileId,
        span: Span,
    },
    Times {
        file: FileId,
        span: Span,
    },
    Pause {
        file: FileId,
        span: Span,
        why: String,
    },
    PausesSwapped {
        file: FileId,
        from: Span,
        to: Span,
        texts: (String, String),
    },
    PointlessRetry {
        file: FileId,
        name: ast::Name,
        retry: Span,
    },
}

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Policy, id: PolicyId) {
    let mut seen: FxHashMap<FailureId, Span> = FxHashMap::default();
    let mut answers: Vec<(FailureId, Answer)> = Vec::new();
    for arm in &item.arms {
        let answer = answer(ctx, file, arm);
        let mut again = Vec::new();
        for name in &arm.failures {
            let Some(failure) = arm_failure(ctx, file, name, &mut seen, &mut again) else {
                // What it answers is not known in full, so nothing is missed in it.
                ctx.damaged.insert(Def::Policy(id));
                continue;
            };
            warn_of_pointless_retry(ctx, file, arm, name);
            answers.push((failure, answer.clone()));
        }
        if !again.is_empty() {
            ctx.report(Problem::Twice { file, again }.diagnostic());
        }
    }
    answers.sort_by_key(|(failure, _)| *failure);
    if let Some(policy) = ctx.project.policies.get_mut(id.index()) {
        policy.answers = answers;
    }
}

type Again = Vec<(ast::Name, Span)>;

fn arm_failure(ctx: &Context<'_>, file: FileId, name: &ast::Name, seen: &mut FxHashMap<FailureId, Span>, again: &mut Again) -> Option<FailureId> {
    let Some(Def::Failure(failure)) = ctx.expect(file, name, Want::Failure, &[]) else { return None };
    if let Some(first) = seen.get(&failure) {
        again.push((name.clone(), *first));
        return None;
    }
    seen.insert(failure, name.span);
    Some(failure)
}

fn warn_of_pointless_retry(ctx: &Context<'_>, file: FileId, arm: &ast::PolicyArm, name: &ast::Name) {
    let retry = arm.steps.iter().find(|step| matches!(step.kind, StepKind::Retry { .. }));
    if let (true, Some(retry)) = (UNCHANGING.contains(&name.text.as_str()), retry) {
        ctx.report(Problem::PointlessRetry { file, name: name.clone(), retry: retry.span }.diagnostic());
    }
}

/// The answer that an arm's steps make. Where they are wrong (reported), the event is parked.
fn answer(ctx: &Context<'_>, file: FileId, arm: &ast::PolicyArm) -> Answer {
    let mut answer = Answer { retry: None, notify: Vec::new(), alert: Vec::new(), undo: None, sends: Vec::new(), end: End::Park { desk: None } };
    let mut end: Option<&Step> = None;
    for (at, step) in arm.steps.iter().enumerate() {
        refuse_behind_end(ctx, file, step, end);
        match &step.kind {
            StepKind::Retry { times, from, to } => {
                if at > 0 {
                    ctx.report(Problem::RetryNotFirst { file, span: step.span }.diagnostic());
                }
                answer.retry = retry(ctx, file, times, from, to);
            }
            StepKind::Notify { desk } => answer.notify.push(desk.text.clone()),
            StepKind::Alert { desk } => answer.alert.push(desk.text.clone()),
            StepKind::Undo => match answer.undo {
                Some(first) => ctx.report(Problem::UndoTwice { file, span: step.span, first }.diagnostic()),
                None => answer.undo = Some(step.span),
            },
            StepKind::Park { desk } if end.is_none() => answer.end = End::Park { desk: desk.as_ref().map(|desk| desk.text.clone()) },
            StepKind::Done if end.is_none() => answer.end = End::Done,
            StepKind::Skip { .. } if end.is_none() => answer.end = End::Skip { because: Vec::new() },
            StepKind::Park { .. } | StepKind::Done | StepKind::Skip { .. } | StepKind::FailAs(_) | StepKind::Send { .. } | StepKind::Error => {}
        }
        if end.is_none() && is_end(step) {
            end = Some(step);
        }
    }
    if end.is_none() {
        let span = arm.steps.last().map_or(arm.span, |step| step.span);
        ctx.report(Problem::NoEnd { file, span }.diagnostic());
    }
    answer
}

/// Behind this step the event has come to its end.
fn is_end(step: &Step) -> bool {
    match step.kind {
        StepKind::Park { .. } | StepKind::Done | StepKind::Skip { .. } | StepKind::FailAs(_) | StepKind::Error => true,
        StepKind::Retry { .. } | StepKind::Notify { .. } | StepKind::Alert { .. } | StepKind::Undo | StepKind::Send { .. } => false,
    }
}

/// People and systems may be told behind the end, too; a failure that is turned into another one goes on with that one's answer.
fn refuse_behind_end(ctx: &Context<'_>, file: FileId, step: &Step, end: Option<&Step>) {
    let Some(end) = end.filter(|end| end.kind != StepKind::Error) else { return };
    let tells = match step.kind {
        StepKind::Notify { .. } | StepKind::Alert { .. } | StepKind::Send { .. } => true,
        // `retry` is said to come first, in any case.
        StepKind::Retry { .. } | StepKind::Error => return,
        StepKind::Park { .. } | StepKind::Done | StepKind::Skip { .. } | StepKind::FailAs(_) | StepKind::Undo => false,
    };
    let (span, end_span) = (step.span, end.span);
    if matches!(end.kind, StepKind::FailAs(_)) {
        ctx.report(Problem::BehindFailAs { file, span, end: end_span }.diagnostic());
    } else if !tells {
        let step = if matches!(step.kind, StepKind::Undo) { "undo" } else { "a second end" };
        ctx.report(Problem::BehindEnd { file, span, end: end_span, step }.diagnostic());
    }
}

fn retry(ctx: &Context<'_>, file: FileId, times: &ast::Number, from: &ast::Expr, to: &ast::Expr) -> Option<Retry> {
    let count = times.text.parse().ok().filter(|count| (1..=TIMES_MAX).contains(count));
    if count.is_none() {
        ctx.report(Problem::Times { file, span: times.span }.diagnostic());
    }
    let (from_ms, to_ms) = (pause(ctx, file, from), pause(ctx, file, to));
    let (from_ms, to_ms) = (from_ms?, to_ms?);
    if from_ms > to_ms {
        let texts = (ctx.text(file, from.span).to_owned(), ctx.text(file, to.span).to_owned());
        ctx.report(Problem::PausesSwapped { file, from: from.span, to: to.span, texts }.diagnostic());
    }
    Some(Retry { times: count?, from_ms, to_ms })
}

/// Milliseconds of a quantity such as `2s`.
fn pause(ctx: &Context<'_>, file: FileId, expr: &ast::Expr) -> Option<u64> {
    let why = match &*expr.kind {
        ExprKind::Quantity { number, unit } => match duration::nanos(&number.text, &unit.text) {
            Ok(nanos) if nanos >= 1_000_000 => return Some(nanos as u64 / 1_000_000),
            Ok(_) => "a pause is at least one millisecond".to_owned(),
            Err(error) => error.to_string(),
        },
        ExprKind::Error => return None,
        _ => "a length of time is needed".to_owned(),
    };
    ctx.report(Problem::Pause { file, span: expr.span, why }.diagnostic());
    None
}

fn twice(file: FileId, again: &Again) -> Diagnostic {
    let names: Vec<String> = again.iter().map(|(name, _)| name.text.clone()).collect();
    let problem = Diagnostic::error("E0552", format!("This policy answers {} twice.", listed(&names)));
    let problem = again.iter().fold(problem, |problem, (name, _)| problem.at(file, name.span, "the second answer"));
    let problem = again.iter().fold(problem, |problem, (_, first)| problem.at(file, *first, "the first"));
    problem.help("Keep one: a failure has one answer.")
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Twice { file, again } => twice(*file, again),
            Problem::NoEnd { file, span } => Diagnostic::error("E0553", "This answer does not say what becomes of the event in the end.")
                .at(*file, *span, "and then?")
                .help("End with `park` (people look at it), `done` (nothing more to do), `skip` (the same, with a reason) or `fail as` another failure.")
                .fix("append `then park`", vec![Edit { file: *file, span: span.after(), text: " then park".to_owned() }]),
            Problem::BehindEnd { file, span, end, step: "undo" } => Diagnostic::error("E0553", "The answer has ended already.")
                .at(*file, *span, "too late")
                .at(*file, *end, "the end")
                .help("Put `undo` before the end: `undo then park`."),
            Problem::BehindEnd { file, span, end, step } => {
                Diagnostic::error("E0553", "The answer has ended already.").at(*file, *span, *step).at(*file, *end, "the first").help("Keep one of them: an event has one end.")
            }
            Problem::BehindFailAs { file, span, end } => Diagnostic::error("E0553", "Nothing comes behind `fail as`: what happens then is the answer to the other failure.")
                .at(*file, *span, "never reached")
                .at(*file, *end, "it is another failure from here on")
                .help("Put this step before `fail as`, or into the other failure's answer."),
            Problem::UndoTwice { file, span, first } => {
                Diagnostic::error("E0553", "What was sent can be undone once.").at(*file, *span, "the second").at(*file, *first, "the first").help("Keep one `undo`.")
            }
            Problem::RetryNotFirst { file, span } => Diagnostic::error("E0553", "`retry` is the first step of an answer: the others happen when trying again did not help.")
                .at(*file, *span, "not first")
                .help("Write `retry … then notify … then park`."),
            Problem::Times { file, span } => {
                Diagnostic::error("E0554", format!("This is no number of tries: from 1 to {TIMES_MAX}.")).at(*file, *span, "tries").help("Write `retry 10 times from 2s to 5min`.")
            }
            Problem::Pause { file, span, why } => {
                let diagnostic = Diagnostic::error("E0554", format!("This is no pause between tries: {why}.")).at(*file, *span, "pause");
                let diagnostic = diagnostic.help("Write a number with its unit: `2s`, `5min`, `1h`.");
                let unit = why.split('`').nth(1).unwrap_or_default();
                match crate::resolve::unit_of_time(unit) {
                    Some(right) => {
                        let place = Span { start: span.end - unit.len() as u32, end: span.end };
                        diagnostic.fix(format!("write `{right}`"), vec![Edit { file: *file, span: place, text: right.to_owned() }])
                    }
                    None => diagnostic,
                }
            }
            Problem::PausesSwapped { file, from, to, texts } => Diagnostic::error("E0554", "The first pause is longer than the last: pauses grow from try to try.")
                .at(*file, *from, "first pause")
                .at(*file, *to, "longest pause")
                .help("Write the shorter one first: `from 2s to 5min`.")
                .fix("swap them", vec![Edit { file: *file, span: *from, text: texts.1.clone() }, Edit { file: *file, span: *to, text: texts.0.clone() }]),
            Problem::PointlessRetry { file, name, retry } => {
                Diagnostic::warning("W0203", format!("Trying again does not help against `{}`: the same event fails in the same way.", name.text))
                    .at(*file, name.span, "comes from the event itself")
                    .at(*file, *retry, "tried again")
                    .help("Answer it with `park`, so that somebody mends the event or the mapping.")
            }
        }
    }
}
