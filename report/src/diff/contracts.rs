//! Contracts: what partners have to know.

use std::collections::BTreeSet;

use crossdock_compiler::Checked;
use crossdock_compiler::lineage::record_in;
use crossdock_compiler::show;
use crossdock_compiler::typed::{Accepts, Answers, Contract, Project, RecordId, Sends, Type};

use super::affects::Affects;
use super::shape::{FieldChange, FieldKind, Of, records, types};
use super::{Change, How, Impact, Point};
use crate::words;

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let (before, after) = (&old.project, &new.project);
    let affects = Affects::new(old, new);
    let (pairs, gone, come) = paired(&before.contracts, &after.contracts);
    let comparison = || Comparison { old: before, new: after, affects: &affects, points: Vec::new(), reached: BTreeSet::new() };
    let mut changes: Vec<Change> = pairs.into_iter().filter_map(|(was, is)| comparison().contract(was, is)).collect();
    let whole = |contract: &Contract, how: How, impact: Impact, what: &str| Change {
        kind: "contract",
        name: called(contract),
        how,
        points: vec![Point::new(impact, what)],
        affects: Vec::new(),
    };
    changes.extend(gone.into_iter().map(|contract| whole(contract, How::Removed, Impact::Breaking, "nothing of it is spoken any more")));
    changes.extend(come.into_iter().map(|contract| whole(contract, How::Added, Impact::Compatible, "new")));
    changes
}

type Paired<'p> = (Vec<(&'p Contract, &'p Contract)>, Vec<&'p Contract>, Vec<&'p Contract>);

/// Each contract with the one that it has become: that of its name and version, wherever it stands now; else that of its name.
fn paired<'p>(before: &'p [Contract], after: &'p [Contract]) -> Paired<'p> {
    let (mut gone, mut come): (Vec<&Contract>, Vec<&Contract>) = (before.iter().collect(), after.iter().collect());
    let mut pairs = Vec::new();
    let module = |a: &Contract, b: &Contract| a.decl.module == b.decl.module;
    for alike in [|same_module: bool, same_version: bool| same_module && same_version, |_, same_version| same_version, |same_module, _| same_module, |_, _| true] {
        gone.retain(|was| {
            let at = come.iter().position(|is| was.decl.name == is.decl.name && alike(module(was, is), was.version == is.version));
            pairs.extend(at.map(|at| (*was, come.remove(at))));
            at.is_none()
        });
    }
    (pairs, gone, come)
}

fn called(contract: &Contract) -> String {
    format!("{} v{}", contract.decl.name, contract.version)
}

/// Who sends the message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    FromPartner,
    ToPartner,
}

struct Comparison<'p> {
    old: &'p Project,
    new: &'p Project,
    affects: &'p Affects<'p>,
    points: Vec<Point>,
    /// Fields that maps set from what changed.
    reached: BTreeSet<String>,
}

