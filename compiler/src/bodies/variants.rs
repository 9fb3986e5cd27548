//! Values of enums whose variants carry records: `picked(pick)`, and `picked { … }` in a block.

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::block::Building;
use super::expr::constant;
use super::{present, problem::Problem as BodyProblem};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::{BuildStep, Const, EnumId, Expr, ExprKind, FieldValue, Record, RecordId, Type};

#[derive(Clone, Debug)]
enum Problem {
    /// The variant stands alone, and carries a record; or the other way round.
    Carries { file: FileId, span: Span, name: ast::Name, of: String, record: Option<String> },
    /// What stands between its parentheses is not one value.
    Values { file: FileId, span: Span, name: ast::Name, found: usize },
    /// In a block a variant stands with a block of its own.
    NoBlock { file: FileId, name: ast::Name, value: String },
    /// Something else than a variant in such a block.
    NotHere { file: FileId, span: Span, of: String },
    /// A field of one variant is set beside the variants.
    FieldOfOne { file: FileId, span: Span, of: String, known: String },
    /// A field that not all variants have, or the one that tells them apart, is read without a `match`.
    NotCommon { file: FileId, span: Span, of: String, arms: String },
    /// A block that chooses no variant.
    NotChosen { file: FileId, at: Span, of: String, known: Vec<String>, insert: (Span, String) },
}

/// A line of a test about a variant: its tag, and what it carries with the block about that.
pub(super) type VariantValues<'b> = (Option<FieldValue>, Option<(Vec<u32>, RecordId, &'b ast::Block)>);

impl Checker<'_, '_> {
    /// The enum, where the record stands for one.
    pub(super) fn tagged(&self, id: RecordId) -> Option<EnumId> {
        Some(self.ctx.project.records.get(id.index())?.tagged.as_ref()?.of)
    }

    /// The variant of that name; hovering over it says what it is.
    fn variant_index(&self, record: &Record, name: &ast::Name) -> Option<u32> {
        let item = self.ctx.project.enums.get(record.tagged.as_ref()?.of.index())?;
        let at = item.variants.iter().position(|variant| variant.name == name.text)?;
        self.ctx.mention(self.file, crate::show::variant(&self.ctx.project, item, item.variants.get(at)?, name.span));
        Some(at as u32)
    }

    /// `picked(pick)`, or `ping` of one that carries nothing, where the place wants such an enum; none if it is something else.
    pub(super) fn variant_of(&mut self, name: &ast::Name, args: Option<&[ast::Expr]>, want: Option<&Type>, span: Span) -> Option<Expr> {
        let Some(Type::Record(id)) = want.map(present) else { return None };
        let (id, record) = (*id, self.ctx.project.records.get(id.index()).filter(|record| record.tagged.is_some())?.clone());
        let variant = self.variant_index(&record, name)?;
        let of = record.decl.name.clone();
        match (record.part(variant), args) {
            (Some((_, part)), Some([value])) => {
                let value = self.assigned(value, &Type::Record(part), Some(&format!("{of}.{}", name.text)));
                Some(self.built(id, &record, variant, Some(value), span))
            }
            (Some(_), Some(args)) => {
                args.iter().for_each(|arg| drop(self.infer_quietly(arg)));
                self.tell(&Problem::Values { file: self.file, span, name: name.clone(), found: args.len() });
                Some(self.error(span))
            }
            (None, None) => Some(self.built(id, &record, variant, None, span)),
            (part, args) => {
                args.unwrap_or_default().iter().for_each(|arg| drop(self.infer_quietly(arg)));
                let carries = part.map(|(_, part)| self.ctx.show(&Type::Record(part)));
                // What it carries may be wrong, which is told where it is declared.
                if carries.is_some() || !self.carries_error(&record, variant) {
                    self.tell(&Problem::Carries { file: self.file, span, name: name.clone(), of, record: carries });
                }
                Some(self.error(span))
            }
        }
    }

    fn carries_error(&self, record: &Record, variant: u32) -> bool {
        record.tagged.as_ref().and_then(|tagged| *tagged.parts.get(variant as usize)?).is_some() && record.part(variant).is_none()
    }

    /// Reports a variant that is called where no such enum is wanted.
    pub(super) fn variant_elsewhere(&self, name: &ast::Name) -> bool {
        let tagged = self.ctx.project.enums.iter().filter(|item| item.record.is_some() && item.variants.iter().any(|variant| variant.name == name.text));
        let of: Vec<String> = tagged.map(|item| item.decl.name.clone()).collect();
        let found = !of.is_empty();
        if found {
            self.report(BodyProblem::VariantHere { file: self.file, name: name.clone(), of });
        }
        found
    }

    fn built(&mut self, id: RecordId, record: &Record, variant: u32, part: Option<Expr>, span: Span) -> Expr {
        let steps = self.variant_steps(record, variant, part, span);
        Expr { ty: Type::Record(id), span, kind: Box::new(ExprKind::Build { record: id, steps }) }
    }

