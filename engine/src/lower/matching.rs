//! `match` and routing tables: patterns to tests, and names in patterns to registers.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Arm, Bound, Expr, FlowStep, Pattern, RecordId, RoutesId};

use super::{Body, Constants, Lowering};
use crate::ir::{Blame, Inst, Reg, Test};

/// A value that a pattern is held against, and what it is called in the payload.
#[derive(Clone)]
struct Held {
    reg: Reg,
    blame: Blame,
}

/// What the arm that fits does.
#[derive(Clone, Copy)]
enum Then<'s> {
    /// Its value goes there.
    Give(Reg),
    /// The steps of a flow, by arm.
    Do(&'s [Vec<FlowStep>]),
}

impl Then<'_> {
    /// Of all arms but the first.
    fn of_others(self) -> Self {
        match self {
            Then::Do(bodies) => Then::Do(bodies.get(1..).unwrap_or_default()),
            give => give,
        }
    }
}

/// What a pattern that looks at one value and names nothing tests.
pub(super) fn test(constants: &mut Constants, pattern: &Pattern) -> Test {
    let mut end = |bound: &Option<Bound>| bound.as_ref().map(|bound| (constants.slot(&bound.value), bound.inclusive));
    match pattern {
        Pattern::Const(value) => Test::Is(constants.slot(value)),
        Pattern::Range { min, max } => Test::Between { min: end(min), max: end(max) },
        Pattern::None => Test::Missing,
        Pattern::Otherwise => Test::Anything,
        Pattern::Bind(_) => Test::Present,
        Pattern::AnyOf(of) => Test::AnyOf(of.iter().map(|pattern| test(constants, pattern)).collect()),
        Pattern::Not(of) => Test::Not(Box::new(test(constants, of))),
        // These are taken apart by `Body::pattern`.
        Pattern::Record { .. } | Pattern::Tuple(_) => Test::Present,
    }
}

/// It looks at one value, and names nothing.
fn is_plain(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Const(_) | Pattern::Range { .. } | Pattern::None | Pattern::Otherwise | Pattern::Not(_) => true,
        Pattern::AnyOf(of) => of.iter().all(is_plain),
        Pattern::Bind(_) | Pattern::Record { .. } | Pattern::Tuple(_) => false,
    }
}

impl Body {
    pub(super) fn match_(&mut self, lowering: &mut Lowering<'_, '_>, subjects: &[Expr], arms: &[Arm]) -> Reg {
        let held: Vec<Held> = subjects.iter().map(|subject| Held { blame: self.blame(lowering.shared.project, subject), reg: self.expr(lowering, subject) }).collect();
        let to = self.register();
        self.arms(lowering, &held, arms, Then::Give(to));
        to
    }

    /// The steps of the arm that fits.
    pub(super) fn match_steps(&mut self, lowering: &mut Lowering<'_, '_>, (subjects, arms): (&[Expr], &[Arm]), bodies: &[Vec<FlowStep>]) {
        let held: Vec<Held> = subjects.iter().map(|subject| Held { blame: self.blame(lowering.shared.project, subject), reg: self.expr(lowering, subject) }).collect();
        self.arms(lowering, &held, arms, Then::Do(bodies));
    }

    /// The first arm if it fits, else the others.
    fn arms(&mut self, lowering: &mut Lowering<'_, '_>, held: &[Held], arms: &[Arm], then_do: Then<'_>) {
        let Some((arm, others)) = arms.split_first() else { return };
        if arm.guard.is_none() && arm.patterns.contains(&Pattern::Otherwise) {
            return self.taken(lowering, (arm, None), then_do);
        }
        let fits = self.register();
        let tried = self.tried(lowering, arm);
        self.any(lowering, held, &arm.patterns, (fits, tried));
        if let Some(guard) = &arm.guard {
            let (guard, ()) = self.block(|body| {
                let from = body.expr(lowering, guard);
                body.push(Inst::Copy { to: fits, from });
            });
            self.push(Inst::If { condition: fits, then: guard, otherwise: Vec::new() });
        }
        let (then, ()) = self.block(|body| body.taken(lowering, (arm, tried), then_do));
        let (otherwise, ()) = self.block(|body| body.arms(lowering, held, others, then_do.of_others()));
        self.push(Inst::If { condition: fits, then, otherwise });
    }

