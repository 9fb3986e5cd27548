//! The differences for people and for programs.

use serde_json::{Value, json};

use super::{Change, Diff, How, Impact};

pub(super) fn text(diff: &Diff) -> String {
    if diff.is_empty() {
        return format!("nothing changed{}\n", diff.outputs.as_ref().map(|outputs| format!("; {} samples come out alike", outputs.samples)).unwrap_or_default());
    }
    let mut changes: Vec<&Change> = diff.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.impact()));
    let mut out: String = changes.into_iter().map(change_text).collect();
    if let Some(outputs) = &diff.outputs {
        let samples: std::collections::BTreeSet<&str> = outputs.changes.iter().map(|change| change.sample.as_str()).collect();
        out.push_str(&format!("{} of {} samples come out otherwise\n", samples.len(), outputs.samples));
        for change in &outputs.changes {
            out.push_str(&format!("  {} ({})\n", change.sample, change.by));
            change.lines.iter().for_each(|line| out.push_str(&format!("      {line}\n")));
        }
    }
    out
}

fn change_text(change: &Change) -> String {
    let impact = match change.impact() {
        Impact::Breaking => "  BREAKING",
        Impact::Compatible => "  compatible",
        Impact::Internal => "",
    };
    let mut out = format!("{} {}{}{impact}\n", change.kind, change.name, suffix(change.how));
    for point in &change.points {
        out.push_str(&format!("  {} {}\n", mark(point.impact), point.what));
    }
    if !change.affects.is_empty() {
        out.push_str("    affects\n");
        change.affects.iter().for_each(|field| out.push_str(&format!("      {field}\n")));
    }
    out.push('\n');
    out
}

fn suffix(how: How) -> &'static str {
    match how {
        How::Added => " is new",
        How::Removed => " is gone",
        How::Changed => "",
    }
}

fn mark(impact: Impact) -> char {
    match impact {
        Impact::Breaking => '!',
        Impact::Compatible | Impact::Internal => ' ',
    }
}

fn word(impact: Impact) -> &'static str {
    match impact {
        Impact::Breaking => "breaking",
        Impact::Compatible => "compatible",
        Impact::Internal => "internal",
    }
}

pub(super) fn json(diff: &Diff) -> String {
    let changes: Vec<Value> = diff.changes.iter().map(change_json).collect();
    let mut tree = json!({ "breaking": diff.is_breaking(), "changes": changes });
    if let (Some(outputs), Some(members)) = (&diff.outputs, tree.as_object_mut()) {
        let changed: Vec<Value> = outputs.changes.iter().map(|change| json!({ "sample": change.sample, "by": change.by, "differences": change.lines })).collect();
        members.insert("samples".to_owned(), outputs.samples.into());
        members.insert("outputs".to_owned(), changed.into());
    }
    format!("{tree:#}\n")
}

fn change_json(change: &Change) -> Value {
    let how = match change.how {
        How::Added => "added",
        How::Removed => "removed",
        How::Changed => "changed",
    };
    let points: Vec<Value> = change.points.iter().map(|point| json!({ "impact": word(point.impact), "what": point.what })).collect();
    json!({ "kind": change.kind, "name": change.name, "how": how, "impact": word(change.impact()), "points": points, "affects": change.affects })
}
