//! Every code that the compiler can say, with its title and its page.
//!
//! Ranges: E01 syntax; E02 names; E03 types and fields; E04 completeness and losslessness; E05 failures and policies; E06 contracts,
//! systems, flows and tests; W warnings. A code is never used again for something else.

mod bodies;
mod declarations;
mod lifecycles;
mod maps;
mod syntax;

/// A code and its story.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// `E0301`
    pub code: &'static str,
    /// The rule in a few words.
    pub title: &'static str,
    /// Markdown: what it means, a wrong example, a right one, why the rule exists.
    pub page: &'static str,
}

mod lists {
    /// `CODE "title",` lines to a list of [`Code`]; the page is `docs/errors/CODE.md`.
    macro_rules! codes {
        ($($code:ident $title:literal),* $(,)?) => {
            pub(super) const CODES: &[super::Code] = &[$(super::Code {
                code: stringify!($code),
                title: $title,
                page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors/", stringify!($code), ".md")),
            }),*];
        };
    }
    pub(super) use codes;
}
use lists::codes;

/// All codes, ascending within each phase.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    syntax::CODES.iter().chain(declarations::CODES).chain(bodies::CODES).chain(maps::CODES).chain(lifecycles::CODES)
}

/// The story of one code, `e0301` or `E0301`.
pub fn explain(code: &str) -> Option<&'static Code> {
    codes().find(|known| known.code.eq_ignore_ascii_case(code.trim()))
}
