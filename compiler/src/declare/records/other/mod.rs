//! `record ReleaseOld = Release as json { order_no at "orderNumber" }`: the shape of another record, on a wire of its own.
//!
//! Such a record has the fields of its shape, each where it says, and nothing of the shape's own wire. What is within braces is a record of its own,
//! `ReleaseOld.ship_to`, with the shape of the one that the field holds.

mod edi;
mod problem;

use crossdock_syntax::ast::{self, FieldPlace, Name, PlaceLine};

use super::circles::record_within;
use super::{places, wire};
use crate::Mention;
use crate::context::{Context, Def, Want};
use crate::declare::Unique;
use crate::diagnostic::Fact;
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{Decl, Field, Format, Place, Record, RecordId, Type, Wire};
use problem::Problem;

pub(in crate::declare) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Record, other: &ast::OtherWire, id: RecordId) {
    let (shape, format) = (shape(ctx, file, other), format(ctx, file, item, other));
    let (Some(shape), Some(format)) = (shape, format) else {
        // Its fields are not known, so nothing is said about them.
        ctx.damaged.insert(Def::Record(id));
        return;
    };
    let damaged = ctx.is_damaged(Def::Record(id));
    let fields = Places { file, format: &format, damaged }.fields(ctx, &item.name, shape, &other.places);
    places::refuse_shared(ctx, file, item, &fields);
    if let Some(record) = ctx.project.records.get_mut(id.index()) {
        record.like = Some(shape);
        record.format = Some(format);
        record.fields = fields;
    }
}

/// A record of segments and elements is a message of its own, and no part of another.
pub(in crate::declare) fn refuse_within(ctx: &Context<'_>) {
    let is_edi = |ty: &Type| record_within(ty).and_then(|id| ctx.project.records.get(id.index())).filter(|record| matches!(record.format, Some(Format::Edi(_))));
    for record in ctx.project.records.iter().filter(|record| record.like.is_none()) {
        for field in &record.fields {
            if let Some(message) = is_edi(&field.ty) {
                ctx.report(Problem::MessageWithin { file: record.decl.place.file, span: field.span, message: message.decl.name.clone() }.diagnostic());
            }
        }
    }
}

fn shape(ctx: &Context<'_>, file: FileId, other: &ast::OtherWire) -> Option<RecordId> {
    let id = match ctx.expect(file, &other.shape, Want::Type, &[])? {
        Def::Record(id) => id,
        what => {
            ctx.report(Problem::NoShape { file, name: other.shape.clone(), is: what.a_kind() }.diagnostic());
            return None;
        }
    };
    // Other wires may not be declared yet, so the tree says whether this is one.
    let decl = &ctx.project.records.get(id.index())?.decl;
    let (_, tree) = ctx.files.get(decl.place.file.0 as usize)?;
    let root = tree.items.iter().find_map(|item| match &item.kind {
        ast::ItemKind::Record(record) if record.name.span == decl.place.span => record.other.as_ref(),
        _ => None,
    });
    if let Some(root) = root {
        ctx.report(Problem::ShapeOfShape { file, name: other.shape.clone(), root: root.shape.text.clone() }.diagnostic());
        return None;
    }
    Some(id)
}

fn format(ctx: &Context<'_>, file: FileId, item: &ast::Record, other: &ast::OtherWire) -> Option<Format> {
    let format = item.format.as_ref()?;
    match format.text.as_str() {
        "json" => {
            if let Some(extra) = other.message.as_ref().or(other.version.as_ref()) {
                ctx.report(Problem::JsonMessage { file, span: extra.span }.diagnostic());
            }
            Some(Format::Json)
        }
        "x12" | "edifact" => edi::format(ctx, file, format, other).map(Format::Edi),
        _ => {
            ctx.report(Problem::UnknownFormat { file, format: format.clone() }.diagnostic());
            None
        }
    }
}

/// What all lines of one record have in common.
struct Places<'f> {
    file: FileId,
    format: &'f Format,
    /// A line could not be read: nothing is said to be missing.
    damaged: bool,
}

