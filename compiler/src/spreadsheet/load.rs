//! Bytes to text: what a spreadsheet program may have written that is no CSV in UTF-8 is told by name.

use crossdock_syntax::{Span, ast};

use super::Problem;
use crate::resolve::nearest;
use crate::sources::{FileId, Files, Sources, Unreadable};

/// Adds the file that a table names to the sources, or says why it cannot be read.
pub(crate) fn load(files: &dyn Files, sources: &mut Sources, home: FileId, from: &ast::FromFile) -> Result<FileId, Problem> {
    let (path, at) = (from.path.text.as_str(), (home, from.path.span));
    let ends_in_csv = path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"));
    if !ends_in_csv {
        return Err(Problem::NoCsv { at, path: path.to_owned(), is: "the name of a CSV file ends in `.csv`".to_owned() });
    }
    let bytes = files.spreadsheet(path).map_err(|why| unreadable(files, at, path, &why))?;
    if let Some(is) = other_format(&bytes) {
        return Err(Problem::NoCsv { at, path: path.to_owned(), is: is.to_owned() });
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(sources.add(path, text.into(), false)),
        Err(error) => Err(not_utf8(sources, at, path, &bytes, error.valid_up_to())),
    }
}

fn unreadable(files: &dyn Files, at: (FileId, Span), path: &str, why: &Unreadable) -> Problem {
    let path = path.to_owned();
    match why {
        Unreadable::Missing => {
            let known = files.spreadsheets();
            let file_name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
            let moved = known.iter().find(|other| file_name(other) == file_name(&path));
            let near = moved.map(String::as_str).or_else(|| nearest(&path, known.iter().map(String::as_str))).map(str::to_owned);
            Problem::NoFile { at, path, near }
        }
        Unreadable::Folder => Problem::NoCsv { at, path, is: "it is a folder".to_owned() },
        Unreadable::Outside => Problem::NoCsv { at, path, is: "it leads out of the project's folder".to_owned() },
        Unreadable::TooLarge { bytes_max } => Problem::NoCsv { at, path, is: format!("it is larger than {} MB", bytes_max >> 20) },
        Unreadable::Other(why) => Problem::NoCsv { at, path, is: why.clone() },
    }
}

fn other_format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("it is a workbook: save its sheet as “CSV UTF-8”"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("it is “Unicode text” (UTF-16): save it as “CSV UTF-8”"),
        _ if bytes.contains(&0) => Some("it is no text"),
        _ => None,
    }
}

/// The file as far as it can be shown, and the place of the first byte that is wrong.
fn not_utf8(sources: &mut Sources, named: (FileId, Span), path: &str, bytes: &[u8], wrong: usize) -> Problem {
    // Every byte a letter, as old spreadsheets write them, so that the row can be shown.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let start = text.char_indices().nth(wrong).map_or(0, |(at, _)| at);
    let end = text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |letter| start + letter.len_utf8());
    let file = sources.add(path, text.into(), false);
    Problem::NotUtf8 { file, span: Span::new(start, end), named }
}
