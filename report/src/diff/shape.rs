//! Two versions of one message: which fields came, went and changed, and in which direction.

use crossdock_compiler::show;
use crossdock_compiler::typed::{EnumId, Field, Project, Record, RecordId, Tagged, TextType, Type, Variant, Wire};

/// Deepest nesting that is compared; records end before.
const DEPTH_MAX: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldChange {
    /// `lines.sku`, as maps call it.
    pub path: String,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Added {
        required: bool,
        ty: String,
    },
    Removed {
        required: bool,
    },
    /// The same on the wire, under another name in maps.
    Renamed {
        old: String,
    },
    /// Everything that was allowed still is.
    Wider(String),
    /// Nothing is allowed that was not.
    Narrower(String),
    /// Neither.
    Other(String),
    /// At another place, or in another form.
    Wire(String),
    /// A rule of the record.
    RuleAdded(String),
    RuleGone(String),
}

/// A side of the comparison.
#[derive(Clone, Copy)]
pub(super) struct Of<'p, T> {
    pub project: &'p Project,
    pub it: T,
}

impl<'p, T> Of<'p, T> {
    pub fn new(project: &'p Project, it: T) -> Of<'p, T> {
        Of { project, it }
    }

    fn with<U>(self, it: U) -> Of<'p, U> {
        Of { project: self.project, it }
    }
}

/// All differences of two records, however deep.
pub(super) fn records(old: Of<'_, RecordId>, new: Of<'_, RecordId>) -> Vec<FieldChange> {
    let mut comparison = Comparison { changes: Vec::new(), path: Vec::new() };
    comparison.records(old, new);
    comparison.changes
}

/// All differences of two types.
pub(super) fn types(old: Of<'_, &Type>, new: Of<'_, &Type>) -> Vec<FieldChange> {
    let mut comparison = Comparison { changes: Vec::new(), path: Vec::new() };
    comparison.types(old, new);
    comparison.changes
}

struct Comparison {
    changes: Vec<FieldChange>,
    path: Vec<String>,
}

impl Comparison {
    fn records(&mut self, old: Of<'_, RecordId>, new: Of<'_, RecordId>) {
        let fields = |of: Of<'_, RecordId>| of.project.records.get(of.it.index()).map(|record| record.fields.clone()).unwrap_or_default();
        let (before, after) = (fields(old), fields(new));
        if self.path.len() > DEPTH_MAX {
            return;
        }
        match (variants(old), variants(new)) {
            (Some(before), Some(after)) => return self.tagged(old.with(before), new.with(after)),
            (None, None) => {}
            (Some(_), None) => return self.change(FieldKind::Other("one record, was one of several variants".to_owned())),
            (None, Some(_)) => return self.change(FieldKind::Other("one of several variants, was one record".to_owned())),
        }
        self.rules(old, new);
        let partner = |field: &Field, others: &[Field]| {
            let by_name = others.iter().find(|other| other.name == field.name);
            by_name.or_else(|| others.iter().find(|other| other.wire.path == field.wire.path)).cloned()
        };
        for field in &before {
            self.path.push(field.name.clone());
            match partner(field, &after) {
                Some(now) => self.fields(old.with(field), new.with(&now)),
                None => self.change(FieldKind::Removed { required: is_required(&field.ty) }),
            }
            self.path.pop();
        }
        for field in after.iter().filter(|field| partner(field, &before).is_none()) {
            self.path.push(field.name.clone());
            self.change(FieldKind::Added { required: is_required(&field.ty), ty: show::ty(new.project, &field.ty) });
            self.path.pop();
        }
    }

    /// An enum whose variants carry records. What all of them have in common is compared with each.
    fn tagged(&mut self, old: Of<'_, Variants<'_>>, new: Of<'_, Variants<'_>>) {
        let (before, after) = (old.it.tag(), new.it.tag());
        if before != after {
            self.change(FieldKind::Wire(format!("is told apart by {after}, was by {before}")));
        }
        self.enums(old.with(old.it.tagged.of), new.with(new.it.tagged.of));
        for (at, variant) in (0_u32..).zip(old.it.list) {
            let same = |is: fn(&Variant, &Variant) -> bool| new.it.list.iter().position(|other| is(variant, other));
            let Some(now) = same(|one, other| one.code == other.code).or_else(|| same(|one, other| one.name == other.name)) else { continue };
            let name = new.it.list.get(now).map_or("", |now| &now.name);
            self.path.push(name.to_owned());
            if name != variant.name {
                self.change(FieldKind::Renamed { old: variant.name.clone() });
            }
            self.parts(old.with(old.it.record.part(at)), new.with(new.it.record.part(now as u32)));
            self.path.pop();
        }
    }

