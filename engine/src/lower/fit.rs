//! Checks that a value fits a narrower place.

use std::sync::Arc;

use crossdock_compiler::typed::{Project, Type};

use crate::ir::{Check, CheckKind};
use crate::plan::{Pattern, expected};

/// The check that the checker asked for.
pub(super) fn check(project: &Project, to: &Type, place: Option<String>) -> Arc<Check> {
    let kind = match to.number() {
        Type::Text(text) => CheckKind::Text { min: text.min, max: text.max, pattern: text.pattern.as_ref().map(|pattern| Pattern::new(pattern)) },
        Type::Int(int) => CheckKind::Int { min: int.min, max: int.max },
        Type::Decimal(decimal) => CheckKind::Decimal { limits: decimal.limits },
        Type::List(list) => CheckKind::List { min: list.min, max: list.max },
        _ => CheckKind::Anything,
    };
    Arc::new(Check { kind, place, expected: expected(project, to) })
}
