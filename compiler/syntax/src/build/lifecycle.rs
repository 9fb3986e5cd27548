//! Lifecycles: states, who moves between them, and how long that may take.

use super::{Builder, Children, NAMES, Node, Rule};
use crate::ast::{Life, LifeKind, Lifecycle, Name, Step};

impl<'s> Builder<'s> {
    pub(crate) fn lifecycle(&mut self, node: Node<'s>) -> Lifecycle {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::lifecycle_head]) {
            Some(head) => self.lifecycle_head(head),
            None => Lifecycle { name: self.nobody(), key: Vec::new(), entries: Vec::new() },
        };
        built.entries = children.all(&[Rule::life]).into_iter().map(|entry| self.life(entry)).collect();
        built
    }

    pub(crate) fn lifecycle_head(&mut self, node: Node<'s>) -> Lifecycle {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        Lifecycle { name, key: children.next(&[Rule::path]).map_or_else(Vec::new, |path| self.names(path)), entries: Vec::new() }
    }

    pub(crate) fn life(&mut self, node: Node<'s>) -> Life {
        let span = self.span(&node);
        let kind = node.into_inner().next().map_or(LifeKind::Error, |entry| self.life_kind(entry));
        Life { span, kind }
    }

    fn life_kind(&mut self, node: Node<'s>) -> LifeKind {
        let rule = node.as_rule();
        let mut children = Children::of(node);
        match rule {
            Rule::moves => {
                let from = self.alternatives(&mut children);
                if let Some(foreign) = children.next(&[Rule::foreign_fat]) {
                    self.written_otherwise(&foreign, "->", "a move");
                }
                LifeKind::Moves { from, to: self.alternatives(&mut children), by: self.alternatives(&mut children) }
            }
            Rule::within => {
                let Some(time) = children.next(&[Rule::time]).map(|time| self.time(time)) else { return LifeKind::Error };
                let (from, to) = (self.alternatives(&mut children), self.alternatives(&mut children));
                let steps = children.next(&[Rule::within_else]).map(|steps| self.steps(steps));
                LifeKind::Within { time, from, to, steps }
            }
            Rule::final_ => LifeKind::Final(self.alternatives(&mut children)),
            _ => LifeKind::Error,
        }
    }

    /// `a | b`
    fn alternatives(&mut self, children: &mut Children<'s>) -> Vec<Name> {
        children.next(&[Rule::alternatives]).map_or_else(Vec::new, |names| Children::of(names).all(NAMES).into_iter().map(|name| self.name(&name)).collect())
    }

    fn steps(&mut self, node: Node<'s>) -> Vec<Step> {
        Children::of(node).all(&[Rule::step]).into_iter().map(|step| self.step(step)).collect()
    }
}
