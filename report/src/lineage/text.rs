//! A tree of lines, for a terminal.

use crossdock_compiler::lineage::Hop;

use super::View;

pub(super) fn text(view: &View<'_>, back: &Hop, on: &Hop) -> String {
    let mut out = format!("{} : {}    {}\n", view.place(&back.place), view.ty(&back.place), view.declared(&back.place));
    out.push_str("\ncomes from\n");
    let from = below(view, back, 1);
    out.push_str(if from.is_empty() { "  nowhere: no map sets it, and no system sends it\n" } else { &from });
    out.push_str("\ngoes to\n");
    let to = below(view, on, 1);
    out.push_str(if to.is_empty() { "  nowhere: no map, flow or system reads it\n" } else { &to });
    out
}

/// What stands below a place; the last lines first, as they are short.
fn below(view: &View<'_>, hop: &Hop, level: usize) -> String {
    let indent = "  ".repeat(level);
    let mut out = String::new();
    for origin in &hop.origins {
        out.push_str(&format!("{indent}{}\n", view.origin(*origin)));
    }
    for outlet in &hop.outlets {
        out.push_str(&format!("{indent}{}\n", view.outlet(outlet.sent)));
    }
    for using in &hop.uses {
        out.push_str(&format!("{indent}{}\n", view.using(using)));
    }
    for step in &hop.steps {
        out.push_str(&format!("{indent}{}: {}    {}\n", view.edge_owner(step.edge), view.rule(step.edge), view.edge_place(step.edge)));
        for inner in &step.hops {
            let decides = if inner.decides { "decided by " } else { "" };
            let seen = if inner.seen { "  (see above)" } else { "" };
            out.push_str(&format!("{indent}  {decides}{} : {}{seen}\n", view.place(&inner.place), view.ty(&inner.place)));
            out.push_str(&below(view, inner, level + 2));
        }
    }
    out
}
