//! Walks over trees of expressions, for those who look for something in them.

use crate::ast::{Block, Expr, ExprKind, FailCall, Fallback, FnBody, For, ForBody, ForHead, Stmt, TextPart, Unmatched};

/// Calls `look` with each expression of a block, those within others included, in the order of the text.
pub fn in_block<'a>(block: &'a Block, look: &mut impl FnMut(&'a Expr)) {
    for stmt in &block.stmts {
        in_stmt(stmt, look);
    }
}

/// The same for one statement.
pub fn in_stmt<'a>(stmt: &'a Stmt, look: &mut impl FnMut(&'a Expr)) {
    match stmt {
        Stmt::Let(step) => in_expr(&step.value, look),
        Stmt::Set { value, .. } => in_expr(value, look),
        Stmt::Nest { block, .. } => in_block(block, look),
        Stmt::Spread { source, .. } => in_expr(source, look),
        Stmt::From { stmt, .. } => in_stmt(stmt, look),
        Stmt::Ignore { .. } | Stmt::Error(_) => {}
    }
}

/// The same for the body of a function.
pub fn in_fn<'a>(body: &'a FnBody, look: &mut impl FnMut(&'a Expr)) {
    for step in &body.lets {
        in_expr(&step.value, look);
    }
    in_expr(&body.value, look);
}

/// The expression itself, then what it is made of.
pub fn in_expr<'a>(expr: &'a Expr, look: &mut impl FnMut(&'a Expr)) {
    look(expr);
    match &*expr.kind {
        ExprKind::Call { args, .. } | ExprKind::List(args) | ExprKind::Tuple(args) => in_all(args, look),
        ExprKind::Method { base, args, .. } => {
            in_expr(base, look);
            in_all(args, look);
        }
        ExprKind::Text(parts) => in_holes(parts, look),
        ExprKind::Field { base, .. } => in_expr(base, look),
        ExprKind::Unary { value, .. } => in_expr(value, look),
        ExprKind::Binary { left, right, .. } => {
            in_expr(left, look);
            in_expr(right, look);
        }
        ExprKind::If { condition, then, otherwise } => {
            in_expr(condition, look);
            in_fallback(then, look);
            in_fallback(otherwise, look);
        }
        ExprKind::Match(found) => {
            in_expr(&found.subject, look);
            for arm in &found.arms {
                arm.guard.iter().for_each(|guard| in_expr(guard, look));
                in_fallback(&arm.value, look);
            }
        }
        ExprKind::For(found) => in_for(found, look),
        ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => {
            in_expr(value, look);
            in_fallback(fallback, look);
        }
        ExprKind::Range { min, max } => {
            in_expr(min, look);
            in_expr(max, look);
        }
        ExprKind::Lambda { body, .. } => in_expr(body, look),
        ExprKind::Number(_)
        | ExprKind::Quantity { .. }
        | ExprKind::Bool(_)
        | ExprKind::Date(_)
        | ExprKind::Time(_)
        | ExprKind::Timestamp(_)
        | ExprKind::None
        | ExprKind::Undecided
        | ExprKind::Name(_)
        | ExprKind::Error => {}
    }
}

fn in_all<'a>(exprs: &'a [Expr], look: &mut impl FnMut(&'a Expr)) {
    exprs.iter().for_each(|expr| in_expr(expr, look));
}

fn in_holes<'a>(parts: &'a [TextPart], look: &mut impl FnMut(&'a Expr)) {
    for part in parts {
        if let TextPart::Hole(expr) = part {
            in_expr(expr, look);
        }
    }
}

fn in_for<'a>(found: &'a For, look: &mut impl FnMut(&'a Expr)) {
    in_for_head(&found.head, look);
    match &found.body {
        ForBody::Block(block) => in_block(block, look),
        ForBody::Value(value) => in_expr(value, look),
    }
}

/// The expressions that say what a `for` goes through.
pub fn in_for_head<'a>(head: &'a ForHead, look: &mut impl FnMut(&'a Expr)) {
    in_expr(&head.list, look);
    head.group.iter().for_each(|group| in_all(&group.keys, look));
    for clause in &head.clauses {
        in_expr(&clause.list, look);
        clause.on.iter().for_each(|on| in_expr(on, look));
        if let Some(Unmatched::Fail(fail)) = &clause.unmatched {
            in_all(&fail.args, look);
        }
    }
    head.filter.iter().for_each(|filter| in_expr(filter, look));
    head.sort.iter().for_each(|key| in_expr(&key.value, look));
}

fn in_fallback<'a>(fallback: &'a Fallback, look: &mut impl FnMut(&'a Expr)) {
    match fallback {
        Fallback::Value(value) => in_expr(value, look),
        Fallback::Fail(FailCall { args, .. }) => in_all(args, look),
    }
}
