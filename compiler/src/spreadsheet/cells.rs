//! One cell: written as in the language, texts without their quotes.

use crossdock_syntax::ast::{Expr, ExprKind, Name, Number, Pattern, PatternKind, TextPart};
use crossdock_syntax::{Span, parse_cell};

use super::scan::Cell;
use super::{Problem, Sheet};
use crate::patterns::{present, undecided};
use crate::typed::Type;

impl Sheet<'_, '_> {
    /// What a row takes of a column.
    pub(super) fn pattern(&self, cell: &Cell, ty: &Type) -> Option<Pattern> {
        let span = cell.span;
        let of = |kind| Some(Pattern { span, kind });
        let text = self.sound(cell, ty, true)?;
        match (text, present(ty)) {
            (_, Type::Error) => of(PatternKind::Error),
            ("*" | "_", _) => of(PatternKind::Otherwise),
            (text, Type::Text(_)) => of(texts(text, span)),
            (text, plain) => match simple(text, span).map(|kind| Pattern { span, kind }).or_else(|| parse_cell(text, span)) {
                Some(pattern) => Some(pattern),
                None => self.unreadable(cell, plain),
            },
        }
    }

    /// What a row gives, or a code.
    pub(super) fn value(&self, cell: &Cell, ty: &Type) -> Option<Expr> {
        let span = cell.span;
        let of = |kind: ExprKind| Some(Expr { span, kind: Box::new(kind) });
        let text = self.sound(cell, ty, false)?;
        match (text, present(ty)) {
            (_, Type::Error) => of(ExprKind::Error),
            ("none", _) if matches!(ty, Type::Optional(_)) => of(ExprKind::None),
            (text, Type::Text(_)) => of(literal(unquoted(text))),
            (text, plain) => match simple(text, span).or_else(|| parse_cell(text, span).map(|pattern| pattern.kind)) {
                Some(PatternKind::Name(name)) => of(ExprKind::Name(name)),
                Some(PatternKind::Literal(literal)) => Some(literal),
                _ => self.unreadable(cell, plain),
            },
        }
    }

    /// The cell's text, unless it says nothing, or what no person wrote.
    fn sound<'t>(&self, cell: &'t Cell, ty: &Type, is_input: bool) -> Option<&'t str> {
        let (text, span, file) = (cell.text.trim(), cell.span, self.file);
        if text.is_empty() {
            return self.refuse(Problem::Blank { file, span, is_input });
        }
        if text == "?" {
            self.ctx.report(undecided(file, span));
            return None;
        }
        if let Some((is, help)) = spoiled(text) {
            return self.refuse(Problem::Spoiled { file, span, text: text.to_owned(), is, help });
        }
        if is_decimal_comma(present(ty), text) {
            let meant = if is_input { None } else { with_point(text) };
            return self.refuse(Problem::Comma { file, span, text: text.to_owned(), meant });
        }
        Some(text)
    }

    fn unreadable<T>(&self, cell: &Cell, ty: &Type) -> Option<T> {
        let meant = self.meant(ty, cell.text.trim());
        self.refuse(Problem::Unreadable { file: self.file, span: cell.span, wanted: self.ctx.show(ty), meant })
    }

    /// What was probably meant, as the language writes it.
    fn meant(&self, ty: &Type, text: &str) -> Option<String> {
        match ty {
            Type::Date => date_meant(text),
            Type::Enum(id) => {
                let written = text.to_lowercase().replace([' ', '-'], "_");
                let variants = &self.ctx.project.enums.get(id.index())?.variants;
                variants.iter().find(|variant| variant.name == written || variant.code == text).map(|variant| variant.name.clone())
            }
            _ => None,
        }
    }

    fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.report(problem);
        None
    }
}

/// `AK, HI`, `not AK, HI`, `none`; a text with a comma, or one of these words, stands in quotes.
fn texts(text: &str, span: Span) -> PatternKind {
    if let Some(rest) = text.strip_prefix("not ") {
        return PatternKind::Not(Box::new(Pattern { span, kind: texts(rest.trim(), span) }));
    }
    let of = |part: &str| match part {
        "none" => PatternKind::None,
        text => PatternKind::Literal(Expr { span, kind: Box::new(literal(unquoted(text))) }),
    };
    let parts = divided(text);
    match parts.as_slice() {
        [one] => of(one),
        several => PatternKind::AnyOf(several.iter().map(|part| Pattern { span, kind: of(part) }).collect()),
    }
}

