//! Decisions against the rows tried one by one, on a checked table and values as they run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crossdock_compiler::check;
use proptest::prelude::*;

use crate::lower::{Constants, RouteTable};
use crate::slot::{Memory, Origin, Slot, Text};
use crate::view::View;

const TABLE: &str = r#"
unit kg
enum Region { east, west, north }
table depot(region: Region, country: text?, weight: decimal(6,2)[kg], from_day: date, wait: duration?, class: int(1..9)?, slot: time, at: timestamp?) -> int {
  region    | country     | weight      | from_day       | wait  | class  | slot         | at                   => n
  east      | "DE", "AT"  | <= 5.50 kg  | _              | _     | _      | _            | _                    => 1
  east      | not "DE"    | 5..20 kg    | >= 2026-01-01  | _     | 1, 3   | _            | _                    => 2
  not north | none        | _           | _              | none  | _      | _            | _                    => 3
  _         | "DE"        | > 100 kg    | ..2026-01-01   | < 4h  | 2..5   | _            | _                    => 4
  west      | "CH", none  | _           | 2026-01-01     | _     | none   | _            | _                    => 5
  _         | _           | 1.25 kg     | _              | 1d    | _      | _            | _                    => 6
  _         | _           | _           | _              | _     | _      | < 14:00      | > 2026-01-01T00:00Z  => 9
  _         | _           | _           | _              | _     | _      | 14:00..16:00 | none                 => 10
  _         | "FR"        | _           | _              | _     | not 2  | not 17:30:00 | _                    => 7
  otherwise                                                                                                   => 8
}
"#;

fn table() -> (RouteTable, String) {
    let checked = check(&vec![("main.flow".to_owned(), TABLE.into())]);
    assert!(!checked.has_errors(), "{:?}", checked.problems);
    let constants = Constants::of(&checked.project);
    let routes = constants.routes.iter().find(|table| table.name == "depot").unwrap();
    (RouteTable::clone(routes), constants.text)
}

fn slots(text: Option<usize>) -> impl Strategy<Value = Vec<Slot>> {
    let country = text.map_or(Slot::Missing, |at| Slot::Text(Text { start: at as u32 * 2, len: 2, origin: Origin::Payload, clean: true }));
    let weight = prop_oneof![Just(125_i64), Just(550), Just(2_000), 0_i64..15_000]
        .prop_map(|hundredths| Slot::Dec(crossdock_compiler::typed::Dec { mantissa: hundredths.into(), scale: 2 }));
    let day = (-2_i64..3).prop_map(|days| Slot::Date(jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap()));
    let wait = prop_oneof![Just(Slot::Missing), (0_i64..30).prop_map(|hours| Slot::Duration(hours * 3_600_000_000_000))];
    let class = prop_oneof![Just(Slot::Missing), (1_i64..10).prop_map(Slot::Int)];
    let slot = (13_i8..19, prop_oneof![Just(0_i8), Just(30)], 0_i32..2).prop_map(|(hour, minute, nanos)| Slot::Time(jiff::civil::time(hour, minute, 0, nanos)));
    let instant = |nanos: i64| Slot::Timestamp("2026-01-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap() + jiff::SignedDuration::from_nanos(nanos));
    let at = prop_oneof![Just(Slot::Missing), (-1_i64..2).prop_map(instant)];
    ((0_u32..3).prop_map(Slot::Enum), Just(country), weight, day, wait, class, slot, at)
        .prop_map(|(region, country, weight, day, wait, class, slot, at)| vec![region, country, weight, day, wait, class, slot, at])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_first_row_that_fits_counts(values in prop::option::of(0_usize..5).prop_flat_map(slots)) {
        thread_local!(static KNOWN: (RouteTable, String) = table());
        KNOWN.with(|(table, text)| {
            let memory = Memory::default();
            let view = View { payload: b"DEATCHFRXX", memory: &memory, constants: text };
            let one_by_one = RouteTable { decisions: None, ..table.clone() };
            assert!(table.decisions.is_some());
            prop_assert_eq!(table.first(view, &values), one_by_one.first(view, &values));
            Ok(())
        })?;
    }
}
