//! A map as it is with all that it inherits, as Flow again: what `crossdock dump --map` shows.

use crossdock_syntax::ast::{self, Block, ExprKind, For, ForBody, ItemKind, Stmt};
use crossdock_syntax::line_index::Columns;
use crossdock_syntax::{Span, TokenKind, tokens};

use crate::Checked;
use crate::sources::FileId;
use crate::typed::FunctionId;

/// The map as formatted source, each line with the map that it comes from. None where the function is no map of this project.
pub(crate) fn effective(checked: &Checked, id: FunctionId) -> Option<String> {
    let place = checked.project.functions.get(id.index())?.decl.place;
    let source = &checked.sources.get(place.file).text;
    let file = crossdock_syntax::parse(source).file;
    let item = file.items.iter().find_map(|item| match &item.kind {
        ItemKind::Map(map) if map.name.span == place.span => Some((item, map)),
        _ => None,
    });
    let (item, map) = item?;
    let mut writer = Writer { checked, file: place.file, map: map.name.text.clone(), out: String::new() };
    writer.line(&format!("{} {{", Span { start: item.span.start, end: map.body.span.start }.text(source).trim_end()), None);
    writer.block(checked.overlays.get(&id).unwrap_or(&map.body));
    writer.line("}", None);
    crossdock_syntax::format(&writer.out).ok()
}

struct Writer<'c> {
    checked: &'c Checked,
    /// Where the statement at hand is from.
    file: FileId,
    map: String,
    out: String,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::From { file, map, stmt } => {
                let outer = (std::mem::replace(&mut self.file, FileId(*file)), std::mem::replace(&mut self.map, map.clone()));
                self.stmt(stmt);
                (self.file, self.map) = outer;
            }
            Stmt::Nest { target, block } => {
                self.line(&format!("{} {{", target.text), Some(self.line_of(target.span)));
                self.block(block);
                self.line("}", None);
            }
            Stmt::Set { target, value } => match &*value.kind {
                ExprKind::For(For { body: ForBody::Block(block), .. }) => {
                    self.lines(Span { start: target.span.start, end: block.span.start + 1 });
                    self.block(block);
                    self.line("}", None);
                }
                _ => self.lines(target.span.to(value.span)),
            },
            Stmt::Let(ast::Let { span, .. }) | Stmt::Spread { span, .. } => self.lines(*span),
            Stmt::Ignore { span, .. } => self.lines(*span),
            Stmt::Error(_) => {}
        }
    }

    /// As the statement stands in its file, its own comments aside: in their place stands where it is from.
    fn lines(&mut self, span: Span) {
        let source = self.checked.sources.get(self.file).text.clone();
        let text = span.text(&source);
        let comments = tokens(text).into_iter().filter(|token| matches!(token.kind, TokenKind::Comment | TokenKind::Docs));
        let mut code = text.to_owned();
        for comment in comments.collect::<Vec<_>>().into_iter().rev() {
            code.replace_range(comment.span.range(), "");
        }
        // Without the `..` it would not be a statement: a value that was made into one has none.
        let spread = if self.is_value(span) { ".." } else { "" };
        let first = self.line_of(span);
        for (at, line) in code.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            self.line(&format!("{}{}", if at == 0 { spread } else { "" }, line.trim_end()), Some(first + at));
        }
    }

    /// Whether the span is that of an expression that stands behind a `=`.
    fn is_value(&self, span: Span) -> bool {
        let source = &self.checked.sources.get(self.file).text;
        source.get(..span.start as usize).is_some_and(|before| before.trim_end().ends_with('='))
    }

    /// Counted from 1.
    fn line_of(&self, span: Span) -> usize {
        let source = self.checked.sources.get(self.file);
        source.lines.line_column(&source.text, span.start as usize, Columns::Characters).line as usize + 1
    }

    fn line(&mut self, text: &str, number: Option<usize>) {
        self.out.push_str(text);
        if let Some(number) = number {
            let path = &self.checked.sources.get(self.file).path;
            self.out.push_str(&format!("  # {}, {path}:{number}", self.map));
        }
        self.out.push('\n');
    }
}
