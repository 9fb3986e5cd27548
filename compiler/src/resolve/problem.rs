//! What can be wrong with names.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact, Severity};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// `elsewhere`: modules that have the name; `use_at`: where a `use` line would go.
    Unknown {
        file: FileId,
        name: ast::Name,
        want: &'static str,
        near: Option<String>,
        elsewhere: Vec<String>,
        use_at: Span,
    },
    Twice {
        what: &'static str,
        name: ast::Name,
        file: FileId,
        first: (FileId, Span),
    },
    UnknownModule {
        file: FileId,
        module: String,
        span: Span,
        near: Option<String>,
    },
    NotInModule {
        file: FileId,
        module: String,
        name: ast::Name,
        near: Option<String>,
        is_module: bool,
    },
    /// `use shop`, without what to bring in.
    UseOfNothing {
        file: FileId,
        name: ast::Name,
    },
    OtherKind {
        file: FileId,
        name: ast::Name,
        is: &'static str,
        want: &'static str,
        declared: Option<(FileId, Span)>,
        near: Option<String>,
    },
    UseClash {
        file: FileId,
        name: ast::Name,
        with: (FileId, Span),
        remove: Span,
    },
    Circle {
        links: Vec<Link>,
    },
    LongChain {
        file: FileId,
        span: Span,
        caller: String,
        callee: String,
        most: usize,
    },
    Reserved {
        file: FileId,
        name: ast::Name,
        by: &'static str,
    },
    NativeOutside {
        file: FileId,
        name: ast::Name,
    },
    UnusedUse {
        file: FileId,
        name: ast::Name,
        remove: Span,
    },
    UseOfOwn {
        file: FileId,
        name: ast::Name,
        remove: Span,
    },
}

/// One call of a circle.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub file: FileId,
    pub span: Span,
    pub caller: String,
    pub callee: String,
    /// The caller is a map that extends the other; else it calls it.
    pub extends: bool,
}

impl Problem {
    fn code(&self) -> (&'static str, Severity) {
        match self {
            Problem::Unknown { .. } => ("E0201", Severity::Error),
            Problem::Twice { .. } => ("E0202", Severity::Error),
            Problem::UnknownModule { .. } => ("E0203", Severity::Error),
            Problem::NotInModule { .. } | Problem::UseOfNothing { .. } => ("E0204", Severity::Error),
            Problem::OtherKind { .. } => ("E0205", Severity::Error),
            Problem::UseClash { .. } => ("E0206", Severity::Error),
            Problem::Circle { links } if links.iter().all(|link| link.extends) => ("E0469", Severity::Error),
            Problem::Circle { .. } => ("E0207", Severity::Error),
            Problem::Reserved { .. } => ("E0208", Severity::Error),
            Problem::NativeOutside { .. } => ("E0209", Severity::Error),
            Problem::LongChain { .. } => ("E0210", Severity::Error),
            Problem::UnusedUse { .. } | Problem::UseOfOwn { .. } => ("W0201", Severity::Warning),
        }
    }

    fn message(&self) -> String {
        match self {
            Problem::Unknown { name, want, .. } if *want == "a value" => format!("Nothing here is called `{}`.", name.text),
            Problem::Unknown { name, want, .. } => format!("`{}` is not known here; {want} is needed.", name.text),
            Problem::Twice { what, name, .. } => format!("There are two {what} called `{}`.", name.text),
            Problem::UnknownModule { module, .. } => format!("There is no module `{module}`, neither in the project nor in the library."),
            Problem::NotInModule { module, name, .. } => format!("Module `{module}` has nothing called `{}`.", name.text),
            Problem::UseOfNothing { name, .. } => format!("This `use` does not say what it needs of `{}`.", name.text),
            Problem::OtherKind { name, is, want, .. } => format!("`{}` is {is}; {want} is needed here.", name.text),
            Problem::UseClash { name, .. } => format!("`use` brings in `{}`, but that name already means something else in this file.", name.text),
            Problem::Circle { links } => circle_message(links),
            Problem::LongChain { caller, callee, most, .. } => {
                format!("`{caller}` calls `{callee}`, and behind that {most} calls stand within each other, which is as many as there can be.")
            }
            Problem::Reserved { name, by, .. } => format!("`{}` is the name of {by}; an item cannot have it.", name.text),
            Problem::NativeOutside { name, .. } => format!("`{}` is declared `native`; only the standard library can do that.", name.text),
            Problem::UnusedUse { name, .. } => format!("`{}` is brought in here but not used in this file.", name.text),
            Problem::UseOfOwn { name, .. } => format!("`{}` is known in this file already; this `use` is not needed.", name.text),
        }
    }