    /// What a variant carries.
    fn parts(&mut self, old: Of<'_, Option<(u32, RecordId)>>, new: Of<'_, Option<(u32, RecordId)>>) {
        let name = |of: Of<'_, Option<(u32, RecordId)>>| of.it.map_or("nothing".to_owned(), |(_, record)| format!("`{}`", show::ty(of.project, &Type::Record(record))));
        match (old.it, new.it) {
            (Some((_, before)), Some((_, after))) => self.records(old.with(before), new.with(after)),
            (None, None) => {}
            (Some(_), None) | (None, Some(_)) => self.change(FieldKind::Other(format!("a variant that carries {}, was one with {}", name(new), name(old)))),
        }
    }

    fn rules(&mut self, old: Of<'_, RecordId>, new: Of<'_, RecordId>) {
        let (before, after) = (rules(old.project, old.it), rules(new.project, new.it));
        before.iter().filter(|rule| !after.contains(rule)).for_each(|rule| self.change(FieldKind::RuleGone(rule.clone())));
        after.iter().filter(|rule| !before.contains(rule)).for_each(|rule| self.change(FieldKind::RuleAdded(rule.clone())));
    }

    fn fields(&mut self, old: Of<'_, &Field>, new: Of<'_, &Field>) {
        if old.it.name != new.it.name {
            self.path.pop();
            self.path.push(new.it.name.clone());
            self.change(FieldKind::Renamed { old: old.it.name.clone() });
        }
        if let Some(how) = wire(&old.it.wire, &new.it.wire) {
            self.change(FieldKind::Wire(how));
        }
        self.types(old.with(&old.it.ty), new.with(&new.it.ty));
    }

    fn types(&mut self, old: Of<'_, &Type>, new: Of<'_, &Type>) {
        let told = || format!("`{}`, was `{}`", show::ty(new.project, new.it), show::ty(old.project, old.it));
        match (old.it, new.it) {
            (Type::Optional(before), Type::Optional(after)) => self.types(old.with(before), new.with(after)),
            (Type::Optional(before), _) => {
                self.change(FieldKind::Narrower(format!("required, was optional ({})", told())));
                self.types(old.with(before), new);
            }
            (_, Type::Optional(after)) => {
                self.change(FieldKind::Wider(format!("optional, was required ({})", told())));
                self.types(old, new.with(after));
            }
            (Type::Record(before), Type::Record(after)) => self.records(old.with(*before), new.with(*after)),
            (Type::Enum(before), Type::Enum(after)) => self.enums(old.with(*before), new.with(*after)),
            (Type::List(before), Type::List(after)) => {
                let range = |list: &crossdock_compiler::typed::ListType| (u64::from(list.min), list.max.map_or(u64::MAX, u64::from));
                self.ranges(range(before), range(after), told);
                self.types(old.with(&before.of), new.with(&after.of));
            }
            (Type::MapOf(before), Type::MapOf(after)) => self.types(old.with(before), new.with(after)),
            (Type::Text(before), Type::Text(after)) => self.texts(before, after, told),
            (Type::Int(before), Type::Int(after)) => self.ranges((before.min, before.max), (after.min, after.max), told),
            (Type::Decimal(before), Type::Decimal(after)) if before != after => {
                let parts = |limits: Option<(u8, u8)>| limits.map_or((u8::MAX, u8::MAX), |(digits, behind)| (digits - behind, behind));
                let (before, after) = (parts(before.limits), parts(after.limits));
                self.either(after.0 <= before.0 && after.1 <= before.1, after.0 >= before.0 && after.1 >= before.1, told());
            }
            (Type::Int(_), Type::Decimal(limits)) if limits.limits.is_none() => self.change(FieldKind::Wider(told())),
            (Type::Enum(_), Type::Text(text)) if *text == TextType::default() => self.change(FieldKind::Wider(told())),
            (Type::Text(text), Type::Enum(_)) if *text == TextType::default() => self.change(FieldKind::Narrower(told())),
            (_, Type::Json) if *old.it != Type::Json => self.change(FieldKind::Wider(told())),
            (Type::Json, _) if *new.it != Type::Json => self.change(FieldKind::Narrower(told())),
            _ if show::ty(old.project, old.it) != show::ty(new.project, new.it) => self.change(FieldKind::Other(told())),
            _ => {}
        }
    }

