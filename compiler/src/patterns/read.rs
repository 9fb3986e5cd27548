//! Patterns as written to patterns as checked, by the type of what they are held against.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, BinaryOp, ExprKind, PatternKind, TextPart, UnaryOp};

use super::problem::Problem;
use super::space::{number, present};
use crate::bodies::Problem as BodyProblem;
use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{Bound, Const, Dec, EnumId, LocalId, Pattern, RecordId, TextType, Type, Units};
use crate::{Mention, show};

/// What the place of a pattern makes of names in it.
pub(crate) trait Names {
    /// Whether a name can stand for a value here; if not, it can only be a variant.
    fn takes_names(&self) -> bool;
    fn bind(&mut self, name: &ast::Name, ty: Type) -> LocalId;
    /// A name that was reported: what mentions it is not wrong as well.
    fn bind_in_silence(&mut self, name: &ast::Name);
    /// A field is looked at.
    fn reads(&mut self, record: RecordId, field: u32);
}

/// Of the cells of a table: everything in them is fixed.
pub(crate) struct NoNames;

impl Names for NoNames {
    fn takes_names(&self) -> bool {
        false
    }

    fn bind(&mut self, _name: &ast::Name, _ty: Type) -> LocalId {
        LocalId(u32::MAX)
    }

    fn bind_in_silence(&mut self, _name: &ast::Name) {}

    fn reads(&mut self, _record: RecordId, _field: u32) {}
}

pub(crate) struct Reader<'r, 'a> {
    pub ctx: &'r Context<'a>,
    pub file: FileId,
    pub names: &'r mut dyn Names,
    /// Why a name would say nothing here.
    no_names: Option<&'static str>,
    /// What is read is what a table gives, or one of its codes, and not held against anything.
    values: bool,
}

impl<'r, 'a> Reader<'r, 'a> {
    pub fn new(ctx: &'r Context<'a>, file: FileId, names: &'r mut dyn Names) -> Reader<'r, 'a> {
        Reader { ctx, file, names, no_names: None, values: false }
    }

    /// Reads by [`Reader::literal`] what tables give, and their codes.
    pub fn of_values(ctx: &'r Context<'a>, file: FileId, names: &'r mut dyn Names) -> Reader<'r, 'a> {
        Reader { values: true, ..Reader::new(ctx, file, names) }
    }

    /// One of several patterns of an arm.
    pub fn alternative(&mut self, pattern: &ast::Pattern, types: &[Type]) -> Option<Pattern> {
        self.without_names("the other patterns beside `|` do not name it", |reader| reader.whole(pattern, types))
    }

    /// All of a pattern, against one value, or the values of a tuple.
    pub fn whole(&mut self, pattern: &ast::Pattern, types: &[Type]) -> Option<Pattern> {
        match (&pattern.kind, types) {
            (PatternKind::Otherwise, _) => Some(Pattern::Otherwise),
            (_, [one]) => self.read(pattern, one),
            (PatternKind::Error, _) => None,
            (PatternKind::Tuple(parts), _) if parts.len() == types.len() => {
                let read: Vec<Option<Pattern>> = parts.iter().zip(types).map(|(part, ty)| self.read(part, ty)).collect();
                read.into_iter().collect::<Option<Vec<Pattern>>>().map(Pattern::Tuple)
            }
            (PatternKind::Tuple(parts), _) => self.parts(pattern.span, parts.len(), types.len()),
            _ => self.parts(pattern.span, 1, types.len()),
        }
    }

    fn parts(&self, span: Span, found: usize, wanted: usize) -> Option<Pattern> {
        self.report(Problem::Parts { file: self.file, span, found, wanted });
        None
    }

