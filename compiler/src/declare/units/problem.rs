//! What can be wrong with a unit.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    Circle {
        links: Vec<Link>,
    },
    Different {
        file: FileId,
        name: ast::Name,
        first: (FileId, Span),
    },
    /// Zero, or more than 38 digits.
    Factor {
        file: FileId,
        span: Span,
    },
    /// Together with what it is made of.
    TooLong {
        file: FileId,
        name: ast::Name,
    },
    CurrencyFactor {
        file: FileId,
        name: ast::Name,
        size: Span,
    },
    CurrencyKnown {
        file: FileId,
        name: ast::Name,
        item: Span,
    },
}

/// A unit and what it is made of.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub file: FileId,
    pub name: ast::Name,
    pub of: String,
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Circle { links } => circle(links),
            Problem::Different { file, name, first } => Diagnostic::error("E0305", format!("`{}` is declared in two ways.", name.text))
                .at(*file, name.span, "here")
                .at(first.0, first.1, "and otherwise here")
                .help("A unit means the same everywhere: declare it in one file and bring it into others with `use`, or give one of the two another name."),
            Problem::Factor { file, span } => Diagnostic::error("E0307", "A unit cannot be this much of another.")
                .at(*file, *span, "the factor")
                .help("A factor is more than zero and has at most 38 digits, such as `0.45359237 kg` or `1200/3937 m`."),
            Problem::TooLong { file, name } => Diagnostic::error("E0307", format!("What `{}` is worth in its smallest parts has more than 38 digits.", name.text))
                .at(*file, name.span, "too long a factor")
                .help("Make it of a unit that is nearer to it."),
            Problem::CurrencyFactor { file, name, size } => Diagnostic::error("E0307", format!("`{}` is a currency, and money has no fixed factor.", name.text))
                .at(*file, *size, "a rate that would change tomorrow")
                .help("Remove the declaration. A rate is a value of the day, from a message, a table or a look-up: `amount.number(EUR) * rate`, as that currency again with `.as(USD)`."),
            Problem::CurrencyKnown { file, name, item } => Diagnostic::warning("W0411", format!("`{}` is a currency and known without a declaration.", name.text))
                .at(*file, name.span, "known already")
                .fix("remove it", vec![Edit { file: *file, span: *item, text: String::new() }]),
        }
    }
}

fn circle(links: &[Link]) -> Diagnostic {
    let names: Vec<String> = links.iter().map(|link| format!("`{}`", link.name.text)).collect();
    let message = match names.as_slice() {
        [one] => format!("{one} is made of itself."),
        _ => format!("{} are made of each other, in a circle.", names.join(", ")),
    };
    let help = "One of them has to stand for itself: `unit kg`.";
    links.iter().fold(Diagnostic::error("E0304", message), |d, link| d.at(link.file, link.name.span, format!("made of {}", link.of))).help(help)
}
