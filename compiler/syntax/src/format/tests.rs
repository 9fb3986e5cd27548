#![allow(clippy::unwrap_used)]

use crate::{format, tokens};

fn formatted(source: &str) -> String {
    let texts: Vec<&str> = tokens(source).iter().map(|token| token.span.text(source)).collect();
    super::format_tokens(&texts)
}

#[track_caller]
fn check(source: &str, expected: &str) {
    let once = formatted(source);
    assert_eq!(once, expected);
    assert_eq!(formatted(&once), once, "formatting twice changes nothing");
    assert_eq!(format(source).unwrap(), expected);
}

#[test]
fn fields_align_their_types_and_wire_forms() {
    check(
        "record R as json {\n number:text(1..20)   # the number\n status : Status? at \"s\".\"t\" or null\n\n\n gift:bool yes \"Y\" no \"N\"\n}",
        "record R as json {\n  number : text(1..20)  # the number\n  status : Status? at \"s\".\"t\" or null\n\n  gift : bool yes \"Y\" no \"N\"\n}\n",
    );
}

#[test]
fn statements_align_and_blocks_stand_alone() {
    check(
        "map m(order:Order)->Release{\norder_no=order.number\nby = -1\n# where to\nship_to{\nname=order.name.trim( ).truncate( 35 )\n}\nlines=for line in order.lines where line.kind=goods{\nno=line.n - 1\n}\n}",
        "map m(order: Order) -> Release {\n  order_no = order.number\n  by       = -1\n  # where to\n  ship_to {\n    name = order.name.trim().truncate(35)\n  }\n  lines = for line in order.lines where line.kind = goods {\n    no = line.n - 1\n  }\n}\n",
    );
}

#[test]
fn units_stick_together() {
    check(
        "unit kg\nunit lb=0.45359237 kg\nunit oz = 1 / 16 lb\nfn f(w : decimal ( 12 , 2 ) [ USD / each ] ?)->int[each*m]{ w.in( USD/kg ) * 5kg / 2 }\n",
        "unit kg\nunit lb = 0.45359237 kg\nunit oz = 1/16 lb\nfn f(w: decimal(12,2)[USD/each]?) -> int[each*m] { w.in(USD/kg) * 5 kg / 2 }\n",
    );
}

#[test]
fn policies_tables_and_contracts() {
    check(
        "policy p {\n unreachable|timeout=>retry 10 times from 2s to 5min then park\n duplicate => done\n}\ntable t:A<->text(3){\n standard<->\"GND\"\n x <-> \"2DA\"\n}\nsystem a:Wms v2\nsystem abc:Wms v2\n",
        "policy p {\n  unreachable | timeout => retry 10 times from 2s to 5min then park\n  duplicate             => done\n}\ntable t : A <-> text(3) {\n  standard <-> \"GND\"\n  x        <-> \"2DA\"\n}\nsystem a   : Wms v2\nsystem abc : Wms v2\n",
    );
}

#[test]
fn the_parts_of_a_long_for_are_indented() {
    check(
        "map m(order:Order)->Out{\nzip=order.zip\nsort = 1\nrows=for(wms,lines)in order.lines by line.warehouse{\nname=wms\n}\nlines=for line in order.lines\njoin item in items on item.sku=line.sku else fail unknown(line.sku)\nsort by line.sku descending\nnumbered n{\nno=n\n}\n}",
        "map m(order: Order) -> Out {\n  zip  = order.zip\n  sort = 1\n  rows = for (wms, lines) in order.lines by line.warehouse {\n    name = wms\n  }\n  lines = for line in order.lines\n    join item in items on item.sku = line.sku else fail unknown(line.sku)\n    sort by line.sku descending\n    numbered n {\n    no = n\n  }\n}\n",
    );
}

#[test]
fn what_is_ignored_stands_in_columns() {
    check(
        "map m(o:Order)->Out extends base{\nignore note \"a\"\nignore o.lines.color,o.tags \"b\"\nignore=1\n}",
        "map m(o: Order) -> Out extends base {\n  ignore note                  \"a\"\n  ignore o.lines.color, o.tags \"b\"\n  ignore = 1\n}\n",
    );
}

#[test]
fn rules_stand_among_the_fields() {
    check(
        "record R {\nalways:bool\nn : int\nalways (n>0)or always because \"why\"\nwhen n=1\nthen always\nlonger : text?\n}",
        "record R {\n  always : bool\n  n      : int\n  always (n > 0) or always because \"why\"\n  when n = 1\n    then always\n  longer : text?\n}\n",
    );
}

