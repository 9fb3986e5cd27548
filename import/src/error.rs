//! Why a document cannot be imported.

/// A sentence for whoever has the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("line {line}: {message}")]
    Syntax { line: usize, message: String },
    #[error("the document is nested more than {0} levels deep")]
    Depth(usize),
    #[error("with all that it repeats by aliases the document has more than {0} parts")]
    Size(usize),
    #[error("this is no {wanted}: {why}")]
    Kind { wanted: &'static str, why: String },
    #[error("`{reference}` leads out of the document; only the file itself is read: bundle it first, with all that it refers to")]
    Remote { reference: String },
    #[error("`{reference}` leads nowhere: there is no such place in the document")]
    Nowhere { reference: String },
    #[error("`{reference}` refers to itself and never says what it is")]
    Circular { reference: String },
    #[error("the schemas are combined with each other in more than {0} ways; import them one by one with --only")]
    Intertwined(usize),
    #[error("nothing is called `{name}`; there are the tags {tags} and the schemas {schemas}")]
    Unknown { name: String, tags: String, schemas: String },
    #[error("there is nothing in it to import: {0}")]
    Empty(&'static str),
    #[error("no document was given")]
    NoDocument,
    #[error("what was written is no Flow, which is a defect of the import: {0}")]
    Defect(String),
}
