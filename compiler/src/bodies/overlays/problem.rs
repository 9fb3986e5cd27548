//! What can be wrong with a map that extends another.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

type Declared = (FileId, Span);

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoMap { file: FileId, name: ast::Name },
    Signature { file: FileId, span: Span, name: String, base: String, declared: Declared, head: String },
    Dead { file: FileId, span: Span, name: ast::Name, map: String, inherited: Declared },
    DeadNone { file: FileId, span: Span, name: ast::Name },
    Spread { file: FileId, span: Span },
    NotMerged { file: FileId, name: ast::Name, map: String, inherited: Declared },
    Captured { file: FileId, name: ast::Name, used: Declared },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let remove = |file: FileId, span: Span| vec![Edit { file, span, text: String::new() }];
        match self {
            Problem::NoMap { file, name } => Diagnostic::error("E0466", format!("`{}` is no map, so it cannot be extended.", name.text))
                .at(*file, name.span, "no map")
                .help("Only a map has fields of which another map can set some anew."),
            Problem::Signature { file, span, name, base, declared, head } => {
                Diagnostic::error("E0467", format!("`{name}` takes or gives something else than `{base}`, which it extends."))
                    .at(*file, *span, "not the same")
                    .at(declared.0, declared.1, format!("`{base}` is `{head}`"))
                    .help("What is inherited is written for the names and types of that map.")
                    .fix(format!("write `{head}`"), vec![Edit { file: *file, span: *span, text: head.clone() }])
            }
            Problem::Dead { file, span, name, map, inherited } => Diagnostic::error("E0468", format!("This sets `{}` to what `{map}` sets it to already.", name.text))
                .at(*file, *span, "changes nothing")
                .at(inherited.0, inherited.1, format!("inherited from `{map}`"))
                .help("Name only what differs; all else is inherited.")
                .fix("remove the line", remove(*file, *span)),
            Problem::DeadNone { file, span, name } => Diagnostic::error("E0468", format!("`{}` is left out already, so this changes nothing.", name.text))
                .at(*file, *span, "changes nothing")
                .help("Name only what differs; all else is inherited.")
                .fix("remove the line", remove(*file, *span)),
            Problem::Spread { file, span } => Diagnostic::error("E0470", "A spread does not say which inherited fields it replaces.")
                .at(*file, *span, "which fields differ?")
                .help("Set each field that differs in a line of its own."),
            Problem::NotMerged { file, name, map, inherited } => {
                Diagnostic::error("E0470", format!("`{}` is one expression in `{map}`, into which no fields can be set.", name.text))
                    .at(*file, name.span, "set field by field")
                    .at(inherited.0, inherited.1, "set as a whole")
                    .help(format!("Set all of it: `{} = …`.", name.text))
            }
            Problem::Captured { file, name, used } => {
                Diagnostic::error("E0351", format!("`{}` means something else in what is inherited; this `let` would change that.", name.text))
                    .at(*file, name.span, "a new meaning")
                    .at(used.0, used.1, "used here for something else")
                    .help("Give it another name.")
            }
        }
    }
}
