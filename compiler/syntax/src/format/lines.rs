//! Tokens to lines: where each line stands in the nesting, and of which kind it is.

use crate::split::{WORDS, goes_on_with_answer};

/// One line of the source, without its white space.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Tokens but comments.
    pub tokens: Vec<&'a str>,
    /// The comment that ends the line, or is all of it.
    pub comment: Option<&'a str>,
    /// Levels of indentation.
    pub level: usize,
    pub kind: Kind,
    /// Number of the block that it stands in, so that only lines of one block are aligned with each other.
    pub block: usize,
    /// A blank line stood above.
    pub blank_above: bool,
}

/// What a line is within its block; lines of one kind are cut into cells in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Comment,
    /// `name : type wire…`
    Field,
    /// `name at W05-02 where …`
    Place,
    /// `name "code"`, `name: Record at "code"`
    Variant,
    /// `code -> code`
    Row,
    /// `pattern => result`
    Arm,
    /// `sends name : type on POST "/path" once by …`
    Entry,
    /// `state -> state by system`
    Move,
    /// `name = expression`
    Set,
    /// `system name : Contract v1`
    System,
    /// `unit name = 12 each`
    Unit,
    /// `failure name(…) "message"`
    Failure,
    /// `ignore path "reason"`
    Ignore,
    /// Anything else; it stands alone.
    Other,
}

/// What stands between a pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Fields,
    Variants,
    Rows,
    Arms,
    Entries,
    Moves,
    Statements,
    /// Round or square brackets.
    Expression,
}

struct Open {
    inside: Inside,
    block: usize,
    /// The number of the line that it was opened on: brackets opened on one line indent once.
    line: usize,
}

#[derive(Default)]
struct Cutter<'a> {
    lines: Vec<Line<'a>>,
    open: Vec<Open>,
    blocks: usize,
    /// The last keyword that says what the next brace holds.
    announced: Option<Inside>,
}

pub(super) fn lines<'a>(tokens: &[&'a str]) -> Vec<Line<'a>> {
    let mut cutter = Cutter::default();
    let mut line: Vec<&'a str> = Vec::new();
    let mut blank_above = false;
    for token in tokens {
        if !token.trim().is_empty() {
            line.push(token.trim_end());
        }
        let breaks = if token.starts_with('"') { 0 } else { token.matches('\n').count() };
        if breaks > 0 {
            let was_empty = line.is_empty();
            cutter.line(std::mem::take(&mut line), blank_above);
            blank_above = breaks > 1 || (was_empty && blank_above) || (was_empty && !cutter.lines.is_empty());
        }
    }
    cutter.line(line, blank_above);
    cutter.lines
}

impl<'a> Cutter<'a> {
    fn line(&mut self, mut tokens: Vec<&'a str>, blank_above: bool) {
        let comment = tokens.pop_if(|last| last.starts_with('#'));
        if tokens.is_empty() && comment.is_none() {
            return;
        }
        let closing = tokens.iter().take_while(|token| closes(token)).count();
        let (inside, block) = self.open.last().map_or((Inside::Statements, 0), |open| (open.inside, open.block));
        let kind = if closing > 0 { Kind::Other } else { kind(inside, &tokens, self.open.is_empty()) };
        let level = self.level(closing) + usize::from(closing == 0 && (continues(&tokens, inside) || self.goes_on_with_item(&tokens)));
        for token in &tokens {
            self.pass(token);
        }
        // A line that opens a block, or closes one, is not aligned with its neighbours.
        let kind = if self.open.last().is_some_and(|open| open.line == self.lines.len()) { Kind::Other } else { kind };
        let blank_above = blank_above && !self.lines.is_empty();
        self.lines.push(Line { tokens, comment, level, kind, block, blank_above });
    }

    /// Outside of all brackets, what begins no item is the rest of the one above.
    fn goes_on_with_item(&self, tokens: &[&str]) -> bool {
        self.open.is_empty() && tokens.first().is_some_and(|first| !WORDS.contains(first))
    }

