//! What is advised is tried, and what is told agrees with the verdict.

use super::*;
use fadu::ast::CmpOp;
use fadu::finding::{Detail, Side, Wanted};
use fadu::num::int;

const F: &str = r#"
record F key id { id : text  a : money in 万元  b : money in 万元  v : number  on : flag }
§"#;
const ROWS: (&str, &str) = ("F.csv", "id,a,b,v,on\nx,1,1,0,yes\ny,2,9,3,no\nz,,9,3,no\n");

fn one(body: &str, subject: &str) -> Finding {
    World::new(&F.replace('§', &format!("rule t {{ {body} }}")), &[ROWS]).one("t", subject)
}

/// Cell labels with the value in base units, and whether all are needed.
fn advice(f: &Finding) -> Vec<(String, i64, bool)> {
    let to = |r: &fadu::finding::Repair| r.to.as_ref().and_then(fadu::num::to_i64).unwrap();
    f.repairs.iter().map(|r| (r.label.clone(), to(r) / 10_000, r.together)).collect()
}

#[test]
fn what_must_be_done_together_is_told_together() {
    let named = |list: &[(&str, i64, bool)]| list.iter().map(|(l, n, t)| ((*l).to_string(), *n, *t)).collect::<Vec<_>>();
    let both = one("for f in F require f.a >= 5万元 and f.b >= 5万元", "x");
    assert_eq!(advice(&both), named(&[("a", 5, true), ("b", 5, true)]));
    let either = one("for f in F require f.a >= 5万元 or f.b >= 5万元", "x");
    assert_eq!(advice(&either), named(&[("a", 5, false), ("b", 5, false)]));
    let one_short = one("for f in F require f.a >= 5万元 and f.b >= 5万元", "y");
    assert_eq!(advice(&one_short), named(&[("a", 5, false)]));
    let nothing = one("for f in F require f.a >= 5万元 and f.id is \"q\"", "x");
    assert_eq!(advice(&nothing), [], "the key is not for anybody to change");
    let opposite = one("for f in F require not (f.a < 5万元 or f.b < 5万元)", "x");
    assert_eq!(advice(&opposite), named(&[("a", 5, true), ("b", 5, true)]));
}

#[test]
fn every_member_that_fails_is_mended() {
    let all = one("require every(f.a >= 5万元 for f in F when f.id != \"z\")", "");
    let cells: Vec<u32> = all.repairs.iter().map(|r| r.cell.unwrap().row).collect();
    assert_eq!((cells, all.repairs.iter().all(|r| r.together)), (vec![0, 1], true), "{:?}", all.repairs);
}

#[test]
fn a_figure_without_steps_is_to_pass_its_bound() {
    let f = one("for f in F require f.v > 0", "x");
    assert_eq!(f.repairs.iter().map(|r| (r.to.clone(), r.beyond)).collect::<Vec<_>>(), [(Some(int(0)), Some(Side::Above))]);
    let f = one("for f in F require f.v < 3", "y");
    assert_eq!(f.repairs.iter().map(|r| (r.to.clone(), r.beyond)).collect::<Vec<_>>(), [(Some(int(3)), Some(Side::Below))]);
    let f = one("for f in F require f.v >= 2", "x");
    assert_eq!(f.repairs.iter().map(|r| (r.to.clone(), r.beyond)).collect::<Vec<_>>(), [(Some(int(2)), None)]);
}

#[test]
fn a_figure_that_must_be_outside_of_two_bounds_has_no_one_turning_point() {
    let turns = |body: &str| one(body, "z").causes.iter().filter_map(|c| c.turns_at.clone()).map(|t| t.0).collect::<Vec<_>>();
    assert_eq!(turns("for f in F require f.a not between 1万元 and 3万元"), []);
    assert_eq!(turns("for f in F require f.a >= 3万元"), [CmpOp::Ge]);
    assert_eq!(turns("for f in F require not (f.a >= 3万元)"), [CmpOp::Lt]);
    assert_eq!(turns("for f in F when f.a < 9万元 require f.a >= 3万元"), [], "from 9 on nothing is asked");
}

