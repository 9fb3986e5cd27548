//! Parts of the checked program in words: answers of policies, clocks, movers, the wire form of a field.

use crossdock_compiler::show;
use crossdock_compiler::typed::{
    Accepts, Answer, Answers, DatePart, End, KeyPart, LookUpPart, Missed, Mover, PathPart, ProblemField, ProblemPart, Project, RecordId, Repeated, Schedule, Skipped, SystemId,
    TimeLimit, When, Wire,
};

/// `retry 10 times from 2s to 5min then park to "it"`, as one writes it.
pub(crate) fn answer(project: &Project, answer: &Answer) -> String {
    let duration = |ms: u64| show::duration(i64::try_from(ms).unwrap_or(i64::MAX).saturating_mul(1_000_000));
    let mut steps = Vec::new();
    steps.extend(answer.retry.as_ref().map(|retry| format!("retry {} times from {} to {}", retry.times, duration(retry.from_ms), duration(retry.to_ms))));
    steps.extend(answer.notify.iter().map(|desk| format!("notify \"{desk}\"")));
    steps.extend(answer.alert.iter().map(|desk| format!("alert \"{desk}\"")));
    steps.extend(answer.undo.map(|_| "undo".to_owned()));
    steps.extend(answer.sends.iter().map(|send| {
        let message = project.contracts.get(send.contract.index()).and_then(|contract| contract.accepts.get(send.message as usize));
        format!("send {}.{}", system(project, send.system), message.map_or("", |message| &message.name))
    }));
    steps.push(match &answer.end {
        End::Park { desk: None } => "park".to_owned(),
        End::Park { desk: Some(desk) } => format!("park to \"{desk}\""),
        End::Done => "done".to_owned(),
        End::Skip { because } if because.is_empty() => "skip".to_owned(),
        End::Skip { because } => format!("skip because \"{}\"", because.iter().map(part).collect::<String>()),
        End::FailAs { failure, .. } => format!("fail as {}", project.failures.get(failure.index()).map_or("", |failure| &failure.decl.name)),
    });
    steps.join(" then ")
}

fn part(part: &ProblemPart) -> String {
    let field = |name: &str| format!("{{problem.{name}}}");
    match part {
        ProblemPart::Literal(text) => text.clone(),
        ProblemPart::Path { .. } => field("path"),
        ProblemPart::Field(of) => field(match of {
            ProblemField::Failure => "failure",
            ProblemField::Message => "message",
            ProblemField::Flow => "flow",
            ProblemField::System => "system",
            ProblemField::Event => "event",
            ProblemField::Key => "key",
            ProblemField::At => "at",
        }),
    }
}

pub(crate) fn system(project: &Project, id: SystemId) -> &str {
    project.systems.get(id.index()).map_or("", |system| &system.decl.name)
}

/// `at 02:00 America/New_York, skipped later, missed once`
pub(crate) fn schedule(schedule: &Schedule) -> String {
    let mut words = vec![schedule.to_string()];
    if let When::At { skipped, repeated, .. } = &schedule.when {
        words.push(format!("skipped {}", if *skipped == Skipped::Later { "later" } else { "omitted" }));
        words.push(format!(
            "repeated {}",
            match repeated {
                Repeated::First => "first",
                Repeated::Last => "last",
                Repeated::Twice => "twice",
            }
        ));
    }
    words.push(format!(
        "missed {}",
        match schedule.missed {
            Missed::Once => "once",
            Missed::All => "all",
            Missed::Omitted => "omitted",
        }
    ));
    words.join(", ")
}

pub(crate) fn mover(project: &Project, mover: Mover) -> String {
    match mover {
        Mover::System(id) => system(project, id).to_owned(),
        Mover::Contract(id) => project.contracts.get(id.index()).map_or_else(String::new, |contract| contract.decl.name.clone()),
    }
}

/// `within 4h from released to shipped | short, else alert "pick is late"`
pub(crate) fn limit(limit: &TimeLimit, state: impl Fn(u32) -> String) -> String {
    let [time, way, answer] = limit_parts(limit, state);
    format!("within {time} {way}, {answer}")
}

