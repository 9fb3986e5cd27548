//! `record`: fields, where and how each stands on the wire, and that shapes come to an end.

mod circles;
mod other;
mod places;
mod problem;
mod wire;

use crossdock_syntax::ast;

use super::Unique;
use crate::Mention;
use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{Field, Format, RecordId, Type};
pub(super) use circles::refuse_circles;
pub(super) use other::{declare as declare_other, refuse_within};
use problem::Problem;
pub(crate) use wire::near_zone;

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Record, id: RecordId) {
    let format = format(ctx, file, item);
    let fields = fields(ctx, file, item);
    if fields.is_empty() && item.fields.is_empty() && !ctx.is_damaged(Def::Record(id)) {
        ctx.report(Problem::Empty { file, name: item.name.clone() }.diagnostic());
    }
    places::refuse_shared(ctx, file, item, &fields);
    if let Some(record) = ctx.project.records.get_mut(id.index()) {
        record.format = format;
        record.fields = fields;
    }
}

fn format(ctx: &Context<'_>, file: FileId, item: &ast::Record) -> Option<Format> {
    let format = item.format.as_ref()?;
    if let "x12" | "edifact" = format.text.as_str() {
        ctx.report(Problem::EdiAlone { file, format: format.clone(), name: item.name.clone() }.diagnostic());
    } else if format.text != "json" {
        ctx.report(Problem::UnknownFormat { file, format: format.clone() }.diagnostic());
    }
    Some(Format::Json)
}

fn fields(ctx: &Context<'_>, file: FileId, item: &ast::Record) -> Vec<Field> {
    let mut unique = Unique::new(file, "fields");
    let mut fields = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        let ty = field_type(ctx, file, field);
        let wire = wire::wire(ctx, file, item, field, &ty);
        if unique.admits(ctx, &field.name) {
            mention(ctx, file, item, field, &ty);
            fields.push(Field { name: field.name.text.clone(), docs: field.docs.clone(), ty, wire, span: field.name.span });
        }
    }
    fields
}

fn mention(ctx: &Context<'_>, file: FileId, item: &ast::Record, field: &ast::Field, ty: &Type) {
    let title = format!("{}.{} : {}", item.name.text, field.name.text, ctx.show(ty));
    let target = Some((file, field.name.span));
    ctx.mention(file, Mention { span: field.name.span, title, docs: field.docs.clone(), target });
}

/// What a message cannot carry is refused.
fn field_type(ctx: &Context<'_>, file: FileId, field: &ast::Field) -> Type {
    let ty = ctx.resolve_type(file, &field.ty);
    if let Some(is) = uncarried(&ty) {
        ctx.report(Problem::Uncarried { file, span: field.ty.span, is }.diagnostic());
        return Type::Error;
    }
    ty
}

fn uncarried(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::System(_) => Some("a contract"),
        Type::Lambda(_) => Some("a lambda"),
        Type::Optional(of) | Type::MapOf(of) => uncarried(of),
        Type::List(list) => uncarried(&list.of),
        Type::Text(_) | Type::Int(_) | Type::Decimal(_) | Type::Quantity(_) | Type::Bool | Type::Date | Type::Time | Type::Timestamp | Type::Duration => None,
        Type::Json | Type::Enum(_) | Type::Record(_) | Type::None | Type::Never | Type::Error => None,
    }
}
