//! What a test says about the world around the project: how systems answer, whether they can be reached, and the time that passes.

use crossdock_syntax::{Span, ast};

use super::Checker;
use super::problem::Problem;
use crate::context::{Def, Want};
use crate::diagnostic::{Diagnostic, Edit, Fact};
use crate::duration;
use crate::resolve::nearest;
use crate::sources::FileId;
use crate::typed::{AnswerTo, Answered, Answers, Contract, ContractId, Expect, FailureId, GivenAnswer, SystemId, SystemState, TestStep, Type};

/// What a look-up can fail with.
const OF_LOOK_UPS: [&str; 6] = ["not_found", "unreachable", "timeout", "busy", "refused", "invalid"];
/// What a message can fail with.
const OF_MESSAGES: [&str; 5] = ["unreachable", "timeout", "busy", "refused", "duplicate"];
/// What a message can fail with whose answer a flow goes on with.
const OF_ANSWERED: [&str; 6] = ["unreachable", "timeout", "busy", "refused", "duplicate", "invalid"];
/// What is the matter with a system as a whole.
const STATES: [&str; 5] = ["reachable", "unreachable", "timeout", "busy", "refused"];
/// How a message is answered that is taken.
const ACCEPTED: &str = "accepted";

#[derive(Clone, Debug)]
enum StubProblem {
    NoAnswer {
        file: FileId,
        name: ast::Name,
        to: &'static str,
        known: Vec<&'static str>,
    },
    MessageWithBody {
        file: FileId,
        span: Span,
        name: String,
    },
    /// One record where a list comes back, or the other way round.
    ListOrNot {
        file: FileId,
        span: Span,
        name: String,
        is_list: bool,
        one: bool,
    },
    /// The question is a record, which tells no question from another in a test.
    ArgsOfRecord {
        file: FileId,
        span: Span,
        name: String,
    },
    ArgsOfMessage {
        file: FileId,
        span: Span,
        name: String,
    },
    NoState {
        file: FileId,
        name: ast::Name,
        near: Option<String>,
    },
    NoTime {
        file: FileId,
        span: Span,
        why: String,
    },
    Times {
        file: FileId,
        span: Span,
    },
    Now {
        file: FileId,
        span: Span,
        why: String,
    },
    NowLate {
        file: FileId,
        span: Span,
    },
    NothingAwaited {
        file: FileId,
        span: Span,
    },
}

impl Checker<'_, '_> {
    pub(super) fn given_answer(&mut self, given: &ast::GivenAnswer) -> Option<GivenAnswer> {
        let (system, contract) = self.system(&given.system)?;
        let declared = self.ctx.project.contracts.get(contract.index())?;
        let times = self.times(given.times.as_ref());
        if let Some((at, answers)) = declared.answers.iter().enumerate().find(|(_, answers)| answers.name == given.name.text) {
            self.mention_look_up(contract, answers, &given.name);
            let args = self.stub_args(&given.name, given.args.as_deref(), answers);
            let answer = self.record_answer(&given.answer, &given.name, &answers.ty, ("a look-up", &OF_LOOK_UPS))?;
            return Some(GivenAnswer { system, to: AnswerTo::LookUp(at as u32), args, answer, times, span: given.span });
        }
        let Some(at) = declared.accepts.iter().position(|accepts| accepts.name == given.name.text) else {
            self.nothing_to_answer(declared, given);
            return None;
        };
        if let (Some(args), Some(first)) = (&given.args, given.args.iter().flatten().next()) {
            let span = args.last().map_or(first.span, |last| first.span.to(last.span));
            self.ctx.report(StubProblem::ArgsOfMessage { file: self.file, span, name: given.name.text.clone() }.diagnostic());
        }
        let answer = match &declared.accepts.get(at).and_then(|accepts| accepts.answer.clone()) {
            Some(ty) if !is_accepted(&given.answer) => self.record_answer(&given.answer, &given.name, ty, ("a message", &OF_ANSWERED))?,
            _ => self.message_answer(&given.answer, &given.name)?,
        };
        Some(GivenAnswer { system, to: AnswerTo::Message(at as u32), args: None, answer, times, span: given.span })
    }