    /// The pattern; none where something was reported, here or before.
    pub fn read(&mut self, pattern: &ast::Pattern, ty: &Type) -> Option<Pattern> {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Otherwise => Some(Pattern::Otherwise),
            PatternKind::Error => None,
            _ if matches!(present(ty), Type::Error | Type::Never) => None,
            PatternKind::None => self.none(span, ty),
            PatternKind::Name(name) if means_none(&name.text) && !self.is_variant(present(ty), name) => {
                self.report(Problem::MeantNone { file: self.file, name: name.clone() });
                self.none(span, ty)
            }
            PatternKind::Name(name) => self.name(name, present(ty)),
            PatternKind::Literal(literal) => self.literal(literal, present(ty)).map(Pattern::Const),
            PatternKind::Range { min, max } => self.range(span, min.as_ref(), max.as_ref(), present(ty)),
            PatternKind::Compare { op, bound } => self.compare(span, *op, bound, present(ty)),
            PatternKind::AnyOf(of) => self.without_names("other values may stand in its place", |reader| {
                let read: Vec<Option<Pattern>> = of.iter().map(|pattern| reader.read(pattern, ty)).collect();
                read.into_iter().collect::<Option<Vec<Pattern>>>().map(Pattern::AnyOf)
            }),
            PatternKind::Not(of) => self.not(of, ty),
            PatternKind::Record(fields) => self.record(span, fields, present(ty)),
            PatternKind::Variant { name, inner } => self.variant_with(name, inner, present(ty)),
            PatternKind::Tuple(parts) => self.parts(span, parts.len(), 1),
        }
    }

    fn without_names<T>(&mut self, why: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.no_names.replace(why);
        let read = read(self);
        self.no_names = outer;
        read
    }

    fn none(&self, span: Span, ty: &Type) -> Option<Pattern> {
        if matches!(ty, Type::Optional(_) | Type::None) {
            return Some(Pattern::None);
        }
        self.report(Problem::NeverMissing { file: self.file, span, is: self.ctx.show(ty) });
        None
    }

    fn not(&mut self, of: &ast::Pattern, ty: &Type) -> Option<Pattern> {
        let read = self.without_names("it would stand for what is not there", |reader| reader.read(of, ty))?;
        if let Some((record, tag, is)) = self.only_tag(&read) {
            return Some(Pattern::Record { record, fields: vec![(tag, Pattern::Not(Box::new(is)))] });
        }
        if looks_into(&read) {
            self.report(Problem::NoRecord { file: self.file, span: of.span, is: self.ctx.show(ty) });
            return None;
        }
        Some(Pattern::Not(Box::new(read)))
    }

    /// A variant, where the value is of an enum; else a name for the value.
    fn name(&mut self, name: &ast::Name, ty: &Type) -> Option<Pattern> {
        if means_otherwise(&name.text) && !self.is_variant(ty, name) {
            self.report(Problem::MeantOtherwise { file: self.file, name: name.clone() });
            return Some(Pattern::Otherwise);
        }
        if let Type::Enum(id) = ty {
            let variant = self.variant(*id, name);
            if variant.is_none() {
                self.names.bind_in_silence(name);
            }
            return variant.map(|variant| Pattern::Const(Const::Enum(*id, variant)));
        }
        if let Some((id, of)) = self.tagged(ty) {
            return self.variant(of, name).and_then(|variant| self.tag(id, of, variant));
        }
        if !self.names.takes_names() {
            return self.other(name.span, ty, meant(self.ctx, &ExprKind::Name(name.clone()), ty));
        }
        if let Some(why) = self.no_names {
            self.report(Problem::NamedTwice { file: self.file, name: name.clone(), why });
            self.names.bind_in_silence(name);
            return None;
        }
        Some(Pattern::Bind(self.names.bind(name, ty.clone())))
    }

    fn is_variant(&self, ty: &Type, name: &ast::Name) -> bool {
        let of = if let Type::Enum(id) = ty { Some(*id) } else { self.tagged(ty).map(|(_, of)| of) };
        let Some(id) = of else { return false };
        self.ctx.project.enums.get(id.index()).is_some_and(|found| found.variants.iter().any(|variant| variant.name == name.text))
    }

    fn variant(&self, id: EnumId, name: &ast::Name) -> Option<u32> {
        let found = self.ctx.project.enums.get(id.index())?;
        if let Some((index, variant)) = found.variants.iter().enumerate().find(|(_, variant)| variant.name == name.text) {
            self.ctx.mention(self.file, show::variant(&self.ctx.project, found, variant, name.span));
            return Some(index as u32);
        }
        if !found.variants.is_empty() && !self.ctx.is_damaged(Def::Enum(id)) {
            let known: Vec<&str> = found.variants.iter().map(|variant| variant.name.as_str()).collect();
            let near = crate::resolve::nearest(&name.text, known.iter().copied()).map(str::to_owned);
            let declared = (found.decl.place.file, found.decl.place.span);
            let (of, known, pattern) = (found.decl.name.clone(), known.join(", "), self.names.takes_names());
            self.report(BodyProblem::UnknownVariant { file: self.file, name: name.clone(), of, known, near, pattern, declared });
        }
        None
    }

    fn variant_with(&mut self, name: &ast::Name, inner: &ast::Pattern, ty: &Type) -> Option<Pattern> {
        let Some((id, of)) = self.tagged(ty) else {
            self.report(Problem::NoRecord { file: self.file, span: name.span.to(inner.span), is: self.ctx.show(ty) });
            return None;
        };
        let variant = self.variant(of, name)?;
        let record = self.ctx.project.records.get(id.index())?;
        let Some((field, part)) = record.part(variant) else {
            // What it carries may be wrong, which is told where it is declared.
            if record.tagged.as_ref().is_some_and(|tagged| tagged.parts.get(variant as usize).copied().flatten().is_none()) {
                self.report(Problem::CarriesNothing { file: self.file, name: name.clone(), span: inner.span });
            } else {
                self.names_in_silence(inner);
            }
            return None;
        };
        self.names.reads(id, field);
        let inner = self.read(inner, &Type::Record(part));
        match (self.tag(id, of, variant)?, inner?) {
            (tag, Pattern::Otherwise) => Some(tag),
            (Pattern::Record { record, mut fields }, inner) => {
                fields.push((field, inner));
                Some(Pattern::Record { record, fields })
            }
            _ => None,
        }
    }

    /// The enum, where the record stands for one whose variants carry records.
    fn tagged(&self, ty: &Type) -> Option<(RecordId, EnumId)> {
        let Type::Record(id) = ty else { return None };
        Some((*id, self.ctx.project.records.get(id.index())?.tagged.as_ref()?.of))
    }

    /// Of variants that carry records, which ones the pattern takes, if it asks for nothing else.
    fn only_tag(&self, pattern: &Pattern) -> Option<(RecordId, u32, Pattern)> {
        match pattern {
            Pattern::Record { record, fields } => {
                let tag = self.ctx.project.records.get(record.index())?.tagged.as_ref()?.tag;
                let [(field, is)] = fields.as_slice() else { return None };
                (*field == tag).then(|| (*record, tag, is.clone()))
            }
            Pattern::AnyOf(of) => {
                let tags = of.iter().map(|one| self.only_tag(one)).collect::<Option<Vec<_>>>()?;
                let (record, tag, _) = tags.first()?.clone();
                Some((record, tag, Pattern::AnyOf(tags.into_iter().map(|(_, _, is)| is).collect())))
            }
            _ => None,
        }
    }

    /// Any value of that variant.
    fn tag(&mut self, record: RecordId, of: EnumId, variant: u32) -> Option<Pattern> {
        let tag = self.ctx.project.records.get(record.index())?.tagged.as_ref()?.tag;
        self.names.reads(record, tag);
        Some(Pattern::Record { record, fields: vec![(tag, Pattern::Const(Const::Enum(of, variant)))] })
    }

    /// The names of a pattern that could not be read are names all the same.
    fn names_in_silence(&mut self, pattern: &ast::Pattern) {
        if let PatternKind::Name(name) = &pattern.kind {
            self.names.bind_in_silence(name);
        }
    }

    fn record(&mut self, span: Span, fields: &[ast::FieldPattern], ty: &Type) -> Option<Pattern> {
        let Type::Record(record) = ty else {
            self.report(Problem::NoRecord { file: self.file, span, is: self.ctx.show(ty) });
            return None;
        };
        let read: Vec<Option<(u32, Pattern)>> = fields.iter().map(|field| self.field(*record, field)).collect();
        let fields = read.into_iter().collect::<Option<Vec<(u32, Pattern)>>>()?;
        Some(Pattern::Record { record: *record, fields })
    }

    fn field(&mut self, id: RecordId, field: &ast::FieldPattern) -> Option<(u32, Pattern)> {
        let record = self.ctx.project.records.get(id.index())?;
        let Some((index, declared)) = record.open_fields().iter().enumerate().find(|(_, declared)| declared.name == field.name.text) else {
            if !self.ctx.is_damaged(Def::Record(id)) {
                let near = crate::resolve::nearest(&field.name.text, record.open_fields().iter().map(|field| field.name.as_str())).map(str::to_owned);
                let declared = (record.decl.place.file, record.decl.place.span);
                self.report(BodyProblem::UnknownField { file: self.file, name: field.name.clone(), record: record.decl.name.clone(), near, declared });
            }
            return None;
        };
        let title = format!("{}.{} : {}", record.decl.name, declared.name, self.ctx.show(&declared.ty));
        self.ctx.mention(self.file, Mention { span: field.name.span, title, docs: declared.docs.clone(), target: Some((record.decl.place.file, declared.span)) });
        self.names.reads(id, index as u32);
        self.read(&field.pattern, &declared.ty).map(|pattern| (index as u32, pattern))
    }

    /// `min` may leave out the unit that `max` has: `1..5 kg`.
    fn range(&self, span: Span, min: Option<&ast::Expr>, max: Option<&ast::Expr>, ty: &Type) -> Option<Pattern> {
        self.ordered(span, ty)?;
        let with_unit = min.zip(max).and_then(|(min, max)| with_unit_of(min, max));
        let end = |bound: Option<&ast::Expr>| match bound {
            Some(bound) => self.end(bound, ty).map(|value| Some(Bound { value, inclusive: true })),
            None => Some(None),
        };
        let (min, max) = (end(with_unit.as_ref().or(min)), end(max));
        let (min, max) = (min?, max?);
        let ends = min.as_ref().and_then(|min| number(&min.value)).zip(max.as_ref().and_then(|max| number(&max.value)));
        if ends.is_some_and(|(min, max)| min > max) {
            self.report(Problem::Backwards { file: self.file, span });
            return None;
        }
        Some(Pattern::Range { min, max })
    }

    fn compare(&self, span: Span, op: BinaryOp, bound: &ast::Expr, ty: &Type) -> Option<Pattern> {
        self.ordered(span, ty)?;
        let value = self.end(bound, ty)?;
        let end = |inclusive| Some(Bound { value: value.clone(), inclusive });
        match op {
            BinaryOp::Less => Some(Pattern::Range { min: None, max: end(false) }),
            BinaryOp::LessEqual => Some(Pattern::Range { min: None, max: end(true) }),
            BinaryOp::Greater => Some(Pattern::Range { min: end(false), max: None }),
            BinaryOp::GreaterEqual => Some(Pattern::Range { min: end(true), max: None }),
            _ => None,
        }
    }

    fn ordered(&self, span: Span, ty: &Type) -> Option<()> {
        if matches!(ty.number(), Type::Int(_) | Type::Decimal(_) | Type::Date | Type::Time | Type::Timestamp | Type::Duration) {
            return Some(());
        }
        self.report(Problem::NoOrder { file: self.file, span, is: self.ctx.show(ty) });
        None
    }

    /// An end may lie beyond the type's own limits, and between its values.
    fn end(&self, expr: &ast::Expr, ty: &Type) -> Option<Const> {
        match (ty, &*expr.kind) {
            (Type::Int(_) | Type::Decimal(_), ExprKind::Number(number)) => self.decimal(number).map(Const::Decimal),
            (Type::Quantity(quantity), ExprKind::Number(number)) if self.is_made_of_others(&quantity.unit) => self.decimal(number).map(Const::Decimal),
            (Type::Quantity(_), ExprKind::Quantity { number, unit }) => {
                self.same_unit(expr.span, number, Some(unit), &ty.unit())?;
                self.decimal(number).map(Const::Decimal)
            }
            _ => self.literal(expr, ty),
        }
    }

    /// A literal as a constant of the type.
    pub fn literal(&self, expr: &ast::Expr, ty: &Type) -> Option<Const> {
        match (ty, &*expr.kind) {
            (Type::Error, _) | (_, ExprKind::Error) => None,
            (_, ExprKind::Undecided) => {
                self.ctx.report(super::undecided(self.file, expr.span));
                None
            }
            (Type::Text(text), ExprKind::Text(parts)) => self.text(expr.span, text, parts),
            (Type::Int(int), ExprKind::Number(number)) => {
                let value = self.decimal(number)?;
                let Some(whole) = value.to_int() else { return self.unfit(expr.span, ty, format!("{} is no whole number", number.text)) };
                if (int.min..=int.max).contains(&whole) { Some(Const::Int(whole)) } else { self.unfit(expr.span, ty, format!("{whole} is out of range")) }
            }
            (Type::Decimal(decimal), ExprKind::Number(number)) => {
                let value = self.decimal(number)?;
                let fits = decimal.limits.is_none_or(|(digits, scale)| value.fits(digits, scale));
                if fits { Some(Const::Decimal(value)) } else { self.unfit(expr.span, ty, format!("{} has more digits", number.text)) }
            }
            (Type::Quantity(quantity), ExprKind::Quantity { number, unit }) => {
                self.same_unit(expr.span, number, Some(unit), &quantity.unit)?;
                self.literal(&ast::Expr { span: expr.span, kind: Box::new(ExprKind::Number(number.clone())) }, &quantity.number)
            }
            // No literal has a unit that is made of others, so that here a plain number has it.
            (Type::Quantity(quantity), ExprKind::Number(_)) if self.is_made_of_others(&quantity.unit) => self.literal(expr, &quantity.number),
            (Type::Quantity(quantity), ExprKind::Number(number)) => {
                self.same_unit(expr.span, number, None, &quantity.unit)?;
                None
            }
            (Type::Int(_) | Type::Decimal(_), ExprKind::Quantity { number, unit }) => {
                self.same_unit(expr.span, number, Some(unit), &Units::default())?;
                None
            }
            (Type::Duration, ExprKind::Quantity { number, unit }) => self.duration(expr.span, number, unit),
            (Type::Bool, ExprKind::Bool(value)) => Some(Const::Bool(*value)),
            (Type::Date, ExprKind::Date(_)) | (Type::Time, ExprKind::Time(_)) | (Type::Timestamp, ExprKind::Timestamp(_)) => self.moment(expr),
            (Type::Enum(id), ExprKind::Name(name)) => self.variant(*id, name).map(|variant| Const::Enum(*id, variant)),
            (Type::Int(_) | Type::Decimal(_), ExprKind::Unary { op: UnaryOp::Minus, value }) => self.negative(expr, value, ty),
            (_, other) => self.other(expr.span, ty, meant(self.ctx, other, ty)),
        }
    }

    fn moment(&self, expr: &ast::Expr) -> Option<Const> {
        match crate::moments::literal(&expr.kind)? {
            Ok((value, _)) => Some(value),
            Err(no) => {
                self.report(BodyProblem::NoSuch { file: self.file, span: expr.span, no });
                None
            }
        }
    }

    /// The sign of a number in a cell stands by itself.
    fn negative(&self, expr: &ast::Expr, value: &ast::Expr, ty: &Type) -> Option<Const> {
        let ExprKind::Number(number) = &*value.kind else { return self.other(expr.span, ty, None) };
        let number = ast::Number { text: format!("-{}", number.text), span: expr.span };
        self.literal(&ast::Expr { span: expr.span, kind: Box::new(ExprKind::Number(number)) }, ty)
    }

    /// `each/case`
    fn is_made_of_others(&self, unit: &Units) -> bool {
        !unit.is_none() && unit.single().is_none()
    }

    /// Whether a literal has the unit that is wanted; a pattern converts nothing.
    fn same_unit(&self, span: Span, number: &ast::Number, unit: Option<&ast::Name>, wanted: &Units) -> Option<()> {
        let found = match unit {
            Some(unit) => Units::of(self.ctx.unit(self.file, unit)?),
            None => Units::default(),
        };
        if found == *wanted {
            return Some(());
        }
        let shown = |units: &Units| if units.is_none() { String::new() } else { format!(" {}", self.ctx.show_units(units)) };
        self.report(Problem::OtherUnit { file: self.file, span, unit: shown(wanted), found: shown(&found), number: number.span });
        None
    }

    fn decimal(&self, number: &ast::Number) -> Option<Dec> {
        let value = number.text.parse().ok();
        if value.is_none() {
            self.report(BodyProblem::NumberTooLong { file: self.file, span: number.span });
        }
        value
    }

    fn duration(&self, span: Span, number: &ast::Number, unit: &ast::Name) -> Option<Const> {
        let nanos = crate::duration::nanos(&number.text, &unit.text).ok();
        if nanos.is_none() {
            self.report(Problem::Kind {
                file: self.file,
                span,
                wanted: "duration".to_owned(),
                example: "a length of time such as `4h`; its units are ms, s, min, h and d".to_owned(),
                meant: None,
                value: self.values,
            });
        }
        nanos.map(Const::Duration)
    }

    fn text(&self, span: Span, ty: &TextType, parts: &[TextPart]) -> Option<Const> {
        let mut text = String::new();
        for part in parts {
            match part {
                TextPart::Literal(literal) => text.push_str(literal),
                TextPart::Hole(hole) => {
                    self.report(Problem::Hole { file: self.file, span: hole.span, value: self.values });
                    return None;
                }
            }
        }
        match misfit(ty, &text) {
            Some(why) => {
                let zeros = with_zeros(ty, &text);
                self.report(Problem::Unfit { file: self.file, span, ty: self.ctx.show(&Type::Text(ty.clone())), why, value: self.values, zeros });
                None
            }
            None => Some(Const::Text(text)),
        }
    }

    fn unfit<T>(&self, span: Span, ty: &Type, why: String) -> Option<T> {
        self.report(Problem::Unfit { file: self.file, span, ty: self.ctx.show(ty), why, value: self.values, zeros: None });
        None
    }

    fn other<T>(&self, span: Span, ty: &Type, meant: Option<String>) -> Option<T> {
        self.report(Problem::Kind { file: self.file, span, wanted: self.ctx.show(ty), example: example(self.ctx, ty, self.values), meant, value: self.values });
        None
    }

    fn report(&self, problem: impl Fact) {
        self.ctx.report(problem.diagnostic());
    }
}

