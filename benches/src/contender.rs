//! Who maps messages.

use crate::by_hand;
use crate::ours;
use crate::reference;

/// A way to map messages, ready to run.
pub struct Contender {
    pub name: String,
    map: Box<Map>,
    /// What it gives is exactly what the reference gives; floating point is not held to that.
    pub exact: bool,
}

/// Writes the mapped message behind what is there.
pub type Map = dyn FnMut(&[u8], &mut Vec<u8>);

impl Contender {
    pub fn exact(name: &str, map: impl FnMut(&[u8], &mut Vec<u8>) + 'static) -> Contender {
        Contender { name: name.to_owned(), map: Box::new(map), exact: true }
    }

    /// One that computes in binary floating point.
    pub fn floating(name: &str, map: impl FnMut(&[u8], &mut Vec<u8>) + 'static) -> Contender {
        Contender { exact: false, ..Contender::exact(name, map) }
    }

    pub fn map(&mut self, payload: &[u8], out: &mut Vec<u8>) {
        (self.map)(payload, out);
    }
}

/// All that this build has for a mapping. The first one is the reference.
pub fn all(mapping: &str) -> Vec<Contender> {
    let mut all = vec![reference::contender(mapping), ours::contender(mapping), by_hand::contender(mapping)];
    all.extend(others(mapping));
    all
}

#[cfg(feature = "peers")]
use crate::peers::all as others;

#[cfg(not(feature = "peers"))]
fn others(_: &str) -> Vec<Contender> {
    Vec::new()
}
