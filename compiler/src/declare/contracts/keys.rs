//! Keys and holes: paths of fields that lead to one scalar.

use crossdock_syntax::ast::{self, Name};

use super::problem::Problem;
use crate::Mention;
use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{Field, KeyPart, RecordId, Type};

/// The parts of `once by` or `in order by`; wrong ones are reported and left out.
pub(super) fn parts(ctx: &Context<'_>, file: FileId, record: RecordId, parts: &[ast::KeyPart]) -> Vec<KeyPart> {
    parts.iter().filter_map(|part| key_part(ctx, file, record, part)).collect()
}

fn key_part(ctx: &Context<'_>, file: FileId, record: RecordId, part: &ast::KeyPart) -> Option<KeyPart> {
    match part {
        ast::KeyPart::Header(name) => {
            let fits = !name.text.is_empty() && name.text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
            if !fits {
                ctx.report(Problem::Header { file, span: name.span }.diagnostic());
            }
            fits.then(|| KeyPart::Header(name.text.to_ascii_lowercase()))
        }
        ast::KeyPart::Field(path) => field(ctx, file, record, path).map(|found| KeyPart::Field(found.path)),
    }
}

/// A path of fields, followed to its end.
pub(in crate::declare) struct Found {
    /// Field indexes from the record inwards.
    pub path: Vec<u32>,
    /// Some step of it may be missing.
    pub optional: bool,
    /// Of the last field, without its `?`.
    pub ty: Type,
}

/// Follows names through records to a scalar; reports where that fails.
pub(in crate::declare) fn field(ctx: &Context<'_>, file: FileId, record: RecordId, names: &[Name]) -> Option<Found> {
    let mut found = Found { path: Vec::with_capacity(names.len()), optional: false, ty: Type::Error };
    let mut ty = Type::Record(record);
    for name in names {
        let (index, field) = step(ctx, file, &ty, name)?;
        found.path.push(index);
        let (inner, optional) = without_optional(&field.ty);
        found.optional |= optional;
        ty = inner.clone();
    }
    if is_key(&ty) {
        found.ty = ty;
        return Some(found);
    }
    if let (Some(last), false) = (names.last(), ty == Type::Error) {
        ctx.report(Problem::NoScalar { file, name: last.clone(), is: ctx.show(&ty) }.diagnostic());
    }
    None
}

fn step<'c>(ctx: &'c Context<'_>, file: FileId, ty: &Type, name: &Name) -> Option<(u32, &'c Field)> {
    let record = match ty {
        Type::Record(id) => ctx.project.records.get(id.index())?,
        Type::Error => return None,
        other => {
            ctx.report(Problem::NoFields { file, name: name.clone(), is: ctx.show(other) }.diagnostic());
            return None;
        }
    };
    let Some(index) = record.open_fields().iter().position(|field| field.name == name.text) else {
        if matches!(ty, Type::Record(id) if ctx.is_damaged(Def::Record(*id))) {
            return None;
        }
        let known: Vec<String> = record.open_fields().iter().map(|field| field.name.clone()).collect();
        let near = nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
        let place = record.decl.place;
        let problem = Problem::UnknownField { file, name: name.clone(), record: record.decl.name.clone(), at: (place.file, place.span), near, known };
        ctx.report(problem.diagnostic());
        return None;
    };
    let field = record.fields.get(index)?;
    let title = format!("{}.{} : {}", record.decl.name, field.name, ctx.show(&field.ty));
    ctx.mention(file, Mention { span: name.span, title, docs: field.docs.clone(), target: Some((record.decl.place.file, field.span)) });
    Some((index as u32, field))
}

fn without_optional(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Optional(of) => (of, true),
        other => (other, false),
    }
}

pub(crate) fn is_key(ty: &Type) -> bool {
    match ty {
        Type::Text(_) | Type::Int(_) | Type::Decimal(_) | Type::Quantity(_) | Type::Bool | Type::Date | Type::Time | Type::Timestamp | Type::Enum(_) => true,
        Type::Duration | Type::Json | Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Optional(_) => false,
        Type::System(_) | Type::Lambda(_) | Type::None | Type::Never | Type::Error => false,
    }
}
