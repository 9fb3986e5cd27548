//! A column's values, cut into classes that no set of the column tells apart: atoms.

use std::collections::BTreeSet;

use super::set::{Cut, Domain, Line, Set};

/// Atoms, as ascending runs from an atom to before another, none touching the next.
pub(crate) type Atoms = Vec<(u32, u32)>;

/// A column with its atoms. The values come first, then missing, where that can be.
#[derive(Debug)]
pub(crate) struct Column {
    pub domain: Domain,
    pub optional: bool,
    cuts: Cuts,
}

#[derive(Debug)]
enum Cuts {
    /// Each value is an atom.
    Few(u32),
    /// The atoms lie between neighbours; the first and the last are the ends of the line.
    Line(Vec<Option<Cut>>),
    /// Ascending; all other texts are the last atom.
    Texts(Vec<String>),
}

/// The values of one atom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Class<'c> {
    Missing,
    One(u32),
    Between(Option<Cut>, Option<Cut>),
    Text(&'c str),
    OtherText,
}

impl Column {
    /// The column whose atoms none of the sets divides.
    pub fn new<'s>(domain: Domain, optional: bool, sets: impl Iterator<Item = &'s Set>) -> Column {
        let mut marks = Marks::default();
        sets.for_each(|set| marks.of(set));
        let cuts = match &domain {
            Domain::Few(count) => Cuts::Few(*count),
            Domain::Line(line) => Cuts::Line(cut(line, &marks)),
            Domain::Texts => Cuts::Texts(marks.texts.into_iter().map(str::to_owned).collect()),
        };
        Column { domain, optional, cuts }
    }

    /// Atoms of values that are there.
    pub fn values(&self) -> u32 {
        match &self.cuts {
            Cuts::Few(count) => *count,
            Cuts::Line(cuts) => cuts.len() as u32 - 1,
            Cuts::Texts(texts) => texts.len() as u32 + 1,
        }
    }

    /// How many atoms there are.
    pub fn width(&self) -> u32 {
        self.values() + u32::from(self.optional)
    }

    pub fn atoms(&self, set: &Set) -> Atoms {
        match set {
            Set::All => whole(0, self.width()),
            Set::Present => whole(0, self.values()),
            Set::Missing => whole(self.values(), self.width()),
            Set::One(value) => whole(*value, value.saturating_add(1).min(self.values())),
            Set::Text(text) => self.text(text),
            Set::Range(start, end) => self.range(*start, *end),
            Set::Not(of) => complement(&self.atoms(of), self.width()),
            Set::Union(of) => union(of.iter().flat_map(|set| self.atoms(set)).collect()),
        }
    }

    fn text(&self, text: &str) -> Atoms {
        let Cuts::Texts(texts) = &self.cuts else { return Atoms::new() };
        texts.binary_search_by(|known| known.as_str().cmp(text)).map_or_else(|_| Atoms::new(), |at| whole(at as u32, at as u32 + 1))
    }

    fn range(&self, start: Option<Cut>, end: Option<Cut>) -> Atoms {
        let (Cuts::Line(cuts), Domain::Line(line)) = (&self.cuts, &self.domain) else { return Atoms::new() };
        // The first and the last are ends, before and behind all others.
        let inner = cuts.get(1..cuts.len() - 1).unwrap_or_default();
        let place = |cut: Cut| {
            let cut = line.normal(cut);
            inner.partition_point(|known| known.is_some_and(|known| known < cut)) as u32 + 1
        };
        let first = start.map_or(0, |cut| if is_at_or_below(cuts.first(), line.normal(cut)) { 0 } else { place(cut) });
        let last = end.map_or(self.values(), |cut| if is_at_or_below(cuts.first(), line.normal(cut)) { 0 } else { place(cut).min(self.values()) });
        whole(first, last)
    }

    pub fn class(&self, atom: u32) -> Class<'_> {
        match &self.cuts {
            _ if atom >= self.values() => Class::Missing,
            Cuts::Few(_) => Class::One(atom),
            Cuts::Line(cuts) => Class::Between(cuts.get(atom as usize).copied().flatten(), cuts.get(atom as usize + 1).copied().flatten()),
            Cuts::Texts(texts) => texts.get(atom as usize).map_or(Class::OtherText, |text| Class::Text(text)),
        }
    }
}

/// The cut lies at the line's first end or before it.
fn is_at_or_below(end: Option<&Option<Cut>>, cut: Cut) -> bool {
    end.copied().flatten().is_some_and(|end| cut <= end)
}

/// What sets mention.
#[derive(Default)]
struct Marks<'s> {
    cuts: BTreeSet<Cut>,
    texts: BTreeSet<&'s str>,
}

impl<'s> Marks<'s> {
    fn of(&mut self, set: &'s Set) {
        match set {
            Set::Range(start, end) => self.cuts.extend(start.iter().chain(end).copied()),
            Set::Text(text) => drop(self.texts.insert(text)),
            Set::Not(of) => self.of(of),
            Set::Union(of) => of.iter().for_each(|set| self.of(set)),
            Set::All | Set::Missing | Set::Present | Set::One(_) => {}
        }
    }
}

/// The line's ends and the cuts between them.
fn cut(line: &Line, marks: &Marks<'_>) -> Vec<Option<Cut>> {
    let (start, end) = (line.start(), line.end());
    let within = |cut: &Cut| start.is_none_or(|start| start < *cut) && end.is_none_or(|end| *cut < end);
    let cuts: BTreeSet<Cut> = marks.cuts.iter().map(|cut| line.normal(*cut)).filter(within).collect();
    std::iter::once(start).chain(cuts.into_iter().map(Some)).chain([end]).collect()
}

fn whole(first: u32, last: u32) -> Atoms {
    if first < last { vec![(first, last)] } else { Atoms::new() }
}

fn union(mut runs: Atoms) -> Atoms {
    runs.sort_unstable();
    let mut joined = Atoms::new();
    for (first, last) in runs {
        match joined.last_mut() {
            Some((_, end)) if first <= *end => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    joined
}

fn complement(runs: &Atoms, width: u32) -> Atoms {
    let mut rest = Atoms::new();
    let mut from = 0;
    for (first, last) in runs {
        rest.extend(whole(from, *first));
        from = *last;
    }
    rest.extend(whole(from, width));
    rest
}