    fn texts(&mut self, old: &TextType, new: &TextType, told: impl Fn() -> String) {
        if old.pattern != new.pattern {
            let lengths = old.min == new.min && old.max == new.max;
            return self.either(lengths && old.pattern.is_none(), lengths && new.pattern.is_none(), told());
        }
        let range = |text: &TextType| (u64::from(text.min), text.max.map_or(u64::MAX, u64::from));
        self.ranges(range(old), range(new), told);
    }

    fn ranges<N: Ord>(&mut self, old: (N, N), new: (N, N), told: impl Fn() -> String) {
        if old != new {
            self.either(new.0 >= old.0 && new.1 <= old.1, new.0 <= old.0 && new.1 >= old.1, told());
        }
    }

    fn either(&mut self, narrower: bool, wider: bool, told: String) {
        self.change(match (narrower, wider) {
            (true, _) => FieldKind::Narrower(told),
            (false, true) => FieldKind::Wider(told),
            (false, false) => FieldKind::Other(told),
        });
    }

    fn enums(&mut self, old: Of<'_, EnumId>, new: Of<'_, EnumId>) {
        let codes = |of: Of<'_, EnumId>| -> Vec<String> {
            of.project.enums.get(of.it.index()).map(|item| item.variants.iter().map(|variant| variant.code.clone()).collect()).unwrap_or_default()
        };
        let (before, after) = (codes(old), codes(new));
        let missing = |these: &[String], those: &[String]| -> Vec<String> { these.iter().filter(|code| !those.contains(code)).map(|code| format!("\"{code}\"")).collect() };
        let (gone, come) = (missing(&before, &after), missing(&after, &before));
        if !come.is_empty() {
            self.change(FieldKind::Wider(format!("also {}", come.join(", "))));
        }
        if !gone.is_empty() {
            self.change(FieldKind::Narrower(format!("no longer {}", gone.join(", "))));
        }
    }

    fn change(&mut self, kind: FieldKind) {
        self.changes.push(FieldChange { path: self.path.join("."), kind });
    }
}

/// An enum whose variants carry records.
#[derive(Clone, Copy)]
struct Variants<'p> {
    record: &'p Record,
    tagged: &'p Tagged,
    list: &'p [Variant],
}

impl Variants<'_> {
    /// The place that tells them apart: `"meta"."type"`.
    fn tag(&self) -> String {
        self.record.fields.get(self.tagged.tag as usize).map_or_else(String::new, |tag| place(&tag.wire))
    }
}

fn variants<'p>(of: Of<'p, RecordId>) -> Option<Variants<'p>> {
    let record = of.project.records.get(of.it.index())?;
    let tagged = record.tagged.as_ref()?;
    Some(Variants { record, tagged, list: &of.project.enums.get(tagged.of.index())?.variants })
}

fn place(wire: &Wire) -> String {
    wire.path.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(".")
}

/// As they are written, layout aside.
pub(super) fn rules(project: &Project, record: RecordId) -> Vec<String> {
    let rules = project.records.get(record.index()).map_or(&[][..], |record| &record.rules);
    rules.iter().map(|rule| rule.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn is_required(ty: &Type) -> bool {
    !matches!(ty, Type::Optional(_))
}

/// How the place or the form differs.
fn wire(old: &Wire, new: &Wire) -> Option<String> {
    if old.path != new.path {
        return Some(format!("stands at {}, was at {}", place(new), place(old)));
    }
    let parts = [
        (old.as_text != new.as_text, "`as text`"),
        (old.format != new.format, "its `format`"),
        (old.zone != new.zone || old.clock != new.clock, "its `zone`"),
        (old.yes_no != new.yes_no, "its words for yes and no"),
        (old.implied != new.implied, "its implied decimals"),
        (old.by != new.by, "`by`"),
        (old.blank_is_missing != new.blank_is_missing, "`blank is missing`"),
        (old.or_null != new.or_null, "`or null`"),
    ];
    let changed: Vec<&str> = parts.iter().filter(|(changed, _)| *changed).map(|(_, what)| *what).collect();
    (!changed.is_empty()).then(|| format!("is written in another form: {}", changed.join(", ")))
}
