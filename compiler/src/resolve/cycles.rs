//! Who calls whom: bodies in an order in which callees come first; circles and chains that are too long reported.

use crossdock_syntax::Span;
use crossdock_syntax::ast::{self, ItemKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::calls;
use super::collect::Declared;
use super::problem::{Link, Problem};
use crate::context::{Body, BodyOf, Context, Def};
use crate::diagnostic::Fact;
use crate::typed::FunctionId;

/// Calls within calls: far more than people write, and so few that every thread has room for them.
pub(crate) const MOST_CALLS: usize = 100;

/// A fn or map with a body, and the ones it calls.
struct Node<'a> {
    body: Body<'a>,
    name: &'a str,
    calls: Vec<(FunctionId, Span)>,
}

/// Fills [`Context::bodies`].
pub(crate) fn order_bodies<'a>(ctx: &mut Context<'a>, declared: &[Declared<'a>]) {
    let methods = methods_of_records(ctx, declared);
    let nodes: FxHashMap<FunctionId, Node<'a>> = declared.iter().filter_map(|item| node(ctx, item, &methods)).collect();
    let order = callees_first(ctx, declared, &nodes);
    report_long_chains(ctx, &nodes, &order);
    ctx.bodies = order.iter().filter_map(|id| nodes.get(id)).map(|node| node.body).collect();
    ctx.bodies.extend(declared.iter().filter_map(policy));
    for kind in [BodyOf::Flow, BodyOf::Test] {
        for (file, tree) in ctx.files {
            let fitting = tree.items.iter().filter(|item| is_body_of(kind, item));
            ctx.bodies.extend(fitting.map(|item| Body { file: *file, item, of: kind }));
        }
    }
}

fn policy<'a>(declared: &Declared<'a>) -> Option<Body<'a>> {
    let Def::Policy(id) = declared.def else { return None };
    Some(Body { file: declared.file, item: declared.item, of: BodyOf::Policy(id) })
}

fn is_body_of(kind: BodyOf, item: &ast::Item) -> bool {
    match kind {
        BodyOf::Flow => matches!(item.kind, ItemKind::Flow(_)),
        BodyOf::Test => matches!(item.kind, ItemKind::Test(_)),
        BodyOf::Function(_) | BodyOf::Policy(_) => false,
    }
}

/// Fns and maps on a record of their own file: methods that need no `use`. Which of one name is meant shows only when types are known.
type Methods<'a> = FxHashMap<&'a str, Vec<FunctionId>>;

fn methods_of_records<'a>(ctx: &Context<'a>, declared: &[Declared<'a>]) -> Methods<'a> {
    let mut methods: Methods<'a> = Methods::default();
    // Those of the library are known everywhere.
    for item in declared {
        if let (Def::Function(id), Some((name, _))) = (item.def, signature(item.item))
            && ctx.native(&name.text).contains(&id)
        {
            methods.entry(name.text.as_str()).or_default().push(id);
        }
    }
    for item in declared {
        let (Def::Function(id), Some((name, params))) = (item.def, signature(item.item)) else { continue };
        let receiver = params.first().map(|param| &param.ty.kind);
        if let Some(ast::TypeKind::Named { name: record, .. }) = receiver
            && let Some(Def::Record(_)) = ctx.names.own(item.file, &record.text).map(|entry| entry.def)
        {
            methods.entry(name.text.as_str()).or_default().push(id);
        }
    }
    methods
}

fn signature(item: &ast::Item) -> Option<(&ast::Name, &[ast::Param])> {
    match &item.kind {
        ItemKind::Fn(item) => Some((&item.name, &item.params)),
        ItemKind::Map(item) => Some((&item.name, &item.params)),
        _ => None,
    }
}

fn node<'a>(ctx: &Context<'a>, declared: &Declared<'a>, methods: &Methods<'a>) -> Option<(FunctionId, Node<'a>)> {
    let Def::Function(id) = declared.def else { return None };
    let mut names = Vec::new();
    match &declared.item.kind {
        ItemKind::Fn(item) => calls::in_fn(item.body.as_ref()?, &mut names),
        ItemKind::Map(item) => {
            names.extend(&item.extends);
            calls::in_block(&item.body, &mut names);
        }
        _ => return None,
    }
    let (name, _) = signature(declared.item)?;
    let mut calls = Vec::new();
    for callee in names {
        match ctx.lookup(declared.file, &callee.text) {
            Some(Def::Function(id)) => calls.push((id, callee.span)),
            Some(_) => {}
            None => calls.extend(methods.get(callee.text.as_str()).into_iter().flatten().map(|id| (*id, callee.span))),
        }
    }
    Some((id, Node { body: Body { file: declared.file, item: declared.item, of: BodyOf::Function(id) }, name: &name.text, calls }))
}

