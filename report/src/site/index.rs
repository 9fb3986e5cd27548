//! The first page: who talks to whom, and all that there is.

use std::collections::BTreeMap;

use crossdock_compiler::typed::{Decl, Start};

use super::book::{Book, Cells, cells, code, href, list};
use super::graph::{Edge, Node, drawn};
use super::html::{escaped, prose};
use super::{Page, contracts, flows, records, tables, vocabulary};
use crate::mapping::Kind;
use crate::source;
use crate::words;

/// Most flows that are drawn: with more the picture would say nothing.
const DRAWN_MAX: usize = 30;

pub(super) fn page(book: &Book<'_>) -> Page {
    let chapters = [
        chapter("Flows", &["Flow", "Starts", "Sends", "Policy", "Notes"], flow_rows(book)),
        chapter("Mappings", &["Map", "Makes", "From", "Fields", "Extends", "Notes"], map_rows(book)),
        chapter("Systems and contracts", &["Contract", "Systems", "Sends", "Accepts", "Answers", "Notes"], contract_rows(book)),
        chapter("Lifecycles", &["Record", "States"], lifecycle_rows(book)),
        chapter("Policies", &["Policy", "Answers", "Notes"], policy_rows(book)),
        chapter("Tables", &["Table", "", "Rows", "Notes"], table_rows(book)),
        chapter("Records", &["Record", "Has", "Notes"], record_rows(book)),
        chapter("Codes", &["Enum", "Values", "Notes"], enum_rows(book)),
        chapter(
            "Failures",
            &["Failure"],
            own(book.project().failures.iter().map(|item| &item.decl), book)
                .map(|decl| cells(None, "", &[format!("<a href=\"failures.html#{}\">{}</a>", super::html::anchor("failure", &super::book::full(decl)), escaped(&decl.name))]))
                .collect(),
        ),
        chapter(
            "Units",
            &["Unit", "Is"],
            vocabulary::own_units(book).iter().map(|(name, size)| cells(None, "", &[format!("<a href=\"units.html\">{}</a>", escaped(name)), code(size)])).collect(),
        ),
    ];
    let contents: String = chapters.iter().filter(|chapter| !chapter.1.is_empty()).map(|(name, _)| format!("<li><a href=\"#{}\">{name}</a>", id(name))).collect();
    let body: String = chapters.into_iter().map(|(_, html)| html).collect();
    let main = format!(
        "<h1>{}</h1><p class=lead>{}. Every mapping as it runs: where each field comes from, by which rule, and what happens when something goes wrong.\
         <p>The same to sign: <a href=\"mappings.xlsx\">mappings.xlsx</a>; as CSV: <a href=\"mappings.csv\">mappings</a>, <a href=\"tables.csv\">tables</a>, <a href=\"records.csv\">records</a>.\
         <ul class=contents>{contents}</ul>{}{body}",
        escaped(book.title),
        counts(book),
        landscape(book)
    );
    Page { file: "index.html".to_owned(), text: book.framed(book.title, None, &main) }
}

fn id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn chapter(name: &'static str, heads: &[&str], rows: Vec<Cells>) -> (&'static str, String) {
    let html = super::book::table(name, heads, &rows);
    (name, html.replacen("<h2>", &format!("<h2 id=\"{}\">", id(name)), 1))
}

fn counts(book: &Book<'_>) -> String {
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let fields = book.sheets.iter().flat_map(|sheet| &sheet.rows).filter(|row| row.kind == Kind::Field).count();
    let systems = own(book.project().systems.iter().map(|system| &system.decl), book).count();
    format!("{}, {}, {} with {}", plural(systems, "system"), plural(flows::own(book).count(), "flow"), plural(book.sheets.len(), "map"), plural(fields, "field"))
}

fn own<'d>(decls: impl Iterator<Item = &'d Decl>, book: &Book<'_>) -> impl Iterator<Item = &'d Decl> {
    decls.filter(|decl| book.is_own(decl))
}

fn notes(decl: &Decl) -> String {
    prose(&source::summary(decl.docs.as_deref()))
}

fn flow_rows(book: &Book<'_>) -> Vec<Cells> {
    let row = |(at, flow): (usize, &crossdock_compiler::typed::Flow)| {
        let policy = flow.policy.and_then(|id| book.project().policies.get(id.index())).map(|policy| book.link("policy", &policy.decl, &policy.decl.name));
        cells(
            None,
            "",
            &[
                book.link("flow", &flow.decl, &flow.decl.name),
                flows::start(book, flow),
                list(flows::sends(book, at).into_iter().map(|(_, link)| link)),
                policy.unwrap_or_default(),
                notes(&flow.decl),
            ],
        )
    };
    flows::own(book).map(row).collect()
}

fn map_rows(book: &Book<'_>) -> Vec<Cells> {
    let row = |sheet: &crate::mapping::MapSheet| {
        let count = |kind: Kind| sheet.rows.iter().filter(|row| row.kind == kind).count();
        let base = sheet.extends.as_deref().map(|base| escaped(base.rsplit('.').next().unwrap_or(base))).unwrap_or_default();
        let docs = source::summary(sheet.docs.as_deref());
        let fields = format!("{} set, {} not", count(Kind::Field), count(Kind::Unset));
        cells(None, "", &[super::maps::link(sheet), escaped(&sheet.target), list(sheet.params.iter().map(|param| escaped(param))), fields, base, prose(&docs)])
    };
    book.sheets.iter().map(row).collect()
}

