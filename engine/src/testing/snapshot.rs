//! What happened, as a text that people review. It leaves out what is only technical: ids, idempotency keys.

use std::collections::BTreeSet;

use super::pretty::pretty;
use super::world::{Exchange, Happened, Then, What};
use crate::decision::{Decision, Outcome, Recorded, Reply, Send, Settled};

/// What is told where no flow is for the event.
pub(super) const NOTHING: &str = "No flow answers this event.";

/// Every decision with all that it was told and sends, and what became of it where that is not simply that it was taken.
pub(super) fn text(log: &[Happened]) -> String {
    if log.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut text = String::new();
    for (at, happened) in log.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| log.get(before));
        if let Some(passed) = before.map(|before| happened.at.duration_since(before.at)).filter(|passed| !passed.is_zero()) {
            text.push_str(&format!("--- {passed:#} later\n\n"));
        }
        text.push_str(&one(&happened.what));
    }
    format!("{}\n", text.trim_end())
}

fn one(what: &What) -> String {
    match what {
        What::Decided { decision, asked, kept, exchanges } => {
            let exchanged: String = exchanges.iter().map(|exchange| exchange_in_full(&decision.flow, exchange)).collect();
            let asked: String = asked.iter().map(|recorded| format!("{}\n", in_full(&decision.flow, recorded, kept))).collect();
            let reply = decision.reply.as_ref().map_or_else(String::new, |reply| format!("\nreply to the sender\n{}\n", pretty(reply)));
            format!("{asked}{exchanged}{}\n{reply}{}\n", line(decision), sends(decision))
        }
        What::Told { sends, .. } => {
            let head: String = lines(what).iter().map(|line| format!("{line}\n\n")).collect();
            let bodies: String = sends.iter().map(|send| format!("{}\n", bodies(std::slice::from_ref(send)).trim_start())).collect();
            head + &bodies
        }
        What::Undone { send, .. } => {
            let head: String = lines(what).iter().map(|line| format!("{line}\n")).collect();
            format!("{head}{}\n", bodies(std::slice::from_ref(&**send)))
        }
        What::Again { .. }
        | What::Became { .. }
        | What::Failed { .. }
        | What::Taken { .. }
        | What::Withdrawn { .. }
        | What::Over { .. }
        | What::Stopped { .. }
        | What::Moved { .. }
        | What::Late { .. } => lines(what).iter().map(|line| format!("{line}\n\n")).collect(),
    }
}

/// The question, and the answer as it came.
fn in_full(flow: &str, recorded: &Recorded, kept: &BTreeSet<String>) -> String {
    match &recorded.reply {
        Reply::Found(bytes) if kept.contains(&recorded.look_up.to_string()) => format!("{}\n{}", question(flow, recorded, kept), pretty(bytes)),
        Reply::Found(bytes) => format!("{flow} asks {}: {} {}\n{}", recorded.look_up, recorded.look_up.method(), recorded.look_up.path, pretty(bytes)),
        Reply::Failed(_) => question(flow, recorded, kept),
    }
}

/// The message, and what came back.
fn exchange_in_full(flow: &str, exchange: &Exchange) -> String {
    let answer = if let Reply::Found(bytes) = &exchange.reply { format!("\nanswer\n{}\n", pretty(bytes)) } else { String::new() };
    format!("{}\n{}{answer}\n", exchanged(flow, exchange), bodies(std::slice::from_ref(&exchange.send)))
}

/// `orders.take_order sends ups.create_label: answered`
fn exchanged(flow: &str, exchange: &Exchange) -> String {
    let came = if let Reply::Failed(failure) = &exchange.reply { failure.name.as_str() } else { "answered" };
    format!("{flow} sends {}.{}: {came}", exchange.send.system, exchange.send.message)
}

fn sends(decision: &Decision) -> String {
    if let Outcome::Sends(sends) = &decision.outcome { bodies(sends) } else { String::new() }
}

fn bodies(sends: &[Send]) -> String {
    let body = |send: &Send| if send.body.is_empty() { String::new() } else { format!("{}\n", pretty(&send.body)) };
    sends.iter().map(|send| format!("\n{} {} to {}.{}\n{}", send.method, send.path, send.system, send.message, body(send))).collect()
}

