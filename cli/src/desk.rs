//! The commands that look into a project's store, through the running runtime or at rest.

use std::path::Path;

use anyhow::Context as _;
use crossdock_runtime::desk::Desk;

/// Opens the desk and lets `work` use it.
pub fn with<T>(dir: &Path, work: impl AsyncFnOnce(&mut Desk) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().context("the runtime cannot be started")?;
    tokio.block_on(async {
        let mut desk = Desk::open(dir)?;
        work(&mut desk).await
    })
}
