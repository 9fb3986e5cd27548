//! What a place expects, in an analyst's words; completes "Expected …".

use crossdock_compiler::typed::{IntType, Project, Type, Wire};

use super::shape::{BoolForm, DateForm, ListShape, Shape, Shapes};
use crate::dates;
use crate::slot::Layouts;

/// Most codes of an enum that are listed.
const CODES_SHOWN: usize = 12;

/// What a value of that type is: "text of 1 to 20 characters".
pub fn expected(project: &Project, ty: &Type) -> String {
    Shapes::new(project, &Layouts::default()).value(ty, &Wire::default()).shape.describe()
}

/// A text in quotes, shortened for a message.
pub fn quoted(text: &str) -> String {
    let quoted = format!("{text:?}");
    shortened(&quoted)
}

/// At most 60 characters.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        None => text.to_owned(),
        Some(_) => text.chars().take(59).chain(['…']).collect(),
    }
}

impl Shape {
    pub(crate) fn describe(&self) -> String {
        match self {
            Shape::Text { min, max, pattern } => {
                let length = counted("text", "character", *min, *max);
                pattern.as_ref().map_or(length.clone(), |pattern| format!("{length} matching {:?}", pattern.source()))
            }
            Shape::Int { range, quoted } => number(whole(*range), *quoted),
            Shape::Decimal { limits, implied, quoted } => number(decimal(*limits, *implied), *quoted),
            Shape::Bool(BoolForm::Plain) => "true or false".to_owned(),
            Shape::Bool(BoolForm::Quoted) => "\"true\" or \"false\"".to_owned(),
            Shape::Bool(BoolForm::Words { yes, no }) => format!("{yes:?} or {no:?}"),
            Shape::Date(format) => date("a date", format, "2026-11-23"),
            Shape::Time(format) => date("a time", format, "10:00:00"),
            Shape::Timestamp(format, None) => date("a timestamp", format, "2026-11-23T10:00:00Z"),
            Shape::Timestamp(format, Some(zone)) => format!("{} ({} time)", date("a timestamp", format, "2026-11-23T10:00:00"), zone.name),
            Shape::Duration => "a duration like \"PT4H30M\"".to_owned(),
            Shape::Json => "a value".to_owned(),
            Shape::Enum(codes) => one_of(&codes.codes),
            Shape::Record(_) => "an object".to_owned(),
            Shape::List(list) => elements(list),
            Shape::Map(map) if map.by.is_some() => "a list of pairs".to_owned(),
            Shape::Map(_) => "an object".to_owned(),
        }
    }
}

/// "text of 1 to 20 characters"
fn counted(what: &str, unit: &str, min: u32, max: Option<u32>) -> String {
    let units = |count: u32| if count == 1 { unit.to_owned() } else { format!("{unit}s") };
    match (min, max) {
        (0, None) => what.to_owned(),
        (min, None) => format!("{what} of at least {min} {}", units(min)),
        (0, Some(max)) => format!("{what} of at most {max} {}", units(max)),
        (min, Some(max)) if min == max => format!("{what} of exactly {max} {}", units(max)),
        (min, Some(max)) => format!("{what} of {min} to {max} {}", units(max)),
    }
}

fn elements(list: &ListShape) -> String {
    counted("a list", "element", list.min, list.max)
}

fn whole(range: IntType) -> String {
    match (range.min, range.max) {
        (i64::MIN, i64::MAX) => "a whole number of at most 64 bits".to_owned(),
        (min, i64::MAX) => format!("a whole number of at least {min}"),
        (i64::MIN, max) => format!("a whole number of at most {max}"),
        (min, max) => format!("a whole number from {min} to {max}"),
    }
}

fn decimal(limits: Option<(u8, u8)>, implied: Option<u8>) -> String {
    let number = match limits {
        None => "a number of at most 38 digits".to_owned(),
        Some((digits, 0)) => format!("a whole number of at most {digits} digits"),
        Some((digits, behind)) => format!("a number of at most {digits} digits, {behind} of them behind the point"),
    };
    match implied {
        Some(implied) => format!("{number}, written without the point ({implied} digits stand behind it)"),
        None => number,
    }
}

fn number(number: String, quoted: bool) -> String {
    if quoted { format!("{number}, in quotes") } else { number }
}

fn date(what: &str, format: &DateForm, example: &str) -> String {
    match format {
        Some(parts) => format!("{what} written as {}", dates::letters(parts)),
        None => format!("{what} like {example:?}"),
    }
}

fn one_of(codes: &[String]) -> String {
    let shown: Vec<String> = codes.iter().take(CODES_SHOWN).map(|code| format!("{code:?}")).collect();
    let more = codes.len().saturating_sub(CODES_SHOWN);
    match (shown.as_slice(), more) {
        ([], _) => "nothing, for the enum has no variants".to_owned(),
        ([one], _) => one.clone(),
        (_, 1..) => format!("one of {} and {more} more", shown.join(", ")),
        ([first @ .., last], 0) => format!("{} or {last}", first.join(", ")),
    }
}
