//! What the objects of recent messages looked like, so that the next one is crossed in few comparisons.
//!
//! A sender writes the same keys in the same order, and most values that nobody reads never change. So after a value the decoder knows which bytes
//! will come up to the next value of interest: `,"closed_at":null,"confirmed":true,"price":`. It compares them at once. Bytes that are equal
//! to bytes that were parsed in the same place parse in the same way, so nothing is left unchecked; where they differ, the object is
//! gone through key by key, and what came is learned.

use rustc_hash::FxHashMap;

use super::template::Templates;
use crate::plan::Inner;

/// Known ways on from one place.
const MOST_STEPS: usize = 4;
/// A longer run of bytes is parted, for then a part of it may still be equal.
pub(super) const MOST_BYTES: usize = 1024;
/// A value that is longer is never taken for one that does not change.
const MOST_CONSTANT: usize = 256;
/// Nor is one that nests deeper.
const MOST_BRACKETS: usize = 32;
/// Keys that nobody declared and that are remembered, by object.
const MOST_HOLES: usize = 512;

/// Misses cost this many hits; when the credit is used up, nothing is tried for a while.
const MISS: i32 = 3;
const MOST_CREDIT: i32 = 120;
/// Objects that are read without trying, the first time.
const FIRST_REST: u32 = 64;
const LONGEST_REST: u32 = 1 << 14;

/// Where bytes lead that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// To the value of a declared member, by its index in its object.
    Member(u32),
    /// To the value of a key that is not declared.
    Hole(u32),
    /// Out of the object.
    End,
}

#[derive(Debug)]
struct Step {
    bytes: Box<[u8]>,
    then: Then,
}

/// A key that is not declared.
#[derive(Debug)]
struct Hole {
    /// The value that it had whenever it was met; none once there were two.
    constant: Option<Box<[u8]>>,
    templates: Templates,
}

/// One object of the plan.
#[derive(Debug)]
pub(super) struct Trail {
    /// By place: the beginning; behind each declared member, behind each hole, in turns.
    steps: Vec<Vec<Step>>,
    holes: Vec<Hole>,
    known: FxHashMap<Box<[u8]>, u32>,
    credit: i32,
    /// Objects that are still to be read without trying.
    rest: u32,
    next_rest: u32,
}

/// All objects of a plan.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    trails: Vec<Option<Box<Trail>>>,
}

impl Learned {
    /// For as long as one object is read.
    #[inline]
    pub(super) fn take(&mut self, inner: &Inner) -> Box<Trail> {
        self.trails.get_mut(inner.trail).and_then(Option::take).unwrap_or_default()
    }

    #[inline]
    pub(super) fn put_back(&mut self, inner: &Inner, trail: Box<Trail>) {
        match self.trails.get_mut(inner.trail) {
            Some(place) => *place = Some(trail),
            None => {
                self.trails.resize_with(inner.trail + 1, || None);
                self.put_back(inner, trail);
            }
        }
    }
}

/// A way that was not the last one; it moves to the front.
fn other(steps: &mut [Step], next: &[u8]) -> Option<(usize, Then)> {
    let at = steps.iter().position(|step| next.starts_with(&step.bytes))?;
    let found = steps.get(at).map(|step| (step.bytes.len(), step.then));
    steps.swap(at, at.saturating_sub(1));
    found
}

/// The place behind an object's bracket.
pub(super) const BEGIN: u32 = 0;
/// A place from which no way is known.
pub(super) const LOST: u32 = u32::MAX;

impl Default for Trail {
    fn default() -> Trail {
        Trail { steps: Vec::new(), holes: Vec::new(), known: FxHashMap::default(), credit: MOST_CREDIT, rest: 0, next_rest: FIRST_REST }
    }
}

impl Trail {
    /// Whether an object that begins now is worth a try.
    pub fn begin(&mut self) -> bool {
        if self.rest == 0 {
            return true;
        }
        self.rest -= 1;
        if self.rest == 0 {
            self.credit = MOST_CREDIT / 4;
        }
        false
    }

    /// Behind the value that this leads to.
    pub fn behind(then: Then) -> u32 {
        match then {
            Then::Member(member) => 1 + 2 * member,
            Then::Hole(hole) => 2 + 2 * hole,
            Then::End => LOST,
        }
    }

    /// Known bytes that come next: how many, and where they lead.
    #[inline]
    pub fn step(&mut self, place: u32, next: &[u8]) -> Option<(usize, Then)> {
        let steps = self.steps.get_mut(place as usize)?;
        let first = steps.first()?;
        let found = if next.starts_with(&first.bytes) { (first.bytes.len(), first.then) } else { other(steps, next)? };
        self.credit = (self.credit + 1).min(MOST_CREDIT);
        Some(found)
    }

    /// The way from a place was not known. Whether it is still worth learning.
    pub fn missed(&mut self) -> bool {
        self.credit -= MISS;
        if self.credit < 0 {
            self.rest = self.next_rest;
            self.next_rest = (self.next_rest * 2).min(LONGEST_REST);
            self.steps.clear();
            self.holes.clear();
            self.known.clear();
            return false;
        }
        true
    }

    pub fn learn(&mut self, place: u32, bytes: &[u8], then: Then) {
        let place = place as usize;
        if place == LOST as usize || bytes.len() > 2 * MOST_BYTES {
            return;
        }
        if self.steps.len() <= place {
            self.steps.resize_with(place + 1, Vec::new);
        }
        let Some(steps) = self.steps.get_mut(place) else { return };
        steps.truncate(MOST_STEPS - 1);
        steps.insert(0, Step { bytes: bytes.into(), then });
    }

    /// What is known of a key that is not declared: its hole, and whether it has another value than ever before.
    /// None where there are too many.
    pub fn hole(&mut self, key: &[u8], value: &[u8]) -> Option<(u32, bool)> {
        if let Some(at) = self.known.get(key) {
            let hole = self.holes.get_mut(*at as usize)?;
            let same = hole.constant.as_deref() == Some(value);
            if !same {
                hole.constant = None;
            }
            return Some((*at, !same));
        }
        let at = self.holes.len();
        if at == MOST_HOLES {
            return None;
        }
        let brackets = value.iter().filter(|byte| matches!(byte, b'{' | b'[')).count();
        let constant = (value.len() <= MOST_CONSTANT && brackets <= MOST_BRACKETS).then(|| value.into());
        let varies = constant.is_none();
        self.holes.push(Hole { constant, templates: Templates::default() });
        self.known.insert(key.into(), at as u32);
        Some((at as u32, varies))
    }

    pub fn templates(&mut self, hole: u32) -> Option<&mut Templates> {
        self.holes.get_mut(hole as usize).map(|hole| &mut hole.templates)
    }
}
