//! The same as a graph, for Graphviz.

use std::collections::BTreeSet;

use crossdock_compiler::lineage::Hop;

use super::View;

pub(super) fn dot(view: &View<'_>, back: &Hop, on: &Hop) -> String {
    let mut lines = BTreeSet::new();
    gather(view, back, true, &mut lines);
    gather(view, on, false, &mut lines);
    let middle = quoted(&view.place(&back.place));
    let lines: String = lines.into_iter().map(|line| format!("  {line}\n")).collect();
    format!("digraph lineage {{\n  rankdir=LR; node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", fontsize=10];\n  {middle} [style=bold];\n{lines}}}\n")
}

fn gather(view: &View<'_>, hop: &Hop, is_back: bool, lines: &mut BTreeSet<String>) {
    let here = quoted(&view.place(&hop.place));
    for origin in &hop.origins {
        let from = quoted(&view.origin(*origin));
        lines.insert(format!("{from} [shape=cds];"));
        lines.insert(format!("{from} -> {here};"));
    }
    for outlet in &hop.outlets {
        let to = quoted(&view.outlet(outlet.sent));
        lines.insert(format!("{to} [shape=cds];"));
        lines.insert(format!("{here} -> {to};"));
    }
    for step in &hop.steps {
        for inner in &step.hops {
            let there = quoted(&view.place(&inner.place));
            let (from, to) = if is_back { (&there, &here) } else { (&here, &there) };
            let style = if inner.decides { ", style=dashed" } else { "" };
            lines.insert(format!("{from} -> {to} [label={}{style}];", quoted(&view.edge_owner(step.edge))));
            gather(view, inner, is_back, lines);
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}
