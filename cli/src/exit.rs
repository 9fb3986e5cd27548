//! How the command ends.

use std::io;
use std::process::ExitCode;

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

/// Whoever read our output has seen enough (`| head`): no reason to complain.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
