//! `crossdock dump`

use std::path::PathBuf;

use crossdock_compiler::syntax::ast::{Item, ItemKind};
use crossdock_compiler::typed::{Decl, FunctionId, Project as Typed, Variant};
use crossdock_compiler::{Checked, show};
use crossdock_engine::Program;
use crossdock_project::Project;

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;

/// Shows what the compiler makes of a project, phase by phase
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock dump --types to_release\n  crossdock dump --map to_release_acme\n  crossdock dump --ast release.flow --project examples/web-shop")]
pub struct Args {
    #[command(flatten)]
    phase: Phase,
    /// A file of the project, or the name of an item; without it, everything
    #[arg(value_name = "FILE/ITEM")]
    what: Option<String>,
    /// The project's folder
    #[arg(long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Phase {
    /// The syntax tree
    #[arg(long)]
    ast: bool,
    /// The checked program: names resolved, types and failures known
    #[arg(long)]
    types: bool,
    /// The code that runs, map by map and flow by flow
    #[arg(long)]
    ir: bool,
    /// Maps as they are with all that they inherit (`extends`); each line says which map it is from
    #[arg(long)]
    map: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let project = project::open(&args.project)?;
    let what = What(args.what.as_deref());
    let text = if args.phase.ast {
        asts(&project, &what)
    } else {
        let Some((_, checked)) = project::open_sound(&args.project, terminal)? else { return Ok(Exit::CannotRun) };
        match &args.phase {
            Phase { ir: true, .. } => code(&Program::new(&checked).dump(), &what),
            Phase { map: true, .. } => maps(&checked, &what),
            _ => types(&checked, &what),
        }
    };
    if text.is_empty() {
        anyhow::bail!("there is no file and no item {} in {}", what.0.unwrap_or("at all"), project.root().display());
    }
    terminal.out(&text)?;
    Ok(Exit::Clean)
}

/// What to show: all, a file by its path, or an item by its name, with or without its module.
struct What<'a>(Option<&'a str>);

impl What<'_> {
    fn is_file(&self, path: &str) -> bool {
        self.0.is_none_or(|what| what.trim_start_matches("./") == path)
    }

    fn is_item(&self, module: &str, name: &str) -> bool {
        self.0.is_none_or(|what| what == name || what.strip_suffix(name).and_then(|rest| rest.strip_suffix('.')) == Some(module))
    }
}

