//! `advance Order(key) to shipped`: whether the lifecycle has such a move, and whether it is this flow's system that may make it.
//!
//! In which state the order is, shows only when the flow runs: where that may be one without the move, `illegal_move` is among the failures.

use crossdock_syntax::{Span, ast};

use super::Checker;
use crate::context::{Def, Want};
use crate::declare::lifecycles::{entity, known_state};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{Expr, FlowStep, Lifecycle, Mover, StateOf, Type};

#[derive(Clone, Debug)]
enum Problem {
    NoLifecycle { file: FileId, name: ast::Name, known: Vec<String> },
    NoMove { file: FileId, to: ast::Name, entity: String, from: Option<(String, Span)>, at: (FileId, Span) },
    AnotherMoves { file: FileId, to: ast::Name, entity: String, by: Vec<String>, systems: Vec<String>, moves: Vec<(FileId, Span)> },
}

impl Checker<'_, '_> {
    pub(super) fn advance(&mut self, span: Span, entity: &ast::Name, key: &ast::Expr, to: &ast::Name, before: &[FlowStep]) -> Option<FlowStep> {
        let (lifecycle, key) = self.entity(entity, key)?;
        let declared = self.ctx.project.lifecycles.get(lifecycle as usize)?;
        let to_state = known_state(self.ctx, self.file, declared, to)?;
        let known = self.known_from(before, lifecycle, &key);
        let from = self.sources_of_move(declared, to, to_state, known)?;
        let all = declared.reachable([0]);
        if known.is_none() && !all.iter().all(|state| from.contains(state)) {
            self.raise_built_in("illegal_move", span);
        }
        if declared.limits.iter().any(|limit| limit.answer.is_none() && limit.from.contains(&to_state)) {
            self.raise_built_in("late", span);
        }
        Some(FlowStep::Advance { lifecycle, key, to: to_state, from, span })
    }

    /// `Order(key)`: the lifecycle of that record, and the value of the key.
    fn entity(&mut self, name: &ast::Name, key: &ast::Expr) -> Option<(u32, Expr)> {
        let record = match self.ctx.expect(self.file, name, Want::Type, &[]) {
            Some(Def::Record(id)) => Some(id),
            _ => None,
        };
        let lifecycles = &self.ctx.project.lifecycles;
        let found = record.and_then(|record| lifecycles.iter().position(|lifecycle| lifecycle.record == record));
        let Some((at, lifecycle)) = found.and_then(|at| Some((at, lifecycles.get(at)?))) else {
            if record.is_some() {
                let known = lifecycles.iter().map(|lifecycle| entity(self.ctx, lifecycle)).collect();
                self.ctx.report(Problem::NoLifecycle { file: self.file, name: name.clone(), known }.diagnostic());
            }
            self.infer(key, None);
            return None;
        };
        let place = format!("{}.{}", name.text, self.key_field(lifecycle));
        let key = self.assigned(key, &lifecycle.key_type, Some(&place));
        Some((at as u32, key))
    }

    /// The name of the field that tells one entity from another.
    fn key_field(&self, lifecycle: &Lifecycle) -> String {
        let mut record = Some(lifecycle.record);
        let mut names = Vec::new();
        for at in &lifecycle.key {
            let Some(field) = record.and_then(|record| self.ctx.project.records.get(record.index())?.fields.get(*at as usize)) else { break };
            names.push(field.name.as_str());
            record = if let Type::Record(inner) = super::present(&field.ty) { Some(*inner) } else { None };
        }
        names.join(".")
    }

    /// The state that an earlier step of the flow has moved the same entity to.
    fn known_from(&self, before: &[FlowStep], lifecycle: u32, key: &Expr) -> Option<(u32, Span)> {
        let text = |expr: &Expr| self.ctx.text(self.file, expr.span);
        before.iter().rev().find_map(|step| match step {
            FlowStep::Advance { lifecycle: other, key: other_key, to, span, .. } if *other == lifecycle && text(other_key) == text(key) => Some((*to, *span)),
            _ => None,
        })
    }

