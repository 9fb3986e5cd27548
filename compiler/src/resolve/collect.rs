//! First pass: every item gets its id and its name, so that items may stand in any order.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind};
use rustc_hash::FxHashMap;

use super::names::{self, Entry, Names};
use super::problem::Problem;
use super::types::SCALARS;
use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::duration;
use crate::library;
use crate::sources::FileId;
use crate::typed::{self, BUILT_IN_FAILURES, Decl, FunctionKind, Place, Type};
use crate::units::{CURRENCIES, Ratio, Size};

/// An item with its id; its entry in the project is still empty.
#[derive(Clone, Copy)]
pub(crate) struct Declared<'a> {
    pub file: FileId,
    pub item: &'a ast::Item,
    pub def: Def,
}

/// Fills the scopes with the files' own names, and the project with an entry for each.
pub(crate) fn collect<'a>(ctx: &mut Context<'a>, syntax_problems: &[(FileId, Span)]) -> Vec<Declared<'a>> {
    ctx.names = Names::for_files(ctx.files.len());
    add_built_in_failures(ctx);
    add_currencies(ctx);
    let mut declared = Vec::new();
    for (file, tree) in ctx.files {
        for item in &tree.items {
            if is_unread(ctx, *file, item) {
                ctx.unread.insert(*file);
            }
            let Some(found) = collect_item(ctx, *file, item) else { continue };
            if syntax_problems.iter().any(|(in_file, span)| in_file == file && item.span.contains(span.start as usize)) {
                ctx.damaged.insert(found.def);
            }
            declared.push(found);
        }
        report_test_twins(ctx, *file, tree);
    }
    report_failure_twins(ctx);
    declared
}

/// A broken item that may have a name, and it is not known which.
fn is_unread(ctx: &Context<'_>, file: FileId, item: &ast::Item) -> bool {
    let nameless = ["lifecycle", "test"].iter().any(|word| ctx.text(file, item.span).starts_with(word));
    matches!(item.kind, ItemKind::Error(None)) && !nameless
}

fn add_built_in_failures(ctx: &mut Context<'_>) {
    for name in BUILT_IN_FAILURES {
        let decl = Decl { name: name.to_owned(), module: String::new(), docs: None, place: Place { file: FileId(0), span: Span::default() } };
        ctx.project.failures.push(typed::Failure { decl, params: Vec::new(), message: Vec::new() });
    }
}

fn add_currencies(ctx: &mut Context<'_>) {
    for (at, code) in CURRENCIES.iter().enumerate() {
        let decl = Decl { name: (*code).to_owned(), module: String::new(), docs: None, place: Place { file: FileId(0), span: Span::default() } };
        ctx.project.units.push(typed::Unit { currency: true, ..no_size(decl, typed::UnitId(at as u32)) });
    }
}

/// A unit that is not made of others, as all are until they are declared.
fn no_size(decl: Decl, id: typed::UnitId) -> typed::Unit {
    typed::Unit { decl, currency: false, is: id, size: Size { ratio: Ratio::ONE, of: typed::Units::of(id) } }
}

fn collect_item<'a>(ctx: &mut Context<'a>, file: FileId, item: &'a ast::Item) -> Option<Declared<'a>> {
    let name = item_name(&item.kind)?;
    let decl = Decl { name: name.text.clone(), module: ctx.sources.get(file).module.clone(), docs: item.docs.clone(), place: Place { file, span: name.span } };
    if let ItemKind::Fn(function) = &item.kind
        && (function.body.is_none() || declares_methods(ctx, file))
    {
        return collect_method(ctx, file, item, function, decl);
    }
    let def = push_placeholder(&mut ctx.project, &item.kind, decl);
    claim(ctx, file, name, &item.kind, def);
    Some(Declared { file, item, def })
}

/// Gives the item its name, unless the name is reserved or taken.
fn claim(ctx: &mut Context<'_>, file: FileId, name: &ast::Name, kind: &ItemKind, def: Def) {
    if let Some(by) = reserved(&name.text, kind) {
        ctx.report(Problem::Reserved { file, name: name.clone(), by }.diagnostic());
    }
    match ctx.names.own(file, &name.text) {
        None => ctx.names.declare(file, &name.text, Entry { def, span: name.span }),
        Some(first) if is_other_version(ctx, kind, first.def) => {}
        Some(first) if first.def == Def::Broken || def == Def::Broken => {}
        Some(first) => ctx.report(Problem::Twice { what: "items", name: name.clone(), file, first: (file, first.span) }.diagnostic()),
    }
}

