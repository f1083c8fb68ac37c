//! Who must report (decisions 5 and 6): `sent by`, `over`, totals of many senders.

use super::*;

const R: &str = r#"
table counties key code { | code | name |
                          | "131121" | 枣强县 |
                          | "131122" | 武邑县 |
                          | "131123" | 武强县 | }
record City key id { id : text }
record E key id, year sent by counties as county { id : text  year : year  county : text  sales : money in 万元 }
record C key code, year { code : text  year : year  sales : money in 万元  funds : list of F }
record F key name { name : text  total : money in 万元 }
§"#;
const CITY: (&str, &str) = ("City.csv", "id\ncity\n");
const ONE: (&str, &str) = ("131121@2007/E.csv", "id,sales\na,5\nb,6\n");
const TWO: (&str, &str) = ("131122@2007/E.csv", "id,sales\nc,10\n");
const THREE: (&str, &str) = ("131123@2007/E.csv", "id,sales\nd,20\n");
const NIL: (&str, &str) = ("131123@2007/E.toml", "E = []\n");

#[test]
fn totals_stay_open_while_a_sender_is_silent() {
    each(
        R,
        &[CITY, ONE, TWO],
        &[
            ("for c in City require sum(e.sales for e in E when e.year = 2007) >= 21万元", "city", MET),
            ("for c in City require sum(e.sales for e in E when e.year = 2007) <= 21万元", "city", OPEN),
            ("for c in City require sum(e.sales for e in E when e.year = 2007) < 21万元", "city", VIOLATED),
            ("for c in City require count(e in E when e.year = 2007) <= 3", "city", OPEN),
            ("for c in City require count(e in E when e.year = 2007) <= 2", "city", VIOLATED),
            ("for c in City require every(e.sales >= 5万元 for e in E when e.year = 2007)", "city", OPEN),
            // One county's own part is there.
            ("for c in City require sum(e.sales for e in E when e.year = 2007 and e.county is \"131121\") = 11万元", "city", MET),
            ("for c in City require sum(e.sales for e in E when e.year = 2007 and e.county is \"131123\") = 0", "city", OPEN),
            ("for c in City require sum(e.sales for e in E) <= 21万元", "city", OPEN),
        ],
    );
}

#[test]
fn totals_close_when_all_have_sent() {
    for third in [THREE, NIL] {
        let more = if third == THREE { 20 } else { 0 };
        let line = |n: i32, op: &str| format!("for c in City require sum(e.sales for e in E when e.year = 2007) {op} {n}万元");
        each(
            R,
            &[CITY, ONE, TWO, third],
            &[
                (line(21 + more, "=").as_str(), "city", MET),
                (line(21 + more, "<=").as_str(), "city", MET),
                (
                    "for c in City require count(e in E when e.year = 2007 and e.county is \"131123\") = 1",
                    "city",
                    if more == 20 { MET } else { VIOLATED },
                ),
                // Of another year nobody said anything.
                ("for c in City require sum(e.sales for e in E when e.year = 2008) <= 0", "city", OPEN),
            ],
        );
    }
}

#[test]
fn groups_are_complete_by_their_sender() {
    each(
        R,
        &[ONE, TWO],
        &[
            ("for g in E by county, year require sum(g.sales) <= 11万元", "131121", MET),
            ("for g in E by county, year require count(g) = 1", "131122", MET),
            ("for g in E by year require sum(g.sales) >= 21万元", "2007", MET),
            ("for g in E by year require sum(g.sales) <= 21万元", "2007", OPEN),
        ],
    );
}

const COUNTIES: (&str, &str) = (
    "c.toml",
    "[[C]]\ncode = \"131121\"\nyear = 2007\nsales = 5\nfunds = [{ name = \"x\", total = 3 }]\n[[C]]\ncode = \"131122\"\nyear = 2007\n",
);

#[test]
fn members_without_a_row_stay_unknown() {
    each(
        R,
        &[COUNTIES],
        &[
            ("for c in C over counties require c.sales >= 5万元", "131121", MET),
            ("for c in C over counties require c.sales >= 5万元", "131122", OPEN),
            ("for c in C over counties require c.sales >= 5万元", "131123", OPEN),
            ("for c in C over counties require c.sales >= 0", "131123", MET),
            ("for c in C over counties when c.sales > 5万元 require c.sales >= 6万元", "131123", OPEN),
            ("for c in C over counties when c.code is \"131121\" require c.sales >= 6万元", "131123", NOT),
            ("for c in C over counties require c.year = 2007", "131123", MET),
            ("for c in C over counties require sum(c.funds.total) >= 3万元", "131121", MET),
            ("for c in C over counties require sum(c.funds.total) <= 3万元", "131121", MET),
            ("for c in C over counties require sum(c.funds.total) <= 3万元", "131123", OPEN),
            ("for c in C over counties require count(c.funds) = 0", "131123", OPEN),
            ("for c in C over counties report c.sales required", "131123", VIOLATED),
        ],
    );
}