#[test]
fn routing_tables_stand_as_spreadsheets() {
    check(
        "table depot(region:Region,hazmat:bool,weight:decimal)->Wms{\nregion|hazmat|weight=>depot\n # far\neast,west|no|<=500 kg=>wms_east # near\n<5|not yes|-1..9=>b\notherwise=>wms_hazmat\n}\ntable t(a:bool)->int from \"a.csv\"\n",
        "table depot(region: Region, hazmat: bool, weight: decimal) -> Wms {\n  region     | hazmat  | weight    => depot\n  # far\n  east, west | no      | <= 500 kg => wms_east  # near\n  < 5        | not yes | -1..9     => b\n  otherwise                        => wms_hazmat\n}\ntable t(a: bool) -> int from \"a.csv\"\n",
    );
}

#[test]
fn patterns_of_arms_align_their_results() {
    check(
        "fn f(a:int,p:Part)->int{\nmatch(a,p){\n(<5,{count=0}) => 1,\n(x,_)where x>9=>2,\notherwise=>3\n}\n}\n",
        "fn f(a: int, p: Part) -> int {\n  match (a, p) {\n    (< 5, { count = 0 }) => 1,\n    (x, _) where x > 9   => 2,\n    otherwise            => 3\n  }\n}\n",
    );
}

#[test]
fn lifecycles_and_what_contracts_say() {
    check(
        "lifecycle Order by number{\ncaptured->released|on_hold by erp\nshort ->cancelled by erp # why\nfinal cancelled\nwithin 4 h from released to short\nelse alert \"late\"\n}\ncontract Wms v2{\nowns Shipment.status,Stock.on_hand\nsends picked:Pick on POST \"/picks\" once by id\naccepts release_it : Release by POST \"/orders\" once by order_no\n}",
        "lifecycle Order by number {\n  captured -> released | on_hold by erp\n  short    -> cancelled          by erp  # why\n  final cancelled\n  within 4h from released to short\n    else alert \"late\"\n}\ncontract Wms v2 {\n  owns    Shipment.status, Stock.on_hand\n  sends   picked     : Pick    on POST \"/picks\"  once by id\n  accepts release_it : Release by POST \"/orders\" once by order_no\n}\n",
    );
}

#[test]
fn steps_of_policies() {
    check(
        "policy p{\nlate=>alert \"x\" then fail as other (problem.key)\nmisfit|busy => send desk.ticket( to_ticket(problem) )then skip because \"{ problem.key }\"\n}",
        "policy p {\n  late          => alert \"x\" then fail as other(problem.key)\n  misfit | busy => send desk.ticket(to_ticket(problem)) then skip because \"{ problem.key }\"\n}\n",
    );
}

#[test]
fn wide_letters_and_combining_marks_stand_in_columns() {
    check(
        "map m(o:Order)->Out{\n数量=1 # 数\ne\u{301}tat = 2 # e\u{301}\nnumber=3 # n\n}\n",
        "map m(o: Order) -> Out {\n  数量   = 1  # 数\n  e\u{301}tat   = 2  # e\u{301}\n  number = 3  # n\n}\n",
    );
}

#[test]
fn one_long_line_does_not_push_the_others_away() {
    let long = "x".repeat(120);
    check(
        &format!("table t : text -> int {{\n\"a\" -> 1 # one\n\"{long}\" -> 2 # two\n\"bcd\" -> 3 # three\n}}\n"),
        &format!("table t : text -> int {{\n  \"a\"   -> 1  # one\n  \"{long}\" -> 2  # two\n  \"bcd\" -> 3  # three\n}}\n"),
    );
}

#[test]
fn lines_may_end_as_on_windows() {
    check("enum E as text {\r\n  a \"A\"\r\n\r\n\r\n  # c\r\n  bcd \"B\" # d\r\n}\r\n", "enum E as text {\n  a \"A\"\n\n  # c\n  bcd \"B\"  # d\n}\n");
}

/// Some editors begin every file with one; in the middle of a line it would be in everybody's way.
#[test]
fn a_byte_order_mark_goes() {
    assert_eq!(format("\u{feff}record  A { a : text }\r\n").unwrap(), "record A { a: text }\n");
}

#[test]
fn places_in_messages_are_written_in_one() {
    check(
        "record R = S as x12 \"940\" {\n a at W05 - 02\n ship_to at\n loop N1 where N1 -01=\"ST\" { name at N1-02 }\n}\n",
        "record R = S as x12 \"940\" {\n  a       at W05-02\n  ship_to at\n  loop N1 where N1-01 = \"ST\" { name at N1-02 }\n}\n",
    );
}
