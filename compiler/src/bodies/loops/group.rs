//! `for (warehouse, lines) in order.lines by line.warehouse`: elements with the same key as one list.

use crossdock_syntax::{Span, ast, visit};

use super::problem::Problem;
use super::{Rows, elements, is_single};
use crate::bodies::Checker;
use crate::typed::{Clause, ClauseKind, Expr, ListType, LocalId, Type};

impl<'a> Checker<'_, 'a> {
    pub(super) fn group(&mut self, head: &ast::ForHead, group: &ast::Group) -> (Vec<Clause>, Rows) {
        let list = self.infer_list(&head.list);
        let (of, rows) = elements(&list);
        let element = self.hidden_local(of.clone(), head.list.span);
        let values: Vec<Expr> = group.keys.iter().map(|key| self.group_key(key, element)).collect();
        if values.len() != group.names.len() {
            self.tell(&Problem::GroupNames { file: self.file, span: group.span, names: group.names.len(), keys: values.len() });
        }
        let mut types = values.iter().map(|value| value.ty.clone());
        let names: Vec<LocalId> = group.names.iter().map(|name| self.bind(name, types.next().unwrap_or(Type::Error))).collect();
        let members = Type::List(Box::new(ListType { min: 1, max: rows.max, of }));
        let binding = self.bind(&head.binding, members);
        let keys = names.into_iter().zip(values).collect();
        let clause = Clause { kind: ClauseKind::Group { element, keys }, binding, list, span: group.span };
        (vec![clause], Rows { min: rows.min.min(1), max: rows.max })
    }

    fn group_key(&mut self, key: &ast::Expr, element: LocalId) -> Expr {
        let (name, value) = match &*key.kind {
            ast::ExprKind::Lambda { param, body } => (param.clone(), body),
            ast::ExprKind::Error => return self.error(key.span),
            _ => match self.name_of_element(key) {
                Some(name) => (name, key),
                None => return self.error(key.span),
            },
        };
        let value = self.scoped(|checker| {
            checker.name_again(&name, element);
            checker.infer(value, None)
        });
        if !is_single(&value.ty) {
            self.tell(&Problem::NoKey { file: self.file, span: value.span, is: self.ctx.show(&value.ty), of: "A key" });
            return self.error(value.span);
        }
        value
    }

    /// In `by line.warehouse` the element is called `line`: the one name before a dot that means nothing else here.
    fn name_of_element(&self, key: &ast::Expr) -> Option<ast::Name> {
        let mut free = self.names_before_dots(key);
        match free.len() {
            0 | 1 => {}
            _ => {
                self.tell(&Problem::ElementTwice { file: self.file, first: free.first()?.clone(), second: free.get(1)?.clone() });
                return None;
            }
        }
        if free.is_empty() {
            let known = self.known_before_dot(key);
            self.tell(&Problem::ElementUnnamed { file: self.file, span: key.span, known });
        }
        free.pop()
    }

    fn names_before_dots(&self, key: &ast::Expr) -> Vec<ast::Name> {
        let own = bound_within(key);
        let mut found: Vec<ast::Name> = Vec::new();
        visit::in_expr(key, &mut |expr| {
            if let Some(name) = before_dot(expr).filter(|name| !own.contains(&name.text.as_str()) && !self.is_known(name))
                && !found.iter().any(|known| known.text == name.text)
            {
                found.push(name.clone());
            }
        });
        found
    }

    /// A name that may have been meant for the element, though it means something else here.
    fn known_before_dot(&self, key: &ast::Expr) -> Option<(ast::Name, Span)> {
        let mut found = None;
        visit::in_expr(key, &mut |expr| {
            let local = before_dot(expr).and_then(|name| Some((name.clone(), self.local(self.in_scope(&name.text)?)?.span)));
            found = found.take().or(local);
        });
        found
    }

    fn is_known(&self, name: &ast::Name) -> bool {
        self.in_scope(&name.text).is_some() || self.ctx.lookup(self.file, &name.text).is_some()
    }

    fn in_scope(&self, name: &str) -> Option<LocalId> {
        self.scope.iter().rev().find(|(known, _)| known == name).map(|(_, id)| *id)
    }
}

fn before_dot(expr: &ast::Expr) -> Option<&ast::Name> {
    let (ast::ExprKind::Field { base, .. } | ast::ExprKind::Method { base, .. }) = &*expr.kind else { return None };
    if let ast::ExprKind::Name(name) = &*base.kind { Some(name) } else { None }
}

/// Names that the expression itself gives to something.
fn bound_within(key: &ast::Expr) -> Vec<&str> {
    let mut bound = Vec::new();
    visit::in_expr(key, &mut |expr| match &*expr.kind {
        ast::ExprKind::Lambda { param, .. } => bound.push(param.text.as_str()),
        ast::ExprKind::For(inner) => bound.push(inner.head.binding.text.as_str()),
        _ => {}
    });
    bound
}
