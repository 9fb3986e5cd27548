//! The plan for writing: keys are rendered already, fields with a common outer key are joined in one object.

use crossdock_compiler::typed::{Project, RecordId, Type, Wire};

use super::decode::path;
use super::shape::{Shape, Shapes};
use crate::emit::escape;
use crate::slot::Layouts;

/// How to write one record, with all that it holds, from slots.
#[derive(Clone, Debug)]
pub struct EmitPlan {
    pub(crate) root: usize,
    pub(crate) objects: Vec<Members>,
}

/// What an object is written from.
#[derive(Clone, Debug)]
pub(crate) enum Members {
    /// The members of a record, in the order of its fields.
    Record(Vec<Node>),
    /// By the variant that stands in the slot of the tag.
    Tagged { tag: Option<u32>, variants: Vec<Variant> },
}

/// The members of one variant, the tag first; the others are those of the record in that slot.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub part: Option<u32>,
    pub nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    key: String,
    /// `,"key":`
    pub prefix: Vec<u8>,
    pub write: Write,
}

#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// Without a slot the field is never set.
    Field { slot: Option<u32>, or_null: bool, shape: Shape },
    /// Left out where all of it is missing.
    Object(Vec<Node>),
    /// The tag's code, in quotes.
    Code(Vec<u8>),
}

impl EmitPlan {
    pub fn new(project: &Project, layouts: &Layouts, record: RecordId) -> EmitPlan {
        let mut shapes = Shapes::new(project, layouts);
        let root = shapes.index(record);
        EmitPlan { root, objects: objects(&mut shapes) }
    }

    /// For one value, as a field of that type and form would hold it; the shape is what to write it by.
    pub(crate) fn of_value(project: &Project, layouts: &Layouts, ty: &Type, wire: &Wire) -> (EmitPlan, Shape) {
        let mut shapes = Shapes::new(project, layouts);
        let shape = shapes.value(ty, wire).shape;
        (EmitPlan { root: 0, objects: objects(&mut shapes) }, shape)
    }
}

/// All records that are needed, each of which may need more.
fn objects(shapes: &mut Shapes<'_>) -> Vec<Members> {
    let mut objects = Vec::new();
    while let Some(next) = shapes.needed(objects.len()) {
        objects.push(members(shapes, next.record));
    }
    objects
}

fn members(shapes: &mut Shapes<'_>, id: RecordId) -> Members {
    let mut nodes = Vec::new();
    let Some(record) = shapes.project().records.get(id.index()) else { return Members::Record(nodes) };
    let Some(tagged) = &record.tagged else {
        fields(shapes, id, &mut nodes);
        return Members::Record(nodes);
    };
    let codes = shapes.project().enums.get(tagged.of.index()).map_or(&[][..], |item| item.variants.as_slice());
    let tag = record.fields.get(tagged.tag as usize).map_or(&[][..], |tag| tag.wire.path.as_slice());
    let variants = codes.iter().enumerate().map(|(at, variant)| {
        let mut nodes = Vec::new();
        insert(&mut nodes, tag, Write::Code(quoted(&variant.code)));
        let part = record.part(at as u32);
        part.iter().for_each(|(_, part)| fields(shapes, *part, &mut nodes));
        Variant { part: part.and_then(|(field, _)| shapes.slot(id, field)), nodes }
    });
    Members::Tagged { variants: variants.collect(), tag: shapes.slot(id, tagged.tag) }
}

fn fields(shapes: &mut Shapes<'_>, id: RecordId, nodes: &mut Vec<Node>) {
    let Some(record) = shapes.project().records.get(id.index()) else { return };
    for (index, field) in record.fields.iter().enumerate() {
        let slot = shapes.slot(id, index as u32);
        let shape = shapes.value(&field.ty, &field.wire).shape;
        let write = Write::Field { slot, or_null: field.wire.or_null, shape };
        insert(nodes, &path(&field.name, &field.wire), write);
    }
}

fn quoted(code: &str) -> Vec<u8> {
    let mut quoted = b"\"".to_vec();
    escape(code.as_bytes(), &mut quoted);
    quoted.push(b'"');
    quoted
}

fn insert(nodes: &mut Vec<Node>, path: &[String], write: Write) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        return nodes.push(Node::new(key, write));
    }
    let joined = nodes.iter_mut().find_map(|node| match &mut node.write {
        Write::Object(inner) if node.key == *key => Some(inner),
        Write::Object(_) | Write::Field { .. } | Write::Code(_) => None,
    });
    if let Some(inner) = joined {
        return insert(inner, rest, write);
    }
    let mut inner = Vec::new();
    insert(&mut inner, rest, write);
    nodes.push(Node::new(key, Write::Object(inner)));
}

impl Node {
    fn new(key: &str, write: Write) -> Node {
        let mut prefix = b",\"".to_vec();
        escape(key.as_bytes(), &mut prefix);
        prefix.extend_from_slice(b"\":");
        Node { key: key.to_owned(), prefix, write }
    }
}
