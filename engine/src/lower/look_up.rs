//! Questions to systems.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{ContractId, Expr, Type};

use super::{Body, Lowering};
use crate::ir::{Blame, Inst, Reg, Site};

impl Body {
    /// Each question of a contract has one place in the unit, however often it is asked.
    pub(super) fn look_up(&mut self, lowering: &mut Lowering<'_, '_>, system: &Expr, question: (ContractId, u32), args: &[Expr], (ty, span): (&Type, Span)) -> Reg {
        let site = args.first().map_or_else(|| Site { source: self.source(lowering, span), blame: Blame::Nobody }, |first| self.site(lowering, span, first));
        self.later(lowering, "look-ups", span);
        let system = self.expr(lowering, system);
        let declared = lowering.shared.project.contracts.get(question.0.index()).and_then(|contract| contract.answers.get(question.1 as usize));
        let of_body = declared.and_then(|answers| answers.body).map(|at| at as usize);
        let body = of_body.and_then(|at| args.get(at)).map(|arg| self.expr(lowering, arg));
        let args = args.iter().enumerate().filter(|(at, _)| Some(*at) != of_body).map(|(_, arg)| self.part(lowering, arg)).collect();
        let place = lowering.look_ups.iter().position(|known| *known == question).unwrap_or_else(|| {
            lowering.look_ups.push(question);
            lowering.look_ups.len() - 1
        });
        let answer = self.to(|to| Inst::Ask { to, system, place, args, body, site });
        self.mark_look_up(lowering, span, answer, matches!(ty, Type::Optional(_)));
        self.look_at(lowering, answer, ty, Blame::Nobody);
        answer
    }
}
