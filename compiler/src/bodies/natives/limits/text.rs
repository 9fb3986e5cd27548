//! `stdlib/text.flow`: how long texts are.

use super::{Args, Refined, between, lengths_between, list_of};
use crate::number_form;
use crate::typed::{TextType, Type};

pub(super) fn refine(name: &str, args: &Args<'_>) -> Option<Refined> {
    let text = args.text(0)?;
    Some(Refined::may_fail(match name {
        "trim" | "trim_start" | "trim_end" | "squeeze" | "digits" | "remove" | "keep" | "truncate_words" | "before" | "after" | "before_last" | "after_last" | "remove_prefix"
        | "remove_suffix" => lengths_between(0, text.max),
        // One letter may become several: "ß" in capitals is "SS".
        "upper" | "title" => grown(text, text.min, 3),
        "lower" => grown(text, text.min, 2),
        "nfc" => grown(text, text.min.min(1), 3),
        "nfkc" => grown(text, text.min.min(1), 18),
        "to_ascii" | "to_latin1" => return Some(Refined { ty: grown(text, 0, 4), fails: args.text(2).is_none() }),
        "drop" | "drop_last" => dropped(text, args.count(1)),
        "reverse" => lengths_between(text.min, text.max),
        "repeat" => repeated(text, args.count(1)),
        "truncate" | "last" => truncated(text, args.count(1)),
        "truncate_bytes" => lengths_between(0, least_of(text.max, args.count(1).1)),
        "substring" => lengths_between(0, least_of(text.max, args.count(2).1)),
        "pad_left" | "pad_right" => padded(text, args.count(1)),
        "replace" => lengths_between(0, text.max.filter(|_| shrinks(args))),
        "escape_html" => grown(text, text.min, 6),
        "encode_base64" => lengths_between(0, text.max.map(|max| max.saturating_mul(4).div_ceil(3).saturating_mul(4))),
        "encode_hex" => grown(text, text.min.saturating_mul(2), 8),
        "encode_url" => grown(text, text.min, 12),
        "split" | "lines" => list_of(1, None, lengths_between(0, text.max)),
        "words" => list_of(0, None, lengths_between(1, text.max.map(|max| max.max(1)))),
        "wrap" => list_of(0, text.max, lengths_between(1, least_of(text.max.map(|max| max.max(1)), args.count(1).1.max(1)))),
        "characters" => list_of(text.min, text.max, lengths_between(1, Some(1))),
        "capture" => Type::Optional(Box::new(lengths_between(0, text.max))),
        "captures" | "capture_all" => list_of(0, None, lengths_between(0, text.max)),
        "length" => between(text.min.into(), most(text)),
        "utf8_length" => between(text.min.into(), most(text) * 4),
        "utf16_length" => between(text.min.into(), most(text) * 2),
        "count_of" => between(0, most(text)),
        "to_decimal" => return decimal(args),
        _ => return None,
    }))
}

fn most(text: &TextType) -> i64 {
    text.max.unwrap_or(u32::MAX).into()
}

/// Each character becomes so many at most.
fn grown(text: &TextType, min: u32, times: u32) -> Type {
    lengths_between(min, text.max.map(|max| max.saturating_mul(times)))
}

fn least_of(max: Option<u32>, most: u32) -> Option<u32> {
    Some(max.unwrap_or(u32::MAX).min(most))
}

fn truncated(text: &TextType, (least, most): (u32, u32)) -> Type {
    lengths_between(text.min.min(least), least_of(text.max, most))
}

fn dropped(text: &TextType, (least, most): (u32, u32)) -> Type {
    lengths_between(text.min.saturating_sub(most), text.max.map(|max| max.saturating_sub(least)))
}

fn repeated(text: &TextType, (least, most): (u32, u32)) -> Type {
    lengths_between(text.min.saturating_mul(least), text.max.map(|max| max.saturating_mul(most)))
}

fn padded(text: &TextType, (least, most): (u32, u32)) -> Type {
    lengths_between(text.min.max(least), text.max.map(|max| max.max(most)))
}

/// What stands in for something is never longer.
fn shrinks(args: &Args<'_>) -> bool {
    let lengths = args.text(1).zip(args.text(2));
    lengths.is_some_and(|(of, by)| by.max.is_some_and(|by| by <= of.min))
}

/// `"1.234,56".to_decimal("1.234,56")` has no more digits than the form shows behind the mark.
fn decimal(args: &Args<'_>) -> Option<Refined> {
    let form = number_form::parse(args.literal(1)?)?;
    Some(Refined::may_fail(Type::Decimal(crate::typed::DecimalType { limits: Some((38, form.decimals)) })))
}
