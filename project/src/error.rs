//! Why a project cannot be read.

use std::io::ErrorKind;
use std::path::Path;
use std::string::FromUtf8Error;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path} cannot be read: {}", in_words(.source))]
    Read { path: String, source: std::io::Error },
    #[error("{path} is no project: neither it nor a folder above it has a crossdock.toml, and {reason}")]
    NoProject { path: String, reason: Box<Error> },
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

/// What the operating system says, in the words of people and without its number.
pub fn in_words(error: &std::io::Error) -> String {
    // One that wraps another knows better than its kind.
    if error.get_ref().is_some() {
        return error.to_string();
    }
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk takes no writes".to_owned(),
        ErrorKind::AddrInUse => "something listens there already".to_owned(),
        ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
        ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}
