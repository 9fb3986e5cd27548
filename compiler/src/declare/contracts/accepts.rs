//! `accepts`: what a system takes: a record, parameters that stand in the address alone, or both.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, Name};

use super::keys::Found;
use super::look_ups::Problem as AddressProblem;
use super::problem::Problem;
use super::{keys, look_ups, paths};
use crate::context::Context;
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::typed::{Accepts, Decl, Field, Format, KeyPart, PathPart, Place, Record, RecordId, Type, Wire};

/// A message whose record is none is left out: it was reported, see [`Context::broken_messages`].
pub(super) fn entry(ctx: &mut Context<'_>, file: FileId, contract: &str, entry: &ast::Entry, tree: &ast::Accepts) -> Option<Accepts> {
    super::method(ctx, file, &tree.method, &["POST", "PUT", "PATCH", "DELETE"], "accepts");
    let body = match &tree.ty {
        Some(ty) => Some(super::body_type(ctx, file, ty)?.0),
        None => None,
    };
    let answer = tree.answer.as_ref().and_then(|answer| super::body_type(ctx, file, answer)).map(|(ty, _)| ty);
    let params = look_ups::params(ctx, file, &tree.params);
    let count = params.len() as u32;
    let record = match body {
        Some(Type::Record(record)) if params.is_empty() => record,
        _ => implied(ctx, file, contract, tree, params, body.as_ref()),
    };
    let accepts = Accepts {
        name: tree.name.text.clone(),
        docs: entry.docs.clone(),
        span: tree.name.span,
        record,
        params: count,
        body,
        answer,
        method: tree.method.text.clone(),
        path: Vec::new(),
        once_by: Vec::new(),
    };
    let message = Message { ctx, file, tree, accepts: &accepts };
    Some(Accepts { path: message.path(), once_by: message.once_by(), ..accepts })
}

/// The record of what is sent, where the body alone is not all of it.
fn implied(ctx: &mut Context<'_>, file: FileId, contract: &str, tree: &ast::Accepts, params: Vec<(String, Type)>, body: Option<&Type>) -> RecordId {
    let field = |name: String, ty: Type| Field { wire: Wire { path: vec![name.clone()], ..Wire::default() }, name, docs: None, ty, span: tree.name.span };
    let mut fields: Vec<Field> = params.into_iter().map(|(name, ty)| field(name, ty)).collect();
    // Called like its type, and so unlike any parameter.
    let name_of = |ty: &Type| crate::lineage::record_in(ty).and_then(|id| ctx.project.records.get(id.index())).map_or_else(String::new, |record| record.decl.name.clone());
    fields.extend(body.map(|ty| field(name_of(ty), ty.clone())));
    let decl = Decl { name: format!("{contract}.{}", tree.name.text), module: ctx.sources.get(file).module.clone(), docs: None, place: Place { file, span: tree.name.span } };
    let id = RecordId(ctx.project.records.len() as u32);
    ctx.project.records.push(Record {
        decl,
        like: None,
        format: Some(Format::Json),
        strict: false,
        implied: true,
        fields,
        rules: Vec::new(),
        rule_locals: Vec::new(),
        tagged: None,
    });
    id
}

struct Message<'c, 'p> {
    ctx: &'c Context<'p>,
    file: FileId,
    tree: &'c ast::Accepts,
    accepts: &'c Accepts,
}

impl Message<'_, '_> {
    /// A path of names: of a parameter, else of the body.
    fn field(&self, names: &[Name]) -> Option<Found> {
        match (self.accepts.body_field(), self.accepts.body_record()) {
            (Some(at), Some(body)) if !self.is_param(names) => {
                let found = keys::field(self.ctx, self.file, body, names)?;
                Some(Found { path: [at].into_iter().chain(found.path).collect(), ..found })
            }
            _ => keys::field(self.ctx, self.file, self.accepts.record, names),
        }
    }

    fn is_param(&self, names: &[Name]) -> bool {
        names.first().is_some_and(|name| self.tree.params.iter().any(|param| param.name.text == name.text))
    }

    fn once_by(&self) -> Vec<KeyPart> {
        let part = |part: &ast::KeyPart| match part {
            ast::KeyPart::Header(header) => {
                self.ctx.report(Problem::HeaderOut { file: self.file, span: header.span }.diagnostic());
                None
            }
            ast::KeyPart::Field(names) => self.field(names).map(|found| KeyPart::Field(found.path)),
        };
        self.tree.once_by.iter().filter_map(part).collect()
    }

    /// The address in pieces, each parameter in one of them.
    fn path(&self) -> Vec<PathPart> {
        let (ctx, file, path) = (self.ctx, self.file, &self.tree.path);
        paths::check_form(ctx, file, path, true);
        let query_at = path.text.find('?').unwrap_or(usize::MAX);
        let (mut parts, mut rest, mut whole) = (Vec::new(), path.text.as_str(), true);
        while let Some((before, behind)) = rest.split_once('{') {
            paths::push(&mut parts, before, PathPart::Literal);
            let Some((hole, next)) = behind.split_once('}') else {
                ctx.report(Problem::HoleOpen { file, span: path.span }.diagnostic());
                return parts;
            };
            let part = self.hole(hole, path.text.len() - behind.len() > query_at);
            whole &= part.is_some();
            parts.extend(part);
            rest = next;
        }
        paths::push(&mut parts, rest, PathPart::Literal);
        if whole {
            self.report_unsaid(&parts);
        }
        parts
    }

    fn hole(&self, hole: &str, in_query: bool) -> Option<PathPart> {
        let span = paths::hole_span(self.ctx, self.file, &self.tree.path, hole);
        let names = names(hole, span);
        if self.accepts.body.is_none() && !self.is_param(&names) {
            let known: Vec<String> = self.tree.params.iter().map(|param| param.name.text.clone()).collect();
            self.ctx.report(AddressProblem::unknown_hole(self.file, span, hole, known, "message").diagnostic());
            return None;
        }
        let found = self.field(&names)?;
        if found.optional && !in_query {
            self.ctx.report(Problem::HoleOptional { file: self.file, span }.diagnostic());
        }
        Some(PathPart::Field(found.path))
    }

    /// What is given and stands nowhere would be lost.
    fn report_unsaid(&self, parts: &[PathPart]) {
        for (at, param) in self.tree.params.iter().enumerate() {
            let is_said = parts.iter().any(|part| matches!(part, PathPart::Field(path) if path.first() == Some(&(at as u32))));
            if !is_said {
                self.ctx.report(AddressProblem::Unasked { file: self.file, param: param.name.clone(), what: "message" }.diagnostic());
            }
        }
    }
}

/// `customer.id`, with the place of each name.
fn names(hole: &str, span: Span) -> Vec<Name> {
    let mut at = span.start;
    let mut names = Vec::new();
    for text in hole.split('.') {
        let end = at + text.len() as u32;
        names.push(Name { text: text.trim().to_owned(), span: Span { start: at, end } });
        at = end + 1;
    }
    names
}
