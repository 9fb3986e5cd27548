//! Decisions against the rows tried one by one, on random tables.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::{Decisions, Value};
use crate::patterns::space::number;
use crate::typed::{Bound, Const, Dec, IntType, Pattern, Project, TextType, Type};

#[derive(Clone, Copy, Debug)]
enum Kind {
    Bool,
    Int,
    Decimal,
    Text,
}

/// Values and ends in tenths, so that some lie between the values of a whole number.
fn dec(tenths: i64) -> Dec {
    Dec { mantissa: tenths.into(), scale: 1 }
}

fn ty((kind, optional): (Kind, bool)) -> Type {
    let plain = match kind {
        Kind::Bool => Type::Bool,
        Kind::Int => Type::Int(IntType { min: -2, max: 4 }),
        Kind::Decimal => Type::Decimal(Default::default()),
        Kind::Text => Type::Text(TextType { min: 0, max: None, pattern: None }),
    };
    if optional { Type::Optional(Box::new(plain)) } else { plain }
}

fn pattern((kind, optional): (Kind, bool)) -> BoxedStrategy<Pattern> {
    let bound = || prop::option::of((-30_i64..50, any::<bool>()).prop_map(|(value, inclusive)| Bound { value: Const::Decimal(dec(value)), inclusive }));
    let range = (bound(), bound()).prop_map(|(min, max)| Pattern::Range { min, max });
    let leaf = match kind {
        Kind::Bool => any::<bool>().prop_map(|value| Pattern::Const(Const::Bool(value))).boxed(),
        Kind::Int => prop_oneof![(-2_i64..5).prop_map(|value| Pattern::Const(Const::Int(value))), range].boxed(),
        Kind::Decimal => prop_oneof![(-30_i64..50).prop_map(|value| Pattern::Const(Const::Decimal(dec(value)))), range].boxed(),
        Kind::Text => "[abc]".prop_map(|text| Pattern::Const(Const::Text(text))).boxed(),
    };
    let missing = if optional { Pattern::None } else { Pattern::Otherwise };
    let any = prop_oneof![6 => leaf, 2 => Just(Pattern::Otherwise), 1 => Just(missing)];
    any.prop_recursive(2, 4, 3, |inner| prop_oneof![inner.clone().prop_map(|of| Pattern::Not(Box::new(of))), prop::collection::vec(inner, 1..4).prop_map(Pattern::AnyOf)]).boxed()
}

#[derive(Clone, Debug)]
enum Held {
    Missing,
    One(bool),
    Number(Dec),
    Text(String),
}

impl Held {
    fn value(&self) -> Value<'_> {
        match self {
            Held::Missing => Value::Missing,
            Held::One(value) => Value::One(u32::from(*value)),
            Held::Number(number) => Value::Number(*number),
            Held::Text(text) => Value::Text(text),
        }
    }
}

fn held((kind, optional): (Kind, bool)) -> BoxedStrategy<Held> {
    let there = match kind {
        Kind::Bool => any::<bool>().prop_map(Held::One).boxed(),
        Kind::Int => (-2_i64..5).prop_map(|value| Held::Number(value.into())).boxed(),
        Kind::Decimal => (-300_i64..500).prop_map(|hundredths| Held::Number(Dec { mantissa: hundredths.into(), scale: 2 })).boxed(),
        Kind::Text => "[abcd]".prop_map(Held::Text).boxed(),
    };
    if optional { prop_oneof![4 => there, 1 => Just(Held::Missing)].boxed() } else { there }
}

fn fits(pattern: &Pattern, held: &Held) -> bool {
    match (pattern, held) {
        (Pattern::Otherwise, _) | (Pattern::None, Held::Missing) => true,
        (Pattern::Const(Const::Bool(wanted)), Held::One(value)) => wanted == value,
        (Pattern::Const(Const::Text(wanted)), Held::Text(text)) => wanted == text,
        (Pattern::Const(wanted), Held::Number(value)) => number(wanted) == Some(*value),
        (Pattern::Range { min, max }, Held::Number(value)) => {
            let above = |bound: &Bound| if bound.inclusive { number(&bound.value).unwrap() <= *value } else { number(&bound.value).unwrap() < *value };
            let below = |bound: &Bound| if bound.inclusive { *value <= number(&bound.value).unwrap() } else { *value < number(&bound.value).unwrap() };
            min.as_ref().is_none_or(above) && max.as_ref().is_none_or(below)
        }
        (Pattern::AnyOf(of), held) => of.iter().any(|pattern| fits(pattern, held)),
        (Pattern::Not(of), held) => !fits(of, held),
        _ => false,
    }
}

type Table = (Vec<(Kind, bool)>, Vec<Vec<Pattern>>, Vec<Vec<Held>>);

fn table() -> impl Strategy<Value = Table> {
    let kind = prop_oneof![Just(Kind::Bool), Just(Kind::Int), Just(Kind::Decimal), Just(Kind::Text)];
    prop::collection::vec((kind, any::<bool>()), 1..5).prop_flat_map(|columns| {
        let rows = prop::collection::vec(columns.iter().map(|column| pattern(*column)).collect::<Vec<_>>(), 0..24);
        let questions = prop::collection::vec(columns.iter().map(|column| held(*column)).collect::<Vec<_>>(), 20);
        (Just(columns), rows, questions)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_first_row_that_fits_is_found((columns, rows, questions) in table()) {
        let project = Project::default();
        let decisions = Decisions::of(&project, columns.iter().map(|column| ty(*column)), rows.iter().map(Vec::as_slice)).unwrap();
        for question in questions {
            let row_fits = |row: usize| rows[row].iter().zip(&question).all(|(pattern, held)| fits(pattern, held));
            let tried = (0..rows.len()).find(|row| row_fits(*row));
            prop_assert_eq!(decisions.first(|input| question[input].value(), row_fits), tried, "{:?}", question);
        }
    }
}

/// By two codes and a range of weights, with rows for all others: ten thousand rows, and no question tries more than a few.
#[test]
fn a_large_table_needs_few_trials() {
    let code = |n: i64| Pattern::Const(Const::Text(format!("C{n}")));
    let range = |n: i64| Pattern::Range { min: Some(Bound { value: Const::Int(n), inclusive: true }), max: Some(Bound { value: Const::Int(n + 1), inclusive: false }) };
    let mut rows: Vec<Vec<Pattern>> = (0..10_000).map(|n| vec![code(n % 200), if n % 7 == 0 { Pattern::Otherwise } else { code(n % 3) }, range(n / 200)]).collect();
    rows.push(vec![Pattern::Otherwise; 3]);
    let text = || ty((Kind::Text, false));
    let decisions = Decisions::of(&Project::default(), [text(), text(), Type::Decimal(Default::default())], rows.iter().map(Vec::as_slice)).unwrap();
    assert!(decisions.longest_trial() <= super::FEW, "{}", decisions.longest_trial());
}
