//! Numbers as text in a declared form, see [`crossdock_compiler::number_form`].

use crossdock_compiler::number_form::NumberForm;
use crossdock_compiler::typed::Dec;

/// The number that the text shows. Thousands are parted wholly or not at all; there are no more decimals than in the form.
pub fn read(text: &str, form: NumberForm) -> Option<Dec> {
    let text = text.trim();
    let (digits, negative) = match (text.strip_prefix('-'), text.strip_suffix('-')) {
        (Some(rest), None) => (rest, true),
        (None, Some(rest)) if form.sign_behind => (rest, true),
        (None, _) => (text.strip_prefix('+').unwrap_or(text), false),
        (Some(_), Some(_)) => return None,
    };
    let (whole, fraction) = match form.mark.and_then(|mark| digits.split_once(mark)) {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (digits, ""),
    };
    let whole = ungrouped(whole, form.group)?;
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || fraction.len() > form.decimals.into() {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{whole}{point}{fraction}", if negative { "-" } else { "" }).parse().ok()
}

/// The digits without what parts thousands.
fn ungrouped(whole: &str, group: Option<char>) -> Option<String> {
    let Some(group) = group.filter(|group| whole.contains(*group)) else { return Some(whole.to_owned()) };
    let mut groups = whole.split(group);
    let first_fits = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    (first_fits && groups.all(|group| group.len() == 3)).then(|| whole.split(group).collect())
}

/// The number in that form; none where it has more decimals.
pub fn write(number: Dec, form: NumberForm) -> Option<String> {
    let digits = number.rescale(form.decimals)?.abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let whole = format!("{whole:0>width$}", width = usize::from(form.width));
    let mut out = String::new();
    let negative = number.mantissa < 0;
    if negative && !form.sign_behind {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if let Some(group) = form.group.filter(|_| at > 0 && (whole.len() - at) % 3 == 0) {
            out.push(group);
        }
        out.push(digit);
    }
    out.extend(form.mark);
    out.push_str(fraction);
    if negative && form.sign_behind {
        out.push('-');
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crossdock_compiler::number_form::parse;
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, form: &str) -> Option<String> {
        read(text, parse(form).unwrap()).map(|number| number.to_string())
    }

    #[test]
    fn numbers_are_read_in_their_form_alone() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(shown("1.234.567,8", "1.234,56"), some("1234567.8"));
        assert_eq!(shown("1234,50", "1.234,56"), some("1234.50"));
        assert_eq!(shown(" +7 ", "1.234,56"), some("7"));
        assert_eq!(shown("0012", "0000"), some("12"));
        for (text, form) in [("1.23", "1.234,56"), ("1,234", "1.234,56"), ("1.234.56", "1.234,56"), ("5-", "1.234,56"), ("", "0"), ("1,", "0,0"), ("-5-", "0-"), (".5", "0.0")] {
            assert_eq!(shown(text, form), None, "{text} as {form}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(mantissa in -10_i64.pow(15)..10_i64.pow(15), scale in 0u8..3, form in prop::sample::select(vec!["1.234,56", "1,234.56", "1 234,567", "0000.00", "1'234.56-", "0,000-"])) {
            let (number, form) = (Dec { mantissa: mantissa.into(), scale }, parse(form).unwrap());
            prop_assert_eq!(read(&write(number, form).unwrap(), form), Some(number));
        }
    }
}
