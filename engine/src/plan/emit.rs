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
    /// The members of each record, in the order of its fields.
    pub(crate) objects: Vec<Vec<Node>>,
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
fn objects(shapes: &mut Shapes<'_>) -> Vec<Vec<Node>> {
    let mut objects = Vec::new();
    while let Some(next) = shapes.needed(objects.len()) {
        objects.push(object(shapes, next));
    }
    objects
}

fn object(shapes: &mut Shapes<'_>, id: RecordId) -> Vec<Node> {
    let mut nodes = Vec::new();
    let Some(record) = shapes.project().records.get(id.index()) else { return nodes };
    for (index, field) in record.fields.iter().enumerate() {
        let slot = shapes.layout(id).and_then(|layout| layout.slots.get(index).copied().flatten());
        let shape = shapes.value(&field.ty, &field.wire).shape;
        let write = Write::Field { slot, or_null: field.wire.or_null, shape };
        insert(&mut nodes, &path(&field.name, &field.wire), write);
    }
    nodes
}

fn insert(nodes: &mut Vec<Node>, path: &[String], write: Write) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        return nodes.push(Node::new(key, write));
    }
    let joined = nodes.iter_mut().find_map(|node| match &mut node.write {
        Write::Object(inner) if node.key == *key => Some(inner),
        Write::Object(_) | Write::Field { .. } => None,
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
