//! The plan for reading: an object a record, with the keys that it knows.

use crossdock_compiler::typed::{self, Project, RecordId, Type, Wire};

use super::keys::Keys;
use super::learned::Shelf;
use super::shape::{Needed, Shapes, Value};
use crate::slot::Layouts;

/// Members of a record that are told apart by the bits of one number.
pub(crate) const FEW: usize = 64;

/// How to read one record, or a list of it, with all that it holds, into slots.
#[derive(Clone, Debug)]
pub struct DecodePlan {
    pub(crate) root: Value,
    pub(crate) objects: Vec<Object>,
    /// What decoders have learned of payloads.
    pub(crate) learned: Shelf,
}

/// How to read one record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object {
    /// Slots of the record.
    pub size: u32,
    /// Keys that are not declared are invalid.
    pub strict: bool,
    /// Those that have a slot, by field index.
    pub fields: Vec<Field>,
    /// Of all fields, read or not, so that a key that stands twice is seen.
    pub inner: Inner,
    /// Members of `inner` and of the objects within it, all counted.
    pub members: usize,
    /// Those of the first [`FEW`] members that must be there.
    pub required: u64,
    /// Of an enum whose variants carry records: how to go on when the tag is known.
    pub tagged: Option<Tagged>,
}

#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    /// Slot of the tag.
    pub tag: u32,
    /// By variant; none where it carries nothing.
    pub parts: Vec<Option<Part>>,
}

/// What a variant carries: it is read from the same object.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub object: usize,
    pub slot: u32,
    /// Slots in the part, and where the whole has the same.
    pub common: Vec<(u32, u32)>,
}

/// One JSON object of a record: its own, or one that only nests keys (`at "a"."b"`).
#[derive(Clone, Debug, Default)]
pub(crate) struct Inner {
    pub keys: Keys,
    pub members: Vec<Member>,
    /// Counts all objects of the plan.
    pub trail: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub key: String,
    /// Counts all members of the record.
    pub id: usize,
    /// What is read here: indexes into [`Object::fields`]; mostly one, none where nothing is.
    pub fields: Vec<usize>,
    /// The object that fields further in stand in; none where none of them is read, unless a strict record must look.
    pub inner: Option<Inner>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub slot: u32,
    /// The member that holds it.
    pub member: usize,
    /// From the record's own object inwards.
    pub path: Vec<String>,
    pub value: Value,
}

impl DecodePlan {
    pub fn new(project: &Project, layouts: &Layouts, record: RecordId) -> DecodePlan {
        DecodePlan::of(project, layouts, &Type::Record(record))
    }

    pub fn of(project: &Project, layouts: &Layouts, ty: &Type) -> DecodePlan {
        let mut shapes = Shapes::new(project, layouts);
        let root = shapes.value(ty, &Wire::default());
        let mut objects = Vec::new();
        while let Some(next) = shapes.needed(objects.len()) {
            objects.push(object(&mut shapes, next));
        }
        let mut trails = 0;
        objects.iter_mut().for_each(|object: &mut Object| object.inner.number(&mut trails));
        DecodePlan { root, objects, learned: Shelf::default() }
    }
}

fn object(shapes: &mut Shapes<'_>, needed: Needed) -> Object {
    let id = needed.record;
    let Some(record) = shapes.project().records.get(id.index()) else { return Object::default() };
    let layout = shapes.layout(id);
    let mut object = Object { size: layout.map_or(0, |layout| layout.size), strict: record.strict, ..Object::default() };
    if let Some(path) = needed.variant_of.and_then(|of| tag_path(shapes.project(), of)) {
        object.inner.insert(path, &mut object.members, None);
    }
    for (index, field) in record.fields.iter().enumerate().filter(|(index, _)| record.tagged.as_ref().is_none_or(|tagged| tagged.tag as usize == *index)) {
        object.add(shapes, field, shapes.slot(id, index as u32));
    }
    object.tagged = tagged(shapes, id, record);
    object.inner.finish(record.strict);
    let required = object.fields.iter().filter(|field| !field.value.optional && field.member < FEW);
    object.required = required.fold(0, |bits, field| bits | 1 << field.member);
    object
}

/// Where the tag of an enum stands.
fn tag_path(project: &Project, of: RecordId) -> Option<&[String]> {
    let record = project.records.get(of.index())?;
    record.fields.get(record.tagged.as_ref()?.tag as usize).map(|tag| tag.wire.path.as_slice())
}

fn tagged(shapes: &mut Shapes<'_>, id: RecordId, record: &typed::Record) -> Option<Tagged> {
    let tagged = record.tagged.as_ref()?;
    let tag = shapes.slot(id, tagged.tag)?;
    Some(Tagged { tag, parts: (0..tagged.parts.len()).map(|variant| part(shapes, id, record, variant)).collect() })
}

fn part(shapes: &mut Shapes<'_>, id: RecordId, record: &typed::Record, variant: usize) -> Option<Part> {
    let (field, part) = record.part(variant as u32)?;
    let common = record.tagged.iter().flat_map(|tagged| tagged.common.iter().enumerate());
    let slots = common.filter_map(|(field, of)| Some((shapes.slot(part, *of.get(variant)?)?, shapes.slot(id, field as u32)?))).collect();
    let slot = shapes.slot(id, field)?;
    Some(Part { object: shapes.index_of(Needed { record: part, variant_of: Some(id) }), slot, common: slots })
}

/// The keys down to a field; a field without a declared place stands under its name.
pub(super) fn path(name: &str, wire: &Wire) -> Vec<String> {
    if wire.path.is_empty() { vec![name.to_owned()] } else { wire.path.clone() }
}

impl Object {
    fn add(&mut self, shapes: &mut Shapes<'_>, field: &typed::Field, slot: Option<u32>) {
        let path = path(&field.name, &field.wire);
        let index = self.fields.len();
        let member = self.inner.insert(&path, &mut self.members, slot.map(|_| index));
        if let (Some(slot), Some(member)) = (slot, member) {
            let value = shapes.value(&field.ty, &field.wire);
            self.fields.push(Field { slot, member, path, value });
        }
    }
}

impl Inner {
    /// The id of the member that the path leads to.
    fn insert(&mut self, path: &[String], count: &mut usize, field: Option<usize>) -> Option<usize> {
        let (key, rest) = path.split_first()?;
        let at = self.members.iter().position(|member| member.key == *key).unwrap_or_else(|| {
            self.members.push(Member { key: key.clone(), id: *count, fields: Vec::new(), inner: None });
            *count += 1;
            self.members.len() - 1
        });
        let member = self.members.get_mut(at)?;
        if rest.is_empty() {
            member.fields.extend(field);
            return Some(member.id);
        }
        member.inner.get_or_insert_default().insert(rest, count, field)
    }

    /// Builds the key tables, and drops inner objects that nobody looks into.
    fn finish(&mut self, strict: bool) {
        self.keys = Keys::new(self.members.iter().map(|member| member.key.as_str()));
        for member in &mut self.members {
            member.inner = member.inner.take().filter(|inner| strict || inner.reads());
            if let Some(inner) = &mut member.inner {
                inner.finish(strict);
            }
        }
    }

    fn number(&mut self, count: &mut usize) {
        self.trail = *count;
        *count += 1;
        self.members.iter_mut().filter_map(|member| member.inner.as_mut()).for_each(|inner| inner.number(count));
    }

    fn reads(&self) -> bool {
        self.members.iter().any(|member| !member.fields.is_empty() || member.inner.as_ref().is_some_and(Inner::reads))
    }
}
