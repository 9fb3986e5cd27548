//! Partners' descriptions of their messages to Flow sources: JSON Schema, OpenAPI 3, Swagger 2, and sample documents.
//!
//! Bytes in, the text of a `.flow` file out; nothing is read or asked besides. Documents are untrusted: depth and size have limits, circles
//! end, and whatever is wrong with them is an [`Error`]. What a document says and the language cannot becomes `json`, with a comment that
//! says why.

mod counts;
mod cycles;
mod error;
mod json_schema;
mod model;
mod names;
mod naming;
mod openapi;
mod read;
mod sample;
mod schema;
mod tags;
mod tree;
mod write;

pub use counts::Counts;
pub use error::Error;

/// A `.flow` file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub text: String,
    pub counts: Counts,
}

impl Imported {
    fn of(model: &model::Model) -> Result<Imported, Error> {
        Ok(Imported { text: write::write(model)?, counts: Counts::of(model) })
    }
}

/// A JSON Schema. `name` is for its root, where it has no title; `only` chooses definitions.
pub fn json_schema(bytes: &[u8], name: &str, only: &[String]) -> Result<Imported, Error> {
    Imported::of(&json_schema::model(&read::description(bytes)?, name, only)?)
}

/// An OpenAPI 3 or Swagger 2 document. `only` chooses operations by tag, and schemas by name, with all that they need.
pub fn openapi(bytes: &[u8], only: &[String]) -> Result<Imported, Error> {
    Imported::of(&openapi::model(&read::description(bytes)?, only)?)
}

/// Documents of one kind, which is called `name`. One input may hold several: as JSON Lines, or as a list.
pub fn samples(inputs: &[&[u8]], name: &str) -> Result<Imported, Error> {
    let mut documents = Vec::new();
    for input in inputs {
        documents.extend(read::documents(input)?);
    }
    Imported::of(&sample::model(&documents, name)?)
}

/// Whether an input of [`samples`] can be read, to tell which of several cannot.
pub fn check_sample(input: &[u8]) -> Result<(), Error> {
    read::documents(input).map(drop)
}
