//! The statements between an item's braces.

use super::{Brackets, Piece};
use crate::later;
use crate::source::SourceText;
use crate::token::TokenKind;

/// What a pair of braces holds, for cutting it into statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Fields,
    /// Of a record that has another's shape.
    Places,
    Variants,
    Rows,
    /// Of a routing table.
    Routes,
    PolicyArms,
    MatchArms,
    Entries,
    Stmts,
    FnParts,
    LifeEntries,
    FlowStmts,
    TestStmts,
}

/// The first block in a piece: from its `{`, found outside of other brackets, to the `}` that closes it, or to the end of the piece. The `}` is
/// not part of it.
pub(crate) fn block(source: &SourceText<'_>, brackets: &Brackets, piece: Piece) -> Option<Piece> {
    let mut depth = brackets.depth(source);
    let mut open = None;
    for at in piece.start..piece.end {
        let outside = depth.at(at) == 0;
        match (source.kind(at), open) {
            (Some(TokenKind::OpenBrace), None) if outside => open = Some(at),
            (Some(TokenKind::CloseBrace), Some(start)) if outside && !brackets.is_stray(at) => return Some(Piece { start, end: at }),
            _ => {}
        }
    }
    open.map(|start| Piece { start, end: piece.end })
}

/// The statements of a block (its `{` at `body.start`), without wrong brackets at their ends.
pub(crate) fn statements(source: &SourceText<'_>, brackets: &Brackets, body: Piece, kind: Body) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut depth = brackets.depth(source);
    let mut separated = true;
    for at in body.start + 1..body.end {
        let outside = depth.at(at) == 0 && !source.kind(at).is_some_and(TokenKind::closes);
        let begins = outside && (separated || starts_statement(source, at, kind) && !is_part_of_name(source, pieces.last(), at, kind));
        match pieces.last_mut() {
            Some(piece) if !begins => piece.end = at + 1,
            _ => pieces.push(Piece { start: at, end: at + 1 }),
        }
        separated = outside && separates(source, pieces.last(), at, kind);
    }
    pieces.into_iter().map(|piece| without_stray_ends(piece, brackets)).filter(|piece| piece.start < piece.end).collect()
}

/// A sign behind which a statement begins, whatever it is. A comma before the arrow of an arm parts alternatives, not arms.
fn separates(source: &SourceText<'_>, piece: Option<&Piece>, at: usize, kind: Body) -> bool {
    let text = source.text_of(at);
    // `…, park` goes on with the steps of the same answer.
    if kind == Body::PolicyArms && text == "," && !source.starts_line(at + 1) && is_step(source.text_of(at + 1)) {
        return false;
    }
    let has_arrow = || piece.is_some_and(|piece| (piece.start..at).any(|at| matches!(source.text_of(at), "=>" | "->" | ":" | "=")));
    text == ";"
        || (text == ","
            && (kind == Body::Variants || (kind == Body::Places && parts_places(source, piece, at)) || (matches!(kind, Body::MatchArms | Body::PolicyArms) && has_arrow())))
}

fn is_step(word: &str) -> bool {
    matches!(word, "park" | "done" | "notify" | "alert" | "undo" | "send" | "skip" | "retry")
}

/// A comma parts lines of places, but not the names in one: `by key, value`, `ignore note, tags "…"`.
fn parts_places(source: &SourceText<'_>, piece: Option<&Piece>, at: usize) -> bool {
    let ignores = piece.is_some_and(|piece| source.text_of(piece.start) == "ignore" && source.is_word(piece.start + 1) && source.text_of(piece.start + 1) != "at");
    source.text_of(at.saturating_sub(2)) != "by" && (!ignores || source.kind(at - 1) == Some(TokenKind::String))
}

