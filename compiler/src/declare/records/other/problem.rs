//! What can be wrong with a shape on another wire.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{Element, Name, Str};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::EdiSyntax;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoShape { file: FileId, name: Name, is: &'static str },
    ShapeOfShape { file: FileId, name: Name, root: String },
    UnknownFormat { file: FileId, format: Name },
    JsonMessage { file: FileId, span: Span },
    WhichMessage { file: FileId, format: Name, syntax: EdiSyntax, missing: &'static str },
    Message { file: FileId, name: Str, syntax: EdiSyntax, what: &'static str },
    NoField { file: FileId, name: Name, shape: String, near: Option<String>, at: (FileId, Span) },
    RequiredIgnored { file: FileId, name: Name, shape: String, at: (FileId, Span) },
    NothingWithin { file: FileId, name: Name, is: String },
    NoPlace { file: FileId, record: Name, fields: Vec<String> },
    Uncarried { file: FileId, record: Name, fields: Vec<String> },
    FormOfJson { file: FileId, span: Span, text: String, format: &'static str },
    TwoPlaces { file: FileId, span: Span },
    Unfitting { file: FileId, name: Name, is: String, why: &'static str },
    Segment { file: FileId, segment: Name },
    Element { file: FileId, element: Element, mended: Option<String> },
    MessageWithin { file: FileId, span: Span, message: String },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoShape { file, name, is } => Diagnostic::error("E0391", format!("A shape is that of a record, and `{}` is {is}.", name.text))
                .at(*file, name.span, "no record")
                .help("Name the record whose fields stand on this wire: `record ReleaseOld = Release as json { … }`."),
            Problem::ShapeOfShape { file, name, root } => Diagnostic::error("E0391", format!("`{}` has its shape from `{root}` itself.", name.text))
                .at(*file, name.span, "another wire")
                .help(format!("Name `{root}`: all its wires stand side by side."))
                .fix(format!("write `{root}`"), vec![Edit { file: *file, span: name.span, text: root.clone() }]),
            Problem::UnknownFormat { file, format } => Diagnostic::error("E0385", format!("`{}` is not a wire format of this version.", format.text))
                .at(*file, format.span, "unknown format")
                .help("Wires are `json`, `x12` and `edifact`."),
            Problem::JsonMessage { file, span } => Diagnostic::error("E0392", "JSON has no numbered messages.")
                .at(*file, *span, "of EDI")
                .help("Write `as json` alone; `as x12 \"940\" version \"004010\"` is for EDI.")
                .fix("take it away", vec![Edit { file: *file, span: *span, text: String::new() }]),
            Problem::WhichMessage { file, format, syntax, missing } => Diagnostic::error("E0392", format!("Which {missing} of `{}` is it?", format.text))
                .at(*file, format.span, format!("no {missing}"))
                .help(format!("Write it behind the format: `as {}`.", example(*syntax))),
            Problem::Message { file, name, syntax, what } => {
                Diagnostic::error("E0392", format!("\"{}\" is no {what} of `{}`.", name.text, syntax.name())).at(*file, name.span, format!("no {what}")).help(match syntax {
                    EdiSyntax::X12 => "A message is three digits, a version six or more: `as x12 \"940\" version \"004010\"`.",
                    EdiSyntax::Edifact => "A message is six capitals, a version is its directory: `as edifact \"ORDERS\" version \"D96A\"`.",
                })
            }
            Problem::NoField { file, name, shape, near, at } => {
                let diagnostic = Diagnostic::error("E0388", format!("`{shape}` has no field `{}`, so nothing can stand there.", name.text))
                    .at(*file, name.span, "no such field")
                    .at(at.0, at.1, "the shape");
                match near {
                    Some(near) => {
                        diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: name.span, text: near.clone() }])
                    }
                    None => diagnostic.help("The shape says which fields there are; this record says where they stand."),
                }
            }
            Problem::RequiredIgnored { file, name, shape, at } => {
                Diagnostic::error("E0387", format!("`{}` has to be there in every `{shape}`, so it cannot be left out.", name.text))
                    .at(*file, name.span, "left out")
                    .at(at.0, at.1, "required")
                    .help("Give it a place, or make it optional in the shape with `?`.")
            }
            Problem::NothingWithin { file, name, is } => Diagnostic::error("E0388", format!("`{}` is {is}, and has no fields of its own.", name.text))
                .at(*file, name.span, "no record")
                .help("Braces are for fields that hold a record, or a list of records."),
            Problem::NoPlace { file, record, fields } => Diagnostic::error("E0387", format!("`{}` has no place for {}.", record.text, listed(fields)))
                .at(*file, record.span, "something has no place")
                .help(format!("Say where it stands, as the guide does: `{} at W05-02`.", fields.first().map_or("", String::as_str))),
            Problem::Uncarried { file, record, fields } => {
                Diagnostic::warning("W0412", format!("`{}` does not carry {}: where there is a value, it is lost on this wire.", record.text, listed(fields)))
                    .at(*file, record.span, "not carried")
                    .help(format!("Give it a place, or say that this is meant: `ignore {} \"the guide has no place for it\"`.", fields.join(", ")))
            }
            Problem::FormOfJson { file, span, text, format } => Diagnostic::error("E0389", format!("`{text}` is for JSON, and this record is `{format}`."))
                .at(*file, *span, "of another wire")
                .help("In EDI a value stands in an element of a segment, `at W05-02`, and may have a `format`, a `zone`, `implied` digits, or `yes \"Y\" no \"N\"`."),
            Problem::TwoPlaces { file, span } => Diagnostic::error("E0376", "`at` is said twice.").at(*file, *span, "the second").help("A field stands at one place."),
            Problem::Unfitting { file, name, is, why } => {
                Diagnostic::error("E0390", format!("`{}` {why}.", name.text)).at(*file, name.span, format!("`{is}`")).help("Loops hold records, elements hold single values.")
            }
            Problem::Segment { file, segment } => segment_message(*file, segment),
            Problem::Element { file, element, mended } => {
                let diagnostic = Diagnostic::error("E0390", format!("`{}` is no place in a message.", element.text))
                    .at(*file, element.span, "segment and element")
                    .help("A place is a segment and the number of an element, two digits each time: `W05-02`, with a component `LIN-03-01`.");
                match mended {
                    Some(mended) => diagnostic.fix(format!("write `{mended}`"), vec![Edit { file: *file, span: element.span, text: mended.clone() }]),
                    None => diagnostic,
                }
            }
            Problem::MessageWithin { file, span, message } => {
                Diagnostic::error("E0384", format!("`{message}` is a whole message of segments, and cannot be part of another record."))
                    .at(*file, *span, "a message of EDI")
                    .help("Name the record whose shape it has; a value of either goes where the other is needed.")
            }
        }
    }
}

fn segment_message(file: FileId, segment: &Name) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0390", format!("No segment is called `{}`.", segment.text))
        .at(file, segment.span, "no segment")
        .help("A loop is named by the segment that it begins with, in two or three capitals and digits: `at loop N1`.");
    let upper = segment.text.to_uppercase();
    if upper == segment.text { diagnostic } else { diagnostic.fix(format!("write `{upper}`"), vec![Edit { file, span: segment.span, text: upper }]) }
}

fn example(syntax: EdiSyntax) -> &'static str {
    match syntax {
        EdiSyntax::X12 => "x12 \"940\" version \"004010\"",
        EdiSyntax::Edifact => "edifact \"ORDERS\" version \"D96A\"",
    }
}

fn listed(fields: &[String]) -> String {
    fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
}