/// Of a record something is looked at.
fn looks_into(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Record { .. } => true,
        Pattern::AnyOf(of) | Pattern::Tuple(of) => of.iter().any(looks_into),
        Pattern::Not(of) => looks_into(of),
        Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Bind(_) => false,
    }
}

/// How others write the case for all that is left.
fn means_none(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "null" | "nil" | "undefined")
}

fn means_otherwise(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "default" | "else" | "other" | "others" | "sonst" | "rest" | "any" | "all")
}

/// A text without its quotes, a variant within some, `TRUE`.
fn meant(ctx: &Context<'_>, found: &ExprKind, ty: &Type) -> Option<String> {
    match (ty, found) {
        (Type::Text(_), ExprKind::Name(name)) if means_otherwise(&name.text) || name.text == "_" => Some("otherwise".to_owned()),
        (Type::Text(_), ExprKind::Name(name)) => Some(format!("\"{}\"", name.text)),
        (Type::Text(_), ExprKind::Number(number)) => Some(format!("\"{}\"", number.text)),
        (Type::Int(_), ExprKind::Text(parts)) => one_literal(parts)?.parse::<i64>().ok().map(|number| number.to_string()),
        (Type::Enum(id), ExprKind::Text(parts)) => {
            let text = one_literal(parts)?;
            let variants = &ctx.project.enums.get(id.index())?.variants;
            variants.iter().find(|variant| variant.name.eq_ignore_ascii_case(text) || variant.code == text).map(|variant| variant.name.clone())
        }
        (Type::Bool, ExprKind::Name(name)) => bool_meant(&name.text),
        (Type::Bool, ExprKind::Text(parts)) => bool_meant(one_literal(parts)?),
        (Type::Bool, ExprKind::Number(number)) => bool_meant(&number.text),
        _ => None,
    }
}

