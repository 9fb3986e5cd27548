//! Rows of sets of atoms, tried from the top: which cases no row takes, and which rows take no case.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::column::Atoms;

/// Steps after which rows count as too entangled to be followed: a row that is looked at for a column, or carried along behind it. Tables people
/// write need few; this many take well under a second.
const STEPS_MAX: usize = 3_000_000;
/// Gaps that are looked for; more than that nobody reads.
const GAPS_MAX: usize = 64;
/// Columns, as bits of a number.
const COLUMNS_MAX: usize = 128;

#[derive(Debug, Default)]
pub(crate) struct Matrix {
    /// Atoms of each column.
    pub widths: Vec<u32>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// By column; none takes everything.
    pub cells: Vec<Option<Atoms>>,
    /// A further condition may turn the row down, so it leaves its cases to the rows below, too.
    pub guarded: bool,
}

/// A case that no row takes: by column a run of atoms, each of which is an example; none where it does not matter.
pub(crate) type Gap = Vec<Option<(u32, u32)>>;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Proof {
    pub gaps: Vec<Gap>,
    /// By row: some case comes to it.
    pub reached: Vec<bool>,
    /// Every case was followed. Else the gaps are gaps all the same, but there may be more, and rows may be reached that seem not to be.
    pub complete: bool,
}

/// The rows cut each other into more cases than can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TooEntangled;

impl Matrix {
    pub fn prove(&self) -> Proof {
        self.walk(None)
    }

    /// The rows above that take what the row would, ascending; as far as they could be followed.
    pub fn covers(&self, row: usize) -> Vec<usize> {
        let takes_something = |row: &&Row| row.cells.iter().flatten().all(|atoms| !atoms.is_empty());
        let Some(within) = self.rows.get(row).filter(takes_something) else { return Vec::new() };
        let above = Matrix { widths: self.widths.clone(), rows: self.rows.get(..row).unwrap_or_default().to_vec() };
        let proof = above.walk(Some(within));
        let taking = |at: &usize| proof.reached.get(*at) == Some(&true) && above.rows.get(*at).is_some_and(|row| !row.guarded);
        (0..row).filter(taking).collect()
    }

    /// Over all cases, or only those that `within` takes.
    fn walk(&self, within: Option<&Row>) -> Proof {
        let mut walk = Walk {
            matrix: self,
            within,
            path: vec![None; self.widths.len()],
            proof: Proof { gaps: Vec::new(), reached: vec![false; self.rows.len()], complete: false },
            known: FxHashSet::default(),
            steps: 0,
        };
        let walked = self.all_columns().ok_or(TooEntangled).and_then(|open| walk.cases(open, (0..self.rows.len() as u32).collect()));
        Proof { complete: walked.is_ok(), ..walk.proof }
    }

    fn cell(&self, row: u32, column: usize) -> Option<&Atoms> {
        self.rows.get(row as usize)?.cells.get(column)?.as_ref()
    }

    fn is_guarded(&self, row: u32) -> bool {
        self.rows.get(row as usize).is_some_and(|row| row.guarded)
    }

    /// As bits; none where there are too many.
    pub fn all_columns(&self) -> Option<u128> {
        match self.widths.len() {
            COLUMNS_MAX => Some(u128::MAX),
            few if few < COLUMNS_MAX => Some((1 << few) - 1),
            _ => None,
        }
    }

    /// One that the first row looks at; of these the one that most rows look at, since the others have to be carried along.
    pub fn best_column(&self, open: u128, first: u32, rows: &[u32]) -> usize {
        const ENOUGH: usize = 256;
        let looked_at = columns(open).filter(|column| self.cell(first, *column).is_some());
        let count = |column: &usize| rows.iter().take(ENOUGH).filter(|row| self.cell(**row, *column).is_some()).count();
        // Of equals the leftmost, as people read.
        looked_at.max_by_key(|column| (count(column), usize::MAX - column)).unwrap_or(0)
    }

    /// The runs of atoms of a column that the same rows take, from left to right; within bounds, if there are any. `open` are the columns that
    /// are left to look at then.
    pub fn each_run<E>(&self, open: u128, column: usize, rows: &[u32], bounds: Option<&Atoms>, mut take: impl FnMut((u32, u32), Vec<u32>) -> Result<(), E>) -> Result<(), E> {
        let events = self.events(column, rows, bounds);
        let always: Vec<u32> = rows.iter().copied().filter(|row| self.cell(*row, column).is_none()).collect();
        let width = self.widths.get(column).copied().unwrap_or(0);
        let (mut active, mut next, mut at) = (BTreeSet::new(), 0, 0);
        while at < width {
            while let Some(event) = events.get(next).filter(|event| event.at == at) {
                if event.begins {
                    active.insert(event.row)
                } else {
                    active.remove(&event.row)
                };
                next += 1;
            }
            let end = events.get(next).map_or(width, |event| event.at);
            if bounds.is_none() || active.contains(&BOUNDS) {
                take((at, end), self.merged(&active, &always, open))?;
            }
            at = end;
        }
        Ok(())
    }

