//! Each map as the sheet that analysts sign off: target, source, rule, notes.

use std::collections::BTreeSet;

use crossdock_compiler::lineage::{Edge, Hop, Origin, Owner, Place, Value};
use crossdock_compiler::syntax::{Span, ast};
use crossdock_compiler::typed::{ContractId, Function, FunctionId, FunctionKind, Record, RecordId, Type};
use crossdock_compiler::{Checked, FileId, show};

use crate::lineage::View;
use crate::source;

/// Nested records deeper than this are not listed as not set.
const DEPTH_MAX: usize = 8;

/// One map.
#[derive(Clone, Debug)]
pub struct MapSheet {
    pub id: FunctionId,
    /// The map of which it names only what differs, with its module.
    pub extends: Option<String>,
    /// `release.to_release`
    pub name: String,
    pub docs: Option<String>,
    /// `order: Order`
    pub params: Vec<String>,
    pub target: String,
    /// `release.flow:24`
    pub place: String,
    pub failures: Vec<String>,
    /// The record that it makes, as its anchor is called.
    pub target_record: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A field that is set.
    Field,
    /// `let`: a name for what others use.
    Name,
    /// An optional field that is left out.
    Unset,
    /// A field of the source that is left out on purpose, with the reason in its notes.
    Ignored,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub kind: Kind,
    /// The field that it sets.
    pub place: Option<Place>,
    /// Of a map that extends another: it stands in that one.
    pub inherited: bool,
    /// `ship_to.city`
    pub target: String,
    pub ty: String,
    pub required: bool,
    /// Where it stands on the wire, if not by its name.
    pub wire: String,
    pub rule: String,
    /// Fields that are in the value.
    pub sources: Vec<String>,
    /// Fields that decide which value it is.
    pub deciders: Vec<String>,
    /// Tables and functions that it goes through.
    pub through: Vec<String>,
    /// Where it comes from in the end.
    pub origins: Vec<Came>,
    /// What the field's documentation and the remarks at the rule say.
    pub notes: String,
    /// `release.flow:24`
    pub line: String,
    pub value: Value,
}

/// A field of what a system tells us.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Came {
    /// `shop sends order_created`
    pub from: String,
    /// `shipping_address.city`, as the partner writes it.
    pub path: String,
    pub contract: ContractId,
    /// The message or look-up.
    pub message: String,
}

impl std::fmt::Display for Came {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.from, self.path)
    }
}

/// The maps of a project's own files, in the order of the source; with the library's that its flows use, behind them.
pub fn sheets(checked: &Checked) -> Vec<MapSheet> {
    let view = View::new(checked);
    let maps = checked.project.functions.iter().enumerate().filter(|(_, function)| matches!(function.kind, FunctionKind::Map(_)));
    let mut maps: Vec<(bool, usize)> = maps.map(|(at, function)| (checked.sources.get(function.decl.place.file).library, at)).collect();
    maps.sort_by_key(|(library, at)| (*library, checked.project.functions.get(*at).map(|function| (function.decl.place.file, function.decl.place.span))));
    let used = used(checked, &view);
    maps.into_iter().filter(|(library, at)| !library || used.contains(at)).filter_map(|(_, at)| sheet(&view, FunctionId(at as u32))).collect()
}

/// The functions that something of the project itself goes through.
fn used(checked: &Checked, view: &View<'_>) -> BTreeSet<usize> {
    let own = |edge: &&Edge| !checked.sources.get(edge.file).library;
    let records: BTreeSet<RecordId> = view.lineage.edges.iter().filter(own).flat_map(|edge| edge.value.from.iter().chain(&edge.value.by)).map(|place| place.root).collect();
    let makes = |edge: &&Edge| records.contains(&edge.target.root);
    view.lineage.edges.iter().filter(makes).filter_map(|edge| if let Owner::Function(id) = edge.owner { Some(id.index()) } else { None }).collect()
}

