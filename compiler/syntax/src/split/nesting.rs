//! How deep the syntax tree of a text will be, from its tokens alone. The phases behind recurse, and must not run out of stack.

use super::statements::{continues_expression, ends_expression};
use crate::source::SourceText;
use crate::token::{TokenKind, tokens};

/// Brackets within brackets.
const BRACKETS: usize = 200;
/// Brackets and operators: `a + a + a` nests like `(a + a) + a`.
const STEPS: usize = 400;

/// Follows the tokens of an item.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// Operators since the last separator: of each open bracket, the innermost last; then those outside of any bracket.
    levels: Vec<usize>,
    outermost: usize,
    total: usize,
}

impl Nesting {
    /// Gives the limit that the token is beyond, if it is beyond one.
    pub fn pass(&mut self, source: &SourceText<'_>, at: usize) -> Result<(), usize> {
        if source.starts_line(at) && ends_expression(source, at - 1) && !continues_expression(source, at) {
            self.separate();
        }
        match source.kind(at) {
            Some(TokenKind::String) => self.text(source.text_of(at))?,
            Some(kind) => self.token(kind, source.text_of(at)),
            None => {}
        }
        self.within_limits()
    }

    fn token(&mut self, kind: TokenKind, text: &str) {
        match kind {
            _ if kind.opens() => {
                self.levels.push(0);
                self.total += 1;
            }
            _ if kind.closes() => {
                if let Some(level) = self.levels.pop() {
                    self.total -= level + 1;
                }
            }
            _ if matches!(text, "," | ";" | "=>") => self.separate(),
            TokenKind::Sign if matches!(text, "|" | ":" | "->" | "<->") => {}
            TokenKind::Sign | TokenKind::ForeignSign => self.step(),
            TokenKind::Word if matches!(text, "if" | "then" | "else" | "match" | "for" | "and" | "or" | "not" | "in" | "of" | "on" | "fail") => self.step(),
            _ => {}
        }
    }

    /// The code in a text's holes nests as any other.
    fn text(&mut self, text: &str) -> Result<(), usize> {
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        if !inner.contains('{') {
            return Ok(());
        }
        let mut hole = Nesting::default();
        for token in tokens(inner) {
            let text = token.span.text(inner);
            match token.kind {
                TokenKind::String => hole.text(text)?,
                kind if kind.opens() || !hole.levels.is_empty() => hole.token(kind, text),
                _ => {}
            }
            if self.total + hole.total > STEPS || self.levels.len() + hole.levels.len() > BRACKETS {
                return Err(BRACKETS);
            }
        }
        Ok(())
    }

    fn within_limits(&self) -> Result<(), usize> {
        match (self.levels.len() > BRACKETS, self.total > STEPS) {
            (true, _) => Err(BRACKETS),
            (_, true) => Err(STEPS),
            _ => Ok(()),
        }
    }

    fn top(&mut self) -> &mut usize {
        self.levels.last_mut().unwrap_or(&mut self.outermost)
    }

    fn step(&mut self) {
        *self.top() += 1;
        self.total += 1;
    }

    fn separate(&mut self) {
        self.total -= std::mem::take(self.top());
    }
}
