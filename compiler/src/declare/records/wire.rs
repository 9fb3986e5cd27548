//! The wire forms behind a field's type: each only where it means something, none twice, none against another.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, Str, WireKind};

use super::problem::Problem;
use crate::context::Context;
use crate::date_pattern::{self, Of};
use crate::diagnostic::{Edit, Fact};
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{DatePart, Type, Wire};

/// The field's wire; what is wrong is reported and left out of it.
pub(super) fn wire(ctx: &Context<'_>, file: FileId, record: &ast::Record, field: &ast::Field, ty: &Type) -> Wire {
    if record.format.is_none() {
        if let Some(first) = field.wire.first() {
            ctx.report(Problem::Canonical { file, record: record.name.clone(), span: first.span }.diagnostic());
        }
        return Wire { path: vec![field.name.text.clone()], ..Wire::default() };
    }
    of_field(ctx, file, field, ty)
}

fn of_field(ctx: &Context<'_>, file: FileId, field: &ast::Field, ty: &Type) -> Wire {
    let mut wire = Wire { path: vec![field.name.text.clone()], ..Wire::default() };
    let forms = Forms { ctx, file, field, ty, scalar: plain(ty) };
    for (at, form) in field.wire.iter().enumerate() {
        if !forms.is_repeated(at, form) && *ty != Type::Error {
            forms.take(form, &mut wire);
        }
    }
    forms.refuse_contradictions(&wire);
    wire
}

/// The same for a line of a shape on another wire: `forms` are those of the line that are looked at here.
pub(super) fn of_line(ctx: &Context<'_>, file: FileId, line: &ast::FieldPlace, forms: &[ast::Wire], ty: &Type) -> Wire {
    // What the shape says about the type stands elsewhere, so the line's name is shown for it.
    let unwritten = ast::TypeExpr { span: line.name.span, kind: ast::TypeKind::Error, optional: false };
    let field = ast::Field { span: line.span, docs: None, name: line.name.clone(), ty: unwritten, wire: forms.to_vec() };
    of_field(ctx, file, &field, ty)
}

/// The type below `?`, without its unit.
fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) => of.number(),
        other => other.number(),
    }
}

struct Forms<'c, 'a> {
    ctx: &'c Context<'a>,
    file: FileId,
    field: &'c ast::Field,
    ty: &'c Type,
    scalar: &'c Type,
}

impl Forms<'_, '_> {
    fn is_repeated(&self, at: usize, form: &ast::Wire) -> bool {
        let name = form_name(&form.kind);
        let first = self.field.wire.iter().take(at).find(|other| form_name(&other.kind) == name);
        if let Some(first) = first {
            self.report(Problem::FormTwice { file: self.file, form: name, span: form.span, first: first.span });
        }
        first.is_some()
    }

    fn take(&self, form: &ast::Wire, wire: &mut Wire) {
        match &form.kind {
            WireKind::At(keys) => self.at(keys, wire),
            WireKind::Element { .. } | WireKind::Loop { .. } => {
                self.report(Problem::ElementOfJson { file: self.file, span: form.span, text: self.ctx.text(self.file, form.span).to_owned() })
            }
            WireKind::OrNull => wire.or_null = self.goes_with_optional(form),
            WireKind::AsText => wire.as_text = self.goes_with(form, matches!(self.scalar, Type::Int(_) | Type::Decimal(_) | Type::Bool)),
            WireKind::Format(pattern) => wire.format = self.format(form, pattern),
            WireKind::Zone { zone, clock } => {
                wire.zone = self.zone(form, zone);
                wire.clock = *clock;
            }
            WireKind::BlankIsMissing => wire.blank_is_missing = self.blank(form),
            WireKind::YesNo { yes, no } => wire.yes_no = self.yes_no(form, yes, no),
            WireKind::Implied(digits) => wire.implied = self.implied(form, digits),
            WireKind::By { key, value } => wire.by = self.by(form, key, value),
        }
    }

