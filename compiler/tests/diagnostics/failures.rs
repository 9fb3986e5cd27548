//! Failures and the policies that answer them.

use super::{codes, says};

says! {
    messages_name_parameters: r#"
failure on_hold(order: text) "Order {ordr} is on hold."
failure no_item() "Item {item} is not known."
failure sum(a: int) "{a + 1}"
"#;
    parameters_that_cannot_be_written: r#"
record Order { number: text }
failure bad(order: Order, note: text?) "Order {order} {note}"
"#;
    a_parameter_twice: r#"
failure bad(order: text, order: text) "Order {order}."
"#;
    policies: r#"
policy standard {
  unreachable | timeout => retry 10 times from 5min to 2s then park
  timeout               => park
  busy                  => notify "desk"
  refused               => park then retry 3 times from 1s to 2s
  duplicate             => done then park
  late                  => retry 0 times from 1s to 2 then park
  invalid               => retry 3 times from 1s to 2fortnights then park
  unmaped               => park
}
"#;
}

#[test]
fn answers_in_order() {
    let text = r#"
failure on_hold(order: text) "Order {order} is on hold."
policy standard {
  unreachable | timeout | busy => retry 10 times from 2s to 5min then notify "it" then park to "desk"
  refused                      => park to "desk" then notify "it"
  duplicate                    => done
  on_hold                      => park
}
"#;
    assert_eq!(codes(text), Vec::<&str>::new());
    let checked = super::checked(&[("main.flow", text)]);
    let policy = checked.project.policies.first().unwrap();
    assert_eq!(policy.answers.len(), 6);
    assert!(policy.answers.is_sorted_by_key(|(failure, _)| *failure));
    assert_eq!(policy.answers.first().unwrap().1.retry.unwrap().to_ms, 300_000);
}
