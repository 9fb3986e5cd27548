//! The instructions that write down why a condition does not hold. Without [`Notes`](crate::notes::Notes) there are none.

use crossdock_compiler::syntax::ast::BinaryOp;
use crossdock_compiler::typed::{Expr, ExprKind, Project, TextPart, Type};

use super::rules::enum_of;
use super::{Body, Lowering};
use crate::ir::{Inst, Note, NotePart, Shown};
use crate::notes::LINES_MAX;

impl Body {
    /// `what`: the word of the statement, `check`.
    pub(super) fn note(&mut self, lowering: &mut Lowering<'_, '_>, what: &str, condition: &Expr) {
        let Some(notes) = lowering.shared.notes.cloned() else { return };
        let head = format!("{what} {}", self.written(lowering, condition));
        let mut parts = Vec::new();
        children(condition).into_iter().for_each(|child| self.note_parts(lowering, child, 0, &mut parts));
        self.push(Inst::Note(Box::new(Note { notes, head, parts })));
    }

    fn note_parts(&mut self, lowering: &mut Lowering<'_, '_>, expr: &Expr, depth: usize, parts: &mut Vec<NotePart>) {
        if parts.len() > LINES_MAX || is_literal(expr) {
            return;
        }
        let text = self.written(lowering, expr);
        let same = parts.last().is_some_and(|above| above.depth + 1 == depth && above.shown.text == text);
        let whole = matches!(expr.ty, Type::Record(_)) || is_unrounded(expr);
        if !same && !whole {
            let (code, reg) = self.block(|body| body.expr(lowering, expr));
            parts.push(NotePart { depth, code, shown: Shown { text, reg, of: enum_of(&expr.ty), unit: unit_of(lowering, &expr.ty) } });
        }
        let inner = if same || whole { depth } else { depth + 1 };
        children(expr).into_iter().for_each(|child| self.note_parts(lowering, child, inner, parts));
    }

    /// The expression as it is written, on one line.
    fn written(&self, lowering: &Lowering<'_, '_>, expr: &Expr) -> String {
        expr.span.text(&lowering.shared.sources.get(self.file).text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A division has a value only together with the rounding around it.
pub(crate) fn is_unrounded(expr: &Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Binary { op: BinaryOp::Divide, .. })
}

pub(super) fn unit_of(lowering: &Lowering<'_, '_>, ty: &Type) -> String {
    shown_unit(lowering.shared.project, ty)
}

/// `kg`; empty for a plain number, and for what is none.
pub(crate) fn shown_unit(project: &Project, ty: &Type) -> String {
    let unit = ty.unit();
    if unit.is_none() { String::new() } else { unit.show(&project.units) }
}

pub(crate) fn is_literal(expr: &Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Const(_) | ExprKind::None | ExprKind::System(_))
}

/// The parts that have a value by themselves: not what depends on a name that another part binds.
pub(crate) fn children(expr: &Expr) -> Vec<&Expr> {
    match &*expr.kind {
        ExprKind::Const(_) | ExprKind::None | ExprKind::System(_) | ExprKind::Local(_) | ExprKind::Fail(_) | ExprKind::Lambda { .. } | ExprKind::Build { .. } => Vec::new(),
        ExprKind::Text(parts) => parts.iter().filter_map(|part| if let TextPart::Hole(hole) = part { Some(hole) } else { None }).collect(),
        ExprKind::Field { base, .. } => vec![base],
        ExprKind::Call { args, .. } | ExprKind::Native { args, .. } | ExprKind::LookUp { args, .. } => {
            args.iter().filter(|arg| !matches!(&*arg.kind, ExprKind::Lambda { .. })).collect()
        }
        ExprKind::Table { key, .. } => vec![key],
        ExprKind::Unary { value, .. } | ExprKind::Fit { value, .. } | ExprKind::Reunit { value } | ExprKind::Through { value, .. } | ExprKind::Let { value, .. } => vec![value],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::If { condition, .. } => vec![condition],
        ExprKind::Match { subjects, .. } => subjects.iter().collect(),
        ExprKind::Route { args, .. } => args.iter().collect(),
        ExprKind::For(_) | ExprKind::Elsewhere { .. } => Vec::new(),
        ExprKind::Else { value, .. } | ExprKind::On { value, .. } => vec![value],
        ExprKind::List(elements) => elements.iter().collect(),
    }
}
