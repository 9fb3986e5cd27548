//! `for`: the lists that it goes through, which rows count, in which order, and how many there can be.

mod clauses;
mod group;
mod problem;

use crossdock_syntax::{Span, ast};

use super::{Checker, present};
use crate::typed::{Clause, ClauseKind, Expr, ExprKind, For, IntType, ListType, LocalId, SortKey, Type};
use problem::Problem;

/// How many rows there can be, both ends inclusive.
#[derive(Clone, Copy, Debug)]
struct Rows {
    min: u32,
    max: Option<u32>,
}

/// The head of a `for`, its names in scope.
pub(super) struct Head {
    clauses: Vec<Clause>,
    filter: Option<Expr>,
    sort: Vec<SortKey>,
    number: Option<LocalId>,
    rows: Rows,
    limited: bool,
}

impl Head {
    /// Without a type of its own, for the statements of a flow.
    pub fn rows(self, body: Expr) -> For {
        let Head { clauses, filter, sort, number, limited, .. } = self;
        For { clauses, filter, sort, limited, number, body }
    }

    pub fn with_body(self, body: Expr, span: Span) -> Expr {
        let ty = match &body.ty {
            Type::Error => Type::Error,
            of => Type::List(Box::new(ListType { min: self.rows.min, max: self.rows.max, of: of.clone() })),
        };
        Expr { ty, span, kind: Box::new(ExprKind::For(self.rows(body))) }
    }
}

impl Checker<'_, '_> {
    pub(super) fn for_(&mut self, item: &ast::For, span: Span, want: Option<&Type>) -> Expr {
        let element = match want.map(present) {
            Some(Type::List(list)) => Some(list.of.clone()),
            _ => None,
        };
        self.scoped(|checker| {
            let head = checker.for_head(&item.head);
            let body = checker.for_body(&item.body, element.as_ref(), item.head.binding.span);
            head.with_body(body, span)
        })
    }

    /// The names stay in scope: they are for the body.
    pub(super) fn for_head(&mut self, head: &ast::ForHead) -> Head {
        let (clauses, mut rows) = match &head.group {
            Some(group) => self.group(head, group),
            None => self.clauses(head),
        };
        let limited = self.limits_rows(&clauses);
        // Rows are counted in the order of the result, so a filter can tell their numbers only where nothing is sorted.
        let early = if head.sort.is_empty() { self.row_number(head, rows) } else { None };
        let filter = head.filter.as_ref().map(|filter| self.condition(filter));
        if let Some(filter) = &filter {
            rows.min = 0;
            self.known.extend(self.learn(filter, true));
        }
        let sort = head.sort.iter().map(|key| self.sort_key(key)).collect();
        let number = early.or_else(|| if head.sort.is_empty() { None } else { self.row_number(head, rows) });
        Head { clauses, filter, sort, number, rows, limited }
    }

    fn row_number(&mut self, head: &ast::ForHead, rows: Rows) -> Option<LocalId> {
        let name = head.numbered.as_ref()?;
        Some(self.bind(name, Type::Int(IntType { min: 1, max: rows.max.map_or(u32::MAX.into(), i64::from) })))
    }

    fn sort_key(&mut self, key: &ast::SortKey) -> SortKey {
        let value = self.infer(&key.value, None);
        if super::is_optional(&value.ty) {
            self.must_be_there(&value);
        } else if !is_single(&value.ty) {
            self.tell(&Problem::NoKey { file: self.file, span: value.span, is: self.ctx.show(&value.ty), of: "What is sorted by" });
        }
        SortKey { value, descending: key.descending }
    }
}

/// Whether values of the type can be told apart and put in order.
fn is_single(ty: &Type) -> bool {
    !matches!(present(ty), Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Json | Type::Lambda(_) | Type::None)
}

/// Every element of a list, under this name.
fn each(binding: LocalId, list: Expr, span: Span) -> Clause {
    Clause { kind: ClauseKind::Each, binding, list, span }
}

/// The type of the elements of a list, and how many it can have.
fn elements(list: &Expr) -> (Type, Rows) {
    match &list.ty {
        Type::List(inner) => (inner.of.clone(), Rows { min: inner.min, max: inner.max }),
        _ => (Type::Error, Rows { min: 0, max: None }),
    }
}
