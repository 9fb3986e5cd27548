//! How a person, or the system, asks a command that goes on and on to stop.

/// Ctrl-C and SIGTERM, as often as they come.
pub struct Stops {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Stops {
    #[cfg(unix)]
    pub fn listen() -> std::io::Result<Stops> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Stops { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[allow(clippy::unnecessary_wraps)]
    pub fn listen() -> std::io::Result<Stops> {
        Ok(Stops {})
    }

    #[cfg(not(unix))]
    pub async fn next(&mut self) {
        // Without a way to be told, it runs until the process is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