/// As spreadsheets and other languages write it.
fn bool_meant(word: &str) -> Option<String> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "wahr" | "ja" | "j" | "x" | "1" => Some("yes".to_owned()),
        "false" | "no" | "n" | "f" | "falsch" | "nein" | "0" => Some("no".to_owned()),
        _ => None,
    }
}

fn one_literal(parts: &[TextPart]) -> Option<&str> {
    if let [TextPart::Literal(text)] = parts { Some(text) } else { None }
}

/// `1` of `1..5 kg` as `1 kg`.
pub(crate) fn with_unit_of(min: &ast::Expr, max: &ast::Expr) -> Option<ast::Expr> {
    let (ExprKind::Number(number), ExprKind::Quantity { unit, .. }) = (&*min.kind, &*max.kind) else { return None };
    Some(ast::Expr { span: min.span, kind: Box::new(ExprKind::Quantity { number: number.clone(), unit: unit.clone() }) })
}

/// A text of digits that is too short, as long as it should be.
fn with_zeros(ty: &TextType, text: &str) -> Option<String> {
    let missing = (ty.min as usize).checked_sub(text.len()).filter(|missing| (1..16).contains(missing))?;
    let longer = format!("{}{text}", "0".repeat(missing));
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && misfit(ty, &longer).is_none()).then_some(longer)
}

