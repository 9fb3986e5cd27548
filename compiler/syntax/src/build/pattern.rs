//! Patterns: of the arms of a `match`, and of the cells of a routing table.

use super::{Builder, Children, NAMES, Node, Rule};
use crate::ast::{BinaryOp, Expr, ExprKind, FieldPattern, Pattern, PatternKind};
use crate::span::Span;

impl<'s> Builder<'s> {
    pub(super) fn pattern(&mut self, node: Node<'s>) -> Pattern {
        let span = self.span(&node);
        let kind = node.into_inner().next().map_or(PatternKind::Error, |inner| self.pattern_kind(inner));
        Pattern { span, kind }
    }

    fn pattern_kind(&mut self, node: Node<'s>) -> PatternKind {
        match node.as_rule() {
            Rule::compared => self.compared(node),
            Rule::bounds => self.bounds(node),
            Rule::none => PatternKind::None,
            Rule::wildcard => PatternKind::Otherwise,
            Rule::not_pattern => self.next_pattern(node).map_or(PatternKind::Error, |of| PatternKind::Not(Box::new(of))),
            Rule::any_of => PatternKind::AnyOf(self.patterns(node)),
            Rule::tuple_pattern => PatternKind::Tuple(Children::of(node).all(&[Rule::either_pattern]).into_iter().map(|of| self.either(of)).collect()),
            Rule::record_pattern => PatternKind::Record(self.field_patterns(node)),
            Rule::variant_pattern => self.variant_pattern(node),
            Rule::name => PatternKind::Name(self.name(&node)),
            _ => PatternKind::Literal(self.primary(node)),
        }
    }

    fn next_pattern(&mut self, node: Node<'s>) -> Option<Pattern> {
        Children::of(node).next(&[Rule::pattern]).map(|pattern| self.pattern(pattern))
    }

    fn patterns(&mut self, node: Node<'s>) -> Vec<Pattern> {
        Children::of(node).all(&[Rule::pattern]).into_iter().map(|pattern| self.pattern(pattern)).collect()
    }

    /// One pattern, or several with `|` between them.
    fn either(&mut self, node: Node<'s>) -> Pattern {
        let span = self.span(&node);
        let mut patterns = self.patterns(node);
        match patterns.len() {
            1 => patterns.pop().unwrap_or(Pattern { span, kind: PatternKind::Error }),
            _ => Pattern { span, kind: PatternKind::AnyOf(patterns) },
        }
    }

    /// `<= 500 kg`
    fn compared(&mut self, node: Node<'s>) -> PatternKind {
        let mut children = Children::of(node);
        let op = children.next(&[Rule::comparison]).and_then(|sign| sign.into_inner().next()).and_then(|sign| comparison(sign.as_rule()));
        let bound = children.next(&[Rule::bound]).map(|bound| self.bound(bound));
        op.zip(bound).map_or(PatternKind::Error, |(op, bound)| PatternKind::Compare { op, bound })
    }

    /// `1..9`, `..9`, `1..`
    fn bounds(&mut self, node: Node<'s>) -> PatternKind {
        let Some(inner) = node.into_inner().next() else { return PatternKind::Error };
        let only_max = inner.as_rule() == Rule::up_to_bound;
        let mut ends = Children::of(inner).all(&[Rule::bound]).into_iter().map(|bound| self.bound(bound));
        let min = if only_max { None } else { ends.next() };
        PatternKind::Range { min, max: ends.next() }
    }

    pub(super) fn bound(&mut self, node: Node<'s>) -> Expr {
        let span = self.span(&node);
        match node.into_inner().next() {
            Some(literal) => self.primary(literal),
            None => Expr { span, kind: Box::new(ExprKind::Error) },
        }
    }

    fn field_patterns(&mut self, node: Node<'s>) -> Vec<FieldPattern> {
        Children::of(node).all(&[Rule::field_pattern]).into_iter().filter_map(|field| self.field_pattern(field)).collect()
    }

