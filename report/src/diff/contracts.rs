//! Contracts: what partners have to know.

use std::collections::BTreeSet;

use crossdock_compiler::Checked;
use crossdock_compiler::typed::{Accepts, Answers, Contract, KeyPart, LookUpPart, PathPart, Project, RecordId, Sends};

use super::affects::Affects;
use super::shape::{FieldChange, FieldKind, Of, records};
use super::{Change, How, Impact, Point};

pub(super) fn changes(old: &Checked, new: &Checked) -> Vec<Change> {
    let (before, after) = (&old.project, &new.project);
    let affects = Affects::new(old, new);
    let mut changes = Vec::new();
    for contract in &before.contracts {
        match partner(contract, after, before) {
            Some(now) => changes.extend(Comparison { old: before, new: after, affects: &affects, points: Vec::new(), reached: BTreeSet::new() }.contract(contract, now)),
            None => changes.push(Change {
                kind: "contract",
                name: called(contract),
                how: How::Removed,
                points: vec![Point::new(Impact::Breaking, "nothing of it is spoken any more")],
                affects: Vec::new(),
            }),
        }
    }
    for contract in after.contracts.iter().filter(|contract| !before.contracts.iter().any(|old| partner(old, after, before).is_some_and(|now| std::ptr::eq(now, *contract)))) {
        changes.push(Change { kind: "contract", name: called(contract), how: How::Added, points: vec![Point::new(Impact::Compatible, "new")], affects: Vec::new() });
    }
    changes
}

fn called(contract: &Contract) -> String {
    format!("{} v{}", contract.decl.name, contract.version)
}

/// The contract of that name and version; else of that name, where it has only one version on each side.
fn partner<'p>(contract: &Contract, after: &'p Project, before: &Project) -> Option<&'p Contract> {
    let same_name = |other: &&Contract| other.decl.name == contract.decl.name;
    let exact = after.contracts.iter().find(|other| same_name(other) && other.version == contract.version);
    let alone = before.contracts.iter().filter(same_name).count() == 1 && after.contracts.iter().filter(same_name).count() == 1;
    exact.or_else(|| if alone { after.contracts.iter().find(same_name) } else { None })
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
        self.keys(&name, "once by", self.keys_of(self.old, old.record, &old.once_by), self.keys_of(self.new, new.record, &new.once_by), Impact::Breaking);
        self.keys(&name, "in order by", self.keys_of(self.old, old.record, &old.in_order_by), self.keys_of(self.new, new.record, &new.in_order_by), Impact::Compatible);
        self.record(&name, Direction::FromPartner, old.record, new.record);
    }

    fn accepts(&mut self, old: &Accepts, new: &Accepts) {
        let name = format!("accepts {}", new.name);
        let path = |project: &Project, accepts: &Accepts| accepts.path.iter().map(|part| path_part(project, accepts.record, part)).collect::<String>();
        self.address(&name, (&old.method, &path(self.old, old)), (&new.method, &path(self.new, new)));
        self.keys(&name, "once by", self.keys_of(self.old, old.record, &old.once_by), self.keys_of(self.new, new.record, &new.once_by), Impact::Breaking);
        self.record(&name, Direction::ToPartner, old.record, new.record);
    }

    fn answers(&mut self, old: &Answers, new: &Answers) {
        let name = format!("answers {}", new.name);
        let path = |answers: &Answers| answers.path.iter().map(|part| look_up_part(answers, part)).collect::<String>();
        let get = "GET".to_owned();
        self.address(&name, (&get, &path(old)), (&get, &path(new)));
        self.record(&name, Direction::FromPartner, old.record, new.record);
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

    fn keys_of(&self, project: &Project, record: RecordId, keys: &[KeyPart]) -> String {
        let shown = keys.iter().map(|key| match key {
            KeyPart::Field(path) => field_path(project, record, path),
            KeyPart::Header(header) => format!("header {header}"),
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    fn record(&mut self, name: &str, direction: Direction, old: RecordId, new: RecordId) {
        for change in records(Of::new(self.old, old), Of::new(self.new, new)) {
            let (impact, why) = judged(direction, &change.kind);
            self.point(impact, format!("{name}: `{}` {}{why}", change.path, told(&change)));
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
    }
}

/// Whether a partner notices, and why.
fn judged(direction: Direction, kind: &FieldKind) -> (Impact, &'static str) {
    use Direction::{FromPartner, ToPartner};
    match (direction, kind) {
        (FromPartner, FieldKind::Added { required: true, .. }) => (Impact::Breaking, ": messages without it are invalid from now on"),
        (FromPartner, FieldKind::Narrower(_)) => (Impact::Breaking, ": values that were taken are invalid from now on"),
        (FromPartner, FieldKind::Removed { .. }) => (Impact::Compatible, ": it is passed over from now on"),
        (ToPartner, FieldKind::Removed { required: true }) => (Impact::Breaking, ": the partner no longer gets it"),
        (ToPartner, FieldKind::Wider(_)) => (Impact::Breaking, ": the partner may get what it does not know"),
        (_, FieldKind::Other(_) | FieldKind::Wire(_)) => (Impact::Breaking, ""),
        (FromPartner, FieldKind::Added { required: false, .. } | FieldKind::Wider(_) | FieldKind::Renamed { .. })
        | (ToPartner, FieldKind::Added { .. } | FieldKind::Removed { required: false } | FieldKind::Narrower(_) | FieldKind::Renamed { .. }) => (Impact::Compatible, ""),
    }
}

fn path_part(project: &Project, record: RecordId, part: &PathPart) -> String {
    match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Field(path) => format!("{{{}}}", field_path(project, record, path)),
    }
}

fn look_up_part(answers: &Answers, part: &LookUpPart) -> String {
    match part {
        LookUpPart::Literal(text) => text.clone(),
        LookUpPart::Param(at) => format!("{{{}}}", answers.params.get(*at as usize).map_or("", |(name, _)| name.as_str())),
    }
}

fn field_path(project: &Project, record: RecordId, path: &[u32]) -> String {
    let mut at = Some(record);
    let mut names = Vec::new();
    for index in path {
        let field = at.and_then(|record| project.records.get(record.index())).and_then(|record| record.fields.get(*index as usize));
        names.extend(field.map(|field| field.name.clone()));
        at = field.and_then(|field| crossdock_compiler::lineage::record_in(&field.ty));
    }
    names.join(".")
}
