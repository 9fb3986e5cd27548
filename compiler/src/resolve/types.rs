//! Types as written to types as checked: limits that make sense, names that are types.

mod problem;

use std::sync::Arc;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, Limit, Number, TypeExpr, TypeKind};

use crate::context::{Context, Def, Want};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::library;
use crate::resolve::contracts;
use crate::signature;
use crate::sources::FileId;
use crate::typed::{DecimalType, IntType, ListType, TextType, Type};
use problem::Problem;

/// The types that need no declaration.
pub(crate) const SCALARS: [&str; 9] = ["text", "int", "decimal", "bool", "date", "time", "timestamp", "duration", "json"];

/// The scalar that another system's type means.
fn alias(found: &str) -> Option<&'static str> {
    let known = crossdock_syntax::type_word(found)?;
    (known != found && !SCALARS.contains(&found)).then_some(known)
}

/// The most digits that a decimal can have.
const DIGITS_MAX: u8 = 38;

/// See [`Context::resolve_type`].
pub(crate) fn resolve(ctx: &Context<'_>, file: FileId, ty: &TypeExpr) -> Type {
    let plain = match &ty.kind {
        TypeKind::Named { name, version, limits, unit, matching } => {
            with_unit(ctx, file, unit.as_ref(), Named { ctx, file, span: ty.span, name, version: version.as_ref(), limits, matching: matching.as_ref() }.resolve())
        }
        TypeKind::List { limits, of } => list(ctx, file, ty.span, limits, of),
        TypeKind::MapOf(of) => whole(resolve(ctx, file, of), |of| Type::MapOf(Box::new(of))),
        // Stands only in signatures of natives, which have a form of their own.
        TypeKind::Function(..) | TypeKind::Error => Type::Error,
    };
    match plain {
        Type::Error => Type::Error,
        Type::Optional(of) => Type::Optional(of),
        plain if ty.optional => Type::Optional(Box::new(plain)),
        plain => plain,
    }
}

/// `decimal[kg]`: only numbers have units.
fn with_unit(ctx: &Context<'_>, file: FileId, unit: Option<&ast::UnitExpr>, ty: Type) -> Type {
    let Some(tree) = unit else { return ty };
    let Some(units) = ctx.units(file, tree) else { return Type::Error };
    if !matches!(ty, Type::Int(_) | Type::Decimal(_) | Type::Error) {
        ctx.report(Problem::UnitOnOther { file, span: tree.span, ty: ctx.show(&ty) }.diagnostic());
        return ty;
    }
    ty.with_unit(&units)
}

fn list(ctx: &Context<'_>, file: FileId, span: Span, limits: &[Limit], of: &TypeExpr) -> Type {
    let of = resolve(ctx, file, of);
    let (min, max) = lengths(ctx, file, span, limits, "list").unwrap_or_default();
    whole(of, |of| Type::List(Box::new(ListType { min, max, of })))
}

/// The `?` of `list of T?` is about the list: it may be missing. Its elements are always there.
fn whole(of: Type, make: impl FnOnce(Type) -> Type) -> Type {
    match of {
        Type::Optional(of) => Type::Optional(Box::new(make(*of))),
        of => make(of),
    }
}

/// A scalar or a declared name, with its limits.
struct Named<'c, 'a> {
    ctx: &'c Context<'a>,
    file: FileId,
    span: Span,
    name: &'c ast::Name,
    version: Option<&'c ast::Name>,
    limits: &'c [Limit],
    matching: Option<&'c ast::Str>,
}

impl Named<'_, '_> {
    fn resolve(&self) -> Type {
        let ty = self.of_name();
        if !matches!(ty, Type::System(_) | Type::Error) {
            contracts::refuse_version(self.ctx, self.file, self.name, self.version);
        }
        ty
    }

