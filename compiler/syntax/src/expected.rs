//! What the grammar would have accepted where a piece stops, in words.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::build::{Rule, failed_attempts};

/// More than these are not worth reading.
const MOST: usize = 5;

/// Where a piece stops and how it could go on.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Expected {
    /// Bytes from the start of the piece.
    pub offset: usize,
    /// Signs and words, as they are written.
    pub words: Vec<String>,
    /// Others: `a value`, `a name`.
    pub kinds: Vec<&'static str>,
    /// Every word that could stand there, also those that `kinds` sums up: what a misspelt one may have meant.
    pub meant: Vec<String>,
}

impl Expected {
    pub fn wants(&self, kind: &str) -> bool {
        self.kinds.contains(&kind)
    }

    /// What stands before is complete in itself, though an operator or the like could follow.
    pub fn is_complete(&self) -> bool {
        self.words.is_empty() && self.kinds.is_empty()
    }

    /// In words for people; empty where that would be too many.
    pub fn all(&self) -> Vec<String> {
        let quoted = self.words.iter().map(|word| format!("`{word}`"));
        let all: Vec<String> = quoted.chain(self.kinds.iter().map(|kind| (*kind).to_owned())).collect();
        if all.len() > MOST { Vec::new() } else { all }
    }
}

/// Parses the piece again, this time with the attempts written down.
pub(crate) fn expected(rule: Rule, text: &str) -> Expected {
    // Detail is a switch of the whole process; a parse elsewhere meanwhile only gets slower.
    static SWITCH: Mutex<()> = Mutex::new(());
    // With a blank behind it the last word is surely at its end.
    let padded = format!("{text} ");
    let guard = SWITCH.lock().unwrap_or_else(PoisonError::into_inner);
    let attempts = failed_attempts(rule, &padded);
    drop(guard);
    let Some(attempts) = attempts else { return Expected { offset: text.len(), ..Expected::default() } };
    let before = padded.get(..attempts.offset).and_then(|before| before.chars().next_back());
    in_words(attempts.offset.min(text.len()), attempts.tokens, before, attempts.wants_else)
}

/// Whether the text is a whole piece of that kind.
pub(crate) fn parses(rule: Rule, text: &str) -> bool {
    static SWITCH: Mutex<()> = Mutex::new(());
    let guard = SWITCH.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = failed_attempts(rule, &format!("{text} ")).is_none();
    drop(guard);
    whole
}

fn in_words(offset: usize, mut tokens: BTreeSet<String>, before: Option<char>, wants_else: bool) -> Expected {
    let mut kinds = Vec::new();
    remove(&mut tokens, BLANKS);
    // Right behind a word or number these would only make it longer.
    if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
        remove(&mut tokens, &["_", NAME, "0..9", "a..z", "A..Z"]);
    }
    let meant = tokens.iter().filter(|token| is_word(token)).cloned().collect();
    without_foreign(&mut tokens);
    if take(&mut tokens, &["\"", "["], VALUE) || take(&mut tokens, &["\"", "..", "otherwise"], VALUE) || take(&mut tokens, &["\"", "yes", "no"], VALUE) {
        kinds.push("a value");
    }
    if take(&mut tokens, &["list", "map"], &["_", NAME]) {
        kinds.push("a type");
    }
    let operators = take(&mut tokens, &["!=", "<="], OPERATORS);
    if operators && wants_else {
        tokens.insert("else".to_owned());
    }
    take(&mut tokens, &["at", "zone", "implied"], WIRE);
    take(&mut tokens, &["?"], &["(", "[", "matching"]);
    // A type may go on with a unit wherever it may go on at all.
    if before.is_some_and(|before| before.is_alphanumeric() || matches!(before, ')' | ' ')) {
        remove(&mut tokens, &["["]);
    }
    for (token, kind) in [("v", "a version such as `v1`"), ("0..9", "a number"), ("\"", "a text in quotes"), (NAME, "a name"), ("A..Z", "a method such as `POST`")] {
        if take(&mut tokens, &[token], &["_", "-", "a..z"]) {
            kinds.push(kind);
        }
    }
    let words: Vec<String> = tokens.into_iter().filter(|token| is_word(token) || token.chars().all(|c| c.is_ascii_punctuation())).collect();
    Expected { offset, words, kinds, meant }
}

/// Without what is taken only because other languages write it so.
fn without_foreign(tokens: &mut BTreeSet<String>) {
    remove(tokens, &["==", "===", "!==", "<>", "&&", "||", "!", ";", "\\", ""]);
    let foreign: &[&str] = match () {
        () if tokens.contains("<->") => &["=>", "=", ":"],
        () if tokens.contains("->") && tokens.contains("|") && !tokens.contains(":") => &["=>"],
        () if tokens.contains("=>") && tokens.contains("|") => &["->", ":"],
        () if tokens.contains("->") && tokens.contains(")") => &["->", "=>"],
        () if tokens.contains("=") => &[":"],
        () => &[],
    };
    remove(tokens, foreign);
    // An argument may be followed by another one; elsewhere behind a value a comma is only tolerated.
    if tokens.contains("!=") && !tokens.contains(")") && !tokens.contains("]") {
        remove(tokens, &[","]);
    }
}

/// What pest calls a letter that begins a name.
const NAME: &str = "BUILTIN_RULE";
const BLANKS: &[&str] = &[
    " ", "\t", "\r", "\n", "\u{FEFF}", "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}", "\u{3000}", "\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "#", "//", "--", "/*",
    "<!--", "`", "«", "»", "...", "…", "&&", "&", ";", "'", "‘", "“", "”", "„",
];
const VALUE: &[&str] = &["[", "(", "-", "_", "for", "if", "match", "no", "none", "not", "yes", "otherwise", "..", "0..9", "!", "?", NAME];
const OPERATORS: &[&str] = &[
    "=", "==", "===", "!=", "!==", "<>", "≠", "<", "<=", "≤", ">", ">=", "≥", "+", "-", "–", "—", "−", "*", "×", "/", "÷", "and", "&&", "or", "||", "not", "!", "in", ".", "(",
    "else", "on", "_", NAME,
];
const WIRE: &[&str] = &["as", "blank", "by", "format", "matching", "or", "yes", "(", "?", ","];

/// Takes these tokens out, and with them the others, if all of them are there.
fn take(tokens: &mut BTreeSet<String>, all: &[&str], others: &[&str]) -> bool {
    let there = all.iter().all(|token| tokens.contains(*token));
    if there {
        remove(tokens, all);
        remove(tokens, others);
    }
    there
}

fn remove(tokens: &mut BTreeSet<String>, these: &[&str]) {
    tokens.retain(|token| !these.contains(&token.as_str()));
}

fn is_word(token: &str) -> bool {
    token.len() > 1 && token.chars().all(|c| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests;