fn sheet(view: &View<'_>, id: FunctionId) -> Option<MapSheet> {
    let checked = view.checked;
    let function = checked.project.functions.get(id.index())?;
    let Type::Record(target) = function.result else { return None };
    let record = checked.project.records.get(target.index())?;
    let extends = view.trees.find(checked, function.decl.place, extends).flatten();
    let mut rows = rows(view, id, target);
    if extends.is_some() {
        let own = view.trees.find(checked, function.decl.place, |item| item.span);
        let is_own = |line: &str| own.is_some_and(|own| lines(checked, function.decl.place.file, own).any(|known| known == line));
        rows.iter_mut().filter(|row| !row.line.is_empty()).for_each(|row| row.inherited = !is_own(&row.line));
    }
    ignored(view, id, &mut rows);
    Some(MapSheet {
        id,
        extends: extends.map(|name| named(checked, &name, &function.decl.module)),
        name: format!("{}.{}", function.decl.module, function.decl.name),
        docs: function.decl.docs.clone(),
        params: params(checked, function),
        target: record.decl.name.clone(),
        target_record: format!("{}.{}", record.decl.module, record.decl.name),
        place: source::place(checked, function.decl.place.file, function.decl.place.span),
        failures: function.failures.iter().filter_map(|id| checked.project.failures.get(id.index())).map(|failure| failure.decl.name.clone()).collect(),
        rows,
    })
}

fn extends(item: &ast::Item) -> Option<String> {
    if let ast::ItemKind::Map(map) = &item.kind { map.extends.as_ref().map(|name| name.text.clone()) } else { None }
}

/// The full name of a map, that of the module first.
fn named(checked: &Checked, name: &str, module: &str) -> String {
    let decls = || checked.project.functions.iter().map(|function| &function.decl).filter(|decl| decl.name == name);
    let found = decls().find(|decl| decl.module == module).or(decls().next());
    found.map_or_else(|| name.to_owned(), |decl| format!("{}.{}", decl.module, decl.name))
}

/// `release.flow:24` for every line of an item.
fn lines(checked: &Checked, file: FileId, span: Span) -> impl Iterator<Item = String> {
    let first = source::line(checked, file, span);
    let count = source::text(checked, file, span).lines().count();
    let path = checked.sources.get(file).path.clone();
    (first..first + count).map(move |line| format!("{path}:{line}"))
}

/// What is left out on purpose: of the target with its reason, of the source as rows of their own.
fn ignored(view: &View<'_>, id: FunctionId, rows: &mut Vec<Row>) {
    let place = view.checked.project.functions.get(id.index()).map(|function| function.decl.place);
    let body = |item: &ast::Item| if let ast::ItemKind::Map(map) = &item.kind { map.body.clone() } else { ast::Block { span: item.span, stmts: Vec::new() } };
    let body = view.checked.overlays.get(&id).cloned().or_else(|| view.trees.find(view.checked, place?, body));
    let mut found = Vec::new();
    body.iter().for_each(|body| gather_ignored(body, &mut found));
    for (path, because) in found {
        match rows.iter_mut().find(|row| row.kind == Kind::Unset && row.target == path) {
            Some(row) => row.notes = because,
            None => rows.push(Row { kind: Kind::Ignored, rule: "(ignored)".to_owned(), sources: vec![path], notes: because, ..Row::of(Kind::Ignored) }),
        }
    }
}

fn gather_ignored(block: &ast::Block, found: &mut Vec<(String, String)>) {
    for stmt in &block.stmts {
        let stmt = if let ast::Stmt::From { stmt, .. } = stmt { stmt } else { stmt };
        match stmt {
            ast::Stmt::Ignore { paths, because, .. } => {
                let path = |names: &Vec<ast::Name>| names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
                found.extend(paths.iter().map(|names| (path(names), because.text.clone())));
            }
            ast::Stmt::Nest { block, .. } => gather_ignored(block, found),
            ast::Stmt::Let(_) | ast::Stmt::Set { .. } | ast::Stmt::Spread { .. } | ast::Stmt::From { .. } | ast::Stmt::Error(_) => {}
        }
    }
}

impl Row {
    fn of(kind: Kind) -> Row {
        Row {
            kind,
            place: None,
            inherited: false,
            target: String::new(),
            ty: String::new(),
            required: false,
            wire: String::new(),
            rule: String::new(),
            sources: Vec::new(),
            deciders: Vec::new(),
            through: Vec::new(),
            origins: Vec::new(),
            notes: String::new(),
            line: String::new(),
            value: Value::default(),
        }
    }
}

