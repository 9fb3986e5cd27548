//! What a condition says about values: where it holds, and where it does not. `if order.phone != none then order.phone …` needs no `else` for the
//! phone, `if qty <= 99 then qty …` is an `int(..99)`.

use super::narrowed::Left;
use super::ranges::Lengths;
use super::{Checker, optional, present};
use crate::typed::{BinaryOp, Const, Dec, Expr, ExprKind, FunctionId, IntType, ListType, LocalId, TextType, Type, UnaryOp};

/// A local, or what a function gives for paths, or a field of these, however deep. Nothing changes a value, and a function gives the same for the same, so
/// what is known of it stays so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path(Root, Vec<u32>);

#[derive(Clone, Debug, PartialEq)]
enum Root {
    Local(LocalId),
    Call(FunctionId, Vec<Path>),
}

/// A value and the type that it has here. The unit is not part of what is known: a comparison may be about the bare number, `x.w.number(lb) > 5`.
pub(super) type Known = (Path, Type);

impl Path {
    pub(super) fn of(expr: &Expr) -> Option<Path> {
        match &*expr.bare().kind {
            ExprKind::Local(local) => Some(Path(Root::Local(*local), Vec::new())),
            ExprKind::Call { function, args } => {
                let args = args.iter().map(Path::of).collect::<Option<_>>()?;
                Some(Path(Root::Call(*function, args), Vec::new()))
            }
            ExprKind::Field { base, field } => {
                let mut path = Path::of(base)?;
                path.1.push(*field);
                Some(path)
            }
            _ => None,
        }
    }

    /// Nothing is worked out where it stands.
    pub(super) fn is_place(&self) -> bool {
        matches!(self.0, Root::Local(_))
    }

    pub(super) fn field(&self, field: u32) -> Path {
        let mut path = self.clone();
        path.1.push(field);
        path
    }
}

impl Checker<'_, '_> {
    /// Runs with what is known besides.
    pub(super) fn knowing<T>(&mut self, known: Vec<Known>, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.known.len();
        self.known.extend(known);
        let result = inner(self);
        self.known.truncate(before);
        result
    }

    /// The same value with the type that is known of it.
    pub(super) fn as_known(&self, expr: Expr) -> Expr {
        if self.known.is_empty() {
            return expr;
        }
        let known = Path::of(&expr).and_then(|path| self.known.iter().rev().find(|(known, _)| *known == path));
        match known {
            Some((_, ty)) => Expr { ty: ty.clone().with_unit(&expr.ty.unit()), ..expr },
            None => expr,
        }
    }

    /// Whether more is known of it here than its declaration says.
    pub(super) fn is_narrowed(&self, expr: &Expr) -> bool {
        Path::of(expr).is_some_and(|path| self.known.iter().any(|(known, _)| *known == path))
    }

    /// What follows from a condition that holds, or from one that does not.
    pub(super) fn learn(&self, condition: &Expr, holds: bool) -> Vec<Known> {
        match &*condition.kind {
            ExprKind::Unary { op: UnaryOp::Not, value } => self.learn(value, !holds),
            ExprKind::Binary { op: BinaryOp::And, left, right } if holds => self.both_hold(left, right, true),
            ExprKind::Binary { op: BinaryOp::Or, left, right } if !holds => self.both_hold(left, right, false),
            ExprKind::Binary { op, left, right } => self.compared(if holds { Some(*op) } else { opposite(*op) }, left, right),
            ExprKind::Native { function, args } => self.asked(*function, args, holds),
            _ => Vec::new(),
        }
    }

    fn both_hold(&self, left: &Expr, right: &Expr, holds: bool) -> Vec<Known> {
        let mut known = self.learn(left, holds);
        for (path, ty) in self.learn(right, holds) {
            // Both sides may say something about one value.
            match known.iter_mut().find(|(other, _)| *other == path) {
                Some((_, other)) => *other = both(other, &ty),
                None => known.push((path, ty)),
            }
        }
        known.extend(between(&[ends(left, holds), ends(right, holds)].concat()));
        known
    }

    fn compared(&self, op: Option<BinaryOp>, left: &Expr, right: &Expr) -> Vec<Known> {
        let Some(op) = op else { return Vec::new() };
        let here = self.bounded(left, op, right);
        let there = mirrored(op).and_then(|op| self.bounded(right, op, left));
        here.into_iter().chain(there).collect()
    }

