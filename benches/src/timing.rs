//! Many ways to do the same, timed in turns. What counts is the processor's time of the thread, so that other work on the machine does not.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::contender::Contender;
use crate::payloads::Set;

/// How long one turn of one contender lasts, more or less.
const TURN: Duration = Duration::from_millis(3);

/// The time that this thread has run.
fn ran() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// What one contender took.
pub struct Timed {
    pub name: String,
    /// Nanoseconds a message, the median of all turns.
    pub nanos: f64,
    /// How many times as fast as the first contender: the median of all rounds, each of which compares two turns that followed each other closely.
    pub ratio: f64,
}

/// A contender with its place in the set.
struct Turn<'c> {
    contender: &'c mut Contender,
    messages: usize,
    next: usize,
    nanos: Vec<f64>,
}

/// Lets all of them map the messages of a set, round by round, each for some milliseconds a turn and each round in another order.
pub fn race(set: &Set, contenders: &mut [Contender], rounds: usize) -> Vec<Timed> {
    let mut turns: Vec<Turn<'_>> = contenders.iter_mut().map(|contender| Turn { contender, messages: 1, next: 0, nanos: Vec::new() }).collect();
    let mut out = Vec::new();
    turns.iter_mut().for_each(|turn| turn.warm_up(set, &mut out));
    let count = turns.len();
    for round in 0..rounds {
        for at in 0..count {
            let nanos = turns[(at + round) % count].take(set, &mut out);
            turns[(at + round) % count].nanos.push(nanos);
        }
    }
    let first = turns[0].nanos.clone();
    turns.into_iter().map(|turn| turn.timed(&first)).collect()
}

impl Turn<'_> {
    /// Finds out how many messages make a turn; a whole set at most.
    fn warm_up(&mut self, set: &Set, out: &mut Vec<u8>) {
        self.messages = set.messages.len();
        let started = ran();
        let mut mapped = 0;
        while (ran() - started) < TURN * 10 {
            self.one(set, out);
            mapped += 1;
        }
        let fitting = (TURN.as_secs_f64() / (ran() - started).as_secs_f64() * f64::from(mapped)) as usize;
        self.messages = fitting.clamp(1, set.messages.len());
    }

    fn one(&mut self, set: &Set, out: &mut Vec<u8>) {
        out.clear();
        self.contender.map(black_box(&set.messages[self.next]), out);
        black_box(&*out);
        self.next = (self.next + 1) % set.messages.len();
    }

    /// Nanoseconds a message.
    fn take(&mut self, set: &Set, out: &mut Vec<u8>) -> f64 {
        let started = ran();
        (0..self.messages).for_each(|_| self.one(set, out));
        (ran() - started).as_nanos() as f64 / self.messages as f64
    }

    fn timed(self, first: &[f64]) -> Timed {
        let ratios = first.iter().zip(&self.nanos).map(|(first, nanos)| first / nanos).collect();
        Timed { name: self.contender.name.clone(), nanos: median(self.nanos), ratio: median(ratios) }
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