impl Comparison<'_> {
    fn contract(mut self, old: &Contract, new: &Contract) -> Option<Change> {
        if old.version != new.version {
            self.point(Impact::Internal, format!("is v{}, was v{}", new.version, old.version));
        }
        self.messages("sends", &old.sends, &new.sends, |sends| &sends.name, Self::sends);
        self.messages("accepts", &old.accepts, &new.accepts, |accepts| &accepts.name, Self::accepts);
        self.messages("answers", &old.answers, &new.answers, |answers| &answers.name, Self::answers);
        self.owns(old, new);
        let changed = !self.points.is_empty();
        changed.then(|| Change { kind: "contract", name: called(new), how: How::Changed, points: self.points, affects: self.reached.into_iter().collect() })
    }

    fn messages<T>(&mut self, verb: &str, old: &[T], new: &[T], name: impl Fn(&T) -> &String, compare: impl Fn(&mut Self, &T, &T)) {
        for before in old {
            match new.iter().find(|after| name(after) == name(before)) {
                Some(after) => compare(self, before, after),
                None => self.point(Impact::Breaking, format!("no longer {verb} {}", name(before))),
            }
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| name(before) == name(after))) {
            self.point(Impact::Compatible, format!("also {verb} {}", name(after)));
        }
    }

    fn sends(&mut self, old: &Sends, new: &Sends) {
        let name = format!("sends {}", new.name);
        self.address(&name, (&old.method, &old.path), (&new.method, &new.path));
        let (was, is) = (|keys| words::keys(self.old, old.record, keys), |keys| words::keys(self.new, new.record, keys));
        let (once, order) = ((was(&old.once_by), is(&new.once_by)), (was(&old.in_order_by), is(&new.in_order_by)));
        self.keys(&name, "once by", once.0, once.1, Impact::Breaking);
        self.keys(&name, "in order by", order.0, order.1, Impact::Compatible);
        self.record(&name, Direction::FromPartner, old.record, new.record);
        self.maybe_awaits(&name, old.awaits, new.awaits);
    }

    fn accepts(&mut self, old: &Accepts, new: &Accepts) {
        let name = format!("accepts {}", new.name);
        self.address(&name, (&old.method, &words::path_of_message(self.old, old)), (&new.method, &words::path_of_message(self.new, new)));
        let (was, is) = (words::keys(self.old, old.record, &old.once_by), words::keys(self.new, new.record, &new.once_by));
        self.keys(&name, "once by", was, is, Impact::Breaking);
        let params = |project: &Project, accepts: &Accepts| -> Vec<(String, Type)> {
            let fields = project.records.get(accepts.record.index()).map_or(&[][..], |record| &record.fields);
            fields.iter().take(accepts.params as usize).map(|field| (field.name.clone(), field.ty.clone())).collect()
        };
        self.params(&name, &params(self.old, old), &params(self.new, new));
        self.maybe_body(&name, old.body.as_ref(), new.body.as_ref());
        self.maybe_answer(&name, old.answer.as_ref(), new.answer.as_ref());
    }

    fn answers(&mut self, old: &Answers, new: &Answers) {
        let name = format!("answers {}", new.name);
        self.address(&name, (&old.method().to_owned(), &words::path_of_look_up(old)), (&new.method().to_owned(), &words::path_of_look_up(new)));
        self.params(&name, &old.params, &new.params);
        if old.optional != new.optional {
            let what = if new.optional { "what is not found is missing, was the failure not_found" } else { "what is not found is the failure not_found, was missing" };
            self.point(Impact::Internal, format!("{name}: {what}"));
        }
        if old.cached_ms != new.cached_ms {
            let shown = |ms: Option<u64>| ms.map_or_else(|| "not cached".to_owned(), |ms| format!("cached {}", show::duration((ms as i64).saturating_mul(1_000_000))));
            self.point(Impact::Internal, format!("{name}: {}, was {}", shown(new.cached_ms), shown(old.cached_ms)));
        }
        self.body(&name, Direction::FromPartner, &old.ty, &new.ty);
    }

    /// What comes back from a message, if anything does: nobody has to read it.
    fn maybe_answer(&mut self, name: &str, old: Option<&Type>, new: Option<&Type>) {
        match (old, new) {
            (Some(old), Some(new)) => self.body(name, Direction::FromPartner, old, new),
            (None, Some(_)) => self.point(Impact::Compatible, format!("{name}: has an answer, had none")),
            (Some(_), None) => self.point(Impact::Breaking, format!("{name}: has an answer no longer")),
            (None, None) => {}
        }
    }

    /// A record, or a list of one.
    fn body(&mut self, name: &str, direction: Direction, old: &Type, new: &Type) {
        if matches!(old, Type::List(_)) != matches!(new, Type::List(_)) {
            let (was, is) = (show::ty(self.old, old), show::ty(self.new, new));
            return self.point(Impact::Breaking, format!("{name}: is `{is}`, was `{was}`"));
        }
        if let (Some(old), Some(new)) = (record_in(old), record_in(new)) {
            self.record(name, direction, old, new);
        }
    }

    /// What stands in an address is told to the partner. That one came or went, its address says.
    fn params(&mut self, name: &str, old: &[(String, Type)], new: &[(String, Type)]) {
        for (param, before) in old {
            let Some((_, after)) = new.iter().find(|(other, _)| other == param) else {
                self.point(Impact::Internal, format!("{name}: the parameter `{param}` is gone"));
                continue;
            };
            for change in types(Of::new(self.old, before), Of::new(self.new, after)) {
                let (impact, why) = judged(Direction::ToPartner, &change.kind);
                self.point(impact, format!("{name}: the parameter `{param}` {}{why}", told(&change)));
            }
        }
        for (param, ty) in new.iter().filter(|(param, _)| !old.iter().any(|(other, _)| other == param)) {
            self.point(Impact::Internal, format!("{name}: the parameter `{param}` is new (`{}`)", show::ty(self.new, ty)));
        }
    }

    /// What the partner waits for, if anything.
    fn maybe_awaits(&mut self, name: &str, old: Option<RecordId>, new: Option<RecordId>) {
        let ty = |record: Option<RecordId>| record.map(Type::Record);
        self.maybe(&format!("{name} awaits"), "waits for an answer", (ty(old).as_ref(), ty(new).as_ref()));
    }

    fn maybe_body(&mut self, name: &str, old: Option<&Type>, new: Option<&Type>) {
        self.maybe(name, "has a body", (old, new));
    }

    /// What goes to the partner, if anything does.
    fn maybe(&mut self, name: &str, what: &str, (old, new): (Option<&Type>, Option<&Type>)) {
        match (old, new) {
            (Some(old), Some(new)) => self.body(name, Direction::ToPartner, old, new),
            (None, Some(_)) => self.point(Impact::Breaking, format!("{name}: {what}, had none")),
            (Some(_), None) => self.point(Impact::Breaking, format!("{name}: {what} no longer")),
            (None, None) => {}
        }
    }

    fn owns(&mut self, old: &Contract, new: &Contract) {
        let owned = |project: &Project, contract: &Contract| -> BTreeSet<String> {
            let field = |owned: &crossdock_compiler::typed::Owned| {
                let record = project.records.get(owned.record.index())?;
                Some(format!("{}.{}", record.decl.name, record.fields.get(owned.field as usize)?.name))
            };
            contract.owns.iter().filter_map(field).collect()
        };
        let (before, after) = (owned(self.old, old), owned(self.new, new));
        before.difference(&after).for_each(|field| self.point(Impact::Internal, format!("no longer owns {field}")));
        after.difference(&before).for_each(|field| self.point(Impact::Internal, format!("owns {field}")));
    }

    fn address(&mut self, name: &str, old: (&String, &String), new: (&String, &String)) {
        if old != new {
            self.point(Impact::Breaking, format!("{name}: by {} {}, was {} {}", new.0, new.1, old.0, old.1));
        }
    }

    fn keys(&mut self, name: &str, which: &str, old: String, new: String, impact: Impact) {
        if old != new {
            let shown = |keys: &str| if keys.is_empty() { "nothing".to_owned() } else { keys.to_owned() };
            self.point(impact, format!("{name}: {which} {}, was {}", shown(&new), shown(&old)));
        }
    }

    fn record(&mut self, name: &str, direction: Direction, old: RecordId, new: RecordId) {
        for change in records(Of::new(self.old, old), Of::new(self.new, new)) {
            let (impact, why) = judged(direction, &change.kind);
            let of = if change.path.is_empty() { String::new() } else { format!("`{}` ", change.path) };
            self.point(impact, format!("{name}: {of}{}{why}", told(&change)));
            self.reached.extend(self.affects.of_field(old, new, &change.path));
        }
    }

    fn point(&mut self, impact: Impact, what: String) {
        self.points.push(Point { impact, what });
    }
}

