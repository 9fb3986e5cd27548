//! Texts of the document as literals of the language.

/// In quotes, with what needs it escaped.
pub(super) fn literal(text: &str) -> String {
    let braces = !has_plain_braces(text);
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '{' | '}' if braces => out.extend(['\\', character]),
            control if control.is_control() || control == '\u{feff}' => out.push_str(&format!("\\u{{{:x}}}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// Braces stand for themselves in literals; but for quotes and escapes within them, which would look like a hole's, they need no escape.
fn has_plain_braces(text: &str) -> bool {
    let mut inside = false;
    for character in text.chars() {
        match (inside, character) {
            (false, '{') => inside = true,
            (true, '}') => inside = false,
            (true, '{' | '"' | '\\') | (false, '}') => return false,
            (true, control) if control.is_control() => return false,
            _ => {}
        }
    }
    !inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_as_it_was() {
        for text in ["", "a b", "\"", "\\", "{", "}", "{\"}", "[0-9]{2}", "\\d{2}", "{a}{b}", "a\nb\t\r", "\u{1}\u{feff}", "{\n}", "{{x}}", "ä'`#//", "{\\}"] {
            let source = format!("record R as json {{ f: text at {} }}", literal(&format!("x{text}")));
            let parse = crossdock_compiler::syntax::parse(&source);
            assert!(parse.problems.is_empty(), "{source}: {:?}", parse.problems);
            let found = format!("{:?}", parse.file);
            assert!(found.contains(&format!("{:?}", format!("x{text}"))), "{source} became {found}");
        }
    }
}
