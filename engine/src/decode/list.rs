//! Lists, and maps of text.

use std::collections::HashSet;

use super::path::Path;
use super::scan::Token;
use super::{Decoder, Stop};
use crate::plan::{ListShape, MapShape, Shape, Value};
use crate::slot::{List, Slot};

/// Keys that are compared with each other rather than hashed.
const FEW: usize = 16;

impl<'p> Decoder<'p> {
    /// The list's bracket is next.
    pub(super) fn list(&mut self, list: &ListShape, shape: &Shape, path: &Path<'_>) -> Result<Slot, Stop> {
        let base = self.memory.scratch.len();
        let mut len = 0;
        let mut more = !self.scan.open(b']')?;
        while more {
            self.element(list, &Path::Index(path, len))?;
            len += 1;
            more = self.scan.more(b']')?;
        }
        if len < list.min || list.max.is_some_and(|max| len > max) {
            let elements = if len == 1 { "element" } else { "elements" };
            self.fail(path, format!("Expected {}, but found {len} {elements}.", shape.describe()))?;
        }
        let stride = list.records.map_or(1, |(_, size)| size);
        Ok(Slot::List(List { start: self.settle(base), len, stride, records: list.records.is_some() }))
    }

    fn element(&mut self, list: &ListShape, path: &Path<'_>) -> Result<(), Stop> {
        match list.records {
            Some((object, _)) if self.scan.peek() == b'{' => self.record_in_place(object, path),
            // What fails takes no room, for then nothing is read from the list.
            _ => {
                let slot = self.value(&list.of, path)?;
                self.room(1)?;
                self.memory.scratch.push(slot);
                Ok(())
            }
        }
    }

    /// A bracket is next.
    pub(super) fn map(&mut self, map: &MapShape, shape: &Shape, path: &Path<'_>) -> Result<Slot, Stop> {
        let base = self.memory.scratch.len();
        match (&map.by, self.scan.peek()) {
            (None, b'{') => self.entries(&map.of, path)?,
            (Some(by), b'[') => self.pairs(&map.of, by, path)?,
            _ => return self.wrong_kind(path, shape).map(|()| Slot::Missing),
        }
        self.check_keys(base, path)?;
        let len = ((self.memory.scratch.len() - base) / 2) as u32;
        Ok(Slot::List(List { start: self.settle(base), len, stride: 2, records: false }))
    }

    /// `{"key": value}`
    fn entries(&mut self, of: &Value, path: &Path<'_>) -> Result<(), Stop> {
        let text = self.text;
        let mut more = !self.scan.open(b'}')?;
        while more {
            let token = self.scan.key()?;
            let key = Slot::Text(self.content(token));
            let value = self.value(of, &Path::Key(path, text.get(token.start..token.end).unwrap_or_default()))?;
            self.room(2)?;
            self.memory.scratch.extend([key, value]);
            more = self.scan.more(b'}')?;
        }
        Ok(())
    }

    /// `[{"name": key, "value": value}]`
    fn pairs(&mut self, of: &Value, by: &(String, String), path: &Path<'_>) -> Result<(), Stop> {
        let mut index = 0;
        let mut more = !self.scan.open(b']')?;
        while more {
            let path = Path::Index(path, index);
            if self.scan.peek() == b'{' {
                let (key, value) = self.pair(of, by, &path)?;
                self.room(2)?;
                self.memory.scratch.extend([key, value]);
            } else {
                self.wrong_kind(&path, &Shape::Record(0))?;
            }
            index += 1;
            more = self.scan.more(b']')?;
        }
        Ok(())
    }

    fn pair(&mut self, of: &Value, (key_name, value_name): &(String, String), path: &Path<'_>) -> Result<(Slot, Slot), Stop> {
        let text = Value { shape: Shape::Text { min: 0, max: None, pattern: None }, optional: false, blank_is_missing: false };
        let (mut key, mut value) = (None, None);
        let mut more = !self.scan.open(b'}')?;
        while more {
            let token = self.scan.key()?;
            if self.is_key(token, key_name) {
                let path = Path::Key(path, key_name);
                key = Some(self.once(key.is_some(), &text, &path)?);
            } else if self.is_key(token, value_name) {
                let path = Path::Key(path, value_name);
                value = Some(self.once(value.is_some(), of, &path)?);
            } else {
                self.scan.skip()?;
            }
            more = self.scan.more(b'}')?;
        }
        if key.is_none() {
            self.fail_missing(&Path::Key(path, key_name), &text.shape)?;
        }
        if value.is_none() && !of.optional {
            self.fail_missing(&Path::Key(path, value_name), &of.shape)?;
        }
        Ok((key.unwrap_or(Slot::Missing), value.unwrap_or(Slot::Missing)))
    }

    fn once(&mut self, again: bool, value: &Value, path: &Path<'_>) -> Result<Slot, Stop> {
        if again {
            self.fail(path, "The key stands twice in its object, so its value is in doubt.".to_owned())?;
        }
        self.value(value, path)
    }

    fn is_key(&self, token: Token, name: &str) -> bool {
        if token.escaped { self.unescaped(token) == name } else { self.scan.slice(token.start, token.end) == name.as_bytes() }
    }

    /// A map has one value a key.
    fn check_keys(&mut self, base: usize, path: &Path<'_>) -> Result<(), Stop> {
        let twice = {
            let slots = self.memory.scratch.get(base..).unwrap_or_default();
            let keys = slots.iter().step_by(2).filter_map(|slot| match slot {
                Slot::Text(text) => Some(self.str(*text)),
                _ => None,
            });
            repeated(keys).map(str::to_owned)
        };
        match twice {
            Some(key) => self.fail(path, format!("The key {} stands twice, but a map has one value a key.", crate::plan::quoted(&key))),
            None => Ok(()),
        }
    }
}

fn repeated<'k>(keys: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
    if keys.clone().count() <= FEW {
        return keys.clone().enumerate().find(|(index, key)| keys.clone().take(*index).any(|other| other == *key)).map(|(_, key)| key);
    }
    let mut met = HashSet::new();
    keys.into_iter().find(|key| !met.insert(*key))
}
