//! The form of a snapshot's file, which is insta's: a header between two lines of three hyphens, then what came.

use super::Source;

const FENCE: &str = "---";

/// The whole file. One that waits for review also says on which line its test stands.
pub(super) fn written(came: &str, source: Source<'_>, pending: bool) -> String {
    let line = if pending { format!("assertion_line: {}\n", source.line) } else { String::new() };
    format!("{FENCE}\nsource: {}\n{line}description: {}\n{FENCE}\n{}\n", quoted(source.file), quoted(source.test), came.trim_end())
}

pub(super) fn has_header(file: &str) -> bool {
    split(file).is_some()
}

/// Without the header, if there is one, and without the line breaks at the end.
pub(super) fn contents(file: &str) -> &str {
    split(file).map_or(file, |(_, contents)| contents).trim_end()
}

fn split(file: &str) -> Option<(&str, &str)> {
    let rest = file.strip_prefix(FENCE)?.strip_prefix('\n')?;
    let end = rest.find("\n---\n")?;
    Some((rest.get(..end)?, rest.get(end + 5..)?))
}

/// Text as YAML takes it, whatever it is: in quotes unless it is plain.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ' ')) && text.starts_with(char::is_alphabetic) && !text.ends_with(' ');
    let word = matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    if plain && !word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
