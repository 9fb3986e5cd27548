//! What can be wrong with the form of a text.

use crate::span::Span;

/// A problem ready for people: the first label is the cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// `E0102`; see `docs/errors/`.
    pub code: &'static str,
    pub message: String,
    pub labels: Vec<(Span, String)>,
    pub help: Option<String>,
    pub fix: Option<Fix>,
}

/// A change that mends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub title: String,
    pub edits: Vec<(Span, String)>,
}

/// The facts; the words stand below. What a text expects comes in words already: `` `then` ``, `a value`.
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxProblem {
    /// Something else should stand here.
    Unexpected {
        expected: Vec<String>,
        found: String,
    },
    /// One sign or word is missing before what stands here, or stands there in another form.
    MissingWord {
        word: String,
        found: String,
        replaces: bool,
    },
    /// A line or statement ends too early; the text it ends with.
    Incomplete {
        expected: Vec<String>,
        after: String,
    },
    /// What comes before is complete.
    Leftover {
        found: String,
    },
    /// A reserved word where a name should stand.
    NotAName {
        word: String,
    },
    /// A function from the outside, with a body, or one without that is not.
    Body {
        native: bool,
    },
    /// A bracket without its partner; where the text goes on as if it had been closed.
    Unclosed {
        bracket: char,
        noticed: Span,
        /// What closes it, with the blanks before it, and where that goes.
        missing: String,
        end: Span,
    },
    /// `{` in a text that begins no whole hole.
    UnclosedHole,
    /// The `{` of an item, behind its head.
    MissingBrace {
        item: &'static str,
    },
    /// A closing bracket that nothing opened.
    Stray {
        bracket: char,
    },
    /// A `}` below lines that are set further in, as if the line that opens their block had been lost; the first of these.
    Headless {
        first: Span,
    },
    /// `}` in a text.
    StrayInText,
    /// Closed by another kind of bracket.
    WrongPartner {
        bracket: char,
        right: char,
        opened: Span,
    },
    UnclosedString,
    /// Of a later version: `` `lifecycle` ``, `a routing table`.
    NotYet {
        what: String,
    },
    UnknownCharacter {
        characters: String,
    },
    TooDeep {
        limit: usize,
    },
    MissingComma {
        between: &'static str,
    },
    /// `a < b < c`, by its second sign; what stands between the two.
    ChainedComparison {
        between: String,
    },
    /// A `let` that says its type.
    NeedlessType,
    /// Texts put together by a sign; the one text that was meant, in place of all of it.
    Joined {
        sign: String,
        whole: Span,
        right: Option<String>,
    },
    /// Something that other languages write so, and this one otherwise.
    WrittenOtherwise {
        found: String,
        right: String,
        what: &'static str,
    },
    /// A text in quotes of another kind, and the right one.
    Quotes {
        right: String,
    },
    /// A blank of another kind than the usual one, or a character that nobody sees.
    Blank {
        invisible: bool,
    },
    /// `\u{110000}`
    NoSuchCharacter {
        digits: String,
    },
    /// `\q`
    NoSuchEscape {
        escape: String,
    },
    /// Text between items.
    OutsideItems {
        found: String,
    },
    /// A word that is nearly a keyword.
    Misspelt {
        found: String,
        meant: String,
    },
}

/// Every code of this crate with its title.
pub const CODES: &[(&str, &str)] = &[
    ("E0101", "something else should stand here"),
    ("E0102", "a bracket is not closed"),
    ("E0103", "a closing bracket too many"),
    ("E0104", "a text is not closed"),
    ("E0105", "not part of this version"),
    ("E0106", "a character without meaning here"),
    ("E0107", "nested too deeply"),
    ("E0108", "a comma is missing"),
    ("E0109", "comparisons cannot be chained"),
    ("E0110", "written otherwise in Flow"),
    ("E0111", "no such character"),
    ("E0112", "outside of any item"),
    ("E0113", "a misspelt keyword"),
    ("E0114", "an operator of another language"),
    ("E0115", "a name cannot be written like this"),
    ("E0116", "a field is set otherwise"),
    ("E0117", "a number or date is written otherwise"),
    ("E0118", "a choice or a loop is written otherwise"),
    ("E0119", "a type is written otherwise"),
    ("E0120", "pasted from elsewhere"),
    ("E0121", "a line of an item is written otherwise"),
];

