//! What a test would have to give or expect to reach a point, as a person would be told.

use super::Step;

pub(super) fn step(what: Step) -> &'static str {
    match what {
        Step::Runs => "`given` what starts it: its event, or the time by `given … later`",
        Step::Fails => "an event for which it does not hold, and `expect failed`",
        Step::Skips => "an event for which it holds, and `expect skipped`",
        Step::Sends | Step::Moves | Step::Answers => "an event that comes this far",
        Step::Undoes => "another message of the flow that is refused, and `expect undone`",
        Step::Completes => "events until it holds",
        Step::RunsOut => "fewer events, and `given … later`",
    }
}

/// By the failure's name: who answers so is said in the test.
pub(super) fn answer(failure: &str) -> String {
    match failure {
        "unreachable" | "timeout" | "busy" => format!("`given SYSTEM {}`", if failure == "unreachable" { "is unreachable".to_owned() } else { format!("is {failure}") }),
        "refused" | "duplicate" => format!("`given SYSTEM.MESSAGE answers {failure}`"),
        "not_found" => "`given SYSTEM.LOOK_UP answers not_found`".to_owned(),
        "illegal_move" => "an entity in another state: `given NAME(\"…\") is …`".to_owned(),
        "late" => "no further event, and `given … later`".to_owned(),
        "invalid" => "a document that is not as declared, and `expect failed invalid`".to_owned(),
        _ => format!("an event that makes it fail, and `expect failed {failure}`"),
    }
}

pub(super) const TARGET: &str = "an event that gives it a value";
pub(super) const SOURCE: &str = "a document that has it";
pub(super) const ROW: &str = "an event with this code";
pub(super) const ROUTE: &str = "an event that this row is for";
pub(super) const ARM: &str = "an event that this arm is for";
pub(super) const ALTERNATIVE: &str = "an event that this alternative is for";
pub(super) const FALLBACK: &str = "an event for which this is needed";
pub(super) const FOUND: &str = "`given SYSTEM.LOOK_UP answers { … }`";
pub(super) const NOT_FOUND: &str = "`given SYSTEM.LOOK_UP answers not_found`";
pub(super) const HOLDS: &str = "a message that the rule is about, and that keeps it";
pub(super) const BROKEN: &str = "a message that breaks it, and `expect failed invalid`";
pub(super) const MOVE: &str = "`given` the entity in the first state, and the event";
pub(super) const LIMIT: &str = "no further event, and `given … later`";

pub(super) fn partner(matched: bool) -> &'static str {
    if matched { "an element that has a partner in the other list" } else { "an element that has no partner in the other list" }
}

pub(super) fn side(then: bool) -> &'static str {
    if then { "an event for which it holds" } else { "an event for which it does not hold" }
}