/// Nothing missing passes silently: the nested rows of a member that sent nothing are one unknown row.
#[test]
fn nested_rows_of_a_member_without_a_row() {
    let rule = "rule t { for c in C over counties, f in c.funds require f.total >= 3万元 }";
    let world = World::new(&R.replace('§', rule), &[COUNTIES]);
    assert_eq!(world.verdict("t", "131121"), MET);
    assert_eq!(world.verdict("t", "131122"), OPEN, "the list was not sent");
    assert_eq!(world.verdict("t", "131123"), OPEN, "the row was not sent");
}

#[test]
fn aggregates_over_a_roster_count_silent_members_as_unknown() {
    each(
        R,
        &[CITY, ("131100@2007/c.toml", COUNTIES.1)],
        &[
            ("for g in C by year require sum(c.sales for c in C over counties) >= 5万元", "2007", MET),
            ("for g in C by year require sum(c.sales for c in C over counties) <= 5万元", "2007", OPEN),
            ("for g in C by year require count(c in C over counties when c.sales >= 5万元) >= 1", "2007", MET),
            ("for g in C by year require count(c in C over counties when c.sales >= 5万元) <= 3", "2007", MET),
            ("for g in C by year require count(c in C over counties when c.sales >= 5万元) <= 2", "2007", OPEN),
        ],
    );
}

/// A year's envelope says nothing about which month is meant.
#[test]
fn monthly_rosters_do_not_take_the_year_of_the_envelope_for_a_month() {
    let rules = r#"
table counties key code {
| code |
| a |
| b |
}
record M key code, m { code : text  m : month  x : count }
rule t { for r in M over counties require r.x >= 0 }"#;
    let world = World::new(rules, &[("a@2007/m.toml", "[[M]]\ncode = \"a\"\nm = \"2007-03\"\nx = 1\n")]);
    let titles: Vec<String> = world.of("t", "").iter().map(|f| f.subject.title()).collect();
    assert_eq!(titles.len(), 2, "one month in hand, two members: {titles:?}");
}

/// One table for several senders: it is complete for those it names, and says nothing of the others.
#[test]
fn a_table_without_a_region_speaks_for_the_senders_it_names() {
    const LIST: (&str, &str) = ("E.csv", "id,year,county,sales\na,2007,131121,5\nb,2007,131122,10\n");
    let part = |n: &str, rest: &str| {
        format!("for c in City require sum(e.sales for e in E when e.year = 2007 and e.county is \"{n}\") {rest}")
    };
    each(
        R,
        &[CITY, LIST],
        &[
            (&part("131121", "= 5万元"), "city", MET),
            (&part("131122", "<= 9万元"), "city", VIOLATED),
            (&part("131123", "<= 9万元"), "city", OPEN),
            ("for c in City require sum(e.sales for e in E when e.year = 2007) <= 15万元", "city", OPEN),
        ],
    );
}

/// Who owes a table and sent nothing is a subject that nobody knows anything of, wherever its lists are looped over and wherever it is joined.
#[test]
fn silent_senders_are_subjects() {
    let rules = r#"
table counties key code { | code | name |
                          | "131121" | 枣强县 |
                          | "131122" | 武邑县 | }
record City key id { id : text }
record C key code, year sent by counties as code { code : text  year : year  sales : money in 万元  funds : list of F }
record F key name { name : text  total : money in 万元  parts : list of P }
record P key name { name : text  v : money in 万元 }
§"#;
    let c = (
        "131121@2007/c.toml",
        "[[C]]\ncode = \"131121\"\nyear = 2007\nsales = 5\nfunds = [{ name = \"x\", total = 3, parts = [] }]\n",
    );
    each(
        rules,
        &[CITY, c],
        &[
            ("for f in C.funds require f.total >= 1万元", "131121", MET),
            ("for f in C.funds require f.total >= 1万元", "131122", OPEN),
            ("for t in City, c in C require c.sales >= 5万元", "131122", OPEN),
            ("for t in City, c in C, f in c.funds require f.total >= 1万元", "131122", OPEN),
        ],
    );
    // A nil report is an answer.
    let nil = ("131122@2007/C.toml", "C = []\n");
    let world = World::new(&rules.replace('§', "rule t { for f in C.funds require f.total >= 1万元 }"), &[CITY, c, nil]);
    assert_eq!(world.of("t", "").len(), 1);
}

