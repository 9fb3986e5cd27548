//! `stdlib/text.flow`. Parts of a text are ranges of it; only what changes is written anew.

use crossdock_compiler::typed::{Dec, IntType};
use crossdock_compiler::{limits, number_form};

use super::{Cx, Native, Raise, args};
use crate::dates;
use crate::numbers;
use crate::plan::quoted;
use crate::slot::{Slot, Text};

pub(super) const NATIVES: &[Native] = &[
    Native { name: "text.trim_start", call: |cx, args| part(cx, args, |text| text.trim_start_matches(is_blank)) },
    Native { name: "text.trim_end", call: |cx, args| part(cx, args, |text| text.trim_end_matches(is_blank)) },
    Native { name: "text.squeeze", call: squeeze },
    Native { name: "text.title", call: |cx, args| changed(cx, args, |_| true, title) },
    Native { name: "text.last", call: |cx, args| split_from_end(cx, args, |(_, after)| after) },
    Native { name: "text.drop_last", call: |cx, args| split_from_end(cx, args, |(before, _)| before) },
    Native { name: "text.truncate_words", call: truncate_words },
    Native { name: "text.substring", call: substring },
    Native { name: "text.index_of", call: index_of },
    Native { name: "text.count_of", call: count_of },
    Native { name: "text.before_last", call: |cx, args| split_by_last(cx, args, |text, found| found.map_or(text, |(before, _)| before)) },
    Native { name: "text.after_last", call: |cx, args| split_by_last(cx, args, |_, found| found.map_or("", |(_, after)| after)) },
    Native { name: "text.remove_prefix", call: |cx, args| without(cx, args, |text, prefix| text.strip_prefix(prefix)) },
    Native { name: "text.remove_suffix", call: |cx, args| without(cx, args, |text, suffix| text.strip_suffix(suffix)) },
    Native { name: "text.remove", call: |cx, args| only(cx, args, |letter, known| !known.contains(letter)) },
    Native { name: "text.keep", call: |cx, args| only(cx, args, |letter, known| known.contains(letter)) },
    Native { name: "text.repeat", call: repeat },
    Native { name: "text.reverse", call: |cx, args| changed(cx, args, |text| text.len() > 1, |text| text.chars().rev().collect()) },
    Native { name: "text.lines", call: lines },
    Native { name: "text.wrap", call: wrap },
    Native { name: "text.words", call: |cx, args| parts(cx, args, |text| words(text).collect()) },
    Native { name: "text.characters", call: |cx, args| parts(cx, args, |text| text.split_inclusive(|_: char| true).collect()) },
    Native { name: "text.trim", call: |cx, args| part(cx, args, |text| text.trim_matches(is_blank)) },
    Native {
        name: "text.upper",
        call: |cx, args| recased(cx, args, |byte| byte.is_ascii_lowercase(), |c| c.to_uppercase().ne([c]), (str::make_ascii_uppercase, str::to_uppercase)),
    },
    Native {
        name: "text.lower",
        call: |cx, args| recased(cx, args, |byte| byte.is_ascii_uppercase(), |c| c.to_lowercase().ne([c]), (str::make_ascii_lowercase, str::to_lowercase)),
    },
    Native { name: "text.length", call: |cx, args| Ok(Slot::Int(cx.text(args::text(args, 0)?).chars().count() as i64)) },
    Native { name: "text.truncate", call: |cx, args| split_at(cx, args, |(before, _)| before) },
    Native { name: "text.drop", call: |cx, args| split_at(cx, args, |(_, after)| after) },
    Native { name: "text.starts_with", call: |cx, args| test(cx, args, |text, other| text.starts_with(other)) },
    Native { name: "text.ends_with", call: |cx, args| test(cx, args, |text, other| text.ends_with(other)) },
    Native { name: "text.contains", call: |cx, args| test(cx, args, |text, other| text.contains(other)) },
    Native { name: "text.replace", call: replace },
    Native { name: "text.split", call: split },
    Native { name: "text.pad_left", call: |cx, args| pad(cx, args, |text, padding| padding + text) },
    Native { name: "text.pad_right", call: |cx, args| pad(cx, args, |text, padding| text.to_owned() + &padding) },
    Native { name: "text.before", call: |cx, args| split_by(cx, args, |text, found| found.map_or(text, |(before, _)| before)) },
    Native { name: "text.after", call: |cx, args| split_by(cx, args, |_, found| found.map_or("", |(_, after)| after)) },
    Native { name: "text.is_blank", call: |cx, args| Ok(Slot::Bool(cx.text(args::text(args, 0)?).chars().all(is_blank))) },
    Native { name: "text.digits", call: digits },
    Native { name: "text.to_int", call: to_int },
    Native { name: "text.to_time", call: to_time },
    Native { name: "text.to_decimal", call: to_decimal },
    Native { name: "text.to_date", call: to_date },
    Native { name: "text.to_timestamp", call: to_timestamp },
];

