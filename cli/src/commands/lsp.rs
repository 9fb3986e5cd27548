//! `crossdock lsp`

use crate::exit::Exit;

pub fn run() -> anyhow::Result<Exit> {
    match crossdock_lsp::run_stdio() {
        Ok(()) => Ok(Exit::Clean),
        // An editor that dies tells nobody: that is no reason to say anything, and the protocol asks for exit code 1.
        Err(crossdock_lsp::Error::NoShutdown) => Ok(Exit::Problems),
        Err(error) => Err(error.into()),
    }
}
