//! Snapshots: what a test's flow decided, kept in the project as files that people review.
//!
//! `snapshots/<flow file without .flow>/<name of the test>.snap`, in words and hyphens; what came and nobody has approved yet stands beside it as
//! `.snap.new`. Both have the form of insta, so that its tools read them.

mod form;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const FOLDER: &str = "snapshots";
/// Behind the name of a snapshot that waits for review.
const PENDING: &str = ".new";
/// Most bytes of a test's name in the name of its file; file systems take 255 for all of it.
const SLUG_BYTES_MAX: usize = 100;

/// How what came compares with what was kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Same,
    /// There was none. Written if asked to accept; else a person has yet to look at it.
    New {
        written: bool,
    },
    /// It was different, and was replaced.
    Accepted,
    /// It is different: this was kept.
    Differs {
        kept: String,
    },
}

/// What is done with what is missing or different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only told: nobody is there to look at it.
    Tell,
    /// Put beside the approved one, for review.
    Pending,
    /// Approved.
    Accept,
}

/// Where a snapshot comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    pub file: &'s str,
    pub test: &'s str,
    pub line: usize,
}

/// The snapshots of one project during one run.
pub struct Snapshots {
    root: PathBuf,
    /// What is done with what is missing or different.
    mode: Mode,
    /// Of all tests, run or not, relative to the project's root.
    named: BTreeSet<String>,
}

impl Snapshots {
    pub fn new(root: &Path, mode: Mode) -> Snapshots {
        Snapshots { root: root.to_owned(), mode, named: BTreeSet::new() }
    }

    /// The path of a test's snapshot, relative to the project's root. Two tests of one name get different ones, so ask once
    /// for each test that takes a snapshot, in order, whether it is to run or not.
    pub fn name(&mut self, flow_file: &str, test: &str) -> String {
        let base = format!("{FOLDER}/{}/{}", flow_file.trim_end_matches(".flow"), slug(test));
        let mut path = format!("{base}.snap");
        let mut number = 2;
        while !self.named.insert(path.clone()) {
            path = format!("{base}-{number}.snap");
            number += 1;
        }
        path
    }

    /// Compares what came with what was kept, and writes what the mode asks for.
    pub fn compare(&self, path: &str, came: &str, source: Source<'_>) -> anyhow::Result<Verdict> {
        let (file, pending) = (self.root.join(path), self.root.join(format!("{path}{PENDING}")));
        let kept = read(&file, path)?;
        let same = kept.as_ref().is_some_and(|kept| form::contents(kept) == came.trim_end());
        // One without a header is from before there was one, and gets it when it is accepted again.
        if same && (self.mode != Mode::Accept || kept.as_deref().is_some_and(form::has_header)) {
            remove(&pending)?;
            return Ok(Verdict::Same);
        }
        match self.mode {
            Mode::Tell => {}
            Mode::Pending => write(&pending, &form::written(came, source, true))?,
            Mode::Accept => self.accept(path, came, source)?,
        }
        Ok(match kept {
            Some(_) if self.mode == Mode::Accept => Verdict::Accepted,
            Some(kept) => Verdict::Differs { kept: format!("{}\n", form::contents(&kept)) },
            None => Verdict::New { written: self.mode == Mode::Accept },
        })
    }

    /// What came is what is expected from now on.
    pub fn accept(&self, path: &str, came: &str, source: Source<'_>) -> anyhow::Result<()> {
        write(&self.root.join(path), &form::written(came, source, false))?;
        self.reject(path)
    }

    /// What came is forgotten.
    pub fn reject(&self, path: &str) -> anyhow::Result<()> {
        remove(&self.root.join(format!("{path}{PENDING}")))
    }

    /// Snapshots on disk that no test has, relative to the root.
    pub fn unreferenced(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.root, FOLDER, &mut found);
        found.retain(|path| !self.named.contains(path.trim_end_matches(PENDING)));
        found.sort();
        found
    }

    /// Removes these from the disk.
    pub fn remove(&self, paths: &[String]) -> anyhow::Result<()> {
        paths.iter().try_for_each(|path| std::fs::remove_file(self.root.join(path)).with_context(|| format!("{path} cannot be removed")))
    }
}

/// Every `.snap` and `.snap.new` below the folder. A folder that is not there has none.
fn collect(root: &Path, below: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(below)) else { return };
    for entry in entries.flatten() {
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(root, &path, found),
            Ok(_) if path.trim_end_matches(PENDING).ends_with(".snap") => found.push(path),
            _ => {}
        }
    }
}

/// None where there is none; line ends as on Unix.
fn read(file: &Path, path: &str) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(kept) => Ok(Some(kept.replace("\r\n", "\n"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{path} cannot be read")),
    }
}

fn remove(file: &Path) -> anyhow::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).with_context(|| format!("{} cannot be removed", file.display())),
        _ => Ok(()),
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = || format!("{} cannot be written", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(shown)?;
    }
    std::fs::write(file, text).with_context(shown)
}

