//! Waits until something in a project's folder has changed.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Context as _;
use notify::{RecursiveMode, Watcher as _};

/// Editors save in several steps; a change counts when nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(150);

pub struct Watch {
    _watcher: notify::RecommendedWatcher,
    changes: Receiver<()>,
}

impl Watch {
    /// From now on no change is missed.
    pub fn start(root: &Path) -> anyhow::Result<Watch> {
        let (changed, changes) = channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| concerns_tests(&event)) {
                // Nobody listens any more only when all is coming to an end.
                let _ = changed.send(());
            }
        })
        .context("changes cannot be noticed on this machine")?;
        watcher.watch(root, RecursiveMode::Recursive).with_context(|| format!("{} cannot be watched", root.display()))?;
        Ok(Watch { _watcher: watcher, changes })
    }

    /// Returns after the next change; false where none can come any more.
    pub fn wait(&self) -> bool {
        let came = self.changes.recv().is_ok();
        while self.changes.recv_timeout(QUIET).is_ok() {}
        came
    }
}

/// Tests read flows, tables, samples and approved snapshots. What waits for review they write themselves, and a runtime's store is none of theirs.
fn concerns_tests(event: &notify::Event) -> bool {
    let reads = ["flow", "csv", "toml", "json", "snap"];
    let ours = |path: &Path| path.extension().is_some_and(|found| reads.iter().any(|extension| found == *extension));
    !matches!(event.kind, notify::EventKind::Access(_)) && (event.need_rescan() || event.paths.iter().any(|path| ours(path)))
}