/// A slice of the text itself, which stays where it stands.
fn part(cx: &mut Cx<'_>, args: &[Slot], cut: impl FnOnce(&str) -> &str) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    Ok(within(text, cx.text(text), cut(cx.text(text))))
}

/// `part`, a slice of `whole`, which is the text of `text`. A slice from elsewhere is an empty one.
pub(super) fn within(text: Text, whole: &str, part: &str) -> Slot {
    let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    if offset > whole.len() || part.is_empty() {
        return Slot::Text(Text { len: 0, ..text });
    }
    Slot::Text(Text { start: text.start + offset as u32, len: part.len() as u32, ..text })
}

/// The text itself unless there is something to change.
fn changed(cx: &mut Cx<'_>, args: &[Slot], needed: impl FnOnce(&str) -> bool, change: impl FnOnce(&str) -> String) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    if !needed(cx.text(text)) {
        return Ok(Slot::Text(text));
    }
    let changed = change(cx.text(text));
    Ok(cx.new_text(&changed))
}

/// In place where each byte is a letter, and for any text.
type Recase = (fn(&mut str), fn(&str) -> String);

/// The text itself unless a letter is to change. Where each byte is a letter it is copied and changed in place.
fn recased(cx: &mut Cx<'_>, args: &[Slot], byte: impl Fn(&u8) -> bool, letter: impl Fn(char) -> bool, (ascii, any): Recase) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    if !cx.text(text).is_ascii() {
        return changed(cx, args, |text| text.chars().any(letter), any);
    }
    if !cx.text(text).as_bytes().iter().any(byte) {
        return Ok(Slot::Text(text));
    }
    let copy = cx.copied(text);
    ascii(cx.memory.text.get_mut(copy.start as usize..).unwrap_or_default());
    Ok(Slot::Text(copy))
}

/// At a count of characters.
fn split_at(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce((&'t str, &'t str)) -> &'t str) -> Result<Slot, Raise> {
    let count = args::count(args, 1)?;
    part(cx, args, |text| {
        let at = if text.len() <= count { text.len() } else { text.char_indices().nth(count).map_or(text.len(), |(at, _)| at) };
        pick(text.split_at(at))
    })
}

fn split_by(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce(&'t str, Option<(&'t str, &'t str)>) -> &'t str) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, separator) = (cx.text(text), cx.text(args::text(args, 1)?));
    Ok(within(text, whole, pick(whole, whole.split_once(separator))))
}

fn test(cx: &mut Cx<'_>, args: &[Slot], test: impl FnOnce(&str, &str) -> bool) -> Result<Slot, Raise> {
    Ok(Slot::Bool(test(cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?))))
}

/// Nothing cannot be found, so that it is not replaced.
fn replace(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, to) = (args::text(args, 1)?, args::text(args, 2)?);
    let (from, to) = (cx.text(from).to_owned(), cx.text(to).to_owned());
    let text = cx.text(args::text(args, 0)?);
    if !from.is_empty() && text.matches(&from).count().saturating_mul(to.len()) > limits::TEXT.most {
        return Err(Raise::too_much());
    }
    changed(cx, args, |text| !from.is_empty() && text.contains(&from), |text| text.replace(&from, &to))
}

/// Without a separator the text is one part.
fn split(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, separator) = (cx.text(text), cx.text(args::text(args, 1)?));
    let parts: Vec<Slot> = match separator {
        "" => vec![Slot::Text(text)],
        _ => whole.split(separator).map(|part| within(text, whole, part)).collect(),
    };
    Ok(cx.new_list(parts))
}

