//! Policies: what their steps say about the failure, and that each failure comes to an end.
//!
//! A policy answers when everything else has gone wrong, so nothing in it may fail. What it says about the failure is kept with each message as
//! plain data; so reasons, and failures that others are turned into, are made of fixed text and fields of `problem` alone.

mod problem;

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::reads::Reads;
use crate::context::{Body, Context, Def};
use crate::diagnostic::Fact as _;
use crate::library;
use crate::typed::{
    BUILT_IN_FAILURES, Const, End, Expr, ExprKind, FailureId, FlowStep, Local, LocalId, MessagePart, PolicyId, PolicySend, ProblemField, ProblemPart, RecordId, TextPart, Type,
};
use problem::Problem;

/// `problem` is the first local of every policy.
const PROBLEM: LocalId = LocalId(0);

pub(super) fn check(ctx: &mut Context<'_>, reads: &mut Reads, body: Body<'_>, item: &ast::Policy, id: PolicyId) {
    let mut checker = Checker::new(ctx, body.file, reads);
    checker.bind_problem(item.name.span);
    let said: Vec<Said> = item.arms.iter().map(|arm| checker.arm(arm)).collect();
    let locals = std::mem::take(&mut checker.locals);
    let failures: Vec<Vec<FailureId>> = item.arms.iter().map(|arm| failures_of(ctx, body, arm)).collect();
    if let Some(policy) = ctx.project.policies.get_mut(id.index()) {
        policy.locals = locals;
        for (failure, answer) in &mut policy.answers {
            let arm = failures.iter().position(|failures| failures.contains(failure));
            let Some(said) = arm.and_then(|arm| said.get(arm)) else { continue };
            answer.sends.clone_from(&said.sends);
            if let Some(end) = &said.end {
                answer.end.clone_from(end);
            }
        }
    }
    refuse_endless(ctx, body, id);
}

/// What the steps of an arm say, beyond what `declare/policies.rs` knows of them.
#[derive(Default)]
struct Said {
    sends: Vec<PolicySend>,
    end: Option<End>,
}

/// The failures that an arm answers; the wrong ones are reported already.
fn failures_of(ctx: &Context<'_>, body: Body<'_>, arm: &ast::PolicyArm) -> Vec<FailureId> {
    let known = arm.failures.iter().filter_map(|name| ctx.lookup(body.file, &name.text));
    known.filter_map(|def| if let Def::Failure(id) = def { Some(id) } else { None }).collect()
}

impl Checker<'_, '_> {
    fn bind_problem(&mut self, at: Span) {
        let records = self.ctx.project.records.iter();
        let record = records.enumerate().find(|(_, record)| record.decl.module == library::PROBLEM_MODULE && record.decl.name == "Problem");
        let ty = record.map_or(Type::Error, |(index, _)| Type::Record(RecordId(index as u32)));
        self.locals.push(Local { name: "problem".to_owned(), ty, span: at });
        self.scope.push(("problem".to_owned(), PROBLEM));
    }

    fn arm(&mut self, arm: &ast::PolicyArm) -> Said {
        let mut said = Said::default();
        for step in &arm.steps {
            match &step.kind {
                ast::StepKind::Send { system, message, args } => {
                    said.sends.extend(self.unfailing(step.span, |checker| checker.policy_send(step.span, system, message, args)));
                }
                ast::StepKind::Skip { because: Some(because) } if said.end.is_none() => {
                    said.end = self.unfailing(step.span, |checker| Some(End::Skip { because: checker.reason(because)? }));
                }
                ast::StepKind::FailAs(call) if said.end.is_none() => {
                    said.end = self.unfailing(step.span, |checker| checker.fail_as(step.span, call));
                }
                ast::StepKind::Skip { .. } | ast::StepKind::FailAs(_) => {}
                ast::StepKind::Retry { .. } | ast::StepKind::Park { .. } | ast::StepKind::Done => {}
                ast::StepKind::Notify { .. } | ast::StepKind::Alert { .. } | ast::StepKind::Undo | ast::StepKind::Error => {}
            }
        }
        said
    }

    /// Runs the check of a step, in which nothing may be raised.
    fn unfailing<T>(&mut self, span: Span, step: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let checked = step(self);
        let raised = std::mem::take(&mut self.failures);
        if !raised.is_empty() {
            let place = raised.values().next().copied().unwrap_or(span);
            self.ctx.report(Problem::MayFail { file: self.file, span: place, failures: self.failure_names(&raised) }.diagnostic());
        }
        checked
    }

    fn policy_send(&mut self, span: Span, system: &ast::Name, message: &ast::Name, args: &[ast::Expr]) -> Option<PolicySend> {
        let sent = self.send(span, system, message, args);
        // Its delivery is a matter of its own: what cannot be delivered is tried again and parked.
        super::flow::OF_SENDS.iter().for_each(|name| self.forget_built_in(name));
        if sent.is_none() {
            self.failures.clear();
        }
        let FlowStep::Send { system, contract, message, value, .. } = sent? else { return None };
        let ExprKind::System(system) = *system.kind else { return None };
        Some(PolicySend { system, contract, message, value, span })
    }

    fn forget_built_in(&mut self, name: &str) {
        if let Some(at) = BUILT_IN_FAILURES.iter().position(|known| *known == name) {
            self.failures.remove(&FailureId(at as u32));
        }
    }

