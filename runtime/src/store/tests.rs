#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crossdock_engine::{Decision, Failure, Outcome, Policy, Send};

use super::{AttemptResult, Command, Decided, Failed, NewEvent, Reply, Store};
use crate::core::Next;

fn event(id: &str, dedup: &str) -> Command {
    Command::Accept(NewEvent {
        id: id.into(),
        system: "shop".into(),
        name: "order".into(),
        payload: b"{}".to_vec(),
        headers: vec![],
        at_ms: 1,
        dedup: dedup.into(),
        lane: "l".into(),
        keys: vec!["4711".into()],
    })
}

fn sends(event: &str) -> Command {
    let send = Send {
        ordinal: 0,
        system: "wms".into(),
        message: "release".into(),
        method: "POST".into(),
        path: "/".into(),
        content_type: "application/json".into(),
        body: b"{}".to_vec(),
        whole: Vec::new(),
        idempotency_key: "k".into(),
        keys: vec!["A1".into()],
        undo: None,
    };
    decided(event, Outcome::Sends(vec![send]), None)
}

fn decided(event: &str, outcome: Outcome, failed: Option<Failed>) -> Command {
    let decision = Decision { flow: "f".into(), outcome, reply: None, priority: crossdock_engine::Priority::Normal, policy: Policy::default(), moves: Vec::new() };
    Command::Decide { event: event.into(), decisions: vec![Decided { decision, failed }], generation: "g1".into(), at_ms: 2 }
}

fn failure() -> Failure {
    Failure { name: "invalid".into(), message: "broken".into(), path: Some("a.b".into()), source: None }
}

#[test]
fn the_life_of_an_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let replies = store.commit(&[event("e1", "d1"), event("e2", "d1")]).unwrap();
    assert_eq!(replies[1], Reply::Accepted { event: "e1".into(), sequence: 1, duplicate: true });
    store.commit(&[sends("e1")]).unwrap();
    assert_eq!(store.reader().audit().unwrap().pending, 1);
    // It is all there after the process is gone.
    drop(store);
    let mut store = Store::open(&path).unwrap();
    let pending = store.reader().pending_sends("e1").unwrap();
    assert_eq!(pending[0].kept.send.idempotency_key, "k");
    store.commit(&[Command::Attempt { send: pending[0].id, at_ms: 3, result: AttemptResult::Delivered { status: 200 } }]).unwrap();
    let audit = store.reader().audit().unwrap();
    assert!(audit.holds && audit.done == 1, "{audit:?}");
    assert_eq!(store.reader().trace("A1").unwrap().events[0].history.len(), 4);
}

#[test]
fn parked_edited_retried_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    let park = || decided("e1", Outcome::Failed(vec![failure()]), Some(Failed { attempts: 1, next: Next::Park { desk: None }, alert: vec!["boss".to_owned()] }));
    store.commit(&[event("e1", "d1"), park()]).unwrap();
    let id = store.reader().parked().unwrap()[0].id.clone();
    let history = store.reader().history_of("e1").unwrap();
    assert!(history.iter().any(|entry| entry.what == "alert" && entry.detail.starts_with("boss: ")), "{history:?}");
    store.commit(&[Command::Edit { parked: id.clone(), payload: b"{\"x\":1}".to_vec(), at_ms: 5 }, Command::Retry { parked: id.clone(), at_ms: 6 }]).unwrap();
    let stored = store.reader().event("e1").unwrap().unwrap();
    assert_eq!((stored.payload.as_slice(), stored.decided, stored.status.as_str()), (&b"{\"x\":1}"[..], false, "pending"));
    store.commit(&[park(), Command::Discard { parked: id, why: "test".into(), at_ms: 8 }]).unwrap();
    let audit = store.reader().audit().unwrap();
    assert!(audit.holds && audit.discarded == 1, "{audit:?}");
}

