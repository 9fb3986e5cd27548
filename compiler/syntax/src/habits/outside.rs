//! What stands between items and is none: pasted from elsewhere, or a heading.

use super::{as_name, habit, removal};
use crate::problem::Problem;
use crate::source::SourceText;
use crate::span::Span;

const CODE: &str = "E0120";

/// What the tokens from `start` to `end`, which belong to no item, probably are.
pub(crate) fn outside(source: &SourceText<'_>, start: usize, end: usize) -> Option<Problem> {
    let span = source.span_of(start).to(source.span_of(end.saturating_sub(1).max(start)));
    let text = span.text(source.text);
    moved(source, start)
        .or_else(|| imported(text, span))
        .or_else(|| fence(source, start))
        .or_else(|| pasted(source.span_of(start), text))
        .or_else(|| misplaced(source, start, text))
}

/// `json record Item`, `public class Item`, `recordItem`, `const RATE = 0.19`, and a lonely sign.
fn moved(source: &SourceText<'_>, start: usize) -> Option<Problem> {
    let (span, text) = (source.span_of(start), source.text_of(start));
    let next = source.text_of(start + 1);
    if source.is_word(start) && !source.starts_line(start + 1) && crate::split::WORDS.contains(&next) && next != text && source.is_word(start + 2) {
        let edit = removal(Span { start: span.start, end: source.span_of(start + 1).start });
        let problem = habit("E0121", span, format!("an item begins with its keyword, `{next}`"), "not needed").mended("remove it", vec![edit]);
        return Some(if text == "json" { problem.helped("How a record is written on the wire stands behind its name: `record Item as json { … }`.") } else { problem });
    }
    if matches!(text, "const" | "let" | "var" | "constant" | "val" | "global") && source.is_word(start + 1) && source.text_of(start + 2) == "=" {
        let kind = match source.kind(start + 3)? {
            crate::token::TokenKind::String => "text",
            crate::token::TokenKind::Number if source.text_of(start + 3).contains('.') => "decimal",
            crate::token::TokenKind::Number => "int",
            crate::token::TokenKind::Date => "date",
            crate::token::TokenKind::Time => "time",
            crate::token::TokenKind::Timestamp => "timestamp",
            _ => return None,
        };
        let whole = span.to(source.span_of(start + 3));
        let right = format!("fn {}() -> {kind} {{ {} }}", next.to_lowercase(), source.text_of(start + 3));
        return Some(habit("E0121", whole, "a value with a name of its own is a function without parameters", format!("write `{right}`")).replaced(right));
    }
    let glued = crate::split::WORDS.iter().find(|word| text.strip_prefix(**word).is_some_and(|rest| rest.starts_with(char::is_uppercase)));
    if let Some(word) = glued {
        let at = span.start + word.len() as u32;
        return Some(habit("E0121", span, format!("a blank stands behind `{word}`"), "no blank within").mended("insert it", vec![(Span { start: at, end: at }, " ".to_owned())]));
    }
    let sign = matches!(text, "." | "," | ":" | "=" | "|" | "-" | "+" | "*" | "&") && (source.kind(start + 1).is_none() || source.starts_line(start + 1));
    sign.then(|| habit("E0112", span, format!("this `{text}` belongs to nothing"), "one too many").mended("remove it", vec![removal(span)]))
}

/// `from canonical import Order`, `import { Order } from "canonical"`
fn imported(text: &str, span: Span) -> Option<Problem> {
    let line = text.lines().next()?.trim_end_matches(';').trim();
    let (module, names) = match line.strip_prefix("from ") {
        Some(rest) => rest.split_once(" import ").or_else(|| rest.split_once(" use "))?,
        None => line.strip_prefix("import ")?.split_once(" from ").map(|(names, module)| (module, names))?,
    };
    let module: Vec<String> = module.trim().trim_matches(['"', '\'']).trim_start_matches("./").split(['/', '.']).filter(|part| !part.is_empty()).map(as_name).collect();
    let names: Vec<String> = names.trim().trim_matches(['{', '}']).split(',').map(|name| as_name(name.trim())).filter(|name| !name.is_empty()).collect();
    let right = match names.as_slice() {
        [one] => format!("use {}.{one}", module.join(".")),
        _ => format!("use {}.{{{}}}", module.join("."), names.join(", ")),
    };
    let line_span = Span { start: span.start, end: span.start + line.len() as u32 };
    Some(habit(CODE, line_span, "names of another file are brought in by `use`", format!("write `{right}`")).replaced(right))
}

