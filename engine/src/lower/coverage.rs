//! The instructions that mark points of coverage. Without [`Points`](crate::coverage::Points) each of these does nothing.

use std::sync::Arc;

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{Arm, Clause, ClauseKind, Expr, ExprKind, RecordId, RoutesId, TableId, Unmatched};

use super::{Body, Constants, Lowering};
use crate::coverage::{Spot, Step};
use crate::ir::{Inst, MarkedRows, PartnerMarks, Reg, Test};
use crate::slot::Slot;

impl Body {
    fn mark(&mut self, lowering: &Lowering<'_, '_>, spot: Spot) {
        if let Some(points) = lowering.shared.points {
            self.push(Inst::Mark { flag: points.flag(spot) });
        }
    }

    fn mark_present(&mut self, lowering: &Lowering<'_, '_>, spot: Spot, value: Reg) {
        if let Some(points) = lowering.shared.points {
            self.push(Inst::MarkPresent { value, flag: points.flag(spot) });
        }
    }

    /// For the number of the pattern that was tried last: where one of several fits, that is the one.
    pub(super) fn tried(&mut self, lowering: &Lowering<'_, '_>, arm: &Arm) -> Option<Reg> {
        (lowering.shared.points.is_some() && arm.patterns.len() > 1).then(|| self.register())
    }

    /// An arm is taken; of one with several patterns it is these that count.
    pub(super) fn mark_arm(&mut self, lowering: &Lowering<'_, '_>, arm: &Arm, tried: Option<Reg>) {
        let Some(tried) = tried else { return self.mark(lowering, Spot::Arm { file: self.file, span: arm.span }) };
        for (at, span) in (0..).zip(&arm.places) {
            let fits = self.to(|to| Inst::Test { to, value: tried, test: Test::Is(Slot::Int(at)) });
            self.mark_if(lowering, fits, Spot::Alternative { file: self.file, arm: arm.span, span: *span });
        }
    }

    pub(super) fn partner_marks(&self, lowering: &Lowering<'_, '_>, clause: &Clause) -> Option<Box<PartnerMarks>> {
        let points = lowering.shared.points?;
        let (ClauseKind::Join(_, unmatched) | ClauseKind::Zip(unmatched)) = &clause.kind else { return None };
        let flag = |matched| points.flag(Spot::Partner { file: self.file, span: clause.span, matched });
        let unmatched = (!matches!(unmatched, Unmatched::Never)).then(|| flag(false));
        Some(Box::new(PartnerMarks { matched: flag(true), unmatched }))
    }

    pub(super) fn mark_side(&mut self, lowering: &Lowering<'_, '_>, condition: Span, then: bool) {
        self.mark(lowering, Spot::Side { file: self.file, span: condition, then });
    }

    pub(super) fn mark_fallback(&mut self, lowering: &Lowering<'_, '_>, fallback: &Expr) {
        self.mark(lowering, Spot::Fallback { file: self.file, span: fallback.span });
    }

    /// `optional`: the flow goes on where nothing is found.
    pub(super) fn mark_look_up(&mut self, lowering: &Lowering<'_, '_>, span: Span, answer: Reg, optional: bool) {
        if lowering.shared.points.is_none() {
            return;
        }
        self.mark_present(lowering, Spot::LookUp { file: self.file, span, found: true }, answer);
        if optional {
            let missing = self.to(|to| Inst::IsMissing { to, value: answer });
            self.mark_if(lowering, missing, Spot::LookUp { file: self.file, span, found: false });
        }
    }

    pub(super) fn mark_if(&mut self, lowering: &Lowering<'_, '_>, condition: Reg, spot: Spot) {
        if lowering.shared.points.is_some() {
            let (then, ()) = self.block(|body| body.mark(lowering, spot));
            self.push(Inst::If { condition, then, otherwise: Vec::new() });
        }
    }

    pub(super) fn mark_broken(&mut self, lowering: &Lowering<'_, '_>, record: RecordId, rule: u32) {
        self.mark(lowering, Spot::Rule { record, rule, holds: false });
    }

    /// The row that fits, if one does.
    pub(super) fn mark_route(&mut self, lowering: &Lowering<'_, '_>, table: RoutesId, args: &[Reg]) {
        let (Some(points), Some(declared)) = (lowering.shared.points, lowering.shared.project.routes.get(table.index())) else { return };
        let flags = (0..declared.rows.len() as u32).map(|row| points.flag(Spot::Route { table, row })).collect();
        self.push(Inst::MarkRoute { table, args: args.to_vec(), flags });
    }

    pub(super) fn mark_step(&mut self, lowering: &Lowering<'_, '_>, span: Span, what: Step) {
        self.mark(lowering, Spot::Step { file: self.file, span, what });
    }

    /// A field that is left out on purpose needs no test.
    pub(super) fn mark_target(&mut self, lowering: &Lowering<'_, '_>, record: RecordId, field: u32, value: &Expr, set: Reg) {
        if !matches!(&*value.kind, ExprKind::None) {
            self.mark_present(lowering, Spot::Target { file: self.file, span: value.span, record, field }, set);
        }
    }

    pub(super) fn mark_source(&mut self, lowering: &Lowering<'_, '_>, record: RecordId, field: u32, read: Reg) {
        self.mark_present(lowering, Spot::Source { record, field }, read);
    }

    pub(super) fn mark_row(&mut self, lowering: &Lowering<'_, '_>, table: TableId, reverse: bool, key: Reg) {
        let (Some(points), Some(declared)) = (lowering.shared.points, lowering.shared.project.tables.get(table.index())) else { return };
        let count = declared.rows.len() + usize::from(declared.otherwise.is_some());
        let flags = (0..count as u32).map(|row| points.flag(Spot::Row { table, row })).collect();
        let rows = MarkedRows { numbers: Constants::row_numbers(declared, reverse), flags };
        self.push(Inst::MarkRow { key, rows: Arc::new(rows) });
    }
}
