//! Contracts and their systems: every message and look-up, with its address, its keys, and the flows that deal with it.

use crossdock_compiler::show;
use crossdock_compiler::typed::{Accepts, Answers, Contract, ContractId, Sends, Start, Type};

use super::Page;
use super::book::{Book, Cells, cells, code, list, table};
use super::flows;
use super::html::{anchor, escaped, prose};
use crate::words;

pub(super) fn pages(book: &Book<'_>) -> Vec<Page> {
    book.contracts().map(|(id, contract)| book.item("contract", "Systems and contracts", &contract.decl, &page(book, id, contract))).collect()
}

pub(super) fn systems<'b>(book: &'b Book<'_>, id: ContractId) -> Vec<&'b str> {
    book.project().systems.iter().filter(|system| system.contract == id).map(|system| system.decl.name.as_str()).collect()
}

fn page(book: &Book<'_>, id: ContractId, contract: &Contract) -> String {
    let systems = list(systems(book, id).into_iter().map(escaped));
    let owns = list(contract.owns.iter().filter_map(|owned| {
        let record = book.project().records.get(owned.record.index())?;
        let field = &record.fields.get(owned.field as usize)?.name;
        Some(book.record_link(owned.record, Some(field), &format!("{}.{field}", record.decl.name)))
    }));
    let mut facts = format!("<dt>Version<dd>{}", contract.version);
    facts.push_str(&if systems.is_empty() { String::new() } else { format!("<dt>Systems<dd>{systems}") });
    facts.push_str(&if owns.is_empty() { String::new() } else { format!("<dt>Owns<dd>{owns}") });
    let sends: Vec<Cells> = contract.sends.iter().enumerate().map(|(at, one)| sends(book, id, at as u32, one)).collect();
    let accepts: Vec<Cells> = contract.accepts.iter().enumerate().map(|(at, one)| accepts(book, id, at as u32, one)).collect();
    let answers: Vec<Cells> = contract.answers.iter().enumerate().map(|(at, one)| answers(book, id, at as u32, one)).collect();
    format!(
        "<dl>{facts}</dl>{}{}{}{}",
        table("Sends", &["Message", "Record", "Address", "Once by", "In order by", "Awaits", "Flows", "Notes"], &sends),
        table("Accepts", &["Message", "Parameters", "Record", "Answer", "Address", "Once by", "Flows", "Notes"], &accepts),
        table("Answers", &["Look-up", "Parameters", "Record", "Address", "Cached", "Flows", "Notes"], &answers),
        book.written(&contract.decl)
    )
}

fn sends(book: &Book<'_>, id: ContractId, at: u32, sends: &Sends) -> Cells {
    let project = book.project();
    let on = flows::own(book).filter(|(_, flow)| matches!(&flow.start, Start::Event { contract, event, .. } if *contract == id && *event == at));
    cells(
        Some(&anchor("message", &sends.name)),
        "",
        &[
            escaped(&sends.name),
            book.ty(&Type::Record(sends.record)),
            code(&format!("{} {}", sends.method, sends.path)),
            code(&words::keys(project, sends.record, &sends.once_by)),
            code(&words::keys(project, sends.record, &sends.in_order_by)),
            sends.awaits.map(|record| book.ty(&Type::Record(record))).unwrap_or_default(),
            list(on.map(|(_, flow)| book.link("flow", &flow.decl, &flow.decl.name))),
            prose(sends.docs.as_deref().unwrap_or_default()),
        ],
    )
}

fn accepts(book: &Book<'_>, id: ContractId, at: u32, accepts: &Accepts) -> Cells {
    let project = book.project();
    let sent: Vec<usize> = book.view.lineage.sends.iter().filter(|sent| sent.contract == id && sent.message == at).map(|sent| sent.flow).collect();
    let params = project.records.get(accepts.record.index()).map_or(&[][..], |record| &record.fields).iter().take(accepts.params as usize);
    cells(
        Some(&anchor("message", &accepts.name)),
        "",
        &[
            escaped(&accepts.name),
            list(params.map(|field| format!("{}: {}", escaped(&field.name), book.ty(&field.ty)))),
            accepts.body.as_ref().map(|body| book.ty(body)).unwrap_or_default(),
            accepts.answer.as_ref().map(|answer| book.ty(answer)).unwrap_or_default(),
            code(&format!("{} {}", accepts.method, words::path_of_message(project, accepts))),
            code(&words::keys(project, accepts.record, &accepts.once_by)),
            list(flows::own(book).filter(|(flow, _)| sent.contains(flow)).map(|(_, flow)| book.link("flow", &flow.decl, &flow.decl.name))),
            prose(accepts.docs.as_deref().unwrap_or_default()),
        ],
    )
}

fn answers(book: &Book<'_>, id: ContractId, at: u32, answers: &Answers) -> Cells {
    let asking = flows::own(book).filter(|(_, flow)| flows::look_ups(flow).contains(&(id, at)));
    let record = book.ty(&answers.ty);
    cells(
        Some(&anchor("message", &answers.name)),
        "",
        &[
            escaped(&answers.name),
            list(answers.params.iter().map(|(name, ty)| format!("{}: {}", escaped(name), book.ty(ty)))),
            if answers.optional { format!("{record}, or nothing") } else { record },
            code(&format!("{} {}", answers.method(), words::path_of_look_up(answers))),
            answers.cached_ms.map(|ms| show::duration((ms as i64).saturating_mul(1_000_000))).unwrap_or_default(),
            list(asking.map(|(_, flow)| book.link("flow", &flow.decl, &flow.decl.name))),
            prose(answers.docs.as_deref().unwrap_or_default()),
        ],
    )
}
