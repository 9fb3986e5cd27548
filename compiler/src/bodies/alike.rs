//! One shape on two wires: a value of one record where the other is needed.

use super::{Checker, is_optional, present};
use crate::typed::{BuildStep, Clause, ClauseKind, Expr, ExprKind, Field, For, ListType, RecordId, Type};

impl Checker<'_, '_> {
    /// Whether they are made of the same shapes, though some of their records are written otherwise.
    pub(super) fn is_alike(&self, value: &Type, target: &Type) -> bool {
        match (present(value), present(target)) {
            (Type::Record(value), Type::Record(target)) => self.ctx.project.shape_of(*value) == self.ctx.project.shape_of(*target),
            (Type::List(value), Type::List(target)) => is_optional(&value.of) == is_optional(&target.of) && self.is_alike(&value.of, &target.of),
            _ => false,
        }
    }

    /// The value with the records of the target, which it is alike to. Whether it may be missing, and how long its lists are, stays as it is.
    pub(super) fn reshaped(&mut self, value: Expr, target: &Type) -> Expr {
        let span = value.span;
        self.through(value, span, |checker, value| match (value.ty.clone(), present(target)) {
            (Type::Record(from), Type::Record(to)) if from != *to => checker.reshaped_record(value, from, *to),
            (Type::List(from), Type::List(to)) if from.of != to.of => checker.reshaped_list(value, &from, &to.of),
            _ => value,
        })
    }

    fn reshaped_record(&mut self, value: Expr, from: RecordId, to: RecordId) -> Expr {
        let span = value.span;
        self.reads.whole(&value.ty);
        let local = self.hidden_local(value.ty.clone(), span);
        let fields = |id: RecordId| self.ctx.project.records.get(id.index()).map(|record| record.fields.clone()).unwrap_or_default();
        let pairs: Vec<(Field, Field)> = fields(from).into_iter().zip(fields(to)).collect();
        let mut steps = Vec::with_capacity(pairs.len());
        for (at, (field, target)) in pairs.into_iter().enumerate() {
            let base = Expr { ty: value.ty.clone(), span, kind: Box::new(ExprKind::Local(local)) };
            let read = Expr { ty: field.ty, span, kind: Box::new(ExprKind::Field { base, field: at as u32 }) };
            steps.push(BuildStep::Set(at as u32, self.reshaped(read, &target.ty)));
        }
        let body = Expr { ty: Type::Record(to), span, kind: Box::new(ExprKind::Build { record: to, steps }) };
        Expr { ty: Type::Record(to), span, kind: Box::new(ExprKind::Let { local, value, body }) }
    }

    fn reshaped_list(&mut self, list: Expr, from: &ListType, of: &Type) -> Expr {
        let span = list.span;
        let binding = self.hidden_local(from.of.clone(), span);
        let element = Expr { ty: from.of.clone(), span, kind: Box::new(ExprKind::Local(binding)) };
        let body = self.reshaped(element, of);
        let ty = Type::List(Box::new(ListType { min: from.min, max: from.max, of: body.ty.clone() }));
        let clauses = vec![Clause { kind: ClauseKind::Each, binding, list, span }];
        Expr { ty, span, kind: Box::new(ExprKind::For(For { clauses, filter: None, sort: Vec::new(), limited: false, number: None, body })) }
    }
}
