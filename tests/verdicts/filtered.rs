//! Filtered rows: a row of unknown membership is a possible member (decision 16) and never lost, wherever rows may be named.

use super::*;

const R: &str = r#"
table sites "sites" key site { | site | level | least : money in 万元 |
 | a | high | 5 |
 | b | low  | 9 |
 | c | high | 7 |
}
param wanted : one of "high", "low"
record F key name { name : text  town : text  kind : one of "small", "large"  v : money in 万元 }
record S key site { site : text  v : money in 万元 }
define small = (F when kind = "small")
§"#;
/// Known small 3 and 4, known large 100, unknown kind 50; z has a large firm only, y one of unknown kind only.
const F: (&str, &str) = ("F.csv", "name,town,kind,v\np,x,small,3\nq,x,small,4\nr,x,large,100\ns,y,,50\nt,z,large,100\n");
const S: (&str, &str) = ("S.csv", "site,v\na,5\nb,1\n");

#[test]
fn sums_and_counts_over_filtered_rows() {
    each(
        R,
        &[F],
        &[
            ("require sum(f.v for f in small) >= 7万元", "", MET),
            ("require sum(f.v for f in small) <= 57万元", "", MET),
            ("require sum(f.v for f in small) <= 56万元", "", OPEN),
            ("require sum(small.v) >= 7万元", "", MET),
            ("require count(f in (F when f.kind = \"small\") when f.v > 3万元) >= 1", "", MET),
            ("require count((F when kind = \"small\")) = 2", "", OPEN),
            ("require count((F when kind = \"small\")) >= 4", "", VIOLATED),
            ("require count((small when v > 60万元)) = 0", "", MET),
            ("require every(f.v <= 50万元 for f in small)", "", MET),
            ("require every(f.v <= 49万元 for f in small)", "", OPEN),
            ("require \"s\" in {f.name for f in small}", "", OPEN),
            ("require \"r\" in small.name", "", VIOLATED),
            ("require \"p\" in small.name", "", MET),
        ],
    );
}

#[test]
fn subjects_and_groups_of_filtered_rows() {
    each(
        R,
        &[F],
        &[
            ("for f in small require f.v <= 3万元", "p", MET),
            ("for f in small require f.v <= 3万元", "q", VIOLATED),
            ("for f in small require f.v <= 3万元", "r", NOT),
            ("for f in small require f.v <= 3万元", "s", OPEN),
            ("for f in small require f.v <= 50万元", "s", MET),
            ("for g in small by town require sum(g.v) <= 7万元", "x", MET),
            ("for g in small by town require count(g) = 2", "x", MET),
            ("for g in small by town require sum(g.v) <= 7万元", "y", OPEN),
            ("for g in small by town require sum(g.v) <= 50万元", "y", MET),
            ("for g in small by town require every(g.v < 4万元)", "x", VIOLATED),
        ],
    );
}

/// Town z has no small firm: no group. That nobody passes is an answer where no more can come.
#[test]
fn a_row_that_cannot_pass_forms_no_group() {
    let rules = R.replace('§', "rule t { for g in small by town require count(g) >= 1 }");
    assert!(World::new(&rules, &[F]).of("t", "z").is_empty());
    let world = World::new(&rules, &[("F.csv", "name,town,kind,v\nt,z,large,100\n")]);
    let found = world.judge();
    assert!(found.list.is_empty() && found.without_subject.is_empty());
    assert!(matches!(&found.nil_reports[0].1, fadu::finding::Idle::NonePasses { table } if table == "F"), "{found:?}");
}

