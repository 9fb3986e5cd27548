#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn dec(text: &str) -> Dec {
    text.parse().unwrap()
}

#[test]
fn reads_and_writes_as_written() {
    for text in ["0", "0.00", "12.50", "-12.50", "-0.05", "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001"] {
        assert_eq!(dec(text).to_string(), text);
    }
    for (text, shown) in [("+7", "7"), ("007.10", "7.10"), ("1.5e3", "1500"), ("1.50e1", "15.0"), ("15E-1", "1.5"), ("-0", "0"), ("0e999", "0")] {
        assert_eq!(dec(text).to_string(), shown);
    }
}

#[test]
fn refuses_what_is_no_number() {
    for text in ["", "-", ".5", "1.", "1e", "1e+", "1.2.3", "1e5.0", " 1", "1 ", "0x1", "NaN", "1,5", "--1", "٣"] {
        assert_eq!(text.parse::<Dec>(), Err(ParseDecError::NotANumber), "{text}");
    }
}

#[test]
fn refuses_more_than_38_digits_but_not_more_zeros() {
    for text in ["1e38", "1e-39", "1e999999999999999999999", "100000000000000000000000000000000000000.5", "0.123456789012345678901234567890123456789"] {
        assert_eq!(text.parse::<Dec>(), Err(ParseDecError::TooLong), "{text}");
    }
    assert_eq!(dec("1e37"), dec("10000000000000000000000000000000000000"));
    assert_eq!(dec("10e-39").to_string(), "0.00000000000000000000000000000000000001");
    assert_eq!(dec(&format!("1.5{}", "0".repeat(60))), dec("1.5"));
}

#[test]
fn adds_with_the_larger_scale_and_multiplies_with_both() {
    assert_eq!(dec("1.5").checked_add(dec("0.25")).unwrap().to_string(), "1.75");
    assert_eq!(dec("1.50").checked_sub(dec("0.5")).unwrap().to_string(), "1.00");
    assert_eq!(dec("19.99").checked_mul(dec("3.0")).unwrap().to_string(), "59.970");
}

#[test]
fn gives_up_zeros_before_it_overflows() {
    let most = dec("99999999999999999999999999999999999999");
    assert_eq!(most.checked_add(Dec::from(1)), Err(Overflow));
    assert_eq!(most.checked_add(dec("0.0")).unwrap(), most);
    assert_eq!(most.checked_add(dec("-0.1")), Err(Overflow));
    assert_eq!(dec("10000000000000000000000000000000000000").checked_sub(dec("0.1")).unwrap().to_string(), "9999999999999999999999999999999999999.9");
    let nines = Dec { scale: 1, ..most };
    assert_eq!(nines.checked_add(dec("0.1")).unwrap(), dec("1e37"));
    let tiny = dec("0.00000000000000000000000000000000000010");
    assert_eq!(tiny.checked_mul(tiny), Err(Overflow));
    assert_eq!(dec("2.0000000000000000000000").checked_mul(dec("3.0000000000000000000000")).unwrap(), Dec::from(6));
}

#[test]
fn rounds_as_asked() {
    for (text, half_up, half_even, floor, ceil) in
        [("2.5", 3, 2, 2, 3), ("-2.5", -3, -2, -3, -2), ("3.5", 4, 4, 3, 4), ("2.4999", 2, 2, 2, 3), ("-0.1", 0, 0, -1, 0), ("7", 7, 7, 7, 7)]
    {
        for (rounding, whole) in [(Rounding::HalfUp, half_up), (Rounding::HalfEven, half_even), (Rounding::Floor, floor), (Rounding::Ceil, ceil)] {
            assert_eq!(dec(text).round(0, rounding).unwrap(), Dec::from(whole), "{text} {rounding:?}");
        }
    }
    assert_eq!(dec("1.005").round(2, Rounding::HalfUp).unwrap().to_string(), "1.01");
    assert_eq!(dec("1.5").round(3, Rounding::HalfUp).unwrap().to_string(), "1.500");
}

