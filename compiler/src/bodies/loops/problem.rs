//! What can be wrong in the head of a `for`.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoPair { file: FileId, span: Span, element: String, row: String },
    Unmatched { file: FileId, span: Span, name: String, zip: bool },
    NotThere { file: FileId, name: ast::Name, there: Vec<String>, zip: bool },
    ElementUnnamed { file: FileId, span: Span, known: Option<(ast::Name, Span)> },
    ElementTwice { file: FileId, first: ast::Name, second: ast::Name },
    NoKey { file: FileId, span: Span, is: String, of: &'static str },
    GroupNames { file: FileId, span: Span, names: usize, keys: usize },
    ZipLater { file: FileId, span: Span },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoPair { file, span, element, row } => {
                Diagnostic::error("E0460", format!("Behind `on` it has to be said which value of `{element}` is equal to which other value."))
                    .at(*file, *span, "no such pair")
                    .help(format!("Write `{element}.… = {row}.…`; several pairs are joined by `and`. Further conditions stand behind `where`."))
            }
            Problem::Unmatched { file, span, name, zip } => unmatched(*file, *span, name, *zip),
            Problem::NotThere { file, name, there, zip } => not_there(*file, name, there, *zip),
            Problem::ElementUnnamed { file, span, known: Some((name, declared)) } => {
                Diagnostic::error("E0462", format!("`{}` is something else already, so this key is the same for every element.", name.text))
                    .at(*file, *span, "nothing here is about the element")
                    .at(*file, *declared, format!("`{}` stands for this", name.text))
                    .help("Call the element by another name: `by element.…`, or `by element -> …`.")
            }
            Problem::ElementUnnamed { file, span, known: None } => Diagnostic::error("E0462", "It is not clear what the element is called in this key.")
                .at(*file, *span, "no new name before a dot")
                .help("Begin with a name for the element: `by line.…`, or `by line -> …` where it does not stand before a dot."),
            Problem::ElementTwice { file, first, second } => Diagnostic::error("E0462", format!("`{}` and `{}` cannot both be the element's name.", first.text, second.text))
                .at(*file, second.span, "the second unknown name")
                .at(*file, first.span, "the first")
                .help("Say which of them it is: `by line -> …`."),
            Problem::NoKey { file, span, is, of } => Diagnostic::error("E0463", format!("{of} is a single value, and this is {is}."))
                .at(*file, *span, format!("this is {is}"))
                .help("Name one of its fields; several are separated by commas."),
            Problem::GroupNames { file, span, names, keys } => group_names(*file, *span, *names, *keys),
            Problem::ZipLater { file, span } => Diagnostic::error("E0460", "`zip` pairs the first list of a `for` with another, so it stands right behind that.")
                .at(*file, *span, "too late")
                .help("Put it first, or write a `for` within the `for`."),
        }
    }
}

fn unmatched(file: FileId, span: Span, name: &str, zip: bool) -> Diagnostic {
    let message = match zip {
        true => "What happens if one of the lists is longer than the other?".to_owned(),
        false => format!("What happens if no `{name}` fits?"),
    };
    let missing = if zip { "with `else none` the partner is missing" } else { "with `else none` it is missing" };
    Diagnostic::error("E0461", message)
        .at(file, span, "no `else`")
        .help(format!("`else fail some_failure(…)` stops the message, `else skip` leaves the element out, and {missing}."))
        .fix("let it be missing", vec![Edit { file, span: span.after(), text: " else none".to_owned() }])
}

fn not_there(file: FileId, name: &ast::Name, there: &[String], zip: bool) -> Diagnostic {
    let message = match zip {
        true => format!("`{}` may be the very element that is missing here: one of the lists is longer than the other.", name.text),
        false => format!("`{}` is what was not found here, so nothing is known of it.", name.text),
    };
    let diagnostic = Diagnostic::error("E0201", message).at(file, name.span, "not there");
    match there {
        [] => diagnostic,
        there => diagnostic.help(format!("Say it by what is there: `{}`.", there.join("`, `"))),
    }
}

fn group_names(file: FileId, span: Span, names: usize, keys: usize) -> Diagnostic {
    let number = |number: usize, what: &str| if number == 1 { format!("one {what}") } else { format!("{number} {what}s") };
    Diagnostic::error("E0464", format!("There {} {} behind `by`, but {} in front of the list's.", if keys == 1 { "is" } else { "are" }, number(keys, "key"), number(names, "name")))
        .at(file, span, "these do not pair")
        .help("In `for (warehouse, day, lines) in order.lines by line.warehouse, line.day` each key has a name, and the last one is that of the list.")
}
