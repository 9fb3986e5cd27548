//! The matrix's answers against counting through all cases, on domains small enough for that.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::column::{Atoms, Column};
use super::matrix::{Matrix, Row};
use super::set::{Cut, Domain, Line, Set};
use crate::decimal::Dec;

fn dec(tenths: i64) -> Dec {
    Dec { mantissa: tenths.into(), scale: 1 }
}

/// A column of each kind; all values lie between -3 and 4.
fn domain() -> impl Strategy<Value = (Domain, bool)> {
    let line = |scale| move |(a, b): (i64, i64)| Domain::Line(Line { min: Some(dec(a.min(b) * 10)), max: Some(dec(a.max(b) * 10)), scale });
    let domain = prop_oneof![(1_u32..4).prop_map(Domain::Few), (-3_i64..4, -3_i64..4).prop_map(line(Some(0))), (-3_i64..4, -3_i64..4).prop_map(line(None)), Just(Domain::Texts),];
    (domain, any::<bool>())
}

fn set(domain: &Domain) -> BoxedStrategy<Set> {
    let cut = || prop::option::of((-35_i64..45, any::<bool>()).prop_map(|(value, after)| Cut { value: dec(value), after }));
    let leaf = match domain {
        Domain::Few(count) => (0..*count).prop_map(Set::One).boxed(),
        Domain::Line(_) => (cut(), cut()).prop_map(|(start, end)| Set::Range(start, end)).boxed(),
        Domain::Texts => "[ab]".prop_map(Set::Text).boxed(),
    };
    let any = prop_oneof![4 => leaf, 2 => Just(Set::All), 1 => Just(Set::Present), 1 => Just(Set::Missing)];
    any.prop_recursive(2, 4, 2, |inner| prop_oneof![inner.clone().prop_map(|of| Set::Not(Box::new(of))), prop::collection::vec(inner, 0..3).prop_map(Set::Union)]).boxed()
}

/// Columns, and rows of a set for each with whether they are guarded.
type Table = (Vec<(Domain, bool)>, Vec<(Vec<Set>, bool)>);

fn table() -> impl Strategy<Value = Table> {
    prop::collection::vec(domain(), 1..4).prop_flat_map(|columns| {
        let sets: Vec<_> = columns.iter().map(|(domain, _)| set(domain)).collect();
        let rows = prop::collection::vec((sets, prop::bool::weighted(0.2)), 0..6);
        (Just(columns), rows)
    })
}

