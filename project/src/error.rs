//! Why a project cannot be read.

use std::path::Path;
use std::string::FromUtf8Error;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path} cannot be read: {}", plain(.source))]
    Read { path: String, source: std::io::Error },
    #[error("{path} is not a folder; a project is the folder that holds its .flow files")]
    NotAFolder { path: String },
    #[error("{path} is larger than {} MB, the most that a file may have", bytes_max >> 20)]
    TooLarge { path: String, bytes_max: u64 },
    #[error("{path} has more than {limit} .flow files; is it really one project?")]
    TooManyFiles { path: String, limit: usize },
    #[error("{path} holds more than {limit} files and folders; is it really a project? Name the folder with the .flow files")]
    TooManyEntries { path: String, limit: usize },
    #[error("{path} has folders more than {limit} deep")]
    TooDeep { path: String, limit: usize },
    #[error("{path}, line {line}: this is not UTF-8 text; save the file with the encoding UTF-8")]
    NotUtf8 { path: String, line: usize },
    #[error("{path}: the name of this file or folder is not UTF-8; rename it")]
    NameNotUtf8 { path: String },
    #[error("{path} leads out of the project's folder; only files below it can be used")]
    OutsideRoot { path: String },
}

impl Error {
    pub(crate) fn read(path: impl AsRef<Path>, source: std::io::Error) -> Error {
        Error::Read { path: path.as_ref().display().to_string(), source }
    }

    pub(crate) fn not_utf8(path: &str, error: &FromUtf8Error) -> Error {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        Error::NotUtf8 { path: path.to_owned(), line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
    }
}

/// The usual reasons without the number of the operating system's error.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
