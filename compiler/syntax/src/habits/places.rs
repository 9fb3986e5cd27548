//! Places of fields on another wire, written otherwise.

use super::{Place, Recogniser, habit};
use crate::build::Rule;
use crate::problem::Problem;

pub(super) const ALL: &[Recogniser] = &[in_one_word, small_letters, place_by_sign, wire_without_shape];

/// "Written otherwise in Flow"
const CODE: &str = "E0110";

/// `at w05-02`, `where n1-01 = "ST"`, `at loop n1`: all in the line are meant.
fn small_letters(place: &Place<'_>) -> Option<Problem> {
    let segment = |at: usize| {
        let text = place.text(at);
        let named = place.text(at + 1) == "-" && place.touches(at + 1) || place.text(at.wrapping_sub(1)) == "loop";
        let small = text.len() <= 3 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().any(|letter| letter.is_ascii_lowercase());
        small && named && matches!(place.text(at.wrapping_sub(1)), "at" | "where" | "loop")
    };
    if !matches!(place.rule, Rule::only_place_line | Rule::only_field) || !segment(place.found) {
        return None;
    }
    let all: Vec<usize> = (place.piece.start..place.piece.end).filter(|at| segment(*at)).collect();
    let first = *all.first()?;
    let right = place.text(first).to_uppercase();
    let edits = all.into_iter().map(|at| (place.span(at), place.text(at).to_uppercase())).collect();
    Some(habit(CODE, place.span(first), "segments are written in capitals", format!("write `{right}`")).mended("write it in capitals", edits))
}

/// `at BEG03`: segment and element in one word.
fn in_one_word(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let (segment, element) = place.text(at).split_at_checked(place.text(at).len().checked_sub(2)?)?;
    let named = (2..=3).contains(&segment.len()) && segment.starts_with(|first: char| first.is_ascii_uppercase()) && segment.chars().all(|letter| letter.is_ascii_alphanumeric());
    let is_place = named && element.chars().all(|digit| digit.is_ascii_digit()) && matches!(place.text(place.before()), "at" | "where");
    (is_place && matches!(place.rule, Rule::only_place_line | Rule::only_field)).then(|| {
        let right = format!("{segment}-{element}");
        habit(CODE, place.span(at), "a hyphen stands between the segment and the number of its element", format!("write `{right}`")).replaced(right)
    })
}

/// `order_no : "orderNumber"`, `order_no = W05-02`, `order_no "orderNumber"`
fn place_by_sign(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let signed = matches!(place.text(at), ":" | "=" | "->" | "=>" | "<-");
    let key = at + usize::from(signed);
    let element = place.text(key).starts_with(|first: char| first.is_ascii_uppercase()) && place.text(key + 1) == "-" && place.touches(key + 1);
    if place.rule != Rule::only_place_line || !place.is_word(at.wrapping_sub(1)) || !(place.is_string(key) || element) || matches!(place.text(at - 1), "at" | "where" | "loop") {
        return None;
    }
    let message = "where a field of the shape stands on this wire is said by `at`";
    if !signed {
        return Some(habit(CODE, place.span(key), message, "write `at` before it").mended("insert `at`", vec![super::insertion(place.span(key).start, "at ")]));
    }
    let right = if place.touches(at) { " at" } else { "at" };
    Some(habit(CODE, place.span(at), message, "write `at`").mended("write `at`", vec![(place.span(at), right.to_owned())]))
}

/// `record Release940 as x12 "940" version "004010" { … }`
fn wire_without_shape(place: &Place<'_>) -> Option<Problem> {
    let at = place.found;
    let head = matches!(place.rule, Rule::only_record_head | Rule::one_record);
    let edi = (place.piece.start..at).rev().take(2).find(|at| matches!(place.word(*at).as_str(), "x12" | "edifact" | "edi" | "idoc"))?;
    let behind = place.is_string(at) || place.text(at) == "version" || place.is_number(at);
    if !head || !behind || place.text(edi.wrapping_sub(1)) != "as" {
        return None;
    }
    let (name, wire) = (place.text(place.piece.start + 1), place.text(edi));
    Some(
        habit(CODE, place.span(edi), format!("`{wire}` says where the fields of another record stand, and this one names none"), "of which record?")
            .helped(format!("Declare the fields once, in a record such as `record Release {{ … }}`, and name it here: `record {name} = Release as {wire} …`.")),
    )
}