fn params(checked: &Checked, function: &Function) -> Vec<String> {
    function.locals.iter().take(function.params).map(|local| format!("{}: {}", local.name, show::ty(&checked.project, &local.ty))).collect()
}

/// Names first where they were given first: in the order of the source. What is left out comes last.
fn rows(view: &View<'_>, id: FunctionId, target: RecordId) -> Vec<Row> {
    let owner = Owner::Function(id);
    let shown = |edge: &&Edge| edge.owner == owner && edge.target.root == target && !is_told_by_variant(view, &edge.target);
    let edges: Vec<&Edge> = view.lineage.edges.iter().filter(shown).collect();
    let mut rows: Vec<(u32, Row)> = edges.iter().map(|edge| (edge.span.start, field_row(view, edge))).collect();
    let names = view.lineage.bindings.iter().filter(|binding| binding.owner == owner);
    rows.extend(names.map(|binding| {
        let rule = source::rule(view.checked, binding.file, binding.span);
        let row = Row {
            kind: Kind::Name,
            target: binding.name.clone(),
            rule,
            notes: source::remarks(view.checked, binding.file, binding.span),
            line: source::place(view.checked, binding.file, binding.span),
            ..values(view, &binding.value)
        };
        (binding.span.start, row)
    }));
    rows.sort_by_key(|(start, _)| *start);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let set: BTreeSet<&Place> = edges.iter().map(|edge| &edge.target).collect();
    unset(view, &Place::record(target), &set, 0, &mut rows);
    rows
}

fn field_row(view: &View<'_>, edge: &Edge) -> Row {
    let checked = view.checked;
    let field = edge.target.last(&checked.project);
    let rule = source::rule(checked, edge.file, edge.span);
    let docs = source::summary(field.and_then(|field| field.docs.as_deref()));
    let remarks = source::remarks(checked, edge.file, edge.span);
    Row {
        kind: Kind::Field,
        place: Some(edge.target.clone()),
        target: edge.target.path(&checked.project),
        required: field.is_some_and(|field| !matches!(field.ty, Type::Optional(_))),
        wire: wire(checked, &edge.target),
        rule: view.when(edge) + &if edge.spread { format!("..{rule}") } else { rule_of(variant_of(checked, &edge.target, rule)) },
        notes: [docs, remarks].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" "),
        ty: view.ty(&edge.target),
        line: source::place(checked, edge.file, edge.span),
        ..values(view, &edge.value)
    }
}

/// Whether it is what all variants of an enum have, which follows from the variant that is set.
fn is_told_by_variant(view: &View<'_>, target: &Place) -> bool {
    target.steps.iter().any(|(record, field)| tag(view.checked, *record).is_some_and(|tag| *field < tag))
}

fn tag(checked: &Checked, record: RecordId) -> Option<u32> {
    Some(checked.project.records.get(record.index())?.tagged.as_ref()?.tag)
}

/// Which variant it is stands in the name before what it carries.
fn variant_of(checked: &Checked, target: &Place, rule: String) -> String {
    match target.steps.last() {
        Some((record, field)) if tag(checked, *record) == Some(*field) => rule.split(['(', '{']).next().unwrap_or_default().trim().to_owned(),
        _ => rule,
    }
}

/// Of a list that is gone through, what is done to its elements stands in rows of its own.
fn rule_of(rule: String) -> String {
    match rule.split_once('{') {
        Some((head, _)) if rule.starts_with("for ") => format!("{}…", head.trim_end().to_owned() + " "),
        _ => rule,
    }
}

fn values(view: &View<'_>, value: &Value) -> Row {
    let project = &view.checked.project;
    let places = |places: &BTreeSet<Place>| places.iter().map(|place| view.place(place)).collect::<Vec<_>>();
    let deciders = value.by.difference(&value.from).cloned().collect();
    let tables = value.tables.iter().filter_map(|id| project.tables.get(id.index())).map(|table| table.decl.name.clone());
    let functions = value.functions.iter().filter_map(|id| project.functions.get(id.index())).map(|function| function.decl.name.clone());
    Row {
        sources: places(&value.from),
        deciders: places(&deciders),
        through: tables.chain(functions).collect(),
        origins: origins(view, value),
        value: value.clone(),
        ..Row::of(Kind::Field)
    }
}

