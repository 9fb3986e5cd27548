//! Samples that a test names by a pattern.

use std::path::PathBuf;

/// Most files that one pattern stands for; more than these nobody would look through.
pub const MATCHES_MAX: usize = 1_000;

/// The files, ascending. Only the name of the file may hold a `*`; `folder` says where a folder of the project is, if it is one.
pub(crate) fn matching(pattern: &str, folder: impl Fn(&str) -> Option<PathBuf>) -> Vec<String> {
    let (within, name) = pattern.rsplit_once('/').unwrap_or((".", pattern));
    let Some(entries) = folder(within).and_then(|folder| std::fs::read_dir(folder).ok()) else { return Vec::new() };
    let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let names = files.filter_map(|entry| entry.file_name().into_string().ok()).filter(|found| fits(name, found));
    let mut found: Vec<String> = names.map(|name| if within == "." { name } else { format!("{within}/{name}") }).collect();
    found.sort_unstable();
    found.truncate(MATCHES_MAX);
    found
}

/// Whether a name fits a pattern in which `*` stands for any letters, or none.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_is_any_letters() {
        assert!(fits("*.json", "a.json") && fits("*", "") && fits("a*b*c", "abc") && fits("a*b*c", "a1b2b3c") && fits("größe*", "größe-1"));
        assert!(!fits("*.json", "a.xml") && !fits("a*b*c", "acb") && !fits("a", "ab") && !fits("ab*bc", "abc"));
    }
}
