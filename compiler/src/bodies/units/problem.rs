//! What can be wrong with quantities, clashes aside.

use crossdock_syntax::{Span, ast};

use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoConversion { file: FileId, span: Span, from: String, to: String, money: bool, too_long: bool },
    Unrounded { file: FileId, span: Span, from: String, to: String },
    HasUnit { file: FileId, method: ast::Name, has: String, wants: String },
    NothingToConvert { file: FileId, method: ast::Name, value: Span, unit: String },
    NoUnit { file: FileId, span: Span, method: String },
    PlainNumbers { file: FileId, method: ast::Name, unit: String },
    SameUnit { file: FileId, span: Span, unit: String },
    TwoUnits { file: FileId, span: Span, number: String, unit: String },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoConversion { file, span, from, to, money, too_long } => Diagnostic::error("E0302", format!("No fixed factor leads from {from} to {to}."))
                .at(*file, *span, format!("from {from}"))
                .help(no_factor(from, to, *money, *too_long)),
            Problem::Unrounded { file, span, from, to } => {
                Diagnostic::error("E0303", format!("A value in {from} is no whole fraction of one in {to}, so the result has to be rounded."))
                    .at(*file, *span, "may never end")
                    .help(format!("Say to how many digits: `.in({to}).round(2)`."))
                    .fix("round it to 2 digits", vec![Edit { file: *file, span: span.after(), text: ".round(2)".to_owned() }])
            }
            Problem::HasUnit { file, method, has, wants } => Diagnostic::error("E0306", format!("This is in {has} already, and cannot be said to be in {wants}."))
                .at(*file, method.span, "it has a unit")
                .help(format!("`.in({wants})` converts it, where a factor is declared."))
                .fix(format!("write `.in({wants})`"), vec![Edit { file: *file, span: method.span, text: "in".to_owned() }]),
            Problem::NothingToConvert { file, method, value, unit } => Diagnostic::error("E0301", format!("This is a plain number, so there is nothing to convert into {unit}."))
                .at(*file, method.span, "nothing to convert")
                .at(*file, *value, "a plain number")
                .help(format!("If it is a number of {unit}, say so: `.as({unit})`."))
                .fix(format!("write `.as({unit})`"), vec![Edit { file: *file, span: method.span, text: "as".to_owned() }]),
            Problem::NoUnit { file, span, method } => Diagnostic::error("E0308", format!("`.{method}(…)` takes one unit."))
                .at(*file, *span, "no unit")
                .help(format!("Write for example `.{method}(kg)` or `.{method}(USD/each)`.")),
            Problem::PlainNumbers { file, method, unit } => Diagnostic::error("E0309", format!("`.{}` works on plain numbers, and this is in {unit}.", method.text))
                .at(*file, method.span, "for plain numbers")
                .help(format!("Take the number first, so that the unit is seen: `.number({unit}).{}(…)`.", method.text))
                .fix(
                    format!("insert `.number({unit})`"),
                    vec![Edit { file: *file, span: Span { start: method.span.start, end: method.span.start }, text: format!("number({unit}).") }],
                ),
            Problem::TwoUnits { file, span, number, unit } => Diagnostic::error("E0306", "A number is written with one unit, and this has two.")
                .at(*file, *span, "two units")
                .help(format!("Say what it is as a whole: `{number}.as({unit})`."))
                .fix(format!("write `{number}.as({unit})`"), vec![Edit { file: *file, span: *span, text: format!("{number}.as({unit})") }]),
            Problem::SameUnit { file, span, unit } => Diagnostic::warning("W0410", format!("This is in {unit} already."))
                .at(*file, *span, "converts nothing")
                .fix("remove it", vec![Edit { file: *file, span: *span, text: String::new() }]),
        }
    }
}

/// What can be done where no declared factor leads from one unit to the other.
pub(super) fn no_factor(from: &str, to: &str, money: bool, too_long: bool) -> String {
    match (money, too_long) {
        (true, _) => format!("A rate is a value of the day: multiply with one in {to}/{from} that a table, a field or a look-up gives: `(amount * rate).round(2)`."),
        (_, true) => "The factor has more than 38 digits. Convert in two steps, with `.round(…)` between them.".to_owned(),
        _ if from.contains(['/', '*']) || to.contains(['/', '*']) => "They measure different things: is a factor missing, or one too many?".to_owned(),
        _ => format!(
            "If there always is one, declare it: `unit {from} = … {to}`. If it differs from item to item, multiply with a quantity in {to}/{from} that a table, a field or a look-up gives."
        ),
    }
}
