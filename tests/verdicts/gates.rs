//! What stands before a line, `when`, `exempt` and `except`, is judged for each text that a missing one can be, as lines are.

use super::*;

const R: &str = r#"
table caps "限" key g { | g | day : date | lim : money in 万元 |
  | x | 2008-02-29 | 5 |
  | y | 2007-12-31 | 10 |
  | z | 2008-06-30 | 0 | }
record R "企业" key name { name : text  a "甲额" : money in 万元  d "始日" : date  g "类别" : one of "x", "y", "z" }
§"#;
/// From the three days to this it is 122, 182 or 0 days.
const DATA: (&str, &str) = ("R.csv", "name,甲额,始日,类别\nA,7,2008-06-30,\nB,7,2008-06-30,z\n");

#[test]
fn a_gate_that_comes_to_the_same_for_every_candidate_is_decided() {
    let day = "r.d - caps[r.g].day";
    let when = |c: &str, then: &str| format!("for r in R when {day} {c} require r.a {then}");
    let cases = [
        (when("= 60天", "> 100万元"), "A", NOT),
        (when(">= 0天", ">= 7万元"), "A", MET),
        (when(">= 0天", "> 7万元"), "A", VIOLATED),
        (when("= 0天", "> 7万元"), "A", OPEN),
        (when("= 0天", "> 7万元"), "B", VIOLATED),
        (when("= 0天", ">= 7万元"), "A", MET),
        (format!("for r in R exempt when {day} = 60天 because \"w\" require r.a > 7万元"), "A", VIOLATED),
        (format!("for r in R exempt when {day} <= 182天 because \"w\" require r.a > 7万元"), "A", EXEMPT),
        (format!("for r in R exempt when {day} < 182天 because \"w\" require r.a > 7万元"), "A", OPEN),
        (format!("for r in R except when {day} = 60天 require r.a >= 7万元 require r.a > 7万元"), "A", VIOLATED),
        (format!("for r in R except when {day} < 200天 require r.a >= 7万元 require r.a > 7万元"), "A", MET),
        ("for r in R when choose { r.g = \"x\": 1; otherwise: 2 } >= 1 require r.a > 7万元".to_string(), "A", VIOLATED),
        ("for r in R when r.a > caps[r.g].lim + 5万元 require r.a > 7万元".to_string(), "A", OPEN),
        ("for r in R when r.a > caps[r.g].lim + 7万元 require r.a > 7万元".to_string(), "A", NOT),
    ];
    let cases: Vec<(&str, &str, Verdict)> = cases.iter().map(|(body, who, v)| (body.as_str(), *who, *v)).collect();
    each(R, &[DATA], &cases);
}

/// A row that nobody sent does not stand before itself; of a list of texts no further row brings more than there are.
#[test]
fn what_was_not_sent_is_counted_once() {
    let rules = r#"
table hs "县" key c { | c |
 | 11 |
 | 12 |
 | 13 | }
record P key id { id : text }
record Q "报" key c, year sent by hs as c { c "县" : text  year "年度" : year  a "税收" : money in 万元 }
record K "行" key n { n : text  k : one of "x", "y"  o : one of "x", "y" ?  t : text }
§"#;
    let two = ("Q.csv", "县,年度,税收\n11,2009,10\n12,2009,10\n");
    let partial = "[submission]\npartial = [\"K\"]\n[[K]]\nn = \"1\"\nk = \"x\"\no = \"x\"\nt = \"x\"\n[[K]]\nn = \"2\"\nk = \"y\"\no = \"y\"\nt = \"y\"\n";
    let p = ("P.csv", "id\np\n");
    let rank = |c: &str| format!("for r in Q require rank(q.a for q in Q when q.year = r.year) {c}");
    let cases = [(rank("<= 3"), "13", MET), (rank("> 3"), "11", VIOLATED), (rank("<= 2"), "13", OPEN), (rank("<= 2"), "11", MET)];
    let cases: Vec<(&str, &str, Verdict)> = cases.iter().map(|(body, who, v)| (body.as_str(), *who, *v)).collect();
    each(rules, &[p, two], &cases);
    each(
        rules,
        &[p, ("k.toml", partial)],
        &[
            ("for p in P require count({e.k for e in K}) <= 2", "p", MET),
            ("for p in P require count({e.k for e in K}) = 2", "p", MET),
            ("for p in P require count({e.k for e in K}) > 2", "p", VIOLATED),
            // Any text may come.
            ("for p in P require count({e.t for e in K}) <= 2", "p", OPEN),
        ],
    );
}

/// Whatever it is, a row is like itself; what may be none is equal to nothing.
#[test]
fn a_row_is_one_of_those_that_are_like_it() {
    let rules = r#"
record E "报" key n { n "名" : text  s "收入" : money in 万元  k "类" : one of "x", "y"  t "型" : text  o "选" : one of "x", "y" ?  y "建年" : year  v "额" : money in 万元 }
define E.size = choose { s >= 8万元: "大"; s >= 3万元: "中"; otherwise: "小" }
define like(e) = (E when E.size = e.size)
§"#;
    // Of A only the name and the amount are known, of C nothing is missing.
    let data = ("E.csv", "名,收入,类,型,选,建年,额\nA,,,,,,4\nB,9,x,甲,x,2001,5\nC,1,y,乙,y,2002,6\n");
    each(
        rules,
        &[data],
        &[
            ("for e in E require count(like(e)) >= 1", "A", MET),
            ("for e in E require count(like(e)) >= 2", "A", OPEN),
            ("for e in E require count(like(e)) >= 4", "A", VIOLATED),
            ("for e in E require count(like(e)) >= 1", "B", MET),
            ("for e in E require count(like(e)) >= 2", "B", OPEN),
            ("for e in E require count(x in E when x.k = e.k) >= 1", "A", MET),
            ("for e in E require count(x in E when x.t = e.t) >= 1", "A", MET),
            ("for e in E require count(x in E when x.y = e.y) >= 1", "A", MET),
            ("for e in E require count(x in E when x.k = e.k and x.t = e.t) >= 1", "A", MET),
            ("for e in E require sum(x.v for x in E when x.k = e.k) >= 4万元", "A", MET),
            // Its class is x or y, of each there is one more.
            ("for e in E require sum(x.v for x in E when x.k = e.k) > 4万元", "A", MET),
            ("for e in E require sum(x.v for x in E when x.k = e.k) >= 10万元", "A", OPEN),
            ("for e in E require sum(x.v for x in E when x.t = e.t) > 4万元", "A", OPEN),
            ("for e in E require some(x.n = e.n for x in E when x.k = e.k)", "A", MET),
            ("for e in E require max(x.v for x in E when x.k = e.k) >= 4万元", "A", MET),
            // It is none, it may be left out, it is another field, it is another row.
            ("for e in E require count(x in E when x.o exists and e.o exists and x.o = e.o) >= 1", "A", VIOLATED),
            ("for e in E require count(x in E when x.k = e.k and x.s > 5万元) >= 1", "A", OPEN),
            ("for e in E require count(x in E when x.n = e.t) >= 1", "A", OPEN),
            ("for e in E require count(x in E when x.t = e.t and x.n != e.n) >= 1", "A", OPEN),
        ],
    );
}
