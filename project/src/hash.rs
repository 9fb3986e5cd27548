//! One number for all that a project's behaviour comes from, so that a save that changes nothing reloads nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crossdock_compiler::Unreadable;
use sha2::{Digest as _, Sha256};

use crate::{CONFIG_FILE, Error, FILE_BYTES_MAX, read_bytes};

/// SHA-256 in hex. Each file counts with its path and both their lengths, so that no two projects look alike.
pub(crate) fn content_hash(root: &Path, texts: &BTreeMap<String, Arc<str>>, tables: &BTreeMap<String, Result<Arc<[u8]>, Unreadable>>) -> Result<String, Error> {
    let mut hash = Sha256::new();
    for (path, text) in texts {
        add(&mut hash, path, text.as_bytes());
    }
    for (path, table) in tables {
        // One that cannot be read holds the rows of no table.
        add(&mut hash, path, table.as_deref().unwrap_or_default());
    }
    if root.join(CONFIG_FILE).is_file() {
        add(&mut hash, CONFIG_FILE, &read_bytes(&root.join(CONFIG_FILE), CONFIG_FILE, FILE_BYTES_MAX)?);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn add(hash: &mut Sha256, path: &str, content: &[u8]) {
    for part in [path.as_bytes(), content] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
}