/// "```", `=====`
fn fence(source: &SourceText<'_>, start: usize) -> Option<Problem> {
    let span = source.span_of(start);
    let line = source.text.get(span.start as usize..)?.lines().next()?;
    let span = Span { start: span.start, end: span.start + line.len() as u32 };
    let drawn = line.len() > 2 && line.trim_end().chars().all(|sign| sign == '=') || line.len() > 2 && line.trim_end().chars().all(|sign| matches!(sign, '-' | '*' | '_'));
    if drawn {
        return Some(habit(CODE, span, "a drawn line is no item", "not needed").mended("remove this line", vec![removal(span)]));
    }
    line.starts_with("```").then(|| habit(CODE, span, "this line belongs to a page that shows code, not to the code", "not needed").mended("remove this line", vec![removal(span)]))
}

/// Rows of a spreadsheet: as many semicolons or tabs in the first line as in the second.
fn is_sheet(text: &str) -> bool {
    let mut lines = text.lines();
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    [';', '\t', ','].into_iter().any(|sign| first.matches(sign).count() > 0 && first.matches(sign).count() == second.matches(sign).count())
}

/// Other languages, known by their first words.
fn pasted(span: Span, text: &str) -> Option<Problem> {
    if is_sheet(text) && !text.starts_with(['{', '[', '<']) {
        let problem = habit(CODE, span, "this looks like rows of a spreadsheet, and is not Flow", "rows begin here");
        return Some(problem.helped("Codes of two systems are a `table`: `table carrier : text -> text { \"A\" -> \"B\" }`; what a document looks like is a `record`."));
    }
    let lower = text.trim_start().get(..200.min(text.trim_start().len())).unwrap_or(text).to_lowercase();
    let (what, help) = if lower.starts_with('{') || lower.starts_with('[') {
        ("JSON", "A document belongs into a file of its own, such as `samples/order.json`; `crossdock import sample FILE` makes a record from it.")
    } else if lower.starts_with('<') && lower.contains('>') {
        ("XML", "A document belongs into a file of its own; a `record` says what it looks like.")
    } else if ["create table", "select ", "insert ", "update ", "delete ", "alter table"].iter().any(|word| lower.starts_with(word)) {
        ("SQL", "What a table holds is a `record`: `record Item as json { sku: text(1..20) }`.")
    } else if lower.starts_with("%dw") || lower.starts_with("output application/") || lower.starts_with("%") {
        ("DataWeave", "A mapping is a `map`: `map to_release(order: Order) -> Release { order_no = order.number }`.")
    } else if lower.starts_with("root.") || lower.starts_with("root =") {
        ("Bloblang", "A mapping is a `map`: `map to_release(order: Order) -> Release { order_no = order.number }`.")
    } else if lower.starts_with("isa*") || lower.starts_with("una") || lower.starts_with("unb+") {
        ("an EDI message", "A message belongs into a file of its own, such as `samples/order.edi`.")
    } else {
        return None;
    };
    Some(habit(CODE, span, format!("this looks like {what}, and is not Flow"), format!("{what} begins here")).helped(help))
}

/// A line of a map, a heading, text for people.
fn misplaced(source: &SourceText<'_>, start: usize, text: &str) -> Option<Problem> {
    let span = source.span_of(start);
    let first_line = text.lines().next().unwrap_or(text);
    if source.is_word(start) && source.text_of(start + 1) == "=" {
        return Some(
            habit("E0112", span, format!("`{}` is set outside of any map", source.text_of(start)), "here")
                .helped("Fields are set within the braces of a `map`; perhaps the `}` above stands too early."),
        );
    }
    let words = first_line.split_whitespace().count();
    let prose =
        source.is_word(start) && words > 1 && first_line.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '.' | ',' | ':' | '-' | '!' | '?' | '(' | ')'));
    let column = source.in_first_column(start) && text.lines().count() <= 3;
    (prose && column).then(|| {
        habit("E0112", Span { start: span.start, end: span.start + first_line.len() as u32 }, "this line is no item", "text for people?")
            .helped("Text for people begins with `#`.")
            .mended("make it a comment", vec![(Span { start: span.start, end: span.start }, "# ".to_owned())])
    })
}