    fn events(&self, column: usize, rows: &[u32], bounds: Option<&Atoms>) -> Vec<Event> {
        let of_rows = rows.iter().filter_map(|row| Some((*row, self.cell(*row, column)?)));
        let all = of_rows.chain(bounds.map(|atoms| (BOUNDS, atoms)));
        let mut events: Vec<Event> =
            all.flat_map(|(row, atoms)| atoms.iter().flat_map(move |(first, last)| [Event { at: *first, begins: true, row }, Event { at: *last, begins: false, row }])).collect();
        events.sort_unstable();
        events
    }

    /// In order, up to the first row that takes all that is left: nothing comes to those below it.
    fn merged(&self, active: &BTreeSet<u32>, always: &[u32], open: u128) -> Vec<u32> {
        let mut active = active.iter().copied().filter(|row| *row != BOUNDS).peekable();
        let mut always = always.iter().copied().peekable();
        let mut merged = Vec::new();
        while let Some(row) = match (active.peek(), always.peek()) {
            (Some(a), Some(b)) if a < b => active.next(),
            (Some(_), None) => active.next(),
            _ => always.next(),
        } {
            merged.push(row);
            if !self.is_guarded(row) && self.takes_all(row, open) {
                break;
            }
        }
        merged
    }

    /// The row takes all that is left to decide.
    pub fn takes_all(&self, row: u32, open: u128) -> bool {
        columns(open).all(|column| self.cell(row, column).is_none())
    }
}

struct Walk<'m> {
    matrix: &'m Matrix,
    within: Option<&'m Row>,
    /// What the columns decided so far hold.
    path: Gap,
    proof: Proof,
    /// Sub-problems that were walked already and have no gap to tell: columns to decide and rows left.
    known: FxHashSet<(u128, Vec<u32>)>,
    steps: usize,
}

/// A run of atoms of a row begins or ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: u32,
    begins: bool,
    row: u32,
}

/// Stands among rows for what bounds the walk.
const BOUNDS: u32 = u32::MAX;

impl<'m> Walk<'m> {
    /// The rows are all those that may still fit, in order; `open` are the columns not looked at.
    fn cases(&mut self, open: u128, rows: Vec<u32>) -> Result<(), TooEntangled> {
        let mut rest = rows.as_slice();
        while let Some((first, below)) = rest.split_first().filter(|(first, _)| self.matrix.takes_all(**first, open)) {
            if let Some(reached) = self.proof.reached.get_mut(*first as usize) {
                *reached = true;
            }
            if !self.matrix.is_guarded(*first) {
                return Ok(());
            }
            rest = below;
        }
        let Some(first) = rest.first() else {
            self.gap(open);
            return Ok(());
        };
        let key = (open, rest.to_vec());
        if self.known.contains(&key) {
            return Ok(());
        }
        let gaps = self.proof.gaps.len();
        let column = self.matrix.best_column(open, *first, rest);
        self.split(open & !(1 << column), column, rest)?;
        // Once there are gaps enough no more are looked for, so that all that was walked is known.
        if self.proof.gaps.len() == gaps {
            self.known.insert(key);
        }
        Ok(())
    }

    /// A case without a row; where the walk is bounded, columns not looked at may be bounded to nothing, and then it is none.
    fn gap(&mut self, open: u128) {
        let empty = |column: usize| self.matrix.widths.get(column) == Some(&0) || self.bounds(column).is_some_and(Vec::is_empty);
        if self.proof.gaps.len() < GAPS_MAX && !columns(open).any(empty) {
            self.proof.gaps.push(self.path.clone());
        }
    }

    fn bounds(&self, column: usize) -> Option<&'m Atoms> {
        self.within?.cells.get(column)?.as_ref()
    }

    /// Goes through the column from left to right, with the rows that take each run of atoms.
    fn split(&mut self, open: u128, column: usize, rows: &[u32]) -> Result<(), TooEntangled> {
        let (matrix, bounds) = (self.matrix, self.bounds(column));
        self.steps += rows.len();
        matrix.each_run(open, column, rows, bounds, |run, fitting| {
            self.steps += fitting.len() + 1;
            if self.steps > STEPS_MAX {
                return Err(TooEntangled);
            }
            self.hold(column, Some(run));
            self.cases(open, fitting)?;
            self.hold(column, None);
            Ok(())
        })
    }

    fn hold(&mut self, column: usize, run: Option<(u32, u32)>) {
        if let Some(place) = self.path.get_mut(column) {
            *place = run;
        }
    }
}

fn columns(mut open: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let column = open.trailing_zeros();
        open &= open.checked_sub(1)?;
        Some(column as usize)
    })
}
