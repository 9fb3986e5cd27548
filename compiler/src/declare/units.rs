//! `unit`: what each is worth in others, without circles; and that a name means one unit in all files.

mod problem;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{Context, Def};
use crate::diagnostic::Fact;
use crate::resolve::Declared;
use crate::sources::FileId;
use crate::typed::{Dec, Unit, UnitId, Units};
use crate::units::{Ratio, Size, currency};
use problem::{Link, Problem};

/// Completes the units; types come later and only name them.
pub(super) fn declare(ctx: &mut Context<'_>, declared: &[Declared<'_>]) {
    let items: Vec<Item<'_>> = declared.iter().filter_map(Item::of).collect();
    for item in &items {
        currency_again(ctx, item);
    }
    same_names(ctx, &items, |item| item.tree.size.is_none());
    let made = items.iter().filter_map(|item| made_of(ctx, item)).collect();
    sizes(ctx, made);
    same_names(ctx, &items, |_| true);
}

struct Item<'a> {
    file: FileId,
    id: UnitId,
    tree: &'a ast::Unit,
    span: Span,
}

impl<'a> Item<'a> {
    fn of(declared: &Declared<'a>) -> Option<Item<'a>> {
        match (&declared.item.kind, declared.def) {
            (ItemKind::Unit(tree), Def::Unit(id)) => Some(Item { file: declared.file, id, tree, span: declared.item.span }),
            _ => None,
        }
    }
}

/// A unit that is made of others, whose own sizes are not known yet.
struct Made {
    file: FileId,
    id: UnitId,
    name: ast::Name,
    ratio: Ratio,
    of: Units,
}

/// A currency that is declared is the one that is known anyway.
fn currency_again(ctx: &mut Context<'_>, item: &Item<'_>) {
    let Some(known) = currency(&item.tree.name.text) else { return };
    if let Some(unit) = ctx.project.units.get_mut(item.id.index()) {
        unit.is = known;
        unit.size = Size { ratio: Ratio::ONE, of: Units::of(known) };
    }
    let name = item.tree.name.clone();
    ctx.report(match &item.tree.size {
        Some(size) => Problem::CurrencyFactor { file: item.file, name, size: size.span }.diagnostic(),
        None => Problem::CurrencyKnown { file: item.file, name, item: item.span }.diagnostic(),
    });
}

fn made_of(ctx: &Context<'_>, item: &Item<'_>) -> Option<Made> {
    let size = item.tree.size.as_ref().filter(|_| currency(&item.tree.name.text).is_none())?;
    let ratio = ratio(size);
    if ratio.is_none() {
        ctx.report(Problem::Factor { file: item.file, span: size.span }.diagnostic());
    }
    let of = ctx.units(item.file, &size.of)?;
    Some(Made { file: item.file, id: item.id, name: item.tree.name.clone(), ratio: ratio?, of })
}

fn ratio(size: &ast::UnitSize) -> Option<Ratio> {
    let number = |number: &ast::Number| number.text.parse::<Dec>().ok().and_then(Ratio::from_dec);
    match &size.divisor {
        None => number(&size.number),
        Some(divisor) => number(&size.number)?.per(number(divisor)?),
    }
}

/// Each as soon as what it is made of is known; what is left goes in circles.
fn sizes(ctx: &mut Context<'_>, mut pending: Vec<Made>) {
    loop {
        let open: FxHashSet<UnitId> = pending.iter().map(|made| made.id).collect();
        let is_open = |made: &Made| made.of.powers().iter().any(|(unit, _)| open.contains(unit));
        let (waiting, ready): (Vec<Made>, Vec<Made>) = pending.into_iter().partition(is_open);
        if ready.is_empty() {
            return report_circle(ctx, &waiting);
        }
        for made in ready {
            size(ctx, &made);
        }
        pending = waiting;
    }
}

fn size(ctx: &mut Context<'_>, made: &Made) {
    let own = made.of.size(&ctx.project.units).and_then(|size| Some(Size { ratio: size.ratio.times(made.ratio)?, of: size.of }));
    match own {
        Some(own) => {
            if let Some(unit) = ctx.project.units.get_mut(made.id.index()) {
                unit.size = own;
            }
        }
        None => ctx.report(Problem::TooLong { file: made.file, name: made.name.clone() }.diagnostic()),
    }
}

/// One circle, followed from the first unit that waits for itself in the end.
fn report_circle(ctx: &Context<'_>, waiting: &[Made]) {
    let next = |made: &Made| made.of.powers().iter().find_map(|(unit, _)| waiting.iter().position(|other| other.id == *unit));
    let mut path: Vec<usize> = Vec::new();
    let mut at = if waiting.is_empty() { None } else { Some(0) };
    while let Some(here) = at {
        if let Some(start) = path.iter().position(|seen| *seen == here) {
            let links = path.iter().skip(start).filter_map(|at| waiting.get(*at));
            let links = links.map(|made| Link { file: made.file, name: made.name.clone(), of: made.of.show(&ctx.project.units) }).collect();
            return ctx.report(Problem::Circle { links }.diagnostic());
        }
        path.push(here);
        at = waiting.get(here).and_then(next);
    }
}

/// Units of one name are one unit, wherever they are declared; those of the project that differ are reported.
fn same_names(ctx: &mut Context<'_>, items: &[Item<'_>], concerns: impl Fn(&Item<'_>) -> bool) {
    let mut first: FxHashMap<&str, &Item<'_>> = FxHashMap::default();
    for item in items.iter().filter(|item| concerns(item) && currency(&item.tree.name.text).is_none()) {
        let Some(known) = first.get(item.tree.name.text.as_str()) else {
            first.insert(&item.tree.name.text, item);
            continue;
        };
        join(ctx, known, item);
    }
}

fn join(ctx: &mut Context<'_>, first: &Item<'_>, second: &Item<'_>) {
    let units = &ctx.project.units;
    let (Some(a), Some(b)) = (units.get(first.id.index()), units.get(second.id.index())) else { return };
    let root = |unit: &Unit| unit.size.of.single() == Some(unit.is);
    let roots = root(a) && root(b);
    let (alike, is) = (roots || a.size == b.size, a.is);
    if !alike {
        if first.file != second.file && !ctx.is_library(first.file) && !ctx.is_library(second.file) {
            ctx.report(Problem::Different { file: second.file, name: second.tree.name.clone(), first: (first.file, first.tree.name.span) }.diagnostic());
        }
        return;
    }
    if let Some(unit) = ctx.project.units.get_mut(second.id.index()) {
        unit.is = is;
        if roots {
            unit.size = Size { ratio: Ratio::ONE, of: Units::of(is) };
        }
    }
}
