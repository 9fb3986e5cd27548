//! Signatures of the library's methods: what `stdlib/*.flow` declares, with the letters that stand for any type.
//!
//! `native fn sort_by(value: list of T, key: T -> S) -> list of T`: a letter is bound by the receiver and the arguments, and the result follows
//! from it. `T` and `U` stand for any type, `S` and `K` for a single value that can be ordered, `N` for a number, be it with a unit, which the
//! result then has, too, `P` for a plain number, `E` for an enum. `pattern`, `form`, `number_form` and `zone` are texts that are read when compiling. Overloads of a name differ in their receiver or in the count of arguments.

use crossdock_syntax::ast::{self, TypeExpr, TypeKind};

use crate::context::Context;
use crate::sources::FileId;
use crate::typed::{FailureId, ListType, Type};

/// What a method of the library takes and gives.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// The receiver first.
    pub params: Vec<Shape>,
    pub result: Shape,
    pub raises: Vec<FailureId>,
}

/// A type with letters in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Is(Type),
    Letter(char),
    List(Box<Shape>),
    MapOf(Box<Shape>),
    Optional(Box<Shape>),
    /// `T -> S`
    Function(Box<Shape>, Box<Shape>),
    Literal(Literal),
}

/// A text with a grammar of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    /// A regular expression.
    Pattern,
    /// `DD.MM.YYYY`
    Form,
    /// `1.234,56`
    NumberForm,
    /// `Europe/Berlin`; another text than a literal may stand there too, and then raises `invalid` where it names no zone.
    Zone,
}

/// The names that are types only where natives are declared.
pub(crate) fn pseudo_type(name: &str) -> Option<Shape> {
    Some(match name {
        "T" | "U" | "S" | "K" | "N" | "P" | "E" => Shape::Letter(name.chars().next()?),
        "pattern" => Shape::Literal(Literal::Pattern),
        "form" => Shape::Literal(Literal::Form),
        "number_form" => Shape::Literal(Literal::NumberForm),
        "zone" => Shape::Literal(Literal::Zone),
        _ => return None,
    })
}

/// The signature of a declaration in the library.
pub(crate) fn signature(ctx: &Context<'_>, file: FileId, item: &ast::Fn) -> Signature {
    let raises = item.raises.iter().filter_map(|name| crate::resolve::built_in_failure(&name.text));
    Signature { params: item.params.iter().map(|param| shape(ctx, file, &param.ty)).collect(), result: shape(ctx, file, &item.result), raises: raises.collect() }
}

fn shape(ctx: &Context<'_>, file: FileId, ty: &TypeExpr) -> Shape {
    let plain = match &ty.kind {
        TypeKind::Named { name, .. } => pseudo_type(&name.text),
        TypeKind::List { limits, of } if limits.is_empty() => Some(Shape::List(Box::new(shape(ctx, file, of)))),
        TypeKind::MapOf(of) => Some(Shape::MapOf(Box::new(shape(ctx, file, of)))),
        TypeKind::Function(of, result) => Some(Shape::Function(Box::new(shape(ctx, file, of)), Box::new(shape(ctx, file, result)))),
        TypeKind::List { .. } | TypeKind::Error => None,
    };
    match plain {
        // `list of T?` is a list that may be missing.
        Some(Shape::List(of)) if matches!(*of, Shape::Optional(_)) => {
            let Shape::Optional(of) = *of else { return Shape::Is(Type::Error) };
            Shape::Optional(Box::new(Shape::List(of)))
        }
        Some(plain) if ty.optional => Shape::Optional(Box::new(plain)),
        Some(plain) => plain,
        None => Shape::Is(ctx.resolve_type(file, ty)),
    }
}

impl Shape {
    /// Whether values of that type have methods with this receiver; elements are not looked at.
    pub fn receives(&self, ty: &Type) -> bool {
        match (self, ty) {
            (Shape::List(_), Type::List(_)) | (Shape::MapOf(_), Type::MapOf(_)) => true,
            (Shape::Letter(letter), ty) => stands_for(*letter, ty.number()),
            // A whole number is a decimal one, too.
            (Shape::Is(Type::Decimal(_)), Type::Int(_)) => true,
            (Shape::Is(declared), ty) => std::mem::discriminant(declared) == std::mem::discriminant(ty.number()),
            _ => false,
        }
    }

