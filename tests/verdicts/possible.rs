//! Rows of which nobody knows whether they belong (decision 16).

use super::*;

const R: &str = r#"
record P key id { id : text  q : text  k : text }
record R key id { id : text  p : text  a : money in 万元  s : money in 万元 signed  f : flag }
§"#;
const P: (&str, &str) = ("P.csv", "id,q,k\nu,v,\nv,u,\n");
/// u: 5 sure; v: 3 sure; 100 in nobody knows which; w: 1.
const ROWS: (&str, &str) = ("R.csv", "id,p,a,s,f\n1,u,5,5,是\n2,v,3,3,是\n3,,100,-100,是\n4,w,1,1,\n");

#[test]
fn a_row_with_an_unknown_group_adds_itself_or_nothing() {
    each(
        R,
        &[P, ROWS],
        &[
            ("for p in P require sum(e.a for e in R when e.p is p.id) >= 5万元", "u", MET),
            ("for p in P require sum(e.a for e in R when e.p is p.id) <= 104万元", "u", OPEN),
            ("for p in P require count(e in R when e.p is p.id) >= 1", "u", MET),
            ("for p in P require count(e in R when e.p is p.id) >= 2", "u", OPEN),
            ("for p in P require sum(e.s for e in R when e.p is p.id) <= 5万元", "u", MET),
            ("for p in P require sum(e.s for e in R when e.p is p.id) >= 5万元", "u", OPEN),
            ("for p in P require max(e.a for e in R when e.p is p.id) >= 5万元", "u", MET),
            ("for p in P require max(e.a for e in R when e.p is p.id) <= 5万元", "u", OPEN),
            ("for p in P require min(e.a for e in R when e.p is p.id) <= 5万元", "u", MET),
            ("for p in P require every(e.a <= 5万元 for e in R when e.p is p.id)", "u", OPEN),
            ("for p in P require some(e.a = 5万元 for e in R when e.p is p.id)", "u", MET),
            ("for p in P require every(e.a <= 50万元 for e in R when e.p is p.id)", "u", OPEN),
        ],
    );
}

/// The row may be in either group: it must not cancel out of a comparison of two groups.
#[test]
fn one_row_in_either_of_two_groups_is_not_the_same_unknown_in_both() {
    each(
        R,
        &[P, ROWS],
        &[
            ("for p in P require sum(e.a for e in R when e.p is p.id) >= sum(x.a for x in R when x.p is p.q)", "u", OPEN),
            ("for p in P require count(e in R when e.p is p.id) <= count(x in R when x.p is p.q)", "u", OPEN),
            ("for p in P require count(e in R when e.p is p.id) = count(x in R when x.p is p.id)", "u", MET),
        ],
    );
}

/// Two keys nobody knows may be two different keys.
#[test]
fn two_unknown_keys_are_not_the_same_group() {
    let p: (&str, &str) = ("P.csv", "id,q,k\nu,,\n");
    each(
        R,
        &[p, ROWS],
        &[
            ("for p in P require sum(e.a for e in R when e.p is p.q) <= sum(x.a for x in R when x.p is p.k)", "u", OPEN),
            ("for p in P require count(e in R when e.p is p.q) <= count(x in R when x.p is p.k)", "u", OPEN),
            ("for p in P require count(e in R when e.p is p.q) <= 4", "u", MET),
            ("for p in P require count(e in R when e.p is p.q) > 4", "u", VIOLATED),
            ("for p in P require sum(e.a for e in R when e.p is p.q) <= 109万元", "u", MET),
            ("for p in P require count(e in R when e.p is p.q) >= 1", "u", OPEN),
        ],
    );
}

#[test]
fn a_row_with_an_unknown_filter_counts_or_not() {
    each(
        R,
        &[P, ROWS],
        &[
            ("for p in P require count(e in R when e.f) >= 3", "u", MET),
            ("for p in P require count(e in R when e.f) = 3", "u", OPEN),
            ("for p in P require count(e in R when e.f) <= 4", "u", MET),
            ("for p in P require sum(e.a for e in R when e.f) >= 108万元", "u", MET),
            ("for p in P require sum(e.a for e in R when e.f) <= 109万元", "u", MET),
            ("for p in P require sum(e.a for e in R when not e.f) <= 1万元", "u", MET),
        ],
    );
}

/// A condition on both rows: what is unknown for one subject is another unknown for the next.
#[test]
fn possible_members_of_conditions_on_both_rows() {
    let rules = r#"
record P key id { id : text }
record R key id { id : text  a : money in 万元  s : number signed }
§"#;
    let files = [("P.csv", "id\nu\n"), ("R.csv", "id,a,s\n1,5,1\n2,7,-1\n3,,0\n")];
    each(
        rules,
        &files,
        &[
            // Row 3 is above 5 or not, above 7 or not: above 5 but not above 7 is possible, so the sum is 1 + {0, 1}.
            ("for p in P require sum(o.s * count(e in R when e.a > o.a) for o in R) >= 2", "u", OPEN),
            ("for p in P require sum(o.s * count(e in R when e.a > o.a) for o in R) <= 1", "u", OPEN),
        ],
    );
}

#[test]
fn groups_have_known_keys_only() {
    let rules = r#"record E key id { id : text  c : text  a : money in 万元 }
rule t { for g in E by c require sum(g.a) >= 5万元 }"#;
    let world = World::new(rules, &[("E.csv", "id,c,a\n1,u,5\n2,v,3\n3,,100\n4,v,\n")]);
    assert_eq!(world.judge().rules[0].subjects, 2, "an unknown key forms no group");
    assert_eq!(world.verdict("t", "u"), MET);
    assert_eq!(world.verdict("t", "v"), OPEN);
}

/// What is none has no group; it keeps nobody's total open.
#[test]
fn none_belongs_to_no_group() {
    let rules = r#"record P key id { id : text }
record R key id { id : text  p : text ?  a : money in 万元 }
§"#;
    each(
        rules,
        &[("P.csv", "id\nu\n"), ("R.csv", "id,p,a\n1,u,5\n2,,100\n")],
        &[("for p in P require sum(e.a for e in R when e.p exists and e.p is p.id) = 5万元", "u", MET)],
    );
}

#[test]
fn some_of_members_without_a_base_is_false() {
    let rules = r#"record P key id { id : text }
record R key id { id : text  a : money in 万元  b : money in 万元 }
§"#;
    each(
        rules,
        &[("P.csv", "id\nu\n"), ("R.csv", "id,a,b\n1,0,0\n")],
        &[
            ("for p in P require some(e.a >= 60% of e.b for e in R)", "u", VIOLATED),
            ("for p in P require every(e.a >= 60% of e.b for e in R)", "u", MET),
        ],
    );
}
