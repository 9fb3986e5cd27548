//! Hot reload: when the project's files change and have been quiet for a moment, they become a generation, or the reason why not is told.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::mpsc;

use crate::generation::{Generation, Generations, LoadError};

/// Editors save in several steps; a change counts when nothing has changed for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Notices changes from the moment it is made: made before the project is read, it misses none.
pub struct Watch {
    watcher: notify::RecommendedWatcher,
    changes: mpsc::UnboundedReceiver<()>,
}

/// Reloads for as long as it lives.
pub struct Reload {
    _watcher: notify::RecommendedWatcher,
}

impl Watch {
    pub fn start(root: &Path) -> notify::Result<Watch> {
        let (changed, changes) = mpsc::unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| concerns_us(&event)) {
                // Nobody listens any more only when all is coming to an end.
                let _ = changed.send(());
            }
        })?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Watch { watcher, changes })
    }

    /// From now on changes become generations. `listen` is where the events of all of them come in.
    pub fn reload(self, root: &Path, listen: SocketAddr, generations: Arc<Generations>) -> Reload {
        tokio::spawn(follow(root.to_owned(), listen, generations, self.changes));
        Reload { _watcher: self.watcher }
    }
}

/// The store lives in the same folder and changes all the time.
fn concerns_us(event: &notify::Event) -> bool {
    let is_read = matches!(event.kind, notify::EventKind::Access(_));
    let ours = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("flow" | "csv" | "toml") | None)
    };
    !is_read && (event.need_rescan() || event.paths.iter().any(ours))
}

async fn follow(root: PathBuf, listen: SocketAddr, generations: Arc<Generations>, mut changes: mpsc::UnboundedReceiver<()>) {
    while changes.recv().await.is_some() {
        while let Ok(Some(())) = tokio::time::timeout(QUIET, changes.recv()).await {}
        let folder = root.clone();
        match tokio::task::spawn_blocking(move || Generation::load(&folder, Some(listen))).await {
            Ok(loaded) => take(&generations, loaded),
            Err(_) => tracing::error!("the changed project could not be looked at; the live generation stays"),
        }
    }
}

fn take(generations: &Generations, loaded: Result<Generation, LoadError>) {
    let live = generations.live();
    match loaded {
        Ok(new) if new.is_as(&live) => generations.restored(),
        Ok(new) => {
            // The same files with another generation behind them: a secret is another one.
            warn_of_what_needs_a_restart(&live, &new);
            tracing::info!(generation = %new.id, before = %live.id, "reloaded");
            generations.activate(new);
        }
        Err(reason) => {
            tracing::error!("the change was not taken, generation {} stays: {reason}", live.id);
            generations.reject(&reason);
        }
    }
}

fn warn_of_what_needs_a_restart(live: &Generation, new: &Generation) {
    let (before, after) = (&live.config.runtime, &new.config.runtime);
    if (before.listen, &before.store, before.concurrency) != (after.listen, &after.store, after.concurrency) {
        tracing::warn!("listen, store and concurrency in crossdock.toml take effect with the next start");
    }
}
