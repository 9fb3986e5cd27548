//! `crossdock explain`

use crossdock_compiler::diagnostic::registry;

use crate::exit::Exit;
use crate::terminal::{Style, Terminal};

/// The story behind a diagnostic's code; without a code, the list of all
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  crossdock explain E0401")]
pub struct Args {
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some(code) = &args.code else {
        terminal.out(&list(terminal))?;
        return Ok(Exit::Clean);
    };
    let Some(found) = registry::explain(code) else {
        anyhow::bail!("there is no diagnostic {code}; `crossdock explain` lists them all");
    };
    terminal.out(&page(found.page, terminal))?;
    Ok(Exit::Clean)
}

fn list(terminal: &Terminal) -> String {
    registry::codes().map(|code| format!("{}  {}\n", terminal.paint(Style::Name, code.code), code.title)).collect()
}

/// A page's Markdown as text for a terminal: titles stand out, fences go, programs are set in.
fn page(markdown: &str, terminal: &Terminal) -> String {
    let mut out = String::new();
    let mut program = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            program = !program;
        } else if program {
            out.push_str(format!("    {line}").trim_end());
            out.push('\n');
        } else if let Some(title) = line.strip_prefix('#') {
            out.push_str(&terminal.paint(Style::Strong, title.trim_start_matches('#').trim()));
            out.push('\n');
        } else {
            out.push_str(&prose(line, terminal));
            out.push('\n');
        }
    }
    out
}

/// Code within a sentence is coloured where there are colours, and keeps its marks where there are none.
fn prose(line: &str, terminal: &Terminal) -> String {
    if terminal.paint(Style::Name, "").is_empty() {
        return line.to_owned();
    }
    let part = |(index, part): (usize, &str)| if index % 2 == 1 { terminal.paint(Style::Name, part) } else { part.to_owned() };
    line.split('`').enumerate().map(part).collect()
}
