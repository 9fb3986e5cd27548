//! Places in messages of segments and elements.

use crossdock_syntax::ast::{self, FieldPlace, Name, WireKind};

use super::problem::Problem;
use crate::context::Context;
use crate::declare::records::circles::record_within;
use crate::declare::records::wire;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{Edi, EdiPlace, EdiSyntax, Element, Only, Type, Wire};

/// The message that the head names; what is wrong with it is reported.
pub(super) fn format(ctx: &Context<'_>, file: FileId, format: &Name, other: &ast::OtherWire) -> Option<Edi> {
    let syntax = if format.text == "x12" { EdiSyntax::X12 } else { EdiSyntax::Edifact };
    let (Some(message), Some(version)) = (&other.message, &other.version) else {
        let missing = if other.message.is_none() { "message" } else { "version" };
        ctx.report(Problem::WhichMessage { file, format: format.clone(), syntax, missing }.diagnostic());
        return None;
    };
    let is = |text: &str, fits: fn(char) -> bool, least: usize, most: usize| (least..=most).contains(&text.len()) && text.chars().all(fits);
    let fits = match syntax {
        EdiSyntax::X12 => is(&message.text, |c| c.is_ascii_digit(), 3, 3),
        EdiSyntax::Edifact => is(&message.text, |c| c.is_ascii_uppercase(), 6, 6),
    };
    if !fits {
        ctx.report(Problem::Message { file, name: message.clone(), syntax, what: "message" }.diagnostic());
    }
    let known_version = match syntax {
        EdiSyntax::X12 => is(&version.text, |c| c.is_ascii_digit() || c.is_ascii_uppercase(), 6, 12) && version.text.starts_with("00"),
        EdiSyntax::Edifact => is(&version.text, |c| c.is_ascii_digit() || c.is_ascii_uppercase(), 3, 12) && version.text.starts_with(['D', 'S', '9']),
    };
    if !known_version {
        ctx.report(Problem::Message { file, name: version.clone(), syntax, what: "version" }.diagnostic());
    }
    (fits && known_version).then(|| Edi { syntax, message: message.text.clone(), version: version.text.clone() })
}

/// Where the line's field stands, and how it is written there.
pub(super) fn wire(ctx: &Context<'_>, file: FileId, edi: &Edi, line: &FieldPlace, ty: &Type) -> Wire {
    let (forms, mut places): (Vec<&ast::Wire>, Vec<&ast::Wire>) = line.wire.iter().partition(|form| is_form(&form.kind));
    places.retain(|form| {
        let fits = matches!(form.kind, WireKind::Element { .. } | WireKind::Loop { .. });
        if !fits {
            ctx.report(Problem::FormOfJson { file, span: form.span, text: ctx.text(file, form.span).to_owned(), format: edi.syntax.name() }.diagnostic());
        }
        fits
    });
    let forms: Vec<ast::Wire> = forms.into_iter().cloned().collect();
    let mut wire = wire::of_line(ctx, file, line, &forms, ty);
    if let [_, second, ..] = places.as_slice() {
        ctx.report(Problem::TwoPlaces { file, span: second.span }.diagnostic());
    }
    let broken = places.len() < line.wire.len() - forms.len();
    wire.edi = places.first().and_then(|form| place(ctx, file, form));
    fits(ctx, file, line, ty, places.first().map(|form| &form.kind), broken);
    wire
}

/// What says how a value is written, wherever it stands.
fn is_form(kind: &WireKind) -> bool {
    match kind {
        WireKind::Format(_) | WireKind::Zone { .. } | WireKind::YesNo { .. } | WireKind::Implied(_) => true,
        WireKind::At(_) | WireKind::Element { .. } | WireKind::Loop { .. } | WireKind::OrNull | WireKind::AsText | WireKind::BlankIsMissing | WireKind::By { .. } => false,
    }
}

/// A record stands in a loop or is spread over the segments around; everything else in an element.
fn fits(ctx: &Context<'_>, file: FileId, line: &FieldPlace, ty: &Type, place: Option<&WireKind>, broken: bool) {
    let record = record_within(ty).is_some();
    let list = matches!(ty, Type::List(_)) || matches!(ty, Type::Optional(of) if matches!(**of, Type::List(_)));
    let why = match place {
        _ if *ty == Type::Error => return,
        _ if matches!(plain(ty), Type::Json | Type::MapOf(_)) => "has no place in a segment: it has no end that an element could hold",
        _ if record && line.within.is_none() => "is a record: its fields need places of their own, in braces",
        Some(WireKind::Element { .. }) if record => {
            "is a record, and an element holds one value: say `at loop N1`, or leave the place out where its segments stand among the others"
        }
        Some(WireKind::Loop { .. }) if !record => "is one value: name the element that it stands in, such as `N1-02`",
        None if record && list => "is a list: name the loop that begins each of its elements, `at loop LX`",
        None if !record && !broken => "needs an element, such as `at W05-02`",
        _ => return,
    };
    ctx.report(Problem::Unfitting { file, name: line.name.clone(), is: ctx.show(ty), why }.diagnostic());
}

fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) => plain(of),
        Type::List(list) => plain(&list.of),
        other => other,
    }
}

fn place(ctx: &Context<'_>, file: FileId, form: &ast::Wire) -> Option<EdiPlace> {
    match &form.kind {
        WireKind::Element { place, only } => Some(EdiPlace::Element(element(ctx, file, place)?, only_where(ctx, file, only.as_ref()))),
        WireKind::Loop { segment, only } => {
            if !is_segment(&segment.text) {
                ctx.report(Problem::Segment { file, segment: segment.clone() }.diagnostic());
                return None;
            }
            Some(EdiPlace::Loop(segment.text.clone(), only_where(ctx, file, only.as_ref())))
        }
        WireKind::At(_) | WireKind::OrNull | WireKind::AsText | WireKind::Format(_) | WireKind::Zone { .. } => None,
        WireKind::BlankIsMissing | WireKind::YesNo { .. } | WireKind::Implied(_) | WireKind::By { .. } => None,
    }
}

fn only_where(ctx: &Context<'_>, file: FileId, only: Option<&ast::Only>) -> Option<Only> {
    let only = only?;
    Some(Only { place: element(ctx, file, &only.place)?, value: only.value.text.clone() })
}

/// `W05-02`: a segment of two or three capitals and digits, and one or two numbers from 01.
fn element(ctx: &Context<'_>, file: FileId, tree: &ast::Element) -> Option<Element> {
    let read = read(&tree.text);
    if read.is_none() {
        ctx.report(Problem::Element { file, element: tree.clone(), mended: mended(&tree.text) }.diagnostic());
    }
    read
}

fn read(text: &str) -> Option<Element> {
    let mut parts = text.split('-');
    let segment = parts.next().filter(|segment| is_segment(segment))?;
    let number = |part: &str| part.parse::<u8>().ok().filter(|number| *number > 0 && part.len() == 2);
    let element = number(parts.next()?)?;
    let component = parts.next().map(number);
    if parts.next().is_some() || component == Some(None) {
        return None;
    }
    Some(Element { segment: segment.to_owned(), element, component: component.flatten() })
}

fn is_segment(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.starts_with(|first: char| first.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

/// What was probably meant: `w05-2` is `W05-02`.
fn mended(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let segment = parts.next()?.to_uppercase();
    let numbers: Option<Vec<String>> = parts.map(|part| part.parse::<u8>().ok().map(|number| format!("{number:02}"))).collect();
    let mended = std::iter::once(segment).chain(numbers?).collect::<Vec<_>>().join("-");
    read(&mended).map(|_| mended)
}