/// Why the text does not satisfy the type, if it does not.
pub(crate) fn misfit(ty: &TextType, text: &str) -> Option<String> {
    let length = text.chars().count() as u64;
    if length < u64::from(ty.min) || ty.max.is_some_and(|max| length > u64::from(max)) {
        return Some(match length {
            1 => format!("\"{text}\" has 1 character"),
            _ => format!("\"{text}\" has {length} characters"),
        });
    }
    let fits = ty.pattern.as_ref().is_none_or(|pattern| crate::pattern::fits(pattern, text));
    (!fits).then(|| format!("\"{text}\" does not match the pattern"))
}

/// How a value of the type, or a pattern for some, is written.
fn example(ctx: &Context<'_>, ty: &Type, value: bool) -> String {
    match ty {
        Type::Int(_) if value => "a whole number such as 3".to_owned(),
        Type::Decimal(_) if value => "a number such as 12.5".to_owned(),
        Type::Text(_) => "a text in quotes, such as \"GND\"".to_owned(),
        Type::Int(_) => "a whole number such as 3, a range such as `1..9`, or a comparison such as `<= 5`".to_owned(),
        Type::Decimal(_) => "a number such as 12.5, a range such as `1..9`, or a comparison such as `<= 5`".to_owned(),
        Type::Bool => "`yes` or `no`".to_owned(),
        Type::Quantity(quantity) => format!("a quantity such as `5 {}`", ctx.show_units(&quantity.unit)),
        Type::Date => "a day such as 2026-11-23".to_owned(),
        Type::Time if value => "a time of day such as 14:00".to_owned(),
        Type::Time => "a time of day such as 14:00, a range such as `08:00..16:00`, or a comparison such as `< 14:00`".to_owned(),
        Type::Timestamp if value => "an instant such as 2026-11-23T10:00Z".to_owned(),
        Type::Timestamp => "an instant such as 2026-11-23T10:00Z, or a comparison such as `< 2026-11-23T10:00+01:00`".to_owned(),
        Type::Duration => "a length of time such as `4h`".to_owned(),
        Type::Enum(id) => {
            let variants = ctx.project.enums.get(id.index()).map(|found| found.variants.iter().map(|variant| variant.name.clone()).collect::<Vec<_>>());
            format!("one of: {}", variants.unwrap_or_default().join(", "))
        }
        _ => "`_`, or a name for it".to_owned(),
    }
}
