//! `answers`: look-ups that a system answers, the address that asks it, and for how long an answer holds.

use crossdock_syntax::ast::{self, ExprKind};
use crossdock_syntax::{Span, ast::Str};

use super::super::Unique;
use super::paths;
use crate::context::Context;
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::duration;
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{Answers, LookUpPart, Type};

#[derive(Clone, Debug)]
pub(super) enum Problem {
    NoScalar {
        file: FileId,
        span: Span,
        is: String,
    },
    UnknownHole {
        file: FileId,
        span: Span,
        hole: String,
        near: Option<String>,
        known: Vec<String>,
        what: &'static str,
    },
    /// `what` is a look-up or a message.
    Unasked {
        file: FileId,
        param: ast::Name,
        what: &'static str,
    },
    MissingStep {
        file: FileId,
        span: Span,
    },
    Method {
        file: FileId,
        method: ast::Name,
        wanted: &'static str,
    },
    TwoBodies {
        file: FileId,
        span: Span,
    },
    BodyInAddress {
        file: FileId,
        span: Span,
        name: String,
    },
    Path {
        file: FileId,
        span: Span,
        why: &'static str,
    },
    Cached {
        file: FileId,
        span: Span,
        why: String,
        minutes: Option<Span>,
    },
}

/// A look-up without a record is left out: it was reported.
pub(super) fn entry(ctx: &Context<'_>, file: FileId, entry: &ast::Entry, tree: &ast::Answers) -> Option<Answers> {
    let (params, body) = questions(ctx, file, tree);
    let path = path(ctx, file, tree, &params, body);
    let cached_ms = tree.cached.as_ref().and_then(|cached| cached_ms(ctx, file, cached));
    let required = ast::TypeExpr { optional: false, ..tree.ty.clone() };
    let (ty, record) = super::body_type(ctx, file, &required)?;
    Some(Answers { name: tree.name.text.clone(), docs: entry.docs.clone(), span: tree.name.span, params, body, record, ty, optional: tree.ty.optional, path, cached_ms })
}

/// What is asked: values that stand in the address, and perhaps a record, which a POST carries.
fn questions(ctx: &Context<'_>, file: FileId, tree: &ast::Answers) -> (Vec<(String, Type)>, Option<u32>) {
    let mut unique = Unique::new(file, "parameters");
    let (mut params, mut body) = (Vec::new(), None);
    for param in tree.params.iter().filter(|param| unique.admits(ctx, &param.name)) {
        let ty = match (ctx.resolve_type(file, &param.ty), body) {
            (Type::Record(_), None) => {
                body = Some(params.len() as u32);
                super::message_record(ctx, file, &param.ty).map_or(Type::Error, Type::Record)
            }
            (Type::Record(_), Some(_)) => {
                ctx.report(Problem::TwoBodies { file, span: param.ty.span }.diagnostic());
                Type::Error
            }
            (ty, _) => scalar(ctx, file, &param.ty, ty),
        };
        params.push((param.name.text.clone(), ty));
    }
    let wanted = if body.is_some() { "POST" } else { "GET" };
    if tree.method.text != wanted {
        ctx.report(Problem::Method { file, method: tree.method.clone(), wanted }.diagnostic());
    }
    (params, body)
}

pub(super) fn params(ctx: &Context<'_>, file: FileId, params: &[ast::Param]) -> Vec<(String, Type)> {
    let mut unique = Unique::new(file, "parameters");
    let admitted = params.iter().filter(|param| unique.admits(ctx, &param.name));
    admitted.map(|param| (param.name.text.clone(), scalar(ctx, file, &param.ty, ctx.resolve_type(file, &param.ty)))).collect()
}

/// What stands in an address: a single value, which may be missing from a query.
fn scalar(ctx: &Context<'_>, file: FileId, tree: &ast::TypeExpr, ty: Type) -> Type {
    let inner = if let Type::Optional(inner) = &ty { inner } else { &ty };
    if super::keys::is_key(inner) || *inner == Type::Error {
        return ty;
    }
    ctx.report(Problem::NoScalar { file, span: tree.span, is: ctx.show(&ty) }.diagnostic());
    Type::Error
}

