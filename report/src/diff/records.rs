//! Records and enums that no contract carries: the project's own model.

use std::collections::BTreeSet;

use crossdock_compiler::typed::{Project, Record, RecordId, Type};
use crossdock_compiler::{Checked, lineage, show};

use super::affects::Affects;
use super::{Change, How, Impact, Point};

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let affects = Affects::new(old, new);
    let spoken = spoken(&old.project).into_iter().chain(spoken(&new.project)).collect::<BTreeSet<String>>();
    // An enum whose variants carry records is told of as the enum that it is.
    let own = |project: &Project| -> Vec<(usize, String)> {
        project
            .records
            .iter()
            .enumerate()
            .filter(|(_, record)| !record.implied && record.tagged.is_none())
            .map(|(at, record)| (at, full(record)))
            .filter(|(_, name)| !spoken.contains(name))
            .collect()
    };
    let (before, after) = (own(&old.project), own(&new.project));
    let mut changes = Vec::new();
    for (at, name) in &before {
        match after.iter().find(|(_, other)| other == name) {
            Some((now, _)) => changes.extend(changed(old, new, &affects, (*at, *now), name)),
            None => changes.push(Change { kind: "record", name: name.clone(), how: How::Removed, points: Vec::new(), affects: Vec::new() }),
        }
    }
    let added = after.iter().filter(|(_, name)| !before.iter().any(|(_, other)| other == name));
    changes.extend(added.map(|(_, name)| Change { kind: "record", name: name.clone(), how: How::Added, points: Vec::new(), affects: Vec::new() }));
    changes
}

fn full(record: &Record) -> String {
    format!("{}.{}", record.decl.module, record.decl.name)
}

/// The records in messages; contracts tell about them.
fn spoken(project: &Project) -> BTreeSet<String> {
    let messages = project.contracts.iter().flat_map(|contract| {
        let sends = contract.sends.iter().map(|sends| sends.record);
        let accepts = contract.accepts.iter().flat_map(|accepts| [Some(accepts.record), accepts.answered_record()]).flatten();
        sends.chain(accepts).chain(contract.answers.iter().map(|answers| answers.record))
    });
    let mut open: Vec<RecordId> = messages.collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some(record) = project.records.get(id.index()) else { continue };
        if seen.insert(full(record)) {
            open.extend(record.fields.iter().filter_map(|field| lineage::record_in(&field.ty)));
        }
    }
    seen
}

fn changed(old: &Checked, new: &Checked, affects: &Affects<'_>, at: (usize, usize), name: &str) -> Option<Change> {
    let (before, after) = (old.project.records.get(at.0)?, new.project.records.get(at.1)?);
    let (mut points, mut reached) = (Vec::new(), BTreeSet::new());
    let mut point = |field: &str, what: String| {
        points.push(Point::new(Impact::Internal, what));
        reached.extend(affects.of_field(RecordId(at.0 as u32), RecordId(at.1 as u32), field));
    };
    for field in &before.fields {
        match after.fields.iter().find(|other| other.name == field.name) {
            None => point(&field.name, format!("`{}` is gone", field.name)),
            Some(now) => {
                let (was, is) = (described(&old.project, &field.ty), described(&new.project, &now.ty));
                if was != is {
                    point(&field.name, format!("`{}` is `{is}`, was `{was}`", field.name));
                } else if field.wire != now.wire {
                    point(&field.name, format!("`{}` is written otherwise", field.name));
                }
            }
        }
    }
    for field in after.fields.iter().filter(|field| !before.fields.iter().any(|other| other.name == field.name)) {
        point(&field.name, format!("`{}` is new (`{}`)", field.name, described(&new.project, &field.ty)));
    }
    let rules = |project: &Project, at: usize| super::shape::rules(project, RecordId(at as u32));
    let (was, is) = (rules(&old.project, at.0), rules(&new.project, at.1));
    points.extend(was.iter().filter(|rule| !is.contains(rule)).map(|rule| Point::new(Impact::Internal, format!("`{rule}` need not hold any more"))));
    points.extend(is.iter().filter(|rule| !was.contains(rule)).map(|rule| Point::new(Impact::Internal, format!("`{rule}` must hold"))));
    let changed = !points.is_empty();
    changed.then(|| Change { kind: "record", name: name.to_owned(), how: How::Changed, points, affects: reached.into_iter().collect() })
}

/// A type by what it allows: an enum with its codes.
fn described(project: &Project, ty: &Type) -> String {
    match ty {
        Type::Enum(id) => {
            let codes = project.enums.get(id.index()).map(|item| item.variants.iter().map(|variant| variant.code.as_str()).collect::<Vec<_>>().join(", "));
            format!("{} {{ {} }}", show::ty(project, ty), codes.unwrap_or_default())
        }
        Type::Optional(of) => format!("{}?", described(project, of)),
        _ => show::ty(project, ty),
    }
}