/// `A next-day order goes first!` → `a-next-day-order-goes-first`
fn slug(name: &str) -> String {
    let words: Vec<String> = name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let mut slug = words.join("-");
    slug.truncate(slug.floor_char_boundary(SLUG_BYTES_MAX));
    if slug.is_empty() { "test".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_safe_and_distinct() {
        let mut snapshots = Snapshots::new(Path::new("."), Mode::Tell);
        assert_eq!(snapshots.name("partners/erp.flow", "A next-day order: goes first!"), "snapshots/partners/erp/a-next-day-order-goes-first.snap");
        assert_eq!(snapshots.name("partners/erp.flow", "a next day order goes first"), "snapshots/partners/erp/a-next-day-order-goes-first-2.snap");
        assert_eq!(snapshots.name("x.flow", "../../Größe"), "snapshots/x/größe.snap");
        assert_eq!(snapshots.name("x.flow", "?!"), "snapshots/x/test.snap");
        assert_eq!(snapshots.name("x.flow", &"語".repeat(200)), format!("snapshots/x/{}.snap", "語".repeat(33)), "no file has a name so long");
    }

    const SOURCE: Source<'_> = Source { file: "x.flow", test: "a", line: 7 };

    #[test]
    fn what_is_not_accepted_waits_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = "snapshots/x/a.snap";
        let compare = |mode, came| Snapshots::new(folder.path(), mode).compare(path, came, SOURCE).unwrap();
        let pending = || folder.path().join("snapshots/x/a.snap.new").exists();
        assert_eq!((compare(Mode::Tell, "1\n"), pending()), (Verdict::New { written: false }, false));
        assert_eq!((compare(Mode::Pending, "1\n"), pending()), (Verdict::New { written: false }, true));
        assert_eq!((compare(Mode::Accept, "1\n"), pending()), (Verdict::New { written: true }, false));
        assert_eq!(compare(Mode::Pending, "1\n"), Verdict::Same);
        assert_eq!((compare(Mode::Pending, "2\n"), pending()), (Verdict::Differs { kept: "1\n".to_owned() }, true));
        assert_eq!((compare(Mode::Pending, "1\n"), pending()), (Verdict::Same, false), "what came is as it was again");
        assert_eq!(compare(Mode::Accept, "2\n"), Verdict::Accepted);
        assert_eq!(compare(Mode::Tell, "2\n"), Verdict::Same);
    }

    #[test]
    fn one_from_before_there_were_headers_is_understood_and_gets_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, file) = ("snapshots/x/a.snap", folder.path().join("snapshots/x/a.snap"));
        write(&file, "1\n").unwrap();
        let compare = |mode| Snapshots::new(folder.path(), mode).compare(path, "1\n", SOURCE).unwrap();
        assert_eq!(compare(Mode::Tell), Verdict::Same);
        assert_eq!(compare(Mode::Accept), Verdict::Accepted);
        assert!(std::fs::read_to_string(&file).unwrap().starts_with("---\nsource: "));
        assert_eq!(compare(Mode::Accept), Verdict::Same);
    }

    #[test]
    fn those_that_no_test_has_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut snapshots = Snapshots::new(folder.path(), Mode::Accept);
        let used = snapshots.name("x.flow", "used");
        snapshots.compare(&used, "1", SOURCE).unwrap();
        snapshots.compare("snapshots/y/left.snap", "1", SOURCE).unwrap();
        Snapshots::new(folder.path(), Mode::Pending).compare("snapshots/y/new.snap", "1", SOURCE).unwrap();
        assert_eq!(snapshots.unreferenced(), ["snapshots/y/left.snap", "snapshots/y/new.snap.new"]);
        snapshots.remove(&snapshots.unreferenced()).unwrap();
        assert_eq!(snapshots.unreferenced(), Vec::<String>::new());
    }

    /// The library itself reads what stands in the files, approved or waiting.
    #[test]
    fn insta_reads_them() {
        let folder = tempfile::tempdir().unwrap();
        let source = Source { file: "a \"b\".flow", test: "--- x: #y", line: 1 };
        let came = "POST /a\n{\n  \"a\": \"---\"\n}\n\n---\nz: 1\n";
        Snapshots::new(folder.path(), Mode::Accept).compare("approved.snap", came, source).unwrap();
        Snapshots::new(folder.path(), Mode::Pending).compare("waiting.snap", came, source).unwrap();
        std::fs::rename(folder.path().join("waiting.snap.new"), folder.path().join("waiting.snap")).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder.path());
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| {
            insta::assert_snapshot!("approved", came);
            insta::assert_snapshot!("waiting", came);
        });
    }
}
