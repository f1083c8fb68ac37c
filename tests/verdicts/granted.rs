//! Exceptions that a document grants: whom they let off, from which day to which, and that no figure to come takes that back.

use super::*;
use fadu::finding::{GrantAccount, Reason};

const COUNTIES: &str = "table counties key code { | code | name |\n | a | 甲县 |\n | b | 乙县 |\n | c | 丙县 |\n }\n";
const Y: &str =
    "record Y key code, year sent by counties as code { code : text  year : year  out : money in 万元  note : text }\n";
const RULE: &str = "rule t { for y in Y require y.out >= 10万元 }\n";
const ROWS: (&str, &str) =
    ("Y.csv", "code,year,out,note\na,2025,1,x\na,2026,1,x\na,2027,1,x\nb,2026,1,x\nc,2026,,y\nb,2027,10,x\n");

fn with(exceptions: &str) -> World {
    World::new(&format!("{COUNTIES}{Y}{RULE}{exceptions}"), &[ROWS])
}

fn account(world: &World, at: usize) -> GrantAccount {
    world.judge().grants[at].clone()
}

#[test]
fn the_period_that_is_judged_decides_and_both_ends_are_included() {
    let cases = [
        // The last day of the year is what counts.
        ("until 2026-12-31", [EXEMPT, EXEMPT, VIOLATED]),
        ("until 2026-12-30", [EXEMPT, VIOLATED, VIOLATED]),
        ("until 2026", [EXEMPT, EXEMPT, VIOLATED]),
        ("until 2026-Q3", [EXEMPT, VIOLATED, VIOLATED]),
        ("from 2026-12-31 until 2026-12-31", [VIOLATED, EXEMPT, VIOLATED]),
        ("from 2026 until 2026", [VIOLATED, EXEMPT, VIOLATED]),
        ("from 2027-01-01 until further notice", [VIOLATED, VIOLATED, EXEMPT]),
        ("until further notice", [EXEMPT, EXEMPT, EXEMPT]),
        ("自 2026年四季度 止于 另行通知", [VIOLATED, EXEMPT, EXEMPT]),
    ];
    for (time, wanted) in cases {
        let world = with(&format!("exception \"n\" {{ lifts t for \"a\" {time} }}"));
        let found = ["a · 2025", "a · 2026", "a · 2027"].map(|year| world.verdict("t", year));
        assert_eq!(found, wanted, "{time}");
        assert_eq!(world.verdict("t", "b · 2026"), VIOLATED, "nobody else is let off");
    }
}

#[test]
fn several_subjects_several_rules_and_what_each_run_made_of_it() {
    let rules = format!(
        "{COUNTIES}{Y}{RULE}rule u {{ for k in counties require Y[k.code, 2026].out >= 20万元 }}
        exception \"甲〔2026〕1号\" \"标题\" {{ lifts t, u for \"a\" for \"c\" until 2026 because \"水灾\" }}"
    );
    let mut world = World::new(&rules, &[ROWS]);
    world.set.as_of = Some(20_500); // 2026-02-16
    assert_eq!(world.verdict("t", "a · 2026"), EXEMPT);
    // An unknown figure cannot take an exemption back.
    assert_eq!(world.verdict("t", "c · 2026"), EXEMPT);
    assert_eq!(world.verdict("t", "b · 2026"), VIOLATED);
    // Members of a table have no period: the as-of date decides.
    assert_eq!(world.verdict("u", "a"), EXEMPT);
    assert_eq!(world.verdict("u", "b"), VIOLATED);
    // By `t` a of 2025 and 2026, c of 2026 and what c may still send for 2025; not their 2027. By `u` both.
    let told = account(&world, 0);
    assert_eq!((told.held, told.open, told.outside), (6, 0, 2), "{told:?}");
    assert_eq!(told.rules, ["t", "u"]);
    let Some(Reason::Granted(grant)) = world.one("t", "a · 2026").reason else { panic!("no reason") };
    assert_eq!(
        (grant.number.as_str(), grant.title.as_deref(), grant.because.as_deref()),
        ("甲〔2026〕1号", Some("标题"), Some("水灾"))
    );
}

#[test]
fn where_nobody_says_what_day_it_is_nothing_is_decided_against_it() {
    let rules = format!(
        "{COUNTIES}{Y}rule u {{ for k in counties require Y[k.code, 2026].out >= 5万元 }}
        exception \"n\" {{ lifts u for \"a\", \"b\" until 2026-06-30 }}"
    );
    let mut world = World::new(&rules, &[("Y.csv", "code,year,out,note\na,2026,1,x\nb,2026,5,x\nc,2026,1,x\n")]);
    let a = world.one("u", "a");
    assert_eq!(a.verdict, OPEN);
    assert!(!a.causes.is_empty(), "the reason is named");
    assert_eq!(world.verdict("u", "b"), MET, "exempt or met: met");
    assert_eq!(world.verdict("u", "c"), VIOLATED);
    assert_eq!(account(&world, 0).open, 2);
    world.set.as_of = Some(20_634); // 2026-06-30
    assert_eq!(world.verdict("u", "a"), EXEMPT);
    world.set.as_of = Some(20_635);
    assert_eq!(world.verdict("u", "a"), VIOLATED);
}

