//! What all phases of a check share: the files, the declarations, and a place for what they find.
//!
//! Order of a check (`lib.rs`): names are collected, declarations are completed (`declare/`), then the bodies of fns, maps, flows
//! and tests are checked in the order of [`Context::bodies`]. Methods that look or report take `&self`, so a phase may
//! hold on to a declaration while it reports about another.

use std::cell::RefCell;

use crossdock_syntax::{Span, ast};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::bodies::Narrowing;
use crate::diagnostic::Diagnostic;
use crate::resolve::{self, Names};
use crate::signature::Signature;
use crate::sources::{FileId, Files, Sources};
use crate::typed::{self, Contract, ContractId, EnumId, FailureId, FunctionId, PolicyId, Record, RecordId, RoutesId, SystemId, TableId, Type, UnitId, Units};
use crate::{Mention, show, spreadsheet};

pub(crate) struct Context<'a> {
    /// The parsed files, those of the library last; `files[n].0` is `FileId(n)`.
    pub files: &'a [(FileId, ast::File)],
    pub sources: &'a Sources,
    /// The world outside: whether a sample that a test names is there.
    pub outside: &'a dyn Files,
    /// Declarations are complete before bodies run. Functions stand here with parameters, result and no failures; natives have
    /// `FunctionKind::Native`, the others a body of type [`Type::Error`] until theirs is checked. Flows and tests are for the body phase to push.
    pub project: typed::Project,
    /// Functions with callees before callers, then policies, flows, and tests.
    pub bodies: Vec<Body<'a>>,
    /// Messages of contracts that could not be declared: passed over in silence where they are named.
    pub(crate) broken_messages: FxHashSet<(ContractId, String)>,
    /// Items in which the parser found something wrong: parts of them may be missing here.
    pub(crate) damaged: FxHashSet<Def>,
    /// Files with an item of which not even the name could be read: any name may be that one, or be brought in by it.
    pub(crate) unread: FxHashSet<FileId>,
    /// Maps that extend others, together with what they inherit.
    pub(crate) overlays: FxHashMap<FunctionId, ast::Block>,
    pub(crate) names: Names,
    /// By the place that names them.
    pub(crate) spreadsheets: FxHashMap<(FileId, Span), Result<FileId, spreadsheet::Problem>>,
    /// The methods of the library by name, be they native or written in Flow.
    pub(crate) natives: FxHashMap<String, Vec<FunctionId>>,
    pub(crate) signatures: FxHashMap<FunctionId, Signature>,
    problems: RefCell<Vec<Diagnostic>>,
    mentions: RefCell<Vec<(FileId, Mention)>>,
    /// Of fns and maps that have been checked: the first value that may not fit its place.
    pub(crate) narrowings: RefCell<FxHashMap<FunctionId, Narrowing>>,
}

/// An item whose body is still to be checked.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    pub file: FileId,
    pub item: &'a ast::Item,
    pub of: BodyOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyOf {
    /// A `fn` with a body, or a `map`.
    Function(FunctionId),
    Policy(PolicyId),
    Flow,
    Test,
}

/// What a name in scope stands for. Variants are no names of a scope: they are found by the type expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Def {
    Enum(EnumId),
    Record(RecordId),
    Table(TableId),
    /// A routing table.
    Routes(RoutesId),
    /// A `fn` or `map` of a scope; natives are methods, see [`Context::native`].
    Function(FunctionId),
    Failure(FailureId),
    Policy(PolicyId),
    Contract(ContractId),
    System(SystemId),
    /// A unit that is declared; currencies are found by [`Context::unit`] alone.
    Unit(UnitId),
    /// A flow; nothing may name one.
    Flow,
    /// An item whose text could not be read: already reported, so pass over it in silence.
    Broken,
}

/// What a place needs, for [`Context::expect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// An enum, a record or a contract.
    Type,
    /// A fn, a map or a table.
    Callable,
    Failure,
    Policy,
    Contract,
    System,
    SystemOrContract,
    /// See [`Context::unit`], which knows currencies, too.
    Unit,
    /// A value: a system, or else a local, which `locals` may suggest.
    Value,
}

