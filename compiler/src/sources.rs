//! The texts of a project, and how they come in: the compiler itself reads no disk.

use std::sync::Arc;

use crossdock_syntax::line_index::LineIndex;

/// Index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// What the compiler asks of the outside. Tests answer from memory, tools from disk, the editor from its buffers.
pub trait Files {
    /// Every `.flow` file of the project: path relative to its root with `/`, and text. Any order.
    fn flow_files(&self) -> Vec<(String, Arc<str>)>;
    /// Whether a file that a test names is there; the path is relative to the project's root.
    fn exists(&self, path: &str) -> bool;
    /// The files that a pattern of a test stands for, `samples/*.json`, ascending; a `*` stands for any letters of a file's name.
    fn matching(&self, _pattern: &str) -> Vec<String> {
        Vec::new()
    }
    /// The content of a spreadsheet that holds a table's rows, `codes/priority.csv`.
    fn spreadsheet(&self, _path: &str) -> Result<Vec<u8>, Unreadable> {
        Err(Unreadable::Missing)
    }
    /// The paths of all that there are, for did-you-mean.
    fn spreadsheets(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Why a spreadsheet cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Missing,
    Folder,
    /// Its path leads out of the project.
    Outside,
    TooLarge {
        bytes_max: u64,
    },
    /// As the system says it.
    Other(String),
}

/// Files in memory; every sample exists.
impl Files for Vec<(String, Arc<str>)> {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        self.iter().filter(|(path, _)| !path.ends_with(".csv")).cloned().collect()
    }

    fn spreadsheet(&self, path: &str) -> Result<Vec<u8>, Unreadable> {
        self.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_bytes().to_vec()).ok_or(Unreadable::Missing)
    }

    fn spreadsheets(&self) -> Vec<String> {
        self.iter().map(|(path, _)| path.clone()).filter(|path| path.ends_with(".csv")).collect()
    }

    fn exists(&self, _path: &str) -> bool {
        true
    }
}

#[derive(Clone, Debug)]
pub struct Source {
    /// `partners/erp.flow`
    pub path: String,
    /// `partners.erp`
    pub module: String,
    pub text: Arc<str>,
    pub lines: LineIndex,
    /// Of the embedded library (`stdlib/`, `mappings/`), not of the project.
    pub library: bool,
}

/// All files of a check, the project's own first.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, path: &str, text: Arc<str>, library: bool) -> FileId {
        let module = path.strip_suffix(".flow").unwrap_or(path).replace('/', ".");
        self.files.push(Source { path: path.to_owned(), module, lines: LineIndex::new(&text), text, library });
        FileId(self.files.len() as u32 - 1)
    }

    /// Ids come from `add` of the same value.
    #[allow(clippy::indexing_slicing)]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file))
    }

    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }
}