    fn field_pattern(&mut self, node: Node<'s>) -> Option<FieldPattern> {
        let mut children = Children::of(node);
        let name = children.next(NAMES).map(|name| self.name(&name))?;
        if let Some(colon) = children.next(&[Rule::foreign_colon]) {
            self.written_otherwise(&colon, "=", "the sign between a field and its pattern");
        }
        let pattern = children.next(&[Rule::either_pattern]).map(|of| self.either(of))?;
        Some(FieldPattern { name, pattern })
    }

    /// `picked(p)`, `picked { qty = 0 }`
    fn variant_pattern(&mut self, node: Node<'s>) -> PatternKind {
        let mut children = Children::of(node);
        let Some(name) = children.next(NAMES).map(|name| self.name(&name)) else { return PatternKind::Error };
        let Some(inner) = children.next(&[Rule::record_pattern, Rule::wildcard, Rule::ident, Rule::foreign_named]) else { return PatternKind::Name(name) };
        let span = self.span(&inner);
        let kind = match inner.as_rule() {
            Rule::record_pattern => PatternKind::Record(self.field_patterns(inner)),
            Rule::wildcard => PatternKind::Otherwise,
            Rule::foreign_named => {
                self.written_otherwise(&inner, &format!("({})", inner.as_str()), "the name for what a variant carries");
                Children::of(inner).next(&[Rule::ident]).map_or(PatternKind::Error, |inner| PatternKind::Name(self.name(&inner)))
            }
            _ => PatternKind::Name(self.name(&inner)),
        };
        PatternKind::Variant { name, inner: Box::new(Pattern { span, kind }) }
    }

    /// A cell of a routing table: `"AK", "HI"`, `not east, west`.
    pub(crate) fn route_cell(&mut self, node: Node<'s>) -> Pattern {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let not = children.next(&[Rule::not_all]).is_some();
        let mut patterns: Vec<Pattern> = children.all(&[Rule::pattern]).into_iter().map(|pattern| self.pattern(pattern)).collect();
        let of = match patterns.len() {
            1 => patterns.pop().unwrap_or(Pattern { span, kind: PatternKind::Error }),
            _ => Pattern { span, kind: PatternKind::AnyOf(patterns) },
        };
        if not { Pattern { span, kind: PatternKind::Not(Box::new(of)) } } else { of }
    }
}

fn comparison(rule: Rule) -> Option<BinaryOp> {
    match rule {
        Rule::less => Some(BinaryOp::Less),
        Rule::less_equal => Some(BinaryOp::LessEqual),
        Rule::greater => Some(BinaryOp::Greater),
        Rule::greater_equal => Some(BinaryOp::GreaterEqual),
        _ => None,
    }
}

/// Puts a pattern and all within it at one place.
pub(super) fn place(pattern: &mut Pattern, span: Span) {
    pattern.span = span;
    match &mut pattern.kind {
        PatternKind::Name(name) => name.span = span,
        PatternKind::Variant { name, inner } => {
            name.span = span;
            place(inner, span);
        }
        PatternKind::Literal(literal) => place_literal(literal, span),
        PatternKind::Range { min, max } => [min, max].into_iter().flatten().for_each(|end| place_literal(end, span)),
        PatternKind::Compare { bound, .. } => place_literal(bound, span),
        PatternKind::AnyOf(of) | PatternKind::Tuple(of) => of.iter_mut().for_each(|pattern| place(pattern, span)),
        PatternKind::Not(of) => place(of, span),
        PatternKind::Record(fields) => fields.iter_mut().for_each(|field| {
            field.name.span = span;
            place(&mut field.pattern, span);
        }),
        PatternKind::None | PatternKind::Otherwise | PatternKind::Error => {}
    }
}

fn place_literal(literal: &mut Expr, span: Span) {
    literal.span = span;
    match &mut *literal.kind {
        ExprKind::Number(number) => number.span = span,
        ExprKind::Quantity { number, unit } => {
            number.span = span;
            unit.span = span;
        }
        ExprKind::Name(name) => name.span = span,
        _ => {}
    }
}
