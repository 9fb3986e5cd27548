//! Source text to checked program. No I/O: files come through [`Files`].

mod bodies;
mod check;
mod context;
pub mod date_pattern;
pub mod decimal;
mod declare;
pub mod diagnostic;
mod duration;
mod effective;
mod library;
pub mod limits;
pub mod lineage;
mod moments;
pub mod number_form;
mod once;
pub mod pattern;
mod patterns;
mod resolve;
pub mod show;
mod signature;
pub mod sources;
mod spreadsheet;
pub mod typed;
pub mod units;

use std::collections::BTreeMap;

pub use check::check;
pub use crossdock_syntax as syntax;
pub use diagnostic::{Diagnostic, Severity};
pub use moments::{time_number, timestamp_number};
pub use patterns::decisions::{Decisions, Value};
pub use patterns::space::day as day_number;
pub use sources::{FileId, Files, Source, Sources, Unreadable};

/// What a check found. There is always an answer, however broken the sources are.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    pub sources: Sources,
    /// Complete and sound only if there are no errors; else as much as could be made of it.
    pub project: typed::Project,
    /// Errors and warnings, by file and place.
    pub problems: Vec<Diagnostic>,
    /// For each file: what stands at a place, for hover and go-to-definition. Ascending by span.
    pub mentions: Vec<(FileId, Mention)>,
    /// The bodies of maps that extend others, with all that they inherit: each such statement is a [`syntax::ast::Stmt::From`].
    pub overlays: BTreeMap<typed::FunctionId, syntax::ast::Block>,
}

/// A name in the source and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub span: syntax::Span,
    /// `order.ship_to : Address`, `fn gross(line: OrderLine) -> decimal(12,2)`
    pub title: String,
    pub docs: Option<String>,
    /// Where it is declared.
    pub target: Option<(FileId, syntax::Span)>,
}

impl Checked {
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Diagnostic::is_error)
    }

    /// The map as formatted source, with all that it inherits: each line says which map it comes from. None for what is no map.
    pub fn effective_map(&self, id: typed::FunctionId) -> Option<String> {
        effective::effective(self, id)
    }
}
