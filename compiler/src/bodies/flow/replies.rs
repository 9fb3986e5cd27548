//! `answer`: the reply to a sender that waits. There is one, whatever way the flow takes.

use crossdock_syntax::{Span, ast};

use super::super::Checker;
use super::Statements;
use super::problem::Problem;
use crate::sources::FileId;
use crate::typed::{FlowStep, Sends, Start, Type};

impl Checker<'_, '_> {
    /// What the event's sender waits for, if it does.
    pub(super) fn awaited(&self, start: &Start) -> Option<Type> {
        self.sends_of(start)?.1.awaits.map(Type::Record)
    }

    fn sends_of(&self, start: &Start) -> Option<(FileId, &Sends)> {
        let Start::Event { contract, event, .. } = start else { return None };
        let contract = self.ctx.project.contracts.get(contract.index())?;
        Some((contract.decl.place.file, contract.sends.get(*event as usize)?))
    }

    pub(super) fn answer(&mut self, span: Span, value: &ast::Expr, found: &mut Statements) -> Option<FlowStep> {
        self.top_only("answer", span, found);
        if let Some(first) = found.answers.first() {
            self.tell_flow(Problem::AnswerTwice { file: self.file, span, first: *first });
        }
        found.answers.push(span);
        let Some(awaits) = found.awaits.clone() else {
            self.infer(value, None);
            return None;
        };
        let value = self.assigned(value, &awaits, None);
        Some(FlowStep::Answer { value, span })
    }

    /// Asked for and not given, given and not asked for, or passed by.
    pub(super) fn replies(&self, item: &ast::Flow, start: &Start, found: &Statements) {
        let sends = self.sends_of(start).map(|(file, sends)| ((file, sends.span), sends));
        match (found.answers.first(), &found.awaits, sends) {
            (Some(first), None, sends) => self.tell_flow(Problem::AnswerUnasked { file: self.file, span: *first, event: sends.map(|(place, _)| place) }),
            (first, Some(_), Some((event, _))) => {
                if let Some(span) = found.skipped {
                    self.tell_flow(Problem::SkipsAnswer { file: self.file, span, answer: first.copied(), event });
                }
                if self.only_one_answers(item, start) {
                    return;
                }
                let broken = item.stmts.iter().any(|stmt| matches!(stmt, ast::FlowStmt::Error(_)));
                if first.is_none() && !broken {
                    let record = found.awaits.as_ref().map_or_else(String::new, |ty| self.ctx.show(ty));
                    self.tell_flow(Problem::NoAnswer { file: self.file, flow: item.name.clone(), event, record });
                }
            }
            _ => {}
        }
    }

    /// Whether another flow answers the same; reported if so.
    fn only_one_answers(&self, item: &ast::Flow, start: &Start) -> bool {
        let Start::Event { systems, event, .. } = start else { return false };
        let same = |other: &Start| match other {
            Start::Event { systems: others, event: other, .. } => other == event && others.iter().any(|system| systems.contains(system)),
            Start::Schedule(_) => false,
        };
        let first = self.ctx.project.flows.iter().find(|flow| same(&flow.start)).map(|first| (first.decl.place.file, first.decl.place.span));
        if let Some(first) = first {
            self.tell_flow(Problem::TwoAnswer { file: self.file, flow: item.name.clone(), first });
        }
        first.is_some()
    }
}
