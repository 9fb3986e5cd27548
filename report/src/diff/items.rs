//! Everything but contracts, records and maps: tables and policies by what they say, the rest as it is written, layout and remarks aside.

use crossdock_compiler::syntax::tokens;
use crossdock_compiler::typed::{Decl, FunctionKind, Lifecycle, Project};
use crossdock_compiler::{Checked, show};

use super::affects::Affects;
use super::{Change, How, Impact, Point};
use crate::{rows, words};

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let affects = Affects::new(old, new);
    let kinds: [Read; 9] = [codes, routes, functions, enums, units, lifecycles, flows, policies, failures_and_systems];
    kinds.into_iter().flat_map(|read| of_kind(&read(&Side::new(old, &affects.old.trees)), &read(&Side::new(new, &affects.new.trees)), &affects)).collect()
}

/// One version.
struct Side<'c> {
    checked: &'c Checked,
    trees: &'c crate::source::Trees,
}

/// An item with all that counts of it.
struct Item {
    kind: &'static str,
    name: String,
    says: Says,
}

enum Says {
    /// By what stands before the `=`; of a table that is read from the top, with the order.
    Rows {
        head: String,
        rows: Vec<(String, String)>,
        ordered: bool,
    },
    Text(String),
}

type Read = for<'s> fn(&Side<'s>) -> Vec<Item>;

impl<'c> Side<'c> {
    fn new(checked: &'c Checked, trees: &'c crate::source::Trees) -> Side<'c> {
        Side { checked, trees }
    }

    fn project(&self) -> &'c Project {
        &self.checked.project
    }

    fn is_own(&self, decl: &Decl) -> bool {
        !decl.module.is_empty() && !self.checked.sources.get(decl.place.file).library
    }

    fn text(&self, kind: &'static str, decl: &Decl) -> Option<Item> {
        self.is_own(decl).then(|| Item { kind, name: full(decl), says: Says::Text(self.trees.item(self.checked, decl.place)) })
    }

    fn rows(&self, kind: &'static str, decl: &Decl, head: String, rows: Vec<(String, String)>, ordered: bool) -> Option<Item> {
        self.is_own(decl).then(|| Item { kind, name: full(decl), says: Says::Rows { head, rows, ordered } })
    }
}

fn codes(side: &Side<'_>) -> Vec<Item> {
    let project = side.project();
    let row = |row: Vec<String>| (row.first().cloned().unwrap_or_default(), row.last().cloned().unwrap_or_default());
    let item = |table: &crossdock_compiler::typed::Table| {
        let head = format!("{} {} {}", show::ty(project, &table.from), if table.both { "<->" } else { "->" }, show::ty(project, &table.to));
        side.rows("table", &table.decl, head, rows::of_codes(project, table).into_iter().map(row).collect(), false)
    };
    project.tables.iter().filter_map(item).collect()
}

fn routes(side: &Side<'_>) -> Vec<Item> {
    let row = |mut row: Vec<String>| {
        let result = row.pop().unwrap_or_default();
        (row.join(" | "), result)
    };
    let item = |table: &crossdock_compiler::typed::Routes| {
        let params: Vec<String> = table.params.iter().map(|(name, ty)| format!("{name}: {}", show::ty(side.project(), ty))).collect();
        let head = format!("({}) -> {}", params.join(", "), show::ty(side.project(), &table.result));
        side.rows("table", &table.decl, head, rows::of_routes(side.checked, table).into_iter().map(row).collect(), true)
    };
    side.project().routes.iter().filter_map(item).collect()
}

fn functions(side: &Side<'_>) -> Vec<Item> {
    side.project().functions.iter().filter(|item| matches!(item.kind, FunctionKind::Fn(_))).filter_map(|item| side.text("fn", &item.decl)).collect()
}

