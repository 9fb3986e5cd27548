//! One cell: written as in the language, texts without their quotes.

use crossdock_syntax::ast::{Expr, ExprKind, Name, Number, Pattern, PatternKind, TextPart};
use crossdock_syntax::{Span, parse_cell};

use super::scan::Cell;
use super::{Problem, Sheet};
use crate::typed::Type;

impl Sheet<'_, '_> {
    pub(super) fn pattern(&self, cell: &Cell, ty: &Type) -> Option<Pattern> {
        let (text, span) = (cell.text.trim(), cell.span);
        let of = |kind| Some(Pattern { span, kind });
        match (text, plain(ty)) {
            (_, Type::Error) => of(PatternKind::Error),
            ("", _) => self.refuse(Problem::Blank { file: self.file, span }),
            ("*" | "_", _) => of(PatternKind::Otherwise),
            (text, Type::Text(_)) => of(texts(text, span)),
            (text, plain) if is_decimal_comma(plain, text) => self.refuse(Problem::Comma { file: self.file, span, text: text.to_owned() }),
            (text, plain) => match simple(text, span).map(|kind| Pattern { span, kind }).or_else(|| parse_cell(text, span)) {
                Some(pattern) => Some(pattern),
                None => self.refuse(Problem::Unreadable { file: self.file, span, wanted: self.ctx.show(plain) }),
            },
        }
    }

    /// What a row gives.
    pub(super) fn value(&self, cell: &Cell) -> Option<Expr> {
        let (text, span, ty) = (cell.text.trim(), cell.span, plain(self.result));
        let of = |kind: ExprKind| Some(Expr { span, kind: Box::new(kind) });
        match (text, ty) {
            (_, Type::Error) => of(ExprKind::Error),
            ("", _) => self.refuse(Problem::Blank { file: self.file, span }),
            ("none", _) if matches!(self.result, Type::Optional(_)) => of(ExprKind::None),
            (text, Type::Text(_)) => of(literal(unquoted(text))),
            (text, ty) if is_decimal_comma(ty, text) => self.refuse(Problem::Comma { file: self.file, span, text: text.to_owned() }),
            (text, ty) => match simple(text, span).or_else(|| parse_cell(text, span).map(|pattern| pattern.kind)) {
                Some(PatternKind::Name(name)) => of(ExprKind::Name(name)),
                Some(PatternKind::Literal(literal)) => Some(literal),
                _ => self.refuse(Problem::Unreadable { file: self.file, span, wanted: self.ctx.show(ty) }),
            },
        }
    }

    fn refuse<T>(&self, problem: Problem) -> Option<T> {
        self.report(problem);
        None
    }
}

fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) => of,
        other => other,
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

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
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

/// `12,5` could be two values or one: so it is neither. Two values have a blank behind the comma.
fn is_decimal_comma(ty: &Type, text: &str) -> bool {
    let numbers = matches!(ty.number(), Type::Int(_) | Type::Decimal(_));
    let bytes = text.as_bytes();
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    numbers && (1..bytes.len()).any(|at| bytes.get(at) == Some(&b',') && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)))
}