/// `order no = …`, `item-number : text`: the words of one line before its sign belong together, though only the last one looks like a beginning.
fn is_part_of_name(source: &SourceText<'_>, piece: Option<&Piece>, at: usize, kind: Body) -> bool {
    let Some(piece) = piece.filter(|piece| piece.end == at) else { return false };
    let on_line = !(piece.start + 1..=at).any(|at| source.starts_line(at));
    let sign = match kind {
        Body::Fields => [":", ":", ":"],
        Body::Stmts if goes_deeper(source, piece, at) => return true,
        Body::Stmts => ["=", "{", ":"],
        // `on-hold`, `"O" open`, `picked: Picked at PICK`
        Body::Variants => {
            let code_first = at == piece.start + 1 && source.kind(at - 1) == Some(TokenKind::String);
            return on_line && (matches!(source.text_of(at - 1), "-" | "/") || code_first || goes_on_with_code(source, piece, at));
        }
        _ => return false,
    };
    on_line && !(piece.start..at).any(|at| sign.contains(&source.text_of(at)) || matches!(source.text_of(at), ".." | "," | "let"))
}

/// `at` and the code behind it, of a variant that says what it carries.
fn goes_on_with_code(source: &SourceText<'_>, piece: &Piece, at: usize) -> bool {
    let carries = matches!(source.text_of(piece.start + 1), ":" | "=" | "->" | "=>" | "(" | "{");
    let behind = |word: &str| matches!(word, "at" | "as" | "is" | "of" | "code");
    carries && at > piece.start + 1 && (behind(source.text_of(at)) || (at > piece.start + 3 && behind(source.text_of(at - 1))))
}

/// A line ends with a colon, as in Python, and this one is indented below it.
fn goes_deeper(source: &SourceText<'_>, piece: &Piece, at: usize) -> bool {
    let colon = (piece.start..at).any(|n| source.text_of(n) == ":" && source.starts_line(n + 1));
    colon && source.text_of(piece.start) != "let" && source.indent_of_line(at) > source.indent_of_line(piece.start)
}

fn without_stray_ends(mut piece: Piece, brackets: &Brackets) -> Piece {
    while piece.start < piece.end && brackets.is_stray(piece.start) {
        piece.start += 1;
    }
    while piece.start < piece.end && brackets.is_stray(piece.end - 1) {
        piece.end -= 1;
    }
    piece
}

fn starts_statement(source: &SourceText<'_>, at: usize, kind: Body) -> bool {
    let (text, next, before) = (source.text_of(at), source.text_of(at + 1), source.text_of(at.saturating_sub(1)));
    let line = source.starts_line(at);
    match kind {
        Body::Fields if line && (matches!(text, "-" | "*") && source.is_word(at + 1) || source.kind(at) == Some(TokenKind::String) && next == ":") => true,
        Body::Fields if line && source.kind(at) == Some(TokenKind::Number) => source.text_of(at).ends_with('.') || next == ".",
        Body::Fields => {
            source.is_word(at)
                && ((next == ":" && (line || !is_wire_word(text) || source.kind(at + 2) != Some(TokenKind::String)))
                    || (line && !is_wire_word(text) && !goes_on_with_rule(text) && !matches!(before, "of" | "to" | ":" | "at" | "format" | "zone" | "matching" | "implied" | "by")))
        }
        Body::Places => {
            let goes_on = is_wire_word(text)
                || matches!(text, "where" | "loop")
                || matches!(before, "at" | "where" | "loop" | "=" | "-" | "." | "format" | "zone" | "implied" | "by" | "ignore");
            source.is_word(at) && line && !goes_on
        }
        // `picked: Picked at "PICK"` is one.
        Body::Variants if source.kind(at) == Some(TokenKind::String) => line && matches!(next, "=>" | "->" | ":" | "="),
        Body::Variants => source.is_word(at) && !matches!(before, ":" | "=" | "=>" | "->") && !(text == "at" && !line && source.kind(at + 1) == Some(TokenKind::String)),
        Body::Rows => line && !matches!(before, "," | "->" | "<->"),
        Body::Routes => line && !matches!(text, "|" | "=>") && !matches!(before, "," | "|" | "=>"),
        Body::PolicyArms => line && !matches!(text, "|" | "=>" | "then") && !matches!(before, "|" | "=>" | "then"),
        Body::MatchArms => line && ends_expression(source, at - 1) && !continues_expression(source, at) && text != "|",
        Body::Entries if text == "answers" && goes_on_with_answer(source.text_of(at + 1), source.text_of(at + 2)) => false,
        Body::Entries => source.is_word(at) && line && !matches!(text, "on" | "by" | "once" | "in" | "cached" | "awaits") && next != ":" && (next != "." || before != ","),
        Body::Stmts => starts_stmt(source, at),
        Body::FnParts => {
            sets_at_line_start(source, at) || (text == "let" || line) && ends_expression(source, at - 1) && !continues_expression(source, at) && !matches!(text, "(" | "[")
        }
        Body::LifeEntries => {
            let goes_on = matches!(text, "|" | "->" | "by" | "from" | "to" | "else" | "then") && next != "->";
            line && !goes_on && !matches!(before, "|" | "->" | "by" | "from" | "to" | "else" | "then" | "within" | "final")
        }
        Body::FlowStmts => {
            let keyword = matches!(text, "let" | "check" | "skip" | "send" | "advance") || (text == "on" && next == "failure") || (line && later::STATEMENTS.contains(&text));
            let keyword = keyword && (line || ends_expression(source, at - 1));
            let keyword = keyword || (line && matches!(text, "collect" | "answer" | "priority" | "for" | "match") && ends_expression(source, at - 1));
            let failing = text == "on" && line && matches!(next, "error" | "errors" | "exception" | "fail" | "failures" | "failed");
            let unknown = begins_with_unknown_word(source, at) && !goes_on_collecting(text);
            failing || (keyword && next != "." && (source.is_word(at + 1) || matches!(text, "for" | "match") && next == "(")) || sets_at_line_start(source, at) || unknown
        }
        Body::TestStmts => (matches!(text, "given" | "expect") && (line || ends_expression(source, at - 1))) || begins_with_unknown_word(source, at),
    }
}

