//! Outcomes united over what an open parameter may be: where one reading leaves a line not applicable, the line is not surely broken
//! (decisions 10, 13, 20, 22, 28).

use super::*;

const R: &str = r#"
param p : flag
param q : flag
param bound : money in 万元
record R key id { id : text  a : money in 万元 }
rule t { for r in R §when §exempt require r.a >= 5万元 require r.a >= 6万元 §except }"#;
const ROWS: (&str, &str) = ("R.csv", "id,a\nx0,0\nx1,1\nx4,4\nx5,5\nx6,6\n");

/// A condition over the two flags, and what it comes to.
type Cond = (&'static str, fn(bool, bool) -> bool);

const CONDS: [Cond; 6] = [
    ("p", |p, _| p),
    ("not p", |p, _| !p),
    ("q", |_, q| q),
    ("p and q", |p, q| p && q),
    ("p or q", |p, q| p || q),
    ("p or not p", |_, _| true),
];

/// The two lines under one reading, by the words of the decisions; `None` where an exception takes their place.
fn by_hand(a: i64, when: bool, exempt: bool, except: bool) -> [Option<Verdict>; 2] {
    let judged = |bound: i64| Some(if a >= bound { MET } else { VIOLATED });
    match (when, exempt, except) {
        (false, ..) => [Some(NOT); 2],
        (true, true, _) => [Some(EXEMPT); 2],
        (true, false, true) => [judged(1), None],
        (true, false, false) => [judged(5), judged(6)],
    }
}

/// Violated is certain only where every reading breaks the line; a line that stands under one reading only does not apply under the other.
fn united(seen: &[Option<Verdict>]) -> Option<Verdict> {
    let has = |v: Verdict| seen.contains(&Some(v));
    if seen.iter().all(Option::is_none) {
        return None;
    }
    Some(match (has(VIOLATED), has(MET), has(EXEMPT)) {
        (true, ..) if seen.iter().all(|v| *v == Some(VIOLATED)) => VIOLATED,
        (true, ..) => OPEN,
        (false, true, _) => MET,
        (false, false, true) => EXEMPT,
        (false, false, false) => NOT,
    })
}

#[test]
fn gates_that_open_parameters_decide() {
    let nothing: Cond = ("", |_, _| false);
    let list = || CONDS.into_iter().chain([nothing]);
    for (when, is_when) in list() {
        for (exempt, is_exempt) in list() {
            for (except, is_except) in list() {
                let text = R
                    .replace("§when", &if when.is_empty() { String::new() } else { format!("when {when}") })
                    .replace(
                        "§exempt",
                        &if exempt.is_empty() { String::new() } else { format!("exempt when {exempt} because \"x\"") },
                    )
                    .replace(
                        "§except",
                        &if except.is_empty() { String::new() } else { format!("except when {except} require r.a >= 1万元") },
                    );
                let findings = World::new(&text, &[ROWS]).judge();
                for a in [0, 1, 4, 5, 6] {
                    let readings = [(false, false), (false, true), (true, false), (true, true)]
                        .map(|(p, q)| by_hand(a, when.is_empty() || is_when(p, q), is_exempt(p, q), is_except(p, q)));
                    let wanted: Vec<Verdict> = (0..2).filter_map(|line| united(&readings.map(|r| r[line]))).collect();
                    let own = findings.list.iter().filter(|f| f.subject.title() == format!("x{a}"));
                    let seen: Vec<Verdict> = own.map(|f| f.verdict).collect();
                    assert_eq!(seen, wanted, "{a}: when `{when}` exempt `{exempt}` except `{except}`");
                }
            }
        }
    }
}

/// A parameter of any value decides without being tried value by value.
#[test]
fn gates_that_a_figure_of_any_size_decides() {
    let of = |when: &str, exempt: &str, except: &str, subject: &str| {
        let text = R.replace("§when", when).replace("§exempt", exempt).replace("§except", except);
        World::new(&text, &[ROWS]).of("t", subject).iter().map(|f| f.verdict).collect::<Vec<_>>()
    };
    let exempt = "exempt when bound >= 3万元 because \"x\"";
    for (when, exempt, except, subject, wanted) in [
        ("when bound >= 3万元", "", "", "x0", [OPEN, OPEN]),
        ("when bound >= 3万元", "", "", "x5", [MET, OPEN]),
        ("when bound >= 3万元", "", "", "x6", [MET, MET]),
        ("", exempt, "", "x0", [OPEN, OPEN]),
        ("", exempt, "", "x5", [MET, OPEN]),
        ("when bound >= 3万元", "exempt when r.a >= 0 because \"x\"", "", "x0", [EXEMPT, EXEMPT]),
        ("when bound >= 3万元", exempt, "", "x0", [OPEN, OPEN]),
        ("when bound >= 3万元", exempt, "", "x6", [MET, MET]),
        // Breaking the exception's line as well is breaking the first, not the second, whose place it takes.
        ("", "", "except when bound >= 3万元 require r.a >= 1万元", "x1", [OPEN, OPEN]),
        ("", "", "except when bound >= 3万元 require r.a >= 1万元", "x6", [MET, MET]),
    ] {
        assert_eq!(of(when, exempt, except, subject), wanted, "{when} {exempt} {except} on {subject}");
    }
}

/// 2006 or 2007 is when it is due; the row is of 2006.
#[test]
fn what_may_be_due_beside_an_exemption() {
    let rules = |gates: &str, year: &str| {
        format!(
            "param p : flag\nparam by : year{year}\nrecord Y key id, year {{ id : text  year : year  a : count }}\n\
             rule t {{ for y in Y {gates} due by require y.a >= 5 }}"
        )
    };
    let exempt = "exempt when p because \"x\"";
    for (gates, year, params, a, wanted) in [
        ("", " in 2006..2007", vec![], 4, OPEN),
        ("", " in 2006..2007", vec![], 5, MET),
        ("", " in 2007..2008", vec![], 4, NOT),
        ("", " in 2005..2006", vec![], 4, VIOLATED),
        ("", "", vec![], 4, OPEN),
        (exempt, " in 2006..2007", vec![], 4, OPEN),
        (exempt, " in 2006..2007", vec![("p", "true")], 4, EXEMPT),
        (exempt, " in 2006..2007", vec![("p", "false")], 4, OPEN),
        (exempt, " in 2006..2007", vec![], 5, MET),
        (exempt, " in 2007..2008", vec![("p", "false")], 4, NOT),
        ("when p", " in 2006..2007", vec![], 4, OPEN),
        ("when p", " in 2005..2006", vec![], 4, OPEN),
        ("when p", " in 2005..2006", vec![("p", "true")], 4, VIOLATED),
        ("when p", " in 2007..2008", vec![], 4, NOT),
    ] {
        let rows = format!("id,year,a\nx,2006,{a}\n");
        let world = World::with_params(&rules(gates, year), &params, &[("Y.csv", &rows)]);
        assert_eq!(world.verdict("t", "x"), wanted, "{gates} due by{year} {params:?} on {a}");
    }
}

/// A question about the form under an open condition is not surely failed.
#[test]
fn questions_about_the_form_under_an_open_condition() {
    let rules =
        "param p : flag\nrecord R key id { id : text  a : money in 万元 }\nrule t { for r in R §when report r.a required }";
    let rows = [("R.csv", "id,a\nhas,1\nlacks,\n")];
    for (when, params, subject, wanted) in [
        ("when p", vec![], "lacks", OPEN),
        ("when p", vec![], "has", MET),
        ("when p", vec![("p", "true")], "lacks", VIOLATED),
        ("when p", vec![("p", "false")], "lacks", NOT),
        ("when p or not p", vec![], "lacks", VIOLATED),
    ] {
        let world = World::with_params(&rules.replace("§when", when), &params, &rows);
        assert_eq!(world.verdict("t", subject), wanted, "{when} {params:?} on {subject}");
    }
}
