//! A flow as a function of its event: it checks, skips, collects, answers and sends.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Collect, ContractId, Expr, Fail, Flow, FlowStep, LocalId, Priority, Start, Type, Undo};

use super::{Body, Later, Lowering};
use crate::coverage::{Spot, Step};
use crate::ir::{self, Blame, Function, FunctionIndex, Inst, Reg, Site};
use crate::slot::Slot;

impl Lowering<'_, '_> {
    pub(super) fn flow(&mut self, flow: &Flow) -> FunctionIndex {
        let event = match flow.start {
            Start::Event { .. } => vec![LocalId(0)],
            Start::Schedule(_) => Vec::new(),
        };
        let params = event.len() as u32;
        let mut body = Body::new(flow.decl.place.file, event, true);
        if let (Start::Event { .. }, Some(event)) = (&flow.start, flow.locals.first()) {
            body.look_at(self, Reg(0), &event.ty, Blame::Payload(String::new()));
        }
        body.mark_step(self, flow.decl.place.span, Step::Runs);
        if let Start::Schedule(_) = flow.start {
            body.later(self, "schedules", flow.decl.place.span);
        }
        if flow.priority != Priority::Normal {
            body.later(self, "`priority`", flow.decl.place.span);
        }
        for step in &flow.steps {
            body.step(self, step);
        }
        let result = body.constant(Slot::Missing);
        self.place(Function { name: format!("{}.{}", flow.decl.module, flow.decl.name), params, registers: body.registers, body: body.code, result })
    }
}

impl Body {
    /// Something that is not in production yet.
    pub(super) fn later(&self, lowering: &mut Lowering<'_, '_>, what: &'static str, span: Span) {
        let source = self.source(lowering, span).to_string();
        lowering.later.push(Later { what, source });
    }

    pub(super) fn step(&mut self, lowering: &mut Lowering<'_, '_>, step: &FlowStep) {
        match step {
            FlowStep::Let(local, value) => self.let_(lowering, *local, value),
            FlowStep::Check { condition, fail } => {
                let (place, written) = (condition.span, condition);
                let condition = self.expr(lowering, condition);
                let (otherwise, ()) = self.block(|body| {
                    body.mark_step(lowering, place, Step::Fails);
                    body.note(lowering, "check", written);
                    body.raise(lowering, fail);
                });
                self.push(Inst::If { condition, then: Vec::new(), otherwise });
            }
            FlowStep::Skip { condition, because } => {
                let place = condition.span;
                let condition = self.expr(lowering, condition);
                let (then, ()) = self.block(|body| {
                    body.mark_step(lowering, place, Step::Skips);
                    let because = body.expr(lowering, because);
                    body.push(Inst::Skip { because });
                });
                self.push(Inst::If { condition, then, otherwise: Vec::new() });
            }
            FlowStep::Advance { lifecycle, key, to, from, span } => {
                let key = self.part(lowering, key);
                self.mark_step(lowering, *span, Step::Moves);
                self.later(lowering, "`advance`", *span);
                lowering.moves.push((*lifecycle, *to, from.clone()));
                self.push(Inst::Advance { place: lowering.moves.len() - 1, key });
            }
            FlowStep::Send { system, contract, message, value, answer: Some(answer), span, .. } => {
                self.exchange(lowering, (system, value), (*contract, *message), *answer, *span);
            }
            FlowStep::Send { system, contract, message, value, answer: None, undo, span } => {
                let system = self.expr(lowering, system);
                let value = self.expr(lowering, value);
                self.mark_step(lowering, *span, Step::Sends);
                let place = lowering.outlet((*contract, *message));
                let undo = undo.as_ref().map(|undo| self.undo(lowering, undo));
                self.push(Inst::Send { system, place, value, undo });
            }
            FlowStep::For { rows, steps, span } => {
                self.for_with(lowering, rows, *span, |body, lowering| {
                    steps.iter().for_each(|step| body.step(lowering, step));
                    body.constant(Slot::Missing)
                });
            }
            FlowStep::Match { subjects, arms, bodies } => self.match_steps(lowering, (subjects, arms), bodies),
            FlowStep::Collect(collect) => self.collect(lowering, collect),
            FlowStep::Answer { value, span } => {
                self.later(lowering, "`answer`", *span);
                let value = self.expr(lowering, value);
                self.mark_step(lowering, *span, Step::Answers);
                self.push(Inst::Reply { value });
            }
        }
    }

    /// A message, and what comes back from it.
    fn exchange(&mut self, lowering: &mut Lowering<'_, '_>, (system, value): (&Expr, &Expr), (contract, message): (ContractId, u32), answer: LocalId, span: Span) {
        self.later(lowering, "`let … = send`", span);
        let site = Site { source: self.source(lowering, span), blame: Blame::Nobody };
        let (system, value) = (self.expr(lowering, system), self.expr(lowering, value));
        self.mark_step(lowering, span, Step::Sends);
        let place = lowering.outlet((contract, message));
        let accepts = lowering.shared.project.contracts.get(contract.index()).and_then(|contract| contract.accepts.get(message as usize));
        let ty = accepts.and_then(|accepts| accepts.answer.clone()).unwrap_or(Type::Error);
        lowering.replies.push(ty.clone());
        let reply = lowering.replies.len() - 1;
        let came = self.to(|to| Inst::Exchange { to, system, place, value, reply, site });
        self.look_at(lowering, came, &ty, Blame::Nobody);
        self.locals.insert(answer, came);
    }

    fn undo(&mut self, lowering: &mut Lowering<'_, '_>, undo: &Undo) -> (Reg, usize, Reg) {
        self.later(lowering, "`undo`", undo.span);
        let (system, value) = (self.expr(lowering, &undo.system), self.expr(lowering, &undo.value));
        (system, lowering.outlet((undo.contract, undo.message)), value)
    }

    fn collect(&mut self, lowering: &mut Lowering<'_, '_>, collect: &Collect) {
        self.later(lowering, "`collect`", collect.span);
        let keys = collect.by.iter().map(|key| self.part(lowering, key)).collect();
        let to = self.register();
        self.locals.insert(collect.binding, to);
        let until = collect.until.as_ref().map(|until| self.block(|body| body.until(lowering, until, collect.span)));
        // A timer that is finer than a millisecond would not be kept.
        let after_ms = (collect.after_nanos / 1_000_000).max(1);
        self.push(Inst::Collect(Box::new(ir::Collect { name: collect.name.clone(), to, keys, until, after_ms })));
    }

    fn until(&mut self, lowering: &mut Lowering<'_, '_>, until: &Expr, span: Span) -> Reg {
        let complete = self.expr(lowering, until);
        self.mark_if(lowering, complete, Spot::Step { file: self.file, span, what: Step::Completes });
        complete
    }

    fn raise(&mut self, lowering: &mut Lowering<'_, '_>, fail: &Fail) {
        let span = fail.args.first().map(|arg| arg.span).unwrap_or_default();
        self.fail(lowering, fail, span);
    }
}
