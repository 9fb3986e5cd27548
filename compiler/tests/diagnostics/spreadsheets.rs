//! Routing tables whose rows are kept as a spreadsheet: what is wrong is shown at its row and column.

use std::sync::Arc;

use crossdock_compiler::{Files, Unreadable, check};

use super::{checked, report};

const TABLE: &str = r#"
unit kg
enum Service { standard, express }
table rate(service: Service, country: text(2)?, weight: decimal(9,3)[kg], from_day: date) -> decimal(9,2) from "rates.csv"
"#;

fn codes(csv: &str) -> Vec<&'static str> {
    checked(&[("main.flow", TABLE), ("rates.csv", csv)]).problems.iter().filter(|problem| problem.is_error()).map(|problem| problem.code).collect()
}

fn says(csv: &str) -> String {
    report(&[("main.flow", TABLE), ("rates.csv", csv)])
}

macro_rules! shows {
    ($($name:ident: $csv:expr;)*) => { $(
        #[test]
        fn $name() {
            insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(says($csv)) });
        }
    )* };
}

shows! {
    gap: "service;country;weight;from_day;result\nstandard;*;<= 500 kg;*;1.5\nexpress;not DE, AT;*;*;2\nexpress;DE, AT;*;>= 2026-01-01;3\n";
    dead_rows: "service,country,weight,from_day,result\nstandard,*,*,*,1\nexpress,\"DE, AT\",*,*,2\nexpress,AT,*,*,3\notherwise,,,,4\n";
    cells: "service;country;weight;from_day;result;note\nstandrad;DE;<= 5;*;1;a\nexpress;USA;1.5 kg;23.11.2026;1,5;b\nexpress;;1..2 kg;*;x;c\nexpress;DE\nexpress;DE;(;2026-01-01;2;\n";
    columns: "service;land;weight;from_day;rate;note\n";
    open_quote: "service;country;weight;from_day;result\nstandard;\"DE;*;*;1\n";
}

/// However the spreadsheet program exports it.
#[test]
fn every_export_is_read() {
    let rows = "service;country;weight;from_day;price;\r\nstandard;\"DE, none\";1..5.5 kg;*;1.50;\r\nexpress;not DE;*;..2026-01-01;2;\r\n\"otherwise\";;*;;3;\r\n;;;;;\r\n";
    assert_eq!(codes(rows), Vec::<&str>::new());
    assert_eq!(codes(&format!("\u{FEFF}{rows}")), Vec::<&str>::new());
    assert_eq!(codes(&rows.replace(';', "\t")), Vec::<&str>::new());
    assert_eq!(codes(&rows.replace("1..5.5 kg", "\"1..5.5 kg\"").replace(';', ",")), Vec::<&str>::new());
    assert_eq!(codes(&rows.replace("\r\n", "\n")), Vec::<&str>::new());
    assert_eq!(codes("price;from_day;weight;country;service\n1;*;*;*;*\n"), Vec::<&str>::new());
}

#[test]
fn one_broken_cell_hides_no_other_problem_and_invents_none() {
    assert_eq!(codes("service;country;weight;from_day;result\nstandrad;*;*;*;1\nexpress;*;;*;1\n"), ["E0345", "E0432"]);
    assert_eq!(codes(""), ["E0431"]);
}

struct Latin1;

impl Files for Latin1 {
    fn flow_files(&self) -> Vec<(String, Arc<str>)> {
        vec![("main.flow".to_owned(), TABLE.into())]
    }

    fn exists(&self, _path: &str) -> bool {
        true
    }

    fn spreadsheet(&self, _path: &str) -> Result<Vec<u8>, Unreadable> {
        Ok(b"service;country;weight;from_day;result;Priorit\xE4t\nstandard;*;*;*;1;\n".to_vec())
    }
}

#[test]
fn other_encodings_are_refused_where_they_show() {
    let found = check(&Latin1);
    let problem = &found.problems[0];
    assert_eq!((problem.code, problem.labels[0].span.text(&found.sources.get(problem.labels[0].file).text)), ("E0430", "ä"));
}

#[test]
fn ten_thousand_rows_are_checked_in_a_moment() {
    let mut rows = "service;country;weight;from_day;result\n".to_owned();
    for row in 0..5_000_u32 {
        let country = [row / 26 % 26, row % 26].map(|letter| char::from(b'A' + letter as u8)).iter().collect::<String>();
        rows.push_str(&format!("standard;{country};{}..{} kg;*;{row}.5\nexpress;{country};{}..{} kg;*;{row}\n", row, f64::from(row) + 0.999, row, f64::from(row) + 0.999));
    }
    rows.push_str("*;*;*;*;1\n");
    let start = std::time::Instant::now();
    assert_eq!(codes(&rows), Vec::<&str>::new());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// However a spreadsheet is cut off or damaged, the check ends and points at places that exist.
#[test]
fn no_spreadsheet_breaks_the_check() {
    let whole = "service;country;weight;from_day;result\nstandard;\"DE, \"\"x\"\"\";1..5 kg;*;1.50\r\nexpress;not ä;*;..2026-01-01;2\n";
    for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        for text in [whole[..end].to_owned(), format!("{}\"{}", &whole[..end], &whole[end..]), format!("{},{}", &whole[..end], &whole[end..])] {
            let found = checked(&[("main.flow", TABLE), ("rates.csv", &text)]);
            for label in found.problems.iter().flat_map(|problem| &problem.labels) {
                assert!(found.sources.get(label.file).text.get(label.span.range()).is_some(), "{text:?}");
            }
        }
    }
}
