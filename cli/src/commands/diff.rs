//! `crossdock diff`

mod version;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use crossdock_report::{Diff, Sample};

use crate::exit::Exit;
use crate::project;
use crate::terminal::Terminal;
use version::Version;

/// Tells what changed between two versions of a project: contracts, records, tables, maps, flows, and what comes out otherwise
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  crossdock diff main:examples/web-shop examples/web-shop --fail-on breaking\n  crossdock diff ../shop-1.4 . --samples shop.order_created='samples/*.json'\n  crossdock diff HEAD~1:. . --samples to_release='orders/*.json' --format json\n\nBreaking is what a partner has to follow: it sends what is refused from now on, or gets what it did not agree to."
)]
pub struct Args {
    /// The older version: a folder, or REVISION:FOLDER of the git repository here
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer version, likewise
    #[arg(value_name = "NEW")]
    new: String,
    /// Documents to run through both versions: FILES, or NAME=FILES with an event (shop.order_created) or a map; `*` in the last part of the path
    #[arg(long, value_name = "[NAME=]FILES")]
    samples: Vec<String>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit code 1 if something of that kind changed
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// Annotations of a GitHub workflow run
    Github,
    /// For a comment on a pull request
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// What partners have to follow
    Breaking,
    /// Anything
    Any,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (old, new) = (Version::open(&args.old)?, Version::open(&args.new)?);
    let Some(before) = project::sound(&old.project, terminal) else { return Ok(Exit::CannotRun) };
    let Some(after) = project::sound(&new.project, terminal) else { return Ok(Exit::CannotRun) };
    let mut diff = Diff::new(&before, &after);
    if !args.samples.is_empty() {
        let mut samples = Vec::new();
        for given in &args.samples {
            samples.extend(read_samples(given)?);
        }
        diff.run(&before, &after, &samples)?;
    }
    terminal.out(&match args.format {
        Format::Text => diff.text(),
        Format::Json => diff.json(),
        Format::Github => diff.github(),
        Format::Markdown => diff.markdown(),
    })?;
    Ok(Exit::problems(match args.fail_on {
        Some(FailOn::Breaking) => diff.is_breaking(),
        Some(FailOn::Any) => !diff.is_empty(),
        None => false,
    }))
}

/// `shop.order_created=samples/*.json`
fn read_samples(given: &str) -> anyhow::Result<Vec<Sample>> {
    let (of, files) = match given.split_once('=') {
        Some((of, files)) => (Some(of.to_owned()), files),
        None => (None, given),
    };
    let found = matching(Path::new(files))?;
    anyhow::ensure!(!found.is_empty(), "no file is called like {files}");
    let mut samples = Vec::with_capacity(found.len());
    for file in found {
        let name = file.display().to_string();
        let payload = std::fs::read(&file).with_context(|| format!("{name} cannot be read"))?;
        samples.push(Sample { of: of.clone(), name, payload });
    }
    Ok(samples)
}

/// The file; or those of its folder that fit the `*` in its name, in order.
fn matching(pattern: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let name = pattern.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !name.contains('*') {
        return Ok(vec![pattern.to_owned()]);
    }
    let folder = pattern.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_file() && path.file_name().is_some_and(|file| fits(&name, &file.to_string_lossy())) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a name is the pattern, with anything for each `*`.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(end) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, name, wanted) in
            [("*.json", "a.json", true), ("*.json", "a.jsonl", false), ("order-*-x*.json", "order-1-x2.json", true), ("a*a", "a", false), ("a", "a", true), ("a", "ab", false)]
        {
            assert_eq!(fits(pattern, name), wanted, "{pattern} {name}");
        }
    }
}
