//! What can be wrong with a record.

use crossdock_syntax::{Span, ast};

use crate::date_pattern;
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    Empty {
        file: FileId,
        name: ast::Name,
    },
    Circle {
        links: Vec<Link>,
    },
    UnknownFormat {
        file: FileId,
        format: ast::Name,
    },
    /// `record X as x12 { … }`
    EdiAlone {
        file: FileId,
        format: ast::Name,
        name: ast::Name,
    },
    /// `at W05-02` on a wire of keys.
    ElementOfJson {
        file: FileId,
        span: Span,
        text: String,
    },
    Uncarried {
        file: FileId,
        span: Span,
        is: &'static str,
    },
    SamePlace {
        file: FileId,
        place: String,
        same: bool,
        first: Span,
        second: Span,
    },
    /// `form` goes with `wanted`, and the field is `is`.
    Unfitting {
        file: FileId,
        form: &'static str,
        span: Span,
        ty: Span,
        wanted: &'static str,
        is: String,
        fix: Option<(String, Edit)>,
    },
    /// Only records of a wire have wire forms.
    Canonical {
        file: FileId,
        record: ast::Name,
        span: Span,
    },
    FormTwice {
        file: FileId,
        form: &'static str,
        span: Span,
        first: Span,
    },
    /// `removable`: without `span` the field would be right.
    Contradiction {
        file: FileId,
        span: Span,
        other: Span,
        why: &'static str,
        removable: bool,
    },
    /// `mended`: the pattern that was probably meant.
    Pattern {
        file: FileId,
        span: Span,
        error: date_pattern::Error,
        mended: Option<String>,
    },
    NoZone {
        file: FileId,
        span: Span,
    },
    UnknownZone {
        file: FileId,
        zone: ast::Str,
        near: Option<String>,
    },
    Implied {
        file: FileId,
        span: Span,
        ty: Span,
        implied: String,
        behind: Option<u8>,
    },
    EmptyKey {
        file: FileId,
        span: Span,
    },
}