#[test]
fn something_else_may_be_asked_in_place_of_the_lines() {
    let world = with("exception \"n\" { lifts t for \"a\" until 2026 require y.out >= 1万元 }");
    assert_eq!(world.verdict("t", "a · 2026"), MET);
    assert_eq!(world.verdict("t", "a · 2027"), VIOLATED);
    let world = with("exception \"n\" { lifts t for \"a\" until 2026 require y.out >= 2万元 }");
    let finding = world.one("t", "a · 2026");
    assert_eq!(finding.verdict, VIOLATED);
    assert_eq!(world.sources.slice(finding.bound.unwrap()), "2万元");
    assert!(account(&world, 0).replaces);
}

#[test]
fn whom_a_field_names() {
    let world = with("exception \"n\" { lifts t for note \"y\" until 2026 }");
    assert_eq!(world.verdict("t", "c · 2026"), EXEMPT);
    assert_eq!(world.verdict("t", "a · 2026"), VIOLATED);
    // A name that is not known may be the one that is meant.
    let rules = format!("{COUNTIES}{Y}{RULE}exception \"n\" {{ lifts t for note \"y\" until 2026 }}");
    let world = World::new(&rules, &[("Y.csv", "code,year,out,note\na,2026,1,\nb,2026,10,\n")]);
    assert_eq!(world.verdict("t", "a · 2026"), OPEN);
    assert_eq!(world.verdict("t", "b · 2026"), MET);
}

#[test]
fn groups_nested_rows_and_members_that_sent_nothing() {
    let rules = format!(
        "{COUNTIES}{Y}rule g {{ for y in Y by code, year require sum(y.out) >= 10万元 }}
        rule o {{ for y in Y over counties require y.out >= 10万元 }}
        record P key name {{ name : text  list : list of L }} record L key id {{ id : text  x : money }}
        rule l {{ for p in P, i in p.list require i.x >= 10万元 }}
        exception \"n\" {{ lifts g, o, l for \"a\", \"P1\" until further notice }}"
    );
    let rules = rules.replace("lifts g, o, l for \"a\", \"P1\"", "lifts g, o for \"a\"")
        + " exception \"m\" { lifts l for \"P1\" until further notice } exception \"k\" { lifts l for \"i2\" until further notice }";
    let files = [
        ("Y.csv", "code,year,out,note\na,2026,1,x\nb,2026,1,x\n"),
        (
            "P.json",
            r#"{"P": [{"name": "P1", "list": [{"id": "i1", "x": "1万元"}]},
                  {"name": "P2", "list": [{"id": "i1", "x": "1万元"}, {"id": "i2", "x": "1万元"}]}]}"#,
        ),
    ];
    let world = World::new(&rules, &files);
    assert_eq!((world.verdict("g", "a"), world.verdict("g", "b")), (EXEMPT, VIOLATED));
    assert_eq!((world.verdict("o", "a"), world.verdict("o", "b"), world.verdict("o", "c")), (EXEMPT, VIOLATED, OPEN));
    assert_eq!(
        (world.verdict("l", "P1"), world.verdict("l", "P2 · i1"), world.verdict("l", "P2 · i2")),
        (EXEMPT, VIOLATED, EXEMPT)
    );
}

#[test]
fn one_that_names_nobody_here_is_told_so() {
    let rules = |time: &str| {
        format!("{}{RULE}exception \"n\" {{ lifts t for \"z\" until {time} }}", Y.replace("sent by counties as code", ""))
    };
    let world = World::new(&rules("2026"), &[ROWS]);
    assert!(account(&world, 0).is_idle());
    assert!(
        !account(&with("exception \"n\" { lifts t for \"a\" until 2020 }"), 0).is_idle(),
        "its time is over, it names somebody"
    );
}

#[test]
fn questions_about_the_form_and_what_does_not_apply_stay_as_they_are() {
    let rules = format!(
        "{COUNTIES}{Y}rule t {{ for y in Y when y.year >= 2026 require y.out >= 10万元 report y.note required }}
        exception \"n\" {{ lifts t for \"a\" until further notice }}"
    );
    let world = World::new(&rules, &[("Y.csv", "code,year,out,note\na,2025,1,x\na,2026,1,\n")]);
    assert!(world.of("t", "a · 2025").iter().all(|f| f.verdict == NOT));
    let list = world.of("t", "a · 2026");
    assert_eq!(list.iter().map(|f| f.verdict).collect::<Vec<_>>(), [EXEMPT, VIOLATED]);
    assert_eq!((account(&world, 0).held, account(&world, 0).outside), (1, 0));
}

/// What a rule's own exemptions and those of a document come to together.
#[test]
fn beside_the_rules_own_exemptions() {
    let rules = format!(
        "{COUNTIES}{Y}rule t {{ for y in Y require y.out >= 10万元 exempt when y.note is \"x\" because \"own\" }}
        exception \"n\" {{ lifts t for \"a\", \"c\" until further notice }}"
    );
    let world = World::new(&rules, &[("Y.csv", "code,year,out,note\na,2026,1,\nb,2026,1,\nc,2026,1,z\n")]);
    assert_eq!((world.verdict("t", "a"), world.verdict("t", "b"), world.verdict("t", "c")), (EXEMPT, OPEN, EXEMPT));
    // Of the two that may hold, the one that surely does is the reason.
    assert!(matches!(world.one("t", "a").reason, Some(Reason::Granted(_))));
}