fn contract_rows(book: &Book<'_>) -> Vec<Cells> {
    book.contracts()
        .map(|(at, contract)| {
            let names = |names: Vec<&String>| list(names.into_iter().map(|name| book.contract_link(at, name, name)));
            cells(
                None,
                "",
                &[
                    book.link("contract", &contract.decl, &format!("{} v{}", contract.decl.name, contract.version)),
                    escaped(&contracts::systems(book, at).join(", ")),
                    names(contract.sends.iter().map(|one| &one.name).collect()),
                    names(contract.accepts.iter().map(|one| &one.name).collect()),
                    names(contract.answers.iter().map(|one| &one.name).collect()),
                    notes(&contract.decl),
                ],
            )
        })
        .collect()
}

fn lifecycle_rows(book: &Book<'_>) -> Vec<Cells> {
    let own = book.project().lifecycles.iter().filter(|cycle| !book.checked.sources.get(cycle.place.file).library);
    own.filter_map(|cycle| {
        let record = book.project().records.get(cycle.record.index())?;
        let states: Vec<&str> = cycle.states.iter().map(|state| state.name.as_str()).collect();
        Some(cells(None, "", &[book.link("lifecycle", &record.decl, &record.decl.name), escaped(&states.join(", "))]))
    })
    .collect()
}

fn policy_rows(book: &Book<'_>) -> Vec<Cells> {
    let own = book.project().policies.iter().filter(|policy| book.is_own(&policy.decl));
    own.map(|policy| cells(None, "", &[book.link("policy", &policy.decl, &policy.decl.name), format!("{} failures", policy.answers.len()), notes(&policy.decl)])).collect()
}

fn table_rows(book: &Book<'_>) -> Vec<Cells> {
    let row = |decl: &Decl, signature: String, rows: usize| cells(None, "", &[book.link("table", decl, &decl.name), code(&signature), rows.to_string(), notes(decl)]);
    let codes = book.project().tables.iter().filter(|table| book.is_own(&table.decl)).map(|table| row(&table.decl, tables::signature(book, table), table.rows.len()));
    let routes = book.project().routes.iter().filter(|routes| book.is_own(&routes.decl)).map(|routes| row(&routes.decl, tables::routes_signature(book, routes), routes.rows.len()));
    codes.chain(routes).collect()
}

fn record_rows(book: &Book<'_>) -> Vec<Cells> {
    let mut rows: Vec<_> = records::shown(book).collect();
    rows.sort_by_key(|(id, record)| (!book.is_own(&record.decl), *id));
    rows.into_iter()
        .map(|(id, record)| {
            cells(
                None,
                "",
                &[format!("{} <small>{}</small>", book.record_link(id, None, &record.decl.name), escaped(&record.decl.module)), records::size(record), notes(&record.decl)],
            )
        })
        .collect()
}

fn enum_rows(book: &Book<'_>) -> Vec<Cells> {
    let own = book.project().enums.iter().filter(|item| book.is_own(&item.decl));
    let values = |item: &crossdock_compiler::typed::Enum| item.variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>().join(", ");
    own.map(|item| cells(None, "", &[book.link("enum", &item.decl, &item.decl.name), escaped(&values(item)), notes(&item.decl)])).collect()
}

/// Systems that tell on the left, flows, systems that are told on the right.
fn landscape(book: &Book<'_>) -> String {
    let flows: Vec<_> = flows::own(book).collect();
    if flows.is_empty() || flows.len() > DRAWN_MAX {
        return String::new();
    }
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let mut known: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let mut node = |nodes: &mut Vec<Node>, column: usize, text: String, href: Option<String>| {
        *known.entry((column, text.clone())).or_insert_with(|| {
            nodes.push(Node { text, column, href, class: "" });
            nodes.len() - 1
        })
    };
    for (at, flow) in flows {
        let middle = node(&mut nodes, 1, flow.decl.name.clone(), Some(href("flow", &flow.decl)));
        let starts: Vec<(String, String)> = match &flow.start {
            Start::Event { systems, contract, event } => {
                let name = book.project().contracts.get(contract.index()).and_then(|contract| contract.sends.get(*event as usize)).map_or("", |sends| sends.name.as_str());
                systems.iter().map(|id| (words::system(book.project(), *id).to_owned(), name.to_owned())).collect()
            }
            Start::Schedule(schedule) => vec![("clock".to_owned(), schedule.to_string())],
        };
        for (system, says) in starts {
            let from = node(&mut nodes, 0, system, None);
            edges.push(Edge { from, to: middle, says });
        }
        for (system, _) in flows::sends(book, at) {
            let to = node(&mut nodes, 2, system, None);
            edges.push(Edge { from: middle, to, says: "sends".to_owned() });
        }
    }
    drawn(&nodes, &edges, "Systems on the left start flows in the middle, which send to systems on the right; the tables below say the same")
}
