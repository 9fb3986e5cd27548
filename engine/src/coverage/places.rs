//! Where points that the checked program has no place for stand in the source: rows of code tables and arms of policies. Their files are parsed
//! again, each once.

use std::collections::HashMap;

use crossdock_compiler::Sources;
use crossdock_compiler::syntax::ast::{File, Item, ItemKind};
use crossdock_compiler::syntax::{Span, parse};
use crossdock_compiler::typed::{Decl, FailureId, FileId, Project, Table};

pub(super) struct Places<'a> {
    sources: &'a Sources,
    parsed: HashMap<FileId, File>,
}

impl<'a> Places<'a> {
    pub fn new(sources: &'a Sources) -> Places<'a> {
        Places { sources, parsed: HashMap::new() }
    }

    /// The item that has that declaration.
    fn item(&mut self, decl: &Decl, has: impl Fn(&ItemKind) -> bool) -> Option<&Item> {
        let file = self.parsed.entry(decl.place.file).or_insert_with(|| parse(&self.sources.get(decl.place.file).text).file);
        file.items.iter().find(|item| item.span.start <= decl.place.span.start && decl.place.span.end <= item.span.end && has(&item.kind))
    }

    /// The place of each row in the order of the checked table, where the row `otherwise` is the last.
    pub fn rows(&mut self, table: &Table) -> Vec<Span> {
        let Some(Item { kind: ItemKind::Table(written), .. }) = self.item(&table.decl, |kind| matches!(kind, ItemKind::Table(_))) else { return Vec::new() };
        let codes = written.rows.iter().flat_map(|row| std::iter::repeat_n(row.span, row.from.len()));
        codes.chain(written.rows.iter().filter(|row| row.otherwise.is_some()).map(|row| row.span)).collect()
    }

    /// The place of the failure's name in the policy.
    pub fn answer(&mut self, project: &Project, policy: &Decl, failure: FailureId) -> Option<Span> {
        let name = &project.failures.get(failure.index())?.decl.name;
        let Item { kind: ItemKind::Policy(written), .. } = self.item(policy, |kind| matches!(kind, ItemKind::Policy(_)))? else { return None };
        written.arms.iter().flat_map(|arm| &arm.failures).find(|found| found.text == *name).map(|found| found.span)
    }
}