fn pad(cx: &mut Cx<'_>, args: &[Slot], join: impl FnOnce(&str, String) -> String) -> Result<Slot, Raise> {
    let (text, fill) = (args::text(args, 0)?, args::text(args, 2)?);
    let missing = args::count(args, 1)?.saturating_sub(cx.text(text).chars().count());
    let limits::Limit { most, failure } = limits::PADDED;
    if missing > most {
        return Err(Raise { failure, message: format!("A text is filled up to {most} characters at most.") });
    }
    if missing == 0 || fill.len == 0 {
        return Ok(Slot::Text(text));
    }
    let padding: String = cx.text(fill).chars().cycle().take(missing).collect();
    let padded = join(cx.text(text), padding);
    Ok(cx.new_text(&padded))
}

fn digits(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let others = |text: &str| text.bytes().any(|byte| !byte.is_ascii_digit());
    changed(cx, args, others, |text| text.chars().filter(char::is_ascii_digit).collect())
}

fn to_int(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    crate::decode::int(text.as_bytes(), IntType::default()).ok_or_else(|| Raise::invalid(format!("The text {} shows no whole number of at most 64 bits.", quoted(text))))
}

fn to_decimal(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    if let Slot::Text(form) = args::any(args, 1) {
        let form = cx.text(form);
        let number = number_form::parse(form).and_then(|known| numbers::read(text, known));
        return number.map(Slot::Dec).ok_or_else(|| Raise::invalid(format!("The text {} shows no number in the form {form}.", quoted(text))));
    }
    let number: Result<Dec, _> = text.parse();
    number.map(Slot::Dec).map_err(|error| Raise::invalid(format!("The text {} shows no number: {error}.", quoted(text))))
}

fn to_date(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, form) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let date = dates::read_date(text, Some(dates::parts(form)));
    date.map(Slot::Date).map_err(|error| Raise::invalid(format!("The text {} shows no date in the form {form}: {error}.", quoted(text))))
}

/// With a form, and then the zone whose clocks it is read by; else as RFC 3339 says.
fn to_timestamp(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let text = cx.text(args::text(args, 0)?);
    let (instant, form) = match args::any(args, 1) {
        Slot::Text(form) => {
            let zone = super::date::zone(cx, args::text(args, 2)?)?;
            let local = dates::Local { zone: &zone, clock: super::date::clock(args, 3) };
            (dates::read_timestamp(text, Some(dates::parts(cx.text(form))), Some(local)), cx.text(form))
        }
        _ => (dates::read_timestamp(text, None::<std::iter::Empty<_>>, None), "2026-11-23T10:00:00Z"),
    };
    instant.map(Slot::Timestamp).map_err(|error| Raise::invalid(format!("The text {} shows no timestamp like {form}: {error}.", quoted(text))))
}

/// Slices of the text itself, as a list.
fn parts(cx: &mut Cx<'_>, args: &[Slot], split: impl for<'t> FnOnce(&'t str) -> Vec<&'t str>) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let whole = cx.text(text);
    let parts: Vec<Slot> = split(whole).into_iter().map(|part| within(text, whole, part)).collect();
    Ok(cx.new_list(parts))
}

/// A line break at the end has an empty line behind it, as `split` has.
fn lines(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    parts(cx, args, |text| text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect())
}

/// White space, and what spreadsheets and web pages leave invisibly: the mark of byte order, blanks of no width.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{FEFF}' | '\u{200B}' | '\u{2060}')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank).filter(|word| !word.is_empty())
}

fn squeeze(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    changed(cx, args, |_| true, |text| words(text).collect::<Vec<_>>().join(" "))
}

