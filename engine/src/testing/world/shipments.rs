//! The messages of one decision belong together: where one is given up, a policy may have the others taken back.

use super::super::Run;
use super::{Delivery, What, Work};
use crate::decision::Send;

/// The messages that were sent so far, by decision.
#[derive(Default)]
pub(in crate::testing) struct Shipments {
    all: Vec<Shipment>,
    groups: usize,
    /// Groups that were undone: nothing of them is sent any more.
    given_up: Vec<usize>,
}

struct Shipment {
    group: usize,
    send: Send,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On its way, or given up.
    Open,
    Taken,
    Undone,
}

impl Shipments {
    /// A new decision's messages; counts from 1.
    pub fn group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }

    /// Gives its place.
    pub fn add(&mut self, group: usize, send: &Send) -> usize {
        self.all.push(Shipment { group, send: send.clone(), state: State::Open });
        self.all.len() - 1
    }

    pub fn taken(&mut self, place: usize) {
        if let Some(shipment) = self.all.get_mut(place) {
            shipment.state = State::Taken;
        }
    }

    pub fn is_given_up(&self, group: usize) -> bool {
        self.given_up.contains(&group)
    }

    pub fn is_undone(&self, name: &str) -> bool {
        self.all.iter().any(|shipment| shipment.state == State::Undone && name_of(&shipment.send) == name)
    }

    /// What was taken of the group and can be taken back, the last first; from now on it counts as taken back.
    fn undo(&mut self, group: usize) -> Vec<(Send, Send)> {
        self.given_up.push(group);
        let mut undone = Vec::new();
        for shipment in self.all.iter_mut().rev().filter(|shipment| shipment.group == group && shipment.state == State::Taken) {
            if let Some(undo) = &shipment.send.undo {
                shipment.state = State::Undone;
                undone.push((shipment.send.clone(), (**undo).clone()));
            }
        }
        undone
    }
}

impl Run<'_, '_> {
    /// What still waits to be sent is not sent any more; what was taken is taken back.
    pub(super) fn undo(&mut self, given_up: &Delivery) {
        let group = given_up.group;
        let withdrawn = self.world.withdraw(group);
        withdrawn.into_iter().for_each(|message| self.world.happened(What::Withdrawn { message }));
        for (sent, send) in self.world.shipments.undo(group) {
            self.bench.took_back(&given_up.about.flow, &sent, &send);
            self.world.happened(What::Undone { message: name_of(&sent), send: Box::new(send.clone()) });
            let delivery = Delivery { about: given_up.about.clone(), send, policy: given_up.policy.clone(), attempts: 0, group, place: None };
            self.deliver(Box::new(delivery));
        }
    }
}

impl super::World {
    fn withdraw(&mut self, group: usize) -> Vec<String> {
        let of_group = |work: &Work| matches!(work, Work::Deliver(delivery) if delivery.group == group && delivery.place.is_some());
        let (withdrawn, kept) = std::mem::take(&mut self.waiting).into_iter().partition(|waiting| of_group(&waiting.what));
        self.waiting = kept;
        let name = |waiting: super::Waiting| if let Work::Deliver(delivery) = waiting.what { Some(name_of(&delivery.send)) } else { None };
        withdrawn.into_iter().filter_map(name).collect()
    }
}

pub(super) fn name_of(send: &Send) -> String {
    format!("{}.{}", send.system, send.message)
}
