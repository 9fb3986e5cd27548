//! What can be wrong in a body.

use crossdock_syntax::{Span, ast};

use super::narrowing::Narrowing;
use crate::diagnostic::{Diagnostic, Edit, Fact, Fix, Severity};
use crate::moments::NoSuch;
use crate::show::listed;
use crate::sources::FileId;

type Declared = (FileId, Span);

/// Most fields that nothing reads which are pointed at one by one.
const UNREAD_SHOWN: usize = 8;

#[derive(Clone, Debug)]
pub(crate) enum Problem {
    UnknownField { file: FileId, name: ast::Name, record: String, near: Option<String>, declared: Declared },
    NoMethod { file: FileId, name: ast::Name, is: String, near: Option<String>, elsewhere: Option<String>, hint: Option<&'static str> },
    WrongType { file: FileId, span: Span, is: String, needs: String, field: Option<String>, hint: Option<String>, mend: Option<String> },
    Operand { file: FileId, span: Span, op: &'static str, is: String },
    TextSum { file: FileId, span: Span, whole: Span, right: Option<String> },
    Arity { file: FileId, span: Span, name: String, given: usize, wanted: usize, declared: Declared, signature: String },
    UnknownVariant { file: FileId, name: ast::Name, of: String, known: String, near: Option<String>, pattern: bool, declared: Declared },
    VariantHere { file: FileId, name: ast::Name, of: Vec<String> },
    DivisionUnrounded { file: FileId, span: Span, right: String, whole: bool },
    LambdaHere { file: FileId, span: Span },
    LambdaNeeded { file: FileId, span: Span },
    BlockNowhere { file: FileId, span: Span },
    NotARecord { file: FileId, span: Span, is: String },
    BlockOfList { file: FileId, name: ast::Name, is: String, tested: bool },
    LiteralNeeded { file: FileId, span: Span, what: &'static str, mend: Option<String> },
    Hides { file: FileId, name: ast::Name, first: Declared },
    OwnName { file: FileId, name: ast::Name },
    NotText { file: FileId, span: Span, is: String },
    NotAList { file: FileId, span: Span, is: String },
    ElementKind { file: FileId, span: Span, method: String, needs: &'static str, is: String },
    NotComparable { file: FileId, left: String, right: String, places: (Span, Span), mend: Option<(Span, String)> },
    NoOrder { file: FileId, span: Span, op: &'static str, is: String },
    BranchesDiffer { file: FileId, first: Span, first_is: String, span: Span, is: String },
    NoSuch { file: FileId, span: Span, no: NoSuch },
    NumberTooLong { file: FileId, span: Span },
    DurationSize { file: FileId, span: Span },
    TableMethod { file: FileId, name: ast::Name, both: bool },
    Incomplete { file: FileId, at: Span, record: String, missing: Vec<Suggestion>, declared: Declared, insert: (Span, String) },
    SetTwice { file: FileId, name: ast::Name, first: Span },
    UnknownTarget { file: FileId, name: ast::Name, record: String, near: Option<String>, declared: Declared },
    MatchGap { file: FileId, span: Span, missing: Vec<String>, example: Option<String>, insert: Span, steps: bool },
    MayBeMissing { file: FileId, span: Span, ty: String, field: Option<String>, end: Span, wrap: bool },
    NeverFits { file: FileId, span: Span, is: String, needs: String, field: Option<String> },
    SpreadOfNothing { file: FileId, span: Span, from: String, to: String },
    Unmentioned { file: FileId, at: Span, record: String, missing: Vec<Suggestion>, insert: (Span, String) },
    Unread { file: FileId, record: String, of: (usize, Span), fields: Vec<(String, Span)>, ignore: Option<Ignoring> },
    ElseForNothing { file: FileId, span: Span, remove: Span },
    DeadArm { file: FileId, span: Span, covers: Vec<Span> },
    NeverRaised { file: FileId, name: String, span: Span, answers: Vec<Declared> },
    CannotHappen { file: FileId, name: ast::Name, can: Vec<String> },
    Unanswered { file: FileId, span: Span, policy: String, declared: Declared, missing: Vec<Unanswered>, fix: Option<Fix> },
    NoPolicy { file: FileId, name: ast::Name, failures: Vec<Unanswered>, fix: Option<Fix> },
    NoSuchMessage { file: FileId, name: ast::Name, contract: String, does: &'static str, known: Vec<String>, near: Option<String>, other_way: bool, declared: Declared },
    NotASystem { file: FileId, span: Span, is: String },
    TwoPolicies { file: FileId, span: Span, first: Span },
    NoSample { file: FileId, span: Span, path: String },
    NotInTests { file: FileId, span: Span },
    NothingExpected { file: FileId, span: Span },
    NothingGiven { file: FileId, span: Span },
}

/// A line that could be written.
#[derive(Clone, Debug)]
pub(crate) struct Suggestion {
    pub name: String,
    pub ty: String,
    pub value: Option<String>,
}

/// A line that says what a map ignores, and where it could stand.
#[derive(Clone, Debug)]
pub(crate) struct Ignoring {
    pub file: FileId,
    pub at: Span,
    pub map: String,
    pub line: String,
}

/// A failure without an answer, and a place that may raise it.
#[derive(Clone, Debug)]
pub(crate) struct Unanswered {
    pub name: String,
    pub span: Span,
    /// Of a `misfit`: the first value that may not fit its place.
    pub narrowing: Option<Narrowing>,
}

impl Problem {
    fn code(&self) -> (&'static str, Severity) {
        use Severity::{Error, Warning};
        match self {
            Problem::UnknownField { .. } => ("E0340", Error),
            Problem::NoMethod { .. } => ("E0341", Error),
            Problem::WrongType { .. } => ("E0342", Error),
            Problem::Operand { .. } | Problem::TextSum { .. } => ("E0343", Error),
            Problem::Arity { .. } => ("E0344", Error),
            Problem::UnknownVariant { .. } => ("E0345", Error),
            Problem::VariantHere { .. } => ("E0346", Error),
            Problem::DivisionUnrounded { .. } => ("E0347", Error),
            Problem::LambdaHere { .. } | Problem::LambdaNeeded { .. } => ("E0348", Error),
            Problem::BlockNowhere { .. } | Problem::NotARecord { .. } | Problem::BlockOfList { .. } => ("E0349", Error),
            Problem::LiteralNeeded { .. } => ("E0350", Error),
            Problem::Hides { .. } | Problem::OwnName { .. } => ("E0351", Error),
            Problem::NotText { .. } => ("E0352", Error),
            Problem::NotAList { .. } | Problem::ElementKind { .. } => ("E0353", Error),
            Problem::NotComparable { .. } | Problem::NoOrder { .. } => ("E0354", Error),
            Problem::BranchesDiffer { .. } => ("E0355", Error),
            Problem::NoSuch { .. } | Problem::NumberTooLong { .. } | Problem::DurationSize { .. } => ("E0357", Error),
            Problem::TableMethod { .. } => ("E0358", Error),
            Problem::Incomplete { .. } => ("E0401", Error),
            Problem::SetTwice { .. } => ("E0402", Error),
            Problem::UnknownTarget { .. } => ("E0403", Error),
            Problem::MatchGap { .. } => ("E0404", Error),
            Problem::MayBeMissing { .. } => ("E0405", Error),
            Problem::NeverFits { .. } => ("E0406", Error),
            Problem::SpreadOfNothing { .. } => ("E0407", Error),
            Problem::Unmentioned { .. } => ("W0401", Warning),
            Problem::Unread { .. } => ("W0402", Warning),
            Problem::ElseForNothing { .. } => ("W0403", Warning),
            Problem::DeadArm { .. } => ("E0333", Error),
            Problem::CannotHappen { .. } => ("W0501", Warning),
            Problem::NeverRaised { .. } => ("W0502", Warning),
            Problem::Unanswered { .. } => ("E0510", Error),
            Problem::NoPolicy { .. } => ("E0511", Error),
            Problem::NoSuchMessage { .. } => ("E0620", Error),
            Problem::NotASystem { .. } => ("E0621", Error),
            Problem::TwoPolicies { .. } => ("E0622", Error),
            Problem::NoSample { .. } => ("E0640", Error),
            Problem::NotInTests { .. } => ("E0641", Error),
            Problem::NothingGiven { .. } => ("E0642", Error),
            Problem::NothingExpected { .. } => ("W0640", Warning),
        }
    }

    fn message(&self) -> String {
        match self {
            Problem::UnknownField { name, record, .. } => format!("`{record}` has no field `{}`.", name.text),
            Problem::NoMethod { name, is, .. } => format!("A value of type {is} has no `.{}`.", name.text),
            Problem::WrongType { is, needs, field: Some(field), .. } => format!("`{field}` needs {needs}, and this is {is}."),
            Problem::WrongType { is, needs, .. } => format!("This is {is} where {needs} is needed."),
            Problem::Operand { op, is, .. } => format!("`{op}` works on numbers, and this is {is}."),
            Problem::TextSum { .. } => "Texts are not added with `+`.".to_owned(),
            Problem::Arity { name, given, wanted, .. } => format!("`{name}` takes {}, not {given}.", count(*wanted, "value")),
            Problem::UnknownVariant { name, of, .. } => format!("`{of}` has no value `{}`.", name.text),
            Problem::VariantHere { name, of, .. } => format!("`{}` is a value of `{}`, which is not what this place needs.", name.text, of.join("` or `")),
            Problem::DivisionUnrounded { .. } => "A division has to be rounded, or a third would never end.".to_owned(),
            Problem::LambdaHere { .. } => "`x -> …` stands only as the argument of a function on lists.".to_owned(),
            Problem::LambdaNeeded { .. } => "This function goes through a list and needs to know what to do with each element.".to_owned(),
            Problem::BlockNowhere { .. } => "It is not clear which record this block makes.".to_owned(),
            Problem::NotARecord { is, .. } => format!("Only records have fields to set, and this is {is}."),
            Problem::BlockOfList { name, .. } => format!("`{}` is a list, and a block in braces sets the fields of one record.", name.text),
            Problem::LiteralNeeded { what, .. } => format!("Here stands {what}, written out."),
            Problem::Hides { name, .. } => format!("`{}` means something already; a second meaning would hide the first.", name.text),
            Problem::OwnName { name, .. } => format!("The value that is matched is called `{}` already; all other values are taken by `otherwise`.", name.text),
            Problem::NotText { is, .. } => format!("A text cannot hold {is}."),
            Problem::NotAList { is, .. } => format!("A list is needed here, and this is {is}."),
            Problem::ElementKind { method, needs, is, .. } => format!("`{method}` needs a list of {needs}, and its elements are {is}."),
            Problem::NotComparable { left, right, .. } if left == right => format!("Two values of type {left} cannot be compared as a whole."),
            Problem::NotComparable { left, right, .. } => format!("{left} and {right} cannot be compared."),
            Problem::NoOrder { op, is, .. } => format!("`{op}` needs an order, and {is} has none."),
            Problem::BranchesDiffer { first_is, is, .. } => format!("One branch gives {first_is}, the other {is}."),
            Problem::NoSuch { no, .. } => format!("There is no {} {}.", no.what, no.text),
            Problem::NumberTooLong { .. } => "A number has at most 38 digits.".to_owned(),
            Problem::DurationSize { .. } => "A length of time goes from one nanosecond to 292 years, in whole nanoseconds.".to_owned(),
            Problem::TableMethod { name, .. } => format!("A table has no `.{}`.", name.text),
            Problem::Incomplete { record, missing, .. } => format!("`{record}` is not complete: {} not set.", names_are(missing)),
            Problem::SetTwice { name, .. } => format!("`{}` is set twice.", name.text),
            Problem::UnknownTarget { name, record, .. } => format!("`{record}` has no field `{}` to set.", name.text),
            Problem::MatchGap { missing, .. } if missing.len() == 1 && missing.first().is_some_and(|one| one == "otherwise") => {
                "This `match` does not say what happens with all other values.".to_owned()
            }
            Problem::MatchGap { missing, .. } => format!("This `match` has no arm for {}.", listed(missing)),
            Problem::MayBeMissing { ty, field: Some(field), .. } => format!("`{field}` has to be there, and this ({ty}) may be missing."),
            Problem::MayBeMissing { ty, .. } => format!("This ({ty}) may be missing, and here a value has to be there."),
            Problem::NeverFits { is, needs, field: Some(field), .. } => format!("`{field}` takes {needs}; {is} never fits."),
            Problem::NeverFits { is, needs, .. } => format!("{is} never fits where {needs} is needed."),
            Problem::SpreadOfNothing { from, to, .. } => format!("`{from}` and `{to}` have no field of the same name and kind left to carry over."),
            Problem::Unmentioned { record, missing, .. } => format!("Optional fields of `{record}` are not mentioned: {}.", listed(&names(missing))),
            Problem::Unread { record, of, fields, .. } => unread(record, of.0, &fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()),
            Problem::ElseForNothing { .. } => "This is never missing, so its `else` is never used.".to_owned(),
            Problem::DeadArm { covers, .. } if covers.is_empty() => "This arm is never taken: no value is so.".to_owned(),
            Problem::DeadArm { covers, .. } if covers.len() == 1 => "This arm is never taken: one above takes all of its cases.".to_owned(),
            Problem::DeadArm { covers, .. } => format!("This arm is never taken: {} above take all of its cases between them.", covers.len()),
            Problem::NeverRaised { name, .. } => format!("Nothing raises the failure `{name}`."),
            Problem::CannotHappen { name, .. } => format!("`{}` cannot happen here.", name.text),
            Problem::Unanswered { policy, missing, .. } => {
                format!("Policy `{policy}` has no answer to {}.", listed(&missing.iter().map(|one| one.name.clone()).collect::<Vec<_>>()))
            }
            Problem::NoPolicy { name, failures, .. } => {
                format!("Flow `{}` does not say what happens on {}.", name.text, listed(&failures.iter().map(|one| one.name.clone()).collect::<Vec<_>>()))
            }
            Problem::NoSuchMessage { name, contract, does, .. } => format!("`{contract}` {does} nothing called `{}`.", name.text),
            Problem::NotASystem { is, .. } => format!("Only a system can be sent something, and this is {is}."),
            Problem::TwoPolicies { .. } => "A flow has one policy.".to_owned(),
            Problem::NoSample { path, .. } => format!("There is no file `{path}` in the project."),
            Problem::NotInTests { .. } => "Only fields and their values stand in a test's block.".to_owned(),
            Problem::NothingExpected { .. } => "This test expects nothing, so it can never fail.".to_owned(),
            Problem::NothingGiven { .. } => "This expects something of an event, but no event is given.".to_owned(),
        }
    }

    fn labelled(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Problem::UnknownField { file, name, declared, record, .. } => {
                diagnostic.at(*file, name.span, "no such field").at(declared.0, declared.1, format!("`{record}` is declared here"))
            }
            Problem::UnknownTarget { file, name, declared, record, .. } => {
                diagnostic.at(*file, name.span, "no such field").at(declared.0, declared.1, format!("`{record}` is declared here"))
            }
            Problem::NoMethod { file, name, is, .. } => diagnostic.at(*file, name.span, format!("not for {is}")),
            Problem::OwnName { file, name } => diagnostic.at(*file, name.span, "write `otherwise`"),
            Problem::BlockOfList { file, name, is, .. } => diagnostic.at(*file, name.span, format!("this is {is}")),
            Problem::WrongType { file, span, is, .. } | Problem::NeverFits { file, span, is, .. } => diagnostic.at(*file, *span, format!("this is {is}")),
            Problem::Operand { file, span, is, .. }
            | Problem::NotText { file, span, is }
            | Problem::NotAList { file, span, is }
            | Problem::NotARecord { file, span, is }
            | Problem::NotASystem { file, span, is } => diagnostic.at(*file, *span, format!("this is {is}")),
            Problem::Arity { file, span, declared, signature, .. } => diagnostic.at(*file, *span, "called here").at(declared.0, declared.1, signature.clone()),
            Problem::UnknownVariant { file, name, declared, of, .. } => {
                diagnostic.at(*file, name.span, "no such value").at(declared.0, declared.1, format!("`{of}` is declared here"))
            }
            Problem::VariantHere { file, name, .. } => diagnostic.at(*file, name.span, "what is expected here is something else"),
            Problem::Hides { file, name, first } => diagnostic.at(*file, name.span, "the second").at(first.0, first.1, "the first"),
            Problem::SetTwice { file, name, first } => diagnostic.at(*file, name.span, "the second time").at(*file, *first, "the first time"),
            Problem::NotComparable { file, places, left, right, .. } => diagnostic.at(*file, places.1, format!("with {right}")).at(*file, places.0, left.clone()),
            Problem::BranchesDiffer { file, first, first_is, span, is } => diagnostic.at(*file, *span, is.clone()).at(*file, *first, first_is.clone()),
            Problem::Incomplete { file, at, declared, record, .. } => diagnostic.at(*file, *at, "incomplete").at(declared.0, declared.1, format!("`{record}` is declared here")),
            Problem::Unmentioned { file, at, .. } => diagnostic.at(*file, *at, "not mentioned here"),
            Problem::DeadArm { file, span, covers } => {
                let labelled = diagnostic.at(*file, *span, "never taken");
                covers.iter().take(3).fold(labelled, |diagnostic, cover| diagnostic.at(*file, *cover, "takes its cases"))
            }
            Problem::MatchGap { file, span, .. } => diagnostic.at(*file, *span, "not all of its values have an arm"),
            Problem::MayBeMissing { file, span, .. } => diagnostic.at(*file, *span, "may be missing"),
            Problem::Unread { file, of, fields, .. } if fields.len() > UNREAD_SHOWN => diagnostic.at(*file, of.1, format!("{} fields are never read", fields.len())),
            Problem::Unread { file, fields, .. } => fields.iter().fold(diagnostic, |diagnostic, (_, span)| diagnostic.at(*file, *span, "never read")),
            Problem::NeverRaised { file, span, answers, .. } => answers
                .iter()
                .fold(diagnostic.at(*file, *span, "declared, and never raised"), |diagnostic, place| diagnostic.at(place.0, place.1, "so this policy answers it in vain")),
            Problem::CannotHappen { file, name, .. } => diagnostic.at(*file, name.span, "never raised by what stands before"),
            Problem::Unanswered { file, span, declared, missing, policy, .. } => {
                let labelled = diagnostic.at(*file, *span, "this policy").at(declared.0, declared.1, format!("`{policy}` is declared here"));
                origins(labelled, *file, missing)
            }
            Problem::NoPolicy { file, name, failures, .. } => origins(diagnostic.at(*file, name.span, "no `on failure use …`"), *file, failures),
            Problem::NoSuchMessage { file, name, contract, declared, .. } => {
                diagnostic.at(*file, name.span, "not in the contract").at(declared.0, declared.1, format!("`{contract}` is declared here"))
            }
            Problem::TwoPolicies { file, span, first } => diagnostic.at(*file, *span, "the second").at(*file, *first, "the first"),
            Problem::TableMethod { file, name, .. } => diagnostic.at(*file, name.span, "not for a table"),
            Problem::TextSum { file, span, .. }
            | Problem::DivisionUnrounded { file, span, .. }
            | Problem::LambdaHere { file, span }
            | Problem::LambdaNeeded { file, span }
            | Problem::BlockNowhere { file, span }
            | Problem::LiteralNeeded { file, span, .. }
            | Problem::ElementKind { file, span, .. }
            | Problem::NoOrder { file, span, .. }
            | Problem::NoSuch { file, span, .. }
            | Problem::NumberTooLong { file, span }
            | Problem::DurationSize { file, span }
            | Problem::SpreadOfNothing { file, span, .. }
            | Problem::ElseForNothing { file, span, .. }
            | Problem::NoSample { file, span, .. }
            | Problem::NotInTests { file, span }
            | Problem::NothingExpected { file, span }
            | Problem::NothingGiven { file, span } => diagnostic.at(*file, *span, "here"),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Problem::MatchGap { example: Some(example), .. } => format!("One such case is `{example}`."),
            Problem::DeadArm { .. } => "The first arm that fits counts. Move this one up, or remove it.".to_owned(),
            Problem::UnknownField { near: Some(near), .. } | Problem::UnknownTarget { near: Some(near), .. } | Problem::UnknownVariant { near: Some(near), .. } => {
                format!("Did you mean `{near}`?")
            }
            Problem::ElementKind { method, .. } if method == "join" => "Name the field whose values are put together: `order.lines.sku.join(\", \")`.".to_owned(),
            Problem::VariantHere { name, .. } => {
                format!("Where a text is meant, write `\"{0}\"`; the code of such a value is got by `.code()`, its name by `.name()`.", name.text)
            }
            Problem::UnknownVariant { of, known, pattern: true, .. } => format!("The values of `{of}` are {known}. All that no arm names are taken by `otherwise`."),
            Problem::UnknownVariant { of, known, .. } => format!("The values of `{of}` are {known}."),
            Problem::NoMethod { hint: Some(hint), near: None, .. } => (*hint).to_owned(),
            Problem::NoMethod { near: Some(near), .. } => format!("Did you mean `.{near}`?"),
            Problem::NoMethod { name, is, elsewhere: Some(elsewhere), .. } if elsewhere == "date" && is == "timestamp" => {
                format!("An instant has a date and a time of day only in a time zone: `.to_date(\"Europe/Berlin\").{}(…)`.", name.text)
            }
            Problem::NoMethod { name, elsewhere: Some(elsewhere), .. } => format!("`.{}` is a function on {}.", name.text, module_in_words(elsewhere)),
            Problem::WrongType { mend: None, hint: Some(hint), .. } => hint.clone(),
            Problem::Operand { op: "+", is, .. } if is.starts_with("text") => "Write one text with holes: `\"{first} {last}\"`.".to_owned(),
            Problem::Operand { is, .. } if is.starts_with("date") => "Days are counted on by a function: `.add_days(3)`, `.add_days(-3)`.".to_owned(),
            Problem::Operand { is, .. } if is.starts_with("timestamp") => "A length of time has its unit: `order.placed + 4h`, `order.placed + 14d`.".to_owned(),
            Problem::TextSum { .. } => "Write one text with holes: `\"{first} {last}\"`.".to_owned(),
            Problem::DivisionUnrounded { whole: true, .. } => {
                "Full parts are counted by `.div(12)`, and `.mod(12)` is what is left over; `(a / b).round(0).to_int()` gives the nearest whole number.".to_owned()
            }
            Problem::DivisionUnrounded { .. } => "Put it in parentheses and say to how many digits: `(a / b).round(2)`.".to_owned(),
            Problem::LambdaNeeded { .. } => "Write for example `lines.sum(line -> line.qty)`.".to_owned(),
            Problem::BlockNowhere { .. } => "Set the field directly (`lines = for … { … }`), or move the block into a map.".to_owned(),
            Problem::BlockOfList { tested: true, .. } => {
                "Give a sample of its own that has such lines. What comes out is looked at by `expect snapshot`, or by a function on the list: `expect to_release(order).lines.count() = 2`."
                    .to_owned()
            }
            Problem::BlockOfList { name, .. } => format!("Make the list from another one: `{} = for line in order.lines {{ … }}`; in the braces stand the fields of one element.", name.text),
            Problem::LiteralNeeded { mend: Some(mend), .. } => format!("Did you mean `{mend}`?"),
            Problem::LiteralNeeded { what, .. } if what.contains("time zone") => {
                "Zones have the names of the IANA database, a continent and a city: `Europe/Berlin`, `America/New_York`; `UTC` is one, too.".to_owned()
            }
            Problem::LiteralNeeded { what, .. } if what.contains("date's form") => {
                "The letters are `YYYY` (or `YY`) `MM` `DD` `hh` `mm` `ss` `SSS`, capitals for days and small ones for times; all else stands for itself.".to_owned()
            }
            Problem::LiteralNeeded { .. } => "In a text `{…}` is a hole to be filled; a brace that stands for itself is written `\\{`.".to_owned(),
            Problem::Hides { .. } => "Give one of them another name.".to_owned(),
            Problem::NotComparable { left, right, mend: None, .. } if [left, right].contains(&&"timestamp".to_owned()) && (is_local(left) || is_local(right)) => {
                "An instant has a day and a time of day only in a time zone: write `.to_date(\"America/New_York\")` or `.to_time(\"America/New_York\")` behind it, with the right one."
                    .to_owned()
            }
            Problem::Arity { signature, given, wanted, name, .. } if given < wanted && signature.contains("zone: zone") => {
                let before = if *wanted > 1 { "\"…\", " } else { "" };
                format!("Which day and time it is depends on the place: name the zone, as in `.{name}({before}\"Europe/Berlin\")`.")
            }
            Problem::NotComparable { left, right, mend: None, .. } if left.starts_with("text") != right.starts_with("text") => {
                "Nothing turns into something else by itself: `.to_text()`, `.to_int()`, `.to_decimal()` convert in the open.".to_owned()
            }
            Problem::NotComparable { left, right, mend: None, .. } if left == right && left != "json" && !left.contains("map of") => {
                "`=` compares single values, and lists of them. Compare the fields that matter: `a.number = b.number`, `a.lines.sku = b.lines.sku`; `match` tells variants apart."
                    .to_owned()
            }
            Problem::NoOrder { .. } => "Compare with `=`, or list the values: `in [a, b]`.".to_owned(),
            Problem::TableMethod { both: true, .. } => "`table(code)` reads it forwards, `table.reverse(code)` backwards.".to_owned(),
            Problem::TableMethod { .. } => "`table(code)` reads it. Only a table declared with `<->` can be read backwards, with `.reverse(code)`.".to_owned(),
            Problem::Incomplete { missing, .. } => format!("Add: {}", missing.iter().map(|one| format!("{} ({})", one.name, one.ty)).collect::<Vec<_>>().join(", ")),
            Problem::MayBeMissing { .. } => "Say what holds then: `else \"…\"`, or `else fail some_failure` to stop the message.".to_owned(),
            Problem::NeverFits { .. } => "Change the value, or the limits where the field is declared.".to_owned(),
            Problem::NeverRaised { name, .. } => format!("Raise it where it happens, `… else fail {name}`, or remove it and its answers."),
            Problem::CannotHappen { can, .. } if can.is_empty() => "Nothing can go wrong here; remove the `on`.".to_owned(),
            Problem::CannotHappen { can, .. } => format!("What can happen: {}.", can.join(", ")),
            Problem::Unread { .. } => "Remove fields that nobody needs, use them, or say in a map that they are left out on purpose: `ignore order.note \"…\"`.".to_owned(),
            Problem::Unanswered { missing, .. } if missing.iter().any(|one| one.narrowing.is_some()) => {
                "Make the value fit in the open (`.truncate(35)`, `.round(2)`, limits where it is declared), so that nothing is left to answer, or add an arm for each.".to_owned()
            }
            Problem::Unanswered { .. } => "Add an arm for each: what is to be done is yours to decide.".to_owned(),
            Problem::NoPolicy { .. } => "End the flow with `on failure use` and a policy that answers them.".to_owned(),
            Problem::NoSuchMessage { near: Some(near), .. } => format!("Did you mean `{near}`?"),
            Problem::NoSuchMessage { does: "accepts", contract, name, other_way: true, .. } => {
                format!("It is what `{contract}` sends: an event, with which a flow begins (`on system.{0}(…)`), and no message to it.", name.text)
            }
            Problem::NoSuchMessage { contract, name, other_way: true, .. } => {
                format!("It is what `{contract}` accepts: a message, which a flow sends to it (`send system.{0}(…)`), and no event from it.", name.text)
            }
            Problem::NoSuchMessage { known, does, contract, .. } if !known.is_empty() => format!("`{contract}` {does} {}.", known.join(", ")),
            Problem::NoSample { .. } => "The path is relative to the project's folder, such as `samples/order.json`.".to_owned(),
            Problem::NothingGiven { .. } => "Begin with `given system.event from \"samples/….json\"`.".to_owned(),
            _ => return None,
        })
    }

    fn fix(&self) -> Option<(String, Vec<Edit>)> {
        let edit = |file: &FileId, span: Span, text: String| vec![Edit { file: *file, span, text }];
        match self {
            Problem::UnknownField { file, name, near: Some(near), .. }
            | Problem::UnknownTarget { file, name, near: Some(near), .. }
            | Problem::UnknownVariant { file, name, near: Some(near), .. }
            | Problem::NoMethod { file, name, near: Some(near), .. }
            | Problem::NoSuchMessage { file, name, near: Some(near), .. } => Some((format!("write `{near}`"), edit(file, name.span, near.clone()))),
            Problem::Incomplete { file, missing, insert, .. } if missing.iter().all(|one| one.value.is_some()) => {
                Some(("insert the missing lines".to_owned(), edit(file, insert.0, lines(missing, &insert.1))))
            }
            Problem::Unmentioned { file, missing, insert, .. } => Some(("mention them".to_owned(), edit(file, insert.0, lines(missing, &insert.1)))),
            Problem::Unread { ignore: Some(ignore), .. } => Some((format!("say in `{}` that they are ignored", ignore.map), edit(&ignore.file, ignore.at, ignore.line.clone()))),
            Problem::MatchGap { file, missing, insert, steps: true, .. } => {
                let arms: String = missing.iter().map(|one| format!("\n{one} => {{}}")).collect();
                Some(("add the missing arms, which do nothing yet".to_owned(), edit(file, *insert, arms)))
            }
            Problem::MatchGap { file, missing, insert, .. } => {
                let arms: String = missing.iter().map(|one| format!(", {one} => ?")).collect();
                Some(("add the missing arms".to_owned(), edit(file, *insert, arms)))
            }
            Problem::MayBeMissing { file, span, end, ty, wrap: true, .. } => {
                let open = Edit { file: *file, span: Span { start: span.start, end: span.start }, text: "(".to_owned() };
                let close = Edit { file: *file, span: *end, text: format!(") else {}", default_of(ty)) };
                Some(("add an `else`".to_owned(), vec![open, close]))
            }
            // `none` itself does not become something by an `else`.
            Problem::MayBeMissing { ty, .. } if ty == "none" => None,
            Problem::MayBeMissing { file, end, ty, .. } => Some(("add an `else`".to_owned(), edit(file, *end, format!(" else {}", default_of(ty))))),
            Problem::LiteralNeeded { file, span, mend: Some(mend), .. } => Some((format!("write `{mend}`"), edit(file, *span, mend.clone()))),
            Problem::Arity { file, span, given, wanted, signature, .. } if given + 1 == *wanted && signature.contains("zone: zone") => {
                let text = if *given == 0 { "\"?\"" } else { ", \"?\"" };
                Some(("add a place for the zone".to_owned(), edit(file, Span { start: span.end - 1, end: span.end - 1 }, text.to_owned())))
            }
            Problem::OwnName { file, name } => Some(("write `otherwise`".to_owned(), edit(file, name.span, "otherwise".to_owned()))),
            Problem::ElseForNothing { file, remove, .. } => Some(("remove the `else`".to_owned(), edit(file, *remove, String::new()))),
            Problem::Unanswered { fix: Some(fix), .. } | Problem::NoPolicy { fix: Some(fix), .. } => Some((fix.title.clone(), fix.edits.clone())),
            Problem::WrongType { file, span, mend: Some(mend), .. } => Some((format!("write `{mend}`"), edit(file, *span, mend.clone()))),
            Problem::NotComparable { file, mend: Some((span, mend)), .. } => Some((format!("write `{mend}`"), edit(file, *span, mend.clone()))),
            Problem::TextSum { file, whole, right: Some(right), .. } => Some((format!("write `{right}`"), edit(file, *whole, right.clone()))),
            Problem::DivisionUnrounded { file, span, right, .. } => Some((format!("write `{right}`"), edit(file, *span, right.clone()))),
            _ => None,
        }
    }
}

impl Fact for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let (code, severity) = self.code();
        let mut diagnostic = self.labelled(Diagnostic { severity, ..Diagnostic::error(code, self.message()) });
        diagnostic.help = self.help();
        let diagnostic = match self.fix() {
            Some((title, edits)) => diagnostic.fix(title, edits),
            None => diagnostic,
        };
        match self {
            Problem::Unmentioned { file, missing, insert, .. } => {
                let text = format!("\n{}ignore {} \"not needed\"", insert.1, missing.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "));
                diagnostic.or_fix("ignore them, and say why", vec![Edit { file: *file, span: insert.0, text }])
            }
            _ => diagnostic,
        }
    }
}

/// One label for each place, with all that may come from it.
fn origins(diagnostic: Diagnostic, file: FileId, failures: &[Unanswered]) -> Diagnostic {
    let mut by_place: Vec<&Unanswered> = failures.iter().collect();
    by_place.sort_by_key(|one| one.span);
    let diagnostic = failures.iter().filter_map(|one| one.narrowing.as_ref()).fold(diagnostic, narrowed);
    by_place.chunk_by(|a, b| a.span == b.span).fold(diagnostic, |diagnostic, here| {
        let names: Vec<String> = here.iter().map(|one| one.name.clone()).collect();
        here.first().map_or(diagnostic.clone(), |one| diagnostic.at(file, one.span, format!("{} may come from here", listed(&names))))
    })
}

/// Both ends of a narrowing: the step that leaves the value too wide, and what takes less.
fn narrowed(diagnostic: Diagnostic, narrowing: &Narrowing) -> Diagnostic {
    let Narrowing { step, gives, takes, limit } = narrowing;
    let diagnostic = diagnostic.at(step.0, step.1, format!("{gives}, {takes}"));
    limit.map_or(diagnostic.clone(), |(file, span)| diagnostic.at(file, span, takes.clone()))
}

fn lines(missing: &[Suggestion], indent: &str) -> String {
    missing.iter().map(|one| format!("\n{indent}{} = {}", one.name, one.value.as_deref().unwrap_or("none"))).collect()
}

/// A value that has the type, to be thought about.
fn default_of(ty: &str) -> String {
    if let Some((_, unit)) = ty.trim_end_matches('?').strip_suffix(']').and_then(|ty| ty.split_once('[')) {
        return if unit.contains(['/', '*']) { format!("0.as({unit})") } else { format!("0 {unit}") };
    }
    let value = match ty {
        _ if ty.starts_with("text") => "\"\"",
        _ if ty.starts_with("int") || ty.starts_with("decimal") => "0",
        _ if ty.starts_with("bool") => "no",
        _ => "fail missing",
    };
    value.to_owned()
}

fn names(missing: &[Suggestion]) -> Vec<String> {
    missing.iter().map(|one| one.name.clone()).collect()
}

fn names_are(missing: &[Suggestion]) -> String {
    let are = if missing.len() == 1 { "is" } else { "are" };
    format!("{} {are}", listed(&names(missing)))
}

/// Of a record with a great many such fields, as a partner's description may be, the first few stand for all.
fn unread(record: &str, of: usize, fields: &[String]) -> String {
    match fields.get(..UNREAD_SHOWN) {
        Some(first) if fields.len() > UNREAD_SHOWN => {
            format!("Nothing reads {} of the {of} fields of `{record}`: `{}` and {} more.", fields.len(), first.join("`, `"), fields.len() - first.len())
        }
        _ => format!("Nothing reads {} of `{record}`.", listed(fields)),
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}"),
        1 => format!("one {what}"),
        _ => format!("{number} {what}s"),
    }
}

fn module_in_words(module: &str) -> &'static str {
    match module {
        "text" | "pattern" | "encoding" | "hash" => "texts",
        "json" => "JSON",
        "number" => "numbers",
        "date" => "dates and times",
        "list" => "lists",
        "map" => "maps of text",
        "enum" => "values of an enum",
        _ => "other values",
    }
}

fn is_local(ty: &str) -> bool {
    matches!(ty, "date" | "time")
}
