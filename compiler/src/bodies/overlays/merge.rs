//! Statement by statement: what is inherited, what is set anew, what is set further in.

use crossdock_syntax::ast::{Block, Expr, ExprKind, For, ForBody, Name, Stmt};
use crossdock_syntax::{Span, tokens, visit};
use rustc_hash::FxHashSet;

use super::problem::Problem;
use crate::context::Context;
use crate::sources::FileId;

/// Which map a statement is from.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub file: FileId,
    pub map: String,
}

impl Origin {
    fn marked(&self, stmt: Stmt) -> Stmt {
        Stmt::From { file: self.file.0, map: self.map.clone(), stmt: Box::new(stmt) }
    }

    /// The statements, as this map's.
    pub fn own(&self, stmts: &[Stmt]) -> Vec<Stmt> {
        stmts.iter().map(|stmt| self.marked(stmt.clone())).collect()
    }
}

pub(super) struct Merge<'c, 'a> {
    ctx: &'c Context<'a>,
    origin: Origin,
    params: Vec<&'c str>,
    pub problems: Vec<Problem>,
}

impl<'c, 'a> Merge<'c, 'a> {
    pub fn new(ctx: &'c Context<'a>, origin: Origin, params: Vec<&'c str>) -> Merge<'c, 'a> {
        Merge { ctx, origin, params, problems: Vec::new() }
    }

    /// `let`s first, so that what is set anew can use all of them; those that nothing uses any more are gone, with what they could raise.
    pub fn whole(&mut self, inherited: Vec<Stmt>, body: &Block) -> Vec<Stmt> {
        self.refuse_captured(&inherited, &body.stmts);
        let before = lets_used(&inherited);
        let mut merged = self.stmts(inherited, &body.stmts);
        merged.sort_by_key(|stmt| !is_let(stmt));
        let after = lets_used(&merged);
        merged.retain(|stmt| let_name(stmt).is_none_or(|name| after.contains(&name) || !before.contains(&name)));
        merged
    }

    /// A `let` whose name the inherited statements use for something else would change what they mean.
    fn refuse_captured(&mut self, inherited: &[Stmt], own: &[Stmt]) {
        for stmt in own {
            let Stmt::Let(binding) = stmt else { continue };
            let mut used = None;
            for (from, stmt) in inherited.iter().filter_map(unmarked) {
                visit::in_stmt(stmt, &mut |expr| {
                    if matches!(&*expr.kind, ExprKind::Name(name) if name.text == binding.name.text) && used.is_none() {
                        used = Some((from.file, expr.span));
                    }
                });
            }
            let bound = self.params.contains(&binding.name.text.as_str()) || inherited.iter().any(|stmt| let_name(stmt).as_deref() == Some(&binding.name.text));
            if let Some(used) = used.filter(|_| !bound) {
                self.problems.push(Problem::Captured { file: self.origin.file, name: binding.name.clone(), used });
            }
        }
    }

    fn stmts(&mut self, inherited: Vec<Stmt>, own: &[Stmt]) -> Vec<Stmt> {
        let mut merged = inherited;
        let mut named: FxHashSet<&str> = FxHashSet::default();
        for stmt in own {
            match stmt {
                Stmt::Set { target, value } if named.insert(&target.text) => self.set(&mut merged, target, value, stmt),
                Stmt::Nest { target, block } if named.insert(&target.text) => self.nest(&mut merged, target, block, stmt),
                Stmt::Spread { span, .. } => self.problems.push(Problem::Spread { file: self.origin.file, span: *span }),
                // A second line for one target is told where the whole is checked.
                Stmt::Set { .. } | Stmt::Nest { .. } | Stmt::Let(_) | Stmt::Ignore { .. } | Stmt::From { .. } | Stmt::Error(_) => merged.push(self.origin.marked(stmt.clone())),
            }
        }
        merged
    }

    /// In the place of what was there.
    fn set(&mut self, merged: &mut Vec<Stmt>, target: &Name, value: &Expr, stmt: &Stmt) {
        not_ignored(merged, &target.text);
        let spread = merged.iter().filter_map(unmarked).any(|(_, stmt)| matches!(stmt, Stmt::Spread { .. }));
        match position(merged, &target.text) {
            Some(at) => {
                if let Some((from, Stmt::Set { target: first, value: inherited })) = merged.get(at).and_then(unmarked)
                    && self.text(self.origin.file, value.span) == self.text(from.file, inherited.span)
                {
                    self.problems.push(Problem::Dead {
                        file: self.origin.file,
                        span: target.span.to(value.span),
                        name: target.clone(),
                        map: from.map.clone(),
                        inherited: (from.file, first.span.to(inherited.span)),
                    });
                }
                self.replace(merged, at, stmt);
            }
            None => {
                if matches!(&*value.kind, ExprKind::None) && !spread {
                    self.problems.push(Problem::DeadNone { file: self.origin.file, span: target.span.to(value.span), name: target.clone() });
                }
                merged.push(self.origin.marked(stmt.clone()));
            }
        }
    }

    fn replace(&self, merged: &mut [Stmt], at: usize, stmt: &Stmt) {
        if let Some(place) = merged.get_mut(at) {
            *place = self.origin.marked(stmt.clone());
        }
    }

