//! One cell of a table: a constant of its column's type.

use crossdock_syntax::ast::{self, ExprKind, Name, TextPart, UnaryOp};

use super::problem::Problem;
use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::patterns::read::misfit;
use crate::resolve::nearest;
use crate::show;
use crate::sources::FileId;
use crate::typed::{Const, Enum, EnumId, IntType, Project, TextType, Type};

pub(super) struct Cell<'c, 'a> {
    pub ctx: &'c Context<'a>,
    pub file: FileId,
    pub ty: &'c Type,
    pub expr: &'c ast::Expr,
}

impl Cell<'_, '_> {
    /// The constant; none where that was reported, here or before.
    pub fn read(&self) -> Option<Const> {
        match (self.ty, &*self.expr.kind) {
            (Type::Error, _) | (_, ExprKind::Error) => None,
            (Type::Text(ty), ExprKind::Text(parts)) => self.text(ty, parts),
            (Type::Int(ty), ExprKind::Number(number)) => self.int(ty, &number.text),
            (Type::Int(ty), ExprKind::Unary { op: UnaryOp::Minus, value }) => match &*value.kind {
                ExprKind::Number(number) => self.int(ty, &format!("-{}", number.text)),
                _ => self.other(),
            },
            (Type::Bool, ExprKind::Bool(value)) => Some(Const::Bool(*value)),
            (Type::Enum(id), ExprKind::Name(name)) => self.variant(*id, name),
            _ => self.other(),
        }
    }

    fn text(&self, ty: &TextType, parts: &[TextPart]) -> Option<Const> {
        let mut text = String::new();
        for part in parts {
            match part {
                TextPart::Literal(literal) => text.push_str(literal),
                TextPart::Hole(hole) => {
                    self.report(Problem::Hole { file: self.file, span: hole.span });
                    return None;
                }
            }
        }
        match misfit(ty, &text) {
            Some(why) => self.unfit(why),
            None => Some(Const::Text(text)),
        }
    }

    fn int(&self, ty: &IntType, digits: &str) -> Option<Const> {
        match digits.parse::<i64>() {
            Ok(value) if (ty.min..=ty.max).contains(&value) => Some(Const::Int(value)),
            Ok(value) => self.unfit(format!("{value} is out of range")),
            Err(_) => self.other(),
        }
    }

    fn variant(&self, id: EnumId, name: &Name) -> Option<Const> {
        let found = self.ctx.project.enums.get(id.index())?;
        let Some(index) = found.variants.iter().position(|variant| variant.name == name.text) else {
            self.unknown_variant(id, found, name);
            return None;
        };
        let variant = found.variants.get(index)?;
        self.ctx.mention(self.file, show::variant(found, variant, name.span));
        Some(Const::Enum(id, index as u32))
    }

    fn unknown_variant(&self, id: EnumId, found: &Enum, name: &Name) {
        if found.variants.is_empty() || self.ctx.is_damaged(Def::Enum(id)) {
            return;
        }
        let known: Vec<String> = found.variants.iter().map(|variant| variant.name.clone()).collect();
        let near = nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
        let place = found.decl.place;
        let at = (place.file, place.span);
        self.report(Problem::UnknownVariant { file: self.file, name: name.clone(), of: found.decl.name.clone(), at, near, known });
    }

    fn other(&self) -> Option<Const> {
        let wanted = self.ctx.show(self.ty);
        let example = example(&self.ctx.project, self.ty);
        self.report(Problem::OtherType { file: self.file, span: self.expr.span, wanted, example, mend: self.meant() });
        None
    }

    /// A text without its quotes, a variant within some.
    fn meant(&self) -> Option<String> {
        match (self.ty, &*self.expr.kind) {
            (Type::Text(_), ExprKind::Name(name)) if is_otherwise(&name.text) => Some("otherwise".to_owned()),
            (Type::Text(_), ExprKind::Name(name)) => Some(format!("\"{}\"", name.text)),
            (Type::Text(_), ExprKind::Number(number)) => Some(format!("\"{}\"", number.text)),
            (Type::Int(_), ExprKind::Text(parts)) => literal(parts)?.parse::<i64>().ok().map(|number| number.to_string()),
            (Type::Enum(id), ExprKind::Text(parts)) => {
                let text = literal(parts)?;
                let variants = &self.ctx.project.enums.get(id.index())?.variants;
                variants.iter().find(|variant| variant.name.eq_ignore_ascii_case(text) || variant.code == text).map(|variant| variant.name.clone())
            }
            (Type::Bool, ExprKind::Name(name)) if name.text.eq_ignore_ascii_case("true") => Some("yes".to_owned()),
            (Type::Bool, ExprKind::Name(name)) if name.text.eq_ignore_ascii_case("false") => Some("no".to_owned()),
            _ => None,
        }
    }

    fn unfit(&self, why: String) -> Option<Const> {
        self.report(Problem::Unfit { file: self.file, span: self.expr.span, ty: self.ctx.show(self.ty), why });
        None
    }

    fn report(&self, problem: Problem) {
        self.ctx.report(problem.diagnostic());
    }
}

/// How others write the row for all that is left.
fn is_otherwise(name: &str) -> bool {
    matches!(name.to_lowercase().as_str(), "default" | "else" | "other" | "others" | "sonst" | "rest" | "_")
}

fn literal(parts: &[TextPart]) -> Option<&str> {
    if let [TextPart::Literal(text)] = parts { Some(text) } else { None }
}

/// How a value of the type is written.
fn example(project: &Project, ty: &Type) -> String {
    match ty {
        Type::Text(_) => "a text in quotes, such as \"GND\"".to_owned(),
        Type::Int(_) => "a whole number, such as 3".to_owned(),
        Type::Bool => "`yes` or `no`".to_owned(),
        Type::Enum(id) => {
            let variants = project.enums.get(id.index()).map(|found| found.variants.iter().map(|variant| variant.name.clone()).collect::<Vec<_>>());
            format!("one of: {}", variants.unwrap_or_default().join(", "))
        }
        _ => String::new(),
    }
}