/// Those in messages are told of with the contracts, too: there it shows whom it concerns.
fn enums(side: &Side<'_>) -> Vec<Item> {
    let record = |item: &crossdock_compiler::typed::Enum| side.project().records.get(item.record?.index());
    let carried = |item: &crossdock_compiler::typed::Enum, at: u32| {
        let carried = record(item).and_then(|record| record.part(at)).map(|(_, carried)| crossdock_compiler::typed::Type::Record(carried));
        carried.map_or_else(String::new, |carried| format!("{} at ", show::ty(side.project(), &carried)))
    };
    let row = |item: &crossdock_compiler::typed::Enum, at: u32, variant: &crossdock_compiler::typed::Variant| {
        (variant.name.clone(), format!("{}\"{}\"", carried(item, at), variant.code))
    };
    let rows = |item: &crossdock_compiler::typed::Enum| (0_u32..).zip(&item.variants).map(|(at, variant)| row(item, at, variant)).collect();
    side.project().enums.iter().filter_map(|item| side.rows("enum", &item.decl, String::new(), rows(item), false)).collect()
}

fn units(side: &Side<'_>) -> Vec<Item> {
    let size = |unit: &crossdock_compiler::typed::Unit| show::unit_size(side.project(), unit).unwrap_or_else(|| "itself".to_owned());
    let own = side.project().units.iter().filter(|unit| !unit.currency);
    own.filter_map(|unit| side.rows("unit", &unit.decl, String::new(), vec![(unit.decl.name.clone(), size(unit))], false)).collect()
}

fn lifecycles(side: &Side<'_>) -> Vec<Item> {
    let item = |cycle: &Lifecycle| {
        let decl = &side.project().records.get(cycle.record.index())?.decl;
        let own = !side.checked.sources.get(cycle.place.file).library;
        let head = format!("by {}, from {}", words::field_path(side.project(), cycle.record, &cycle.key), cycle.states.first().map_or("", |state| &state.name));
        own.then(|| Item { kind: "lifecycle", name: full(decl), says: Says::Rows { head, rows: moves(side.project(), cycle), ordered: false } })
    };
    side.project().lifecycles.iter().filter_map(item).collect()
}

/// Moves with who makes them, then time limits by the way that they are for; a second one for the same way is counted.
fn moves(project: &Project, cycle: &Lifecycle) -> Vec<(String, String)> {
    let name = |state: u32| cycle.states.get(state as usize).map_or_else(String::new, |state| state.name.clone());
    let by = |step: &crossdock_compiler::typed::Move| step.by.iter().map(|by| words::mover(project, *by)).collect::<Vec<_>>().join(" | ");
    let moves = cycle.moves.iter().map(|step| (format!("{} -> {}", name(step.from), name(step.to)), format!("by {}", by(step))));
    moves.chain(limits(cycle, name)).collect()
}

fn limits(cycle: &Lifecycle, name: impl Fn(u32) -> String) -> Vec<(String, String)> {
    let parts: Vec<[String; 3]> = cycle.limits.iter().map(|limit| words::limit_parts(limit, &name)).collect();
    let row = |(at, [time, way, answer]): (usize, &[String; 3])| {
        let earlier = parts.iter().take(at).filter(|[_, other, _]| other == way).count();
        let which = if earlier == 0 { String::new() } else { format!(" (number {})", earlier + 1) };
        (format!("the time limit {way}{which}"), format!("{time} {answer}"))
    };
    parts.iter().enumerate().map(row).collect()
}

fn flows(side: &Side<'_>) -> Vec<Item> {
    side.project().flows.iter().filter_map(|item| side.text("flow", &item.decl)).collect()
}

fn policies(side: &Side<'_>) -> Vec<Item> {
    let project = side.project();
    let row = |(failure, answer): &(crossdock_compiler::typed::FailureId, crossdock_compiler::typed::Answer)| {
        (project.failures.get(failure.index()).map_or_else(String::new, |failure| failure.decl.name.clone()), words::answer(project, answer))
    };
    project.policies.iter().filter_map(|policy| side.rows("policy", &policy.decl, String::new(), policy.answers.iter().map(row).collect(), false)).collect()
}

fn failures_and_systems(side: &Side<'_>) -> Vec<Item> {
    let failures = side.project().failures.iter().filter_map(|item| side.text("failure", &item.decl));
    failures.chain(side.project().systems.iter().filter_map(|item| side.text("system", &item.decl))).collect()
}