    fn taken(&mut self, lowering: &mut Lowering<'_, '_>, (arm, tried): (&Arm, Option<Reg>), then_do: Then<'_>) {
        self.mark_arm(lowering, arm, tried);
        match then_do {
            Then::Give(to) => {
                let from = self.expr(lowering, &arm.value);
                self.push(Inst::Copy { to, from });
            }
            Then::Do(bodies) => bodies.iter().take(1).flatten().for_each(|step| self.step(lowering, step)),
        }
    }

    /// Whether one of the patterns fits; `tried` is the number of the last that was looked at.
    fn any(&mut self, lowering: &mut Lowering<'_, '_>, held: &[Held], patterns: &[Pattern], (to, tried): (Reg, Option<Reg>)) {
        for (at, pattern) in (0..).zip(patterns) {
            let (test, ()) = self.block(|body| {
                tried.into_iter().for_each(|tried| body.push(Inst::Const { to: tried, value: crate::slot::Slot::Int(at) }));
                body.pattern(lowering, held, pattern, to);
            });
            match at {
                0 => self.code.extend(test),
                _ => self.push(Inst::If { condition: to, then: Vec::new(), otherwise: test }),
            }
        }
    }

    /// Whether the pattern fits; its names are set if it does.
    fn pattern(&mut self, lowering: &mut Lowering<'_, '_>, held: &[Held], pattern: &Pattern, to: Reg) {
        let Some(first) = held.first() else { return };
        match pattern {
            Pattern::Tuple(parts) => {
                let parts: Vec<(Held, &Pattern)> = held.iter().cloned().zip(parts).collect();
                self.push(Inst::Const { to, value: crate::slot::Slot::Bool(true) });
                self.all(lowering, &parts, to);
            }
            Pattern::Record { record, fields } => self.record(lowering, first, *record, fields, to),
            Pattern::AnyOf(of) if !is_plain(pattern) => self.any(lowering, held, of, (to, None)),
            Pattern::Bind(local) => {
                self.locals.insert(*local, first.reg);
                self.set_origin(*local, first.blame.clone());
                self.push(Inst::Test { to, value: first.reg, test: Test::Present });
            }
            plain => {
                let test = test(lowering.shared.constants, plain);
                self.push(Inst::Test { to, value: first.reg, test });
            }
        }
    }

    fn record(&mut self, lowering: &mut Lowering<'_, '_>, held: &Held, record: RecordId, fields: &[(u32, Pattern)], to: Reg) {
        self.push(Inst::Test { to, value: held.reg, test: Test::Present });
        let (loads, parts) = self.block(|body| {
            let load = |(field, pattern)| (body.load(lowering, held, record, field), pattern);
            fields.iter().map(|(field, pattern)| (*field, pattern)).map(load).collect::<Vec<(Held, &Pattern)>>()
        });
        let (tests, ()) = self.block(|body| body.all(lowering, &parts, to));
        self.push(Inst::If { condition: to, then: loads.into_iter().chain(tests).collect(), otherwise: Vec::new() });
    }

    fn load(&mut self, lowering: &Lowering<'_, '_>, held: &Held, record: RecordId, field: u32) -> Held {
        let reg = self.register();
        match lowering.slot(record, field) {
            Some(slot) => self.push(Inst::Field { to: reg, base: held.reg, slot }),
            None => self.push(Inst::Const { to: reg, value: crate::slot::Slot::Missing }),
        }
        Held { reg, blame: held.blame.clone().of_field(lowering.shared.project, record, field) }
    }

    /// Goes on as long as each part fits; `to` says so already for what came before.
    fn all(&mut self, lowering: &mut Lowering<'_, '_>, parts: &[(Held, &Pattern)], to: Reg) {
        let Some(((held, pattern), rest)) = parts.split_first() else { return };
        let (then, ()) = self.block(|body| {
            body.pattern(lowering, std::slice::from_ref(held), pattern, to);
            body.all(lowering, rest, to);
        });
        self.push(Inst::If { condition: to, then, otherwise: Vec::new() });
    }

    /// A call of a routing table.
    pub(super) fn route(&mut self, lowering: &mut Lowering<'_, '_>, table: RoutesId, args: &[Expr], span: Span) -> Reg {
        let site = match args.first() {
            Some(first) => self.site(lowering, span, first),
            None => crate::ir::Site { source: self.source(lowering, span), blame: Blame::Nobody },
        };
        let args: Vec<Reg> = args.iter().map(|arg| self.expr(lowering, arg)).collect();
        self.mark_route(lowering, table, &args);
        let to = self.register();
        self.push(Inst::Route { to, table, args, site });
        to
    }
}
