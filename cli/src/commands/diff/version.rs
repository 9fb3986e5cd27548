//! One version of a project: a folder, or what a git revision had in one.

use std::path::{Component, Path};
use std::process::Command;

use anyhow::Context as _;
use crossdock_project::Project;
use tempfile::TempDir;

use crate::project;

pub(super) struct Version {
    pub project: Project,
    /// Where a revision's files were put; goes with the version.
    _folder: Option<TempDir>,
}

impl Version {
    /// `examples/web-shop`, or `main:examples/web-shop`.
    pub fn open(given: &str) -> anyhow::Result<Version> {
        if Path::new(given).exists() {
            return Ok(Version { project: project::open(Path::new(given))?, _folder: None });
        }
        let Some((revision, folder)) = given.split_once(':') else { anyhow::bail!("there is no folder {given}; a revision is written REVISION:FOLDER") };
        let taken_out = take_out(revision, folder)?;
        Ok(Version { project: project::open(taken_out.path())?, _folder: Some(taken_out) })
    }
}

/// The project's files of a revision, in a folder of their own.
fn take_out(revision: &str, folder: &str) -> anyhow::Result<TempDir> {
    anyhow::ensure!(!revision.starts_with('-') && !folder.starts_with('-'), "{revision}:{folder} is no revision and folder");
    let place = if folder.is_empty() { "." } else { folder };
    let listed = git(&["ls-tree", "-r", "-z", "--name-only", revision, "--", &format!("{}/", place.trim_end_matches('/'))])?;
    let listed = String::from_utf8(listed).context("git lists names that are no text")?;
    let taken_out = tempfile::tempdir()?;
    let read = |path: &str| [".flow", ".csv", "crossdock.toml"].iter().any(|ending| path.ends_with(ending));
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let below = Path::new(path).strip_prefix(place.trim_start_matches("./")).unwrap_or(Path::new(path));
        anyhow::ensure!(below.components().all(|part| matches!(part, Component::Normal(_))), "{path} leads out of {folder}");
        let file = taken_out.path().join(below);
        std::fs::create_dir_all(file.parent().unwrap_or(taken_out.path()))?;
        // Of all else, such as samples, it only counts that it is there.
        let bytes = if read(path) { git(&["show", &format!("{revision}:./{path}")])? } else { Vec::new() };
        std::fs::write(&file, bytes)?;
    }
    Ok(taken_out)
}

fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").args(arguments).output().context("git cannot be started")?;
    anyhow::ensure!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(output.stdout)
}
