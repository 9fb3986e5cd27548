//! Names of units, and products of them.

use crossdock_syntax::ast;

use crate::context::{Context, Def, Want};
use crate::sources::FileId;
use crate::typed::{UnitId, Units};
use crate::{Mention, units};

/// See [`Context::unit`].
pub(crate) fn unit(ctx: &Context<'_>, file: FileId, name: &ast::Name) -> Option<UnitId> {
    let known = ctx.lookup(file, &name.text);
    if let (false, Some(id)) = (matches!(known, Some(Def::Unit(_))), units::currency(&name.text)) {
        let title = format!("unit {} — a currency", name.text);
        ctx.mention(file, Mention { span: name.span, title, docs: None, target: None });
        return Some(id);
    }
    match ctx.expect(file, name, Want::Unit, &[])? {
        Def::Unit(id) => Some(ctx.project.units.get(id.index()).map_or(id, |unit| unit.is)),
        _ => None,
    }
}

/// See [`Context::units`].
pub(crate) fn units(ctx: &Context<'_>, file: FileId, tree: &ast::UnitExpr) -> Option<Units> {
    let mut whole = Some(Units::default());
    for part in &tree.parts {
        let one = unit(ctx, file, &part.name).map(Units::of);
        whole = whole.zip(one).map(|(whole, one)| if part.divides { whole.per(&one) } else { whole.times(&one) });
    }
    whole
}
