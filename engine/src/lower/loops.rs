//! `for` to its instruction: clauses, keys, filter, order and body, each in a block of its own.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{self, Expr, JoinKey, LocalId};

use super::{Body, Lowering};
use crate::ir::{Blame, Block, Clause, ClauseKind, For, Inst, Keys, Reg, Unmatched};

impl Body {
    pub(super) fn for_(&mut self, lowering: &mut Lowering<'_, '_>, item: &typed::For, span: Span) -> Reg {
        self.for_with(lowering, item, span, |body, lowering| body.expr(lowering, &item.body))
    }

    /// With another body than the value of the `for`.
    pub(super) fn for_with<'w, 'l, 'p>(
        &mut self,
        lowering: &'w mut Lowering<'l, 'p>,
        item: &typed::For,
        span: Span,
        each: impl FnOnce(&mut Body, &mut Lowering<'l, 'p>) -> Reg,
    ) -> Reg {
        let to = self.register();
        let outside = self.depth;
        let (mut clauses, mut bound, mut locals) = (Vec::new(), Vec::new(), Vec::new());
        for clause in &item.clauses {
            let lowered = self.clause(lowering, clause, &locals, &mut bound);
            locals.push(clause.binding);
            if let typed::ClauseKind::Group { keys, .. } = &clause.kind {
                locals.extend(keys.iter().map(|(local, _)| *local));
            }
            clauses.push(lowered);
        }
        let number = item.number.map(|number| self.binding(number, Blame::Nobody));
        let filter = item.filter.as_ref().map(|filter| self.block(|body| body.expr(lowering, filter)));
        let sort = (!item.sort.is_empty()).then(|| self.block(|body| item.sort.iter().map(|key| (body.expr(lowering, &key.value), key.descending)).collect()));
        let (body, value) = self.block(|body| each(body, lowering));
        self.depth = outside;
        let source = self.source(lowering, span);
        self.push(Inst::For(Box::new(For { to, clauses, bound, limited: item.limited, number, filter, sort, body, value, source })));
        to
    }

    /// What a function gives for each element of a list that is in a register.
    pub(super) fn each(&mut self, lowering: &mut Lowering<'_, '_>, binding: LocalId, (list, reg): (&Expr, Reg), value: &Expr) -> Reg {
        let to = self.register();
        let blame = self.blame(lowering.shared.project, list);
        self.depth += 1;
        let binding = self.binding(binding, Blame::here());
        let (body, value) = self.block(|body| body.expr(lowering, value));
        self.depth -= 1;
        let source = self.source(lowering, list.span);
        let clauses = vec![Clause { kind: ClauseKind::Each, before: Vec::new(), list: reg, binding, blame, marks: None }];
        self.push(Inst::For(Box::new(For { to, clauses, bound: Vec::new(), limited: false, number: None, filter: None, sort: None, body, value, source })));
        to
    }

    /// A list that does not depend on the clauses before it is worked out once, ahead of the loop.
    fn clause(&mut self, lowering: &mut Lowering<'_, '_>, clause: &typed::Clause, before: &[LocalId], bound: &mut Vec<Reg>) -> Clause {
        let blame = self.blame(lowering.shared.project, &clause.list);
        let (code, list) = match clause.list.reads_any(before) {
            true => self.block(|body| body.expr(lowering, &clause.list)),
            false => (Vec::new(), self.expr(lowering, &clause.list)),
        };
        let site = self.site(lowering, clause.span, &clause.list);
        let binding = self.register();
        bound.push(binding);
        let kind = match &clause.kind {
            typed::ClauseKind::Each => self.bound(clause, binding, Blame::here(), |_| ClauseKind::Each),
            typed::ClauseKind::Matching(keys) => {
                let row = self.keys(lowering, keys, |key| &key.row);
                self.bound(clause, binding, Blame::here(), |body| ClauseKind::Matching(Box::new(Keys { element: body.keys(lowering, keys, |key| &key.element), row })))
            }
            typed::ClauseKind::Join(keys, unmatched) => {
                let row = self.keys(lowering, keys, |key| &key.row);
                let unmatched = self.unmatched(lowering, unmatched);
                // While the index is made, a key is about an element of the joined list; later the partner has no place of its own.
                let element = self.bound(clause, binding, Blame::here(), |body| body.keys(lowering, keys, |key| &key.element));
                self.set_origin(clause.binding, Blame::Nobody);
                ClauseKind::Join(Box::new(Keys { element, row }), unmatched, crate::ir::Site { blame: Blame::Nobody, ..site })
            }
            typed::ClauseKind::Zip(unmatched) => {
                let unmatched = self.unmatched(lowering, unmatched);
                self.bound(clause, binding, Blame::Nobody, |_| ClauseKind::Zip(unmatched, site))
            }
            typed::ClauseKind::Group { element, keys } => self.group(lowering, clause, binding, (*element, keys), bound),
        };
        Clause { kind, before: code, list, binding, blame, marks: self.partner_marks(lowering, clause) }
    }

    /// Enters the clause's loop.
    fn bound<T>(&mut self, clause: &typed::Clause, binding: Reg, blame: Blame, inner: impl FnOnce(&mut Body) -> T) -> T {
        self.depth += 1;
        self.locals.insert(clause.binding, binding);
        self.set_origin(clause.binding, blame);
        inner(self)
    }

    fn binding(&mut self, local: LocalId, blame: Blame) -> Reg {
        let reg = self.register();
        self.locals.insert(local, reg);
        self.set_origin(local, blame);
        reg
    }

    fn keys(&mut self, lowering: &mut Lowering<'_, '_>, keys: &[JoinKey], side: impl Fn(&JoinKey) -> &Expr) -> (Block, Vec<Reg>) {
        self.block(|body| keys.iter().map(|key| body.expr(lowering, side(key))).collect())
    }

    fn unmatched(&mut self, lowering: &mut Lowering<'_, '_>, unmatched: &typed::Unmatched) -> Unmatched {
        match unmatched {
            typed::Unmatched::Fail(fail) => Unmatched::Fail(self.block(|body| body.expr(lowering, fail)).0),
            typed::Unmatched::Skip | typed::Unmatched::Never => Unmatched::Skip,
            typed::Unmatched::None => Unmatched::None,
        }
    }

    fn group(&mut self, lowering: &mut Lowering<'_, '_>, clause: &typed::Clause, binding: Reg, (element, keys): (LocalId, &[(LocalId, Expr)]), bound: &mut Vec<Reg>) -> ClauseKind {
        self.bound(clause, binding, Blame::Nobody, |body| {
            let element = body.binding(element, Blame::here());
            let (code, values) = body.block(|body| keys.iter().map(|(_, key)| body.expr(lowering, key)).collect::<Vec<Reg>>());
            let names: Vec<Reg> = keys.iter().map(|(local, _)| body.binding(*local, Blame::Nobody)).collect();
            bound.extend(&names);
            ClauseKind::Group { element, code, keys: values.into_iter().zip(names).collect() }
        })
    }
}
