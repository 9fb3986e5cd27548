//! `use`: which file a module path means, what it brings in, and what of that is needed.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind};

use super::names::Entry;
use super::nearest;
use super::problem::Problem;
use crate::context::{Context, Def, Want};
use crate::diagnostic::Fact;
use crate::library;
use crate::sources::{FileId, Sources};

/// Gives each file the names that it `use`s.
pub(crate) fn resolve_uses(ctx: &mut Context<'_>) {
    for (file, tree) in ctx.files {
        for item in &tree.items {
            let ItemKind::Use(used) = &item.kind else { continue };
            resolve_use(ctx, *file, item, used);
        }
    }
}

fn resolve_use(ctx: &mut Context<'_>, file: FileId, item: &ast::Item, used: &ast::Use) {
    let module = module_path(used);
    if module.is_empty() {
        for name in &used.names {
            ctx.report(Problem::UseOfNothing { file, name: name.clone() }.diagnostic());
            import_nothing(ctx, file, name);
        }
        return;
    }
    let homes = files_of(ctx.sources, &module);
    if homes.is_empty() {
        report_unknown_module(ctx, file, used, &module);
        for name in &used.names {
            import_nothing(ctx, file, name);
        }
        return;
    }
    for name in &used.names {
        import(ctx, file, item, used, name, &homes);
    }
}

fn import(ctx: &mut Context<'_>, file: FileId, item: &ast::Item, used: &ast::Use, name: &ast::Name, homes: &[FileId]) {
    // What is missing in a file that could not be read whole is not looked for elsewhere.
    let unread = homes.iter().position(|home| ctx.unread.contains(home));
    let whole = homes.get(..unread.map_or(homes.len(), |at| at + 1)).unwrap_or(homes);
    let Some(entry) = whole.iter().find_map(|home| ctx.names.own(*home, &name.text)) else {
        if unread.is_none() {
            report_not_in_module(ctx, file, &module_path(used), name, homes);
        }
        import_nothing(ctx, file, name);
        return;
    };
    ctx.mention_def(file, name.span, entry.def);
    let remove = removal(ctx, file, item, used, name);
    match ctx.names.own(file, &name.text).or_else(|| ctx.names.imported(file, &name.text)) {
        None => ctx.names.import(file, &name.text, Entry { def: entry.def, span: name.span }),
        Some(here) if here.def == entry.def => ctx.report(Problem::UseOfOwn { file, name: name.clone(), remove }.diagnostic()),
        Some(here) => ctx.report(Problem::UseClash { file, name: name.clone(), with: (file, here.span), remove }.diagnostic()),
    }
}

/// A name that could not be brought in is known all the same: where it is used, nothing more is said.
fn import_nothing(ctx: &mut Context<'_>, file: FileId, name: &ast::Name) {
    ctx.names.import(file, &name.text, Entry { def: Def::Broken, span: name.span });
}

/// The module that the `use` names, with dots.
pub(crate) fn module_path(used: &ast::Use) -> String {
    used.path.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}

/// The files of a module, those of the project first: the file of that name, and those in the folder of that name.
pub(crate) fn files_of(sources: &Sources, module: &str) -> Vec<FileId> {
    sources.iter().filter(|(_, source)| is_in_module(&source.module, module)).map(|(id, _)| id).collect()
}

/// Whether the file with module name `file` belongs to `module`: is it, or stands right in its folder.
pub(crate) fn is_in_module(file: &str, module: &str) -> bool {
    file == module || file.rsplit_once('.').is_some_and(|(folder, _)| folder == module)
}

fn report_unknown_module(ctx: &Context<'_>, file: FileId, used: &ast::Use, module: &str) {
    let Some(span) = used.path.iter().map(|name| name.span).reduce(Span::to) else { return };
    let known = known_modules(ctx.sources);
    let near = nearest(module, known.iter().map(String::as_str)).map(str::to_owned);
    ctx.report(Problem::UnknownModule { file, module: module.to_owned(), span, near }.diagnostic());
}

/// Every module that a `use` may name: files and their folders, of the project and of the library.
fn known_modules(sources: &Sources) -> Vec<String> {
    let files = sources.iter().map(|(_, source)| source.module.clone()).chain(library::modules());
    let mut modules: Vec<String> = files.flat_map(|file| file.rsplit_once('.').map(|(folder, _)| folder.to_owned()).into_iter().chain([file.clone()])).collect();
    modules.sort();
    modules.dedup();
    modules
}

