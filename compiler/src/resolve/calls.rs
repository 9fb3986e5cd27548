//! The names that a body calls, as functions or as methods.

use crossdock_syntax::ast::{Arm, Block, Expr, ExprKind, FailCall, Fallback, FnBody, For, ForBody, Name, Stmt, TextPart};

pub(super) fn in_fn<'a>(body: &'a FnBody, names: &mut Vec<&'a Name>) {
    for step in &body.lets {
        in_expr(&step.value, names);
    }
    in_expr(&body.value, names);
}

pub(super) fn in_block<'a>(block: &'a Block, names: &mut Vec<&'a Name>) {
    for stmt in &block.stmts {
        match stmt {
            Stmt::Let(step) => in_expr(&step.value, names),
            Stmt::Set { value, .. } => in_expr(value, names),
            Stmt::Nest { block, .. } => in_block(block, names),
            Stmt::Spread { source, .. } => in_expr(source, names),
            Stmt::Error(_) => {}
        }
    }
}

fn in_expr<'a>(expr: &'a Expr, names: &mut Vec<&'a Name>) {
    match &*expr.kind {
        ExprKind::Call { callee, args } => {
            names.push(callee);
            in_all(args, names);
        }
        ExprKind::Method { base, name, args } => {
            names.push(name);
            in_expr(base, names);
            in_all(args, names);
        }
        ExprKind::Text(parts) => in_holes(parts, names),
        ExprKind::Field { base, .. } => in_expr(base, names),
        ExprKind::Unary { value, .. } => in_expr(value, names),
        ExprKind::Binary { left, right, .. } => {
            in_expr(left, names);
            in_expr(right, names);
        }
        ExprKind::If { condition, then, otherwise } => {
            in_expr(condition, names);
            in_fallback(then, names);
            in_fallback(otherwise, names);
        }
        ExprKind::Match(found) => {
            in_expr(&found.subject, names);
            in_arms(&found.arms, names);
        }
        ExprKind::For(found) => in_for(found, names),
        ExprKind::Else { value, fallback } | ExprKind::On { value, fallback, .. } => {
            in_expr(value, names);
            in_fallback(fallback, names);
        }
        ExprKind::Lambda { body, .. } => in_expr(body, names),
        ExprKind::List(items) => in_all(items, names),
        ExprKind::Number(_) | ExprKind::Quantity { .. } | ExprKind::Bool(_) | ExprKind::Date(_) | ExprKind::None | ExprKind::Name(_) | ExprKind::Error => {}
    }
}

fn in_all<'a>(exprs: &'a [Expr], names: &mut Vec<&'a Name>) {
    for expr in exprs {
        in_expr(expr, names);
    }
}

fn in_holes<'a>(parts: &'a [TextPart], names: &mut Vec<&'a Name>) {
    for part in parts {
        if let TextPart::Hole(expr) = part {
            in_expr(expr, names);
        }
    }
}

fn in_arms<'a>(arms: &'a [Arm], names: &mut Vec<&'a Name>) {
    for arm in arms {
        in_fallback(&arm.value, names);
    }
}

fn in_for<'a>(found: &'a For, names: &mut Vec<&'a Name>) {
    in_expr(&found.list, names);
    if let Some(filter) = &found.filter {
        in_expr(filter, names);
    }
    match &found.body {
        ForBody::Block(block) => in_block(block, names),
        ForBody::Value(value) => in_expr(value, names),
    }
}

fn in_fallback<'a>(fallback: &'a Fallback, names: &mut Vec<&'a Name>) {
    match fallback {
        Fallback::Value(value) => in_expr(value, names),
        Fallback::Fail(FailCall { args, .. }) => in_all(args, names),
    }
}
