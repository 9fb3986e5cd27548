//! Where a value goes into a narrower place: which step leaves it as wide as it is, or makes it fit. Told with a `misfit` that has no answer, and when pointing at
//! the field.

use crossdock_syntax::Span;

use super::fit::{Fit, fit};
use super::{Checker, present};
use crate::sources::FileId;
use crate::typed::{Arm, Expr, ExprKind, FunctionId, Type};

/// A value that may not fit.
#[derive(Clone, Debug)]
pub(crate) struct Narrowing {
    /// The step that leaves it too wide, and what that gives: "`.truncate(40)` gives text(..40)".
    pub step: (FileId, Span),
    pub gives: String,
    /// What takes less: "`Release.name` takes text(1..35)", and where it is declared.
    pub takes: String,
    pub limit: Option<(FileId, Span)>,
}

impl Checker<'_, '_> {
    /// Notes the first value of the body that may be a `misfit` because of its place.
    pub(super) fn narrows(&mut self, value: &Expr, target: &Type, field: Option<&str>) {
        if self.narrowing.is_none() && !self.quiet {
            let step = widest(value, target);
            let is = self.ctx.show(&step.ty);
            let takes = format!("{} takes {}", field.map_or("its place".to_owned(), |field| format!("`{field}`")), self.ctx.show(present(target)));
            let gives = format!("{} gives {is}", self.step_text(step));
            self.narrowing = Some(Narrowing { step: (self.file, own_part(step)), gives, takes, limit: self.limit.filter(|_| field.is_some()) });
        }
    }

    /// What a function that is called may be narrowing.
    pub(super) fn inherit_narrowing(&mut self, id: FunctionId) {
        if self.narrowing.is_none() {
            self.narrowing = self.ctx.narrowings.borrow().get(&id).cloned();
        }
    }

    /// Why a value fits its place, for people who point at the field; none where there is nothing to prove.
    pub(super) fn proof(&self, value: &Expr, target: &Type) -> Option<String> {
        let ty = &value.ty;
        if matches!(ty, Type::Error | Type::Never | Type::None) || !has_limits(present(target)) {
            return None;
        }
        match fit(ty, target) {
            Fit::Proven | Fit::Converted => {
                let since = self.since(value);
                let needs_proof = !since.is_empty() || present(ty) != present(target);
                needs_proof.then(|| format!("Always fits: {}{since}.", self.ctx.show(ty)))
            }
            Fit::Checked => {
                let step = widest(value, target);
                Some(format!("May be a `misfit`: {} gives {}.", self.step_text(step), self.ctx.show(&step.ty)))
            }
            Fit::Never | Fit::Missing | Fit::Unit | Fit::Other => None,
        }
    }

    fn since(&self, value: &Expr) -> String {
        match &*value.kind {
            ExprKind::Native { args, .. } => match args.first() {
                Some(receiver) if receiver.ty == value.ty => self.since(receiver),
                _ => format!(", since {}", self.step_text(value)),
            },
            ExprKind::If { .. } | ExprKind::Match { .. } => ", in each of its branches".to_owned(),
            ExprKind::Local(_) | ExprKind::Field { .. } | ExprKind::Call { .. } if self.is_narrowed(value) => ", as conditions say that hold here".to_owned(),
            ExprKind::Binary { .. } => ", from the ranges of its parts".to_owned(),
            _ => String::new(),
        }
    }

    /// `.truncate(40)`, or all of the step.
    fn step_text(&self, step: &Expr) -> String {
        let text = self.ctx.text(self.file, own_part(step)).split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = text.chars().take(40).collect();
        format!("`{short}{}`", if short.len() < text.len() { "…" } else { "" })
    }
}

fn has_limits(ty: &Type) -> bool {
    match ty.number() {
        Type::Text(text) => text.min > 0 || text.max.is_some() || text.pattern.is_some(),
        Type::Int(int) => int.min != i64::MIN || int.max != i64::MAX,
        Type::Decimal(decimal) => decimal.limits.is_some(),
        _ => false,
    }
}

/// Of a function of the library only what stands behind its receiver.
fn own_part(step: &Expr) -> Span {
    match &*step.kind {
        ExprKind::Native { args, .. } => {
            args.first().filter(|receiver| receiver.span.start == step.span.start).map_or(step.span, |receiver| Span { start: receiver.span.end, end: step.span.end })
        }
        _ => step.span,
    }
}

/// The part of the value whose type is too wide, and that has it from no other part.
fn widest<'e>(value: &'e Expr, target: &Type) -> &'e Expr {
    let wide = |part: &&Expr| matches!(fit(present(&part.ty), target), Fit::Checked | Fit::Never);
    let inner = match &*value.kind {
        ExprKind::If { then, otherwise, .. } => [then, otherwise].into_iter().find(wide),
        ExprKind::Match { arms, .. } => arms.iter().map(|Arm { value, .. }| value).find(wide),
        ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => [value, fallback].into_iter().find(wide),
        ExprKind::Let { body, .. } | ExprKind::Through { body, .. } => Some(body),
        ExprKind::Native { args, .. } => args.first().filter(|receiver| receiver.ty == value.ty),
        _ => None,
    };
    inner.map_or(value, |inner| widest(inner, target))
}
