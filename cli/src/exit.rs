//! How the command ends.

use std::io;
use std::process::ExitCode;

use crossdock_project::in_words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Clean,
    /// Something is wrong with what was given: errors, differences, failures.
    Problems,
    /// The command could not do its work.
    CannotRun,
}

impl Exit {
    /// `Problems` if there are any.
    pub fn problems(any: bool) -> Exit {
        if any { Exit::Problems } else { Exit::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Problems => 1,
            Exit::CannotRun => 2,
        })
    }
}

/// The error and its causes in one line, each once: many say their cause themselves.
pub fn told(error: &anyhow::Error) -> String {
    let words = error.chain().map(|cause| cause.downcast_ref::<io::Error>().map_or_else(|| cause.to_string(), in_words));
    words.reduce(|told, cause| if told.contains(&cause) { told } else { format!("{told}: {cause}") }).unwrap_or_default()
}

/// Whoever read our output has seen enough (`| head`): no reason to complain.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
