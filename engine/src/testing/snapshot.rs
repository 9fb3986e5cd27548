//! What was decided, as a text that people review. It leaves out what is only technical: ids, idempotency keys.

use super::pretty::pretty;
use crate::decision::{Decision, Outcome};

/// What is told where no flow is for the event.
pub(super) const NOTHING: &str = "No flow answers this event.";

/// Every decision with all that it sends.
pub(super) fn text(decisions: &[Decision]) -> String {
    if decisions.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut text = String::new();
    for decision in decisions {
        text.push_str(&line(decision));
        text.push('\n');
        if let Outcome::Sends(sends) = &decision.outcome {
            for send in sends {
                text.push_str(&format!("\n{} {} to {}.{}\n{}\n", send.method, send.path, send.system, send.message, pretty(&send.body)));
            }
        }
        text.push('\n');
    }
    format!("{}\n", text.trim_end())
}

/// `orders.take_order sends wms.release`
pub(super) fn line(decision: &Decision) -> String {
    let what = match &decision.outcome {
        Outcome::Sends(sends) if sends.is_empty() => "sends nothing".to_owned(),
        Outcome::Sends(sends) => format!("sends {}", sends.iter().map(|send| format!("{}.{}", send.system, send.message)).collect::<Vec<_>>().join(", ")),
        Outcome::Skipped { because } => format!("skips: {because}"),
        Outcome::Failed(failures) => format!("fails with {}", failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")),
    };
    format!("{} {what}", decision.flow)
}
