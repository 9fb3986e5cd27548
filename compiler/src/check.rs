//! The whole check, phase by phase.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind};
use rustc_hash::FxHashSet;

use crate::context::{Context, Found};
use crate::diagnostic::{Diagnostic, Edit, Label};
use crate::library::{self, LibraryFile};
use crate::once::once;
use crate::resolve;
use crate::sources::{FileId, Files, Sources};
use crate::spreadsheet::{self, places};
use crate::{Checked, bodies, declare};

/// "A `use` that is not needed", "A field that nothing reads", "A failure that nothing raises"
const UNUSED: [&str; 3] = ["W0201", "W0402", "W0502"];

/// Checks all files of a project, together with what they `use` of the embedded library.
pub fn check(files: &dyn Files) -> Checked {
    let loaded = load(files);
    let mut ctx = Context::new(&loaded.trees, &loaded.sources, files);
    let declared = resolve::collect(&mut ctx, &loaded.damage);
    for (home, span, sheet) in &loaded.spreadsheets {
        if let Ok(sheet) = sheet {
            ctx.names.add_spreadsheet(*sheet, *home);
        }
        ctx.spreadsheets.insert((*home, *span), sheet.clone());
    }
    resolve::resolve_uses(&mut ctx);
    declare::declare(&mut ctx, &declared);
    resolve::order_bodies(&mut ctx, &declared);
    bodies::check(&mut ctx);
    declare::mention_own_names(&ctx, &declared);
    resolve::unused_uses(&ctx, |file| !loaded.broken.contains(&file));
    let Found { project, overlays, problems, mentions } = ctx.finish();
    let further: Vec<Diagnostic> = problems.into_iter().filter(|problem| !loaded.explains(problem)).collect();
    let first = loaded.problems.iter().filter(|problem| !is_mended(problem, loaded.problems.iter().filter(|other| other.code != "E0110").chain(&further))).cloned();
    let problems = tidy(&loaded.sources, first.chain(further.iter().cloned()));
    let problems = places::place(&loaded.sources, &loaded.named_spreadsheets(), problems);
    Checked { problems, mentions: sorted(mentions), project, overlays: overlays.into_iter().collect(), sources: loaded.sources }
}

/// All texts and their trees, the project's own first.
#[derive(Default)]
struct Loaded {
    sources: Sources,
    trees: Vec<(FileId, ast::File)>,
    problems: Vec<Diagnostic>,
    /// Files that could not be read whole.
    broken: FxHashSet<FileId>,
    /// The places of their problems.
    damage: Vec<(FileId, Span)>,
    /// By the file and the place that name them.
    spreadsheets: Vec<(FileId, Span, Result<FileId, spreadsheet::Problem>)>,
}

fn load(files: &dyn Files) -> Loaded {
    let mut loaded = Loaded::default();
    let mut own = files.flow_files();
    own.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, text) in own {
        let parse = crossdock_syntax::parse(&text);
        let id = loaded.sources.add(&path, text, false);
        loaded.add(id, parse.file, &parse.problems);
    }
    load_library(&mut loaded);
    load_spreadsheets(files, &mut loaded);
    loaded
}

/// The rows that tables of the project keep elsewhere. Their ids come behind those of the trees.
fn load_spreadsheets(files: &dyn Files, loaded: &mut Loaded) {
    let Loaded { sources, trees, spreadsheets, .. } = loaded;
    for (home, tree) in trees.iter() {
        for from in tree.items.iter().filter_map(|item| spreadsheet_of(&item.kind)) {
            // The library keeps no files.
            if !sources.get(*home).library {
                spreadsheets.push((*home, from.span, spreadsheet::load(files, sources, *home, from)));
            }
        }
    }
}

fn spreadsheet_of(kind: &ItemKind) -> Option<&ast::FromFile> {
    match kind {
        ItemKind::Routes(table) => table.from_file.as_ref(),
        ItemKind::Table(table) => table.from_file.as_ref(),
        _ => None,
    }
}

/// The files with natives, and what is `use`d, directly or by what is used.
fn load_library(loaded: &mut Loaded) {
    for file in library::files().iter().filter(|file| file.natives) {
        load_library_file(loaded, file);
    }
    let mut next = 0;
    while let Some((_, tree)) = loaded.trees.get(next) {
        let wanted: Vec<String> = tree.items.iter().filter_map(used_module).collect();
        for file in library::files().iter().filter(|file| wanted.iter().any(|module| resolve::is_in_module(&file.module, module))) {
            load_library_file(loaded, file);
        }
        next += 1;
    }
}

