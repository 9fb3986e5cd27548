//! Texts that are embedded in the binary and that an editor wants to open: sources of the library, error pages.

use std::path::{Path, PathBuf};

/// The user's cache folder, below it ours.
pub(crate) fn user_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CACHE_HOME").or_else(|| set("LOCALAPPDATA")).or_else(|| set("HOME").map(|home| home.join(".cache")))?;
    Some(base.join("crossdock"))
}

/// The file `path` below the folder, with this text; written only if it is not there like this. None where it cannot be written.
pub(crate) fn place(folder: &Path, path: &str, text: &str) -> Option<PathBuf> {
    let file = folder.join(path);
    if std::fs::read(&file).is_ok_and(|found| found == text.as_bytes()) {
        return Some(file);
    }
    std::fs::create_dir_all(file.parent()?).ok()?;
    std::fs::write(&file, text).ok()?;
    Some(file)
}
