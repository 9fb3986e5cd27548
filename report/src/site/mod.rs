//! The site: one page that needs nothing else, to read, search and print.

mod html;
mod page;

use crossdock_compiler::Checked;

use crate::mapping::MapSheet;

/// The text of `index.html`.
pub fn site(checked: &Checked, sheets: &[MapSheet], title: &str) -> String {
    page::page(checked, sheets, title)
}
