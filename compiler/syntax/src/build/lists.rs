//! `for`: what it goes through, and what comes along.

use super::{Builder, Children, NAMES, Node, Rule};
use crate::ast::{Clause, ClauseKind, Expr, ExprKind, For, ForBody, ForHead, Group, Name, SortKey, Unmatched};
use crate::problem::SyntaxProblem;
use crate::span::Span;

impl<'s> Builder<'s> {
    pub(super) fn for_(&mut self, node: Node<'s>) -> ExprKind {
        let whole = self.span(&node);
        let mut children = Children::of(node);
        let Some(head) = children.next(&[Rule::for_head]) else { return ExprKind::Error };
        let head = self.for_head(head);
        let body = match children.next(&[Rule::block, Rule::for_value]) {
            Some(body) if body.as_rule() == Rule::block => ForBody::Block(self.block(body)),
            Some(body) => ForBody::Value(self.next_expr(&mut Children::of(body))),
            None => ForBody::Value(self.broken(whole)),
        };
        ExprKind::For(For { head, body })
    }

    pub(crate) fn for_head(&mut self, node: Node<'s>) -> ForHead {
        let mut children = Children::of(node);
        let mut head = match children.next(&[Rule::for_each, Rule::for_group]) {
            Some(group) if group.as_rule() == Rule::for_group => self.for_group(group),
            Some(each) => self.for_each(each),
            None => head(self.nobody(), self.broken(Span::new(self.base, self.base))),
        };
        while let Some(part) = children.next(&[Rule::numbered, Rule::where_, Rule::sort_by]) {
            self.for_part(&mut head, part);
        }
        head
    }

    /// Each of these stands once; their order is free, since they always apply in one.
    fn for_part(&mut self, head: &mut ForHead, node: Node<'s>) {
        let (rule, span) = (node.as_rule(), self.span(&node));
        let mut children = Children::of(node);
        let (word, twice) = match rule {
            Rule::numbered => ("numbered", head.numbered.replace(self.next_name(&mut children)).is_some()),
            Rule::where_ => ("where", head.filter.replace(self.next_expr(&mut children)).is_some()),
            _ => {
                let keys = children.all(&[Rule::sort_key]).into_iter().map(|key| self.sort_key(key)).collect();
                ("sort by", !std::mem::replace(&mut head.sort, keys).is_empty())
            }
        };
        if twice {
            self.problems.push(SyntaxProblem::Leftover { found: word.to_owned() }.at(span));
        }
    }

    fn sort_key(&mut self, node: Node<'s>) -> SortKey {
        let mut children = Children::of(node);
        let value = self.next_expr(&mut children);
        SortKey { value, descending: children.next(&[Rule::descending]).is_some() }
    }

    fn for_each(&mut self, node: Node<'s>) -> ForHead {
        let mut children = Children::of(node);
        let binding = self.next_name(&mut children);
        let mut head = head(binding, self.next_expr(&mut children));
        head.clauses = children.all(&[Rule::nested, Rule::join, Rule::zip]).into_iter().map(|clause| self.clause(clause)).collect();
        head
    }

    fn for_group(&mut self, node: Node<'s>) -> ForHead {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let mut names: Vec<Name> = children.all(NAMES).into_iter().map(|name| self.name(&name)).collect();
        let binding = names.pop().unwrap_or_else(|| self.nobody());
        let list = self.next_expr(&mut children);
        let keys = children.all(&[Rule::arg]).into_iter().filter_map(|arg| arg.into_inner().next()).map(|arg| self.arg(arg)).collect();
        ForHead { group: Some(Group { span, names, keys }), ..head(binding, list) }
    }

    fn clause(&mut self, node: Node<'s>) -> Clause {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::join => ClauseKind::Join,
            Rule::zip => ClauseKind::Zip,
            _ => ClauseKind::Nested,
        };
        let mut children = Children::of(node);
        let binding = self.next_name(&mut children);
        let list = self.next_expr(&mut children);
        let on = children.next(&[Rule::expr, Rule::expr_bare]).map(|on| self.expr(on));
        let unmatched = children.next(&[Rule::unmatched]).and_then(|unmatched| self.unmatched(unmatched));
        Clause { span, kind, binding, list, on, unmatched }
    }

    fn unmatched(&mut self, node: Node<'s>) -> Option<Unmatched> {
        let answer = Children::of(node).next(&[Rule::fail, Rule::unmatched_skip, Rule::unmatched_none])?;
        let span = self.span(&answer);
        Some(match answer.as_rule() {
            Rule::fail => Unmatched::Fail(self.fail(answer)),
            Rule::unmatched_skip => Unmatched::Skip(span),
            _ => Unmatched::None(span),
        })
    }
}

fn head(binding: Name, list: Expr) -> ForHead {
    ForHead { binding, list, group: None, clauses: Vec::new(), filter: None, sort: Vec::new(), numbered: None }
}
