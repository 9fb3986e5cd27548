//! Enums whose variants carry records: `enum Event by "type" { picked: Picked at "PICK" }`, as the record that their values are.

use crossdock_syntax::{Span, ast};

use crate::context::Context;
use crate::diagnostic::{Diagnostic, Fact};
use crate::sources::FileId;
use crate::typed::{EnumId, Field, Format, Record, Tagged, Type, Variant, Wire};

#[derive(Clone, Debug)]
enum Problem {
    /// What a variant carries is no record.
    NoRecord { file: FileId, span: Span, is: String, variant: String, enum_of: bool },
    /// A field of the record stands where the tag does, around it or within it.
    AtTag { file: FileId, span: Span, record: String, field: String, at: (FileId, Span), tag: Span, place: String },
}

/// Completes the record of such an enum; of any other nothing.
pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Enum, id: EnumId) {
    let Some(declared) = ctx.project.enums.get(id.index()) else { return };
    let (Some(record), variants) = (declared.record, declared.variants.clone()) else { return };
    let carried: Vec<Option<Type>> = variants.iter().map(|variant| carried(ctx, file, item, variant)).collect();
    let (fields, tagged) = fields(ctx, id, item, &variants, &carried);
    let all_json = carried.iter().flatten().filter_map(|ty| record_of(ctx, ty)).all(|record| record.format.is_some());
    if let Some(record) = ctx.project.records.get_mut(record.index()) {
        record.format = all_json.then_some(Format::Json);
        record.fields = fields;
        record.tagged = Some(tagged);
    }
}

/// The place of the tag as it is written: `"meta"."type"`.
pub(super) fn written(tag: &[ast::Str]) -> String {
    tag.iter().map(|key| format!("\"{}\"", key.text)).collect::<Vec<_>>().join(".")
}

/// The type of what the variant carries; where that is wrong, an error.
fn carried(ctx: &Context<'_>, file: FileId, item: &ast::Enum, variant: &Variant) -> Option<Type> {
    let tree = item.variants.iter().find(|tree| tree.name.span == variant.span)?.record.as_ref()?;
    let ty = ctx.resolve_type(file, tree);
    match record_of(ctx, &ty) {
        Some(record) if record.tagged.is_none() => {
            refuse_shared(ctx, file, item, tree.span, record);
            Some(ty)
        }
        found => {
            if ty != Type::Error {
                let problem = Problem::NoRecord { file, span: tree.span, is: ctx.show(&ty), variant: variant.name.clone(), enum_of: found.is_some() };
                ctx.report(problem.diagnostic());
            }
            Some(Type::Error)
        }
    }
}

fn record_of<'c>(ctx: &'c Context<'_>, ty: &Type) -> Option<&'c Record> {
    match ty {
        Type::Record(id) => ctx.project.records.get(id.index()),
        _ => None,
    }
}

/// The tag's place is the tag's alone.
fn refuse_shared(ctx: &Context<'_>, file: FileId, item: &ast::Enum, span: Span, record: &Record) {
    let tag: Vec<&str> = item.tag.iter().map(|key| key.text.as_str()).collect();
    let meets = |field: &&Field| field.wire.path.iter().zip(&tag).all(|(key, tag)| key == tag);
    if let Some(field) = record.fields.iter().find(meets) {
        let tag = item.tag.iter().map(|key| key.span).reduce(Span::to).unwrap_or(item.name.span);
        let at = (record.decl.place.file, field.span);
        let (record, field) = (record.decl.name.clone(), field.name.clone());
        ctx.report(Problem::AtTag { file, span, record, field, at, tag, place: written(&item.tag) }.diagnostic());
    }
}

/// The common fields, the tag, the parts.
fn fields(ctx: &Context<'_>, of: EnumId, item: &ast::Enum, variants: &[Variant], carried: &[Option<Type>]) -> (Vec<Field>, Tagged) {
    let (mut fields, common) = common(ctx, item.name.span, carried);
    let tag = fields.len() as u32;
    let path: Vec<String> = item.tag.iter().map(|key| key.text.clone()).collect();
    fields.push(Field { name: path.join("."), docs: None, ty: Type::Enum(of), wire: Wire { path, ..Wire::default() }, span: item.name.span });
    let mut parts = Vec::with_capacity(variants.len());
    for (variant, ty) in variants.iter().zip(carried) {
        parts.push(ty.as_ref().map(|_| fields.len() as u32));
        // A part has no place of its own on the wire: it is the value's object.
        let part = |ty: &Type| Field { name: variant.name.clone(), docs: variant.docs.clone(), ty: missing(ty), wire: Wire::default(), span: variant.span };
        fields.extend(ty.as_ref().map(part));
    }
    (fields, Tagged { of, tag, parts, common })
}

fn missing(ty: &Type) -> Type {
    if *ty == Type::Error { Type::Error } else { Type::Optional(Box::new(ty.clone())) }
}

/// The fields that every variant has by name, type and place, and by variant their indexes.
fn common(ctx: &Context<'_>, span: Span, carried: &[Option<Type>]) -> (Vec<Field>, Vec<Vec<u32>>) {
    let records: Option<Vec<&Record>> = carried.iter().map(|ty| record_of(ctx, ty.as_ref()?)).collect();
    let Some((first, _)) = records.as_deref().and_then(<[_]>::split_first) else { return (Vec::new(), Vec::new()) };
    let records = records.iter().flatten();
    let place_in = |record: &Record, field: &Field| record.fields.iter().position(|other| other.name == field.name && other.ty == field.ty && other.wire == field.wire);
    let everywhere = |field: &Field| records.clone().map(|record| place_in(record, field).map(|at| at as u32)).collect::<Option<Vec<u32>>>();
    first.fields.iter().filter_map(|field| Some((Field { span, ..field.clone() }, everywhere(field)?))).unzip()
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoRecord { file, span, is, variant, enum_of } => {
                let diagnostic = Diagnostic::error("E0712", format!("A variant carries a record, and this is `{is}`.")).at(*file, *span, "no record");
                if *enum_of {
                    return diagnostic.help(format!("An enum in an enum would need two fields to tell them apart at one place: list the variants of `{is}` here."));
                }
                diagnostic.help(format!("Put it into a record: `record R as json {{ {variant}: {is} }}`; or leave it out if `{variant}` carries nothing."))
            }
            Problem::AtTag { file, span, record, field, at, tag, place } => {
                Diagnostic::error("E0713", format!("`{record}.{field}` stands at {place}, which is where the variants are told apart."))
                    .at(*file, *span, format!("has the field `{field}`"))
                    .at(at.0, at.1, "this field")
                    .at(*file, *tag, "the place that tells the variants apart")
                    .help(format!("Leave `{field}` out of `{record}`: what stands there is the variant's code, read and written with the variant."))
            }
        }
    }
}
