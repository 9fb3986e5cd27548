//! Records: an object's keys, each to its slot.

use super::path::Path;
use super::scan::Token;
use super::string::unescape;
use super::trail::{BEGIN, LOST, MOST_BYTES, Then, Trail};
use super::{Decoder, Stop};
use crate::plan::{FEW, Inner, Member, Object, Shape, Tagged};
use crate::slot::Slot;

/// Containers that must have room for what was learned elsewhere to hold.
const ROOM: u32 = 40;

/// Which members of a record have been met.
#[derive(Default)]
struct Seen {
    /// The first [`FEW`].
    few: u64,
    more: Vec<bool>,
}

impl Seen {
    /// Whether it was met before.
    fn insert(&mut self, id: usize) -> bool {
        let Some(far) = id.checked_sub(FEW) else {
            let (bit, before) = (1 << id, self.few);
            self.few |= bit;
            return before & bit != 0;
        };
        if self.more.len() <= far {
            self.more.resize(far + 1, false);
        }
        self.more.get_mut(far).is_some_and(|seen| std::mem::replace(seen, true))
    }

    fn has(&self, id: usize) -> bool {
        match id.checked_sub(FEW) {
            None => self.few >> id & 1 == 1,
            Some(far) => self.more.get(far).copied().unwrap_or(false),
        }
    }
}

/// A record that is being read: its plan, where its slots stand in the scratch, what was met.
struct Reading<'p> {
    object: &'p Object,
    base: usize,
    seen: Seen,
}

impl<'p> Decoder<'p> {
    /// A record of its own, the object's bracket being next.
    pub(super) fn record(&mut self, object: usize, path: &Path<'_>) -> Result<Slot, Stop> {
        let base = self.memory.scratch.len();
        self.record_in_place(object, path)?;
        Ok(Slot::Record(self.settle(base)))
    }

    /// A record onto the scratch.
    pub(super) fn record_in_place(&mut self, object: usize, path: &Path<'_>) -> Result<(), Stop> {
        let plan: &'p _ = self.plan;
        let Some(object) = plan.objects.get(object) else { return Ok(self.scan.skip()?) };
        let (start, base, failed) = (self.scan.pos, self.memory.scratch.len(), self.failures.len());
        self.room(object.size as usize)?;
        self.memory.scratch.resize(base + object.size as usize, Slot::Missing);
        let mut reading = Reading { object, base, seen: Seen::default() };
        self.inner(&mut reading, &object.inner, path)?;
        if reading.seen.few & object.required != object.required || object.members > FEW {
            for field in &object.fields {
                if !field.value.optional && !reading.seen.has(field.member) {
                    self.fail_absent(path, &field.path, &field.value.shape)?;
                }
            }
        }
        match &object.tagged {
            Some(tagged) if self.failures.len() == failed => self.variant(tagged, base, start, path),
            _ => Ok(()),
        }
    }

    /// The tag may come last, so the object is gone through for it first; then again for what the variant carries.
    fn variant(&mut self, tagged: &'p Tagged, base: usize, start: usize, path: &Path<'_>) -> Result<(), Stop> {
        let Some(Slot::Enum(variant)) = self.memory.scratch.get(base + tagged.tag as usize) else { return Ok(()) };
        let Some(Some(part)) = tagged.parts.get(*variant as usize) else { return Ok(()) };
        self.scan.pos = start;
        let slot = self.record(part.object, path)?;
        self.put(base, part.slot, slot);
        if let Slot::Record(record) = slot {
            for (from, to) in &part.common {
                let value = self.memory.slots.get((record + from) as usize).copied().unwrap_or(Slot::Missing);
                self.put(base, *to, value);
            }
        }
        Ok(())
    }

    fn put(&mut self, base: usize, slot: u32, value: Slot) {
        if let Some(place) = self.memory.scratch.get_mut(base + slot as usize) {
            *place = value;
        }
    }

    /// Moves what stands on the scratch from `base` on to its final place.
    pub(super) fn settle(&mut self, base: usize) -> u32 {
        let start = self.memory.slots.len() as u32;
        self.memory.slots.extend_from_slice(self.memory.scratch.get(base..).unwrap_or_default());
        self.memory.scratch.truncate(base);
        start
    }

