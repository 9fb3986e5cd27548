//! A project's folder on disk: which files belong to it, their texts, and its samples. It interprets nothing of what it reads.
//!
//! A folder's tree is untrusted: hidden folders, build output and projects within it are passed over, links that lead out of the root are not followed,
//! and sizes and counts have limits, each with an error that names it.

mod error;
mod hash;
mod samples;
mod walk;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crossdock_compiler::{Files, Unreadable};

pub use error::{Error, in_words};

/// The file that marks a project's root.
pub const CONFIG_FILE: &str = "crossdock.toml";
/// Largest `.flow`, `.csv` or configuration file, in bytes.
pub const FILE_BYTES_MAX: u64 = 4 << 20;
/// Most `.flow` files of a project.
pub const FLOW_FILES_MAX: usize = 5_000;
/// Most entries looked at while searching for them, so that a home folder taken for a project ends soon.
pub const ENTRIES_MAX: usize = 200_000;
/// Largest sample, in bytes.
pub const SAMPLE_BYTES_MAX: u64 = 64 << 20;

/// A project as it was read, with the editor's unsaved buffers on top.
#[derive(Clone, Debug)]
pub struct Project {
    root: PathBuf,
    texts: BTreeMap<String, Arc<str>>,
    /// The `.csv` files, read with all else, so that what is checked is what the content hash is of.
    tables: BTreeMap<String, Result<Arc<[u8]>, Unreadable>>,
    overlays: BTreeMap<String, Arc<str>>,
    content_hash: String,
}

impl Project {
    /// Reads the project that `dir` is, or is in: the root is `dir` or the nearest folder above it that has a `crossdock.toml`; where none
    /// has, `dir` itself. Fails on the first file that cannot be read.
    pub fn open(dir: &Path) -> Result<Project, Error> {
        let (project, mut problems) = Project::open_as_far_as_possible(&find_root(dir)?)?;
        if problems.is_empty() { Ok(project) } else { Err(problems.swap_remove(0)) }
    }

    /// Reads the folder `root` as a project, for the editor: files that cannot be read are left out and told beside it.
    pub fn open_as_far_as_possible(root: &Path) -> Result<(Project, Vec<Error>), Error> {
        let root = canonical_folder(root)?;
        let found = walk::walk(&root).map_err(|reason| if is_marked(&root) { reason } else { Error::NoProject { path: root.display().to_string(), reason: Box::new(reason) } })?;
        let mut problems = Vec::new();
        let mut texts = BTreeMap::new();
        for path in &found.flow {
            match read_text(&root.join(path), path) {
                Ok(text) => drop(texts.insert(path.clone(), text)),
                Err(problem) => problems.push(problem),
            }
        }
        let tables = found.tables.into_iter().map(|path| (path.clone(), read_table(&root, &path))).collect();
        let content_hash = hash::content_hash(&root, &texts, &tables)?;
        Ok((Project { root, texts, tables, overlays: BTreeMap::new(), content_hash }, problems))
    }

    /// A project of which nothing is read from disk but samples: the editor's buffers are its files.
    pub fn of_buffers(root: &Path) -> Project {
        Project { root: root.to_owned(), texts: BTreeMap::new(), tables: BTreeMap::new(), overlays: BTreeMap::new(), content_hash: String::new() }
    }

    /// Absolute, links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// SHA-256 in hex over the paths and contents of all `.flow` and `.csv` files and `crossdock.toml`, as read from disk. What an editor
    /// overlays does not count.
    pub fn content_hash(&self) -> &str {
        &self.content_hash
    }