#[test]
fn what_waits_says_until_when() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    store.commit(&[event("e1", "d1"), sends("e1")]).unwrap();
    let result = AttemptResult::Failed { failure: failure(), next: Next::Again { at_ms: 1_768_478_400_500 }, alert: vec![] };
    store.commit(&[Command::Attempt { send: 1, at_ms: 3, result }]).unwrap();
    let history = store.reader().history_of("e1").unwrap();
    let last = history.last().unwrap();
    assert!(last.what == "retry" && last.detail.ends_with(" Again at 2026-01-15T12:00:00.500Z."), "{last:?}");
}

#[test]
fn a_second_process_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let _store = Store::open(&path).unwrap();
    assert!(Store::open(&path).err().unwrap().to_string().contains("in use"));
}

#[test]
fn what_is_no_store_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &std::path::Path| Store::open(path).err().unwrap().to_string();
    std::fs::write(folder.path().join("notes.txt"), "this is not a database, but long enough to be looked at as one. ".repeat(20)).unwrap();
    let text = error(&folder.path().join("notes.txt"));
    assert!(text.contains("notes.txt cannot be opened") && text.contains("not a database"), "{text}");
    let text = error(&folder.path().join("no/such/folder/s.db"));
    assert!(text.contains("folder/s.db cannot be opened") && text.contains("there is no such file or folder"), "{text}");
}

#[test]
fn the_audit_notices_what_does_not_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    store.commit(&[event("e1", "d1")]).unwrap();
    store.connection.execute("UPDATE counters SET value = 2", []).unwrap();
    assert!(!store.reader().audit().unwrap().holds);
}

#[test]
fn another_message_under_a_known_key_is_parked() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    store.commit(&[event("e1", "d1"), event("e2", "d2"), event("e3", "d3"), sends("e1"), sends("e2")]).unwrap();
    assert_eq!(store.reader().pending_sends("e2").unwrap().len(), 1, "the same message again does no harm");
    let Command::Decide { mut decisions, .. } = sends("e3") else { unreachable!() };
    let Outcome::Sends(list) = &mut decisions[0].decision.outcome else { unreachable!() };
    list[0].body = b"{\"other\":1}".to_vec();
    store.commit(&[Command::Decide { event: "e3".into(), decisions, generation: "g1".into(), at_ms: 2 }]).unwrap();
    let parked = store.reader().parked().unwrap();
    assert_eq!((parked[0].event.as_str(), parked[0].failures[0].name.as_str()), ("e3", "duplicate"));
    assert_eq!(store.reader().parked_detail(&parked[0].id).unwrap().unwrap().payload, "{\"other\":1}");
    let id = parked[0].id.clone();
    let retry = || Command::Retry { parked: id.clone(), at_ms: 3 };
    assert!(matches!(&store.commit(&[retry()]).unwrap()[..], [Reply::StaysParked(why)] if why.contains("e1") && why.contains("release")));
    assert_eq!(store.reader().parked().unwrap().len(), 1, "trying again makes it no other message");
    store.commit(&[Command::Edit { parked: id.clone(), payload: b"{}".to_vec(), at_ms: 4 }, retry()]).unwrap();
    assert_eq!(store.reader().pending_sends("e3").unwrap().len(), 1, "now it says the same");
    assert!(store.reader().audit().unwrap().holds);
}

/// A message may say all that it has to say in its address.
#[test]
fn another_address_under_a_known_key_is_another_message() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("s.db")).unwrap();
    store.commit(&[event("e1", "d1"), event("e2", "d2")]).unwrap();
    let mut other = sends("e2");
    if let Command::Decide { decisions, .. } = &mut other
        && let Outcome::Sends(sends) = &mut decisions[0].decision.outcome
    {
        sends[0].path = "/orders/2".into();
    }
    store.commit(&[sends("e1")]).unwrap();
    store.commit(&[other]).unwrap();
    assert_eq!(store.reader().audit().unwrap().parked, 1);
}