    /// The tag, what the variant carries, and of that what all variants have.
    fn variant_steps(&mut self, record: &Record, variant: u32, part: Option<Expr>, span: Span) -> Vec<BuildStep> {
        let Some(tagged) = &record.tagged else { return Vec::new() };
        let mut steps = vec![BuildStep::Set(tagged.tag, constant(Const::Enum(tagged.of, variant), Type::Enum(tagged.of), span))];
        let (Some(value), Some((field, _))) = (part, record.part(variant)) else { return steps };
        let (ty, span) = (value.ty.clone(), value.span);
        let local = self.hidden_local(ty.clone(), span);
        let base = Expr { ty, span, kind: Box::new(ExprKind::Local(local)) };
        steps.insert(0, BuildStep::Let(local, value));
        steps.push(BuildStep::Set(field, base.clone()));
        for (common, declared) in record.open_fields().iter().enumerate() {
            let Some(field) = tagged.common.get(common).and_then(|of| of.get(variant as usize)) else { continue };
            let value = Expr { ty: declared.ty.clone(), span, kind: Box::new(ExprKind::Field { base: base.clone(), field: *field }) };
            steps.push(BuildStep::Set(common as u32, value));
        }
        steps
    }

    /// A line of a block that makes such a value; whether it was one that only such blocks have.
    pub(super) fn variant_step(&mut self, stmt: &ast::Stmt, building: &mut Building<'_>) -> bool {
        let record = building.record;
        match stmt {
            ast::Stmt::Nest { target, block } => {
                if let Some(variant) = self.chosen_variant(record, target, building) {
                    let part = record.part(variant).map(|(_, part)| self.block(block, &Type::Record(part), target.span));
                    if part.is_none() && !block.stmts.is_empty() && !self.carries_error(record, variant) {
                        self.tell(&Problem::Carries { file: self.file, span: block.span, name: target.clone(), of: record.decl.name.clone(), record: None });
                    }
                    let steps = self.variant_steps(record, variant, part, target.span);
                    building.steps.extend(steps);
                }
            }
            ast::Stmt::Set { target, value } if self.is_of_one(record, target) => {
                building.set.extend(record.tagged.as_ref().map(|tagged| (tagged.tag, target.span)));
                drop(self.infer(value, None));
            }
            ast::Stmt::Set { target, value } => {
                if self.chosen_variant(record, target, building).is_some() {
                    self.tell(&Problem::NoBlock { file: self.file, name: target.clone(), value: self.ctx.text(self.file, value.span).to_owned() });
                }
                drop(self.infer(value, None));
            }
            ast::Stmt::Spread { span, source, .. } => {
                drop(self.infer(source, None));
                self.tell(&Problem::NotHere { file: self.file, span: *span, of: record.decl.name.clone() });
            }
            ast::Stmt::Let(_) | ast::Stmt::Ignore { .. } | ast::Stmt::From { .. } | ast::Stmt::Error(_) => return false,
        }
        true
    }

    /// Reports a line that sets what only one of the variants has, or the code that tells them apart.
    fn is_of_one(&self, record: &Record, name: &ast::Name) -> bool {
        let Some(item) = record.tagged.as_ref().and_then(|tagged| self.ctx.project.enums.get(tagged.of.index())) else { return false };
        let has = |at: usize| {
            let part = record.part(at as u32).and_then(|(_, part)| self.ctx.project.records.get(part.index()));
            part.is_some_and(|part| part.open_fields().iter().any(|field| field.name == name.text))
        };
        let holder = (0..item.variants.len()).find(|at| has(*at));
        let is_tag = record.decl.name == item.decl.name
            && record.tagged.as_ref().and_then(|tagged| record.fields.get(tagged.tag as usize)).is_some_and(|tag| tag.wire.path.last().is_some_and(|last| *last == name.text));
        let known = item.variants.get(holder.unwrap_or_default()).filter(|_| (holder.is_some() || is_tag) && item.variants.iter().all(|variant| variant.name != name.text));
        if let Some(variant) = known {
            self.tell(&Problem::FieldOfOne { file: self.file, span: name.span, of: record.decl.name.clone(), known: variant.name.clone() });
        }
        known.is_some()
    }

    /// Reports a field that is read of any variant, and is not that of all of them.
    pub(super) fn not_common(&self, record: &Record, name: &ast::Name) {
        let Some(item) = record.tagged.as_ref().and_then(|tagged| self.ctx.project.enums.get(tagged.of.index())) else { return };
        let arm = |(at, variant): (usize, &crate::typed::Variant)| {
            if record.part(at as u32).is_some() { format!("{}(it) => …", variant.name) } else { format!("{} => …", variant.name) }
        };
        let arms = item.variants.iter().enumerate().map(arm).collect::<Vec<_>>().join(", ");
        self.tell(&Problem::NotCommon { file: self.file, span: name.span, of: record.decl.name.clone(), arms });
    }

    /// The variant that a line chooses; unknown ones, and a second one, are reported.
    fn chosen_variant(&mut self, record: &Record, name: &ast::Name, building: &mut Building<'_>) -> Option<u32> {
        let tagged = record.tagged.as_ref()?;
        let first = building.set.insert(tagged.tag, name.span);
        let Some(variant) = self.variant_index(record, name) else {
            self.unknown_variant(tagged.of, name);
            return None;
        };
        if let Some(first) = first {
            self.report(BodyProblem::SetTwice { file: self.file, name: name.clone(), first });
        }
        Some(variant)
    }