    /// The members of an object, its bracket being next.
    fn inner(&mut self, reading: &mut Reading<'p>, inner: &'p Inner, path: &Path<'_>) -> Result<(), Stop> {
        // What is learned of a value's depth holds wherever there is room for it.
        if !self.scan.has_room(ROOM) {
            return self.by_key(reading, inner, path);
        }
        let mut trail = self.learned.take(inner);
        let result = if trail.begin() { self.by_trail(&mut trail, reading, inner, path) } else { self.by_key(reading, inner, path) };
        self.learned.put_back(inner, trail);
        result
    }

    /// Key by key.
    fn by_key(&mut self, reading: &mut Reading<'p>, inner: &'p Inner, path: &Path<'_>) -> Result<(), Stop> {
        if self.scan.open(b'}')? { Ok(()) } else { self.members(reading, inner, path) }
    }

    /// The members from the next one on, key by key.
    fn members(&mut self, reading: &mut Reading<'p>, inner: &'p Inner, path: &Path<'_>) -> Result<(), Stop> {
        let mut guess = 0;
        loop {
            let key = self.scan.key()?;
            match self.find(inner, key, guess) {
                Some((index, member)) => {
                    guess = index + 1;
                    self.member(reading, member, path)?;
                }
                None if reading.object.strict => self.undeclared(key, path)?,
                None => self.scan.skip()?,
            }
            if !self.scan.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Along bytes that are known, as far as they are.
    fn by_trail(&mut self, trail: &mut Trail, reading: &mut Reading<'p>, inner: &'p Inner, path: &Path<'_>) -> Result<(), Stop> {
        self.scan.enter()?;
        let mut place = BEGIN;
        loop {
            let then = match trail.step(place, self.scan.rest()) {
                Some((bytes, then)) => {
                    self.scan.pos += bytes;
                    if then == Then::End {
                        self.scan.left();
                    } else {
                        // There may be more of them than there were.
                        self.scan.blanks();
                    }
                    then
                }
                None if trail.missed() => self.find_way(trail, reading, inner, place, path)?,
                None if place == BEGIN => {
                    self.scan.blanks();
                    return if self.scan.closes(b'}') { Ok(()) } else { self.members(reading, inner, path) };
                }
                None => return if self.scan.more(b'}')? { self.members(reading, inner, path) } else { Ok(()) },
            };
            match then {
                Then::Member(index) => match inner.members.get(index as usize) {
                    Some(member) => self.member(reading, member, path)?,
                    None => self.scan.skip()?,
                },
                Then::Hole(hole) => self.hole(trail, hole)?,
                Then::End => return Ok(()),
            }
            place = Trail::behind(then);
        }
    }

    /// Goes key by key to the next value of interest, and learns the way.
    #[inline(never)]
    fn find_way(&mut self, trail: &mut Trail, reading: &mut Reading<'p>, inner: &'p Inner, place: u32, path: &Path<'_>) -> Result<Then, Stop> {
        let (from, mut place, mut first) = (self.scan.pos, place, place == BEGIN);
        loop {
            if !self.another(&mut first)? {
                trail.learn(place, self.scan.slice(from, self.scan.pos), Then::End);
                return Ok(Then::End);
            }
            let key = self.scan.key()?;
            let start = self.scan.pos;
            let then = match self.find(inner, key, usize::MAX) {
                Some((index, _)) => Then::Member(index as u32),
                None if reading.object.strict => {
                    self.undeclared(key, path)?;
                    place = LOST;
                    continue;
                }
                None => {
                    self.scan.skip()?;
                    let long = start - from > MOST_BYTES;
                    match trail.hole(self.scan.slice(key.start, key.end), self.scan.slice(start, self.scan.pos)) {
                        Some((hole, varies)) if varies || long => Then::Hole(hole),
                        Some(_) => continue,
                        None => {
                            place = LOST;
                            continue;
                        }
                    }
                }
            };
            self.scan.pos = start;
            trail.learn(place, self.scan.slice(from, start), then);
            return Ok(then);
        }
    }

    /// Whether another member follows; its key is next then.
    fn another(&mut self, first: &mut bool) -> Result<bool, Stop> {
        if !std::mem::take(first) {
            return Ok(self.scan.more(b'}')?);
        }
        self.scan.blanks();
        Ok(!self.scan.closes(b'}'))
    }

    /// The value of a key that is not declared, which differs from message to message.
    fn hole(&mut self, trail: &mut Trail, hole: u32) -> Result<(), Stop> {
        if !matches!(self.scan.peek(), b'{' | b'[') {
            return Ok(self.scan.scalar()?);
        }
        let Some(templates) = trail.templates(hole) else { return Ok(self.scan.skip()?) };
        if !templates.skip(&mut self.scan) {
            let start = self.scan.pos;
            self.scan.skip()?;
            templates.learn(self.scan.slice(start, self.scan.pos));
        }
        Ok(())
    }

    fn find(&mut self, inner: &'p Inner, key: Token, guess: usize) -> Option<(usize, &'p Member)> {
        let raw = self.scan.slice(key.start, key.end);
        let index = if key.escaped { inner.keys.find(self.unescaped(key).as_bytes(), guess) } else { inner.keys.find(raw, guess) }?;
        inner.members.get(index).map(|member| (index, member))
    }

    /// Keys are seldom escaped, so that an own string will do.
    pub(super) fn unescaped(&self, token: Token) -> String {
        let mut text = String::new();
        unescape(self.text.get(token.start..token.end).unwrap_or_default(), &mut text);
        text
    }

    fn member(&mut self, reading: &mut Reading<'p>, member: &'p Member, path: &Path<'_>) -> Result<(), Stop> {
        if reading.seen.insert(member.id) {
            self.scan.skip()?;
            return self.fail(&Path::Key(path, &member.key), "The key stands twice in its object, so its value is in doubt.".to_owned());
        }
        if member.fields.is_empty() && member.inner.is_none() {
            return Ok(self.scan.skip()?);
        }
        // One field, and a value as nearly all are written.
        if let ([index], None) = (member.fields.as_slice(), &member.inner)
            && let Some(field) = reading.object.fields.get(*index)
            && let Some(slot) = self.plainly(&field.value)
        {
            self.put(reading.base, field.slot, slot);
            return Ok(());
        }
        let start = self.scan.pos;
        let path = Path::Key(path, &member.key);
        for field in member.fields.iter().filter_map(|index| reading.object.fields.get(*index)) {
            self.scan.pos = start;
            let slot = self.value(&field.value, &path)?;
            self.put(reading.base, field.slot, slot);
        }
        if let Some(inner) = &member.inner {
            self.scan.pos = start;
            self.nested(reading, inner, &path)?;
        }
        Ok(())
    }

    /// The value of a key that only nests others.
    fn nested(&mut self, reading: &mut Reading<'p>, inner: &'p Inner, path: &Path<'_>) -> Result<(), Stop> {
        match self.scan.peek() {
            b'{' => self.inner(reading, inner, path),
            b'n' => Ok(self.scan.literal("null")?),
            _ => {
                let start = self.scan.pos;
                self.scan.skip()?;
                mark(inner, &mut reading.seen);
                self.fail_value(path, &Shape::Record(0), start, "")
            }
        }
    }

    fn undeclared(&mut self, key: Token, path: &Path<'_>) -> Result<(), Stop> {
        self.scan.skip()?;
        let key = self.unescaped(key);
        self.fail(&Path::Key(path, &key), "The record is strict and declares no such field.".to_owned())
    }

    fn fail_absent(&mut self, path: &Path<'_>, keys: &[String], shape: &Shape) -> Result<(), Stop> {
        match keys.split_first() {
            None => self.fail_missing(path, shape),
            Some((key, rest)) => self.fail_absent(&Path::Key(path, key), rest, shape),
        }
    }
}

/// What stands within a value that is wrong as a whole is not missing too.
fn mark(inner: &Inner, seen: &mut Seen) {
    for member in &inner.members {
        seen.insert(member.id);
        if let Some(inner) = &member.inner {
            mark(inner, seen);
        }
    }
}
