//! Filters that compare figures of the inner row with figures of the row in hand: what they come to is worked out here over all pairs.

use super::*;

const FIELDS: &str =
    "record T key id { id : text  g : text  a : number signed  b : count  c : money in 万元 signed  x : number signed }\n";

/// a, b, c of a row; the group is `p` or `q`.
#[derive(Clone, Copy, Debug)]
struct Own {
    group: char,
    a: i64,
    b: i64,
    c: i64,
}

/// Numbers that look random, equal ones among them.
fn rows(count: i64) -> Vec<Own> {
    let mixed = |n: i64, by: i64| (n * n * 31 + n * by) % 7;
    (0..count)
        .map(|n| Own { group: if n % 3 == 0 { 'p' } else { 'q' }, a: mixed(n, 5) - 3, b: mixed(n, 3), c: mixed(n, 11) - 2 })
        .collect()
}

/// What stands before ` = d.x`, and the same over all pairs; `None` where there is no base.
type Case = (&'static str, fn(&[Own], Own) -> Option<i64>);

fn of(rows: &[Own], keep: impl Fn(&Own) -> bool) -> Vec<Own> {
    rows.iter().filter(|e| keep(e)).copied().collect()
}

fn number(list: &[Own]) -> Option<i64> {
    i64::try_from(list.len()).ok()
}

const CASES: [Case; 18] = [
    ("count(e in T when e.a = d.a)", |rows, d| number(&of(rows, |e| e.a == d.a))),
    ("count(e in T when d.a != e.a)", |rows, d| number(&of(rows, |e| e.a != d.a))),
    ("count(e in T when e.b = d.b and e.g is d.g)", |rows, d| number(&of(rows, |e| e.b == d.b && e.group == d.group))),
    ("count(e in T when e.c > d.c)", |rows, d| number(&of(rows, |e| e.c > d.c))),
    ("count(e in T when not (e.c > d.c))", |rows, d| number(&of(rows, |e| e.c <= d.c))),
    ("count(e in T when d.a - e.a >= 2)", |rows, d| number(&of(rows, |e| d.a - e.a >= 2))),
    ("count(e in T when e.a <= d.a and e.a >= d.a - 1)", |rows, d| number(&of(rows, |e| (d.a - 1..=d.a).contains(&e.a)))),
    ("count(e in T when e.a between d.a - 2 and d.a and e.b <= d.b)", |rows, d| {
        number(&of(rows, |e| (d.a - 2..=d.a).contains(&e.a) && e.b <= d.b))
    }),
    ("count(e in T when e.a = d.a and e.c != d.c)", |rows, d| number(&of(rows, |e| e.a == d.a && e.c != d.c))),
    ("sum(e.a for e in T when e.a > d.a)", |rows, d| Some(of(rows, |e| e.a > d.a).iter().map(|e| e.a).sum())),
    ("sum(e.b for e in T when e.c < d.c)", |rows, d| Some(of(rows, |e| e.c < d.c).iter().map(|e| e.b).sum())),
    ("sum(e.a * e.b for e in T when 2 * e.a != d.a + d.b)", |rows, d| {
        Some(of(rows, |e| 2 * e.a != d.a + d.b).iter().map(|e| e.a * e.b).sum())
    }),
    ("sum(e.a + d.a for e in T when e.b <= d.b)", |rows, d| Some(of(rows, |e| e.b <= d.b).iter().map(|e| e.a + d.a).sum())),
    ("min(e.a for e in T when e.c >= d.c)", |rows, d| of(rows, |e| e.c >= d.c).iter().map(|e| e.a).min()),
    ("max(e.a for e in T when e.a < d.a)", |rows, d| of(rows, |e| e.a < d.a).iter().map(|e| e.a).max()),
    ("max(e.b for e in T when e.c != d.c and e.g is d.g)", |rows, d| {
        of(rows, |e| e.c != d.c && e.group == d.group).iter().map(|e| e.b).max()
    }),
    ("count(e in T when every(f.a <= e.a for f in T when f.b > e.b))", |rows, _| {
        number(&of(rows, |e| rows.iter().filter(|f| f.b > e.b).all(|f| f.a <= e.a)))
    }),
    ("count(e in T when some(f.a = e.a + 1 for f in T) and e.a >= d.a)", |rows, d| {
        number(&of(rows, |e| rows.iter().any(|f| f.a == e.a + 1) && e.a >= d.a))
    }),
];

#[test]
fn aggregates_over_compared_figures_are_those_of_all_pairs() {
    let mut wrong = Vec::new();
    for (count, (what, expected)) in [1, 2, 13, 24].iter().flat_map(|n| CASES.iter().map(move |case| (*n, case))) {
        let own = rows(count);
        let row = |(at, d): (usize, &Own)| {
            let x = expected(&own, *d).unwrap_or(0);
            format!("r{at},{},{},{},{},{x}\n", d.group, d.a, d.b, d.c)
        };
        let csv = format!("id,g,a,b,c,x\n{}", own.iter().enumerate().map(row).collect::<String>());
        let world = World::new(&format!("{FIELDS}rule t {{ for d in T require {what} = d.x }}"), &[("T.csv", &csv)]);
        for (finding, d) in world.of("t", "").iter().zip(&own) {
            let verdict = if expected(&own, *d).is_some() { MET } else { NOT };
            if finding.verdict != verdict {
                wrong.push(format!("{what} of {count} rows for {d:?}: {:?} with {:?}", finding.verdict, expected(&own, *d)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn quantifiers_over_compared_figures_are_those_of_all_pairs() {
    type Case = (&'static str, fn(&[Own], Own) -> bool);
    const CASES: [Case; 8] = [
        ("every(e.a <= d.a for e in T)", |rows, d| rows.iter().all(|e| e.a <= d.a)),
        ("some(e.a > d.a for e in T)", |rows, d| rows.iter().any(|e| e.a > d.a)),
        ("some(e.a = d.b for e in T when e.g is d.g)", |rows, d| rows.iter().any(|e| e.a == d.b && e.group == d.group)),
        ("every(e.a != d.a + 1 and e.a != d.a - 1 for e in T)", |rows, d| rows.iter().all(|e| (e.a - d.a).abs() != 1)),
        ("every(e.b >= 2 for e in T when e.a > d.a)", |rows, d| rows.iter().filter(|e| e.a > d.a).all(|e| e.b >= 2)),
        ("some(e.b >= d.b for e in T when e.a > d.a)", |rows, d| rows.iter().any(|e| e.a > d.a && e.b >= d.b)),
        ("not some(e.b < 2 for e in T when e.a = d.a)", |rows, d| !rows.iter().any(|e| e.a == d.a && e.b < 2)),
        ("every(some(f.a > e.a for f in T) for e in T when e.c < d.c)", |rows, d| {
            rows.iter().filter(|e| e.c < d.c).all(|e| rows.iter().any(|f| f.a > e.a))
        }),
    ];
    let own = rows(17);
    let row = |(at, d): (usize, &Own)| format!("r{at},{},{},{},{},0\n", d.group, d.a, d.b, d.c);
    let csv = format!("id,g,a,b,c,x\n{}", own.iter().enumerate().map(row).collect::<String>());
    for (what, expected) in CASES {
        let world = World::new(&format!("{FIELDS}rule t {{ for d in T require {what} }}"), &[("T.csv", &csv)]);
        let found: Vec<Verdict> = world.of("t", "").iter().map(|f| f.verdict).collect();
        let wanted: Vec<Verdict> = own.iter().map(|d| if expected(&own, *d) { MET } else { VIOLATED }).collect();
        assert_eq!(found, wanted, "{what}");
    }
}

/// The figures of `y` and `z`: 5 and not known.
const OPEN_ROWS: (&str, &str) = ("T.csv", "id,g,a,b,c,x\nw,p,1,1,1,0\nx,p,3,,1,0\ny,p,5,1,2,0\nz,p,,1,3,0\n");

#[test]
fn a_figure_that_is_not_known_may_belong() {
    let cases = [
        // Above 3 is `y`, and it may be `z`.
        ("for d in T require count(e in T when e.a > d.a) >= 1", "x", MET),
        ("for d in T require count(e in T when e.a > d.a) <= 2", "x", MET),
        ("for d in T require count(e in T when e.a > d.a) <= 1", "x", OPEN),
        ("for d in T require count(e in T when e.a > d.a) >= 3", "x", VIOLATED),
        ("for d in T require sum(e.c for e in T when e.a > d.a) >= 2万元", "x", MET),
        ("for d in T require sum(e.c for e in T when e.a > d.a) <= 4万元", "x", OPEN),
        ("for d in T require sum(e.c for e in T when e.a > d.a) <= 5万元", "x", MET),
        ("for d in T require max(e.c for e in T when e.a > d.a) >= 2万元", "x", MET),
        ("for d in T require max(e.c for e in T when e.a > d.a) <= 2万元", "x", OPEN),
        ("for d in T require max(e.c for e in T when e.a > d.a) <= 3万元", "x", MET),
        ("for d in T require min(e.c for e in T when e.a > d.a) >= 2万元", "x", MET),
        ("for d in T require min(e.c for e in T when e.a > d.a) >= 3万元", "x", VIOLATED),
        ("for d in T require every(e.c >= 2万元 for e in T when e.a > d.a)", "x", MET),
        ("for d in T require every(e.c <= 2万元 for e in T when e.a > d.a)", "x", OPEN),
        ("for d in T require some(e.c >= 3万元 for e in T when e.a > d.a)", "x", OPEN),
        ("for d in T require some(e.a > d.a for e in T)", "x", MET),
        ("for d in T require every(e.a <= 5 + d.a for e in T)", "x", OPEN),
        ("for d in T require some(e.a = 2 + d.a for e in T)", "x", MET),
        ("for d in T require some(e.a = 3 + d.a for e in T)", "x", OPEN),
        // The count of one row below is not known.
        ("for d in T require sum(e.b for e in T when e.a < d.a) >= 1", "y", MET),
        ("for d in T require sum(e.b for e in T when e.a < d.a) >= 2", "y", OPEN),
        ("for d in T require every(e.b <= 1 for e in T when e.a < d.a)", "y", OPEN),
        ("for d in T require every(e.b <= 0 for e in T when e.a < d.a)", "y", VIOLATED),
        // The figure in hand is not known.
        ("for d in T require count(e in T when e.a > d.a) >= 1", "z", OPEN),
        ("for d in T require count(e in T when e.a > d.a) <= 3", "z", MET),
        ("for d in T require count(e in T when e.a >= d.a) >= 1", "z", MET),
    ];
    each(&format!("{FIELDS}§"), &[OPEN_ROWS], &cases);
    // More rows may exist that nobody sent.
    let partial =
        ("T.json", r#"{"submission": {"partial": ["T"]}, "T": [{"id": "x", "a": 3, "b": 1}, {"id": "y", "a": 5, "b": 2}]}"#);
    let cases = [
        ("for d in T require count(e in T when e.a > d.a) >= 1", "x", MET),
        ("for d in T require count(e in T when e.a > d.a) <= 1", "x", OPEN),
        ("for d in T require max(e.b for e in T when e.a > d.a) >= 2", "x", MET),
        ("for d in T require max(e.b for e in T when e.a > d.a) <= 2", "x", OPEN),
        ("for d in T require every(e.b > 5 for e in T when e.a > d.a)", "x", VIOLATED),
        ("for d in T require every(e.a >= d.a for e in T)", "x", OPEN),
        ("for d in T require every(e.a >= d.a for e in T)", "y", VIOLATED),
        ("for d in T require some(e.a > d.a for e in T)", "x", MET),
    ];
    each(&format!("{FIELDS}§"), &[partial], &cases);
}

#[test]
fn what_is_advised_counts_the_row_that_is_moved() {
    let advice = |body: &str, subject: &str| -> Vec<(String, Option<i64>)> {
        let finding = World::new(&format!("{FIELDS}rule t {{ {body} }}"), &[OPEN_ROWS]).one("t", subject);
        assert_eq!(finding.verdict, VIOLATED, "{body}");
        finding.repairs.iter().map(|r| (r.label.clone(), r.to.as_ref().and_then(fadu::num::to_i64))).collect()
    };
    // Moved up to 3, `w` is one of those that have 3 or more, with `x` and `y`.
    assert_eq!(advice("for d in T require d.a >= 3 and count(e in T when e.a >= d.a) >= 3", "w"), [("a".into(), Some(3))]);
    // Moved to 6 it has itself and perhaps `z` and no third.
    assert_eq!(advice("for d in T require d.a >= 6 and count(e in T when e.a >= d.a and e.a <= 8) >= 3", "w"), []);
    // At 5 it stands beside `y`: 1 and 2 together.
    assert_eq!(
        advice("for d in T require d.a >= 5 and sum(e.c for e in T when e.a = d.a) >= 3万元", "w"),
        [("a".into(), Some(5))]
    );
    assert_eq!(advice("for d in T require d.a >= 4 and max(e.b for e in T when e.a >= d.a) >= 1", "w"), [("a".into(), Some(4))]);
    assert_eq!(advice("for d in T require d.a >= 5 and some(e.a = d.a for e in T)", "w"), [("a".into(), Some(5))]);
    // At 5 nothing known breaks it: `z` may be at 6.
    assert_eq!(advice("for d in T require d.a >= 5 and every(e.a != d.a + 1 for e in T)", "x"), [("a".into(), Some(5))]);
    assert_eq!(advice("for d in T require d.a >= 5 and every(e.a != d.a for e in T when e.id is not d.id)", "x"), []);
}