fn used_module(item: &ast::Item) -> Option<String> {
    match &item.kind {
        ItemKind::Use(used) => Some(resolve::module_path(used)),
        ItemKind::Policy(_) => Some(library::PROBLEM_MODULE.to_owned()),
        _ => None,
    }
}

/// A file of the project takes the place of the library's file of that path, so that the library can be worked on as a project; but only the
/// file that declares natives itself takes the place of one that does.
fn load_library_file(loaded: &mut Loaded, file: &LibraryFile) {
    let same = loaded.sources.iter().filter(|(_, source)| source.path == file.path);
    let replaced = same.filter_map(|(id, source)| Some((source, loaded.trees.get(id.0 as usize)?)));
    let replaced = replaced.into_iter().any(|(source, (_, tree))| source.library || !file.natives || library::declares_natives(tree));
    if !replaced {
        let id = loaded.sources.add(&file.path, file.text.clone(), true);
        loaded.add(id, file.parse.file.clone(), &file.parse.problems);
    }
}

impl Loaded {
    fn add(&mut self, id: FileId, tree: ast::File, problems: &[crossdock_syntax::Problem]) {
        if !problems.is_empty() {
            self.broken.insert(id);
        }
        self.damage.extend(problems.iter().flat_map(|problem| problem.labels.first()).map(|(span, _)| (id, *span)));
        self.problems.extend(problems.iter().map(|problem| syntax_problem(id, problem)));
        self.trees.push((id, tree));
    }
}

impl Loaded {
    fn named_spreadsheets(&self) -> Vec<places::Named> {
        let read = self.spreadsheets.iter().filter_map(|(home, span, sheet)| Some((*home, *span, *sheet.as_ref().ok()?)));
        read.map(|(home, span, sheet)| places::Named { sheet, home, span }).collect()
    }

    /// Whether the parser reported this very place already: what else is said about it only follows from that.
    fn explains(&self, problem: &Diagnostic) -> bool {
        let Some(cause) = problem.labels.first() else { return false };
        let overlaps = |span: &Span| span.start < cause.span.end && cause.span.start < span.end;
        self.damage.iter().any(|(file, span)| *file == cause.file && overlaps(span))
    }
}

/// Whether a sign that other languages write lies within what the fix of another problem rewrites: `IF(a; b; c)` is one mistake.
fn is_mended<'d>(problem: &Diagnostic, others: impl Iterator<Item = &'d Diagnostic>) -> bool {
    let Some(cause) = problem.labels.first().filter(|_| problem.code == "E0110") else { return false };
    let mut edits = others.filter_map(|other| other.fix.as_ref()).flat_map(|fix| &fix.edits);
    edits.any(|edit| edit.file == cause.file && edit.span.start <= cause.span.start && cause.span.end <= edit.span.end)
}

/// The parser's problem as one of ours, as a sentence.
fn syntax_problem(file: FileId, problem: &crossdock_syntax::Problem) -> Diagnostic {
    let mut diagnostic = Diagnostic::error(problem.code, sentence(&problem.message));
    for (span, text) in &problem.labels {
        diagnostic = diagnostic.at(file, *span, text);
    }
    diagnostic.help = problem.help.clone();
    match &problem.fix {
        Some(fix) => {
            let edits = fix.edits.iter().map(|(span, text)| Edit { file, span: *span, text: text.clone() });
            diagnostic.fix(&fix.title, edits.collect())
        }
        None => diagnostic,
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(chars).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// Sorted by place, the same thing said once. The library's warnings are not the project's business.
fn tidy(sources: &Sources, problems: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let concerns = |problem: &Diagnostic| problem.is_error() || !problem.labels.first().is_some_and(|label| sources.get(label.file).library);
    let mut problems: Vec<Diagnostic> = problems.filter(concerns).collect();
    if problems.iter().any(Diagnostic::is_error) {
        // What the broken lines would have read or raised is not known.
        problems.retain(|problem| !UNUSED.contains(&problem.code));
    }
    problems.sort_by(|a, b| key(a).cmp(&key(b)));
    problems.dedup();
    once(problems)
}

fn key(problem: &Diagnostic) -> (Option<(FileId, u32, u32)>, &'static str, &str) {
    let place = |label: &Label| (label.file, label.span.start, label.span.end);
    (problem.labels.first().map(place), problem.code, &problem.message)
}

fn sorted(mut mentions: Vec<(FileId, crate::Mention)>) -> Vec<(FileId, crate::Mention)> {
    mentions.sort_by_key(|(file, mention)| (*file, mention.span));
    mentions.dedup();
    mentions
}