/// Two versions of a contract may stand side by side.
fn is_other_version(ctx: &Context<'_>, kind: &ItemKind, first: Def) -> bool {
    let (ItemKind::Contract(second), Def::Contract(first)) = (kind, first) else { return false };
    let Some(known) = ctx.project.contracts.get(first.index()) else { return false };
    let number = version(&second.version);
    let (name, file) = (&known.decl.name, known.decl.place.file);
    let same = |other: &&typed::Contract| other.decl.name == *name && other.decl.place.file == file && other.version == number;
    ctx.project.contracts.iter().filter(same).count() <= 1
}

/// The number behind `v`; the parser lets only digits through.
pub(crate) fn version(name: &ast::Name) -> u32 {
    name.text.trim_start_matches('v').parse().unwrap_or(0)
}

/// Whether it is a file of the library that declares natives, be it the embedded one or the one that is worked on.
fn declares_methods(ctx: &Context<'_>, file: FileId) -> bool {
    let tree = ctx.files.get(file.0 as usize).map(|(_, tree)| tree);
    library::may_declare_natives(&ctx.sources.get(file).path) && tree.is_some_and(library::declares_natives)
}

/// A function of a library file that declares natives: a method everywhere, and no name of any scope.
fn collect_method<'a>(ctx: &mut Context<'a>, file: FileId, item: &'a ast::Item, function: &ast::Fn, decl: Decl) -> Option<Declared<'a>> {
    let name = &function.name;
    if !library::may_declare_natives(&ctx.sources.get(file).path) {
        ctx.report(Problem::NativeOutside { file, name: name.clone() }.diagnostic());
    }
    let kind = if function.body.is_some() { FunctionKind::Fn(no_body()) } else { FunctionKind::Native };
    let id = push_function(&mut ctx.project, decl, kind);
    ctx.natives.entry(name.text.clone()).or_default().push(id);
    Some(Declared { file, item, def: Def::Function(id) })
}

fn item_name(kind: &ItemKind) -> Option<&ast::Name> {
    match kind {
        ItemKind::Use(_) | ItemKind::Lifecycle(_) | ItemKind::Test(_) => None,
        ItemKind::Enum(item) => Some(&item.name),
        ItemKind::Record(item) => Some(&item.name),
        ItemKind::Table(item) => Some(&item.name),
        ItemKind::Routes(item) => Some(&item.name),
        ItemKind::Fn(item) => Some(&item.name),
        ItemKind::Map(item) => Some(&item.name),
        ItemKind::Unit(item) => Some(&item.name),
        ItemKind::Failure(item) => Some(&item.name),
        ItemKind::Policy(item) => Some(&item.name),
        ItemKind::Contract(item) => Some(&item.name),
        ItemKind::System(item) => Some(&item.name),
        ItemKind::Flow(item) => Some(&item.name),
        ItemKind::Error(name) => name.as_ref(),
    }
}

fn push_placeholder(project: &mut typed::Project, kind: &ItemKind, decl: Decl) -> Def {
    match kind {
        ItemKind::Enum(item) => Def::Enum(push_enum(project, item, decl)),
        ItemKind::Record(item) => {
            let record = typed::Record { strict: item.strict.is_some(), ..empty_record(decl) };
            Def::Record(typed::RecordId(push(&mut project.records, record)))
        }
        ItemKind::Table(item) => Def::Table(typed::TableId(push(&mut project.tables, empty_table(item, decl)))),
        ItemKind::Routes(_) => {
            let routes = typed::Routes { decl, params: Vec::new(), result: Type::Error, rows: Vec::new(), total: false };
            Def::Routes(typed::RoutesId(push(&mut project.routes, routes)))
        }
        ItemKind::Fn(_) => Def::Function(push_function(project, decl, FunctionKind::Fn(no_body()))),
        ItemKind::Map(_) => Def::Function(push_function(project, decl, FunctionKind::Map(no_body()))),
        ItemKind::Unit(_) => {
            let id = typed::UnitId(project.units.len() as u32);
            project.units.push(no_size(decl, id));
            Def::Unit(id)
        }
        ItemKind::Failure(_) => {
            let failure = typed::Failure { decl, params: Vec::new(), message: Vec::new() };
            Def::Failure(typed::FailureId(push(&mut project.failures, failure)))
        }
        ItemKind::Policy(_) => Def::Policy(typed::PolicyId(push(&mut project.policies, typed::Policy { decl, locals: Vec::new(), answers: Vec::new() }))),
        ItemKind::Contract(item) => {
            let contract = typed::Contract { decl, version: version(&item.version), sends: Vec::new(), accepts: Vec::new(), answers: Vec::new(), owns: Vec::new() };
            Def::Contract(typed::ContractId(push(&mut project.contracts, contract)))
        }
        // The contract is set when systems are declared; a system without one is taken out of the names again.
        ItemKind::System(_) => Def::System(typed::SystemId(push(&mut project.systems, typed::System { decl, contract: typed::ContractId(u32::MAX) }))),
        ItemKind::Flow(_) => Def::Flow,
        ItemKind::Use(_) | ItemKind::Lifecycle(_) | ItemKind::Test(_) | ItemKind::Error(_) => Def::Broken,
    }
}