/// At the commas that stand outside of quotes.
fn divided(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(|letter: char| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    });
    parts.map(str::trim).collect()
}

/// `"007"`, and `="007"`, which keeps a spreadsheet from making a number of it.
fn unquoted(text: &str) -> &str {
    let quoted = text.strip_prefix('=').filter(|rest| rest.starts_with('"')).unwrap_or(text);
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

fn literal(text: &str) -> ExprKind {
    ExprKind::Text(vec![TextPart::Literal(text.to_owned())])
}

/// The cells that most cells are, without a parser: names, whole numbers, `yes`, `no` and `none`.
fn simple(text: &str, span: Span) -> Option<PatternKind> {
    let literal = |kind| Some(PatternKind::Literal(Expr { span, kind: Box::new(kind) }));
    match text {
        "yes" | "no" => return literal(ExprKind::Bool(text == "yes")),
        "none" => return Some(PatternKind::None),
        "not" | "otherwise" => return None,
        _ => {}
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return literal(ExprKind::Number(Number { text: text.to_owned(), span }));
    }
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !text.starts_with(|first: char| first.is_ascii_digit());
    is_name.then(|| PatternKind::Name(Name { text: text.to_owned(), span }))
}

/// What a spreadsheet program makes of a cell by itself, and how to get the value back.
fn spoiled(text: &str) -> Option<(&'static str, &'static str)> {
    const ERRORS: [&str; 12] = ["#N/A", "#NV", "#REF!", "#BEZUG!", "#NAME?", "#VALUE!", "#WERT!", "#DIV/0!", "#NUM!", "#ZAHL!", "#NULL!", "####"];
    match text {
        error if ERRORS.iter().any(|known| error.starts_with(known)) => Some(("an error of the spreadsheet", "Mend the formula in the spreadsheet, and save it again.")),
        formula if formula.starts_with('=') && unquoted(formula) == formula => Some(("a formula", "Save the spreadsheet with its values instead of its formulas.")),
        number if is_shortened(number) => {
            Some(("a number that the spreadsheet shortened", "Format the column as text, write the code again and save. If it is the code after all, put it in quotes of its own."))
        }
        _ => None,
    }
}

/// `4.00638E+12`, which was a GTIN.
fn is_shortened(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once("E+") else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(exponent) && mantissa.split_once(['.', ',']).is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}

/// `12,5` could be two values or one: so it is neither. Two values have a blank behind the comma.
fn is_decimal_comma(ty: &Type, text: &str) -> bool {
    let numbers = matches!(ty.number(), Type::Int(_) | Type::Decimal(_));
    let bytes = text.as_bytes();
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    numbers && (1..bytes.len()).any(|at| bytes.get(at) == Some(&b',') && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)))
}

/// `1.234,50 kg` as `1234.50 kg`; none where the comma could part thousands.
fn with_point(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once(',')?;
    let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
    (decimals != 3 && !rest.contains([',', '.'])).then(|| format!("{}.{rest}", whole.replace('.', "")))
}

/// `23.11.2026`, `2026-11-23 00:00:00`; `11/23/2026` only where no other day could be meant.
fn date_meant(text: &str) -> Option<String> {
    if let Some((day, _)) = text.split_once([' ', 'T']) {
        return day.parse::<jiff::civil::Date>().ok().map(|day| day.to_string());
    }
    let sign = if text.contains('.') { '.' } else { '/' };
    let parts: Vec<i16> = text.split(sign).map(str::parse).collect::<Result<_, _>>().ok()?;
    let date = |year: i16, month: i16, day: i16| jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let found = match parts.as_slice() {
        [day, month, year] if sign == '.' => date(*year, *month, *day),
        [month, day, year] if *day > 12 => date(*year, *month, *day),
        [day, month, year] if *day > 12 => date(*year, *month, *day),
        _ => None,
    };
    found.filter(|date| date.year() > 99).map(|date| date.to_string())
}
