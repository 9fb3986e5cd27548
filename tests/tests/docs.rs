//! The documentation: its programs compile, its links lead somewhere, and nothing of the library is left out.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossdock_compiler::diagnostic::render::{Human, human};
use crossdock_compiler::{Files, Unreadable, check};
use crossdock_engine::testing::Suite;
use crossdock_tests::binary::repository;

/// README, ARCHITECTURE and everything right in `docs/`.
fn pages() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(repository().join("docs")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    ["README.md", "ARCHITECTURE.md", "mappings/README.md", "stdlib/README.md", "examples/web-shop/README.md", "examples/tour/README.md"]
        .into_iter()
        .map(|page| repository().join(page))
        .chain(docs)
        .collect()
}

fn text(page: &Path) -> String {
    std::fs::read_to_string(page).unwrap()
}

/// A block may hold several files, each behind a line `# file: path`.
struct Block(Vec<(String, String)>);

impl Block {
    fn of(text: &str) -> Block {
        let mut files = vec![("main.flow".to_owned(), String::new())];
        for line in text.lines() {
            match line.strip_prefix("# file: ") {
                Some(path) => files.push((path.to_owned(), String::new())),
                None => files.last_mut().unwrap().1.extend([line, "\n"]),
            }
        }
        Block(files)
    }

    fn sample(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone().into_bytes()).ok_or_else(|| format!("no {path}"))
    }
}

impl Files for Block {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.0.iter().filter(|(path, _)| path.ends_with(".flow")).map(|(path, text)| (path.clone(), text.as_str().into())).collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.sample(path).is_ok()
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.sample(path).map_err(|_| Unreadable::Missing)
    }
}

fn blocks(page: &str) -> Vec<Block> {
    page.split("```flow\n").skip(1).map(|rest| Block::of(&rest[..rest.find("```").unwrap()])).collect()
}

#[test]
fn programs_in_the_documentation_compile_and_their_tests_pass() {
    let mut found = 0;
    for page in pages() {
        for block in blocks(&text(&page)) {
            found += 1;
            let checked = check(&block);
            assert!(!checked.has_errors(), "{}:\n{}", page.display(), human(&checked.sources, &checked.problems, Human::default()));
            let samples = |path: &str| block.sample(path);
            for outcome in Suite::new(&checked, &samples).run(|_| true) {
                assert!(outcome.differences.is_empty(), "{}: {outcome:#?}", page.display());
            }
        }
    }
    assert!(found >= 10, "only {found} programs");
}

#[test]
fn links_lead_somewhere() {
    for page in pages() {
        let text = text(&page);
        for link in text.split("](").skip(1).map(|rest| &rest[..rest.find(')').unwrap()]).filter(|link| !link.starts_with("http")) {
            let (target, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if target.is_empty() { page.clone() } else { page.parent().unwrap().join(target) };
            assert!(target.exists(), "{}: {link}", page.display());
            assert!(heading.is_empty() || headings(&self::text(&target)).any(|known| known == heading), "{}: no heading for {link}", page.display());
        }
    }
}

/// What a link to a heading is called, as GitHub makes it.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let kept = |letter: &char| letter.is_alphanumeric() || "-_ ".contains(*letter);
    let name = move |line: &str| line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-");
    page.lines().filter(|line| line.starts_with('#')).map(name)
}

/// `UPDATE_DOCS=1 cargo test -p crossdock-tests --test docs` writes it.
#[test]
fn the_library_page_is_what_the_sources_say() {
    let (path, page) = (repository().join("docs/stdlib.md"), crossdock_tests::library_page::page());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    same_lines(&text(&path), &page);
}

/// The first line that differs says more than two whole pages.
fn same_lines(found: &str, wanted: &str) {
    let different = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
    assert_eq!(different, None, "docs/stdlib.md is not what stdlib/ says: run with UPDATE_DOCS=1");
    assert_eq!(found.lines().count(), wanted.lines().count(), "docs/stdlib.md is not what stdlib/ says: run with UPDATE_DOCS=1");
}