fn told(change: &FieldChange) -> String {
    match &change.kind {
        FieldKind::Added { required: true, ty } => format!("is new and required (`{ty}`)"),
        FieldKind::Added { required: false, ty } => format!("is new (`{ty}`)"),
        FieldKind::Removed { .. } => "is gone".to_owned(),
        FieldKind::Renamed { old } => format!("is called so in maps, was `{old}`; on the wire it is the same"),
        FieldKind::Wider(how) | FieldKind::Narrower(how) | FieldKind::Other(how) => format!("is {how}"),
        FieldKind::Wire(how) => how.clone(),
        FieldKind::RuleAdded(rule) => format!("must keep `{rule}`"),
        FieldKind::RuleGone(rule) => format!("need not keep `{rule}` any more"),
    }
}

/// Whether a partner notices, and why.
fn judged(direction: Direction, kind: &FieldKind) -> (Impact, &'static str) {
    use Direction::{FromPartner, ToPartner};
    match (direction, kind) {
        (FromPartner, FieldKind::Added { required: true, .. }) => (Impact::Breaking, ": messages without it are invalid from now on"),
        (FromPartner, FieldKind::Narrower(_)) => (Impact::Breaking, ": values that were taken are invalid from now on"),
        (FromPartner, FieldKind::Removed { .. }) => (Impact::Compatible, ": it is passed over from now on"),
        (FromPartner, FieldKind::RuleAdded(_)) => (Impact::Breaking, ": messages that break it are invalid from now on"),
        (ToPartner, FieldKind::RuleGone(_)) => (Impact::Breaking, ": the partner may get what breaks it"),
        (ToPartner, FieldKind::Removed { required: true }) => (Impact::Breaking, ": the partner no longer gets it"),
        (ToPartner, FieldKind::Wider(_)) => (Impact::Breaking, ": the partner may get what it does not know"),
        (_, FieldKind::Other(_) | FieldKind::Wire(_)) => (Impact::Breaking, ""),
        (FromPartner, FieldKind::Added { required: false, .. } | FieldKind::Wider(_) | FieldKind::Renamed { .. } | FieldKind::RuleGone(_))
        | (ToPartner, FieldKind::Added { .. } | FieldKind::Removed { required: false } | FieldKind::Narrower(_) | FieldKind::Renamed { .. } | FieldKind::RuleAdded(_)) => {
            (Impact::Compatible, "")
        }
    }
}
