//! `unit`, and products of units in types.

use super::{Builder, Children, Node, Rule};
use crate::ast::{Unit, UnitExpr, UnitPart, UnitSize};

impl<'s> Builder<'s> {
    pub(crate) fn unit_item(&mut self, node: Node<'s>) -> Unit {
        let mut children = Children::of(node);
        let name = self.next_name(&mut children);
        Unit { name, size: children.next(&[Rule::size]).and_then(|size| self.unit_size(size)) }
    }

    fn unit_size(&mut self, node: Node<'s>) -> Option<UnitSize> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let mut numbers = children.all(&[Rule::unsigned]).into_iter().map(|number| self.number(&number));
        let (number, divisor) = (numbers.next()?, numbers.next());
        drop(numbers);
        Some(UnitSize { span, number, divisor, of: self.units(children.next(&[Rule::units])?) })
    }

    pub(super) fn units(&mut self, node: Node<'s>) -> UnitExpr {
        let span = self.span(&node);
        let mut divides = false;
        let mut parts = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::unit_sign => divides = child.as_str().trim_end() == "/",
                Rule::name => parts.push(UnitPart { name: self.name(&child), divides }),
                _ => {}
            }
        }
        UnitExpr { span, parts }
    }
}