fn of_kind(before: &[Item], after: &[Item], affects: &Affects<'_>) -> Vec<Change> {
    let same = |item: &Item, other: &Item| item.kind == other.kind && item.name == other.name;
    let change = |item: &Item, how: How, points: Vec<Point>| {
        let affects = if matches!(item.kind, "table" | "fn") { affects.through(&item.name).into_iter().collect() } else { Vec::new() };
        Change { kind: item.kind, name: item.name.clone(), how, points, affects }
    };
    let mut changes = Vec::new();
    for item in before {
        match after.iter().find(|other| same(item, other)) {
            None => changes.push(change(item, How::Removed, Vec::new())),
            Some(now) => {
                let points = points(&item.says, &now.says);
                changes.extend((!points.is_empty()).then(|| change(item, How::Changed, points)));
            }
        }
    }
    changes.extend(after.iter().filter(|item| !before.iter().any(|other| same(item, other))).map(|item| change(item, How::Added, Vec::new())));
    changes
}

fn full(decl: &Decl) -> String {
    format!("{}.{}", decl.module, decl.name)
}

fn points(old: &Says, new: &Says) -> Vec<Point> {
    match (old, new) {
        (Says::Text(old), Says::Text(new)) => lines(old, new),
        (Says::Rows { head: was, rows: before, ordered }, Says::Rows { head, rows: after, .. }) => {
            let mut points = if was == head { Vec::new() } else { vec![Point::new(Impact::Internal, format!("is {head}, was {was}"))] };
            points.extend(of_rows(before, after, *ordered));
            points
        }
        _ => Vec::new(),
    }
}

/// Rows by their input.
fn of_rows(before: &[(String, String)], after: &[(String, String)], ordered: bool) -> Vec<Point> {
    let found = |input: &String, rows: &[(String, String)]| rows.iter().find(|(other, _)| other == input).map(|(_, result)| result.clone());
    let mut points = Vec::new();
    let mut point = |what: String| points.push(Point::new(Impact::Internal, what));
    for (input, result) in before {
        match found(input, after) {
            None => point(format!("{input} is gone, was {result}")),
            Some(now) if now != *result => point(format!("{input} is {now}, was {result}")),
            Some(_) => {}
        }
    }
    for (input, result) in after.iter().filter(|(input, _)| found(input, before).is_none()) {
        point(format!("{input} is new: {result}"));
    }
    let kept =
        |rows: &[(String, String)], others: &[(String, String)]| rows.iter().map(|(input, _)| input.clone()).filter(|input| found(input, others).is_some()).collect::<Vec<_>>();
    if ordered && kept(before, after) != kept(after, before) {
        point("its rows stand in another order, and the first that fits counts".to_owned());
    }
    points
}

/// The words alone.
fn plain(text: &str) -> Vec<&str> {
    tokens(text).iter().filter(|token| !token.kind.is_trivia()).map(|token| token.span.text(text)).collect()
}

/// Lines that are only in one of them, remarks and layout aside.
fn lines(old: &str, new: &str) -> Vec<Point> {
    if plain(old) == plain(new) {
        return Vec::new();
    }
    let of = |text: &str| -> Vec<(Vec<String>, String)> {
        let lines = text.lines().map(|line| (plain(line).into_iter().map(str::to_owned).collect::<Vec<_>>(), line.split_whitespace().collect::<Vec<_>>().join(" ")));
        lines.filter(|(words, _)| !words.is_empty()).collect()
    };
    let (before, after) = (of(old), of(new));
    let only = |these: &[(Vec<String>, String)], those: &[(Vec<String>, String)], sign: &str| -> Vec<Point> {
        let lines = these.iter().filter(|(words, _)| !those.iter().any(|(other, _)| other == words));
        lines.map(|(_, line)| Point::new(Impact::Internal, format!("{sign} {line}"))).collect()
    };
    let points: Vec<Point> = only(&before, &after, "-").into_iter().chain(only(&after, &before, "+")).collect();
    // The same lines in another order, or another number of them.
    if points.is_empty() { vec![Point::new(Impact::Internal, "its lines stand in another order")] } else { points }
}
