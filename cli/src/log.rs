//! The log, on stderr.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

use crate::terminal::Terminal;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum LogFormat {
    /// For people
    #[default]
    Text,
    /// For programs: one JSON object a line
    Json,
}

/// Begins to log; `RUST_LOG` chooses what, else it is our own news from `info` upwards.
pub fn start(format: LogFormat, terminal: &Terminal) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,crossdock_runtime=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(terminal.colors_err()).init(),
        LogFormat::Json => log.json().init(),
    }
}
