//! The same shape on another wire.

use super::{Builder, Children, Node, Rule};
use crate::ast::{Element, FieldPlace, Only, OtherWire, PlaceLine, Record};
use crate::span::Span;

impl<'s> Builder<'s> {
    pub(super) fn other_wire(&mut self, node: Node<'s>) -> Record {
        let mut children = Children::of(node);
        let mut built = match children.next(&[Rule::other_wire_head]) {
            Some(head) => self.other_wire_head(head),
            None => self.no_record(),
        };
        if let Some(other) = &mut built.other {
            other.places = self.place_lines(&mut children);
        }
        built
    }

    pub(crate) fn other_wire_head(&mut self, node: Node<'s>) -> Record {
        let mut children = Children::of(node);
        let (name, shape) = (self.next_name(&mut children), self.next_name(&mut children));
        let mut other = OtherWire { shape, message: None, version: None, places: Vec::new() };
        let mut format = None;
        if let Some(written) = children.next(&[Rule::as_message]) {
            let mut written = Children::of(written);
            format = Some(self.next_name(&mut written));
            other.message = written.next(&[Rule::str]).map(|message| self.string(message));
            other.version = written.next(&[Rule::wire_version]).map(|version| self.next_string(&mut Children::of(version)));
        }
        Record { name, format, other: Some(other), ..self.no_record() }
    }

    pub(super) fn no_record(&self) -> Record {
        Record { name: self.nobody(), format: None, other: None, strict: None, fields: Vec::new(), rules: Vec::new() }
    }

    fn place_lines(&mut self, children: &mut Children<'s>) -> Vec<PlaceLine> {
        let lines = children.all(&[Rule::place_line]);
        self.commas(&lines, "fields");
        lines.into_iter().filter_map(|line| self.place_line(line)).collect()
    }

    pub(crate) fn place_line(&mut self, node: Node<'s>) -> Option<PlaceLine> {
        let inner = node.into_inner().next()?;
        let (rule, span) = (inner.as_rule(), self.span(&inner));
        let mut children = Children::of(inner);
        if rule == Rule::ignored {
            let names = children.next(&[Rule::ignored_names]).map_or_else(Vec::new, |names| self.names(names));
            return Some(PlaceLine::Ignore { span, names, because: self.next_string(&mut children) });
        }
        let name = self.next_name(&mut children);
        let wire = children.all(&[Rule::wire]).into_iter().filter_map(|wire| self.wire(wire)).collect();
        let within = children.next(&[Rule::within_record]).map(|within| self.place_lines(&mut Children::of(within)));
        Some(PlaceLine::Field(FieldPlace { span, name, wire, within }))
    }

    pub(super) fn element(&mut self, children: &mut Children<'s>) -> Element {
        match children.next(&[Rule::element]) {
            Some(node) => Element { text: node.as_str().split_whitespace().collect(), span: self.span(&node) },
            None => Element { text: String::new(), span: Span::new(self.base, self.base) },
        }
    }

    pub(super) fn only(&mut self, children: &mut Children<'s>) -> Option<Only> {
        let mut children = Children::of(children.next(&[Rule::only])?);
        Some(Only { place: self.element(&mut children), value: self.next_string(&mut children) })
    }
}
