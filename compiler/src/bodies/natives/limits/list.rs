//! `stdlib/list.flow`: how long lists are, and what they hold.

use super::{Args, Refined, between, lengths_between, list_of};
use crate::bodies::ranges;
use crate::typed::{DecimalType, IntType, ListType, Type};

pub(super) fn refine(name: &str, args: &Args<'_>, declared: &Type) -> Option<Refined> {
    let list = args.list(0)?;
    let most = i64::from(list.max.unwrap_or(u32::MAX));
    Some(Refined::may_fail(match (name, args.args.len()) {
        ("count", 1) => between(list.min.into(), most),
        ("count", _) => between(0, most),
        ("index_of", _) => Type::Optional(Box::new(between(0, (most - 1).max(0)))),
        ("first" | "last" | "min" | "max" | "min_by" | "max_by", _) if list.min > 0 => list.of.clone(),
        ("reverse" | "sort" | "sort_by", _) => list_of(list.min, list.max, list.of.clone()),
        ("map", _) => list_of(list.min, list.max, elements(declared)?),
        ("distinct" | "distinct_by", _) => list_of(list.min.min(1), list.max, list.of.clone()),
        ("present", _) => match &list.of {
            Type::Optional(of) => list_of(0, list.max, (**of).clone()),
            of => list_of(list.min, list.max, of.clone()),
        },
        ("only", _) => return Some(Refined { ty: list.of.clone(), fails: (list.min, list.max) != (1, Some(1)) }),
        ("filter" | "duplicates" | "except" | "intersect", _) => list_of(0, list.max, elements(declared)?),
        ("take" | "take_last", _) => list_of(list.min.min(args.count(1).0), Some(list.max.unwrap_or(u32::MAX).min(args.count(1).1)).filter(|max| *max < u32::MAX), list.of.clone()),
        ("drop", _) => list_of(list.min.saturating_sub(args.count(1).1), list.max.map(|max| max.saturating_sub(args.count(1).0)), list.of.clone()),
        ("append", _) => appended(list, args.list(1)?, elements(declared)?),
        ("chunks", _) => chunks(list, args),
        ("flatten", _) => flattened(list)?,
        ("join", _) => joined(list, args)?,
        ("sum", _) => return sum(list, elements_of_last(args)?),
        ("average", _) => average(args),
        _ => return None,
    }))
}

/// What the list of a declared result holds.
fn elements(declared: &Type) -> Option<Type> {
    if let Type::List(list) = declared { Some(list.of.clone()) } else { None }
}

/// What is summed: the elements, or what the function gives for each.
fn elements_of_last<'e>(args: &Args<'e>) -> Option<&'e Type> {
    match args.args.last().map(|arg| &arg.ty) {
        Some(Type::Lambda(of)) => Some(of.1.number()),
        _ => args.list(0).map(|list| list.of.number()),
    }
}

fn sum(list: &ListType, of: &Type) -> Option<Refined> {
    if let Some(sum) = ranges::sum(list, of) {
        return Some(Refined::sure(sum));
    }
    Some(Refined::may_fail(match of {
        Type::Int(_) => Type::Int(IntType::default()),
        Type::Decimal(decimal) => Type::Decimal(DecimalType { limits: decimal.limits.map(|(_, scale)| (38, scale)) }),
        // Of a list that is empty: a whole 0.
        Type::Never => between(0, 0),
        _ => return None,
    }))
}

fn average(args: &Args<'_>) -> Type {
    let scale = args.exact(1).and_then(|scale| u8::try_from(scale).ok());
    let number = Type::Decimal(DecimalType { limits: scale.map(|scale| (38, scale)) });
    if args.list(0).is_some_and(|list| list.min > 0) { number } else { Type::Optional(Box::new(number)) }
}

fn appended(list: &ListType, other: &ListType, of: Type) -> Type {
    list_of(list.min.saturating_add(other.min), list.max.zip(other.max).and_then(|(a, b)| a.checked_add(b)), of)
}

/// All but the last are full.
fn chunks(list: &ListType, args: &Args<'_>) -> Type {
    let (least, most) = args.count(1);
    let (least, most) = (least.max(1), most.max(1));
    let chunk = list_of(1, Some(list.max.unwrap_or(u32::MAX).min(most).max(1)).filter(|max| *max < u32::MAX), list.of.clone());
    list_of(list.min.div_ceil(most), list.max.map(|max| max.div_ceil(least)), chunk)
}

fn flattened(list: &ListType) -> Option<Type> {
    let Type::List(inner) = &list.of else { return None };
    Some(list_of(list.min.saturating_mul(inner.min), list.max.zip(inner.max).and_then(|(a, b)| a.checked_mul(b)), inner.of.clone()))
}

/// Elements and separators together.
fn joined(list: &ListType, args: &Args<'_>) -> Option<Type> {
    let (Type::Text(text), separator) = (&list.of, args.text(1)?) else { return None };
    let total = |count: u32, text: u32, separator: u32| count.checked_mul(text)?.checked_add(count.saturating_sub(1).checked_mul(separator)?);
    let max = list.max.zip(text.max).zip(separator.max).and_then(|((count, text), separator)| total(count, text, separator));
    Some(lengths_between(total(list.min, text.min, separator.min).unwrap_or(u32::MAX), max))
}
