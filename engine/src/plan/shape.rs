//! A type together with how it stands on the wire.

use std::collections::HashMap;
use std::sync::Arc;

use crossdock_compiler::typed::{Clock, DatePart, EnumId, IntType, Project, RecordId, TextType, Type, Wire};
use jiff::tz::TimeZone;

use super::keys::Keys;
use super::pattern::Pattern;
use crate::slot::{Layout, Layouts};

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text {
        min: u32,
        max: Option<u32>,
        pattern: Option<Arc<Pattern>>,
    },
    Int {
        range: IntType,
        quoted: bool,
    },
    /// `limits`: digits in all, digits behind the point. `implied`: the wire has the value times ten to that power.
    Decimal {
        limits: Option<(u8, u8)>,
        implied: Option<u8>,
        quoted: bool,
    },
    Bool(BoolForm),
    Date(DateForm),
    Time(DateForm),
    Timestamp(DateForm, Option<ZoneForm>),
    Duration,
    Json,
    Enum(Arc<Codes>),
    /// Index of the object in the plan.
    Record(usize),
    List(Box<ListShape>),
    Map(Box<MapShape>),
}

#[derive(Clone, Debug)]
pub(crate) enum BoolForm {
    Plain,
    Quoted,
    Words { yes: String, no: String },
}

/// None is ISO 8601.
pub(crate) type DateForm = Option<Arc<[DatePart]>>;

/// The zone of instants that are written without an offset.
#[derive(Clone, Debug)]
pub(crate) struct ZoneForm {
    pub name: String,
    pub zone: TimeZone,
    pub clock: Option<Clock>,
}

#[derive(Clone, Debug)]
pub(crate) struct ListShape {
    pub min: u32,
    pub max: Option<u32>,
    pub of: Value,
    /// Object and size of elements that are records which are always there: they stand in the list itself.
    pub records: Option<(usize, u32)>,
}

#[derive(Clone, Debug)]
pub(crate) struct MapShape {
    pub of: Value,
    /// The map is a list of pairs on the wire, with these names for key and value.
    pub by: Option<(String, String)>,
}

/// A place that holds a shape.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub shape: Shape,
    pub optional: bool,
    pub blank_is_missing: bool,
}

/// The variants of an enum by what stands on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Codes {
    pub codes: Vec<String>,
    pub keys: Keys,
}

/// A record that is read or written: by itself, or as what a variant of that enum carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    pub record: RecordId,
    pub variant_of: Option<RecordId>,
}

/// Works out shapes; what records they need piles up for the caller to build in turn.
pub(crate) struct Shapes<'a> {
    project: &'a Project,
    layouts: &'a Layouts,
    records: Vec<Needed>,
    enums: HashMap<EnumId, Arc<Codes>>,
    patterns: HashMap<Arc<str>, Arc<Pattern>>,
}

