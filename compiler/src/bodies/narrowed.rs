//! What an arm of a `match` says about what is matched: within it, by its patterns; below it, because it has taken its values.

use super::fit::{decimal_limits, join};
use super::known::{Known, Path};
use super::numbers::literal_type;
use super::{Checker, optional, present};
use crate::decimal::Rounding;
use crate::typed::{Bound, Const, Dec, DecimalType, Expr, IntType, Pattern, Project, TextType, Type};

/// The values that the arms so far have left, by their types.
pub(super) struct Left {
    types: Vec<Type>,
    /// Whole numbers that are taken, from and to.
    taken: Vec<(i64, i64)>,
}

impl Left {
    pub fn of(types: &[Type]) -> Left {
        Left { types: types.to_vec(), taken: Vec::new() }
    }

    /// The type of a value that is none of these.
    pub fn but<'c>(ty: &Type, constants: impl IntoIterator<Item = &'c Const>) -> Type {
        let mut left = Left::of(std::slice::from_ref(ty));
        constants.into_iter().for_each(|constant| left.without(&Pattern::Const(constant.clone())));
        left.types.pop().unwrap_or_else(|| ty.clone())
    }

    pub fn types(&self) -> &[Type] {
        &self.types
    }

    /// Nothing is worked out for tuples: what one part takes depends on the others.
    pub fn without(&mut self, pattern: &Pattern) {
        let [ty] = self.types.as_mut_slice() else { return };
        match (pattern, present(ty).number()) {
            (Pattern::None, _) => *ty = present(ty).clone(),
            (Pattern::AnyOf(of), _) => of.iter().for_each(|pattern| self.without(pattern)),
            (Pattern::Const(_) | Pattern::Range { .. }, Type::Int(int)) => {
                let int = *int;
                self.taken.extend(whole_range(int, pattern));
                let left = rest(int, &self.taken);
                *ty = like(ty, Type::Int(left).with_unit(&present(ty).unit()));
            }
            (Pattern::Const(Const::Text(text)), Type::Text(own)) if text.is_empty() && own.max != Some(0) => {
                *ty = like(ty, Type::Text(TextType { min: own.min.max(1), ..own.clone() }));
            }
            _ => {}
        }
    }
}

/// May be missing where the other may.
fn like(ty: &Type, narrower: Type) -> Type {
    if matches!(ty, Type::Optional(_)) { optional(narrower) } else { narrower }
}

/// What is left at the ends; holes within a range are not seen.
fn rest(int: IntType, taken: &[(i64, i64)]) -> IntType {
    let mut left = int;
    loop {
        let low = taken.iter().find(|(from, to)| *from <= left.min && *to >= left.min).and_then(|(_, to)| to.checked_add(1));
        let high = taken.iter().find(|(from, to)| *from <= left.max && *to >= left.max).and_then(|(from, _)| from.checked_sub(1));
        let next = IntType { min: low.unwrap_or(left.min), max: high.unwrap_or(left.max) };
        // Where nothing is left, the arms below are never taken, and that is said elsewhere.
        if next == left || next.min > next.max {
            return left;
        }
        left = next;
    }
}

impl Checker<'_, '_> {
    /// What holds in an arm: what those above have left, and what each of its own patterns says.
    pub(super) fn known_in_arm(&self, subjects: &[Expr], left: &Left, patterns: &[Pattern]) -> Vec<Known> {
        let mut known = Vec::new();
        for (subject, ty) in subjects.iter().zip(&left.types).filter(|(subject, ty)| **ty != subject.ty) {
            known.extend(self.says(subject, ty));
        }
        let mut alternatives = patterns.iter().map(|pattern| self.said_of_all(subjects, &left.types, pattern));
        let Some(first) = alternatives.next() else { return known };
        known.extend(alternatives.fold(first, |all, other| all.into_iter().filter_map(|one| in_both(one, &other)).collect()));
        known
    }

    fn said_of_all(&self, subjects: &[Expr], types: &[Type], pattern: &Pattern) -> Vec<Known> {
        let mut said = Vec::new();
        match pattern {
            Pattern::Tuple(parts) => subjects.iter().zip(types).zip(parts).for_each(|((subject, ty), part)| self.said_of(subject, ty, part, &mut said)),
            one => subjects.iter().zip(types).take(1).for_each(|(subject, ty)| self.said_of(subject, ty, one, &mut said)),
        }
        said
    }

    fn said_of(&self, subject: &Expr, ty: &Type, pattern: &Pattern, said: &mut Vec<Known>) {
        match Path::of(subject) {
            Some(path) => say(&self.ctx.project, path, ty, pattern, said),
            None => said.extend(taken(ty, pattern).and_then(|narrower| self.says(subject, &narrower))),
        }
    }
}