    /// The look-up of `expect asked …`, and the arguments that it names.
    pub(super) fn asked_about(&mut self, system: &ast::Name, look_up: &ast::Name, args: Option<&[ast::Expr]>) -> Option<(SystemId, u32, Option<Vec<crate::typed::Expr>>)> {
        let (system, contract) = self.system(system)?;
        let declared = self.ctx.project.contracts.get(contract.index())?;
        let Some((at, answers)) = declared.answers.iter().enumerate().find(|(_, answers)| answers.name == look_up.text) else {
            let known: Vec<&str> = declared.answers.iter().map(|answers| answers.name.as_str()).collect();
            self.no_message(look_up, "answers", declared, &known);
            return None;
        };
        self.mention_look_up(contract, answers, look_up);
        Some((system, at as u32, self.stub_args(look_up, args, answers)))
    }

    fn mention_look_up(&self, contract: ContractId, answers: &Answers, name: &ast::Name) {
        let Some(declared) = self.ctx.project.contracts.get(contract.index()) else { return };
        let title = self.look_up_title(contract, answers);
        self.ctx.mention(self.file, crate::Mention { span: name.span, title, docs: answers.docs.clone(), target: Some((declared.decl.place.file, answers.span)) });
    }

    fn nothing_to_answer(&self, declared: &Contract, given: &ast::GivenAnswer) {
        let known: Vec<&str> = declared.answers.iter().map(|answers| answers.name.as_str()).chain(declared.accepts.iter().map(|accepts| accepts.name.as_str())).collect();
        self.no_message(&given.name, "answers", declared, &known);
    }

    /// Only to these arguments; wrong ones are reported, and then it answers to any.
    fn stub_args(&mut self, name: &ast::Name, args: Option<&[ast::Expr]>, answers: &Answers) -> Option<Vec<crate::typed::Expr>> {
        let args = args?;
        if answers.body.is_some() {
            let span = args.first().zip(args.last()).map_or(name.span, |(first, last)| first.span.to(last.span));
            self.ctx.report(StubProblem::ArgsOfRecord { file: self.file, span, name: name.text.clone() }.diagnostic());
            return None;
        }
        if args.len() != answers.params.len() {
            let declared =
                self.ctx.project.contracts.iter().find(|contract| contract.answers.iter().any(|other| other.span == answers.span)).map(|contract| contract.decl.place.file);
            let signature = format!("{}({})", answers.name, answers.params.iter().map(|(param, ty)| format!("{param}: {}", self.ctx.show(ty))).collect::<Vec<_>>().join(", "));
            self.report(Problem::Arity {
                file: self.file,
                span: name.span,
                name: answers.name.clone(),
                given: args.len(),
                wanted: answers.params.len(),
                declared: (declared.unwrap_or(self.file), answers.span),
                signature,
            });
            return None;
        }
        Some(args.iter().zip(&answers.params).map(|(arg, (_, ty))| self.test_value(arg, ty)).collect())
    }

