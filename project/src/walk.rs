//! Finds the files of a project.

use std::fs::DirEntry;
use std::path::Path;

use crate::{ENTRIES_MAX, Error, FLOW_FILES_MAX, is_marked};

/// Folders within folders.
const DEPTH_MAX: usize = 64;

/// Paths relative to the root, with `/`, ascending.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub flow: Vec<String>,
    /// `.csv` files: tables that are kept as the spreadsheets they are.
    pub tables: Vec<String>,
}

pub(crate) fn walk(root: &Path) -> Result<Found, Error> {
    let mut walk = Walk { root, found: Found::default(), entries: 0 };
    walk.folder("", 0)?;
    walk.found.flow.sort_unstable();
    walk.found.tables.sort_unstable();
    Ok(walk.found)
}

struct Walk<'a> {
    root: &'a Path,
    found: Found,
    entries: usize,
}

impl Walk<'_> {
    /// `below` is the folder's path from the root, empty or ending in `/`.
    fn folder(&mut self, below: &str, depth: usize) -> Result<(), Error> {
        let folder = self.root.join(below);
        if depth > DEPTH_MAX {
            return Err(Error::TooDeep { path: self.shown(), limit: DEPTH_MAX });
        }
        for entry in std::fs::read_dir(&folder).map_err(|source| Error::read(&folder, source))? {
            let entry = entry.map_err(|source| Error::read(&folder, source))?;
            self.entries += 1;
            if self.entries > ENTRIES_MAX {
                return Err(Error::TooManyEntries { path: self.shown(), limit: ENTRIES_MAX });
            }
            self.entry(&entry, below, depth)?;
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, below: &str, depth: usize) -> Result<(), Error> {
        let name = entry.file_name();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(name) = name.to_str() else {
            // A strange name concerns us only if it could hold or be a part of the project.
            let concerns = name.to_string_lossy().ends_with(".flow");
            return if concerns { Err(Error::NameNotUtf8 { path: entry.path().display().to_string() }) } else { Ok(()) };
        };
        if name.starts_with('.') || (is_folder && matches!(name, "target" | "node_modules")) {
            return Ok(());
        }
        if is_folder {
            // Whatever has a configuration of its own is a project of its own.
            return if is_marked(&entry.path()) { Ok(()) } else { self.folder(&format!("{below}{name}/"), depth + 1) };
        }
        self.file(entry, format!("{below}{name}"))
    }

    fn file(&mut self, entry: &DirEntry, path: String) -> Result<(), Error> {
        let list = match path.rsplit_once('.') {
            Some((_, "flow")) => &mut self.found.flow,
            Some((_, ending)) if ending.eq_ignore_ascii_case("csv") => &mut self.found.tables,
            _ => return Ok(()),
        };
        if is_file_below(entry, self.root) {
            list.push(path);
        }
        if self.found.flow.len() > FLOW_FILES_MAX {
            return Err(Error::TooManyFiles { path: self.shown(), limit: FLOW_FILES_MAX });
        }
        Ok(())
    }

    fn shown(&self) -> String {
        self.root.display().to_string()
    }
}

/// A file proper, or a link to one below the root. Links to folders are never followed: they could make circles.
fn is_file_below(entry: &DirEntry, root: &Path) -> bool {
    match entry.file_type() {
        Ok(kind) if kind.is_file() => true,
        Ok(kind) if kind.is_symlink() => entry.path().canonicalize().is_ok_and(|target| target.is_file() && target.starts_with(root)),
        _ => false,
    }
}
