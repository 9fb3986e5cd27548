//! Rules of records.

use super::{Builder, Children, NAMES, Node, Rule};
use crate::ast::{self, Demand, Name, RuleKind};

impl<'s> Builder<'s> {
    pub(crate) fn rule(&mut self, node: Node<'s>) -> ast::Rule {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let (text, kind) = match children.next(&[Rule::always, Rule::when_then]) {
            Some(node) => (self.span(&node), self.rule_kind(node)),
            None => (span, RuleKind::Always(self.broken(span))),
        };
        let because = children.next(&[Rule::because]).map(|because| self.next_string(&mut Children::of(because)));
        ast::Rule { span, text, kind, because }
    }

    fn rule_kind(&mut self, node: Node<'s>) -> RuleKind {
        let when = node.as_rule() == Rule::when_then;
        let mut children = Children::of(node);
        let first = self.next_expr(&mut children);
        if !when {
            return RuleKind::Always(first);
        }
        let then = match children.next(&[Rule::demand]) {
            Some(demand) => self.demand(demand),
            None => Demand::Holds(self.next_expr(&mut children)),
        };
        RuleKind::When { condition: first, then }
    }

    fn demand(&mut self, node: Node<'s>) -> Demand {
        let mut children = Children::of(node);
        let names: Vec<Name> = children.all(NAMES).into_iter().map(|name| self.name(&name)).collect();
        match children.next(&[Rule::required, Rule::is_missing]) {
            Some(word) if word.as_rule() == Rule::is_missing => Demand::Missing(names),
            _ => Demand::Required(names),
        }
    }
}
