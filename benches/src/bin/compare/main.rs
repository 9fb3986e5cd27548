//! Crossdock and what else could be taken to map messages, timed in one process.
//!
//! ```text
//! cd benches && cargo run --release --bin compare                   # against the reference
//! cd benches && cargo run --release --features peers --bin compare  # against all
//! ```

mod table;

use crossdock_benches::contender::{Contender, all};
use crossdock_benches::equal::difference;
use crossdock_benches::payloads::{Set, sets};
use crossdock_benches::timing::race;

use table::Table;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 201;

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let mut table = Table::default();
    for set in sets() {
        let mut contenders = all(set.mapping);
        let differing = agree(&set, &mut contenders);
        table.add(&set, &race(&set, &mut contenders, rounds), &differing);
        eprintln!("{}: {} messages of {} bytes on average", set.name, set.messages.len(), set.average_size());
    }
    println!("{}", table.markdown());
}

/// For each contender how many messages it maps otherwise than the reference. None may, but where floating point rounds.
fn agree(set: &Set, contenders: &mut [Contender]) -> Vec<usize> {
    let (reference, others) = contenders.split_first_mut().expect("the reference");
    let expected: Vec<Vec<u8>> = set.messages.iter().map(|message| mapped(reference, message)).collect();
    let mut differing = vec![0];
    for other in others {
        let found: Vec<String> = set.messages.iter().zip(&expected).filter_map(|(message, expected)| difference(expected, &mapped(other, message))).collect();
        assert!(found.is_empty() || !other.exact, "{} maps {} otherwise: {}", other.name, set.name, found[0]);
        if let Some(first) = found.first() {
            eprintln!("{} maps {} of {} messages of {} otherwise, the first: {first}", other.name, found.len(), set.messages.len(), set.name);
        }
        differing.push(found.len());
    }
    differing
}

fn mapped(contender: &mut Contender, message: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    contender.map(message, &mut out);
    out
}