/// Whether a line begins here that is surely not within a bracket: for finding where a forgotten one should have been closed.
pub(super) fn begins_line_of_body(source: &SourceText<'_>, at: usize) -> bool {
    let (text, next) = (source.text_of(at), source.text_of(at + 1));
    let named = source.is_word(at) && (matches!(next, "=" | "{" | ":" | "->" | "<->" | "=>" | "|") || source.kind(at + 1) == Some(TokenKind::String));
    named
        || matches!(text, "}" | ".." | "let" | "check" | "skip" | "send" | "given" | "expect" | "sends" | "accepts" | "answers" | "otherwise")
        || (text == "on" && next == "failure")
}

/// `answers Label once by …` behind a message, rather than `answers label(id: text) : Label`.
pub(crate) fn goes_on_with_answer(next: &str, behind: &str) -> bool {
    next.starts_with(char::is_uppercase) && !matches!(behind, ":" | "(") || next == "list" && behind == "of"
}

/// Within a rule of a record a line may begin with these.
fn goes_on_with_rule(text: &str) -> bool {
    matches!(text, "then" | "because" | "and" | "else" | "in" | "not")
}

fn is_wire_word(text: &str) -> bool {
    matches!(text, "at" | "or" | "as" | "format" | "zone" | "blank" | "yes" | "no" | "implied" | "by" | "matching" | "of" | "to" | "is" | "missing" | "null")
}

fn starts_stmt(source: &SourceText<'_>, at: usize) -> bool {
    let (text, next) = (source.text_of(at), source.text_of(at + 1));
    let line = source.starts_line(at);
    let named = source.is_word(at) && (next == "=" && !is_attribute(source, at) || (next == "{" && line) || (next == ":" && line));
    sets_at_line_start(source, at)
        || sets_within(source, at)
        || (line && begins_tag(source, at))
        || (text == "let" || begins_spread(source, at) || (text == "ignore" && source.is_word(at + 1)) || named || begins_with_unknown_word(source, at))
            && ends_expression(source, at - 1)
}

/// `<order_no>`, `</release>`, `<xsl:value-of …`
fn begins_tag(source: &SourceText<'_>, at: usize) -> bool {
    let touching = source.span_of(at).end == source.span_of(at + 1).start;
    source.text_of(at) == "<" && touching && (source.text_of(at + 1) == "/" || source.is_word(at + 1) && matches!(source.text_of(at + 2), ">" | ":" | "/"))
}

