//! What was seen to types. Objects with the same keys are one record, wherever they stand.

use rustc_hash::FxHashMap;

use super::observe::{Member, Objects, Observed};
use crate::model::{Field, Item, ItemId, ItemKind, Model, Shape, Type, Variant};
use crate::names;
use crate::schema::contained;

/// Objects of which so many keys look like data are maps.
const DATA_KEYS_MIN: usize = 3;

pub(crate) struct Inference {
    model: Model,
    /// All objects that have the same keys, by those.
    alike: FxHashMap<Vec<String>, Observed>,
    made: FxHashMap<Vec<String>, ItemId>,
}

impl Inference {
    pub fn new(all: &Observed) -> Inference {
        let mut alike = FxHashMap::default();
        gather(all, true, &mut alike);
        Inference { model: Model::default(), alike, made: FxHashMap::default() }
    }

    pub fn root(mut self, all: &Observed, name: &str) -> Model {
        let item = Item { given: Some(name.to_owned()), places: Vec::new(), docs: None, notes: Vec::new(), kind: ItemKind::Record(Vec::new()) };
        let id = self.model.add(item);
        let fields = self.fields(id, &all.objects);
        self.model.set_fields(id, fields);
        self.model
    }

    fn fields(&mut self, parent: ItemId, objects: &Objects) -> Vec<Field> {
        let mut fields = Vec::with_capacity(objects.fields.len());
        for (key, member) in &objects.fields {
            let mut shape = self.shape(&member.value, parent, key);
            shape.optional |= member.count < objects.count;
            fields.push(Field { key: key.clone(), shape });
        }
        fields
    }

    fn shape(&mut self, seen: &Observed, parent: ItemId, key: &str) -> Shape {
        let shape = match seen.kinds().as_slice() {
            [] => Shape::json("always null in what was seen"),
            ["yes or no"] => Shape::of(Type::Bool),
            ["a number"] if seen.numbers.fractions || seen.numbers.beyond_int => Shape::of(Type::DECIMAL),
            ["a number"] => Shape::of(Type::INT),
            ["text"] => self.text(seen, parent, key),
            ["a list"] => self.list(seen, parent, key),
            ["an object"] => self.object(seen, parent, key),
            several => Shape::json(format!("{}, by turns", several.join(" or "))),
        };
        Shape { optional: shape.optional || seen.nulls > 0, ..shape }
    }

    fn text(&mut self, seen: &Observed, parent: ItemId, key: &str) -> Shape {
        let Some(codes) = seen.texts.codes().filter(|_| seen.texts.shape().ty == Type::TEXT) else { return seen.texts.shape() };
        let variants = codes.into_iter().map(|code| Variant { code, docs: None }).collect();
        let notes = vec![format!("What was seen, {} times; any other code is invalid.", seen.texts.count)];
        let item = Item { given: None, places: vec![(Some(parent), key.to_owned())], docs: None, notes, kind: ItemKind::Enum(variants) };
        Shape::of(Type::Item(self.model.add(item)))
    }

    fn list(&mut self, seen: &Observed, parent: ItemId, key: &str) -> Shape {
        let list = |of| Type::List { min: 0, max: None, of: Box::new(of) };
        match &seen.lists.elements {
            None => Shape::of(list(Type::Json)).noting("always empty in what was seen"),
            Some(elements) => contained(self.shape(elements, parent, &names::singular(key)), list, "a list with null in it"),
        }
    }

    fn object(&mut self, seen: &Observed, parent: ItemId, key: &str) -> Shape {
        if seen.objects.fields.is_empty() {
            return Shape::json("always an empty object in what was seen");
        }
        if has_data_keys(&seen.objects) {
            let mut values = Observed::default();
            seen.objects.fields.values().for_each(|member| values.merge(&member.value));
            return contained(self.shape(&values, parent, key), |of| Type::Map(Box::new(of)), "a map with null in it");
        }
        Shape::of(Type::Item(self.record(seen, parent, key)))
    }

    fn record(&mut self, seen: &Observed, parent: ItemId, key: &str) -> ItemId {
        let signature: Option<Vec<String>> = seen.objects.signature().map(|keys| keys.into_iter().map(str::to_owned).collect());
        let place = (Some(parent), key.to_owned());
        if let Some(known) = signature.as_ref().and_then(|signature| self.made.get(signature)).copied() {
            if let Some(item) = self.model.items.get_mut(known.0) {
                item.places.push(place);
            }
            return known;
        }
        let all = signature.as_ref().and_then(|signature| self.alike.remove(signature)).unwrap_or_else(|| seen.clone());
        let id = self.model.add(Item { given: None, places: vec![place], docs: None, notes: Vec::new(), kind: ItemKind::Record(Vec::new()) });
        if let Some(signature) = signature {
            self.made.insert(signature, id);
        }
        let fields = self.fields(id, &all.objects);
        self.model.set_fields(id, fields);
        id
    }
}

/// Everything below one place, objects by their keys.
fn gather(seen: &Observed, is_root: bool, alike: &mut FxHashMap<Vec<String>, Observed>) {
    if let Some(elements) = &seen.lists.elements {
        gather(elements, false, alike);
    }
    if let Some(signature) = seen.objects.signature().filter(|_| !is_root && !has_data_keys(&seen.objects)) {
        let signature = signature.into_iter().map(str::to_owned).collect();
        alike.entry(signature).or_default().merge(seen);
    }
    for member in seen.objects.fields.values() {
        gather(&member.value, false, alike);
    }
}

/// Whether keys are what the document is about rather than names of its fields: numbers, dates, codes with digits, for values of one kind.
fn has_data_keys(objects: &Objects) -> bool {
    let keys = objects.fields.len();
    let mut kinds: Vec<Vec<&str>> = objects.fields.values().map(|member| member.value.kinds()).filter(|kinds| !kinds.is_empty()).collect();
    kinds.dedup();
    let alike = kinds.len() == 1 && kinds.iter().all(|kinds| kinds.len() == 1);
    let seldom = objects.count > 2 && keys > 2 * objects.count && objects.fields.values().all(|member: &Member| member.count * 3 <= objects.count);
    alike && ((keys >= DATA_KEYS_MIN && objects.fields.keys().all(|key| is_data(key))) || seldom)
}

fn is_data(key: &str) -> bool {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let all = key.chars().count();
    digits == all || (digits > 1 && digits * 3 >= all)
}
