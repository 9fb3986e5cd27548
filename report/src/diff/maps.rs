//! Maps, rule by rule.

use crossdock_compiler::Checked;

use super::{Change, How, Impact, Point};
use crate::mapping::{Kind, MapSheet, Row, sheets};

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let (before, after) = (sheets(old), sheets(new));
    let mut changes = Vec::new();
    for sheet in &before {
        match after.iter().find(|other| other.name == sheet.name) {
            Some(now) => changes.extend(changed(sheet, now)),
            None => changes.push(whole(sheet, How::Removed)),
        }
    }
    changes.extend(after.iter().filter(|sheet| !before.iter().any(|other| other.name == sheet.name)).map(|sheet| whole(sheet, How::Added)));
    changes
}

fn whole(sheet: &MapSheet, how: How) -> Change {
    Change { kind: "map", name: sheet.name.clone(), how, points: Vec::new(), affects: Vec::new() }
}

fn changed(old: &MapSheet, new: &MapSheet) -> Option<Change> {
    let mut points = Vec::new();
    let mut point = |what: String| points.push(Point::new(Impact::Internal, what));
    if old.params != new.params || old.target != new.target {
        point(format!("is ({}) -> {}, was ({}) -> {}", new.params.join(", "), new.target, old.params.join(", "), old.target));
    }
    for row in old.rows.iter().filter(|row| rule(row).is_some()) {
        match counterpart(row, old, new) {
            Some(now) if rule(now) != rule(row) => point(format!("{} = {}, was {}", called(row), rule(now).unwrap_or_default(), rule(row).unwrap_or_default())),
            Some(_) => {}
            None => point(format!("{} is no longer set, was {}", called(row), rule(row).unwrap_or_default())),
        }
    }
    for row in new.rows.iter().filter(|row| rule(row).is_some() && counterpart(row, new, old).is_none()) {
        point(format!("{} = {} is new", called(row), rule(row).unwrap_or_default()));
    }
    let changed = !points.is_empty();
    changed.then(|| Change { kind: "map", name: new.name.clone(), how: How::Changed, points, affects: Vec::new() })
}

fn rule(row: &Row) -> Option<&str> {
    match row.kind {
        Kind::Field | Kind::Name => Some(&row.rule),
        // Its reason is what may change.
        Kind::Ignored => Some(&row.notes),
        Kind::Unset => None,
    }
}

fn called(row: &Row) -> String {
    match row.kind {
        Kind::Name => format!("let {}", row.target),
        Kind::Ignored => format!("ignore {}", row.sources.join(", ")),
        Kind::Field | Kind::Unset => row.target.clone(),
    }
}

/// The row that sets the same; where several do (in the arms of an `if`), the one at the same position among them.
fn counterpart<'s>(row: &Row, own: &MapSheet, other: &'s MapSheet) -> Option<&'s Row> {
    let same = |candidate: &&Row| candidate.kind == row.kind && candidate.target == row.target && (row.kind != Kind::Ignored || candidate.sources == row.sources);
    let at = own.rows.iter().filter(same).position(|candidate| std::ptr::eq(candidate, row))?;
    other.rows.iter().filter(same).nth(at)
}