    fn fail_as(&mut self, span: Span, call: &ast::FailCall) -> Option<End> {
        let fail = self.fail(call)?;
        self.failures.remove(&fail.failure);
        let args: Vec<Option<Vec<ProblemPart>>> = fail.args.iter().map(|arg| self.about_problem(arg)).collect();
        let args: Vec<Vec<ProblemPart>> = args.into_iter().collect::<Option<_>>()?;
        let declared = &self.ctx.project.failures.get(fail.failure.index())?.message;
        let message = declared.iter().flat_map(|part| match part {
            MessagePart::Literal(text) => vec![ProblemPart::Literal(text.clone())],
            MessagePart::Param(at) => args.get(*at as usize).cloned().unwrap_or_default(),
        });
        let message: Vec<ProblemPart> = message.collect();
        // A built-in failure has no words of its own, so those of the first one stay.
        let message = if message.is_empty() { vec![ProblemPart::Field(ProblemField::Message)] } else { message };
        Some(End::FailAs { failure: fail.failure, message, span })
    }

    fn reason(&mut self, because: &ast::Expr) -> Option<Vec<ProblemPart>> {
        let because = self.infer(because, None);
        self.about_problem(&because)
    }

    /// The value as a text that is known when the failure is; reports where that cannot be.
    fn about_problem(&self, expr: &Expr) -> Option<Vec<ProblemPart>> {
        match self.parts(expr) {
            Ok(parts) => return Some(parts),
            // What is wrong in itself, may be missing or might fail, is said already.
            Err(unknown) if matches!(unknown.ty, Type::Error | Type::Optional(_)) || matches!(*unknown.kind, ExprKind::Fit { .. }) => {}
            Err(unknown) => self.ctx.report(Problem::NotKnown { file: self.file, span: unknown.span }.diagnostic()),
        }
        None
    }

    /// The parts of the text; or what of it is not known.
    fn parts<'e>(&self, expr: &'e Expr) -> Result<Vec<ProblemPart>, &'e Expr> {
        match &*expr.kind {
            ExprKind::Const(value) => Ok(vec![ProblemPart::Literal(self.written(value))]),
            ExprKind::Text(parts) => {
                let parts = parts.iter().map(|part| match part {
                    TextPart::Literal(text) => Ok(vec![ProblemPart::Literal(text.clone())]),
                    TextPart::Hole(hole) => self.parts(hole),
                });
                Ok(parts.collect::<Result<Vec<_>, _>>()?.concat())
            }
            ExprKind::Field { .. } => match self.problem_field(expr).and_then(known_field) {
                Some(field) => Ok(vec![ProblemPart::Field(field)]),
                None => Err(expr),
            },
            ExprKind::Else { value, fallback } if self.problem_field(value) == Some("path") => match self.parts(fallback)?.as_slice() {
                [] => Ok(vec![ProblemPart::Path { otherwise: String::new() }]),
                [ProblemPart::Literal(otherwise)] => Ok(vec![ProblemPart::Path { otherwise: otherwise.clone() }]),
                _ => Err(fallback),
            },
            _ => Err(expr),
        }
    }

    /// The name of the field, where it is one of `problem`.
    fn problem_field(&self, expr: &Expr) -> Option<&str> {
        let ExprKind::Field { base, field } = &*expr.kind else { return None };
        let (ExprKind::Local(PROBLEM), Type::Record(record)) = (&*base.kind, &base.ty) else { return None };
        Some(&self.ctx.project.records.get(record.index())?.fields.get(*field as usize)?.name)
    }

    /// A constant as it stands in a sentence.
    fn written(&self, value: &Const) -> String {
        match value {
            Const::Text(text) => text.clone(),
            other => crate::show::constant(&self.ctx.project, other),
        }
    }
}

fn known_field(name: &str) -> Option<ProblemField> {
    Some(match name {
        "failure" => ProblemField::Failure,
        "message" => ProblemField::Message,
        "flow" => ProblemField::Flow,
        "system" => ProblemField::System,
        "event" => ProblemField::Event,
        "key" => ProblemField::Key,
        "at" => ProblemField::At,
        _ => return None,
    })
}

/// A failure that is turned into another one ends with that one's answer: there must be one, and no circle.
fn refuse_endless(ctx: &Context<'_>, body: Body<'_>, id: PolicyId) {
    let Some(policy) = ctx.project.policies.get(id.index()) else { return };
    let becomes = |failure: FailureId| {
        let answer = policy.answers.iter().find(|(answered, _)| *answered == failure).map(|(_, answer)| answer)?;
        if let End::FailAs { failure, span, .. } = &answer.end { Some((*failure, *span)) } else { None }
    };
    let name = |failure: FailureId| ctx.project.failures.get(failure.index()).map_or_else(String::new, |failure| failure.decl.name.clone());
    let mut in_circle: Vec<FailureId> = Vec::new();
    let mut unanswered: Vec<FailureId> = Vec::new();
    for (failure, _) in &policy.answers {
        let mut path = vec![*failure];
        while let Some((next, span)) = path.last().and_then(|last| becomes(*last)) {
            if let Some(start) = path.iter().position(|seen| *seen == next) {
                let circle = path.split_off(start);
                if !circle.iter().any(|failure| in_circle.contains(failure)) {
                    let names = circle.iter().map(|failure| name(*failure)).collect();
                    ctx.report(Problem::Circle { file: body.file, span, names }.diagnostic());
                }
                in_circle.extend(circle);
                break;
            }
            let answered = policy.answers.iter().any(|(answered, _)| *answered == next);
            if !answered && !unanswered.contains(&next) && !ctx.is_damaged(Def::Policy(id)) {
                unanswered.push(next);
                let end = body.item.span.end.saturating_sub(1);
                let insert = Span { start: end, end };
                ctx.report(Problem::Unanswered { file: body.file, span, policy: policy.decl.name.clone(), failure: name(next), insert }.diagnostic());
            }
            path.push(next);
        }
    }
}
