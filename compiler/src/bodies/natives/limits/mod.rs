//! Limits of results that depend on the arguments. What the declaration says holds unless a rule here says more; whatever the implementation in the
//! engine gives has to lie within.

mod date;
mod list;
mod number;
mod text;

use crate::typed::{Const, Expr, ExprKind, IntType, ListType, Project, TextType, Type};

/// The result's type, and whether what the declaration says it raises can happen at all.
pub(super) struct Refined {
    pub ty: Type,
    pub fails: bool,
}

/// The result of a native, known under its full name.
pub(super) fn refine(project: &Project, full: &str, args: &[Expr], declared: Type) -> Refined {
    let args = Args { project, args };
    let refined = match full.split_once('.') {
        Some(("text" | "pattern" | "encoding", name)) => text::refine(name, &args),
        Some(("number", name)) => number::refine(name, &args, &declared),
        Some(("date", name)) => date::refine(name, &args),
        Some(("list", name)) => list::refine(name, &args, &declared),
        Some(("enum", name)) => args.variant_texts(name == "code").map(Refined::may_fail),
        _ => None,
    };
    refined.unwrap_or(Refined { ty: declared, fails: true })
}

impl Refined {
    fn may_fail(ty: Type) -> Refined {
        Refined { ty, fails: true }
    }

    fn sure(ty: Type) -> Refined {
        Refined { ty, fails: false }
    }
}

/// The arguments, the receiver first.
struct Args<'e> {
    project: &'e Project,
    args: &'e [Expr],
}

impl<'e> Args<'e> {
    /// Quantities are known by their numbers.
    fn ty(&self, at: usize) -> Option<&'e Type> {
        self.args.get(at).map(|arg| arg.ty.number())
    }

    fn text(&self, at: usize) -> Option<&'e TextType> {
        if let Some(Type::Text(text)) = self.ty(at) { Some(text) } else { None }
    }

    fn int(&self, at: usize) -> Option<IntType> {
        if let Some(Type::Int(int)) = self.ty(at) { Some(*int) } else { None }
    }

    fn list(&self, at: usize) -> Option<&'e ListType> {
        if let Some(Type::List(list)) = self.ty(at) { Some(list) } else { None }
    }

    /// A count of characters or elements: the least and the most that it can be.
    fn count(&self, at: usize) -> (u32, u32) {
        let int = self.int(at).unwrap_or_default();
        (u32::try_from(int.min.max(0)).unwrap_or(u32::MAX), u32::try_from(int.max.max(0)).unwrap_or(u32::MAX))
    }

    fn literal(&self, at: usize) -> Option<&'e str> {
        if let ExprKind::Const(Const::Text(text)) = &*self.args.get(at)?.kind { Some(text) } else { None }
    }

    /// The one value that a whole argument has.
    fn exact(&self, at: usize) -> Option<i64> {
        self.int(at).filter(|int| int.min == int.max).map(|int| int.min)
    }

    fn variant_texts(&self, codes: bool) -> Option<Type> {
        let Some(Type::Enum(id)) = self.ty(0) else { return None };
        let variants = &self.project.enums.get(id.index())?.variants;
        let lengths = variants.iter().map(|variant| if codes { &variant.code } else { &variant.name }).map(|text| text.chars().count() as u32);
        Some(lengths_between(lengths.clone().min().unwrap_or(0), lengths.max()))
    }
}

fn lengths_between(min: u32, max: Option<u32>) -> Type {
    // As good as no limit.
    Type::Text(TextType { min, max: max.filter(|max| *max < u32::MAX), pattern: None })
}

fn between(min: i64, max: i64) -> Type {
    Type::Int(IntType { min, max })
}

fn list_of(min: u32, max: Option<u32>, of: Type) -> Type {
    Type::List(Box::new(ListType { min, max, of }))
}
