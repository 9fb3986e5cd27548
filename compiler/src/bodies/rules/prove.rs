//! What is known of a rule without running it: from the types of its record, or from what sets the fields of one.

use crossdock_syntax::ast::{BinaryOp, UnaryOp};

use crate::typed::{BuildStep, Const, Expr, ExprKind, IntType, Rule, Type};

/// What is known of a value.
#[derive(Clone, Debug)]
enum Known {
    Missing,
    /// It is there, and if it is a whole number it lies in this range.
    There(Option<IntType>),
    Const(Const),
    Nothing,
}

/// Whether the rule holds for every record of the type, or for none.
pub(in crate::bodies) fn by_type(rule: &Rule) -> Option<bool> {
    verdict(rule, &|_, ty| of_type(ty))
}

/// Whether the rule holds for every record that these steps build, or for none.
pub(in crate::bodies) fn by_steps(rule: &Rule, steps: &[BuildStep]) -> Option<bool> {
    let set = |field: u32| {
        steps.iter().rev().find_map(|step| match step {
            BuildStep::Set(at, value) if *at == field => Some(value),
            BuildStep::Set(..) | BuildStep::Let(..) | BuildStep::Rules(_) => None,
        })
    };
    verdict(rule, &|field, _| set(field).map_or(Known::Missing, of_value))
}

fn verdict(rule: &Rule, field: &dyn Fn(u32, &Type) -> Known) -> Option<bool> {
    let when = rule.when.as_ref().map_or(Some(true), |when| truth(when, field));
    let then = truth(&rule.then, field);
    match (when, then) {
        (Some(false), _) | (_, Some(true)) => Some(true),
        (Some(true), Some(false)) => Some(false),
        _ => None,
    }
}

fn of_type(ty: &Type) -> Known {
    match ty {
        Type::Optional(_) | Type::Error | Type::Never => Known::Nothing,
        Type::None => Known::Missing,
        Type::Int(range) => Known::There(Some(*range)),
        _ => Known::There(None),
    }
}

fn of_value(value: &Expr) -> Known {
    match &*value.kind {
        ExprKind::None => Known::Missing,
        ExprKind::Const(value) => Known::Const(value.clone()),
        ExprKind::Elsewhere { value, .. } => of_value(value),
        _ => of_type(&value.ty),
    }
}

fn value(expr: &Expr, field: &dyn Fn(u32, &Type) -> Known) -> Known {
    match &*expr.bare().kind {
        // Fields of the record itself; those of records within are known by their types alone.
        ExprKind::Field { base, field: at } if matches!(&*base.kind, ExprKind::Local(super::RECORD)) => field(*at, &expr.ty),
        _ => of_value(expr),
    }
}

fn truth(expr: &Expr, field: &dyn Fn(u32, &Type) -> Known) -> Option<bool> {
    match &*expr.kind {
        ExprKind::Const(Const::Bool(value)) => Some(*value),
        ExprKind::Unary { op: UnaryOp::Not, value } => truth(value, field).map(|holds| !holds),
        ExprKind::Binary { op: BinaryOp::And, left, right } => match (truth(left, field), truth(right, field)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        ExprKind::Binary { op: BinaryOp::Or, left, right } => match (truth(left, field), truth(right, field)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        ExprKind::Binary { op, left, right } => compared(*op, &value(left, field), &value(right, field)),
        ExprKind::Field { .. } => {
            if let Known::Const(Const::Bool(holds)) = value(expr, field) {
                Some(holds)
            } else {
                None
            }
        }
        _ => None,
    }
}

fn compared(op: BinaryOp, left: &Known, right: &Known) -> Option<bool> {
    match op {
        BinaryOp::Equal => equal(left, right),
        BinaryOp::NotEqual => equal(left, right).map(|equal| !equal),
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => ordered(op, range(left)?, range(right)?),
        _ => None,
    }
}

fn equal(left: &Known, right: &Known) -> Option<bool> {
    match (left, right) {
        (Known::Missing, Known::Missing) => Some(true),
        (Known::Missing, Known::There(_) | Known::Const(_)) | (Known::There(_) | Known::Const(_), Known::Missing) => Some(false),
        // Numbers of different kinds are equal by value, and are left alone.
        (Known::Const(a), Known::Const(b)) if std::mem::discriminant(a) == std::mem::discriminant(b) && !matches!(a, Const::Decimal(_)) => Some(a == b),
        _ => None,
    }
}

fn range(known: &Known) -> Option<IntType> {
    match known {
        Known::There(range) => *range,
        Known::Const(Const::Int(value)) => Some(IntType { min: *value, max: *value }),
        _ => None,
    }
}

fn ordered(op: BinaryOp, left: IntType, right: IntType) -> Option<bool> {
    let (always, never) = match op {
        BinaryOp::Less => (left.max < right.min, left.min >= right.max),
        BinaryOp::LessEqual => (left.max <= right.min, left.min > right.max),
        BinaryOp::Greater => (left.min > right.max, left.max <= right.min),
        _ => (left.min >= right.max, left.max < right.min),
    };
    match (always, never) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
