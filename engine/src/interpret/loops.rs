//! `for`: goes through the rows of its clauses. Failures are collected, so that every bad line is named.

use std::rc::Rc;

use crossdock_compiler::limits;

use super::compare::order;
use super::keys::{Index, key};
use super::{Decided, Interpreter, MOST_FAILURES, Raised, Run, Stop, about, element, raised};
use crate::decision::LookUp;
use crate::ir::{Blame, Block, Clause, ClauseKind, For, Keys, Reg, Site, Unmatched};
use crate::lower::joined;
use crate::natives::Raise;
use crate::slot::{List, Slot};

/// A `for` under way.
struct Rows<'a> {
    item: &'a For,
    /// Where each clause stands, outermost first.
    trail: Vec<Step>,
    /// The first of its results among those of the interpreter.
    first: usize,
    failures: Vec<Raised>,
    asks: Vec<LookUp>,
    /// The first message that must be answered.
    exchange: Option<(u32, Box<Decided>)>,
    /// Rows that the filter let through.
    number: i64,
    /// Of a `for` that has a limit, all rows.
    seen: usize,
    /// Rows that wait to be put in order.
    waiting: Vec<Row>,
    /// By clause: a list and its elements by key, as long as the list is the same.
    indexes: Vec<Option<(List, Rc<Index>)>>,
}

#[derive(Clone, Copy)]
enum Step {
    At(u32),
    /// A group: its place is that of the whole list.
    Whole,
    /// A partner: what fails is about the element that looked for it.
    Beside,
}

struct Row {
    keys: Vec<Slot>,
    bindings: Vec<Slot>,
    trail: Vec<Step>,
}

impl<'a> Rows<'a> {
    fn new(item: &'a For, first: usize) -> Rows<'a> {
        Rows { item, trail: Vec::new(), first, failures: Vec::new(), asks: Vec::new(), exchange: None, number: 0, seen: 0, waiting: Vec::new(), indexes: Vec::new() }
    }

    /// What stopped the row at hand, told from where the `for` stands; `index` tells an element of a clause.
    fn placed(&self, mut stop: Stop, index: impl Fn(&Clause, u32) -> String) -> Stop {
        for (clause, step) in self.item.clauses.iter().zip(&self.trail).rev() {
            stop = match step {
                Step::At(at) => about(stop, &clause.blame, &index(clause, *at)),
                Step::Whole => about_whole(stop, &clause.blame),
                Step::Beside => about(stop, &Blame::Nobody, ""),
            };
        }
        stop
    }

    fn is_full(&self) -> bool {
        self.failures.len() >= MOST_FAILURES
    }
}

impl<'a> Interpreter<'a> {
    /// Notes what failed in the row at hand, or what it asks; the rows after it are still looked at.
    fn noted(&self, rows: &mut Rows<'a>, stop: Stop) -> Run {
        match rows.placed(stop, |clause, at| self.index_of(clause, at)) {
            // No row could be worked out any more.
            full @ Stop::Failed(_) if self.memory.is_full() => return Err(full),
            Stop::Failed(more) => rows.failures.extend(more),
            // All that the rows ask is asked at once.
            Stop::Asks(more) => self.add_asks(&mut rows.asks, more)?,
            // Sent only if no row fails or asks before its own.
            Stop::Exchange(ordinal, send) => drop(rows.exchange.get_or_insert((ordinal, send))),
            ends @ (Stop::Skipped { .. } | Stop::Collecting(_)) => return Err(ends),
        }
        Ok(())
    }

    /// `[2]`, or the key of a map.
    fn index_of(&self, clause: &Clause, at: u32) -> String {
        match (&clause.kind, self.get(clause.list)) {
            (ClauseKind::Values { under: Some(name) }, _) => joined(&format!("[{at}]"), name),
            (ClauseKind::Values { under: None }, Slot::List(map)) => match element(self.memory, map, at) {
                Slot::Text(key) => crate::decode::step(self.view().text(key)),
                _ => String::new(),
            },
            _ => format!("[{at}]"),
        }
    }

    #[inline(never)]
    pub(super) fn for_(&mut self, item: &'a For) -> Run {
        let first = self.results.len();
        let run = self.rows(item, first);
        self.results.truncate(first);
        run
    }

