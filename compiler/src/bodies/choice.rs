//! Choices: `if`, `match`, `else` and `on`.

use std::collections::BTreeMap;

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashSet;

use super::fit::{Fit, fit, join};
use super::numbers::decimal;
use super::problem::Problem;
use super::units::Clash;
use super::{Checker, is_optional, present};
use crate::context::{Def, Want};
use crate::typed::{Arm, Const, Expr, ExprKind, Fail, FailureId, Pattern, Type};

impl Checker<'_, '_> {
    pub(super) fn if_(&mut self, condition: &ast::Expr, then: &ast::Fallback, otherwise: &ast::Fallback, span: Span, want: Option<&Type>) -> Expr {
        let condition = self.condition(condition);
        let then = self.fallback(then, want);
        let otherwise = self.fallback(otherwise, want.or(Some(&then.ty.clone())));
        let ty = self.branches(&[&then, &otherwise]);
        Expr { ty, span, kind: Box::new(ExprKind::If { condition, then, otherwise }) }
    }

    /// One type for all branches.
    fn branches(&self, branches: &[&Expr]) -> Type {
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

    pub(super) fn match_(&mut self, item: &ast::Match, span: Span, want: Option<&Type>) -> Expr {
        let subject = self.infer(&item.subject, None);
        let mut seen = Seen::default();
        let mut arms = Vec::new();
        for arm in &item.arms {
            // What a broken arm was meant to take is not known.
            if matches!(&arm.value, ast::Fallback::Value(value) if matches!(&*value.kind, ast::ExprKind::Error)) {
                seen.broken = true;
                continue;
            }
            let patterns = arm.patterns.iter().filter_map(|pattern| self.pattern(pattern, &subject.ty, &mut seen)).collect();
            let value = self.fallback(&arm.value, want);
            arms.push(Arm { patterns, value });
        }
        if !matches!(subject.ty, Type::Error) {
            self.exhaustive(item, &subject.ty, &seen, span);
        }
        let values: Vec<&Expr> = arms.iter().map(|arm| &arm.value).collect();
        let ty = self.branches(&values);
        Expr { ty, span, kind: Box::new(ExprKind::Match { subject, arms }) }
    }

    fn pattern(&mut self, pattern: &ast::Pattern, subject: &Type, seen: &mut Seen) -> Option<Pattern> {
        if seen.all {
            self.report(Problem::DeadArm { file: self.file, span: pattern.span });
        }
        let typed = match &pattern.kind {
            ast::PatternKind::Otherwise => {
                seen.all = true;
                return Some(Pattern::Otherwise);
            }
            ast::PatternKind::None => {
                if !is_optional(subject) && !matches!(subject, Type::Error) {
                    self.report(Problem::NeverMissing { file: self.file, span: pattern.span });
                }
                seen.none = true;
                return Some(Pattern::None);
            }
            ast::PatternKind::Name(name) if self.means_otherwise(name, subject) => {
                seen.all = true;
                return Some(Pattern::Otherwise);
            }
            ast::PatternKind::Name(name) => self.variant_pattern(name, subject),
            ast::PatternKind::Literal(literal) => self.literal_pattern(literal, subject),
            ast::PatternKind::Range { min, max } => return self.range_pattern(pattern.span, min.as_ref(), max.as_ref(), subject),
        };
        // What a wrong pattern was meant to take is not known, so nothing counts as forgotten.
        seen.broken |= typed.is_none();
        let typed = typed?;
        if !seen.constants.insert(typed.clone()) {
            self.report(Problem::DeadArm { file: self.file, span: pattern.span });
        }
        Some(Pattern::Const(typed))
    }

    /// `default`, `else`: reported, and taken for what was meant.
    fn means_otherwise(&self, name: &ast::Name, subject: &Type) -> bool {
        let other = matches!(name.text.to_lowercase().as_str(), "default" | "else" | "other" | "others" | "sonst" | "rest" | "any" | "all" | "otherwise");
        let known = if let Type::Enum(id) = present(subject) { self.variant(*id, name).is_some() } else { false };
        if other && !known {
            self.written_otherwise(name, "otherwise", "“all other values”");
        }
        other && !known
    }

    fn variant_pattern(&mut self, name: &ast::Name, subject: &Type) -> Option<Const> {
        let Type::Enum(id) = present(subject) else {
            if !matches!(subject, Type::Error) {
                self.report(Problem::PatternKind { file: self.file, span: name.span, subject: self.ctx.show(subject) });
            }
            return None;
        };
        match self.variant(*id, name) {
            Some(expr) => {
                if let ExprKind::Const(value) = *expr.kind {
                    Some(value)
                } else {
                    None
                }
            }
            None => {
                self.unknown_variant(*id, name);
                None
            }
        }
    }

    fn literal_pattern(&mut self, literal: &ast::Expr, subject: &Type) -> Option<Const> {
        let value = self.infer(literal, Some(subject));
        if matches!(subject, Type::Error) || matches!(value.ty, Type::Error) {
            return None;
        }
        if self.units_differ(&value.ty, subject) {
            self.report_clash(Clash::Pattern(subject.unit()), &value, None);
            return None;
        }
        if join(&value.ty, present(subject)).is_none() {
            self.report(Problem::PatternKind { file: self.file, span: literal.span, subject: self.ctx.show(subject) });
            return None;
        }
        if let ExprKind::Const(value) = *value.kind { Some(value) } else { None }
    }

    fn range_pattern(&mut self, span: Span, min: Option<&ast::Number>, max: Option<&ast::Number>, subject: &Type) -> Option<Pattern> {
        if !matches!(present(subject), Type::Int(_) | Type::Decimal(_) | Type::Error) {
            self.report(Problem::PatternKind { file: self.file, span, subject: self.ctx.show(subject) });
            return None;
        }
        Some(Pattern::Range { min: min.and_then(|number| decimal(&number.text)), max: max.and_then(|number| decimal(&number.text)) })
    }

    /// Every value of the subject has its arm, or the missing ones are named.
    fn exhaustive(&self, item: &ast::Match, subject: &Type, seen: &Seen, span: Span) {
        if seen.all || seen.broken {
            return;
        }
        let mut missing: Vec<String> = match present(subject) {
            Type::Enum(id) => self.missing_variants(*id, seen),
            Type::Bool => [(true, "yes"), (false, "no")].into_iter().filter(|(value, _)| !seen.constants.contains(&Const::Bool(*value))).map(|(_, name)| name.to_owned()).collect(),
            _ => vec!["otherwise".to_owned()],
        };
        if is_optional(subject) && !seen.none {
            missing.push("none".to_owned());
        }
        if !missing.is_empty() {
            let insert = item.arms.last().map_or(span, |arm| arm.span).after();
            self.report(Problem::MatchGap { file: self.file, span: item.subject.span, missing, insert });
        }
    }

    fn missing_variants(&self, id: crate::typed::EnumId, seen: &Seen) -> Vec<String> {
        let variants = self.ctx.project.enums.get(id.index()).map_or(&[][..], |item| item.variants.as_slice());
        let missing = variants.iter().enumerate().filter(|(at, _)| !seen.constants.contains(&Const::Enum(id, *at as u32)));
        missing.map(|(_, variant)| variant.name.clone()).collect()
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
        let outer = std::mem::take(&mut self.failures);
        let mut value = self.infer(value, want);
        // The place that the value is for may be narrower; `on misfit` answers for that, too.
        if let Some(target) = want.filter(|target| failure.text == "misfit" && fit(&value.ty, target) == Fit::Checked) {
            value = self.fitted(value, target, None);
        }
        let inner = std::mem::replace(&mut self.failures, outer);
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

/// What the arms so far take.
#[derive(Default)]
struct Seen {
    constants: FxHashSet<Const>,
    none: bool,
    all: bool,
    broken: bool,
}
