//! What was seen at one place, over all documents.

use indexmap::IndexMap;

use super::text::Texts;
use crate::tree::Tree;

#[derive(Clone, Debug, Default)]
pub(crate) struct Observed {
    pub nulls: usize,
    pub bools: usize,
    pub numbers: Numbers,
    pub texts: Texts,
    pub lists: Lists,
    pub objects: Objects,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    pub count: usize,
    /// Some was written with a point or an exponent.
    pub fractions: bool,
    /// Some does not fit 64 bits.
    pub beyond_int: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    pub count: usize,
    pub elements: Option<Box<Observed>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    pub count: usize,
    /// By key, in the order in which they were first seen.
    pub fields: IndexMap<String, Member>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    /// How many objects have it.
    pub count: usize,
    pub value: Observed,
}

impl Observed {
    pub fn add(&mut self, value: &Tree) {
        match value {
            Tree::Null => self.nulls += 1,
            Tree::Bool(_) => self.bools += 1,
            Tree::Number(written) => self.numbers.add(written),
            Tree::Text(text) => self.texts.add(text),
            Tree::List(list) => {
                self.lists.count += 1;
                for element in list {
                    self.lists.elements.get_or_insert_default().add(element);
                }
            }
            Tree::Object(object) => {
                self.objects.count += 1;
                for (key, value) in object {
                    let member = self.objects.fields.entry(key.clone()).or_default();
                    member.count += 1;
                    member.value.add(value);
                }
            }
        }
    }

    /// What was seen there was seen here, too.
    pub fn merge(&mut self, other: &Observed) {
        self.nulls += other.nulls;
        self.bools += other.bools;
        self.numbers.merge(&other.numbers);
        self.texts.merge(&other.texts);
        self.lists.count += other.lists.count;
        if let Some(elements) = &other.lists.elements {
            self.lists.elements.get_or_insert_default().merge(elements);
        }
        self.objects.count += other.objects.count;
        for (key, member) in &other.objects.fields {
            let known = self.objects.fields.entry(key.clone()).or_default();
            known.count += member.count;
            known.value.merge(&member.value);
        }
    }

    /// The kinds of value that were seen, null aside.
    pub fn kinds(&self) -> Vec<&'static str> {
        let kinds = [(self.bools, "yes or no"), (self.numbers.count, "a number"), (self.texts.count, "text"), (self.lists.count, "a list"), (self.objects.count, "an object")];
        kinds.into_iter().filter(|(count, _)| *count > 0).map(|(_, kind)| kind).collect()
    }
}

impl Numbers {
    fn add(&mut self, written: &str) {
        self.count += 1;
        let is_whole = !written.contains(['.', 'e', 'E']);
        self.fractions |= !is_whole;
        self.beyond_int |= is_whole && written.parse::<i64>().is_err();
    }

    fn merge(&mut self, other: &Numbers) {
        self.count += other.count;
        self.fractions |= other.fractions;
        self.beyond_int |= other.beyond_int;
    }
}

impl Objects {
    /// The keys that tell one kind of object from another; none for those that are too plain to.
    pub fn signature(&self) -> Option<Vec<&str>> {
        let mut keys: Vec<&str> = self.fields.keys().map(String::as_str).collect();
        keys.sort_unstable();
        (keys.len() > 1).then_some(keys)
    }
}
