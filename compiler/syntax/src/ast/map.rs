//! Functions, maps and the fields that they set.

use crate::span::Span;

use super::{Expr, Name, Str, TypeExpr};

/// `fn gross(line: OrderLine) -> decimal(12,2) { let … expression }`, or `native fn …` without a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Fn {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// What a native may raise. What a fn with a body may raise shows in its body.
    pub raises: Vec<Name>,
    /// `None` for a native, which the engine implements.
    pub body: Option<FnBody>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FnBody {
    pub lets: Vec<Let>,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub name: Name,
    pub ty: TypeExpr,
}

/// `map to_release(order: Order) -> Release { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    pub name: Name,
    pub params: Vec<Param>,
    pub result: TypeExpr,
    /// `extends to_release`: the body names only what differs from that map.
    pub extends: Option<Name>,
    pub body: Block,
}

/// The fields of a record being built: the body of a map, of a nested target, of a `for`, of `with` and `expect sent`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Braces included.
    pub span: Span,
    pub stmts: Vec<Stmt>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    Let(Let),
    /// `name = expression`
    Set {
        target: Name,
        value: Expr,
    },
    /// `ship_to { … }`
    Nest {
        target: Name,
        block: Block,
    },
    /// `..order except note, tags`
    Spread {
        span: Span,
        source: Expr,
        except: Vec<Name>,
    },
    /// `ignore order.note, order.tags "not for the warehouse"`
    Ignore {
        span: Span,
        /// A field of the target, or a path from a name in scope.
        paths: Vec<Vec<Name>>,
        because: Str,
    },
    /// A statement of another map: nobody writes it, it comes of merging a map with the one that it extends.
    From {
        /// Of the compiler's files.
        file: u32,
        map: String,
        stmt: Box<Stmt>,
    },
    Error(Span),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Let {
    pub span: Span,
    pub name: Name,
    pub value: Expr,
}
