//! `enum`: variants and their codes on the wire.

use crossdock_syntax::{Span, ast};
use rustc_hash::FxHashMap;

use super::Unique;
use crate::context::{Context, Def};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::show;
use crate::sources::FileId;
use crate::typed::{EnumId, Variant};

#[derive(Clone, Debug)]
enum Problem {
    CodeTwice { file: FileId, code: String, span: Span, first: Span },
    CodeUndeclared { file: FileId, code: Span, name: ast::Name },
    Empty { file: FileId, name: ast::Name },
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
        declared.variants.iter().for_each(|variant| ctx.mention(file, show::variant(declared, variant, variant.span)));
    }
}

fn variants(ctx: &Context<'_>, file: FileId, item: &ast::Enum) -> Vec<Variant> {
    let mut unique = Unique::new(file, "variants");
    let mut codes: FxHashMap<&str, Span> = FxHashMap::default();
    let mut variants = Vec::with_capacity(item.variants.len());
    if let (false, Some(code)) = (item.as_text, item.variants.iter().find_map(|variant| variant.code.as_ref())) {
        ctx.report(Problem::CodeUndeclared { file, code: code.span, name: item.name.clone() }.diagnostic());
    }
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
            Problem::Empty { file, name } => Diagnostic::error("E0382", format!("Enum `{}` has no variants, so no value of it can exist.", name.text))
                .at(*file, name.span, "without variants")
                .help("List what it can be: `{ standard, express }`."),
        }
    }
}