    fn of_name(&self) -> Type {
        if self.name.text != "text" {
            self.refuse_matching();
        }
        match self.name.text.as_str() {
            "text" => self.text(),
            "int" => self.int(),
            "decimal" => self.decimal(),
            "bool" => self.unlimited(Type::Bool),
            "date" => self.unlimited(Type::Date),
            "time" => self.unlimited(Type::Time),
            "timestamp" => self.unlimited(Type::Timestamp),
            "duration" => self.unlimited(Type::Duration),
            "json" => self.unlimited(Type::Json),
            pseudo if self.is_of_natives() && signature::pseudo_type(pseudo).is_some() => Type::Error,
            _ => self.declared(),
        }
    }

    /// The pseudo types are known only where natives are declared.
    fn is_of_natives(&self) -> bool {
        library::may_declare_natives(&self.ctx.sources.get(self.file).path)
    }

    fn declared(&self) -> Type {
        if let Some(known) = alias(&self.name.text).filter(|_| self.ctx.lookup(self.file, &self.name.text).is_none()) {
            self.report_alias(known);
            return Type::Error;
        }
        let ty = match self.ctx.expect(self.file, self.name, Want::Type, &[]) {
            Some(Def::Enum(id)) => self.ctx.project.enums.get(id.index()).and_then(|item| item.record).map_or(Type::Enum(id), Type::Record),
            Some(Def::Record(id)) => Type::Record(id),
            Some(Def::Contract(id)) => contracts::version_of(self.ctx, self.file, self.name, id, self.version).map_or(Type::Error, Type::System),
            _ => return Type::Error,
        };
        self.unlimited(ty)
    }

    /// Another system's name of a type. A single number behind a text is its greatest length there, and its exact one here.
    fn report_alias(&self, known: &'static str) {
        let mut edits = vec![Edit { file: self.file, span: self.name.span, text: known.to_owned() }];
        if let ("text", [Limit::One(number)]) = (known, self.limits)
            && !matches!(self.name.text.to_lowercase().as_str(), "char" | "nchar")
        {
            edits.push(Edit { file: self.file, span: Span { start: number.span.start, end: number.span.start }, text: "..".to_owned() });
        }
        let said = Diagnostic::error("E0201", format!("`{}` is not known here; a type is needed.", self.name.text)).at(self.file, self.name.span, "not known");
        let help = if known == "decimal" { "Numbers are `int` or `decimal`; both are exact." } else { "" };
        let help = if help.is_empty() { format!("This is called `{known}`.") } else { help.to_owned() };
        self.ctx.report(said.help(help).fix(format!("write `{known}`"), edits));
    }

    fn text(&self) -> Type {
        let (min, max) = lengths(self.ctx, self.file, self.span, self.limits, "text").unwrap_or_default();
        Type::Text(TextType { min, max, pattern: self.pattern() })
    }

    fn pattern(&self) -> Option<Arc<str>> {
        let matching = self.matching?;
        match crate::pattern::whole(&matching.text) {
            Ok(_) => Some(matching.text.as_str().into()),
            Err(error) => {
                self.report(Problem::Pattern { file: self.file, span: matching.span, why: last_line(&error.to_string()) });
                None
            }
        }
    }

    fn int(&self) -> Type {
        let all = IntType::default();
        let limits = match self.limits {
            [] => Some(all),
            [Limit::Range { min, max, .. }] => int_range(min.as_ref(), max.as_ref()),
            _ => None,
        };
        Type::Int(limits.unwrap_or_else(|| {
            self.report(Problem::IntLimits { file: self.file, span: self.span, mend: meant_by(self.limits, "int") });
            all
        }))
    }

    fn decimal(&self) -> Type {
        let limits = match self.limits {
            [] => return Type::Decimal(DecimalType::default()),
            [Limit::One(digits), Limit::One(behind)] => small(digits).zip(small(behind)),
            _ => None,
        };
        let limits = limits.filter(|(digits, behind)| (1..=DIGITS_MAX).contains(digits) && behind <= digits);
        if limits.is_none() {
            self.report(Problem::DecimalLimits { file: self.file, span: self.span, mend: meant_by(self.limits, "decimal") });
        }
        Type::Decimal(DecimalType { limits })
    }

