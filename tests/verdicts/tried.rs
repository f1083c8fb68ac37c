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