/// The address in pieces. Every parameter must stand in it: what is not sent cannot be asked for.
fn path(ctx: &Context<'_>, file: FileId, tree: &ast::Answers, params: &[(String, Type)], body: Option<u32>) -> Vec<LookUpPart> {
    check_form(ctx, file, &tree.path);
    let query_at = tree.path.text.find('?').unwrap_or(usize::MAX);
    let (mut parts, mut rest, mut whole) = (Vec::new(), tree.path.text.as_str(), true);
    while let Some((before, behind)) = rest.split_once('{') {
        paths::push(&mut parts, before, LookUpPart::Literal);
        let Some((hole, next)) = behind.split_once('}') else {
            ctx.report(Problem::Path { file, span: tree.path.span, why: "a hole in it is not closed" }.diagnostic());
            return parts;
        };
        match params.iter().position(|(name, _)| name == hole.trim()) {
            Some(at) if body == Some(at as u32) => {
                whole = false;
                ctx.report(Problem::BodyInAddress { file, span: paths::hole_span(ctx, file, &tree.path, hole), name: hole.trim().to_owned() }.diagnostic());
            }
            Some(at) => {
                let before_query = tree.path.text.len() - behind.len() < query_at;
                if before_query && matches!(params.get(at), Some((_, Type::Optional(_)))) {
                    ctx.report(Problem::MissingStep { file, span: paths::hole_span(ctx, file, &tree.path, hole) }.diagnostic());
                }
                parts.push(LookUpPart::Param(at as u32));
            }
            None => {
                whole = false;
                unknown_hole(ctx, file, &tree.path, hole, params);
            }
        }
        rest = next;
    }
    paths::push(&mut parts, rest, LookUpPart::Literal);
    if whole {
        report_unasked(ctx, file, tree, &parts, (params, body));
    }
    parts
}

fn unknown_hole(ctx: &Context<'_>, file: FileId, path: &Str, hole: &str, params: &[(String, Type)]) {
    let known: Vec<String> = params.iter().map(|(name, _)| name.clone()).collect();
    ctx.report(Problem::unknown_hole(file, paths::hole_span(ctx, file, path, hole), hole, known, "look-up").diagnostic());
}

fn report_unasked(ctx: &Context<'_>, file: FileId, tree: &ast::Answers, parts: &[LookUpPart], (params, body): (&[(String, Type)], Option<u32>)) {
    for (at, param) in tree.params.iter().enumerate() {
        let is_told = matches!(params.get(at), Some((_, Type::Error)));
        if !is_told && body != Some(at as u32) && !parts.iter().any(|part| matches!(part, LookUpPart::Param(used) if *used as usize == at)) {
            ctx.report(Problem::Unasked { file, param: param.name.clone(), what: "look-up" }.diagnostic());
        }
    }
}

/// A path, and behind a `?` what is asked of it.
fn check_form(ctx: &Context<'_>, file: FileId, path: &Str) {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%{}?".contains(c);
    let why = match () {
        () if !path.text.starts_with('/') => "it does not begin with `/`",
        () if !path.text.chars().all(fits) => "it has characters that no address has, such as blanks",
        () if path.text.matches('?').count() > 1 => "it has two `?`",
        () => return,
    };
    ctx.report(Problem::Path { file, span: path.span, why }.diagnostic());
}

fn cached_ms(ctx: &Context<'_>, file: FileId, cached: &ast::Expr) -> Option<u64> {
    let ExprKind::Quantity { number, unit } = &*cached.kind else { return None };
    let minutes = (unit.text == "m" || unit.text == "minutes").then_some(unit.span);
    let why = match duration::nanos(&number.text, &unit.text) {
        Ok(nanos) if nanos >= 1_000_000 => return Some(nanos as u64 / 1_000_000),
        Ok(_) => "it is shorter than a millisecond".to_owned(),
        Err(error) => error.to_string(),
    };
    ctx.report(Problem::Cached { file, span: cached.span, why, minutes }.diagnostic());
    None
}

