//! The page's parts, from top to bottom.

use std::collections::BTreeMap;

use crossdock_compiler::typed::{Contract, Decl, Flow, Project, Record, Start, Type};
use crossdock_compiler::{Checked, show};

use super::html::{anchor, escaped, prose, source};
use crate::mapping::{Kind, MapSheet, Row};
use crate::source as code;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

pub(super) fn page(checked: &Checked, sheets: &[MapSheet], title: &str) -> String {
    let parts = [
        part("flows", "Flows", flows(checked)),
        part("maps", "Mappings", sheets.iter().map(|sheet| map(checked, sheet)).collect()),
        part("tables", "Tables", items(checked, "table", checked.project.tables.iter().map(|item| &item.decl))),
        part("systems", "Systems and contracts", contracts(checked)),
        part("policies", "Policies", items(checked, "policy", checked.project.policies.iter().map(|item| &item.decl))),
        part("failures", "Failures", items(checked, "failure", checked.project.failures.iter().map(|item| &item.decl))),
        part("records", "Records", checked.project.records.iter().map(|item| record(checked, item, sheets)).collect()),
        part("enums", "Codes", checked.project.enums.iter().map(|item| codes(checked, item)).collect()),
    ];
    let parts: Vec<Part> = parts.into_iter().filter(|part| !part.sections.is_empty()).collect();
    let nav: String = parts.iter().map(nav).collect();
    let body: String = parts
        .iter()
        .map(|part| {
            format!("<section id={} class=part><h2>{}</h2>{}</section>", part.id, part.title, part.sections.iter().map(|section| section.html.as_str()).collect::<String>())
        })
        .collect();
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\"><meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\"><title>{title}</title><style>{STYLE}</style>\
         <body><aside><header><strong>{title}</strong><small>{counts}</small></header><input id=q type=search placeholder=\"Search fields, codes, rules …\" aria-label=Search autocomplete=off><nav>{nav}</nav></aside>\
         <main><h1>{title}</h1><p class=lead>{counts}. Every mapping as it runs: where each field comes from, by which rule, and what happens when something goes wrong.</p>{body}<p id=nothing hidden>Nothing here has that in it.</p></main><script>{SCRIPT}</script></body></html>\n",
        title = escaped(title),
        counts = counts(checked, sheets),
    )
}

struct Part {
    id: &'static str,
    title: &'static str,
    sections: Vec<Section>,
}

/// One item.
struct Section {
    anchor: String,
    name: String,
    html: String,
}

fn part(id: &'static str, title: &'static str, sections: Vec<Option<Section>>) -> Part {
    Part { id, title, sections: sections.into_iter().flatten().collect() }
}

fn nav(part: &Part) -> String {
    let links: String = part.sections.iter().map(|section| format!("<a href=\"#{}\">{}</a>", section.anchor, escaped(&section.name))).collect();
    format!("<details open><summary><a href=\"#{}\">{}</a> <b>{}</b></summary>{links}</details>", part.id, part.title, part.sections.len())
}

fn counts(checked: &Checked, sheets: &[MapSheet]) -> String {
    let own = |decl: &Decl| is_own(checked, decl);
    let rows = sheets.iter().map(|sheet| sheet.rows.iter().filter(|row| row.kind == Kind::Field).count()).sum::<usize>();
    let flows = checked.project.flows.iter().filter(|flow| own(&flow.decl)).count();
    let systems = checked.project.systems.iter().filter(|system| own(&system.decl)).count();
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    format!("{}, {}, {} with {}", plural(systems, "system"), plural(flows, "flow"), plural(sheets.len(), "map"), plural(rows, "field"))
}

fn is_own(checked: &Checked, decl: &Decl) -> bool {
    !decl.module.is_empty() && !checked.sources.get(decl.place.file).library
}

fn full(decl: &Decl) -> String {
    format!("{}.{}", decl.module, decl.name)
}

/// An item with its head, its documentation, and what is in it.
fn section(checked: &Checked, kind: &str, decl: &Decl, inner: &str) -> Section {
    let (name, place) = (full(decl), code::place(checked, decl.place.file, decl.place.span));
    let anchor = anchor(kind, &name);
    let docs = prose(decl.docs.as_deref().unwrap_or_default());
    let html = format!("<article id=\"{anchor}\"><h3><small>{kind}</small> {} <span class=place>{}</span></h3>{docs}{inner}</article>", escaped(&decl.name), escaped(&place));
    Section { anchor, name: decl.name.clone(), html }
}

/// Items of the project that are shown as they are written.
fn items<'c>(checked: &'c Checked, kind: &str, decls: impl Iterator<Item = &'c Decl>) -> Vec<Option<Section>> {
    decls.filter(|decl| is_own(checked, decl)).map(|decl| Some(section(checked, kind, decl, &written(checked, decl)))).collect()
}

fn written(checked: &Checked, decl: &Decl) -> String {
    format!("<pre class=flow>{}</pre>", source(&code::item(checked, decl.place)))
}

