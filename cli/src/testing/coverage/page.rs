//! Coverage as one page: how much of each kind and file, then the source, its lines coloured by what was reached.

use std::collections::BTreeMap;

use crossdock_engine::coverage::Point;
use crossdock_engine::natives::escape_html as escaped;

use super::{Count, Coverage};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}\
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ddd}td.n{text-align:right}\
pre{margin:0;font:13px/1.5 ui-monospace,monospace}ol{list-style:none;padding:0;margin:0;border:1px solid #ddd;overflow-x:auto}\
li{display:flex;gap:1rem;white-space:pre}li>i{flex:none;width:3.5rem;text-align:right;color:#777;font-style:normal}\
.all{background:#e3f4e3}.none{background:#fbe0e0}.some{background:#fdf1cf}small{color:#8a2b2b;white-space:pre-wrap}em{opacity:.75}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th,ol{border-color:#444}.all{background:#1d3a1d}.none{background:#4a2020}.some{background:#4a3d14}small{color:#f0a0a0}}";

pub(super) fn page(coverage: &Coverage, source: &dyn Fn(&str) -> String) -> String {
    let mut files: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    for point in &coverage.points {
        files.entry(&point.file).or_default().push(point);
    }
    let kinds = coverage.kinds().map(|(kind, count)| row(kind.words(), count)).chain([row("all", coverage.count())]);
    let by_file = files.iter().map(|(file, points)| row(&format!("<a href=\"#{0}\">{0}</a>", escaped(file)), Count::of(points.iter().copied())));
    let missed = missed(&coverage.points);
    let sources: String = files.iter().map(|(file, points)| of_file(file, points, &source(file))).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Coverage</title>\
         <style>{STYLE}</style></head>\n<body>\n<h1>Coverage: {} %</h1>\n<table>{}</table>\n<table>{}</table>\n{missed}{sources}</body>\n</html>\n",
        coverage.percent(),
        kinds.collect::<String>(),
        by_file.collect::<String>(),
    )
}

/// `name` is markup already.
fn row(name: &str, count: Count) -> String {
    format!("<tr><td>{name}</td><td class=\"n\">{} of {}</td><td class=\"n\">{} %</td></tr>\n", count.reached, count.points, count.percent())
}

/// What no test reaches, with a link to its line.
fn missed(points: &[Point]) -> String {
    let rows = points.iter().filter(|point| !point.reached).map(|point| {
        let (file, line) = (escaped(&point.file), point.line);
        let place = format!("<a href=\"#{file}:{line}\">{file}:{line}</a>");
        format!("<tr><td>{place}</td><td>{}</td><td>{}</td><td><em>{}</em></td></tr>\n", point.kind.key().replace('_', " "), escaped(&point.what), escaped(&point.hint))
    });
    let rows: String = rows.collect();
    if rows.is_empty() { String::new() } else { format!("<h2>Reached by no test</h2>\n<table>{rows}</table>\n") }
}

fn of_file(file: &str, points: &[&Point], source: &str) -> String {
    let lines = source.lines().enumerate().map(|(at, line)| {
        let here: Vec<&Point> = points.iter().copied().filter(|point| point.line == at + 1).collect();
        one_line(file, at + 1, line, &here)
    });
    format!("<h2 id=\"{0}\">{0}</h2>\n<ol>{1}</ol>\n", escaped(file), lines.collect::<String>())
}

fn one_line(file: &str, number: usize, line: &str, here: &[&Point]) -> String {
    let class = match here.iter().filter(|point| point.reached).count() {
        _ if here.is_empty() => "",
        reached if reached == here.len() => " class=\"all\"",
        0 => " class=\"none\"",
        _ => " class=\"some\"",
    };
    let missed: Vec<String> = here.iter().filter(|point| !point.reached).map(|point| format!("{} <em>{}</em>", escaped(&point.what), escaped(&point.hint))).collect();
    let reached: Vec<String> = here.iter().map(|point| escaped(&point.what)).collect();
    let title = if here.is_empty() { String::new() } else { format!(" title=\"{}\"", reached.join("; ")) };
    let missed = if missed.is_empty() { String::new() } else { format!("<small>{}</small>", missed.join("\n")) };
    let id = if here.is_empty() { String::new() } else { format!(" id=\"{}:{number}\"", escaped(file)) };
    format!("<li{id}{class}{title}><i>{number}</i><pre>{}</pre>{missed}</li>\n", escaped(line))
}