fn wrap(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let width = args::count(args, 1)?.max(1);
    let lines = wrapped(cx.text(args::text(args, 0)?), width);
    let lines: Vec<Slot> = lines.iter().map(|line| cx.new_text(line)).collect();
    Ok(cx.new_list(lines))
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for word in words(text) {
        let length = word.chars().count();
        match lines.last_mut().filter(|(_, used)| used + 1 + length <= width) {
            Some((line, used)) => {
                line.push(' ');
                line.push_str(word);
                *used += 1 + length;
            }
            None => lines.extend(pieces(word, width)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// A word in pieces that fit, each with its length.
fn pieces(word: &str, width: usize) -> Vec<(String, usize)> {
    let characters: Vec<char> = word.chars().collect();
    characters.chunks(width).map(|piece| (piece.iter().collect(), piece.len())).collect()
}

/// A letter is a capital where no letter, digit or apostrophe within a word stands before it.
fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut letters) = (' ', 0);
    for letter in text.chars() {
        // An accent that stands by itself belongs to the letter before it.
        if unicode_normalization::char::is_combining_mark(letter) {
            out.push(letter);
            continue;
        }
        let continues = before.is_alphanumeric() || matches!(before, '\'' | '’') && letters > 2;
        if continues {
            out.extend(letter.to_lowercase());
        } else {
            out.extend(letter.to_uppercase());
        }
        letters = if letter.is_alphanumeric() || matches!(letter, '\'' | '’') { letters + 1 } else { 0 };
        before = letter;
    }
    out
}

/// At a count of characters from the end.
fn split_from_end(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce((&'t str, &'t str)) -> &'t str) -> Result<Slot, Raise> {
    let count = args::count(args, 1)?;
    part(cx, args, |text| {
        let at = match count.checked_sub(1) {
            None => text.len(),
            Some(before) => text.char_indices().nth_back(before).map_or(0, |(at, _)| at),
        };
        pick(text.split_at(at))
    })
}

fn start_of(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

fn truncate_words(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let most = args::count(args, 1)?;
    part(cx, args, |text| {
        let (kept, rest) = text.split_at(start_of(text, most));
        let whole_words = rest.is_empty() || rest.starts_with(is_blank);
        match kept.rfind(is_blank).filter(|_| !whole_words) {
            Some(end) if !kept.get(..end).unwrap_or_default().trim_matches(is_blank).is_empty() => kept.get(..end).unwrap_or_default().trim_end_matches(is_blank),
            _ => kept.trim_end_matches(is_blank),
        }
    })
}

fn substring(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (from, length) = (args::count(args, 1)?, args::count(args, 2)?);
    part(cx, args, |text| {
        let rest = text.split_at(start_of(text, from)).1;
        rest.split_at(start_of(rest, length)).0
    })
}

fn index_of(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, part) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let before = text.split_once(part).map(|(before, _)| before.chars().count());
    Ok(before.map_or(Slot::Missing, |index| Slot::Int(index as i64)))
}

/// Nothing stands nowhere.
fn count_of(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, part) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    Ok(Slot::Int(if part.is_empty() { 0 } else { text.matches(part).count() as i64 }))
}

fn split_by_last(cx: &mut Cx<'_>, args: &[Slot], pick: impl for<'t> FnOnce(&'t str, Option<(&'t str, &'t str)>) -> &'t str) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, separator) = (cx.text(text), cx.text(args::text(args, 1)?));
    Ok(within(text, whole, pick(whole, whole.rsplit_once(separator))))
}

fn without(cx: &mut Cx<'_>, args: &[Slot], strip: impl for<'t> FnOnce(&'t str, &str) -> Option<&'t str>) -> Result<Slot, Raise> {
    let text = args::text(args, 0)?;
    let (whole, known) = (cx.text(text), cx.text(args::text(args, 1)?));
    Ok(strip(whole, known).map_or(Slot::Text(text), |rest| within(text, whole, rest)))
}

fn only(cx: &mut Cx<'_>, args: &[Slot], stays: impl Fn(char, &str) -> bool) -> Result<Slot, Raise> {
    let known = cx.text(args::text(args, 1)?).to_owned();
    changed(cx, args, |text| text.chars().any(|letter| !stays(letter, &known)), |text| text.chars().filter(|letter| stays(*letter, &known)).collect())
}

fn repeat(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, times) = (cx.text(args::text(args, 0)?), args::count(args, 1)?);
    let limits::Limit { most, failure } = limits::REPEATED;
    if text.len().saturating_mul(times) > most {
        return Err(Raise { failure, message: format!("A text of {} bytes is not repeated {times} times: that is beyond {most} bytes.", text.len()) });
    }
    let repeated = text.repeat(times);
    Ok(cx.new_text(&repeated))
}

fn to_time(cx: &mut Cx<'_>, args: &[Slot]) -> Result<Slot, Raise> {
    let (text, form) = (cx.text(args::text(args, 0)?), cx.text(args::text(args, 1)?));
    let time = dates::read_time(text, Some(dates::parts(form)));
    time.map(Slot::Time).map_err(|error| Raise::invalid(format!("The text {} shows no time in the form {form}: {error}.", quoted(text))))
}