    /// Field by field, in a record or in each element of a list.
    fn nest(&mut self, merged: &mut Vec<Stmt>, target: &Name, block: &Block, stmt: &Stmt) {
        not_ignored(merged, &target.text);
        let Some(at) = position(merged, &target.text) else { return merged.push(self.origin.marked(stmt.clone())) };
        let Some((from, inherited)) = merged.get(at).and_then(unmarked) else { return };
        let replaced = match inherited {
            Stmt::Nest { block: inner, .. } => {
                let stmts = self.stmts(self.inherited(&from, &inner.stmts), &block.stmts);
                self.origin.marked(Stmt::Nest { target: target.clone(), block: Block { span: block.span, stmts } })
            }
            Stmt::Set { target: first, value } => match &*value.kind {
                ExprKind::For(For { head, body: ForBody::Block(inner) }) => {
                    let stmts = self.stmts(self.inherited(&from, &inner.stmts), &block.stmts);
                    let body = ForBody::Block(Block { span: inner.span, stmts });
                    let value = Expr { span: value.span, kind: Box::new(ExprKind::For(For { head: head.clone(), body })) };
                    from.marked(Stmt::Set { target: first.clone(), value })
                }
                ExprKind::Call { .. } | ExprKind::Method { .. } | ExprKind::Field { .. } | ExprKind::Name(_) => {
                    let rest = from.marked(Stmt::Spread { span: value.span, source: value.clone(), except: Vec::new() });
                    let stmts = std::iter::once(rest).chain(self.origin.own(&block.stmts)).collect();
                    self.origin.marked(Stmt::Nest { target: target.clone(), block: Block { span: block.span, stmts } })
                }
                _ => {
                    let inherited = (from.file, first.span.to(value.span));
                    self.problems.push(Problem::NotMerged { file: self.origin.file, name: target.clone(), map: from.map.clone(), inherited });
                    return;
                }
            },
            Stmt::Let(_) | Stmt::Spread { .. } | Stmt::Ignore { .. } | Stmt::From { .. } | Stmt::Error(_) => return,
        };
        if let Some(place) = merged.get_mut(at) {
            *place = replaced;
        }
    }

    /// The statements within one that is inherited: its map's, unless they were merged already.
    fn inherited(&self, from: &Origin, stmts: &[Stmt]) -> Vec<Stmt> {
        stmts.iter().map(|stmt| if matches!(stmt, Stmt::From { .. }) { stmt.clone() } else { from.marked(stmt.clone()) }).collect()
    }

    /// Without blanks and comments, so that two expressions can be compared.
    fn text(&self, file: FileId, span: Span) -> Vec<&'a str> {
        let text = self.ctx.text(file, span);
        tokens(text).into_iter().filter(|token| !token.kind.is_trivia()).map(|token| token.span.text(text)).collect()
    }
}

fn unmarked(stmt: &Stmt) -> Option<(Origin, &Stmt)> {
    match stmt {
        Stmt::From { file, map, stmt } => Some((Origin { file: FileId(*file), map: map.clone() }, stmt)),
        _ => None,
    }
}

fn target(stmt: &Stmt) -> Option<&str> {
    match stmt {
        Stmt::From { stmt, .. } => target(stmt),
        Stmt::Set { target, .. } | Stmt::Nest { target, .. } => Some(&target.text),
        Stmt::Let(_) | Stmt::Spread { .. } | Stmt::Ignore { .. } | Stmt::Error(_) => None,
    }
}

fn position(merged: &[Stmt], name: &str) -> Option<usize> {
    merged.iter().position(|stmt| target(stmt) == Some(name))
}

/// What is set now is not left out any more.
fn not_ignored(merged: &mut Vec<Stmt>, name: &str) {
    for stmt in merged.iter_mut() {
        if let Stmt::From { stmt, .. } = stmt
            && let Stmt::Ignore { paths, .. } = &mut **stmt
        {
            paths.retain(|path| !matches!(path.as_slice(), [only] if only.text == name));
        }
    }
    merged.retain(|stmt| !matches!(unmarked(stmt), Some((_, Stmt::Ignore { paths, .. })) if paths.is_empty()));
}

fn is_let(stmt: &Stmt) -> bool {
    let_name(stmt).is_some()
}

fn let_name(stmt: &Stmt) -> Option<String> {
    match unmarked(stmt) {
        Some((_, Stmt::Let(binding))) => Some(binding.name.text.clone()),
        _ => None,
    }
}

/// The names of `let`s that a field needs, be it by way of another `let`.
fn lets_used(stmts: &[Stmt]) -> FxHashSet<String> {
    let mut used = FxHashSet::default();
    let mut note = |stmt: &Stmt| {
        visit::in_stmt(stmt, &mut |expr| {
            if let ExprKind::Name(name) = &*expr.kind {
                used.insert(name.text.clone());
            }
        });
    };
    stmts.iter().filter(|stmt| !is_let(stmt)).for_each(&mut note);
    for stmt in stmts.iter().rev() {
        if let_name(stmt).is_some_and(|name| used.contains(&name)) {
            visit::in_stmt(stmt, &mut |expr| {
                if let ExprKind::Name(name) = &*expr.kind {
                    used.insert(name.text.clone());
                }
            });
        }
    }
    used
}
