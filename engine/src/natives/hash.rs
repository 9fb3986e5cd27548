//! `stdlib/hash.flow`.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Cx, Native, Raise, args};
use crate::slot::Slot;

pub(super) const NATIVES: &[Native] = &[Native { name: "hash.sha256", call: sha256 }];

/// 64 hexadecimal digits, in small letters.
fn sha256(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let digest = Sha256::digest(cx.text(args::text(args, 0)?));
    let mut hex = String::with_capacity(64);
    for byte in digest {
        // Writing into a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(cx.new_text(&hex))
}
