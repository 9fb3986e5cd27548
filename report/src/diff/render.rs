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

/// For a comment on a pull request.
pub(super) fn markdown(diff: &Diff) -> String {
    let mut out = String::new();
    for (impact, title) in [(Impact::Breaking, "Breaking"), (Impact::Compatible, "Compatible"), (Impact::Internal, "Within the project")] {
        let changes: Vec<&Change> = diff.changes.iter().filter(|change| change.impact() == impact).collect();
        if !changes.is_empty() {
            out.push_str(&format!("### {title}\n\n"));
            changes.into_iter().for_each(|change| out.push_str(&change_markdown(change)));
            out.push('\n');
        }
    }
    if let Some(outputs) = &diff.outputs {
        let samples: std::collections::BTreeSet<&str> = outputs.changes.iter().map(|change| change.sample.as_str()).collect();
        out.push_str(&format!("### {} of {} samples come out otherwise\n\n", samples.len(), outputs.samples));
        for change in &outputs.changes {
            out.push_str(&format!("- {} ({})\n", in_code(&change.sample), in_code(&change.by)));
            change.lines.iter().for_each(|line| out.push_str(&format!("  - {}\n", in_code(line))));
        }
    }
    if out.is_empty() { "Nothing changed.\n".to_owned() } else { out }
}

fn change_markdown(change: &Change) -> String {
    let mut out = format!("- **{} {}**{}\n", change.kind, in_code(&change.name), suffix(change.how));
    for point in &change.points {
        let breaking = if point.impact == Impact::Breaking { "**breaking:** " } else { "" };
        out.push_str(&format!("  - {breaking}{}\n", in_code(&point.what)));
    }
    if !change.affects.is_empty() {
        let fields = change.affects.iter().map(|field| in_code(field)).collect::<Vec<_>>().join(", ");
        out.push_str(&format!("  - affects {fields}\n"));
    }
    out
}

/// As text that means nothing to Markdown: in as many backticks as it takes.
fn in_code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.contains('`') { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('\n', " "))
}

/// Annotations of a workflow run: errors for what is breaking, notices for the rest.
pub(super) fn github(diff: &Diff) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let title = |text: &str| escaped(text).replace(':', "%3A").replace(',', "%2C");
    let line = |level: &str, head: &str, what: &str| format!("::{level} title={}::{}\n", title(head), escaped(what));
    let mut out = String::new();
    for change in &diff.changes {
        let head = format!("{} {}{}", change.kind, change.name, suffix(change.how));
        match change.points.as_slice() {
            [] => out.push_str(&line("notice", &head, &head)),
            points => points.iter().for_each(|point| out.push_str(&line(if point.impact == Impact::Breaking { "error" } else { "notice" }, &head, &point.what))),
        }
    }
    for change in diff.outputs.iter().flat_map(|outputs| &outputs.changes) {
        out.push_str(&line("warning", &format!("{} comes out otherwise", change.sample), &format!("{}: {}", change.by, change.lines.join("; "))));
    }
    out
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
