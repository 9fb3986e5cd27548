//! Whole programs: parsed without a problem, formatted without a change of meaning.
#![allow(clippy::unwrap_used)]
use crossdock_syntax::parse;

const TOUR: &str = include_str!("tour.flow");

#[test]
fn the_tour_parses() {
    let parse = parse(TOUR);
    assert!(parse.problems.is_empty(), "{:#?}", parse.problems);
    assert_eq!(parse.file.items.len(), 32);
}
