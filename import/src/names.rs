//! The partner's names to names of Flow: legal, readable, each once.

use rustc_hash::{FxHashMap, FxHashSet};

/// Words that cannot be names by themselves everywhere.
const RESERVED: &[&str] = &["if", "then", "else", "match", "for", "let", "and", "or", "not", "none", "in", "where", "yes", "no", "fail", "otherwise", "_"];

/// `shipFromAddress`, `Ship-From Address`, `SKUCode`: the words of a name, in lower case.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        if !is_part(*character) {
            words.extend(taken(&mut word));
            continue;
        }
        let after_small = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        let ends_capitals = before.is_some_and(|before| before.is_uppercase()) && after.is_some_and(|after| after.is_lowercase());
        // `ASINs` is one word.
        let plural = after == Some(&'s') && characters.get(at + 2).is_none_or(|next| !next.is_lowercase());
        if character.is_uppercase() && (after_small || (ends_capitals && !plural)) {
            words.extend(taken(&mut word));
        }
        word.extend(character.to_lowercase().filter(|lower| is_part(*lower)));
    }
    words.extend(taken(&mut word));
    words
}

fn taken(word: &mut String) -> Option<String> {
    Some(std::mem::take(word)).filter(|word| !word.is_empty())
}

/// What may stand within a name; the underline parts words.
fn is_part(character: char) -> bool {
    character.is_alphanumeric() && (character.is_ascii() || is_identifier(&format!("a{character}")))
}

/// Whether the lexer takes it for one word.
fn is_identifier(text: &str) -> bool {
    let tokens = crossdock_compiler::syntax::tokens(text);
    matches!(tokens.as_slice(), [token] if token.kind == crossdock_compiler::syntax::TokenKind::Word)
}

/// `ship_from_address`; where a name could not begin like that, `start` goes before it.
pub(crate) fn snake(name: &str, start: &str) -> String {
    let snake = words(name).join("_");
    if RESERVED.contains(&snake.as_str()) {
        return format!("{snake}_");
    }
    if snake.is_empty() {
        start.to_owned()
    } else if is_identifier(&snake) {
        snake
    } else {
        format!("{start}_{snake}")
    }
}

/// `ShipFromAddress`.
pub(crate) fn pascal(name: &str) -> String {
    let pascal: String = words(name).iter().map(|word| capital(word)).collect();
    if is_identifier(&pascal) { pascal } else { format!("Item{pascal}") }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).filter(|upper| is_part(*upper)).collect();
    format!("{first}{}", characters.as_str())
}

/// The name of one of several: `line_items` are each a `line_item`.
pub(crate) fn singular(name: &str) -> String {
    let lower = name.to_lowercase();
    let cut = |letters: usize| name.get(..name.len() - letters).unwrap_or(name).to_owned();
    if (name.ends_with("List") || name.ends_with("_list")) && name.len() > 5 {
        cut(if name.ends_with("List") { 4 } else { 5 })
    } else if lower.ends_with("ies") && lower.len() > 4 {
        format!("{}y", cut(3))
    } else if ["sses", "shes", "ches", "xes"].iter().any(|ending| lower.ends_with(ending)) {
        cut(2)
    } else if lower.ends_with('s') && lower.len() > 3 && !["ss", "us", "is"].iter().any(|ending| lower.ends_with(ending)) {
        cut(1)
    } else {
        name.to_owned()
    }
}

/// Gives each name once; what comes later gets a number.
#[derive(Debug, Default)]
pub(crate) struct Unique {
    taken: FxHashSet<String>,
    /// The number that the next one of a name gets.
    next: FxHashMap<String, usize>,
}

impl Unique {
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    pub fn take(&mut self, name: &str) -> String {
        self.numbered(name, "_")
    }

    /// The same for names of types, which have no underlines.
    pub fn take_type(&mut self, name: &str) -> String {
        self.numbered(name, "")
    }

    fn numbered(&mut self, name: &str, between: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        let next = self.next.entry(name.to_owned()).or_insert(2);
        loop {
            let free = format!("{name}{between}{next}");
            *next += 1;
            if self.taken.insert(free.clone()) {
                return free;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_kinds_become_words() {
        for (name, wanted) in [
            ("shipFromAddress", "ship_from_address"),
            ("SKU", "sku"),
            ("SellerSKU", "seller_sku"),
            ("ASINList", "asin_list"),
            ("relatedASINs", "related_asins"),
            ("address1", "address1"),
            ("Ship-From Address", "ship_from_address"),
            ("IsISPU", "is_ispu"),
            ("größeÄnderung", "größe_änderung"),
            ("x-y.z", "x_y_z"),
        ] {
            assert_eq!(snake(name, "field"), wanted);
        }
    }

    #[test]
    fn what_is_no_name_becomes_one() {
        assert_eq!(snake("2day", "code"), "code_2day");
        assert_eq!(snake("none", "code"), "none_");
        assert_eq!(snake("+", "code"), "code");
        assert_eq!(snake("", "field"), "field");
        assert_eq!(pascal("404_error"), "Item404Error");
        assert_eq!(pascal("create_label_request_body"), "CreateLabelRequestBody");
    }

    #[test]
    fn one_of_several() {
        for (many, one) in [
            ("line_items", "line_item"),
            ("taxes", "tax"),
            ("addresses", "address"),
            ("status", "status"),
            ("entries", "entry"),
            ("ItemList", "Item"),
            ("playlist", "playlist"),
            ("gas", "gas"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn each_name_once() {
        let mut unique = Unique::default();
        assert_eq!(unique.take("ship_to"), "ship_to");
        assert_eq!(unique.take("ship_to"), "ship_to_2");
        assert_eq!(unique.take_type("Address"), "Address");
        assert_eq!(unique.take_type("Address"), "Address2");
    }
}
