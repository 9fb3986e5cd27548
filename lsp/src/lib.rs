//! The language server: what the compiler knows, in the editor's words.
//!
//! It has no analysis of its own: every answer comes from [`crossdock_compiler::check`] over the project on disk with the editor's buffers on
//! top. One thread, messages in the order they come; a check runs when the queue is empty, so that typing is never held up by it.
//! `features/` holds pure functions over byte offsets, `protocol` the types of the wire, `server` what joins them.

mod cache;
mod features;
mod position;
mod protocol;
mod server;
mod workspace;

use std::path::PathBuf;

use lsp_server::Connection;

/// Why a session ended other than by `shutdown` and `exit`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the editor did not keep to the protocol: {0}")]
    Protocol(#[from] lsp_server::ProtocolError),
    #[error("the editor's first message cannot be understood: {0}")]
    Initialize(#[from] serde_json::Error),
    #[error("the connection to the editor broke off: {0}")]
    Connection(#[from] std::io::Error),
    #[error("the editor went away without `shutdown`")]
    NoShutdown,
    #[error("nobody spoke to the language server: editors start it and talk to it on stdin")]
    Nobody,
}

/// What depends on the machine.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where sources of the embedded library and error pages are put, so that an editor can open them; without it they have no place to go to.
    pub cache: Option<PathBuf>,
}

impl Options {
    /// With the user's cache folder.
    pub fn of_user() -> Options {
        Options { cache: cache::user_folder() }
    }
}

/// Serves an editor over stdin and stdout until it says `exit`.
pub fn run_stdio() -> Result<(), Error> {
    let (connection, threads) = Connection::stdio();
    let result = serve(connection, Options::of_user());
    // The threads end once the connection is dropped, which `serve` has done. After an error stdin may still be open: leave at once.
    if result.is_ok() {
        threads.join()?;
    }
    result
}

/// Serves one editor over any connection.
pub fn serve(connection: Connection, options: Options) -> Result<(), Error> {
    server::serve(connection, options)
}