    /// A record or a list of it, as the contract says, or a failure.
    fn record_answer(&mut self, answer: &ast::Answer, name: &ast::Name, ty: &Type, (to, known): (&'static str, &[&'static str])) -> Option<Answered> {
        let (Some(record), is_list) = (crate::lineage::record_in(ty), matches!(ty, Type::List(_))) else { return None };
        match answer {
            ast::Answer::Sample { from, with } if !is_list || with.is_none() => {
                self.sample(from);
                let with = with.as_ref().map_or_else(Vec::new, |block| self.field_values(block, record));
                Some(Answered::Record { file: Some(from.text.clone()), with })
            }
            ast::Answer::Block(block) if !is_list => Some(Answered::Record { file: None, with: self.field_values(block, record) }),
            ast::Answer::List { blocks, .. } if is_list => Some(Answered::List { record, of: blocks.iter().map(|block| self.field_values(block, record)).collect() }),
            ast::Answer::Failure(name) => self.answered_with(name, to, known).map(Answered::Failure),
            ast::Answer::Sample { with: Some(ast::Block { span, .. }), .. } | ast::Answer::Block(ast::Block { span, .. }) | ast::Answer::List { span, .. } => {
                self.ctx
                    .report(StubProblem::ListOrNot { file: self.file, span: *span, name: name.text.clone(), is_list, one: matches!(answer, ast::Answer::Block(_)) }.diagnostic());
                None
            }
            ast::Answer::Sample { .. } => None,
        }
    }

    fn message_answer(&mut self, answer: &ast::Answer, message: &ast::Name) -> Option<Answered> {
        match answer {
            ast::Answer::Failure(name) if name.text == ACCEPTED => Some(Answered::Accepted),
            ast::Answer::Failure(name) => self.answered_with(name, "a message", &OF_MESSAGES).map(Answered::Failure),
            ast::Answer::Block(ast::Block { span, .. }) | ast::Answer::List { span, .. } | ast::Answer::Sample { from: ast::Str { span, .. }, .. } => {
                self.ctx.report(StubProblem::MessageWithBody { file: self.file, span: *span, name: message.text.clone() }.diagnostic());
                None
            }
        }
    }

    fn answered_with(&mut self, name: &ast::Name, to: &'static str, known: &[&'static str]) -> Option<FailureId> {
        if !known.contains(&name.text.as_str()) {
            let mut known = known.to_vec();
            if to == "a message" && !known.contains(&"invalid") {
                known.push(ACCEPTED);
            }
            self.ctx.report(StubProblem::NoAnswer { file: self.file, name: name.clone(), to, known }.diagnostic());
            return None;
        }
        self.built_in(name)
    }

    fn built_in(&mut self, name: &ast::Name) -> Option<FailureId> {
        match self.ctx.expect(self.file, name, Want::Failure, &[])? {
            Def::Failure(failure) => Some(failure),
            _ => None,
        }
    }

    pub(super) fn given_state(&mut self, span: Span, system: &ast::Name, state: &ast::Name) -> Option<TestStep> {
        let (system, _) = self.system(system)?;
        let state = match state.text.as_str() {
            "reachable" => SystemState::Reachable,
            known if STATES.contains(&known) => SystemState::Failing(self.built_in(state)?),
            other => {
                let near = nearest(other, STATES.into_iter());
                self.ctx.report(StubProblem::NoState { file: self.file, name: state.clone(), near: near.map(str::to_owned) }.diagnostic());
                return None;
            }
        };
        Some(TestStep::State { system, state, span })
    }

    /// How much time passes, in nanoseconds.
    pub(super) fn passing(&mut self, by: &ast::Expr) -> Option<i64> {
        let ast::ExprKind::Quantity { number, unit } = &*by.kind else { return None };
        let why = match duration::nanos(&number.text, &unit.text) {
            Ok(nanos) if nanos > 0 => return Some(nanos),
            Ok(_) => "no time passes".to_owned(),
            Err(error) => error.to_string(),
        };
        self.ctx.report(StubProblem::NoTime { file: self.file, span: by.span, why }.diagnostic());
        None
    }

    /// `given it is "2026-03-08 01:00 America/New_York"`: before anything happens.
    pub(super) fn given_now(&mut self, span: Span, time: &ast::Str, before: &[TestStep]) -> Option<TestStep> {
        if before.iter().any(|step| matches!(step, TestStep::Given(_) | TestStep::Later { .. } | TestStep::Stopped { .. } | TestStep::Now { .. })) {
            self.ctx.report(StubProblem::NowLate { file: self.file, span }.diagnostic());
            return None;
        }
        match moment(&time.text) {
            Ok(at) => Some(TestStep::Now { at, span }),
            Err(why) => {
                self.ctx.report(StubProblem::Now { file: self.file, span: time.span, why }.diagnostic());
                None
            }
        }
    }

    /// The reply that the last event's sender waits for.
    pub(super) fn expect_reply(&mut self, span: Span, block: &ast::Block, before: &[TestStep]) -> Option<Expect> {
        let awaits = before.iter().rev().find_map(|step| {
            let TestStep::Given(given) = step else { return None };
            let contract = self.ctx.project.systems.get(given.system.index())?.contract;
            self.ctx.project.contracts.get(contract.index())?.sends.get(given.event as usize)?.awaits
        });
        let Some(record) = awaits else {
            self.ctx.report(StubProblem::NothingAwaited { file: self.file, span }.diagnostic());
            return None;
        };
        Some(Expect::Replied { record, fields: self.field_values(block, record), span })
    }

    pub(super) fn times(&self, times: Option<&ast::Number>) -> Option<u32> {
        let times = times?;
        let count = times.text.parse().ok().filter(|count| (1..=10_000).contains(count));
        if count.is_none() {
            self.ctx.report(StubProblem::Times { file: self.file, span: times.span }.diagnostic());
        }
        count
    }
}

/// Taken, and nothing is said of what comes back.
fn is_accepted(answer: &ast::Answer) -> bool {
    matches!(answer, ast::Answer::Failure(name) if name.text == ACCEPTED)
}

