//! Where a verdict would pass, or break, by an accident of how it is computed.

use super::*;

const R: &str = r#"
record R key id { id : text  p : text  a : money in 万元  b : money in 万元  s : money in 万元 signed  n : count
                  g : one of "甲", "乙"  f : flag  x : money in 万元 ? }
§"#;

/// A figure that has no base is no member of an average, and what has no base passes no filter.
#[test]
fn what_has_no_base_is_not_a_member() {
    let csv = ("R.csv", "id,p,a,b\none,p,6,3\nzero,p,0,0\n");
    each(
        R,
        &[csv],
        &[
            ("for r in R require avg(e.a / e.b for e in R) = 2", "one", MET),
            ("for r in R require sum(e.a / e.b for e in R) = 2", "one", MET),
            ("for r in R require sum(e.a / e.b + 1 for e in R) = 3", "one", MET),
            ("for r in R require count(e in R when e.a >= 10% of e.b) = 1", "one", MET),
            ("for r in R require count(e in R when e.p is r.p and e.a >= 10% of e.b) = 1", "one", MET),
            ("for r in R require count(e in R when e.a >= 10% of e.b and e.b <= r.b) = 1", "one", MET),
            ("for r in R require count(e in R when not (e.a >= 10% of e.b)) = 0", "one", MET),
            ("for r in R require every(e.a >= 300% of e.b for e in R when e.a >= 10% of e.b) ", "one", VIOLATED),
        ],
    );
}

/// With a hole the same figures stay possible.
#[test]
fn what_may_have_no_base_may_be_no_member() {
    let csv = ("R.csv", "id,p,a,b\none,p,6,3\nhole,p,0,\n");
    each(
        R,
        &[csv],
        &[
            ("for r in R require avg(e.a / e.b for e in R) <= 2", "one", MET),
            ("for r in R require avg(e.a / e.b for e in R) = 2", "one", OPEN),
            ("for r in R require avg(e.a / e.b for e in R) = 1", "one", OPEN),
            ("for r in R require sum(e.a / e.b + 1 for e in R) <= 3", "one", OPEN),
            ("for r in R require sum(e.a / e.b + 1 for e in R) >= 3", "one", MET),
            ("for r in R require count(e in R when e.a <= 10% of e.b) = 1", "one", OPEN),
        ],
    );
}

/// Rows of unknown groups form none; where there are no others, nothing was checked.
#[test]
fn rows_of_unknown_groups_alone_do_not_pass_silently() {
    let rules = R.replace('§', "rule t { for g in R by p require sum(g.a) >= 7万元 }");
    let world = World::new(&rules, &[("R.csv", "id,p,a\none,,6\n")]);
    assert_eq!(world.judge().without_subject.len(), 1);
}