/// Depth first, without recursion: chains of calls may be long.
fn callees_first(ctx: &Context<'_>, declared: &[Declared<'_>], nodes: &FxHashMap<FunctionId, Node<'_>>) -> Vec<FunctionId> {
    let mut order = Vec::new();
    let mut done: FxHashSet<FunctionId> = FxHashSet::default();
    let mut in_circle: FxHashSet<FunctionId> = FxHashSet::default();
    for item in declared {
        let Def::Function(root) = item.def else { continue };
        let mut path: Vec<(FunctionId, usize)> = if done.contains(&root) { Vec::new() } else { vec![(root, 0)] };
        while let Some((at, next)) = path.last_mut() {
            let call = nodes.get(at).and_then(|node| node.calls.get(*next)).copied();
            *next += 1;
            match call {
                None => {
                    done.insert(*at);
                    order.push(*at);
                    path.pop();
                }
                Some((callee, _)) if done.contains(&callee) => {}
                Some((callee, _)) => match path.iter().position(|(open, _)| *open == callee) {
                    Some(start) => report_circle(ctx, nodes, path.get(start..).unwrap_or(&[]), &mut in_circle),
                    None => path.push((callee, 0)),
                },
            }
        }
    }
    order
}

/// Told where a chain first becomes too long, not of all that is built upon it.
fn report_long_chains(ctx: &Context<'_>, nodes: &FxHashMap<FunctionId, Node<'_>>, callees_first: &[FunctionId]) {
    let mut lengths: FxHashMap<FunctionId, usize> = FxHashMap::default();
    for id in callees_first {
        let Some(node) = nodes.get(id) else { continue };
        let lengths_of_calls = node.calls.iter().map(|(callee, span)| (lengths.get(callee).copied().unwrap_or(0), *callee, *span));
        let longest = lengths_of_calls.max_by_key(|(length, _, span)| (*length, std::cmp::Reverse(span.start)));
        let length = longest.map_or(0, |(length, ..)| length) + 1;
        if let Some((MOST_CALLS, callee, span)) = longest {
            let callee = nodes.get(&callee).map_or("", |callee| callee.name).to_owned();
            let chain = Problem::LongChain { file: node.body.file, span, caller: node.name.to_owned(), callee, most: MOST_CALLS };
            ctx.report(chain.diagnostic());
        }
        lengths.insert(*id, length);
    }
}

/// Each function is named in one circle at most: mending that one may mend the others.
fn report_circle(ctx: &Context<'_>, nodes: &FxHashMap<FunctionId, Node<'_>>, path: &[(FunctionId, usize)], seen: &mut FxHashSet<FunctionId>) {
    if path.iter().any(|(id, _)| seen.contains(id)) {
        return;
    }
    seen.extend(path.iter().map(|(id, _)| *id));
    let links = path.iter().filter_map(|(id, next)| {
        let node = nodes.get(id)?;
        let (callee, span) = node.calls.get(next.checked_sub(1)?)?;
        let callee = nodes.get(callee)?.name.to_owned();
        let extends = matches!(&node.body.item.kind, ItemKind::Map(map) if map.extends.as_ref().is_some_and(|name| name.span == *span));
        Some(Link { file: node.body.file, span: *span, caller: node.name.to_owned(), callee, extends })
    });
    ctx.report(Problem::Circle { links: links.collect() }.diagnostic());
}
