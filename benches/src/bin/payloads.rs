//! Writes the sets of messages that mappings are measured on, one message a line: `cd benches && cargo run --release --bin payloads -- FOLDER`

use std::io;
use std::path::PathBuf;

use crossdock_benches::payloads::sets;

fn main() -> io::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).map_or_else(|| ".".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for set in sets() {
        let lines: Vec<u8> = set.messages.iter().flat_map(|message| [message.as_slice(), b"\n"]).flatten().copied().collect();
        std::fs::write(folder.join(format!("{}.ndjson", set.name)), lines)?;
        println!("{}: {} messages of {} bytes on average", set.name, set.messages.len(), set.average_size());
    }
    Ok(())
}
