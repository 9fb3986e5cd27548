//! Snapshots: what a test's flow decided, kept in the project as files that people review.
//!
//! `snapshots/<flow file without .flow>/<name of the test>.snap`, in words and hyphens.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const FOLDER: &str = "snapshots";
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

/// The snapshots of one project during one run.
pub struct Snapshots {
    root: PathBuf,
    /// Write what is missing or different.
    accept: bool,
    /// Of all tests, run or not, relative to the project's root.
    named: BTreeSet<String>,
}

impl Snapshots {
    pub fn new(root: &Path, accept: bool) -> Snapshots {
        Snapshots { root: root.to_owned(), accept, named: BTreeSet::new() }
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

    /// Compares what came with what was kept, and writes it if asked to accept.
    pub fn compare(&self, path: &str, came: &str) -> anyhow::Result<Verdict> {
        let file = self.root.join(path);
        let kept = match std::fs::read_to_string(&file) {
            Ok(kept) => Some(kept.replace("\r\n", "\n")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{path} cannot be read")),
        };
        match kept {
            Some(kept) if kept == came => Ok(Verdict::Same),
            Some(kept) if !self.accept => Ok(Verdict::Differs { kept }),
            Some(_) => write(&file, came).map(|()| Verdict::Accepted),
            None if !self.accept => Ok(Verdict::New { written: false }),
            None => write(&file, came).map(|()| Verdict::New { written: true }),
        }
    }

    /// Snapshots on disk that no test has, relative to the root.
    pub fn unreferenced(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.root, FOLDER, &mut found);
        found.retain(|path| !self.named.contains(path));
        found.sort();
        found
    }

    /// Removes these from the disk.
    pub fn remove(&self, paths: &[String]) -> anyhow::Result<()> {
        paths.iter().try_for_each(|path| std::fs::remove_file(self.root.join(path)).with_context(|| format!("{path} cannot be removed")))
    }
}

/// Every `.snap` below the folder. A folder that is not there has none.
fn collect(root: &Path, below: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(below)) else { return };
    for entry in entries.flatten() {
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(root, &path, found),
            Ok(_) if path.ends_with(".snap") => found.push(path),
            _ => {}
        }
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
        let mut snapshots = Snapshots::new(Path::new("."), false);
        assert_eq!(snapshots.name("partners/erp.flow", "A next-day order: goes first!"), "snapshots/partners/erp/a-next-day-order-goes-first.snap");
        assert_eq!(snapshots.name("partners/erp.flow", "a next day order goes first"), "snapshots/partners/erp/a-next-day-order-goes-first-2.snap");
        assert_eq!(snapshots.name("x.flow", "../../Größe"), "snapshots/x/größe.snap");
        assert_eq!(snapshots.name("x.flow", "?!"), "snapshots/x/test.snap");
        assert_eq!(snapshots.name("x.flow", &"語".repeat(200)), format!("snapshots/x/{}.snap", "語".repeat(33)), "no file has a name so long");
    }

    #[test]
    fn nothing_is_written_unless_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let compare = |accept, came| Snapshots::new(folder.path(), accept).compare("snapshots/x/a.snap", came).unwrap();
        assert_eq!(compare(false, "1\n"), Verdict::New { written: false });
        assert_eq!(compare(true, "1\n"), Verdict::New { written: true });
        assert_eq!(compare(false, "1\n"), Verdict::Same);
        assert_eq!(compare(false, "2\n"), Verdict::Differs { kept: "1\n".to_owned() });
        assert_eq!(compare(true, "2\n"), Verdict::Accepted);
        assert_eq!(compare(false, "2\n"), Verdict::Same);
    }

    #[test]
    fn those_that_no_test_has_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut snapshots = Snapshots::new(folder.path(), true);
        let used = snapshots.name("x.flow", "used");
        snapshots.compare(&used, "1").unwrap();
        snapshots.compare("snapshots/y/left.snap", "1").unwrap();
        assert_eq!(snapshots.unreferenced(), ["snapshots/y/left.snap"]);
        snapshots.remove(&snapshots.unreferenced()).unwrap();
        assert_eq!(snapshots.unreferenced(), Vec::<String>::new());
    }
}
