//! Arguments that are read when compiling: patterns, forms of dates and numbers, time zones.

use crossdock_syntax::ast;

use super::Call;
use crate::bodies::Checker;
use crate::bodies::problem::Problem;
use crate::declare::near_zone;
use crate::signature::Literal;
use crate::typed::{Const, Expr, ExprKind, TextType, Type};
use crate::{date_pattern, number_form};

impl Checker<'_, '_> {
    pub(super) fn literal_argument(&mut self, literal: Literal, arg: &ast::Expr, call: &Call) -> Option<Expr> {
        let value = self.assigned(arg, &Type::Text(TextType::default()), None);
        if matches!(value.ty, Type::Error) {
            return None;
        }
        let text = known_text(&value);
        let wrong = match literal {
            Literal::Pattern => text.is_none_or(|pattern| crate::pattern::whole(pattern).is_err()).then_some("a regular expression"),
            Literal::Form => Self::wrong_form(text, call),
            Literal::NumberForm => {
                text.is_none_or(|form| number_form::parse(form).is_none()).then_some("a number in the form that is meant, such as `\"1.234,56\"` or `\"0000.00\"`")
            }
            Literal::Zone => self.wrong_zone(text, &value),
        };
        match wrong {
            Some(what) => {
                let mend = text.and_then(|text| meant(literal, text, call)).map(|text| format!("\"{text}\""));
                self.report(Problem::LiteralNeeded { file: self.file, span: arg.span, what, mend });
                None
            }
            None => Some(value),
        }
    }

    /// A form that is read has to say all of a date; one that is written may say less.
    fn wrong_form(text: Option<&str>, call: &Call) -> Option<&'static str> {
        let fine = text.is_some_and(|form| is_form(form, call));
        (!fine).then_some("a date's form, such as `\"YYYYMMDD\"` or `\"DD.MM.YYYY hh:mm\"`")
    }

    /// A name that is known is looked up; one that comes later may be none, and that is `invalid`.
    fn wrong_zone(&mut self, text: Option<&str>, value: &Expr) -> Option<&'static str> {
        match text {
            Some(zone) => jiff::tz::TimeZone::get(zone).is_err().then_some("the name of a time zone, such as `\"America/New_York\"` or `\"UTC\"`"),
            None => {
                self.raise_built_in("invalid", value.span);
                None
            }
        }
    }
}

fn is_form(form: &str, call: &Call) -> bool {
    let of = match (call.args.first().map(|arg| &arg.ty), call.name.as_str()) {
        (Some(Type::Time), _) | (_, "to_time") => date_pattern::Of::Time,
        (Some(Type::Timestamp), _) | (_, "to_timestamp") => date_pattern::Of::Timestamp,
        _ => date_pattern::Of::Date,
    };
    if call.name == "format" { date_pattern::parse_written(form, of).is_ok() } else { date_pattern::parse(form, of).is_ok() }
}

/// `Berlin` for Europe/Berlin, `dd.MM.yyyy` for DD.MM.YYYY.
fn meant(literal: Literal, text: &str, call: &Call) -> Option<String> {
    match literal {
        Literal::Zone => near_zone(text),
        Literal::Form => date_pattern::mended(text, |form| is_form(form, call)),
        Literal::Pattern | Literal::NumberForm => None,
    }
}

fn known_text(value: &Expr) -> Option<&str> {
    if let ExprKind::Const(Const::Text(text)) = &*value.kind { Some(text) } else { None }
}
