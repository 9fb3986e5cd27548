//! The form of Flow: source text to AST, and back to well-formed text.
//!
//! ```
//! let parse = crossdock_syntax::parse("enum Service { standard, express }");
//! assert!(parse.problems.is_empty());
//! assert_eq!(parse.file.items.len(), 1);
//! ```

pub mod ast;
mod build;
mod conflicts;
mod expected;
mod format;
mod habits;
mod later;
pub mod line_index;
mod mistakes;
mod parse;
mod problem;
mod source;
mod span;
mod split;
mod token;
pub mod visit;

pub use build::expr::one_text;
pub use habits::type_word;
pub use parse::{Parse, parse};
pub use problem::{CODES, Fix, Problem, SyntaxProblem};
pub use span::Span;
pub use token::{Token, TokenKind, tokens};

/// A cell of a routing table that stands by itself, as in a spreadsheet: `<= 500 kg`. All its places are `span`; none where it cannot be read.
pub fn parse_cell(text: &str, span: Span) -> Option<ast::Pattern> {
    build::cell(text, span)
}

/// Formats a file; what is not well-formed is refused with its problems. A byte order mark is no part of it and goes.
pub fn format(source: &str) -> Result<String, Vec<Problem>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let problems = parse(source).problems;
    if !problems.is_empty() {
        return Err(problems);
    }
    let texts: Vec<&str> = tokens(source).iter().map(|token| token.span.text(source)).collect();
    Ok(format::format_tokens(&texts))
}
