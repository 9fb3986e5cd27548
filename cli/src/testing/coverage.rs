//! What the tests reach, for people, for machines, and as a page to look at.

mod page;

use std::collections::BTreeMap;

use crossdock_engine::coverage::{Kind, Point};
use serde::Serialize;

use crate::terminal::Style;

/// The points of a project.
pub struct Coverage {
    points: Vec<Point>,
}

/// How many there are, and how many of them were reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Count {
    points: u32,
    reached: u32,
}

impl Count {
    fn of<'p>(points: impl Iterator<Item = &'p Point>) -> Count {
        points.fold(Count::default(), |count, point| Count { points: count.points + 1, reached: count.reached + u32::from(point.reached) })
    }

    /// Rounded down, so that only all of it is 100.
    fn percent(self) -> u32 {
        (self.reached * 100).checked_div(self.points).unwrap_or(100)
    }
}

impl Coverage {
    pub fn new(points: Vec<Point>) -> Coverage {
        Coverage { points }
    }

    /// Of all points.
    pub fn percent(&self) -> u32 {
        self.count().percent()
    }

    fn count(&self) -> Count {
        Count::of(self.points.iter())
    }

    /// What there is of each kind, without the kinds that there are none of.
    fn kinds(&self) -> impl Iterator<Item = (Kind, Count)> {
        let of = |kind| Count::of(self.points.iter().filter(move |point| point.kind == kind));
        Kind::ALL.into_iter().map(move |kind| (kind, of(kind))).filter(|(_, count)| count.points > 0)
    }

    /// A line for each kind, then all that was not reached.
    pub fn text(&self, paint: impl Fn(Style, &str) -> String) -> String {
        let mut out = String::from("\ncoverage\n");
        for (name, count) in self.kinds().map(|(kind, count)| (kind.words(), count)).chain([("all", self.count())]) {
            let style = if count.reached == count.points { Style::Good } else { Style::Warn };
            out.push_str(&paint(style, &format!("  {name:<16} {:>4} of {:<4} {:>3} %", count.reached, count.points, count.percent())));
            out.push('\n');
        }
        out.push_str(&self.missed(paint));
        out
    }

    /// What was not reached, by file and line, each with what a test would give or expect.
    fn missed(&self, paint: impl Fn(Style, &str) -> String) -> String {
        let missed: Vec<&Point> = self.points.iter().filter(|point| !point.reached).collect();
        let mut out = String::new();
        for of_file in missed.chunk_by(|one, next| one.file == next.file) {
            out.push_str(&format!("\nreached by no test in {}\n", of_file.first().map_or("", |point| &point.file)));
            let width = of_file.iter().map(|point| named(point).chars().count()).max().unwrap_or(0).min(NAMED_MAX);
            for point in of_file {
                let fill = " ".repeat(width.saturating_sub(named(point).chars().count()));
                out.push_str(&format!("{:>6}  {}{fill}  {}\n", point.line, named(point), paint(Style::Faint, &point.hint)));
            }
        }
        out
    }

    pub fn json(&self) -> String {
        let kinds: BTreeMap<&str, Count> = self.kinds().map(|(kind, count)| (kind.key(), count)).collect();
        let points: Vec<serde_json::Value> = self
            .points
            .iter()
            .map(|point| serde_json::json!({ "file": point.file, "line": point.line, "kind": point.kind.key(), "what": point.what, "hint": point.hint, "reached": point.reached }))
            .collect();
        let all = self.count();
        let report = serde_json::json!({ "percent": all.percent(), "points": all.points, "reached": all.reached, "kinds": kinds, "all": points });
        format!("{report:#}\n")
    }

    /// A page of its own; `source` gives the text of a file of the project.
    pub fn html(&self, source: &dyn Fn(&str) -> String) -> String {
        page::page(self, source)
    }
}

/// Columns of what is missing, before the hints.
const NAMED_MAX: usize = 76;

/// `table row: codes otherwise`
fn named(point: &Point) -> String {
    format!("{}: {}", point.kind.key().replace('_', " "), point.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage() -> Coverage {
        let point = |line, kind, what: &str, reached| Point { file: "a.flow".into(), line, kind, what: what.into(), hint: "an event".into(), reached };
        Coverage::new(vec![point(1, Kind::TableRow, "codes \"<A>\"", true), point(2, Kind::TableRow, "codes otherwise", false), point(2, Kind::MatchArm, "3", true)])
    }

    #[test]
    fn people_see_what_no_test_reaches() {
        let expected = "\ncoverage\n  table rows          1 of 2     50 %\n  match arms          1 of 1    100 %\n  all                 2 of 3     66 %\n\nreached by no test in a.flow\n     2  table row: codes otherwise  an event\n";
        assert_eq!(coverage().text(|_, text| text.to_owned()), expected);
    }

    #[test]
    fn machines_read_all_points() {
        let read: serde_json::Value = serde_json::from_str(&coverage().json()).unwrap_or_default();
        assert_eq!((&read["percent"], &read["kinds"]["table_row"]["reached"], &read["all"][1]["line"]), (&66.into(), &1.into(), &2.into()));
    }

    #[test]
    fn the_page_shows_the_source_and_nothing_in_it_is_markup() {
        let page = coverage().html(&|_| "one <b>\ntwo\n".to_owned());
        assert!(page.contains("one &lt;b&gt;") && page.contains("codes &quot;&lt;A&gt;&quot;") && !page.contains("<b>"), "{page}");
        assert!(page.contains("class=\"some\"") && page.contains("class=\"all\""), "{page}");
    }

    #[test]
    fn nothing_to_reach_is_all_of_it() {
        assert_eq!(Coverage::new(Vec::new()).percent(), 100);
    }
}
