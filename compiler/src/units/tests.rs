#![allow(clippy::unwrap_used)]

use super::*;

fn ratio(text: &str) -> Ratio {
    Ratio::from_dec(text.parse().unwrap()).unwrap()
}

#[test]
fn ratios_are_exact() {
    let pound = ratio("0.45359237");
    assert_eq!(pound.exact().unwrap().to_string(), "0.45359237");
    assert_eq!(Ratio::ONE.per(pound).unwrap().exact(), None);
    assert_eq!(Ratio::ONE.per(pound).unwrap().times(pound), Some(Ratio::ONE));
    assert_eq!(ratio("12").per(ratio("48")).unwrap().exact().unwrap().to_string(), "0.25");
    assert_eq!(Ratio::from_dec("0.00".parse().unwrap()), None);
    assert_eq!(ratio("0.0000000000000000001").per(ratio("100000000000000000000")), None, "too many digits");
}

#[test]
fn products_of_units_cancel() {
    let (a, b) = (Units::of(UnitId(1)), Units::of(UnitId(0)));
    assert_eq!(a.per(&b).times(&b), a);
    assert!(a.per(&a).is_none());
    assert_eq!(a.times(&b), b.times(&a));
    assert_eq!(a.times(&a).powers(), [(UnitId(1), 2)]);
    assert_eq!(a.per(&b).single(), None);
}

#[test]
fn currencies_are_found_by_their_code() {
    assert!(CURRENCIES.is_sorted());
    assert!(CURRENCIES.iter().enumerate().all(|(at, code)| code.len() == 3 && currency(code) == Some(UnitId(at as u32))));
    assert_eq!(currency("usd"), None);
}