    fn rows(&mut self, item: &'a For, first: usize) -> Run {
        let mut rows = Rows::new(item, first);
        let is_list = item.clauses.first().is_some_and(|clause| matches!(self.get(clause.list), Slot::List(_)));
        if !is_list {
            self.set(item.to, Slot::Missing);
            return Ok(());
        }
        self.clause(&mut rows, 0)?;
        self.in_order(&mut rows)?;
        if !rows.asks.is_empty() {
            return Err(Stop::Asks(rows.asks));
        }
        if !rows.failures.is_empty() {
            return Err(Stop::Failed(rows.failures));
        }
        if let Some((ordinal, send)) = rows.exchange {
            return Err(Stop::Exchange(ordinal, send));
        }
        let start = self.memory.slots.len() as u32;
        let results = self.results.get(rows.first..).unwrap_or_default();
        self.memory.slots.extend_from_slice(results);
        self.set(item.to, Slot::List(List { start, len: results.len() as u32, stride: 1, records: false }));
        Ok(())
    }

    /// The clause and all behind it, for each of its elements.
    fn clause(&mut self, rows: &mut Rows<'a>, at: usize) -> Run {
        let item = rows.item;
        let Some(clause) = item.clauses.get(at) else { return self.row(rows) };
        if let Err(stop) = self.block(&clause.before) {
            return self.noted(rows, stop);
        }
        let Slot::List(list) = self.get(clause.list) else { return Ok(()) };
        match &clause.kind {
            ClauseKind::Each => match item.clauses.get(at + 1) {
                Some(Clause { kind: ClauseKind::Zip(unmatched, site), binding, list: second, .. }) => self.zip(rows, at, list, (*second, *binding), (unmatched, site)),
                None if item.clauses.len() == 1 && item.filter.is_none() && item.sort.is_none() => self.plain_rows(rows, clause, list),
                _ => self.elements(rows, at, clause, list, 0..list.len),
            },
            // A value stands behind its key.
            ClauseKind::Values { .. } => self.plain_rows(rows, clause, List { start: list.start + 1, ..list }),
            ClauseKind::Matching(keys) => match self.partners(rows, at, list, keys)? {
                Some((index, key)) => self.elements(rows, at, clause, list, index.get(&key).into_iter().flatten().copied()),
                None => Ok(()),
            },
            ClauseKind::Join(keys, unmatched, site) => self.join(rows, at, list, keys, (unmatched, site)),
            ClauseKind::Group { element, code, keys } => self.group(rows, at, list, (*element, code, keys)),
            // Gone through together with the clause before it.
            ClauseKind::Zip(..) => Ok(()),
        }
    }

    fn elements(&mut self, rows: &mut Rows<'a>, at: usize, clause: &'a Clause, list: List, which: impl Iterator<Item = u32>) -> Run {
        for index in which {
            self.set(clause.binding, element(self.memory, list, index));
            self.inner(rows, Step::At(index), at + 1)?;
            if rows.is_full() {
                break;
            }
        }
        Ok(())
    }

