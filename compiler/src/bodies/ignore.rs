//! `ignore order.note "reason"`: what a map leaves out on purpose.

use crossdock_syntax::{Span, ast};

use super::block::Building;
use super::{Checker, is_optional, present};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::sources::FileId;
use crate::typed::{Record, RecordId, Type};

/// A field of a source that the item says it does not read.
pub(super) struct Ignored {
    record: RecordId,
    field: u32,
    name: ast::Name,
    /// The statement, if it is about nothing else.
    stmt: Option<Span>,
}

impl Checker<'_, '_> {
    /// One name is an optional field of the record that is built, or else a field of a source; a longer path leads to a field of a source.
    pub(super) fn ignore(&mut self, stmt: Option<Span>, path: &[ast::Name], building: &mut Building<'_>) {
        match path {
            [name] => self.ignore_name(stmt, name, building),
            [first, rest @ ..] => match self.local_of(first) {
                Some(ty) => self.ignore_path(stmt, ty, rest),
                None => drop(self.ctx.expect(self.file, first, crate::context::Want::Value, &self.visible())),
            },
            [] => {}
        }
    }

    fn local_of(&mut self, name: &ast::Name) -> Option<Type> {
        let id = self.scope.iter().rev().find(|(known, _)| *known == name.text).map(|(_, id)| *id)?;
        self.mention_local(name, id);
        self.local(id).map(|local| local.ty.clone())
    }

    fn ignore_name(&mut self, stmt: Option<Span>, name: &ast::Name, building: &mut Building<'_>) {
        let record = building.record;
        let of_source = self.sources_with(&name.text);
        let target = record.open_fields().iter().enumerate().find(|(_, field)| field.name == name.text);
        match target {
            Some((at, field)) if is_optional(&field.ty) => {
                // A source's field of that name is not needed for it, whatever else it may be read for.
                of_source.into_iter().for_each(|(id, at)| self.reads.field(id, at));
                if let Some(first) = building.set.insert(at as u32, name.span) {
                    self.tell(&Problem::Set { file: self.file, name: name.clone(), set: first, stmt });
                } else if building.explicit.contains(&name.text.as_str()) {
                    building.set.remove(&(at as u32));
                    self.tell(&Problem::Set { file: self.file, name: name.clone(), set: name.span, stmt });
                }
            }
            Some((at, field)) if of_source.is_empty() => {
                building.set.insert(at as u32, name.span);
                let declared = (record.decl.place.file, field.span);
                self.tell(&Problem::Required { file: self.file, name: name.clone(), record: record.decl.name.clone(), ty: self.ctx.show(&field.ty), declared });
            }
            _ if of_source.is_empty() => {
                let known = record.open_fields().iter().map(|field| field.name.clone()).chain(self.fields_of_sources());
                self.nothing_to_ignore(name, stmt, &known.collect::<Vec<_>>(), building.record);
            }
            _ => of_source.into_iter().for_each(|(record, field)| self.note_ignored(record, field, name, stmt)),
        }
    }

    /// Names in scope that are records with a field of that name.
    fn sources_with(&self, name: &str) -> Vec<(RecordId, u32)> {
        let records = self.scope.iter().filter_map(|(_, id)| if let Type::Record(record) = present(&self.local(*id)?.ty) { Some(*record) } else { None });
        records.filter_map(|id| Some((id, self.record(id)?.open_fields().iter().position(|field| field.name == name)? as u32))).collect()
    }

    fn fields_of_sources(&self) -> Vec<String> {
        let types = self.scope.iter().filter_map(|(_, id)| self.local(*id));
        let records = types.filter_map(|local| if let Type::Record(id) = present(&local.ty) { self.record(*id) } else { None });
        records.flat_map(|record| record.open_fields().iter().map(|field| field.name.clone())).collect()
    }

    fn record(&self, id: RecordId) -> Option<&Record> {
        self.ctx.project.records.get(id.index())
    }

