//! Choices: `if`, `else` and `on`.

use std::collections::BTreeMap;

use crossdock_syntax::{Span, ast};

use super::fit::{Fit, fit, join};
use super::problem::Problem;
use super::units::Clash;
use super::{Checker, is_optional, present};
use crate::context::{Def, Want};
use crate::typed::{Expr, ExprKind, Fail, FailureId, Type};

impl Checker<'_, '_> {
    pub(super) fn if_(&mut self, condition: &ast::Expr, then: &ast::Fallback, otherwise: &ast::Fallback, span: Span, want: Option<&Type>) -> Expr {
        let condition = self.condition(condition);
        let then = self.knowing(self.learn(&condition, true), |checker| checker.fallback(then, want));
        let otherwise = self.knowing(self.learn(&condition, false), |checker| checker.fallback(otherwise, want.or(Some(&then.ty.clone()))));
        let ty = self.branches(&[&then, &otherwise]);
        Expr { ty, span, kind: Box::new(ExprKind::If { condition, then, otherwise }) }
    }

    /// One type for all branches.
    pub(super) fn branches(&self, branches: &[&Expr]) -> Type {
        let mut ty = Type::Never;
        for branch in branches {
            match join(&ty, &branch.ty) {
                Some(joined) => ty = joined,
                None => {
                    let first = branches.first().map_or(branch.span, |first| first.span);
                    self.branches_differ(first, &ty, branch);
                    return Type::Error;
                }
            }
        }
        ty
    }

    /// Two values of one choice or list that no type holds.
    pub(super) fn branches_differ(&self, first: Span, first_is: &Type, other: &Expr) {
        if self.units_differ(first_is, &other.ty) {
            return self.report_clash(Clash::Branches(first), other, Some(&first_is.unit()));
        }
        self.report(Problem::BranchesDiffer { file: self.file, first, first_is: self.ctx.show(first_is), span: other.span, is: self.ctx.show(&other.ty) });
    }

    pub(super) fn else_(&mut self, value: &ast::Expr, fallback: &ast::Fallback, span: Span, want: Option<&Type>) -> Expr {
        let value = self.infer(value, want);
        if !is_optional(&value.ty) && !matches!(value.ty, Type::Error) {
            self.report(Problem::ElseForNothing { file: self.file, span: value.span, remove: Span { start: value.span.end, end: span.end } });
        }
        let inner = present(&value.ty).clone();
        let fallback = self.fallback(fallback, want.or(Some(&inner)));
        let ty = self.either(&value, &inner, &fallback);
        Expr { ty, span, kind: Box::new(ExprKind::Else { value, fallback }) }
    }

    fn either(&self, value: &Expr, inner: &Type, fallback: &Expr) -> Type {
        join(inner, &fallback.ty).unwrap_or_else(|| {
            self.branches_differ(value.span, inner, fallback);
            Type::Error
        })
    }

    pub(super) fn on(&mut self, value: &ast::Expr, failure: &ast::Name, fallback: &ast::Fallback, span: Span, want: Option<&Type>) -> Expr {
        let (outer, narrowing) = (std::mem::take(&mut self.failures), self.narrowing.take());
        let mut value = self.infer(value, want);
        // The place that the value is for may be narrower; `on misfit` answers for that, too.
        if let Some(target) = want.filter(|target| failure.text == "misfit" && fit(&value.ty, target) == Fit::Checked) {
            value = self.fitted(value, target, None);
        }
        let inner = std::mem::replace(&mut self.failures, outer);
        let answered = failure.text == "misfit";
        self.narrowing = narrowing.or(self.narrowing.take().filter(|_| !answered));
        let Some(Def::Failure(id)) = self.ctx.expect(self.file, failure, Want::Failure, &[]) else { return self.error(span) };
        if !inner.contains_key(&id) && !matches!(value.ty, Type::Error) {
            self.report(Problem::CannotHappen { file: self.file, name: failure.clone(), can: self.failure_names(&inner) });
        }
        for (other, place) in inner {
            if other != id {
                self.raise(other, place);
            }
        }
        let value_ty = value.ty.clone();
        let fallback = self.fallback(fallback, want.or(Some(&value_ty)));
        let ty = self.either(&value, &value_ty, &fallback);
        Expr { ty, span, kind: Box::new(ExprKind::On { value, failure: id, fallback }) }
    }

    pub(super) fn failure_names(&self, failures: &BTreeMap<FailureId, Span>) -> Vec<String> {
        failures.keys().filter_map(|id| self.ctx.project.failures.get(id.index())).map(|failure| failure.decl.name.clone()).collect()
    }

    pub(super) fn fallback(&mut self, fallback: &ast::Fallback, want: Option<&Type>) -> Expr {
        match fallback {
            ast::Fallback::Value(expr) => self.infer(expr, want),
            ast::Fallback::Fail(call) => match self.fail(call) {
                Some(fail) => Expr { ty: Type::Never, span: call.span, kind: Box::new(ExprKind::Fail(fail)) },
                None => self.error(call.span),
            },
        }
    }

    /// `fail name(arguments)`
    pub(super) fn fail(&mut self, call: &ast::FailCall) -> Option<Fail> {
        let Some(Def::Failure(id)) = self.ctx.expect(self.file, &call.failure, Want::Failure, &[]) else {
            call.args.iter().for_each(|arg| drop(self.infer(arg, None)));
            return None;
        };
        let failure = self.ctx.project.failures.get(id.index())?;
        let (params, declared) = (failure.params.clone(), failure.decl.place);
        if params.len() != call.args.len() {
            let params: Vec<String> = params.iter().map(|(name, ty)| format!("{name}: {}", self.ctx.show(ty))).collect();
            let (name, signature) = (call.failure.text.clone(), format!("failure {}({})", call.failure.text, params.join(", ")));
            self.report(Problem::Arity {
                file: self.file,
                span: call.span,
                name,
                given: call.args.len(),
                wanted: params.len(),
                declared: (declared.file, declared.span),
                signature,
            });
            return None;
        }
        let args = call.args.iter().zip(&params).map(|(arg, (name, ty))| self.assigned(arg, ty, Some(name))).collect();
        self.reads.raise(id);
        self.raise(id, call.span);
        Some(Fail { failure: id, args })
    }
}
