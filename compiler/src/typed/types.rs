//! Types, the enums and records they name, and how a field stands on the wire.

use crossdock_syntax::Span;
use std::sync::Arc;

use super::edi::{Edi, EdiPlace};
use super::{Clock, ContractId, Decl, EnumId, Expr, Local, Quantity, RecordId};

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Text(TextType),
    Int(IntType),
    Decimal(DecimalType),
    /// An int or a decimal with a unit: `decimal(12,2)[USD]`. At run time it is that number.
    Quantity(Box<Quantity>),
    Bool,
    Date,
    Time,
    Timestamp,
    Duration,
    /// Opaque, passed through.
    Json,
    Enum(EnumId),
    Record(RecordId),
    List(Box<ListType>),
    /// `map of text to T`
    MapOf(Box<Type>),
    /// May be missing. Never nested.
    Optional(Box<Type>),
    /// A system of this contract.
    System(ContractId),
    /// `x -> …` as an argument of a native; from the element's type to the result's.
    Lambda(Box<(Type, Type)>),
    /// The type of `none`: fits every optional.
    None,
    /// Of an expression that always fails.
    Never,
    /// Of what was wrong already; fits everything in silence. Never in a project without errors.
    Error,
}

/// Length in Unicode characters (scalar values), both ends inclusive; `max` none is unbounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextType {
    pub min: u32,
    pub max: Option<u32>,
    /// `matching`: a regular expression that the whole text must match.
    pub pattern: Option<Arc<str>>,
}

/// Both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntType {
    pub min: i64,
    pub max: i64,
}

impl Default for IntType {
    fn default() -> IntType {
        IntType { min: i64::MIN, max: i64::MAX }
    }
}

/// `decimal(12,2)`: 12 digits in all, 2 behind the point. `limits` none: any scale, up to 38 digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecimalType {
    pub limits: Option<(u8, u8)>,
}

impl DecimalType {
    /// Digits before the point that its values can have.
    pub fn whole_digits(&self) -> u8 {
        self.limits.map_or(38, |(digits, scale)| digits.saturating_sub(scale))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListType {
    pub min: u32,
    pub max: Option<u32>,
    pub of: Type,
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub decl: Decl,
    pub variants: Vec<Variant>,
    /// Where its variants carry records: the record that values of it are, see [`Tagged`]. Then no value has the type [`Type::Enum`] but its tag.
    pub record: Option<RecordId>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: String,
    /// What stands on the wire; the name itself where no code is given.
    pub code: String,
    pub docs: Option<String>,
    /// The name's place, in the enum's file.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub decl: Decl,
    /// The record whose shape this one has, on another wire: a value of either goes where the other is needed.
    pub like: Option<RecordId>,
    /// `as json`; none for a canonical record, which reads and writes as JSON by its field names where it must (tests, `apply`).
    pub format: Option<Format>,
    pub strict: bool,
    /// It stands for the parameters and the body of a message, and is declared nowhere.
    pub implied: bool,
    pub fields: Vec<Field>,
    /// What holds for every such record, be it one that came in or one that was built.
    pub rules: Vec<Rule>,
    /// Of all rules; the first is the record itself.
    pub rule_locals: Vec<Local>,
    /// It is an enum whose variants carry records.
    pub tagged: Option<Tagged>,
}

impl Record {
    /// The fields that a program can name, which are the first.
    pub fn open_fields(&self) -> &[Field] {
        let count = self.tagged.as_ref().map_or(self.fields.len(), |tagged| tagged.tag as usize);
        self.fields.get(..count).unwrap_or(&self.fields)
    }

    /// What a variant carries: the field that holds it, and its record.
    pub fn part(&self, variant: u32) -> Option<(u32, RecordId)> {
        let field = (*self.tagged.as_ref()?.parts.get(variant as usize)?)?;
        match &self.fields.get(field as usize)?.ty {
            Type::Optional(of) => {
                if let Type::Record(id) = **of {
                    Some((field, id))
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Where a field that all variants have in common comes from: the field of each variant's record.
    pub fn sources_of(&self, field: u32) -> impl Iterator<Item = (RecordId, u32)> {
        let of = self.tagged.as_ref().and_then(|tagged| tagged.common.get(field as usize)).map_or(&[][..], Vec::as_slice);
        of.iter().enumerate().filter_map(|(variant, field)| Some((self.part(variant as u32)?.1, *field)))
    }
}

/// An enum whose variants carry records, as the record that a value of it is. First it has the fields that all of these have in common, then the
/// tag, then one part for each record, of which only that of the value's own variant is there. On the wire the parts stand in the value's own
/// object, told apart by the tag.
#[derive(Clone, Debug)]
pub struct Tagged {
    pub of: EnumId,
    /// The field that says which variant it is, of type [`Type::Enum`].
    pub tag: u32,
    /// By variant: the field that holds what it carries, if it carries anything.
    pub parts: Vec<Option<u32>>,
    /// By common field: by variant, the field of the variant's record.
    pub common: Vec<Vec<u32>>,
}

/// Fields of the record are fields of its first local. What it raises is `invalid`, whatever it is.
#[derive(Clone, Debug)]
pub struct Rule {
    pub span: Span,
    /// As it is written, without its reason: `when promised then carrier required`.
    pub text: String,
    /// The sentence that says why.
    pub because: Option<String>,
    /// Where this does not hold, nothing is asked for.
    pub when: Option<Expr>,
    pub then: Expr,
    /// The one field that it asks for.
    pub at: Option<u32>,
    /// Values that a person asks for when it does not hold, by their text.
    pub shows: Vec<(String, Expr)>,
}

impl Rule {
    /// All expressions in it.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        self.when.iter().chain([&self.then])
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Edi(Edi),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub docs: Option<String>,
    pub ty: Type,
    pub wire: Wire,
    pub span: Span,
}

/// How a field stands on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wire {
    /// Keys from the record's own object inwards; at least one (the field's name where no `at` is given). None for what a variant carries, which stands
    /// in the variant's own object.
    pub path: Vec<String>,
    /// A missing value is written as null rather than left out.
    pub or_null: bool,
    /// A number or bool in quotes.
    pub as_text: bool,
    /// For dates, times and timestamps; none is ISO 8601 (RFC 3339 for timestamps).
    pub format: Option<Vec<DatePart>>,
    /// The IANA zone of a timestamp that is written without an offset.
    pub zone: Option<String>,
    /// Which reading of a local time counts where the zone's clock skips or repeats it; none is neither: `invalid`.
    pub clock: Option<Clock>,
    /// `""` on input is missing.
    pub blank_is_missing: bool,
    /// The texts for `yes` and `no`.
    pub yes_no: Option<(String, String)>,
    /// Digits behind a decimal point that is not written.
    pub implied: Option<u8>,
    /// The names of key and value where a map of text is written as a list of pairs.
    pub by: Option<(String, String)>,
    /// The segment or loop, in EDI; there `path` means nothing.
    pub edi: Option<EdiPlace>,
}

/// Letters of a `format`: `YYYY MM DD hh mm ss`, `SSS` fractions, `ZZ` an offset (`Z`, `+02:00`); the rest is literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePart {
    Year4,
    Year2,
    Month2,
    Day2,
    Hour2,
    Minute2,
    Second2,
    /// Milliseconds, three digits.
    Millis3,
    Offset,
    Literal(char),
}