    pub(super) fn chosen(&self, block: &ast::Block, record: &Record, chosen: bool, at: Span) {
        let Some(item) = record.tagged.as_ref().and_then(|tagged| self.ctx.project.enums.get(tagged.of.index())) else { return };
        let told = block.stmts.iter().any(|stmt| matches!(stmt, ast::Stmt::Spread { .. }));
        if !chosen && !told && !item.variants.is_empty() {
            let known = item.variants.iter().map(|variant| variant.name.clone()).collect();
            let insert = super::block::insertion(&self.ctx.sources.get(self.file).text, block);
            self.tell(&Problem::NotChosen { file: self.file, at, of: record.decl.name.clone(), known, insert });
        }
    }

    /// A line `picked { … }` of a test.
    pub(super) fn variant_values<'b>(&mut self, stmt: &'b ast::Stmt, record: &Record, path: &[u32]) -> Option<VariantValues<'b>> {
        let tagged = record.tagged.as_ref()?;
        let (name, block) = match stmt {
            ast::Stmt::Nest { target, block } => (target, Some(block)),
            ast::Stmt::Set { target, value } if record.open_fields().iter().all(|field| field.name != target.text) => {
                drop(self.infer(value, None));
                (target, None)
            }
            _ => return None,
        };
        let Some(variant) = self.variant_index(record, name) else {
            self.unknown_variant(tagged.of, name);
            return Some((None, None));
        };
        let Some(block) = block else {
            self.tell(&Problem::NoBlock { file: self.file, name: name.clone(), value: "…".to_owned() });
            return Some((None, None));
        };
        let within = |field: u32| path.iter().copied().chain([field]).collect::<Vec<u32>>();
        let value = constant(Const::Enum(tagged.of, variant), Type::Enum(tagged.of), name.span);
        let tag = FieldValue { path: within(tagged.tag), value, span: name.span };
        Some((Some(tag), record.part(variant).map(|(field, part)| (within(field), part, block))))
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Carries { file, span, name, of, record: Some(record) } => {
                Diagnostic::error("E0714", format!("`{}` of `{of}` carries a `{record}`, which is not given here.", name.text))
                    .at(*file, *span, format!("of which `{record}`?"))
                    .help(format!("Write the record between parentheses, `{0}(to_{0}(…))`, or its fields in a block: `{0} {{ … }}`.", name.text))
            }
            Problem::Carries { file, span, name, of, record: None } => Diagnostic::error("E0714", format!("`{}` of `{of}` carries nothing.", name.text))
                .at(*file, *span, "nothing to put it into")
                .help(format!("Its name alone is the value. If there is something to carry, declare it: `{}: Record`.", name.text)),
            Problem::Values { file, span, name, found } => Diagnostic::error("E0714", format!("`{}` carries one record, and {found} values are given.", name.text))
                .at(*file, *span, "one record")
                .help("A map makes one record of several values; or set its fields in a block."),
            Problem::NoBlock { file, name, value } => Diagnostic::error("E0715", format!("In a block, `{}` stands with the fields of what it carries.", name.text))
                .at(*file, name.span, "a variant, not a field")
                .help(format!("Write `{0} {{ … }}`. A record that is there already is wrapped where the value is set: `event = {0}({value})`.", name.text)),
            Problem::NotHere { file, span, of } => {
                Diagnostic::error("E0715", format!("A block for `{of}` chooses one of its variants; there are no fields to carry over before that."))
                    .at(*file, *span, "not here")
                    .help("Put it within the variant's own block: `picked { ..order }`.")
            }
            Problem::FieldOfOne { file, span, of, known } => {
                Diagnostic::error("E0715", format!("A block for `{of}` chooses one of its variants, and the fields stand in that variant's own block."))
                    .at(*file, *span, "not here")
                    .help(format!("Write `{known} {{ … }}` around the fields. The code that tells the variants apart is written by itself."))
            }
            Problem::NotCommon { file, span, of, arms } => Diagnostic::error("E0340", format!("`{of}` may be any of its variants, and not all of them have this field."))
                .at(*file, *span, "of which variant?")
                .help(format!("Which one it is is asked by `match … {{ {arms} }}`; in an arm, its fields are read.")),
            Problem::NotChosen { file, at, of, known, insert: (place, indent) } => {
                let first = known.first().map_or("", String::as_str);
                Diagnostic::error("E0716", format!("No variant of `{of}` is chosen: it is {}.", one_of(known)))
                    .at(*file, *at, "which variant?")
                    .help(format!("Name it, with its fields in braces: `{first} {{ … }}`. Where it depends on a value, let a `fn` choose: `match … {{ … => {first}(…), … }}`."))
                    .fix(format!("insert `{first} {{ }}`"), vec![Edit { file: *file, span: *place, text: format!("\n{indent}{first} {{\n{indent}}}") }])
            }
        }
    }
}

fn one_of(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        all => all.concat(),
    }
}