    fn unlimited(&self, ty: Type) -> Type {
        if !self.limits.is_empty() {
            // The parentheses are no part of the tree: what stands behind the name, but for a `?`.
            let source = &self.ctx.sources.get(self.file).text;
            let close = self.span.text(source).rfind(')').map_or(self.span.end, |at| self.span.start + at as u32 + 1);
            let mend = Some((Span { start: self.name.span.end, end: close }, String::new()));
            self.report(Problem::NoLimits { file: self.file, span: self.span, ty: self.name.text.clone(), mend });
        }
        ty
    }

    fn refuse_matching(&self) {
        if let Some(matching) = self.matching {
            self.report(Problem::MatchingOnText { file: self.file, span: matching.span, ty: self.name.text.clone() });
        }
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// What limits that cannot be may have meant: `(1,20)`, `(20..1)`, `decimal(12.2)`, `int(5)` for five digits.
fn meant_by(limits: &[Limit], ty: &str) -> Option<(Span, String)> {
    let span = |limit: &Limit| match limit {
        Limit::One(number) => number.span,
        Limit::Range { span, .. } => *span,
    };
    let whole = span(limits.first()?).to(span(limits.last()?));
    let right = match (ty, limits) {
        ("decimal", [Limit::One(number)]) => number.text.split_once('.').map(|(digits, behind)| format!("{digits},{behind}"))?,
        ("decimal", [Limit::Range { max: Some(max), .. }]) => format!("{},0", max.text),
        ("int", [Limit::One(digits)]) => digits.text.parse().ok().filter(|digits| (1..=18).contains(digits)).map(|digits| format!("0..{}", "9".repeat(digits)))?,
        (_, [Limit::One(min), Limit::One(max)]) if ty != "decimal" && max.text.parse::<u32>().ok()? >= min.text.parse().ok()? => format!("{}..{}", min.text, max.text),
        (_, [Limit::Range { min: Some(min), max: Some(max), .. }]) if ty != "decimal" && min.text.parse::<u32>().ok()? > max.text.parse().ok()? => {
            format!("{}..{}", max.text, min.text)
        }
        _ => return None,
    };
    Some((whole, right))
}

/// Both ends of a length; reports what cannot be one.
fn lengths(ctx: &Context<'_>, file: FileId, span: Span, limits: &[Limit], ty: &'static str) -> Option<(u32, Option<u32>)> {
    let lengths = match limits {
        [] => Some((0, None)),
        [Limit::One(exact)] => length(exact).map(|exact| (exact, Some(exact))),
        [Limit::Range { min, max, .. }] => length_range(min.as_ref(), max.as_ref()),
        _ => None,
    };
    if lengths.is_none() {
        ctx.report(Problem::Lengths { file, span, ty, mend: meant_by(limits, ty) }.diagnostic());
    }
    lengths
}

fn length_range(min: Option<&Number>, max: Option<&Number>) -> Option<(u32, Option<u32>)> {
    let min = min.map_or(Some(0), length)?;
    match max.map(length) {
        None => Some((min, None)),
        Some(max) => max.filter(|max| min <= *max).map(|max| (min, Some(max))),
    }
}

fn int_range(min: Option<&Number>, max: Option<&Number>) -> Option<IntType> {
    let all = IntType::default();
    let min = min.map_or(Some(all.min), |min| min.text.parse().ok())?;
    let max = max.map_or(Some(all.max), |max| max.text.parse().ok())?;
    (min <= max).then_some(IntType { min, max })
}

fn length(number: &Number) -> Option<u32> {
    number.text.parse().ok()
}

fn small(number: &Number) -> Option<u8> {
    number.text.parse().ok()
}

/// A regular expression's error is a drawing of several lines; its last one is the sentence.
fn last_line(error: &str) -> String {
    let line = error.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}
