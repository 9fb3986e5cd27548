//! The scopes: for each file its own items and what it `use`s, and everywhere the built-in failures.

use std::cell::RefCell;

use crossdock_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::Def;
use crate::sources::FileId;
use crate::typed::{BUILT_IN_FAILURES, FailureId};

#[derive(Default)]
pub(crate) struct Names {
    /// By file.
    scopes: Vec<Scope>,
    /// Imported names that something asked for.
    used: RefCell<FxHashSet<(FileId, String)>>,
    /// Spreadsheets know the names of the file that names them.
    homes: FxHashMap<FileId, FileId>,
}

#[derive(Default)]
struct Scope {
    own: FxHashMap<String, Entry>,
    imported: FxHashMap<String, Entry>,
}

/// What a name means in a scope, and the place that says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub def: Def,
    pub span: Span,
}

impl Names {
    pub fn for_files(count: usize) -> Names {
        Names { scopes: (0..count).map(|_| Scope::default()).collect(), used: RefCell::default(), homes: FxHashMap::default() }
    }

    pub fn add_spreadsheet(&mut self, sheet: FileId, home: FileId) {
        self.homes.insert(sheet, home);
    }

    pub fn lookup(&self, file: FileId, name: &str) -> Option<Def> {
        let file = self.homes.get(&file).copied().unwrap_or(file);
        if let Some(own) = self.own(file, name) {
            return Some(own.def);
        }
        if let Some(imported) = self.imported(file, name) {
            self.used.borrow_mut().insert((file, name.to_owned()));
            return Some(imported.def);
        }
        built_in_failure(name).map(Def::Failure)
    }

    pub fn own(&self, file: FileId, name: &str) -> Option<Entry> {
        self.scope(file)?.own.get(name).copied()
    }

    pub fn imported(&self, file: FileId, name: &str) -> Option<Entry> {
        self.scope(file)?.imported.get(name).copied()
    }

    pub fn declare(&mut self, file: FileId, name: &str, entry: Entry) {
        if let Some(scope) = self.scopes.get_mut(file.0 as usize) {
            scope.own.entry(name.to_owned()).or_insert(entry);
        }
    }

    pub fn import(&mut self, file: FileId, name: &str, entry: Entry) {
        if let Some(scope) = self.scopes.get_mut(file.0 as usize) {
            scope.imported.entry(name.to_owned()).or_insert(entry);
        }
    }

    pub fn is_used(&self, file: FileId, name: &str) -> bool {
        self.used.borrow().contains(&(file, name.to_owned()))
    }

    /// The names of a file's own items.
    pub fn own_names(&self, file: FileId) -> impl Iterator<Item = (&str, Def)> {
        self.scope(file).into_iter().flat_map(|scope| scope.own.iter().map(|(name, entry)| (name.as_str(), entry.def)))
    }

    /// Every name that the file can say and that means something fitting, sorted.
    pub fn visible(&self, file: FileId, fits: impl Fn(Def) -> bool) -> Vec<String> {
        let Some(scope) = self.scope(file) else { return Vec::new() };
        let declared = scope.own.iter().chain(&scope.imported).map(|(name, entry)| (name.as_str(), entry.def));
        let built_in = BUILT_IN_FAILURES.iter().enumerate().map(|(i, name)| (*name, Def::Failure(FailureId(i as u32))));
        let mut names: Vec<String> = declared.chain(built_in).filter(|(_, def)| fits(*def)).map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }

    fn scope(&self, file: FileId) -> Option<&Scope> {
        self.scopes.get(file.0 as usize)
    }
}

pub(crate) fn built_in_failure(name: &str) -> Option<FailureId> {
    BUILT_IN_FAILURES.iter().position(|known| *known == name).map(|i| FailureId(i as u32))
}
