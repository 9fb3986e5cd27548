//! `enum`: variants and their codes on the wire.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use super::{Unique, tagged};
use crate::context::{Context, Def};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::show;
use crate::sources::FileId;
use crate::typed::{EnumId, Variant};

#[derive(Clone, Debug)]
enum Problem {
    CodeTwice {
        file: FileId,
        code: String,
        span: Span,
        first: Span,
    },
    CodeUndeclared {
        file: FileId,
        code: Span,
        name: ast::Name,
    },
    /// `at` before the code of a variant that is a text on the wire.
    NeedlessAt {
        file: FileId,
        at: Span,
        code: Span,
    },
    /// A code without `at`, where the variants are objects.
    NoAt {
        file: FileId,
        code: Span,
        place: String,
    },
    /// Something carried where nothing tells the variants apart.
    NoTag {
        file: FileId,
        name: ast::Name,
        carried: Span,
        variant: String,
    },
    Empty {
        file: FileId,
        name: ast::Name,
    },
}

pub(super) fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Enum, id: EnumId) {
    let variants = variants(ctx, file, item);
    if variants.is_empty() && !ctx.is_damaged(Def::Enum(id)) {
        ctx.report(Problem::Empty { file, name: item.name.clone() }.diagnostic());
    }
    if let Some(declared) = ctx.project.enums.get_mut(id.index()) {
        declared.variants = variants;
    }
    if let Some(declared) = ctx.project.enums.get(id.index()) {
        declared.variants.iter().for_each(|variant| ctx.mention(file, show::variant(&ctx.project, declared, variant, variant.span)));
    }
}

fn variants(ctx: &Context<'_>, file: FileId, item: &ast::Enum) -> Vec<Variant> {
    let mut unique = Unique::new(file, "variants");
    let mut codes: FxHashMap<&str, Span> = FxHashMap::default();
    let mut variants = Vec::with_capacity(item.variants.len());
    forms(ctx, file, item);
    for variant in &item.variants {
        if !unique.admits(ctx, &variant.name) {
            continue;
        }
        let (code, span) = variant.code.as_ref().map_or((&variant.name.text, variant.name.span), |code| (&code.text, code.span));
        if let Some(first) = codes.insert(code, span) {
            ctx.report(Problem::CodeTwice { file, code: code.clone(), span, first }.diagnostic());
        }
        variants.push(Variant { name: variant.name.text.clone(), code: code.clone(), docs: variant.docs.clone(), span: variant.name.span });
    }
    variants
}

/// Codes and what is carried are written as the enum's own head says.
fn forms(ctx: &Context<'_>, file: FileId, item: &ast::Enum) {
    let coded = || item.variants.iter().filter_map(|variant| Some((variant.at, variant.code.as_ref()?.span)));
    if !item.tag.is_empty() {
        let place = tagged::written(&item.tag);
        coded().filter(|(at, _)| at.is_none()).for_each(|(_, code)| ctx.report(Problem::NoAt { file, code, place: place.clone() }.diagnostic()));
        return;
    }
    if let Some((variant, carried)) = item.variants.iter().find_map(|variant| Some((variant, variant.record.as_ref()?))) {
        return ctx.report(Problem::NoTag { file, name: item.name.clone(), carried: carried.span, variant: variant.name.text.clone() }.diagnostic());
    }
    if let (false, Some((_, code))) = (item.as_text, coded().next()) {
        return ctx.report(Problem::CodeUndeclared { file, code, name: item.name.clone() }.diagnostic());
    }
    coded().filter_map(|(at, code)| Some((at?, code))).for_each(|(at, code)| ctx.report(Problem::NeedlessAt { file, at, code }.diagnostic()));
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::CodeTwice { file, code, span, first } => Diagnostic::error("E0380", format!("Two variants have the code \"{code}\" on the wire."))
                .at(*file, *span, "the second")
                .at(*file, *first, "the first")
                .help("A message with this code could mean either: give each variant a code of its own."),
            Problem::CodeUndeclared { file, code, name } => {
                Diagnostic::error("E0381", format!("A code stands here, but `{}` does not say how it is written on the wire.", name.text))
                    .at(*file, *code, "a code")
                    .at(*file, name.span, "no `as text` behind this name")
                    .fix("insert `as text`", vec![Edit { file: *file, span: name.span.after(), text: " as text".to_owned() }])
            }
            Problem::NeedlessAt { file, at, code } => Diagnostic::error("E0710", "The codes of an enum that is a text follow their names without `at`.")
                .at(*file, *at, "not needed")
                .help("`at` stands where variants carry records and a field tells them apart: `enum Event by \"type\" { picked: Picked at \"PICK\" }`.")
                .fix("remove `at`", vec![Edit { file: *file, span: Span { start: at.start, end: code.start }, text: String::new() }]),
            Problem::NoAt { file, code, place } => Diagnostic::error("E0710", format!("This code is what stands at {place}: that is written with `at`."))
                .at(*file, *code, "write `at` before it")
                .fix("insert `at`", vec![Edit { file: *file, span: Span { start: code.start, end: code.start }, text: "at ".to_owned() }]),
            Problem::NoTag { file, name, carried, variant } => {
                Diagnostic::error("E0711", format!("`{variant}` carries a record, but `{}` does not say by which field its variants are told apart.", name.text))
                    .at(*file, *carried, "carried")
                    .at(*file, name.span, "no `by` behind this name")
                    .help(format!("Name the field that says which variant a message is: `enum {} by \"type\"`.", name.text))
            }
            Problem::Empty { file, name } => Diagnostic::error("E0382", format!("Enum `{}` has no variants, so no value of it can exist.", name.text))
                .at(*file, name.span, "without variants")
                .help("List what it can be: `{ standard, express }`."),
        }
    }
}