#[test]
fn divides_with_rounding() {
    let third = dec("1").div_round(dec("3"), 4, Rounding::HalfUp).unwrap();
    assert_eq!(third.to_string(), "0.3333");
    assert_eq!(dec("2").div_round(dec("3"), 2, Rounding::HalfUp).unwrap().to_string(), "0.67");
    assert_eq!(dec("-1").div_round(dec("8"), 2, Rounding::HalfEven).unwrap().to_string(), "-0.12");
    assert_eq!(dec("1").div_round(dec("0.00"), 2, Rounding::HalfUp), Err(DivideError::ByZero));
    assert_eq!(dec("1e37").div_round(dec("0.01"), 0, Rounding::HalfUp), Err(DivideError::Overflow(Overflow)));
}

#[test]
fn knows_what_fits() {
    assert!(dec("9999999999.99").fits(12, 2));
    assert!(!dec("10000000000.00").fits(12, 2));
    assert!(dec("1.5000").fits(12, 2));
    assert!(!dec("1.505").fits(12, 2));
    assert_eq!([dec("1.50").digits(), dec("0.05").digits(), dec("120").digits(), dec("0.0").digits()], [2, 2, 3, 0]);
    assert_eq!([dec("12.0").to_int(), dec("12.5").to_int(), dec("9223372036854775808").to_int()], [Some(12), None, None]);
}

/// A whole number in digits, the smallest first; as slow and plain as can be.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Model {
    negative: bool,
    digits: Vec<u8>,
}

impl Model {
    fn new(value: Dec, scale: u8) -> Model {
        let zeros = "0".repeat(usize::from(scale - value.scale));
        let text = format!("{}{zeros}", value.mantissa.unsigned_abs());
        Model { negative: value.mantissa < 0, digits: text.bytes().rev().map(|byte| byte - b'0').collect() }.trimmed()
    }

    fn trimmed(mut self) -> Model {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        self.negative &= !self.digits.is_empty();
        self
    }

    fn digit(&self, at: usize) -> i32 {
        self.digits.get(at).copied().unwrap_or(0).into()
    }

    fn smaller(&self, other: &Model) -> bool {
        let order = |model: &Model| (model.digits.len(), model.digits.iter().rev().copied().collect::<Vec<_>>());
        order(self) < order(other)
    }

    fn plus(&self, other: &Model) -> Model {
        if self.negative != other.negative && self.smaller(other) {
            return other.plus(self);
        }
        let sign = if self.negative == other.negative { 1 } else { -1 };
        let (mut digits, mut carry) = (Vec::new(), 0);
        for at in 0..=self.digits.len().max(other.digits.len()) {
            let sum = self.digit(at) + sign * other.digit(at) + carry;
            digits.push(sum.rem_euclid(10) as u8);
            carry = sum.div_euclid(10);
        }
        Model { negative: self.negative, digits }.trimmed()
    }

    fn times(&self, other: &Model) -> Model {
        let mut digits = vec![0i32; self.digits.len() + other.digits.len() + 1];
        for (i, a) in self.digits.iter().enumerate() {
            for (j, b) in other.digits.iter().enumerate() {
                digits[i + j] += i32::from(*a) * i32::from(*b);
            }
        }
        for at in 0..digits.len() - 1 {
            digits[at + 1] += digits[at] / 10;
            digits[at] %= 10;
        }
        Model { negative: self.negative != other.negative, digits: digits.into_iter().map(|digit| digit as u8).collect() }.trimmed()
    }

    /// The number if 38 digits hold it, zeros behind the point given up.
    fn placed(mut self, mut scale: u32) -> Option<Dec> {
        while (self.digits.len() > 38 || scale > 38) && scale > 0 && self.digits.first().is_none_or(|digit| *digit == 0) {
            if !self.digits.is_empty() {
                self.digits.remove(0);
            }
            scale -= 1;
        }
        if self.digits.len() > 38 || scale > 38 {
            return None;
        }
        let size = self.digits.iter().rev().fold(0i128, |sum, digit| sum * 10 + i128::from(*digit));
        Some(Dec { mantissa: if self.negative { -size } else { size }, scale: scale as u8 })
    }
}