/// One step of a circle of records.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub file: FileId,
    pub span: Span,
    pub record: String,
    pub field: String,
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Empty { file, name } => {
                Diagnostic::error("E0382", format!("Record `{}` has no fields.", name.text)).at(*file, name.span, "without fields").help("Name at least one field.")
            }
            Problem::Circle { links } => circle(links),
            Problem::UnknownFormat { file, format } => Diagnostic::error("E0385", format!("`{}` is not a wire format of this version.", format.text))
                .at(*file, format.span, "unknown format")
                .help("Records are read and written `as json`.")
                .fix("write `json`", vec![Edit { file: *file, span: format.span, text: "json".to_owned() }]),
            Problem::EdiAlone { file, format, name } => Diagnostic::error("E0385", format!("`{}` is a wire for a shape that another record has.", format.text))
                .at(*file, format.span, "segments and elements")
                .help(format!(
                    "Declare the shape with its fields, `record {} {{ … }}`, and say in a second record where they stand: `record {}Edi = {} as {} \"940\" version \"004010\" {{ order_no at W05-02 }}`.",
                    name.text, name.text, name.text, format.text
                )),
            Problem::ElementOfJson { file, span, text } => {
                let key = text.trim_start_matches("at").trim();
                Diagnostic::error("E0389", format!("`{key}` is a place in EDI; JSON has keys, in quotes."))
                    .at(*file, *span, "no key")
                    .help("Write the key as the partner does, `at \"orderNo\"`. Places in EDI stand in a second record that names this one: `record … = … as x12 …`.")
            }
            Problem::Uncarried { file, span, is } => Diagnostic::error("E0384", format!("A field holds data; {is} is none."))
                .at(*file, *span, is.to_owned())
                .help("Fields are scalars, enums, records, lists and maps of those."),
            Problem::SamePlace { file, place, same, first, second } => same_place(*file, place, *same, *first, *second),
            Problem::Unfitting { file, form, span, ty, wanted, is, fix } => {
                let diagnostic = Diagnostic::error("E0373", format!("`{form}` goes with {wanted}; this field is `{is}`.")).at(*file, *span, format!("for {wanted}")).at(
                    *file,
                    *ty,
                    format!("`{is}`"),
                );
                match fix {
                    Some((title, edit)) => diagnostic.fix(title.clone(), vec![edit.clone()]),
                    None => diagnostic.fix("take it away", vec![Edit { file: *file, span: *span, text: String::new() }]),
                }
            }
            Problem::Canonical { file, record, span } => Diagnostic::error("E0374", format!("`{}` has no wire, so its fields have no place or form on one.", record.text))
                .at(*file, *span, "a wire form")
                .at(*file, record.span, "no `as json` behind this name")
                .help("Say `as json` if partners send or get this record; leave the wire forms out if it is your own, canonical one.")
                .fix("insert `as json`", vec![Edit { file: *file, span: record.span.after(), text: " as json".to_owned() }]),
            Problem::FormTwice { file, form, span, first } => Diagnostic::error("E0376", format!("`{form}` is said twice."))
                .at(*file, *span, "the second")
                .at(*file, *first, "the first")
                .fix("remove the second", vec![Edit { file: *file, span: *span, text: String::new() }]),
            Problem::Contradiction { file, span, other, why, removable } => {
                let diagnostic = Diagnostic::error("E0376", *why).at(*file, *span, "this").at(*file, *other, "and this").help("Keep one of the two.");
                let edit = Edit { file: *file, span: *span, text: String::new() };
                if *removable { diagnostic.fix("remove the first of them", vec![edit]) } else { diagnostic }
            }
            Problem::Pattern { file, span, error, mended } => {
                let diagnostic = Diagnostic::error("E0377", format!("A value of this type cannot be written like this: {error}."))
                    .at(*file, *span, "pattern")
                    .help("The letters are YYYY (or YY) MM DD hh mm ss SSS, and ZZ for an offset such as Z or +02:00; all else stands for itself.");
                mended.iter().fold(diagnostic, |d, mended| replaced(d, *file, *span, &format!("\"{mended}\"")))
            }
            Problem::NoZone { file, span } => Diagnostic::error("E0378", "Written like this the timestamp has no offset, and no zone says which moment is meant.")
                .at(*file, *span, "no ZZ in it")
                .help("Add the zone that the partner's clock shows, such as `zone \"Europe/Berlin\"`, or write the offset with ZZ."),
            Problem::UnknownZone { file, zone, near } => {
                let diagnostic = Diagnostic::error("E0379", format!("There is no time zone \"{}\".", zone.text)).at(*file, zone.span, "unknown zone");
                match near {
                    Some(near) => replaced(diagnostic.help(format!("Did you mean \"{near}\"?")), *file, zone.span, &format!("\"{near}\"")),
                    None => diagnostic.help("Zones have names such as \"UTC\", \"Europe/Berlin\" or \"America/New_York\"."),
                }
            }
            Problem::Implied { file, span, ty, implied, behind } => implied_message(*file, *span, *ty, implied, *behind),
            Problem::EmptyKey { file, span } => {
                Diagnostic::error("E0375", "A place on the wire needs a name.").at(*file, *span, "empty").help("Write the key as the partner does: `at \"orderNo\"`.")
            }
        }
    }
}

fn replaced(diagnostic: Diagnostic, file: FileId, span: Span, text: &str) -> Diagnostic {
    diagnostic.fix(format!("write `{text}`"), vec![Edit { file, span, text: text.to_owned() }])
}

fn circle(links: &[Link]) -> Diagnostic {
    let name = links.first().map_or("", |link| &link.record);
    let diagnostic = Diagnostic::error("E0372", format!("Record `{name}` contains itself, so its shape has no end."));
    let labelled = links.iter().fold(diagnostic, |d, link| d.at(link.file, link.span, format!("`{}` holds `{}`", link.record, link.field)));
    labelled.help("Carry the number of the other one instead of the record itself, or `json` where it is only passed through.")
}

fn same_place(file: FileId, place: &str, same: bool, first: Span, second: Span) -> Diagnostic {
    let message = if same { format!("Two fields stand at {place} on the wire.") } else { format!("One field stands at {place} on the wire, and another inside of it.") };
    Diagnostic::error("E0375", message).at(file, second, "the second").at(file, first, "the first").help("Give each field a place of its own with `at`.")
}

fn implied_message(file: FileId, span: Span, ty: Span, implied: &str, behind: Option<u8>) -> Diagnostic {
    match behind {
        Some(behind) => Diagnostic::error("E0386", format!("The wire has {implied} digits behind the point, the type has {behind}."))
            .at(file, span, format!("{implied} digits"))
            .at(file, ty, format!("{behind} digits"))
            .help("Make both the same, so that no digit is lost or made up.")
            .fix(format!("write `implied {behind}`"), vec![Edit { file, span, text: format!("implied {behind}") }]),
        None => Diagnostic::error("E0386", format!("A decimal cannot have {implied} digits behind its point."))
            .at(file, span, "0 to 38")
            .help("Write `implied 2` where 1250 on the wire means 12.50."),
    }
}