impl Problem {
    pub fn unknown_hole(file: FileId, span: Span, hole: &str, known: Vec<String>, what: &'static str) -> Problem {
        let near = nearest(hole.trim(), known.iter().map(String::as_str)).map(str::to_owned);
        Problem::UnknownHole { file, span, hole: hole.trim().to_owned(), near, known, what }
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoScalar { file, span, is } => Diagnostic::error("E0681", format!("An address holds single values, and `{is}` is none."))
                .at(*file, *span, "not a single value")
                .help("Ask by a text, number, enum, bool, date or timestamp, such as the customer's number."),
            Problem::UnknownHole { file, span, hole, near, known, what } => {
                let diagnostic = Diagnostic::error("E0681", format!("`{hole}` is no parameter of this {what}.")).at(*file, *span, "not a parameter");
                match near {
                    Some(near) => diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: *span, text: near.clone() }]),
                    None if known.is_empty() && *what == "message" => {
                        diagnostic.help(format!("Declare it behind the message's name, `accepts cancel({hole}: text) by …`, or say which record is sent."))
                    }
                    None if known.is_empty() => diagnostic.help("Declare it behind the look-up's name: `answers stock(sku: text) : …`."),
                    None => diagnostic.help(format!("Its parameters are: {}.", known.join(", "))),
                }
            }
            Problem::Unasked { file, param, what } => Diagnostic::error("E0681", format!("`{}` is a parameter of this {what}, but its address does not hold it.", param.text))
                .at(*file, param.span, "stands nowhere in the address")
                .help(format!("Put it into the address, such as `\"/…/{{{0}}}\"` or `\"/…?{0}={{{0}}}\"`, or remove it.", param.text)),
            Problem::MissingStep { file, span } => Diagnostic::error("E0607", "This parameter may be missing, and then the look-up would have no address.")
                .at(*file, *span, "may be missing")
                .help("Make the parameter required, or put it behind the `?`: what is missing is left out there."),
            Problem::Method { file, method, wanted } => {
                let why = match *wanted {
                    "POST" => "What is asked is a record, which only a `POST` carries",
                    _ => "A look-up that is asked by single values is asked with `GET`",
                };
                Diagnostic::error("E0602", format!("{why}, not `{}`.", method.text))
                    .at(*file, method.span, "method")
                    .help("A look-up changes nothing in the other system. What does is a message, and may have an answer, too: `accepts create_label : Request by POST \"/labels\" answers Label`.")
                    .fix(format!("write `{wanted}`"), vec![Edit { file: *file, span: method.span, text: (*wanted).to_owned() }])
            }
            Problem::TwoBodies { file, span } => Diagnostic::error("E0681", "A look-up asks with one record: it is the body of the request.")
                .at(*file, *span, "the second record")
                .help("Put both into one record, or single values of it into the address."),
            Problem::BodyInAddress { file, span, name } => {
                Diagnostic::error("E0681", format!("`{name}` is a record: it is the body of the request, and cannot stand in the address."))
                    .at(*file, *span, "a record")
                    .help("Declare a parameter for the single value that belongs here.")
            }
            Problem::Path { file, span, why } => Diagnostic::error("E0603", format!("This cannot be the address of a look-up: {why}."))
                .at(*file, *span, "address")
                .help("Write a path, with holes for the parameters: \"/stock/{sku}?site={site}\". Host and port stand in crossdock.toml."),
            Problem::Cached { file, span, why, minutes } => {
                let diagnostic = Diagnostic::error("E0682", format!("This does not say for how long an answer may be used again: {why}."))
                    .at(*file, *span, "how long?")
                    .help("Write a number with its unit: `cached 30s`, `cached 10min`, `cached 1h`.");
                match minutes {
                    Some(unit) => diagnostic.fix("write `min`", vec![Edit { file: *file, span: *unit, text: "min".to_owned() }]),
                    None => diagnostic,
                }
            }
        }
    }
}
