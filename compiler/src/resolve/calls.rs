//! The names that a body calls, as functions or as methods.

use crossdock_syntax::ast::{Block, Expr, ExprKind, FnBody, Name};
use crossdock_syntax::visit;

pub(super) fn in_fn<'a>(body: &'a FnBody, names: &mut Vec<&'a Name>) {
    visit::in_fn(body, &mut |expr| names.extend(called(expr)));
}

pub(super) fn in_block<'a>(block: &'a Block, names: &mut Vec<&'a Name>) {
    visit::in_block(block, &mut |expr| names.extend(called(expr)));
}

fn called(expr: &Expr) -> Option<&Name> {
    match &*expr.kind {
        ExprKind::Call { callee, .. } => Some(callee),
        ExprKind::Method { name, .. } => Some(name),
        _ => None,
    }
}
