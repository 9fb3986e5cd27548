//! Types, signatures and names in the words of the language, for messages and hover.

use crossdock_syntax::{Span, ast};

use crate::Mention;
use crate::context::{Context, Def};
use crate::sources::FileId;
use crate::typed::{Const, Decl, Enum, FailureId, Function, FunctionId, FunctionKind, Project, Record, TextType, Type, Variant};

/// The type as one writes it.
pub fn ty(project: &Project, ty: &Type) -> String {
    match ty {
        Type::Text(text) => text_type(text),
        Type::Int(int) => match (int.min, int.max) {
            (i64::MIN, i64::MAX) => "int".to_owned(),
            (min, i64::MAX) => format!("int({min}..)"),
            (i64::MIN, max) => format!("int(..{max})"),
            (min, max) => format!("int({min}..{max})"),
        },
        Type::Decimal(decimal) => match decimal.limits {
            None => "decimal".to_owned(),
            Some((digits, behind)) => format!("decimal({digits},{behind})"),
        },
        Type::Quantity(quantity) => format!("{}[{}]", self::ty(project, &quantity.number), quantity.unit.show(&project.units)),
        Type::Bool => "bool".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Json => "json".to_owned(),
        Type::Enum(id) => name_of(project.enums.get(id.index()).map(|item| &item.decl)),
        Type::Record(id) => name_of(project.records.get(id.index()).map(|item| &item.decl)),
        Type::System(id) => name_of(project.contracts.get(id.index()).map(|item| &item.decl)),
        Type::List(list) => format!("list{} of {}", lengths(list.min, list.max), self::ty(project, &list.of)),
        Type::MapOf(of) => format!("map of text to {}", self::ty(project, of)),
        Type::Optional(of) => format!("{}?", self::ty(project, of)),
        Type::Lambda(_) => "lambda".to_owned(),
        Type::None => "none".to_owned(),
        Type::Never => "nothing".to_owned(),
        Type::Error => "any".to_owned(),
    }
}

/// A constant in the language's own writing.
pub fn constant(project: &Project, value: &Const) -> String {
    match value {
        Const::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Const::Int(number) => number.to_string(),
        Const::Decimal(number) => number.to_string(),
        Const::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Const::Date(date) => date.to_string(),
        Const::Time(time) => crate::moments::written(*time),
        Const::Timestamp(at) => at.to_string(),
        Const::Duration(nanos) => crate::duration::written(*nanos),
        Const::Enum(id, variant) => {
            let found = project.enums.get(id.index()).and_then(|found| found.variants.get(*variant as usize));
            found.map(|variant| variant.name.clone()).unwrap_or_default()
        }
    }
}

/// A length of time in nanoseconds, in the largest unit of which it is a whole number: `90s`, `4h`.
pub fn duration(nanos: i64) -> String {
    crate::duration::written(nanos)
}

/// `0.45359237 kg`; none for a unit that is made of no other.
pub fn unit_size(project: &Project, unit: &crate::typed::Unit) -> Option<String> {
    if unit.size.of.single() == Some(unit.is) {
        return None;
    }
    let (above, below) = unit.size.ratio.parts();
    let number = unit.size.ratio.exact().map_or_else(|| format!("{above}/{below}"), |number| number.to_string());
    Some(format!("{number} {}", unit.size.of.show(&project.units)))
}

fn name_of(decl: Option<&Decl>) -> String {
    decl.map(|decl| decl.name.clone()).unwrap_or_default()
}

fn text_type(text: &TextType) -> String {
    let lengths = lengths(text.min, text.max);
    match &text.pattern {
        None => format!("text{lengths}"),
        Some(pattern) => format!("text{lengths} matching \"{pattern}\""),
    }
}

fn lengths(min: u32, max: Option<u32>) -> String {
    match (min, max) {
        (0, None) => String::new(),
        (min, None) => format!("({min}..)"),
        (min, Some(max)) if min == max => format!("({max})"),
        (0, Some(max)) => format!("(..{max})"),
        (min, Some(max)) => format!("({min}..{max})"),
    }
}

/// See [`Context::signature`].
pub(crate) fn signature(ctx: &Context<'_>, id: FunctionId) -> String {
    let Some(function) = ctx.project.functions.get(id.index()) else { return String::new() };
    if matches!(function.kind, FunctionKind::Native) {
        return written_line(ctx, &function.decl);
    }
    let params = function.locals.iter().take(function.params).map(|param| format!("{}: {}", param.name, ctx.show(&param.ty)));
    let params = params.collect::<Vec<_>>().join(", ");
    format!("{} {}({params}) -> {}{}", keyword(function), function.decl.name, ctx.show(&function.result), raises(&ctx.project, function))
}

