//! A file's text with its tokens, and the questions that parsing asks of them.

use crate::span::Span;
use crate::token::{Token, TokenKind, tokens};

pub(crate) struct SourceText<'s> {
    pub text: &'s str,
    pub tokens: Vec<Token>,
    /// Indexes of the tokens that are not trivia.
    pub significant: Vec<usize>,
    /// Of these, which ones begin a line.
    line_starts: Vec<bool>,
}

impl<'s> SourceText<'s> {
    pub fn new(text: &'s str) -> SourceText<'s> {
        let tokens = tokens(text);
        let (mut significant, mut line_starts) = (Vec::new(), Vec::new());
        let mut line_start = true;
        for (at, token) in tokens.iter().enumerate() {
            if token.kind.is_trivia() {
                line_start |= token.span.text(text).contains('\n');
                continue;
            }
            significant.push(at);
            line_starts.push(line_start);
            line_start = false;
        }
        SourceText { text, tokens, significant, line_starts }
    }

    /// The n-th token that is not trivia.
    pub fn token(&self, n: usize) -> Option<Token> {
        self.tokens.get(*self.significant.get(n)?).copied()
    }

    pub fn text_of(&self, n: usize) -> &'s str {
        self.token(n).map_or("", |token| token.span.text(self.text))
    }

    pub fn kind(&self, n: usize) -> Option<TokenKind> {
        self.token(n).map(|token| token.kind)
    }

    pub fn is_word(&self, n: usize) -> bool {
        self.kind(n) == Some(TokenKind::Word)
    }

    /// Nothing but blanks stands before it on its line.
    pub fn starts_line(&self, n: usize) -> bool {
        self.line_starts.get(n).copied().unwrap_or(true)
    }

    /// How far the line is indented that the token stands on, in bytes.
    pub fn indent_of_line(&self, n: usize) -> usize {
        let first = (0..=n).rev().find(|at| self.starts_line(*at)).unwrap_or(n);
        let start = self.token(first).map_or(0, |token| token.span.start as usize);
        let before = self.text.get(..start).unwrap_or("");
        start - before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    pub fn span_of(&self, n: usize) -> Span {
        self.token(n).map_or_else(|| Span::new(self.text.len(), self.text.len()), |token| token.span)
    }

    /// It stands in the first column.
    pub fn in_first_column(&self, n: usize) -> bool {
        self.token(n).is_some_and(|token| token.span.start == 0 || self.text.as_bytes().get(token.span.start as usize - 1) == Some(&b'\n'))
    }

    /// The first token that is not trivia and ends behind the offset.
    pub fn at_or_after(&self, offset: usize) -> usize {
        self.significant.partition_point(|at| self.tokens.get(*at).is_some_and(|token| (token.span.end as usize) <= offset))
    }

    /// A range without the blanks and comments at its end.
    pub fn trimmed(&self, start: usize, end: usize) -> Span {
        let last = self.significant.partition_point(|at| self.tokens.get(*at).is_some_and(|token| (token.span.end as usize) <= end));
        let token_end = last.checked_sub(1).and_then(|last| self.token(last)).map_or(0, |token| token.span.end as usize);
        if token_end > start {
            return Span::new(start, token_end);
        }
        // Within a string's hole there are no tokens of their own.
        let text = self.text.get(start..end).unwrap_or("");
        Span::new(start, start + text.trim_end().len())
    }

    /// Offset of the first `{` from here on, or of the end.
    pub fn next_brace(&self, offset: usize) -> usize {
        let from = self.at_or_after(offset);
        let brace = (from..self.significant.len()).find(|n| self.kind(*n) == Some(TokenKind::OpenBrace));
        brace.and_then(|n| self.token(n)).map_or(self.text.len(), |token| token.span.start as usize)
    }

    /// The `##` lines just above an offset, without marks, joined; ordinary comments between them and it do no harm, an empty line does. Behind
    /// code a `##` is an ordinary comment.
    pub fn docs_above(&self, offset: usize) -> Option<String> {
        let end = self.tokens.partition_point(|token| (token.span.end as usize) <= offset);
        let mut lines = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().take(end).rev() {
            match token.kind {
                TokenKind::Docs if self.is_alone(at) => lines.push(undocumented(token.span.text(self.text))),
                TokenKind::Blank if token.span.text(self.text).matches('\n').count() < 2 => {}
                TokenKind::Comment => {}
                _ => break,
            }
        }
        lines.reverse();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Whether a comment, given by its token, has its line to itself.
    fn is_alone(&self, at: usize) -> bool {
        let mut before = self.tokens.get(..at).unwrap_or(&[]).iter().rev().map(|token| token.span.text(self.text));
        match before.next() {
            Some(blank) if blank.contains('\n') => true,
            Some(blank) => blank.trim().is_empty() && before.next().is_none(),
            None => true,
        }
    }
}

/// Without its marks and the blank behind them.
fn undocumented(comment: &str) -> &str {
    let text = comment.trim_start_matches('#').trim_end();
    text.strip_prefix(' ').unwrap_or(text)
}