impl SyntaxProblem {
    /// The problem at its place.
    pub fn at(&self, span: Span) -> Problem {
        let mut labels = vec![(span, self.label())];
        match self {
            SyntaxProblem::Unclosed { noticed, .. } => labels.push((*noticed, "it should have been closed before this".to_owned())),
            SyntaxProblem::Headless { first } => labels.push((*first, "the lines of a block begin here".to_owned())),
            SyntaxProblem::WrongPartner { opened, .. } => labels.push((*opened, "this is what it closes".to_owned())),
            _ => {}
        }
        Problem { code: self.code(), message: self.message(), labels, help: self.help(), fix: self.fix(span) }
    }

    fn code(&self) -> &'static str {
        match self {
            SyntaxProblem::Unexpected { .. }
            | SyntaxProblem::MissingWord { .. }
            | SyntaxProblem::Incomplete { .. }
            | SyntaxProblem::Leftover { .. }
            | SyntaxProblem::NotAName { .. }
            | SyntaxProblem::Body { .. }
            | SyntaxProblem::MissingBrace { .. } => "E0101",
            SyntaxProblem::Unclosed { .. } | SyntaxProblem::UnclosedHole => "E0102",
            SyntaxProblem::Stray { .. } | SyntaxProblem::Headless { .. } | SyntaxProblem::StrayInText | SyntaxProblem::WrongPartner { .. } => "E0103",
            SyntaxProblem::UnclosedString => "E0104",
            SyntaxProblem::NotYet { .. } => "E0105",
            SyntaxProblem::UnknownCharacter { .. } => "E0106",
            SyntaxProblem::TooDeep { .. } => "E0107",
            SyntaxProblem::MissingComma { .. } => "E0108",
            SyntaxProblem::ChainedComparison { .. } => "E0109",
            SyntaxProblem::WrittenOtherwise { .. } | SyntaxProblem::Quotes { .. } | SyntaxProblem::Blank { .. } => "E0110",
            SyntaxProblem::NoSuchCharacter { .. } | SyntaxProblem::NoSuchEscape { .. } => "E0111",
            SyntaxProblem::OutsideItems { .. } => "E0112",
            SyntaxProblem::Misspelt { .. } => "E0113",
            SyntaxProblem::Joined { .. } => "E0114",
            SyntaxProblem::NeedlessType => "E0119",
        }
    }

    fn message(&self) -> String {
        match self {
            SyntaxProblem::Unexpected { expected, found } if expected.is_empty() => format!("`{found}` cannot stand here"),
            SyntaxProblem::Unexpected { expected, found } => format!("expected {}, found `{found}`", either(expected)),
            SyntaxProblem::MissingWord { word, found, replaces: true } => format!("expected `{word}`, found `{found}`"),
            SyntaxProblem::MissingWord { word, found, replaces: false } => format!("`{word}` is missing before `{found}`"),
            SyntaxProblem::Incomplete { expected, after } if expected.is_empty() => format!("something is missing after `{after}`"),
            SyntaxProblem::Incomplete { expected, after } => format!("{} is missing after `{after}`", either(expected)),
            SyntaxProblem::Leftover { found } => format!("`{found}` does not fit: what stands before it is complete"),
            SyntaxProblem::NotAName { word } => format!("`{word}` is a reserved word and cannot be a name here"),
            SyntaxProblem::Body { native: true } => "a `native fn` has no body".to_owned(),
            SyntaxProblem::Body { native: false } => "this `fn` has no body".to_owned(),
            SyntaxProblem::Unclosed { bracket, .. } => format!("this `{bracket}` is never closed"),
            SyntaxProblem::UnclosedHole => "this `{` begins a hole in the text that no `}` ends".to_owned(),
            SyntaxProblem::MissingBrace { item: "block" } => "the `{` behind this name is missing".to_owned(),
            SyntaxProblem::MissingBrace { item } => format!("the `{{` of this `{item}` is missing"),
            SyntaxProblem::Stray { bracket } => format!("nothing was opened that this `{bracket}` could close"),
            SyntaxProblem::Headless { .. } => "this `}` ends a block whose first line is missing".to_owned(),
            SyntaxProblem::StrayInText => "this `}` ends no hole in the text".to_owned(),
            SyntaxProblem::WrongPartner { bracket, right, .. } => format!("expected `{right}`, found `{bracket}`"),
            SyntaxProblem::UnclosedString => "this text has no closing quote on its line".to_owned(),
            SyntaxProblem::NotYet { what } => format!("{what} is not part of this version of the language"),
            SyntaxProblem::UnknownCharacter { characters } => format!("`{characters}` means nothing here"),
            SyntaxProblem::TooDeep { limit } => format!("this is nested more than {limit} deep"),
            SyntaxProblem::MissingComma { between } => format!("a `,` is missing between two {between}"),
            SyntaxProblem::NeedlessType => "a `let` says no type: it is that of its value".to_owned(),
            SyntaxProblem::ChainedComparison { .. } => "comparisons cannot be chained".to_owned(),
            SyntaxProblem::Joined { sign, .. } => format!("texts are put together in one text with holes, not with `{sign}`"),
            SyntaxProblem::WrittenOtherwise { found, right, what } if right.is_empty() => format!("{what} needs no `{found}`"),
            SyntaxProblem::WrittenOtherwise { found, right, what } => format!("{what} is written `{right}`, not `{found}`"),
            SyntaxProblem::Quotes { .. } => "a text is written in straight double quotes: \"…\"".to_owned(),
            SyntaxProblem::Blank { invisible: true } => "a character stands here that nobody can see".to_owned(),
            SyntaxProblem::Blank { .. } => "this is not an ordinary blank".to_owned(),
            SyntaxProblem::NoSuchCharacter { digits } => format!("there is no character with the number {digits}"),
            SyntaxProblem::NoSuchEscape { escape } => format!("`{escape}` stands for no character"),
            SyntaxProblem::OutsideItems { found } => format!("`{found}` stands outside of any item"),
            SyntaxProblem::Misspelt { found, meant } if found.to_lowercase() == *meant => format!("keywords are written in small letters: `{meant}`, not `{found}`"),
            SyntaxProblem::Misspelt { found, meant } => format!("`{found}` is no keyword; `{meant}` is"),
        }
    }

    fn label(&self) -> String {
        match self {
            SyntaxProblem::Unexpected { expected, .. } => match expected.as_slice() {
                [one] => format!("{one} should stand here"),
                _ => "not this".to_owned(),
            },
            SyntaxProblem::MissingWord { word, replaces, .. } => format!("`{word}` should stand {}", if *replaces { "here" } else { "before this" }),
            SyntaxProblem::Incomplete { expected, .. } => match expected.as_slice() {
                [one] => format!("{one} should follow here"),
                _ => "it stops here".to_owned(),
            },
            SyntaxProblem::Leftover { .. } => "this is too much".to_owned(),
            SyntaxProblem::NotAName { .. } => "reserved".to_owned(),
            SyntaxProblem::Unclosed { .. } | SyntaxProblem::UnclosedHole => "opened here".to_owned(),
            SyntaxProblem::MissingBrace { .. } => "`{` should stand here".to_owned(),
            SyntaxProblem::Stray { .. } | SyntaxProblem::StrayInText => "one too many".to_owned(),
            SyntaxProblem::Headless { .. } => "opened nowhere".to_owned(),
            SyntaxProblem::WrongPartner { right, .. } => format!("`{right}` should stand here"),
            SyntaxProblem::UnclosedString => "begins here".to_owned(),
            SyntaxProblem::NotYet { .. } => "for a later version".to_owned(),
            SyntaxProblem::MissingComma { .. } => "put a `,` here".to_owned(),
            SyntaxProblem::Misspelt { meant, .. } => format!("did you mean `{meant}`?"),
            SyntaxProblem::WrittenOtherwise { right, .. } if !right.is_empty() => format!("write `{right}`"),
            SyntaxProblem::Quotes { right } => format!("write `{right}`"),
            SyntaxProblem::Blank { invisible: true } => "invisible".to_owned(),
            SyntaxProblem::Blank { .. } => "put an ordinary blank here".to_owned(),
            SyntaxProblem::Body { .. }
            | SyntaxProblem::UnknownCharacter { .. }
            | SyntaxProblem::TooDeep { .. }
            | SyntaxProblem::ChainedComparison { .. }
            | SyntaxProblem::NeedlessType
            | SyntaxProblem::Joined { .. }
            | SyntaxProblem::WrittenOtherwise { .. }
            | SyntaxProblem::NoSuchCharacter { .. }
            | SyntaxProblem::NoSuchEscape { .. }
            | SyntaxProblem::OutsideItems { .. } => "here".to_owned(),
        }
    }

    fn help(&self) -> Option<String> {
        let help = match self {
            SyntaxProblem::UnclosedString => "Write `\"` at its end. A line break within a text is `\\n`, a quote `\\\"`, a brace `\\{`.",
            SyntaxProblem::UnclosedHole | SyntaxProblem::StrayInText => "A brace that belongs to the text itself is written `\\{` or `\\}`.",
            SyntaxProblem::Headless { .. } => "Write the line that belongs above the block, such as `ship_to {`; or remove this `}` and set the lines out to the left.",
            SyntaxProblem::NoSuchEscape { .. } => "There are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r`, `\\{`, `\\}` and `\\u{…}`; a backslash itself is `\\\\`.",
            SyntaxProblem::Joined { .. } => "A hole is written in braces: `\"Order {order.number}\"`.",
            SyntaxProblem::ChainedComparison { .. } => "Write the two comparisons with `and` between them: `a < b and b < c`.",
            SyntaxProblem::OutsideItems { .. } => {
                "A file consists of items: use, unit, enum, record, table, fn, map, failure, policy, contract, system, lifecycle, flow, test. Comments begin with `#`."
            }
            SyntaxProblem::Leftover { found } => match found.as_str() {
                "?" => "A choice is written `if … then … else …`, a value for a missing one `… else …`.",
                "[" => "An element of a list is `.at(1)` or `.first`.",
                "->" | "=>" => "A function such as `line -> line.qty` stands only between the parentheses of a call.",
                _ => return None,
            },
            SyntaxProblem::UnknownCharacter { characters } => match characters.as_str() {
                "%" => "A percentage is written as a decimal: 19 % is `0.19`. There is no sign for the remainder of a division.",
                "^" => "There is no sign for powers: write `a * a`.",
                "$" | "@" => "Names stand without a sign before them.",
                "'" => "A text stands in double quotes, a comment begins with `#`.",
                _ if characters.starts_with('\'') => "A text stands in double quotes, a comment begins with `#`.",
                "`" => "A text stands in straight double quotes: \"…\".",
                _ => return None,
            },
            SyntaxProblem::TooDeep { .. } => "Give parts of it a name with `let`, or move them into a `fn` or `map`.",
            SyntaxProblem::Body { native: true } => "Remove the braces, or the word `native`.",
            SyntaxProblem::Body { native: false } => "Write what it gives in braces: `fn twice(n: int) -> int { n * 2 }`.",
            _ => return None,
        };
        Some(help.to_owned())
    }

    fn fix(&self, span: Span) -> Option<Fix> {
        let before = Span { start: span.start, end: span.start };
        let (title, place, text) = match self {
            SyntaxProblem::MissingComma { .. } => ("insert the comma".to_owned(), span, ",".to_owned()),
            SyntaxProblem::MissingBrace { .. } => ("insert `{`".to_owned(), span, " {".to_owned()),
            SyntaxProblem::MissingWord { word, replaces: true, .. } => (format!("write `{word}`"), span, word.clone()),
            SyntaxProblem::MissingWord { word, .. } if matches!(word.as_str(), "." | "(" | "[") => (format!("insert `{word}`"), before, word.clone()),
            SyntaxProblem::MissingWord { word, .. } => (format!("insert `{word}`"), before, format!("{word} ")),
            SyntaxProblem::WrittenOtherwise { found, right, .. } if right.is_empty() => (format!("remove `{found}`"), span, String::new()),
            SyntaxProblem::WrittenOtherwise { right, .. } => (format!("write `{right}`"), span, right.clone()),
            SyntaxProblem::Quotes { right } => (format!("write `{right}`"), span, right.clone()),
            SyntaxProblem::Blank { invisible: true } => ("remove it".to_owned(), span, String::new()),
            SyntaxProblem::Blank { .. } => ("put an ordinary blank".to_owned(), span, " ".to_owned()),
            SyntaxProblem::UnknownCharacter { characters } if matches!(characters.as_str(), "$" | "@" | "\\") => (format!("remove `{characters}`"), span, String::new()),
            SyntaxProblem::Misspelt { meant, .. } => (format!("write `{meant}`"), span, meant.clone()),
            SyntaxProblem::WrongPartner { right, .. } => (format!("write `{right}`"), span, right.to_string()),
            SyntaxProblem::Stray { bracket } => (format!("remove `{bracket}`"), span, String::new()),
            SyntaxProblem::UnclosedHole => ("write `\\{`".to_owned(), span, "\\{".to_owned()),
            SyntaxProblem::StrayInText => ("write `\\}`".to_owned(), span, "\\}".to_owned()),
            SyntaxProblem::ChainedComparison { between } => (format!("write `and {between}`"), before, format!("and {between} ")),
            SyntaxProblem::NeedlessType => ("remove it".to_owned(), span, " ".to_owned()),
            SyntaxProblem::Unclosed { missing, end, .. } if !missing.is_empty() => (format!("insert `{}`", missing.trim_start()), *end, missing.clone()),
            SyntaxProblem::Joined { whole, right: Some(right), .. } => (format!("write `{right}`"), *whole, right.clone()),
            SyntaxProblem::NoSuchEscape { escape } => (format!("write `\\{escape}`"), span, format!("\\{escape}")),
            _ => return None,
        };
        Some(Fix { title, edits: vec![(place, text)] })
    }
}

/// `` `a`, `b` or a value ``
fn either(words: &[String]) -> String {
    match words {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
