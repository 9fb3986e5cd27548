//! The outline of one file.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::syntax::ast::{Entry, EntryKind, File, Item, ItemKind, LifeKind, Lifecycle, Name};

use crate::protocol::SymbolKind;

#[derive(Debug, PartialEq)]
pub(crate) struct Symbol {
    pub name: String,
    pub kind: SymbolKind,
    pub span: Span,
    /// Of the name.
    pub selection: Span,
    pub children: Vec<Symbol>,
}

pub(crate) fn symbols(file: &File) -> Vec<Symbol> {
    file.items.iter().filter_map(item).collect()
}

fn item(item: &Item) -> Option<Symbol> {
    let (name, kind, children) = match &item.kind {
        ItemKind::Enum(it) => (&it.name, SymbolKind::Enum, it.variants.iter().map(|variant| leaf(&variant.name, variant.name.span, SymbolKind::EnumMember)).collect()),
        ItemKind::Record(it) => (&it.name, SymbolKind::Struct, it.fields.iter().map(|field| leaf(&field.name, field.span, SymbolKind::Field)).collect()),
        ItemKind::Contract(it) => (&it.name, SymbolKind::Interface, it.entries.iter().filter_map(entry).collect()),
        ItemKind::Table(it) => (&it.name, SymbolKind::Array, Vec::new()),
        ItemKind::Routes(it) => (&it.name, SymbolKind::Array, it.params.iter().map(|param| leaf(&param.name, param.name.span, SymbolKind::Field)).collect()),
        ItemKind::Fn(it) => (&it.name, SymbolKind::Function, Vec::new()),
        ItemKind::Map(it) => (&it.name, SymbolKind::Function, Vec::new()),
        ItemKind::Unit(it) => (&it.name, SymbolKind::Constant, Vec::new()),
        ItemKind::Failure(it) => (&it.name, SymbolKind::Constant, Vec::new()),
        ItemKind::Policy(it) => (&it.name, SymbolKind::Object, Vec::new()),
        ItemKind::System(it) => (&it.name, SymbolKind::Variable, Vec::new()),
        ItemKind::Lifecycle(it) => (&it.name, SymbolKind::Enum, states(it)),
        ItemKind::Flow(it) => (&it.name, SymbolKind::Event, Vec::new()),
        ItemKind::Test(it) => return Some(Symbol { name: shown(&it.name.text), kind: SymbolKind::Method, span: item.span, selection: it.name.span, children: Vec::new() }),
        ItemKind::Error(Some(name)) => (name, SymbolKind::Null, Vec::new()),
        ItemKind::Use(_) | ItemKind::Error(None) => return None,
    };
    Some(Symbol { name: shown(&name.text), kind, span: item.span.to(name.span), selection: name.span, children })
}

/// Each state where it is named first.
fn states(lifecycle: &Lifecycle) -> Vec<Symbol> {
    let mut states: Vec<&Name> = Vec::new();
    for entry in &lifecycle.entries {
        let LifeKind::Moves { from, to, .. } = &entry.kind else { continue };
        for name in from.iter().chain(to) {
            if !states.iter().any(|known| known.text == name.text) {
                states.push(name);
            }
        }
    }
    states.into_iter().map(|name| leaf(name, name.span, SymbolKind::EnumMember)).collect()
}

fn entry(entry: &Entry) -> Option<Symbol> {
    match &entry.kind {
        EntryKind::Sends(it) => Some(leaf(&it.name, entry.span, SymbolKind::Event)),
        EntryKind::Accepts(it) => Some(leaf(&it.name, entry.span, SymbolKind::Method)),
        EntryKind::Answers(it) => Some(leaf(&it.name, entry.span, SymbolKind::Function)),
        EntryKind::Owns(_) | EntryKind::Error => None,
    }
}

fn leaf(name: &Name, span: Span, kind: SymbolKind) -> Symbol {
    Symbol { name: shown(&name.text), kind, span: span.to(name.span), selection: name.span, children: Vec::new() }
}

/// The protocol forbids empty names.
fn shown(name: &str) -> String {
    if name.trim().is_empty() { "(no name)".to_owned() } else { name.to_owned() }
}