/// `4h`, `from released to shipped | short`, `else alert "pick is late"`
pub(crate) fn limit_parts(limit: &TimeLimit, state: impl Fn(u32) -> String) -> [String; 3] {
    let states = |list: &[u32]| list.iter().map(|at| state(*at)).collect::<Vec<_>>().join(" | ");
    let told = |answer: &crossdock_compiler::typed::LimitAnswer| {
        let notify = answer.notify.iter().map(|desk| format!("notify \"{desk}\""));
        notify.chain(answer.alert.iter().map(|desk| format!("alert \"{desk}\""))).collect::<Vec<_>>().join(" then ")
    };
    let otherwise = limit.answer.as_ref().map_or_else(|| "the failure late".to_owned(), told);
    [show::duration(limit.nanos), format!("from {} to {}", states(&limit.from), states(&limit.to)), format!("else {otherwise}")]
}

/// `order_no, header x-event-id`
pub(crate) fn keys(project: &Project, record: RecordId, keys: &[KeyPart]) -> String {
    let shown = keys.iter().map(|key| match key {
        KeyPart::Field(path) => field_path(project, record, path),
        KeyPart::Header(header) => format!("header {header}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// `/releases/{order_no}`
pub(crate) fn path_of_message(project: &Project, accepts: &Accepts) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Field(path) => format!("{{{}}}", field_path(project, accepts.record, path)),
    };
    accepts.path.iter().map(part).collect()
}

/// `/customers/{id}`
pub(crate) fn path_of_look_up(answers: &Answers) -> String {
    let part = |part: &LookUpPart| match part {
        LookUpPart::Literal(text) => text.clone(),
        LookUpPart::Param(at) => format!("{{{}}}", answers.params.get(*at as usize).map_or("", |(name, _)| name.as_str())),
    };
    answers.path.iter().map(part).collect()
}

/// The names that field indexes lead through; what stands in a message's body is told without saying so.
pub(crate) fn field_path(project: &Project, record: RecordId, path: &[u32]) -> String {
    let mut at = Some(record);
    let mut names = Vec::new();
    for index in path {
        let record = at.and_then(|record| project.records.get(record.index()));
        let field = record.and_then(|record| record.fields.get(*index as usize));
        let is_body = record.is_some_and(|record| record.implied) && path.len() > 1;
        names.extend(field.filter(|_| !is_body).map(|field| field.name.clone()));
        at = field.and_then(|field| crossdock_compiler::lineage::record_in(&field.ty));
    }
    names.join(".")
}

/// How a field is written, where that is not plain: `as text`, `format "DD.MM.YYYY"`.
pub(crate) fn wire_form(wire: &Wire) -> String {
    let mut words = Vec::new();
    words.extend(wire.as_text.then(|| "as text".to_owned()));
    words.extend(wire.format.as_ref().map(|parts| format!("format \"{}\"", parts.iter().map(date_part).collect::<String>())));
    words.extend(wire.zone.as_ref().map(|zone| format!("zone \"{zone}\"")));
    words.extend(wire.implied.map(|digits| format!("implied {digits}")));
    words.extend(wire.yes_no.as_ref().map(|(yes, no)| format!("yes \"{yes}\" no \"{no}\"")));
    words.extend(wire.by.as_ref().map(|(key, value)| format!("by {key}, {value}")));
    words.extend(wire.blank_is_missing.then(|| "blank is missing".to_owned()));
    words.extend(wire.or_null.then(|| "or null".to_owned()));
    words.join(" ")
}

fn date_part(part: &DatePart) -> String {
    match part {
        DatePart::Year4 => "YYYY",
        DatePart::Year2 => "YY",
        DatePart::Month2 => "MM",
        DatePart::Day2 => "DD",
        DatePart::Hour2 => "hh",
        DatePart::Minute2 => "mm",
        DatePart::Second2 => "ss",
        DatePart::Millis3 => "SSS",
        DatePart::Offset => "ZZ",
        DatePart::Literal(letter) => return letter.to_string(),
    }
    .to_owned()
}
