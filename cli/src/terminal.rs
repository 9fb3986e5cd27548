//! Where output goes and how it may look.

use std::io::{self, IsTerminal as _, Write as _};

use clap::ValueEnum;
use crossdock_compiler::diagnostic::render::Human;

/// Columns assumed where there is no terminal to ask.
const WIDTH: usize = 110;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// If it goes to a terminal, and `NO_COLOR` is not set
    #[default]
    Auto,
    Always,
    Never,
}

/// A way to write a word. What it means, not what colour it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Good,
    Bad,
    Warn,
    Strong,
    Faint,
    Name,
}

#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    color_out: bool,
    color_err: bool,
    width: usize,
}

impl Terminal {
    pub fn new(color: Color) -> Terminal {
        let wanted = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        Terminal { color_out: wanted(io::stdout().is_terminal()), color_err: wanted(io::stderr().is_terminal()), width: width() }
    }

    /// Data, to stdout, as it is.
    pub fn out(&self, text: &str) -> io::Result<()> {
        io::stdout().write_all(text.as_bytes())
    }

    /// Everything else, to stderr. Nobody to hear it is no error.
    pub fn say(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    pub fn error(&self, text: &str) {
        self.say(&format!("{}: {text}", self.err_paint(Style::Bad, "error")));
    }

    pub fn paint(&self, style: Style, text: &str) -> String {
        paint(self.color_out, style, text)
    }

    pub fn err_paint(&self, style: Style, text: &str) -> String {
        paint(self.color_err, style, text)
    }

    /// Whether stderr is to be coloured.
    pub fn colors_err(&self) -> bool {
        self.color_err
    }

    /// How diagnostics look on stdout.
    pub fn human_out(&self) -> Human {
        Human { color: self.color_out, unicode: unicode(), width: self.width }
    }

    /// How diagnostics look on stderr.
    pub fn human_err(&self) -> Human {
        Human { color: self.color_err, ..self.human_out() }
    }
}

fn paint(color: bool, style: Style, text: &str) -> String {
    let code = match style {
        Style::Good => "32",
        Style::Bad => "1;31",
        Style::Warn => "33",
        Style::Strong => "1",
        Style::Faint => "2",
        Style::Name => "36",
    };
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn width() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    set.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).map_or(WIDTH, |width| width.clamp(40, 160))
}

/// A locale that says so clearly cannot show box drawing characters.
fn unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    locale.is_none_or(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8") || !cfg!(unix))
}