/// What is told of the parts, evaluated, gives the verdict: nothing that holds is said to be what is wrong.
#[test]
fn what_is_forbidden_is_told_as_forbidden() {
    let parts = |body: &str, subject: &str| match one(body, subject).detail {
        Detail::Parts { all, parts } => (all, parts.len()),
        _ => (true, 1),
    };
    // x: a = 1, b = 1, on. Both hold, so one must not.
    assert_eq!(parts("for f in F require not (f.a = 1万元 and f.b = 1万元)", "x"), (false, 2));
    assert_eq!(parts("for f in F require not (f.a = 1万元 or f.b = 1万元)", "x"), (true, 2));
    assert_eq!(parts("for f in F require not (f.a = 1万元 or f.b = 2万元)", "x"), (true, 1));
    let op = |body: &str, subject: &str| match one(body, subject).detail {
        Detail::Compare(c) => c.op,
        other => panic!("{other:?}"),
    };
    assert_eq!(op("for f in F require not (f.a = 1万元 or f.b = 2万元)", "x"), CmpOp::Ne);
    // y is not on, which is what breaks it: that its `a` is small is as it should be.
    let fact = one("for f in F require not (f.on implies f.a > 5万元)", "y").detail;
    assert!(matches!(&fact, Detail::Match { what, wanted: Wanted::Flag(true), .. } if what == "on"), "{fact:?}");
    let members = |body: &str| match one(body, "").detail {
        Detail::Members { wanted_all, passed, failed, worst, .. } => (wanted_all, passed, failed, worst.map(|w| w.0)),
        other => panic!("{other:?}"),
    };
    // x alone is on: it is what breaks it.
    assert_eq!(members("require not some(f.on for f in F)"), (true, 2, 1, Some("x".to_string())));
    assert_eq!(members("require not every(f.b >= 1万元 for f in F)"), (false, 0, 3, Some("x".to_string())));
}

/// What is over, what the world decides and what the form says is fixed: no remedy asks for another.
#[test]
fn nobody_is_asked_to_change_what_nobody_can() {
    let rules = "policy p { clause f \"1\" \"as it was\" fact\n clause m \"2\" \"to do\" mandate }
record R key id, year { id : text  year : year  a : money in 万元  b : money in 万元  c : money in 万元 fixed  d : date  n : text ? fixed }
rule share { for r in R when r.year = 2008 require r.a >= 60% of r.b }
rule part { for r in R when r.year = 2008 require r.a as share of r.b at most 10% }
rule growth { for r in R when r.year = 2008 require growth of r.a at least 100% }
rule above { for r in R when r.year = 2008 require r.a >= prior(r).a + 9万元 }
rule fixed { for r in R when r.year = 2008 require r.a >= r.c }
rule only { for r in R when r.year = 2008 require r.c >= 9万元 }
rule day { for r in R when r.year = 2008 require r.d <= 2007-01-01 }
rule there { for r in R when r.year = 2008 require r.n exists }
rule fact { cite f for r in R when r.year = 2008 verify r.a = 3万元 }
rule mandate { cite m for r in R when r.year = 2008 require r.a = 3万元 }";
    let world = World::new(rules, &[("R.csv", "id,year,a,b,c,d,n\nx,2007,4,9,5,2006-01-01,\nx,2008,2,9,5,2008-01-01,\n")]);
    let advised = |rule: &str| {
        let f = world.one(&format!("p.{rule}"), "x · 2008");
        assert_eq!(f.verdict, Verdict::Violated, "{rule}");
        f.repairs
            .iter()
            .map(|r| format!("{} {}", r.label, r.to.as_ref().map_or_else(String::new, ToString::to_string)))
            .collect::<Vec<_>>()
    };
    assert_eq!(advised("share"), ["a 54000"]);
    assert_eq!(advised("part"), ["a 9000"]);
    assert_eq!(advised("growth"), ["a 80000"], "twice the 4万元 of the year before");
    assert_eq!(advised("above"), ["a 130000"]);
    assert_eq!(advised("fixed"), ["a 50000"]);
    for rule in ["only", "day", "there", "fact"] {
        assert_eq!(advised(rule), [""; 0], "{rule}");
    }
    assert_eq!(advised("mandate"), ["a 30000"]);
}

/// Whether the question is asked is not known where its condition is not.
#[test]
fn a_question_about_the_form_under_an_open_condition_is_open() {
    let rules = "record R key id { id : text  a : money in 万元  n : text ? }
rule t { for r in R when r.a >= 5万元 report r.n required }
rule both { for r in R when r.a >= 5万元 require r.a >= 1万元 report r.n required }";
    let world = World::new(rules, &[("R.csv", "id,a,n\nhigh,5,\nlow,4,\nopen,,\nfilled,,q\n")]);
    let verdict = |subject: &str| world.one("t", subject).verdict;
    assert_eq!(verdict("high"), Verdict::Violated);
    assert_eq!(verdict("low"), Verdict::NotApplicable);
    assert_eq!(verdict("open"), Verdict::Undetermined);
    let causes = world.one("t", "open").causes;
    assert!(causes.iter().any(|c| c.what.contains('a')), "{causes:?}");
    // Asked or not, what is filled in is filled in.
    let filled = world.one("t", "filled");
    assert_eq!((filled.verdict, filled.possible.leaves), (Verdict::Met, true), "{filled:?}");
}
