//! Lists: `for`, list literals and paths over lists.

use crossdock_syntax::{Span, ast};

use super::fit::join;
use super::problem::Problem;
use super::{Checker, is_optional, present};
use crate::typed::{Expr, ExprKind, IntType, ListType, Local, LocalId, Type};

impl Checker<'_, '_> {
    pub(super) fn for_(&mut self, item: &ast::For, span: Span, want: Option<&Type>) -> Expr {
        let list = self.infer_list(&item.list);
        let (of, max) = match &list.ty {
            Type::List(inner) => (inner.of.clone(), inner.max),
            _ => (Type::Error, None),
        };
        let element = match want.map(present) {
            Some(Type::List(list)) => Some(list.of.clone()),
            _ => None,
        };
        self.scoped(|checker| {
            let binding = checker.bind(&item.binding, of);
            let number = item.numbered.as_ref().map(|name| checker.bind(name, Type::Int(IntType { min: 1, max: max.map_or(i64::from(u32::MAX), i64::from) })));
            let filter = item.filter.as_ref().map(|filter| checker.condition(filter));
            let body = checker.for_body(&item.body, element.as_ref(), item.binding.span);
            let min = if filter.is_some() { 0 } else { list_min(&list.ty) };
            let ty = if matches!(body.ty, Type::Error) { Type::Error } else { Type::List(Box::new(ListType { min, max, of: body.ty.clone() })) };
            Expr { ty, span, kind: Box::new(ExprKind::For { binding, number, list, filter, body }) }
        })
    }

    /// What a `for` goes through: the elements, of which only what the body reads is read.
    fn infer_list(&mut self, expr: &ast::Expr) -> Expr {
        let list = match &*expr.kind {
            ast::ExprKind::Name(name) => self.name(name, None, false),
            _ => self.infer(expr, None),
        };
        if is_optional(&list.ty) {
            self.must_be_there(&list);
            return self.error(list.span);
        }
        if !matches!(list.ty, Type::List(_) | Type::Error) {
            self.report(Problem::NotAList { file: self.file, span: list.span, is: self.ctx.show(&list.ty) });
            return self.error(list.span);
        }
        list
    }

    fn for_body(&mut self, body: &ast::ForBody, element: Option<&Type>, at: Span) -> Expr {
        match (body, element) {
            (ast::ForBody::Value(expr), Some(element)) => self.assigned(expr, element, None),
            (ast::ForBody::Value(expr), None) => self.infer(expr, None),
            (ast::ForBody::Block(block), Some(element)) => self.block(block, element, at),
            (ast::ForBody::Block(block), None) => {
                self.report(Problem::BlockNowhere { file: self.file, span: block.span });
                self.error(block.span)
            }
        }
    }

    /// `order.lines.sku`: the field of each element.
    pub(super) fn over_list(&mut self, list: Expr, name: &ast::Name, span: Span) -> Expr {
        let Type::List(inner) = present(&list.ty).clone() else { return self.error(span) };
        if is_optional(&list.ty) {
            self.must_be_there(&list);
            return self.error(span);
        }
        let binding = self.hidden(inner.of.clone(), list.span);
        let element = Expr { ty: inner.of.clone(), span: list.span, kind: Box::new(ExprKind::Local(binding)) };
        let body = self.field_of(element, name, span);
        let ty = Type::List(Box::new(ListType { min: inner.min, max: inner.max, of: body.ty.clone() }));
        Expr { ty, span, kind: Box::new(ExprKind::For { binding, number: None, list, filter: None, body }) }
    }

    /// A local that no text names.
    fn hidden(&mut self, ty: Type, span: Span) -> LocalId {
        self.locals.push(Local { name: String::new(), ty, span });
        LocalId(self.locals.len() as u32 - 1)
    }

    pub(super) fn list(&mut self, elements: &[ast::Expr], span: Span, want: Option<&Type>) -> Expr {
        let wanted = match want.map(present) {
            Some(Type::List(list)) => Some(&list.of),
            _ => None,
        };
        let elements: Vec<Expr> = elements.iter().map(|element| self.infer(element, wanted)).collect();
        let mut of = Type::Never;
        for element in &elements {
            match join(&of, &element.ty) {
                Some(joined) => of = joined,
                None => {
                    let first = elements.first().map_or(span, |first| first.span);
                    self.report(Problem::BranchesDiffer { file: self.file, first, first_is: self.ctx.show(&of), span: element.span, is: self.ctx.show(&element.ty) });
                    return self.error(span);
                }
            }
        }
        let length = elements.len() as u32;
        Expr { ty: Type::List(Box::new(ListType { min: length, max: Some(length), of })), span, kind: Box::new(ExprKind::List(elements)) }
    }
}

fn list_min(ty: &Type) -> u32 {
    if let Type::List(list) = ty { list.min } else { 0 }
}
