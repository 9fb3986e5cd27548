//! However broken a project is, the check ends, does not panic, and points at places that exist.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossdock_compiler::diagnostic::render::{Human, github, human, json};
use crossdock_compiler::{Checked, check};

/// Each test stops cutting after this long; what it covered by then has to do. Large steps come first, so all parts are reached.
const TIME_MAX: Duration = Duration::from_secs(20);

const SAMPLE: [(&str, &str); 4] = [
    ("orders.flow", include_str!("sample/orders.flow")),
    ("codes.flow", include_str!("sample/codes.flow")),
    ("policies.flow", include_str!("sample/policies.flow")),
    ("partners/all.flow", include_str!("sample/partners/all.flow")),
];

/// The sample with one file's text replaced.
fn check_with(path: &str, text: &str) -> Checked {
    let files: Vec<(String, Arc<str>)> = SAMPLE.iter().map(|(name, whole)| ((*name).to_owned(), if *name == path { text.into() } else { (*whole).into() })).collect();
    check(&files)
}

/// 0, 512, 1024, …, then the ones between, and so on: every number below `count` once, spread.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    let steps = (0..10).rev().map(|power| 1_usize << power);
    steps.flat_map(move |step| (0..count).step_by(step).filter(move |at| step == 512 || at % (step * 2) != 0))
}

fn assert_places_exist(checked: &Checked, what: &str) {
    for problem in &checked.problems {
        let edits = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| (edit.file, edit.span));
        for (file, span) in problem.labels.iter().map(|label| (label.file, label.span)).chain(edits) {
            let text = &checked.sources.get(file).text;
            assert!(text.get(span.range()).is_some(), "{what}: {problem:?} points outside of its file");
        }
        assert!(!problem.labels.is_empty(), "{what}: {problem:?} has no place");
    }
}

fn assert_renders(checked: &Checked) {
    for look in [Human::default(), Human { unicode: false, width: 20, ..Human::default() }] {
        assert!(!human(&checked.sources, &checked.problems, look).contains("Failed to read"));
    }
    assert_eq!(json(&checked.sources, &checked.problems).lines().count(), checked.problems.len());
    assert_eq!(github(&checked.sources, &checked.problems, "").lines().count(), checked.problems.len());
}

#[test]
fn the_sample_is_right() {
    let mut checked = check_with("", "");
    // It shows every form on the wire, more than its maps need.
    checked.problems.retain(|problem| problem.code != "W0402");
    assert!(checked.problems.is_empty(), "{}", human(&checked.sources, &checked.problems, Human::default()));
}

#[test]
fn every_prefix_is_checked() {
    let started = Instant::now();
    for (path, whole) in SAMPLE {
        let items = crossdock_compiler::syntax::parse(whole).file.items;
        for end in spread(whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let checked = check_with(path, &whole[..end]);
            assert_places_exist(&checked, &format!("{path} up to {end}"));
            let cuts = |item: &&crossdock_compiler::syntax::ast::Item| (item.span.start as usize) < end && end < item.span.end as usize;
            if items.iter().find(cuts).is_some_and(|item| whole[item.span.range()].ends_with('}')) {
                assert!(checked.has_errors(), "{path} up to {end} ends within an item, and nothing is said");
            }
            if end % 64 == 0 {
                assert_renders(&checked);
            }
            if started.elapsed() > TIME_MAX {
                return;
            }
        }
    }
}

#[test]
fn every_byte_may_be_another() {
    let started = Instant::now();
    let others = b"{}()[]\"#=.,:x7 \n?|>-\\";
    for (path, whole) in SAMPLE {
        for at in spread(whole.len()) {
            let mut bytes = whole.as_bytes().to_vec();
            bytes[at] = others[(at * 7 + at / 13) % others.len()];
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let checked = check_with(path, &text);
            assert_places_exist(&checked, &format!("{path} with {:?} at {at}", text.as_bytes()[at] as char));
            if at % 64 == 0 {
                assert_renders(&checked);
            }
            if started.elapsed() > TIME_MAX {
                return;
            }
        }
    }
}

#[test]
fn every_line_may_be_missing_or_doubled() {
    for (path, whole) in SAMPLE {
        let lines: Vec<&str> = whole.lines().collect();
        for at in 0..lines.len() {
            let without: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, line)| *line).collect();
            assert_places_exist(&check_with(path, &without.join("\n")), &format!("{path} without line {}", at + 1));
            let mut twice = lines.clone();
            twice.insert(at, lines[at]);
            assert_places_exist(&check_with(path, &twice.join("\r\n")), &format!("{path} with line {} twice", at + 1));
        }
    }
}

#[test]
fn long_chains_do_not_exhaust_the_stack() {
    let count = 3000;
    let calls: String = (0..count).map(|i| format!("fn f{i}(n: int) -> int {{ f{}(n) }}\n", i + 1)).collect();
    let checked = check(&vec![("main.flow".to_owned(), format!("{calls}fn f{count}(n: int) -> int {{ n }}\n").into())]);
    // That it is too long is told once, where it becomes so.
    let told: Vec<(&str, usize)> = checked.problems.iter().map(|problem| (problem.code, problem.labels.len())).collect();
    assert_eq!(told, [("E0210", 1)], "{:?}", checked.problems.first());
    let records: String = (0..count).map(|i| format!("record R{i} {{ inner: R{} }}\n", i + 1)).collect();
    let checked = check(&vec![("main.flow".to_owned(), format!("{records}record R{count} {{ inner: R0? }}\n").into())]);
    assert_eq!(checked.problems.iter().filter(|problem| problem.code == "E0372").count(), 1);
}

#[test]
fn no_files_and_empty_files_are_fine() {
    assert!(check(&Vec::new()).problems.is_empty());
    assert!(check(&vec![("a.flow".to_owned(), "".into()), ("b/c.flow".to_owned(), "\u{feff}\n".into())]).sources.find("a.flow").is_some());
}