impl<'a> Context<'a> {
    pub fn new(files: &'a [(FileId, ast::File)], sources: &'a Sources, outside: &'a dyn Files) -> Context<'a> {
        Context {
            files,
            sources,
            outside,
            project: typed::Project::default(),
            bodies: Vec::new(),
            broken_messages: FxHashSet::default(),
            damaged: FxHashSet::default(),
            unread: FxHashSet::default(),
            overlays: FxHashMap::default(),
            names: Names::default(),
            spreadsheets: FxHashMap::default(),
            natives: FxHashMap::default(),
            signatures: FxHashMap::default(),
            problems: RefCell::default(),
            mentions: RefCell::default(),
            narrowings: RefCell::default(),
        }
    }

    /// What the name means in this file: its own items, what it `use`s, the built-in failures. Counts as a use. Reports nothing.
    pub fn lookup(&self, file: FileId, name: &str) -> Option<Def> {
        self.names.lookup(file, name)
    }

    /// Like [`Context::lookup`], but an unknown name and one of another kind are reported (with did-you-mean, or the `use` that is missing), and
    /// a known one is noted for hover. `None` means: reported, go on in silence. `locals` are further names to suggest.
    pub fn expect(&self, file: FileId, name: &ast::Name, want: Want, locals: &[&str]) -> Option<Def> {
        resolve::expect(self, file, name, want, locals)
    }

    /// Every name that the file can say and that means something fitting, sorted.
    pub fn visible(&self, file: FileId, fits: impl Fn(Def) -> bool) -> Vec<String> {
        self.names.visible(file, fits)
    }

    /// The library's methods of that name. Their `decl.module` and `decl.name` make the full name, `text.trim`.
    pub fn native(&self, name: &str) -> &[FunctionId] {
        self.natives.get(name).map_or(&[], Vec::as_slice)
    }

    /// All names of natives, for did-you-mean.
    pub fn native_names(&self) -> impl Iterator<Item = &str> {
        self.natives.keys().map(String::as_str)
    }

    /// Reports what is wrong with the type; the wrong part is [`Type::Error`]. The letters of natives are [`Type::Error`] here, see [`crate::signature`].
    pub fn resolve_type(&self, file: FileId, ty: &ast::TypeExpr) -> Type {
        resolve::types::resolve(self, file, ty)
    }

    /// The unit of that name: a declared one, or a currency. An unknown one is reported.
    pub fn unit(&self, file: FileId, name: &ast::Name) -> Option<UnitId> {
        resolve::units::unit(self, file, name)
    }

    /// `USD/each`; none where something in it is reported.
    pub fn units(&self, file: FileId, tree: &ast::UnitExpr) -> Option<Units> {
        resolve::units::units(self, file, tree)
    }

    /// The unit as it is written in the language: `USD/each`.
    pub fn show_units(&self, units: &Units) -> String {
        units.show(&self.project.units)
    }

    /// The parser reported something in this item, so a field, variant, row or message that seems to be missing may just be unreadable: say nothing about it.
    pub fn is_damaged(&self, def: Def) -> bool {
        self.damaged.contains(&def)
    }

    /// An item of that name could not be read, be it in this file or another.
    pub fn is_broken(&self, name: &str) -> bool {
        self.files.iter().any(|(file, _)| self.names.own(*file, name).is_some_and(|entry| entry.def == Def::Broken))
    }

    /// A message that is in the contract, as far as one can tell, but could not be read.
    pub fn is_broken_message(&self, contract: &Contract, name: &str) -> bool {
        let id = self.project.contracts.iter().position(|known| known.decl.place == contract.decl.place).map(|at| ContractId(at as u32));
        id.is_some_and(|id| self.is_damaged(Def::Contract(id)) || self.broken_messages.contains(&(id, name.to_owned())))
    }

    pub fn is_damaged_record(&self, record: &Record) -> bool {
        let id = self.project.records.iter().position(|known| known.decl.place == record.decl.place);
        id.is_some_and(|id| self.is_damaged(Def::Record(RecordId(id as u32))))
    }

    pub fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Does what was done before in another light: what is wrong with it, and what names in it mean, was told then.
    pub fn in_silence(&mut self, work: impl FnOnce(&mut Self)) {
        let (problems, mentions) = (self.problems.get_mut().len(), self.mentions.get_mut().len());
        work(self);
        self.problems.get_mut().truncate(problems);
        self.mentions.get_mut().truncate(mentions);
    }

    pub fn mention(&self, file: FileId, mention: Mention) {
        self.mentions.borrow_mut().push((file, mention));
    }

    /// Says more about the name that was mentioned last at that place.
    pub fn add_to_mention(&self, file: FileId, span: Span, more: &str) {
        if let Some((_, mention)) = self.mentions.borrow_mut().iter_mut().rev().find(|(of, mention)| *of == file && mention.span == span) {
            mention.docs = Some(mention.docs.take().map_or_else(|| more.to_owned(), |docs| format!("{more}\n\n{docs}")));
        }
    }

    /// Notes for hover and go-to-definition that the name at `span` means `def`.
    pub fn mention_def(&self, file: FileId, span: Span, def: Def) {
        if let Some(mention) = show::mention(self, span, def) {
            self.mention(file, mention);
        }
    }

    /// The type as it is written in the language: `text(1..35)?`, `list of OrderLine`.
    pub fn show(&self, ty: &Type) -> String {
        show::ty(&self.project, ty)
    }

    /// `map to_release(order: Order) -> Release`
    pub fn signature(&self, function: FunctionId) -> String {
        show::signature(self, function)
    }

    /// The text of the file that the span covers.
    pub fn text(&self, file: FileId, span: Span) -> &'a str {
        span.text(&self.sources.get(file).text)
    }

    pub fn is_library(&self, file: FileId) -> bool {
        self.sources.get(file).library
    }

    /// What was found, at the end.
    pub fn finish(self) -> Found {
        Found { project: self.project, overlays: self.overlays, problems: self.problems.into_inner(), mentions: self.mentions.into_inner() }
    }
}

/// All that the phases made.
pub(crate) struct Found {
    pub project: typed::Project,
    pub overlays: FxHashMap<FunctionId, ast::Block>,
    pub problems: Vec<Diagnostic>,
    pub mentions: Vec<(FileId, Mention)>,
}
