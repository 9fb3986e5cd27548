//! The `crossdock` binary of this very source tree.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Its path, brought up to date once a test process: `cargo test -p crossdock-tests` alone would not rebuild it.
pub fn crossdock() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(build)
}

/// The root of the source tree.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let profile: &[&str] = if cfg!(debug_assertions) { &[] } else { &["--release"] };
    let status = Command::new(cargo).args(["build", "--quiet", "-p", "crossdock-cli"]).args(profile).current_dir(repository()).status().unwrap();
    assert!(status.success(), "the binary does not build");
    // A test runs as <target>/<profile>/deps/<name>.
    let here = std::env::current_exe().unwrap();
    here.parent().and_then(Path::parent).unwrap().join("crossdock")
}