/// The same in short.
pub(super) fn lines(what: &What) -> Vec<String> {
    match what {
        What::Decided { decision, asked, kept, exchanges } => {
            let asked = asked.iter().map(|recorded| question(&decision.flow, recorded, kept));
            asked.chain(exchanges.iter().map(|exchange| exchanged(&decision.flow, exchange))).chain([line(decision)]).collect()
        }
        What::Failed { decided: false, then: Then::Parked { desk: None } | Then::Done, .. } => Vec::new(),
        What::Failed { decided: false, what, then, .. } => vec![format!("{what} {}", follows(then))],
        What::Failed { decided: true, what, failures, then } => {
            let failures: Vec<String> = failures.iter().map(ToString::to_string).collect();
            vec![format!("{what} meets {} It {}.", failures.join(" "), follows(then))]
        }
        What::Told { settled, sends } => {
            told(settled).into_iter().chain(sends.iter().map(|send| format!("{} sends {}.{}", settled.failure.name, send.system, send.message))).collect()
        }
        What::Moved { step, from } => vec![format!("{} {} goes from {from} to {}", step.entity, step.key, step.to)],
        What::Late { failure, notify, alert } => {
            let notified = notify.iter().map(|desk| format!("notifies {desk:?}"));
            let told: Vec<String> = notified.chain(alert.iter().map(|desk| format!("alerts {desk:?}"))).collect();
            vec![format!("{failure} It {}.", told.join(" and "))]
        }
        What::Taken { message } => vec![format!("{message} is taken.")],
        What::Undone { message, send } => vec![format!("{message} is undone by {}.{}.", send.system, send.message)],
        What::Withdrawn { message } => vec![format!("{message} is not sent any more.")],
        What::Again { event, by, changed } => vec![again(event, by, *changed)],
        What::Became { from, failure } => vec![format!("{from} fails as {failure}")],
        What::Stopped { pause } => vec![format!("Nothing ran for {pause:#}.")],
        What::Over { flow, name, count } => vec![format!("{flow} has waited long enough for {name}: {count} came.")],
    }
}

/// `orders.take_order asks erp.customer("C1")`
fn question(flow: &str, recorded: &Recorded, kept: &BTreeSet<String>) -> String {
    match &recorded.reply {
        Reply::Found(_) if kept.contains(&recorded.look_up.to_string()) => format!("{flow} knows {} from before", recorded.look_up),
        Reply::Found(_) => format!("{flow} asks {}", recorded.look_up),
        Reply::Failed(failure) => format!("{flow} asks {}: {}", recorded.look_up, failure.name),
    }
}

/// `shop.order_created comes again, by "1001", and changes nothing`
fn again(event: &str, by: &[String], changed: bool) -> String {
    let by = if by.is_empty() { String::new() } else { format!(", by {}", by.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join(", ")) };
    let differs = if changed { ", though what it holds differs" } else { "" };
    format!("{event} comes again{by}, and changes nothing{differs}.")
}

/// `invalid notifies "order-desk"`
fn told(settled: &Settled) -> Vec<String> {
    let by = &settled.failure.name;
    let notified = settled.notify.iter().map(|desk| format!("{by} notifies {desk:?}"));
    notified.chain(settled.alert.iter().map(|desk| format!("{by} alerts {desk:?}"))).collect()
}

fn follows(then: &Then) -> String {
    match then {
        Then::Again { pause } => format!("is tried again in {pause:#}"),
        Then::Parked { desk: Some(desk) } => format!("is parked at {desk:?}"),
        Then::Parked { desk: None } => "is parked".to_owned(),
        Then::Skipped { because } => format!("is skipped: {because}"),
        Then::Done => "is done all the same".to_owned(),
    }
}

/// `orders.take_order sends wms.release`
fn line(decision: &Decision) -> String {
    let what = match &decision.outcome {
        Outcome::Sends(sends) if sends.is_empty() => "sends nothing".to_owned(),
        Outcome::Sends(sends) => format!("sends {}", sends.iter().map(|send| format!("{}.{}", send.system, send.message)).collect::<Vec<_>>().join(", ")),
        Outcome::Skipped { because } => format!("skips: {because}"),
        Outcome::Failed(failures) => format!("fails with {}", failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
        Outcome::Collecting(collecting) => {
            let after = jiff::SignedDuration::from_millis(collecting.after_ms);
            format!("collects {} by {}, for {after:#} at most", collecting.name, collecting.keys.iter().map(|key| format!("{key:?}")).collect::<Vec<_>>().join(", "))
        }
        Outcome::Exchange(send) => format!("sends {}.{} for its answer", send.system, send.message),
        Outcome::Asks(look_ups) => format!("asks {}", look_ups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    format!("{} {what}", decision.flow)
}