    /// The states from which all of the flow's systems may make the move; none, reported, where there is no such state.
    fn sources_of_move(&self, lifecycle: &Lifecycle, to: &ast::Name, state: u32, known: Option<(u32, Span)>) -> Option<Vec<u32>> {
        let project = &self.ctx.project;
        let moves: Vec<_> = lifecycle.moves_to(state).filter(|step| known.is_none_or(|(from, _)| step.from == from)).collect();
        let place = lifecycle.place.file;
        if moves.is_empty() {
            let name = |at: u32| lifecycle.states.get(at as usize).map_or_else(String::new, |state| state.name.clone());
            let at = (place, lifecycle.place.span);
            let from = known.map(|(from, span)| (name(from), span));
            self.ctx.report(Problem::NoMove { file: self.file, to: to.clone(), entity: entity(self.ctx, lifecycle), from, at }.diagnostic());
            return None;
        }
        let may = |by: &[Mover]| self.systems.iter().all(|system| by.iter().any(|mover| mover.is(project, *system)));
        let from: Vec<u32> = moves.iter().filter(|step| may(&step.by)).map(|step| step.from).collect();
        // Movers that are not known were reported, and so was a flow of an unknown system.
        if from.is_empty() && !self.systems.is_empty() && moves.iter().all(|step| !step.by.is_empty()) {
            let mut by: Vec<String> = moves.iter().flat_map(|step| &step.by).map(|mover| self.mover(*mover)).collect();
            by.dedup();
            let systems = self.systems.iter().filter_map(|id| project.systems.get(id.index())).map(|system| system.decl.name.clone()).collect();
            let moves = moves.iter().map(|step| (place, step.span)).collect();
            self.ctx.report(Problem::AnotherMoves { file: self.file, to: to.clone(), entity: entity(self.ctx, lifecycle), by, systems, moves }.diagnostic());
            return None;
        }
        Some(from)
    }

    fn mover(&self, mover: Mover) -> String {
        let project = &self.ctx.project;
        let decl = match mover {
            Mover::System(id) => project.systems.get(id.index()).map(|system| &system.decl),
            Mover::Contract(id) => project.contracts.get(id.index()).map(|contract| &contract.decl),
        };
        decl.map_or_else(String::new, |decl| decl.name.clone())
    }

    /// `Order("1001") is shipped` in a test.
    pub(super) fn state_of(&mut self, about: &ast::StateOf) -> Option<StateOf> {
        let (lifecycle, key) = self.entity(&about.entity, &about.key)?;
        let declared = self.ctx.project.lifecycles.get(lifecycle as usize)?;
        let state = known_state(self.ctx, self.file, declared, &about.state)?;
        Some(StateOf { lifecycle, key, state, span: about.span })
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Problem::NoLifecycle { file, name, known } => {
                let diagnostic = Diagnostic::error("E0660", format!("`{}` has no lifecycle, so it is in no state.", name.text)).at(*file, name.span, "no lifecycle");
                match (nearest(&name.text, known.iter().map(String::as_str)), known.as_slice()) {
                    (Some(near), _) => {
                        let edit = Edit { file: *file, span: name.span, text: near.to_owned() };
                        diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![edit])
                    }
                    (None, []) => diagnostic.help(format!("Declare its states: `lifecycle {} by … {{ … }}`.", name.text)),
                    (None, known) => diagnostic.help(format!("These have one: {}.", known.join(", "))),
                }
            }
            Problem::NoMove { file, to, entity, from: None, at } => {
                Diagnostic::error("E0661", format!("No move of `{entity}` leads to `{}`: it is the state that all begin with.", to.text))
                    .at(*file, to.span, "no move leads here")
                    .at(at.0, at.1, "the lifecycle")
                    .help("Advance it to a state that some line of its lifecycle leads to.")
            }
            Problem::NoMove { file, to, entity, from: Some((from, before)), at } => Diagnostic::error("E0661", format!("`{entity}` has no move from `{from}` to `{}`.", to.text))
                .at(*file, to.span, "no such move")
                .at(*file, *before, format!("this makes it `{from}`"))
                .at(at.0, at.1, "the lifecycle")
                .help(format!("Add `{from} -> {}` to the lifecycle, if there is such a move.", to.text)),
            Problem::AnotherMoves { file, to, entity, by, systems, moves } => {
                let message = format!("Only `{}` may move `{entity}` to `{}`, and this flow answers an event of `{}`.", by.join("` and `"), to.text, systems.join("` or `"));
                let diagnostic = Diagnostic::error("E0662", message).at(*file, to.span, "not theirs to move");
                let diagnostic = moves.iter().take(3).fold(diagnostic, |diagnostic, place| diagnostic.at(place.0, place.1, "who may"));
                let added: Vec<&str> = by.iter().chain(systems.iter().filter(|system| !by.contains(system))).map(String::as_str).collect();
                diagnostic.help(format!("Let a flow on an event of `{}` do it, or allow it in the lifecycle: `by {}`.", by.join("` or `"), added.join(" | ")))
            }
        }
    }
}
