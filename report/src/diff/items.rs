//! Everything that is compared as it is written, layout and remarks aside: tables row by row, functions, flows, policies, failures, systems.

use crossdock_compiler::Checked;
use crossdock_compiler::syntax::tokens;
use crossdock_compiler::typed::{Decl, FunctionKind, Project};

use super::affects::Affects;
use super::{Change, How, Impact, Point};
use crate::sheet::table_rows;
use crate::source;

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let affects = Affects::new(old, new);
    let mut changes = Vec::new();
    for kind in [tables, functions, flows, policies, failures, systems] {
        changes.extend(of_kind(old, new, kind, &affects));
    }
    changes
}

/// The items of one kind, with what they are called.
type Items = for<'p> fn(&'p Project) -> (&'static str, Vec<&'p Decl>);

fn tables(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("table", project.tables.iter().map(|item| &item.decl).collect())
}

fn functions(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("fn", project.functions.iter().filter(|item| matches!(item.kind, FunctionKind::Fn(_))).map(|item| &item.decl).collect())
}

fn flows(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("flow", project.flows.iter().map(|item| &item.decl).collect())
}

fn policies(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("policy", project.policies.iter().map(|item| &item.decl).collect())
}

fn failures(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("failure", project.failures.iter().map(|item| &item.decl).collect())
}

fn systems(project: &Project) -> (&'static str, Vec<&Decl>) {
    ("system", project.systems.iter().map(|item| &item.decl).collect())
}

fn of_kind(old: &Checked, new: &Checked, items: Items, affects: &Affects<'_>) -> Vec<Change> {
    let ((kind, before), (_, after)) = (items(&old.project), items(&new.project));
    let own = |checked: &Checked, decl: &&Decl| !decl.module.is_empty() && !checked.sources.get(decl.place.file).library;
    let before: Vec<&Decl> = before.into_iter().filter(|decl| own(old, decl)).collect();
    let after: Vec<&Decl> = after.into_iter().filter(|decl| own(new, decl)).collect();
    let mut changes = Vec::new();
    let mut change = |name: String, how: How, points: Vec<Point>| {
        let affects = if matches!(kind, "table" | "fn") { affects.through(&name).into_iter().collect() } else { Vec::new() };
        changes.push(Change { kind, name, how, points, affects });
    };
    for decl in &before {
        match after.iter().find(|other| full(other) == full(decl)) {
            None => change(full(decl), How::Removed, Vec::new()),
            Some(now) => {
                let (was, is) = (source::item(old, decl.place), source::item(new, now.place));
                if plain(&was) != plain(&is) {
                    change(full(decl), How::Changed, points(kind, &was, &is));
                }
            }
        }
    }
    for decl in after.iter().filter(|decl| !before.iter().any(|other| full(other) == full(decl))) {
        change(full(decl), How::Added, Vec::new());
    }
    changes
}

fn full(decl: &Decl) -> String {
    format!("{}.{}", decl.module, decl.name)
}

/// The words alone.
fn plain(text: &str) -> Vec<&str> {
    tokens(text).iter().filter(|token| !token.kind.is_trivia()).map(|token| token.span.text(text)).collect()
}

fn points(kind: &str, old: &str, new: &str) -> Vec<Point> {
    let rows = if kind == "table" { rows(old, new) } else { Vec::new() };
    if rows.is_empty() { lines(old, new) } else { rows }
}

/// Rows by their input.
fn rows(old: &str, new: &str) -> Vec<Point> {
    let (before, after) = (table_rows(old), table_rows(new));
    let found = |input: &String, rows: &[(String, String)]| rows.iter().find(|(other, _)| plain(other) == plain(input)).map(|(_, result)| result.clone());
    let mut points = Vec::new();
    let mut point = |what: String| points.push(Point::new(Impact::Internal, what));
    for (input, result) in &before {
        match found(input, &after) {
            None => point(format!("{input} is gone, gave {result}")),
            Some(now) if plain(&now) != plain(result) => point(format!("{input} gives {now}, gave {result}")),
            Some(_) => {}
        }
    }
    for (input, result) in after.iter().filter(|(input, _)| found(input, &before).is_none()) {
        point(format!("{input} is new, gives {result}"));
    }
    points
}

/// Lines that are only in one of them, remarks and layout aside.
fn lines(old: &str, new: &str) -> Vec<Point> {
    let of = |text: &str| -> Vec<(Vec<String>, String)> {
        let lines = text.lines().map(|line| (plain(line).into_iter().map(str::to_owned).collect::<Vec<_>>(), line.split_whitespace().collect::<Vec<_>>().join(" ")));
        lines.filter(|(words, _)| !words.is_empty()).collect()
    };
    let (before, after) = (of(old), of(new));
    let only = |these: &[(Vec<String>, String)], those: &[(Vec<String>, String)], sign: &str| -> Vec<Point> {
        let lines = these.iter().filter(|(words, _)| !those.iter().any(|(other, _)| other == words));
        lines.map(|(_, line)| Point::new(Impact::Internal, format!("{sign} {line}"))).collect()
    };
    only(&before, &after, "-").into_iter().chain(only(&after, &before, "+")).collect()
}
