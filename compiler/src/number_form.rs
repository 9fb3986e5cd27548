//! The form of a written number, shown by an example: `1.234,56`. No locale: the marks are the ones that stand there.
//!
//! `1` and a group of three digits says how thousands are parted (`1,234.56`, `1 234,56`), digits behind the mark how many are written,
//! zeros in front how many there are at least (`00000.00`), a sign at the end that it stands there (`1.234,56-`).

/// A form, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberForm {
    /// Between groups of three digits.
    pub group: Option<char>,
    /// Before the digits behind the point.
    pub mark: Option<char>,
    /// Digits behind the mark.
    pub decimals: u8,
    /// Digits before the mark, filled up with zeros.
    pub width: u8,
    /// A minus stands behind the number.
    pub sign_behind: bool,
}

/// None where the text shows no form of a number.
pub fn parse(form: &str) -> Option<NumberForm> {
    let (form, sign_behind) = form.strip_suffix('-').map_or((form, false), |form| (form, true));
    let marks: Vec<(usize, char)> = form.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let (group, mark) = match marks.as_slice() {
        [] => (None, None),
        [(at, one)] => lone_mark(form, *at, *one),
        [(first, group), (second, mark)] if group != mark && digits_between(form, *first, *second) == 3 => (Some(*group), Some(*mark)),
        _ => return None,
    };
    let is_mark = |mark: &Option<char>| mark.is_none_or(|mark| matches!(mark, '.' | ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '_'));
    if !(is_mark(&group) && mark.is_none_or(|mark| matches!(mark, '.' | ','))) {
        return None;
    }
    let (whole, fraction) = mark.and_then(|mark| form.rsplit_once(mark)).unwrap_or((form, ""));
    let zeros = whole.len() > 1 && whole.bytes().all(|byte| byte == b'0');
    let begins_well = group.is_none_or(|group| whole.split(group).next() == Some("1"));
    let fine = !whole.is_empty() && begins_well && fraction.len() <= 38 && whole.len() <= 38 && (mark.is_none() || !fraction.is_empty());
    fine.then_some(NumberForm { group, mark, decimals: fraction.len() as u8, width: if zeros { whole.len() as u8 } else { 1 }, sign_behind })
}

/// `1.234` has a group, `1234.5` and `0.123` a mark.
fn lone_mark(form: &str, at: usize, mark: char) -> (Option<char>, Option<char>) {
    let behind = form.len() - at - mark.len_utf8();
    if form.starts_with('1') && at == 1 && behind == 3 { (Some(mark), None) } else { (None, Some(mark)) }
}

fn digits_between(form: &str, first: usize, second: usize) -> usize {
    form.get(first..second).map_or(0, |part| part.chars().count() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_from_an_example() {
        let form = |group, mark, decimals, width, sign_behind| Some(NumberForm { group, mark, decimals, width, sign_behind });
        assert_eq!(parse("1.234,56"), form(Some('.'), Some(','), 2, 1, false));
        assert_eq!(parse("1,234.5"), form(Some(','), Some('.'), 1, 1, false));
        assert_eq!(parse("1 234,56"), form(Some(' '), Some(','), 2, 1, false));
        assert_eq!(parse("1.234"), form(Some('.'), None, 0, 1, false));
        assert_eq!(parse("0.123"), form(None, Some('.'), 3, 1, false));
        assert_eq!(parse("0,00"), form(None, Some(','), 2, 1, false));
        assert_eq!(parse("00000"), form(None, None, 0, 5, false));
        assert_eq!(parse("1234,56-"), form(None, Some(','), 2, 1, true));
    }

    #[test]
    fn what_shows_no_form_is_none() {
        for form in ["", "abc", "1.23,45", "1,234,56", "12.345,6", "1.234.", "-", ",5", "1;234,5", "1 5"] {
            assert_eq!(parse(form), None, "{form}");
        }
    }
}
