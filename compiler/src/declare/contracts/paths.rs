//! The paths of addresses, with and without holes.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{Name, Str};

use super::keys;
use super::problem::Problem;
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{PathPart, RecordId};

/// The path of an event that comes in: fixed, since it tells what comes.
pub(super) fn plain(ctx: &Context<'_>, file: FileId, path: &Str) -> String {
    if path.text.contains(['{', '}']) {
        ctx.report(Problem::HoleIn { file, span: path.span }.diagnostic());
    } else {
        check_form(ctx, file, path);
    }
    path.text.clone()
}

/// The path of a message that goes out; holes are filled from its record.
pub(super) fn with_holes(ctx: &Context<'_>, file: FileId, record: RecordId, path: &Str) -> Vec<PathPart> {
    check_form(ctx, file, path);
    let mut parts = Vec::new();
    let mut rest = path.text.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        push(&mut parts, before, PathPart::Literal);
        let Some((hole, next)) = behind.split_once('}') else {
            ctx.report(Problem::HoleOpen { file, span: path.span }.diagnostic());
            return parts;
        };
        parts.extend(hole_part(ctx, file, record, path, hole));
        rest = next;
    }
    push(&mut parts, rest, PathPart::Literal);
    parts
}

/// What stands between holes, if anything does.
pub(super) fn push<T>(parts: &mut Vec<T>, text: &str, literal: impl FnOnce(String) -> T) {
    if !text.is_empty() {
        parts.push(literal(text.to_owned()));
    }
}

fn hole_part(ctx: &Context<'_>, file: FileId, record: RecordId, path: &Str, hole: &str) -> Option<PathPart> {
    let start = hole_span(ctx, file, path, hole);
    let mut at = start.start;
    let mut names = Vec::new();
    for text in hole.split('.') {
        let end = at + text.len() as u32;
        names.push(Name { text: text.trim().to_owned(), span: Span { start: at, end } });
        at = end + 1;
    }
    let found = keys::field(ctx, file, record, &names)?;
    if found.optional {
        ctx.report(Problem::HoleOptional { file, span: start }.diagnostic());
    }
    Some(PathPart::Field(found.path))
}

/// Where the hole's name stands; the whole string where escapes hide that.
pub(super) fn hole_span(ctx: &Context<'_>, file: FileId, path: &Str, hole: &str) -> Span {
    let source = ctx.text(file, path.span);
    let found = source.find(&format!("{{{hole}}}")).map(|at| path.span.start + at as u32 + 1);
    found.map_or(path.span, |start| Span { start, end: start + hole.len() as u32 })
}

/// Paths begin with `/` and hold what a path may hold.
fn check_form(ctx: &Context<'_>, file: FileId, path: &Str) {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%{}".contains(c);
    let fine = path.text.chars().all(fits);
    if !fine || !path.text.starts_with('/') {
        let behind_host = path.text.split_once("://").map(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned());
        ctx.report(Problem::Path { file, span: path.span, slash_mends: fine, url: behind_host }.diagnostic());
    }
}
