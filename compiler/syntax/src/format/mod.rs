//! The one way a `.flow` file looks.
//!
//! The formatter moves white space and nothing else: tokens, their order, comments and the writer's line breaks stay (runs of blank lines
//! become one). So it cannot change what a program means, and a comment cannot be lost. It works in three steps, each in its file:
//! tokens are cut into [`lines`], each line is written with the right [`spacing`] and cut into cells, and the cells of neighbouring
//! lines of one kind are [`align`]ed as a person would.

mod align;
mod lines;
mod spacing;

/// Spaces of one level of nesting.
const INDENT: usize = 2;

/// Formats a file from the texts of its tokens, white space and comments included.
pub(crate) fn format_tokens(tokens: &[&str]) -> String {
    let mut out = String::new();
    for line in align::align(lines::lines(tokens)) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
