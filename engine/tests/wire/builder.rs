//! Checked projects made by hand, without the checker.

use std::collections::HashMap;

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::*;
use crossdock_engine::decode::decode;
use crossdock_engine::emit::emit;
use crossdock_engine::plan::{DecodePlan, EmitPlan};
use crossdock_engine::slot::{Layout, Layouts, Memory, Slot};
use crossdock_engine::view::View;

pub fn decl(name: &str) -> Decl {
    let place = Place { file: FileId(0), span: Span::default() };
    Decl { name: name.to_owned(), module: "test".to_owned(), docs: None, place }
}

pub fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), docs: None, ty, wire: Wire::default(), span: Span::default() }
}

/// A field whose wire form differs from the plain one.
pub fn wired(name: &str, ty: Type, wire: impl FnOnce(&mut Wire)) -> Field {
    let mut field = field(name, ty);
    wire(&mut field.wire);
    field
}

pub fn at(name: &str, ty: Type, path: &[&str]) -> Field {
    wired(name, ty, |wire| wire.path = path.iter().map(|key| (*key).to_owned()).collect())
}

pub fn text() -> Type {
    Type::Text(TextType::default())
}

pub fn text_of(min: u32, max: u32) -> Type {
    Type::Text(TextType { min, max: Some(max), pattern: None })
}

pub fn int() -> Type {
    Type::Int(IntType::default())
}

pub fn decimal(digits: u8, scale: u8) -> Type {
    Type::Decimal(DecimalType { limits: Some((digits, scale)) })
}

pub fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

pub fn list(of: Type) -> Type {
    list_of(0, None, of)
}

pub fn list_of(min: u32, max: Option<u32>, of: Type) -> Type {
    Type::List(Box::new(ListType { min, max, of }))
}

pub fn map_of(of: Type) -> Type {
    Type::MapOf(Box::new(of))
}

pub fn record(id: u32) -> Type {
    Type::Record(RecordId(id))
}

/// Records in the order of their ids; enum 0 is `Status`.
pub fn project(records: Vec<Vec<Field>>) -> Project {
    let records = records.into_iter().map(|fields| Record {
        decl: decl("R"),
        like: None,
        format: Some(Format::Json),
        strict: false,
        implied: false,
        fields,
        rules: Vec::new(),
        rule_locals: Vec::new(),
        tagged: None,
    });
    let variant = |name: &str, code: &str| Variant { name: name.to_owned(), code: code.to_owned(), docs: None, span: Span::default() };
    let variants = vec![variant("on_hold", "on-hold"), variant("done", "done"), variant("odd", "\"odd\"\n")];
    Project { records: records.collect(), enums: vec![Enum { decl: decl("Status"), variants, record: None }], ..Project::default() }
}

/// A slot for each field of each record.
pub fn all(project: &Project) -> Layouts {
    only(project, |_, _| true)
}

/// A slot for the fields that are wanted, by record and name.
pub fn only(project: &Project, wanted: impl Fn(usize, &str) -> bool) -> Layouts {
    let mut records = HashMap::new();
    for (id, record) in project.records.iter().enumerate() {
        let mut layout = Layout::default();
        for field in &record.fields {
            let slot = wanted(id, &field.name).then_some(layout.size);
            layout.size += u32::from(slot.is_some());
            layout.slots.push(slot);
        }
        records.insert(RecordId(id as u32), layout);
    }
    Layouts { records }
}

/// Both plans of record 0.
pub struct Wired {
    decode: DecodePlan,
    emit: EmitPlan,
    pub memory: Memory,
}

impl Wired {
    pub fn new(project: &Project) -> Wired {
        Wired::with(project, &all(project))
    }

    pub fn with(project: &Project, layouts: &Layouts) -> Wired {
        Wired::of(project, layouts, RecordId(0))
    }

    pub fn of(project: &Project, layouts: &Layouts, root: RecordId) -> Wired {
        Wired { decode: DecodePlan::new(project, layouts, root), emit: EmitPlan::new(project, layouts, root), memory: Memory::default() }
    }

    /// The record's first slot, or the failures as they are shown.
    pub fn read(&mut self, payload: &[u8]) -> Result<Slot, Vec<String>> {
        self.memory.clear();
        let result = decode(&self.decode, payload, &mut self.memory);
        assert!(self.memory.scratch.is_empty());
        result.map_err(|failures| {
            assert!(failures.iter().all(|failure| failure.name == "invalid" && failure.source.is_none()));
            failures.iter().map(|failure| failure.to_string().replacen("invalid", "", 1).trim_start_matches([' ', ':']).to_owned()).collect()
        })
    }

    pub fn write(&self, record: Slot, payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        emit(&self.emit, record, View { payload, memory: &self.memory, constants: "" }, &mut out);
        out
    }

    /// What was read, written again.
    pub fn pass(&mut self, payload: &[u8]) -> Result<Vec<u8>, Vec<String>> {
        let record = self.read(payload)?;
        Ok(self.write(record, payload))
    }
}

/// Reads a payload of a record with these fields and writes it again.
pub fn pass(fields: Vec<Field>, payload: &str) -> Result<String, Vec<String>> {
    Wired::new(&project(vec![fields])).pass(payload.as_bytes()).map(|out| String::from_utf8(out).unwrap())
}

/// One field `v` of that type: reads `{"v": value}` and gives what is written for it, or what is told.
pub fn one(ty: Type, wire: impl FnOnce(&mut Wire), value: &str) -> Result<String, String> {
    let written = pass(vec![wired("v", ty, wire)], &format!("{{\"v\": {value}}}"));
    written.map(|out| out.strip_prefix("{\"v\":").map_or(out.clone(), |out| out[..out.len() - 1].to_owned())).map_err(|all| all.join(" | "))
}