/// `2026-03-08 01:00 America/New_York`
fn moment(text: &str) -> Result<jiff::Timestamp, String> {
    let mut parts = text.split_whitespace();
    let (Some(date), Some(time), Some(zone), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err("it has no day, time and zone".to_owned());
    };
    let zone = jiff::tz::TimeZone::get(zone).map_err(|_| format!("there is no time zone \"{zone}\""))?;
    let moment: jiff::civil::DateTime = format!("{date}T{time}").parse().map_err(|_| format!("there is no day and time {date} {time}"))?;
    zone.to_ambiguous_timestamp(moment).compatible().map_err(|_| "it lies outside of the calendar".to_owned())
}

impl Fact for StubProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            StubProblem::NoAnswer { file, name, to, known } => {
                let diagnostic = Diagnostic::error("E0684", format!("No system answers {to} with `{}`.", name.text)).at(*file, name.span, "not an answer");
                match nearest(&name.text, known.iter().copied()) {
                    Some(near) => {
                        diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: name.span, text: near.to_owned() }])
                    }
                    None => diagnostic.help(format!("It can be {}{}.", if known.contains(&"invalid") { "a record in braces, or " } else { "" }, known.join(", "))),
                }
            }
            StubProblem::MessageWithBody { file, span, name } => Diagnostic::error("E0684", format!("`{name}` is a message: it is taken, or fails, and nothing comes back."))
                .at(*file, *span, "nothing comes back")
                .help("Write `answers accepted`, or a failure such as `answers refused`."),
            StubProblem::ListOrNot { file, span, name, is_list: true, one } => {
                let diagnostic = Diagnostic::error("E0684", format!("`{name}` brings a list.")).at(*file, *span, "one record");
                let diagnostic = diagnostic.help("Put its records into brackets, `[{ … }, { … }]`, or read all of them from a sample: `answers from \"samples/rates.json\"`.");
                let ends = [(span.start, "["), (span.end, "]")].map(|(at, text)| Edit { file: *file, span: Span { start: at, end: at }, text: text.to_owned() });
                if *one { diagnostic.fix("put it into brackets", ends.into()) } else { diagnostic }
            }
            StubProblem::ListOrNot { file, span, name, .. } => Diagnostic::error("E0684", format!("`{name}` brings one record, not a list."))
                .at(*file, *span, "a list")
                .help("Write the one record without brackets: `answers { … }`."),
            StubProblem::ArgsOfRecord { file, span, name } => {
                Diagnostic::error("E0684", format!("What `{name}` is asked is a record, which tests do not tell one from another by."))
                    .at(*file, *span, "a record")
                    .help("Leave the parentheses out: the answer holds for all questions of that name; `2 times` at the end lets it run out, and the next `given` holds then.")
            }
            StubProblem::ArgsOfMessage { file, span, name } => Diagnostic::error("E0684", format!("`{name}` is a message, which has no arguments to tell one from another."))
                .at(*file, *span, "arguments")
                .help("Leave the parentheses out: the answer holds for all messages of that name."),
            StubProblem::NoState { file, name, near } => {
                let diagnostic = Diagnostic::error("E0685", format!("A system cannot be `{}`.", name.text)).at(*file, name.span, "no state of a system");
                match near {
                    Some(near) => {
                        diagnostic.help(format!("Did you mean `{near}`?")).fix(format!("write `{near}`"), vec![Edit { file: *file, span: name.span, text: near.clone() }])
                    }
                    None => diagnostic.help(format!("It is {}.", STATES.join(", "))),
                }
            }
            StubProblem::NoTime { file, span, why } => Diagnostic::error("E0686", format!("This is no time that passes: {why}."))
                .at(*file, *span, "how long?")
                .help("Write a number with its unit: `given 90s later`, `given 9h later`, `given stopped for 9h`."),
            StubProblem::Now { file, span, why } => Diagnostic::error("E0687", format!("This is no moment: {why}."))
                .at(*file, *span, "when?")
                .help("Write day, time and zone: `given it is \"2026-03-08 01:00 America/New_York\"`."),
            StubProblem::NowLate { file, span } => Diagnostic::error("E0687", "When a test begins is said before anything happens in it.")
                .at(*file, *span, "too late")
                .help("Move it to the top of the test; after that time passes by `given 9h later`."),
            StubProblem::NothingAwaited { file, span } => Diagnostic::error("E0688", "No event above this line awaits an answer.")
                .at(*file, *span, "answered to whom?")
                .help("Give an event whose entry in the contract has `awaits`."),
            StubProblem::Times { file, span } => Diagnostic::error("E0686", "This is no number of times: from 1 to 10000.")
                .at(*file, *span, "how often?")
                .help("Write `2 times`; that nothing of the kind happens is said by `expect not sent …`."),
        }
    }
}
