//! What can be typed. Every command's help ends with an example.

use clap::{Parser, Subcommand};

use crate::commands::{apply, audit, check, demo, diff, doc, dump, explain, fmt, import, lineage, new, parked, run, test, trace};
use crate::terminal::Color;

/// Integrations that are proven before they run: checks, tests and runs projects of .flow files.
#[derive(Debug, Parser)]
#[command(
    name = "crossdock",
    version,
    propagate_version = true,
    after_help = "Start with:\n  crossdock demo            see it work\n  crossdock new shop        make a project of your own"
)]
pub struct Cli {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::Args),
    New(new::Args),
    Check(check::Args),
    Test(test::Args),
    Apply(apply::Args),
    Run(run::Args),
    Parked(parked::Args),
    Trace(trace::Args),
    Audit(audit::Args),
    Fmt(fmt::Args),
    Import(import::Args),
    Diff(diff::Args),
    Doc(doc::Args),
    Lineage(lineage::Args),
    Explain(explain::Args),
    Dump(dump::Args),
    /// The language server, on stdin and stdout, for editors
    #[command(after_help = "Example, in Neovim:\n  vim.lsp.start({ name = 'crossdock', cmd = { 'crossdock', 'lsp' } })")]
    Lsp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{} has no example", command.get_name());
        }
    }
}
