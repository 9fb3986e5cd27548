//! Boxes in columns with arrows between them, as SVG that stands in the page.

use std::collections::BTreeMap;

use super::html::escaped;

pub(super) struct Node {
    pub text: String,
    pub column: usize,
    /// A page, if it has one.
    pub href: Option<String>,
    /// `end`, `start`, or nothing.
    pub class: &'static str,
}

pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    pub says: String,
}

/// In CSS pixels.
const HEIGHT: usize = 34;
const ROW_GAP: usize = 22;
const COLUMN_GAP: usize = 72;
const LETTER: usize = 8;
const MARGIN: usize = 16;

struct Boxed {
    x: usize,
    y: usize,
    width: usize,
}

/// `says` is the picture in a sentence, for those who cannot see it; the page has the same in a table.
pub(super) fn drawn(nodes: &[Node], edges: &[Edge], says: &str) -> String {
    let (boxes, width, height) = laid_out(nodes);
    // Arrows that lead back run below the boxes.
    let leads_back = edges.iter().any(|edge| boxes.get(edge.from).zip(boxes.get(edge.to)).is_some_and(|(from, to)| to.x < from.x));
    let height = if leads_back { height + 40 } else { height };
    let arrows: String = edges.iter().filter_map(|edge| Some(arrow(boxes.get(edge.from)?, boxes.get(edge.to)?, &edge.says))).collect();
    let shapes: String = nodes.iter().zip(&boxes).map(|(node, at)| shape(node, at)).collect();
    format!(
        "<div class=\"scroll picture\"><svg role=img viewBox=\"0 0 {width} {height}\" width={width} height={height}><title>{}</title>\
         <defs><marker id=tip viewBox=\"0 0 8 8\" refX=7 refY=4 markerWidth=7 markerHeight=7 orient=auto-start-reverse><path d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>{arrows}{shapes}</svg></div>",
        escaped(says)
    )
}

/// Columns from the left to the right, each as wide as its widest box, and centred on the highest one.
fn laid_out(nodes: &[Node]) -> (Vec<Boxed>, usize, usize) {
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    nodes.iter().enumerate().for_each(|(at, node)| columns.entry(node.column).or_default().push(at));
    let height_of = |count: usize| count * HEIGHT + count.saturating_sub(1) * ROW_GAP;
    let tallest = columns.values().map(|column| height_of(column.len())).max().unwrap_or(0);
    let width_of = |at: &usize| nodes.get(*at).map_or(0, |node| node.text.chars().count() * LETTER + 28);
    let (mut boxes, mut x) = (BTreeMap::new(), MARGIN);
    for column in columns.values() {
        let width = column.iter().map(width_of).max().unwrap_or(0);
        let mut y = MARGIN + (tallest - height_of(column.len())) / 2;
        for at in column {
            boxes.insert(*at, Boxed { x, y, width });
            y += HEIGHT + ROW_GAP;
        }
        x += width + COLUMN_GAP;
    }
    (boxes.into_values().collect(), x.saturating_sub(COLUMN_GAP / 2) + MARGIN, tallest + 2 * MARGIN)
}

fn shape(node: &Node, at: &Boxed) -> String {
    let Boxed { x, y, width } = at;
    let shape = format!(
        "<g class=\"node {}\"><rect x={x} y={y} width={width} height={HEIGHT} rx=8 /><text x={} y={} text-anchor=middle>{}</text></g>",
        node.class,
        x + width / 2,
        y + HEIGHT / 2 + 5,
        escaped(&node.text)
    );
    match &node.href {
        Some(href) => format!("<a href=\"{}\">{shape}</a>", escaped(href)),
        None => shape,
    }
}

/// Onwards from side to side; within a column around its right; back below the boxes.
fn arrow(from: &Boxed, to: &Boxed, says: &str) -> String {
    let path = if to.x > from.x {
        let (x1, y1, x2, y2) = (from.x + from.width, from.y + HEIGHT / 2, to.x - 2, to.y + HEIGHT / 2);
        let bend = (x2.saturating_sub(x1)) / 2;
        format!("M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend)
    } else if to.x == from.x {
        let (x, y1, y2) = (from.x + from.width, from.y + HEIGHT / 2, to.y + HEIGHT / 2);
        let bulge = x + 34 + y1.abs_diff(y2) / 8;
        format!("M{x} {y1} C{bulge} {y1} {bulge} {y2} {} {y2}", x + 2)
    } else {
        let (x1, y1, x2, y2) = (from.x + from.width / 2, from.y + HEIGHT, to.x + to.width / 2 + 14, to.y + HEIGHT + 2);
        let low = y1.max(y2) + 42;
        format!("M{x1} {y1} C{x1} {low} {x2} {low} {x2} {y2}")
    };
    format!("<path class=edge d=\"{path}\" marker-end=\"url(#tip)\"><title>{}</title></path>", escaped(says))
}