    /// Through records, missing ones and lists of them, to the field that is ignored.
    fn ignore_path(&mut self, stmt: Option<Span>, ty: Type, path: &[ast::Name]) {
        let Some((name, rest)) = path.split_first() else { return };
        let Some(id) = record_within(&ty) else {
            if !matches!(ty, Type::Error) {
                self.report(super::problem::Problem::NotARecord { file: self.file, span: name.span, is: self.ctx.show(&ty) });
            }
            return;
        };
        let Some(record) = self.ctx.project.records.get(id.index()) else { return };
        let Some((at, field)) = record.open_fields().iter().enumerate().find(|(_, field)| field.name == name.text) else {
            return self.nothing_to_ignore(name, stmt, &record.open_fields().iter().map(|field| field.name.clone()).collect::<Vec<_>>(), record);
        };
        let title = format!("{}.{} : {}", record.decl.name, field.name, self.ctx.show(&field.ty));
        self.ctx.mention(self.file, crate::Mention { span: name.span, title, docs: field.docs.clone(), target: Some((record.decl.place.file, field.span)) });
        if rest.is_empty() {
            self.note_ignored(id, at as u32, name, stmt);
        } else {
            self.reads.field(id, at as u32);
            self.ignore_path(stmt, field.ty.clone(), rest);
        }
    }

    fn note_ignored(&mut self, record: RecordId, field: u32, name: &ast::Name, stmt: Option<Span>) {
        self.reads.field(record, field);
        if !self.quiet {
            self.ignored.push(Ignored { record, field, name: name.clone(), stmt });
        }
    }

    fn nothing_to_ignore(&self, name: &ast::Name, stmt: Option<Span>, known: &[String], record: &Record) {
        let near = crate::resolve::nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
        let declared = (record.decl.place.file, record.decl.place.span);
        self.tell(&Problem::Nothing { file: self.file, name: name.clone(), stmt, near, record: record.decl.name.clone(), declared });
    }

    /// What is said to be ignored, and is read all the same.
    pub(super) fn ignored_but_read(&self) {
        for Ignored { record, field, name, stmt } in &self.ignored {
            if let Some(read) = self.seen.get(&(*record, *field)) {
                self.tell(&Problem::Read { file: self.file, name: name.clone(), stmt: *stmt, read: *read });
            }
        }
    }
}

fn record_within(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::Optional(inner) | Type::MapOf(inner) => record_within(inner),
        Type::List(list) => record_within(&list.of),
        _ => None,
    }
}

impl Diagnostic {
    fn fixed(self, title: &str, file: FileId, remove: Option<Span>) -> Diagnostic {
        match remove {
            Some(span) => self.fix(title, vec![Edit { file, span, text: String::new() }]),
            None => self,
        }
    }
}

enum Problem {
    Nothing { file: FileId, name: ast::Name, stmt: Option<Span>, near: Option<String>, record: String, declared: (FileId, Span) },
    Required { file: FileId, name: ast::Name, record: String, ty: String, declared: (FileId, Span) },
    Set { file: FileId, name: ast::Name, set: Span, stmt: Option<Span> },
    Read { file: FileId, name: ast::Name, stmt: Option<Span>, read: Span },
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::Nothing { file, name, stmt, near, record, declared } => {
                let found = Diagnostic::error("E0471", format!("There is no `{}` to ignore.", name.text)).at(*file, name.span, "no such field").at(
                    declared.0,
                    declared.1,
                    format!("`{record}` is declared here"),
                );
                match near {
                    Some(near) => found.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: name.span, text: near.clone() }]),
                    None => found.help("Ignored are optional fields of the target, by their name, and fields of a source: `ignore order.note \"…\"`.").fixed(
                        "remove the line",
                        *file,
                        *stmt,
                    ),
                }
            }
            Problem::Required { file, name, record, ty, declared, .. } => Diagnostic::error("E0472", format!("`{record}.{}` has to be there, so it cannot be ignored.", name.text))
                .at(*file, name.span, "required")
                .at(declared.0, declared.1, ty.clone())
                .help(format!("Set it, or make it optional where it is declared: `{ty}?`.")),
            Problem::Set { file, name, set, stmt } => Diagnostic::error("E0472", format!("`{}` is set in this map, so it is not ignored.", name.text))
                .at(*file, name.span, "said to be left out")
                .at(*file, *set, "set here")
                .fixed("remove the `ignore`", *file, *stmt),
            Problem::Read { file, name, stmt, read } => Diagnostic::warning("W0460", format!("`{}` is said to be ignored, but this map reads it.", name.text))
                .at(*file, name.span, "ignored here")
                .at(*file, *read, "read here")
                .fixed("remove the `ignore`", *file, *stmt),
        }
    }
}