fn report_not_in_module(ctx: &Context<'_>, file: FileId, module: &str, name: &ast::Name, homes: &[FileId]) {
    let known: Vec<String> = homes.iter().flat_map(|home| ctx.names.own_names(*home)).map(|(name, _)| name.to_owned()).collect();
    let near = nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
    let inner = format!("{module}.{}", name.text);
    let is_module = known_modules(ctx.sources).contains(&inner);
    ctx.report(Problem::NotInModule { file, module: module.to_owned(), name: name.clone(), near, is_module }.diagnostic());
}

/// Warns of names that nothing in the file asked for. Files that could not be read whole are left in peace.
pub(crate) fn unused_uses(ctx: &Context<'_>, is_whole: impl Fn(FileId) -> bool) {
    for (file, tree) in ctx.files.iter().filter(|(file, _)| is_whole(*file) && !ctx.is_library(*file)) {
        for item in &tree.items {
            let ItemKind::Use(used) = &item.kind else { continue };
            for name in used.names.iter().filter(|name| is_unused(ctx, *file, name)) {
                let remove = removal(ctx, *file, item, used, name);
                ctx.report(Problem::UnusedUse { file: *file, name: name.clone(), remove }.diagnostic());
            }
        }
    }
}

fn is_unused(ctx: &Context<'_>, file: FileId, name: &ast::Name) -> bool {
    let imported_here = ctx.names.imported(file, &name.text).is_some_and(|entry| entry.span == name.span);
    let is_broken = ctx.names.imported(file, &name.text).is_some_and(|entry| entry.def == Def::Broken);
    imported_here && !is_broken && !ctx.names.is_used(file, &name.text)
}

/// What to cut out so that one name of a `use` is gone: the whole line when it is the only one, else the name and a comma.
fn removal(ctx: &Context<'_>, file: FileId, item: &ast::Item, used: &ast::Use, name: &ast::Name) -> Span {
    let text: &str = &ctx.sources.get(file).text;
    if used.names.len() <= 1 {
        let rest = text.get(item.span.end as usize..).unwrap_or("");
        let line = rest.find('\n').filter(|end| rest.get(..*end).is_some_and(|tail| tail.trim().is_empty()));
        return Span { start: item.span.start, end: item.span.end + line.map_or(0, |end| end as u32 + 1) };
    }
    let at = used.names.iter().position(|other| other.span == name.span).unwrap_or(0);
    match (used.names.get(at + 1), at.checked_sub(1).and_then(|before| used.names.get(before))) {
        (Some(next), _) => Span { start: name.span.start, end: next.span.start },
        (None, Some(before)) => Span { start: before.span.end, end: name.span.end },
        (None, None) => name.span,
    }
}

/// The modules that have a fitting item of that name, for `use …` as a hint.
pub(crate) fn elsewhere(ctx: &Context<'_>, file: FileId, name: &str, want: Want) -> Vec<String> {
    let loaded = ctx.sources.iter().filter(|(other, _)| *other != file);
    let fits = |id: FileId| ctx.names.own(id, name).is_some_and(|entry| entry.def != Def::Broken && want.fits(entry.def));
    let mut modules: Vec<String> = loaded.filter(|(id, _)| fits(*id)).map(|(_, source)| usable_module(&source.module, source.library)).collect();
    if want != Want::Value {
        modules.extend(library::modules_with(name).filter(|module| want == Want::Unit || !module.starts_with("units")).map(|module| usable_module(&module, true)));
    }
    modules.sort();
    modules.dedup();
    modules
}

/// Library files are used by their folder: `canonical`, not `canonical.order`.
fn usable_module(module: &str, library: bool) -> String {
    match module.rsplit_once('.') {
        Some((folder, _)) if library => folder.to_owned(),
        _ => module.to_owned(),
    }
}

/// Where a further `use` line goes: behind the last one, else before the first item.
pub(crate) fn place_for_use(ctx: &Context<'_>, file: FileId) -> Span {
    let Some((_, tree)) = ctx.files.get(file.0 as usize) else { return Span::default() };
    let last = tree.items.iter().rev().find(|item| matches!(item.kind, ItemKind::Use(_)));
    let text: &str = &ctx.sources.get(file).text;
    let at = last.map_or(0, |item| {
        let end = item.span.end as usize;
        text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| end + line + 1)
    });
    Span::new(at, at)
}