    fn labelled(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Problem::Unknown { file, name, .. } => diagnostic.at(*file, name.span, "not known"),
            Problem::Twice { name, file, first, .. } => diagnostic.at(*file, name.span, "the second").at(first.0, first.1, "the first"),
            Problem::UnknownModule { file, span, .. } => diagnostic.at(*file, *span, "no such file or folder"),
            Problem::NotInModule { file, name, .. } => diagnostic.at(*file, name.span, "not in that module"),
            Problem::UseOfNothing { file, name } => diagnostic.at(*file, name.span, "a module alone"),
            Problem::OtherKind { file, name, is, want, declared, .. } => {
                let diagnostic = diagnostic.at(*file, name.span, format!("{want} is needed"));
                declared.iter().fold(diagnostic, |d, (at, span)| d.at(*at, *span, format!("declared as {is}")))
            }
            Problem::UseClash { file, name, with, .. } => diagnostic.at(*file, name.span, "brought in").at(with.0, with.1, "already here"),
            Problem::Circle { links } => links.iter().fold(diagnostic, |d, link| d.at(link.file, link.span, format!("`{}` {} `{}`", link.caller, link.verb(), link.callee))),
            Problem::LongChain { file, span, .. } => diagnostic.at(*file, *span, "one call too many"),
            Problem::Reserved { file, name, .. } => diagnostic.at(*file, name.span, "taken"),
            Problem::NativeOutside { file, name } => diagnostic.at(*file, name.span, "no native of this name exists"),
            Problem::UnusedUse { file, name, .. } | Problem::UseOfOwn { file, name, .. } => diagnostic.at(*file, name.span, "not needed"),
        }
    }

    fn mended(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Problem::Unknown { file, name, near, elsewhere, use_at, .. } => unknown_help(diagnostic, *file, name, near.as_deref(), elsewhere, *use_at),
            Problem::Twice { .. } => diagnostic.help("Rename one of them, or delete it if both say the same."),
            Problem::UnknownModule { file, span, near, .. } => match near {
                Some(near) => renamed(diagnostic.help(format!("Did you mean `{near}`?")), *file, *span, near),
                None => diagnostic.help("A module is a file or folder: `use partners.shop` reads `partners.flow`, or the files in `partners/`."),
            },
            Problem::NotInModule { file, name, near, is_module, module } => match near {
                Some(near) => renamed(diagnostic.help(format!("Did you mean `{near}`?")), *file, name.span, near),
                None if *is_module => diagnostic.help(format!("`{module}.{0}` is a module: name what you need of it, `use {module}.{0}.{{…}}`.", name.text)),
                None => diagnostic,
            },
            Problem::UseOfNothing { name, .. } => diagnostic.help(format!("Name the module and the items: `use {}.{{Order, Address}}`.", name.text)),
            Problem::OtherKind { file, name, near: Some(near), .. } => renamed(diagnostic.help(format!("Did you mean `{near}`?")), *file, name.span, near),
            Problem::OtherKind { file, name, is: "a unit", want: "a type", .. } => {
                renamed(diagnostic.help("A unit is part of a number's type."), *file, name.span, &format!("decimal[{}]", name.text))
            }
            Problem::OtherKind { .. } | Problem::NativeOutside { .. } => diagnostic,
            Problem::UseClash { file, name, remove, .. } => diagnostic
                .help(format!("Take `{}` out of the `use`, or rename the other.", name.text))
                .fix("take it out", vec![Edit { file: *file, span: *remove, text: String::new() }]),
            Problem::Circle { links } if links.iter().all(|link| link.extends) => {
                diagnostic.help("What a map extends is there before it. Let one of them stand for itself, and the others extend that one.")
            }
            Problem::Circle { .. } => diagnostic.help("A fn or map must come to an end, so none may lead back to itself. For repetition use `for` over a list."),
            Problem::LongChain { .. } => {
                diagnostic.help("Let fewer functions build upon each other: put together those that are called from one place alone, or go through a list with `for`.")
            }
            Problem::Reserved { .. } => diagnostic.help("Choose another name."),
            Problem::UnusedUse { file, remove, .. } | Problem::UseOfOwn { file, remove, .. } => {
                diagnostic.fix("remove it", vec![Edit { file: *file, span: *remove, text: String::new() }])
            }
        }
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let (code, severity) = self.code();
        let diagnostic = Diagnostic { severity, ..Diagnostic::error(code, self.message()) };
        self.mended(self.labelled(diagnostic))
    }
}

impl Link {
    fn verb(&self) -> &'static str {
        if self.extends { "extends" } else { "calls" }
    }
}

fn circle_message(links: &[Link]) -> String {
    match links {
        [only] => format!("`{}` {} itself.", only.caller, only.verb()),
        _ => {
            let names: Vec<String> = links.iter().map(|link| format!("`{}`", link.caller)).collect();
            let verb = if links.iter().all(|link| link.extends) { "extend" } else { "call" };
            format!("{} {verb} each other in a circle.", names.join(", "))
        }
    }
}

fn unknown_help(diagnostic: Diagnostic, file: FileId, name: &ast::Name, near: Option<&str>, elsewhere: &[String], use_at: Span) -> Diagnostic {
    if let Some(module) = elsewhere.first() {
        let line = format!("use {module}.{}\n", name.text);
        let title = format!("insert `use {module}.{}`", name.text);
        let help = match elsewhere {
            [_] => format!("Module `{module}` has it: bring it in with `use {module}.{}`.", name.text),
            _ => format!("These modules have it: {}. Bring it in with `use`.", quoted(elsewhere)),
        };
        return diagnostic.help(help).fix(title, vec![Edit { file, span: use_at, text: line }]);
    }
    match near {
        Some(near) => renamed(diagnostic.help(format!("Did you mean `{near}`?")), file, name.span, near),
        None if matches!(name.text.as_str(), "otherwise" | "any" | "other" | "default" | "all") && diagnostic.message.ends_with("a failure is needed.") => {
            diagnostic.help("A policy names each failure that it answers, so that none is answered by accident; where answers are missing, the flow that needs them says which.")
        }
        None => diagnostic,
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn renamed(diagnostic: Diagnostic, file: FileId, span: Span, to: &str) -> Diagnostic {
    diagnostic.fix(format!("write `{to}`"), vec![Edit { file, span, text: to.to_owned() }])
}
