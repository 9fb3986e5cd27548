//! What can be wrong with a contract.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoRecord {
        file: FileId,
        span: Span,
        is: String,
    },
    Canonical {
        file: FileId,
        span: Span,
        record: String,
        at: (FileId, Span),
    },
    Method {
        file: FileId,
        method: ast::Name,
        known: &'static [&'static str],
        what: &'static str,
    },
    /// `url`: the path within, where a whole address was written.
    Path {
        file: FileId,
        span: Span,
        slash_mends: bool,
        url: Option<String>,
    },
    HoleIn {
        file: FileId,
        span: Span,
    },
    HoleOpen {
        file: FileId,
        span: Span,
    },
    HoleOptional {
        file: FileId,
        span: Span,
    },
    SameAddress {
        file: FileId,
        second: Span,
        first: Span,
    },
    UnknownField {
        file: FileId,
        name: ast::Name,
        record: String,
        at: (FileId, Span),
        near: Option<String>,
        known: Vec<String>,
    },
    NoFields {
        file: FileId,
        name: ast::Name,
        is: String,
    },
    NoScalar {
        file: FileId,
        name: ast::Name,
        is: String,
    },
    /// A record of segments and elements.
    NotCarried {
        file: FileId,
        span: Span,
        record: String,
        format: &'static str,
        at: (FileId, Span),
    },
    Header {
        file: FileId,
        span: Span,
    },
    HeaderOut {
        file: FileId,
        span: Span,
    },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoRecord { file, span, is } => {
                Diagnostic::error("E0601", format!("A message is one record; this is `{is}`.")).at(*file, *span, "no record").help("Name a record that is declared `as json`.")
            }
            Problem::Canonical { file, span, record, at } => {
                Diagnostic::error("E0601", format!("`{record}` does not say how it stands on the wire, so no system can send or accept it."))
                    .at(*file, *span, "a message")
                    .at(at.0, at.1, "no `as json` behind this name")
                    .help("Declare a record of this partner `as json`, and map it from or to the canonical one.")
            }
            Problem::NotCarried { file, span, record, format, at } => {
                Diagnostic::error("E0608", format!("`{record}` is `{format}`, and this version reads and writes messages `as json` only."))
                    .at(*file, *span, "not carried yet")
                    .at(at.0, at.1, format!("`as {format}`"))
                    .help("Its places are checked already, and maps may build it. Until it is carried, name the record of its shape that is `as json`.")
            }
            Problem::Method { file, method, known, what } => method_message(*file, method, known, what),
            Problem::Path { file, span, slash_mends, url } => {
                let diagnostic = Diagnostic::error("E0603", "This cannot be the path of an address.")
                    .at(*file, *span, "path")
                    .help("A path begins with `/` and has no blanks; only what goes out may have a query, `\"/orders?site={site}\"`. Host and port stand in crossdock.toml.");
                let behind_quote = Span { start: span.start + 1, end: span.start + 1 };
                let edit = Edit { file: *file, span: behind_quote, text: "/".to_owned() };
                match url {
                    Some(path) => diagnostic.fix(format!("write `\"{path}\"`"), vec![Edit { file: *file, span: *span, text: format!("\"{path}\"") }]),
                    None if *slash_mends => diagnostic.fix("insert the `/`", vec![edit]),
                    None => diagnostic,
                }
            }
            Problem::HoleIn { file, span } => Diagnostic::error("E0603", "What comes in is told by its path, so that path has no holes.")
                .at(*file, *span, "a hole")
                .help("Write a fixed path such as \"/orders\"; what is in the message is read from its fields."),
            Problem::HoleOpen { file, span } => {
                Diagnostic::error("E0603", "A hole in this path is not closed.").at(*file, *span, "`{` without `}`").help("Write \"/orders/{order_no}\".")
            }
            Problem::HoleOptional { file, span } => Diagnostic::error("E0607", "This field may be missing, and then the message would have no address.")
                .at(*file, *span, "may be missing")
                .help("Use a field that is always there, or make this one required."),
            Problem::SameAddress { file, second, first } => Diagnostic::error("E0605", "Two messages come in at the same address, so nobody could tell them apart.")
                .at(*file, *second, "the second")
                .at(*file, *first, "the first")
                .help("Give each its own path."),
            Problem::UnknownField { file, name, record, at, near, known } => unknown_field(*file, name, record, *at, near.as_deref(), known),
            Problem::NoFields { file, name, is } => Diagnostic::error("E0604", format!("`{is}` has no field `{}`: the path goes on behind its end.", name.text))
                .at(*file, name.span, "no field")
                .help("A key leads through records to a single value; not through lists."),
            Problem::NoScalar { file, name, is } => Diagnostic::error("E0604", format!("A key is a single value; `{}` is `{is}`.", name.text))
                .at(*file, name.span, "not a single value")
                .help("Name a text, number, enum, bool, date or timestamp, such as the order's number."),
            Problem::Header { file, span } => {
                Diagnostic::error("E0606", "This is no name of a header.").at(*file, *span, "header").help("Write it as the partner sends it: header \"X-Event-Id\".")
            }
            Problem::HeaderOut { file, span } => Diagnostic::error("E0606", "What goes out has no headers yet from which a key could be made.")
                .at(*file, *span, "a header")
                .help("Make the key from fields of the record: `once by order_no`."),
        }
    }
}

fn method_message(file: FileId, method: &ast::Name, known: &[&str], what: &str) -> Diagnostic {
    let message = format!("No system {what} a message with `{}`.", method.text);
    let diagnostic = Diagnostic::error("E0602", message).at(file, method.span, "method").help(format!("Known here: {}.", known.join(", ")));
    let upper = method.text.to_ascii_uppercase();
    if known.contains(&upper.as_str()) { diagnostic.fix(format!("write `{upper}`"), vec![Edit { file, span: method.span, text: upper }]) } else { diagnostic }
}

fn unknown_field(file: FileId, name: &ast::Name, record: &str, at: (FileId, Span), near: Option<&str>, known: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0604", format!("`{record}` has no field `{}`.", name.text)).at(file, name.span, "no such field").at(at.0, at.1, "declared here");
    match near {
        None if known.is_empty() => diagnostic.help("A key may only name what all variants carry, by the same name, type and place."),
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file, span: name.span, text: near.to_owned() }]),
        None => diagnostic.help(format!("Its fields are: {}.", known.join(", "))),
    }
}
