//! The site: an index and a page for each item, without scripts, each page complete in itself.

mod book;
mod contracts;
mod flows;
mod graph;
mod html;
mod index;
mod lifecycles;
mod maps;
mod policies;
mod records;
mod tables;
mod vocabulary;

use crossdock_compiler::Checked;

use crate::mapping::MapSheet;
use crate::samples::Samples;
use book::Book;

/// One file of the site, all in one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// `map-release.to_release.html`
    pub file: String,
    pub text: String,
}

/// All pages, `index.html` first.
pub fn site(checked: &Checked, sheets: &[MapSheet], samples: &Samples, title: &str) -> Vec<Page> {
    let book = Book::new(checked, sheets, samples, title);
    let chapters = [
        flows::pages(&book),
        maps::pages(&book),
        contracts::pages(&book),
        lifecycles::pages(&book),
        policies::pages(&book),
        tables::pages(&book),
        records::pages(&book),
        vocabulary::pages(&book),
    ];
    std::iter::once(index::page(&book)).chain(chapters.into_iter().flatten()).collect()
}