    /// The text of a `.flow` file as it stands, overlay first.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        self.overlays.get(path).or_else(|| self.texts.get(path))
    }

    /// Paths of all `.flow` files, ascending, relative to the root with `/`.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = self.texts.keys().chain(self.overlays.keys()).map(String::as_str).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Puts an editor's buffer in the place of the file, which need not exist; `None` gives the file on disk back.
    pub fn overlay(&mut self, path: &str, text: Option<Arc<str>>) {
        match text {
            Some(text) => drop(self.overlays.insert(path.to_owned(), text)),
            None => drop(self.overlays.remove(path)),
        }
    }

    /// The path of a file below the root, with `/`; `None` if it is elsewhere.
    pub fn relative(&self, file: &Path) -> Option<String> {
        let below = file.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// A file that a test names, as bytes. `path` is relative to the root and may not leave it, by `..` or by a link.
    pub fn read_sample(&self, path: &str) -> Result<Vec<u8>, Error> {
        let file = self.confined(path)?;
        read_bytes(&file, path, SAMPLE_BYTES_MAX)
    }

    fn why_not_there(&self, path: &str) -> Unreadable {
        match self.confined(path) {
            Ok(found) if found.is_dir() => Unreadable::Folder,
            Err(Error::OutsideRoot { .. }) => Unreadable::Outside,
            // In a hidden folder, say, or it came after the project was read.
            Ok(_) | Err(_) => Unreadable::Missing,
        }
    }

    /// The file `path` on disk, if it is there and below the root.
    fn confined(&self, path: &str) -> Result<PathBuf, Error> {
        let relative = Path::new(path);
        if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(Error::OutsideRoot { path: path.to_owned() });
        }
        let root = self.root.canonicalize().map_err(|source| Error::read(&self.root, source))?;
        let file = root.join(relative).canonicalize().map_err(|source| Error::read(path, source))?;
        if file.starts_with(&root) { Ok(file) } else { Err(Error::OutsideRoot { path: path.to_owned() }) }
    }
}

impl Files for Project {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        let flow = self.paths().into_iter().filter(|path| path.ends_with(".flow"));
        flow.filter_map(|path| Some((path.to_owned(), self.text(path)?.clone()))).collect()
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        if let Some(buffer) = self.overlays.get(path) {
            return Ok(buffer.as_bytes().to_vec());
        }
        match self.tables.get(path) {
            Some(read) => read.as_deref().map(<[u8]>::to_vec).map_err(Clone::clone),
            None => Err(self.why_not_there(path)),
        }
    }

    fn spreadsheets(&self) -> Vec<String> {
        self.tables.keys().cloned().collect()
    }

    fn matching(&self, pattern: &str) -> Vec<String> {
        samples::matching(pattern, |folder| self.confined(folder).ok())
    }

    fn exists(&self, path: &str) -> bool {
        self.confined(path).is_ok_and(|file| file.is_file())
    }
}

/// The root of the project that `dir` is, or is in.
pub fn find_root(dir: &Path) -> Result<PathBuf, Error> {
    let dir = canonical_folder(dir)?;
    Ok(marked_root(&dir).unwrap_or(dir))
}

/// The nearest folder, from `dir` upwards, that has a `crossdock.toml`.
pub fn marked_root(dir: &Path) -> Option<PathBuf> {
    dir.ancestors().find(|folder| is_marked(folder)).map(Path::to_owned)
}

fn is_marked(folder: &Path) -> bool {
    folder.join(CONFIG_FILE).is_file()
}

fn canonical_folder(dir: &Path) -> Result<PathBuf, Error> {
    let folder = dir.canonicalize().map_err(|source| Error::read(dir, source))?;
    if folder.is_dir() { Ok(folder) } else { Err(Error::NotAFolder { path: dir.display().to_string() }) }
}

/// `shown` is the path for messages.
fn read_text(file: &Path, shown: &str) -> Result<Arc<str>, Error> {
    let bytes = read_bytes(file, shown, FILE_BYTES_MAX)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(Error::not_utf8(shown, &error)),
    }
}

/// A file that no table may name must not keep the project from being read: what is wrong is told to those that do.
fn read_table(root: &Path, path: &str) -> Result<Arc<[u8]>, Unreadable> {
    match read_bytes(&root.join(path), path, FILE_BYTES_MAX) {
        Ok(bytes) => Ok(bytes.into()),
        Err(Error::TooLarge { bytes_max, .. }) => Err(Unreadable::TooLarge { bytes_max }),
        Err(other) => Err(Unreadable::Other(other.to_string())),
    }
}

fn read_bytes(file: &Path, shown: &str, bytes_max: u64) -> Result<Vec<u8>, Error> {
    use std::io::Read as _;
    let handle = std::fs::File::open(file).map_err(|source| Error::read(shown, source))?;
    let mut bytes = Vec::new();
    // One byte beyond the limit tells a file that is too large, even one that grows while it is read.
    handle.take(bytes_max + 1).read_to_end(&mut bytes).map_err(|source| Error::read(shown, source))?;
    if bytes.len() as u64 > bytes_max { Err(Error::TooLarge { path: shown.to_owned(), bytes_max }) } else { Ok(bytes) }
}
