//! `match`: patterns of the subject's type, an arm for every case and a case for every arm.

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::narrowed::Left;
use super::problem::Problem;
use crate::patterns::read::{Names, Reader};
use crate::patterns::{GAPS_SHOWN, Space};
use crate::typed::{Arm, Expr, ExprKind, LocalId, Pattern, RecordId, Type};

/// The names of an arm are those of its patterns.
impl Names for Checker<'_, '_> {
    fn takes_names(&self) -> bool {
        true
    }

    fn bind(&mut self, name: &ast::Name, ty: Type) -> LocalId {
        Checker::bind(self, name, ty)
    }

    fn bind_in_silence(&mut self, name: &ast::Name) {
        if !self.scope.iter().any(|(known, _)| *known == name.text) {
            Checker::bind(self, name, Type::Error);
        }
    }

    fn reads(&mut self, record: RecordId, field: u32) {
        self.reads.field_of(&self.ctx.project, record, field);
    }
}

/// One pattern of an arm, in the order in which they are tried.
struct Tried {
    span: Span,
    pattern: Pattern,
    guarded: bool,
}

/// What an arm gives.
type Value<'v, C> = &'v mut dyn FnMut(&mut C, &ast::Arm) -> Expr;

impl Checker<'_, '_> {
    pub(super) fn match_(&mut self, item: &ast::Match, span: Span, want: Option<&Type>) -> Expr {
        let (subjects, arms) = self.cases(item, (span, false), &mut |checker, arm| checker.fallback(&arm.value, want));
        let values: Vec<&Expr> = arms.iter().map(|arm| &arm.value).collect();
        let ty = self.branches(&values);
        Expr { ty, span, kind: Box::new(ExprKind::Match { subjects, arms }) }
    }

    /// What is matched, and the arms; `value` is asked for what each gives, where the names of its patterns are known. `steps`: of a flow.
    pub(super) fn cases(&mut self, item: &ast::Match, (span, steps): (Span, bool), value: Value<'_, Self>) -> (Vec<Expr>, Vec<Arm>) {
        let subjects = self.subjects(&item.subject);
        let types: Vec<Type> = subjects.iter().map(|subject| subject.ty.clone()).collect();
        let (mut tried, mut sound) = (Vec::new(), !types.contains(&Type::Error));
        let mut arms = Vec::new();
        let mut left = Left::of(&types);
        for arm in &item.arms {
            let read = self.scoped(|checker| checker.match_arm(arm, (&subjects, &types), &left, value));
            if read.guard.is_none() {
                read.patterns.iter().for_each(|pattern| left.without(pattern));
            }
            sound &= read.patterns.len() == arm.patterns.len();
            tried.extend(read.patterns.iter().zip(&arm.patterns).map(|(pattern, written)| Tried { span: written.span, pattern: pattern.clone(), guarded: read.guard.is_some() }));
            arms.push(read);
        }
        if sound {
            self.exhaustive(item, types, &tried, (span, steps));
        }
        (subjects, arms)
    }

    /// The values that are matched; of a record only what patterns look at counts as read.
    fn subjects(&mut self, subject: &ast::Expr) -> Vec<Expr> {
        match &*subject.kind {
            ast::ExprKind::Tuple(parts) => parts.iter().map(|part| self.infer_base(part)).collect(),
            _ => vec![self.infer_base(subject)],
        }
    }

    /// Wrong patterns are reported and left out.
    fn match_arm(&mut self, arm: &ast::Arm, (subjects, types): (&[Expr], &[Type]), left: &Left, value: Value<'_, Self>) -> Arm {
        let written = self.without_own_name(arm, subjects);
        let arm = written.as_ref().unwrap_or(arm);
        let (ctx, file) = (self.ctx, self.file);
        let mut reader = Reader::new(ctx, file, self);
        let patterns: Vec<Pattern> = match arm.patterns.as_slice() {
            // A name stands for what the arms above have left.
            [only] if matches!(only.kind, ast::PatternKind::Name(_)) => reader.whole(only, left.types()).into_iter().collect(),
            [only] => reader.whole(only, types).into_iter().collect(),
            several => several.iter().filter_map(|pattern| reader.alternative(pattern, types)).collect(),
        };
        self.known.extend(self.known_in_arm(subjects, left, &patterns));
        let guard = arm.guard.as_ref().map(|guard| self.condition(guard));
        let places = arm.patterns.iter().map(|pattern| pattern.span).collect();
        Arm { span: arm.span, patterns, places, guard, value: value(self, arm) }
    }

    /// `match s { "a" => 1, s => … }`: the value has that name already, so all that is meant is `otherwise`. Reported, and so the arm is read.
    fn without_own_name(&self, arm: &ast::Arm, subjects: &[Expr]) -> Option<ast::Arm> {
        let ([only], [subject]) = (arm.patterns.as_slice(), subjects) else { return None };
        let (ast::PatternKind::Name(name), ExprKind::Local(id)) = (&only.kind, &*subject.kind) else { return None };
        if self.local(*id).is_none_or(|local| local.name != name.text) || matches!(super::present(&subject.ty), Type::Enum(_)) {
            return None;
        }
        self.report(Problem::OwnName { file: self.file, name: name.clone() });
        let mut arm = arm.clone();
        arm.patterns.iter_mut().for_each(|pattern| pattern.kind = ast::PatternKind::Otherwise);
        Some(arm)
    }

    /// Every case has its arm, and every arm a case, or they are told.
    fn exhaustive(&self, item: &ast::Match, types: Vec<Type>, tried: &[Tried], (span, steps): (Span, bool)) {
        let several = types.len() > 1;
        let mut space = Space::new(&self.ctx.project, types);
        for one in tried {
            space.add(std::slice::from_ref(&one.pattern), one.guarded);
        }
        let findings = space.findings();
        for (at, covers) in &findings.dead {
            if let Some(dead) = tried.get(*at) {
                let covers = covers.iter().filter_map(|cover| tried.get(*cover)).map(|cover| cover.span).collect();
                self.report(Problem::DeadArm { file: self.file, span: dead.span, covers });
            }
        }
        let takes_all = tried.iter().any(|one| one.pattern == Pattern::Otherwise && !one.guarded);
        let mut missing: Vec<String> = findings.gaps.iter().take(GAPS_SHOWN).flat_map(|gap| written(&gap.patterns, several)).collect();
        if findings.tangled && !takes_all {
            missing.push("otherwise".to_owned());
        }
        if missing.is_empty() {
            return;
        }
        if missing.iter().any(|one| one == "otherwise") {
            missing = vec!["otherwise".to_owned()];
        }
        let example = findings.gaps.first().map(|gap| written(&gap.examples.iter().map(|one| vec![one.clone()]).collect::<Vec<_>>(), several).concat());
        let example = example.filter(|example| missing.first() != Some(example));
        let insert = item.arms.last().map_or(span, |arm| arm.span).after();
        self.report(Problem::MatchGap { file: self.file, span: item.subject.span, missing, example, insert, steps });
    }
}

/// A case as patterns of an arm: one for each alternative, or a tuple.
fn written(parts: &[Vec<String>], several: bool) -> Vec<String> {
    if several && parts.iter().any(|part| part.as_slice() != ["_"]) {
        return vec![format!("({})", parts.iter().map(|part| part.join(" | ")).collect::<Vec<_>>().join(", "))];
    }
    let first = if several { vec!["_".to_owned()] } else { parts.first().cloned().unwrap_or_default() };
    first.into_iter().map(|part| if part == "_" { "otherwise".to_owned() } else { part }).collect()
}