impl Places<'_> {
    /// The fields of the shape, where the lines say. `name` is that of the record, at its place.
    fn fields(&self, ctx: &mut Context<'_>, name: &Name, shape: RecordId, lines: &[PlaceLine]) -> Vec<Field> {
        let Some(of) = ctx.project.records.get(shape.index()).cloned() else { return Vec::new() };
        let (placed, ignored) = self.known_lines(ctx, &of, lines);
        let mut missing = Vec::new();
        let mut fields = Vec::with_capacity(of.fields.len());
        for field in &of.fields {
            let line = placed.iter().find(|line| line.name.text == field.name);
            if line.is_none() && matches!(self.format, Format::Edi(_)) && !ignored.contains(&field.name.as_str()) {
                missing.push(field);
            }
            fields.push(self.field(ctx, name, field, line.copied()));
        }
        if !self.damaged {
            self.report_missing(ctx, name, &missing);
        }
        fields
    }

    /// The lines whose field there is, each once; and the names that are left out on purpose.
    fn known_lines<'l>(&self, ctx: &Context<'_>, of: &Record, lines: &'l [PlaceLine]) -> (Vec<&'l FieldPlace>, Vec<&'l str>) {
        let (mut placed, mut ignored) = (Vec::new(), Vec::new());
        let mut unique = Unique::new(self.file, "fields");
        for line in lines {
            match line {
                PlaceLine::Field(line) if self.is_known(ctx, of, &line.name) && unique.admits(ctx, &line.name) => placed.push(line),
                PlaceLine::Field(_) => {}
                PlaceLine::Ignore { names, .. } => ignored.extend(names.iter().filter(|name| self.may_be_left_out(ctx, of, name)).map(|name| name.text.as_str())),
            }
        }
        (placed, ignored)
    }

    fn is_known(&self, ctx: &Context<'_>, of: &Record, name: &Name) -> bool {
        let known = of.fields.iter().any(|field| field.name == name.text);
        if !known {
            let near = nearest(&name.text, of.fields.iter().map(|field| field.name.as_str())).map(str::to_owned);
            let at = (of.decl.place.file, of.decl.place.span);
            ctx.report(Problem::NoField { file: self.file, name: name.clone(), shape: of.decl.name.clone(), near, at }.diagnostic());
        }
        known
    }

    /// What has to be there cannot be ignored: what comes in would lack it.
    fn may_be_left_out(&self, ctx: &Context<'_>, of: &Record, name: &Name) -> bool {
        if !self.is_known(ctx, of, name) {
            return false;
        }
        let required = of.fields.iter().find(|field| field.name == name.text && !matches!(field.ty, Type::Optional(_) | Type::Error));
        if let Some(field) = required {
            ctx.report(Problem::RequiredIgnored { file: self.file, name: name.clone(), shape: of.decl.name.clone(), at: (of.decl.place.file, field.span) }.diagnostic());
        }
        // Told once: it does not lack a place besides.
        true
    }

    fn report_missing(&self, ctx: &Context<'_>, record: &Name, missing: &[&Field]) {
        let (optional, required): (Vec<&&Field>, Vec<&&Field>) = missing.iter().partition(|field| matches!(field.ty, Type::Optional(_)));
        let names = |fields: &[&&Field]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        if !required.is_empty() {
            ctx.report(Problem::NoPlace { file: self.file, record: record.clone(), fields: names(&required) }.diagnostic());
        }
        if !optional.is_empty() {
            ctx.report(Problem::Uncarried { file: self.file, record: record.clone(), fields: names(&optional) }.diagnostic());
        }
    }

    fn field(&self, ctx: &mut Context<'_>, record: &Name, field: &Field, line: Option<&FieldPlace>) -> Field {
        let Some(line) = line else {
            let wire = Wire { path: vec![field.name.clone()], ..Wire::default() };
            return Field { wire, span: record.span, ..field.clone() };
        };
        let wire = self.wire(ctx, line, &field.ty);
        let ty = match &line.within {
            Some(lines) => self.within(ctx, record, line, &field.ty, lines),
            None => field.ty.clone(),
        };
        self.mention(ctx, record, line, &field.ty, &wire);
        Field { name: field.name.clone(), docs: field.docs.clone(), ty, wire, span: line.name.span }
    }

    /// The type of a field whose record has places of its own in braces.
    fn within(&self, ctx: &mut Context<'_>, record: &Name, line: &FieldPlace, ty: &Type, lines: &[PlaceLine]) -> Type {
        let Some(inner) = record_within(ty) else {
            if *ty != Type::Error {
                ctx.report(Problem::NothingWithin { file: self.file, name: line.name.clone(), is: ctx.show(ty) }.diagnostic());
            }
            return ty.clone();
        };
        let name = Name { text: format!("{}.{}", record.text, line.name.text), span: line.name.span };
        let fields = self.fields(ctx, &name, inner, lines);
        refuse_shared_within(ctx, self.file, &fields);
        let id = RecordId(ctx.project.records.len() as u32);
        let Some(of) = ctx.project.records.get(inner.index()) else { return ty.clone() };
        let shape = of.like.unwrap_or(inner);
        let module = ctx.sources.get(self.file).module.clone();
        let decl = Decl { name: name.text, module, docs: of.decl.docs.clone(), place: Place { file: self.file, span: name.span } };
        let made =
            Record { decl, like: Some(shape), format: Some(self.format.clone()), strict: false, implied: false, fields, rules: Vec::new(), rule_locals: Vec::new(), tagged: None };
        ctx.project.records.push(made);
        with_record(ty, id)
    }

    fn wire(&self, ctx: &Context<'_>, line: &FieldPlace, ty: &Type) -> Wire {
        match self.format {
            Format::Json => wire::of_line(ctx, self.file, line, &line.wire, ty),
            Format::Edi(edi) => edi::wire(ctx, self.file, edi, line, ty),
        }
    }

    fn mention(&self, ctx: &Context<'_>, record: &Name, line: &FieldPlace, ty: &Type, wire: &Wire) {
        let place = wire.edi.as_ref().map(|place| format!(" at {place}")).unwrap_or_default();
        let title = format!("{}.{} : {}{place}", record.text, line.name.text, ctx.show(ty));
        ctx.mention(self.file, Mention { span: line.name.span, title, docs: None, target: None });
    }
}

fn refuse_shared_within(ctx: &Context<'_>, file: FileId, fields: &[Field]) {
    places::refuse_shared_among(ctx, file, fields, |field| field.span);
}

/// The type with another record in it.
fn with_record(ty: &Type, record: RecordId) -> Type {
    match ty {
        Type::Optional(of) => Type::Optional(Box::new(with_record(of, record))),
        Type::List(list) => Type::List(Box::new(crate::typed::ListType { min: list.min, max: list.max, of: with_record(&list.of, record) })),
        Type::MapOf(of) => Type::MapOf(Box::new(with_record(of, record))),
        _ => Type::Record(record),
    }
}
