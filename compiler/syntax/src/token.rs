//! Source text to tokens, without loss: the texts of all tokens in order are the source.

use logos::{Lexer, Logos};

use crate::span::Span;

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// White space, newlines included; also the mark that some editors put at the start of a file.
    #[regex(r"[ \t\r\n\u{FEFF}]+")]
    Blank,
    /// `# …` to the end of the line.
    #[regex(r"#[^\n]*", allow_greedy = true)]
    Comment,
    /// `## …`: documentation of what follows.
    #[regex(r"##[^\n]*", priority = 10, allow_greedy = true)]
    Docs,
    #[regex(r"[_\p{XID_Start}]\p{XID_Continue}*")]
    Word,
    #[regex(r"[0-9]+(\.[0-9]+)?")]
    Number,
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", priority = 10)]
    Date,
    /// A time of day: `14:00`, `14:00:30.5`.
    #[regex(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?", priority = 10)]
    Time,
    /// An instant: `2026-11-23T10:00Z`, `2026-11-23T10:00:00+01:00`.
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+\-][0-9]{2}:[0-9]{2})", priority = 100)]
    Timestamp,
    #[token("\"", string)]
    String,
    /// A string without its closing quote; it ends with the line.
    UnclosedString,
    #[token("{")]
    OpenBrace,
    #[token("}")]
    CloseBrace,
    #[token("(")]
    OpenParen,
    #[token(")")]
    CloseParen,
    #[token("[")]
    OpenBracket,
    #[token("]")]
    CloseBracket,
    #[regex(r"<->|->|=>|<=|>=|!=|\.\.|\|\||[=<>+\-*/.,:?|&]")]
    Sign,
    /// A sign that other languages write so, and this one otherwise: `==`, `&&`, `;`, `≤`.
    #[regex(r"===?|!==|!|&&|;|<>|\.\.\.|[…≤≥≠×÷–—−→⇒↔：（），；＝｛｝［］＂]")]
    ForeignSign,
    /// A text in quotes of another kind; an apostrophe in it ends it no more than a reader would think.
    #[regex(r"'[^'\n]*('(s|t|d|m|re|ll|ve) [^'\n]*)*'|‘[^’‘\n]*’|[“”„][^“”„\x22\n]*[“”\x22]|`[^`\n]+`|«[^«»\n]*»|»[^«»\n]*«")]
    ForeignString,
    /// A number, date, time or amount as a spreadsheet shows it: `1.000,00`, `23.11.2026`, `2:00 pm`, `19 %`, `5 €`.
    #[regex(r"[0-9]{1,2}\.[0-9]{1,2}\.([0-9]{4}|[0-9]{2})|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}/[0-9]{2}/[0-9]{2}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}")]
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+\-][0-9]{2}:?[0-9]{2})?")]
    #[regex(r"[0-9]:[0-9]{2}(:[0-9]{2})?|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? ?[aApP]\.?[mM]\.?")]
    #[regex(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(\.[0-9]{3})(\.[0-9]{3})+|[0-9]{1,3}('[0-9]{3})+(\.[0-9]+)?")]
    #[regex(r"[0-9]+([.,][0-9]+)?[ ]?[%€$£¥]|[€$£¥][ ]?[0-9]+([.,][0-9]+)?|\.[0-9]+|[0-9]+(\.[0-9]+)?[eE][+\-]?[0-9]+")]
    ForeignNumber,
    /// `// …` and `-- …` to the end of the line, `/* … */`, `<!-- … -->`.
    #[regex(r"//[^\n]*|--[ \t][^\n]*", allow_greedy = true)]
    #[regex(r"/\*([^*]|\*+[^*/])*\*+/|<!--([^\-]|-[^\-])*-->")]
    ForeignComment,
    /// A blank of another width or none, as web pages and word processors have them.
    #[regex(r"[\u{A0}\u{AD}\u{2007}\u{2009}\u{200B}\u{200C}\u{200D}\u{2060}\u{202F}\u{3000}]+")]
    ForeignBlank,
    /// A character that has no place in the language.
    Unknown,
}

impl TokenKind {
    /// Blanks and comments.
    pub fn is_trivia(self) -> bool {
        matches!(self, TokenKind::Blank | TokenKind::Comment | TokenKind::Docs | TokenKind::ForeignComment | TokenKind::ForeignBlank)
    }

    /// Understood, but to be written otherwise.
    pub fn is_foreign(self) -> bool {
        matches!(self, TokenKind::ForeignSign | TokenKind::ForeignString | TokenKind::ForeignNumber | TokenKind::ForeignComment | TokenKind::ForeignBlank)
    }

    /// No word of any language.
    pub fn is_broken(self) -> bool {
        matches!(self, TokenKind::Unknown | TokenKind::UnclosedString)
    }

    /// A number, a text, a day: a value by itself.
    pub fn is_literal(self) -> bool {
        matches!(self, TokenKind::String | TokenKind::Number | TokenKind::Date | TokenKind::Time | TokenKind::Timestamp)
    }

    pub fn opens(self) -> bool {
        matches!(self, TokenKind::OpenBrace | TokenKind::OpenParen | TokenKind::OpenBracket)
    }

    pub fn closes(self) -> bool {
        matches!(self, TokenKind::CloseBrace | TokenKind::CloseParen | TokenKind::CloseBracket)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// All tokens of a source text, trivia included.
pub fn tokens(source: &str) -> Vec<Token> {
    let lexer = TokenKind::lexer(source).spanned();
    lexer.map(|(kind, range)| Token { kind: classify(kind, source, range.clone()), span: Span::new(range.start, range.end) }).collect()
}

fn classify(kind: Result<TokenKind, ()>, source: &str, range: std::ops::Range<usize>) -> TokenKind {
    match kind {
        Ok(TokenKind::String) if !is_closed(source.get(range).unwrap_or("")) => TokenKind::UnclosedString,
        Ok(kind) => kind,
        Err(()) => TokenKind::Unknown,
    }
}

fn is_closed(text: &str) -> bool {
    text.len() > 1 && string_end(text.get(1..).unwrap_or("")).is_some_and(|end| end + 1 == text.len())
}

/// Takes the rest of a string: to its closing quote, or to the end of the line where there is none.
fn string(lexer: &mut Lexer<'_, TokenKind>) {
    let rest = lexer.remainder();
    lexer.bump(string_end(rest).unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len())));
}

/// How far the string goes whose opening quote stands just before `rest`, its closing quote included. Strings may stand within holes, so quotes nest;
/// a brace that never closes is an ordinary character (paths and codes are such strings).
fn string_end(rest: &str) -> Option<usize> {
    nested_end(rest).or_else(|| plain_end(rest))
}

/// Strings within holes of strings, and braces in holes; deeper ones are taken for plain characters. It also bounds how far an unclosed hole is looked into.
const NESTING_LIMIT: usize = 16;

/// The end where quotes within `{…}` belong to strings of their own.
fn nested_end(rest: &str) -> Option<usize> {
    let mut holes_of_string = vec![0_usize];
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        if holes_of_string.len() + holes_of_string.last()? > NESTING_LIMIT {
            return None;
        }
        let holes = holes_of_string.last_mut()?;
        match character {
            '\n' => return None,
            '\\' if *holes == 0 => drop(characters.next()),
            '{' => *holes += 1,
            '}' => *holes = holes.saturating_sub(1),
            '"' if *holes > 0 => holes_of_string.push(0),
            '"' => {
                holes_of_string.pop();
                if holes_of_string.is_empty() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The end at the first quote that is not escaped.
fn plain_end(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\n' => return None,
            '\\' => drop(characters.next()),
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
