//! What can be wrong with a lifecycle.

use crossdock_syntax::Span;
use crossdock_syntax::ast::Name;

use super::At;
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoRecord { file: FileId, name: Name, is: &'static str },
    KeyOptional { file: FileId, name: Name, entity: String },
    Twice { file: FileId, name: Name, first: At },
    NoMoves { file: FileId, name: Name },
    TooMany { file: FileId, span: Span, most: usize },
    UnknownState { file: FileId, name: Name, entity: String, known: Vec<String>, near: Option<String>, at: At },
    FinalIsLeft { file: FileId, name: Name, leaving: Span },
    Time { file: FileId, span: Span, why: String },
    LimitAnswer { file: FileId, span: Span },
    NeverInTime { file: FileId, from: Name, to: Vec<Name> },
    Unreachable { file: FileId, span: Span, state: String, near: Option<String>, first: String },
    DeadEnd { file: FileId, span: Span, state: String, others: Vec<String>, declared: bool },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoRecord { file, name, is } => Diagnostic::error("E0650", format!("A lifecycle is that of a record, and `{}` is {is}.", name.text))
                .at(*file, name.span, "no record")
                .help("Name the record whose states these are: `lifecycle Order by number { … }`."),
            Problem::KeyOptional { file, name, entity } => Diagnostic::error("E0651", format!("`{}` may be missing, so it does not tell one `{entity}` from another.", name.text))
                .at(*file, name.span, "may be missing")
                .help("Name a field that is always there, such as a number."),
            Problem::Twice { file, name, first } => Diagnostic::error("E0652", format!("`{}` has two lifecycles.", name.text))
                .at(*file, name.span, "the second")
                .at(first.0, first.1, "the first")
                .help("Write all its states and moves into one."),
            Problem::NoMoves { file, name } => Diagnostic::error("E0653", format!("The lifecycle of `{}` has no moves.", name.text))
                .at(*file, name.span, "nothing in it")
                .help("Write a line for each: `captured -> released by erp`."),
            Problem::TooMany { file, span, most } => Diagnostic::error("E0653", format!("A lifecycle has at most {most} states.")).at(*file, *span, "one too many"),
            Problem::UnknownState { file, name, entity, known, near, at } => unknown_state(*file, name, entity, known, near.as_deref(), *at),
            Problem::FinalIsLeft { file, name, leaving } => Diagnostic::error("E0655", format!("`{}` is final, and yet a move leaves it.", name.text))
                .at(*file, name.span, "final")
                .at(*file, *leaving, "left here")
                .help("Remove one of the two."),
            Problem::Time { file, span, why } => {
                Diagnostic::error("E0656", format!("This is no time limit: {why}.")).at(*file, *span, "time limit").help("Write a number with its unit: `30min`, `4h`, `2d`.")
            }
            Problem::LimitAnswer { file, span } => Diagnostic::error("E0656", "When a time limit is over there is no event that this could be done with.")
                .at(*file, *span, "not here")
                .help("Tell people: `else alert \"…\"` or `else notify \"…\"`. Without `else` it is the failure `late`, which the flow's policy answers in any way."),
            Problem::NeverInTime { file, from, to } => {
                let to: Vec<&str> = to.iter().map(|name| name.text.as_str()).collect();
                Diagnostic::error("E0657", format!("Nothing ever gets from `{}` to `{}`, so this limit would always be missed.", from.text, to.join("` or `")))
                    .at(*file, from.span, "no way from here")
                    .help("Correct the states, or add the moves between them.")
            }
            Problem::Unreachable { file, span, state, near, first } => unreachable(*file, *span, state, near.as_deref(), first),
            Problem::DeadEnd { file, span, state, others, declared } => dead_end(*file, *span, state, others, *declared),
        }
    }
}

fn unknown_state(file: FileId, name: &Name, entity: &str, known: &[String], near: Option<&str>, at: At) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0654", format!("`{entity}` is never `{}`.", name.text)).at(file, name.span, "no such state").at(at.0, at.1, "its lifecycle");
    match near {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file, span: name.span, text: near.to_owned() }]),
        None => diagnostic.help(format!("Its states are: {}.", known.join(", "))),
    }
}

fn unreachable(file: FileId, span: Span, state: &str, near: Option<&str>, first: &str) -> Diagnostic {
    let diagnostic = Diagnostic::warning("W0650", format!("Nothing ever becomes `{state}`: no way leads there from `{first}`, the first state.")).at(file, span, "never reached");
    match near {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file, span, text: near.to_owned() }]),
        None => diagnostic.help("Add a move that leads there, or put the first state first: a lifecycle begins with the state that is named first."),
    }
}

fn dead_end(file: FileId, span: Span, state: &str, others: &[String], declared: bool) -> Diagnostic {
    let diagnostic = match others.len() {
        0 => Diagnostic::warning("W0651", format!("Nothing leaves `{state}`, and it is not final.")).at(file, span, "a dead end"),
        _ => Diagnostic::warning("W0651", format!("Nothing ever comes to an end from here on: {}.", others.join(", "))).at(file, span, "round and round"),
    };
    if declared { diagnostic.help(format!("Add a move that leaves it, or name it among the ends: `final {state}`.")) } else { diagnostic.help("Add a move that leads to an end.") }
}