/// A native as it is declared, with its letters.
fn written_line(ctx: &Context<'_>, decl: &Decl) -> String {
    let text = &ctx.sources.get(decl.place.file).text;
    let (before, after) = text.split_at(decl.place.span.start as usize);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').map_or(text.len(), |at| before.len() + at);
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

fn keyword(function: &Function) -> &'static str {
    match function.kind {
        FunctionKind::Fn(_) => "fn",
        FunctionKind::Map(_) => "map",
        FunctionKind::Native => "native fn",
    }
}

fn raises(project: &Project, function: &Function) -> String {
    let names = failure_names(project, function.failures.iter().copied()).join(" ");
    if names.is_empty() { names } else { format!(" raises {names}") }
}

/// What hover shows for a name that means `def`.
pub(crate) fn mention(ctx: &Context<'_>, span: Span, def: Def) -> Option<Mention> {
    let decl = decl(&ctx.project, def)?;
    let target = place(&ctx.project, def);
    let docs = if let Def::Record(_) = def { with_rules(ctx, decl) } else { decl.docs.clone() };
    Some(Mention { span, title: title(ctx, def, decl), docs, target })
}

/// A record's documentation, and below it what holds for every such record.
fn with_rules(ctx: &Context<'_>, decl: &Decl) -> Option<String> {
    let file = decl.place.file;
    let items = ctx.files.get(file.0 as usize).map_or(&[][..], |(_, tree)| tree.items.as_slice());
    let record = items.iter().find_map(|item| match &item.kind {
        ast::ItemKind::Record(record) if record.name.span == decl.place.span => Some(record),
        _ => None,
    })?;
    let rules: Vec<String> = record.rules.iter().map(|rule| format!("`{}`", ctx.text(file, rule.span).split_whitespace().collect::<Vec<_>>().join(" "))).collect();
    match (decl.docs.clone(), rules.is_empty()) {
        (docs, true) => docs,
        (Some(docs), false) => Some(format!("{docs}\n\n{}", rules.join("\n\n"))),
        (None, false) => Some(rules.join("\n\n")),
    }
}

fn title(ctx: &Context<'_>, def: Def, decl: &Decl) -> String {
    let name = &decl.name;
    match def {
        Def::Function(id) => signature(ctx, id),
        Def::Table(id) => table_title(ctx, id, name),
        Def::Routes(id) => routes_title(ctx, id, name),
        Def::Enum(id) => enum_title(&ctx.project, id, name),
        Def::Record(id) => record_title(ctx.project.records.get(id.index()), "record", name),
        Def::Failure(id) => failure_title(ctx, id, name),
        Def::Policy(id) => policy_title(ctx, id, name),
        Def::Contract(id) => format!("contract {name} v{}", ctx.project.contracts.get(id.index()).map_or(0, |contract| contract.version)),
        Def::System(id) => {
            let contract = ctx.project.systems.get(id.index()).and_then(|system| ctx.project.contracts.get(system.contract.index()));
            format!("system {name} : {}", name_of(contract.map(|contract| &contract.decl)))
        }
        Def::Unit(id) => unit_title(&ctx.project, id, name),
        Def::Flow | Def::Broken => name.clone(),
    }
}

/// `unit lb = 0.45359237 kg`
fn unit_title(project: &Project, id: crate::typed::UnitId, name: &str) -> String {
    match project.units.get(id.index()).and_then(|unit| unit_size(project, unit)) {
        Some(size) => format!("unit {name} = {size}"),
        None => format!("unit {name}"),
    }
}

/// The mention of an enum's variant.
pub(crate) fn variant(project: &Project, of: &Enum, variant: &Variant, span: Span) -> Mention {
    let at = of.variants.iter().position(|known| known.span == variant.span);
    let record = of.record.and_then(|id| project.records.get(id.index()));
    let carried = at.zip(record).and_then(|(at, record)| carried(project, record, at as u32));
    let place = record.and_then(tag_place).map(|place| format!(" at {place}")).unwrap_or_default();
    let title = format!("{}.{}{} — on the wire \"{}\"{place}", of.decl.name, variant.name, carried.map(|record| format!(" : {record}")).unwrap_or_default(), variant.code);
    Mention { span, title, docs: variant.docs.clone(), target: Some((of.decl.place.file, variant.span)) }
}