fn flows(checked: &Checked) -> Vec<Option<Section>> {
    checked
        .project
        .flows
        .iter()
        .filter(|flow| is_own(checked, &flow.decl))
        .map(|flow| Some(section(checked, "flow", &flow.decl, &format!("{}{}", way(&checked.project, flow), written(checked, &flow.decl)))))
        .collect()
}

/// `shop order_created → wms release`, and what may go wrong on the way.
fn way(project: &Project, flow: &Flow) -> String {
    let lineage = crossdock_compiler::lineage::Lineage::new(project);
    let (who, event) = start(project, flow);
    let at = project.flows.iter().position(|other| std::ptr::eq(other, flow));
    let sends: Vec<String> = lineage.sends.iter().filter(|sent| Some(sent.flow) == at).map(|sent| target(project, sent)).collect();
    let failures: Vec<String> =
        flow.failures.iter().filter_map(|id| project.failures.get(id.index())).map(|failure| format!("<span class=chip>{}</span>", escaped(&failure.decl.name))).collect();
    let policy = flow
        .policy
        .and_then(|id| project.policies.get(id.index()))
        .map(|policy| format!("<a class=\"chip policy\" href=\"#{}\">{}</a>", anchor("policy", &full(&policy.decl)), escaped(&policy.decl.name)));
    format!(
        "<p class=way><span class=from>{} <b>{}</b></span>{}</p><p class=meta>May meet {} answered by {}</p>",
        escaped(&who),
        escaped(&event),
        sends.iter().map(|to| format!("<span class=arrow>→</span>{to}")).collect::<String>(),
        if failures.is_empty() { "nothing".to_owned() } else { failures.join(" ") },
        policy.unwrap_or_else(|| "no policy".to_owned()),
    )
}

/// The systems and their event, or a clock and its time.
fn start(project: &Project, flow: &Flow) -> (String, String) {
    match &flow.start {
        Start::Event { systems, contract, event } => {
            let systems: Vec<&str> = systems.iter().filter_map(|id| project.systems.get(id.index())).map(|system| system.decl.name.as_str()).collect();
            let sends = project.contracts.get(contract.index()).and_then(|contract| contract.sends.get(*event as usize));
            (systems.join(", "), sends.map_or_else(String::new, |sends| sends.name.clone()))
        }
        Start::Schedule(schedule) => ("clock".to_owned(), schedule.to_string()),
    }
}

fn target(project: &Project, sent: &crossdock_compiler::lineage::Sent) -> String {
    let contract = project.contracts.get(sent.contract.index());
    let message = contract.and_then(|contract| contract.accepts.get(sent.message as usize)).map_or("", |accepts| accepts.name.as_str());
    let system = sent.system.and_then(|id| project.systems.get(id.index())).map(|system| system.decl.name.as_str());
    let system = system.or_else(|| contract.map(|contract| contract.decl.name.as_str())).unwrap_or("");
    format!("<span class=to>{} <b>{}</b></span>", escaped(system), escaped(message))
}

fn map(checked: &Checked, sheet: &MapSheet) -> Option<Section> {
    let anchor_name = anchor("map", &sheet.name);
    let short = sheet.name.rsplit('.').next().unwrap_or(&sheet.name);
    let rows: String = sheet.rows.iter().map(|row| map_row(checked, row)).collect();
    let failures = sheet.failures.iter().map(|name| format!("<span class=chip>{}</span>", escaped(name))).collect::<Vec<_>>().join(" ");
    let failures = if failures.is_empty() { String::new() } else { format!(" May raise {failures}") };
    let html = format!(
        "<article id=\"{anchor_name}\"><h3><small>map</small> {} <span class=place>{}</span></h3>{}<p class=meta>From <code>{}</code> to <a href=\"#{}\">{}</a>.{failures}</p>\
         <div class=scroll><table><thead><tr><th>Target<th>Type<th>Rule<th>Source<th>Comes from<th>Notes</thead><tbody>{rows}</tbody></table></div></article>",
        escaped(short),
        escaped(&sheet.place),
        prose(sheet.docs.as_deref().unwrap_or_default()),
        escaped(&sheet.params.join(", ")),
        anchor("record", &sheet.target_record),
        escaped(&sheet.target),
    );
    Some(Section { anchor: anchor_name, name: short.to_owned(), html })
}

fn map_row(checked: &Checked, row: &Row) -> String {
    let class = match row.kind {
        Kind::Field => "row",
        Kind::Name => "row name",
        Kind::Unset => "row unset",
    };
    let target = if row.kind == Kind::Name { format!("<small>let</small> {}", escaped(&row.target)) } else { escaped(&row.target) };
    let wire = if row.wire.is_empty() { String::new() } else { format!("<small class=wire title=\"on the wire\">{}</small>", escaped(&row.wire)) };
    let required = if row.required && row.kind != Kind::Name { "<i class=req title=required>•</i>" } else { "" };
    let rule = if row.kind == Kind::Unset { "<em>not set</em>".to_owned() } else { format!("<code title=\"{}\">{}</code>", escaped(&row.place), source(&row.rule)) };
    let sources = row.sources.iter().map(|place| linked(checked, place, "src")).chain(row.deciders.iter().map(|place| linked(checked, place, "src by")));
    let through = row.through.iter().map(|name| format!("<span class=chip>{}</span>", escaped(name)));
    let origins: String = row.origins.iter().map(|origin| origin_chip(origin)).collect();
    format!(
        "<tr class=\"{class}\"><td><b>{target}</b>{required}{wire}<td><code class=ty>{}</code><td>{rule}<td>{}<td>{origins}<td class=notes>{}</tr>",
        escaped(&row.ty),
        sources.chain(through).collect::<String>(),
        prose(&row.notes)
    )
}