/// What two alternatives say of one value.
fn in_both((path, ty): Known, other: &[Known]) -> Option<Known> {
    let (_, other) = other.iter().find(|(known, _)| *known == path)?;
    Some((path, join(&ty, other)?))
}

/// What the pattern says of the value, and of the fields that it looks at.
fn say(project: &Project, path: Path, ty: &Type, pattern: &Pattern, said: &mut Vec<Known>) {
    if let Some(narrower) = taken(ty, pattern).filter(|narrower| narrower != ty) {
        said.push((path.clone(), narrower));
    }
    if let Pattern::Record { record, fields } = pattern {
        let declared = project.records.get(record.index()).map_or(&[][..], |record| record.fields.as_slice());
        for (field, pattern) in fields {
            if let Some(of) = declared.get(*field as usize) {
                say(project, path.field(*field), &of.ty, pattern, said);
            }
        }
    }
}

/// The type of the values that the pattern takes; none where it says nothing.
fn taken(ty: &Type, pattern: &Pattern) -> Option<Type> {
    let there = present(ty);
    match pattern {
        Pattern::None | Pattern::Otherwise | Pattern::Tuple(_) => None,
        Pattern::Not(of) => {
            let mut left = Left::of(std::slice::from_ref(ty));
            left.without(of);
            left.types.pop()
        }
        Pattern::AnyOf(of) => of.iter().map(|pattern| taken(ty, pattern)).reduce(|a, b| join(&a?, &b?)).flatten(),
        Pattern::Const(_) | Pattern::Range { .. } => Some(in_range(there, pattern).unwrap_or_else(|| there.clone())),
        Pattern::Bind(_) | Pattern::Record { .. } => Some(there.clone()),
    }
}

fn in_range(ty: &Type, pattern: &Pattern) -> Option<Type> {
    let narrower = match (ty.number(), pattern) {
        (Type::Int(int), _) => whole_range(*int, pattern).map(|(min, max)| Type::Int(IntType { min, max })),
        (Type::Decimal(own), Pattern::Const(Const::Decimal(value))) => digits_between(own, *value, *value),
        (Type::Decimal(own), Pattern::Range { min: Some(min), max: Some(max) }) => digits_between(own, dec(&min.value)?, dec(&max.value)?),
        (Type::Text(own), Pattern::Const(Const::Text(text))) => {
            let length = text.chars().count() as u32;
            Some(Type::Text(TextType { min: length, max: Some(length), pattern: own.pattern.clone() }))
        }
        _ => None,
    };
    narrower.map(|narrower| narrower.with_unit(&ty.unit()))
}

/// Between two numbers there are no more digits before the point than these have; behind it there are those of the type.
pub(super) fn digits_between(own: &DecimalType, min: Dec, max: Dec) -> Option<Type> {
    let (_, scale) = own.limits?;
    let within = literal_type(min).whole_digits().max(literal_type(max).whole_digits()).min(own.whole_digits());
    Some(Type::Decimal(DecimalType { limits: decimal_limits(within, scale) }))
}

fn dec(value: &Const) -> Option<Dec> {
    match value {
        Const::Int(value) => Some((*value).into()),
        Const::Decimal(value) => Some(*value),
        Const::Text(_) | Const::Bool(_) | Const::Enum(..) | Const::Date(_) | Const::Time(_) | Const::Timestamp(_) | Const::Duration(_) => None,
    }
}

/// The whole numbers of the type that the pattern takes, from and to.
fn whole_range(int: IntType, pattern: &Pattern) -> Option<(i64, i64)> {
    let (min, max) = match pattern {
        Pattern::Const(value) => {
            let value = dec(value)?.to_int()?;
            (value, value)
        }
        Pattern::Range { min, max } => (first(min.as_ref(), int)?, last(max.as_ref(), int)?),
        _ => return None,
    };
    let (min, max) = (min.max(int.min), max.min(int.max));
    (min <= max).then_some((min, max))
}

/// The first whole number from an end on, which may lie between two.
fn first(end: Option<&Bound>, int: IntType) -> Option<i64> {
    let Some(end) = end else { return Some(int.min) };
    let value = dec(&end.value)?;
    let whole = value.round(0, Rounding::Ceil).ok()?;
    let first = whole.to_int()?;
    if whole == value && !end.inclusive { first.checked_add(1) } else { Some(first) }
}

fn last(end: Option<&Bound>, int: IntType) -> Option<i64> {
    let Some(end) = end else { return Some(int.max) };
    let value = dec(&end.value)?;
    let whole = value.round(0, Rounding::Floor).ok()?;
    let last = whole.to_int()?;
    if whole == value && !end.inclusive { last.checked_sub(1) } else { Some(last) }
}
