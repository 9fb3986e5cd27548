//! The pages of the codes: every code has one, every page a code, and their examples do what they say.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::diagnostic::Edit;
use crossdock_compiler::diagnostic::registry::{Code, codes, explain};
use crossdock_compiler::{Files, Unreadable, check};

use super::checked;

/// The pages on disk, by code.
fn pages() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).filter(|name| name != "README").collect()
}

#[test]
fn every_page_has_a_code_and_every_code_once() {
    let known: Vec<String> = codes().map(|code| code.code.to_owned()).collect();
    let unique: BTreeSet<String> = known.iter().cloned().collect();
    assert_eq!(known.len(), unique.len(), "a code is registered twice");
    assert_eq!(pages(), unique);
}

#[test]
fn every_code_of_the_parser_is_registered() {
    for (code, _) in crossdock_compiler::syntax::CODES {
        assert!(explain(code).is_some(), "{code} has no page");
    }
}

#[test]
fn a_page_begins_with_its_code_and_title() {
    for Code { code, title, page } in codes() {
        assert_eq!(page.lines().next().unwrap(), format!("# {code}: {title}"), "first line of {code}.md");
    }
}

#[test]
fn wrong_examples_are_wrong_in_that_way_and_right_ones_right() {
    let mut bad = Vec::new();
    for Code { code, page, .. } in codes() {
        let (wrong, right) = (blocks(page, "flow wrong"), blocks(page, "flow"));
        if wrong.is_empty() || right.is_empty() {
            bad.push(format!("{code}: needs a ```flow wrong and a ```flow block"));
        }
        bad.extend(wrong.iter().filter_map(|text| complaint_wrong(code, text)));
        bad.extend(right.iter().filter_map(|text| complaint_right(code, text)));
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Exactly that code; other warnings that come along do not count.
fn complaint_wrong(code: &str, text: &str) -> Option<String> {
    let found: BTreeSet<&str> = codes_of(text).into_iter().filter(|found| *found == code || found.starts_with('E')).collect();
    (found != BTreeSet::from([code])).then(|| format!("{code}: the wrong example raises {found:?}\n{text}"))
}

fn complaint_right(code: &str, text: &str) -> Option<String> {
    let found: Vec<&str> = codes_of(text).into_iter().filter(|found| *found == code || found.starts_with('E')).collect();
    (!found.is_empty()).then(|| format!("{code}: the right example raises {found:?}\n{text}"))
}

/// A block may hold several files, each behind a line `# file: path`.
fn codes_of(text: &str) -> Vec<&'static str> {
    let mut files: Vec<(String, String)> = vec![("main.flow".to_owned(), String::new())];
    for line in text.lines() {
        match line.strip_prefix("# file: ") {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => files.last_mut().unwrap().1.extend([line, "\n"]),
        }
    }
    check(&Listed(files)).problems.iter().map(|problem| problem.code).collect()
}

/// A project that has exactly these files, samples among them.
struct Listed(Vec<(String, String)>);

impl Files for Listed {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.0.iter().filter(|(path, text)| path.ends_with(".flow") && !text.is_empty()).map(|(path, text)| (path.clone(), text.as_str().into())).collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.0.iter().any(|(known, _)| known == path)
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone().into_bytes()).ok_or(Unreadable::Missing)
    }
}

/// The fenced blocks with exactly this mark.
fn blocks<'p>(page: &'p str, mark: &str) -> Vec<&'p str> {
    let opening = format!("```{mark}\n");
    let starts = page.match_indices(&opening).map(|(at, _)| &page[at + opening.len()..]);
    starts.map(|rest| &rest[..rest.find("```").unwrap()]).collect()
}

/// The editor applies fixes as they are, so the same complaint must be gone afterwards.
#[test]
fn fixes_mend_what_they_are_offered_for() {
    let mut applied = 0;
    for Code { code, page, .. } in codes() {
        for text in blocks(page, "flow wrong").into_iter().filter(|text| !text.contains("# file: ")) {
            let found = checked(&[("main.flow", text)]);
            let Some(problem) = found.problems.iter().find(|problem| problem.code == *code && problem.fix.is_some()) else { continue };
            let mended = apply(text, &problem.fix.as_ref().unwrap().edits);
            let after = codes_of(&mended).into_iter().filter(|found| found == code).count();
            let before = codes_of(text).into_iter().filter(|found| found == code).count();
            assert!(after < before, "{code}: the fix leaves it as it was\n{mended}");
            applied += 1;
        }
    }
    assert!(applied > 20, "only {applied} fixes were tried");
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

/// What the sources say must be explained: no code without its page.
#[test]
fn every_code_that_is_said_is_registered() {
    let mut said = BTreeSet::new();
    for folder in ["src", "syntax/src"] {
        collect_codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut said);
    }
    let unknown: Vec<&String> = said.iter().filter(|code| explain(code).is_none()).collect();
    assert!(said.len() > 40 && unknown.is_empty(), "without a page: {unknown:?}");
}

/// String literals such as "E0101" in the sources below the folder.
fn collect_codes(folder: &Path, said: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_codes(&path, said);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let literals = text.split('"').filter(|literal| literal.len() == 5 && literal.starts_with(['E', 'W']));
        said.extend(literals.filter(|literal| literal[1..].chars().all(|c| c.is_ascii_digit())).map(str::to_owned));
    }
}
