//! Text to HTML, always escaped.

use std::fmt::Write as _;

pub(super) use crossdock_engine::natives::escape_html as escaped;

/// An anchor's name: letters, digits, dots and dashes.
pub(super) fn anchor(kind: &str, name: &str) -> String {
    let mut out = format!("{kind}-");
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => out.push(character),
            other => {
                let written = write!(out, "-{:x}-", u32::from(other));
                debug_assert!(written.is_ok(), "writing to a string does not fail");
            }
        }
    }
    out
}

/// Documentation: paragraphs, lists, and `code` within backticks.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let (mut open, mut fenced) = ("", false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            out.push_str(close(&mut open));
            out.push_str(if fenced { "<pre>" } else { "</pre>" });
        } else if fenced {
            out.push_str(&format!("{}\n", escaped(line)));
        } else if line.trim().is_empty() {
            out.push_str(close(&mut open));
        } else if let Some(item) = line.trim_start().strip_prefix("- ").or_else(|| line.trim_start().strip_prefix("* ")) {
            if open != "</li></ul>" {
                out.push_str(close(&mut open));
                out.push_str("<ul><li>");
            } else {
                out.push_str("</li><li>");
            }
            open = "</li></ul>";
            out.push_str(&code(item));
        } else {
            if open.is_empty() {
                out.push_str("<p>");
                open = "</p>";
            }
            out.push_str(&format!("{} ", code(line.trim())));
        }
    }
    out.push_str(close(&mut open));
    out.push_str(if fenced { "</pre>" } else { "" });
    out
}

fn close(open: &mut &'static str) -> &'static str {
    std::mem::take(open)
}

fn code(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(line);
    }
    parts.iter().enumerate().map(|(at, part)| if at % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) }).collect()
}

/// Source text, its words coloured by the lexer.
pub(super) fn source(text: &str) -> String {
    use crossdock_compiler::syntax::{TokenKind, tokens};
    let kind = |token: TokenKind, text: &str| match token {
        TokenKind::Comment | TokenKind::Docs => "c",
        TokenKind::String => "s",
        TokenKind::Number => "n",
        TokenKind::Word if KEYWORDS.contains(&text) => "k",
        TokenKind::Word if text.starts_with(char::is_uppercase) => "t",
        _ => "",
    };
    tokens(text)
        .iter()
        .map(|token| {
            let word = token.span.text(text);
            match kind(token.kind, word) {
                "" => escaped(word),
                class => format!("<i class={class}>{}</i>", escaped(word)),
            }
        })
        .collect()
}

const KEYWORDS: &[&str] = &[
    "use",
    "unit",
    "enum",
    "record",
    "table",
    "fn",
    "map",
    "failure",
    "policy",
    "contract",
    "system",
    "lifecycle",
    "flow",
    "test",
    "as",
    "at",
    "if",
    "then",
    "else",
    "match",
    "for",
    "in",
    "where",
    "let",
    "and",
    "or",
    "not",
    "none",
    "yes",
    "no",
    "fail",
    "on",
    "use",
    "send",
    "skip",
    "when",
    "because",
    "check",
    "otherwise",
    "sends",
    "accepts",
    "answers",
    "owns",
    "by",
    "once",
    "retry",
    "times",
    "from",
    "to",
    "park",
    "notify",
    "done",
    "collect",
    "until",
    "after",
    "advance",
    "of",
    "list",
    "text",
    "int",
    "decimal",
    "bool",
    "date",
    "timestamp",
    "json",
    "with",
    "cached",
    "undo",
    "alert",
    "except",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("<script>\"'&"), "&lt;script&gt;&quot;&#39;&amp;");
        assert_eq!(prose("a `<b>` c\n\n- one\n- two"), "<p>a <code>&lt;b&gt;</code> c </p><ul><li>one</li><li>two</li></ul>");
        assert_eq!(prose("```\n</pre><x>"), "<pre>&lt;/pre&gt;&lt;x&gt;\n</pre>");
        assert!(!source("\"</i><script>\" # <b>").contains("<script"));
        assert_eq!(anchor("map", "a.b ü\"<"), "map-a.b-20--fc--22--3c-");
    }
}
