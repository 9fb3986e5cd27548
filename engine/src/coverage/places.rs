//! Where points that the checked program has no place for stand in the source: rows of tables and arms of policies. Their items are parsed again.

use crossdock_compiler::Sources;
use crossdock_compiler::syntax::ast::{Item, ItemKind};
use crossdock_compiler::syntax::{Span, parse};
use crossdock_compiler::typed::{Decl, FailureId, Project, Table};

/// The item that has that declaration.
fn item(sources: &Sources, decl: &Decl, has: impl Fn(&ItemKind) -> bool) -> Option<Item> {
    let text = &sources.get(decl.place.file).text;
    parse(text).file.items.into_iter().find(|item| item.span.start <= decl.place.span.start && decl.place.span.end <= item.span.end && has(&item.kind))
}

/// The place of each row in the order of the checked table, where the row `otherwise` is the last.
pub(super) fn rows(sources: &Sources, table: &Table) -> Vec<Span> {
    let Some(Item { kind: ItemKind::Table(written), .. }) = item(sources, &table.decl, |kind| matches!(kind, ItemKind::Table(_))) else { return Vec::new() };
    let codes = written.rows.iter().flat_map(|row| std::iter::repeat_n(row.span, row.from.len()));
    codes.chain(written.rows.iter().filter(|row| row.otherwise.is_some()).map(|row| row.span)).collect()
}

/// The place of the failure's name in the policy.
pub(super) fn answer(sources: &Sources, project: &Project, policy: &Decl, failure: FailureId) -> Option<Span> {
    let name = &project.failures.get(failure.index())?.decl.name;
    let Item { kind: ItemKind::Policy(written), .. } = item(sources, policy, |kind| matches!(kind, ItemKind::Policy(_)))? else { return None };
    written.arms.iter().flat_map(|arm| &arm.failures).find(|found| found.text == *name).map(|found| found.span)
}
