//! Two texts, line by line.

use similar::{ChangeTag, TextDiff};

use crate::terminal::Style;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The changes from `old` to `new`: `-` lines are gone, `+` lines have come. Indented by two. `paint` gives the lines their colours.
pub fn diff(old: &str, new: &str, paint: impl Fn(Style, &str) -> String) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = String::new();
    for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if index > 0 {
            out.push_str(&paint(Style::Faint, "    …"));
            out.push('\n');
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().trim_end_matches('\n');
            out.push_str(&match change.tag() {
                ChangeTag::Delete => paint(Style::Bad, &format!("  - {line}")),
                ChangeTag::Insert => paint(Style::Good, &format!("  + {line}")),
                ChangeTag::Equal => format!("    {line}"),
            });
            out.push('\n');
        }
    }
    out
}