    /// What `value op other` says about the value.
    fn bounded(&self, value: &Expr, op: BinaryOp, other: &Expr) -> Option<Known> {
        if let ExprKind::Native { function, args } = &*value.kind {
            return self.length_bounded(*function, args, op, other);
        }
        let path = Path::of(value)?;
        let ty = match (op, &*other.kind) {
            (BinaryOp::NotEqual, ExprKind::None) => present(&value.ty).clone(),
            (BinaryOp::NotEqual, ExprKind::Const(constant)) => Left::but(&value.ty, [constant]),
            (BinaryOp::NotIn, ExprKind::List(elements)) => {
                Left::but(&value.ty, elements.iter().filter_map(|element| if let ExprKind::Const(constant) = &*element.kind { Some(constant) } else { None }))
            }
            (BinaryOp::NotEqual | BinaryOp::NotIn, _) => return None,
            (BinaryOp::In, _) => match &other.ty {
                Type::List(list) => both(&value.ty, &list.of),
                _ => return None,
            },
            _ => narrowed(op, &value.ty, &other.ty)?,
        };
        (ty != value.ty).then_some((path, ty))
    }

    /// `name.length() <= 35`
    fn length_bounded(&self, function: FunctionId, args: &[Expr], op: BinaryOp, other: &Expr) -> Option<Known> {
        let (path, own) = self.text_measured(function, args)?;
        let length = Type::Int(IntType { min: own.min.into(), max: own.max.unwrap_or(u32::MAX).into() });
        let Type::Int(known) = narrowed(op, &length, &other.ty)? else { return None };
        Some((path, with_length(own, known)))
    }

    /// The text whose length is asked for.
    fn text_measured<'e>(&self, function: FunctionId, args: &'e [Expr]) -> Option<(Path, &'e TextType)> {
        let ([text], ("text", "length")) = (args, self.native_name(function)?) else { return None };
        let Type::Text(own) = &text.ty else { return None };
        Some((Path::of(text)?, own))
    }

    /// What a type of its own says about a value; of a length it says how long the text is.
    pub(super) fn says(&self, value: &Expr, ty: &Type) -> Option<Known> {
        match (&*value.kind, ty) {
            (ExprKind::Native { function, args }, Type::Int(length)) => self.text_measured(*function, args).map(|(path, own)| (path, with_length(own, *length))),
            _ => Some((Path::of(value)?, ty.clone())),
        }
    }

    /// `lines.is_empty()`, `name.is_blank()`: where not, there is something in it.
    fn asked(&self, function: FunctionId, args: &[Expr], holds: bool) -> Vec<Known> {
        let (Some((module, name)), [value]) = (self.native_name(function), args) else { return Vec::new() };
        let Some(path) = Path::of(value).filter(|_| !holds) else { return Vec::new() };
        match (module, name, value.ty.clone()) {
            ("list", "is_empty", Type::List(mut list)) => {
                list.min = list.min.max(1);
                vec![(path, Type::List(list))]
            }
            ("text", "is_blank" | "is_empty", Type::Text(text)) => vec![(path, Type::Text(TextType { min: text.min.max(1), ..text }))],
            _ => Vec::new(),
        }
    }

    fn native_name(&self, function: FunctionId) -> Option<(&str, &str)> {
        let declared = self.ctx.project.functions.get(function.index())?;
        Some((declared.decl.module.as_str(), declared.decl.name.as_str()))
    }
}

fn with_length(own: &TextType, length: IntType) -> Type {
    let max = u32::try_from(length.max).ok().filter(|max| *max < u32::MAX);
    Type::Text(TextType { min: u32::try_from(length.min).unwrap_or(0), max, pattern: own.pattern.clone() })
}

/// An end that a condition sets to a decimal number.
#[derive(Clone)]
struct End {
    path: Path,
    of: Type,
    lower: bool,
    value: Dec,
}