/// With the record that its values are, if its variants are told apart by a field.
fn push_enum(project: &mut typed::Project, item: &ast::Enum, decl: Decl) -> typed::EnumId {
    let id = typed::EnumId(project.enums.len() as u32);
    let record = (!item.tag.is_empty()).then(|| {
        let tagged = typed::Tagged { of: id, tag: 0, parts: Vec::new(), common: Vec::new() };
        typed::RecordId(push(&mut project.records, typed::Record { tagged: Some(tagged), ..empty_record(decl.clone()) }))
    });
    project.enums.push(typed::Enum { decl, variants: Vec::new(), record });
    id
}

fn empty_record(decl: Decl) -> typed::Record {
    typed::Record { decl, like: None, format: None, strict: false, implied: false, fields: Vec::new(), rules: Vec::new(), rule_locals: Vec::new(), tagged: None }
}

fn push<T>(list: &mut Vec<T>, value: T) -> u32 {
    list.push(value);
    list.len() as u32 - 1
}

fn push_function(project: &mut typed::Project, decl: Decl, kind: FunctionKind) -> typed::FunctionId {
    let function = typed::Function { decl, kind, params: 0, locals: Vec::new(), result: Type::Error, failures: Vec::new() };
    typed::FunctionId(push(&mut project.functions, function))
}

/// Stands for a body until the body phase writes it.
fn no_body() -> typed::Expr {
    typed::Expr { ty: Type::Error, span: Span::default(), kind: Box::new(typed::ExprKind::None) }
}

fn empty_table(item: &ast::Table, decl: Decl) -> typed::Table {
    typed::Table { decl, from: Type::Error, to: Type::Error, both: item.arrow == ast::Arrow::Both, rows: Vec::new(), otherwise: None, total: false, total_back: false }
}

/// What already has the name everywhere.
fn reserved(name: &str, kind: &ItemKind) -> Option<&'static str> {
    let is_type = matches!(kind, ItemKind::Enum(_) | ItemKind::Record(_) | ItemKind::Contract(_));
    if names::built_in_failure(name).is_some() {
        Some("a built-in failure")
    } else if is_type && SCALARS.contains(&name) {
        Some("a built-in type")
    } else if matches!(kind, ItemKind::Unit(_)) && duration::UNITS.iter().any(|(unit, _)| *unit == name) {
        Some("a unit of time")
    } else {
        None
    }
}

/// Handlers, policies and desks go by the names of failures alone, whatever module they are of. Twins within a file are told with all other items.
fn report_failure_twins(ctx: &Context<'_>) {
    let mut seen: FxHashMap<&str, &Place> = FxHashMap::default();
    // A project need not know which names the library has for itself.
    let own = ctx.project.failures.iter().skip(BUILT_IN_FAILURES.len()).map(|failure| &failure.decl).filter(|decl| !ctx.is_library(decl.place.file));
    for Decl { name, place, .. } in own {
        let first = *seen.entry(name).or_insert(place);
        if first.file != place.file {
            let name = ast::Name { text: name.clone(), span: place.span };
            ctx.report(Problem::Twice { what: "failures", name, file: place.file, first: (first.file, first.span) }.diagnostic());
        }
    }
}

/// Snapshots and reports go by the names of tests.
fn report_test_twins(ctx: &Context<'_>, file: FileId, tree: &ast::File) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for item in &tree.items {
        let ItemKind::Test(test) = &item.kind else { continue };
        if let Some(first) = seen.get(test.name.text.as_str()) {
            let name = ast::Name { text: test.name.text.clone(), span: test.name.span };
            ctx.report(Problem::Twice { what: "tests", name, file, first: (file, *first) }.diagnostic());
        } else {
            seen.insert(&test.name.text, test.name.span);
        }
    }
}
