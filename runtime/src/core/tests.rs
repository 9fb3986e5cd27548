#![allow(clippy::unwrap_used)]

use crossdock_engine::{Answer, End, Failure, Policy, Retry, Word, Words};
use proptest::prelude::*;

use super::{Attempt, Next, Parts, Status, consequence, consequence_of_all};

fn policy(retry: Option<Retry>, end: End) -> Policy {
    Policy { name: "p".into(), answers: [("timeout".to_owned(), answer(retry, end))].into() }
}

fn answer(retry: Option<Retry>, end: End) -> Answer {
    Answer { retry, notify: vec!["desk".into()], alert: Vec::new(), undo: false, end }
}

fn failure(name: &str) -> Failure {
    Failure { name: name.into(), message: String::new(), path: None, source: None }
}

fn attempt(number: u32) -> Attempt<'static> {
    Attempt { id: "s1", number, now_ms: 1_000, retry_after_ms: None }
}

#[test]
fn retries_run_out_and_then_it_is_parked_and_told() {
    let policy = policy(Some(Retry { times: 2, from_ms: 100, to_ms: 1_000 }), End::Park { desk: Some("d".into()) });
    for number in 1..=2 {
        assert!(matches!(consequence(&policy, &failure("timeout"), attempt(number)).next, Next::Again { .. }));
    }
    let last = consequence(&policy, &failure("timeout"), attempt(3));
    assert_eq!((last.next, last.tell.notify), (Next::Park { desk: Some("d".into()) }, vec!["desk".to_owned()]));
}

#[test]
fn what_nobody_answers_is_parked() {
    assert_eq!(consequence(&policy(None, End::Done), &failure("odd"), attempt(1)).next, Next::Park { desk: None });
}

#[test]
fn a_failure_goes_on_as_another_when_its_tries_are_over() {
    let pause = |times| Some(Retry { times, from_ms: 100, to_ms: 1_000 });
    let mut policy = policy(pause(2), End::FailAs { failure: "down".into(), message: Words(vec![Word::Text("Down.".into())]) });
    policy.answers.insert("down".into(), Answer { alert: vec!["boss".into()], ..answer(pause(3), End::Skip { because: Words(vec![Word::Message]) }) });
    let on = |number| consequence(&policy, &failure("timeout"), attempt(number));
    assert_eq!((on(2).failure.name.as_str(), on(3).failure.name.as_str()), ("timeout", "down"));
    assert!(matches!(on(3).next, Next::Again { .. }), "its own tries count on");
    assert_eq!((on(4).next, on(4).tell.alert), (Next::Skip { because: "Down.".into() }, vec!["boss".to_owned()]));
}

#[test]
fn of_several_failures_the_one_that_needs_a_person_counts() {
    let mut policy = policy(None, End::Skip { because: Words::default() });
    let (_, next, _) = consequence_of_all(&policy, &[failure("timeout")], attempt(1));
    assert_eq!(next, Next::Skip { because: String::new() });
    policy.answers.insert("odd".into(), answer(None, End::Done));
    let (failures, next, tell) = consequence_of_all(&policy, &[failure("odd"), failure("timeout"), failure("unknown")], attempt(1));
    assert_eq!((failures.len(), next, tell.notify.len()), (3, Next::Park { desk: None }, 1));
}

proptest! {
    #[test]
    fn pauses_stay_within_their_bounds(from in 1_u64..10_000, factor in 1_u64..1_000, number in 1_u32..40, asked in proptest::option::of(0_i64..100_000)) {
        let retry = Retry { times: 100, from_ms: from, to_ms: from * factor };
        let given = Attempt { id: "s9", number, now_ms: 0, retry_after_ms: asked };
        let Next::Again { at_ms } = consequence(&policy(Some(retry), End::Done), &failure("timeout"), given).next else { panic!("no retry") };
        prop_assert!(at_ms >= asked.unwrap_or(0));
        prop_assert!(at_ms >= (from * 8 / 10) as i64 - 1);
        prop_assert!(at_ms <= ((from * factor * 12 / 10) as i64 + 1).max(asked.unwrap_or(0)));
    }

    #[test]
    fn an_event_is_done_only_when_all_of_it_is(decided: bool, pending in 0_usize..3, parked in 0_usize..3, discarded in 0_usize..3) {
        let status = Status::of(Parts { decided, pending, parked, discarded });
        prop_assert_eq!(status == Status::Done, decided && pending + parked + discarded == 0);
        prop_assert!(!(status.is_final() && pending > 0));
    }
}