/// `<xsl:value-of select="…"/>`: within a tag of XML.
fn is_attribute(source: &SourceText<'_>, at: usize) -> bool {
    let on_line = (0..at).rev().take_while(|before| !source.starts_line(before + 1));
    let sign = on_line.into_iter().find(|before| matches!(source.text_of(*before), "<" | ">"));
    let touching = |sign: usize| source.is_word(sign + 1) && source.span_of(sign).end == source.span_of(sign + 1).start;
    sign.is_some_and(|sign| source.text_of(sign) == "<" && touching(sign))
}

/// `…, ship_to.city = …` on one line. The keys of a `for` may compare so.
fn sets_within(source: &SourceText<'_>, at: usize) -> bool {
    let mut last = at;
    while source.text_of(last + 1) == "." && source.is_word(last + 2) {
        last += 2;
    }
    let path = last > at && source.is_word(at) && source.text_of(last + 1) == "=" && source.text_of(at.saturating_sub(1)) == ",";
    path && !(0..at).rev().take_while(|before| !source.starts_line(before + 1)).any(|before| source.text_of(before) == "for")
}

/// Points before a number are those of a range.
fn begins_spread(source: &SourceText<'_>, at: usize) -> bool {
    source.text_of(at) == ".." && !source.kind(at + 1).is_some_and(TokenKind::is_literal) && source.text_of(at + 1) != "-"
}

/// The words within a `collect`, or one of them that is being typed.
fn goes_on_collecting(text: &str) -> bool {
    ["by", "until", "or", "after"].iter().any(|word| word.starts_with(text))
}

/// A statement of a flow or test, for which its item lacks: nothing else begins so.
pub(super) fn is_lost_statement(source: &SourceText<'_>, at: usize) -> bool {
    matches!(source.text_of(at), "check" | "skip" | "send" | "given" | "expect") && source.is_word(at + 1)
}

/// At the start of a line `name =` and `let name` are never the rest of an expression, even of one that stops too early.
pub(super) fn sets_at_line_start(source: &SourceText<'_>, at: usize) -> bool {
    let sets = matches!(source.text_of(at + 1), "=" | "==" | "===") || (source.text_of(at) == "let" && source.is_word(at + 1));
    source.starts_line(at) && source.is_word(at) && sets
}

/// A word at the start of a line, behind a whole expression: it cannot belong to it.
fn begins_with_unknown_word(source: &SourceText<'_>, at: usize) -> bool {
    source.is_word(at) && source.starts_line(at) && ends_expression(source, at - 1) && !continues_expression(source, at)
}

/// The token before a statement's first one: whether what stands before can be whole.
pub(super) fn ends_expression(source: &SourceText<'_>, at: usize) -> bool {
    match source.kind(at) {
        // Behind a dot every word is the name of a field.
        Some(TokenKind::Word) if source.text_of(at.saturating_sub(1)) == "." => true,
        Some(TokenKind::Word) => !matches!(
            source.text_of(at),
            "if" | "then"
                | "else"
                | "match"
                | "for"
                | "and"
                | "or"
                | "not"
                | "in"
                | "where"
                | "fail"
                | "except"
                | "numbered"
                | "by"
                | "join"
                | "zip"
                | "sort"
                | "when"
                | "because"
                | "check"
                | "expect"
                | "with"
                | "let"
                | "on"
        ),
        Some(TokenKind::UnclosedString | TokenKind::ForeignString | TokenKind::ForeignNumber) => true,
        Some(literal) if literal.is_literal() => true,
        Some(kind) => kind.closes() || matches!(source.text_of(at), "," | "?" | ";"),
        None => true,
    }
}

/// The token goes on with the expression before it.
pub(super) fn continues_expression(source: &SourceText<'_>, at: usize) -> bool {
    let (text, next) = (source.text_of(at), source.text_of(at + 1));
    match text {
        "then" | "else" | "and" | "or" | "in" | "where" | "numbered" | "because" | "except" | "with" | "from" => true,
        "by" | "join" | "zip" | "sort" | "descending" => true,
        "not" => next == "in",
        "on" => next != "failure",
        "undo" => true,
        _ => matches!(source.kind(at), Some(TokenKind::Sign | TokenKind::ForeignSign)),
    }
}
