//! Parameters and results of fns and maps.

use super::{checked, says};

says! {
    a_map_makes_a_record: "
enum Service { standard }
map wrong(service: Service) -> text { a = 1 }
";
}

/// What people write every day fits without an answer to `misfit`, and what need not fit has one.
#[test]
fn what_always_fits_raises_nothing() {
    let head = "record In { day: date, t: time, at: timestamp, a: text(..10), n: int(0..9), d: decimal(5,2), xs: list of In2 }\nrecord In2 { no: int(1..9), w: int(0..9)? }
fn packed(s: In2) -> int(1..9)? { if s.no > 3 then s.no else none }\n";
    let holds = [
        ("text(10)", "x.day.format(\"YYYY-MM-DD\")"),
        ("text(8)", "x.day.format(\"YYYYMMDD\")"),
        ("text(6)", "x.day.format(\"YYMMDD\")"),
        ("text(4)", "x.t.format(\"hhmm\")"),
        ("text(19)", "x.at.format(\"YYYY-MM-DDThh:mm:ss\", \"America/New_York\")"),
        ("text(20..28)", "x.at.format(\"YYYY-MM-DDThh:mm:ssZZ\", \"Europe/Berlin\")"),
        ("text(1..10)", "if x.a = \"\" then \"-\" else x.a"),
        ("text(1..10)", "if x.a != \"\" then x.a else \"-\""),
        ("int(1..8)", "if x.n not in [0, 9] then x.n else 1"),
        ("decimal(5,2)", "(x.d / 3).round(2)"),
        ("decimal(6,2)", "(x.d / 0.5).round(2)"),
        ("decimal(5,2)", "x.d.round(2)"),
        ("int(-1000..999)", "x.d.floor()"),
        ("int(-999..1000)", "x.d.ceil()"),
        ("int(-9999..9999)", "x.d.round(0).to_int()"),
        ("list of int", "for s in x.xs where packed(s) != none { packed(s) }"),
        ("int(1..9)", "match packed(x.xs.first() else fail no_lines) { none => 1, p => p }"),
    ];
    let fails = [
        ("text(20..25)", "x.at.format(\"YYYY-MM-DDThh:mm:ssZZ\", \"Europe/Berlin\")"),
        ("text(1..10)", "if x.a != \"b\" then x.a else \"-\""),
        ("decimal(5,2)", "(x.d / 0.5).round(2)"),
        ("decimal(4,1)", "x.d.round(1)"),
        ("int(-999..999)", "x.d.floor()"),
        ("int", "x.d.to_int()"),
    ];
    for (of, misfits) in [(&holds[..], false), (&fails[..], true)] {
        for (ty, value) in of {
            let text = format!("{head}failure no_lines() \"No lines.\"\nfn f(x: In) -> {ty} {{ {value} }}\n");
            let checked = checked(&[("main.flow", &text)]);
            let misfit = crossdock_compiler::typed::BUILT_IN_FAILURES.iter().position(|name| *name == "misfit").unwrap();
            let function = checked.project.functions.iter().find(|function| function.decl.name == "f").unwrap();
            assert!(!checked.has_errors(), "{value}: {:?}", checked.problems);
            assert_eq!(function.failures.iter().any(|failure| failure.index() == misfit), misfits, "{value} as {ty}: {:?}", function.result);
        }
    }
}