impl<'a> Shapes<'a> {
    pub fn new(project: &'a Project, layouts: &'a Layouts) -> Shapes<'a> {
        Shapes { project, layouts, records: Vec::new(), enums: HashMap::new(), patterns: HashMap::new() }
    }

    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// The n-th record that some shape needs.
    pub fn needed(&self, index: usize) -> Option<Needed> {
        self.records.get(index).copied()
    }

    /// The record's index in the plan.
    pub fn index(&mut self, record: RecordId) -> usize {
        self.index_of(Needed { record, variant_of: None })
    }

    pub fn index_of(&mut self, needed: Needed) -> usize {
        self.records.iter().position(|known| *known == needed).unwrap_or_else(|| {
            self.records.push(needed);
            self.records.len() - 1
        })
    }

    /// The slot of a record's field, if it has one.
    pub fn slot(&self, record: RecordId, field: u32) -> Option<u32> {
        self.layout(record)?.slots.get(field as usize).copied().flatten()
    }

    pub fn layout(&self, record: RecordId) -> Option<&'a Layout> {
        self.layouts.records.get(&record)
    }

    pub fn value(&mut self, ty: &Type, wire: &Wire) -> Value {
        let (ty, optional) = match ty {
            Type::Optional(inner) => (&**inner, true),
            _ => (ty, false),
        };
        let blank_is_missing = wire.blank_is_missing && !matches!(ty, Type::Record(_) | Type::List(_) | Type::MapOf(_));
        Value { shape: self.shape(ty, wire), optional, blank_is_missing }
    }

    fn shape(&mut self, ty: &Type, wire: &Wire) -> Shape {
        let format = || wire.format.as_deref().map(Arc::from);
        match ty {
            Type::Text(text) => self.text(text),
            Type::Int(range) => Shape::Int { range: *range, quoted: wire.as_text },
            Type::Decimal(decimal) => Shape::Decimal { limits: decimal.limits, implied: wire.implied, quoted: wire.as_text },
            Type::Quantity(quantity) => self.shape(&quantity.number, wire),
            Type::Bool => Shape::Bool(bool_form(wire)),
            Type::Date => Shape::Date(format()),
            Type::Time => Shape::Time(format()),
            Type::Timestamp => Shape::Timestamp(format(), wire.zone.as_deref().map(|name| zone(name, wire.clock))),
            Type::Duration => Shape::Duration,
            Type::Enum(id) => Shape::Enum(self.codes(*id)),
            Type::Record(id) => Shape::Record(self.index(*id)),
            Type::List(list) => {
                let of = self.element(&list.of, wire);
                let records = self.inline_records(&list.of, &of.shape);
                Shape::List(Box::new(ListShape { min: list.min, max: list.max, of, records }))
            }
            Type::MapOf(of) => Shape::Map(Box::new(MapShape { of: self.element(of, wire), by: wire.by.clone() })),
            Type::Optional(inner) => self.shape(inner, wire),
            // The checker lets none of the rest into a record.
            Type::Json | Type::System(_) | Type::Lambda(_) | Type::None | Type::Never | Type::Error => Shape::Json,
        }
    }

    /// Elements are written as the field says, but a blank one is missing only where it may be.
    fn element(&mut self, ty: &Type, wire: &Wire) -> Value {
        let value = self.value(ty, wire);
        Value { blank_is_missing: value.blank_is_missing && value.optional, ..value }
    }

    fn inline_records(&self, ty: &Type, shape: &Shape) -> Option<(usize, u32)> {
        match (ty, shape) {
            (Type::Record(id), Shape::Record(index)) => Some((*index, self.layout(*id).map_or(0, |layout| layout.size))),
            _ => None,
        }
    }

    fn text(&mut self, text: &TextType) -> Shape {
        let pattern = text.pattern.as_ref().map(|source| {
            let compiled = self.patterns.entry(source.clone()).or_insert_with(|| Arc::new(Pattern::new(source)));
            compiled.clone()
        });
        Shape::Text { min: text.min, max: text.max, pattern }
    }

    fn codes(&mut self, id: EnumId) -> Arc<Codes> {
        let variants = self.project.enums.get(id.index()).map(|item| item.variants.as_slice()).unwrap_or_default();
        let codes = self.enums.entry(id).or_insert_with(|| {
            let codes: Vec<String> = variants.iter().map(|variant| variant.code.clone()).collect();
            Arc::new(Codes { keys: Keys::new(codes.iter().map(String::as_str)), codes })
        });
        codes.clone()
    }
}

fn bool_form(wire: &Wire) -> BoolForm {
    match &wire.yes_no {
        Some((yes, no)) => BoolForm::Words { yes: yes.clone(), no: no.clone() },
        None if wire.as_text => BoolForm::Quoted,
        None => BoolForm::Plain,
    }
}

/// The checker has looked the zone up; UTC is only for a program that it never saw.
fn zone(name: &str, clock: Option<Clock>) -> ZoneForm {
    ZoneForm { name: name.to_owned(), zone: TimeZone::get(name).unwrap_or(TimeZone::UTC), clock }
}
