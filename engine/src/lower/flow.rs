//! A flow as a function of its event: it checks, skips and sends.

use crossdock_compiler::typed::{Fail, Flow, FlowStep, LocalId};

use super::{Body, Later, Lowering};
use crate::coverage::Step;
use crate::ir::{Blame, Function, FunctionIndex, Inst, Reg};
use crate::slot::Slot;

impl Lowering<'_, '_> {
    pub(super) fn flow(&mut self, flow: &Flow) -> FunctionIndex {
        let mut body = Body::new(flow.decl.place.file, vec![LocalId(0)], true);
        if let Some(event) = flow.locals.first() {
            body.look_at(self, Reg(0), &event.ty, Blame::Payload(String::new()));
        }
        for step in &flow.steps {
            body.step(self, step);
        }
        let result = body.constant(Slot::Missing);
        self.place(Function { name: format!("{}.{}", flow.decl.module, flow.decl.name), params: 1, registers: body.registers, body: body.code, result })
    }
}

impl Body {
    fn step(&mut self, lowering: &mut Lowering<'_, '_>, step: &FlowStep) {
        match step {
            FlowStep::Let(local, value) => self.let_(lowering, *local, value),
            FlowStep::Check { condition, fail } => {
                let place = condition.span;
                let condition = self.expr(lowering, condition);
                let (otherwise, ()) = self.block(|body| {
                    body.mark_step(lowering, place, Step::Fails);
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
                lowering.later.push(Later { what: "`advance`", source: self.source(lowering, *span).to_string() });
                lowering.moves.push((*lifecycle, *to, from.clone()));
                self.push(Inst::Advance { place: lowering.moves.len() - 1, key });
            }
            FlowStep::Send { system, contract, message, value, span } => {
                let system = self.expr(lowering, system);
                let value = self.expr(lowering, value);
                self.mark_step(lowering, *span, Step::Sends);
                lowering.sends.push((*contract, *message));
                self.push(Inst::Send { system, place: lowering.sends.len() - 1, value });
            }
        }
    }

    fn raise(&mut self, lowering: &mut Lowering<'_, '_>, fail: &Fail) {
        let span = fail.args.first().map(|arg| arg.span).unwrap_or_default();
        self.fail(lowering, fail, span);
    }
}
