//! Lists: `for`, list literals and paths over lists.

use crossdock_syntax::{Span, ast};

use super::fit::join;
use super::problem::Problem;
use super::{Checker, is_optional, present};
use crate::typed::{Expr, ExprKind, For, ListType, Type};

impl Checker<'_, '_> {
    /// What a `for` goes through: the elements, of which only what the body reads is read.
    pub(super) fn infer_list(&mut self, expr: &ast::Expr) -> Expr {
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

    pub(super) fn for_body(&mut self, body: &ast::ForBody, element: Option<&Type>, at: Span) -> Expr {
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
        let binding = self.hidden_local(inner.of.clone(), list.span);
        let element = Expr { ty: inner.of.clone(), span: list.span, kind: Box::new(ExprKind::Local(binding)) };
        let body = self.field_of(element, name, span);
        let ty = Type::List(Box::new(ListType { min: inner.min, max: inner.max, of: body.ty.clone() }));
        Expr { ty, span, kind: Box::new(ExprKind::For(For::each(binding, list, body))) }
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
                    self.branches_differ(first, &of, element);
                    return self.error(span);
                }
            }
        }
        let length = elements.len() as u32;
        Expr { ty: Type::List(Box::new(ListType { min: length, max: Some(length), of })), span, kind: Box::new(ExprKind::List(elements)) }
    }
}
