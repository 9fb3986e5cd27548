//! Slots to payload bytes, by the plan.
//!
//! Fields stand in the order of the record; what is missing is left out, or null where the field says `or null`; an object that only
//! nests keys is left out where all of it is missing. Text that is known to need no escapes is copied as it stands. A decimal has as many
//! digits behind the point as its type says.

mod digits;
mod escape;
mod scalar;

pub(crate) use escape::{escape, needs_escape};

use crate::plan::{EmitPlan, MapShape, Members, Node, Shape, Variant, Write};
use crate::slot::{List, Slot};
use crate::view::View;

/// Writes a record at the end of `out`, as JSON. What is no record is written as null.
pub fn emit(plan: &EmitPlan, record: Slot, view: View<'_>, out: &mut Vec<u8>) {
    Emitter { plan, view, out }.value(&Shape::Record(plan.root), record);
}

/// Writes one value by a shape of the plan.
pub(crate) fn emit_value(plan: &EmitPlan, shape: &Shape, slot: Slot, view: View<'_>, out: &mut Vec<u8>) {
    Emitter { plan, view, out }.value(shape, slot);
}

struct Emitter<'a> {
    plan: &'a EmitPlan,
    view: View<'a>,
    out: &'a mut Vec<u8>,
}

impl Emitter<'_> {
    fn value(&mut self, shape: &Shape, slot: Slot) {
        match (shape, slot) {
            (Shape::Record(object), Slot::Record(start)) => self.record(*object, start),
            (Shape::List(shape), Slot::List(list)) => {
                let record = shape.records.map(|(object, _)| Shape::Record(object));
                self.list(record.as_ref().unwrap_or(&shape.of.shape), list);
            }
            (Shape::Map(shape), Slot::List(list)) => self.map(shape, list),
            _ => scalar::write(shape, slot, self.view, self.out),
        }
    }

    fn record(&mut self, object: usize, start: u32) {
        let plan = self.plan;
        let (nodes, start) = match plan.objects.get(object) {
            Some(Members::Record(nodes)) => (nodes.as_slice(), start),
            Some(Members::Tagged { tag, variants }) => self.variant(*tag, variants, start),
            None => (&[][..], start),
        };
        self.out.push(b'{');
        self.nodes(nodes, start);
        self.out.push(b'}');
    }

    /// The members of the variant that the value is, and the record that they are of.
    fn variant<'v>(&self, tag: Option<u32>, variants: &'v [Variant], start: u32) -> (&'v [Node], u32) {
        let Some(Slot::Enum(variant)) = tag.map(|tag| self.slot(start + tag)) else { return (&[], start) };
        let Some(variant) = variants.get(variant as usize) else { return (&[], start) };
        match variant.part.map(|part| self.slot(start + part)) {
            Some(Slot::Record(part)) => (&variant.nodes, part),
            _ => (&variant.nodes, start),
        }
    }

    /// The members of an object; whether there are any.
    fn nodes(&mut self, nodes: &[Node], start: u32) -> bool {
        let mut any = false;
        for node in nodes {
            any |= match &node.write {
                Write::Field { slot, or_null, shape } => {
                    let slot = slot.map_or(Slot::Missing, |slot| self.slot(start + slot));
                    self.field(&node.prefix, any, slot, *or_null, shape)
                }
                Write::Object(inner) => self.object(&node.prefix, any, inner, start),
                Write::Code(code) => {
                    self.prefix(&node.prefix, any);
                    self.out.extend_from_slice(code);
                    true
                }
            };
        }
        any
    }

    fn field(&mut self, prefix: &[u8], comma: bool, slot: Slot, or_null: bool, shape: &Shape) -> bool {
        if matches!(slot, Slot::Missing) && !or_null {
            return false;
        }
        // Most of what is written is text that stood in the payload.
        if let (Shape::Text { .. }, Slot::Text(text)) = (shape, slot)
            && text.clean
        {
            let bytes = self.view.bytes(text);
            self.out.reserve(prefix.len() + bytes.len() + 2);
            self.prefix(prefix, comma);
            self.out.push(b'"');
            self.out.extend_from_slice(bytes);
            self.out.push(b'"');
            return true;
        }
        self.prefix(prefix, comma);
        self.value(shape, slot);
        true
    }

    fn object(&mut self, prefix: &[u8], comma: bool, inner: &[Node], start: u32) -> bool {
        let before = self.out.len();
        self.prefix(prefix, comma);
        self.out.push(b'{');
        let any = self.nodes(inner, start);
        if any {
            self.out.push(b'}');
        } else {
            self.out.truncate(before);
        }
        any
    }

    /// `,"key":`, without the comma for the first.
    fn prefix(&mut self, prefix: &[u8], comma: bool) {
        self.out.extend_from_slice(prefix.get(usize::from(!comma)..).unwrap_or_default());
    }

    fn list(&mut self, shape: &Shape, list: List) {
        self.out.push(b'[');
        for index in 0..list.len {
            if index > 0 {
                self.out.push(b',');
            }
            let at = list.start + index * list.stride;
            let slot = if list.records { Slot::Record(at) } else { self.slot(at) };
            self.value(shape, slot);
        }
        self.out.push(b']');
    }

    fn map(&mut self, shape: &MapShape, list: List) {
        self.out.push(if shape.by.is_some() { b'[' } else { b'{' });
        for index in 0..list.len {
            if index > 0 {
                self.out.push(b',');
            }
            let at = list.start + index * list.stride;
            self.entry(shape, self.slot(at), self.slot(at + 1));
        }
        self.out.push(if shape.by.is_some() { b']' } else { b'}' });
    }

    fn entry(&mut self, shape: &MapShape, key: Slot, value: Slot) {
        match &shape.by {
            None => {
                scalar::text(key, self.view, self.out);
                self.out.push(b':');
                self.value(&shape.of.shape, value);
            }
            Some((key_name, value_name)) => {
                self.out.push(b'{');
                self.name(key_name);
                scalar::text(key, self.view, self.out);
                self.out.push(b',');
                self.name(value_name);
                self.value(&shape.of.shape, value);
                self.out.push(b'}');
            }
        }
    }

    fn name(&mut self, name: &str) {
        self.out.push(b'"');
        escape(name.as_bytes(), self.out);
        self.out.extend_from_slice(b"\":");
    }

    fn slot(&self, at: u32) -> Slot {
        self.view.memory.slots.get(at as usize).copied().unwrap_or(Slot::Missing)
    }
}