    /// Whether only the elements are handed on: what becomes of them shows elsewhere.
    pub fn is_list_of_anything(&self) -> bool {
        matches!(self, Shape::List(of) if matches!(**of, Shape::Letter('T')))
    }
}

/// Whether the letter may stand for that type.
pub(crate) fn stands_for(letter: char, ty: &Type) -> bool {
    match letter {
        'N' => matches!(ty, Type::Int(_) | Type::Decimal(_) | Type::Quantity(_) | Type::Error | Type::Never),
        'P' => matches!(ty, Type::Int(_) | Type::Decimal(_) | Type::Error | Type::Never),
        'E' => matches!(ty, Type::Enum(_) | Type::Error),
        'S' | 'K' => !matches!(ty, Type::Record(_) | Type::List(_) | Type::MapOf(_) | Type::Json | Type::Optional(_) | Type::System(_) | Type::Lambda(_)),
        _ => true,
    }
}

/// What a letter stands for, in words.
pub(crate) fn in_words(shape: &Shape) -> &'static str {
    match shape {
        Shape::Letter('N') => "numbers",
        Shape::Letter('P') => "numbers without a unit",
        Shape::Letter('S' | 'K') => "single values (texts, numbers, dates …)",
        Shape::List(_) => "lists",
        Shape::Is(Type::Text(_)) => "texts",
        _ => "other values",
    }
}

/// The type that the letters stand for, so far. `Type::Never` for a letter that nothing has bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings(Vec<(char, Type)>);

impl Bindings {
    pub fn get(&self, letter: char) -> Type {
        self.0.iter().find(|(known, _)| *known == letter).map_or(Type::Never, |(_, ty)| ty.clone())
    }

    fn set(&mut self, letter: char, ty: Type) {
        self.0.retain(|(known, _)| *known != letter);
        self.0.push((letter, ty));
    }

    /// The shape with its letters filled in.
    pub fn fill(&self, shape: &Shape) -> Type {
        match shape {
            Shape::Is(ty) => ty.clone(),
            Shape::Letter(letter) => self.get(*letter),
            Shape::List(of) => Type::List(Box::new(ListType { min: 0, max: None, of: self.fill(of) })),
            Shape::MapOf(of) => Type::MapOf(Box::new(self.fill(of))),
            Shape::Optional(of) => match self.fill(of) {
                optional @ (Type::Optional(_) | Type::Error | Type::Never | Type::None) => optional,
                other => Type::Optional(Box::new(other)),
            },
            Shape::Function(of, result) => Type::Lambda(Box::new((self.fill(of), self.fill(result)))),
            Shape::Literal(_) => Type::Text(crate::typed::TextType::default()),
        }
    }

    /// Widens the letters of the shape so that the type has it; the part that does not fit is the error.
    pub fn bind<'s>(&mut self, shape: &'s Shape, ty: &Type, join: impl Fn(&Type, &Type) -> Option<Type> + Copy) -> Result<(), &'s Shape> {
        match (shape, ty) {
            (_, Type::Error | Type::Never) => Ok(()),
            (Shape::Letter(letter), ty) => {
                let joined = join(&self.get(*letter), ty).filter(|joined| stands_for(*letter, joined)).ok_or(shape)?;
                self.set(*letter, joined);
                Ok(())
            }
            (Shape::List(of), Type::List(list)) => self.bind(of, &list.of, join),
            (Shape::MapOf(of), Type::MapOf(inner)) => self.bind(of, inner, join),
            (Shape::Is(declared), ty) if join(declared, ty).is_some() => Ok(()),
            (Shape::Optional(of), ty) => self.bind(of, if let Type::Optional(inner) = ty { inner } else { ty }, join),
            (Shape::Is(_) | Shape::List(_) | Shape::MapOf(_) | Shape::Function(..) | Shape::Literal(_), _) => Err(shape),
        }
    }
}
