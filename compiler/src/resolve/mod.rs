//! What every name means: the items of each file, what each file `use`s, and who calls whom.

mod calls;
mod collect;
pub(crate) mod contracts;
mod cycles;
mod imports;
mod names;
mod nearest;
mod problem;
pub(crate) mod types;
pub(crate) mod units;

use crossdock_syntax::ast;

pub(crate) use collect::{Declared, collect, version};
pub(crate) use cycles::{MOST_CALLS, order_bodies};
pub(crate) use imports::{is_in_module, module_path, place_for_use, resolve_uses, unused_uses};
pub(crate) use names::{Names, built_in_failure};
pub(crate) use nearest::nearest;
use problem::Problem;
pub(crate) use problem::Problem as NameProblem;

use crate::context::{Context, Def, Want};
use crate::diagnostic::Fact;
use crate::sources::FileId;
use crate::units::CURRENCIES;

/// See [`Context::expect`].
pub(crate) fn expect(ctx: &Context<'_>, file: FileId, name: &ast::Name, want: Want, locals: &[&str]) -> Option<Def> {
    let Some(def) = ctx.lookup(file, &name.text) else {
        report_unknown(ctx, file, name, want, locals);
        return None;
    };
    if def == Def::Broken {
        return None;
    }
    ctx.mention_def(file, name.span, def);
    if want.fits(def) {
        return Some(def);
    }
    let declared = crate::show::place(&ctx.project, def).filter(|place| *place != (file, name.span));
    let known = ctx.names.visible(file, |def| want.fits(def));
    let near = nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
    ctx.report(Problem::OtherKind { file, name: name.clone(), is: def.a_kind(), want: want.a_kind(), declared, near }.diagnostic());
    None
}

fn report_unknown(ctx: &Context<'_>, file: FileId, name: &ast::Name, want: Want, locals: &[&str]) {
    if ctx.unread.contains(&file) && want.a_kind() != "a value" {
        return;
    }
    let near = {
        let mut known = ctx.names.visible(file, |def| want.fits(def));
        known.retain(|known| want != Want::Callable || !is_within(ctx, file, name, known));
        known.extend(locals.iter().map(|local| (*local).to_owned()));
        if want == Want::Unit && name.text.chars().all(|letter| letter.is_ascii_uppercase()) {
            known.extend(CURRENCIES.iter().map(|currency| (*currency).to_owned()));
        }
        known.extend(want.built_in_names().iter().map(|known| (*known).to_owned()));
        let time = unit_of_time(&name.text).filter(|_| want.a_kind() == "a unit");
        time.or_else(|| nearest(&name.text, known.iter().map(String::as_str))).map(str::to_owned)
    };
    let elsewhere = imports::elsewhere(ctx, file, &name.text, want);
    let use_at = imports::place_for_use(ctx, file);
    ctx.report(Problem::Unknown { file, name: name.clone(), want: want.a_kind(), near, elsewhere, use_at }.diagnostic());
}

/// Whether the name stands within the fn or map of that name, which can neither call nor extend itself.
fn is_within(ctx: &Context<'_>, file: FileId, name: &ast::Name, function: &str) -> bool {
    let items = ctx.files.iter().filter(|(id, _)| *id == file).flat_map(|(_, read)| &read.items);
    items.filter(|item| item.span.start <= name.span.start && name.span.end <= item.span.end).any(|item| match &item.kind {
        ast::ItemKind::Fn(item) => item.name.text == function,
        ast::ItemKind::Map(item) => item.name.text == function,
        _ => false,
    })
}

/// `5 minutes`
pub(crate) fn unit_of_time(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "millisecond" | "milliseconds" | "msec" => "ms",
        "second" | "seconds" | "sec" | "secs" | "sekunden" => "s",
        "minute" | "minutes" | "mins" | "m" | "minuten" => "min",
        "hour" | "hours" | "hr" | "hrs" | "stunden" => "h",
        "day" | "days" | "tage" => "d",
        _ => return None,
    })
}

impl Want {
    pub(crate) fn fits(self, def: Def) -> bool {
        match self {
            Want::Type => matches!(def, Def::Enum(_) | Def::Record(_) | Def::Contract(_)),
            Want::Callable => matches!(def, Def::Function(_) | Def::Table(_) | Def::Routes(_)),
            Want::Failure => matches!(def, Def::Failure(_)),
            Want::Policy => matches!(def, Def::Policy(_)),
            Want::Contract => matches!(def, Def::Contract(_)),
            Want::System | Want::Value => matches!(def, Def::System(_)),
            Want::SystemOrContract => matches!(def, Def::System(_) | Def::Contract(_)),
            Want::Unit => matches!(def, Def::Unit(_)),
        }
    }

    fn a_kind(self) -> &'static str {
        match self {
            Want::Type => "a type",
            Want::Callable => "a fn, map or table",
            Want::Failure => "a failure",
            Want::Policy => "a policy",
            Want::Contract => "a contract",
            Want::System => "a system",
            Want::SystemOrContract => "a system or contract",
            Want::Unit => "a unit",
            Want::Value => "a value",
        }
    }

    fn built_in_names(self) -> &'static [&'static str] {
        match self {
            Want::Type => &types::SCALARS,
            Want::Unit | Want::Callable | Want::Failure | Want::Policy | Want::Contract | Want::System | Want::SystemOrContract | Want::Value => &[],
        }
    }
}

impl Def {
    pub(crate) fn a_kind(self) -> &'static str {
        match self {
            Def::Enum(_) => "an enum",
            Def::Record(_) => "a record",
            Def::Table(_) | Def::Routes(_) => "a table",
            Def::Function(_) => "a fn or map",
            Def::Failure(_) => "a failure",
            Def::Policy(_) => "a policy",
            Def::Contract(_) => "a contract",
            Def::System(_) => "a system",
            Def::Unit(_) => "a unit",
            Def::Flow => "a flow",
            Def::Broken => "an item that could not be read",
        }
    }
}