/// The ends that hold together where the condition holds, or where it does not.
fn ends(condition: &Expr, holds: bool) -> Vec<End> {
    match &*condition.kind {
        ExprKind::Unary { op: UnaryOp::Not, value } => ends(value, !holds),
        ExprKind::Binary { op: BinaryOp::And, left, right } if holds => [ends(left, true), ends(right, true)].concat(),
        ExprKind::Binary { op: BinaryOp::Or, left, right } if !holds => [ends(left, false), ends(right, false)].concat(),
        ExprKind::Binary { op, left, right } => {
            let Some(op) = (if holds { Some(*op) } else { opposite(*op) }) else { return Vec::new() };
            let here = end(left, op, right);
            here.or_else(|| end(right, mirrored(op)?, left)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn end(value: &Expr, op: BinaryOp, other: &Expr) -> Option<End> {
    let limit = match &*other.kind {
        ExprKind::Const(Const::Int(limit)) => (*limit).into(),
        ExprKind::Const(Const::Decimal(limit)) => *limit,
        _ => return None,
    };
    let lower = match op {
        BinaryOp::Greater | BinaryOp::GreaterEqual => true,
        BinaryOp::Less | BinaryOp::LessEqual => false,
        _ => return None,
    };
    let decimal = matches!(value.ty.number(), Type::Decimal(_));
    decimal.then_some(End { path: Path::of(value)?, of: value.ty.clone(), lower, value: limit })
}

/// A decimal number between two ends has no more digits before the point than these.
fn between(ends: &[End]) -> Vec<Known> {
    let lower = ends.iter().filter(|end| end.lower);
    let pair = |low: &End| {
        let high = ends.iter().find(|end| !end.lower && end.path == low.path)?;
        let Type::Decimal(own) = low.of.number() else { return None };
        let narrower = super::narrowed::digits_between(own, low.value, high.value)?.with_unit(&low.of.unit());
        (narrower != low.of).then(|| (low.path.clone(), narrower))
    };
    lower.filter_map(pair).collect()
}

/// The comparison that holds where the other one does not. What may be missing is compared with `=` alone, so orders have an opposite.
fn opposite(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Equal => BinaryOp::NotEqual,
        BinaryOp::NotEqual => BinaryOp::Equal,
        BinaryOp::Less => BinaryOp::GreaterEqual,
        BinaryOp::LessEqual => BinaryOp::Greater,
        BinaryOp::Greater => BinaryOp::LessEqual,
        BinaryOp::GreaterEqual => BinaryOp::Less,
        BinaryOp::In => BinaryOp::NotIn,
        BinaryOp::NotIn => BinaryOp::In,
        _ => return None,
    })
}

/// `a op b` as a statement about `b`.
fn mirrored(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Equal | BinaryOp::NotEqual => op,
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        _ => return None,
    })
}

/// The type of a value that compares so with one of type `other`; none where nothing follows.
fn narrowed(op: BinaryOp, value: &Type, other: &Type) -> Option<Type> {
    if op == BinaryOp::Equal {
        return (!matches!(other, Type::None | Type::Optional(_))).then(|| both(value, other));
    }
    let (Type::Int(own), Type::Int(bound)) = (value.number(), other.number()) else { return None };
    let range = match op {
        BinaryOp::Less => IntType { min: own.min, max: own.max.min(bound.max.saturating_sub(1)) },
        BinaryOp::LessEqual => IntType { min: own.min, max: own.max.min(bound.max) },
        BinaryOp::Greater => IntType { min: own.min.max(bound.min.saturating_add(1)), max: own.max },
        BinaryOp::GreaterEqual => IntType { min: own.min.max(bound.min), max: own.max },
        _ => return None,
    };
    (range.min <= range.max).then(|| Type::Int(range).with_unit(&value.unit()))
}

/// What a value is that is of both types: the first one, where they have nothing in common or nothing is known of it.
fn both(a: &Type, b: &Type) -> Type {
    match (a, b) {
        (Type::Optional(a), Type::Optional(b)) => optional(both(a, b)),
        (Type::List(a), Type::List(b)) => Type::List(Box::new(both_lists(a, b))),
        (Type::MapOf(a), Type::MapOf(b)) => Type::MapOf(Box::new(both(a, b))),
        (a, b) => both_single(present(a), present(b)),
    }
}

fn both_lists(a: &ListType, b: &ListType) -> ListType {
    let of = both(&a.of, &b.of);
    let (min, max) = both_lengths((a.min, a.max), (b.min, b.max)).unwrap_or((a.min, a.max));
    ListType { min, max, of }
}

fn both_single(plain: &Type, other: &Type) -> Type {
    match (plain.number(), other.number()) {
        (Type::Int(x), Type::Int(y)) if x.min.max(y.min) <= x.max.min(y.max) => Type::Int(IntType { min: x.min.max(y.min), max: x.max.min(y.max) }).with_unit(&plain.unit()),
        (Type::Text(x), Type::Text(y)) => match both_lengths((x.min, x.max), (y.min, y.max)) {
            Some((min, max)) => Type::Text(TextType { min, max, pattern: x.pattern.clone().or_else(|| y.pattern.clone()) }),
            None => plain.clone(),
        },
        // Equal decimals may be written with more zeros than the other type has places, so nothing is known of their digits.
        _ => plain.clone(),
    }
}

/// Of two ranges of lengths; none where they have no length in common.
fn both_lengths(a: Lengths, b: Lengths) -> Option<Lengths> {
    let min = a.0.max(b.0);
    let max = match (a.1, b.1) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    max.is_none_or(|max| min <= max).then_some((min, max))
}