    /// Every element is a row, and nothing is asked of it.
    fn plain_rows(&mut self, rows: &mut Rows<'a>, clause: &'a Clause, list: List) -> Run {
        let item = rows.item;
        for index in 0..list.len {
            self.set(clause.binding, element(self.memory, list, index));
            if let Some(reg) = item.number {
                self.set(reg, Slot::Int(i64::from(index) + 1));
            }
            match self.block(&item.body) {
                Ok(()) => self.results.push(self.get(item.value)),
                Err(stop) => {
                    rows.trail.push(Step::At(index));
                    self.noted(rows, stop)?;
                    rows.trail.pop();
                    if rows.is_full() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn inner(&mut self, rows: &mut Rows<'a>, step: Step, next: usize) -> Run {
        rows.trail.push(step);
        let run = self.clause(rows, next);
        rows.trail.pop();
        run
    }

    /// The row that all clauses together have come to.
    fn row(&mut self, rows: &mut Rows<'a>) -> Run {
        let item = rows.item;
        rows.seen += usize::from(item.limited);
        let limits::Limit { most, failure } = limits::ROWS;
        if rows.seen > most {
            let message = format!("The lists of this `for` make more than {most} rows.");
            return Err(Stop::Failed(vec![Raised { name: failure.to_owned(), message, blame: Blame::Nobody, source: item.source.clone() }]));
        }
        match self.passes(rows) {
            Ok(true) if item.sort.is_some() => self.wait(rows),
            Ok(true) => self.result(rows),
            Ok(false) => Ok(()),
            Err(stop) => {
                rows.number += 1;
                self.noted(rows, stop)
            }
        }
    }

    fn passes(&mut self, rows: &Rows<'a>) -> Run<bool> {
        let item = rows.item;
        if let Some(reg) = item.number {
            self.set(reg, Slot::Int(rows.number + 1));
        }
        let Some((block, reg)) = &item.filter else { return Ok(true) };
        self.block(block)?;
        Ok(self.get(*reg) == Slot::Bool(true))
    }

    fn result(&mut self, rows: &mut Rows<'a>) -> Run {
        let item = rows.item;
        rows.number += 1;
        match self.block(&item.body) {
            Ok(()) => {
                self.results.push(self.get(item.value));
                Ok(())
            }
            Err(stop) => self.noted(rows, stop),
        }
    }

    fn wait(&mut self, rows: &mut Rows<'a>) -> Run {
        let Some((block, keys)) = &rows.item.sort else { return Ok(()) };
        if let Err(stop) = self.block(block) {
            return self.noted(rows, stop);
        }
        let keys = keys.iter().map(|(reg, _)| self.get(*reg)).collect();
        let bindings = rows.item.bound.iter().map(|reg| self.get(*reg)).collect();
        rows.waiting.push(Row { keys, bindings, trail: rows.trail.clone() });
        Ok(())
    }

    /// The rows that waited, sorted; what follows from each is worked out only now, since it may tell its number.
    fn in_order(&mut self, rows: &mut Rows<'a>) -> Run {
        let Some((_, keys)) = &rows.item.sort else { return Ok(()) };
        let mut waiting = std::mem::take(&mut rows.waiting);
        let view = self.view();
        let compare = |a: &Row, b: &Row| {
            let pairs = a.keys.iter().zip(&b.keys).zip(keys);
            let orders = pairs.map(|((a, b), (_, descending))| (order(view, *a, *b).unwrap_or(std::cmp::Ordering::Equal), descending));
            orders.map(|(order, descending)| if *descending { order.reverse() } else { order }).fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        };
        waiting.sort_by(compare);
        for row in waiting {
            rows.item.bound.iter().zip(&row.bindings).for_each(|(reg, slot)| self.set(*reg, *slot));
            rows.trail = row.trail;
            if let Some(reg) = rows.item.number {
                self.set(reg, Slot::Int(rows.number + 1));
            }
            self.result(rows)?;
            if rows.is_full() {
                break;
            }
        }
        Ok(())
    }

    /// The joined list by its keys, and the row's own; none where the row's key is missing or could not be worked out.
    fn partners(&mut self, rows: &mut Rows<'a>, at: usize, list: List, keys: &'a Keys) -> Run<Option<(Rc<Index>, Vec<u8>)>> {
        let index = self.index(rows, at, list, keys)?;
        if let Err(stop) = self.block(&keys.row.0) {
            self.noted(rows, stop)?;
            return Ok(None);
        }
        Ok(self.key(&keys.row.1).map(|key| (index, key)))
    }

    /// None where a part is missing: nothing is equal to that.
    fn key(&self, regs: &[Reg]) -> Option<Vec<u8>> {
        let slots = regs.iter().map(|reg| self.get(*reg));
        (!slots.clone().any(|slot| slot == Slot::Missing)).then(|| key(self.view(), slots))
    }

    /// Made once for a list, however many rows look into it.
    fn index(&mut self, rows: &mut Rows<'a>, at: usize, list: List, keys: &'a Keys) -> Run<Rc<Index>> {
        if let Some(Some((known, index))) = rows.indexes.get(at)
            && *known == list
        {
            return Ok(index.clone());
        }
        let mut made = Index::new();
        let item = rows.item;
        let Some(clause) = item.clauses.get(at) else { return Ok(Rc::default()) };
        for position in 0..list.len {
            self.set(clause.binding, element(self.memory, list, position));
            if let Err(stop) = self.block(&keys.element.0) {
                self.noted(rows, about(stop, &clause.blame, &format!("[{position}]")))?;
            } else if let Some(key) = self.key(&keys.element.1) {
                made.entry(key).or_default().push(position);
            }
        }
        let made = Rc::new(made);
        if rows.indexes.len() <= at {
            rows.indexes.resize(at + 1, None);
        }
        if let Some(place) = rows.indexes.get_mut(at) {
            *place = Some((list, made.clone()));
        }
        Ok(made)
    }

    fn join(&mut self, rows: &mut Rows<'a>, at: usize, list: List, keys: &'a Keys, (unmatched, site): (&'a Unmatched, &Site)) -> Run {
        let noted = (rows.failures.len(), rows.asks.len());
        let found = self.partners(rows, at, list, keys)?;
        if noted != (rows.failures.len(), rows.asks.len()) {
            return Ok(());
        }
        let found = found.and_then(|(index, key)| index.get(&key).cloned()).unwrap_or_default();
        let item = rows.item;
        let Some(clause) = item.clauses.get(at) else { return Ok(()) };
        match found.as_slice() {
            [] => {
                mark(clause, false);
                self.unmatched(rows, unmatched, clause.binding, at)
            }
            [one] => {
                mark(clause, true);
                self.set(clause.binding, element(self.memory, list, *one));
                self.inner(rows, Step::Beside, at + 1)
            }
            several => {
                let message = format!("{} elements of the joined list have this key, and none of them is the right one.", several.len());
                self.noted(rows, raised(Raise { failure: "invalid", message }, site))
            }
        }
    }

    fn unmatched(&mut self, rows: &mut Rows<'a>, answer: &'a Unmatched, binding: Reg, at: usize) -> Run {
        match answer {
            Unmatched::Skip => Ok(()),
            Unmatched::None => {
                self.set(binding, Slot::Missing);
                self.inner(rows, Step::Beside, at + 1)
            }
            Unmatched::Fail(block) => match self.block(block) {
                Err(stop) => self.noted(rows, stop),
                Ok(()) => Ok(()),
            },
        }
    }

    /// Two lists side by side. Where one is longer, that is answered before anything else.
    fn zip(&mut self, rows: &mut Rows<'a>, at: usize, first: List, (second, second_binding): (Reg, Reg), (unmatched, _): (&'a Unmatched, &Site)) -> Run {
        let Slot::List(second) = self.get(second) else { return Ok(()) };
        let item = rows.item;
        let (Some(clause), Some(second_clause)) = (item.clauses.get(at), item.clauses.get(at + 1)) else { return Ok(()) };
        if first.len != second.len {
            mark(second_clause, false);
        }
        let length = match unmatched {
            Unmatched::Fail(_) if first.len != second.len => return self.unmatched(rows, unmatched, second_binding, at),
            Unmatched::Fail(_) | Unmatched::Skip => first.len.min(second.len),
            Unmatched::None => first.len.max(second.len),
        };
        if first.len.min(second.len) > 0 {
            mark(second_clause, true);
        }
        for index in 0..length {
            let value = |list: List, memory: &crate::slot::Memory| if index < list.len { element(memory, list, index) } else { Slot::Missing };
            let (a, b) = (value(first, self.memory), value(second, self.memory));
            self.set(clause.binding, a);
            self.set(second_binding, b);
            rows.trail.push(Step::At(index));
            let run = self.inner(rows, Step::Beside, at + 2);
            rows.trail.pop();
            run?;
            if rows.is_full() {
                break;
            }
        }
        Ok(())
    }

    /// Groups in the order in which their keys first came.
    fn group(&mut self, rows: &mut Rows<'a>, at: usize, list: List, (binding, code, keys): (Reg, &'a Block, &'a [(Reg, Reg)])) -> Run {
        let mut known: std::collections::HashMap<Vec<u8>, usize> = std::collections::HashMap::new();
        let mut groups: Vec<(Vec<Slot>, Vec<u32>)> = Vec::new();
        for index in 0..list.len {
            self.set(binding, element(self.memory, list, index));
            if let Err(stop) = self.block(code) {
                rows.trail.push(Step::At(index));
                let noted = self.noted(rows, stop);
                rows.trail.pop();
                noted?;
                continue;
            }
            let slots: Vec<Slot> = keys.iter().map(|(from, _)| self.get(*from)).collect();
            let place = *known.entry(key(self.view(), slots.iter().copied())).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, members)) => members.push(index),
                None => groups.push((slots, vec![index])),
            }
        }
        if rows.failures.is_empty() && rows.asks.is_empty() { self.groups(rows, at, list, keys, groups) } else { Ok(()) }
    }

    fn groups(&mut self, rows: &mut Rows<'a>, at: usize, list: List, keys: &'a [(Reg, Reg)], groups: Vec<(Vec<Slot>, Vec<u32>)>) -> Run {
        let Some(clause) = rows.item.clauses.get(at) else { return Ok(()) };
        for (slots, members) in groups {
            keys.iter().zip(slots).for_each(|((_, to), slot)| self.set(*to, slot));
            let members = self.memory.selection(list, members);
            self.set(clause.binding, members);
            self.inner(rows, Step::Whole, at + 1)?;
            if rows.is_full() {
                break;
            }
        }
        Ok(())
    }
}

/// A failure of no place in particular is about the list as a whole.
fn about_whole(stop: Stop, blame: &Blame) -> Stop {
    let Stop::Failed(mut failures) = stop else { return stop };
    for raised in failures.iter_mut().filter(|raised| raised.blame == Blame::Nobody) {
        raised.blame = blame.clone();
    }
    about(Stop::Failed(failures), &Blame::Nobody, "")
}

/// A row has a partner by this clause, or none.
fn mark(clause: &Clause, matched: bool) {
    let flag = clause.marks.as_ref().and_then(|marks| if matched { Some(&marks.matched) } else { marks.unmatched.as_ref() });
    if let Some(flag) = flag {
        flag.set();
    }
}