#[test]
fn members_of_a_filtered_table() {
    each(
        R,
        &[S],
        &[
            ("for s in S over (sites when level = \"high\") require s.v >= sites[s.site].least", "a", MET),
            ("for s in S over (sites when level = \"high\") require s.v >= sites[s.site].least", "b", NOT),
            ("for s in S over (sites when level = \"high\") require s.v >= sites[s.site].least", "c", OPEN),
            ("for k in (sites when k.level = \"high\") require S[k].v >= k.least", "a", MET),
            ("for k in (sites when k.level = \"high\") require S[k].v >= k.least", "b", NOT),
            ("for k in (sites when level = \"high\") minus {\"c\"} require S[k].v >= k.least", "c", NOT),
            ("for k in (sites when level = \"high\") minus {\"c\"} require S[k].v >= k.least", "a", MET),
            ("require count((sites when level = \"high\") union {\"e\"}) = 3", "", MET),
            ("require count(s in S over (sites when level = \"high\") when s.v >= 1万元) <= 2", "", MET),
            ("require count(s in S over (sites when level = \"high\") when s.v >= 1万元) >= 2", "", OPEN),
            ("require (sites when level = \"high\") subset of {\"a\", \"c\"}", "", MET),
            ("require (sites when level = \"high\") = {\"a\", \"c\"}", "", MET),
            ("require (sites when level = \"high\") subset of {\"a\"}", "", VIOLATED),
            ("for s in S require s.site in (sites when level = \"high\")", "a", MET),
            ("for s in S require s.site in (sites when level = \"high\")", "b", VIOLATED),
        ],
    );
}

/// An open parameter in the filter leaves the membership open, and names itself.
#[test]
fn a_filter_may_rest_on_an_open_parameter() {
    let rules = R.replace('§', "rule t { for k in (sites when level = wanted) require S[k].v >= k.least }");
    let world = World::new(&rules, &[S]);
    assert_eq!(world.verdict("t", "a"), MET, "met where it is meant, and not applicable else");
    assert_eq!(world.verdict("t", "b"), OPEN);
    let bound = World::with_params(&rules, &[("wanted", "\"high\"")], &[S]);
    assert_eq!(bound.verdict("t", "b"), NOT);
}

/// 1 kAUD is 1000 AUD; 2 AUD for each of 500 pieces are 1000 AUD. A blank changes nothing, and a field called like a unit stays a field.
#[test]
fn own_units_after_a_blank_and_in_quotients() {
    const U: &str = r#"
unit AUD
unit kAUD = 1000 AUD
unit piece
record Q key n { n : text  v : quantity in AUD  m : quantity in piece }
param cap : quantity in AUD = 1 kAUD because "with a blank"
param price : quantity in AUD/piece = 2 AUD/piece because "a quotient"
param dear : quantity in kAUD/piece = 0.002kAUD/piece because "a quotient of a multiple"
§"#;
    const Q: (&str, &str) = ("Q.csv", "n,v,m\na,1000,500\nb,1000.01 AUD,500\n");
    for bound in
        ["cap", "1000 AUD", "1 kAUD", "1　kAUD", "price * q.m", "dear * q.m", "2 AUD/piece * q.m", "0.002kAUD/piece * q.m"]
    {
        let line = format!("for q in Q require q.v <= {bound}");
        each(U, &[Q], &[(&line, "a", MET), (&line, "b", VIOLATED)]);
    }
}

/// Of town x are p, q and r: 3, 4 and 100万元; 107 in all of x, 257 in all. p alone is of 3.
#[test]
fn a_record_in_the_definitions_of_its_own_fields_and_rows_by_arguments() {
    const D: &str = r#"
record F key name { name : text  town : text  v : money in 万元 }
define F.other(x) = F[x].v
define F.total = sum(o.v for o in F)
define F.all = count(F)
define like_me(p) = (F when town = p.town)
define F.mine(least) = {o.name for o in F when o.v >= least}
§"#;
    const F: (&str, &str) = ("F.csv", "name,town,v\np,x,3\nq,x,4\nr,x,100\ns,y,50\nt,z,100\n");
    each(
        D,
        &[F],
        &[
            ("for f in F require f.other(\"q\") = 4万元", "p", MET),
            ("for f in F require f.total = 257万元", "p", MET),
            ("for f in F require f.all = 5", "p", MET),
            ("for f in F require count(like_me(f)) = 3", "p", MET),
            ("for f in F require count(like_me(f)) = 3", "s", VIOLATED),
            ("for f in F require sum(o.v for o in like_me(f)) = 107万元", "p", MET),
            ("for f in F require count(o in like_me(f) when o.v > 3万元) = 2", "p", MET),
            ("for f in F require every(o.v <= f.v for o in like_me(f))", "r", MET),
            ("for f in F require every(o.v <= f.v for o in like_me(f))", "q", VIOLATED),
            ("for f in F require some(o.v = 50万元 for o in like_me(f))", "s", MET),
            ("for f in F require f.name in f.mine(4万元)", "q", MET),
            ("for f in F require f.name in f.mine(4万元)", "p", VIOLATED),
        ],
    );
}
