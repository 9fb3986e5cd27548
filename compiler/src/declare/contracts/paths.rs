//! The paths of addresses, with and without holes.

use crossdock_syntax::Span;
use crossdock_syntax::ast::Str;

use super::problem::Problem;
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;

/// The path of an event that comes in: fixed, since it tells what comes.
pub(super) fn plain(ctx: &Context<'_>, file: FileId, path: &Str) -> String {
    if path.text.contains(['{', '}']) {
        ctx.report(Problem::HoleIn { file, span: path.span }.diagnostic());
    } else {
        check_form(ctx, file, path, false);
    }
    path.text.clone()
}

/// What stands between holes, if anything does.
pub(super) fn push<T>(parts: &mut Vec<T>, text: &str, literal: impl FnOnce(String) -> T) {
    if !text.is_empty() {
        parts.push(literal(text.to_owned()));
    }
}

/// Where the hole's name stands; the whole string where escapes hide that.
pub(super) fn hole_span(ctx: &Context<'_>, file: FileId, path: &Str, hole: &str) -> Span {
    let source = ctx.text(file, path.span);
    let found = source.find(&format!("{{{hole}}}")).map(|at| path.span.start + at as u32 + 1);
    found.map_or(path.span, |start| Span { start, end: start + hole.len() as u32 })
}

/// Paths begin with `/` and hold what a path may hold; of what goes out a query may follow.
pub(super) fn check_form(ctx: &Context<'_>, file: FileId, path: &Str, query: bool) {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%{}".contains(c) || (query && c == '?');
    let fine = path.text.chars().all(fits) && path.text.matches('?').count() < 2;
    if !fine || !path.text.starts_with('/') {
        let behind_host = path.text.split_once("://").map(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned());
        ctx.report(Problem::Path { file, span: path.span, slash_mends: fine, url: behind_host }.diagnostic());
    }
}
