//! The embedded library: `stdlib/` and `mappings/`, read once a process.

use std::sync::{Arc, OnceLock};

use crossdock_syntax::ast::{self, ItemKind};
use include_dir::{Dir, include_dir};

static STDLIB: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../stdlib");
static MAPPINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../mappings");

/// One file of the library.
pub(crate) struct LibraryFile {
    /// Below `stdlib/` or `mappings/`: `canonical/order.flow`, `text.flow`.
    pub path: String,
    /// `canonical.order`
    pub module: String,
    pub text: Arc<str>,
    pub parse: crossdock_syntax::Parse,
    /// Declares native functions, which are methods everywhere: always part of a check.
    pub natives: bool,
}

/// The module of the record `Problem`, which every policy knows.
pub(crate) const PROBLEM_MODULE: &str = "crossdock.problem";

/// `stdlib/` first.
pub(crate) fn files() -> &'static [LibraryFile] {
    static FILES: OnceLock<Vec<LibraryFile>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files = Vec::new();
        read_dir(&STDLIB, &mut files);
        read_dir(&MAPPINGS, &mut files);
        files
    })
}

fn read_dir(dir: &Dir<'static>, files: &mut Vec<LibraryFile>) {
    let mut entries: Vec<_> = dir.files().collect();
    entries.sort_by_key(|file| file.path());
    for file in entries {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (Some(module), Some(text)) = (path.strip_suffix(".flow"), file.contents_utf8()) {
            files.push(library_file(&path, module, text));
        }
    }
    for inner in dir.dirs() {
        read_dir(inner, files);
    }
}

fn library_file(path: &str, module: &str, text: &'static str) -> LibraryFile {
    let parse = crossdock_syntax::parse(text);
    let natives = declares_natives(&parse.file);
    LibraryFile { path: path.to_owned(), module: module.replace('/', "."), text: text.into(), parse, natives }
}

/// Whether the file has a `native fn`.
pub(crate) fn declares_natives(file: &ast::File) -> bool {
    file.items.iter().any(|item| matches!(&item.kind, ItemKind::Fn(function) if function.body.is_none()))
}

/// Natives stand only in the library's own files; these may also be checked as a project, when the library itself is worked on.
pub(crate) fn may_declare_natives(path: &str) -> bool {
    files().iter().any(|file| file.natives && file.path == path)
}

/// The modules of all library files.
pub(crate) fn modules() -> impl Iterator<Item = String> {
    files().iter().filter(|file| !file.natives).map(|file| file.module.clone())
}

/// The modules whose file has an enum, record, table, fn, map, unit, failure, policy or contract of that name.
pub(crate) fn modules_with(name: &str) -> impl Iterator<Item = String> {
    let has = move |file: &&LibraryFile| file.parse.file.items.iter().any(|item| declared_name(item) == Some(name));
    files().iter().filter(|file| !file.natives).filter(has).map(|file| file.module.clone())
}

fn declared_name(item: &ast::Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Enum(item) => Some(&item.name.text),
        ItemKind::Record(item) => Some(&item.name.text),
        ItemKind::Table(item) => Some(&item.name.text),
        ItemKind::Routes(item) => Some(&item.name.text),
        ItemKind::Fn(item) => Some(&item.name.text),
        ItemKind::Map(item) => Some(&item.name.text),
        ItemKind::Unit(item) => Some(&item.name.text),
        ItemKind::Failure(item) => Some(&item.name.text),
        ItemKind::Policy(item) => Some(&item.name.text),
        ItemKind::Contract(item) => Some(&item.name.text),
        ItemKind::System(_) | ItemKind::Lifecycle(_) | ItemKind::Flow(_) | ItemKind::Use(_) | ItemKind::Test(_) | ItemKind::Error(_) => None,
    }
}