    fn at(&self, keys: &[Str], wire: &mut Wire) {
        if let Some(empty) = keys.iter().find(|key| key.text.is_empty()) {
            self.report(Problem::EmptyKey { file: self.file, span: empty.span });
        } else if !keys.is_empty() {
            wire.path = keys.iter().map(|key| key.text.clone()).collect();
        }
    }

    fn goes_with(&self, form: &ast::Wire, fits: bool) -> bool {
        if !fits {
            self.unfitting(form, wanted(&form.kind), None);
        }
        fits
    }

    fn goes_with_optional(&self, form: &ast::Wire) -> bool {
        let fits = matches!(self.ty, Type::Optional(_));
        if !fits {
            let edit = Edit { file: self.file, span: self.field.ty.span.after(), text: "?".to_owned() };
            self.unfitting(form, wanted(&form.kind), Some(("make the field optional with `?`".to_owned(), edit)));
        }
        fits
    }

    fn blank(&self, form: &ast::Wire) -> bool {
        if matches!(self.scalar, Type::Record(_) | Type::List(_) | Type::MapOf(_)) {
            self.unfitting(form, "a single value", None);
            return false;
        }
        self.goes_with_optional(form)
    }

    fn format(&self, form: &ast::Wire, pattern: &Str) -> Option<Vec<DatePart>> {
        let of = match self.scalar {
            Type::Date => Of::Date,
            Type::Time => Of::Time,
            Type::Timestamp => Of::Timestamp,
            _ => {
                self.goes_with(form, false);
                return None;
            }
        };
        match date_pattern::parse(&pattern.text, of) {
            Ok(parts) => Some(parts),
            Err(error) => {
                let mended = date_pattern::mended(&pattern.text, |form| date_pattern::parse(form, of).is_ok());
                self.report(Problem::Pattern { file: self.file, span: pattern.span, error, mended });
                None
            }
        }
    }

    fn zone(&self, form: &ast::Wire, zone: &Str) -> Option<String> {
        if !self.goes_with(form, *self.scalar == Type::Timestamp) {
            return None;
        }
        if jiff::tz::TimeZone::get(&zone.text).is_err() {
            self.report(Problem::UnknownZone { file: self.file, zone: zone.clone(), near: near_zone(&zone.text) });
            return None;
        }
        Some(zone.text.clone())
    }

    fn yes_no(&self, form: &ast::Wire, yes: &Str, no: &Str) -> Option<(String, String)> {
        if !self.goes_with(form, *self.scalar == Type::Bool) {
            return None;
        }
        if yes.text == no.text {
            self.contradiction(no.span, yes.span, "Yes and no are written alike, so nobody could tell them apart.", false);
            return None;
        }
        Some((yes.text.clone(), no.text.clone()))
    }

    fn implied(&self, form: &ast::Wire, digits: &ast::Number) -> Option<u8> {
        let Type::Decimal(decimal) = self.scalar else {
            self.goes_with(form, false);
            return None;
        };
        let behind = decimal.limits.map(|(_, behind)| behind);
        let implied = digits.text.parse::<u8>().ok().filter(|digits| *digits <= 38);
        if implied.is_none() || behind.is_some_and(|behind| implied != Some(behind)) {
            let behind = behind.filter(|_| implied.is_some());
            self.report(Problem::Implied { file: self.file, span: form.span, ty: self.field.ty.span, implied: digits.text.clone(), behind });
            return None;
        }
        implied
    }

    fn by(&self, form: &ast::Wire, key: &ast::Name, value: &ast::Name) -> Option<(String, String)> {
        if !self.goes_with(form, matches!(self.scalar, Type::MapOf(_))) {
            return None;
        }
        if key.text == value.text {
            self.contradiction(value.span, key.span, "Key and value of a pair cannot stand at one place.", false);
            return None;
        }
        Some((key.text.clone(), value.text.clone()))
    }