fn same(ours: Option<Dec>, model: Option<Dec>) -> Result<(), TestCaseError> {
    prop_assert_eq!(ours.map(|dec| (dec.mantissa, dec.scale)), model.map(|dec| (dec.mantissa, dec.scale)));
    Ok(())
}

prop_compose! {
    fn any_dec()(digits in 0u32..=38, raw in any::<i128>(), zeros in 0u32..20, scale in 0u8..=38) -> Dec {
        let unit = 10i128.pow(zeros.min(digits));
        Dec { mantissa: raw % 10i128.pow(digits) / unit * unit, scale }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn written_reads_back(a in any_dec()) {
        same(Some(a.to_string().parse().unwrap()), Some(a))?;
    }

    #[test]
    fn sums_agree_with_the_model(a in any_dec(), b in any_dec()) {
        let scale = a.scale.max(b.scale);
        let sum = Model::new(a, scale).plus(&Model::new(b, scale));
        same(a.checked_add(b).ok(), sum.placed(scale.into()))?;
        same(a.checked_sub(b).ok(), a.checked_add(b.neg()).ok())?;
    }

    #[test]
    fn products_agree_with_the_model(a in any_dec(), b in any_dec()) {
        let product = Model::new(a, a.scale).times(&Model::new(b, b.scale));
        same(a.checked_mul(b).ok(), product.placed(u32::from(a.scale) + u32::from(b.scale)))?;
    }

    #[test]
    fn order_agrees_with_the_model(a in any_dec(), b in any_dec()) {
        let scale = a.scale.max(b.scale);
        let difference = Model::new(a, scale).plus(&Model::new(b.neg(), scale));
        let order = if difference.digits.is_empty() { Ordering::Equal } else if difference.negative { Ordering::Less } else { Ordering::Greater };
        prop_assert_eq!(a.cmp(&b), order);
        prop_assert_eq!(a == a.normal(), true);
    }

    /// The quotient times the divisor is off by half a divisor at most.
    #[test]
    fn quotients_are_nearest(a in any_dec(), b in any_dec(), scale in 0u8..=38) {
        let up = Dec::from(1);
        let dividend = Model::new(a, a.scale).times(&Model::new(up, scale)).times(&Model::new(up, b.scale));
        let divisor = Model::new(b, b.scale).times(&Model::new(up, a.scale));
        let quotient = match a.div_round(b, scale, Rounding::HalfUp) {
            Ok(quotient) => quotient,
            Err(DivideError::ByZero) => { prop_assert_eq!(b.mantissa, 0); return Ok(()); }
            Err(DivideError::Overflow(_)) => {
                // From half below 10^38 on, 38 digits cannot hold it.
                let limit = Model { negative: false, digits: [vec![9; 38], vec![1]].concat() };
                prop_assert!(!dividend.plus(&dividend).smaller(&divisor.times(&limit)));
                return Ok(());
            }
        };
        prop_assert_eq!(quotient.scale, scale);
        let back = Model::new(quotient, scale).times(&divisor);
        let off = dividend.plus(&Model { negative: !back.negative, ..back });
        let twice = off.plus(&off);
        prop_assert!(!divisor.smaller(&twice), "{a} / {b} = {quotient}");
    }

    #[test]
    fn rounding_is_division_by_one(a in any_dec(), scale in 0u8..=38, half_even: bool) {
        let rounding = if half_even { Rounding::HalfEven } else { Rounding::HalfUp };
        same(a.round(scale, rounding).ok(), a.div_round(Dec::from(1), scale, rounding).ok())?;
        let (floor, ceil) = (a.round(scale, Rounding::Floor), a.round(scale, Rounding::Ceil));
        if let (Ok(floor), Ok(ceil)) = (floor, ceil) {
            prop_assert!(floor <= a && a <= ceil);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[-+]?[0-9]{0,45}[.]?[0-9]{0,45}([eE][-+]?[0-9]{0,4})?") {
        if let Ok(dec) = text.parse::<Dec>() {
            prop_assert!(dec.mantissa.unsigned_abs() < LIMIT && dec.scale <= 38);
            prop_assert_eq!(dec.to_string().parse::<Dec>().unwrap(), dec);
        }
    }
}