/// The record that a variant carries, by its name.
pub fn carried(project: &Project, record: &Record, variant: u32) -> Option<String> {
    record.part(variant).map(|(_, part)| ty(project, &Type::Record(part)))
}

/// Where the field stands that tells the variants apart: `"meta"."kind"`.
pub fn tag_place(record: &Record) -> Option<String> {
    let tag = record.fields.get(record.tagged.as_ref()?.tag as usize)?;
    Some(tag.wire.path.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join("."))
}

/// `enum Event by "type"`
fn enum_title(project: &Project, id: crate::typed::EnumId, name: &str) -> String {
    let record = project.enums.get(id.index()).and_then(|item| item.record).and_then(|id| project.records.get(id.index()));
    record_title(record, "enum", name)
}

fn record_title(record: Option<&Record>, word: &str, name: &str) -> String {
    match record.and_then(tag_place) {
        Some(place) => format!("enum {name} by {place}"),
        None => format!("{word} {name}"),
    }
}

fn table_title(ctx: &Context<'_>, id: crate::typed::TableId, name: &str) -> String {
    let Some(table) = ctx.project.tables.get(id.index()) else { return format!("table {name}") };
    let arrow = if table.both { "<->" } else { "->" };
    format!("table {name} : {} {arrow} {}", ctx.show(&table.from), ctx.show(&table.to))
}

fn policy_title(ctx: &Context<'_>, id: crate::typed::PolicyId, name: &str) -> String {
    let answers = ctx.project.policies.get(id.index()).map_or(&[][..], |policy| policy.answers.as_slice());
    let answered = failure_names(&ctx.project, answers.iter().map(|(failure, _)| *failure));
    if answered.is_empty() { format!("policy {name}") } else { format!("policy {name} answers {}", answered.join(" ")) }
}

/// The failures by name, in the order given.
pub(crate) fn failure_names(project: &Project, failures: impl Iterator<Item = FailureId>) -> Vec<&str> {
    failures.filter_map(|id| project.failures.get(id.index())).map(|failure| failure.decl.name.as_str()).collect()
}

/// `table warehouse_for(region: Region, hazmat: bool) -> Wms`
pub(crate) fn routes_title(ctx: &Context<'_>, id: crate::typed::RoutesId, name: &str) -> String {
    let Some(table) = ctx.project.routes.get(id.index()) else { return format!("table {name}") };
    let params: Vec<String> = table.params.iter().map(|(name, ty)| format!("{name}: {}", ctx.show(ty))).collect();
    format!("table {name}({}) -> {}", params.join(", "), ctx.show(&table.result))
}

fn failure_title(ctx: &Context<'_>, id: crate::typed::FailureId, name: &str) -> String {
    let Some(failure) = ctx.project.failures.get(id.index()) else { return format!("failure {name}") };
    if failure.params.is_empty() {
        return format!("failure {name}");
    }
    let params: Vec<String> = failure.params.iter().map(|(name, ty)| format!("{name}: {}", ctx.show(ty))).collect();
    format!("failure {name}({})", params.join(", "))
}

/// Where it is declared; built-in things are nowhere.
pub(crate) fn place(project: &Project, def: Def) -> Option<(FileId, Span)> {
    let decl = decl(project, def)?;
    let built_in = decl.module.is_empty() && decl.place.span == Span::default();
    (!built_in).then_some((decl.place.file, decl.place.span))
}

fn decl(project: &Project, def: Def) -> Option<&Decl> {
    match def {
        Def::Enum(id) => project.enums.get(id.index()).map(|item| &item.decl),
        Def::Record(id) => project.records.get(id.index()).map(|item| &item.decl),
        Def::Table(id) => project.tables.get(id.index()).map(|item| &item.decl),
        Def::Routes(id) => project.routes.get(id.index()).map(|item| &item.decl),
        Def::Function(id) => project.functions.get(id.index()).map(|item| &item.decl),
        Def::Failure(id) => project.failures.get(id.index()).map(|item| &item.decl),
        Def::Policy(id) => project.policies.get(id.index()).map(|item| &item.decl),
        Def::Contract(id) => project.contracts.get(id.index()).map(|item| &item.decl),
        Def::System(id) => project.systems.get(id.index()).map(|item| &item.decl),
        Def::Unit(id) => project.units.get(id.index()).map(|item| &item.decl),
        Def::Flow | Def::Broken => None,
    }
}

/// `a`, `b` and `c`
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => format!("`{}` and `{last}`", most.join("`, `")),
    }
}
