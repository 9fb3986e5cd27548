//! `failure`: what it is called with, and the sentence that people read.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ExprKind, TextPart};

use super::Unique;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{FailureId, Local, MessagePart, Type};

#[derive(Clone, Debug)]
enum Problem {
    /// A hole that is no parameter's name.
    Hole {
        file: FileId,
        span: Span,
        known: Vec<String>,
        near: Option<String>,
    },
    /// The message is no text literal.
    Message {
        file: FileId,
        span: Span,
    },
    Unwritable {
        file: FileId,
        span: Span,
        is: String,
    },
}

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Failure, id: FailureId) {
    let params = super::params(ctx, file, &item.params);
    let mut unique = Unique::new(file, "parameters");
    for (tree, param) in item.params.iter().zip(&params) {
        unique.admits(ctx, &tree.name);
        if !is_writable(&param.ty) {
            ctx.report(Problem::Unwritable { file, span: tree.ty.span, is: ctx.show(&param.ty) }.diagnostic());
        }
    }
    let message = message(ctx, file, &item.message, &params);
    if let Some(failure) = ctx.project.failures.get_mut(id.index()) {
        failure.params = params.into_iter().map(|param| (param.name, param.ty)).collect();
        failure.message = message;
    }
}

/// What can stand in a sentence.
fn is_writable(ty: &Type) -> bool {
    match ty {
        Type::Text(_) | Type::Int(_) | Type::Decimal(_) | Type::Bool | Type::Enum(_) | Type::Error => true,
        Type::Quantity(_) | Type::Date | Type::Time | Type::Timestamp | Type::Duration => true,
        Type::Optional(_) | Type::Json | Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::System(_) => false,
        Type::Lambda(_) | Type::None | Type::Never => false,
    }
}

fn message(ctx: &Context<'_>, file: FileId, message: &ast::Expr, params: &[Local]) -> Vec<MessagePart> {
    match &*message.kind {
        ExprKind::Text(parts) => parts.iter().filter_map(|part| message_part(ctx, file, part, params)).flat_map(|part| with_unit(ctx, part, params)).collect(),
        ExprKind::Error => Vec::new(),
        _ => {
            ctx.report(Problem::Message { file, span: message.span }.diagnostic());
            Vec::new()
        }
    }
}

/// A quantity is written with its unit: ` kg`.
fn with_unit(ctx: &Context<'_>, part: MessagePart, params: &[Local]) -> impl Iterator<Item = MessagePart> {
    let param = if let MessagePart::Param(param) = part { params.get(param as usize) } else { None };
    let unit = param.map(|param| param.ty.unit()).filter(|unit| !unit.is_none());
    std::iter::once(part).chain(unit.map(|unit| MessagePart::Literal(format!(" {}", ctx.show_units(&unit)))))
}

fn message_part(ctx: &Context<'_>, file: FileId, part: &TextPart, params: &[Local]) -> Option<MessagePart> {
    let hole = match part {
        TextPart::Literal(text) => return Some(MessagePart::Literal(text.clone())),
        TextPart::Hole(hole) => hole,
    };
    let name = match &*hole.kind {
        ExprKind::Name(name) => Some(name.text.as_str()),
        ExprKind::Error => return None,
        _ => None,
    };
    let index = name.and_then(|name| params.iter().position(|param| param.name == name));
    if index.is_none() {
        let known: Vec<String> = params.iter().map(|param| param.name.clone()).collect();
        let near = name.and_then(|name| nearest(name, known.iter().map(String::as_str))).map(str::to_owned);
        ctx.report(Problem::Hole { file, span: hole.span, known, near }.diagnostic());
    }
    index.map(|index| MessagePart::Param(index as u32))
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Hole { file, span, known, near } => hole(*file, *span, known, near.as_deref()),
            Problem::Message { file, span } => Diagnostic::error("E0550", "A failure's message is a text in quotes.")
                .at(*file, *span, "no text")
                .help("Write a sentence for the person who has to mend it: \"Order {order} is on credit hold.\""),
            Problem::Unwritable { file, span, is } => Diagnostic::error("E0551", format!("`{is}` cannot be written in a sentence."))
                .at(*file, *span, "not a single value")
                .help("Parameters of a failure are single values that are always there: text, numbers, enums, dates. Pass the number of the thing."),
        }
    }
}

fn hole(file: FileId, span: Span, known: &[String], near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0550", "A failure's message can name only its parameters.").at(file, span, "no parameter");
    match (near, known) {
        (Some(near), _) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file, span, text: near.to_owned() }]),
        (None, []) => diagnostic.help("It has none yet: add one, such as `failure on_hold(order: text) \"Order {order} is on hold.\"`."),
        (None, known) => diagnostic.help(format!("Its parameters are: {}.", known.join(", "))),
    }
}
