//! Who is next: events of one key go one after the other in the order of acceptance, all others side by side. Pure bookkeeping.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::Notify;

/// The events that are not at their end, by lane.
#[derive(Default)]
pub struct Lanes {
    lanes: HashMap<String, VecDeque<String>>,
    events: HashMap<String, Entry>,
    parked: usize,
}

struct Entry {
    lane: String,
    state: State,
    /// Wakes the event's work out of a pause.
    wake: Arc<Notify>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// `poked`: something about it changed since its work last looked.
    Running {
        poked: bool,
    },
    Parked,
}

/// An event whose work is to begin.
pub struct Start {
    pub event: String,
    pub wake: Arc<Notify>,
}

impl Lanes {
    /// A new event; it starts at once if nothing of its lane is before it.
    pub fn add(&mut self, event: &str, lane: &str) -> Option<Start> {
        self.join(event, lane, State::Waiting);
        self.start_head_of(lane)
    }

    /// An event that is parked since an earlier life of the process: it holds its lane.
    pub fn add_parked(&mut self, event: &str, lane: &str) {
        self.join(event, lane, State::Parked);
        self.parked += 1;
    }

    fn join(&mut self, event: &str, lane: &str, state: State) {
        self.lanes.entry(lane.to_owned()).or_default().push_back(event.to_owned());
        self.events.insert(event.to_owned(), Entry { lane: lane.to_owned(), state, wake: Arc::default() });
    }

    fn start_head_of(&mut self, lane: &str) -> Option<Start> {
        let event = self.lanes.get(lane)?.front()?.clone();
        let entry = self.events.get_mut(&event).filter(|entry| entry.state == State::Waiting)?;
        entry.state = State::Running { poked: false };
        Some(Start { event, wake: entry.wake.clone() })
    }

    /// The event is at its end; gives the next of its lane.
    pub fn ended(&mut self, event: &str) -> Option<Start> {
        let entry = self.events.remove(event)?;
        let queue = self.lanes.get_mut(&entry.lane)?;
        queue.retain(|waiting| waiting != event);
        if queue.is_empty() {
            self.lanes.remove(&entry.lane);
        }
        self.start_head_of(&entry.lane)
    }

    /// The event's work found it parked. False if somebody changed something meanwhile, so that it has to look again.
    pub fn rest(&mut self, event: &str) -> bool {
        let Some(entry) = self.events.get_mut(event) else { return true };
        let rests = entry.state != State::Running { poked: true };
        entry.state = if rests { State::Parked } else { State::Running { poked: false } };
        self.parked += usize::from(rests);
        rests
    }

    /// Somebody changed something about the event: its work looks again, or starts again.
    pub fn poke(&mut self, event: &str) -> Option<Start> {
        let entry = self.events.get_mut(event)?;
        match entry.state {
            State::Waiting => None,
            State::Running { .. } => {
                // Both: the wake ends a pause now, the mark tells the one who is about to rest. At worst it looks once more than it needs to.
                entry.state = State::Running { poked: true };
                entry.wake.notify_one();
                None
            }
            State::Parked => {
                self.parked -= 1;
                entry.state = State::Running { poked: false };
                Some(Start { event: event.to_owned(), wake: entry.wake.clone() })
            }
        }
    }

    /// Events that wait or are at work; parked ones do not count.
    pub fn pending(&self) -> usize {
        self.events.len() - self.parked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(start: Option<Start>) -> Option<String> {
        start.map(|start| start.event)
    }

    #[test]
    fn one_after_the_other_within_a_lane_side_by_side_across_lanes() {
        let mut lanes = Lanes::default();
        assert_eq!(name(lanes.add("a1", "a")).as_deref(), Some("a1"));
        assert_eq!(name(lanes.add("a2", "a")), None);
        assert_eq!(name(lanes.add("b1", "b")).as_deref(), Some("b1"));
        assert_eq!(name(lanes.ended("a1")).as_deref(), Some("a2"));
        assert_eq!(name(lanes.ended("a2")), None);
        assert_eq!(lanes.pending(), 1);
    }

    #[test]
    fn a_parked_event_holds_its_lane_until_it_is_poked_and_ends() {
        let mut lanes = Lanes::default();
        lanes.add("a1", "a");
        lanes.add("a2", "a");
        assert!(lanes.rest("a1"));
        assert_eq!(lanes.pending(), 1);
        assert_eq!(name(lanes.poke("a2")), None, "it waits behind the parked one");
        assert_eq!(name(lanes.poke("a1")).as_deref(), Some("a1"));
        assert_eq!(name(lanes.ended("a1")).as_deref(), Some("a2"));
    }

    #[test]
    fn a_change_while_it_works_is_never_missed() {
        let mut lanes = Lanes::default();
        lanes.add("a1", "a");
        assert_eq!(name(lanes.poke("a1")), None);
        assert!(!lanes.rest("a1"), "it has to look again");
        assert!(lanes.rest("a1"));
    }

    #[test]
    fn parked_since_an_earlier_life() {
        let mut lanes = Lanes::default();
        lanes.add_parked("a1", "a");
        assert_eq!(name(lanes.add("a2", "a")), None);
        assert_eq!(lanes.pending(), 1);
        assert_eq!(name(lanes.poke("a1")).as_deref(), Some("a1"));
    }
}