/// The parts of a dump that are meant: each begins with `map module.name` or `flow name`, all else is set in or empty.
fn code(dump: &str, what: &What<'_>) -> String {
    let mut out = String::new();
    let mut wanted = false;
    for line in dump.lines() {
        if let Some(full) = line.strip_prefix("map ").or_else(|| line.strip_prefix("flow ")) {
            let (module, name) = full.rsplit_once('.').unwrap_or(("", full));
            wanted = what.is_file(&format!("{}.flow", module.replace('.', "/"))) || what.is_item(module, name);
        }
        if wanted {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn asts(project: &Project, what: &What<'_>) -> String {
    let mut out = String::new();
    for path in project.paths() {
        let Some(text) = project.text(path) else { continue };
        let module = path.trim_end_matches(".flow").replace('/', ".");
        let file = crossdock_compiler::syntax::parse(text).file;
        let wanted = |item: &&Item| what.is_file(path) || name_of(item).is_some_and(|name| what.is_item(&module, name));
        for item in file.items.iter().filter(wanted) {
            out.push_str(&format!("# {path}\n{item:#?}\n"));
        }
    }
    out
}

fn name_of(item: &Item) -> Option<&str> {
    Some(match &item.kind {
        ItemKind::Enum(it) => &it.name.text,
        ItemKind::Record(it) => &it.name.text,
        ItemKind::Table(it) => &it.name.text,
        ItemKind::Routes(it) => &it.name.text,
        ItemKind::Fn(it) => &it.name.text,
        ItemKind::Map(it) => &it.name.text,
        ItemKind::Unit(it) => &it.name.text,
        ItemKind::Failure(it) => &it.name.text,
        ItemKind::Policy(it) => &it.name.text,
        ItemKind::Contract(it) => &it.name.text,
        ItemKind::System(it) => &it.name.text,
        ItemKind::Lifecycle(it) => &it.name.text,
        ItemKind::Flow(it) => &it.name.text,
        ItemKind::Test(it) => &it.name.text,
        ItemKind::Use(_) | ItemKind::Error(_) => return None,
    })
}

/// What a function or flow may raise, by name; what a policy answers; which variant of an enum carries what.
fn raised(checked: &Checked, items: &str, id: usize) -> String {
    let project = &checked.project;
    if items == "enums" {
        return variants(project, id).unwrap_or_default();
    }
    let (word, failures): (_, Vec<_>) = match items {
        "functions" => ("raises", project.functions.get(id).map_or_else(Vec::new, |function| function.failures.clone())),
        "flows" => ("may meet", project.flows.get(id).map_or_else(Vec::new, |flow| flow.failures.clone())),
        "policies" => ("answers", project.policies.get(id).map_or_else(Vec::new, |policy| policy.answers.iter().map(|(failure, _)| *failure).collect())),
        _ => return String::new(),
    };
    let names: Vec<&str> = failures.iter().filter_map(|id| project.failures.get(id.index())).map(|failure| failure.decl.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(": {word} {}", names.join(", ")) }
}

/// `: by "type", picked : Picked at "PICK", ping at "ping"`, where its variants carry records.
fn variants(project: &Typed, id: usize) -> Option<String> {
    let item = project.enums.get(id)?;
    let record = project.records.get(item.record?.index())?;
    let variant = |(at, variant): (u32, &Variant)| {
        let carried = show::carried(project, record, at).map(|carried| format!(" : {carried}")).unwrap_or_default();
        format!("{}{carried} at \"{}\"", variant.name, variant.code)
    };
    let variants: Vec<String> = (0_u32..).zip(&item.variants).map(variant).collect();
    Some(format!(": by {}, {}", show::tag_place(record)?, variants.join(", ")))
}

fn maps(checked: &Checked, what: &What<'_>) -> String {
    let functions = checked.project.functions.iter().enumerate();
    let wanted = functions.filter(|(_, function)| {
        let (decl, source) = (&function.decl, checked.sources.get(function.decl.place.file));
        (what.0.is_some() || !source.library) && (what.is_file(&source.path) || what.is_item(&decl.module, &decl.name))
    });
    let texts: Vec<String> = wanted.filter_map(|(at, _)| checked.effective_map(FunctionId(at as u32))).collect();
    texts.join("\n")
}

fn types(checked: &Checked, what: &What<'_>) -> String {
    let mut out = String::new();
    let project = &checked.project;
    let wanted = |decl: &Decl| {
        let source = checked.sources.get(decl.place.file);
        (what.0.is_some() || !source.library) && (what.is_file(&source.path) || what.is_item(&decl.module, &decl.name))
    };
    macro_rules! show {
        ($($items:ident),*) => {$(
            for (id, item) in project.$items.iter().enumerate().filter(|(_, item)| wanted(&item.decl)) {
                out.push_str(&format!("# {} {id}{}\n{item:#?}\n", stringify!($items), raised(checked, stringify!($items), id)));
            }
        )*};
    }
    for (id, unit) in project.units.iter().enumerate().filter(|(_, unit)| !unit.currency && wanted(&unit.decl)) {
        out.push_str(&format!("# units {id}\n{unit:#?}\n"));
    }
    show!(enums, records, tables, routes, functions, failures, policies, contracts, systems, flows);
    for lifecycle in &project.lifecycles {
        let (source, record) = (checked.sources.get(lifecycle.place.file), project.records.get(lifecycle.record.index()));
        let name = record.map_or("", |record| &record.decl.name);
        if what.is_file(&source.path) || what.is_item(&source.module, name) {
            out.push_str(&format!("# lifecycle of {name}\n{lifecycle:#?}\n"));
        }
    }
    for test in &project.tests {
        let source = checked.sources.get(test.place.file);
        if what.is_file(&source.path) || what.is_item(&source.module, &test.name) {
            out.push_str(&format!("# tests\n{test:#?}\n"));
        }
    }
    out
}
