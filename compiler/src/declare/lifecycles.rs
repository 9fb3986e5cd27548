//! `lifecycle`: the states of a record's entities, who moves between them, and how long that may take.

mod problem;
mod shape;

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, LifeKind, Name, StepKind};

use super::contracts::keys;
use crate::context::{Context, Def, Want};
use crate::diagnostic::Fact;
use crate::duration;
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{DecimalType, IntType, Lifecycle, LimitAnswer, Move, Mover, Place, RecordId, State, TextType, TimeLimit, Type};
use problem::Problem;

/// More than anybody could look through; the checks of its shape take time that grows with its square.
const STATES_MAX: usize = 200;

/// All lifecycles, when systems and records are known.
pub(super) fn declare_all(ctx: &mut Context<'_>) {
    let files = ctx.files;
    for (file, tree) in files {
        for item in &tree.items {
            if let ast::ItemKind::Lifecycle(lifecycle) = &item.kind {
                declare(ctx, *file, lifecycle);
            }
        }
    }
}

fn declare(ctx: &mut Context<'_>, file: FileId, item: &ast::Lifecycle) {
    let Some(record) = record(ctx, file, &item.name) else { return };
    if let Some(first) = ctx.project.lifecycles.iter().find(|known| known.record == record) {
        ctx.report(Problem::Twice { file, name: item.name.clone(), first: (first.place.file, first.place.span) }.diagnostic());
        return;
    }
    let (key, key_type) = key(ctx, file, record, item);
    let place = Place { file, span: item.name.span };
    let mut lifecycle = Lifecycle { record, place, key, key_type, states: Vec::new(), moves: Vec::new(), limits: Vec::new() };
    moves(ctx, file, item, &mut lifecycle);
    let broken = item.entries.iter().any(|entry| matches!(entry.kind, LifeKind::Error));
    if lifecycle.moves.is_empty() {
        if !broken {
            ctx.report(Problem::NoMoves { file, name: item.name.clone() }.diagnostic());
        }
        return;
    }
    let finals = finals(ctx, file, item, &lifecycle);
    limits(ctx, file, item, &mut lifecycle);
    // What a broken line says is not known, so nothing seems to lack anything.
    if !broken {
        shape::check(ctx, file, &lifecycle, finals.as_deref());
    }
    ctx.project.lifecycles.push(lifecycle);
}

fn record(ctx: &Context<'_>, file: FileId, name: &Name) -> Option<RecordId> {
    match ctx.expect(file, name, Want::Type, &[])? {
        Def::Record(id) => Some(id),
        other => {
            ctx.report(Problem::NoRecord { file, name: name.clone(), is: other.a_kind() }.diagnostic());
            None
        }
    }
}

/// The path of the key and its type, which may not be missing.
fn key(ctx: &Context<'_>, file: FileId, record: RecordId, item: &ast::Lifecycle) -> (Vec<u32>, Type) {
    let Some(found) = keys::field(ctx, file, record, &item.key) else { return (Vec::new(), Type::Error) };
    if let (true, Some(last)) = (found.optional, item.key.last()) {
        ctx.report(Problem::KeyOptional { file, name: last.clone(), entity: item.name.text.clone() }.diagnostic());
    }
    (found.path, without_limits(found.ty))
}

/// A key that is longer than another may be is a key all the same: it just is nobody's.
fn without_limits(ty: Type) -> Type {
    match ty {
        Type::Text(_) => Type::Text(TextType::default()),
        Type::Int(_) => Type::Int(IntType::default()),
        Type::Decimal(_) => Type::Decimal(DecimalType::default()),
        other => other,
    }
}

fn moves(ctx: &Context<'_>, file: FileId, item: &ast::Lifecycle, lifecycle: &mut Lifecycle) {
    for entry in &item.entries {
        let LifeKind::Moves { from, to, by } = &entry.kind else { continue };
        let (from, to) = (states(lifecycle, from), states(lifecycle, to));
        let by: Vec<Mover> = by.iter().filter_map(|name| mover(ctx, file, name)).collect();
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
            lifecycle.moves.push(Move { from, to, by: by.clone(), span: entry.span });
        }
    }
    if let Some(state) = lifecycle.states.get(STATES_MAX) {
        ctx.report(Problem::TooMany { file, span: state.span, most: STATES_MAX }.diagnostic());
        lifecycle.states.truncate(STATES_MAX);
        lifecycle.moves.retain(|step| step.from.max(step.to) < STATES_MAX as u32);
    }
}

/// The states of these names; who is named first is new.
fn states(lifecycle: &mut Lifecycle, names: &[Name]) -> Vec<u32> {
    let mut found = Vec::new();
    for name in names {
        found.push(lifecycle.state(&name.text).unwrap_or_else(|| {
            lifecycle.states.push(State { name: name.text.clone(), span: name.span });
            lifecycle.states.len() as u32 - 1
        }));
    }
    found
}

