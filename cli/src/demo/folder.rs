//! The example project in a folder of its own, which is gone when the demo ends.

use std::path::Path;

use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use super::write;
use crate::commands::new::write_dir;

static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../examples/web-shop");
/// The shop and the runtime share it; it opens nothing but this demo on this machine.
pub const SECRET: &str = "only for this demo";

pub struct Folder {
    folder: TempDir,
}

impl Folder {
    /// Writes the example, with its systems at these addresses.
    pub fn new(wms: &str, erp: &str) -> anyhow::Result<Folder> {
        let folder = tempfile::Builder::new().prefix("crossdock-demo-").tempdir().context("there is no place for temporary files")?;
        write_dir(&EXAMPLE, folder.path())?;
        write(&folder.path().join("shop.secret"), SECRET)?;
        write(&folder.path().join("crossdock.toml"), &configuration(wms, erp))?;
        Ok(Folder { folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The orders of the example that begin with this name, in order: file name and text.
    pub fn samples(beginning: &str) -> Vec<(String, &'static str)> {
        let files = EXAMPLE.get_dir("samples").into_iter().flat_map(Dir::files);
        let named = files.filter_map(|file| Some((file.path().file_name()?.to_str()?.to_owned(), file.contents_utf8()?)));
        let mut samples: Vec<_> = named.filter(|(name, _)| name.starts_with(beginning)).collect();
        samples.sort();
        samples
    }

    /// Replaces a text in a file of the project, as an editor would.
    pub fn edit(&self, file: &str, from: &str, to: &str) -> anyhow::Result<()> {
        let path = self.folder.path().join(file);
        let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        anyhow::ensure!(text.contains(from), "{file} has no `{from}`");
        write(&path, &text.replacen(from, to, 1))
    }
}

fn configuration(wms: &str, erp: &str) -> String {
    format!(
        r#"[runtime]
listen = "127.0.0.1:0"

[systems.shop]
hmac = {{ secret = "file:shop.secret", header = "X-Shopify-Hmac-Sha256", encoding = "base64" }}

[systems.wms]
url = "{wms}"
timeout = "2s"

[systems.erp]
url = "{erp}"
timeout = "2s"
"#
    )
}
