//! The blanks between two tokens of one line.

/// The tokens with the right blanks between them.
pub(super) fn write(tokens: &[&str]) -> String {
    spread(tokens, false)
}

/// The same for a part of a `unit`: `1/16 lb`, `kg*m`.
pub(super) fn write_unit(tokens: &[&str]) -> String {
    spread(tokens, true)
}

fn spread(tokens: &[&str], unit: bool) -> String {
    let mut out = String::new();
    let table = tokens.first() == Some(&"table");
    let used = tokens.first() == Some(&"use");
    let mut limits = false;
    let mut units = unit;
    let mut place = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).copied();
        let before_that = at.checked_sub(2).and_then(|at| tokens.get(at)).copied();
        limits = (limits || before == Some("(") && before_that == Some("decimal")) && *token != ")";
        units = units && before != Some(")") && before != Some("]") || opens_units(tokens.get(..at).unwrap_or(&[]));
        let signs = |token: Option<&str>| matches!(token, Some("*" | "/"));
        place = in_place(tokens, at, place);
        let hugs = place || units && (signs(before) || signs(Some(token))) || used && (before == Some("{") || *token == "}") || limits && before == Some(",");
        if !hugs && before.is_some_and(|before| spaced(before_that, before, token) || (table && at == 2 && *token != "(")) {
            out.push(' ');
        }
        out.push_str(token);
    }
    out
}

/// Within a place such as `W05-02`, behind its first part. `before`: whether the token before is.
fn in_place(tokens: &[&str], at: usize, before: bool) -> bool {
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).copied().unwrap_or("");
    let begins = matches!(text(at.checked_sub(2)), "at" | "where") && tokens.get(..at).unwrap_or(&[]).iter().any(|token| matches!(*token, "at" | "loop"));
    match tokens.get(at) {
        Some(&"-") => before || begins,
        _ => before && text(at.checked_sub(1)) == "-",
    }
}

/// Behind these tokens a product of units begins: `decimal[`, `decimal(12,2)[`, `.in(`.
fn opens_units(before: &[&str]) -> bool {
    matches!(before, [.., "decimal" | "int" | ")", "["] | [.., ".", "in" | "as" | "number", "("])
}

fn spaced(before_that: Option<&str>, before: &str, token: &str) -> bool {
    match (before, token) {
        (_, "," | ")" | "]" | "?") => false,
        ("(" | "[" | ".", _) => false,
        // A range or a spread sticks to what it ranges over, but stands off from what comes before.
        ("..", _) => false,
        (_, "..") => !(is_number(before) || before == "(" || is_unit(before_that, before)),
        (_, ".") => false,
        (_, ":") => false,
        // Two signs of minus in a row would look like a comment of SQL.
        ("-", "-") => true,
        ("-", _) => before_that.is_some_and(ends_operand),
        (_, "(" | "[") => !attaches(before_that, before),
        ("{", "}") => false,
        // `5min`, but `500 kg`.
        (number, "ms" | "s" | "min" | "h" | "d") => !is_number(number),
        _ => true,
    }
}

/// A bracket behind a name is a call, limits or parameters; behind a word of the language it is a parenthesis.
fn attaches(before_that: Option<&str>, before: &str) -> bool {
    let word = before.starts_with(|first: char| first.is_alphabetic() || first == '_');
    (word && (before_that == Some(".") || !is_word_of_expressions(before))) || matches!(before, ")" | "]")
}

fn is_word_of_expressions(word: &str) -> bool {
    matches!(word, "if" | "then" | "else" | "match" | "for" | "in" | "where" | "and" | "or" | "not" | "when" | "because" | "always" | "check" | "expect" | "with")
}

/// Behind this a minus is a subtraction, not a sign.
fn ends_operand(token: &str) -> bool {
    matches!(token, ")" | "]" | "}" | "?") || token.starts_with('"') || (token.starts_with(|first: char| first.is_alphanumeric() || first == '_') && !is_word_of_expressions(token))
}

/// `kg` of `1 kg..5 kg`
fn is_unit(before_that: Option<&str>, before: &str) -> bool {
    before_that.is_some_and(is_number) && before.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn is_number(token: &str) -> bool {
    token.starts_with(|first: char| first.is_ascii_digit())
}