    /// Levels of the brackets that are open at the start of a line, less those that its first tokens close.
    fn level(&self, closing: usize) -> usize {
        let still_open = self.open.get(..self.open.len().saturating_sub(closing)).unwrap_or(&[]);
        let mut opened_on: Vec<usize> = still_open.iter().map(|open| open.line).collect();
        opened_on.dedup();
        opened_on.len()
    }

    fn pass(&mut self, token: &str) {
        match token {
            "{" | "(" | "[" => {
                self.blocks += 1;
                let inside = if token == "{" { self.announced.take().unwrap_or(Inside::Statements) } else { Inside::Expression };
                self.open.push(Open { inside, block: self.blocks, line: self.lines.len() });
            }
            "}" | ")" | "]" => drop(self.open.pop()),
            _ => self.announced = announces(token).or(self.announced),
        }
    }
}

fn closes(token: &str) -> bool {
    matches!(token, "}" | ")" | "]")
}

fn announces(keyword: &str) -> Option<Inside> {
    match keyword {
        "record" => Some(Inside::Fields),
        "enum" => Some(Inside::Variants),
        "table" => Some(Inside::Rows),
        "policy" | "match" => Some(Inside::Arms),
        "contract" => Some(Inside::Entries),
        "lifecycle" => Some(Inside::Moves),
        "map" | "fn" | "flow" | "test" | "for" | "with" | "use" => Some(Inside::Statements),
        _ => None,
    }
}

fn kind(inside: Inside, tokens: &[&str], top: bool) -> Kind {
    let second = tokens.get(1).copied().unwrap_or("");
    match (tokens.first().copied(), inside) {
        (None, _) => Kind::Comment,
        (Some("system"), _) if top => Kind::System,
        (Some("unit"), _) if top => Kind::Unit,
        (Some("failure"), _) if top => Kind::Failure,
        (_, Inside::Fields) if second == ":" => Kind::Field,
        (_, Inside::Fields | Inside::Statements) if second == "at" && !top => Kind::Place,
        (_, Inside::Variants) => Kind::Variant,
        (_, Inside::Rows) => Kind::Row,
        (_, Inside::Arms) if tokens.contains(&"=>") => Kind::Arm,
        (Some("answers"), Inside::Entries) if answers_message(tokens) => Kind::Other,
        (Some("sends" | "accepts" | "answers" | "owns"), Inside::Entries) => Kind::Entry,
        (_, Inside::Moves) if tokens.contains(&"->") => Kind::Move,
        (_, Inside::Statements) if second == "=" && !top => Kind::Set,
        (Some("ignore"), Inside::Statements | Inside::Fields) if second != "{" && !top => Kind::Ignore,
        _ => Kind::Other,
    }
}

/// The line goes on with an expression or statement of the line above.
fn continues(tokens: &[&str], inside: Inside) -> bool {
    let compares = matches!(inside, Inside::Rows | Inside::Arms) && tokens.contains(&"=>");
    let (first, second) = (tokens.first().copied().unwrap_or(""), tokens.get(1).copied().unwrap_or(""));
    let named = matches!(second, "=" | ":" | "{");
    match first {
        "<" | ">" | "<=" | ">=" if compares => false,
        "+" | "*" | "/" | "." | "|" | "=>" | "->" | "<" | ">" | "<=" | ">=" | "!=" | "=" => true,
        "and" | "or" | "then" | "else" | "where" | "because" | "in" | "once" | "cached" | "awaits" | "undo" | "until" | "after" => !named,
        "by" | "join" | "zip" | "sort" | "numbered" => !named && second.starts_with(|first: char| first.is_alphabetic()),
        "on" => !named && second != "failure",
        "answers" => inside == Inside::Entries && answers_message(tokens),
        _ => false,
    }
}

/// `answers Label once by …`: the rest of a message.
fn answers_message(tokens: &[&str]) -> bool {
    let word = |at: usize| tokens.get(at).copied().unwrap_or("");
    goes_on_with_answer(word(1), word(2))
}