fn mover(ctx: &Context<'_>, file: FileId, name: &Name) -> Option<Mover> {
    match ctx.expect(file, name, Want::SystemOrContract, &[])? {
        Def::System(id) => Some(Mover::System(id)),
        Def::Contract(id) => Some(Mover::Contract(id)),
        _ => None,
    }
}

/// States that some move names; others are reported.
fn known_states(ctx: &Context<'_>, file: FileId, lifecycle: &Lifecycle, names: &[Name]) -> Vec<u32> {
    names.iter().filter_map(|name| known_state(ctx, file, lifecycle, name)).collect()
}

/// The state of that name, or the report that there is none.
pub(crate) fn known_state(ctx: &Context<'_>, file: FileId, lifecycle: &Lifecycle, name: &Name) -> Option<u32> {
    let found = lifecycle.state(&name.text);
    match found.and_then(|at| lifecycle.states.get(at as usize)) {
        Some(state) => {
            let entity = entity(ctx, lifecycle);
            let target = Some((lifecycle.place.file, state.span));
            ctx.mention(file, crate::Mention { span: name.span, title: format!("{entity} is {}", state.name), docs: None, target });
        }
        None => {
            let known: Vec<String> = lifecycle.states.iter().map(|state| state.name.clone()).collect();
            let near = nearest(&name.text, known.iter().map(String::as_str)).map(str::to_owned);
            let at = (lifecycle.place.file, lifecycle.place.span);
            ctx.report(Problem::UnknownState { file, name: name.clone(), entity: entity(ctx, lifecycle), known, near, at }.diagnostic());
        }
    }
    found
}

/// The name of the record.
pub(crate) fn entity(ctx: &Context<'_>, lifecycle: &Lifecycle) -> String {
    ctx.project.records.get(lifecycle.record.index()).map_or_else(String::new, |record| record.decl.name.clone())
}

/// The states that are declared to be ends, if any are; nothing leaves them.
fn finals(ctx: &Context<'_>, file: FileId, item: &ast::Lifecycle, lifecycle: &Lifecycle) -> Option<Vec<u32>> {
    let declared: Vec<&Vec<Name>> = item.entries.iter().filter_map(|entry| if let LifeKind::Final(names) = &entry.kind { Some(names) } else { None }).collect();
    for name in declared.iter().copied().flatten() {
        let Some(state) = known_state(ctx, file, lifecycle, name) else { continue };
        if let Some(leaving) = lifecycle.moves.iter().find(|step| step.from == state && step.to != state) {
            ctx.report(Problem::FinalIsLeft { file, name: name.clone(), leaving: leaving.span }.diagnostic());
        }
    }
    let finals = declared.iter().copied().flatten().filter_map(|name| lifecycle.state(&name.text)).collect();
    (!declared.is_empty()).then_some(finals)
}

fn limits(ctx: &Context<'_>, file: FileId, item: &ast::Lifecycle, lifecycle: &mut Lifecycle) {
    for entry in &item.entries {
        let LifeKind::Within { time, from, to, steps } = &entry.kind else { continue };
        let nanos = limit_nanos(ctx, file, time);
        let (from_states, to_states) = (known_states(ctx, file, lifecycle, from), known_states(ctx, file, lifecycle, to));
        let answer = steps.as_ref().map(|steps| limit_answer(ctx, file, steps));
        for (name, state) in from.iter().zip(&from_states) {
            let reachable = lifecycle.reachable([*state]);
            if !to_states.is_empty() && !to_states.iter().any(|to| reachable.contains(to) && to != state) {
                ctx.report(Problem::NeverInTime { file, from: name.clone(), to: to.clone() }.diagnostic());
            }
        }
        if let Some(nanos) = nanos {
            lifecycle.limits.push(TimeLimit { nanos, from: from_states, to: to_states, answer, span: entry.span });
        }
    }
}

fn limit_nanos(ctx: &Context<'_>, file: FileId, time: &ast::Expr) -> Option<i64> {
    let ast::ExprKind::Quantity { number, unit } = &*time.kind else { return None };
    let why = match duration::nanos(&number.text, &unit.text) {
        Ok(nanos) if nanos > 0 => return Some(nanos),
        Ok(_) => "it is over at once".to_owned(),
        Err(error) => error.to_string(),
    };
    ctx.report(Problem::Time { file, span: time.span, why }.diagnostic());
    None
}

/// There is no event at hand that could be parked or tried again: people are told.
fn limit_answer(ctx: &Context<'_>, file: FileId, steps: &[ast::Step]) -> LimitAnswer {
    let mut answer = LimitAnswer::default();
    for step in steps {
        match &step.kind {
            StepKind::Alert { desk } => answer.alert.push(desk.text.clone()),
            StepKind::Notify { desk } => answer.notify.push(desk.text.clone()),
            StepKind::Error => {}
            StepKind::Retry { .. } | StepKind::Park { .. } | StepKind::Done | StepKind::Undo | StepKind::Skip { .. } | StepKind::Send { .. } | StepKind::FailAs(_) => {
                ctx.report(Problem::LimitAnswer { file, span: step.span }.diagnostic());
                break;
            }
        }
    }
    answer
}

/// Where something stands.
type At = (FileId, Span);