    /// Forms that are fine alone but not together, and what only all of them tell.
    fn refuse_contradictions(&self, wire: &Wire) {
        if wire.as_text && wire.yes_no.is_some() {
            self.pair(WireKindName::AsText, WireKindName::YesNo, "`yes … no …` says already how this bool is written as text.");
        }
        let Some(format) = wire.format.as_ref().filter(|_| *self.scalar == Type::Timestamp) else { return };
        let has_offset = format.contains(&DatePart::Offset);
        if has_offset && wire.zone.is_some() {
            self.pair(WireKindName::Zone, WireKindName::Format, "The pattern has an offset (ZZ), so the zone says nothing.");
        }
        let zone_given = self.form(WireKindName::Zone).is_some();
        if let (false, false, Some(form)) = (has_offset, zone_given, self.form(WireKindName::Format)) {
            self.report(Problem::NoZone { file: self.file, span: form.span });
        }
    }

    fn pair(&self, this: WireKindName, other: WireKindName, why: &'static str) {
        if let (Some(this), Some(other)) = (self.form(this), self.form(other)) {
            self.contradiction(this.span, other.span, why, true);
        }
    }

    fn form(&self, name: WireKindName) -> Option<&ast::Wire> {
        self.field.wire.iter().find(|form| match name {
            WireKindName::AsText => matches!(form.kind, WireKind::AsText),
            WireKindName::YesNo => matches!(form.kind, WireKind::YesNo { .. }),
            WireKindName::Format => matches!(form.kind, WireKind::Format(_)),
            WireKindName::Zone => matches!(form.kind, WireKind::Zone { .. }),
        })
    }

    fn contradiction(&self, span: Span, other: Span, why: &'static str, removable: bool) {
        self.report(Problem::Contradiction { file: self.file, span, other, why, removable });
    }

    fn unfitting(&self, form: &ast::Wire, wanted: &'static str, fix: Option<(String, Edit)>) {
        let (file, is) = (self.file, self.ctx.show(self.ty));
        self.report(Problem::Unfitting { file, form: form_name(&form.kind), span: form.span, ty: self.field.ty.span, wanted, is, fix });
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// The zone that a mistyped name, or a city's name alone, means.
pub(crate) fn near_zone(text: &str) -> Option<String> {
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let city = |name: &&String| name.rsplit_once('/').is_some_and(|(_, city)| city.eq_ignore_ascii_case(text));
    let near = || nearest(text, known.iter().map(String::as_str)).map(str::to_owned);
    known.iter().find(city).cloned().or_else(near)
}

/// The forms that have something to say about each other.
#[derive(Clone, Copy)]
enum WireKindName {
    AsText,
    YesNo,
    Format,
    Zone,
}

fn form_name(kind: &WireKind) -> &'static str {
    match kind {
        WireKind::At(_) | WireKind::Element { .. } | WireKind::Loop { .. } => "at",
        WireKind::OrNull => "or null",
        WireKind::AsText => "as text",
        WireKind::Format(_) => "format",
        WireKind::Zone { .. } => "zone",
        WireKind::BlankIsMissing => "blank is missing",
        WireKind::YesNo { .. } => "yes … no …",
        WireKind::Implied(_) => "implied",
        WireKind::By { .. } => "by",
    }
}

fn wanted(kind: &WireKind) -> &'static str {
    match kind {
        WireKind::At(_) | WireKind::Element { .. } | WireKind::Loop { .. } => "any type",
        WireKind::OrNull | WireKind::BlankIsMissing => "an optional type, `T?`",
        WireKind::AsText => "int, decimal and bool",
        WireKind::Format(_) => "date, time and timestamp",
        WireKind::Zone { .. } => "timestamp",
        WireKind::YesNo { .. } => "bool",
        WireKind::Implied(_) => "decimal",
        WireKind::By { .. } => "map of text",
    }
}
