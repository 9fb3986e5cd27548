//! YAML to trees: the parser's events, with anchors and merge keys taken in and sizes limited.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::json::is_number;
use crate::error::Error;
use crate::tree::{DEPTH_MAX, Object, Tree};

/// Most values, what aliases repeat included: a few lines of aliases of aliases would fill the memory.
const PARTS_MAX: usize = 2_000_000;

pub(super) fn read(text: &str) -> Result<Tree, Error> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| syntax(&error))?;
        builder.event(event, span.start.line())?;
    }
    Ok(builder.root.unwrap_or(Tree::Null))
}

fn syntax(error: &ScanError) -> Error {
    Error::Syntax { line: error.marker().line(), message: error.info().to_owned() }
}

/// A collection that is not closed yet.
enum Open {
    List { list: Vec<Tree>, anchor: usize },
    Object { object: Object, key: Option<String>, anchor: usize },
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, (Tree, usize)>,
    root: Option<Tree>,
    parts: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), Error> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => Err(Error::Syntax { line, message: "a second document begins here; give each a file of its own".to_owned() }),
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(anchor) => self.alias(anchor, line),
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                let value = if is_text || self.expects_key() { Tree::Text(text.into_owned()) } else { plain(&text) };
                self.close(value, anchor, line)
            }
            Event::SequenceStart(anchor, _) => self.push(Open::List { list: Vec::new(), anchor }),
            Event::MappingStart(anchor, _) => self.push(Open::Object { object: Object::new(), key: None, anchor }),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { list, anchor }) => self.close(Tree::List(list), anchor, line),
                Some(Open::Object { object, anchor, .. }) => self.close(Tree::Object(object), anchor, line),
                None => Ok(()),
            },
        }
    }

    fn push(&mut self, open: Open) -> Result<(), Error> {
        self.open.push(open);
        if self.open.len() > DEPTH_MAX { Err(Error::Depth(DEPTH_MAX)) } else { Ok(()) }
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<(), Error> {
        let Some((value, size)) = self.anchors.get(&anchor) else {
            return Err(Error::Syntax { line, message: "this alias has no anchor that is whole".to_owned() });
        };
        self.parts += size;
        let value = if self.parts > PARTS_MAX { Tree::Null } else { value.clone() };
        self.place(value, line)
    }

    /// A value is whole.
    fn close(&mut self, value: Tree, anchor: usize, line: usize) -> Result<(), Error> {
        self.parts += 1;
        if anchor > 0 {
            self.anchors.insert(anchor, (value.clone(), size(&value)));
        }
        self.place(value, line)
    }

    fn place(&mut self, value: Tree, line: usize) -> Result<(), Error> {
        if self.parts > PARTS_MAX {
            return Err(Error::Size(PARTS_MAX));
        }
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { list, .. }) => list.push(value),
            Some(Open::Object { object, key, .. }) => match key.take() {
                None => *key = Some(value.written().ok_or_else(|| Error::Syntax { line, message: "a key must be a single value".to_owned() })?),
                Some(name) if name == "<<" => merge(object, value),
                Some(name) if object.contains_key(&name) => {
                    return Err(Error::Syntax { line, message: format!("the key \"{name}\" stands twice in one mapping") });
                }
                Some(name) => drop(object.insert(name, value)),
            },
        }
        Ok(())
    }

    /// Keys are always text, whatever they look like: `200:` is a status, `on:` an event.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object { key: None, .. }))
    }
}

/// `<<`: what the object itself says, before or behind, counts more.
fn merge(object: &mut Object, value: Tree) {
    let sources = match value {
        Tree::List(list) => list,
        other => vec![other],
    };
    for (name, value) in sources.into_iter().filter_map(|source| if let Tree::Object(object) = source { Some(object) } else { None }).flatten() {
        object.entry(name).or_insert(value);
    }
}

/// YAML 1.2's core schema, numbers as JSON has them.
fn plain(text: &str) -> Tree {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Tree::Null,
        "true" | "True" | "TRUE" => Tree::Bool(true),
        "false" | "False" | "FALSE" => Tree::Bool(false),
        number if is_number(number) => Tree::Number(number.to_owned()),
        other => Tree::Text(other.to_owned()),
    }
}

fn size(tree: &Tree) -> usize {
    1 + match tree {
        Tree::List(list) => list.iter().map(size).sum::<usize>(),
        Tree::Object(object) => object.values().map(size).sum(),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => 0,
    }
}