/// A value of a column, as one counts them through.
#[derive(Clone, Debug)]
enum Value {
    Missing,
    One(u32),
    Number(Dec),
    Text(&'static str),
}

/// Enough values for every class that sets with ends at tenths can make.
fn values((domain, optional): &(Domain, bool)) -> Vec<Value> {
    let mut values = match domain {
        Domain::Few(count) => (0..*count).map(Value::One).collect(),
        Domain::Line(line) => {
            let numbers = (-600..600).map(|twentieths| Dec { mantissa: twentieths * 5, scale: 2 });
            let there = |value: &Dec| line.min.unwrap() <= *value && *value <= line.max.unwrap() && line.scale.is_none_or(|scale| value.rescale(scale).is_some());
            numbers.filter(there).map(Value::Number).collect()
        }
        Domain::Texts => vec![Value::Text("a"), Value::Text("b"), Value::Text("another")],
    };
    values.extend(optional.then_some(Value::Missing));
    values
}

fn has(set: &Set, value: &Value) -> bool {
    match (set, value) {
        (Set::All, _) | (Set::Missing, Value::Missing) => true,
        (Set::Present, value) => !matches!(value, Value::Missing),
        (Set::One(wanted), Value::One(value)) => wanted == value,
        (Set::Text(wanted), Value::Text(value)) => wanted == value,
        (Set::Range(start, end), Value::Number(value)) => start.is_none_or(|start| start <= Cut::before(*value)) && end.is_none_or(|end| Cut::after(*value) <= end),
        (Set::Not(of), value) => !has(of, value),
        (Set::Union(of), value) => of.iter().any(|set| has(set, value)),
        _ => false,
    }
}

fn cases(columns: &[(Domain, bool)]) -> Vec<Vec<Value>> {
    columns.iter().fold(vec![Vec::new()], |cases, column| {
        let values = values(column);
        cases.iter().flat_map(|case| values.iter().map(move |value| case.iter().cloned().chain([value.clone()]).collect())).collect()
    })
}

fn matrix((columns, rows): &Table) -> (Vec<Column>, Matrix) {
    let built: Vec<Column> = columns.iter().enumerate().map(|(at, (domain, optional))| Column::new(domain.clone(), *optional, rows.iter().map(|(sets, _)| &sets[at]))).collect();
    let row = |(sets, guarded): &(Vec<Set>, bool)| {
        let cell = |(column, set): (&Column, &Set)| (*set != Set::All).then(|| column.atoms(set));
        Row { cells: built.iter().zip(sets).map(cell).collect(), guarded: *guarded }
    };
    let matrix = Matrix { widths: built.iter().map(Column::width).collect(), rows: rows.iter().map(row).collect() };
    (built, matrix)
}

fn takes(sets: &[Set], case: &[Value]) -> bool {
    sets.iter().zip(case).all(|(set, value)| has(set, value))
}

/// The atom of a value: that of the set of this one value.
fn atom_of(column: &Column, value: &Value) -> u32 {
    (0..column.width()).find(|atom| in_class(column, *atom, value)).unwrap()
}

fn in_class(column: &Column, atom: u32, value: &Value) -> bool {
    use super::column::Class;
    match (column.class(atom), value) {
        (Class::Missing, Value::Missing) | (Class::OtherText, Value::Text("another")) => true,
        (Class::One(one), Value::One(value)) => one == *value,
        (Class::Text(text), Value::Text(value)) => text == *value,
        (Class::Between(start, end), Value::Number(_)) => has(&Set::Range(start, end), value),
        (Class::OtherText, Value::Text(text)) => column.atoms(&Set::Text((*text).to_owned())) == Atoms::new(),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Which values a set has is told by its atoms.
    #[test]
    fn atoms_tell_what_a_set_has((column, sets) in domain().prop_flat_map(|column| (Just(column.clone()), prop::collection::vec(set(&column.0), 1..4)))) {
        let built = Column::new(column.0.clone(), column.1, sets.iter());
        for value in values(&column) {
            let atom = atom_of(&built, &value);
            for set in &sets {
                let found = built.atoms(set).iter().any(|(first, last)| (*first..*last).contains(&atom));
                prop_assert_eq!(found, has(set, &value), "{:?} in {:?}", value, set);
            }
        }
    }

    /// Gaps, dead rows and what covers them are those that counting through all cases finds.
    #[test]
    fn the_walk_agrees_with_counting(table in table()) {
        let (columns, matrix) = matrix(&table);
        let proof = matrix.prove();
        prop_assert!(proof.complete);
        let cases = cases(&table.0);
        let first = |case: &[Value], below: usize| (0..below).find(|row| !table.1[*row].1 && takes(&table.1[*row].0, case));
        let open = cases.iter().find(|case| first(case, table.1.len()).is_none());
        prop_assert_eq!(proof.gaps.is_empty(), open.is_none(), "{:?}", open);
        for gap in &proof.gaps {
            let fits = |case: &&Vec<Value>| gap.iter().zip(case.iter()).enumerate().all(|(at, (run, value))| run.is_none_or(|(first, last)| (first..last).contains(&atom_of(&columns[at], value))));
            for case in cases.iter().filter(fits) {
                prop_assert!(first(case, table.1.len()).is_none(), "{:?} is no gap", case);
            }
        }
        for row in 0..table.1.len() {
            let come = cases.iter().any(|case| takes(&table.1[row].0, case) && first(case, row).is_none());
            prop_assert_eq!(proof.reached[row], come, "row {}", row);
            if !come {
                let mut covers: Vec<usize> = cases.iter().filter(|case| takes(&table.1[row].0, case)).filter_map(|case| first(case, row)).collect();
                covers.sort_unstable();
                covers.dedup();
                prop_assert_eq!(matrix.covers(row), covers, "row {}", row);
            }
        }
    }
}

/// Ten thousand rows with codes of their own, some with a second column that does not matter, and one that takes the rest.
#[test]
fn many_rows_take_few_steps() {
    let rows = 10_000;
    let mut table: Table = (vec![(Domain::Few(3), false), (Domain::Texts, false), (Domain::Line(Line::default()), false)], Vec::new());
    for row in 0..rows {
        let weight = if row % 7 == 0 { Set::All } else { Set::Range(None, Some(Cut::after(dec(i64::from(row) * 3)))) };
        table.1.push((vec![Set::One(row % 3), Set::Text(format!("code {row}")), weight], false));
    }
    table.1.push((vec![Set::All, Set::All, Set::All], false));
    let (_, matrix) = matrix(&table);
    let proof = matrix.prove();
    assert!(proof.gaps.is_empty() && proof.reached.iter().all(|reached| *reached));
}

/// Rows that cut each other in every column have more cases than anybody can follow: that is told, not tried for ever.
#[test]
fn entangled_rows_come_to_an_end() {
    let columns: usize = 24;
    let row = |at: usize| (0..columns).map(|column| if column == at || column == (at + 1) % columns { Set::One((at % 2) as u32) } else { Set::All }).collect::<Vec<_>>();
    let mut rows: Vec<(Vec<Set>, bool)> = (0..columns).map(|at| (row(at), false)).collect();
    let spread = (0..400).map(|seed: usize| {
        ((0..columns).map(|column| if (seed * 31 + column * 17) % 5 < 2 { Set::One(((seed * 7 + column * 13) % 11 % 4) as u32) } else { Set::All }).collect(), false)
    });
    rows.extend(spread);
    let (_, matrix) = matrix(&(vec![(Domain::Few(4), false); columns], rows));
    let proof = matrix.prove();
    assert!(!proof.complete);
}

/// A gap that the first column shows is told, however much the rows cut each other in the others.
#[test]
fn a_plain_gap_is_found_among_entangled_rows() {
    let columns: usize = 40;
    let row = |seed: usize| {
        (0..columns).map(move |column| {
            if column == 0 {
                Set::One(1)
            } else if (seed * 31 + column * 17).is_multiple_of(13) {
                Set::One(((seed + column) % 2) as u32)
            } else {
                Set::All
            }
        })
    };
    let rows = (0..300).map(|seed| (row(seed).collect(), false)).collect();
    let (_, matrix) = matrix(&(vec![(Domain::Few(2), false); columns], rows));
    let proof = matrix.prove();
    assert!(proof.gaps.iter().any(|gap| gap[0] == Some((0, 1)) && gap[1..].iter().all(Option::is_none)), "{:?}", proof.gaps);
}