/// The fields of messages and look-ups that a value is made of in the end.
fn origins(view: &View<'_>, value: &Value) -> Vec<Came> {
    let mut found = BTreeSet::new();
    let single = |place: &&Place| place.inner_record(&view.checked.project).is_none();
    for place in value.from.iter().filter(single) {
        gather(view, &view.lineage.back(&view.checked.project, place), &mut found);
    }
    found.into_iter().collect()
}

fn gather(view: &View<'_>, hop: &Hop, found: &mut BTreeSet<Came>) {
    for origin in &hop.origins {
        if !hop.place.steps.is_empty() {
            let (contract, message) = view.origin_name(*origin);
            found.insert(Came { from: view.origin(*origin), path: path_in_message(view, *origin, &hop.place), contract, message });
        }
    }
    for inner in hop.steps.iter().flat_map(|step| &step.hops).filter(|inner| !inner.decides) {
        gather(view, inner, found);
    }
}

/// The keys on the wire, where the field is not simply called so.
fn wire(checked: &Checked, place: &Place) -> String {
    let Some(field) = place.last(&checked.project) else { return String::new() };
    let path = field.wire.path.join(".");
    if path == field.name { String::new() } else { path }
}

/// `shipping_address.address1`, as the partner writes it.
fn wire_path(checked: &Checked, place: &Place) -> String {
    let keys = place.steps.iter().filter_map(|(record, field)| checked.project.records.get(record.index())?.fields.get(*field as usize));
    keys.map(|field| field.wire.path.join(".")).collect::<Vec<_>>().join(".")
}

/// The way from the message to a field of a record that stands in it: by itself where there is only one such way.
fn path_in_message(view: &View<'_>, origin: Origin, place: &Place) -> String {
    let project = &view.checked.project;
    let path = wire_path(view.checked, place);
    let Some(message) = view.record_of(origin).filter(|record| *record != place.root) else { return path };
    let mut ways = Vec::new();
    ways_to(view, &Place::record(message), place.root, &mut ways);
    match ways.as_slice() {
        [one] => format!("{}.{path}", wire_path(view.checked, one)),
        _ => format!("{}.{path}", project.records.get(place.root.index()).map_or("", |record| record.decl.name.as_str())),
    }
}

/// All places below one at which a record stands; two are enough to know that there are several.
fn ways_to(view: &View<'_>, from: &Place, wanted: RecordId, ways: &mut Vec<Place>) {
    let Some(id) = from.inner_record(&view.checked.project) else { return };
    if id == wanted && !from.steps.is_empty() {
        ways.push(from.clone());
    }
    let fields = view.checked.project.records.get(id.index()).map_or(0, |record| record.fields.len() as u32);
    for field in (0..fields).take_while(|_| from.steps.len() < DEPTH_MAX) {
        if ways.len() < 2 {
            ways_to(view, &from.field(id, field), wanted, ways);
        }
    }
}

/// Fields that no rule sets, in records that are built.
fn unset(view: &View<'_>, at: &Place, set: &BTreeSet<&Place>, depth: usize, rows: &mut Vec<Row>) {
    let Some((id, record)) = at.inner_record(&view.checked.project).and_then(|id| Some((id, view.checked.project.records.get(id.index())?))) else { return };
    for index in 0..record.fields.len() as u32 {
        let place = at.field(id, index);
        if record.tagged.is_some() && !set.iter().any(|known| known.steps.starts_with(&place.steps)) {
            continue; // Another variant is set.
        }
        let is_built = set.iter().any(|known| known.steps.len() > place.steps.len() && known.steps.starts_with(&place.steps));
        if is_built && depth < DEPTH_MAX {
            unset(view, &place, set, depth + 1, rows);
        } else if !set.contains(&place) && !is_built {
            rows.extend(unset_row(view, &place, record, index));
        }
    }
}

fn unset_row(view: &View<'_>, place: &Place, record: &Record, index: u32) -> Option<Row> {
    let field = record.fields.get(index as usize)?;
    Some(Row {
        kind: Kind::Unset,
        place: Some(place.clone()),
        target: place.path(&view.checked.project),
        ty: show::ty(&view.checked.project, &field.ty),
        required: !matches!(field.ty, Type::Optional(_)),
        wire: wire(view.checked, place),
        notes: source::summary(field.docs.as_deref()),
        ..values(view, &Value::default())
    })
}
