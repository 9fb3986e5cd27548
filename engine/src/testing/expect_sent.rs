//! The messages that are expected: with which fields, how often, and in which order.

use crossdock_compiler::syntax::Span;
use crossdock_compiler::typed::{RecordId, Sent};

use super::Run;
use super::expect_flow::often;
use crate::decision::Send;
use crate::notes::{VALUE_MAX, shortened};

/// An expected message, made ready.
struct Wanted<'w> {
    /// `wms.release`
    name: String,
    record: Option<RecordId>,
    sent: &'w Sent,
}

impl Wanted<'_> {
    fn is_for(&self, send: &Send) -> bool {
        name_of(send) == self.name
    }
}

fn name_of(send: &Send) -> String {
    format!("{}.{}", send.system, send.message)
}

impl Run<'_, '_> {
    /// Each is sent; and if so, in this order. Others may be sent between them.
    pub(super) fn all_sent(&mut self, sent: &[Sent], span: Span) {
        let wanted: Vec<Wanted<'_>> = sent.iter().map(|sent| self.wanted(sent)).collect();
        let before = self.differences.len();
        for one in &wanted {
            match one.sent.times {
                Some(times) => self.sent_times(one, times as usize),
                None => self.sent(one),
            }
        }
        if wanted.len() > 1 && self.differences.len() == before {
            self.in_order(&wanted, span);
        }
    }

    fn wanted<'w>(&self, sent: &'w Sent) -> Wanted<'w> {
        let (name, record) = self.message(sent.system.index(), sent.message);
        Wanted { name, record, sent }
    }

    /// One message of that name with all of these fields; if none has them, what the nearest has instead.
    fn sent(&mut self, wanted: &Wanted<'_>) {
        let bodies = self.bodies(wanted);
        match self.wrong_fields(wanted, &bodies).into_iter().min_by_key(Vec::len) {
            Some(wrong) => wrong.into_iter().for_each(|(span, text)| self.differs(span, text)),
            None => self.differs(wanted.sent.span, format!("{} was not sent. {}", wanted.name, self.what_happened())),
        }
    }

    fn bodies(&self, wanted: &Wanted<'_>) -> Vec<String> {
        self.sends().filter(|send| wanted.is_for(send)).map(said).collect()
    }

    /// What is wrong with each of them.
    fn wrong_fields(&mut self, wanted: &Wanted<'_>, bodies: &[String]) -> Vec<Vec<(Span, String)>> {
        let mut wrong = |body: &String| wanted.sent.fields.iter().filter_map(|field| Some((field.span, self.wrong(wanted.record?, field, body)?))).collect();
        bodies.iter().map(&mut wrong).collect()
    }

    /// So many messages of that name have all of these fields; if fewer do, what the nearest of the others has instead.
    fn sent_times(&mut self, wanted: &Wanted<'_>, times: usize) {
        let bodies = self.bodies(wanted);
        let (right, wrong): (Vec<_>, Vec<_>) = self.wrong_fields(wanted, &bodies).into_iter().partition(Vec::is_empty);
        let count = right.len();
        if count != times {
            let nearest = wrong.into_iter().filter(|_| count < times).min_by_key(Vec::len).unwrap_or_default();
            let instead: String = nearest.iter().map(|(_, text)| format!(" {text}")).collect();
            let with = if wanted.sent.fields.is_empty() { "" } else { " with these fields" };
            let text = format!("{} was sent {}{with}, not {}.{instead} {}", wanted.name, often(count), often(times), self.what_happened());
            self.differs(wanted.sent.span, text);
        }
    }

    fn has_fields(&mut self, wanted: &Wanted<'_>, body: &str) -> bool {
        wanted.sent.fields.iter().all(|field| wanted.record.is_none_or(|record| self.wrong(record, field, body).is_none()))
    }

    /// The first message that is left for each: if there is any way to have them in order, this is one.
    fn in_order(&mut self, wanted: &[Wanted<'_>], span: Span) {
        let sends: Vec<(String, String)> = self.sends().map(|send| (name_of(send), said(send))).collect();
        let mut left = 0;
        for (at, one) in wanted.iter().enumerate() {
            for _ in 0..one.sent.times.unwrap_or(1) {
                let found = sends.iter().skip(left).position(|(name, body)| *name == one.name && self.has_fields(one, body));
                let Some(found) = found else {
                    let text = self.out_of_order(wanted, at, &sends);
                    return self.differs(span, text);
                };
                left += found + 1;
            }
        }
    }

    /// Which came too early, and both orders. `at`: the first for which nothing is left.
    fn out_of_order(&mut self, wanted: &[Wanted<'_>], at: usize, sends: &[(String, String)]) -> String {
        let expected: String = wanted.iter().map(|one| format!("\n  {}", self.written(one.sent.span))).collect();
        let came: String = sends.iter().map(|(name, body)| format!("\n  {name} {}", shortened(body, VALUE_MAX))).collect();
        let name = wanted.get(at).map_or("", |one| &one.name);
        let before = wanted.get(at.wrapping_sub(1)).map_or("", |one| &one.name);
        let what = if name == before { format!("Of {name} none is left behind the one before it") } else { format!("{name} was not sent after {before}") };
        format!("{what}.\nExpected in this order:{expected}\nSent in this order:{came}")
    }
}

fn said(send: &Send) -> String {
    String::from_utf8_lossy(send.said()).into_owned()
}
