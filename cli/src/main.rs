//! The `crossdock` command. It joins the packages and holds no logic that one of them could have.

mod args;
mod commands;
mod demo;
mod desk;
mod exit;
mod log;
mod project;
mod stops;
mod terminal;
mod testing;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use exit::Exit;
use terminal::Terminal;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.color);
    match run(cli.command, &terminal) {
        Ok(exit) => exit.into(),
        Err(error) if exit::is_broken_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            terminal.error(&exit::told(&error));
            Exit::CannotRun.into()
        }
    }
}

fn run(command: Command, terminal: &Terminal) -> anyhow::Result<Exit> {
    match command {
        Command::Demo(args) => commands::demo::run(&args, terminal),
        Command::New(args) => commands::new::run(&args, terminal),
        Command::Check(args) => commands::check::run(&args, terminal),
        Command::Test(args) => commands::test::run(&args, terminal),
        Command::Apply(args) => commands::apply::run(&args, terminal),
        Command::Run(args) => commands::run::run(&args, terminal),
        Command::Parked(args) => commands::parked::run(&args, terminal),
        Command::Trace(args) => commands::trace::run(&args, terminal),
        Command::Audit(args) => commands::audit::run(&args, terminal),
        Command::Fmt(args) => commands::fmt::run(&args, terminal),
        Command::Import(args) => commands::import::run(&args, terminal),
        Command::Diff(args) => commands::diff::run(&args, terminal),
        Command::Doc(args) => commands::doc::run(&args, terminal),
        Command::Lineage(args) => commands::lineage::run(&args, terminal),
        Command::Explain(args) => commands::explain::run(&args, terminal),
        Command::Dump(args) => commands::dump::run(&args, terminal),
        Command::Lsp => commands::lsp::run(),
    }
}