/// What others sent in their lists is none of what a silent sender owes.
#[test]
fn the_list_of_a_silent_sender_holds_no_row_of_another() {
    let rules = r#"
table counties key code { | code | name |
                          | "131121" | 枣强县 |
                          | "131122" | 武邑县 | }
record C key code, year sent by counties as code { code : text  year : year  funds : list of F }
record F key name { name : text  total : money in 万元 }
rule t { for c in C over counties require every(f.total >= 4万元 for f in c.funds) }"#;
    let c = (
        "131121@2007/c.toml",
        "[[C]]\ncode = \"131121\"\nyear = 2007\nfunds = [{ name = \"x\", total = 3 }, { name = \"y\", total = 5 }]\n",
    );
    let world = World::new(rules, &[c]);
    let counts = |subject: &str| match world.one("t", subject).detail {
        fadu::finding::Detail::Members { passed, failed, unknown, more, .. } => (passed, failed, unknown, more),
        other => panic!("{other:?}"),
    };
    assert_eq!(counts("131121"), (1, 1, 0, false));
    assert_eq!(counts("131122"), (0, 0, 0, true), "the list itself");
    assert_eq!(world.verdict("t", "131122"), OPEN);
}

/// A plain loop, a group, a record of several rows per sender: whoever sent nothing is an open subject, and never a breach (it may have
/// nothing to report). A nil report is an answer.
#[test]
fn silent_senders_are_subjects_of_plain_loops() {
    each(
        R,
        &[ONE, TWO],
        &[
            ("for e in E require e.sales >= 5万元", "131123", OPEN),
            ("for e in E require e.sales >= 0", "131123", MET),
            ("for e in E require e.county is \"131121\"", "131123", OPEN),
            ("for e in E when e.county is \"131121\" require e.sales >= 5万元", "131123", NOT),
            ("for e in (E when e.county is \"131121\") require e.sales >= 5万元", "131123", NOT),
            ("for g in E by county, year require sum(g.sales) <= 11万元", "131123", OPEN),
            ("for g in E by county require count(g) >= 1", "131123", OPEN),
            ("for g in E by year require sum(g.sales) >= 21万元", "2007", MET),
            ("for e in E report e.sales required", "131123", OPEN),
        ],
    );
    each(R, &[CITY, ONE, TWO], &[("for c in City, e in E require e.sales >= 5万元", "131123", OPEN)]);
    let world = World::new(&R.replace('§', "rule t { for e in E require e.sales >= 5万元 }"), &[ONE, TWO]);
    let silent = world.one("t", "131123");
    assert_eq!(silent.subject.region.as_deref(), Some("131123"));
    assert!(silent.causes.iter().all(|c| c.what.contains("131123")) && !silent.causes.is_empty(), "{:?}", silent.causes);
    assert_eq!(world.of("t", "").len(), 4, "three rows and one silent sender");
    let answered = World::new(&R.replace('§', "rule t { for e in E require e.sales >= 5万元 }"), &[ONE, TWO, NIL]);
    assert_eq!(answered.of("t", "").len(), 3, "a nil report is an answer");
    let nobody = World::new(&R.replace('§', "rule t { for e in E require e.sales >= 5万元 }"), &[CITY]);
    assert!(nobody.judge().list.is_empty(), "where nobody is known to have sent, nobody is known not to have");
}

/// Who owes one row each: the sender is the key.
#[test]
fn silent_senders_of_one_row_each() {
    let rules = r#"
table counties key code { | code | name |
                          | "131121" | 枣强县 |
                          | "131122" | 武邑县 | }
record C key code, year sent by counties as code { code : text  year : year  sales : money in 万元 }
record Q key name sent by counties { name : text  v : money in 万元 }
§"#;
    let c = ("131121@2007/c.toml", "[[C]]\ncode = \"131121\"\nyear = 2007\nsales = 5\n[[Q]]\nname = \"x\"\nv = 1\n");
    each(
        rules,
        &[c],
        &[
            ("for c in C require c.sales >= 5万元", "131121", MET),
            ("for c in C require c.sales >= 5万元", "131122", OPEN),
            ("for c in C when c.year = 2007 require c.sales >= 0", "131122", MET),
            ("for q in Q require q.v >= 1万元", "131122", OPEN),
            ("for q in Q require q.v >= 1万元", "x", MET),
        ],
    );
}
