//! Finding a key among few: one hash of length and ends, then one comparison.

/// A set of known byte strings; each is found as its index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    keys: Vec<Box<[u8]>>,
    /// Index + 1 of a key; 0 is free. A power of two, at least twice as many as keys; a taken place leads on to the next.
    table: Vec<u32>,
}

impl Keys {
    /// Of equal keys the first is found.
    pub fn new<'a>(keys: impl Iterator<Item = &'a str>) -> Keys {
        let keys: Vec<Box<[u8]>> = keys.map(|key| key.as_bytes().into()).collect();
        let mut table = vec![0; (keys.len() * 2).next_power_of_two().max(2)];
        for (index, key) in keys.iter().enumerate() {
            let mut at = place(key, table.len());
            while table.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) % table.len();
            }
            if let Some(free) = table.get_mut(at) {
                *free = index as u32 + 1;
            }
        }
        Keys { keys, table }
    }

    /// `guess` is tried first: senders keep to an order.
    pub fn find(&self, key: &[u8], guess: usize) -> Option<usize> {
        if self.keys.get(guess).is_some_and(|known| **known == *key) {
            return Some(guess);
        }
        let mut at = place(key, self.table.len());
        loop {
            let index = (*self.table.get(at)? as usize).checked_sub(1)?;
            if self.keys.get(index).is_some_and(|known| **known == *key) {
                return Some(index);
            }
            at = (at + 1) % self.table.len();
        }
    }
}

/// Where a key's search begins, in a table of that size (a power of two).
fn place(key: &[u8], size: usize) -> usize {
    let word = |bytes: Option<&[u8]>| bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
    let ends = match key.len() {
        8.. => word(key.get(..8)) ^ word(key.get(key.len() - 8..)).rotate_left(23),
        _ => key.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    };
    let mixed = (ends ^ key.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 32) as usize & (size - 1)
}