/// `shop sends order_created: email`
fn origin_chip(origin: &str) -> String {
    match origin.split_once(": ") {
        Some((message, path)) => format!("<span class=origin title=\"{}\">{}</span>", escaped(message), escaped(path)),
        None => format!("<span class=origin>{}</span>", escaped(origin)),
    }
}

/// A place of a record, leading to it.
fn linked(checked: &Checked, place: &str, class: &str) -> String {
    let name = place.split('.').next().unwrap_or_default();
    let records: Vec<&Record> = checked.project.records.iter().filter(|record| record.decl.name == name).collect();
    let title = if class.ends_with("by") { " title=\"decides, and is not in the value\"" } else { "" };
    match records.as_slice() {
        [one] => format!("<a class=\"{class}\"{title} href=\"#{}\">{}</a>", anchor("record", &full(&one.decl)), escaped(place)),
        _ => format!("<span class=\"{class}\"{title}>{}</span>", escaped(place)),
    }
}

fn contracts(checked: &Checked) -> Vec<Option<Section>> {
    let mut systems: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for system in &checked.project.systems {
        systems.entry(system.contract.index()).or_default().push(&system.decl.name);
    }
    let used = |at: usize, contract: &Contract| is_own(checked, &contract.decl) || systems.contains_key(&at);
    let contracts = checked.project.contracts.iter().enumerate().filter(|(at, contract)| used(*at, contract));
    contracts
        .map(|(at, contract)| {
            let names = systems.get(&at).map(|names| names.iter().map(|name| format!("<span class=\"chip system\">{}</span>", escaped(name))).collect::<Vec<_>>().join(" "));
            let names = names.map(|names| format!("<p class=meta>Systems: {names}</p>")).unwrap_or_default();
            Some(section(checked, "contract", &contract.decl, &format!("{names}{}", written(checked, &contract.decl))))
        })
        .collect()
}

/// Records of the project, and those of the library that its maps read or make.
fn record(checked: &Checked, record: &Record, sheets: &[MapSheet]) -> Option<Section> {
    let name = full(&record.decl);
    let mentions = |place: &String| place.split('.').next() == Some(&record.decl.name);
    let used = sheets.iter().any(|sheet| sheet.target_record == name || sheet.rows.iter().any(|row| row.sources.iter().chain(&row.deciders).any(mentions)));
    if !is_own(checked, &record.decl) && !used {
        return None;
    }
    let setters = |field: &str| -> String {
        let setting =
            sheets.iter().filter(|sheet| sheet.target_record == name && sheet.rows.iter().any(|row| row.kind == Kind::Field && row.target.split('.').next() == Some(field)));
        setting.map(|sheet| format!("<a class=chip href=\"#{}\">{}</a>", anchor("map", &sheet.name), escaped(sheet.name.rsplit('.').next().unwrap_or_default()))).collect()
    };
    let readers = |field: &str| -> String {
        let place = format!("{}.{field}", record.decl.name);
        let reads = |row: &Row| row.sources.iter().chain(&row.deciders).any(|source| *source == place || source.starts_with(&format!("{place}.")));
        let reading = sheets.iter().filter(|sheet| sheet.rows.iter().any(reads));
        reading.map(|sheet| format!("<a class=chip href=\"#{}\">{}</a>", anchor("map", &sheet.name), escaped(sheet.name.rsplit('.').next().unwrap_or_default()))).collect()
    };
    let rows: String = record
        .fields
        .iter()
        .map(|field| {
            let wire = field.wire.path.join(".");
            let wire = if wire == field.name { String::new() } else { format!("<small class=wire>{}</small>", escaped(&wire)) };
            let required = if matches!(field.ty, Type::Optional(_)) { "" } else { "<i class=req title=required>•</i>" };
            format!(
                "<tr class=row id=\"{}\"><td><b>{}</b>{required}{wire}<td><code class=ty>{}</code><td>{}<td>{}<td class=notes>{}</tr>",
                anchor("field", &format!("{name}.{}", field.name)),
                escaped(&field.name),
                escaped(&show::ty(&checked.project, &field.ty)),
                setters(&field.name),
                readers(&field.name),
                prose(field.docs.as_deref().unwrap_or_default())
            )
        })
        .collect();
    let table = format!("<div class=scroll><table><thead><tr><th>Field<th>Type<th>Set by<th>Read by<th>Notes</thead><tbody>{rows}</tbody></table></div>");
    Some(section(checked, "record", &record.decl, &table))
}

fn codes(checked: &Checked, item: &crossdock_compiler::typed::Enum) -> Option<Section> {
    is_own(checked, &item.decl).then(|| section(checked, "enum", &item.decl, &written(checked, &item.decl)))
}
