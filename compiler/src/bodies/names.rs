//! Bare names: locals, variants by the type that is expected, systems.

use crossdock_syntax::ast;

use super::expr::constant;
use super::problem::Problem;
use super::{Checker, present};
use crate::context::{Def, Want};
use crate::typed::{Const, EnumId, Expr, ExprKind, Type};

impl Checker<'_, '_> {
    /// `whole`: the value goes somewhere as it is, so that all of a record counts as read.
    pub(super) fn name(&mut self, name: &ast::Name, want: Option<&Type>, whole: bool) -> Expr {
        if let Some(expr) = self.local_named(name, whole) {
            return expr;
        }
        if let Some(expr) = self.field_in_rule(name) {
            return expr;
        }
        if let Some(Type::Enum(id)) = want.map(present)
            && let Some(expr) = self.variant(*id, name)
        {
            return expr;
        }
        if let Some(built) = self.variant_of(name, None, want, name.span) {
            return built;
        }
        match self.ctx.lookup(self.file, &name.text) {
            Some(Def::System(id)) => {
                self.ctx.mention_def(self.file, name.span, Def::System(id));
                let contract = self.ctx.project.systems.get(id.index()).map(|system| Type::System(system.contract));
                Expr { ty: contract.unwrap_or(Type::Error), span: name.span, kind: Box::new(ExprKind::System(id)) }
            }
            Some(_) => self.unknown(name, want),
            None if self.is_variant_somewhere(&name.text) => self.unknown(name, want),
            None => self.foreign_name(name, want).unwrap_or_else(|| self.unknown(name, want)),
        }
    }

    fn local_named(&mut self, name: &ast::Name, whole: bool) -> Option<Expr> {
        let (_, id) = self.scope.iter().rev().find(|(known, _)| *known == name.text)?;
        let (id, local) = (*id, self.local(*id)?.clone());
        if whole {
            self.reads.whole(&local.ty);
        }
        self.mention_local(name, id);
        Some(self.as_known(Expr { ty: local.ty, span: name.span, kind: Box::new(ExprKind::Local(id)) }))
    }

    pub(super) fn variant(&self, id: EnumId, name: &ast::Name) -> Option<Expr> {
        let item = self.ctx.project.enums.get(id.index()).filter(|item| item.record.is_none())?;
        let at = item.variants.iter().position(|variant| variant.name == name.text)?;
        let variant = item.variants.get(at)?;
        self.ctx.mention(self.file, crate::show::variant(&self.ctx.project, item, variant, name.span));
        Some(constant(Const::Enum(id, at as u32), Type::Enum(id), name.span))
    }

    /// Whether the name could be a variant of some enum, but is nothing else: then what it is compared with says which.
    pub(super) fn is_bare_variant(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Name(name) = &*expr.kind else { return false };
        let local = self.scope.iter().any(|(known, _)| *known == name.text) || self.field_of_rule(&name.text).is_some();
        !local && matches!(self.ctx.lookup(self.file, &name.text), None | Some(Def::Unit(_)))
    }

    fn is_variant_somewhere(&self, name: &str) -> bool {
        self.ctx.project.enums.iter().any(|item| item.variants.iter().any(|variant| variant.name == name))
    }

    fn unknown(&self, name: &ast::Name, want: Option<&Type>) -> Expr {
        match want.map(present) {
            Some(Type::Enum(id)) => self.unknown_variant(*id, name),
            Some(Type::Record(id)) if self.tagged(*id).is_some() => self.tagged(*id).iter().for_each(|of| self.unknown_variant(*of, name)),
            Some(Type::Error) => {}
            _ => {
                let of: Vec<String> =
                    self.ctx.project.enums.iter().filter(|item| item.variants.iter().any(|variant| variant.name == name.text)).map(|item| item.decl.name.clone()).collect();
                if of.is_empty() {
                    let fields = self.fields_of_rule();
                    let visible: Vec<&str> = self.visible().into_iter().chain(fields.iter().map(String::as_str)).collect();
                    self.ctx.expect(self.file, name, Want::Value, &visible);
                } else {
                    self.report(Problem::VariantHere { file: self.file, name: name.clone(), of });
                }
            }
        }
        self.error(name.span)
    }

    pub(super) fn unknown_variant(&self, id: EnumId, name: &ast::Name) {
        let Some(item) = self.ctx.project.enums.get(id.index()) else { return };
        let variants: Vec<&str> = item.variants.iter().map(|variant| variant.name.as_str()).collect();
        let by_code = item.variants.iter().find(|variant| variant.code == name.text).map(|variant| variant.name.clone());
        let near = by_code.or_else(|| crate::resolve::nearest(&name.text, variants.iter().copied().chain(self.visible())).map(str::to_owned));
        let declared = (item.decl.place.file, item.decl.place.span);
        let known = variants.join(", ");
        self.report(Problem::UnknownVariant { file: self.file, name: name.clone(), of: item.decl.name.clone(), known, near, pattern: false, declared });
    }
}
